"""The account around the sample logs holds those logs as they are, and tells the same story."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from functools import cache

import numpy as np
import pytest
from fake_aws.fixtures import StartFake

from aurorascope.logs.fingerprint import fingerprint
from lab import sample_day, waits
from lab.sample_day import ACCOUNT, AWAY, CRASH, HOME, NAME, PROMOTED, SAMPLES, START_S, SampleWorld

pytestmark = pytest.mark.uncounted

END_S = START_S + 86_400


@pytest.fixture(scope="module")
def seen() -> sample_day.Seen:
    return sample_day.read()


@pytest.fixture(scope="module")
def day(seen: sample_day.Seen) -> SampleWorld:
    return SampleWorld(sample_day.run(seen))


@pytest.mark.parametrize("instance", ["prod-shop-1", "prod-shop-2"])
def test_the_files_are_the_sample_logs_byte_by_byte(instance: str, day: SampleWorld) -> None:
    for path in sorted((SAMPLES / instance / "error").iterdir()):
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        name = f"error/{path.name.removesuffix('.gz')}"
        assert day.log_file(ACCOUNT, HOME, instance, name, END_S) == data, name


def test_the_log_groups_hold_the_same_lines(day: SampleWorld) -> None:
    events = day.log_events(ACCOUNT, HOME, f"/aws/rds/cluster/{NAME}/postgresql", "prod-shop-1.0")
    text = "".join(f"{message}\n" for message in events.messages)
    assert text == "".join(line for _, line in day.logs("prod-shop-1")[0].book.lines)
    assert all(len(message.encode()) < 1 << 20 for message in events.messages)


def test_every_logged_statement_was_seen_by_performance_insights(
    day: SampleWorld, seen: sample_day.Seen
) -> None:
    family = cache(lambda text: fingerprint(text, "postgresql").id)
    found: dict[str, set[str]] = {}
    for name in ("prod-shop-1", "prod-shop-2"):
        load = day.load(ACCOUNT, HOME, day.tracks[name].instance.dbi, START_S, END_S)
        assert load is not None
        keyed = load.groups["db.sql"]
        found[name] = {family(keyed.members[code]["db.sql.statement"]) for code in np.unique(keyed.codes)}
    logged = joined = 0
    for row in seen.statements:
        logged += row["duration_us"] or 0
        joined += (row["duration_us"] or 0) * (row["fingerprint"] in found[row["instance"]])
    assert joined >= 0.99 * logged


def test_the_incident_is_where_the_log_has_it(day: SampleWorld) -> None:
    load = day.instance_metrics("prod-shop-1").value("DBLoad")
    assert int(np.nanargmax(load)) == 14 * 60 + 31
    locked = day.tracks["prod-shop-1"].samples[14 * 60 + 31, :, waits.ROW : waits.RELATION + 1].sum() / 60
    assert locked > 10
    assert day.instance_metrics("prod-shop-1").value("DatabaseConnections").max() <= 60


def test_the_dropped_index_shows_in_the_statistics(day: SampleWorld) -> None:
    text = "SELECT id, status, total_amount, placed_at FROM orders WHERE customer_id = ? ORDER BY placed_at DESC LIMIT ?"
    wanted = fingerprint(text, "postgresql").id
    track = day.tracks["prod-shop-1"]
    index = next(i for i, family in enumerate(track.plot.families) if family.name == wanted)
    cost = [
        track.ms[part, index].sum() / track.calls[part, index].sum()
        for part in (slice(720, 800), slice(835, 865))
    ]
    assert cost[1] > 5 * cost[0]


def test_deadlocks_and_roles_are_those_of_the_log(day: SampleWorld) -> None:
    for name, minute in (("prod-shop-1", 9 * 60 + 12), ("prod-shop-2", 17 * 60 + 20)):
        deadlocks = day.instance_metrics(name).value("Deadlocks") * 60
        assert np.flatnonzero(deadlocks > 0).tolist() == [minute]
    for moment, writer in ((CRASH - 1, "prod-shop-1"), (PROMOTED + 1, "prod-shop-2")):
        cluster = next(
            one
            for one in day.describe(ACCOUNT, HOME, "DescribeDBClusters", None, int(moment))
            if one["DBClusterIdentifier"] == NAME
        )
        assert [
            one["DBInstanceIdentifier"] for one in cluster["DBClusterMembers"] if one["IsClusterWriter"]
        ] == [writer]


def test_the_fleet_is_a_global_one_with_a_serverless_cluster(day: SampleWorld, start_fake: StartFake) -> None:
    fake = start_fake(day, END_S)
    home, away = fake.client("rds", ACCOUNT, HOME), fake.client("rds", ACCOUNT, AWAY)
    (one,) = home.describe_global_clusters()["GlobalClusters"]
    assert [member["IsWriter"] for member in one["GlobalClusterMembers"]] == [True, False]
    clusters = {
        cluster["DBClusterIdentifier"]: cluster for cluster in home.describe_db_clusters()["DBClusters"]
    }
    assert len(clusters[NAME]["DBClusterMembers"]) == 3
    assert clusters["prod-search"]["ServerlessV2ScalingConfiguration"]["MaxCapacity"] == 8.0
    assert [cluster["GlobalClusterIdentifier"] for cluster in away.describe_db_clusters()["DBClusters"]] == [
        "prod-shop-global"
    ]
    names = {
        metric["MetricName"]
        for page in fake.client("cloudwatch", ACCOUNT, AWAY)
        .get_paginator("list_metrics")
        .paginate(Namespace="AWS/RDS")
        for metric in page["Metrics"]
    }
    assert "AuroraGlobalDBRPOLag" in names


def test_the_day_is_made_the_same_again(day: SampleWorld, seen: sample_day.Seen) -> None:
    again: Callable[..., SampleWorld] = SampleWorld
    other = again(sample_day.run(seen))
    for name, track in day.tracks.items():
        assert np.array_equal(track.samples, other.tracks[name].samples)

"""A backtest finds what was planted, over a real store, and refuses what it cannot know."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from planted import ACCOUNT, MIDNIGHT, REGION, UTC_US, cluster, metric, roles, store_of, topology

from aurorascope.catalog import rule_dirs
from aurorascope.rules.backtest import (
    Firing,
    Incident,
    Replay,
    backtest,
    flapping,
    incidents_of,
    minutes,
    nights,
    try_thresholds,
    warned,
)
from aurorascope.rules.expand import Alarm, Place, Series, expand, tags_of
from aurorascope.rules.files import read_rules
from aurorascope.rules.fleet import fleet_of, told_by
from aurorascope.rules.history import History
from aurorascope.rules.incidents import known_incidents

pytestmark = pytest.mark.uncounted

RULES = {rule.name: rule for rule in read_rules(rule_dirs())}
END = MIDNIGHT + timedelta(days=2)
START_S = int(MIDNIGHT.timestamp())
DAY = [40.0] * 1440


def alarm(name: str) -> Alarm:
    found, _ = expand(list(RULES.values()), [cluster(size="db.r6g.2xlarge")], Place(ACCOUNT, REGION))
    return next(one for one in found if one.rule.name == name)


def replayed(folder: Path, name: str, *frames: pl.DataFrame, **tables: list[pl.DataFrame]) -> Replay:
    store = store_of(folder, metrics=list(frames), **tables)
    return backtest([alarm(name)], History(store.snapshot(), MIDNIGHT, END))[0]


def test_a_planted_peak_fires_at_its_fifth_minute_and_ends_with_it(tmp_path: Path) -> None:
    values = DAY.copy()
    values[600:630] = [99.0] * 30
    found = replayed(tmp_path, "writer-cpu", metric("CPUUtilization", values))
    assert found.verdict == "replayed"
    assert found.firings == (Firing(START_S + 605 * 60, START_S + 631 * 60),)


def test_of_two_readings_of_a_point_the_latest_counts(tmp_path: Path) -> None:
    late = metric(
        "CPUUtilization",
        [99.0] * 10,
        start=MIDNIGHT + timedelta(hours=3),
        observed_at=MIDNIGHT + timedelta(days=1),
    )
    found = replayed(tmp_path, "writer-cpu", metric("CPUUtilization", DAY), late)
    assert [one.begin for one in found.firings] == [START_S + 185 * 60]


INSTANCES = [{"DBInstanceIdentifier": f"shop-{number}"} for number in (1, 2)]


def test_a_role_is_put_together_from_its_instances_through_a_failover(tmp_path: Path) -> None:
    """Collectors read instances: who wrote when is in `roles`."""
    busy = [99.0] * 1440
    moment = MIDNIGHT + timedelta(hours=12)
    history = pl.DataFrame(
        {
            "instance": ["shop-1", "shop-1", "shop-2", "shop-2"],
            "role": ["writer", "reader", "reader", "writer"],
            "valid_from": [MIDNIGHT, moment, MIDNIGHT, moment],
            "valid_to": [moment, None, moment, None],
        },
        schema_overrides={"valid_from": UTC_US, "valid_to": UTC_US},
    )
    frames = [
        metric("CPUUtilization", values, dimensions=one, statistic=statistic)
        for one, values in zip(INSTANCES, (DAY, busy), strict=True)
        for statistic in ("Average", "Maximum")
    ]
    store = store_of(tmp_path, metrics=frames, roles=[history])
    wanted = [alarm("writer-cpu"), alarm("readers-cpu")]
    writer, readers = backtest(wanted, History(store.snapshot(), MIDNIGHT, END))
    assert writer.reason == "by role, from the series of the instances"
    assert [(one.begin, one.end) for one in writer.firings] == [(START_S + 725 * 60, None)]
    # until the failover the reader is busy from the first minute on, which nobody saw begin
    assert [(one.begin, one.end) for one in readers.firings] == [(START_S + 7 * 60, START_S + 721 * 60)]


def test_an_average_of_several_readers_is_not_made_up(tmp_path: Path) -> None:
    frames = [metric("CPUUtilization", DAY, dimensions=one) for one in INSTANCES]
    store = store_of(tmp_path, metrics=frames, roles=[roles(cluster(readers=1))])
    history = History(store.snapshot(), MIDNIGHT, END)
    dimensions = (("DBClusterIdentifier", "shop"), ("Role", "READER"))
    assert (
        history.points(Series("m1", "AWS/RDS", "CPUUtilization", dimensions, "Average"), ACCOUNT, REGION)
        == {}
    )


def test_what_was_not_collected_is_not_missing(tmp_path: Path) -> None:
    """Half a day without any point of the Region: nobody looked, so nothing breached."""
    morning = metric("CPUUtilization", DAY[:600])
    evening = metric("CPUUtilization", DAY[:300], start=MIDNIGHT + timedelta(hours=19))
    found = replayed(tmp_path, "writer-cpu", morning, evening)
    assert (found.verdict, found.firings, len(found.stretches)) == ("replayed", (), 2)
    assert found.covered_s == 900 * 60


def test_a_silent_series_among_others_is_missing_and_breaches(tmp_path: Path) -> None:
    others = metric("DatabaseConnections", DAY, unit="Count")
    uptime: list[float | None] = [float(90_000 + 60 * at) for at in range(1440)]
    uptime[700:720] = [None] * 20
    found = replayed(tmp_path, "writer-down", others, metric("EngineUptime", uptime, unit="Seconds"))
    assert [(one.begin, one.end) for one in found.firings] == [(START_S + 704 * 60, START_S + 721 * 60)]


def test_a_longer_period_is_put_together_from_shorter_points(tmp_path: Path) -> None:
    ids = [200e6] * 1440
    ids[1000:] = [600e6] * 440
    found = replayed(
        tmp_path,
        "xid-age-warning",
        metric("MaximumUsedTransactionIDs", ids, statistic="Maximum", unit="Count"),
    )
    assert [one.begin for one in found.firings] == [START_S + 1005 * 60]
    assert found.firings[0].end is None


def test_what_cannot_be_replayed_says_why(tmp_path: Path) -> None:
    coarse = metric("CPUUtilization", DAY[:288], period_s=300)
    found = replayed(tmp_path, "writer-cpu", coarse)
    assert (found.verdict, found.reason) == (
        "not backtestable",
        "the rule's period is 60 s, collected was 300 s",
    )


def test_a_history_that_is_too_short_says_so(tmp_path: Path) -> None:
    found = replayed(tmp_path, "writer-cpu", metric("CPUUtilization", [99.0] * 7))
    assert (found.verdict, found.reason) == ("no data", "less history than 7 periods")


def test_a_percentile_is_never_made_from_averages(tmp_path: Path) -> None:
    frames = [metric("ReadLatency", [0.001] * 100, statistic="Average", unit="Seconds")]
    found = replayed(tmp_path, "writer-read-latency", *frames)
    assert (found.verdict, found.reason) == ("no data", "no data")


def test_an_average_over_more_minutes_needs_its_counts(tmp_path: Path) -> None:
    shipped = alarm("tiered-cache")
    longer = replace(shipped, rule=replace(shipped.rule, period_s=300, m=12, n=12))
    name = shipped.rule.metrics[0].name
    values = metric(name, [80.0] * 720 + [10.0] * 720)
    alone = store_of(tmp_path / "a", metrics=[values]).snapshot()
    found = backtest([longer], History(alone, MIDNIGHT, END))[0]
    assert (found.verdict, found.reason) == (
        "not backtestable",
        "Average of 300 s cannot be made from points of 60 s",
    )
    counted = metric(name, [1.0] * 1440, statistic="SampleCount")
    both = store_of(tmp_path / "b", metrics=[values, counted]).snapshot()
    found = backtest([longer], History(both, MIDNIGHT, END))[0]
    assert [one.begin for one in found.firings] == [START_S + 780 * 60]


def test_a_band_is_replayed_only_where_it_was_collected(tmp_path: Path) -> None:
    values = metric("Deadlocks", [0.0] * 280 + [0.5] * 8, period_s=300, unit="Count/Second")
    found = replayed(tmp_path / "a", "deadlocks-unusual", values)
    assert (found.verdict, found.reason) == ("not backtestable", "CloudWatch's band was not collected")
    bands = [
        metric("Deadlocks", [level] * 288, period_s=300, statistic=f"Average band 2 {side}")
        for side, level in (("lower", 0.0), ("upper", 0.1))
    ]
    found = replayed(tmp_path / "b", "deadlocks-unusual", values, *bands)
    assert [one.begin for one in found.firings] == [START_S + 283 * 300]


def test_a_percentile_of_few_samples_is_ignored_only_where_they_were_counted(tmp_path: Path) -> None:
    shipped = alarm("writer-read-latency")
    asked = replace(shipped, rule=replace(shipped.rule, low_samples="ignore"))
    slow = [0.001] * 600 + [0.5] * 100 + [0.001] * 100
    values = metric("ReadLatency", slow, statistic="p90", unit="Seconds")
    uncounted = History(store_of(tmp_path / "a", metrics=[values]).snapshot(), MIDNIGHT, END)
    found = backtest([asked], uncounted)[0]
    assert (found.verdict, found.reason) == ("not backtestable", "SampleCount was not collected")
    counts = [200.0] * 650 + [99.0] * 30 + [200.0] * 120
    counted = metric("ReadLatency", counts, statistic="SampleCount", unit="Seconds")
    history = History(store_of(tmp_path / "b", metrics=[values, counted]).snapshot(), MIDNIGHT, END)
    known = backtest([asked, shipped], history)
    assert [one.begin for one in known[0].firings] == [one.begin for one in known[1].firings]
    rare = metric("ReadLatency", [99.0] * 720 + [200.0] * 80, statistic="SampleCount", unit="Seconds")
    history = History(store_of(tmp_path / "c", metrics=[values, rare]).snapshot(), MIDNIGHT, END)
    assert backtest([asked], history)[0].firings == ()


def log_coverage(hours: int) -> pl.DataFrame:
    """A row of `coverage`: the cluster's log was taken in for so many hours."""
    end = MIDNIGHT + timedelta(hours=hours)
    told = {"covered_from": [MIDNIGHT], "covered_to": [end], "route": ["file"], "status": ["complete"]}
    return pl.DataFrame(told, schema_overrides={"covered_from": UTC_US, "covered_to": UTC_US})


def test_a_rule_over_the_store_is_replayed_from_its_rows(tmp_path: Path) -> None:
    times = [MIDNIGHT + timedelta(hours=6, seconds=20 * number) for number in range(4)]
    deadlocks = pl.DataFrame({"ts": times}, schema={"ts": UTC_US})
    found = replayed(tmp_path, "log-deadlocks", deadlocks=[deadlocks], coverage=[log_coverage(24)])
    assert [(one.begin, one.end) for one in found.firings] == [
        # the one real point is looked at again until it has left the evaluation range
        (START_S + 6 * 3600 + 300, START_S + 6 * 3600 + 1200)
    ]
    assert found.covered_s == 86_400


def test_no_row_is_silence_only_where_the_log_was_taken_in(tmp_path: Path) -> None:
    quiet = replayed(tmp_path / "a", "log-deadlocks", coverage=[log_coverage(24)])
    assert (quiet.verdict, quiet.firings) == ("replayed", ())
    unknown = replayed(tmp_path / "b", "log-deadlocks", metric("CPUUtilization", DAY))
    assert unknown.verdict == "no data"
    no_load = replayed(tmp_path / "c", "load-jump", coverage=[log_coverage(24)])
    assert no_load.verdict == "no data"


def test_a_rule_that_reads_the_present_has_no_history(tmp_path: Path) -> None:
    found = replayed(tmp_path, "backup-stale", metric("CPUUtilization", DAY))
    assert found.verdict == "not backtestable"


def test_a_composite_is_replayed_over_its_alarms(tmp_path: Path) -> None:
    load, slow = [1.0] * 1440, [0.001] * 1440
    load[600:700], slow[640:660] = [20.0] * 100, [0.2] * 20
    frames = [
        metric("DBLoad", load, unit="None"),
        metric("WriteLatency", slow, statistic="p90", unit="Seconds"),
        metric("ReadLatency", [0.001] * 1440, statistic="p90", unit="Seconds"),
        metric("DatabaseConnections", [10.0] * 1440, unit="Count"),
        metric("EngineUptime", [9e5] * 1440, unit="Seconds", statistic="Minimum"),
    ]
    store = store_of(tmp_path, metrics=frames)
    wanted = expand(list(RULES.values()), [cluster(size="db.r6g.2xlarge")], Place(ACCOUNT, REGION))[0]
    done = backtest(wanted, History(store.snapshot(), MIDNIGHT, END))
    found = next(one for one in done if one.alarm.rule.name == "writer-in-trouble")
    # slow since 640, known after five minutes; told a minute later: the suppressor's wait
    assert [(one.begin, one.end) for one in found.firings] == [(START_S + 646 * 60, START_S + 661 * 60)]
    assert [one.alarm.name for one in done] == [one.name for one in wanted]


def test_points_after_the_end_change_nothing_before_it(tmp_path: Path) -> None:
    values = DAY.copy()
    values[1000:1100] = [95.0] * 100
    store = store_of(tmp_path, metrics=[metric("CPUUtilization", values)])
    whole = backtest([alarm("writer-cpu")], History(store.snapshot(), MIDNIGHT, END))[0]
    until = MIDNIGHT + timedelta(minutes=1050)
    part = backtest([alarm("writer-cpu")], History(store.snapshot(), MIDNIGHT, until))[0]
    assert list(part.stretches[0].states) == list(whole.stretches[0].states[: len(part.stretches[0].states)])


def test_other_thresholds_show_what_they_would_have_done(tmp_path: Path) -> None:
    values = DAY.copy()
    values[600:630], values[1300:1310] = [99.0] * 30, [85.0] * 10
    store = store_of(tmp_path, metrics=[metric("CPUUtilization", values)])
    history = History(store.snapshot(), MIDNIGHT, END)
    peak = Incident(ACCOUNT, REGION, "shop", START_S + 600 * 60, START_S + 620 * 60, START_S + 640 * 60, "x")
    tried = try_thresholds(alarm("writer-cpu"), history, [peak], thresholds=[80.0, 90.0, 99.5])
    assert [(one.threshold, one.firings, one.minutes, one.nights, one.caught) for one in tried] == [
        (80.0, 2, 26.0 + 6.0, 0, 1),
        (90.0, 1, 26.0, 0, 1),
        (99.5, 0, 0.0, 0, 0),
    ]
    assert 90.0 in [one.threshold for one in try_thresholds(alarm("writer-cpu"), history)]


def test_nights_flapping_and_warning_are_counted() -> None:
    def at(hour: float) -> int:
        return START_S + int(hour * 3600)

    firings = (
        Firing(at(1), at(1.5)),
        Firing(at(1.75), at(2)),
        Firing(at(12), at(13)),
        Firing(at(23.5), None),
    )
    assert nights(firings) == 2
    assert nights(firings, timedelta(hours=6)) == 1
    assert flapping(firings) == 1
    assert minutes(firings, at(24)) == 30 + 15 + 60 + 30
    incident = Incident(ACCOUNT, REGION, "shop", at(12.25), at(12.5), at(13), "failover")
    assert warned(firings, incident) == 1800
    late = Incident(ACCOUNT, REGION, "shop", at(20), at(20.5), at(21), "failover")
    assert warned(firings, late) is None


def test_events_close_together_are_one_incident(tmp_path: Path) -> None:
    times = [MIDNIGHT + timedelta(minutes=minute) for minute in (10, 12, 300, 500)]
    events = pl.DataFrame(
        {
            "ts": times,
            "source_id": ["shop"] * 4,
            "categories": [["failover"], ["failover"], ["failure"], ["backup"]],
            "message": ["a", "b", "c", "d"],
        },
        schema_overrides={"ts": UTC_US},
    )
    store = store_of(tmp_path, rds_events=[events])
    found = known_incidents(store.snapshot(), MIDNIGHT, END)
    assert [(one.begin - START_S, one.end - START_S, one.what) for one in found] == [
        (600, 720, "a"),
        (18_000, 18_000, "c"),
    ]
    assert incidents_of(alarm("writer-cpu"), found) == found


def test_the_fleet_and_its_facts_are_read_from_the_store(tmp_path: Path) -> None:
    parameters = pl.DataFrame(
        {
            "parameter_group": ["cluster default.aurora"] * 2,
            "parameter": ["max_connections", "rds.global_db_rpo"],
            "parameter_value": ["1234", "30"],
            "valid_from": [MIDNIGHT] * 2,
        },
        schema_overrides={"valid_from": UTC_US},
    )
    one = cluster("shop", readers=1)
    arn = {"resource_id": [one.arn], "tag_key": ["team"], "tag_value": ["orders"], "valid_from": [MIDNIGHT]}
    tags = pl.DataFrame(arn, schema_overrides={"valid_from": UTC_US})
    store = store_of(
        tmp_path, topology=[topology(one)], parameters=[parameters], roles=[roles(one)], tags=[tags]
    )
    fleet = fleet_of(store.snapshot())
    place = Place(ACCOUNT, REGION)
    assert [(c.name, c.engine, c.engine_version) for c in fleet[place]] == [("shop", "postgresql", "16.9")]
    assert [(i.name, i.is_writer) for i in fleet[place][0].instances] == [("shop-1", True), ("shop-2", False)]
    assert tags_of(fleet[place][0]) == {"team": "orders"}
    told = told_by(store.snapshot(), fleet)[place]
    assert told["shop-1"] == {"max_connections": 1234.0}
    assert told["shop"] == {"rpo_objective_ms": 30_000.0}


@pytest.mark.parametrize("value", ["{DBInstanceClassMemory/9531392}", "LEAST(1,2)"])
def test_a_formula_is_no_number(tmp_path: Path, value: str) -> None:
    parameters = pl.DataFrame(
        {
            "parameter_group": ["default.aurora"],
            "parameter": ["max_connections"],
            "parameter_value": [value],
            "valid_from": [datetime(2026, 1, 1, tzinfo=UTC)],
        },
        schema_overrides={"valid_from": UTC_US},
    )
    store = store_of(tmp_path, topology=[topology(cluster())], parameters=[parameters])
    fleet = fleet_of(store.snapshot())
    assert told_by(store.snapshot(), fleet)[Place(ACCOUNT, REGION)] == {}

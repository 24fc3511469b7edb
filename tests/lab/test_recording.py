"""The recording beside the sample logs replays whole, and tells of the day that the logs tell of."""

from __future__ import annotations

from collections import Counter

import pytest

from aurorascope.aws.tape import Tape, read_tape
from aurorascope.catalog import load_collectors
from aurorascope.collect.recording import replay
from aurorascope.store.store import Store
from lab.record_sample_day import FILE, LEFT_OUT, digits_of, rounded

QUICK = {"topology", "rds_events", "cloudtrail", "alarms", "parameters"}


@pytest.fixture(scope="module")
def tape() -> Tape:
    return read_tape(FILE)


def test_every_call_of_it_was_answered(tape: Tape) -> None:
    recorded = set(tape.header["collectors"])
    assert recorded <= {one.name for one in load_collectors()} - LEFT_OUT
    assert recorded >= QUICK | {"cloudwatch_metrics", "performance_insights", "enhanced_monitoring"}
    assert Counter(entry["status"] for entry in tape.entries).keys() == {200}
    assert {region for place in tape.header["places"] for region in place["regions"]} == {
        "eu-central-1",
        "eu-west-1",
    }


@pytest.fixture(scope="module")
def replayed(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = Store.create(tmp_path_factory.mktemp("replayed") / "store")
    chosen = [one for one in load_collectors() if one.name in QUICK | {"performance_insights"}]
    summary = replay(FILE, store, chosen)
    assert [reason for one in summary.results for reason in one.reasons] == []
    return store


def test_its_roles_and_events_follow_the_failover(replayed: Store) -> None:
    with replayed.snapshot() as snapshot:
        events = snapshot.query(
            "select strftime(ts, '%H:%M:%S') as at, message from rds_events order by ts"
        ).to_pylist()
        writers = snapshot.query(
            "select distinct instance from roles where role = 'writer' and cluster = 'prod-shop' and valid_to is null"
        ).to_pylist()
    assert {"at": "14:32:16", "message": "Completed failover to DB instance: prod-shop-2"} in events
    assert writers == [{"instance": "prod-shop-2"}]


def test_its_load_adds_up_and_is_highest_in_the_incident(replayed: Store) -> None:
    with replayed.snapshot() as snapshot:
        (peak,) = snapshot.query(
            "select instance, aas from db_load where dimension = 'total' and cluster = 'prod-shop' order by aas desc limit 1"
        ).to_pylist()
    assert peak["instance"] == "prod-shop-1"
    assert peak["aas"] > 10


def test_numbers_are_rounded_and_nothing_else(tape: Tape) -> None:
    assert all(rounded(entry["answer"], digits_of(entry)) == entry["answer"] for entry in tape.entries[::40])
    assert rounded({"a": [0.123456789, 7, "x"]}) == {"a": [0.123457, 7, "x"]}

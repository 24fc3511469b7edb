"""The recording beside the sample logs has every answer; what it tells is shown where `demo` replays it."""

from __future__ import annotations

from collections import Counter

import pytest

from aurorascope.aws.tape import Tape, read_tape
from aurorascope.catalog import load_collectors
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


def test_numbers_are_rounded_and_nothing_else(tape: Tape) -> None:
    assert all(rounded(entry["answer"], digits_of(entry)) == entry["answer"] for entry in tape.entries[::40])
    assert rounded({"a": [0.123456789, 7, "x"]}) == {"a": [0.123457, 7, "x"]}

"""A cluster's verdict: what happened is told, what is missing is unknown, and the exit code says which."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import night_store
import pytest

from aurorascope.cli.endings import Ending
from aurorascope.cli.report import ending_of
from aurorascope.model.errors import BadRequestError
from aurorascope.report.happenings import TOLD_BY, happenings, of_alarm
from aurorascope.report.making import Asked, make, report
from aurorascope.report.period import whole_day

if TYPE_CHECKING:
    from aurorascope.store.store import Store

# the store and its report are made once

DAY = whole_day(night_store.DAY.date(), "UTC")


def cluster(told: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = (one for one in told["clusters"] if one["cluster"] == name)
    return found


def checks(told: dict[str, Any], name: str) -> set[str]:
    return {one["check"] for one in told["findings"] if one["cluster"] == name}


def test_half_a_day_of_logs_without_a_finding_is_unknown_and_never_ok(told: dict[str, Any]) -> None:
    idle = cluster(told, "idle")
    assert idle["verdict"] == "unknown"
    assert "logs cover 5" in idle["reason"]


def test_a_breach_of_the_recovery_point_asks_for_action(told: dict[str, Any]) -> None:
    assert cluster(told, "shop-dr")["verdict"] == "act"
    assert checks(told, "shop-dr").intersection({"rpo-breach", *TOLD_BY["rpo-breach"]})


def test_counts_above_all_nights_before_are_told_with_what_is_usual(told: dict[str, Any]) -> None:
    errors = cluster(told, "shop")["figures"]["errors"]
    assert errors["usual"] == 3
    assert len(errors["nights"]) == night_store.NIGHTS
    assert {"alarms-fired"} <= checks(told, "shop")


def test_what_a_check_tells_is_not_told_twice(told: dict[str, Any]) -> None:
    for one in told["clusters"]:
        said = checks(told, one["cluster"])
        assert not [name for name, by in TOLD_BY.items() if name in said and said.intersection(by)]
    figures = quiet_figures(told)
    figures["errors"]["value"] = 5_000
    assert not happenings("shop", figures, [], DAY, frozenset({"error-bursts"}))


def test_the_first_screen_has_each_number_that_it_promises(told: dict[str, Any]) -> None:
    figures = cluster(told, "shop")["figures"]
    promised = (
        *("calls", "errors", "deadlocks", "cancelled", "failovers", "mean_aas", "max_lag_ms", "volume_bytes"),
        *("volume_bytes_before", "read_ios", "io_usd", "io_usd_before", "storage_usd"),
    )
    for name in promised:
        assert figures[name]["value"] is not None, name
    assert figures["volume_bytes"]["value"] == 9e10
    assert cluster(told, "shop-dr")["figures"]["max_rpo_ms"]["value"] == 6_000


def test_a_cluster_whose_log_is_not_in_the_store_has_unknown_counts_and_no_zeros(fleet: Store) -> None:
    told = make(fleet.snapshot(), Asked(whole_day((night_store.DAY.replace(day=1)).date(), "UTC"), nights=0))
    for one in told["clusters"]:
        assert one["verdict"] != "ok"
        assert one["figures"]["errors"]["value"] is None
    assert told["coverage"]["line"].startswith("No log of this period")
    assert ending_of(told, None) is Ending.PARTIAL


def test_the_coverage_line_names_thresholds_and_what_is_missing(told: dict[str, Any]) -> None:
    line = told["coverage"]["line"]
    assert "log_min_duration_statement = 100ms" in line
    assert "entries not understood" in line


@pytest.mark.parametrize(
    ("change", "fail_on", "wanted"),
    [
        ({}, None, Ending.PARTIAL),
        ({}, "act", Ending.FINDINGS),
        ({"findings": []}, "act", Ending.FINDINGS),
        ({"findings": [], "clusters": []}, "note", Ending.PARTIAL),
    ],
)
def test_the_exit_code_tells_findings_partial_and_well_apart(
    told: dict[str, Any], change: dict[str, Any], fail_on: str | None, wanted: Ending
) -> None:
    assert ending_of({**told, **change}, fail_on) is wanted


def test_a_whole_and_quiet_night_ends_well(told: dict[str, Any]) -> None:
    quiet = copy.deepcopy(told)
    quiet["clusters"] = [{**cluster(quiet, "shop"), "verdict": "ok", "covered_metrics": None}]
    quiet["findings"] = [{**quiet["findings"][0], "severity": "watch"}]
    assert ending_of(quiet, None) is Ending.WELL
    assert ending_of(quiet, "act") is Ending.WELL
    assert ending_of(quiet, "watch") is Ending.FINDINGS
    quiet["findings"][0]["acknowledged"] = {"reason": "known", "until": None, "by": "ana"}
    assert ending_of(quiet, "watch") is Ending.WELL
    assert ending_of(quiet, "watch", Ending.PARTIAL) is Ending.PARTIAL


def test_an_alarm_belongs_to_the_longest_name_in_it() -> None:
    assert of_alarm("prod-shop-eu-cpu", None, ["prod-shop", "prod-shop-eu"]) == "prod-shop-eu"
    assert of_alarm("x", "shop", ["x"]) == "shop"
    assert of_alarm("cpu", None, ["shop", ""]) == ""


def quiet_figures(told: dict[str, Any]) -> dict[str, dict[str, Any]]:
    figures = copy.deepcopy(cluster(told, "shop")["figures"])
    for one in figures.values():
        one["value"] = 0
        one["nights"], one["usual"] = [0, 0, 0], 0
    return figures


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({}, set()),
        ({"crashes": 1}, {"server-crash"}),
        ({"starts": 2}, {"restart"}),
        ({"failovers": 1, "starts": 2}, {"failover"}),
        ({"errors": 20}, set()),
        ({"errors": 21}, {"errors-rose"}),
        ({"above_vcpus_us": 4_300_000_000}, set()),
        ({"above_vcpus_us": 4_400_000_000}, {"load-above-vcpus"}),
        ({"rpo_beyond_us": 1}, {"rpo-breach"}),
    ],
)
def test_what_happened_is_told_and_little_is_not(
    told: dict[str, Any], changes: dict[str, int], wanted: set[str]
) -> None:
    figures = quiet_figures(told)
    for name, value in changes.items():
        figures[name]["value"] = value
    assert {one.check for one in happenings("shop", figures, [], DAY)} == wanted


def test_too_few_nights_tell_no_rise(told: dict[str, Any]) -> None:
    figures = quiet_figures(told)
    figures["errors"] |= {"value": 5_000, "nights": [0, 0, None]}
    assert happenings("shop", figures, [], DAY) == []


def test_a_long_outage_asks_for_action(told: dict[str, Any]) -> None:
    figures = quiet_figures(told)
    figures["failovers"]["value"] = 1
    for outage, wanted in ((59_000_000, "watch"), (60_000_000, "act"), (None, "watch")):
        figures["outage_us"]["value"] = outage
        assert [one.severity for one in happenings("shop", figures, [], DAY)] == [wanted]


def test_the_library_names_what_it_does_not_know(fleet: Store) -> None:
    with pytest.raises(BadRequestError, match="it knows idle, shop, shop-dr"):
        report(fleet, clusters=["nowhere"], day="2026-11-19")

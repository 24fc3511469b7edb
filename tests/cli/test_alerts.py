"""`alerts` proves rules, and tries them on the history of a store."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "rules"))

from planted import MIDNIGHT, UTC_US, cluster, metric, store_of, topology

from aurorascope.insight.views import run_view
from aurorascope.model.filter import Filter
from aurorascope.store.store import Store

if TYPE_CHECKING:
    from conftest import Run

OWN = """
title = "CPU"
kind = "metric"
severity = "warning"
reason = "Because."
first_steps = ["Look."]
source = "ours"
[[metric]]
name = "CPUUtilization"
statistic = "Average"
scope = "writer"
[alarm]
threshold = 70
unit = "Percent"
[[case]]
name = "high"
fires = true
series.m1 = [{ points = 1, value = 95 }]
[[case]]
name = "low"
fires = false
series.m1 = [{ points = 5, value = 5 }]
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A config with a folder of rules of one's own."""
    (tmp_path / "content" / "rules").mkdir(parents=True)
    config = tmp_path / "config.toml"
    config.write_text(f"content_dirs = ['{tmp_path / 'content'}']\n")
    return config


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a day of a cluster whose CPU was high from two to half past two at night."""
    values = [40.0] * 1440
    values[120:150] = [99.0] * 30
    events = pl.DataFrame(
        {
            "ts": [MIDNIGHT.replace(hour=2, minute=20)],
            "categories": [["failover"]],
            "message": ["Started cross AZ failover"],
        },
        schema_overrides={"ts": UTC_US},
    )
    folder = tmp_path_factory.mktemp("planted")
    frames = {"metrics": [metric("CPUUtilization", values)], "topology": [topology(cluster())]}
    return store_of(folder, **frames, rds_events=[events]).path


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_shipped_rules_are_listed_linted_and_proved(aurorascope: Run) -> None:
    listed = json.loads(aurorascope("alerts", "list", "--output", "json").stdout)
    assert len(listed) >= 58
    assert all(row["reason"] and row["first_steps"] for row in listed)
    lint, test = aurorascope("alerts", "lint"), aurorascope("alerts", "test")
    assert (lint.returncode, test.returncode) == (0, 0)
    assert lint.stdout == f"{len(listed)} rules, 0 complaints\n"
    assert test.stdout.endswith("0 not as their files say\n")


def test_a_rule_of_ones_own_is_found_and_its_failing_case_is_a_finding(aurorascope: Run, own: Path) -> None:
    path = own.parent / "content" / "rules" / "my-cpu.toml"
    path.write_text(OWN.replace("value = 95", "value = 65"))
    test = aurorascope("--config", own, "alerts", "test", "my-cpu")
    assert test.returncode == 3
    assert "must fire, and stayed silent" in test.stdout
    lint = aurorascope("--config", own, "alerts", "lint", "my-cpu")
    assert lint.returncode == 3
    assert "case 'high' must fire, and stayed silent" in lint.stdout


def test_a_file_that_is_no_rule_is_one_sentence(aurorascope: Run, own: Path) -> None:
    (own.parent / "content" / "rules" / "my-cpu.toml").write_text(OWN.replace("severity", "severty"))
    run = aurorascope("--config", own, "alerts", "list")
    assert run.returncode == 2
    assert "my-cpu.toml: severty is not known; did you mean severity?" in run.stderr


def test_an_unknown_rule_names_the_nearest(aurorascope: Run) -> None:
    run = aurorascope("alerts", "list", "writer-cpuu")
    assert (run.returncode, run.stderr) == (
        2,
        "aurorascope: no rule 'writer-cpuu'; did you mean writer-cpu?\n",
    )


def test_a_backtest_counts_firings_nights_and_the_lead_before_an_incident(
    aurorascope: Run, planted: Path
) -> None:
    run = aurorascope("alerts", "backtest", "writer-cpu", "--store", planted, "--output", "csv")
    assert run.returncode == 0, run.stderr
    (row,) = rows(run.stdout)
    assert row["verdict"] == "replayed"
    counted = ("firings", "minutes", "nights", "incidents", "warned", "lead")
    assert [row[name] for name in counted] == ["1", "26.0", "1", "1", "1", "15.0"]
    away = aurorascope(
        *("alerts", "backtest", "writer-cpu", "--store", planted, "--utc-offset", "9", "--output", "csv")
    )
    assert rows(away.stdout)[0]["nights"] == "0"


def test_firings_and_other_thresholds_are_listed(aurorascope: Run, planted: Path) -> None:
    run = aurorascope("alerts", "backtest", "writer-cpu", "--store", planted, "--firings", "--output", "csv")
    (row,) = rows(run.stdout)
    assert (row["begin"], row["end"]) == ("2026-11-01T02:05:00Z", "2026-11-01T02:31:00Z")
    run = aurorascope(
        *("alerts", "backtest", "writer-cpu", "--store", planted, "--try", "30", "--try", "99.5"),
        *("--output", "csv"),
    )
    assert [(row["threshold"], row["firings"]) for row in rows(run.stdout)] == [("30.0", "1"), ("99.5", "0")]


def test_what_cannot_be_replayed_is_in_the_table_with_its_reason(aurorascope: Run, planted: Path) -> None:
    run = aurorascope("alerts", "backtest", "--store", planted, "--all", "--output", "csv")
    found = {row["rule"]: row for row in rows(run.stdout)}
    assert found["backup-stale"]["verdict"] == "not backtestable"
    assert found["writer-connections"]["verdict"] == "threshold unknown"
    assert found["undo-history"]["verdict"] == "not for it"
    assert found["writer-read-latency"]["verdict"] == "no data"


def test_a_store_without_metrics_says_what_brings_them(aurorascope: Run, tmp_path: Path) -> None:
    store = store_of(tmp_path).path
    run = aurorascope("alerts", "backtest", "--store", store)
    assert run.returncode == 2
    assert "`aurorascope collect` brings them" in run.stderr


def test_an_unknown_cluster_names_those_there_are(aurorascope: Run, planted: Path) -> None:
    run = aurorascope("alerts", "backtest", "--store", planted, "--cluster", "shoop")
    assert run.stderr == "aurorascope: no cluster 'shoop'; the store knows shop.\n"


def test_a_saved_backtest_is_what_the_alerts_pages_show(aurorascope: Run, tmp_path: Path) -> None:
    values = [40.0] * 1440
    values[600:630] = [99.0] * 30
    frames = {"metrics": [metric("CPUUtilization", values)], "topology": [topology(cluster())]}
    store = store_of(tmp_path, **frames).path
    for _ in range(2):  # the second try takes the place of the first
        assert aurorascope("alerts", "backtest", "--store", store, "--save").returncode == 0
    chosen = Filter(cluster=("shop",))
    snapshot = Store.open(store).snapshot()
    listed = {row["rule"]: row for row in run_view(snapshot, "alert_rule_list", chosen).to_pylist()}
    assert (listed["writer-cpu"]["firings"], listed["writer-cpu"]["cases_failed"]) == (1, 0)
    tried = run_view(snapshot, "alert_tried_list", chosen, rule="writer-cpu").to_pylist()
    assert [(row["factor"], row["firings"]) for row in tried if row["factor"] in (0.5, 1.0, 1.25)] == [
        (0.5, 1),
        (1.0, 1),
        (1.25, 0),
    ]
    (half,) = run_view(snapshot, "alert_tried_list", chosen, rule="writer-cpu", factor="0.5").to_pylist()
    assert (half["threshold"], half["firings"]) == (45.0, 1)
    hours = run_view(snapshot, "alert_over_time", chosen, rule="writer-cpu", factor="0.5").to_pylist()
    assert [row["alarm_s"] for row in hours if row["highest"] == 99.0] == [26 * 60]
    assert {row["tried_threshold"] for row in hours} == {45.0}
    unknown = run_view(snapshot, "alert_replay_list", chosen, rule="writer-connections").to_pylist()
    assert [row["replay_verdict"] for row in unknown] == ["threshold unknown"]

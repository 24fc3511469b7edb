"""`alerts plan`, `push`, `pull`, `export` and `evaluate`, as people run them, against a fake account."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from alarm_room import TOPIC
from fake_aws.aws import FakeAws
from fake_aws.faults import Kind
from fleet40 import ACCOUNT, PLACE, REGION

from aurorascope.store.store import Store

ROOT = Path(__file__).parents[2]
CONFIG = f"""
rates = {{ cloudwatch = 100000 }}
[alerts]
allowed_actions = ["{TOPIC}page"]
actions = {{ critical = ["{TOPIC}page"] }}
rules = ["writer-*", "failover-seen", "log-panic", "heartbeat"]
"""
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(world_of: Callable[[int], FakeAws], tmp_path: Path) -> tuple[FakeAws, Run]:
    """A fake with two clusters, and the command line that reaches it."""
    import os

    fake = world_of(2)
    (tmp_path / "config.toml").write_text(CONFIG)

    def aurorascope(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "aurorascope.cli", "--config", str(tmp_path / "config.toml")]
        environment = {k: v for k, v in os.environ.items() if not k.startswith("AURORASCOPE_")}
        environment |= {"PYTHONPATH": str(ROOT), "AWS_MAX_ATTEMPTS": "1"}
        done = subprocess.run(
            [*command, *map(str, arguments)],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            check=False,
            text=True,
        )
        assert "Traceback" not in done.stdout + done.stderr, done.stderr
        return done

    return fake, aurorascope


def test_a_plan_is_read_pushed_cut_short_and_continued(run: tuple[FakeAws, Run], tmp_path: Path) -> None:
    fake, aurorascope = run
    plan = aurorascope("alerts", "plan", "--out", tmp_path / "plan.json")
    assert plan.returncode == 0, plan.stderr
    assert "to create, 0 as they should be" in plan.stdout
    assert "a month:" in plan.stdout
    assert "no writer-local-storage for c00: threshold unknown" in plan.stdout
    shown = aurorascope("alerts", "push")
    assert "nothing was changed" in shown.stdout
    fake.faults.add(Kind.DENIED, "cloudwatch", "PutMetricAlarm", nth=[2])
    pushed = aurorascope("alerts", "push", "--plan", tmp_path / "plan.json", "--yes")
    assert pushed.returncode == 5
    assert "cloudwatch:PutMetricAlarm" in pushed.stderr
    left = json.loads((tmp_path / "plan.json").read_text())["places"][0]["changes"]
    assert 1 <= len(left) <= 2  # the denied alarm, and the composite where it watches it
    again = aurorascope("alerts", "push", "--plan", tmp_path / "plan.json", "--yes")
    assert again.returncode == 0, again.stderr
    assert "changes made" in again.stdout
    checked = aurorascope("alerts", "plan", "--fail-on-change", "--delete")
    assert checked.returncode == 0, checked.stdout
    assert "nothing to do" in checked.stdout


def test_a_plan_that_the_account_has_left_behind_is_refused(run: tuple[FakeAws, Run], tmp_path: Path) -> None:
    fake, aurorascope = run
    aurorascope("alerts", "push", "--yes")
    client = fake.client("cloudwatch", *PLACE)
    name = "aurorascope-c00-writer-down"
    client.delete_alarms(AlarmNames=[name])
    aurorascope("alerts", "plan", "--out", tmp_path / "plan.json")
    theirs: dict[str, Any] = {"Namespace": "X", "MetricName": "Y", "Statistic": "Sum", "Period": 60}
    client.put_metric_alarm(
        AlarmName=name, EvaluationPeriods=1, Threshold=1, ComparisonOperator="GreaterThanThreshold", **theirs
    )
    pushed = aurorascope("alerts", "push", "--plan", tmp_path / "plan.json", "--yes")
    assert pushed.returncode == 2
    assert f"{name}: not as it was when the plan was written" in pushed.stderr


def test_pull_shows_states_and_the_thresholds_moved_by_hand(run: tuple[FakeAws, Run]) -> None:
    fake, aurorascope = run
    assert aurorascope("alerts", "push", "--yes", "writer-cpu").returncode == 0
    client = fake.client("cloudwatch", *PLACE)
    (alarm,) = client.describe_alarms(AlarmNames=["aurorascope-c00-writer-cpu"])["MetricAlarms"]
    kept = ("AlarmName", "Namespace", "MetricName", "Dimensions", "Statistic", "Period")
    rest = ("EvaluationPeriods", "ComparisonOperator")
    client.put_metric_alarm(**{key: alarm[key] for key in kept + rest}, Threshold=77.0)
    pulled = aurorascope("alerts", "pull")
    assert '"c00/writer-cpu" = 77.0' in pulled.stdout
    assert "INSUFFICIENT_DATA" in pulled.stdout
    drift = aurorascope("alerts", "plan", "writer-cpu", "--fail-on-change")
    assert drift.returncode == 3
    assert "Threshold" in drift.stdout


def test_the_same_alarms_are_exported_for_terraform_and_cloudformation(run: tuple[FakeAws, Run]) -> None:
    _, aurorascope = run
    terraform = json.loads(aurorascope("alerts", "export", "--format", "terraform").stdout)["resource"]
    formation = json.loads(aurorascope("alerts", "export", "--format", "cloudformation").stdout)["Resources"]
    metric = terraform["aws_cloudwatch_metric_alarm"]
    assert metric["aurorascope_c00_writer_cpu"]["dimensions"] == {
        "DBClusterIdentifier": "c00",
        "Role": "WRITER",
    }
    assert formation["AurorascopeC00WriterCpu"]["Properties"]["Threshold"] == 90.0
    composites = terraform["aws_cloudwatch_composite_alarm"]
    assert composites["aurorascope_c00_writer_in_trouble"]["actions_suppressor"]["wait_period"] == 60
    assert len(formation) == len(metric) + len(composites)
    names = {one["alarm_name"] for kind in terraform.values() for one in kind.values()}
    assert names == {one["Properties"]["AlarmName"] for one in formation.values()}


def test_evaluate_publishes_values_zeros_and_a_heartbeat(run: tuple[FakeAws, Run], tmp_path: Path) -> None:
    fake, aurorascope = run
    now = datetime.now(UTC)
    utc = pl.Datetime("us", "UTC")
    store = Store.create(tmp_path / "store")
    writer = store.writer("planted", {"account": ACCOUNT, "region": REGION})
    entries = pl.DataFrame(
        {"ts": [now - timedelta(minutes=7)], "severity": ["PANIC"], "cluster": ["c00"]},
        schema_overrides={"ts": utc},
    )
    covered = pl.DataFrame(
        {"covered_from": [now - timedelta(hours=1)] * 2, "covered_to": [now] * 2, "cluster": ["c00", "c01"]},
        schema_overrides={"covered_from": utc, "covered_to": utc},
    )
    writer.write("entries", entries)
    writer.write("coverage", covered)
    store.commit(writer.close())
    done = aurorascope("alerts", "evaluate", "--store", tmp_path / "store")
    assert done.returncode == 0, done.stderr
    sent = [one for one in fake.ledger.entries if one.operation == "PutMetricData"]
    (call,) = sent
    assert call.parameters["Namespace"] == "Aurorascope"
    values = [
        (one["MetricName"], *(each["Value"] for each in one.get("Dimensions", ())), one["Value"])
        for one in call.parameters["MetricData"]
    ]
    assert values.count(("log-panic", "c00", 1.0)) == 1
    assert values.count(("log-panic", "c01", 0.0)) == 3
    assert values[-1] == ("Heartbeat", 1.0)


def test_doctor_names_each_alarm_that_can_never_fire(run: tuple[FakeAws, Run], tmp_path: Path) -> None:
    _, aurorascope = run
    Store.create(tmp_path / "aurorascope-store")
    before = aurorascope("doctor", "--aws")
    assert f"{ACCOUNT} {REGION} has no alarm of ours" in before.stdout
    pushed = aurorascope("alerts", "push", "--yes", "writer-cpu", "writer-load")
    assert "never" in pushed.stdout
    looked = aurorascope("doctor", "--aws")
    assert looked.returncode == 3
    assert f"4 alarms of {ACCOUNT} {REGION}: 0 armed, 2 quiet, 2 never" in looked.stdout
    assert "aurorascope-c00-writer-cpu: CPUUtilization was not seen with exactly" in looked.stdout

"""`collect` as people run it, against the fake: codes, lines, the health file, a clean end, the budget."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fake_aws.aws import FakeAws
from fake_aws.faults import Fault, Kind
from fake_aws.fixtures import StartFake, start_fake
from fake_aws.small_fleet import ACCOUNT, PLACE, REGION, small_fleet

from aurorascope.cli.endings import Ending
from aurorascope.store.store import Store

__all__ = ["start_fake"]
ROOT = Path(__file__).parents[2]
Done = subprocess.CompletedProcess[str]


@pytest.fixture
def fake(start_fake: StartFake) -> FakeAws:
    """The small fleet now, with an event of a minute ago."""
    world = small_fleet()
    for record in world.records[PLACE, "DescribeEvents"]:
        record["Date"] = datetime.now(UTC) - timedelta(minutes=1)
    return start_fake(world, time.time())


@pytest.fixture
def environment(fake: FakeAws, tmp_path: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("AURORASCOPE_", "AWS_"))}
    return {
        **kept,
        **fake.environment(*PLACE),
        "PYTHONPATH": str(ROOT),
        "AWS_CONFIG_FILE": str(tmp_path / "none"),
        "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "none"),
        "AWS_MAX_ATTEMPTS": "1",
        "XDG_CONFIG_HOME": str(tmp_path),
    }


@pytest.fixture
def collect(environment: dict[str, str], tmp_path: Path) -> Callable[..., Done]:
    def run(*arguments: str, config: str = "") -> Done:
        (tmp_path / "c.toml").write_text(config)
        command = [sys.executable, "-m", "aurorascope.cli", "collect", "--config", "c.toml", "--store", "s"]
        done = subprocess.run(
            [*command, *arguments], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert "Traceback" not in done.stdout + done.stderr, done.stderr
        return done

    return run


EVENTS = ("--only", "rds_events")


def test_a_run_says_in_one_line_what_came_of_it(collect: Callable[..., Done], tmp_path: Path) -> None:
    done = collect(*EVENTS)
    assert done.returncode == Ending.WELL, done.stderr
    assert "complete: 2 clusters, 3 instances in 1 places; 4 rows, 5 calls, $0.0000" in done.stdout
    store = Store.open(tmp_path / "s")
    assert store.snapshot().query("select count(*) as n from rds_events").to_pylist() == [{"n": 4}]


def test_a_missing_permission_is_a_partial_run_and_named(collect: Callable[..., Done], fake: FakeAws) -> None:
    fake.faults.rules.append(Fault(Kind.DENIED, "rds", "DescribeEvents"))
    done = collect(*EVENTS)
    assert done.returncode == Ending.OUTSIDE
    assert f"{ACCOUNT} {REGION} rds_events: DescribeEvents was denied: rds:DescribeEvents" in done.stderr


def test_without_credentials_aws_is_the_one_that_refuses(
    collect: Callable[..., Done], environment: dict[str, str]
) -> None:
    del environment["AWS_ACCESS_KEY_ID"]
    done = collect(*EVENTS)
    assert done.returncode == Ending.OUTSIDE
    assert "no usable credentials" in done.stderr


def test_a_wrong_name_is_named_with_the_right_one(collect: Callable[..., Done]) -> None:
    done = collect("--only", "rds_event")
    assert done.returncode == Ending.USAGE
    assert "did you mean 'rds_events'?" in done.stderr


def test_a_dry_run_reads_no_data_and_makes_no_store(
    collect: Callable[..., Done], fake: FakeAws, tmp_path: Path
) -> None:
    done = collect("--dry-run", "--every", "5m", "--output", "json", *EVENTS)
    assert done.returncode == Ending.WELL, done.stderr
    found = json.loads(done.stdout)
    assert found["usd_a_month"] == 0
    assert found["runs_a_month"] == pytest.approx(8766)
    assert fake.ledger.calls("rds", "DescribeEvents") == []
    assert not (tmp_path / "s").exists()


def test_every_goes_on_until_it_is_told_to_stop(environment: dict[str, str], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "aurorascope.cli", "collect", "--store", "s", *EVENTS, "--every", "10s"]
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        health = tmp_path / "s" / "_health" / "collect.json"
        while not health.exists():
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=30)
    assert process.returncode == Ending.WELL, err
    assert "complete: 2 clusters" in line
    assert "stopped; everything that was read is in the store" in out
    said = json.loads(health.read_text())
    assert (said["outcome"], said["every_s"], said["pid"]) == ("complete", 10.0, process.pid)
    assert Store.open(tmp_path / "s").snapshot().query("from rds_events").num_rows == 4

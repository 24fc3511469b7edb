"""A five-minute poll of 40 clusters of five instances: its time, its memory, its calls, its price."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from big_fleet import ACCOUNT, CLUSTERS, INSTANCES, REGION
from running import account_of

from aurorascope.aws.prices import read_prices
from aurorascope.aws.sessions import Account
from aurorascope.catalog import load_collectors
from aurorascope.collect.fleet import Choice, Fleet
from aurorascope.collect.run import Orders, collect
from aurorascope.store.store import Store

pytestmark = pytest.mark.uncounted

HERE = Path(__file__).parent
COLLECTORS = ("topology", "parameters", "rds_events", "cloudwatch_metrics")


@contextmanager
def served() -> Iterator[Callable[[float], None]]:
    """Serve the big fleet from a process of its own; give what moves its clock."""
    path = os.pathsep.join(map(str, (HERE.parents[1], HERE.parent, HERE)))
    with subprocess.Popen(
        [sys.executable, str(HERE / "big_fleet.py")],
        env={**os.environ, "PYTHONPATH": path},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        os.environ["AWS_ENDPOINT_URL"] = process.stdout.readline().strip()

        def move(seconds: float) -> None:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(f"{seconds}\n")
            process.stdin.flush()
            process.stdout.readline()

        yield move
        process.stdin.close()


@pytest.mark.proof
def test_a_poll_of_forty_clusters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, proved: Callable[[str], None]
) -> None:
    for name, value in {
        "AWS_ENDPOINT_URL": "", "AWS_ACCESS_KEY_ID": f"AKIA{ACCOUNT}", "AWS_SECRET_ACCESS_KEY": "x",
        "AWS_DEFAULT_REGION": REGION, "AWS_CONFIG_FILE": str(tmp_path / "none"),
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    store = Store.create(tmp_path / "store")
    chosen = [it for it in load_collectors() if it.name in COLLECTORS]
    fleet = Fleet(options={"cloudwatch_metrics": {"past_days": 0}})
    accounts: dict[object, Account] = {}

    def kept(choice: Choice) -> Account:
        return accounts.setdefault(choice.access, account_of(choice))

    with served() as move:
        now = datetime.now(UTC).replace(microsecond=0)
        for poll in range(4):
            summary = collect(store, Orders(fleet, chosen, now=now), kept)
            assert (summary.clusters, summary.instances) == (CLUSTERS, CLUSTERS * INSTANCES)
            assert [it.reasons for it in summary.results if it.reasons] == []
            calls = sum(summary.meter.calls.values())
            metrics = summary.meter.units["cloudwatch", "GetMetricData"]
            dollars = summary.meter.dollars(read_prices())
            what = "the first poll, three hours back" if poll == 0 else "a poll five minutes later"
            read = sum(it.rows for it in summary.results)
            proved(
                f"{what}: {summary.seconds:.1f} s, {read:,} rows read, {calls} calls, "
                f"{metrics:,} metrics, ${dollars:.3f} (${dollars * 8766:,.0f} a month of such polls)"
            )
            if poll:
                assert summary.seconds < 60
            now += timedelta(minutes=5)
            move(300)
    proved(f"collectors: {', '.join(COLLECTORS)}; what grows with load and logs is measured elsewhere")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    proved(f"memory of the collecting process at its most: {peak:,.0f} MB")
    twice = store.snapshot().query(
        "select count(*) - count(distinct (name, dimensions, statistic, period_s, ts)) as n from metrics"
    )
    assert twice.to_pylist() == [{"n": 0}]
    proved("points that are in the store twice: 0")

"""What the lab says of its logs, the project's own ingest finds in them: every entry, every millisecond."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aurorascope.ingest.run import ingest
from aurorascope.store.store import Store
from lab import lab
from lab.causes import CAUSES
from lab.world import LabWorld

pytestmark = pytest.mark.uncounted

SEED = 3
# seeds whose cause strikes a PostgreSQL cluster
SEEDS = {
    cause: 4
    if cause in {"connection_storm", "lock_chain", "plan_flip", "replica_lag_ddl", "serverless_ceiling"}
    else 8
    for cause in CAUSES
}
LINES = {
    "entries": "select instance, count(*) from log_entries group by all",
    "statements": "select instance, count(*) from statements where phase <> 'plan' group by all",
    "statement ms": "select instance, round(sum(duration_us) / 1000.0, 3) from statements group by all",
    "deadlocks": "select instance, count(*) from deadlocks group by all",
    "lock waits waiting": "select instance, count(*) from lock_waits where state = 'waiting' group by all",
    "lock waits acquired": "select instance, count(*) from lock_waits where state = 'acquired' group by all",
    "lock waits deadlock": "select instance, count(*) from lock_waits where state = 'deadlock' group by all",
    "temp files": "select instance, count(*) from temp_files group by all",
    "temp bytes": "select instance, sum(bytes) from temp_files group by all",
    "vacuums": "select instance, count(*) from vacuums group by all",
    "connections received": "select instance, count(*) from connections where event = 'received' group by all",
    "connections authorized": "select instance, count(*) from connections where event = 'authorized' group by all",
    "connections disconnected": "select instance, count(*) from connections where event = 'disconnected' group by all",
    "connections failed": "select instance, count(*) from connections where event = 'failed' and failure = 'too many connections' group by all",
    "ERROR": "select instance, count(*) from entries where severity = 'ERROR' group by all",
    "FATAL": "select instance, count(*) from entries where severity = 'FATAL' group by all",
}


@pytest.fixture(scope="module")
def taken_in(
    tmp_path_factory: pytest.TempPathFactory, ran: Callable[..., LabWorld]
) -> tuple[Store, dict[str, Any], list[Any]]:
    """The PostgreSQL logs of every cause's cluster, through one ingest; what they should hold, and the sources."""
    folder = tmp_path_factory.mktemp("logs")
    wanted: dict[str, dict[str, float]] = {}
    for cause in (lab.QUIET, *CAUSES):
        world = ran(SEEDS.get(cause, SEED), cause)
        cluster = world.run.truth.cluster or next(
            one.name for one in world.stage.fleet.clusters if one.postgres
        )
        told = {world.run.truth.instance or f"{cluster}-2", world.run.truth.numbers.get("promoted")}
        for one in world.stage.fleet.cluster(cluster).instances:
            if one.name not in told:
                continue
            written = world.logs(one.name)[0]
            if not world.tracks[one.name].cluster.postgres or not written.book.lines:
                continue
            name = f"{cause.replace('_', '-')}-{one.name}"
            path = folder / name / "error" / "postgresql.log.2026-11-01-0000"
            path.parent.mkdir(parents=True)
            path.write_text("".join(line for _, line in written.book.lines), encoding="utf-8")
            wanted[name] = dict(written.book.counts) | {
                key: round(value, 3) for key, value in written.book.totals.items()
            }
    summary = ingest(folder, store=folder.with_name("store"), workers=1)
    return Store.open(folder.with_name("store")), wanted, list(summary.sources)


def test_every_entry_is_understood(taken_in: tuple[Store, dict[str, Any], list[Any]]) -> None:
    _, wanted, sources = taken_in
    assert len(sources) == len(wanted) > len(CAUSES)
    assert [source.first_unparsed for source in sources if source.unparsed_entries] == []


@pytest.mark.parametrize("what", LINES)
def test_ingest_finds_what_the_lab_wrote(
    what: str, taken_in: tuple[Store, dict[str, Any], list[Any]]
) -> None:
    store, wanted, _ = taken_in
    with store.snapshot() as snapshot:
        rows = snapshot.query(LINES[what]).to_pylist()
    found = {
        str(row["instance"]): next(value for key, value in row.items() if key != "instance") for row in rows
    }
    expected = {name: counts[what] for name, counts in wanted.items() if counts.get(what)}
    assert expected, f"no log of this seed holds {what}: choose another seed"
    assert {name: pytest.approx(value, abs=0.5) for name, value in expected.items()} == {
        name: float(value) for name, value in found.items() if value
    }


SLOW = re.compile(
    r"# Time: \S+Z\n# User@Host: \w+\[\w+\] @  \[[\d.]+\]  Id: \d+\n# Query_time: (\d+\.\d{6})  Lock_time: (\d+\.\d{6}) Rows_sent: \d+  Rows_examined: \d+\nuse \w+;\nSET timestamp=\d+;\n(?s:.+);\n"
)


def test_a_slow_log_counts_what_its_truth_counts(ran: Callable[..., LabWorld]) -> None:
    world = ran(SEED, lab.QUIET)
    slow = [
        written for name in world.tracks for written in world.logs(name) if written.stem.startswith("slow")
    ]
    assert sum(len(written.book.lines) for written in slow) > 100
    for written in slow:
        parts = [SLOW.fullmatch(line) for _, line in written.book.lines]
        assert all(parts)
        times = [float(part[1]) for part in parts if part]
        assert sum(times) * 1000 == pytest.approx(written.book.totals.get("statement ms", 0.0), abs=0.01)
        assert all(float(part[2]) <= float(part[1]) + 1e-5 for part in parts if part)


def test_ingest_finds_what_mysql_logs_hold(tmp_path: Path, ran: Callable[..., LabWorld]) -> None:
    wanted, deadlocks = {}, {}
    for seed, cause in ((3, "deadlock_cycle"), (7, "connection_storm"), (9, "failover_cold_cache")):
        world = ran(seed, cause)
        for one in world.stage.fleet.cluster(world.run.truth.cluster).instances:
            slow, errors = world.logs(one.name)
            name = f"{cause.replace('_', '-')}-{one.name}"
            for written in (slow, errors):
                path = tmp_path / "logs" / name / f"{written.stem}.2026-11-01.00"
                path.parent.mkdir(parents=True, exist_ok=True)
                if written.book.lines:
                    path.write_text(
                        written.top + "".join(line for _, line in written.book.lines), encoding="utf-8"
                    )
            wanted[name] = (slow.book.counts["statements"], slow.book.totals.get("statement ms", 0.0))
            deadlocks[name] = errors.book.counts["deadlocks"]
    summary = ingest(tmp_path / "logs", store=tmp_path / "store", workers=1)
    assert [source.first_unparsed for source in summary.sources if source.unparsed_entries] == []
    with Store.open(tmp_path / "store").snapshot() as snapshot:
        rows = snapshot.query(
            "select instance, count(*) as n, sum(duration_us) / 1000 as ms from statements group by all"
        ).to_pylist()
        found = {row["instance"]: (row["n"], pytest.approx(row["ms"], abs=0.01)) for row in rows}
        cycles = {
            row["instance"]: row["n"]
            for row in snapshot.query(
                "select instance, count(*) as n from deadlocks group by all"
            ).to_pylist()
        }
    assert {name: told for name, told in wanted.items() if told[0]} == found
    assert sum(deadlocks.values()) > 5
    assert {name: count for name, count in deadlocks.items() if count} == cycles


def test_files_and_events_hold_the_same_lines(ran: Callable[..., LabWorld]) -> None:
    world = ran(SEED, lab.QUIET)
    end = world.stage.clock.end_s
    for name, track in world.tracks.items():
        for written in world.logs(name):
            inside = "".join(line for _, line in written.book.lines)
            files = "".join(
                written.content(hour, end + 86_400).decode().removeprefix(written.top)
                for hour in written.hours
            )
            assert files == inside
        kind = "postgresql" if track.cluster.postgres else "slowquery"
        group = f"/aws/rds/cluster/{track.cluster.name}/{kind}"
        stream = f"{name}.0" if track.cluster.postgres else name
        events = world.log_events(world.account, track.instance.region, group, stream)
        assert "".join(f"{message}\n" for message in events.messages) == "".join(
            line for _, line in world.logs(name)[0].book.lines
        )
        assert (events.ingestion_ms >= events.timestamp_ms).all()
        assert (events.timestamp_ms[1:] >= events.timestamp_ms[:-1]).all()

"""The day of sample_logs/ as an account: the logs are those files; everything around them is constructed to fit.

Metrics, load, counters, topology and events are made by the lab's simulation from what the logs hold: the same
statements, at the same times, by the same users. The lines between the scenes were thinned when the run of
minutes was stretched to a day (sample_logs/README.md): each of them stands for THINNING executions here. What
took longer than LONG_MS (RARE_MS of a statement that ran once or twice), and every wait for a lock, counts once, at its own moment, in its own session. The
second reader, the secondary Region and the Serverless v2 cluster have no sample logs; the lab invents theirs.
"""

from __future__ import annotations

import gzip
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from lab import waits
from lab.clock import Clock, Season, moment
from lab.families import Client, Family
from lab.files import Written
from lab.fleet import Cluster, Fleet, Instance
from lab.lab import Run
from lab.logbook import Logbook
from lab.sessions import Sessions
from lab.simulation import Track, simulate
from lab.stage import Call, Deadlock, Down, Happening, Plot, set_stage
from lab.truth import Truth
from lab.world import LabWorld

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "sample_logs"
START_S = 1_795_046_400  # 2026-11-19, midnight UTC
ACCOUNT, HOME, AWAY, NAME = "123456789012", "eu-central-1", "eu-west-1", "prod-shop"
SEED = 20_261_119
THINNING = 1000
LONG_MS = 100.0
RARE_MS = 10.0  # of a statement that ran once or twice
BIN_S = 1800
BINS = 86_400 // BIN_S
INCIDENT = 29  # the half hour of 14:31
QUIET_UNTIL = 6.5  # hours: until then only statements of 2 ms and more were logged
CRASH, SHUT, PROMOTED, BACK = (START_S + 14 * 3600 + 32 * 60 + second for second in (3.0, 6.0, 7.0, 17.0))
Row = dict[str, Any]


def fleet() -> Fleet:
    """Return the fleet: a primary with two readers, a secondary Region, a Serverless v2 cluster."""

    def instance(
        name: str, cluster: str, region: str, number: int, kind: str = "db.r6g.large", group: str = ""
    ) -> Instance:
        return Instance(name, cluster, ACCOUNT, region, f"{region}{'abc'[number]}", kind, number, group)

    common: dict[str, Any] = {
        "account": ACCOUNT,
        "engine": "aurora-postgresql",
        "version": "15.18",
        "domain": "shop",
        "database": "shop",
        "exports": ("postgresql",),
    }
    logging = (
        ("log_min_duration_statement", "0"),
        ("log_temp_files", "0"),
        ("log_statement", "ddl"),
        ("auto_explain.log_min_duration", "40"),
    )
    primary = Cluster(
        name=NAME, region=HOME, **common, global_cluster="prod-shop-global", slow_ms=1e12, temp_log_kb=0, max_connections=60, insights="advanced",
        instances=(instance("prod-shop-1", NAME, HOME, 0), instance("prod-shop-2", NAME, HOME, 1), instance("prod-shop-3", NAME, HOME, 2, group="prod-shop-reports")),
        volume_gib=38.0, backup_hour=3, parameters=logging,
    )  # fmt: skip
    away = Cluster(
        name="prod-shop-eu-west", region=AWAY, **common, global_cluster="prod-shop-global", secondary_of=NAME, source_region=HOME, slow_ms=1e12,
        instances=(instance("prod-shop-eu-west-1", "prod-shop-eu-west", AWAY, 0),), insights="advanced", volume_gib=38.0, monitoring_s=0, parameters=(("log_min_duration_statement", "-1"),),
    )  # fmt: skip
    search = Cluster(
        name="prod-search", region=HOME, **common, instances=(instance("prod-search-1", "prod-search", HOME, 1, "db.serverless"),),
        min_acu=0.5, max_acu=8.0, insights="standard", slow_ms=500.0, volume_gib=6.0, monitoring_s=0,
    )  # fmt: skip
    return Fleet(ACCOUNT, (primary, away, search))


@dataclass(slots=True)
class Seen:
    """What the sample logs hold, read by the project's own ingest."""

    statements: list[Row] = field(default_factory=list)
    texts: dict[str, Row] = field(default_factory=dict)
    episodes: list[Row] = field(default_factory=list)
    sessions: list[Row] = field(default_factory=list)
    deadlocks: list[Row] = field(default_factory=list)


def read() -> Seen:
    """Take the sample logs in and return their rows."""
    from aurorascope.ingest.run import ingest
    from aurorascope.store.store import Store

    with tempfile.TemporaryDirectory() as folder:
        ingest(
            [SAMPLES / "prod-shop-1", SAMPLES / "prod-shop-2"],
            store=folder,
            cluster=NAME,
            account=ACCOUNT,
            region=HOME,
            workers=1,
        )
        with Store.open(folder).snapshot() as snapshot:

            def rows(query: str) -> list[Row]:
                found: list[Row] = snapshot.query(query).to_pylist()
                return found

            return Seen(
                rows(
                    "select instance, ts, started_at, pid, user_name, database_name, client_host, application, phase, calls, duration_us, fingerprint, sql from statements where not noise order by ts"
                ),
                {
                    row["fingerprint"]: row
                    for row in rows(
                        "select distinct on (fingerprint) fingerprint, normalized_sql, statement_kind, relations from fingerprints order by fingerprint"
                    )
                },
                rows("select * from lock_episodes order by started_at"),
                rows("select * from sessions where user_name <> 'rdsadmin' order by started_at"),
                rows("select * from deadlocks order by ts"),
            )


def run(seen: Seen) -> Run:
    """Build the day."""
    clock = Clock(START_S, 1)
    stage = set_stage(SEED, clock, fleet())
    plot = stage.plot(NAME)
    _work(plot, seen, clock)
    for one in stage.plots:
        if one.cluster.secondary_of:
            one.families = [family for family in plot.families if family.role == "reader"]
            one.clients, one.season, one.scale, one.reader_scale = plot.clients, plot.season, 0.3, 0.3
            one.bends.rate, one.bends.cpu = plot.bends.rate, plot.bends.cpu
    _scenes(plot, seen, clock)
    stage.happenings += _happenings()
    stage.happenings.sort(key=lambda one: one.at_s)
    tracks = simulate(stage)
    for name in ("prod-shop-1", "prod-shop-2"):
        _own_sessions(tracks[name], seen)
    truth = Truth(
        "the incident of the sample logs", NAME, HOME, "prod-shop-1", PROMOTED - 68, PROMOTED + 1200
    )
    truth.numbers = {
        "promoted": "prod-shop-2",
        "crashed_s": CRASH,
        "promoted_s": PROMOTED,
        "back_as_reader_s": BACK,
        "outage_s": PROMOTED - CRASH,
    }
    return Run(stage, truth, tracks)


def _who(row: Row) -> tuple[str, str, str]:
    return (
        str(row["user_name"] or "unknown"),
        str(row["application"] or ""),
        str(row["database_name"] or "shop"),
    )


def _work(plot: Plot, seen: Seen, clock: Clock) -> None:
    """Make families and clients of what was logged, and let each come as often as it did, hour by hour."""
    people: dict[tuple[str, str, str], set[str]] = {}
    for row in [*seen.sessions, *seen.statements]:
        people.setdefault(_who(row), set()).add(str(row["client_host"] or "[local]"))
    plot.clients = [
        Client(f"{user}/{application}", user, application, database, tuple(sorted(hosts)), 1, 0.0, 5400.0)
        for (user, application, database), hosts in people.items()
    ]  # fmt: skip
    grouped: dict[str, list[Row]] = {}
    for row in seen.statements:
        grouped.setdefault(row["fingerprint"], []).append(row)
    for episode in seen.episodes:
        grouped.setdefault(episode["waiter_fingerprint"], [])
    plot.families, plot.season, plot.scale, plot.reader_scale = [], Season(1, 1, 0, 1, 1, 1), 1.0, 1.0
    for fingerprint, rows in grouped.items():
        if fingerprint is not None and fingerprint in seen.texts:
            _family(plot, seen, fingerprint, rows, clock)


def _family(plot: Plot, seen: Seen, fingerprint: str, rows: list[Row], clock: Clock) -> None:
    text = seen.texts[fingerprint]
    usual = [row for row in rows if row["duration_us"] is not None and row["duration_us"] < 1000 * LONG_MS]
    calls, spent = np.zeros(BINS), np.zeros(BINS)
    before = [row for row in usual if row["ts"].timestamp() < CRASH - 120]
    reading = sum(row["instance"] != "prod-shop-1" for row in before)
    for row in usual:
        part = int((row["ts"].timestamp() - START_S) // BIN_S)
        calls[part] += row["calls"]
        spent[part] += row["duration_us"] / 1000
    mean = spent.sum() / max(calls.sum(), 1)
    users = [_who(row) for row in rows] or [
        _who(row) for row in seen.episodes if row["waiter_fingerprint"] == fingerprint
    ]
    user, application, _ = max(set(users), key=users.count)
    examples = tuple(dict.fromkeys(str(row["sql"]) for row in rows if row["sql"]))[:4]
    kind = str(text["statement_kind"])
    plot.families.append(
        Family(
            fingerprint, str(text["normalized_sql"]), f"{user}/{application}", 1.0, max(0.85 * mean, 0.01), max(4.0, 180 * mean), 1.0 if kind != "select" else 6.0,
            sigma=0.5, writes=int(kind in {"insert", "update", "delete"}), role="reader" if reading > 0.5 * len(before) else "writer", schedule="flat",
            tables=tuple(text["relations"] or ()), examples=examples or (str(text["normalized_sql"]),),
        )
    )  # fmt: skip
    often = calls.sum() >= 20
    repeated = len(usual) >= 3
    calls[INCIDENT] = (calls[INCIDENT - 1] + calls[INCIDENT + 2]) / 2  # the incident is told call by call
    if often:
        night = int(QUIET_UNTIL * 3600 // BIN_S) + 1
        calls[:night] = np.maximum(calls[:night], 0.12 * calls[night : night + 6].mean())
    middle = START_S + BIN_S * (np.arange(BINS) + 0.5)
    rate = np.interp(clock.times + 30, middle, calls) * THINNING / BIN_S
    plot.bends.rate[fingerprint] = rate if repeated else np.zeros(clock.minutes)
    slower = np.where(calls >= 5, spent / np.maximum(calls, 1) / max(mean, 1e-9), 1.0)
    plot.bends.cpu[fingerprint] = np.interp(clock.times + 30, middle, np.clip(slower, 0.2, 30))


def _scenes(plot: Plot, seen: Seen, clock: Clock) -> None:
    """Add what was slow or waited, call by call, the deadlocks, the crash and the promotion."""
    known = {family.name for family in plot.families}
    episodes = {(row["instance"], row["waiter_pid"], row["waiter_fingerprint"]): row for row in seen.episodes}
    finished = set()
    often = Counter(row["fingerprint"] for row in seen.statements)
    for row in seen.statements:
        least = LONG_MS if often[row["fingerprint"]] >= 3 else RARE_MS
        if (row["duration_us"] or 0) < 1000 * least or row["fingerprint"] not in known:
            continue
        ms = row["duration_us"] / 1000
        start = (
            _seconds(row["started_at"]) if row["started_at"] is not None else _seconds(row["ts"]) - ms / 1000
        )
        key = (row["instance"], row["pid"], row["fingerprint"])
        waited = episodes.get(key)
        share = (
            {waits.READ: 0.3 * ms} if waited is None else {_lock(waited): min(waited["wait_us"] / 1000, ms)}
        )
        if waited is not None:
            finished.add(key)
        plot.bends.calls.append(
            Call(
                row["instance"],
                row["fingerprint"],
                max(start, clock.start_s),
                ms,
                waits=share,
                values=[[str(row["pid"])]],
            )
        )
    for key, row in episodes.items():
        if key not in finished and row["waiter_fingerprint"] in known:
            start = _seconds(row["started_at"])
            end = _seconds(row["ended_at"]) if row["ended_at"] is not None else CRASH
            ms = max((end - start) * 1000, row["wait_us"] / 1000)
            plot.bends.calls.append(
                Call(
                    row["instance"],
                    row["waiter_fingerprint"],
                    start,
                    ms,
                    waits={_lock(row): ms - 0.5},
                    error="timeout",
                    values=[[str(row["waiter_pid"])]],
                )
            )
    by_pid = {(call.instance, call.values[0][0]): call for call in plot.bends.calls}
    for row in seen.episodes:
        waiter, holder = (
            by_pid.get((row["instance"], str(row[pid]))) for pid in ("waiter_pid", "blocker_pid")
        )
        if waiter is not None and holder is not None and waiter is not holder:
            waiter.blocked_by = holder
    for row in seen.deadlocks:
        plot.bends.deadlocks.append(Deadlock(row["instance"], _seconds(row["ts"]), [], [], "ledger"))
    _failover(plot, clock)


def _failover(plot: Plot, clock: Clock) -> None:
    """Add the crash of the writer and the promotion of a reader, both with caches to be filled again."""
    plot.bends.downs += [
        Down("prod-shop-1", CRASH, BACK, "crash", 9),
        Down("prod-shop-2", PROMOTED - 2, PROMOTED, "failover"),
    ]
    plot.bends.promotions.append((PROMOTED, "prod-shop-2"))
    for name, since, miss, warm in (
        ("prod-shop-2", PROMOTED, 0.3, 420.0),
        ("prod-shop-1", BACK, 0.45, 600.0),
    ):
        after = clock.times + 30 - since
        plot.add("miss", name, np.where(after >= 0, miss * np.exp(-np.clip(after, 0, None) / warm), 0.0))
    for name in ("prod-shop-2", "prod-shop-3"):
        plot.add("lag_ms", name, 900 * clock.covered(CRASH - 60, PROMOTED + 60))


def _lock(episode: Row) -> int:
    return waits.ROW if str(episode["object"]).startswith("transaction") else waits.RELATION


def _seconds(when: datetime) -> float:
    return when.timestamp()


def _happenings() -> list[Happening]:
    """What the control plane tells of the day."""
    at = START_S

    def event(when: float, kind: str, source: str, message: str, category: str) -> Happening:
        return Happening(when, HOME, kind, source, message, (category,))

    return [
        event(at + 3 * 3600 + 140, "db-cluster-snapshot", f"rds:{NAME}", "Creating automated cluster snapshot", "backup"),
        event(at + 3 * 3600 + 260, "db-cluster-snapshot", f"rds:{NAME}", "Automated cluster snapshot created", "backup"),
        Happening(at + 6.5 * 3600 - 8, HOME, "", NAME, event_name="ModifyDBClusterParameterGroup", user="dba",
                  parameters={"dBClusterParameterGroupName": f"{NAME}-cluster", "parameters": [{"parameterName": "log_min_duration_statement", "parameterValue": "0", "applyMethod": "immediate"}]}),
        event(at + 6.5 * 3600 - 4, "db-parameter-group", f"{NAME}-cluster", "Updated parameter log_min_duration_statement to 0 with apply method immediate", "configuration change"),
        event(CRASH + 2, "db-instance", "prod-shop-1", "DB instance shutdown", "availability"),
        event(CRASH + 3, "db-cluster", NAME, "Started cross AZ failover to DB instance: prod-shop-2", "failover"),
        event(PROMOTED + 1, "db-instance", "prod-shop-2", "DB instance restarted", "availability"),
        event(PROMOTED + 9, "db-cluster", NAME, "Completed failover to DB instance: prod-shop-2", "failover"),
        event(BACK + 1, "db-instance", "prod-shop-1", "DB instance restarted", "availability"),
    ]  # fmt: skip


def _own_sessions(track: Track, seen: Seen) -> None:
    """Give an instance the sessions of its log instead of the lab's."""
    number = {
        (client.user, client.application, client.database): i for i, client in enumerate(track.plot.clients)
    }
    held = Sessions()
    of_pid: dict[int, list[int]] = {}
    for row in seen.sessions:
        if row["instance"] != track.instance.name or (
            row["known_by"] == "connection" and not row["statements"]
        ):
            continue  # who was refused never had a session
        end = row["ended_at"].timestamp() if row["ended_at"] is not None else None
        start = row["started_at"].timestamp()
        gone = CRASH if track.instance.name == "prod-shop-1" and start < CRASH else float(track.clock.end_s)
        place = held.open(
            number[_who(row)], str(row["client_host"] or "[local]"), start, end if end is not None else gone
        )
        held.pid.append(int(row["pid"]))
        held.port.append(40_000 + place % 20_000)
        of_pid.setdefault(int(row["pid"]), []).append(place)
    for position, call in enumerate(track.slow.told):
        places = of_pid.get(int(call.values[0][0]), []) if call is not None else []
        place = places[-1] if places else -1
        if place < 0:  # a session that the log shows only by its statements
            client = track.sessions.client[int(track.slow.session[position])]
            host = track.plot.clients[client].hosts[0]
            place = held.open(
                client,
                host,
                float(track.slow.start_s[position]),
                float(track.slow.start_s[position] + track.slow.ms[position] / 1000),
            )
            pid = int(call.values[0][0]) if call is not None else 0
            held.pid.append(pid)
            held.port.append(0)
            of_pid.setdefault(pid, []).append(place)
        track.slow.session[position] = place
        if call is not None:
            call.session = place
    for position, call in enumerate(track.slow.told):
        minute, family = track.clock.minute(track.slow.start_s[position]), int(track.slow.family[position])
        if call is not None and not track.samples[:, family].any():
            track.samples[minute, family, waits.CPU] = (
                1  # a sampling that would miss it would not be this day's
            )
    track.sessions = held
    track.connected = held.connected(track.clock)
    track.attempts = held.begun(track.clock)


class SampleWorld(LabWorld):
    """The day, with the sample logs as the logs of the instances that have them."""

    def logs(self, instance: str) -> list[Written]:
        """Return an instance's logs."""
        folder = SAMPLES / instance / "error"
        if instance not in self._logs and folder.is_dir():
            self._logs[instance] = [Written("error/postgresql.log", "%Y-%m-%d-%H%M", _book(folder))]
        return super().logs(instance)


def _book(folder: Path) -> Logbook:
    """Read files as they are: an entry's continuation lines stay with it."""
    book = Logbook()
    for path in sorted(folder.iterdir()):
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        for line in data.decode().splitlines(keepends=True):
            if line.startswith("\t") and book.lines:
                at, text = book.lines[-1]
                book.lines[-1] = (at, text + line)
            else:
                book.lines.append((datetime.fromisoformat(f"{line[:19]}+00:00").timestamp(), line))
    book.close()
    return book


def world() -> SampleWorld:
    """Return the day as a World."""
    return SampleWorld(run(read()))


def now() -> datetime:
    """Return the moment at which the day is looked at: the next midnight."""
    return moment(START_S + 86_400)

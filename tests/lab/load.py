"""Performance Insights' view of a track: sampled load by every dimension group, statistics of digests, lock trees."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import numpy as np
from fake_aws.world import Detail, Keyed, Load, SqlStats

from lab import waits
from lab.families import literals
from lab.stage import generator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lab.simulation import Track
    from lab.stage import Call

VARIANTS = 4


class InstanceLoad:
    """One instance's load."""

    def __init__(self, seed: int, track: Track) -> None:
        """Prepare the keys."""
        self.track = track
        families, postgres = track.plot.families, track.cluster.postgres
        rng = generator(seed, "texts", track.cluster.name)
        self.sql: list[dict[str, str]] = []
        self.first: list[int] = []
        self.many: list[int] = []
        for family in families:
            texts = list(family.examples) or ([family.dollars] if family.prepared else [
                family.filled([", ".join(one) for one in literals(rng, family.slots())])
                for _ in range(VARIANTS if family.slots() else 1)
            ])  # fmt: skip
            self.first.append(len(self.sql))
            self.many.append(len(texts))
            self.sql += [
                {"db.sql.id": identifier(track.instance.dbi, text), "db.sql.statement": text,
                 "db.sql.tokenized_id": family.tokenized_id, "db.sql.db_id": family.db_id}
                for text in texts
            ]  # fmt: skip
        self.tokenized = [
            {"db.sql_tokenized.id": one.tokenized_id, "db.sql_tokenized.statement": one.tokenized, "db.sql_tokenized.db_id": one.db_id}
            for one in families
        ]  # fmt: skip
        self.waits = [
            {"db.wait_event.name": name, "db.wait_event.type": kind} for name, kind in waits.names(postgres)
        ]
        clients = {client.name: client for client in track.plot.clients}
        self.clients = [clients[family.client] for family in families]
        users = sorted({client.user for client in self.clients})
        self.users = [{"db.user.id": identifier("user", user), "db.user.name": user} for user in users]
        self.user_of = np.array([users.index(client.user) for client in self.clients])
        names = sorted({client.application for client in self.clients})
        self.applications = [{"db.application.name": name} for name in names]
        self.application_of = np.array([names.index(client.application) for client in self.clients])
        hosts = sorted({host for client in self.clients for host in client.hosts})
        self.hosts = [{"db.host.id": identifier("host", host), "db.host.name": host} for host in hosts]
        self.hosts_of = [np.array([hosts.index(host) for host in client.hosts]) for client in self.clients]
        self.plans = [
            {"db.plans.id": identifier("plan", family.tokenized, str(flip))[:10], "db.plans.tokenized_id": family.tokenized_id}
            for family in families for flip in (0, 1)
        ]  # fmt: skip
        self.blockers = self._blockers()

    def load(self, start_s: int, end_s: int) -> Load:
        """Return the samples of the minutes that touch [start, end)."""
        track, clock = self.track, self.track.clock
        low = max((start_s - clock.start_s) // 60, 0)
        high = min(-(-(end_s - clock.start_s) // 60), clock.minutes)
        minute, family, wait = np.nonzero(track.samples[low:high]) if high > low else (np.empty(0, int),) * 3
        seconds = (
            track.samples[low:high][minute, family, wait].astype(np.int64)
            if high > low
            else np.empty(0, np.int64)
        )
        minute = minute + low
        spread = np.array([len(hosts) for hosts in self.hosts_of])
        count = spread[family] if len(family) else np.empty(0, int)
        row = np.repeat(np.arange(len(family)), count)
        place = np.arange(len(row)) - np.repeat(
            np.cumsum(count) - count, count
        )  # which of the family's hosts
        turn = (place + minute[row] * 7 + wait[row] * 3 + family[row]) % np.maximum(count[row], 1)
        share = seconds[row] // count[row] + (turn < seconds[row] % count[row])
        keep = share > 0
        row, place, share = row[keep], place[keep], share[keep]
        m, f, w = minute[row], family[row], wait[row]
        variant = np.array(self.first)[f] + (m + 5 * f + w) % np.array(self.many)[f] if len(f) else f
        hosts = np.array(
            [self.hosts_of[one][where] for one, where in zip(f.tolist(), place.tolist(), strict=True)],
            np.int32,
        )
        groups = {
            "db.sql": Keyed(variant.astype(np.int32), self.sql),
            "db.sql_tokenized": Keyed(f.astype(np.int32), self.tokenized),
            "db.wait_event": Keyed(w.astype(np.int32), self.waits),
            "db.user": Keyed(self.user_of[f].astype(np.int32) if len(f) else f.astype(np.int32), self.users),
            "db.host": Keyed(hosts, self.hosts),
            "db": Keyed(np.zeros(len(f), np.int32), [{"db.name": track.cluster.database}]),
        }
        if track.cluster.postgres:
            application = self.application_of[f] if len(f) else f
            groups["db.application"] = Keyed(application.astype(np.int32), self.applications)
            groups["db.session_type"] = Keyed(
                np.zeros(len(f), np.int32), [{"db.session_type.name": "client backend"}]
            )
            if track.cluster.insights == "advanced":
                groups["db.plans"] = Keyed(self._plan(m, f), self.plans)
                groups |= self._blocking(m, f, w)
        return Load(clock.times[m], share / 60.0, groups, 60)

    def _plan(self, minute: np.ndarray, family: np.ndarray) -> np.ndarray:
        flipped = np.zeros(len(family), np.int64)
        for name, within in self.track.plot.bends.plan.items():
            index = next(i for i, one in enumerate(self.track.plot.families) if one.name == name)
            flipped |= (family == index) & (within[minute] > 0.5)
        return (2 * family + flipped).astype(np.int32)

    def _blockers(self) -> dict[tuple[int, int], Call]:
        """Return who blocks a family in a minute, where a cause says so."""
        track, found = self.track, {}
        index = {one.name: i for i, one in enumerate(track.plot.families)}
        for call in track.plot.bends.calls:
            if call.instance != track.instance.name or call.blocked_by is None:
                continue
            root = call
            for _ in range(20):
                if root.blocked_by is None or root.blocked_by is call:
                    break
                root = root.blocked_by
            for minute in range(track.clock.minute(call.start_s), track.clock.minute(call.end_s) + 1):
                found[minute, index[call.family]] = root
        return found

    def _blocking(self, minute: np.ndarray, family: np.ndarray, wait: np.ndarray) -> dict[str, Keyed]:
        index = {one.name: i for i, one in enumerate(self.track.plot.families)}
        sessions: dict[int, int] = {}
        sql = np.full(len(family), -1, np.int32)
        session = np.full(len(family), -1, np.int32)
        locked = np.flatnonzero((wait == waits.ROW) | (wait == waits.TUPLE) | (wait == waits.RELATION))
        for row in locked.tolist():
            root = self.blockers.get((int(minute[row]), int(family[row])))
            if root is not None:
                sql[row] = self.first[index[root.family]]
                session[row] = sessions.setdefault(self.track.sessions.pid[root.session], len(sessions))
        blocking_sql = [
            {"db.blocking_sql.id": one["db.sql.id"], "db.blocking_sql.sql": one["db.sql.statement"]}
            for one in self.sql
        ]
        blocking_session = [{"db.blocking_session.id": str(pid)} for pid in sessions]
        return {
            "db.blocking_sql": Keyed(sql, blocking_sql),
            "db.blocking_session": Keyed(session, blocking_session or [{"db.blocking_session.id": "0"}]),
        }

    def stats(self, start_s: int, end_s: int) -> SqlStats:
        """Return statistics of the digests."""
        track, clock = self.track, self.track.clock
        low = max((start_s - clock.start_s) // 60, 0)
        high = max(min(-(-(end_s - clock.start_s) // 60), clock.minutes), low)
        minute, family = np.nonzero((track.calls[low:high] > 0) | (track.ms[low:high] > 0))
        m = minute + low
        calls, ms = track.calls[m, family].astype(float), track.ms[m, family]
        rows = calls * np.array([one.rows for one in track.plot.families])[family]
        changed = calls * np.array([float(one.writes) for one in track.plot.families])[family]
        reads, pages = track.reads[m, family], track.pages[m, family]
        lock = 1000.0 * track.samples[m, family][:, waits.ROW : waits.RELATION + 1].sum(1)
        if track.cluster.postgres:
            reading = 1000.0 * track.samples[m, family, waits.READ]
            columns = {
                "calls": calls, "rows": rows, "total_time": ms, "shared_blks_hit": pages - reads, "shared_blks_read": reads,
                "shared_blks_dirtied": changed * 0.6, "shared_blks_written": 0 * calls, "local_blks_hit": 0 * calls,
                "local_blks_read": 0 * calls, "temp_blks_read": 0 * calls, "temp_blks_written": self._temp_blocks(m, family),
                "blk_read_time": reading, "blk_write_time": 0 * calls,
            }  # fmt: skip
        else:
            columns = {
                "count_star": calls, "sum_timer_wait": ms, "sum_rows_sent": rows, "sum_rows_affected": changed,
                "sum_rows_examined": pages * 40 + rows, "sum_lock_time": lock, "sum_select_full_join": 0 * calls,
                "sum_created_tmp_disk_tables": self._temp_blocks(m, family) / 2000, "sum_created_tmp_tables": 0 * calls,
            }  # fmt: skip
        return SqlStats(clock.times[m], Keyed(family.astype(np.int32), self.tokenized), columns, 60)

    def _temp_blocks(self, minute: np.ndarray, family: np.ndarray) -> np.ndarray:
        slow, clock = self.track.slow, self.track.clock
        table = np.zeros(self.track.calls.shape)
        for row, size in self.track.spills:
            table[clock.minute(slow.start_s[row] + slow.ms[row] / 1000), slow.family[row]] += size / 8192
        return table[minute, family]

    def details(self, group: str, wanted: str) -> Sequence[Detail] | None:
        """Return the long values of a key."""
        if group in {"db.sql", "db.sql_tokenized"}:
            for one in self.sql if group == "db.sql" else self.tokenized:
                if one[f"{group}.id"] == wanted:
                    return [Detail(f"{group}.statement", one[f"{group}.statement"])]
        if group in {"db.execution_plan", "db.plans"}:
            for number, one in enumerate(self.plans):
                if one["db.plans.id"] == wanted:
                    return [Detail("db.execution_plan.raw_plan", self._raw_plan(number))]
        if group == "db.lock_snapshot" and wanted.isdigit():
            trees = self.lock_trees(int(wanted))
            return [Detail("db.lock_snapshot.lock_trees", json.dumps(trees))] if trees else None
        return None

    def _raw_plan(self, number: int) -> str:
        family, flipped = self.track.plot.families[number // 2], number % 2
        table = (family.tables or ("none",))[0]
        node = "Seq Scan" if flipped else "Index Scan"
        rows = int(family.rows * (400 if flipped else 1))
        return json.dumps(
            {
                "Plan": {
                    "Node Type": node,
                    "Relation Name": table,
                    "Plan Rows": rows,
                    "Total Cost": round(family.blocks * (90.0 if flipped else 1.1), 2),
                }
            }
        )

    def lock_trees(self, at_s: int) -> list[dict[str, object]]:
        """Return who waited for whom at a moment; the shape is ours, AWS documents none."""
        waiting = [
            call
            for call in self.track.plot.bends.calls
            if call.instance == self.track.instance.name and call.blocked_by is not None and call.start_s <= at_s < call.end_s
        ]  # fmt: skip
        blockers = {id(call.blocked_by): call.blocked_by for call in waiting if call.blocked_by is not None}
        roots = [one for one in blockers.values() if all(one is not call for call in waiting)]
        nodes = [
            self._lock_node(one, "active" if one.start_s <= at_s < one.end_s else "idle in transaction")
            for one in roots
        ]
        for call in waiting:
            assert call.blocked_by is not None
            blocker = self.track.sessions.pid[call.blocked_by.session]
            waited = {"blocked_by": [blocker], "waited_ms": round((at_s - call.start_s) * 1000)}
            nodes.append(self._lock_node(call, "active") | waited | {"wait_event": "Lock:transactionid"})
        return nodes

    def _lock_node(self, call: Call, state: str) -> dict[str, object]:
        family = self.track.plot.family(call.family)
        client = next(one for one in self.track.plot.clients if one.name == family.client)
        return {
            "session": self.track.sessions.pid[call.session], "state": state, "user": client.user,
            "application": client.name, "database": self.track.cluster.database, "sql": family.tokenized,
        }  # fmt: skip


def identifier(*parts: str) -> str:
    """Return forty hexadecimal digits for a key."""
    return hashlib.sha1("/".join(parts).encode(), usedforsecurity=False).hexdigest().upper()

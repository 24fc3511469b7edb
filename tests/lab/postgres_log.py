"""A track's log as Aurora PostgreSQL writes it, with log_line_prefix '%t:%r:%u@%d:[%p]:'."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from lab.families import literals
from lab.logbook import Logbook
from lab.stage import generator

if TYPE_CHECKING:
    from lab.clock import Clock
    from lab.simulation import Track
    from lab.stage import Call, Deadlock, Down, Line, LockWait, Vacuum

TLS = "SSL enabled (protocol=TLSv1.3, cipher=TLS_AES_256_GCM_SHA384, bits=256)"
RULE = "/rdsdbdata/config/pg_hba.conf:13"


class PostgresLog:
    """Writes one instance's log."""

    def __init__(self, seed: int, track: Track) -> None:
        """Write everything."""
        self.rng = generator(seed, "log", track.instance.name)
        self.track, self.book = track, Logbook()
        self.clock: Clock = track.clock
        self.told_text: dict[int, str] = {}
        self._prepared = {family.name: f"S_{i + 1}" for i, family in enumerate(track.plot.families)}
        self._sessions()
        self._statements()
        self._told()
        self.book.close()

    def _told(self) -> None:
        bends, name = self.track.plot.bends, self.track.instance.name
        for wait in bends.locks:
            if wait.call.instance == name and self._within(wait.call.start_s + 1):
                self._lock_wait(wait)
        for deadlock in bends.deadlocks:
            if deadlock.instance == name and self._within(deadlock.at_s):
                self._deadlock(deadlock)
        for vacuum in bends.vacuums:
            if vacuum.instance == name and self._within(vacuum.end_s) and not self._down_at(vacuum.end_s):
                self._vacuum(vacuum)
        for down in (down for down in bends.downs if down.instance == name):
            self._down(down)
        for line in (line for line in bends.lines if line.instance == name):
            if self._within(line.at_s):
                self._line(line)

    # prefixes

    def _stamp(self, at: float) -> str:
        return time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(at))

    def _head(self, at: float, session: int, known: bool = True) -> str:
        held = self.track.sessions
        client = self.track.plot.clients[held.client[session]]
        who = f"{client.user}@{client.database}" if known else "[unknown]@[unknown]"
        return f"{self._stamp(at)}:{held.host[session]}({held.port[session]}):{who}:[{held.pid[session]}]:"

    def _own(self, at: float, pid: int) -> str:
        return f"{self._stamp(at)}::@:[{pid}]:"

    def _put(self, at: float, head: str, severity: str, message: str, *parts: tuple[str, str]) -> None:
        self.book.count("entries")
        if severity in {"ERROR", "FATAL", "PANIC"}:
            self.book.count(severity)
        self.book.write(
            at, *(f"{head}{word}:  {text.replace(chr(10), chr(10) + chr(9))}\n" for word, text in ((severity, message), *parts))
        )  # fmt: skip

    def _within(self, at: float) -> bool:
        return self.clock.start_s <= at < self.clock.end_s

    def _down_at(self, at: float) -> bool:
        return any(
            d.start_s <= at < d.end_s
            for d in self.track.plot.bends.downs
            if d.instance == self.track.instance.name
        )

    # sessions

    def _sessions(self) -> None:
        held, cluster = self.track.sessions, self.track.cluster
        for row, (start, end) in enumerate(zip(held.start_s, held.end_s, strict=True)):
            client = self.track.plot.clients[held.client[row]]
            if cluster.log_connections and self._within(start):
                self._put(
                    start,
                    self._head(start, row, False),
                    "LOG",
                    f"connection received: host={held.host[row]} port={held.port[row]}",
                )
                self.book.count("connections received")
                if held.failed[row]:
                    self._put(start, self._head(start, row), "FATAL", "remaining connection slots are reserved for roles with the SUPERUSER attribute"
                              if cluster.version >= "16" else "remaining connection slots are reserved for non-replication superuser connections")  # fmt: skip
                    self.book.count("connections failed")
                    continue
                self._put(
                    start,
                    self._head(start, row),
                    "LOG",
                    f'connection authenticated: identity="{client.user}" method=scram-sha-256 ({RULE})',
                )
                self._put(
                    start,
                    self._head(start, row),
                    "LOG",
                    f"connection authorized: user={client.user} database={client.database} application_name={client.application} {TLS}",
                )
                self.book.count("connections authenticated")
                self.book.count("connections authorized")
            elif held.failed[row] and self._within(start):
                self._put(start, self._head(start, row), "FATAL", "sorry, too many clients already")
                self.book.count("connections failed")
                continue
            if held.ended[row] == "killed":
                if self._within(end):
                    self._put(end, self._head(end, row), "WARNING", "terminating connection because of crash of another server process",
                              ("DETAIL", "The postmaster has commanded this server process to roll back the current transaction and exit, because another server process exited abnormally and possibly corrupted shared memory."),
                              ("HINT", "In a moment you should be able to reconnect to the database and repeat your command."))  # fmt: skip
                    self.book.count("sessions killed")
            elif cluster.log_connections and self._within(end) and not held.failed[row]:
                hours, rest = divmod(end - start, 3600)
                minutes, seconds = divmod(rest, 60)
                self._put(
                    end,
                    self._head(end, row),
                    "LOG",
                    f"disconnection: session time: {int(hours)}:{int(minutes):02d}:{min(seconds, 59.999):06.3f} user={client.user} database={client.database} host={held.host[row]} port={held.port[row]}",
                )
                self.book.count("connections disconnected")

    # statements

    def text(self, family: int, call: Call | None) -> tuple[str, list[str]]:
        """Return a call's text and, where it was prepared, its parameters."""
        one = self.track.plot.families[family]
        if call is not None and call.sql:
            return call.sql, []
        drawn = call.values if call is not None and call.values else literals(self.rng, one.slots())
        if one.prepared:
            return one.dollars, [value for values in drawn for value in values]
        return one.filled([", ".join(values) for values in drawn]), []

    def statement(self, call: Call) -> str:
        """Return the text of a told call: the same each time."""
        if id(call) not in self.told_text:
            index = next(f for f, one in enumerate(self.track.plot.families) if one.name == call.family)
            self.told_text[id(call)] = self.text(index, call)[0]
        return self.told_text[id(call)]

    def _statements(self) -> None:
        slow, limit = self.track.slow, self.track.cluster.slow_ms
        spilled = dict(self.track.spills)
        rows = zip(
            slow.start_s.tolist(),
            slow.ms.tolist(),
            slow.family.tolist(),
            slow.session.tolist(),
            slow.told,
            slow.cut_off.tolist(),
            strict=True,
        )
        for row, (start, ms, family, session, call, cut_off) in enumerate(rows):
            end = start + ms / 1000
            if cut_off or not self._within(end):
                continue
            sql, parameters = self.text(family, call)
            if call is not None:
                sql = self.statement(call)
            if call is not None and call.error == "timeout":
                self._put(end, self._head(end, session), "ERROR", "canceling statement due to lock timeout",
                          ("CONTEXT", f'while updating tuple (0,1) in relation "{self.track.plot.families[family].tables[0]}"'), ("STATEMENT", sql))  # fmt: skip
                self.book.count("lock timeouts")
            if call is not None and call.error:
                continue
            size = spilled.get(row, 0)
            if size >= max(self.track.cluster.temp_log_kb * 1024, 1):
                self._put(
                    end,
                    self._head(end, session),
                    "LOG",
                    f'temporary file: path "base/pgsql_tmp/pgsql_tmp{self.track.sessions.pid[session]}.{row % 7}", size {size}',
                    ("STATEMENT", sql),
                )
                self.book.count("temp files")
                self.book.total("temp bytes", size)
            if ms < limit:
                continue
            name = self._prepared[self.track.plot.families[family].name]
            label = f"execute {name}" if parameters else "statement"
            shown = ", ".join(
                f"${i + 1} = {value if value[0] == chr(39) else chr(39) + value + chr(39)}"
                for i, value in enumerate(parameters)
            )
            detail = (("DETAIL", f"parameters: {shown}"),) if parameters else ()
            self._put(end, self._head(end, session), "LOG", f"duration: {ms:.3f} ms  {label}: {sql}", *detail)
            self.book.count("statements")
            self.book.total("statement ms", ms)

    # locks

    def _pid(self, call: Call) -> int:
        return self.track.sessions.pid[call.session]

    def _lock_wait(self, wait: LockWait) -> None:
        call = wait.call
        pid, patience = self._pid(call), 1000 + float(self.rng.exponential(0.4))
        if wait.waited_ms <= patience or self._down_at(call.end_s):
            return
        at = call.start_s + patience / 1000
        holders = ", ".join(str(self._pid(one)) for one in wait.holders)
        word = "Processes" if len(wait.holders) > 1 else "Process"
        queue = ", ".join(str(self._pid(one)) for one in wait.queue) or str(pid)
        context = (("CONTEXT", wait.context),) if wait.context else ()
        sql = ("STATEMENT", self.statement(call))
        self._put(at, self._head(at, call.session), "LOG", f"process {pid} still waiting for {wait.mode} on {wait.object} after {patience:.3f} ms",
                  ("DETAIL", f"{word} holding the lock: {holders}. Wait queue: {queue}."), *context, sql)  # fmt: skip
        self.book.count("lock waits waiting")
        if wait.outcome == "acquired" and self._within(call.end_s):
            end = call.start_s + wait.waited_ms / 1000
            self._put(
                end,
                self._head(end, call.session),
                "LOG",
                f"process {pid} acquired {wait.mode} on {wait.object} after {wait.waited_ms:.3f} ms",
                *context,
                sql,
            )
            self.book.count("lock waits acquired")

    def _deadlock(self, deadlock: Deadlock) -> None:
        calls = deadlock.calls
        victim, at = calls[-1], deadlock.at_s
        pids = [self._pid(call) for call in calls]
        waits = [f"Process {pids[i]} waits for ShareLock on transaction {deadlock.transactions[(i + 1) % len(calls)]}; blocked by process {pids[(i + 1) % len(calls)]}."
                 for i in range(len(calls))]  # fmt: skip
        order = [len(calls) - 1, *range(len(calls) - 1)]
        told = "\n".join(
            [waits[i] for i in order] + [f"Process {pids[i]}: {self.statement(calls[i])}" for i in order]
        )
        context = ("CONTEXT", f'while updating tuple (4,7) in relation "{deadlock.table}"')
        sql = ("STATEMENT", self.statement(victim))
        self._put(at, self._head(at, victim.session), "LOG", f"process {pids[-1]} detected deadlock while waiting for ShareLock on transaction {deadlock.transactions[0]} after {victim.ms:.3f} ms",
                  ("DETAIL", f"Process holding the lock: {pids[0]}. Wait queue: ."), context, sql)  # fmt: skip
        self.book.count("lock waits deadlock")
        self._put(
            at,
            self._head(at, victim.session),
            "ERROR",
            "deadlock detected",
            ("DETAIL", told),
            ("HINT", "See server log for query details."),
            context,
            sql,
        )
        self.book.count("deadlocks")

    # the server itself

    def _vacuum(self, one: Vacuum) -> None:
        database = self.track.cluster.database
        frozen = (
            ["frozen: 0 pages from table (0.00% of total) had 0 tuples frozen"]
            if self.track.cluster.version >= "16"
            else []
        )
        scan = (f"index scan needed: {one.pages // 5} pages from table (20.00% of total) had {one.removed} dead item identifiers removed" if one.index_scans
                else f"index scan not needed: 0 pages from table (0.00% of total) had {0} dead item identifiers removed")  # fmt: skip
        text = "\n".join([
            f'automatic vacuum of table "{database}.public.{one.table}": index scans: {one.index_scans}',
            f"pages: 0 removed, {one.pages} remain, {one.pages} scanned (100.00% of total)",
            f"tuples: {one.removed} removed, {one.remain} remain, {one.dead} are dead but not yet removable",
            f"removable cutoff: {700_000_000 + int(one.end_s) % 1_000_000}, which was {one.xmin_age} XIDs old when operation ended",
            *frozen, scan,
            "I/O timings: read: 12.318 ms, write: 0.000 ms",
            f"avg read rate: {one.reads / 128 / max(one.elapsed_s, 0.01):.3f} MB/s, avg write rate: 0.120 MB/s",
            f"buffer usage: {one.hits} hits, {one.reads} misses, {one.pages // 20} dirtied",
            f"WAL usage: {one.pages // 10 + 3} records, 2 full page images, {one.pages * 90 + 500} bytes",
            f"system usage: CPU: user: {one.elapsed_s * 0.3:.2f} s, system: {one.elapsed_s * 0.02:.2f} s, elapsed: {one.elapsed_s:.2f} s",
        ])  # fmt: skip
        self._put(one.end_s, self._own(one.end_s, int(self.rng.integers(600, 30_000))), "LOG", text)
        self.book.count("vacuums")

    def _down(self, down: Down) -> None:
        start, end = down.start_s, down.end_s
        postmaster, startup = 389, int(self.rng.integers(400, 9000))
        if down.killed is not None:
            self._put(start, self._own(start, postmaster), "LOG", f"server process (PID {self._pid(down.killed)}) was terminated by signal {down.signal}: Killed",
                      ("DETAIL", f"Failed process was running: {self.statement(down.killed)}"))  # fmt: skip
            self.book.count("crashes")
        steps: list[tuple[float, str]] = []
        if down.why == "crash":
            steps += [
                (start, "terminating any other active server processes"),
                (start + 0.6, "all server processes terminated; reinitializing"),
            ]
        ready = end - 0.01
        steps += [
            (ready - min(4, (end - start) / 2), "Waiting for runtime initialization complete..."),
            (ready - min(3, (end - start) / 3), f"starting PostgreSQL {self.track.cluster.version} on x86_64-pc-linux-gnu, compiled by x86_64-pc-linux-gnu-gcc (GCC) 10.5.0, 64-bit"),
            (ready - min(2, (end - start) / 4), f"database system was interrupted; last known up at {self._stamp(start - 3)}"),
            (ready, "database system is ready to accept connections"),
        ]  # fmt: skip
        for at, message in steps:
            if self._within(at):
                self._put(
                    at, self._own(at, startup if "interrupted" in message else postmaster), "LOG", message
                )
                self.book.count("server events")
        clients = [client for client in self.track.plot.clients if client.pool] or self.track.plot.clients
        rows = np.sort(
            self.rng.uniform(start + min(0.5, (end - start) / 9), ready, int(self.rng.integers(3, 60)))
        )
        for at in rows.tolist():
            if self._within(at):
                client = clients[int(self.rng.integers(len(clients)))]
                host = client.hosts[int(self.rng.integers(len(client.hosts)))]
                head = f"{self._stamp(at)}:{host}({int(self.rng.integers(32768, 60999))}):{client.user}@{client.database}:[{int(self.rng.integers(600, 30_000))}]:"
                self._put(
                    at,
                    head,
                    "FATAL",
                    "the database system is starting up"
                    if at > end - 3
                    else "the database system is in recovery mode",
                )
                self.book.count("starting up")

    def _line(self, line: Line) -> None:
        head = self._own(line.at_s, 389)
        parts = list(line.parts)
        if line.call is not None:
            head = self._head(line.at_s, line.call.session)
            if line.severity == "ERROR":
                parts.append(("STATEMENT", self.statement(line.call)))
        self._put(line.at_s, head, line.severity, line.message, *parts)
        self.book.count(f"kind {line.kind}")

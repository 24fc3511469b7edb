"""A track's slow log and error log as Aurora MySQL 3 (8.0) and 8.4 write them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from lab import waits
from lab.families import literals
from lab.logbook import Logbook
from lab.stage import generator

if TYPE_CHECKING:
    from lab.simulation import Track
    from lab.stage import Call, Deadlock, Down

STACK = "/rdsdbbin/oscar/bin/mysqld"


def header(version: str) -> str:
    """Return what stands at the top of every slow log file."""
    server = version.split(".mysql_aurora", 1)[0]
    return (
        f"{STACK}, Version: {'8.0.42' if server == '8.0' else '8.4.7'} (Source distribution). started with:\n"
        "Tcp port: 3306  Unix socket: /tmp/mysql.sock\nTime                 Id Command    Argument\n"
    )


class MysqlLog:
    """Writes one instance's slow log (`slow`) and error log (`error`)."""

    def __init__(self, seed: int, track: Track) -> None:
        """Write everything."""
        self.rng = generator(seed, "log", track.instance.name)
        self.track, self.slow, self.error = track, Logbook(), Logbook()
        self.told_text: dict[int, str] = {}
        self._slow()
        for deadlock in track.plot.bends.deadlocks:
            if deadlock.instance == track.instance.name:
                self._deadlock(deadlock)
        for down in track.plot.bends.downs:
            if down.instance == track.instance.name:
                self._down(down)
        self.slow.close()
        self.error.close()

    def _stamp(self, at: float) -> str:
        return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def statement(self, family: int, call: Call | None) -> str:
        """Return a call's text."""
        one = self.track.plot.families[family]
        if call is not None:
            if id(call) not in self.told_text:
                drawn = call.values or literals(self.rng, one.slots())
                self.told_text[id(call)] = call.sql or one.filled([", ".join(values) for values in drawn])
            return self.told_text[id(call)]
        return one.filled([", ".join(values) for values in literals(self.rng, one.slots())])

    def _slow(self) -> None:
        track, clock = self.track, self.track.clock
        held, limit = track.sessions, track.cluster.slow_ms
        for row, (start, ms) in enumerate(
            zip(track.slow.start_s.tolist(), track.slow.ms.tolist(), strict=True)
        ):
            call = track.slow.told[row]
            end = start + ms / 1000
            if (
                track.slow.cut_off[row]
                or ms < limit
                or (call is not None and call.error)
                or not clock.start_s <= end < clock.end_s
            ):
                continue
            family = track.plot.families[int(track.slow.family[row])]
            session = int(track.slow.session[row])
            client = track.plot.clients[held.client[session]]
            locked = (
                0.0
                if call is None
                else sum(call.waits.get(one, 0.0) for one in (waits.ROW, waits.TUPLE, waits.RELATION)) / 1000
            )
            examined = int(family.blocks * 40 * self.rng.lognormal(0, 0.2)) + int(family.rows)
            self.slow.write(
                end,
                f"# Time: {self._stamp(end)}\n"
                f"# User@Host: {client.user}[{client.user}] @  [{held.host[session]}]  Id: {held.pid[session]}\n"
                f"# Query_time: {ms / 1000:.6f}  Lock_time: {locked + 0.000004:.6f} Rows_sent: {int(family.rows)}  Rows_examined: {examined}\n"
                f"use {client.database};\nSET timestamp={int(start)};\n{self.statement(int(track.slow.family[row]), call)};\n",
            )  # fmt: skip
            self.slow.count("statements")
            self.slow.total("statement ms", round(ms / 1000, 6) * 1000)

    def _note(
        self, at: float, code: str, system: str, text: str, level: str = "Note", thread: int = 0
    ) -> None:
        self.error.write(at, f"{self._stamp(at)} {thread} [{level}] [{code}] [{system}] {text}\n")
        self.error.count("entries")

    def _deadlock(self, deadlock: Deadlock) -> None:
        at, held = deadlock.at_s, self.track.sessions
        self._note(at, "MY-012468", "InnoDB", "Transactions deadlock detected, dumping detailed information.")
        index = {one.name: f for f, one in enumerate(self.track.plot.families)}
        database = self.track.cluster.database
        for number, call in enumerate(deadlock.calls, 1):
            session = call.session
            client = self.track.plot.clients[held.client[session]]
            lock = (
                f"RECORD LOCKS space id 41 page no 4 n bits 72 index PRIMARY of table `{database}`.`{deadlock.table}` trx id "
                f"{deadlock.transactions[number - 1]} lock_mode X locks rec but not gap{{}}\n"
                "Record lock, heap no 2 PHYSICAL RECORD: n_fields 4; compact format; info bits 0\n"
                " 0: len 4; hex 80000001; asc     ;;\n"
            )
            body = (
                f"*** ({number}) TRANSACTION:\n\nTRANSACTION {deadlock.transactions[number - 1]}, ACTIVE 2 sec starting index read\n"
                "mysql tables in use 1, locked 1\nLOCK WAIT 3 lock struct(s), heap size 1128, 2 row lock(s), undo log entries 1\n"
                f"MySQL thread id {held.pid[session]}, OS thread handle 70368{number}, query id {20_000 + number} {held.host[session]} {client.user} updating\n"
                f"{self.statement(index[call.family], call)}"
            )
            self._note(at, "MY-012469", "InnoDB", body)
            self._note(at, "MY-012469", "InnoDB", f"*** ({number}) HOLDS THE LOCK(S):\n\n" + lock.format(""))
            self._note(
                at,
                "MY-012469",
                "InnoDB",
                f"*** ({number}) WAITING FOR THIS LOCK TO BE GRANTED:\n\n" + lock.format(" waiting"),
            )
        self._note(at, "MY-012469", "InnoDB", f"*** WE ROLL BACK TRANSACTION ({len(deadlock.calls)})")
        self.error.count("deadlocks")

    def _down(self, down: Down) -> None:
        version = header(self.track.cluster.version).split("Version: ", 1)[1].split(" ", 1)[0]
        start, end = down.start_s, down.end_s
        if down.killed is None and down.why != "crash":
            self._note(
                start,
                "MY-013172",
                "Server",
                f"Received SHUTDOWN from user rdsadmin. Shutting down mysqld (Version: {version}).",
                "System",
            )
        self._note(
            end - min(3, (end - start) / 2),
            "MY-010116",
            "Server",
            f"{STACK} (mysqld {version}) starting as process 511",
            "System",
        )
        self._note(
            end - min(2, (end - start) / 3),
            "MY-013576",
            "InnoDB",
            "InnoDB initialization has started.",
            "System",
            1,
        )
        self._note(
            end - 0.01,
            "MY-010931",
            "Server",
            f"{STACK}: ready for connections. Version: '{version}'  socket: '/tmp/mysql.sock'  port: 3306  Source distribution.",
            "System",
        )
        self.error.count("starts")

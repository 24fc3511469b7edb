"""What a log's own lines say of the parts of its prefix: which name is the user, which number the process.

Messages name users, databases, clients and processes; a DETAIL has the process of the entry before it and the
line number after it. A part of which nothing speaks stays unknown: absent is better than wrong.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from aurorascope.logs.prefix import CONTINUATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


BACKENDS = (
    "client backend", "autovacuum launcher", "autovacuum worker", "background worker", "background writer",
    "checkpointer", "startup", "walreceiver", "walsender", "walwriter", "archiver", "logger", "postmaster",
    "parallel worker", "logical replication launcher", "logical replication worker", "standalone backend",
    "stats collector", "slotsync worker", "walsummarizer", "io worker", "not initialized",
    "logical replication (?:apply|tablesync|parallel) worker", "dead-end client backend",
)  # fmt: skip
APPLICATIONS = (
    "psql", "pg_dump", "pg_restore", "pg_basebackup", "pg_receivewal", "pgAdmin [^,|@]*", "pgAdmin",
    "PostgreSQL JDBC Driver", "DBeaver [^,|@]*", "DBeaver", "DataGrip [^,|@]*", "Npgsql", "psycopg2?",
    "HeidiSQL", "PostgREST [^,|@]*", "pgbouncer", "pg_isready", "vacuumdb", "reindexdb",
)  # fmt: skip
BACKGROUND = re.compile(
    r"database system |checkpoint |restartpoint |starting PostgreSQL|listening on |automatic (?:aggressive )?"
    r"(?:vacuum|analyze)|autovacuum launcher|received \w+(?: \w+)? (?:shutdown|SIGHUP)|received SIGHUP|"
    r"shutting down|redo |background worker |parameter \""
)
POSTMASTER = re.compile(
    r"starting PostgreSQL|listening on |received (?:fast|smart|immediate) shutdown|received SIGHUP"
)
_NAME = r'"((?:[^"]|"")*)"'
FACTS = (
    (re.compile(r"(?:replication )?connection authorized: user=(.*?) database=(.*?)"
                r"(?: application_name=(.*?))?(?: SSL enabled \(.*| GSS \(.*)?\Z"), "uda"),
    (re.compile(r"disconnection: session time: \S+ user=(.*?) database=(.*?)"
                r" host=(.*?)(?: port=\d+)?\Z"), "udh"),
    (re.compile(r"connection received: host=(\S+)(?: port=\d+)?\Z"), "h"),
    (re.compile(rf"\w+ authentication failed for user {_NAME}"), "u"),
    (re.compile(rf"role {_NAME} (?:does not exist|is not permitted to log in)\Z"), "u"),
    (re.compile(rf"database {_NAME} does not exist\Z"), "d"),
    (re.compile(rf"no pg_hba.conf entry for host {_NAME}, user {_NAME}, database {_NAME}"), "hud"),
    (re.compile(r"process (\d+) (?:still waiting|acquired|avoided deadlock|detected deadlock)"), "p"),
)  # fmt: skip
FATAL_ONLY = {"role", "database"}  # any statement may raise these words, of any role
UNTOLD = ("", "[unknown]")
FEW = 0.1  # of what speaks for a reading, so much may speak against it
_IP = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|\[local\]|[0-9a-f]*:[0-9a-f:]*:[0-9a-f.]*")


class Row(NamedTuple):
    """A line: its head, its severity, and the first line of its message."""

    line: str
    head: str
    severity: str
    message: str


class Evidence:
    """The facts that rows tell: of which row, of which escape, the value."""

    def __init__(self, rows: Sequence[Row]) -> None:
        """Read the messages."""
        self.rows = rows
        self.facts = [(number, *fact) for number, row in enumerate(rows) for fact in _facts(row)]
        self.pairs = [number for number, row in enumerate(rows) if number and row.severity in CONTINUATIONS]

    def votes(self, column: Sequence[str | None], letter: str) -> tuple[int, int]:
        """Count the facts that a column agrees with as this escape, and those that it contradicts."""
        agree = against = 0
        for number, fact, value in self.facts:
            seen = column[number]
            if fact != letter or seen is None or (letter == "a" and seen in UNTOLD):
                continue
            if letter == "h":
                seen = re.sub(r"\(\d+\)\Z", "", seen)
            agree += seen == value
            against += seen != value
        return agree, against

    def told(self, column: Sequence[str | None], letter: str) -> bool:
        """Tell whether the messages say that a column is this escape."""
        agree, against = self.votes(column, letter)
        return agree > 0 and against <= FEW * agree

    def denied(self, column: Sequence[str | None], letter: str) -> bool:
        """Tell whether the messages say that a column is not this escape."""
        agree, against = self.votes(column, letter)
        if against > FEW * agree and against > 0:
            return True
        seen = [value for value in column if value not in {None, *UNTOLD}]
        if letter in "udah":  # a process without a session has none of them
            alone = [value not in UNTOLD for value in self._alone(column) if value is not None]
            if sum(alone) > FEW * len(alone):
                return True
        if letter == "a" and seen:  # said when a session begins, written in its later lines
            named = {value for _, fact, value in self.facts if fact == "a"}
            return bool(named) and named.isdisjoint(seen)
        if letter in "ud" and seen:
            return 2 * sum(bool(_IP.fullmatch(value or "")) for value in seen) > len(seen)
        if letter in "pl":
            return self.same(column)[letter == "p"] if seen else False
        return False

    def same(self, column: Sequence[str | None]) -> tuple[bool, bool]:
        """Tell whether continuations have the number of the line before them, and whether the next one."""
        steps = []
        for number in self.pairs:
            before, after = column[number - 1], column[number]
            if before and after and before.isdigit() and after.isdigit():
                steps.append(int(after) - int(before))
        enough = 0.8 * len(steps)
        return bool(steps) and steps.count(0) >= enough, len(steps) > 1 and steps.count(1) >= enough

    def everywhere(self, column: Sequence[str | None]) -> bool:
        """Tell whether a value stands in the lines of processes without a session too: it is no name then."""
        return any(value not in {None, ""} for value in self._alone(column))

    def of_postmaster(self, column: Sequence[str | None]) -> bool:
        """Tell whether lines of the postmaster have a value: it is in no transaction and no session."""
        return any(
            value and POSTMASTER.match(row.message) for value, row in zip(column, self.rows, strict=True)
        )

    def _alone(self, column: Sequence[str | None]) -> list[str | None]:
        """Return the values in lines of processes without a session."""
        return [value for value, row in zip(column, self.rows, strict=True) if BACKGROUND.match(row.message)]


def _facts(row: Row) -> Iterator[tuple[str, str]]:
    for pattern, letters in FACTS:
        found = pattern.match(row.message)
        if found is None:
            continue
        if row.message.split(" ", 1)[0] in FATAL_ONLY and row.severity != "FATAL":
            continue
        for letter, value in zip(letters, found.groups(), strict=True):
            if value:
                yield letter, value.replace('""', '"')
        return

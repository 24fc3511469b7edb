"""MySQL's error log (5.6 to 9, MariaDB): entries, event kinds, and InnoDB's deadlocks.

A line without a head of its own belongs to the entry before it; so do the lines of a deadlock's dump, which
have heads: other threads may write between them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from aurorascope.logs import clock
from aurorascope.logs.events import event_rows
from aurorascope.logs.fingerprint import fold_message
from aurorascope.logs.kinds import classify
from aurorascope.logs.mysql_deadlocks import ANNOUNCED, DUMPED, deadlocks, without_records
from aurorascope.logs.mysql_lines import NOISY_USERS, TIME
from aurorascope.logs.mysql_made import Made, nothing, strange_rows
from aurorascope.logs.mysql_numbers import filled, iso_times
from aurorascope.logs.mysql_starts import DUMP, ERROR, ERROR_HEAD
from aurorascope.logs.mysql_users import session_key
from aurorascope.model.support import Support

if TYPE_CHECKING:
    from datetime import tzinfo

    from numpy.typing import NDArray

    from aurorascope.logs.kinds import Kinds
    from aurorascope.logs.mysql_lines import Lines

    Ints = NDArray[np.int64]
    Mask = NDArray[np.bool_]

SUPPORT = Support(
    "MySQL, error log",
    "MySQL 5.6 to 9, MariaDB",
    "entries, deadlocks, tables of the kinds below",
    "MariaDB 10.11; MySQL's own are constructed",
    11,
)

HEAD = 160
# Rust's patterns look nowhere ahead: a crash's own first line is a head as far as it goes.
_HEAD = "(?m)^" + ERROR_HEAD.decode().replace("(?=", "(?:")
_DUMPED = _HEAD + DUMP.decode()
_FIELDS = (
    r"(?s)^(?P<time>\d[\d:. TZ+-]*?\d(?:Z|[+-]\d\d:\d\d)?)"
    r"(?: UTC - |(?: +(?P<thread>\d+))? \[(?P<level>\w+)\] ?)"
    r"(?:\[(?P<code>MY-\d+)\] ?)?(?:\[(?P<named>[A-Za-z_ ]+)\] ?)?"
    r"(?:(?P<old>InnoDB|WSREP|Plugin|Semi-sync \w+): ?)?"
    r"(?P<message>.*?)(?: \((?P<location>[\w.-]+\.(?:cc|c|h|ic|cpp):\d+)\))?$"
)
LOUD = ("WARNING", "ERROR")
# What a message says of the session it is about.
_ABOUT = (
    r"user: '(?P<user_name>[^']*)' host: '(?P<client_host>[^']*)'"
    r"|user '(?P<denied_user>[^']*)'@'(?P<denied_host>[^']*)'"
)
_DATABASE = r"to db: '([^']*)' user: "
_NO_DATABASE = ("unconnected", "")


@dataclass(frozen=True)
class ErrorForm:
    """The error log; `zone` is that of times without one."""

    kinds: Kinds
    zone: tzinfo | None = None
    redacted: bool = False
    name: str = ERROR

    def begins(self, lines: Lines) -> Ints:
        """Return where the entries begin."""
        begins, dumped = self._heads(lines)
        return begins[~dumped]

    def _heads(self, lines: Lines) -> tuple[Ints, Mask]:
        """Return where lines with a head begin, and which of them belong to a deadlock's dump."""
        first = lines.raw[lines.begins]
        may = np.flatnonzero((first >= ord("0")) & (first <= ord("9")))
        begins = lines.begins[may]
        heads = lines.heads(begins, lines.stops[may], HEAD)
        found = np.array(heads.str.contains(_HEAD), dtype=bool)
        begins, heads = begins[found], heads.filter(pl.Series(found))
        return begins, np.array(heads.str.contains(_DUMPED), dtype=bool)

    def read(self, lines: Lines, carried: str) -> Made:  # noqa: ARG002 - entries inherit nothing here
        """Return the rows of a block."""
        begins, dumped = self._heads(lines)
        first = int(begins[0]) if len(begins) else lines.size
        strange = [(0, first)] if lines.text[:first].strip() else []
        if not len(begins):
            return Made({"entries": strange_rows(lines, strange)}, entries=len(strange), strange=strange)
        frame = self._fields(lines, begins)
        parts, owner = _with_dumps(frame, dumped)
        own = pl.Series(np.flatnonzero(owner == np.arange(len(begins))))
        entries = frame.with_columns(message=parts).select(pl.all().gather(own))
        made = Made(entries=entries.height + len(strange), strange=strange)
        made.times = np.array(entries["ts"].cast(pl.Int64).fill_null(clock.NO_TIME), dtype=np.int64)
        found = classify(entries, self.kinds, redacted=self.redacted)
        made.near_misses = found.near_misses
        whole = _entries(entries, found.kind, found.noise)
        made.tables = event_rows(whole, found.rows)
        locked = deadlocks(whole)
        whole = without_records(whole)
        if locked.height:
            made.tables["deadlocks"] = locked
        if strange:
            whole = pl.concat([strange_rows(lines, strange), whole], how="diagonal")
            made.tables = {name: _shifted(rows) for name, rows in made.tables.items()}
        made.tables["entries"] = whole
        return made

    def _fields(self, lines: Lines, begins: Ints) -> pl.DataFrame:
        ends = lines.trimmed(begins, np.append(begins[1:], lines.size))
        fields = lines.column("line", begins, ends).str.extract_groups(_FIELDS).struct.unnest()
        message = pl.col("message").str.strip_chars_end("\r\n")
        if lines.returns:
            message = message.str.replace_all("\r\n", "\n", literal=True)
        return fields.select(
            ts=self._times(lines, begins, fields["time"]),
            **lines.origins(begins),
            thread=pl.col("thread").cast(pl.Int64, strict=False),
            severity=pl.col("level").str.to_uppercase().replace("ERR", "ERROR").fill_null("ERROR"),
            error_code="code",
            backend_type=pl.coalesce("named", "old"),
            message=message,
            location="location",
            **nothing(len(begins), ("detail", "hint", "context", "statement")),
        )

    def _times(self, lines: Lines, begins: Ints, texts: pl.Series) -> pl.Series:
        times, _ = iso_times(lines.raw, begins)
        left = np.flatnonzero(times == clock.NO_TIME)
        if len(left):
            told = (
                texts.gather(pl.Series(left))
                .str.replace(r"  +", " ")
                .str.replace(r"T(.*)Z$", " $1")
                .str.replace(r"^(\d{6}) ", "20$1 ")
            )
            told = told.str.replace(r"^(\d{4})(\d\d)(\d\d) ", "$1-$2-$3 ")
            wall = told.str.to_datetime("%Y-%m-%d %k:%M:%S", strict=False, time_unit="us").cast(pl.Int64)
            walls = np.array(wall.fill_null(clock.NO_TIME), dtype=np.int64)
            known = walls != clock.NO_TIME
            if self.zone is not None:
                walls[known] = clock.to_utc(walls[known], self.zone)
            times[left] = walls
        times = filled(times)
        return pl.Series(times).set(pl.Series(times == clock.NO_TIME), None).cast(TIME)


def _with_dumps(frame: pl.DataFrame, dumped: Mask) -> tuple[pl.Series, Ints]:
    """Join the lines of each deadlock's dump to the line that announces it; return messages and owners.

    A dump's line belongs to the last announcement of its thread; one without any stands for itself.
    """
    messages = frame["message"]
    owner = np.arange(frame.height)
    if not dumped.any():
        return messages, owner
    threads = frame["thread"].to_list()
    announced = set(messages.str.starts_with(ANNOUNCED).fill_null(value=False).arg_true().to_list())
    open_of: dict[int | None, int] = {}
    texts: dict[int, list[str]] = {}
    for row in sorted(announced.union(np.flatnonzero(dumped).tolist())):
        thread = threads[row]
        if row in announced:
            open_of[thread] = row
        elif thread in open_of:
            start = open_of[thread]
            owner[row] = start
            texts.setdefault(start, []).append((messages[row] or "").lstrip(" "))
            if DUMPED in (messages[row] or ""):
                del open_of[thread]
    for start, parts in texts.items():
        messages[start] = "\n".join([messages[start], *parts])
    return messages, owner


def _entries(entries: pl.DataFrame, kind: pl.Series, noise: pl.Series) -> pl.DataFrame:
    """Return the rows of `entries`, with what messages say of the session they are about."""
    about = pl.col("message").str.extract_groups(_ABOUT)
    user = pl.coalesce(about.struct.field("user_name"), about.struct.field("denied_user"))
    host = pl.coalesce(about.struct.field("client_host"), about.struct.field("denied_host"))
    database = pl.col("message").str.extract(_DATABASE)
    loud = entries["severity"].is_in(LOUD).fill_null(value=False)
    ids, _ = fold_message(pl.select(pl.when(loud).then(entries["message"])).to_series())
    whole = entries.with_columns(
        engine=pl.lit("mysql"),
        kind=kind,
        pid=pl.when(pl.col("thread") > 0).then(pl.col("thread")),
        user_name=pl.when(user != "").then(user),
        client_host=pl.when(host == "localhost").then(pl.lit("[local]")).when(host != "").then(host),
        database_name=pl.when(~database.is_in(_NO_DATABASE)).then(database),
        error_fingerprint=ids,
    ).drop("thread")
    known = pl.col("client_host").is_not_null()
    return whole.with_columns(
        session_key=pl.when(known).then(session_key()),
        noise=noise | whole["user_name"].is_in(NOISY_USERS).fill_null(value=False),
    )


def _shifted(rows: pl.DataFrame) -> pl.DataFrame:
    """Count one row further: the text before the first entry has become the first row."""
    return rows.with_columns(row=pl.col("row") + 1) if "row" in rows.columns else rows

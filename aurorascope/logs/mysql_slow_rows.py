"""Entries of a slow log to rows of `statements`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from aurorascope.logs import clock
from aurorascope.logs.formats.mysql_slow import ADMIN, USER, SlowEntries, entry_begins, read_entries
from aurorascope.logs.mysql_comments import with_attributes
from aurorascope.logs.mysql_lines import NOISY_USERS, TIME
from aurorascope.logs.mysql_made import Made, moments, strange_rows
from aurorascope.logs.mysql_numbers import byte_at, filled, iso_times, past_blanks, seconds, whole
from aurorascope.logs.mysql_pairs import pairs
from aurorascope.logs.mysql_starts import COMMANDS, SLOW
from aurorascope.logs.mysql_users import user_columns
from aurorascope.logs.slices import starts_with
from aurorascope.model.moments import SECOND
from aurorascope.model.support import Support

if TYPE_CHECKING:
    from datetime import tzinfo

    from numpy.typing import NDArray

    from aurorascope.logs.mysql_lines import Lines

    Ints = NDArray[np.int64]
    Mask = NDArray[np.bool_]

SUPPORT = Support(
    "MySQL, slow query log",
    "Aurora MySQL 2 and 3, MySQL 5.6 to 9, Percona, MariaDB",
    "statements",
    "MariaDB 10.11; MySQL's own are constructed",
    10,
)

# A session may set its own clock, and MariaDB then logs by it: what lies before 2010 is no time of a server
# whose log is read here. A later clock of its own is not told from the server's.
OLDEST = 1_262_304_000 * SECOND
_COMMAND = rf"^(?:{COMMANDS.decode()})\s*$"
MEASURES = (b"Query_time:", b"Lock_time:", b"Rows_sent:", b"Rows_examined:")


@dataclass(frozen=True)
class SlowForm:
    """The slow log; `zone` is that of times without one."""

    zone: tzinfo | None = None
    name: str = SLOW

    def begins(self, lines: Lines) -> Ints:
        """Return where the entries begin."""
        return entry_begins(lines)

    def read(self, lines: Lines, carried: str) -> Made:
        """Return the rows of a block whose first entries inherit the database `carried`."""
        entries = read_entries(lines)
        if not len(entries.begin):
            return _only_strays(lines, entries)
        measured = _measures(lines, entries)
        times = filled(self._times(lines, entries, measured.duration))
        good = measured.good
        strange = [
            *entries.stray,
            *zip(entries.begin[~good].tolist(), entries.end[~good].tolist(), strict=True),
        ]
        made = Made(times=times, entries=len(entries.begin) + len(entries.stray), strange=strange)
        rows = np.flatnonzero(good)
        if len(rows):
            made.tables["statements"] = _statements(lines, entries, measured, times, rows, carried)
        if strange:
            unknown = np.full(len(entries.stray), times[0], dtype=np.int64)
            made.tables["entries"] = strange_rows(lines, strange, np.concatenate((unknown, times[~good])))
        return made

    def _times(self, lines: Lines, entries: SlowEntries, durations: Ints) -> Ints:
        """Return the ends of the statements: from `# Time:` where it names a zone, else from SET timestamp.

        MariaDB writes the second of the statement's start there, MySQL 5.6 and Percona that of its end.
        """
        raw = lines.raw
        times = np.full(len(entries.begin), clock.NO_TIME, dtype=np.int64)
        timed = np.flatnonzero(entries.time >= 0)
        times[timed], _ = iso_times(raw, past_blanks(raw, entries.time[timed] + 8))
        left = np.flatnonzero(times == clock.NO_TIME)
        if not len(left):
            return times
        ends = np.where(entries.set[left] >= 0, entries.sql[left], -1)
        settings = lines.column("set", np.maximum(entries.set[left], 0), ends)
        told = settings.str.extract(r"\btimestamp=(\d{1,12})").cast(pl.Int64).fill_null(0) * SECOND
        times[left] = np.where(np.array(told) >= OLDEST, np.array(told), clock.NO_TIME)
        walls = left[(times[left] == clock.NO_TIME) & (entries.time[left] >= 0)]
        if len(walls):
            times[walls] = self._wall_times(lines, entries.time[walls] + 8, entries.user[walls])
        heads = lines.column("head", entries.user[left], entries.head[left])
        started = left[np.array(heads.str.contains("QC_hit: ", literal=True), dtype=bool)]
        started = started[times[started] != clock.NO_TIME]
        times[started] += np.maximum(durations[started], 0)
        return times

    def _wall_times(self, lines: Lines, begins: Ints, ends: Ints) -> Ints:
        texts = lines.column("time", begins, ends).str.strip_chars().str.replace(r"  +", " ")
        wall = texts.str.to_datetime("%y%m%d %k:%M:%S", strict=False, time_unit="us").cast(pl.Int64)
        times = np.array(wall.fill_null(clock.NO_TIME), dtype=np.int64)
        known = times >= OLDEST
        if self.zone is not None:
            times[known] = clock.to_utc(times[known], self.zone)
        return np.where(known, times, clock.NO_TIME)


@dataclass(frozen=True)
class _Measured:
    """The four measures of each entry, where they end, and whether they could be read; -1 is none."""

    duration: Ints
    lock: Ints
    sent: Ints
    examined: Ints
    after: Ints
    good: Mask


def _measures(lines: Lines, entries: SlowEntries) -> _Measured:
    """Read `# Query_time: 1.250000  Lock_time: 0.000012 Rows_sent: 20  Rows_examined: 88123`."""
    raw = lines.raw
    good = entries.query >= 0
    at = np.maximum(entries.query, 0) + 2
    values: list[Ints] = []
    for word in MEASURES:
        there = starts_with(raw, at, entries.head, word)
        read = seconds if word.endswith(b"_time:") else whole
        value, after, sound = read(raw, past_blanks(raw, at + len(word)))
        if not values:
            good &= there & sound
        values.append(np.where(there & sound, value, -1))
        at = np.where(there, _next_word(raw, after), at)
    duration, lock, sent, examined = values
    return _Measured(duration, lock, sent, examined, at, good)


def _next_word(raw: NDArray[np.uint8], at: Ints) -> Ints:
    """Step over what is left of a value that could not be read (an overflow), and the blanks behind it."""
    for _ in range(32):
        inside = (byte_at(raw, at) > 32) & (at < len(raw))
        if not inside.any():
            break
        at = at + inside
    return past_blanks(raw, at)


def _statements(
    lines: Lines, entries: SlowEntries, measured: _Measured, times: Ints, rows: Ints, carried: str
) -> pl.DataFrame:
    extended = np.flatnonzero(_has_pairs(lines, entries, measured)[rows])
    users = lines.column(
        "user",
        entries.user[rows] + len(USER),
        lines.trimmed(entries.user[rows], _line_end(lines, entries, rows)),
    )
    databases, inherited = _databases(lines, entries, rows, carried)
    frame = pl.DataFrame(
        {
            "ts": moments(times[rows]),
            **lines.origins(entries.begin[rows]),
            "database_name": databases,
            "database_inherited": inherited,
            "duration_us": _measure(measured.duration[rows]),
            "lock_us": _measure(measured.lock[rows]),
            "rows_sent": _measure(measured.sent[rows]),
            "rows_examined": _measure(measured.examined[rows]),
        }
    )
    pids = None
    if len(extended):
        frame, pids = _with_pairs(lines, entries, rows, extended, frame)
    admin = _administers(lines, entries, rows)
    begins, ends = entries.sql[rows] + 2 * admin, entries.sql_end[rows]
    sql = lines.column("sql", begins, np.where(ends > begins, ends, begins - 1))
    if lines.returns:  # a file with the line ends of Windows
        sql = sql.str.replace_all("\r\n", "\n", literal=True)
    columns = user_columns(users, pids)
    frame = frame.with_columns(
        started_at=(pl.col("ts").cast(pl.Int64) - pl.col("duration_us")).cast(TIME),
        engine=pl.lit("mysql"),
        phase=pl.Series(["statement", "admin"]).gather(pl.Series(admin.astype(np.uint32))),
        calls=pl.lit(1, dtype=pl.Int64),
        sql=sql,
        observed_by=pl.lit("slow_log"),
        noise=columns["user_name"].is_in(NOISY_USERS).fill_null(value=False),
        **columns,
    )
    return with_attributes(frame)


def _administers(lines: Lines, entries: SlowEntries, rows: Ints) -> Mask:
    """Tell which entries are commands of the protocol; any client may write a comment that begins so."""
    begins, ends = entries.sql[rows], entries.sql_end[rows]
    admin: Mask = starts_with(lines.raw, begins, ends, ADMIN)
    at = np.flatnonzero(admin)
    if len(at):
        told = lines.column("command", begins[at] + len(ADMIN), ends[at])
        admin[at] = np.array(told.str.contains(_COMMAND), dtype=bool)
    return admin


def _line_end(lines: Lines, entries: SlowEntries, rows: Ints) -> Ints:
    """Return where the line below `# User@Host:` begins."""
    place = np.searchsorted(lines.begins, entries.user[rows], side="right")
    ends: Ints = np.append(lines.begins, lines.size)[place]
    return ends


def _measure(values: Ints) -> pl.Series:
    found = pl.Series(values)
    return found.set(pl.Series(values < 0), None) if (values < 0).any() else found


def _has_pairs(lines: Lines, entries: SlowEntries, measured: _Measured) -> Mask:
    """Tell which headers say more than the four measures: further lines, or further pairs on theirs."""
    ends = lines.trimmed(measured.after, entries.head)
    below: Mask = ends > measured.after
    after_user = _line_end(lines, entries, np.arange(len(entries.user)))
    below |= after_user != entries.query
    return below


def _with_pairs(
    lines: Lines, entries: SlowEntries, rows: Ints, extended: Ints, frame: pl.DataFrame
) -> tuple[pl.DataFrame, pl.Series]:
    """Put the named values of extended headers into the frame; return their connections apart."""
    some = rows[extended]
    told = pairs(lines.column("head", _line_end(lines, entries, some), entries.head[some]))
    at = np.full(len(rows), -1, dtype=np.int64)
    at[extended] = np.arange(len(extended))
    index = pl.Series(at).set(pl.Series(at < 0), None)
    spread = told.select(pl.all().gather(index))
    named = spread["database"].is_not_null()
    frame = frame.with_columns(
        spread.select("rows_affected", "errno", "killed", "extra").get_columns(),
        database_name=pl.when(named).then(spread["database"]).otherwise(pl.col("database_name")),
        database_inherited=pl.col("database_inherited") & ~named,
    )
    # MariaDB and Percona say the database of each connection, and nothing where it has none.
    none = spread["pid"].is_not_null() & spread["database"].is_null()
    frame = frame.with_columns(
        database_name=pl.when(~none | ~pl.col("database_inherited")).then(pl.col("database_name")),
        database_inherited=pl.col("database_inherited") & ~none,
    )
    return frame, spread["pid"]


def _databases(lines: Lines, entries: SlowEntries, rows: Ints, carried: str) -> tuple[pl.Series, pl.Series]:
    """Return the database of each row, and whether it is the file's and not of the entry's own `use`."""
    own = np.flatnonzero(entries.use >= 0)
    ends = lines.trimmed(entries.use[own], entries.set[own])
    names = lines.column("database_name", entries.use[own] + 4, ends).str.strip_suffix(";").str.strip_chars()
    quoted = names.str.starts_with("`")
    names = names.zip_with(
        ~quoted, names.str.strip_prefix("`").str.strip_suffix("`").str.replace_all("``", "`")
    )
    first = pl.Series([unquoted(carried) or None], dtype=pl.String)
    known = pl.concat([first, names.cast(pl.String)])
    which = np.searchsorted(own, rows, side="right")
    databases = known.gather(pl.Series(which)).alias("database_name")
    inherited = pl.Series(entries.use[rows] < 0) & databases.is_not_null()
    return databases, inherited


def unquoted(name: str) -> str:
    """Return the name of a `use` line as it stands in the file (latin-1 of its bytes), without back-ticks."""
    name = name.encode("latin-1").decode("utf-8", "replace").removesuffix(";").strip()
    if name.startswith("`"):
        return name.removeprefix("`").removesuffix("`").replace("``", "`")
    return name


def _only_strays(lines: Lines, entries: SlowEntries) -> Made:
    strange = list(entries.stray)
    made = Made(entries=len(strange), strange=strange)
    if strange:
        made.tables["entries"] = strange_rows(lines, strange)
    return made

"""MySQL's general log: `2026-11-19T08:12:19.125290Z<TAB>262325 Query<TAB>text`, the text over any lines.

A statement is logged when it begins: its row has no duration. MariaDB writes the time only when its second
changes, so an entry without one inherits it. A statement names its connection alone; who that is stands in
its `Connect`, which may be hours before: `connections` has it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from aurorascope.logs import clock
from aurorascope.logs.mysql_lines import TIME
from aurorascope.logs.mysql_made import Made, strange_rows
from aurorascope.logs.mysql_numbers import filled, iso_times
from aurorascope.logs.mysql_starts import GENERAL, GENERAL_HEAD
from aurorascope.logs.mysql_users import SOCKET, session_key
from aurorascope.model.support import Support

if TYPE_CHECKING:
    from datetime import tzinfo

    from numpy.typing import NDArray

    from aurorascope.logs.mysql_lines import Lines

    Ints = NDArray[np.int64]

SUPPORT = Support(
    "MySQL, general log",
    "MySQL 5.6 to 9, MariaDB",
    "statements (without durations), connections",
    "MariaDB 10.11; MySQL's own are constructed",
    13,
)

HEAD = 120  # bytes: time, id and command
_HEAD = "(?m)^" + GENERAL_HEAD.decode()
_CUT = r"(?m)^(?P<head>(?P<time>[^\t]*)\t+ *(?P<pid>\d+) (?P<command>[A-Za-z_ ]+)(?:\t|\r?$))"
_CONNECT = (
    r"^(?:(?P<denied>Access denied) for user '(?P<name>[^']*)'@'(?P<from>[^']*)'.*"
    r"|(?P<user>.*)@(?P<host>[^@\s]*)(?: as \S+)? on (?P<database>.*?)(?: using (?P<transport>.*))?)$"
)
_OPENING = r"(?m)^.*started with:\r?\nT[Cc][Pp] [Pp]ort: .*\r?\nTime[ \t]+Id[ \t]+Command[ \t]+Argument\r?\n?"
PHASES = {"Query": "statement", "Execute": "execute", "Bulk_execute": "execute", "Prepare": "parse"}
NO_STATEMENT = ("Connect", "Quit")


@dataclass(frozen=True)
class GeneralForm:
    """The general log; `zone` is that of times without one.

    Not `counted`, its executions are rows without a call: the slow log of the instance counts them.
    """

    zone: tzinfo | None = None
    counted: bool = True
    name: str = GENERAL

    def begins(self, lines: Lines) -> Ints:
        """Return where the entries begin."""
        first = lines.raw[lines.begins]
        may = np.flatnonzero((first == ord("\t")) | ((first >= ord("0")) & (first <= ord("9"))))
        begins = lines.begins[may]
        heads = lines.heads(begins, lines.trimmed(begins, lines.stops[may]), HEAD)
        found: Ints = begins[np.array(heads.str.contains(_HEAD), dtype=bool)]
        return found

    def read(self, lines: Lines, carried: str) -> Made:
        """Return the rows of a block whose first entries inherit the time `carried`."""
        begins = self.begins(lines)
        first = int(begins[0]) if len(begins) else lines.size
        strange = [] if self._is_opening(lines, first) else [(0, first)]
        made = Made(entries=len(begins) + len(strange), strange=strange)
        if strange:
            made.tables["entries"] = strange_rows(lines, strange)
        if not len(begins):
            return made
        frame = self._entries(lines, begins, carried)
        made.times = np.array(frame["ts"].cast(pl.Int64).fill_null(clock.NO_TIME), dtype=np.int64)
        statements = _statements(frame, counted=self.counted)
        connections = _connections(frame)
        made.tables |= {
            name: rows
            for name, rows in (("statements", statements), ("connections", connections))
            if rows.height
        }
        return made

    def _is_opening(self, lines: Lines, first: int) -> bool:
        """Tell whether nothing but the lines of an opened file stand before the first entry."""
        text = pl.Series([lines.text[:first].decode("utf-8", "replace")])
        return not text.str.replace_all(_OPENING, "")[0].strip()

    def _entries(self, lines: Lines, begins: Ints, carried: str) -> pl.DataFrame:
        ends = lines.trimmed(begins, np.append(begins[1:], lines.size))
        cut = lines.heads(begins, ends, HEAD).str.extract_groups(_CUT).struct.unnest()
        after = np.minimum(begins + np.array(cut["head"].str.len_bytes().fill_null(0), dtype=np.int64), ends)
        text = lines.column("text", after, ends)
        if b"started with:" in lines.text:  # the file was opened again: between two entries
            text = text.str.replace_all(_OPENING, "").str.strip_suffix("\n")
        return cut.select(
            ts=self._times(lines, begins, cut["time"], carried),
            pid=pl.col("pid").cast(pl.Int64, strict=False),
            command="command",
            text=pl.when(text != "").then(text),
            **lines.origins(begins),
        )

    def _times(self, lines: Lines, begins: Ints, texts: pl.Series, carried: str) -> pl.Series:
        times, _ = iso_times(lines.raw, begins)
        left = np.flatnonzero(times == clock.NO_TIME)
        if len(left):
            told = pl.concat([pl.Series([carried], dtype=pl.String), texts.gather(pl.Series(left)).alias("")])
            told = told.str.replace(r"  +", " ")
            wall = told.str.to_datetime("%y%m%d %k:%M:%S", strict=False, time_unit="us").cast(pl.Int64)
            walls = np.array(wall.fill_null(clock.NO_TIME), dtype=np.int64)
            known = walls != clock.NO_TIME
            if self.zone is not None:
                walls[known] = clock.to_utc(walls[known], self.zone)
            own = walls[1:]
            if walls[0] != clock.NO_TIME and left[0] == 0 and own[0] == clock.NO_TIME:
                own[0] = walls[0]
            times[left] = own
        times = filled(times)
        return pl.Series(times).set(pl.Series(times == clock.NO_TIME), None).cast(TIME)


def _statements(frame: pl.DataFrame, *, counted: bool) -> pl.DataFrame:
    """Return what ran: statements, executions and preparations, and the other commands as phase admin."""
    mine = frame.filter(~pl.col("command").is_in(NO_STATEMENT))
    phase = pl.col("command").replace_strict(PHASES, default="admin")
    return mine.select(
        *("ts", "source", "offset", "pid"),
        engine=pl.lit("mysql"),
        phase=phase,
        calls=pl.when((phase == "parse") | (not counted)).then(0).otherwise(1).cast(pl.Int64),
        sql=pl.when(phase == "admin")
        .then(pl.format("administrator command: {}", "command"))
        .otherwise("text"),
        observed_by=pl.lit("general_log"),
        noise=pl.lit(value=False),
    )


def _connections(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of `connections` that Connect and Quit give."""
    mine = frame.filter(pl.col("command").is_in(NO_STATEMENT))
    told = mine["text"].str.extract_groups(_CONNECT).struct.unnest()
    denied = told["denied"].is_not_null()
    user = pl.select(pl.coalesce(told["user"], told["name"])).to_series()
    host = pl.select(pl.coalesce(told["host"], told["from"])).to_series()
    event = pl.when(pl.col("command") == "Quit").then(pl.lit("disconnected"))
    rows = mine.select(
        *("ts", "source", "offset", "pid"),
        event=event.when(denied).then(pl.lit("failed")).otherwise(pl.lit("authorized")),
        failure=pl.when(denied).then(pl.lit("access denied")),
        observed_by=pl.lit("general_log"),
        user_name=pl.when(user != "").then(user),
        database_name=pl.when(told["database"] != "").then(told["database"]),
        client_host=pl.when(host == "localhost").then(pl.lit(SOCKET)).when(host != "").then(host),
        tls_version=pl.when(told["transport"].str.starts_with("SSL")).then(told["transport"]),
    )
    return rows.with_columns(session_key=session_key())

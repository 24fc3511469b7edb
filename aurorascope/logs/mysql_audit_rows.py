r"""MySQL's audit log: Aurora's form (unix microseconds) and RDS's and MariaDB's (wall-clock seconds).

`1795057201123456,prod-1,app_rw,10.0.12.34,7432,20070835,QUERY,shop,'SELECT \'a\', 1',0`: eight commas, then
an object that is quoted with backslashes for a QUERY and bare for a table; no csv reader reads it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from aurorascope.logs import clock
from aurorascope.logs.mysql_lines import TIME
from aurorascope.logs.mysql_made import Made, strange_rows
from aurorascope.logs.mysql_starts import AUDIT, AUDIT_HEAD
from aurorascope.logs.mysql_users import SOCKET, session_key
from aurorascope.model.support import Support

if TYPE_CHECKING:
    from datetime import tzinfo

    from numpy.typing import NDArray

    from aurorascope.logs.mysql_lines import Lines

    Ints = NDArray[np.int64]

SUPPORT = Support(
    "MySQL, audit log",
    "Aurora (microseconds), RDS and MariaDB (seconds)",
    "audit, connections",
    "MariaDB 10.11; Aurora's and RDS's are constructed",
    12,
)

HEAD = 1200  # bytes of a line that its eight commas stand within
_HEAD = "^" + AUDIT_HEAD.decode()
_FIELDS = (
    r"(?s)^(?P<time>[0-9: ]+),[^,]*,(?P<user_name>[^,]*),(?P<client_host>[^,]*),"
    r"(?P<pid>\d*),(?P<statement_id>\d*),"
    r"(?P<operation>[A-Z_]+),(?P<database_name>[^,]*),(?P<rest>.*)$"
)
# A text that the server cut (server_audit_query_log_limit) may have lost its quote.
_QUOTED = r"(?s)^'(?P<quoted>.*?)'?(?:,(?P<after>\d*))?$"
_PLAIN = r"(?s)^(?P<plain>.*?)(?:,(?P<code>\d*))?$"
_ESCAPES = {"\\\\": "\\", "\\'": "'", '\\"': '"', "\\n": "\n", "\\r": "\r", "\\t": "\t", "\\0": "\0"}
EVENTS = {
    "CONNECT": "authorized",
    "DISCONNECT": "disconnected",
    "FAILED_CONNECT": "failed",
    "CHANGEUSER": "authorized",
}
CLASSES = {
    "READ": "READ",
    "WRITE": "WRITE",
    **dict.fromkeys(("CREATE", "ALTER", "RENAME", "DROP", "QUERY_DDL"), "DDL"),
    **dict.fromkeys(("CONNECT", "DISCONNECT", "FAILED_CONNECT", "CHANGEUSER", "PROXY_CONNECT"), "CONNECT"),
    **dict.fromkeys(("QUERY_DML", "QUERY_DML_NO_SELECT"), "WRITE"),
    "QUERY_DCL": "ROLE",
}
_WORDS = {
    "READ": r"(?i)^[\s(]*(?:select|show|desc|describe|explain|table|values|with)\b",
    "WRITE": r"(?i)^\s*(?:insert|update|delete|replace|load|call|do)\b",
    "ROLE": r"(?i)^\s*(?:grant|revoke|create\s+(?:user|role)|"
    r"drop\s+(?:user|role)|alter\s+user|set\s+password)\b",
    "DDL": r"(?i)^\s*(?:create|alter|drop|rename|truncate)\b",
}


@dataclass(frozen=True)
class AuditForm:
    """The audit log; `zone` is that of RDS's and MariaDB's times."""

    zone: tzinfo | None = None
    name: str = AUDIT

    def begins(self, lines: Lines) -> Ints:
        """Return where the entries begin."""
        heads = lines.heads(lines.begins, lines.stops, HEAD)
        begins: Ints = lines.begins[np.array(heads.str.contains(_HEAD), dtype=bool)]
        return begins

    def read(self, lines: Lines, carried: str) -> Made:  # noqa: ARG002 - entries inherit nothing here
        """Return the rows of a block."""
        begins = self.begins(lines)
        first = int(begins[0]) if len(begins) else lines.size
        strange = [(0, first)] if lines.text[:first].strip() else []
        made = Made(entries=len(begins) + len(strange), strange=strange)
        if strange:
            made.tables["entries"] = strange_rows(lines, strange)
        if not len(begins):
            return made
        frame = self._fields(lines, begins)
        made.times = np.array(frame["ts"].cast(pl.Int64).fill_null(clock.NO_TIME), dtype=np.int64)
        made.tables["audit"] = _audit(frame)
        connections = _connections(frame)
        if connections.height:
            made.tables["connections"] = connections
        return made

    def _fields(self, lines: Lines, begins: Ints) -> pl.DataFrame:
        ends = lines.trimmed(begins, np.append(begins[1:], lines.size))
        fields = lines.column("line", begins, ends).str.extract_groups(_FIELDS).struct.unnest()
        is_quoted = pl.col("rest").str.starts_with("'")
        quoted, plain = pl.col("rest").str.extract_groups(_QUOTED), pl.col("rest").str.extract_groups(_PLAIN)
        code = pl.when(is_quoted).then(quoted.struct.field("after")).otherwise(plain.struct.field("code"))
        text = quoted.struct.field("quoted").str.replace_many(list(_ESCAPES), list(_ESCAPES.values()))
        host = (
            pl.when(pl.col("client_host") == "localhost").then(pl.lit(SOCKET)).otherwise(said("client_host"))
        )
        frame = fields.with_columns(
            ts=self._times(fields["time"]),
            user_name=said("user_name"),
            client_host=host,
            database_name=said("database_name"),
            pid=pl.col("pid").cast(pl.Int64, strict=False),
            statement_id=pl.col("statement_id").cast(pl.Int64, strict=False).replace(0, None),
            statement=pl.when(is_quoted).then(text),
            object=pl.when(~is_quoted & (plain.struct.field("plain") != "")).then(
                plain.struct.field("plain")
            ),
            code=pl.when(code != "").then(code),
        )
        return frame.with_columns(session_key=session_key(), **lines.origins(begins))

    def _times(self, texts: pl.Series) -> pl.Series:
        """Read unix microseconds, or seconds of a wall clock."""
        micros = texts.cast(pl.Int64, strict=False)
        wall = texts.str.replace(r"^(\d{8})  ", "$1 0").str.to_datetime("%Y%m%d %H:%M:%S", strict=False)
        times = np.array(wall.cast(pl.Datetime("us")).cast(pl.Int64).fill_null(clock.NO_TIME), dtype=np.int64)
        known = times != clock.NO_TIME
        if self.zone is not None:
            times[known] = clock.to_utc(times[known], self.zone)
        walls = pl.Series(times).set(pl.Series(~known), None)
        return micros.zip_with(micros.is_not_null(), walls).cast(TIME)


def said(name: str) -> pl.Expr:
    """Return a field, null where it is empty."""
    return pl.when(pl.col(name) != "").then(pl.col(name))


def _audit(frame: pl.DataFrame) -> pl.DataFrame:
    by_word = pl.coalesce(
        pl.when(pl.col("statement").str.contains(pattern)).then(pl.lit(name))
        for name, pattern in _WORDS.items()
    )
    query = pl.when(pl.col("operation") == "QUERY").then(by_word.fill_null("MISC"))
    return frame.select(
        *("ts", "source", "offset", "pid", "session_key", "user_name", "database_name", "client_host"),
        *("operation", "object", "statement", "statement_id"),
        **{"class": pl.coalesce(pl.col("operation").replace_strict(CLASSES, default=None), query)},
        actor="user_name",
        audit_type=pl.lit("server"),
        outcome=pl.when(pl.col("code") == "0").then(pl.lit("ok")).otherwise(pl.col("code")),
    )


def _connections(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of `connections` that the audit log gives."""
    mine = frame.filter(pl.col("operation").is_in(list(EVENTS)))
    event = pl.col("operation").replace_strict(EVENTS)
    return mine.select(
        *("ts", "source", "offset", "pid", "session_key", "user_name", "database_name", "client_host"),
        event=event,
        failure=pl.when(event == "failed").then(pl.format("error {}", pl.col("code").fill_null("unknown"))),
        observed_by=pl.lit("audit_log"),
    )

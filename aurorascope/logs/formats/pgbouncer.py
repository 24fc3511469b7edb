"""PgBouncer's log from 1.9 on: `2026-11-20 16:10:18.943 UTC [22530] LOG C-0x55: shop/app@10.0.3.7:59030 ...`.

Up to 1.10 a line has no zone and its pid no brackets. `C-` is a client's connection to the pooler, `S-` one
of the pooler to a server; a socket is `unix(pid):port`, an address of IPv6 stands in brackets.
https://www.pgbouncer.org/config.html
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from aurorascope.logs import clock
from aurorascope.logs.pooler_starts import PGBOUNCER, PGBOUNCER_HEAD
from aurorascope.model.support import Support

if TYPE_CHECKING:
    from datetime import tzinfo

SUPPORT = Support(
    "PgBouncer",
    "1.9 to 1.25, with and without a zone",
    "connections, server_events, pooler_stats, entries",
    "PgBouncer 1.18; other versions' lines are constructed",
    20,
)

_HOST = r"unix(?:\(\d+\))?|\[[0-9a-fA-F:.%]+\]|[^@:\s\[\]]*|[0-9a-fA-F:.]+"
_FIELDS = (
    r"(?s)^(?P<stamp>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3})(?: (?P<zone>[A-Z]{1,6}|[+-][\d:]+))? "
    r"(?:\[\d+\]|\d+) (?P<severity>[A-Z]+) "
    r"(?:(?P<side>[CS])-(?P<connection>0x[0-9a-f]+|\d+): (?P<database>[^/]*)/(?P<user>.*?)@"
    rf"(?P<host>{_HOST}):(?P<port>\d+) )?(?P<message>.*)$"
)
_NOBODY = ("(nodb)", "(nouser)", "(no-user)", "")


@dataclass(frozen=True)
class PgbouncerForm:
    """PgBouncer's log; `zone` overrules the zone that the lines name, and is that of lines without one."""

    zone: tzinfo | None = None
    name: str = PGBOUNCER
    pattern: str = "^" + PGBOUNCER_HEAD.decode()

    def fields(self, texts: pl.Series) -> pl.DataFrame:
        """Return what the lines say."""
        told = texts.str.extract_groups(_FIELDS).struct.unnest()
        client = pl.col("side") == "C"
        host = pl.col("host").str.strip_chars("[]")
        named = pl.when(client & ~pl.col("user").is_in(_NOBODY)).then("user")
        where = (
            pl.when(client & pl.col("host").str.starts_with("unix")).then(pl.lit("[local]"))
            .when(client & (host != "")).then(host)
        )  # fmt: skip
        return told.select(
            micros=self._micros(told),
            severity="severity",
            message=pl.col("message").str.strip_chars_end("\r\n"),
            user_name=named,
            database_name=pl.when(pl.col("side").is_not_null() & ~pl.col("database").is_in(_NOBODY)).then(
                "database"
            ),
            client_host=where,
            # pointers are used again, so the port stands beside
            session_key=pl.when(client).then(
                pl.concat_str("side", pl.lit("-"), "connection", pl.lit("@"), "host", pl.lit(":"), "port")
            ),
            backend_type=pl.when(client)
            .then(pl.lit("client"))
            .when(pl.col("side") == "S")
            .then(pl.lit("server")),
        )

    def _micros(self, told: pl.DataFrame) -> pl.Series:
        wall = (
            told["stamp"]
            .str.to_datetime("%Y-%m-%d %H:%M:%S%.3f", strict=False, time_unit="us")
            .cast(pl.Int64)
        )
        for name in told["zone"].unique().to_list():
            place = self.zone or _zone(name)
            mine = told["zone"].eq_missing(pl.Series([name], dtype=pl.String)) & wall.is_not_null()
            rows = mine.arg_true()
            if place is not None and len(rows):
                wall = wall.scatter(rows, clock.to_utc(wall.gather(rows).to_numpy().copy(), place))
        return wall.alias("micros")


def _zone(name: str | None) -> tzinfo | None:
    if name is None:
        return None
    try:
        return clock.zone(name)
    except ValueError:
        return None

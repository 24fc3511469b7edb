"""RDS Proxy's log: `2026-11-20T03:00:01.303Z [INFO] [proxyEndpoint=default] [clientConnection=24] A new ...`.

AWS publishes no description of it; the form is that of lines that AWS's own pages and users show.
https://repost.aws/knowledge-center/rds-proxy-connection-pinning-issues
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from aurorascope.logs.pooler_starts import PROXY, PROXY_HEAD
from aurorascope.model.support import Support

if TYPE_CHECKING:
    from datetime import tzinfo

SUPPORT = Support(
    "RDS Proxy",
    "lines as AWS's pages and users show them",
    "connections, server_events, entries",
    "constructed",
    21,
)

_FIELDS = (
    r"(?s)^(?P<stamp>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(?P<fraction>\d{1,9}))?Z? +\[(?P<level>[A-Z]+)\] +"
    r"(?:\[proxyEndpoint=(?P<endpoint>[^\]]*)\] *)?"
    r"(?:\[clientConnection=(?P<client>[^\]]*)\] *)?(?:\[dbConnection=(?P<server>[^\]]*)\] *)?"
    r"(?P<message>.*)$"
)
_USER = r"(?i)\bfor user \"([^\"]*)\""
_FROM = r"\bclient connected from ([0-9A-Fa-f.:\[\]]+):\d+"
SEVERITIES = {"INFO": "LOG", "WARN": "WARNING", "TRACE": "DEBUG"}


@dataclass(frozen=True)
class ProxyForm:
    """RDS Proxy's log, whose times are UTC."""

    zone: tzinfo | None = None
    name: str = PROXY
    pattern: str = "^" + PROXY_HEAD.decode().replace("(?=[A-Z])", "[A-Z]")

    def fields(self, texts: pl.Series) -> pl.DataFrame:
        """Return what the lines say."""
        told = texts.str.extract_groups(_FIELDS).struct.unnest()
        whole = (
            told["stamp"].str.to_datetime("%Y-%m-%dT%H:%M:%S", strict=False, time_unit="us").cast(pl.Int64)
        )
        fraction = (
            told["fraction"].fill_null("0").str.pad_end(6, "0").str.slice(0, 6).cast(pl.Int64, strict=False)
        )
        message = pl.col("message").str.strip_chars_end("\r\n")
        client = pl.col("client").is_not_null()
        return told.select(
            micros=whole + fraction,
            severity=pl.col("level").replace(SEVERITIES),
            message=message,
            user_name=message.str.extract(_USER),
            client_host=message.str.extract(_FROM).str.strip_chars("[]"),
            session_key=pl.when(client).then(pl.format("C-{}", "client")),
            backend_type=pl.when(client)
            .then(pl.lit("client"))
            .when(pl.col("server").is_not_null())
            .then(pl.lit("server")),
        )

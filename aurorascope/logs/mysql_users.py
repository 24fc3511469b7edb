"""`# User@Host:` lines to sessions: each distinct line is read once."""

from __future__ import annotations

import polars as pl

from aurorascope.logs.numbering import numbered_texts

# `priv_user[user] @ host [ip]  Id: 7432`; host, ip and id may be missing, blanks may be collapsed.
_LINE = (
    r"^(?P<account>[^\[]*)\[(?P<user>.*)\] *@ *(?P<host>[^\[\s]*) *\[(?P<ip>[^\]]*)\]"
    r"(?: +Id: *(?P<id>\d+))?"
)
SOCKET = "[local]"


def user_columns(lines: pl.Series, pids: pl.Series | None = None) -> dict[str, pl.Series]:
    """Return pid, session_key, user_name, client_host for each line; `pids` are known from elsewhere."""
    which, first = numbered_texts(lines)
    groups = lines.gather(pl.Series(first)).str.extract_groups(_LINE).struct.unnest()
    host = (
        pl.when(pl.col("ip") != "")
        .then(pl.col("ip"))
        .when(pl.col("host") == "localhost")
        .then(pl.lit(SOCKET))
        .when(pl.col("host") != "")
        .then(pl.col("host"))
    )
    user = (
        pl.when(pl.col("user") != "")
        .then(pl.col("user"))
        .when(pl.col("account") != "")
        .then(pl.col("account"))
    )
    known = groups.select(pid=pl.col("id").cast(pl.Int64, strict=False), user_name=user, client_host=host)
    if pids is None or pids.null_count() == len(pids):
        known = known.with_columns(session_key=session_key())
        return {name: known[name].gather(pl.Series(which)) for name in known.columns}
    rows = known.select(pl.all().gather(pl.Series(which)))
    rows = rows.with_columns(pid=pl.coalesce(pids, pl.col("pid")))
    rows = rows.with_columns(session_key=session_key())
    return {name: rows[name] for name in rows.columns}


def session_key() -> pl.Expr:
    """Return the key of a connection: its number at its client; null where the log names no connection."""
    return pl.when(pl.col("pid").is_not_null()).then(
        pl.concat_str(pl.col("pid").cast(pl.String), pl.lit("@"), pl.col("client_host").fill_null(""))
    )

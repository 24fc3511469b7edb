"""Whose session wrote a line: the distinct sessions of a block, parsed once each, as columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from aurorascope.logs.numbering import numbered_texts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

# `%r:%u@%d:[%p` of RDS. The host holds no blank, so an IPv6 address ends where its port does; users hold @
# (Kerberos, IAM) far more often than databases, so the last one parts them.
_RDS = (
    r"(?s)^(?P<remote>\[local\]|[0-9A-Za-z_.:%-]+\(\d+\)|):"
    r"(?P<user_name>.*)@(?P<database_name>[^@]*):\[(?P<pid>\d+)$"
)
_PORT = r"\(\d+\)$"
_GROUPS = ("remote", "host", "user_name", "database_name", "pid", "application", "session_id", "backend_type")

UNNAMED = 0  # no process has this number

SCHEMA: dict[str, pl.DataType] = {
    "pid": pl.Int64(),
    "session_key": pl.String(),
    "user_name": pl.String(),
    "database_name": pl.String(),
    "client_host": pl.String(),
    "application": pl.String(),
    "backend_type": pl.String(),
}


class Sessions:
    """Collects which session each row belongs to, and what is known of each."""

    def __init__(self, count: int) -> None:
        self.codes = np.full(count, -1, dtype=np.int64)
        self._frames: list[pl.DataFrame] = []
        self._known = 0

    def add_rds(self, rows: Ints, texts: pl.Series) -> NDArray[np.bool_]:
        """Take rows whose session is written `%r:%u@%d:[%p`; return which of them were understood."""
        if not len(rows):
            return np.zeros(0, dtype=bool)
        which, first = numbered_texts(texts)
        groups = texts.gather(pl.Series(first)).str.extract_groups(_RDS).struct.unnest()
        understood = np.array(groups["pid"].is_not_null(), dtype=bool)[which]
        self.codes[rows] = np.where(understood, which + self._known, -1)
        self._add(groups)
        return understood

    def add_groups(self, rows: Ints, groups: pl.DataFrame, prefix: str) -> None:
        """Take rows that the exact pattern read, from its named groups."""
        names = [name for name in _GROUPS if name in groups.columns]
        if not names:
            self.codes[rows] = self._known
            self._add(pl.DataFrame({"pid": ["0"]}))
            return
        distinct = groups.select(names).unique(maintain_order=True).with_row_index("code")
        which = groups.select(names).join(
            distinct, on=names, how="left", nulls_equal=True, maintain_order="left"
        )
        self.codes[rows] = np.array(which["code"], dtype=np.int64) + self._known
        self._add(_parted(distinct) if "%u@%d" in prefix else distinct)

    def add_known(self, rows: Ints, which: Ints, groups: pl.DataFrame) -> None:
        """Take rows whose sessions are numbered already: row i's is line `which[i]` of the groups."""
        self.codes[rows] = which + self._known
        self._add(groups)

    def _add(self, groups: pl.DataFrame) -> None:
        self._frames.append(sessions(groups))
        self._known += groups.height

    def frame(self) -> tuple[Ints, pl.DataFrame]:
        """Return each row's code and the frame of sessions; a row without one has the last, all null."""
        none = pl.DataFrame([(None,) * len(SCHEMA)], schema=SCHEMA, orient="row")
        return np.where(self.codes < 0, self._known, self.codes), pl.concat([*self._frames, none])


def _parted(groups: pl.DataFrame) -> pl.DataFrame:
    """Part user and database at the last @, as `add_rds` does: the lazy pattern parts them at the first."""
    both = pl.concat_str(
        pl.col("user_name").fill_null(""), pl.lit("@"), pl.col("database_name").fill_null("")
    )
    return groups.with_columns(
        user_name=both.str.extract(r"(?s)^(.*)@"), database_name=both.str.extract(r"(?s)^.*@([^@]*)$")
    )


def sessions(groups: pl.DataFrame) -> pl.DataFrame:
    """Return the sessions that groups name: '' and '[unknown]' are null, the key is pid@client."""

    def group(name: str) -> pl.Expr:
        return pl.col(name) if name in groups.columns else pl.lit(None, dtype=pl.String)

    def named(name: str) -> pl.Expr:
        text = group(name).str.strip_chars()
        return pl.when(~text.is_in(["", "[unknown]"])).then(text)

    remote = pl.coalesce(group("remote"), group("host"), pl.lit(""))
    host = remote.str.replace(_PORT, "")
    key = pl.concat_str(group("pid").fill_null("0"), pl.lit("@"), remote)
    # A session's id ends with its process. Where nothing says one, all lines are of one: a DETAIL needs
    # its entry.
    process = group("session_id").str.extract(r"\.([0-9a-f]{1,8})$").str.to_integer(base=16, strict=False)
    return groups.select(
        pid=pl.coalesce(group("pid").cast(pl.Int64, strict=False), process.cast(pl.Int64), pl.lit(UNNAMED)),
        session_key=pl.coalesce(group("session_id"), key),
        user_name=pl.when(~group("user_name").is_in(["", "[unknown]"])).then(group("user_name")),
        database_name=pl.when(~group("database_name").is_in(["", "[unknown]"])).then(group("database_name")),
        client_host=pl.when(host != "").then(host),
        application=named("application"),
        backend_type=named("backend_type"),
    )

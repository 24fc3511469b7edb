"""Whose session wrote a line: the distinct sessions of a block, parsed once each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

# `%r:%u@%d:[%p` of RDS: the host holds no blank, so an IPv6 address ends where its port does.
_RDS = re.compile(r"(\[local\]|[0-9A-Za-z_.:%-]+\(\d+\)|):(.*):\[(\d+)\Z", re.DOTALL)
_REMOTE = re.compile(r"(.*)\((\d+)\)\Z", re.DOTALL)

SCHEMA: dict[str, pl.DataType] = {
    "pid": pl.Int64(),
    "session_key": pl.String(),
    "user_name": pl.String(),
    "database_name": pl.String(),
    "client_host": pl.String(),
    "application": pl.String(),
    "backend_type": pl.String(),
}
Session = tuple[int, str, str | None, str | None, str | None, str | None, str | None]


class Sessions:
    """Collects which session each row belongs to, and what is known of each."""

    def __init__(self, count: int) -> None:
        self.codes = np.full(count, -1, dtype=np.int64)
        self.known: dict[Session, int] = {}

    def add_rds(self, rows: Ints, texts: pl.Series) -> NDArray[np.bool_]:
        """Take rows whose session is written `%r:%u@%d:[%p`; return which of them were understood."""
        if not len(rows):
            return np.zeros(0, dtype=bool)
        hashes = np.array(texts.hash(), dtype=np.uint64)
        _, first, which = np.unique(hashes, return_index=True, return_inverse=True)
        codes = np.array(
            [self._code(rds_session(text)) for text in texts.gather(first).to_list()], dtype=np.int64
        )
        found = codes[which]
        self.codes[rows] = found
        return found >= 0

    def add_groups(self, rows: Ints, groups: pl.DataFrame, prefix: str) -> None:
        """Take rows that the exact pattern read, from its named groups."""
        names = [name for name in _GROUPS if name in groups.columns]
        if not names:
            self.codes[rows] = self._code((0, "0@", None, None, None, None, None))
            return
        distinct = groups.select(names).unique(maintain_order=True).with_row_index("code")
        which = groups.select(names).join(
            distinct, on=names, how="left", nulls_equal=True, maintain_order="left"
        )
        together = "%u@%d" in prefix
        codes = [
            self._code(group_session(row, together=together)) for row in distinct.drop("code").to_dicts()
        ]
        self.codes[rows] = np.array(codes, dtype=np.int64)[np.array(which["code"], dtype=np.int64)]

    def _code(self, session: Session | None) -> int:
        return -1 if session is None else self.known.setdefault(session, len(self.known))

    def frame(self) -> tuple[Ints, pl.DataFrame]:
        """Return each row's code and the frame of sessions; a row without one has the last, all null."""
        rows: list[tuple[object, ...]] = [*self.known, (None,) * len(SCHEMA)]
        codes = np.where(self.codes < 0, len(rows) - 1, self.codes)
        return codes, pl.DataFrame(rows, schema=SCHEMA, orient="row")


_GROUPS = ("remote", "host", "user_name", "database_name", "pid", "application", "session_id", "backend_type")


def rds_session(text: str) -> Session | None:
    """Read `%r:%u@%d:[%p`; None where it is not that."""
    match = _RDS.match(text)
    if match is None or "@" not in match[2]:
        return None
    user, _, database = match[2].rpartition("@")  # users hold @ (Kerberos, IAM) far more often than databases
    return session(int(match[3]), match[1], user, database)


def group_session(row: dict[str, str | None], *, together: bool) -> Session:
    """Read one distinct combination of an exact pattern's groups."""
    user, database = row.get("user_name") or "", row.get("database_name") or ""
    if together and "@" in database:
        user, _, database = f"{user}@{database}".rpartition("@")
    remote = row.get("remote") or row.get("host") or ""
    found = session(int(row.get("pid") or 0), remote, user, database)
    key = row.get("session_id") or found[1]
    return (
        found[0],
        key,
        *found[2:5],
        row.get("application") or None,
        (row.get("backend_type") or "").strip() or None,
    )


def session(pid: int, remote: str, user: str, database: str) -> Session:
    """Make a session from its parts; '[unknown]' and '' are null, the key is pid@client."""
    match = _REMOTE.match(remote)
    host = match[1] if match else remote
    return (pid, f"{pid}@{remote}", _named(user), _named(database), host or None, None, None)


def _named(name: str) -> str | None:
    return None if name in {"", "[unknown]"} else name

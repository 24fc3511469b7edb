"""Entries as parallel arrays: what every format makes of a block, before messages are looked into."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from aurorascope.logs.languages import TRANSLATED
from aurorascope.logs.prefix import CONTINUATIONS, MAIN_SEVERITIES, SEVERITIES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Bytes = NDArray[np.uint8]

SEVERITY_CODE = {name: code for code, name in enumerate(SEVERITIES)}
ANY_LANGUAGE = SEVERITY_CODE | {word: SEVERITY_CODE[name] for word, name in TRANSLATED.items()}
MAIN_CODES = len(MAIN_SEVERITIES)
UNRECOGNISED = len(SEVERITIES)
assert len(SEVERITIES) == MAIN_CODES + len(CONTINUATIONS)  # noqa: S101 - codes below MAIN_CODES are entries

# What a prefix may say of a single line, beside its session.
LINE_COLUMNS: dict[str, pl.DataType] = {
    "sqlstate": pl.String(),
    "vxid": pl.String(),
    "xid": pl.Int64(),
    "query_id": pl.Int64(),
    "line_num": pl.Int64(),
}


@dataclass
class Entries:
    """One row for each line that begins an entry or continues one with a prefix of its own.

    begins, ends: byte range in the block, the newline left out. times: microseconds UTC. severity: code in
    SEVERITIES, or UNRECOGNISED for a line whose prefix did not fit. text: where the message begins.
    context: row of `contexts`, a frame of the distinct sessions (pid, session_key, user_name, database_name,
    client_host, application, backend_type). columns: what a prefix gives for each line (sqlstate, vxid ...).
    """

    begins: Ints
    ends: Ints
    times: Ints
    severity: NDArray[np.uint8]
    text: Ints
    context: NDArray[np.int64]
    contexts: pl.DataFrame
    columns: dict[str, pl.Series] = field(default_factory=dict)

    @property
    def main(self) -> NDArray[np.bool_]:
        """True for entries, false for DETAIL, HINT and the other continuations."""
        found: NDArray[np.bool_] = (self.severity < MAIN_CODES) | (self.severity == UNRECOGNISED)
        return found

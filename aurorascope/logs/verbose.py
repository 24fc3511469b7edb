"""`log_error_verbosity = verbose` in stderr: the SQLSTATE stands before the message, a LOCATION follows it.

https://www.postgresql.org/docs/current/runtime-config-logging.html#GUC-LOG-ERROR-VERBOSITY
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from aurorascope.logs.entries import SEVERITY_CODE
from aurorascope.logs.slices import text_column

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from aurorascope.logs.entries import Entries
    from aurorascope.logs.lines import Lines

    Ints = NDArray[np.int64]

LOCATION = SEVERITY_CODE["LOCATION"]
CODE = "^([0-9A-Z]{5}): "
CODE_BYTES = 5
HEAD = CODE_BYTES + 2


def take_codes(lines: Lines, parent: Ints) -> None:
    """Move the SQLSTATE of entries with a LOCATION from their message to its column.

    Where the prefix says the SQLSTATE, a message that begins with another code says something else by it.
    """
    entries = lines.entries
    rows = np.unique(parent[entries.severity == LOCATION])
    rows = rows[rows >= 0]
    if not len(rows):
        return
    sizes = np.minimum(entries.ends[rows] - entries.text[rows], HEAD)
    heads = text_column("head", lines.data, lines.raw, entries.text[rows], np.maximum(sizes, 0))
    codes = heads.str.extract(CODE)
    told = entries.columns.get("sqlstate")
    fits = codes.is_not_null()
    if told is not None:
        fits &= (told.gather(pl.Series(rows)) == codes).fill_null(value=False)
    kept = np.array(fits, dtype=bool)
    rows, codes = rows[kept], codes.filter(fits)
    entries.text[rows] += HEAD
    if told is None:
        entries.columns["sqlstate"] = _spread(codes, rows, entries)


def _spread(codes: pl.Series, rows: Ints, entries: Entries) -> pl.Series:
    column = pl.repeat(None, len(entries.begins), dtype=pl.String, eager=True)
    return column.scatter(pl.Series(rows), codes) if len(rows) else column

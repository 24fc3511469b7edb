"""Rows of `entries`, and the typed event rows beside them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from aurorascope.logs.assembly import CONTINUATION_COLUMNS, ENGINE, NOISY_USERS, Assembly, spread
from aurorascope.logs.continuations import ORPHAN
from aurorascope.logs.durations import BARE, OPENER, TIMED
from aurorascope.logs.entries import MAIN_CODES, SEVERITY_CODE, UNRECOGNISED
from aurorascope.logs.events import event_rows
from aurorascope.logs.fingerprint.messages import fold_message
from aurorascope.logs.kinds import classify
from aurorascope.logs.prefix import SEVERITIES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from aurorascope.logs.kinds import Classified, Kinds

    Ints = NDArray[np.int64]

WARNING = {SEVERITY_CODE[name] for name in ("WARNING", "ERROR", "FATAL", "PANIC")}


ERRORS = WARNING - {SEVERITY_CODE["WARNING"]}


@dataclass(frozen=True)
class EntryTables:
    """`entries` and the typed rows by table, each with the `row` of its entry; no fingerprints yet.

    `rows` are the block's rows of the entries; `near_misses` counts messages that nearly fitted, by kind.
    """

    tables: dict[str, pl.DataFrame] = field(default_factory=dict)
    rows: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    near_misses: dict[str, int] = field(default_factory=dict)


def entry_tables(assembly: Assembly, kinds: Kinds, *, redacted: bool = False) -> EntryTables:
    """Make `entries` and the typed event rows of everything that is no statement's line."""
    sort = assembly.timing.sort
    spoken = (sort == TIMED) | (sort == OPENER) | (sort == BARE)
    lost = ~assembly.main & (assembly.parent == ORPHAN)
    rows = np.flatnonzero(assembly.own & ((assembly.main & ~spoken) | lost))
    if not len(rows):
        return EntryTables()
    messages = _messages(assembly, rows)
    found = classify(messages, kinds, redacted=redacted)
    entries = _entries(assembly, rows, messages, found, kinds)
    return EntryTables({"entries": entries, **event_rows(entries, found.rows)}, rows, found.near_misses)


def _messages(assembly: Assembly, rows: Ints) -> pl.DataFrame:
    """Return what event kinds look at: severity, message and continuations."""
    names = pl.Series([*SEVERITIES, None], dtype=pl.String)
    columns = {
        "severity": names.gather(pl.Series(assembly.entries.severity[rows])),
        "message": assembly.text(rows),
    }
    for name in CONTINUATION_COLUMNS.values():
        column = assembly.continuation(name, rows)
        columns[name] = pl.repeat(None, len(rows), dtype=pl.String, eager=True) if column is None else column
    return pl.DataFrame(columns)


def _entries(
    assembly: Assembly, rows: Ints, frame: pl.DataFrame, found: Classified, kinds: Kinds
) -> pl.DataFrame:
    """Make the rows of `entries`."""
    codes = assembly.entries.severity[rows]
    columns = assembly.base(rows) | assembly.line_columns(rows)
    columns |= _told(columns, found.session)
    strange = pl.Series((codes == UNRECOGNISED) | ((codes >= MAIN_CODES) & (codes < UNRECOGNISED)))
    columns |= {
        "engine": pl.repeat(ENGINE, len(rows), eager=True),
        "kind": pl.select(pl.when(strange).then(pl.lit("unrecognised")).otherwise(found.kind)).to_series(),
        **{name: frame[name] for name in frame.columns},
        "error_fingerprint": _error_ids(codes, frame["message"]),
        "noise": found.noise | columns["user_name"].is_in(NOISY_USERS).fill_null(value=False),
    }
    spoken = columns.get("sqlstate")
    if spoken is not None:
        columns["kind"] = _kind_by_state(columns["kind"], spoken, codes, frame["message"], kinds)
    columns["sqlstate"] = (
        found.sqlstate
        if spoken is None
        else pl.select(pl.coalesce(spoken.replace("00000", None), found.sqlstate)).to_series()
    )
    return pl.DataFrame(columns)


def _kind_by_state(
    kind: pl.Series, spoken: pl.Series, codes: NDArray[np.uint8], messages: pl.Series, kinds: Kinds
) -> pl.Series:
    """Give errors that are no ASCII, as most translations are, the kind that has their SQLSTATE."""
    unknown = (
        kind.is_null() & pl.Series(np.isin(codes, list(ERRORS))) & (spoken != "00000").fill_null(value=False)
    )
    unknown &= messages.str.contains(r"[^\x00-\x7f]").fill_null(value=False)
    if not unknown.any():
        return kind
    return kind.zip_with(
        ~unknown, spoken.replace_strict(kinds.by_state, default=None, return_dtype=pl.String)
    )


def _told(columns: dict[str, pl.Series], session: pl.DataFrame) -> dict[str, pl.Series]:
    """Fill what the prefix does not say of a session with what its messages say."""
    if not session.height:
        return {}
    rows = session["row"].to_numpy()
    height = len(columns["ts"])
    told = [name for name in session.columns if name != "row" and name in columns]
    return {
        name: columns[name].zip_with(columns[name].is_not_null(), spread(session[name], rows, height))
        for name in told
    }


def _error_ids(codes: NDArray[np.uint8], messages: pl.Series) -> pl.Series:
    """Fingerprint the messages of WARNING and above."""
    rows = np.flatnonzero(np.isin(codes, list(WARNING)))
    if not len(rows):
        return pl.repeat(None, len(codes), dtype=pl.String, eager=True)
    ids, _ = fold_message(messages.gather(pl.Series(rows)))
    return spread(ids, rows, len(codes))

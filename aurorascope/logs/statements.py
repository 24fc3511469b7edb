"""Rows of `statements` from duration lines, and from log_statement with or without log_duration."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from aurorascope.logs.assembly import ENGINE, NOISY_USERS, TIME, Assembly
from aurorascope.logs.durations import BARE, EXECUTE, OPENER, PHASES, STATEMENT, TIMED, UNKNOWN
from aurorascope.logs.slices import text_column

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Mask = NDArray[np.bool_]


def statement_rows(assembly: Assembly) -> pl.DataFrame | None:
    """Return the rows of `statements` that durations and log_statement give; no fingerprints yet."""
    timing, own = assembly.timing, assembly.own & assembly.main
    rows, micros, times = _calls(assembly, own)
    if not len(rows):
        return None
    bare = timing.sort[rows] == BARE
    sql = assembly.sql(rows)
    if bare.any():
        sql = sql.set(pl.Series(bare), None)
    phase = np.where(bare, UNKNOWN, timing.phase[rows])
    named = timing.name_sizes[rows]
    names = text_column(
        "prepared_name", assembly.data, assembly.raw, timing.name_begins[rows], np.where(named > 0, named, -1)
    )
    columns = assembly.base(rows)
    untimed = micros < 0
    duration = pl.Series(micros)
    if untimed.any():
        duration = duration.set(pl.Series(untimed), None)
    ended = pl.Series(times).cast(TIME)
    columns |= {
        "ts": ended,
        "started_at": (ended.cast(pl.Int64) - duration).cast(TIME),
        "engine": pl.repeat(ENGINE, len(rows), eager=True),
        "phase": pl.Series(PHASES).gather(pl.Series(phase.astype(np.uint32))),
        "calls": _counted(phase),
        "duration_us": duration,
        "prepared_name": names,
        "sql": sql,
        **_parameters(assembly, rows),
        **assembly.line_columns(rows),
        "noise": columns["user_name"].is_in(NOISY_USERS).fill_null(value=False),
        "observed_by": pl.Series(["duration", "statement_log"]).gather(pl.Series(untimed.astype(np.uint32))),
    }
    return pl.DataFrame(columns)


def _counted(phase: NDArray[np.uint8]) -> pl.Series:
    """Return 1 for what is an execution, 0 for a step of one, null where the log does not say."""
    counted = pl.Series(((phase == STATEMENT) | (phase == EXECUTE)).astype(np.int64))
    unknown = phase == UNKNOWN
    return counted.set(pl.Series(unknown), None) if unknown.any() else counted


def _calls(assembly: Assembly, own: Mask) -> tuple[Ints, Ints, Ints]:
    """Return rows of statements, their durations (-1: none) and the times of their ends.

    A bare `duration:` line gives its time to the statement that log_statement wrote for the same process
    before it; the two are one row.
    """
    sort = assembly.timing.sort
    micros, times = assembly.timing.micros, assembly.entries.times
    chosen = own & ((sort == TIMED) | (sort == OPENER) | (sort == BARE))
    openers, closers = closed_pairs(assembly, own)
    if len(openers):
        micros, times = micros.copy(), times.copy()
        micros[openers], times[openers] = micros[closers], times[closers]
        chosen[closers] = False
    rows = np.flatnonzero(chosen)
    return rows, micros[rows], times[rows]


def closed_pairs(assembly: Assembly, among: Mask) -> tuple[Ints, Ints]:
    """Return the rows of statements that log_statement wrote, and of the bare durations that end them."""
    sort = assembly.timing.sort
    loose = np.flatnonzero(among & ((sort == OPENER) | (sort == BARE)))
    line = loose[np.lexsort((loose, assembly.pids[loose]))]
    pairs = (
        (sort[line[:-1]] == OPENER)
        & (sort[line[1:]] == BARE)
        & (assembly.pids[line[:-1]] == assembly.pids[line[1:]])
    )
    return line[:-1][pairs], line[1:][pairs]


def _parameters(assembly: Assembly, rows: Ints) -> dict[str, pl.Series]:
    detail = assembly.continuation("detail", rows)
    context = assembly.continuation("context", rows)
    found = {} if context is None else {"context": context}
    if detail is not None:
        bound = detail.str.starts_with("parameters: ")
        if not bound.all():
            bound |= detail.str.starts_with("Parameters: ")
        found["parameters"] = pl.select(
            pl.when(bound).then(detail.str.slice(len("parameters: ")))
        ).to_series()
        found["detail"] = pl.select(pl.when(~bound).then(detail)).to_series()
    return found

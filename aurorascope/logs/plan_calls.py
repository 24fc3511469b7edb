"""An execution that auto_explain logged and that its own duration line logged too is one call, not two.

auto_explain writes the plan at the executor's end. For a simple statement the server writes the duration
line after it, so the next timed line of the same process decides: it covers a plan that has its text and lies
within its time. The extended protocol ends the executor when the portal is dropped (a Sync, the next Bind),
so there the plan comes after the line of its execution, at most a parse of the next statement between: that
line covers the first plan after it that has its text and was no longer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
import polars as pl

from aurorascope.logs.assembly import ENGINE, NOISY_USERS, TIME, Assembly
from aurorascope.logs.durations import EXECUTE, FETCH, PARSE, STATEMENT, TIMED
from aurorascope.logs.statements import closed_pairs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

TIMED_LINES = {
    "row": pl.Int64, "pid": pl.Int64, "ts": pl.Int64, "duration_us": pl.Int64, "sql_hash": pl.UInt64,
    "phase": pl.UInt8,
}  # fmt: skip
STAMP_GRAIN_US = 1_000_000  # %t has whole seconds, so windows are compared within one


def uncovered(plans: pl.DataFrame, timed: pl.DataFrame) -> pl.Series:
    """Return, for each plan in order of rows, whether it is an execution of its own.

    plans: row, pid, ts, duration_us, sql_hash; timed: the same of the statements' lines, and their phase.
    """
    plans = plans.sort("row")
    timed = timed.sort("row").with_columns(line=pl.col("row"))
    following = _beside(plans, timed, "forward")
    begins = pl.col("ts_line") - pl.col("duration_us_line") - STAMP_GRAIN_US
    before_its_line = (
        (pl.col("sql_hash") == pl.col("sql_hash_line"))
        & (pl.col("duration_us") <= pl.col("duration_us_line"))
        & (pl.col("ts") - pl.col("duration_us") >= begins - STAMP_GRAIN_US)
    )
    preceding = _beside(plans, timed.filter(pl.col("phase") != PARSE), "backward")
    fetched = pl.col("phase") == FETCH  # the plan's time is that of all fetches
    after_its_line = (
        pl.col("phase").is_in((EXECUTE, FETCH))
        & (pl.col("sql_hash") == pl.col("sql_hash_line"))
        & ((pl.col("duration_us") <= pl.col("duration_us_line")) | fetched)
        & (pl.col("row") == pl.col("row").min().over("pid", "line"))
    )
    covered = following.select(before_its_line.fill_null(value=False)).to_series()
    covered |= preceding.select(after_its_line.fill_null(value=False)).to_series()
    return (~covered).alias("alone")


def _beside(
    plans: pl.DataFrame, timed: pl.DataFrame, strategy: Literal["forward", "backward"]
) -> pl.DataFrame:
    return plans.join_asof(
        timed, on="row", by="pid", strategy=strategy, suffix="_line", check_sortedness=False
    )


def plan_statements(assembly: Assembly, rows: Ints, plans: pl.DataFrame) -> pl.DataFrame | None:
    """Return rows of `statements` for the executions that are known from their plan alone.

    `rows` are the block's rows of the entries that `plans` names by its column `row`.
    """
    hashed = plans.select(
        "pid", pl.col("ts").cast(pl.Int64), "duration_us", sql_hash=pl.col("sql").hash(),
        row=2 * pl.Series(rows).gather(plans["row"]),  # witnesses stand between rows
    )  # fmt: skip
    alone = plans.with_columns(line=hashed["row"]).sort("line")
    alone = alone.filter(uncovered(hashed, _timed(assembly, plans["pid"])))
    if not alone.height:
        return None
    carried = ["ts", "source", "offset", *assembly.entries.contexts.columns, "duration_us", "sql", "query_id"]
    return alone.select(
        *(name for name in carried if name in alone.columns),
        started_at=(pl.col("ts").cast(pl.Int64) - pl.col("duration_us")).cast(TIME),
        engine=pl.lit(ENGINE),
        phase=pl.lit("plan"),
        calls=pl.lit(1, dtype=pl.Int64),
        observed_by=pl.lit("plan"),
        noise=pl.col("user_name").is_in(NOISY_USERS).fill_null(value=False),
    )


def _timed(assembly: Assembly, pids: pl.Series) -> pl.DataFrame:
    """Return the timed lines of some processes, and those of later blocks (witnesses) between them."""
    timing = assembly.timing
    mine = assembly.main & np.isin(assembly.pids, np.array(pids.drop_nulls()))
    whole = np.flatnonzero(mine & (timing.sort == TIMED))
    openers, closers = closed_pairs(assembly, mine)
    rows, texts = np.append(whole, closers), np.append(whole, openers)
    here = pl.DataFrame(
        {
            "row": 2 * rows,
            "pid": assembly.pids[rows],
            "ts": assembly.entries.times[rows],
            "duration_us": timing.micros[rows],
            "sql_hash": assembly.sql(texts).hash(),
            "phase": timing.phase[texts],
        },
        schema=TIMED_LINES,
    )
    witnesses = assembly.block.witnesses
    places = 2 * np.searchsorted(assembly.entries.begins, [w.place for w in witnesses]) - 1
    # a witness only follows; which phase it is of does not matter
    later = [
        (place, w.pid, w.ended_at, w.duration_us, w.sql_hash, STATEMENT)
        for place, w in zip(places.tolist(), witnesses, strict=True)
    ]
    return pl.concat([here, pl.DataFrame(later, schema=TIMED_LINES, orient="row")])

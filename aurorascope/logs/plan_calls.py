"""An execution that auto_explain logged and that its own duration line logged too is one call, not two.

auto_explain writes the plan at the executor's end, the server writes the duration line after it; so the next
timed line of the same process decides. It covers a plan that has its text and lies within its time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from aurorascope.logs.assembly import ENGINE, NOISY_USERS, TIME, Assembly
from aurorascope.logs.durations import TIMED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

STAMP_GRAIN_US = 1_000_000  # %t has whole seconds, so windows are compared within one


def uncovered(plans: pl.DataFrame, timed: pl.DataFrame) -> pl.Series:
    """Return, for each plan, whether it is an execution of its own.

    plans: row, pid, ts, duration_us, sql_hash; timed: the same columns of the statements' lines.
    A timed line of a later block has a row past all plans'.
    """
    following = plans.sort("row").join_asof(
        timed.sort("row").with_columns(pl.lit(value=True).alias("followed")),
        on="row",
        by="pid",
        strategy="forward",
        suffix="_line",
        check_sortedness=False,
    )
    begins = pl.col("ts_line") - pl.col("duration_us_line") - STAMP_GRAIN_US
    covered = (
        pl.col("followed").fill_null(value=False)
        & (pl.col("sql_hash") == pl.col("sql_hash_line"))
        & (pl.col("duration_us") <= pl.col("duration_us_line"))
        & (pl.col("ts") - pl.col("duration_us") >= begins - STAMP_GRAIN_US)
    )
    return following.select((~covered.fill_null(value=False)).alias("alone")).to_series()


def plan_statements(assembly: Assembly, rows: Ints, plans: pl.DataFrame) -> pl.DataFrame | None:
    """Return rows of `statements` for the executions that are known from their plan alone.

    `rows` are the block's rows of the entries that `plans` names by its column `row`.
    """
    hashed = plans.select(
        "pid", pl.col("ts").cast(pl.Int64), "duration_us", sql_hash=pl.col("sql").hash(),
        row=pl.Series(rows).gather(plans["row"]),
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
    """Return the timed lines of some processes, those of later blocks (witnesses) last."""
    timing = assembly.timing
    rows = np.flatnonzero(
        assembly.main & (timing.sort == TIMED) & np.isin(assembly.pids, np.array(pids.drop_nulls()))
    )
    schema = {
        "row": pl.Int64,
        "pid": pl.Int64,
        "ts": pl.Int64,
        "duration_us": pl.Int64,
        "sql_hash": pl.UInt64,
    }
    here = pl.DataFrame(
        {
            "row": rows,
            "pid": assembly.pids[rows],
            "ts": assembly.entries.times[rows],
            "duration_us": timing.micros[rows],
            "sql_hash": assembly.sql(rows).hash(),
        },
        schema=schema,
    )
    after = len(assembly.main)
    later = [(after, w.pid, w.ended_at, w.duration_us, w.sql_hash) for w in assembly.block.witnesses]
    return pl.concat([here, pl.DataFrame(later, schema=schema, orient="row")])

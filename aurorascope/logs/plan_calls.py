"""An execution that auto_explain logged and that its own duration line logged too is one call, not two.

auto_explain writes the plan at the executor's end, the server writes the duration line after it; so the next
timed line of the same process decides. It covers a plan that has its text and lies within its time.
"""

from __future__ import annotations

import polars as pl

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

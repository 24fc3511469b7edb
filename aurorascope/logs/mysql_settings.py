"""What a MySQL log says of its own settings: statements that change one for the whole server."""

from __future__ import annotations

import polars as pl

# Settings that decide what the logs hold.
NAMES = (
    "long_query_time", "min_examined_row_limit", "slow_query_log", "general_log", "log_output",
    "log_slow_extra",
    "log_queries_not_using_indexes", "log_throttle_queries_not_using_indexes", "log_slow_admin_statements",
    "innodb_print_all_deadlocks", "log_error_verbosity", "innodb_lock_wait_timeout", "lock_wait_timeout",
)  # fmt: skip
_CHANGES = r"(?i)^\s*SET\s+(?:(?:@@)?(?:GLOBAL|PERSIST)[\s.])"
_CHANGE = rf"(?i)(?:GLOBAL|PERSIST)(?:\s+|\.)`?((?:{'|'.join(NAMES)}))`?\s*:?=\s*'?([\w.-]{{1,40}})"


def log_settings(statements: pl.DataFrame) -> pl.DataFrame:
    """Return a row for each setting that a statement which did not fail sets for all sessions."""
    errno = pl.col("errno") if "errno" in statements.columns else pl.lit(None, dtype=pl.Int64)
    ran = (pl.col("phase") != "parse") & (errno.fill_null(0) == 0)
    some = statements.filter(ran & pl.col("sql").str.contains(_CHANGES))
    if not some.height:
        return pl.DataFrame()
    told = some.select("ts", change=pl.col("sql").str.extract_all(_CHANGE)).explode("change").drop_nulls()
    parts = pl.col("change").str.extract_groups(_CHANGE).struct
    return told.select(
        valid_from="ts",
        setting=parts.field("1").str.to_lowercase(),
        value=parts.field("2"),
        known_by=pl.lit("log"),
    )

"""Waits for locks that a slow log shows: time-outs and refusals by their error code, long waits by Lock_time.

MySQL writes of no wait while it lasts. Its slow log says of each statement how long it waited for rows
(Lock_time), and log_slow_extra the error it ended with. Nothing says what was locked, or who held it.
"""

from __future__ import annotations

import polars as pl

TIMED_OUT = (1205,)
REFUSED = (3572,)  # NOWAIT
LEAST_US = 1_000_000  # as long as PostgreSQL's deadlock_timeout: shorter waits are no event
CARRIED = (
    "ts", "source", "offset", "pid", "session_key", "user_name", "database_name", "client_host",
    "fingerprint",
)  # fmt: skip


def lock_waits(statements: pl.DataFrame) -> pl.DataFrame:
    """Return a row for each statement that waited for a second, or whose wait was ended.

    Without an error code nobody knows whether a wait was rewarded: its state is `waiting`. A wait for a
    table's metadata is not in Lock_time, so its length is null.
    """
    if "lock_us" not in statements.columns:
        return pl.DataFrame()
    errno = pl.col("errno") if "errno" in statements.columns else pl.lit(None, dtype=pl.Int64)
    long = pl.col("lock_us").fill_null(0) >= LEAST_US
    ended = errno.is_in(TIMED_OUT + REFUSED).fill_null(value=False)
    some = statements.filter((long | ended) & ~errno.is_in((1213,)).fill_null(value=False))
    return some.select(
        *(name for name in CARRIED if name in some.columns),
        waiter_pid="pid",
        state=pl.when(errno.is_in(TIMED_OUT))
        .then(pl.lit("timeout"))
        .when(errno.is_in(REFUSED))
        .then(pl.lit("failed"))
        .when(errno == 0)
        .then(pl.lit("acquired"))
        .when(errno.is_null())
        .then(pl.lit("waiting"))
        .otherwise(pl.lit("failed")),
        wait_us=pl.when(long).then("lock_us"),
        statement="sql",
    )

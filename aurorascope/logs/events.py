"""Typed event rows with the columns of the entry they come from."""

from __future__ import annotations

import polars as pl

# Columns of `entries` that every typed row repeats, so that one filter bar works on every table.
CARRIED = (
    "ts", "source", "offset", "pid", "session_key", "user_name", "database_name", "client_host",
    "application", "backend_type",
)  # fmt: skip
NAMES_STATEMENT = ("lock_waits", "temp_files")  # tables that repeat the `statement` of their entry


def event_rows(entries: pl.DataFrame, rows: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Join each table's rows to the entries that their column `row` names; `row` stays."""
    base = entries.select(name for name in CARRIED if name in entries.columns)
    made = {}
    for table, frame in rows.items():
        if not frame.height:
            continue
        at = frame["row"]
        carried = base.select(pl.all().gather(at))
        own = [column for column in frame.iter_columns() if column.name not in carried.columns]
        whole = carried.hstack(own)
        if table in NAMES_STATEMENT:
            whole = whole.with_columns(statement=entries["statement"].gather(at))
        made[table] = _finish(table, whole)
    return made


def _finish(table: str, whole: pl.DataFrame) -> pl.DataFrame:
    if table == "audit":
        return whole.with_columns(actor=pl.col("user_name"))
    if table == "deadlocks":  # the process that wrote the message is the one that was cancelled
        return whole.with_columns(victim=pl.col("pid"))
    if table == "log_settings":  # a setting holds for the instance, not for the session that said so
        return whole.rename({"ts": "valid_from"}).drop(CARRIED[1:], strict=False)
    return whole

"""Typed event rows with the columns of the entry they come from."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from aurorascope.logs.fingerprint import fingerprint_column

# Columns of `entries` that every typed row repeats, so that one filter bar works on every table.
CARRIED = (
    "ts",
    "source",
    "offset",
    "pid",
    "session_key",
    "user_name",
    "database_name",
    "client_host",
    "application",
    "backend_type",
)
NAMES_STATEMENT = ("lock_waits", "temp_files")  # tables with a `statement` of their entry
NAMES_FAMILY = ("lock_waits", "temp_files", "deadlocks")


@dataclass(frozen=True)
class EntryFrame:
    """The entries of a block, with the statement of each and its fingerprint."""

    entries: pl.DataFrame
    statement: pl.Series
    fingerprint: pl.Series


def event_rows(shown: EntryFrame, rows: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Join each table's rows to the entries they come from; `row` is kept for plans alone."""
    made = {}
    for table, frame in rows.items():
        if not frame.height:
            continue
        at = frame["row"]
        base = shown.entries.select(name for name in CARRIED if name in shown.entries.columns)
        carried = base.select(pl.all().gather(at))
        whole = carried.hstack(
            [column for column in frame.drop("row").iter_columns() if column.name not in carried.columns]
        )
        if table in NAMES_STATEMENT:
            whole = whole.with_columns(statement=shown.statement.gather(at))
        if table in NAMES_FAMILY:
            whole = whole.with_columns(fingerprint=shown.fingerprint.gather(at))
        made[table] = _finish(table, whole, at)
    return made


def _finish(table: str, whole: pl.DataFrame, at: pl.Series) -> pl.DataFrame:
    if table == "plans":
        ids, _ = fingerprint_column(whole["sql"])
        return whole.with_columns(fingerprint=ids, row=at)
    if table == "audit":
        ids, _ = fingerprint_column(whole["statement"])
        return whole.with_columns(fingerprint=ids, actor=pl.col("user_name"))
    if table == "deadlocks":
        return _deadlocks(whole)
    if table == "log_settings":
        return whole.with_columns(valid_from=pl.col("ts")).drop("ts")
    return whole


def _deadlocks(whole: pl.DataFrame) -> pl.DataFrame:
    """Name the victim, which is the process that wrote the message, and the participants' families."""
    lists = []
    for participants in whole["participants"].to_list():
        texts = pl.Series([one["statement"] for one in participants or []], dtype=pl.String)
        ids, _ = fingerprint_column(texts)
        lists.append(
            [
                {**one, "fingerprint": name}
                for one, name in zip(participants or [], ids.to_list(), strict=True)
            ]
        )
    kind = pl.List(
        pl.Struct({"pid": pl.Int64, "lock": pl.String, "statement": pl.String, "fingerprint": pl.String})
    )
    return whole.with_columns(participants=pl.Series(lists, dtype=kind), victim=pl.col("pid"))

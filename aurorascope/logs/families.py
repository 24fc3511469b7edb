"""Fingerprints for every table of a block at once: one call for all texts, wherever they were logged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from aurorascope.logs.fingerprint import FINGERPRINT_VERSION
from aurorascope.logs.fingerprint.column import family_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

# Where a table has its SQL; and tables whose rows have the statement of their entry.
TEXTS = {"statements": "sql", "entries": "statement", "plans": "sql", "audit": "statement"}
OF_ENTRY = ("lock_waits", "temp_files", "deadlocks")
PARTICIPANT = pl.Struct(
    {"pid": pl.Int64, "lock": pl.String, "statement": pl.String, "fingerprint": pl.String}
)


def give_fingerprints(tables: dict[str, pl.DataFrame], engine: str) -> None:
    """Add the column `fingerprint` to the tables that have statements, and the table `fingerprints`."""
    present = [(table, column) for table, column in TEXTS.items() if table in tables]
    texts = [tables[table][column] for table, column in present]
    spoken = _participants(tables)
    if spoken is not None:
        texts.append(spoken["statement"])
    if not texts:
        return
    rows, families = family_rows(pl.concat([text.alias("sql") for text in texts]), engine)
    parts = _cut(families["fingerprint"].gather(rows), [len(text) for text in texts])
    for table, _ in present:
        tables[table] = tables[table].with_columns(fingerprint=next(parts))
    if spoken is not None:
        tables["deadlocks"] = _with_participants(tables["deadlocks"], spoken, next(parts))
    for table in OF_ENTRY:
        if table in tables:
            own = tables["entries"]["fingerprint"].gather(tables[table]["row"])
            tables[table] = tables[table].with_columns(fingerprint=own)
    if families.height:
        times = pl.concat([tables[table]["ts"] for table, _ in present])
        tables["fingerprints"] = _spans(families, rows.head(len(times)), times, engine)


def _cut(ids: pl.Series, sizes: list[int]) -> Iterator[pl.Series]:
    at = 0
    for size in sizes:
        yield ids.slice(at, size)
        at += size


def _participants(tables: dict[str, pl.DataFrame]) -> pl.DataFrame | None:
    """Return the participants of all deadlocks, one a row, with the number of their deadlock."""
    if "deadlocks" not in tables:
        return None
    lists = tables["deadlocks"].select("participants").with_row_index("deadlock")
    return lists.explode("participants").drop_nulls("participants").unnest("participants")


def _with_participants(deadlocks: pl.DataFrame, spoken: pl.DataFrame, ids: pl.Series) -> pl.DataFrame:
    named = spoken.with_columns(fingerprint=ids).select(
        "deadlock", participants=pl.struct("pid", "lock", "statement", "fingerprint").cast(PARTICIPANT)
    )
    lists = named.group_by("deadlock", maintain_order=True).agg("participants")
    numbered = deadlocks.drop("participants").with_row_index("deadlock")
    return numbered.join(lists, on="deadlock", how="left", maintain_order="left").drop("deadlock")


def _spans(families: pl.DataFrame, rows: pl.Series, times: pl.Series, engine: str) -> pl.DataFrame:
    """Return the families with the times at which the block saw them first and last."""
    seen = pl.DataFrame({"family": rows, "ts": times}).drop_nulls("family").group_by("family")
    span = seen.agg(first_seen=pl.col("ts").min(), last_seen=pl.col("ts").max())
    numbered = families.with_row_index("family")
    return (
        numbered.join(span, on="family", how="left", maintain_order="left")
        .drop("family")
        .with_columns(engine=pl.lit(engine), fingerprint_version=pl.lit(FINGERPRINT_VERSION, dtype=pl.Int64))
    )

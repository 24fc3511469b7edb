"""Exports of counters to rows, in a worker: the counters as they are, and what was counted since the last."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from aurorascope.ingest.tasks import ExportTaken
from aurorascope.logs.clock import zone as zone_of
from aurorascope.logs.exports import KINDS
from aurorascope.logs.exports.counters import Export, difference, made_by_name, read_export
from aurorascope.logs.exports.tabular import NotAnExport, rows_of
from aurorascope.logs.fingerprint import FINGERPRINT_VERSION, fingerprint_column
from aurorascope.logs.secrets import SECRET_WORDS
from aurorascope.model.moments import SECOND, moment_of
from aurorascope.store.columnar import POLARS_TYPES
from aurorascope.store.schemas import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from aurorascope.ingest.tasks import ExportFile, TakeExports
    from aurorascope.logs.exports.kind import ExportKind

Tables = dict[str, pl.DataFrame]


def taken(task: TakeExports, *, redacted: bool) -> Iterator[tuple[ExportTaken, Tables]]:
    """Yield what became of each export, and its rows, in the order of time."""
    kind = KINDS[task.kind]
    read: list[tuple[int, ExportFile, Export]] = []
    for file in task.files:
        try:
            export = _read(file, kind, task.zone)
        except (NotAnExport, OSError) as error:
            yield ExportTaken(file.id, "failed", str(error)), {}
            continue
        read.append((export.made_at or made_by_name(file.path) or file.written, file, export))
    before = {str(row["counter_key"]): dict(row) for row in task.before}
    newest = task.before_at
    for at, file, export in sorted(read, key=lambda one: one[0]):
        if newest is not None and at <= newest:
            known = moment_of(newest).isoformat(sep=" ", timespec="seconds")
            why = f"is not newer than the export of {known} that was taken in: its counters would count twice"
            yield ExportTaken(file.id, "failed", why), {}
            continue
        keyed = {str(row["counter_key"]): row for row in export.rows.values()}
        between, note = counted(before, newest, at, keyed, kind, task.measured)
        yield (
            _said(file, export, at, note),
            _tables(keyed, between, kind, file, at, newest, redacted=redacted),
        )
        before, newest = keyed, at


def _read(file: ExportFile, kind: ExportKind, zone: str) -> Export:
    export = read_export(rows_of(Path(file.file).read_bytes(), kind), kind, zone_of(zone or "UTC"))
    if not export.rows:
        raise NotAnExport(f"holds no row of {kind.name} that could be read")
    if export.made_at is None and kind.engine == "mysql":  # its times are of a zone that nobody said
        for row in export.rows.values():
            row["since"] = None
    return export


def counted(
    before: dict[str, dict[str, Any]],
    since: int | None,
    at: int,
    now: dict[str, dict[str, Any]],
    kind: ExportKind,
    measured: tuple[int, int] | None,
) -> tuple[list[dict[str, Any]], str]:
    """Return the differences, and a sentence on what has none."""
    if since is None:
        return [], "is the first export of this instance: what was counted is known from the next one on"
    if measured is not None and since < measured[1] and at > measured[0]:
        return [], "Performance Insights counted these statements in this time: the difference is left out"
    found = difference(before, since, now, kind)
    notes = []
    if found.unknown:
        notes.append(
            f"{found.unknown:,} counters were not in the export before and do not say since when they count"
        )
    if found.anew:
        notes.append(f"{found.anew:,} counters began anew: what they counted since is known")
    return found.rows, "; ".join(notes)


def _said(file: ExportFile, export: Export, at: int, note: str) -> ExportTaken:
    return ExportTaken(file.id, "complete", note, at, len(export.rows), export.unread)


def _tables(
    now: dict[str, dict[str, Any]],
    between: Sequence[dict[str, Any]],
    kind: ExportKind,
    file: ExportFile,
    at: int,
    since: int | None,
    *,
    redacted: bool,
) -> Tables:
    shared = {"source": file.id, "origin": kind.name}
    raw = [{**row, **shared, "ts": at} for row in now.values()]
    tables = {kind.raw: _frame(kind.raw, raw)}
    families = pl.DataFrame()
    if "sql" in tables[kind.raw].columns:
        tables[kind.raw], families = _with_families(tables[kind.raw], raw, kind, redacted=redacted)
    if between and since is not None:
        ids = (
            dict(tables[kind.raw].select("counter_key", "fingerprint").iter_rows()) if families.width else {}
        )
        rows = [
            {
                **row, **shared, "ts": since, "observed_at": at,
                "period_s": max(1, round((at - since) / SECOND)),
                "tokenized_id": row["counter_key"], "fingerprint": ids.get(row["counter_key"]),
            }
            for row in between
        ]  # fmt: skip
        tables[kind.differences] = _frame(kind.differences, rows)
    if families.height:
        seen = pl.lit(at).cast(pl.Datetime("us", "UTC"))
        tables["fingerprints"] = families.with_columns(
            engine=pl.lit(kind.engine), fingerprint_version=pl.lit(FINGERPRINT_VERSION, dtype=pl.Int64),
            first_seen=seen, last_seen=seen,
        )  # fmt: skip
    return tables


def _frame(table: str, rows: Sequence[dict[str, Any]]) -> pl.DataFrame:
    """Return the rows as a frame of the columns that the table has and the rows say."""
    said = {name for row in rows[:1] for name in row}
    columns = []
    for column in TABLES[table].columns:
        if column.name not in said:
            continue
        dtype = POLARS_TYPES[column.type]
        wire = pl.Int64() if column.type == "timestamp" else dtype
        values = [row.get(column.name) for row in rows]
        if column.type == "text":
            values = [None if value is None else str(value) for value in values]
        columns.append(pl.Series(column.name, values, dtype=wire).cast(dtype))
    return pl.DataFrame(columns)


def _with_families(
    frame: pl.DataFrame, rows: Sequence[dict[str, Any]], kind: ExportKind, *, redacted: bool
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give statements their fingerprints, half ones none, and take out what the store must not hold."""
    ids, families = fingerprint_column(frame["sql"], kind.engine)
    private = families.select("fingerprint", "normalized_sql")
    if not redacted:
        named = pl.col("normalized_sql").str.contains_any(list(SECRET_WORDS), ascii_case_insensitive=True)
        private = private.filter(named)
    texts = ids.to_frame("fingerprint").join(private, on="fingerprint", how="left", maintain_order="left")
    clean = pl.select(pl.coalesce(texts["normalized_sql"], frame["sql"])).to_series()
    whole = pl.Series([not row["cut"] for row in rows], dtype=pl.Boolean)
    kept = pl.select(pl.when(whole).then(ids)).to_series()
    frame = frame.with_columns(sql=clean, fingerprint=kept)
    return frame, families.filter(pl.col("fingerprint").is_in(kept.drop_nulls().implode()))

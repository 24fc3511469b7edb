"""Frames become files: cut at midnight, labelled, bounded in memory and open files, gone when aborted."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import polars as pl
import pyarrow.parquet as pq
import pytest
from store_rows import LABELS, NOON, add, statements

from aurorascope.store import writer as writer_module
from aurorascope.store.layout import NO_DAY, mark_of, schema_mark
from aurorascope.store.writer import Writer

if TYPE_CHECKING:
    from pathlib import Path

    from aurorascope.store.store import Store

MIDNIGHT = datetime(2026, 11, 20, tzinfo=UTC)


def test_rows_are_cut_at_midnight_utc(tmp_path: Path) -> None:
    with Writer(tmp_path, "run1", LABELS) as writer:
        writer.write(
            "statements",
            statements(4, start=MIDNIGHT - timedelta(microseconds=2), step=timedelta(microseconds=1)),
        )
        files = writer.close()
    assert [(file.day, file.rows) for file in files] == [(date(2026, 11, 19), 2), (date(2026, 11, 20), 2)]
    assert files[0].max_ts is not None
    assert files[0].max_ts + 1 == files[1].min_ts
    assert all(file.path.startswith(f"tbl=statements/day={file.day}/run1-") for file in files)
    assert all((tmp_path / file.path).stat().st_size == file.size for file in files)
    assert {mark_of(file.path) for file in files} == {schema_mark("statements")}


def test_rows_without_a_time_are_kept_apart_and_in_every_range(store: Store) -> None:
    frame = pl.DataFrame(
        {"ts": [NOON, None], "message": ["a", "b"]}, schema_overrides={"ts": pl.Datetime("us", "UTC")}
    )
    add(store, frame, "run1", table="entries")
    add(store, pl.DataFrame({"message": ["c"]}), "run2", table="entries")
    snapshot = store.snapshot()
    assert sorted({file.day for file in snapshot.files("entries")}) == [NO_DAY, NOON.date()]
    far = snapshot.between(NOON + timedelta(days=9), NOON + timedelta(days=10))
    assert far.query("select message from entries order by 1").to_pylist() == [
        {"message": "b"},
        {"message": "c"},
    ]


def test_labels_of_a_call_win_over_those_of_the_writer_and_columns_over_both(store: Store) -> None:
    writer = store.writer("run1", LABELS)
    writer.write(
        "connections", pl.DataFrame({"ts": [NOON], "event": ["ready"]}), labels={"instance": "shop-2"}
    )
    writer.write("connections", pl.DataFrame({"ts": [NOON], "event": ["failed"], "instance": ["shop-3"]}))
    store.commit(writer.close())
    found = store.snapshot().query("select event, cluster, instance, source from connections order by event")
    assert [tuple(row.values()) for row in found.to_pylist()] == [
        ("failed", "shop", "shop-3", None),
        ("ready", "shop", "shop-2", None),
    ]


def test_a_column_is_renamed_and_cast_to_its_stored_type(store: Store) -> None:
    frame = pl.DataFrame(
        {
            "setting": ["log_min_duration_statement"],
            "value": ["250ms"],
            "valid_from": [datetime(2026, 11, 19, tzinfo=UTC)],
        },
        schema_overrides={"valid_from": pl.Datetime("ms", "UTC"), "setting": pl.Categorical},
    )
    add(store, frame, "run1", table="log_settings")
    file = store.snapshot().files("log_settings")[0]
    assert "value_text" in pq.read_schema(store.path / file.path).names
    assert store.snapshot().query("select setting, value from log_settings").to_pylist() == [
        {"setting": "log_min_duration_statement", "value": "250ms"}
    ]


def test_lists_and_structs_come_back_as_they_went_in(store: Store) -> None:
    participants = [
        {"pid": 1, "lock": "ShareLock on transaction 5", "statement": "update t", "fingerprint": None}
    ]
    frame = pl.DataFrame(
        {"ts": [NOON], "participants": [participants], "tables": [["a", "b"]], "victim": [1]}
    )
    add(store, frame, "run1", table="deadlocks")
    found = store.snapshot().query("select participants, tables, victim from deadlocks").to_pylist()
    assert found == [{"participants": participants, "tables": ["a", "b"], "victim": 1}]


def test_what_no_table_knows_is_refused(tmp_path: Path) -> None:
    writer = Writer(tmp_path, "run1", LABELS)
    with pytest.raises(KeyError, match="has no column colour"):
        writer.write("entries", pl.DataFrame({"ts": [NOON], "colour": ["red"]}))
    with pytest.raises(KeyError, match="made from other tables"):
        writer.write("log_entries", pl.DataFrame({"ts": [NOON]}))
    with pytest.raises(KeyError):
        writer.write("no_such_table", pl.DataFrame({"ts": [NOON]}))
    assert writer.close() == []


@pytest.mark.parametrize("run", ["", "a/b", "../x", "rolled-1", "-x", "a b"])
def test_a_run_cannot_be_named_like_a_path_or_like_a_compacted_file(tmp_path: Path, run: str) -> None:
    with pytest.raises(ValueError, match="a run is named by"):
        Writer(tmp_path, run, LABELS)


def test_an_aborted_writer_leaves_no_file(tmp_path: Path) -> None:
    writer = Writer(tmp_path, "run1", LABELS, row_group_rows=10)
    writer.write("statements", statements(100))
    writer.write("entries", pl.DataFrame({"ts": [NOON]}))
    assert list(tmp_path.rglob("*.parquet"))
    writer.abort()
    assert not list(tmp_path.rglob("*.parquet"))


def test_a_writer_that_an_error_leaves_aborts(tmp_path: Path) -> None:
    def fail() -> None:
        with Writer(tmp_path, "run1", LABELS, row_group_rows=10) as writer:
            writer.write("statements", statements(100))
            raise RuntimeError("cancelled")

    with pytest.raises(RuntimeError, match="cancelled"):
        fail()
    assert not list(tmp_path.rglob("*.parquet"))


def test_open_files_are_bounded_and_no_row_is_lost(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer_module, "OPEN_FILES", 3)
    writer = store.writer("run1", LABELS, row_group_rows=5)
    for _ in range(2):
        for day in range(10):
            writer.write("statements", statements(7, start=NOON + timedelta(days=day)))
            assert sum(part.file is not None for part in writer._parts.values()) <= 3
    store.commit(writer.close())
    assert store.snapshot().query("select count(*) as n from statements").to_pylist() == [{"n": 140}]


def test_held_rows_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer_module, "HELD_BYTES", 100_000)
    writer = Writer(tmp_path, "run1", LABELS)
    for day in range(20):
        writer.write("statements", statements(200, start=NOON + timedelta(days=day)))
        assert writer._held_bytes <= 100_000
    assert sum(file.rows for file in writer.close()) == 4000
    assert writer._held_bytes == 0


def test_a_row_group_is_written_when_it_is_full(tmp_path: Path) -> None:
    writer = Writer(tmp_path, "run1", LABELS, row_group_rows=100)
    for _ in range(5):
        writer.write("statements", statements(40))
    (file,) = writer.close()
    groups = pq.ParquetFile(tmp_path / file.path).metadata
    assert [groups.row_group(index).num_rows for index in range(groups.num_row_groups)] == [120, 80]


def test_a_file_has_a_bounded_number_of_row_groups(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer_module, "FILE_GROUPS", 3)
    writer = store.writer("run1", LABELS, row_group_rows=10)
    for _ in range(7):
        writer.write("statements", statements(10))
    files = writer.close()
    assert [file.rows for file in files] == [30, 30, 10]
    store.commit(files)
    assert store.snapshot().query("select count(*) as n from statements").to_pylist() == [{"n": 70}]


def test_a_large_frame_is_cut_into_even_row_groups(tmp_path: Path) -> None:
    writer = Writer(tmp_path, "run1", LABELS, row_group_rows=100)
    writer.write("statements", statements(451))
    (file,) = writer.close()
    groups = pq.ParquetFile(tmp_path / file.path).metadata
    rows = [groups.row_group(index).num_rows for index in range(groups.num_row_groups)]
    assert rows == [91, 91, 91, 91, 87]


def test_no_minimum_or_maximum_of_a_text_is_written(tmp_path: Path) -> None:
    writer = Writer(tmp_path, "run1", LABELS)
    writer.write("statements", statements(10))
    (file,) = writer.close()
    columns = pq.ParquetFile(tmp_path / file.path).metadata.row_group(0)
    for index in range(columns.num_columns):
        column = columns.column(index)
        assert column.compression == "ZSTD"
        if column.physical_type == "BYTE_ARRAY":
            assert column.statistics is None or not column.statistics.has_min_max


def test_pandas_is_never_imported_to_write(tmp_path: Path) -> None:
    import subprocess

    program = f"""
import sys
from datetime import datetime, UTC
import polars as pl
from aurorascope.store.writer import Writer
w = Writer(__import__("pathlib").Path({str(tmp_path)!r}), "run1", {LABELS!r})
w.write("connections", pl.DataFrame({{"ts": [datetime(2026, 1, 1, tzinfo=UTC)], "event": ["ready"]}}))
w.write("deadlocks", pl.DataFrame({{"ts": [datetime(2026, 1, 1, tzinfo=UTC)], "tables": [["a"]]}}))
w.close()
print(*[m for m in ("pandas", "duckdb", "deltalake") if m in sys.modules])
"""
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.split() == []

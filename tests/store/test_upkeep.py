"""Retention keeps what it says, and a check finds what is broken and clears only what nobody needs."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from store_rows import COUNT, LABELS, NOON, add, statements

from aurorascope.store.check import check
from aurorascope.store.compaction import compact, compact_days
from aurorascope.store.errors import StoreError
from aurorascope.store.layout import roll_number
from aurorascope.store.retention import KEPT_FOR_GOOD, KEPT_LONG, retain
from aurorascope.store.rollup import ROLLUPS
from aurorascope.store.schemas import TABLES

if TYPE_CHECKING:
    from aurorascope.store.store import Store

LATER = NOON + timedelta(days=40)


def counts(store: Store, table: str) -> int:
    found = store.snapshot().query(f"select count(*) as n from {table}").to_pylist()
    return int(found[0]["n"])


def test_old_statements_go_and_their_rollups_stay(store: Store) -> None:
    add(store, statements(100), "old")
    add(store, statements(7, start=LATER - timedelta(hours=2)), "new")
    total = statements(100)["duration_us"].sum()
    assert retain(store, 30, 90, now=LATER) > 0
    assert counts(store, "statements") == 7
    assert store.snapshot().query("select sum(sum_us) as t from statement_days").to_pylist() == [{"t": total}]
    assert retain(store, 30, 90, now=LATER) == 0
    assert retain(store, 30, 90, now=LATER + timedelta(days=100)) == 1 + 2 * len(ROLLUPS)
    assert [counts(store, table) for table in ROLLUPS] == [0] * len(ROLLUPS)


def test_rows_that_come_after_their_day_was_taken_out_are_added_to_its_rollups(store: Store) -> None:
    add(store, statements(100), "old")
    retain(store, 30, 90, now=LATER)
    for late in range(2):
        add(store, statements(10, start=NOON + timedelta(minutes=late)), f"late{late}")
        compact(store, now=LATER)
    total = statements(100)["duration_us"].sum() + 2 * statements(10)["duration_us"].sum()
    for table in ROLLUPS:
        found = store.snapshot().query(f"select sum(sum_us) as t, sum(calls) as c from {table}").to_pylist()
        assert found == [{"t": total, "c": 96}]
    assert counts(store, "statements") == 20
    assert len(store.snapshot().files("statement_days")) == 2
    assert check(store).problems == ()


def test_rows_that_come_while_their_day_is_taken_out_wait_for_the_next_time(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(store, statements(100), "old")

    def compact_and_add(*given: Any) -> None:
        compact_days(*given)
        add(store, statements(50), "meanwhile")

    monkeypatch.setattr("aurorascope.store.retention.compact_days", compact_and_add)
    retain(store, 30, 90, now=LATER)
    assert counts(store, "open_statements") == 50
    monkeypatch.undo()
    retain(store, 30, 90, now=LATER)
    assert counts(store, "statements") == 0
    total = int(statements(100)["duration_us"].sum()) + int(statements(50)["duration_us"].sum())
    assert store.snapshot().query("select sum(sum_us) as t from statement_days").to_pylist() == [{"t": total}]


def test_what_still_holds_is_never_too_old(store: Store) -> None:
    add(store, pl.DataFrame({"valid_from": [NOON], "setting": ["log_statement"]}), "r1", table="log_settings")
    add(store, pl.DataFrame({"ts": [NOON], "message": ["a"]}), "r2", table="entries")
    add(store, pl.DataFrame({"covered_from": [NOON], "path": ["a"]}), "r3", table="coverage")
    retain(store, 1, 10, now=NOON + timedelta(days=5))
    assert [counts(store, table) for table in ("log_settings", "entries", "coverage")] == [1, 0, 1]
    retain(store, 1, 10, now=LATER)
    assert [counts(store, table) for table in ("log_settings", "entries", "coverage")] == [1, 0, 0]


def test_provisional_rows_of_an_open_log_wait_for_its_next_run(store: Store) -> None:
    kept = add(store, statements(10), "run1")
    add(store, pl.DataFrame({"ts": [NOON], "files": [kept]}), "run1", table="open_ends")
    retain(store, 1, 10, now=LATER)
    assert [file.path for file in store.snapshot().files("statements")] == kept
    assert check(store).problems == ()


def test_every_stored_table_has_one_retention() -> None:
    stored = {name for name, table in TABLES.items() if not table.derived}
    assert stored >= KEPT_LONG | KEPT_FOR_GOOD
    assert not KEPT_LONG & KEPT_FOR_GOOD
    validity = {name for name in stored if TABLES[name].time == "valid_from"}
    assert validity <= KEPT_FOR_GOOD


@pytest.mark.parametrize(("raw", "rolled"), [(0, 10), (30, 7), (-1, -1)])
def test_a_retention_that_makes_no_sense_is_refused(store: Store, raw: int, rolled: int) -> None:
    with pytest.raises(StoreError, match="at least"):
        retain(store, raw, rolled)


def test_a_whole_store_has_no_problem(store: Store) -> None:
    add(store, statements(100), "run1")
    add(store, statements(50, start=NOON + timedelta(days=3)), "run2")
    compact(store, now=NOON + timedelta(days=1))
    report = check(store)
    assert report.problems == ()
    assert report.rows == sum(counts(store, table) for table in ("statements", *ROLLUPS))
    assert (report.files, report.unnamed_files, report.cleared_files) == (2 + len(ROLLUPS), 1, 0)


def test_a_missing_a_short_and_a_damaged_file_are_named(store: Store) -> None:
    missing, short, damaged = (
        add(store, statements(10, start=NOON + timedelta(days=day)), f"run{day}")[0] for day in range(3)
    )
    (store.path / missing).unlink()
    whole = (store.path / short).read_bytes()
    (store.path / short).write_bytes(whole[:100])
    whole = (store.path / damaged).read_bytes()
    (store.path / damaged).write_bytes(whole[:-20] + bytes(20))
    problems = check(store).problems
    assert len(problems) == 3
    for path, said in ((missing, "is missing"), (short, "has 100 bytes instead of"), (damaged, "is damaged")):
        (sentence,) = [problem for problem in problems if problem.startswith(path)]
        assert said in sentence
        assert "10 rows of statements" in sentence


def test_a_file_whose_columns_are_not_the_tables_is_named(store: Store) -> None:
    narrow, other = (
        add(store, statements(10, start=NOON + timedelta(days=day)), f"run{day}")[0] for day in range(2)
    )
    table = pq.ParquetFile(store.path / other).read()
    texts = pa.array([str(number) for number in table.column("calls").to_pylist()])
    wrong = table.set_column(table.schema.get_field_index("calls"), "calls", texts)
    files = {file.path: file for file in store.files()}
    store.commit([], removes=[narrow, other])
    for path, rows, said in ((narrow, table.drop_columns(["sql"]), "other columns than its name says (sql)"),
                             (other, wrong, "another type than the table (calls)")):  # fmt: skip
        renamed = path.replace("/run", "/again")
        pq.write_table(rows, store.path / renamed)
        size = (store.path / renamed).stat().st_size
        store.commit([replace(files[path], path=renamed, size=size)])
        (problem,) = [one for one in check(store, rollups=False).problems if one.startswith(renamed)]
        assert said in problem


@pytest.mark.parametrize("table", ROLLUPS)
def test_rollups_that_do_not_add_up_are_found(store: Store, table: str) -> None:
    add(store, statements(100), "run1")
    compact(store, now=NOON + timedelta(days=1))
    hour = store.snapshot().query(f"select * from {table} where calls > 0 limit 1").drop_columns(["account"])
    number = roll_number(store.snapshot().files(table)[0].path)
    writer = store.writer("wrong", LABELS)
    writer.write(table, pl.from_arrow(hour))
    (file,) = writer.close()
    forged = replace(file, path=file.path.replace("wrong-0-1", f"rolled-{number}-twice"))
    (store.path / file.path).rename(store.path / forged.path)
    store.commit([forged])
    assert check(store).problems == ("the rollups of 2026-11-19 do not add up to its raw rows: report it",)


def test_files_that_no_version_names_are_cleared_after_the_grace_period_only(store: Store) -> None:
    add(store, statements(10), "run1")
    killed = store.writer("killed", LABELS)
    killed.write("statements", statements(10))
    left = [store.path / file.path for file in killed.close()]
    add(store, statements(20), "run2")
    compact(store, now=NOON + timedelta(days=1))
    assert check(store).unnamed_files == 3
    assert check(store, clear=True).cleared_files == 0
    assert left[0].exists()
    week = datetime.now(UTC) + timedelta(days=7, minutes=1)
    report = check(store, clear=True, now=week)
    assert report.cleared_files == 3
    assert not left[0].exists()
    assert store.snapshot().query(COUNT).to_pylist()[0]["n"] == 30
    assert check(store).problems == ()
    with pytest.raises(StoreError, match="at least one hour"):
        check(store, clear=True, grace=timedelta(0))


def test_a_file_that_was_taken_out_just_now_is_kept_for_its_readers_however_old_it_is(store: Store) -> None:
    paths = add(store, statements(10), "run1")
    add(store, statements(10), "run2")
    os.utime(store.path / paths[0], (0, 0))
    reader = store.snapshot()
    compact(store, now=NOON + timedelta(days=1))
    assert check(store, clear=True, grace=timedelta(hours=1)).cleared_files == 0
    assert reader.query(COUNT).to_pylist()[0]["n"] == 20

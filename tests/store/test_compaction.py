"""Compaction changes files, never rows; two at once, or one beside a run, lose and double nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import duckdb
import polars as pl
import pyarrow.parquet as pq
import pytest
from store_rows import COUNT, NOON, add, statements

from aurorascope.store import compaction
from aurorascope.store.compaction import compact
from aurorascope.store.errors import CommitConflict, StoreError
from aurorascope.store.layout import is_rolled
from aurorascope.store.store import Store

TOMORROW = NOON + timedelta(days=1)
ROWS = 'select * exclude (source), count(*) as copies from statements group by all order by ts, "offset"'


def fill(store: Store, runs: int = 4) -> None:
    for run in range(runs):
        add(
            store,
            statements(
                300, start=NOON - timedelta(hours=20) + timedelta(seconds=run), step=timedelta(minutes=7)
            ),
            f"run{run}",
        )


def test_closed_days_become_one_file_with_the_same_rows(store: Store) -> None:
    fill(store)
    before = store.snapshot().query(ROWS)
    done = compact(store, now=TOMORROW + timedelta(days=1))
    after = store.snapshot()
    assert after.query(ROWS).equals(before)
    days = {file.day for file in after.files("statements")}
    assert len(after.files("statements")) == len(days) == len(done)
    assert sum(work.rows for work in done) == 1200
    assert all(is_rolled(file.path) for file in after.files("statements"))


def test_a_compacted_day_is_sorted_by_fingerprint_and_duration_in_small_row_groups(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(compaction.ROW_GROUPS, "statements", 2048)
    add(store, statements(6000), "run1")
    compact(store, now=TOMORROW + timedelta(days=1))
    (file,) = store.snapshot().files("statements")
    found = pq.read_table(store.path / file.path, columns=["fingerprint", "duration_us"], partitioning=None)
    assert found.equals(found.sort_by([("fingerprint", "ascending"), ("duration_us", "ascending")]))
    assert pq.ParquetFile(store.path / file.path).metadata.num_row_groups == 3


def test_a_second_compaction_finds_nothing_to_do(store: Store) -> None:
    fill(store)
    assert compact(store, now=TOMORROW)
    version = store.version()
    assert compact(store, now=TOMORROW) == []
    assert store.version() == version


def test_the_open_day_is_left_alone_until_it_has_many_files(store: Store) -> None:
    for run in range(compaction.OPEN_DAY_FILES - 1):
        add(store, statements(1, start=NOON + timedelta(minutes=run)), f"run{run}")
    assert compact(store, now=NOON) == []
    add(store, statements(1), "last")
    (work,) = compact(store, now=NOON)
    assert (work.files_before, work.files_after, work.rows) == (64, 1, 64)
    snapshot = store.snapshot()
    assert snapshot.query("select count(*) as n from open_statements").to_pylist() == [{"n": 64}]
    assert snapshot.files("statement_hours") == []


def test_provisional_files_of_an_open_log_stay_as_they_are(store: Store) -> None:
    kept = add(store, statements(10), "run1")
    add(store, statements(10, start=NOON + timedelta(hours=1)), "run2")
    add(store, statements(10, start=NOON + timedelta(hours=2)), "run3")
    add(store, pl.DataFrame({"ts": [NOON], "raw": ["x"], "files": [kept]}), "run3", table="open_ends")
    compact(store, now=TOMORROW + timedelta(days=1))
    files = {file.path for file in store.snapshot().files("statements")}
    assert set(kept) < files
    assert len(files) == 2
    add(store, statements(12), "run4", removes=kept)
    assert store.snapshot().query(COUNT).to_pylist()[0]["n"] == 32


@pytest.mark.parametrize("late", [0, 17])
def test_rollups_add_up_to_the_raw_rows_also_when_rows_come_late(store: Store, late: int) -> None:
    fill(store)
    add(
        store,
        pl.DataFrame({"ts": [NOON], "calls": [1], "phase": ["execute"], "fingerprint": ["0" * 16]}),
        "untimed",
    )
    compact(store, now=TOMORROW + timedelta(days=1))
    if late:
        add(store, statements(late), "late")
        compact(store, now=TOMORROW + timedelta(days=1))
    snapshot = store.snapshot()
    for table, keys in (
        ("statement_hours", "fingerprint, user_name"),
        ("statement_days", "fingerprint"),
        ("statement_family_hours", "fingerprint"),
        ("statement_place_days", "fingerprint, user_name"),
        ("statement_bucket_hours", "instance"),
    ):
        raw = snapshot.query(
            f"select {keys}, sum(calls) as calls, sum(duration_us) as sum_us, "
            "sum(duration_us) filter (where calls = 1) as call_us, "
            "min(duration_us) filter (where calls = 1) as min_us, "
            "max(duration_us) filter (where calls = 1) as max_us from statements group by all order by all"
        )
        rolled = snapshot.query(
            f"select {keys}, sum(calls) as calls, sum(sum_us) as sum_us, sum(call_us) as call_us, "
            "min(min_us) as min_us, "
            f"max(max_us) as max_us from {table} group by all order by all"
        )
        assert rolled.to_pylist() == raw.to_pylist()
    untimed = "select sum(calls) as n from statement_days where bucket is null"
    assert snapshot.query(untimed).to_pylist() == [{"n": 1}]
    timed = snapshot.query("select sum(calls) - sum(timed_calls) as n from statement_hours")
    assert timed.to_pylist() == [{"n": 1}]


def test_late_rows_are_not_in_the_rollups_before_they_are_compacted(store: Store) -> None:
    fill(store)
    compact(store, now=TOMORROW + timedelta(days=1))
    add(store, statements(17), "late")
    snapshot = store.snapshot()
    parts = snapshot.query(
        "select (select sum(calls) from statement_hours) as rolled, "
        "(select sum(calls) from open_statements) as open, (select sum(calls) from statements) as all_of_them"
    ).to_pylist()[0]
    assert parts["rolled"] + parts["open"] == parts["all_of_them"]
    assert parts["open"] == 13


def test_fingerprints_become_one_row_from_first_to_last_seen(store: Store) -> None:
    for run in range(3):
        seen = NOON + timedelta(hours=run)
        frame = pl.DataFrame(
            {
                "fingerprint": ["a" * 16],
                "normalized_sql": ["select ?"],
                "relations": [["t"]],
                "first_seen": [seen - timedelta(hours=1)],
                "last_seen": [seen],
            }
        )
        add(store, frame, f"run{run}", table="fingerprints")
    compact(store, now=TOMORROW + timedelta(days=1))
    found = store.snapshot().query(
        "select normalized_sql, relations, first_seen, last_seen from fingerprints"
    )
    assert found.to_pylist() == [
        {
            "normalized_sql": "select ?",
            "relations": ["t"],
            "first_seen": NOON - timedelta(hours=1),
            "last_seen": NOON + timedelta(hours=2),
        }
    ]


def test_two_compactions_at_once_double_nothing(store: Store) -> None:
    fill(store)
    before = store.snapshot().query(ROWS)
    stores = [Store.open(store.path) for _ in range(4)]
    for other in stores:
        other.snapshot()
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda other: compact(other, now=TOMORROW + timedelta(days=1)), stores))
    snapshot = store.snapshot()
    assert snapshot.query(ROWS).equals(before)
    assert sum(len(part) for part in done) == len({file.day for file in snapshot.files("statements")})
    live = {file.path for name in ("statements", *compaction.ROLLUPS) for file in snapshot.files(name)}
    compacted = {str(path.relative_to(store.path)) for path in store.path.rglob("ro*.parquet")}
    assert compacted == live


def test_a_compaction_from_an_old_version_is_refused_and_deletes_what_it_wrote(store: Store) -> None:
    fill(store)
    stale = store.snapshot()
    work = next(iter(compaction._plan(stale, (TOMORROW + timedelta(days=1)).date())))
    compact(store, now=TOMORROW + timedelta(days=1))
    files = sorted(store.path.rglob("*.parquet"))
    with pytest.raises(CommitConflict):
        compaction._compact(store, stale, work)
    assert sorted(store.path.rglob("*.parquet")) == files


def test_runs_beside_compactions_lose_and_double_nothing(store: Store) -> None:
    def ingest(number: int) -> None:
        own = Store.open(store.path)
        for run in range(15):
            add(
                own,
                statements(20, start=NOON + timedelta(seconds=run)),
                f"run{number}-{run}",
                positions={f"log{number}": run},
            )

    def tidy(_: int) -> None:
        own = Store.open(store.path)
        for _ in range(10):
            compact(own, now=TOMORROW + timedelta(days=1))

    with ThreadPoolExecutor(4) as pool:
        runs = [pool.submit(ingest, 0), pool.submit(ingest, 1), pool.submit(tidy, 0), pool.submit(tidy, 1)]
        for run in runs:
            run.result()
    compact(store, now=TOMORROW + timedelta(days=1))
    snapshot = store.snapshot()
    assert snapshot.query(COUNT).to_pylist() == [
        {"n": 600, "total": 30 * statements(20)["duration_us"].sum()}
    ]
    assert snapshot.query("select sum(sum_us) as total from statement_days").to_pylist() == [
        {"total": 30 * statements(20)["duration_us"].sum()}
    ]
    assert len(snapshot.files("statements")) == 1


def test_a_column_that_a_file_lacks_is_null_and_compaction_adds_it(store: Store) -> None:
    paths = add(store, statements(10), "run1")
    table = pq.read_table(store.path / paths[0], partitioning=None).drop_columns(
        ["rows_affected", "client_host"]
    )
    old = store.path / paths[0].replace(paths[0][-14:], "0a1b2c.parquet")
    pq.write_table(table, old)
    (file,) = store.snapshot().files("statements")
    renamed = replace(file, path=str(old.relative_to(store.path)), size=old.stat().st_size)
    add(store, statements(5), "run2")
    store.commit([renamed], removes=paths)
    seen = (
        "select count(*) as n, count(rows_affected) as r, count(client_host) as h, max(user_name) as u "
        "from statements"
    )
    assert store.snapshot().query(seen).to_pylist() == [{"n": 15, "r": 0, "h": 0, "u": "user2"}]
    assert store.snapshot().guarded(seen).to_pylist() == [{"n": 15, "r": 0, "h": 0, "u": "user2"}]
    compact(store, now=TOMORROW + timedelta(days=1))
    assert store.snapshot().query(seen).to_pylist() == [{"n": 15, "r": 0, "h": 0, "u": "user2"}]
    assert len(store.snapshot().files("statements")) == 1


def test_a_damaged_file_stops_its_compaction_in_a_sentence_and_changes_nothing(store: Store) -> None:
    paths = [add(store, statements(10), f"run{run}")[0] for run in range(2)]
    whole = (store.path / paths[0]).read_bytes()
    (store.path / paths[0]).write_bytes(whole[:-50])
    version = store.version()
    with pytest.raises(StoreError, match=r"compaction of statements of 2026-11-19 changed nothing: "):
        compact(store, now=TOMORROW + timedelta(days=1))
    assert store.version() == version
    assert len(list(store.path.rglob("*.parquet"))) == 2


def test_a_full_disk_stops_a_compaction_and_is_the_cause(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store)
    before = store.snapshot().query(ROWS)

    def full(*_: object) -> None:
        raise duckdb.IOException('IO Error: Could not write file "x": No space left on device')

    monkeypatch.setattr(compaction, "_roll_up", full)
    with pytest.raises(StoreError, match="No space left on device") as refusal:
        compact(store, now=TOMORROW + timedelta(days=1))
    assert isinstance(refusal.value.__cause__, OSError)
    assert store.snapshot().query(ROWS).equals(before)
    assert not list(store.path.rglob("rolled-*.parquet"))

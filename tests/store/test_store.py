"""A store is made, opened, written, committed and read; what cannot be done says so in one sentence."""

from __future__ import annotations

import errno
import gc
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pyarrow.compute as pc
import pytest
from deltalake import DeltaTable, Field, Schema
from deltalake.exceptions import DeltaError
from store_rows import COUNT, LABELS, NOON, add, statements

from aurorascope.store import delta
from aurorascope.store.compaction import compact
from aurorascope.store.errors import CommitConflict, NotCommitted, StoreError
from aurorascope.store.schemas import TABLES
from aurorascope.store.store import Store


def test_what_was_committed_is_read_with_its_labels(store: Store) -> None:
    frame = statements(1000)
    add(store, frame, "run1")
    found = store.snapshot().query(
        "select count(*) as n, sum(duration_us) as total, min(ts) as first, max(ts) as last, "
        "min(cluster) as cluster, max(source) as source, count(lock_us) as unknown from statements"
    )
    assert found.to_pylist() == [
        {
            "n": 1000,
            "total": frame["duration_us"].sum(),
            "first": NOON,
            "last": NOON + timedelta(seconds=999),
            "cluster": "shop",
            "source": "0123456789abcdef",
            "unknown": 0,
        }
    ]


def test_nothing_is_read_before_its_commit(store: Store) -> None:
    writer = store.writer("run1", LABELS)
    writer.write("statements", statements(10))
    files = writer.close()
    assert store.snapshot().query(COUNT).to_pylist()[0]["n"] == 0
    store.commit(files)
    assert store.snapshot().query(COUNT).to_pylist()[0]["n"] == 10


def test_a_snapshot_stays_at_its_version_while_others_commit(store: Store) -> None:
    add(store, statements(10), "run1")
    before = store.snapshot()
    add(store, statements(5), "run2")
    assert before.query(COUNT).to_pylist()[0]["n"] == 10
    assert store.snapshot().query(COUNT).to_pylist()[0]["n"] == 15
    assert store.snapshot() is store.snapshot()


def test_a_commit_adds_and_removes_in_one_version(store: Store) -> None:
    provisional = add(store, statements(10), "run1")
    version = store.version()
    add(store, statements(25), "run2", removes=provisional)
    assert store.version() == version + 1
    assert store.snapshot().query(COUNT).to_pylist()[0]["n"] == 25


def test_a_file_that_was_replaced_cannot_be_replaced_again(store: Store) -> None:
    provisional = add(store, statements(10), "run1")
    version = store.version()
    add(store, statements(25), "run2", removes=provisional)
    for based_on in (None, version):
        with pytest.raises(CommitConflict):
            add(store, statements(30), "run3", removes=provisional, based_on=based_on)
    assert store.snapshot().query(COUNT).to_pylist()[0]["n"] == 25


def test_a_position_that_somebody_moved_is_refused_and_nothing_is_added(store: Store) -> None:
    other = Store.open(store.path)
    version = store.version()
    assert store.position("log") is None
    add(other, statements(10), "run1", positions={"log": 4096}, based_on=version)
    with pytest.raises(CommitConflict, match="another run committed log first"):
        add(store, statements(10), "run2", positions={"log": 4096}, based_on=version)
    assert store.position("log") == 4096
    assert store.snapshot().query(COUNT).to_pylist()[0]["n"] == 10
    add(store, statements(3), "run3", positions={"log": 8192}, based_on=store.version())
    assert (store.position("log"), other.position("log")) == (8192, 8192)


def test_sources_do_not_hinder_each_other(store: Store) -> None:
    other = Store.open(store.path)
    version = store.version()
    add(other, statements(10), "run1", positions={"a": 1}, based_on=version)
    add(store, statements(10), "run2", positions={"b": 1}, based_on=version)
    assert store.snapshot().query(COUNT).to_pylist()[0]["n"] == 20


def test_every_table_can_be_read_from_an_empty_store(store: Store) -> None:
    snapshot = store.snapshot()
    for name in snapshot.tables:
        found = snapshot.query(f'select * from "{name}"')
        if name in TABLES:
            assert tuple(found.column_names) == TABLES[name].column_names
            assert found.num_rows == 0


def test_a_range_reads_only_the_files_of_its_days(store: Store) -> None:
    add(store, statements(72, step=timedelta(hours=1)), "run1")
    snapshot = store.snapshot()
    day = snapshot.between(NOON + timedelta(days=1), NOON + timedelta(days=1, hours=1))
    assert len(snapshot.files("statements")) == 4
    assert [file.rows for file in day.files("statements")] == [24]
    assert day.query(COUNT).to_pylist()[0]["n"] == 24
    assert snapshot.query(COUNT).to_pylist()[0]["n"] == 72
    assert day.version == snapshot.version
    evening = datetime(2026, 11, 20, 20, tzinfo=timezone(-timedelta(hours=8)))
    assert snapshot.between(evening, evening).files("statements")[0].day == evening.date() + timedelta(days=1)


def test_pandas_frames_come_out_at_the_edge(store: Store) -> None:
    add(store, statements(10), "run1")
    assert store.sql("select count(*) as n from statements where user_name = $u", {"u": "user0"})["n"][0] == 4
    assert len(store.table("statements")) == 10
    with pytest.raises(KeyError, match="statements"):
        store.table("statement")


def test_times_are_utc_wherever_the_program_runs(store: Store) -> None:
    add(store, statements(1), "run1")
    program = f"""
from aurorascope.store.store import Store
snapshot = Store.open({str(store.path)!r}).snapshot()
for read in (snapshot.query, snapshot.guarded):
    print(read("select strftime(ts, '%H:%M') as at, hour(ts) as hour from statements").to_pylist())
"""
    found = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "TZ": "America/New_York"},
    )
    assert found.stdout.splitlines() == ["[{'at': '12:00', 'hour': 12}]"] * 2


def test_redaction_is_said_once_when_the_store_is_made(tmp_path: Path) -> None:
    assert Store.create(tmp_path / "r", redacted=True).redacted
    assert Store.open(tmp_path / "r").redacted
    assert Store.open_or_create(tmp_path / "r").redacted
    with pytest.raises(StoreError, match="was made redacted"):
        Store.open_or_create(tmp_path / "r", redacted=False)
    assert not Store.open_or_create(tmp_path / "new").redacted


def test_what_is_no_store_of_ours_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no store at"):
        Store.open(tmp_path / "nothing")
    with pytest.raises(StoreError, match="there is no store at"):
        Store.open(tmp_path)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").touch()
    with pytest.raises(StoreError, match="is not empty"):
        Store.create(tmp_path / "full")
    with pytest.raises(StoreError, match="no store can be made"):
        Store.create(tmp_path / "full" / "letter.txt" / "store")
    DeltaTable.create(str(tmp_path / "other"), Schema([Field("x", "long")]))
    with pytest.raises(StoreError, match="did not make"):
        Store.open(tmp_path / "other")
    Store.create(tmp_path / "one")
    with pytest.raises(StoreError, match="already"):
        Store.create(tmp_path / "one")
    with pytest.raises(StoreError, match=r"\* \? \[ \]"):
        Store.create(tmp_path / "a[b]")
    for address, said in (("gs://bucket/prefix", "a folder or s3"), ("s3://x", "no address in S3")):
        with pytest.raises(StoreError, match=said):
            Store.create(address)


def test_a_store_of_a_newer_format_is_refused(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "store")
    first = store.path / "_delta_log" / "00000000000000000000.json"
    first.write_text(
        first.read_text()
        .replace('\\"aurorascope.format\\":\\"1\\"', "")
        .replace('"aurorascope.format":"1"', '"aurorascope.format":"2"')
    )
    with pytest.raises(StoreError, match="format 2"):
        Store.open(store.path)


def test_a_stored_name_has_one_type_in_every_table() -> None:
    types: dict[str, set[str]] = {}
    for table in TABLES.values():
        if not table.derived:
            assert table.column(table.time).type == "timestamp"
            for column in table.columns:
                types.setdefault(column.stored_name, set()).add(column.type)
    assert {name: kinds for name, kinds in types.items() if len(kinds) > 1} == {}


@pytest.mark.parametrize(
    ("module", "forbidden"),
    [
        ("aurorascope.store.store", "duckdb polars pyarrow pandas deltalake numpy"),
        ("aurorascope.store.delta", "duckdb polars pyarrow pandas"),
        ("aurorascope.store.writer", "duckdb pandas deltalake"),
    ],
)
def test_a_module_imports_only_the_engines_it_works_with(module: str, forbidden: str) -> None:
    program = f"import sys, {module}; print(*[m for m in {forbidden!r}.split() if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.split() == []


def test_a_range_that_nobody_holds_is_forgotten(store: Store) -> None:
    add(store, statements(72, step=timedelta(hours=1)), "run1")
    snapshot = store.snapshot()
    for day in range(3):
        cut = snapshot.between(NOON + timedelta(days=day), NOON + timedelta(days=day))
        assert cut.query(COUNT).to_pylist()[0]["n"] in {12, 24}
        del cut
    gc.collect()
    left = snapshot.query("select count(*) as n from duckdb_schemas() where schema_name like 'range%'")
    assert left.to_pylist() == [{"n": 1}]
    assert snapshot.query(COUNT).to_pylist()[0]["n"] == 72


def test_a_commit_that_landed_and_failed_afterwards_is_a_commit(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = DeltaTable.create_write_transaction

    def fail_after(*args: object, **options: object) -> None:
        commit(*args, **options)  # type: ignore[arg-type]
        raise OSError("no space left on device")

    monkeypatch.setattr(DeltaTable, "create_write_transaction", fail_after)
    version = store.version()
    add(store, statements(10), "run1")
    assert store.version() == version + 1
    assert store.snapshot().query(COUNT).to_pylist()[0]["n"] == 10


def test_a_commit_that_failed_says_so_and_changed_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(DeltaTable, "create_write_transaction", fail)
    with pytest.raises(NotCommitted, match="nothing was changed: no space left on device"):
        add(store, statements(10), "run1", positions={"log": 1})
    assert store.version() == 0
    assert store.position("log") is None


def test_a_log_that_cannot_be_read_is_said_in_a_sentence(store: Store) -> None:
    add(store, statements(10), "run1")
    (store.path / "_delta_log" / "00000000000000000001.json").write_text("{not json")
    with pytest.raises(StoreError, match="cannot be"):
        Store.open(store.path).snapshot()


def test_a_refusal_of_the_system_is_the_cause(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise DeltaError("Generic LocalFileSystem error: No space left on device (os error 28)")

    monkeypatch.setattr(DeltaTable, "create_write_transaction", fail)
    with pytest.raises(NotCommitted) as refusal:
        add(store, statements(10), "run1")
    assert isinstance(refusal.value.__cause__, OSError)
    assert refusal.value.__cause__.errno == errno.ENOSPC


def test_a_table_made_by_an_older_program_gets_the_new_columns(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = delta._fields()
    extra = Field.from_json('{"name": "colour", "type": "string", "nullable": true, "metadata": {}}')
    monkeypatch.setattr(delta, "_fields", lambda: {**fields, "colour": extra})
    add(store, statements(10), "run1")
    assert "colour" in {field.name for field in DeltaTable(str(store.path)).schema().fields}
    assert store.snapshot().query(COUNT).to_pylist()[0]["n"] == 10
    assert Store.open(store.path).redacted == store.redacted


def test_any_reader_of_delta_tables_reads_the_same_rows(store: Store) -> None:
    add(store, statements(48, step=timedelta(hours=1)), "run1")
    compact(store, now=NOON + timedelta(days=1))
    table = DeltaTable(str(store.path))
    rows = table.to_pyarrow_dataset().to_table(
        columns=["tbl", "duration_us", "user_name", "ts"], filter=pc.field("tbl") == "statements"
    )
    assert rows.num_rows == 48
    assert pc.sum(rows["duration_us"]).as_py() == statements(48)["duration_us"].sum()
    assert pc.max(rows["ts"]).as_py() == NOON + timedelta(hours=47)


def test_nothing_is_spilled_into_the_working_directory(store: Store) -> None:
    found = store.snapshot().query("select current_setting('temp_directory') as folder").to_pylist()
    assert Path(found[0]["folder"]).parent == Path(tempfile.gettempdir())


@pytest.mark.parametrize("damage", ["gone", "cut", "zeroed"])
def test_a_damaged_file_is_a_sentence_and_not_a_traceback(store: Store, damage: str) -> None:
    paths = [add(store, statements(10), f"run{run}")[0] for run in range(2)]
    file = store.path / paths[1]
    whole = file.read_bytes()
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes(whole[:50] if damage == "cut" else bytes(len(whole)))
    with pytest.raises(StoreError, match=r"cannot be read .*store check"):
        store.snapshot().query(COUNT)


def test_threads_share_a_snapshot_and_its_ranges(store: Store) -> None:
    add(store, statements(240, step=timedelta(hours=1)), "run1")
    snapshot = store.snapshot()

    def read(number: int) -> tuple[int, int]:
        begin = NOON.replace(hour=0) + timedelta(days=number % 9 + 1)
        cut = snapshot.between(begin, begin + timedelta(hours=23))
        found = cut.query(COUNT).to_pylist()[0]["n"], snapshot.query(COUNT).to_pylist()[0]["n"]
        cut.query("select count(*) from log_entries")
        return found

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(read, range(60))) == {(24, 240)}

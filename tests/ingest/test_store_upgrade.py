"""A store of an earlier version is brought forward: its columns, its fingerprints, its rollups."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import polars as pl
import pyarrow.parquet as pq
import pytest
from fake_aws.bucket_fixtures import reached, s3
from fake_aws.object_store import ObjectStore

from aurorascope.ingest.renewal import renew_families
from aurorascope.logs.fingerprint import FINGERPRINT_VERSION, fingerprint
from aurorascope.store.check import check
from aurorascope.store.compaction import compact
from aurorascope.store.layout import ROLLUPS_VERSION, DataFile, mark_of, schema_mark
from aurorascope.store.retention import retain
from aurorascope.store.rollup import ROLLUPS
from aurorascope.store.store import Store
from aurorascope.store.upgrade import upgrade

__all__ = ["reached", "s3"]
NOON = datetime(2026, 11, 19, 12, tzinfo=UTC)
LABELS = {"account": "local", "region": "local", "cluster": "shop", "instance": "shop-1"}
OLD = {"a" * 16: "select * from t where id = ?", "b" * 16: "update t set x = ?"}
NEW = {mark: fingerprint(sql).id for mark, sql in OLD.items()}
BY_FAMILY = "select fingerprint, sum(calls) as calls from {} group by 1 order by 1"


def add(store: Store, run: str, day: int) -> None:
    """Commit what an earlier version would have: its fingerprints, and files that lack some columns."""
    times = [NOON + timedelta(days=day, seconds=number) for number in range(10)]
    marks = [list(OLD)[number % 2] for number in range(10)]
    texts = [OLD[mark].replace("?", str(number)) for number, mark in enumerate(marks)]
    writer = store.writer(run, LABELS)
    writer.write("statements", pl.DataFrame({
        "ts": times, "engine": ["postgresql"] * 10, "calls": [1] * 10, "duration_us": list(range(10)),
        "fingerprint": marks, "sql": texts, "phase": ["statement"] * 10, "offset": list(range(10)),
    }))  # fmt: skip
    writer.write("temp_files", pl.DataFrame({"ts": times[:1], "bytes": [7], "fingerprint": marks[:1]}))
    writer.write("deadlocks", pl.DataFrame({
        "ts": times[:1],
        "participants": [[{"pid": 1, "lock": "x", "statement": None, "fingerprint": marks[0]}]],
    }))  # fmt: skip
    writer.write("fingerprints", pl.DataFrame({
        "fingerprint": list(OLD), "normalized_sql": list(OLD.values()), "engine": ["postgresql"] * 2,
        "fingerprint_version": [0] * 2, "first_seen": times[:2], "last_seen": times[:2],
    }))  # fmt: skip
    store.commit([shorn(store, file) if file.table == "temp_files" else file for file in writer.close()])


def shorn(store: Store, file: DataFile) -> DataFile:
    """Return a file without one of today's columns, under the mark that it had then."""
    table = pq.ParquetFile(store.place.root / file.path).read().drop_columns(["path"])
    path = file.path.replace(mark_of(file.path), "0a1b2c")
    staged = store.place.staging / path
    staged.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, staged)
    made = replace(file, path=path, size=staged.stat().st_size)
    store.place.publish(path)()
    return made


def brought(store: Store) -> None:
    renew_families(store)
    upgrade(store, now=NOON + timedelta(days=3))


def test_an_older_store_becomes_what_this_version_writes(
    reached: ObjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert reached.url
    store = Store.create("s3://plain/upgraded")
    add(store, "gone", -60)
    retain(store, 30, 400, now=NOON)  # only rollups are left of this day
    with monkeypatch.context() as earlier:
        earlier.setattr("aurorascope.store.layout.ROLLUPS_VERSION", "3.")
        add(store, "rolled", 0)
        compact(store, now=NOON + timedelta(days=1))
    add(store, "open", 1)
    brought(store)
    snapshot = store.snapshot()
    assert {
        row["fingerprint"]: row["calls"] for row in snapshot.query(BY_FAMILY.format("statements")).to_pylist()
    } == dict.fromkeys(sorted(NEW.values()), 10)
    for table in ("statement_hours", "statement_days"):
        found = {
            row["fingerprint"]: row["calls"] for row in snapshot.query(BY_FAMILY.format(table)).to_pylist()
        }
        assert found == dict.fromkeys(NEW.values(), 15)
    for sql in (
        "select fingerprint from temp_files",
        "select unnest(participants).fingerprint as fingerprint from deadlocks",
    ):
        assert set(snapshot.query(sql).column("fingerprint").to_pylist()) == {NEW["a" * 16]}
    families = snapshot.query(
        "select distinct fingerprint, fingerprint_version as version from fingerprints"
    ).to_pylist()
    assert {(row["fingerprint"], row["version"]) for row in families} == {
        (mark, FINGERPRINT_VERSION) for mark in NEW.values()
    }
    assert {
        file.path for file in snapshot.all_files if mark_of(file.path) != schema_mark(file.table)
    } == set()
    assert all(ROLLUPS_VERSION in file.path for file in snapshot.all_files if file.table in ROLLUPS)
    assert check(store, rollups=True).problems == ()
    version = store.version()
    brought(store)
    assert store.version() == version

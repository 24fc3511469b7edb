"""A store in a bucket is the store on a disk: the same rows, the same guarantees, one fetch of a file.

Nothing here ran against AWS: the bucket is `fake_aws/object_store.py`, over real HTTP.
"""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from fake_aws.bucket_fixtures import reached, s3
from fake_aws.object_store import ObjectStore, running
from store_rows import LABELS, NOON, add, statements

from aurorascope.store import bucket as buckets
from aurorascope.store.check import check
from aurorascope.store.compaction import compact
from aurorascope.store.errors import CommitConflict, StoreError
from aurorascope.store.retention import retain
from aurorascope.store.store import Store, has_store

__all__ = ["reached", "s3"]
COUNT = "select count(*) as n from statements"
LATER = NOON + timedelta(days=40)


@pytest.fixture(autouse=True)
def _on_the_way(reached: ObjectStore) -> None:
    """Every test here has the way to that S3."""


def address(test: str, bucket: str = "plain") -> str:
    return f"s3://{bucket}/{test}/store"


def count(store: Store) -> int:
    return int(store.snapshot().query(COUNT).to_pylist()[0]["n"])


def test_rows_that_one_store_commits_another_reads(tmp_path: Path) -> None:
    where = address("rows")
    assert not has_store(where)
    store = Store.open_or_create(where, redacted=True)
    add(store, statements(100), "run1")
    assert has_store(where)
    assert Store.open(where).redacted
    local = Store.create(tmp_path / "local")
    add(local, statements(100), "run1")
    asked = "select * from statements order by all"
    assert Store.open(where).snapshot().query(asked).equals(local.snapshot().query(asked))
    assert store.snapshot().guarded(COUNT).to_pylist() == [{"n": 100}]
    with pytest.raises(StoreError, match="already"):
        Store.create(where)
    with pytest.raises(StoreError, match="not empty"):
        Store.create("s3://plain/rows")


def test_a_file_is_fetched_once_and_only_if_a_query_reads_its_table_and_day(
    reached: ObjectStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    store = Store.create(address("once"))
    for day in range(3):
        add(store, statements(10, start=NOON + timedelta(days=day)), f"run{day}")
    monkeypatch.setenv("AURORASCOPE_S3_CACHE", str(tmp_path / "other"))
    snapshot = Store.open(address("once")).snapshot()
    reached.asked()
    cut = snapshot.between(NOON, NOON + timedelta(hours=1))
    assert cut.query("select count(*) as statements from entries").to_pylist() == [{"statements": 0}]
    assert reached.asked() == {}
    assert cut.query(COUNT).to_pylist() == [{"n": 10}]
    assert reached.asked() == {"GET": 1}
    assert cut.guarded(
        "with x as (select 1) select n from (select count(*) as n from x, statements)"
    ).num_rows
    assert cut.query("select count(*) as entries from topology").to_pylist() == [{"entries": 0}]
    assert reached.asked() == {}
    assert snapshot.query(COUNT).to_pylist() == [{"n": 30}]
    assert reached.asked() == {"GET": 2}


def test_every_object_carries_the_encryption_that_was_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    where = address("sealed", "sealed")
    with pytest.raises(StoreError, match="denied"):
        Store.create(where)
    monkeypatch.setenv("AURORASCOPE_S3_ENCRYPTION", "aws:kms")
    monkeypatch.setenv("AURORASCOPE_S3_KMS_KEY", "arn:aws:kms:eu-west-1:111122223333:key/1")
    store = Store.create(where)
    add(store, statements(10), "run1")
    assert count(Store.open(where)) == 10


def test_of_two_who_move_one_position_the_second_is_refused() -> None:
    one, other = Store.create(address("twice")), Store.open(address("twice"))
    version = one.version()
    one.commit([], positions={"log": 1}, based_on=version)
    with pytest.raises(CommitConflict, match="log"):
        other.commit([], positions={"log": 1}, based_on=version)
    other.commit([], positions={"another": 1}, based_on=version)
    assert one.position("another") == 1


def test_positions_are_those_of_the_log_before_and_behind_a_checkpoint() -> None:
    one, other = Store.create(address("positions")), Store.open(address("positions"))
    for number in range(24):
        one.commit([], positions={f"log{number % 3}": number, "every": number}, based_on=one.version())
        assert other.position("every") == number
    for store in (one, other, Store.open(address("positions"))):
        assert [store.position(f"log{number}") for number in range(4)] == [21, 22, 23, None]
        assert store._log._table.transaction_version("log1") == 22


def test_writers_at_once_lose_and_double_nothing() -> None:
    Store.create(address("many"))

    def write(name: str) -> None:
        own = Store.open(address("many"))
        for number in range(4):
            add(own, statements(10), f"{name}-{number}")

    threads = [threading.Thread(target=write, args=(f"writer{number}",)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count(Store.open(address("many"))) == 120


def test_upkeep_is_what_it_is_on_a_disk() -> None:
    store = Store.create(address("upkeep"))
    paths = add(store, statements(100), "run1") + add(store, statements(50), "run2")
    killed = store.writer("killed", LABELS)
    killed.write("statements", statements(10))
    killed.close()
    reader = store.snapshot()
    assert compact(store, now=NOON + timedelta(days=1))[0].rows == 150
    report = check(store, clear=True, grace=timedelta(hours=1), rollups=True)
    assert (report.problems, report.unnamed_files, report.cleared_files) == ((), 3, 0)
    buckets._known.clear()
    assert reader.query(COUNT).to_pylist() == [{"n": 150}]
    week = NOON.now(NOON.tzinfo) + timedelta(days=7, minutes=1)
    assert check(store, clear=True, now=week).cleared_files == 3
    assert {file.path for file in store.files()}.isdisjoint(paths)
    assert retain(store, 30, 90, now=LATER) == 1
    assert count(store) == 0
    assert check(store).problems == ()


def test_a_missing_a_short_and_a_damaged_object_are_named(tmp_path: Path) -> None:
    store = Store.create(address("damaged"))
    missing, short, damaged = (
        add(store, statements(10, start=NOON + timedelta(days=day)), f"run{day}")[0] for day in range(3)
    )
    whole = {path: (store.place.root / path).read_bytes() for path in (short, damaged)}
    store.place.drop([missing])
    (tmp_path / "broken").write_bytes(whole[short][:100])
    store.place._bucket.put(short, tmp_path / "broken")
    (tmp_path / "broken").write_bytes(whole[damaged][:-20] + bytes(20))
    store.place._bucket.put(damaged, tmp_path / "broken")
    problems = check(store).problems
    assert len(problems) == 3
    for path, said in ((missing, "is missing"), (short, "has 100 bytes instead of"), (damaged, "is damaged")):
        assert [said in problem for problem in problems if problem.startswith(path)] == [True]
    with pytest.raises(StoreError, match="store check"):
        count(store)


def test_the_region_of_a_bucket_is_found() -> None:
    store = Store.create(address("region", "far"))
    add(store, statements(10), "run1")
    assert count(Store.open(address("region", "far"))) == 10


def test_credentials_that_were_renewed_are_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A role's hour ends while `serve` runs: the next question uses what the chain gives then."""
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    config, program, key = tmp_path / "config", tmp_path / "credentials.sh", tmp_path / "key"
    key.write_text("FIRST")
    program.write_text(
        f'#!/bin/sh\nprintf \'{{"Version": 1, "AccessKeyId": "%s", "SecretAccessKey": "s", '
        f'"SessionToken": "t", "Expiration": "%s"}}\' $(cat {key}) '
        "$(date -u -d '+20 seconds' +%Y-%m-%dT%H:%M:%SZ)\n"
    )
    program.chmod(0o700)
    config.write_text(f"[default]\ncredential_process = {program}\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    store = Store.create(address("renewed"))
    first = store.place.delta()[1]["aws_access_key_id"]
    key.write_text("SECOND")
    add(store, statements(10), "run1")
    assert count(store) == 10
    assert (first, store.place.delta()[1]["aws_access_key_id"]) == ("FIRST", "SECOND")


def test_the_cache_keeps_to_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AURORASCOPE_S3_CACHE_GB", "0.00002")
    monkeypatch.setattr("aurorascope.store.cache.IN_USE_S", -1.0)
    store = Store.create(address("limit"))
    for day in range(4):
        add(store, statements(50, start=NOON + timedelta(days=day)), f"run{day}")
    for day in range(4):
        begin = NOON + timedelta(days=day)
        assert store.snapshot().between(begin, begin).query(COUNT).to_pylist() == [{"n": 50}]
    here = sum(file.stat().st_size for file in store.place.root.rglob("*.parquet"))
    assert 0 < here <= 20_000
    with pytest.raises(StoreError, match="narrow the time range"):
        count(store)


def test_an_answer_that_is_lost_doubles_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A put that was done and not answered is sent again: the log then holds a version that is our own."""
    with running({"plain": {}}, failing=0.03, losing=0.15) as server:
        monkeypatch.setenv("AWS_MAX_ATTEMPTS", "12")
        monkeypatch.setenv("AWS_ENDPOINT_URL_S3", server.url)
        store = Store.open_or_create(address("lost"))
        for number in range(6):
            version, known = store.version(), store.position("log")
            assert known == (number or None)
            add(store, statements(10), f"run{number}", positions={"log": number + 1}, based_on=version)
            add(store, statements(10), f"without-position{number}")
        assert count(Store.open(address("lost"))) == 120
        assert check(store).problems == ()

"""Logs that lie in S3 are taken in as files are: by range, streamed, once, and on where they grew."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import boto3
import pytest
from fake_aws.bucket_fixtures import reached, s3
from fake_aws.object_store import ObjectStore

from aurorascope.ingest.alone import Alone
from aurorascope.ingest.run import ingest
from aurorascope.ingest.summary import Summary
from aurorascope.sources.objects import Object, open_bytes
from aurorascope.store.store import Store

__all__ = ["reached", "s3"]
LINE = (
    "2026-11-19 10:00:{second:02} UTC:10.0.0.7(4000):app@shop:[71]:LOG:  duration: {second}.125 ms  "
    "statement: SELECT {second} FROM t\n"
)
ROWS = """select "offset", message, severity from entries
union all select "offset", sql, phase from statements order by all"""
Put = Callable[[str, bytes], None]


def log(begin: int, end: int) -> bytes:
    return "".join(LINE.format(second=second) for second in range(begin, end)).encode()


@pytest.fixture(autouse=True)
def put(reached: ObjectStore) -> Put:
    client = boto3.client("s3", endpoint_url=reached.url)

    def _put(key: str, body: bytes) -> None:
        client.put_object(Bucket="plain", Key=key, Body=body)

    return _put


def taken(store: Path | str, *paths: str, workers: bool = False) -> Summary:
    """Take logs in: in this process, or in one of a worker's."""
    return ingest(list(paths), store=store, workers=1, executor=None if workers else Alone)


def test_objects_and_archives_of_a_prefix_are_taken_in_once(put: Put, tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "one.log").write_bytes(log(0, 20))
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("inner.log", log(40, 50))
    put("logs/one.log", log(0, 20))
    put("logs/two.log.gz", gzip.compress(log(20, 40)))
    put("logs/three.zip", zipped.getvalue())
    put("logs/.hidden", b"x")
    put("logs2/other.log", log(50, 60))
    summary = taken(tmp_path / "far", "s3://plain/logs")
    assert {one.status for one in summary.sources} == {"complete"}
    assert {one.path.removeprefix("s3://plain/logs/"): one.entries for one in summary.sources} == {
        "one.log": 20,
        "three.zip/inner.log": 10,
        "two.log.gz": 20,
    }
    again = taken(tmp_path / "far", "s3://plain/logs/*.log", str(tmp_path / "logs"))
    assert {one.status for one in again.sources} == {"unchanged"}
    assert Store.open(tmp_path / "far").snapshot().query(
        "select count(*) as n from statements"
    ).to_pylist() == [{"n": 50}]


def test_an_object_that_grew_goes_on_where_it_ended(put: Put, tmp_path: Path) -> None:
    for end in (10, 25):
        put("grown/pg.log", log(0, end))
        summary = taken("s3://plain/grown-store", "s3://plain/grown/pg.log", workers=end == 10)
    assert summary.sources[0].bytes < len(log(0, 25))
    (tmp_path / "pg.log").write_bytes(log(0, 25))
    taken(tmp_path / "whole", str(tmp_path / "pg.log"))
    far, near = (
        Store.open(where).snapshot().query(ROWS) for where in ("s3://plain/grown-store", tmp_path / "whole")
    )
    assert far.equals(near)


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    nothing, nowhere = taken(tmp_path / "store", "s3://plain/none/", "s3://nowhere/logs").sources
    assert (nothing.status, nothing.reason) == ("failed", "names no object")
    assert "there is no bucket nowhere" in nowhere.reason


def test_an_object_that_is_replaced_while_it_is_read_is_refused(put: Put) -> None:
    put("moving/pg.log", log(0, 10))
    read = Object("s3://plain/moving/pg.log")
    assert read.pread(10, 0) == log(0, 10)[:10]
    put("moving/pg.log", log(1, 11))
    with pytest.raises(OSError, match="replaced while it was read"):
        read.pread(10, 40)


def test_a_look_at_an_object_reads_little_of_it_and_a_stream_reads_each_byte_once(
    put: Put, reached: ObjectStore
) -> None:
    body = bytes(range(256)) * 16_384  # 4 MB
    put("long/pg.log", body)
    reached.asked()
    with open_bytes("s3://plain/long/pg.log") as file:
        assert file.read(1000) == body[:1000]
        assert reached.asked() == {"LIST": 1, "GET": 1}
        assert file.tell() == 1000
        assert file.read() == body[1000:]
        assert reached.asked()["GET"] <= 3
        file.seek(-5, 2)
        assert file.read(10) == body[-5:]
    assert Object("s3://plain/long/pg.log").pread(300, len(body) - 100) == body[-100:]

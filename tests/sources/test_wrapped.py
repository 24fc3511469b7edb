"""What archives and envelopes hold is the log as the server wrote it, byte for byte."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import re
import tarfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from aurorascope.ingest.sources import NotUnderstood, open_source
from aurorascope.ingest.wrapped import Part, Parts, Wrapped, unwrap
from aurorascope.sources import unpacking
from aurorascope.sources.streams import Stream

if TYPE_CHECKING:
    from collections.abc import Callable

LOG = (Path(__file__).parents[1] / "logs" / "postgres" / "server-15.log").read_bytes()
LABELS = {"account": "local", "region": "local", "cluster": "local", "instance": "local"}
PREFIX = "%m|%u|%d|%r|%p|%l|%e|%c|%v|%x|%Q|%b|%a|"
# One event is one line with a prefix and the lines behind it.
TEXTS = [text.removesuffix("\n") for text in re.split(r"(?m)^(?=\d{4}-)", LOG.decode()) if text]
EVENTS = [
    {
        "logStreamName": "orders-1.0", "timestamp": 1795000000000 + 10 * place, "message": text,
        "ingestionTime": 1795000000000, "eventId": str(place),
    }
    for place, text in enumerate(TEXTS)
]  # fmt: skip
# What a subscription delivers says of all events once where they are from.
AROUND = {
    "messageType": "DATA_MESSAGE", "owner": "123456789012", "logGroup": "/aws/rds/cluster/orders/postgresql",
    "logStream": "orders-1.2", "subscriptionFilters": ["all"],
}  # fmt: skip
CONTROL = AROUND | {
    "messageType": "CONTROL_MESSAGE",
    "logEvents": [{"id": "", "timestamp": 1, "message": "CWL CONTROL MESSAGE: Checking health"}],
}


def delivered(events: list[dict[str, object]]) -> str:
    short = [
        {"id": event["eventId"], "timestamp": event["timestamp"], "message": event["message"]}
        for event in events
    ]
    return json.dumps(AROUND | {"logEvents": short})


def firehose(events: list[dict[str, object]]) -> bytes:
    """Gzip members one after another, each of documents without a newline between them."""
    parts = [events[:20], events[20:50], events[50:]]
    first = json.dumps(CONTROL) + delivered(parts[0]) + delivered(parts[1])
    return gzip.compress(first.encode()) + gzip.compress(delivered(parts[2]).encode())


ENVELOPES: dict[str, Callable[[list[dict[str, object]]], bytes]] = {
    "filter-log-events, as the command line prints it": lambda events: json.dumps(
        {"events": events, "searchedLogStreams": []}, indent=4
    ).encode(),
    "get-log-events": lambda events: json.dumps(
        {"events": events, "nextForwardToken": "f/1", "nextBackwardToken": "b/1"}
    ).encode(),
    "two pages of filter-log-events": lambda events: b"\n".join(
        json.dumps({"events": part, "searchedLogStreams": []}).encode() for part in (events[:30], events[30:])
    ),
    "an array of events": lambda events: json.dumps(events, ensure_ascii=False).encode(),
    "events one a line": lambda events: b"".join(json.dumps(event).encode() + b"\n" for event in events),
    "objects of Firehose": firehose,
}


def inside(path: Path, seen: set[int] | None = None) -> tuple[Parts, list[bytes]]:
    """What a file holds, and the bytes of each log in it."""
    spooled: list[str] = []
    with pytest.raises(Wrapped) as caught:
        open_source(str(path), LABELS, prefix=PREFIX, zone="")
    found = unwrap(caught.value, Part(str(path), str(path)), spooled, set() if seen is None else seen)
    texts = [Path(name).read_bytes() for name in spooled]
    for name in spooled:
        Path(name).unlink()
    return found, texts


@pytest.mark.parametrize("envelope", ENVELOPES)
@pytest.mark.parametrize("arrives", ["in order", "out of order", "twice"])
def test_events_are_the_servers_log(envelope: str, arrives: str, tmp_path: Path) -> None:
    events: list[dict[str, object]] = list(EVENTS)
    if arrives == "out of order":
        events = [*events[40:], *events[:40]]
    if arrives == "twice":
        events = [*events[:60], *events[30:]]
    path = tmp_path / "events.json"
    path.write_bytes(ENVELOPES[envelope](events))
    found, texts = inside(path)
    assert texts == [LOG]
    assert [part.instance for part in found.parts] == ["orders-1"]
    assert found.problem == ""
    assert ("more than once" in found.note) == (arrives == "twice")


def test_every_piece_of_a_document_is_put_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aurorascope.sources.streams.READ", 7)
    monkeypatch.setattr("aurorascope.sources.streams.SAMPLE", 400)
    for name, envelope in ENVELOPES.items():
        path = tmp_path / "events.json"
        path.write_bytes(envelope(list(EVENTS[:60])))
        _, texts = inside(path)
        assert texts == ["".join(text + "\n" for text in TEXTS[:60]).encode()], name


def test_events_of_two_instances_are_two_logs(tmp_path: Path) -> None:
    path = tmp_path / "events.json"
    other = [event | {"logStreamName": "orders-2.1", "eventId": f"b{event['eventId']}"} for event in EVENTS]
    mixed = [event for pair in zip(EVENTS, other, strict=True) for event in pair]
    path.write_bytes(json.dumps({"events": mixed}).encode())
    found, texts = inside(path)
    assert texts == [LOG, LOG]
    assert [part.instance for part in found.parts] == ["orders-1", "orders-2"]
    assert found.parts[1].path == f"{path}/orders-2"


def test_an_event_that_two_objects_hold_is_one(tmp_path: Path) -> None:
    seen: set[int] = set()
    (tmp_path / "a").write_bytes(firehose(list(EVENTS[:60])))
    (tmp_path / "b").write_bytes(firehose(list(EVENTS[50:])))
    texts = [text for name in "ab" for text in inside(tmp_path / name, seen)[1]]
    assert b"".join(texts) == LOG


def test_an_entry_that_the_size_limit_cut_is_whole_again(tmp_path: Path) -> None:
    text = TEXTS[0] + "x" * 400_000
    events = [EVENTS[0] | {"message": text[:262_000]}, EVENTS[1] | {"message": text[262_000:]}, EVENTS[2]]
    (tmp_path / "events").write_text(json.dumps(events))
    assert inside(tmp_path / "events")[1] == [f"{text}\n{TEXTS[2]}\n".encode()]


def test_an_object_of_an_export_to_s3_has_its_stamps_taken_away(tmp_path: Path) -> None:
    path = tmp_path / "orders-1.3" / "000000.gz"
    path.parent.mkdir()
    path.write_bytes(gzip.compress("".join(f"2026-11-20T13:50:41.000Z {text}\n" for text in TEXTS).encode()))
    found, texts = inside(path)
    assert texts == [LOG]
    assert found.parts[0].instance == "orders-1"


def test_events_that_end_early_give_what_they_have_and_say_so(tmp_path: Path) -> None:
    data = ENVELOPES["an array of events"](list(EVENTS))
    (tmp_path / "events").write_bytes(data[: len(data) // 2])
    found, texts = inside(tmp_path / "events")
    assert LOG.startswith(texts[0])
    assert len(texts[0]) > len(LOG) // 3
    assert "ends inside of a JSON document" in found.problem
    assert found.parts[0].problem == found.problem


COMPRESSED: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress, "bzip2": bz2.compress, "xz": lzma.compress,
    "zstd": lambda data: pa.Codec("zstd").compress(data, asbytes=True),
    "lz4": lambda data: pa.Codec("lz4").compress(data, asbytes=True),
}  # fmt: skip


def read(data: bytes, path: Path) -> tuple[bytes, str]:
    path.write_bytes(data)
    stream = Stream(str(path))
    found = b"".join(stream.chunks())
    stream.close()
    return found, stream.problem


@pytest.mark.parametrize("name", COMPRESSED)
def test_a_compressed_log_is_the_log(name: str, tmp_path: Path) -> None:
    packed = COMPRESSED[name](LOG)
    assert read(packed, tmp_path / "log") == (LOG, "")
    assert read(packed + packed, tmp_path / "log") == (LOG + LOG, "")


@pytest.mark.parametrize("name", COMPRESSED)
def test_a_compressed_log_that_ends_early_gives_what_it_has_and_says_so(name: str, tmp_path: Path) -> None:
    packed = COMPRESSED[name](LOG)
    found, problem = read(packed[: len(packed) * 3 // 4], tmp_path / "log")
    assert LOG.startswith(found)
    assert "ends early" in problem


@pytest.mark.parametrize("name", COMPRESSED)
def test_a_compressed_log_may_not_expand_without_bounds(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "FREE_BYTES", 1 << 20)
    monkeypatch.setattr(unpacking, "RATIO_LIMIT", 50)  # lz4 reaches 250 at most
    found, problem = read(COMPRESSED[name](b"\n" * (40 << 20)), tmp_path / "log")
    assert len(found) < 10 << 20
    assert "expands more than" in problem


def tarred(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


MEMBERS = {"orders-1/error/postgresql.log.2026-11-20-13": LOG, "../b\x1b.log.gz": gzip.compress(LOG)}


@pytest.mark.parametrize("name", ["zip", "tar", "tar.gz", "tar.xz"])
def test_an_archive_gives_each_of_its_files(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"logs.{name}"
    pack = {"gz": gzip.compress, "xz": lzma.compress}.get(name.rpartition(".")[2], bytes)
    path.write_bytes(pack(zipped(MEMBERS) if name == "zip" else tarred(MEMBERS)))
    found, texts = inside(path)
    assert texts == list(MEMBERS.values())
    assert [part.path for part in found.parts] == [
        f"{path}/orders-1/error/postgresql.log.2026-11-20-13",
        f"{path}/../b?.log.gz",
    ]


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_an_archive_that_is_cut_says_so(pack: Callable[[dict[str, bytes]], bytes], tmp_path: Path) -> None:
    data = pack({"a": LOG, "b": LOG})
    (tmp_path / "cut").write_bytes(data[: len(data) // 2])
    found, texts = inside(tmp_path / "cut")
    assert found.problem
    assert all(LOG.startswith(text) for text in texts)


def test_an_archive_may_not_expand_without_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aurorascope.sources.archives.FREE_BYTES", 1 << 20)
    (tmp_path / "bomb.zip").write_bytes(zipped({"a": b"\n" * (40 << 20), "b": LOG}))
    found, texts = inside(tmp_path / "bomb.zip")
    assert sum(map(len, texts)) < 20 << 20
    assert "expands more than" in found.parts[0].problem


def test_archives_within_archives_have_a_bound(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(tarred({"a": LOG}))
    with pytest.raises(Wrapped) as caught:
        open_source(str(path), LABELS, prefix=None, zone="")
    assert "more than 3 times" in unwrap(caught.value, Part("a", str(path), depth=3), [], set()).problem
    caught.value.stream.close()


@pytest.mark.parametrize("text", ['{"message": "x"', '{"a": 1}', "[1, 2]", '{"timestamp": "x", "level": 3}'])
def test_other_json_is_no_envelope(text: str, tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text(text)
    with pytest.raises((NotUnderstood, Wrapped)) as caught:
        open_source(str(tmp_path / "other.json"), LABELS, prefix=None, zone="")
    if isinstance(caught.value, Wrapped):
        found = unwrap(caught.value, Part("x", "x"), [], set())
        assert not found.parts
        assert found.problem or found.note

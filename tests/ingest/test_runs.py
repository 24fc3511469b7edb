"""How a log comes in over time changes nothing: grown, rotated, compressed, twice, or in one piece."""

from __future__ import annotations

import gzip
import io
import re
import resource
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from test_boundaries import FAMILIES, line

from aurorascope import Store, ingest

if TYPE_CHECKING:
    from aurorascope.ingest.summary import Summary

START = re.compile(rb"(?m)^\d{4}-")
DATA = "".join(
    text.replace(" 03:14:", f" 03:{minute}:", 1)
    for minute, family in enumerate(FAMILIES.values(), 14)
    for text in family
).encode()
STARTS = [match.start() for match in START.finditer(DATA)]
TABLES = ("entries", "statements", "lock_waits", "deadlocks", "temp_files", "connections", "vacuums", "plans")


def rows(store: Path, *, traced: bool = True) -> dict[str, list[str]]:
    """All rows of the tables as text; without where they were read from, if not `traced`."""
    found = {}
    snapshot = Store.open(store).snapshot()
    for table in TABLES:
        own = snapshot.query(f"select * from {table}").to_pylist()
        for row in own:
            row.pop("source")
            if not traced:
                row.pop("offset")
        found[table] = sorted(str(sorted(row.items(), key=str)) for row in own)
    return found


def take(store: Path, *paths: Path) -> Summary:
    return ingest(paths, store=store, cluster="c", instance="i", workers=1)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Summary]:
    folder = tmp_path_factory.mktemp("whole")
    (folder / "postgresql.log").write_bytes(DATA)
    return folder / "store", take(folder / "store", folder / "postgresql.log")


def test_the_summary_counts_what_the_tables_hold(whole: tuple[Path, Summary]) -> None:
    store, summary = whole
    found = rows(store)
    assert summary.statements == len(found["statements"])
    assert summary.bytes == len(DATA)
    assert [source.status for source in summary.sources] == ["complete"]
    assert summary.sources[0].unparsed_entries == 1
    assert summary.sources[0].first_unparsed is not None
    assert summary.sources[0].first_unparsed[0] == "a library speaks without a prefix"


def test_a_row_leads_to_its_bytes(whole: tuple[Path, Summary]) -> None:
    store, _ = whole
    places = Store.open(store).snapshot().query('select "offset", sql from statements where sql is not null')
    for row in places.to_pylist():
        assert row["offset"] in STARTS
        entry = DATA[row["offset"] :][:300].replace(b"\n\t", b"\n")
        assert row["sql"].encode() in entry


def test_the_same_file_again_adds_nothing(whole: tuple[Path, Summary], tmp_path: Path) -> None:
    store, _ = whole
    before = rows(store)
    (tmp_path / "copy.log").write_bytes(DATA)
    with gzip.open(tmp_path / "copy.log.gz", "wb") as file:
        file.write(DATA)
    for name in ("copy.log", "copy.log.gz"):
        summary = take(store, tmp_path / name)
        assert [source.status for source in summary.sources] == ["unchanged"], name
    assert rows(store) == before


def test_a_file_that_grows_gives_the_rows_of_the_whole(whole: tuple[Path, Summary], tmp_path: Path) -> None:
    log = tmp_path / "postgresql.log"
    for end in [*STARTS[1::8], len(DATA)]:
        log.write_bytes(DATA[:end])
        take(tmp_path / "store", log)
    assert rows(tmp_path / "store") == rows(whole[0])


def test_a_file_that_grows_within_lines_gives_the_rows_of_the_whole(
    whole: tuple[Path, Summary], tmp_path: Path
) -> None:
    log = tmp_path / "postgresql.log"
    for end in [*range(40, len(DATA), 1100), len(DATA)]:
        log.write_bytes(DATA[:end])
        take(tmp_path / "store", log)
    assert rows(tmp_path / "store") == rows(whole[0])


def test_rotated_files_give_the_rows_of_the_whole(whole: tuple[Path, Summary], tmp_path: Path) -> None:
    cuts = [0, *STARTS[3::14], len(DATA)]
    logs = []
    for number, (begin, end) in enumerate(pairwise(cuts)):
        logs.append(tmp_path / f"postgresql.log.{number:02d}")
        logs[-1].write_bytes(DATA[begin:end])
    take(tmp_path / "at-once", *logs)
    assert rows(tmp_path / "at-once", traced=False) == rows(whole[0], traced=False)
    for log in logs:
        take(tmp_path / "one-by-one", log)
    assert rows(tmp_path / "one-by-one", traced=False) == rows(whole[0], traced=False)


def test_gzip_and_standard_input_give_the_rows_of_the_whole(
    whole: tuple[Path, Summary], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    half = STARTS[len(STARTS) // 2]
    members = gzip.compress(DATA[:half]) + gzip.compress(DATA[half:])
    (tmp_path / "log.gz").write_bytes(members)
    take(tmp_path / "gz", tmp_path / "log.gz")
    assert rows(tmp_path / "gz") == rows(whole[0])
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(DATA)))
    ingest("-", store=tmp_path / "stdin", cluster="c", instance="i")
    assert rows(tmp_path / "stdin") == rows(whole[0])


def test_carriage_returns_at_line_ends_change_nothing(whole: tuple[Path, Summary], tmp_path: Path) -> None:
    (tmp_path / "log").write_bytes(DATA.replace(b"\n", b"\r\n"))
    take(tmp_path / "store", tmp_path / "log")
    assert rows(tmp_path / "store", traced=False) == rows(whole[0], traced=False)


STRAY = "".join(
    [
        line(1, 10, "LOG:  connection authorized: user=app database=shop application_name=x"),
        line(5, 10, "LOG:  disconnection: session time: 0:00:01.000 user=app database=shop host=h port=1"),
        "a library speaks without a prefix\n",
        "and says more\n",
        line(30, 20, "LOG:  duration: 1.000 ms  statement: select 1"),
    ]
).encode()


@pytest.mark.parametrize("cut", [match.start() for match in re.finditer(rb"(?m)^", STRAY)][1:])
def test_a_line_without_a_prefix_has_the_time_of_the_entry_before_it(cut: int, tmp_path: Path) -> None:
    log = tmp_path / "postgresql.log"
    for end in (cut, len(STRAY)):
        log.write_bytes(STRAY[:end])
        take(tmp_path / "store", log)
    query = "select extract(second from ts)::int s from entries where kind = 'unrecognised'"
    assert [row["s"] for row in Store.open(tmp_path / "store").snapshot().query(query).to_pylist()] == [5, 5]


def test_a_folder_holds_more_files_than_a_process_may_open(tmp_path: Path) -> None:
    folder = tmp_path / "logs"
    folder.mkdir()
    for number in range(90):
        (folder / f"log.{number:03d}").write_text(
            line(1, number + 1, f"LOG:  duration: {number}.000 ms  statement: select 1")
        )
        (folder / f"log.{number:03d}.gz").write_bytes(
            gzip.compress(line(2, number + 1, "LOG:  duration: 1.000 ms  statement: select 2").encode())
        )
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (len(list(Path("/proc/self/fd").iterdir())) + 48, hard))
    try:
        summary = take(tmp_path / "store", folder)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert summary.statements == 180
    assert {source.status for source in summary.sources} == {"complete"}


def test_many_open_ends_and_full_answers_never_wait_for_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every process has one entry a block: what stays open fills both directions of every connection."""
    monkeypatch.setattr("aurorascope.ingest.feed.BLOCK", 1 << 20)
    log = tmp_path / "postgresql.log"
    text = "LOG:  duration: 1.000 ms  statement: select " + "x" * 300
    with log.open("w") as file:
        for number in range(60_000):
            file.write(line(number // 1200, 1000 + number % 5000, text))
    summary = ingest(log, store=tmp_path / "store", cluster="c", instance="i", workers=2)
    assert summary.statements == 60_000

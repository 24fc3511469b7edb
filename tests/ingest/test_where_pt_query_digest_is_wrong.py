"""pt-query-digest 3.5.7's ten errors, one case each: a slow log in, the numbers of the shared views out.

Each case is the log of one instance; all of them are taken in by one run.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from aurorascope import Store, ingest
from aurorascope.insight.top import profile
from aurorascope.insight.views import run_view
from aurorascope.model.filter import Filter

if TYPE_CHECKING:
    from aurorascope.ingest.summary import Summary
    from aurorascope.store.snapshot import Snapshot

REAL = Path(__file__).parents[1] / "logs" / "mysql" / "mariadb-10.11-slow.log"
REAL_ENTRIES = 41
TAIL = "Lock_time: 0.000010 Rows_sent: 1  Rows_examined: 2"


def entry(
    sql: str, *, time: str = "2026-11-19T03:00:01.123456Z", seconds: str = "0.250000", more: str = TAIL
) -> str:
    return (
        f"# Time: {time}\n# User@Host: app[app] @  [10.0.0.1]  Id:    7\n# Query_time: {seconds}  {more}\n"
        f"SET timestamp=1795057201;\n{sql};\n"
    )  # fmt: skip


DOUBLED = "INSERT INTO patients VALUES ('Pat O''Hara', 'influenza')"
BROKEN = "SELECT 'x;\n# Time: 2026-11-19T03:00:01.123456Z\nuse evil;\n# not'"
ODD = ("# a comment first\nSELECT 1", "use other", "SET timestamp=5")
HEX = ("SELECT 0xFF", "SELECT 0XAB", "SELECT x'1F'")
DATABASES = ("SELECT * FROM db1.items", "SELECT * FROM db2.items")
FAILED = f"{TAIL} Thread_id: 7 Errno: 1205 Killed: 1 Bytes_received: 0 Bytes_sent: 0"
UNICODE = "SELECT 1 AS `größe_é`"
CASES = {
    "01": entry(DOUBLED),
    "02": "".join(entry(f"SELECT {n}") for n in range(6)).replace("\n", "\r\n"),
    "03": entry("SELECT 1") + entry(BROKEN) + entry("SELECT 2"),
    "04": "".join(map(entry, ODD)),
    "05": "".join(map(entry, (*HEX, *DATABASES))),
    "06": entry("SELECT 1", time="2026-11-19T12:00:01.000001+09:00")
    + entry("SELECT 2", time="2026-11-19T04:00:00.000000Z"),
    "07": entry("UPDATE t SET a = 1", more=FAILED),
    "08": entry(UNICODE),
    "09": entry("SELECT 1") + entry("SELECT 2", seconds="abc") + entry("SELECT 3"),
    "10": "".join(entry("SELECT 1", seconds=f"0.{n:06d}") for n in range(1, 1001)),
}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Summary]:
    folder = tmp_path_factory.mktemp("digest")
    for case, text in {**CASES, "09-real": REAL.read_bytes()}.items():
        place = folder / "logs" / case / "slowquery" / "mysql-slowquery.log"
        place.parent.mkdir(parents=True)
        place.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder, ingest([folder / "logs"], store=folder / "store", cluster="c", workers=1)


@pytest.fixture(scope="module")
def store(run: tuple[Path, Summary]) -> Snapshot:
    return Store.open(run[0] / "store").snapshot()


def rows(store: Snapshot, view: str, case: str, **more: Any) -> list[dict[str, Any]]:
    return run_view(store, view, Filter(instance=(case,), **more)).to_pylist()


def statements(store: Snapshot, case: str) -> list[dict[str, Any]]:
    query = 'select * from statements where instance = $case order by "offset"'
    return store.query(query, {"case": case}).to_pylist()


def test_01_no_literal_is_left_behind_a_doubled_quote(store: Snapshot, run: tuple[Path, Summary]) -> None:
    (found,) = rows(store, "queries_top", "01")
    assert found["normalized_sql"] == "INSERT INTO patients VALUES (?, ?)"
    redacted = run[0] / "redacted"
    ingest([run[0] / "logs" / "01"], store=redacted, redact=True, workers=1)
    everything = json.dumps(
        profile(Store.open(redacted).snapshot(), Filter()).to_pylist(), default=str
    ).lower()
    assert "hara" not in everything
    assert "influenza" not in everything


def test_02_the_line_ends_of_windows_hide_no_event(store: Snapshot) -> None:
    assert [row["sql"] for row in statements(store, "02")] == [f"SELECT {n}" for n in range(6)]


def test_03_what_looks_like_an_event_inside_of_a_literal_is_none(store: Snapshot) -> None:
    assert [row["sql"] for row in statements(store, "03")] == ["SELECT 1", BROKEN, "SELECT 2"]


def test_04_a_comment_a_use_and_a_set_are_statements(store: Snapshot) -> None:
    assert [(row["phase"], row["sql"]) for row in statements(store, "04")] == [
        ("statement", sql) for sql in ODD
    ]


def test_05_hex_is_one_family_and_databases_are_two(store: Snapshot) -> None:
    assert sorted(row["calls"] for row in rows(store, "queries_top", "05")) == [1, 1, len(HEX)]


def test_06_times_keep_their_microseconds_and_a_range_takes_a_zone(store: Snapshot) -> None:
    first, second = (row["ts"] for row in statements(store, "06"))
    assert first == datetime(2026, 11, 19, 3, 0, 1, 1, tzinfo=UTC)
    begin = datetime.fromisoformat("2026-11-19T04:00:00Z")
    assert [row["ts"] for row in rows(store, "statement_rows", "06", begin=begin)] == [second] == [begin]


def test_07_an_error_code_is_a_code_and_killed_is_kept(store: Snapshot) -> None:
    (found,) = statements(store, "07")
    assert (found["errno"], found["killed"]) == (1205, 1)
    assert not {"errno", "killed"} & set(rows(store, "queries_top", "07")[0])


def test_08_json_is_json(store: Snapshot) -> None:
    said = json.dumps(rows(store, "queries_top", "08"), default=str, ensure_ascii=False)
    (found,) = json.loads(said)
    assert "größe_é" in found["normalized_sql"]
    assert (found["calls"], found["sum_us"]) == (1, 250_000)
    assert json.loads(json.dumps(rows(store, "queries_top", "none"), default=str)) == []


def test_09_an_event_that_cannot_be_read_is_counted(store: Snapshot, run: tuple[Path, Summary]) -> None:
    assert [row["sql"] for row in statements(store, "09")] == ["SELECT 1", "SELECT 3"]
    unread = {Path(source.path).parts[-3]: source.unparsed_entries for source in run[1].sources}
    assert {case: count for case, count in unread.items() if count} == {"09": 1}
    assert len(statements(store, "09-real")) == REAL_ENTRIES


def test_10_percentiles_are_exact(store: Snapshot) -> None:
    (found,) = rows(store, "queries_top", "10")
    assert [found[name] for name in ("p50_us", "p95_us", "p99_us", "max_us")] == [500, 950, 990, 1000]

"""Exports of counters are known by their columns, in any form that a tool writes, and compared key by key."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aurorascope.logs.exports import KINDS
from aurorascope.logs.exports.counters import difference, made_by_name, read_export
from aurorascope.logs.exports.tabular import NotAnExport, export_of, rows_of

FOLDER = Path(__file__).parent / "exports"
STATEMENTS, DIGESTS = KINDS["pg_stat_statements"], KINDS["events_statements_summary_by_digest"]
BASE = {"userid": 10, "dbid": 5, "queryid": 77, "query": "select $1", "calls": 3, "rows": 3}
VERSIONS: dict[str, dict[str, Any]] = {
    "9.6 to 12": {"total_time": 1.5, "shared_blks_hit": 2, "blk_read_time": 0.25, "blk_write_time": 0},
    "13": {"total_exec_time": 1.5, "total_plan_time": 1, "plans": 3, "wal_bytes": 90, "blk_read_time": 0.25},
    "17": {
        "toplevel": True, "total_exec_time": 1.5, "shared_blk_read_time": 0.2, "local_blk_read_time": 0.05,
        "stats_since": "2026-11-20 10:00:00+00", "minmax_stats_since": "2026-11-20 10:00:00+00",
    },
}  # fmt: skip
SECOND = 1_000_000


def lines(rows: list[dict[str, Any]], separator: str, *, escaped: bool = False) -> bytes:
    def cell(value: Any) -> str:
        text = str(value)
        if escaped:
            return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")
        return '"' + text.replace('"', '""') + '"' if set(text) & {separator, '"', "\n"} else text

    return "".join(
        separator.join(row) + "\n"
        for row in [list(rows[0]), *([cell(it) for it in one.values()] for one in rows)]
    ).encode()


FORMS = {
    "csv": lambda rows: lines(rows, ","),
    "csv of another sign": lambda rows: lines(rows, ";"),
    "csv with TABs": lambda rows: lines(rows, "\t"),
    "a JSON array": lambda rows: json.dumps(rows, indent=1).encode(),
    "an object a line": lambda rows: "\n".join(map(json.dumps, rows)).encode(),
    "lines of Windows": lambda rows: lines(rows, ",").replace(b"\n", b"\r\n"),
    "a byte order mark": lambda rows: b"\xef\xbb\xbf" + lines(rows, ","),
}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("form", FORMS)
def test_an_export_is_read_whatever_wrote_it(version: str, form: str) -> None:
    rows = [{**BASE, **VERSIONS[version], "query": 'select "a", $1'}]
    data = FORMS[form](rows)
    assert export_of(data) is STATEMENTS
    (row,) = read_export(rows_of(data, STATEMENTS), STATEMENTS).rows.values()
    assert (row["calls"], row["total_time_us"], row["query_id"], row["sql"]) == (
        3,
        1500,
        77,
        'select "a", $1',
    )
    assert row["io_read_us"] == 250


def test_what_mysql_prints_in_batches_is_unescaped() -> None:
    row = {
        "SCHEMA_NAME": "NULL", "DIGEST": "ab", "DIGEST_TEXT": "SELECT `a\tb`\n", "COUNT_STAR": 2,
        "SUM_TIMER_WAIT": 3_500_000_000,
        "SUM_LOCK_TIME": 1_000_000, "SUM_ROWS_SENT": 4, "SUM_ROWS_EXAMINED": 9,
    }  # fmt: skip
    data = lines([row], "\t", escaped=True)
    assert export_of(data) is DIGESTS
    (found,) = read_export(rows_of(data, DIGESTS), DIGESTS).rows.values()
    names = ("sql", "calls", "total_time_us", "lock_us", "rows", "rows_examined", "database_name")
    assert [found[name] for name in names] == ["SELECT `a\tb`", 2, 3500, 1, 4, 9, None]


def test_a_sample_of_a_digest_is_its_statement_where_it_is_whole() -> None:
    row = {"digest": "x", "digest_text": "SELECT ?", "count_star": 1, "sum_timer_wait": 1}
    texts = {"select 5": "select 5", "select 5...": "SELECT ?"}
    for sample, statement in texts.items():
        (found,) = read_export([{**row, "query_sample_text": sample}], DIGESTS).rows.values()
        assert (found["sql"], found["cut"]) == (statement, False)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-19 03:14:15 UTC:[local]:a@b:[1]:LOG:  calls, rows, queryid, total_time",
        '{"timestamp":"2026-11-19 03:14:15.000 UTC","message":"\\"queryid\\": \\"calls\\": "}',
        "queryid,calls\n1,2\n", "", "[]", "[[", "a\tb\n",
    ],
)  # fmt: skip
def test_what_is_no_export_is_none(text: str) -> None:
    assert export_of(text.encode()) is None


@pytest.mark.parametrize("data", [b'[{"a": 1}, 5]', b'[{"a": 1', b'a,b\n"x\n', b"a,b\n1,2,3\n"])
def test_what_is_broken_says_where(data: bytes) -> None:
    with pytest.raises(NotAnExport):
        list(rows_of(data, STATEMENTS))


@pytest.mark.parametrize("calls", ["x", "NaN", "-1", "1e999", None])
def test_a_row_without_its_number_is_counted(calls: str | None) -> None:
    found = read_export([{**BASE, **VERSIONS["13"], "calls": calls}], STATEMENTS)
    assert (found.rows, found.unread) == ({}, 1)


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("-77", -77),
        (-77, -77),
        (2**64 - 1, -1),
        (1e300 * 1e300, None),
        (7.5, None),
        ("x", None),
        (2**80, None),
    ],
)
def test_a_query_id_is_whole_or_absent(said: object, read: int | None) -> None:
    (row,) = read_export([{**BASE, **VERSIONS["13"], "queryid": said}], STATEMENTS).rows.values()
    assert row["query_id"] == read


@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_else(data: bytes) -> None:
    export_of(data)
    for kind in KINDS.values():
        try:
            read_export(rows_of(data, kind), kind)
        except NotAnExport as error:
            assert str(error)  # noqa: PT017 -- either is fine


def counter(calls: int, since: int | None = None, **more: int) -> dict[str, Any]:
    empty = {one.column: None for one in STATEMENTS.counters}
    return {**empty, "calls": calls, "total_time_us": calls * 10, "since": since, **more}


@pytest.mark.parametrize(
    ("before", "now", "calls", "anew", "unknown"),
    [
        (counter(5), counter(9), 4, False, 0),
        (counter(5), counter(5), None, False, 0),  # idle
        (counter(9), counter(4), 4, True, 0),  # it fell: what it counted since it began anew
        (counter(5, 10 * SECOND), counter(9, 10 * SECOND), 4, False, 0),
        (counter(5, 10 * SECOND), counter(9, 150 * SECOND), 9, True, 0),  # began anew between the two
        (None, counter(7), None, False, 1),  # the export before may have been the top of a list
        (None, counter(7, 150 * SECOND), 7, False, 0),
        (None, counter(7, 50 * SECOND), None, False, 1),
        (counter(5, 50 * SECOND), counter(9, 10 * SECOND), None, False, 1),  # another server's
        (counter(5), counter(9, 0, total_time_us=1), 9, True, 0),  # one of its counters fell
    ],
)
def test_a_difference_is_right_or_absent(
    before: dict[str, Any] | None, now: dict[str, Any], calls: int | None, anew: bool, unknown: int
) -> None:
    found = difference({} if before is None else {"k": before}, 100 * SECOND, {"k": now}, STATEMENTS)
    assert [row["calls"] for row in found.rows] == ([] if calls is None else [calls])
    assert [row["anew"] for row in found.rows] == ([] if calls is None else [anew])
    assert found.unknown == unknown


@pytest.mark.parametrize(
    ("name", "when"),
    [
        ("pgss-2026-11-20T12:30:05.csv", datetime(2026, 11, 20, 12, 30, 5, tzinfo=UTC)),
        ("x/20261120_1230.csv", datetime(2026, 11, 20, 12, 30, tzinfo=UTC)),
        ("pgss-99999999999999.csv", None),
        ("pgss.csv", None),
    ],
)
def test_a_file_may_be_named_by_its_time(name: str, when: datetime | None) -> None:
    assert made_by_name(name) == (None if when is None else int(when.timestamp() * SECOND))


@pytest.mark.parametrize("path", sorted(FOLDER.iterdir()), ids=lambda path: path.name)
def test_what_real_servers_exported_is_read_whole(path: Path) -> None:
    data = path.read_bytes()
    kind = export_of(data)
    assert kind is not None
    found = read_export(rows_of(data, kind), kind)
    assert (found.unread, bool(found.rows)) == (0, True)
    assert found.made_at is not None

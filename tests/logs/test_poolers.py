"""PgBouncer's and RDS Proxy's logs: every version's lines, every kind's samples, sessions, statistics."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from aurorascope.ingest.sources import recognised
from aurorascope.logs.kinds import Kinds, builtin_folder, classify, load_kinds
from aurorascope.logs.parse import Parsed
from aurorascope.logs.parsers import parser_of
from aurorascope.logs.pooler_starts import FORMATS, PGBOUNCER, PROXY, STARTS, detect_pooler
from aurorascope.logs.starts import FormatSpec
from aurorascope.model.block import Block, Piece
from aurorascope.store.schemas import TABLES

FOLDER = Path(__file__).parent / "poolers"
REAL = (FOLDER / "pgbouncer-1.18.log").read_bytes()
ADDRESS, CLOSING = "C-0x55d4: shop/app@10.0.3.7:59030", "closing because: x (age=1s)"
HEAD = "2026-11-20 16:10:18.943 UTC [22530] LOG "


def parse(data: bytes, form: str = PGBOUNCER, zone: str = "", *, redacted: bool = False) -> Parsed:
    parser = parser_of(FormatSpec(form, "", zone), Kinds(()), redacted=redacted)
    return parser.parse(Block(data, (Piece(0, "log", 0),), closing=True))


def rows(data: bytes, table: str = "entries", form: str = PGBOUNCER, zone: str = "") -> list[dict[str, Any]]:
    frame = parse(data, form, zone).tables.get(table)
    return [] if frame is None else frame.to_dicts()


@pytest.mark.parametrize("form", FORMATS)
def test_the_samples_of_a_kind_give_exactly_their_columns(form: str) -> None:
    kinds = load_kinds([builtin_folder(form)], engine=form, samples=True)
    parts = ("severity", "message", "detail", "hint", "context", "statement")
    found = classify(
        pl.DataFrame(
            [{part: getattr(sample, part) for part in parts} for sample in kinds.samples],
            schema=dict.fromkeys(parts, pl.String),
        ),
        kinds,
    )
    assert found.kind.to_list() == [sample.kind for sample in kinds.samples]
    assert {kind.name for kind in kinds.kinds} == {sample.kind for sample in kinds.samples}
    for table, frame in found.rows.items():
        assert set(frame.columns) - {"row"} <= set(TABLES[table].column_names)
    for row, sample in enumerate(kinds.samples):
        given: dict[str, Any] = {}
        for frame in found.rows.values():
            for values in frame.filter(pl.col("row") == row).drop("row").to_dicts():
                given |= {name: value for name, value in values.items() if value is not None}
        if "attributes" in given:
            given["attributes"] = json.loads(given["attributes"])
        given.pop("kind", None)
        assert given == sample.expect


def test_a_real_log_is_known_by_its_content_and_read_whole() -> None:
    assert detect_pooler(REAL) == (PGBOUNCER, 119)
    spec, identity, share = recognised(REAL, None, "")
    assert (spec.format, share, identity) == (PGBOUNCER, 1.0, REAL)
    parsed = parse(REAL)
    assert (parsed.counts["log"].entries, parsed.counts["log"].unparsed) == (119, 0)
    assert parsed.tables["entries"]["kind"].null_count() == 0
    assert parsed.near_misses == {}


def test_sessions_end_and_logins_fail_as_the_log_says() -> None:
    found = Counter((row["event"], row["failure"], row["database_name"]) for row in rows(REAL, "connections"))
    assert found["disconnected", None, "shop"] == 16
    assert found["disconnected", "query_wait_timeout", "gone"] == 1
    assert found["failed", "password authentication failed", "shop"] == 1
    assert found["failed", "no such database: nodb", None] == 1
    assert found["failed", "no more connections allowed (max_client_conn)", None] == 1
    assert sum(count for (event, _, _), count in found.items() if event == "received") == 25
    longest = max(row["session_us"] or 0 for row in rows(REAL, "connections"))
    assert longest == 5_000_000
    assert {row["backend_type"] for row in rows(REAL, "connections")} == {"client"}


def test_statistics_are_rows_of_their_own() -> None:
    first, *_ = rows(REAL, "pooler_stats")
    names = ("received_per_s", "sent_per_s", "transaction_us", "query_us", "pool_wait_us")
    assert [first[name] for name in names] == [10, 60, 487, 487, 870]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"{HEAD}{ADDRESS} {CLOSING}", ("app", "shop", "10.0.3.7", "client")),
        (f"2018-11-20 16:10:18.943 4711 LOG {ADDRESS} {CLOSING}", ("app", "shop", "10.0.3.7", "client")),
        (f"{HEAD}C-0x5: shop/o.b@x.org@unix(77):6432 {CLOSING}", ("o.b@x.org", "shop", "[local]", "client")),
        (f"{HEAD}C-0x5: (nodb)/(nouser)@[2001:db8::1]:6 {CLOSING}", (None, None, "2001:db8::1", "client")),
        (HEAD + "S-0x5: shop/app@10.0.0.1:5432 new connection to server", (None, "shop", None, "server")),
        (HEAD + "got SIGTERM, fast exit", (None, None, None, None)),
    ],
)  # fmt: skip
def test_a_line_says_whose_connection_it_is_about(line: str, expected: tuple[str | None, ...]) -> None:
    (row,) = rows(line.encode())
    assert (
        tuple(row[name] for name in ("user_name", "database_name", "client_host", "backend_type")) == expected
    )


@pytest.mark.parametrize(
    ("head", "zone", "hour"),
    [
        ("UTC [1]", "", 16),
        ("CET [1]", "", 15),
        ("+03 [1]", "", 13),
        ("CST [1]", "Asia/Shanghai", 8),
        ("4711", "Asia/Tokyo", 7),
    ],
)
def test_a_time_is_of_its_zone(head: str, zone: str, hour: int) -> None:
    (row,) = rows(f"2026-11-20 16:10:18.943 {head} LOG stats: 1\n".encode(), zone=zone)
    assert row["ts"] == datetime(2026, 11, 20, hour, 10, 18, 943_000, tzinfo=UTC)


def test_rds_proxys_lines_are_entries_and_rows() -> None:
    data = (FOLDER / "rds-proxy.log").read_bytes()
    assert detect_pooler(data) == (PROXY, 6)
    found = rows(data, form=PROXY)
    assert [row["severity"] for row in found] == ["LOG", "LOG", "WARNING", "LOG", "ERROR", "LOG"]
    assert [row["kind"] is None for row in found] == [False, False, False, False, True, False]
    assert found[0]["ts"] == datetime(2026, 11, 20, 3, 0, 1, 303_000, tzinfo=UTC)
    connected, refused, closed = rows(data, "connections", PROXY)
    assert (connected["event"], connected["client_host"]) == ("received", "10.0.10.240")
    assert (refused["event"], refused["user_name"]) == ("failed", "app")
    assert (closed["event"], closed["failure"]) == ("disconnected", None)
    assert {row["event"] for row in rows(data, "server_events", PROXY)} == {"pool_opened", "pinned"}
    kept = parse(data, PROXY, redacted=True).tables["server_events"]["attributes"].to_list()
    assert not any("search_path" in text for text in kept)


def test_a_log_of_postgresql_that_quotes_one_of_pgbouncer_is_postgresqls() -> None:
    entry = "2026-11-20 16:10:18 UTC:10.0.3.7(1):app@shop:[1]:LOG:  statement: select '\n"
    sample = (entry + HEAD + "stats: 1'\n" + entry * 2).encode()
    assert recognised(sample, None, "")[0].format == "stderr"


@pytest.mark.parametrize("cut", range(0, 900, 53))
def test_where_a_log_is_cut_changes_nothing(cut: int) -> None:
    data = REAL[:900]
    spec = FormatSpec(PGBOUNCER, "")
    parser = parser_of(spec, Kinds(()), redacted=False)
    start = spec.next_start(data, cut)
    edges = [0, start if start >= 0 else len(data), len(data)]
    found: list[str] = []
    for begin, end in pairwise(edges):
        parsed = parser.parse(Block(data[begin:end], (Piece(0, "log", begin),), last=end == len(data)))
        held = [
            parser.parse(Block(it.data, (Piece(0, "log", it.offset),), closing=True)) for it in parsed.held
        ]
        for one in (parsed, *held):
            found += [str(row) for row in one.tables.get("entries", pl.DataFrame()).to_dicts()]
    assert found == [str(row) for row in rows(data)]


@pytest.mark.parametrize("form", FORMATS)
def test_the_two_rules_of_where_entries_begin_agree(form: str) -> None:
    data = REAL if form == PGBOUNCER else (FOLDER / "rds-proxy.log").read_bytes()
    assert [row["offset"] for row in rows(data, form=form)] == [
        it.start() for it in STARTS[form].finditer(data)
    ]

"""What a run's filter leaves out is no row of any table, and is counted."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from aurorascope.cli.filters import check_patterns, window
from aurorascope.ingest.run import ingest
from aurorascope.ingest.selection import select
from aurorascope.logs.kinds import builtin_folder, load_kinds
from aurorascope.logs.parsers import parser_of
from aurorascope.logs.starts import FormatSpec
from aurorascope.model.block import Block, Piece
from aurorascope.model.errors import BadRequestError
from aurorascope.model.filter import Filter
from aurorascope.store.store import Store

BEGIN = datetime(2026, 11, 19, 3, tzinfo=UTC)
HEAD = "2026-11-19 03:{:02d}:00 UTC:10.0.0.{}(5000):{}@{}:[{}]:"
LOG = "".join(
    HEAD.format(minute, minute % 3, user, database, 100 + minute) + said + "\n"
    for minute, user, database, said in [
        (0, "app", "shop", "LOG:  connection authorized: user=app database=shop application_name=psql"),
        (1, "app", "shop", "LOG:  duration: 5.000 ms  statement: SELECT * FROM orders WHERE id = 1"),
        (2, "etl", "dwh", "LOG:  duration: 900.000 ms  statement: UPDATE stock SET n = 2"),
        (3, "etl", "dwh", 'ERROR:  relation "nix" does not exist at character 15'),
        (4, "app", "shop", "LOG:  duration: 50.000 ms  statement: SELECT * FROM Users"),
        (5, "app", "shop", "FATAL:  terminating connection due to administrator command"),
    ]
)
PARSER = parser_of(
    FormatSpec("stderr", "%t:%r:%u@%d:[%p]:"), load_kinds([builtin_folder("postgresql")]), redacted=False
)


def minutes(**asked: Any) -> dict[str, list[int]]:
    """Return which minutes of the log a filter lets pass, by table."""
    parsed = PARSER.parse(Block(LOG.encode(), (Piece(0, "log", 0),), closing=True))
    kept, left = select(parsed.tables, Filter(**asked))
    found = {
        name: sorted(frame["ts"].dt.minute().to_list())
        for name, frame in kept.items()
        if "ts" in frame.columns
    }
    of_log = set(found.get("entries", ())) | set(found.get("statements", ()))
    assert len(of_log) + left.get("log", 0) == 6
    families = kept.get("fingerprints", pl.DataFrame({"fingerprint": []}))
    named = kept["statements"]["fingerprint"].n_unique() if "statements" in kept else 0
    assert families.height >= named
    return found


AT = [BEGIN + timedelta(minutes=n) for n in range(10)]
CASES: dict[str, tuple[dict[str, Any], list[int], list[int]]] = {
    "everything": ({}, [0, 3, 5], [1, 2, 4]),
    "the begin is inclusive, the end is not": ({"begin": AT[1], "end": AT[4]}, [3], [1, 2]),
    "of several windows any will do": ({"windows": ((AT[0], AT[1]), (AT[4], AT[6]))}, [0, 5], [4]),
    "database": ({"database": ("dwh",)}, [3], [2]),
    "user, several": ({"user": ("etl", "app")}, [0, 3, 5], [1, 2, 4]),
    "host": ({"host": ("10.0.0.1",)}, [], [1, 4]),
    "severity: a statement is a message of LOG": ({"severity": ("ERROR", "FATAL")}, [3, 5], []),
    "severity LOG": ({"severity": ("LOG",)}, [0], [1, 2, 4]),
    "sqlstate, which event kinds know": ({"sqlstate": ("42P01",)}, [3], []),
    "statement kind": ({"statement_kind": ("update",)}, [], [2]),
    "minimum duration is of statements": ({"min_duration_us": 50_000}, [0, 3, 5], [2, 4]),
    "include, whatever the case": ({"include": ("USERS", "nix")}, [3], [4]),
    "exclude": ({"exclude": ("select", "terminating")}, [0, 3], [2]),
    "a pattern": ({"pattern": (r"orders|^relation",)}, [3], [1]),
    "a pattern that must not fit": ({"exclude_pattern": ("(?i)users$", "^connection")}, [3, 5], [1, 2]),
    "all at once": (
        {"user": ("app",), "begin": AT[1], "pattern": ("SELECT",), "min_duration_us": 6000},
        [],
        [4],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_rows_that_a_filter_lets_pass(name: str) -> None:
    asked, entries, statements = CASES[name]
    found = minutes(**asked)
    assert (found.get("entries", []), found.get("statements", [])) == (entries, statements)


def test_an_entry_takes_its_typed_rows_with_it() -> None:
    assert minutes()["connections"]
    assert "connections" not in minutes(severity=("ERROR",))


@pytest.mark.parametrize("name", CASES)
def test_the_same_filter_over_a_store_finds_the_same_rows(name: str, store: Store) -> None:
    asked, entries, statements = CASES[name]
    chosen = Filter(**asked, show_noise=True)
    for table, wanted in (("entries", entries), ("statements", statements)):
        snapshot = store.snapshot()
        columns = snapshot.query(f"SELECT * FROM {table} LIMIT 0").column_names
        if table == "statements" and chosen.severity:
            continue  # a table that says no severity is not narrowed by it; `unapplied` names that
        where, bound = chosen.where(columns)
        rows = snapshot.query(f"SELECT minute(ts) AS m FROM {table} WHERE {where} ORDER BY m", bound)
        assert rows.column("m").to_pylist() == wanted


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("filtered")
    (folder / "x.log").write_text(LOG)
    ingest([folder / "x.log"], store=folder / "s", workers=1)
    return Store.open(folder / "s")


def test_a_store_says_what_its_run_left_out(tmp_path: Any) -> None:
    (tmp_path / "x.log").write_text(LOG)
    for redact, said in ((False, "user = etl; include = stock"), (True, "user; include")):
        chosen = Filter(user=("etl",), include=("stock",), show_noise=True)
        summary = ingest(
            [tmp_path / "x.log"], store=tmp_path / f"s{redact}", workers=1, redact=redact, chosen=chosen
        )
        rows = (
            Store.open(tmp_path / f"s{redact}")
            .snapshot()
            .query("SELECT entries, filtered_entries, filter FROM coverage")
        )
        assert rows.to_pylist() == [{"entries": 6, "filtered_entries": 5, "filter": said}]
        assert summary.sources[0].filtered_entries == 5


def test_every_field_of_a_filter_is_described() -> None:
    chosen = Filter(
        begin=BEGIN, user=("a", None), min_duration_us=5, windows=((BEGIN, BEGIN),), show_noise=True
    )
    said = chosen.described()
    assert said == (
        "begin = 2026-11-19T03:00:00+00:00; user = a or None; min_duration_us = 5; "
        "windows = 2026-11-19T03:00:00+00:00 or 2026-11-19T03:00:00+00:00"
    )
    assert {one.name for one in fields(Filter)} >= {part.split(" = ")[0] for part in said.split("; ")}


@pytest.mark.parametrize("pattern", ["(", r"(a)\1", "a(?=b)", "(?<!a)b", "*"])
def test_a_pattern_that_could_take_for_ever_is_refused(pattern: str) -> None:
    with pytest.raises(BadRequestError, match="no pattern that is read"):
        check_patterns([pattern])


@pytest.mark.parametrize("text", ["2026-11-19", "2026-11-19/2026-11-18", "x/y"])
def test_a_window_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BadRequestError, match="--window"):
        window(text)

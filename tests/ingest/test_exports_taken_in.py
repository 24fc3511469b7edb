"""Exports of real servers through runs: what was counted between two, once, and what has no difference."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from aurorascope import Store, ingest
from aurorascope.ingest.export_rows import counted
from aurorascope.insight.views import run_view
from aurorascope.logs.exports import KINDS
from aurorascope.model.filter import Filter

FOLDER = Path(__file__).parents[1] / "logs" / "exports"


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same exports at once, and one run after the other."""
    folder = tmp_path_factory.mktemp("exports")
    ingest([FOLDER], store=folder / "whole", cluster="c", instance="i", workers=1)
    for number in (1, 2, 3):
        paths = sorted(FOLDER.glob(f"*-{number}.*"))
        ingest(paths, store=folder / "grown", cluster="c", instance="i", workers=1, redact=True)
    return {"whole": folder / "whole", "grown": folder / "grown"}


def rows(store: Path, query: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = Store.open(store).snapshot().query(query).to_pylist()
    return found


COUNTED = (
    "select period_s, calls, rows, s.anew, (select max(normalized_sql) from fingerprints f "
    "where f.fingerprint = s.fingerprint) as sql from sql_stats s where origin = '{}' order by ts, sql, calls"
)


@pytest.mark.parametrize("store", ["whole", "grown"])
def test_calls_between_exports_are_those_that_were_made(stores: dict[str, Path], store: str) -> None:
    found = rows(stores[store], COUNTED.format("pg_stat_statements"))
    mine = [
        row
        for row in found
        if row["sql"].split()[0] in {"INSERT", "SELECT", "UPDATE"} and " orders " in row["sql"]
    ]
    assert [(row["calls"], row["anew"]) for row in mine] == [(30, False)] * 3 + [(4, True)] * 3
    assert {row["period_s"] for row in mine} == {3, 4}


def test_digests_of_mariadb_count_too(stores: dict[str, Path]) -> None:
    found = rows(stores["whole"], COUNTED.format("events_statements_summary_by_digest"))
    assert {(row["calls"], row["sql"]) for row in found} >= {
        (30, "REPLACE INTO t VALUES (?)"), (30, "SELECT * FROM t WHERE ID IN (?)"),
    }  # fmt: skip


def test_tables_have_what_they_counted_and_how_they_are(stores: dict[str, Path]) -> None:
    first, second = rows(stores["whole"], "select * from table_stats order by ts")
    assert (first["relation"], first["database_name"], first["tuples_inserted"]) == (
        "public.orders",
        "shop",
        30,
    )
    assert second["tuples_inserted"] == 4
    assert second["tuples_live"] > 0


def test_the_same_exports_add_nothing_and_older_ones_are_refused(
    stores: dict[str, Path], tmp_path: Path
) -> None:
    store = tmp_path / "store"
    shutil.copytree(stores["grown"], store)
    older = tmp_path / "older.csv"
    older.write_bytes((FOLDER / "statements-15-1.csv").read_bytes() + b"\n")
    again = ingest([FOLDER, older], store=store, cluster="c", instance="i", workers=1)
    *same, refused = again.sources
    assert {source.status for source in same} == {"unchanged"}
    assert refused.status == "failed"
    assert "is not newer than the export of 2026-11-20 15:58:42" in refused.reason


def test_a_first_export_says_that_it_has_no_difference(stores: dict[str, Path]) -> None:
    found = rows(stores["whole"], "select format from coverage where reason like 'is the first export%'")
    assert sorted(row["format"] for row in found) == sorted(KINDS)


def test_what_performance_insights_counted_is_not_counted_twice() -> None:
    names = [one.column for one in KINDS["pg_stat_statements"].counters]
    now = {"k": {**dict.fromkeys(names), "calls": 9, "since": None}}
    for measured, absent in (((0, 150), True), ((0, 100), False), ((200, 300), False), (None, False)):
        _, note = counted(
            {"k": {**now["k"], "calls": 1}}, 100, 200, now, KINDS["pg_stat_statements"], measured
        )
        assert ("Performance Insights" in note) is absent


def test_statements_of_counters_have_a_view(stores: dict[str, Path]) -> None:
    snapshot = Store.open(stores["whole"]).snapshot()
    top = run_view(snapshot, "counters_top", Filter(), top=50).to_pylist()
    (update,) = [row for row in top if (row["normalized_sql"] or "").startswith("UPDATE orders")]
    assert (update["calls"], update["query_id"]) == (34, 8957153659295310321)
    (orders,) = run_view(snapshot, "tables_top", Filter()).to_pylist()
    assert (orders["relation"], orders["tuples_inserted"]) == ("public.orders", 34)

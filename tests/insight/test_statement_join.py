"""Performance Insights' statements and the logs': joined by what is surest, and never by a guess."""

from __future__ import annotations

from typing import Any

import pytest
from memory import Memory

from aurorascope.insight.views import run_view
from aurorascope.logs.fingerprint import fingerprint
from aurorascope.logs.fingerprint.half import LEAST, sure_prefix
from aurorascope.model.filter import Filter

LONG = (
    "SELECT o.id, o.placed_at, c.full_name FROM orders o JOIN customers c ON c.id = o.customer_id "
    "WHERE o.region = 'north' AND o.state IN ('new', 'paid', 'sent') AND o.total > 100 ORDER BY o.placed_at"
)


def load(key: str, aas: float, **more: object) -> dict[str, Any]:
    """A minute of load of one key of the tokenized statements."""
    return {
        "ts": 60.0, "period_s": 60, "dimension": "tokenized_sql", "key_id": key, "label": key,
        "aas": aas, **more,
    }  # fmt: skip


def ran(family: str, **more: object) -> dict[str, Any]:
    """One logged execution of a family."""
    return {"ts": 61.0, "duration_us": 1_000_000, "fingerprint": family, **more}


def joined(memory: Memory) -> dict[str | None, tuple[str, str | None, float]]:
    """Run the view by key."""
    rows = run_view(memory, "statement_join", Filter(), by=("key", "joined", "fingerprint")).to_pylist()
    return {row["key_id"]: (row["joined_by"], row["fingerprint"], row["active_us"] / 1e6) for row in rows}


def test_a_query_id_that_both_have_wins_over_a_fingerprint(memory: Memory) -> None:
    memory.add("db_load", load("k1", 2.0, fingerprint="from-the-text"))
    memory.add("sql_texts", {"ts": 0.0, "sql_id": "s", "tokenized_id": "k1", "query_id": 77})
    memory.add("statements", ran("from-the-log", query_id=77), ran("from-the-text"))
    assert joined(memory)["k1"] == ("query id", "from-the-log", 120.0)


def test_a_query_id_of_two_families_joins_neither(memory: Memory) -> None:
    memory.add("db_load", load("k1", 2.0, fingerprint="aaaa"))
    memory.add("sql_stats", {"ts": 0.0, "tokenized_id": "k1", "query_id": 77})
    memory.add("sql_texts", {"ts": 0.0, "sql_id": "s", "tokenized_id": "k1", "query_id": 78})
    memory.add("statements", ran("bbbb", query_id=77), ran("cccc", query_id=78), ran("aaaa"))
    assert joined(memory)["k1"] == ("fingerprint", "aaaa", 120.0)


def test_a_text_that_was_cut_is_joined_by_its_whole_text_where_that_was_fetched(memory: Memory) -> None:
    memory.add("db_load", load("k1", 1.0, sql_prefix="SELECT"))
    memory.add("sql_texts", {"ts": 0.0, "sql_id": "s", "tokenized_id": "k1", "fingerprint": "aaaa"})
    memory.add("statements", ran("aaaa"))
    assert joined(memory)["k1"] == ("fingerprint", "aaaa", 60.0)


@pytest.mark.parametrize("families", [1, 2])
def test_a_text_that_is_still_cut_is_joined_by_its_beginning_where_one_family_alone_has_it(
    memory: Memory, families: int
) -> None:
    memory.add("db_load", load("k1", 1.0, sql_prefix="SELECT a FROM t WHERE"))
    for number in range(families):
        memory.add("statements", ran(f"f{number}"))
        memory.add(
            "fingerprints",
            {"fingerprint": f"f{number}", "normalized_sql": f"SELECT a FROM t WHERE b{number} = ?"},
        )
    expected = ("prefix", "f0", 60.0) if families == 1 else ("several families begin so", None, 60.0)
    assert joined(memory)["k1"] == expected


def test_what_is_not_joined_says_why_and_the_shares_of_all_add_up(memory: Memory) -> None:
    memory.add("db_load", load("k1", 1.0, fingerprint="aaaa"), load("k2", 2.0, fingerprint="unlogged"))
    memory.add("db_load", load("k3", 3.0), load("other", 4.0))
    memory.add("statements", ran("aaaa"), ran("log-only"))
    assert joined(memory) == {
        "k1": ("fingerprint", "aaaa", 60.0),
        "k2": ("not in the log", "unlogged", 120.0),
        "k3": ("text is cut", None, 180.0),
        "other": ("beyond the top statements", None, 240.0),
        None: ("not in Performance Insights", "log-only", 0.0),
    }
    rows = run_view(memory, "statement_join", Filter(), by=("joined",)).to_pylist()
    assert sum(row["share_active"] for row in rows) == pytest.approx(1)
    assert {row["joined_by"]: row["share_logged"] for row in rows if row["logged_us"]} == {
        "fingerprint": 0.5,
        "not in Performance Insights": 0.5,
    }


def test_two_keys_of_one_family_count_its_logged_time_once(memory: Memory) -> None:
    memory.add("db_load", load("k1", 1.0, fingerprint="aaaa"), load("k2", 2.0, fingerprint="aaaa"))
    memory.add("statements", ran("aaaa"))
    [row] = run_view(memory, "statement_join", Filter(), by=("joined",)).to_pylist()
    assert (row["statements"], row["active_us"], row["logged_us"]) == (2, 180_000_000, 1_000_000)


@pytest.mark.parametrize("engine", ["postgresql", "mysql"])
def test_wherever_a_statement_is_cut_its_family_begins_with_the_sure_prefix(engine: str) -> None:
    whole = fingerprint(LONG, engine).normalized_sql
    found = [sure_prefix(fingerprint(LONG[:at], engine).normalized_sql) for at in range(len(LONG))]
    assert [prefix for prefix in found if prefix is not None and not whole.startswith(prefix)] == []
    assert sum(prefix is not None for prefix in found) > len(LONG) / 2
    assert min(len(prefix) for prefix in found if prefix is not None) >= LEAST

"""Plans as trees: depths, rows expected and rows that came, in both forms that are read."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from aurorascope.web import plan_tree
from aurorascope.web.plan_nodes import MOST_NODES, nodes_of

if TYPE_CHECKING:
    from aurorascope.web.site import Site

TEXT = """Limit  (cost=1.00..2.00 rows=10 width=8) (actual time=0.100..9.000 rows=10 loops=1)
  InitPlan 1 (returns $0)
    ->  Result  (cost=0.00..0.01 rows=1 width=4) (actual time=0.001..0.002 rows=1 loops=1)
  ->  Nested Loop  (cost=0.29..36.73 rows=5 width=40) (actual time=0.067..8.508 rows=6000 loops=1)
        Join Filter: (a.id = b.id)
        Rows Removed by Join Filter: 7
        ->  Seq Scan on a  (cost=0.00..3.00 rows=990 width=4) (actual time=0.010..0.200 rows=9 loops=1)
        ->  Index Scan using b_pkey on b  (cost=0.10..0.20 rows=1 width=4) (actual rows=0.75 loops=9)
  ->  Seq Scan on c  (cost=0.00..3.00 rows=100 width=4) (never executed)"""


def test_a_text_plan_is_read_to_its_nodes() -> None:
    nodes = nodes_of(TEXT, "text")
    assert [(node.depth, node.label) for node in nodes] == [
        (0, "Limit"),
        (1, "InitPlan 1 (returns $0): Result"),
        (1, "Nested Loop"),
        (2, "Seq Scan on a"),
        (2, "Index Scan using b_pkey on b"),
        (1, "Seq Scan on c"),
    ]
    loop, scan, never = nodes[2], nodes[4], nodes[5]
    assert (loop.expected, loop.actual, loop.factor) == (5, 6000, 1200)
    assert loop.details == ["Join Filter: (a.id = b.id)", "Rows Removed by Join Filter: 7"]
    assert (scan.actual, scan.loops, scan.total_ms) == (0.75, 9, None)
    assert (never.never, never.actual, never.factor) == (True, None, None)


def test_a_plan_that_was_not_run_has_no_rows_that_came() -> None:
    [node] = nodes_of("Seq Scan on a  (cost=0.00..3.00 rows=9 width=4)", "text")
    assert (node.expected, node.actual, node.total_ms, node.never) == (9, None, None, False)


def test_a_json_plan_gives_the_nodes_that_its_text_would() -> None:
    scan = {"Node Type": "Index Scan", "Index Name": "i", "Relation Name": "r", "Alias": "x", "Plan Rows": 3}
    scan |= {"Index Cond": "(id = 1)", "Subplan Name": "InitPlan 1"}
    join: dict[str, Any] = {"Node Type": "Hash Join", "Join Type": "Left", "Plan Rows": 1, "Actual Rows": 0}
    join |= {"Actual Loops": 0, "Plans": [scan]}
    top: dict[str, Any] = {"Node Type": "Aggregate", "Strategy": "Hashed", "Plan Rows": 10}
    top |= {"Actual Rows": 200, "Actual Loops": 1, "Actual Total Time": 5.0}
    update = {"Node Type": "ModifyTable", "Operation": "Update", "Relation Name": "r", "Alias": "r"}
    plan = {"Query Text": "select 1", "Plan": top | {"Plans": [join, update]}}
    nodes = nodes_of(json.dumps([plan]), "json")
    assert [(node.depth, node.label) for node in nodes] == [
        (0, "HashAggregate"),
        (1, "Hash Left Join"),
        (2, "InitPlan 1: Index Scan using i on r x"),
        (1, "Update on r"),
    ]
    assert nodes[0].factor == 20
    assert nodes[1].never
    assert nodes[2].details == ["Index Cond: (id = 1)"]


@pytest.mark.parametrize(
    ("plan", "form"),
    [
        ("", "text"), ("{", "json"), ("[]", "json"), ("7", "json"), ('{"Plan": 3}', "json"),
        ("<explain/>", "xml"), ("- Plan:", "yaml"), ("[" * 50_000, "json"), ("x" * 300_000, "text"),
    ],
)  # fmt: skip
def test_what_is_no_plan_has_no_nodes(plan: str, form: str) -> None:
    assert nodes_of(plan, form) == []


def test_a_plan_of_any_depth_or_length_is_bounded() -> None:
    one: dict[str, Any] = {"Node Type": "Limit"}
    for _ in range(300):
        one = {"Node Type": "Limit", "Plans": [one]}
    assert len(nodes_of(json.dumps({"Plan": one}), "json")) <= MOST_NODES
    wide = {"Plan": {"Node Type": "Append", "Plans": [{"Node Type": "Result"}] * 2_000}}
    assert len(nodes_of(json.dumps(wide), "json")) == MOST_NODES


def test_the_chosen_plan_stands_first_and_a_wrong_expectation_is_said_in_words(site: Site) -> None:
    request = {"path": "/queries/d1b2c3d4e5f60718", "search": "?last=all", "version": site.versions.newest()}
    found = site.question(request, "queries.fingerprint:tree")
    assert found is not None
    question, snapshot = found
    row = question.ask(snapshot)[0] | {"sample_plan": TEXT, "format": "text"}
    rows = [row | {"plan_hash": "aa"}, row | {"plan_hash": "bb"}]
    chosen = replace(question, state=question.state.setting({"plan_hash": ("bb",)}))
    first, second = plan_tree.plans(chosen, rows)
    assert "bb" in str(first.children[0])
    assert str(first).count("times fewer") == 0, "a Limit stops what is below it early"
    assert (first.open, second.open) == (True, False)
    assert "1,200 times more" in str(first)
    assert "<" not in str(plan_tree.plans(question, [row | {"plan_hash": "cc", "sample_plan": ""}]))

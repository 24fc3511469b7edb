"""Plans as auto_explain of a real PostgreSQL 15 logged them, each in the four formats it knows."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aurorascope.logs.plan_redaction import redact_expression, redact_plan
from aurorascope.logs.plans import COLUMNS, read_plans

FORMATS = ("text", "json", "xml", "yaml")
GOLDEN = Path(__file__).parent / "golden" / "plans"
LITERALS = (
    "select * from t a left join child c on c.t_id=a.id where a.v = E'it''s \\\\ \"x\" <1>' and a.n = 4242"
    " union all select * from t b left join child c on true where b.id = -17.5"
)
SUBPLAN = (
    "select c.id, (select max(n) from t where t.id=c.t_id and w='q''x') from child c "
    "join t on t.id=c.t_id where c.id in (1,2,3) order by 1 limit 5"
)
# A hash that moves says that every plan in every store has changed its shape: that is a new version.
PLANS = {  # name: (hash, estimated rows, actual rows, statement)
    "cte_join": (
        "3fe9112eb003f90f",
        3.0,
        3.0,
        "with x as materialized (select * from t where n>5) select * from x a join x b using(id) limit 3",
    ),
    "filtered_count": (
        "aa5f7b67d3e0d0b4",
        1.0,
        1.0,
        "select count(*) from t where v like '%ab%' and id between 10 and 40100",
    ),
    "insert": ("70ea445329a4e817", 0.0, 0.0, "insert into t values (-77,'q''u',1) on conflict do nothing"),
    "literals": ("1e42828fe2b3f775", 313.0, 0.0, LITERALS),
    "parallel_groups": (
        "6d05339129db7435",
        200.0,
        1.0,
        "select w, count(*) from t\n\twhere v like '%ab%' group by w order by 2 desc",
    ),
    "partitioned_update": ("f5df9f5dc893a101", 0.0, 0.0, "update parts set i=i where i in (3, 4)"),
    "subplan": (
        "ed2beb27c549f3e6",
        3.0,
        0.0,
        SUBPLAN,
    ),
    "update": ("8143f583cf913784", 0.0, 0.0, "update t set n=n where id=40005"),
}


def logged(name: str, form: str) -> str:
    return (GOLDEN / f"{name}.{form}").read_text().removesuffix("\n")


def read(*texts: str) -> list[dict[str, object]]:
    return read_plans(pl.Series(texts, dtype=pl.String)).to_dicts()


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", PLANS)
def test_a_plan_reads_the_same_in_every_format(name: str, form: str) -> None:
    plan_hash, estimated, actual, sql = PLANS[name]
    (found,) = read(logged(name, form))
    assert found.pop("plan")
    assert found == {
        "format": form,
        "plan_hash": plan_hash,
        "estimated_rows": estimated,
        "actual_rows": actual,
        "sql": sql,
        "query_id": None,
    }


@pytest.mark.parametrize("form", FORMATS)
def test_tabs_that_stderr_puts_before_every_line_are_not_part_of_the_plan(form: str) -> None:
    for name in PLANS:
        text = logged(name, form)
        assert read("\t" + text.replace("\n", "\n\t")) == read(text)


def test_a_text_plan_begins_at_its_top_node() -> None:
    (found,) = read(logged("parallel_groups", "text"))
    assert str(found["plan"]).startswith("Sort  (cost=")


@pytest.mark.parametrize(
    ("before", "sql"),
    [
        ("Query Text: select 1\n", "select 1"),
        ("Query Text: select 1\n\n", "select 1"),
        ("Query Text: select $1\nQuery Parameters: $1 = 'x'\n", "select $1"),
        ("Query Text: select $1\n\nQuery Parameters: $1 = 'x'\n", "select $1"),
        ("Query Text: select 'Query Parameters: '\n", "select 'Query Parameters: '"),
        ("Query Text: select '\nA  (cost=1.0..2.0\n'\n", "select '\nA  (cost=1.0..2.0\n'"),
        ("Query Text: select\n  Result  (cost=0.00..0.01\n", "select\n  Result  (cost=0.00..0.01"),
        ("  \nQuery Text: x\n", "x"),
        ("Query Text: \n", ""),
        ("what is this\n", None),
        ("", None),
    ],
)
def test_what_stands_before_the_top_node_is_the_statement(before: str, sql: str | None) -> None:
    plan = "Result  (cost=0.00..0.01 rows=7 width=4) (actual rows=8.50 loops=1)\nQuery Identifier: -12"
    (found,) = read(before + plan)
    assert found.pop("plan_hash")
    assert found == {
        "format": "text",
        "plan": plan,
        "sql": sql,
        "query_id": -12,
        "estimated_rows": 7.0,
        "actual_rows": 8.5,
    }


def test_a_query_id_is_a_line_of_its_own_and_fits_a_bigint() -> None:
    node = "Result  (cost=0.00..0.01 rows=7 width=4)\n"
    lines = {
        "Query Identifier: 12\nmore": 12,
        f"Query Identifier: {-(2**63)}": -(2**63),
        f"Query Identifier: {2**63}": None,
        "Query Identifier: 12 ": None,
        "  Query Identifier: 12": None,
        "Query Identifier: x\nQuery Identifier: 3": 3,
    }
    for line, query_id in lines.items():
        (found,) = read(node + line)
        assert found["query_id"] == query_id, line


def test_costs_rows_aliases_schemas_and_conditions_do_not_change_the_hash() -> None:
    plan = "Seq Scan on public.t a  (cost=1.00..2.00 rows=3 width=4)\n  Filter: (a.id = 1)"
    other = "Seq Scan on t  (cost=9.00..9.00 rows=9 width=9) (actual rows=1 loops=1)\n  Filter: (id > 2)"
    first, second = (row["plan_hash"] for row in read(plan, other))
    assert first == second


def test_a_relation_an_index_or_the_depth_changes_the_hash() -> None:
    costs = "  (cost=1.00..2.00 rows=3 width=4)\n"
    scans = f"  ->  Seq Scan on a{costs}"
    plans = [
        f"Nested Loop{costs}{scans}  ->  Seq Scan on b{costs}",
        f"Nested Loop{costs}{scans}        ->  Seq Scan on b{costs}",
        f"Nested Loop{costs}{scans}  ->  Seq Scan on c{costs}",
        f"Nested Loop{costs}{scans}  ->  Index Scan using i on b{costs}",
        f"Nested Loop{costs}{scans}  ->  Index Scan using j on b{costs}",
    ]
    assert len({row["plan_hash"] for row in read(*plans)}) == len(plans)


def test_quoted_names_may_hold_what_the_format_is_made_of() -> None:
    costs = "  (cost=1.00..2.00 rows=3 width=4)"
    quoted = f'Index Scan using "my on using idx" on "My.Tab"."Odd.na""me on" o{costs}'
    bare = f'Index Scan using "my on using idx" on "Odd.na""me on"{costs}'
    first, second = (row["plan_hash"] for row in read(quoted, bare))
    assert first == second


def test_what_is_no_plan_is_kept_as_text_without_a_hash() -> None:
    for text in ("", "Query Text: select 1", "{", "<explain", 'Query Text: "x"\nPlan:\n', "\x00\n\n(("):
        (found,) = read(text)
        assert found["plan_hash"] is None
        assert found["plan"] == text


def test_no_plans_are_no_rows() -> None:
    assert read_plans(pl.Series([], dtype=pl.String)).schema == pl.Schema(COLUMNS)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", PLANS)
def test_redaction_keeps_shape_and_rows(name: str, form: str) -> None:
    plan_hash, estimated, actual, _ = PLANS[name]
    (before,) = read(logged(name, form))
    (after,) = read(redact_plan(str(before["plan"]), form))
    assert (after["plan_hash"], after["estimated_rows"], after["actual_rows"]) == (
        plan_hash,
        estimated,
        actual,
    )


@pytest.mark.parametrize("form", FORMATS)
def test_no_literal_of_a_real_plan_survives_redaction(form: str) -> None:
    for name, secrets in {
        "literals": ("it''s", '"x"', "<1>", "&lt;1", "4242", "17.5"),
        "filtered_count": ("%ab%", "40100"),
        "insert": ("-77", "q''u"),
        "subplan": ("q''x", "{1,2,3}"),
    }.items():
        (found,) = read(logged(name, form))
        redacted = redact_plan(str(found["plan"]), form)
        assert [secret for secret in secrets if secret in redacted] == []


def condition(text: str, number: int) -> str:
    """A condition as the server writes it back: only quotes are doubled."""
    quoted = text.replace("'", "''")
    numbers = f"(n_2 = {number}) AND (m > '-{number}.5'::numeric)"
    return f"((\"it's\".v = '{quoted}'::text) AND {numbers} AND (o = $1))"


@given(before=st.text(), after=st.text(), number=st.integers(10**8, 10**12))
def test_no_literal_survives_redaction_in_any_format(before: str, after: str, number: int) -> None:
    expression = condition(f"{before}canary{after}", number)
    line = "Seq Scan on t  (cost=1.00..2.00 rows=3 width=4)"
    plans = {
        "text": f"{line}\n  Filter: {expression}\n  Rows Removed by Filter: 7",
        "json": json.dumps({"Query Text": "canary", "Plan": {"Node Type": "Result", "Filter": expression}}),
        "xml": f"<explain>\n<Node-Type>Result</Node-Type><Filter>{escape(expression)}</Filter></explain>",
        "yaml": f'Query Text: "canary"\nPlan: \n  Node Type: "Result"\n  Filter: {json.dumps(expression)}',
    }
    for form, plan in plans.items():
        redacted = redact_plan(plan, form)
        assert "canary" not in redacted, form
        assert str(number) not in redacted, form
        assert "$1" in redacted, form
    assert "Rows Removed by Filter: 7" in redact_plan(plans["text"])


def test_identifiers_with_digits_stay_and_numbers_in_every_notation_go() -> None:
    assert redact_expression("t1.c2 = 3 AND x < .5 AND y > 1e-7 AND z = 0x1F AND $4 = 1_000") == (
        "t1.c2 = ? AND x < ? AND y > ? AND z = ? AND $4 = ?"
    )


def test_a_cut_plan_keeps_nothing_of_an_open_string() -> None:
    costs = "  (cost=1.00..2.00 rows=3 width=4)"
    assert "canary" not in redact_plan(f"Seq Scan on t{costs}\n  Filter: (v = 'a canary")
    assert "canary" not in redact_plan('{"Plan": {"Filter": "(v = \'a canary', "json")
    assert "canary" not in redact_plan("  Filter: \"(v = 'a canary", "yaml")
    assert "canary" not in redact_plan("Query Text: select 'canary'")

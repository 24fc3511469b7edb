"""auto_explain: plans as text and as JSON, before the statement line of the same execution."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

    from clients import Session
    from workload import Workload

TABLES = ("orders", "order_items", "customers", "products", "payments")


def _text_plan(rng: random.Random, sql: str) -> tuple[str, int, int]:
    table, rows, actual = rng.choice(TABLES), rng.randrange(1, 10**5), rng.randrange(1, 10**5)
    lines = [f"Query Text: {sql}"]
    if rng.random() < 0.3:
        lines.append("Query Parameters: $1 = '42', $2 = 'O''Hara'")
    timing = f"(actual time=0.020..{rng.randrange(10**6) / 1000:.3f} rows={actual} loops=1)"
    lines += [
        f"Sort  (cost=812.30..{rng.randrange(900, 10**6)}.55 rows={rows} width=120) {timing}",
        "  Sort Key: t.placed_at DESC",
        f"  Sort Method: external merge  Disk: {rng.randrange(10**5)}kB",
        f"  Buffers: shared hit={rng.randrange(10**5)} read={rng.randrange(10**4)}",
        f"  ->  Nested Loop  (cost=0.43..811.91 rows={rows} width=120) {timing}",
        f"        ->  Seq Scan on {table} t  (cost=0.00..431.00 rows={rows} width=96) {timing}",
        "              Filter: ((status = 'shipped'::text) AND (note <> 'it''s'::text))",
        f"              Rows Removed by Filter: {rng.randrange(10**6)}",
        f"        ->  Index Scan using {table}_pkey on {table} u  (cost=0.43..8.45 rows=1 width=24) (never executed)",
        f"              Index Cond: (id = {rng.randrange(10**6)})",
    ]
    if rng.random() < 0.2:
        lines.append(f"Query Identifier: {rng.randrange(-(2**62), 2**62)}")
    return "\n".join(lines), rows, actual


def _json_plan(rng: random.Random, sql: str) -> tuple[str, int, int]:
    table, rows, actual = rng.choice(TABLES), rng.randrange(1, 10**5), rng.randrange(1, 10**5)
    node = {
        "Node Type": "Aggregate", "Strategy": "Hashed", "Partial Mode": "Simple", "Startup Cost": 12.5, "Total Cost": 811.91,
        "Plan Rows": rows, "Plan Width": 40, "Actual Startup Time": 0.031, "Actual Total Time": 99.5,
        "Actual Rows": actual, "Actual Loops": 1,
        "Plans": [{
            "Node Type": "Index Scan", "Parent Relationship": "Outer", "Scan Direction": "Forward",
            "Index Name": f"{table}_pkey", "Relation Name": table, "Alias": "t", "Startup Cost": 0.43, "Total Cost": 8.45,
            "Plan Rows": 1, "Plan Width": 8, "Actual Startup Time": 0.01, "Actual Total Time": 0.02, "Actual Rows": 1,
            "Actual Loops": 1, "Index Cond": "(id = 42)", "Filter": "(note <> 'it''s \"here\"'::text)",
        }],
    }  # fmt: skip
    return json.dumps({"Query Text": sql, "Plan": node}, indent=2, ensure_ascii=False), rows, actual


def write_plan(work: Workload, session: Session, sql: str, us: int, *more: tuple[str, str]) -> None:
    """Write the plan of an execution."""
    kind = "json" if work.rng.random() < 0.4 else "text"
    plan, rows, actual = (_json_plan if kind == "json" else _text_plan)(work.rng, sql.replace("\n\t", "\n"))
    ms, rest = divmod(us, 1000)
    work.log.entry(session, "plan", ("LOG", f"duration: {ms}.{rest:03d} ms  plan:\n{plan}"), *more)
    work.truth.row("plans", f"format={kind}", duration_us=us, estimated_rows=rows, actual_rows=actual)


def explained(work: Workload) -> None:
    """A slow execution, counted once: by the simple protocol its plan comes before its line, else after it."""
    session = work.session()
    shape = work.prepared_shape()
    us = work.microseconds(shape) + 1_000_000
    more = us + work.rng.randrange(20, 900)
    if work.rng.random() < 0.6:
        sql = work.text(shape)
        write_plan(work, session, sql, us)
        work.log.statement(session, "statement", "statement", sql, more, shape.number)
    else:
        sql, detail = work.bound_text(shape)
        work.log.statement(session, "execute", "execute <unnamed>", sql, more, shape.number, detail)
        if work.rng.random() < 0.3:
            following = work.prepared_shape()
            text, _ = work.bound_text(following)
            work.log.statement(session, "parse", "parse <unnamed>", text, 120, following.number)
        session.busy = True

        def dropped() -> None:
            session.busy = False
            write_plan(work, session, sql, us)

        work.after(work.rng.choice((0, 0, 0, 3, 40)), dropped)


def nested_plan(work: Workload) -> None:
    """A statement inside a function: its plan is all that the log has of it, so it is a row of phase 'plan'."""
    session = work.session()
    inner = work.prepared_shape()
    sql = work.text(inner)
    us = work.microseconds(inner) + 1_000_000
    write_plan(work, session, sql, us, ("CONTEXT", 'SQL function "monthly_totals" statement 1'))
    work.log.count(session, "plan", us, inner.number, sql)
    outer = work.prepared_shape()
    while outer is inner:
        outer = work.prepared_shape()
    work.log.statement(session, "statement", "statement", work.text(outer), us + 5000, outer.number)

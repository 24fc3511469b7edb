"""What one line of a log says of another: joined where that is certain, absent where it is not.

Each case is the log of one instance, with lines of other processes between; all are taken in by one run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from test_boundaries import line

from aurorascope import Store, ingest
from aurorascope.insight.views import run_view
from aurorascope.model.filter import Filter

if TYPE_CHECKING:
    from aurorascope.store.snapshot import Snapshot

PLAN = "LOG:  duration: {}.000 ms  plan:\n\tQuery Text: select {}\n\tResult  (cost=0.00..0.01 rows=1 width=4)"
OTHER = line(2, 99, "LOG:  duration: 9.000 ms  statement: select 'other'")
APP = {n: f"2026-11-19 03:10:{n:02d} UTC:10.0.3.7(51234):" for n in (0, 4, 6, 10)}
REPL = {
    n: f"2026-11-19 03:1{n // 60}:{n % 60 + 1:02d} UTC:10.0.3.9(40000):repl@[unknown]:[77]:" for n in (0, 65)
}
DISCONNECTION = "disconnection: session time: {}.000 user={} database={} host=10.0.3.{}"
WAITING = "LOG:  process {} still waiting for ShareLock on transaction {} after 1000.000 ms"
ACQUIRED = "LOG:  process {} acquired ShareLock on transaction {} after {}000.000 ms"
CASES = {
    "a duration of its own": [
        line(1, 10, "LOG:  statement: select 1"),
        line(1, 20, "LOG:  execute <unnamed>: select $1"),
        line(1, 20, "DETAIL:  parameters: $1 = '7'"),
        line(2, 20, "LOG:  duration: 2.500 ms"),
        line(2, 10, "LOG:  duration: 1000.123 ms"),
    ],
    "a duration of nobody": [
        line(1, 10, "LOG:  duration: 7.000 ms"),
        line(2, 20, "LOG:  statement: select 2"),
        line(3, 20, "ERROR:  canceling statement due to user request"),
        line(4, 20, "LOG:  statement: select 3"),
        line(5, 20, "LOG:  duration: 5.000 ms"),
    ],
    "parameters": [
        line(1, 10, "LOG:  duration: 1.000 ms  execute S_1: select $1"),
        line(1, 20, "LOG:  duration: 1.000 ms  execute S_2: select $1, 2"),
        line(1, 30, "LOG:  duration: 1.000 ms  statement: select 3"),
        line(1, 20, "DETAIL:  parameters: $1 = 'of 20'"),
        line(1, 10, "DETAIL:  parameters: $1 = 'of 10'"),
    ],
    "a temporary file": [
        line(1, 10, 'LOG:  temporary file: path "base/pgsql_tmp/pgsql_tmp10.0", size 24576'),
        OTHER,
        line(1, 10, "STATEMENT:  select * from t order by 1"),
        line(2, 20, 'LOG:  temporary file: path "base/pgsql_tmp/pgsql_tmp20.0", size 1000'),
        line(2, 20, "LOG:  duration: 5.000 ms  execute <unnamed>: select nothing of it"),
    ],
    "a lock": [
        line(1, 10, "LOG:  process 10 still waiting for ShareLock on transaction 77 after 1000.119 ms"),
        line(1, 20, "LOG:  duration: 1.000 ms  statement: select 1"),
        line(1, 10, "DETAIL:  Process holding the lock: 30. Wait queue: 10."),
        line(1, 10, "STATEMENT:  update t set a = 1"),
        line(3, 10, "LOG:  process 10 acquired ShareLock on transaction 77 after 2955.814 ms"),
        line(3, 10, "STATEMENT:  update t set a = 1"),
    ],
    "a deadlock": [
        line(2, 20, "ERROR:  deadlock detected"),
        line(
            2, 20,
            "DETAIL:  Process 20 waits for ShareLock on transaction 5; blocked by process 10.\n"
            "\tProcess 10 waits for ShareLock on transaction 6; blocked by process 20.\n"
            "\tProcess 20: update t set a = 2\n\tProcess 10: delete from u\n\twhere b = 'Process 20: no'",
        ),
        OTHER,
        line(2, 20, "STATEMENT:  update t set a = 2"),
    ],
    "a plan": [
        line(1, 10, PLAN.format(900, 1)),
        OTHER,
        line(1, 10, "LOG:  duration: 901.000 ms  statement: select 1"),
        line(2, 20, PLAN.format(500, 2)),
    ],
    "sessions": [
        f"{APP[0]}[unknown]@[unknown]:[10]:LOG:  connection received: host=10.0.3.7 port=51234\n",
        f"{APP[0]}app@shop:[10]:LOG:  connection authorized: user=app database=shop\n",
        f"{REPL[0]}LOG:  replication connection authorized: user=repl application_name=walreceiver\n",
        f"{APP[4]}app@shop:[10]:LOG:  duration: 1500.000 ms  statement: select 1\n",
        f"{APP[6]}app@shop:[10]:LOG:  duration: 500.000 ms  statement: select 2\n",
        f"{APP[10]}app@shop:[10]:LOG:  {DISCONNECTION.format('0:00:10', 'app', 'shop', '7 port=51234')}\n",
        f"{REPL[65]}LOG:  {DISCONNECTION.format('0:01:05', 'repl', '', '9 port=40000')}\n",
    ],
    "a tree": [
        *(
            text
            for level, (pid, holder) in enumerate(((11, 10), (12, 11), (13, 12)), 1)
            for text in (
                line(level, pid, WAITING.format(pid, holder)),
                line(level, pid, f"DETAIL:  Process holding the lock: {holder}. Wait queue: {pid}."),
                line(level, pid, f"STATEMENT:  update t{pid} set a = 1"),
            )
        ),
        *(
            line(10, pid, ACQUIRED.format(pid, pid - 1, seconds))
            for pid, seconds in ((11, 10), (12, 9), (13, 8))
        ),
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder = tmp_path_factory.mktemp("joins")
    for case, lines in CASES.items():
        place = folder / "logs" / case / "error" / "postgresql.log"
        place.parent.mkdir(parents=True)
        place.write_text("".join(lines))
    summary = ingest([folder / "logs"], store=folder / "store", cluster="c", workers=1)
    assert not sum(source.unparsed_entries for source in summary.sources)
    return Store.open(folder / "store").snapshot()


def rows(store: Snapshot, table: str, case: str) -> list[dict[str, Any]]:
    order = "started_at, waiter_pid" if table == "lock_episodes" else "ts, pid"
    order = "started_at" if table == "sessions" else order
    query = f"select * from {table} where instance = $case order by {order}"
    return store.query(query, {"case": case}).to_pylist()


def families(store: Snapshot) -> dict[str, str]:
    found = store.query("select fingerprint, normalized_sql from fingerprints").to_pylist()
    return {row["fingerprint"]: row["normalized_sql"] for row in found}


def test_a_duration_alone_is_that_of_its_processs_statement(store: Snapshot) -> None:
    found = {row["pid"]: row for row in rows(store, "statements", "a duration of its own")}
    assert (found[10]["sql"], found[10]["duration_us"]) == ("select 1", 1_000_123)
    assert (found[20]["sql"], found[20]["duration_us"], found[20]["parameters"]) == (
        "select $1",
        2500,
        "$1 = '7'",
    )


def test_a_duration_whose_statement_is_not_known_stays_without_one(store: Snapshot) -> None:
    found = rows(store, "statements", "a duration of nobody")
    assert [(row["pid"], row["sql"], row["duration_us"]) for row in found] == [
        (10, None, 7000), (20, "select 2", None), (20, "select 3", 5000),
    ]  # fmt: skip


def test_parameters_are_those_of_their_own_execution(store: Snapshot) -> None:
    found = {row["pid"]: row["parameters"] for row in rows(store, "statements", "parameters")}
    assert found == {10: "$1 = 'of 10'", 20: "$1 = 'of 20'", 30: None}


def test_a_temporary_file_has_the_statement_that_its_entry_names_or_none(store: Snapshot) -> None:
    first, second = rows(store, "temp_files", "a temporary file")
    assert (first["statement"], families(store)[first["fingerprint"]]) == (
        "select * from t order by 1", "SELECT * FROM t ORDER BY ?",
    )  # fmt: skip
    assert (second["bytes"], second["statement"], second["fingerprint"]) == (1000, None, None)


def test_a_wait_has_its_statement_and_who_held_the_lock(store: Snapshot) -> None:
    waiting, acquired = rows(store, "lock_waits", "a lock")
    assert (waiting["state"], waiting["holders"], waiting["wait_us"]) == ("waiting", [30], 1_000_119)
    assert {row["statement"] for row in (waiting, acquired)} == {"update t set a = 1"}
    (episode,) = rows(store, "lock_episodes", "a lock")
    assert (episode["outcome"], episode["wait_us"], episode["blocker_pid"]) == ("acquired", 2_955_814, 30)


def test_a_deadlock_has_both_sides(store: Snapshot) -> None:
    (found,) = rows(store, "deadlocks", "a deadlock")
    sides = [
        (side["pid"], side["statement"], families(store)[side["fingerprint"]])
        for side in found["participants"]
    ]
    assert sides == [
        (20, "update t set a = 2", "UPDATE t SET a = ?"),
        (10, "delete from u\nwhere b = 'Process 20: no'", "DELETE FROM u WHERE b = ?"),
    ]
    assert found["victim"] == 20


def test_a_plan_counts_an_execution_only_where_nothing_else_does(store: Snapshot) -> None:
    calls = {
        row["sql"]: (row["calls"], row["duration_us"], row["phase"])
        for row in rows(store, "statements", "a plan")
    }
    assert calls["select 1"] == (1, 901_000, "statement")
    assert calls["select 2"] == (1, 500_000, "plan")
    assert len(rows(store, "plans", "a plan")) == 2
    assert (
        sum(row["calls"] for row in run_view(store, "queries_top", Filter(instance=("a plan",))).to_pylist())
        == 3
    )


def test_a_session_lasts_from_connection_to_disconnection_and_its_idle_time_is_known(store: Snapshot) -> None:
    app, replication = rows(store, "sessions", "sessions")
    assert (app["user_name"], app["database_name"], app["session_us"]) == ("app", "shop", 10_000_000)
    assert (app["busy_us"], app["idle_us"], app["statements"]) == (2_000_000, 8_000_000, 2)
    assert (replication["user_name"], replication["session_us"]) == ("repl", 65_000_000)
    assert replication["database_name"] is None


def test_a_wait_behind_a_wait_has_the_root_of_them_all(store: Snapshot) -> None:
    found = {row["waiter_pid"]: row for row in rows(store, "lock_episodes", "a tree")}
    assert {pid: (row["root_pid"], row["depth"], row["blocker_pid"]) for pid, row in found.items()} == {
        11: (10, 1, 10), 12: (10, 2, 11), 13: (10, 3, 12),
    }  # fmt: skip
    tree = run_view(store, "lock_tree", Filter(instance=("a tree",))).to_pylist()
    assert sorted({row["depth"] for row in tree}) == [0, 1, 2, 3]

"""Lock snapshots, whose form AWS does not say: nested or flat, a node is what names a session."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aurorascope.aws.lock_trees import NoLockTree, nodes_of

NESTED = [
    {"session_id": 10, "sql": "UPDATE a SET b = 1", "user": "app", "blocked": [
        {"session_id": 11, "wait_time_ms": 1500, "query": "UPDATE a SET b = 2", "lock": {"mode": "Exclusive"},
         "blocked": [{"session_id": "12", "wait_seconds": 2.5, "waiters": 0}]},
        {"session_id": 13, "waited": 7},
    ]},
    {"session_id": 20},
]  # fmt: skip
FLAT = [
    {"pid": 11, "blocked_by": [10], "waited_ms": 1500},
    {"pid": 12, "blockers": [{"pid": 11}], "waited_ms": 2500},
    {"pid": 13, "blocked_by": [10]},
]


def told(snapshot: Any) -> list[tuple[Any, ...]]:
    return [(it.path, it.pid, it.blocked_by, it.depth, it.wait_us) for it in nodes_of(json.dumps(snapshot))]


@pytest.mark.parametrize("wrapped", [NESTED, {"lock_trees": NESTED}])
def test_what_a_session_holds_waits_for_it(wrapped: Any) -> None:
    found = told(wrapped)
    assert [row[1:] for row in found] == [
        (10, [], 0, None), (11, [10], 1, 1_500_000), (12, [11], 2, 2_500_000), (13, [10], 1, None),
        (20, [], 0, None),
    ]  # fmt: skip
    assert len({row[0] for row in found}) == 5
    assert [it.sql for it in nodes_of(json.dumps(wrapped))][:2] == [
        "UPDATE a SET b = 1",
        "UPDATE a SET b = 2",
    ]


def test_sessions_that_name_their_blockers_are_as_deep_as_the_chain() -> None:
    assert told(FLAT) == [
        ("0", 11, [10], 1, 1_500_000), ("1", 12, [11], 2, 2_500_000), ("2", 13, [10], 1, None)
    ]  # fmt: skip


def test_two_lists_of_trees_have_places_of_their_own() -> None:
    found = told({"x": {"a": [{"pid": 1}], "b": [{"pid": 2}]}})
    assert len({row[0] for row in found}) == 2


def test_a_cycle_ends() -> None:
    found = told([{"pid": 1, "blocked_by": [2]}, {"pid": 2, "blocked_by": [1]}])
    assert [row[3] for row in found] == [1, 1]


def test_what_is_said_beside_is_kept_and_texts_are_not() -> None:
    node = nodes_of(json.dumps([{"pid": 1, "user": "app", "note": "x" * 300, "sql_text": "SELECT 1"}]))[0]
    assert node.said == {"pid": 1, "user": "app"}
    assert node.sql == "SELECT 1"


def test_what_a_node_says_of_its_session_is_found_by_name_in_it_and_in_what_it_holds() -> None:
    said = {
        "pid": 1, "state": "idle in transaction", "usename": "app", "client_addr": "10.0.0.1",
        "datname": "shop", "application_name": "web", "lock": {"mode": "ExclusiveLock", "relation": "orders"},
    }  # fmt: skip
    node = nodes_of(json.dumps([said]))[0]
    found = {column: node.told(column) for column in ("state", "user_name", "client_host", "database_name")}
    assert found == {
        "state": "idle in transaction",
        "user_name": "app",
        "client_host": "10.0.0.1",
        "database_name": "shop",
    }
    assert (node.told("application"), node.told("lock_mode")) == ("web", "ExclusiveLock")
    assert (node.told("object"), node.told("wait_event")) == ("orders", None)


def test_a_state_that_is_no_word_is_nobodys() -> None:
    assert nodes_of(json.dumps([{"pid": 1, "state": "x' OR 1=1"}]))[0].told("state") is None


@pytest.mark.parametrize("text", ["", "no JSON", "[]", "{}", '{"trees": [{"a": 1}]}', "[" * 5000])
def test_what_holds_no_session_is_said_to_be_unknown(text: str) -> None:
    with pytest.raises(NoLockTree, match="a lock snapshot"):
        nodes_of(text)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["pid", "session", "blocked_by", "sql", "wait_ms", "x"]), inner)
    ),
    max_leaves=10,
)


@given(json_values)
def test_any_json_is_nodes_or_refused(value: Any) -> None:
    try:
        found = nodes_of(json.dumps(value))
    except NoLockTree:
        return
    assert len({it.path for it in found}) == len(found)

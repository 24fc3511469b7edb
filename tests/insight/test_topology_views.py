"""Who would be promoted, where endpoints lead, what of a reader's numbers is a reader's."""

from __future__ import annotations

from typing import Any

import pytest
from memory import Memory, at

from aurorascope.insight.views import run_view
from aurorascope.model.filter import Filter

DAY = Filter(begin=at(0), end=at(3600))


def cluster(memory: Memory, *instances: tuple[str, str, int, str], **more: str) -> Memory:
    """One cluster: instances as (name, role, tier, size)."""
    attributes = '{"Engine":"aurora-postgresql"' + "".join(f',"{k}":"{v}"' for k, v in more.items()) + "}"
    memory.add(
        "topology",
        {"resource_type": "cluster", "resource_id": "c", "resource_name": "local", "instance": None}
        | {"valid_from": -60.0, "attributes": attributes, "readings": "{}"},
        *(
            {"resource_type": "instance", "resource_id": name, "resource_name": name, "instance": name}
            | {"valid_from": -60.0, "readings": "{}"}
            | {"attributes": f'{{"DBInstanceClass":"db.r6g.{size}","PromotionTier":{tier}}}'}
            for name, _, tier, size in instances
        ),
    )
    return memory.add(
        "roles",
        *({"instance": name, "role": role, "valid_from": -60.0} for name, role, _, _ in instances),
    )


@pytest.mark.parametrize(
    ("instances", "next_one"),
    [
        ([("a", "writer", 0, "large")], "none: there is no reader"),
        ([("a", "writer", 0, "large"), ("b", "reader", 2, "4xlarge"), ("c", "reader", 1, "large")], "c"),
        ([("a", "writer", 0, "large"), ("b", "reader", 1, "2xlarge"), ("c", "reader", 1, "xlarge")], "b"),
        ([("a", "writer", 0, "large"), ("b", "reader", 1, "large"), ("c", "reader", 1, "large")], "b or c"),
        ([("b", "reader", 0, "large")], "unknown: nobody said who writes"),
    ],
)
def test_the_lowest_tier_is_promoted_then_the_largest_and_equals_are_both_named(
    memory: Memory, instances: list[tuple[str, str, int, str]], next_one: str
) -> None:
    (row,) = run_view(cluster(memory, *instances), "cluster_list", DAY).to_pylist()
    assert row["promoted_next"] == next_one


def test_a_secondary_of_a_global_database_promotes_nobody_by_itself(memory: Memory) -> None:
    filled = cluster(memory, ("b", "reader", 0, "large"), GlobalClusterIdentifier="world")
    (row,) = run_view(filled, "cluster_list", DAY).to_pylist()
    assert row["promoted_next"] == "none: it is a secondary of a global database"


def endpoint(kind: str, **more: str) -> dict[str, Any]:
    stated = "".join(f',"{key}":{value}' for key, value in more.items())
    attributes = f'{{"EndpointType":"{kind}","Endpoint":"{kind}"{stated}}}'
    return {
        "resource_type": "endpoint", "resource_id": kind + stated, "resource_name": kind, "instance": None,
        "valid_from": -60.0, "readings": "{}", "attributes": attributes,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("made", "members"),
    [
        (endpoint("WRITER"), ["a"]),
        (endpoint("READER"), ["b", "c"]),
        (endpoint("CUSTOM", CustomEndpointType='"ANY"', ExcludedMembers='["b"]'), ["a", "c"]),
        (endpoint("CUSTOM", CustomEndpointType='"READER"', StaticMembers='["a","b"]'), ["b"]),
    ],
)
def test_an_endpoint_leads_to_the_members_that_it_serves(
    memory: Memory, made: dict[str, Any], members: list[str]
) -> None:
    cluster(memory, ("a", "writer", 0, "large"), ("b", "reader", 1, "large"), ("c", "reader", 2, "large"))
    rows = run_view(memory.add("topology", made), "cluster_topology", DAY).to_pylist()
    assert [row["members"] for row in rows if row["node"] == "endpoint"] == [members]


def test_without_a_reader_the_reader_endpoint_leads_to_the_writer(memory: Memory) -> None:
    cluster(memory, ("a", "writer", 0, "large")).add("topology", endpoint("READER"))
    rows = run_view(memory, "cluster_topology", DAY).to_pylist()
    assert [row["members"] for row in rows if row["node"] == "endpoint"] == [["a"]]


def points(instance: str, name: str, *values: float, begin: int = 0) -> list[dict[str, Any]]:
    return [
        {"ts": 60.0 * (begin + minute), "name": name, "instance": instance, "value": value,
         "scope": "instance", "statistic": "Average", "period_s": 60, "dimensions": "{}", "source": "cloudwatch"}
        for minute, value in enumerate(values)
    ]  # fmt: skip


def test_what_an_instance_did_as_writer_is_no_load_of_a_reader_and_the_worst_reader_is_first(
    memory: Memory,
) -> None:
    cluster(memory, ("a", "reader", 0, "large"), ("b", "reader", 1, "large"), ("c", "writer", 2, "large"))
    memory.add(
        "metrics", *points("a", "AuroraReplicaLag", 10, 20, begin=5), *points("a", "DBLoad", *[9] * 5, 1, 1)
    )
    memory.add("metrics", *points("b", "AuroraReplicaLag", *[5] * 6, 5000), *points("b", "DBLoad", *[3] * 7))
    rows = {row["instance"]: row for row in run_view(memory, "readers", DAY, over_ms=1000).to_pylist()}
    assert list(rows) == ["b", "a", "c"]
    assert (rows["a"]["mean_load"], rows["a"]["share_load"]) == (1, 0.25)
    assert (rows["b"]["max_lag_ms"], rows["b"]["over_minutes"]) == (5000, 1)
    assert rows["c"]["max_lag_ms"] is None


def test_a_stretch_of_lag_names_the_writer_and_its_load_then_and_only_then(memory: Memory) -> None:
    cluster(memory, ("b", "reader", 1, "large"), ("c", "writer", 2, "large"))
    memory.add("metrics", *points("b", "AuroraReplicaLag", *[5] * 20, 800, 900, *[5] * 5))
    load = {"period_s": 60, "dimension": "tokenized_sql", "aas": 1.0, "instance": "c"}
    memory.add(
        "db_load",
        {**load, "ts": 60.0 * 20, "key_id": "k", "label": "UPDATE stock"},
        {**load, "ts": 60.0 * 2, "key_id": "j", "label": "SELECT long ago"},
    )
    (row,) = run_view(memory, "lag_episodes", DAY, over_ms=100).to_pylist()
    assert (row["started_at"], row["ended_at"]) == (at(1200), at(1320))
    assert (row["max_lag_ms"], row["writer"], row["writer_statements"]) == (900, "c", "100 % UPDATE stock")


def test_a_stretch_whose_writer_is_not_known_says_so(memory: Memory) -> None:
    memory.add("metrics", *points("b", "AuroraReplicaLag", 5, 800))
    (row,) = run_view(memory, "lag_episodes", DAY, over_ms=100).to_pylist()
    assert row["writer"] is None
    assert row["writer_statements"].startswith("unknown")

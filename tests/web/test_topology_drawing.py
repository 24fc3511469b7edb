"""A drawn cluster: lag on the edges, late ones in another colour, names that are never markup."""

from __future__ import annotations

from typing import Any

from aurorascope.web.graphs import PALETTE
from aurorascope.web.topology import cluster_drawing

HOSTILE = "<img src=x onerror=alert(1)>"


def node(name: str, role: str, zone: str, **more: Any) -> dict[str, Any]:
    row = {"node": "instance", "name": name, "instance": name, "role": role, "zone": zone, "members": []}
    return {**row, "instance_class": "db.r6g.large", "promotion_tier": 1, "node_status": "available",
            "last_lag_ms": None, "max_lag_ms": None, "promotion": "", **more}  # fmt: skip


ROWS = [
    node("shop-1", "writer", "a"),
    node("shop-2", "reader", "b", last_lag_ms=8.0, max_lag_ms=90.0, promotion="would be promoted"),
    node(HOSTILE, "reader", "b", last_lag_ms=12.0, max_lag_ms=4000.0),
    node("x", "custom", "", node="endpoint", members=["shop-2"]),
]


def drawn() -> dict[str, Any]:
    return cluster_drawing(ROWS, lambda row: {"page": "/cluster"} if row["instance"] else None)


def texts(figure: dict[str, Any]) -> list[str]:
    return [text for trace in figure["data"] for text in trace.get("text", ())]


def test_each_reader_has_an_edge_with_its_newest_and_its_worst_lag() -> None:
    said = texts(drawn())
    assert [text for text in said if text.startswith("lag")] == ["lag 8.00 ms", "lag 12.0 ms"]
    assert [any(f"worst lag {worst}" in text for text in said) for worst in ("90.0 ms", "4.00 s")] == [
        True,
        True,
    ]


def test_a_late_reader_s_edge_has_another_colour() -> None:
    solid = [
        trace["line"]["color"] for trace in drawn()["data"] if trace.get("line", {}).get("dash") == "solid"
    ]
    assert solid == [PALETTE[2], PALETTE[7]]


def test_an_endpoint_leads_to_its_members_alone_and_zones_are_bands() -> None:
    figure = drawn()
    dotted = [trace for trace in figure["data"] if trace.get("line", {}).get("dash") == "dot"]
    assert len(dotted) == 1
    assert len(figure["layout"]["shapes"]) == 2


def test_no_name_becomes_markup() -> None:
    figure = drawn()
    said = texts(figure) + [text for trace in figure["data"] for text in trace.get("hovertext", ())]
    assert not any("<img" in text for text in said)
    assert any("&lt;img" in text for text in said)


def test_who_would_be_promoted_is_said_in_the_drawing_and_nothing_is_drawn_of_nothing() -> None:
    assert any("would be promoted" in text for text in texts(drawn()))
    assert cluster_drawing([], lambda _: None)["layout"]["shapes"] == []

"""A cluster as a drawing: endpoints left, the writer in the middle, readers right, zones as bands.

The lag stands on the edge from the writer to each reader. Everything drawn is in the table beside it too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aurorascope.web.graphs import PALETTE, clipped
from aurorascope.web.marks import drawing
from aurorascope.web.units import duration

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Row = dict[str, Any]
Place = tuple[float, float]
COLUMN = {"endpoint": 0.0, "writer": 1.15, "reader": 2.3, "unknown": 2.3}
SHADES = {"endpoint": PALETTE[11], "writer": PALETTE[0], "reader": PALETTE[2], "unknown": PALETTE[9]}
SYMBOLS = {"endpoint": "diamond", "writer": "square", "reader": "circle", "unknown": "circle-open"}
LATE_MS = 1000.0
ROOMY = 5
"""Up to so many instances there is room for several lines below each."""


def cluster_drawing(rows: Sequence[Row], leads: Callable[[Row], dict[str, Any] | None]) -> dict[str, Any]:
    """Draw the rows of the view `cluster_topology`; a click on an instance leads where `leads` says."""
    instances = [row for row in rows if row["node"] == "instance"]
    endpoints = [row for row in rows if row["node"] == "endpoint"]
    bands, height = _bands(instances)
    places = {str(row["name"]): _place(row, bands) for row in instances}
    step = height / max(len(endpoints), 1)
    for number, row in enumerate(endpoints):
        places[str(row["name"])] = (COLUMN["endpoint"], (number + 0.36) * step)
    traces = [*_memberships(endpoints, places), *_replications(instances, places)]
    traces += [
        _nodes([row], places, leads, roomy=len(instances) <= ROOMY) for row in (*endpoints, *instances)
    ]
    return drawing(
        traces,
        x=(-0.15, 2.95),
        y=(height, 0.0),
        bands=[(name, low, high) for name, (low, high, _) in bands.items()],
    )


def _bands(instances: Sequence[Row]) -> tuple[dict[str, tuple[float, float, dict[str, float]]], float]:
    """Return each zone's span from the top, with the place of each of its instances, and the whole height."""
    zones: dict[str, list[Row]] = {}
    for row in instances:
        zones.setdefault(str(row["zone"] or "zone unknown"), []).append(row)
    bands: dict[str, tuple[float, float, dict[str, float]]] = {}
    top = 0.0
    for name, members in sorted(zones.items()):
        places = {str(row["name"]): top + number + 0.36 for number, row in enumerate(members)}
        bands[name] = (top, top + len(members), places)
        top += len(members)
    return bands, max(top, 1.0)


def _place(row: Row, bands: Mapping[str, tuple[float, float, dict[str, float]]]) -> Place:
    zone = bands[str(row["zone"] or "zone unknown")]
    return COLUMN.get(str(row["role"]), COLUMN["unknown"]), zone[2][str(row["name"])]


def _memberships(endpoints: Sequence[Row], places: Mapping[str, Place]) -> list[dict[str, Any]]:
    return [
        _edge(places[str(row["name"])], places[member], color=PALETTE[11], width=1, dash="dot")
        for row in endpoints
        for member in row["members"] or ()
        if member in places
    ]


def _replications(instances: Sequence[Row], places: Mapping[str, Place]) -> list[dict[str, Any]]:
    """An edge from the writer to each reader, with the newest lag on it; its worst stands with the reader."""
    writer = next((row for row in instances if row["role"] == "writer"), None)
    traces: list[dict[str, Any]] = []
    for row in instances:
        if writer is None or row["role"] != "reader":
            continue
        begin, end = places[str(writer["name"])], places[str(row["name"])]
        worst = row["max_lag_ms"]
        late = worst is not None and worst > LATE_MS
        traces.append(_edge(begin, end, color=PALETTE[7] if late else PALETTE[2], width=2.4, dash="solid"))
        now = "lag unknown" if row["last_lag_ms"] is None else f"lag {duration(row['last_lag_ms'] * 1000)}"
        traces.append(
            {
                "type": "scatter",
                "mode": "text",
                "x": [begin[0] * 0.55 + end[0] * 0.45],
                "y": [begin[1] * 0.55 + end[1] * 0.45],
                "text": [now],
                "textposition": "top center",
                "hoverinfo": "skip",
                "cliponaxis": False,
            }
        )
    return traces


def _edge(begin: Place, end: Place, **line: Any) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [begin[0], end[0]],
        "y": [begin[1], end[1]],
        "line": line,
        "hoverinfo": "skip",
    }


def _nodes(
    rows: Sequence[Row],
    places: Mapping[str, Place],
    leads: Callable[[Row], dict[str, Any] | None],
    *,
    roomy: bool,
) -> dict[str, Any]:
    kinds = ["endpoint" if row["node"] == "endpoint" else str(row["role"]) for row in rows]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [places[str(row["name"])][0] for row in rows],
        "y": [places[str(row["name"])][1] for row in rows],
        "text": [_words(row, roomy=roomy) for row in rows],
        "textposition": "top right" if kinds[0] == "endpoint" else "bottom center",
        "hovertext": [_whole(row) for row in rows],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "size": 16,
            "color": [SHADES.get(kind, SHADES["unknown"]) for kind in kinds],
            "symbol": [SYMBOLS.get(kind, SYMBOLS["unknown"]) for kind in kinds],
            "line": {"width": 0},
        },
        "customdata": [leads(row) for row in rows],
        "meta": {"each": True},
        "cliponaxis": False,
    }


def _words(row: Row, *, roomy: bool) -> str:
    """What stands below a node: some short lines, or one where there are many nodes."""
    name = clipped(str(row["name"]).partition(".")[0], 26)
    if row["node"] == "endpoint":
        kind = {"writer": "writer endpoint", "reader": "reader endpoint"}.get(
            str(row["role"]), "custom endpoint"
        )
        return f"<b>{kind}</b><br>{name}" if row["role"] == "custom" else f"<b>{kind}</b>"
    tier = "" if row["promotion_tier"] is None else f" · tier {row['promotion_tier']}"
    lines = [
        f"<b>{name}</b> {row['role']}",
        f"{clipped(str(row['instance_class'] or 'class unknown'), 18)}{tier}",
    ]
    if row["max_lag_ms"] is not None:
        lines.append(f"worst lag {duration(row['max_lag_ms'] * 1000)}")
    if row["node_status"] not in {"available", None}:
        lines.append(clipped(str(row["node_status"]), 24))
    if str(row["promotion"]).startswith(("would be", "one of", "none")):
        lines.append(f"<b>{clipped(str(row['promotion']), 40)}</b>")
    return ("<br>" if roomy else " · ").join(lines)


def _whole(row: Row) -> str:
    if row["node"] == "endpoint":
        members = ", ".join(row["members"] or ()) or "nobody"
        return f"{clipped(str(row['name']), 90)}<br>leads to {clipped(members, 120)}"
    parts = (
        row["name"],
        row["role"],
        row["zone"],
        row["instance_class"],
        row["node_status"],
        row["promotion"],
    )
    return "<br>".join(clipped(str(part), 90) for part in parts if part)

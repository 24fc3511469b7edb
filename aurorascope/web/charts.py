"""Rows of a view to a figure: series, order, folding of the many, and what a click means."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from aurorascope.web import bars, graphs, marks, time_charts
from aurorascope.web.links import mark
from aurorascope.web.state import PERIODS, iso
from aurorascope.web.topology import cluster_drawing
from aurorascope.web.units import edge
from aurorascope.web.zones import from_micros, to_micros

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aurorascope.web.asking import Question, Row

NAMELESS = "(none)"
OTHERS = "other"
MOST_BEFORE = 4
Points = dict[int, float]


def figure(
    question: Question, rows: Sequence[Row], bucket_us: int, before: Sequence[graphs.Series] = ()
) -> graphs.Figure:
    """Draw the rows as the panel says; `before` are lines of the period that is compared with."""
    panel = question.panel
    if panel.kind in {"time_bars", "time_lines"}:
        return _over_time(question, rows, bucket_us, before)
    if panel.kind == "time_marks":
        return _marks(question, rows, bucket_us)
    if panel.kind == "topology":
        return cluster_drawing(rows, lambda row: _node_leads(question, row))
    leads = question.leads(panel.drill)
    drills = [mark(leads, row, question.path) if leads else None for row in rows]
    if panel.kind == "histogram":
        classes = [(_edge(row, panel.x), _span(row, panel.x), _number(row.get(panel.y))) for row in rows]
        return bars.histogram(classes, unit=panel.unit, drills=drills)
    most = 12
    labels = [(_name(row.get(panel.x)), _number(row.get(panel.y))) for row in rows[:most]]
    return bars.bar_chart(labels, unit=panel.unit, drills=drills[:most])


def compared(question: Question, snapshot: Any) -> list[graphs.Series]:
    """The period that the reader compares with, moved onto the range: stacked bars as their sum."""
    earlier = question.before()
    panel = question.panel
    if earlier is None or panel.kind not in {"time_bars", "time_lines"}:
        return []
    later = "exact" in question.view.params
    rows = earlier.ask(snapshot, bucket_us=question.width, **({"exact": False} if later else {}))
    shift = to_micros(question.begin) - to_micros(earlier.begin)
    found = _several(panel.columns, rows, panel.x) if panel.columns else _by_series(panel, rows)
    if panel.kind == "time_bars":
        total: Points = {}
        for _, points, _ in found:
            for start, value in points.items():
                total[start] = total.get(start, 0.0) + value
        found = [("", total, None)] if total else []
    name = PERIODS.get(question.state.against, ("before",))[0]
    return [
        (f"{series} {name}".strip(), [(start + shift, value) for start, value in sorted(points.items())])
        for series, points, _ in found[:MOST_BEFORE]
    ]


def _node_leads(question: Question, row: Row) -> dict[str, list[str]] | None:
    leads = question.leads(question.panel.drill)
    return mark(leads, row, question.path) if leads and row.get("instance") else None


def _over_time(
    question: Question, rows: Sequence[Row], bucket_us: int, before: Sequence[graphs.Series]
) -> graphs.Figure:
    panel = question.panel
    lines = panel.kind == "time_lines"
    found = _several(panel.columns, rows, panel.x) if panel.columns else _by_series(panel, rows)
    found = found if panel.columns else _most(found, lines=lines)
    if lines and question.is_measured:
        bucket_us = max([bucket_us, *(_step(points) for _, points, _ in found)])
    drills: list[Any] = []
    for name, _, row in found:
        leads = question.leads(panel.drill) if row is not None else None
        if panel.columns:
            own = next((column.drill for column in panel.columns if column.title == name), None)
            leads = question.leads(own) or leads
        drills.append(mark(leads, row or {}, question.path) if leads else None)
    return time_charts.time_chart(
        [(name, sorted(points.items())) for name, points, _ in found],
        begin=question.begin,
        end=question.end,
        bucket_us=bucket_us,
        unit=panel.unit,
        zone=question.state.zone,
        lines=lines,
        log=panel.scale == "log",
        drills=drills,
        ceiling=_ceiling(panel, rows),
        before=before,
        ceiling_title=panel.ceiling_title,
    )


def _step(points: Points) -> int:
    """The usual time between two points: what is measured every five minutes has no gap there."""
    starts = sorted(points)
    steps = sorted(after - before for before, after in pairwise(starts))
    return steps[len(steps) // 2] if steps else 0


def _ceiling(panel: Any, rows: Sequence[Row]) -> list[tuple[int, float | None]]:
    """The line above the bars: the panel's column, once a bucket."""
    found: Points = {}
    for row in rows:
        start = _start(row.get(panel.x))
        if panel.ceiling and start is not None and row.get(panel.ceiling) is not None:
            found[start] = _number(row[panel.ceiling])
    return [*sorted(found.items())]


def _marks(question: Question, rows: Sequence[Row], bucket_us: int) -> graphs.Figure:
    """Lanes in the order of the page's links; a mark leads to its lane's page, narrowed to its bucket."""
    panel = question.panel
    lanes: dict[str, list[marks.Mark]] = {lane: [] for lane in panel.links}
    for row in rows:
        start, lane = _start(row.get(panel.x)), _name(row.get(panel.series))
        if start is None:
            continue
        ends = {"from": [iso(from_micros(start))], "to": [iso(from_micros(start + bucket_us))], "last": []}
        page, _, place = panel.links.get(lane, "").partition("#")
        leads = {"page": page, "place": place, "sets": ends} if page else None
        count = int(_number(row.get("marks") or 1))
        lanes.setdefault(lane, []).append(marks.Mark(start, count, str(row.get(panel.y) or ""), leads))
    return marks.marks_chart(
        [(lane, found) for lane, found in lanes.items() if found],
        begin=question.begin,
        end=question.end,
        bucket_us=bucket_us,
        zone=question.state.zone,
    )


def _by_series(panel: Any, rows: Sequence[Row]) -> list[tuple[str, Points, Row | None]]:
    """One series for each value of the panel's series column, in order of their sums."""
    found: dict[str, tuple[Points, Row]] = {}
    for row in rows:
        name = _name(row.get(panel.series)) if panel.series else panel.title
        points = found.setdefault(name, ({}, row))[0]
        start = _start(row.get(panel.x))
        if start is not None and row.get(panel.y) is not None:
            points[start] = points.get(start, 0.0) + _number(row[panel.y])
    ordered = sorted(found.items(), key=lambda item: -sum(item[1][0].values()))
    return [(name, points, row) for name, (points, row) in ordered]


def _several(columns: Any, rows: Sequence[Row], x: str) -> list[tuple[str, Points, Row | None]]:
    """One series for each column of the panel: percentiles beside each other, reads beside writes."""
    return [
        (
            column.title,
            {
                start: _number(row[column.name])
                for row in rows
                if row.get(column.name) is not None and (start := _start(row.get(x))) is not None
            },
            {},
        )
        for column in columns
    ]


def _most(
    found: list[tuple[str, Points, Row | None]], *, lines: bool
) -> list[tuple[str, Points, Row | None]]:
    """Fold what is beyond the twelfth series into 'other'; lines are no sums, so theirs are left out."""
    if len(found) <= graphs.MOST_SERIES:
        return found
    kept = found[: graphs.MOST_SERIES - 1]
    if lines:
        return kept
    rest: Points = {}
    for _, points, _ in found[graphs.MOST_SERIES - 1 :]:
        for start, value in points.items():
            rest[start] = rest.get(start, 0.0) + value
    return [*kept, (OTHERS, rest, None)]


def _edge(row: Row, x: str) -> str:
    value = row.get(x)
    return edge(int(_number(value))) if x.endswith("_us") else _name(value)


def _span(row: Row, x: str) -> str:
    """A class of durations as '10 ms to 20 ms', anything else as it is named."""
    if not x.endswith("_from_us"):
        return _name(row.get(x))
    upper = row.get(x.replace("_from_us", "_to_us"))
    return f"{edge(int(row[x]))} to {edge(int(upper)) if upper is not None else 'longer'}"


def _name(value: object) -> str:
    return NAMELESS if value is None else str(value)


def _number(value: object) -> float:
    return float(value) if value is not None else 0.0  # type: ignore[arg-type]  # a view's numbers


def _start(value: object) -> int | None:
    if isinstance(value, datetime):
        return to_micros(value if value.tzinfo else value.replace(tzinfo=UTC))
    return int(value) if isinstance(value, int) else None

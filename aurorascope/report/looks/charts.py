"""Charts as inline SVG: stacked bars over time, lines, steps, and small ones that stand in a table.

A chart of 1,440 points is some 20 kB, as each series is one path. Colours are classes, which the theme fills;
no text of a log is written without escaping.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from aurorascope.model.amounts import amount, edge
from aurorascope.report.looks.axes import decades, moment_of, round_steps, time_ticks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from aurorascope.model.page import Unit

    Row = Mapping[str, Any]

MOST_SERIES = 7
OTHERS = "others"
LEFT, RIGHT, TOP, BOTTOM = 58, 8, 8, 20


@dataclass(frozen=True, slots=True)
class Frame:
    """The drawing's size, and the time that it spans."""

    width: int
    height: int
    begin: datetime
    end: datetime
    zone: str

    @property
    def inner(self) -> tuple[float, float]:
        """The width and height of the plot."""
        return self.width - LEFT - RIGHT, self.height - TOP - BOTTOM

    def x(self, at: datetime) -> float:
        """Where a moment lies."""
        share = (at - self.begin) / (self.end - self.begin)
        return LEFT + max(0.0, min(1.0, share)) * self.inner[0]


def stacked(frame: Frame, rows: Sequence[Row], item: Mapping[str, Any], unit: Unit) -> Markup:
    """Draw bars over time, one colour for each value of the item's `series`, largest at the bottom."""
    names, held = _series(rows, item["x"], item["y"], item["series"])
    if not held:
        return Markup("")
    width_us = int(item["params"].get("bucket_us") or 60_000_000)
    most = max(sum(one.values()) for one in held.values())
    steps = round_steps(most)
    top = steps[-1]
    across, down = frame.inner
    bar = max(across * width_us / ((frame.end - frame.begin).total_seconds() * 1e6) - 0.6, 0.8)
    paths: dict[str, list[str]] = {name: [] for name in names}
    for at, values in sorted(held.items()):
        x, base = frame.x(at), TOP + down
        for name in names:
            value = values.get(name)
            if value:
                high = value / top * down
                paths[name].append(f"M{x:.1f} {base:.1f}v{-high:.2f}h{bar:.1f}v{high:.2f}z")
                base -= high
    drawn = [
        f'<path class="s{n}" d="{"".join(paths[name])}"/>' for n, name in enumerate(names) if paths[name]
    ]
    said = f"{item['title']}: at most {amount(most, unit)} in one bar."
    legend = _legend(names) if item["series"] else Markup("")
    return legend + _svg(frame, said, [*_grid(frame, [(s / top, amount(s, unit)) for s in steps]), *drawn])


def lines(frame: Frame, rows: Sequence[Row], item: Mapping[str, Any], *, logarithmic: bool) -> Markup:
    """Draw a line over time for each column of the item."""
    columns = item["columns"][:MOST_SERIES]
    points = {
        column["name"]: [(moment_of(row[item["x"]]), float(row[column["name"]])) for row in rows
                         if row.get(column["name"]) is not None and row.get(item["x"])]
        for column in columns
    }  # fmt: skip
    values = [value for line in points.values() for _, value in line if value > 0 or not logarithmic]
    if not values:
        return Markup("")
    unit = columns[0]["unit"]
    steps = decades(min(values), max(values)) if logarithmic else round_steps(max(values))
    down = frame.inner[1]
    low, high = steps[0], steps[-1]

    def y(value: float) -> float:
        share = _log_share(value, low, high) if logarithmic else value / high
        return TOP + down - max(0.0, min(1.0, share)) * down

    gap = 2.5 * int(item["params"].get("bucket_us") or 60_000_000) / 1e6
    drawn = [
        f'<path class="l{number}" d="{_path(frame, points[column["name"]], y, gap)}"/>'
        for number, column in enumerate(columns)
        if points[column["name"]]
    ]
    shares = [
        (_log_share(s, low, high), _edge(s, unit)) if logarithmic else (s / high, amount(s, unit))
        for s in steps
    ]
    said = f"{item['title']}: at most {amount(max(values), unit)}."
    return _legend([column["title"] for column in columns]) + _svg(
        frame, said, [*_grid(frame, shares), *drawn]
    )


def steps_chart(width: int, height: int, rows: Sequence[Row], item: Mapping[str, Any]) -> Markup:
    """Draw a bar for each row of a histogram, its lower edge below it."""
    if not rows:
        return Markup("")
    values = [float(row[item["y"]] or 0) for row in rows]
    steps = round_steps(max(values))
    across, down = width - LEFT - RIGHT, height - TOP - BOTTOM
    slot = across / len(rows)
    bars, labels = [], []
    every = max(1, -(-len(rows) * 46 // int(across)))
    for number, (row, value) in enumerate(zip(rows, values, strict=True)):
        x, high = LEFT + number * slot, value / steps[-1] * down
        bars.append(f"M{x + 1:.1f} {TOP + down:.1f}v{-high:.2f}h{max(slot - 2, 1):.1f}v{high:.2f}z")
        if number % every == 0:
            labels.append(
                f'<text class="tick" x="{x:.1f}" y="{height - 6}">{edge(int(row[item["x"]] or 0))}</text>'
            )
    grid = _levels(width, TOP, down, [(s / steps[-1], amount(s, "count")) for s in steps])
    said = f"{item['title']}: at most {amount(max(values), 'count')} in one class."
    body = "".join([*grid, f'<path class="s0" d="{"".join(bars)}"/>', *labels])
    head = f'<svg class="chart" viewBox="0 0 {width} {height}" role="img">'
    return Markup(  # noqa: S704 -- numbers and our own words; the title is escaped
        f"{head}<title>{escape(said)}</title>{body}</svg>"
    )


def spark(nights: Sequence[float | None], now: float | None) -> Markup:
    """Draw the nights before as small bars, the oldest first, then the period; unknown ones as dots."""
    values = [*reversed(nights), now]
    most = max([value for value in values if value] or [1])
    parts = []
    for number, value in enumerate(values):
        x = number * 7
        last = number == len(values) - 1
        if value is None:
            parts.append(f'<circle class="gap" cx="{x + 2.5}" cy="14.5" r="1"/>')
            continue
        high = max(value / most * 15, 0.8)
        kind = "now" if last else "night"
        parts.append(f'<rect class="{kind}" x="{x}" y="{16 - high:.1f}" width="5" height="{high:.1f}"/>')
    width = len(values) * 7 - 2
    return Markup(  # noqa: S704 -- numbers alone
        f'<svg class="spark" viewBox="0 0 {width} 16" width="{width}" height="16" aria-hidden="true">'
        f"{''.join(parts)}</svg>"
    )


def meter(mean: float | None, peak: float | None, ceiling: float | None) -> Markup:
    """Draw a mean as a bar, its peak as a mark, and the ceiling as a line, all on one scale."""
    if mean is None or not ceiling:
        return Markup("")
    top = max(ceiling * 1.25, min(peak or 0, ceiling * 4), mean)
    at = {
        name: min(value / top, 1) * 60
        for name, value in (("mean", mean), ("peak", peak or 0), ("line", ceiling))
    }
    return Markup(  # noqa: S704 -- numbers alone
        '<svg class="meter" viewBox="0 0 62 12" width="62" height="12" aria-hidden="true">'
        '<rect class="track" x="0" y="3" width="60" height="6"/>'
        f'<rect class="over" x="0" y="5" width="{at["peak"]:.1f}" height="2"/>'
        f'<rect class="now" x="0" y="3" width="{max(at["mean"], 0.8):.1f}" height="6"/>'
        f'<path class="limit" d="M{at["line"]:.1f} 0v12"/></svg>'
    )


def _series(
    rows: Iterable[Any], x: str, y: str, series: str
) -> tuple[list[str], dict[datetime, dict[str, float]]]:
    """Return the names of the series, the largest first, the smallest as one; and their values by moment."""
    sums: dict[str, float] = {}
    told = [row for row in rows if row.get(x) and row.get(y) is not None]
    for row in told:
        name = str(row.get(series) or "unknown") if series else ""
        sums[name] = sums.get(name, 0.0) + float(row[y])
    ranked = sorted(sums, key=lambda name: (-sums[name], name))
    kept = ranked if len(ranked) <= MOST_SERIES else ranked[: MOST_SERIES - 1]
    held: dict[datetime, dict[str, float]] = {}
    for row in told:
        name = str(row.get(series) or "unknown") if series else ""
        name = name if name in kept else OTHERS
        bucket = held.setdefault(moment_of(row[x]), {})
        bucket[name] = bucket.get(name, 0.0) + float(row[y])
    return [*kept, *([OTHERS] if len(kept) < len(ranked) else [])], held


def _path(frame: Frame, points: Sequence[tuple[datetime, float]], y: Any, gap: float) -> str:
    parts: list[str] = []
    before = None
    for at, value in points:
        joined = before is not None and (at - before).total_seconds() <= gap
        parts.append(f"{'L' if joined else 'M'}{frame.x(at):.1f} {y(value):.1f}{'' if joined else 'h.1'}")
        before = at
    return "".join(parts)


def _edge(value: float, unit: Unit) -> str:
    return edge(round(value)) if unit == "us" and value >= 1 else amount(value, unit)


def _log_share(value: float, low: float, high: float) -> float:
    import math

    return math.log10(max(value, low) / low) / math.log10(high / low)


def _grid(frame: Frame, levels: Sequence[tuple[float, str]]) -> list[str]:
    parts = _levels(frame.width, TOP, frame.inner[1], levels)
    wanted = 12 if frame.width > 700 else 6
    for at, text in time_ticks(frame.begin, frame.end, frame.zone, wanted):
        x = frame.x(at)
        if x < frame.width - 24:
            parts.append(f'<text class="tick" x="{x:.1f}" y="{frame.height - 6}">{text}</text>')
    return parts


def _levels(width: int, top: int, down: float, levels: Sequence[tuple[float, str]]) -> list[str]:
    parts = []
    for share, text in levels:
        y = top + down - share * down
        kind = "axis" if share == 0 else "level"
        parts.append(f'<path class="{kind}" d="M{LEFT} {y:.1f}H{width - RIGHT}"/>')
        parts.append(f'<text class="value" x="{LEFT - 6}" y="{y + 3.5:.1f}">{escape(text)}</text>')
    return parts


def _legend(names: Sequence[str]) -> Markup:
    parts = [
        f'<span class="key"><i class="k{n}"></i>{escape(_short(name))}</span>' for n, name in enumerate(names)
    ]
    return Markup(f'<p class="legend">{"".join(parts)}</p>')  # noqa: S704 -- each name is escaped above


def _short(name: str) -> str:
    return name if len(name) <= 40 else name[:39] + "…"


def _svg(frame: Frame, said: str, parts: Iterable[str]) -> Markup:
    return Markup(  # noqa: S704 -- paths of numbers, texts of amounts and times; the title is escaped
        f'<svg class="chart" viewBox="0 0 {frame.width} {frame.height}" role="img">'
        f"<title>{escape(said)}</title>{''.join(parts)}</svg>"
    )

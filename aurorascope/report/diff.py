"""The difference of two periods or two clusters: totals, statements, errors, waits, settings of the log.

Where the sides are of unlike length, changes are of amounts an hour; the amounts themselves stand beside.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from aurorascope import __version__
from aurorascope.insight.incident import clusters_of
from aurorascope.insight.views import load_view, run_view
from aurorascope.model.errors import BadRequestError
from aurorascope.model.filter import Filter
from aurorascope.report.addresses import address
from aurorascope.report.knowing import narrowed_told
from aurorascope.report.privacy import clean, engine_of_all
from aurorascope.report.shape import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aurorascope.insight.template import Value
    from aurorascope.model.page import Unit
    from aurorascope.report.period import Period
    from aurorascope.store.snapshot import Snapshot

ASKED = 2_000
"""Groups that are asked for on each side; one that neither holds is in neither list."""
SHOWN = 30
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: a period and the clusters, none meaning all."""

    period: Period
    clusters: tuple[str, ...] = ()
    narrowed: Filter = field(default_factory=Filter)

    @property
    def chosen(self) -> Filter:
        """The side as a filter."""
        begin, end = self.period.begin, self.period.end
        return replace(self.narrowed, begin=begin, end=end, cluster=self.clusters)


@dataclass(frozen=True, slots=True)
class Compared:
    """Groups of one view that both sides are asked for: their key, what is told of them, what ranks them."""

    name: str
    title: str
    view: str
    key: tuple[str, ...]
    shown: tuple[str, ...]
    measures: tuple[tuple[str, str, Unit], ...]
    rank: str
    page: str
    params: tuple[tuple[str, Value], ...] = ()


COMPARED = (
    Compared(
        "statements",
        "Statements",
        "queries_top",
        ("fingerprint",),
        ("normalized_sql",),
        (
            ("sum_us", "Total", "us"),
            ("calls", "Calls", "count"),
            ("mean_us", "Mean", "us"),
            ("errors", "Errors", "count"),
        ),
        "sum_us",
        "/queries/{fingerprint}",
        (("exact", False), ("top", ASKED)),
    ),
    Compared(
        "errors",
        "Errors and warnings",
        "errors_top",
        ("severity", "error_fingerprint"),
        ("severity", "sqlstate", "sample_message"),
        (("errors", "Times", "count"),),
        "errors",
        "/errors",
        (("top", ASKED),),
    ),
    Compared(
        "waits",
        "Load by wait",
        "load_by_key",
        ("load_key",),
        ("load_key",),
        (("active_us", "Active", "us"),),
        "active_us",
        "/load",
        (("dimension", "wait"),),
    ),
    Compared(
        "locks",
        "Waits for locks",
        "locks_by_mode",
        ("lock_mode", "object_type"),
        ("lock_mode", "object_type"),
        (("wait_us", "Waited", "us"), ("lock_waits", "Waits", "count")),
        "wait_us",
        "/locks",
    ),
)
TOTALS: tuple[tuple[str, str, Unit], ...] = (
    ("calls", "Statements", "count"),
    ("sum_us", "Time in statements", "us"),
    ("errors", "Errors", "count"),
    ("fatals", "Fatal", "count"),
    ("warnings", "Warnings", "count"),
    ("deadlocks", "Deadlocks", "count"),
    ("lock_messages", "Lock messages", "count"),
    ("temp_files", "Temp files", "count"),
    ("temp_bytes", "Temp bytes", "bytes"),
    ("connections", "Connections", "count"),
    ("failed_connections", "Refused", "count"),
)


def diff(
    snapshot: Snapshot, first: Side, second: Side, *, base_url: str = "", with_literals: bool = False
) -> dict[str, Any]:
    """Return the difference of two sides as plain data. Raises BadRequestError for an unknown cluster."""
    known = clusters_of(snapshot)
    for name in (*first.clusters, *second.clusters):
        if name not in known:
            there = ", ".join(known) or "none"
            raise BadRequestError(f"no cluster {name!r} is in the store; it knows {there}.")

    sides = (first, second)
    scale = first.period.seconds / second.period.seconds
    engine = engine_of_all(snapshot)
    notes = _notes(snapshot, sides, scale) + _narrowed(first, with_literals=with_literals)
    return {
        "schema": 1,
        "kind": "diff",
        "program": f"aurorascope {__version__}",
        "store_version": snapshot.version,
        "base_url": base_url.rstrip("/"),
        "redacted": not with_literals,
        "sides": [_side(one) for one in sides],
        "notes": notes,
        "totals": _totals(snapshot, sides, scale),
        "tables": [
            _table(snapshot, sides, one, scale, None if with_literals else engine) for one in COMPARED
        ],
    }


def _narrowed(side: Side, *, with_literals: bool) -> list[str]:
    """Say what narrows both sides, and which tables it does not narrow."""
    said = narrowed_told(side.narrowed, everywhere=True, with_literals=with_literals)
    if not said:
        return []
    views = {"Totals": "totals", **{one.title: one.view for one in COMPARED}}
    beyond = {title: load_view(view).unapplied(side.narrowed) for title, view in views.items()}
    return [said] + [
        f"{title}: not narrowed by {', '.join(names)}." for title, names in beyond.items() if names
    ]


def _side(side: Side) -> dict[str, Any]:
    return {
        "begin": plain(side.period.begin),
        "end": plain(side.period.end),
        "zone": side.period.zone,
        "label": side.period.label,
        "clusters": list(side.clusters),
    }


def _totals(snapshot: Snapshot, sides: Sequence[Side], scale: float) -> list[Row]:
    rows = [run_view(_near(snapshot, side), "totals", side.chosen).to_pylist()[0] for side in sides]
    return [
        {"name": name, "title": title, "unit": unit, **changed(rows[0][name], rows[1][name], scale)}
        for name, title, unit in TOTALS
    ]


def _table(snapshot: Snapshot, sides: Sequence[Side], one: Compared, scale: float, engine: str | None) -> Row:
    found = []
    for side in sides:
        rows = run_view(_near(snapshot, side), one.view, side.chosen, by=(), **dict(one.params)).to_pylist()
        found.append({tuple(row[name] for name in one.key): row for row in rows})
    whole = [len(rows) < ASKED for rows in found]
    pairs = []
    for key in dict.fromkeys([*found[1], *found[0]]):
        before, after = found[0].get(key), found[1].get(key)
        measures = {
            name: changed(
                _of(before, name, whole[0]), _of(after, name, whole[1]), 1 if name == "mean_us" else scale
            )
            for name, _, _ in one.measures
        }
        pairs.append((after or before or {}, key, measures))
    pairs.sort(key=lambda pair: -abs(pair[2][one.rank]["change"] or 0))
    told = []
    for row, _, measures in pairs[:SHOWN]:
        kept = row if engine is None else clean([row], engine)[0]
        told.append({
            **{name: plain(kept[name]) for name in dict.fromkeys((*one.key, *one.shown))},
            "measures": measures,
            "page": address(one.page, sides[1].period, sides[1].clusters, row=row),
        })  # fmt: skip
    return {
        "name": one.name,
        "title": one.title,
        "view": one.view,
        "shown": list(one.shown),
        "measures": [{"name": name, "title": title, "unit": unit} for name, title, unit in one.measures],
        "rows": told,
        "groups": len(pairs),
    }


def _of(row: Mapping[str, Any] | None, name: str, whole: bool) -> float | None:
    """A measure; 0 where the side knows all its groups and this is none of them, else unknown."""
    if row is None:
        return None if name == "mean_us" or not whole else 0
    value: float | None = row[name]
    return value


def changed(before: float | None, after: float | None, scale: float = 1) -> dict[str, float | None]:
    """Return both amounts, the change to the second in amounts of the first's length, and the ratio.

    >>> changed(10, 30)["change"], changed(0, 5)["ratio"], changed(10, 10, scale=2)["change"]
    (20, None, 10)
    """
    if before is None or after is None:
        return {"a": plain(before), "b": plain(after), "change": None, "ratio": None}
    even = after * scale
    return {
        "a": plain(before),
        "b": plain(after),
        "change": plain(even - before),
        "ratio": plain(even / before) if before else None,
    }


def _near(snapshot: Snapshot, side: Side) -> Snapshot:
    return snapshot.between(side.period.begin, side.period.end)


def _notes(snapshot: Snapshot, sides: Sequence[Side], scale: float) -> list[str]:
    """What a reader must know before comparing: unlike lengths, unlike thresholds, data that is missing."""
    notes = []
    if abs(scale - 1) > 1e-9:
        notes.append("The sides are of unlike length: changes and ratios are of as long a time as the first.")
    settings = [
        {(row["setting"], row["value"]) for row in run_view(snapshot, "thresholds", side.chosen).to_pylist()}
        for side in sides
    ]
    unlike = sorted({f"{name} ({value})" for name, value in settings[0] ^ settings[1]})
    if unlike:
        notes.append(
            "The logs were taken under unlike settings, so counts may differ for that alone: "
            f"{', '.join(unlike[:8])}."
        )
    for word, side in zip(("first", "second"), sides, strict=True):
        rows = run_view(snapshot, "coverage_by_source", side.chosen).to_pylist()
        logs = [row for row in rows if row["log_kind"] == "logs"]
        covered, wanted = sum(row["covered_us"] for row in logs), sum(row["range_us"] for row in logs)
        if not wanted:
            notes.append(f"No log of the {word} side is in the store: its counts are unknown, not 0.")
        elif covered < 0.9 * wanted:
            notes.append(f"Logs cover {covered / wanted:.0%} of the {word} side.")
    return notes

"""What is different in a range: each key's amount against a period of comparison, and its share of the rise.

A key is compared by its rate over the time that was taken in, so half a collected hour is not half a load.
What was not taken in is unknown, never nothing.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

Row = dict[str, Any]
Period = tuple["datetime", "datetime"]
LOAD = "load"
LOG = "log"
SESSIONS = frozenset({LOAD, "logged time"})
BYTES = "temp bytes"
MOST_KEYS = 20_000
"""How many keys of a period are compared."""
KNOWN_SHARE = 0.25
"""Of the period of comparison so much must have been taken in; below it, what was before is unknown."""
LEAST_SESSIONS = 0.5
STEPS = ((2.0, 0.35), (5.0, 0.2), (10.0, 0.1))
"""What is so many times its own past is large from that share of all there was before."""
LEAST_EVENTS = 10
DEVIATIONS = 6.0
TIMES_EVENTS = 3.0
LEAST_BYTES = 1 << 30
LEAST_RATES = {BYTES: float(100 << 20), "connections": 20.0}
"""A minute: below it nobody is slowed down."""
FIRST = (
    "statement", "plan", "error class", "wait", "waited for locks", "spilled to disk", "connected from",
)  # fmt: skip
"""Of keys that tell as much, what comes first: what can be acted on."""


def differences(now: Sequence[Row], before: Sequence[Row], length_s: float) -> list[Row]:
    """Compare two answers of the view `amounts_by_key`, each for a period of `length_s` seconds.

    A row adds to a key `now_rate` and `before_rate` (sessions, else events or bytes a minute; None where it
    is unknown), `rise`, `share_of_rise` (of all that rose in its dimension and measure), `standing` (large,
    rose, same, fell or unknown) and `change` in words. Large ones come first, then by their share, where a
    key among many tells more than the only one of its dimension.
    """
    seen = {period: _seen(rows) for period, rows in (("now", now), ("before", before))}
    keys = {_key(row): row for row in before} | {_key(row): row for row in now}
    amounts = {
        "now": {_key(row): row["amount"] for row in now},
        "before": {_key(row): row["amount"] for row in before},
    }
    found = [_compared(key, row, amounts, seen, length_s) for key, row in keys.items()]
    _share(found)
    return sorted(found, key=_rank)


def _rank(row: Row) -> tuple[Any, ...]:
    told = (row["share_of_rise"] or 0.0) * (1 - 1 / (row.pop("keys") + 1))
    place = FIRST.index(row["dimension"]) if row["dimension"] in FIRST else len(FIRST)
    return row["standing"] != "large", -round(told, 1), place, -told, str(row["exact_key"]), row["measure"]


def known_before(before: Sequence[Row], length_s: float) -> bool:
    """Say whether enough of the period of comparison was taken in to compare anything with it."""
    return any(seconds >= KNOWN_SHARE * length_s for seconds in _seen(before).values())


def _key(row: Row) -> tuple[str, str, str, str]:
    return row["dimension"], row["measure"], str(row["exact_key"]), str(row["fingerprint"] or "")


def _source(measure: str) -> str:
    return LOAD if measure == LOAD else LOG


def _seen(rows: Sequence[Row]) -> dict[str, float]:
    seen: dict[str, float] = {}
    for row in rows:
        source = _source(row["measure"])
        seen[source] = max(seen.get(source, 0.0), row["seen_s"] or 0.0)
    return seen


def _compared(
    key: tuple[str, str, str, str],
    row: Row,
    amounts: Mapping[str, Mapping[Any, float]],
    seen: Mapping[str, Mapping[str, float]],
    length_s: float,
) -> Row:
    measure = row["measure"]
    source = _source(measure)
    rates: dict[str, float | None] = {}
    for period in ("now", "before"):
        seconds = seen[period].get(source, 0.0)
        known = seconds >= KNOWN_SHARE * length_s if period == "before" else seconds > 0
        per = 1.0 if measure in SESSIONS else 60.0
        rates[period] = amounts[period].get(key, 0.0) / seconds * per if known else None
    was, is_now = rates["before"], rates["now"]
    rise = is_now - was if is_now is not None and was is not None else None
    return {
        **{name: row[name] for name in row if name not in {"amount", "seen_s"}},
        "now_rate": is_now,
        "before_rate": was,
        "rise": rise,
        "amount_now": amounts["now"].get(key, 0.0),
        "amount_before": amounts["before"].get(key, 0.0) if was is not None else None,
        "change": f"{_said(was, measure)} \N{RIGHTWARDS ARROW} {_said(is_now, measure)} {_unit(measure)}",
    }


def _share(found: list[Row]) -> None:
    """Fill each row's share of its dimension's rise, and how it stands."""
    rises: dict[tuple[str, str], float] = {}
    totals: dict[tuple[str, str], float] = {}
    keys: dict[tuple[str, str], int] = {}
    for row in found:
        group = (row["dimension"], row["measure"])
        keys[group] = keys.get(group, 0) + 1
        rises[group] = rises.get(group, 0.0) + max(row["rise"] or 0.0, 0.0)
        totals[group] = totals.get(group, 0.0) + (row["before_rate"] or 0.0)
    for row in found:
        group = (row["dimension"], row["measure"])
        rose = max(row["rise"] or 0.0, 0.0)
        row["share_of_rise"] = rose / rises[group] if row["rise"] is not None and rises[group] else None
        row["standing"] = _standing(row, totals[group])
        row["keys"] = keys[group]


def _standing(row: Row, total_before: float) -> str:
    """Large, where nobody would call it chance: against the key's own past, and against all there was."""
    if row["rise"] is None:
        return "unknown"
    if row["rise"] <= 0:
        return "fell" if row["rise"] < 0 else "same"
    if row["measure"] in SESSIONS:
        large = row["rise"] >= LEAST_SESSIONS and any(
            row["now_rate"] >= times * row["before_rate"] and row["rise"] >= share * total_before
            for times, share in STEPS
        )
    else:
        rose = row["amount_now"] - row["amount_before"]
        by_chance = DEVIATIONS * math.sqrt(row["amount_before"] + 1)
        least = LEAST_BYTES if row["measure"] == BYTES else max(LEAST_EVENTS, by_chance)
        large = (
            rose >= least
            and row["rise"] >= LEAST_RATES.get(row["measure"], 0.0)
            and row["now_rate"] >= TIMES_EVENTS * row["before_rate"]
        )
    return "large" if large else "rose"


def _unit(measure: str) -> str:
    return "sessions" if measure in SESSIONS else "a minute"


def _said(rate: float | None, measure: str) -> str:
    if rate is None:
        return "unknown"
    if measure == BYTES:
        for size, name in ((1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "kB")):
            if rate >= size:
                return f"{rate / size:,.1f} {name}"
        return f"{rate:,.0f} B"
    return f"{rate:,.2f}" if rate < 100 else f"{rate:,.0f}"

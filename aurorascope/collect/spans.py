"""What was read of each series and what was not: the rows of `coverage`.

A series has a row for each UTC day that it was read in, as long as it has no gap; what could not be read is a
row of its own until somebody reads it. A gap that nobody named is named here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aurorascope.model.moments import DAY, micros
from aurorascope.store.schemas import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from aurorascope.model.haul import Span

Row = dict[str, Any]
GAPS_KEPT = 60 * DAY  # a gap that old cannot be read any more
NOT_READ = "nothing was read of it: no run, or the source does not go back that far"


@dataclass
class Ledger:
    """The coverage rows of one account and Region that may still grow, shrink or go."""

    labels: Mapping[str, str]
    run: str
    rows: dict[tuple[str, str], list[Row]] = field(default_factory=dict)

    @classmethod
    def of(cls, labels: Mapping[str, str], run: str, rows: Iterable[Row]) -> Ledger:
        """Go on from the rows of earlier runs."""
        ledger = cls(labels, run)
        for row in rows:
            ledger.rows.setdefault(_series(row), []).append(row)
        return ledger

    def covered(self, collector: str) -> frozenset[str]:
        """Return the series of a collector of which anything was covered or missed."""
        return frozenset(series for name, series in self.rows if name == collector)

    def take(self, collector: str, span: Span) -> None:
        """Take in one span."""
        begin, end = micros(span.covered_from), micros(span.covered_to)
        if end <= begin:
            return
        row = {
            **dict.fromkeys(TABLES["coverage"].column_names),
            **self.labels,
            "cluster": span.cluster,
            "instance": span.instance,
            "collector": collector,
            "series": span.series,
            "route": span.route,
            "run": self.run,
            "covered_from": begin,
            "covered_to": end,
            "entries": span.entries,
            "status": span.status,
            "reason": span.reason or None,
            "truncated": False,
        }
        known = self.rows.setdefault(_series(row), [])
        if span.status == "failed":
            _add_gap(known, row)
        else:
            _name_hole(known, row)
            _heal(known, 0 if span.mends else begin, end)
            _extend(known, row)

    def forget(self, collector: str, series: str) -> None:
        """Drop the gaps of a series that is none of the source's own."""
        for row in [it for it in self.rows.get((collector, series), ()) if it["status"] == "failed"]:
            self.rows[collector, series].remove(row)

    def settled(self, now: int) -> tuple[list[Row], list[Row]]:
        """Return the final rows, and those that stay open: the newest of each series and the gaps."""
        final: list[Row] = []
        still_open: list[Row] = []
        for rows in self.rows.values():
            newest = max((row["covered_to"] for row in rows if row["status"] != "failed"), default=0)
            for row in (part for whole in rows for part in _by_day(whole)):
                gap = row["status"] == "failed" and row["covered_to"] > now - GAPS_KEPT
                last = row["status"] != "failed" and row["covered_to"] == newest
                (still_open if gap or last else final).append(row)
        return final, still_open


def _series(row: Row) -> tuple[str, str]:
    """A collector's series is one whatever labels its spans have: what failed may not know its cluster."""
    return row["collector"] or "", row["series"] or ""


def _add_gap(known: list[Row], row: Row) -> None:
    """A series has one gap at its end; it grows from run to run, with the last reason."""
    if known:
        row["covered_from"] = max(it["covered_to"] for it in known)
    for it in [it for it in known if it["status"] == "failed" and it["covered_to"] == row["covered_from"]]:
        row["covered_from"] = it["covered_from"]
        known.remove(it)
    if row["covered_from"] < row["covered_to"]:
        known.append(row)


def _name_hole(known: list[Row], row: Row) -> None:
    """What lies between the last span and this one was read by nobody."""
    done = max((it["covered_to"] for it in known if it["status"] != "failed"), default=None)
    named = max((it["covered_to"] for it in known if it["status"] == "failed"), default=0)
    if done is None or max(done, named) >= row["covered_from"]:
        return
    hole = {**row, "covered_from": max(done, named), "covered_to": row["covered_from"], "entries": None}
    known.append(hole | {"status": "failed", "reason": NOT_READ})


def _heal(known: list[Row], begin: int, end: int) -> None:
    """Cut out of the gaps what was read now."""
    for gap in [it for it in known if it["status"] == "failed"]:
        if gap["covered_to"] <= begin or gap["covered_from"] >= end:
            continue
        known.remove(gap)
        if gap["covered_from"] < begin:
            known.append({**gap, "covered_to": begin})
        if gap["covered_to"] > end:
            known.append({**gap, "covered_from": end})


def _extend(known: list[Row], row: Row) -> None:
    """Join the span to one that it touches; what overlaps was counted before."""
    for it in known:
        same = it["status"] == row["status"] and it["route"] == row["route"] and it["reason"] == row["reason"]
        touches = it["covered_from"] <= row["covered_to"] and row["covered_from"] <= it["covered_to"]
        if same and touches and it["status"] in {"complete", "unread"}:
            it["covered_from"] = min(it["covered_from"], row["covered_from"])
            it["covered_to"] = max(it["covered_to"], row["covered_to"])
            it["run"] = row["run"]
            if row["entries"] is not None:
                it["entries"] = (it["entries"] or 0) + row["entries"]
            return
    known.append(row)


def _by_day(row: Row) -> list[Row]:
    """Part a span at midnight, UTC; entries are counted where it ends."""
    parts = []
    begin = row["covered_from"]
    while begin < row["covered_to"]:
        end = min(row["covered_to"], (begin // DAY + 1) * DAY)
        parts.append({**row, "covered_from": begin, "covered_to": end, "entries": None})
        begin = end
    if parts:
        parts[-1]["entries"] = row["entries"]
    return parts

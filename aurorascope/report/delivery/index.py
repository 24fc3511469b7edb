"""The index over all nights: a calendar made anew from what lies in the place. One file, no script."""

from __future__ import annotations

import calendar
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from aurorascope.report.delivery.delivered import VERDICTS
from aurorascope.report.delivery.manifest import Night, folders, read_night

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jinja2 import Template

    from aurorascope.report.delivery.places import Place

INDEX = "index.html"
MARK = b'<meta name="generator" content="aurorascope: index of reports">'
READERS = 16
SIGNS = {"ok": "\u2713", "watch": "\u25d0", "unknown": "?", "act": "!"}
"""A sign beside each colour, as not everybody sees the colour."""


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the calendar: weeks from Monday, each of seven days; a day has at most one night."""

    name: str
    weeks: list[list[tuple[int, Night | None]]]


def nights(place: Place, names: Iterable[str]) -> list[Night]:
    """Return every report that lies in a place, oldest first; what is not whole is left out."""
    with ThreadPoolExecutor(READERS, thread_name_prefix="index") as pool:
        found = pool.map(lambda folder: read_night(place, folder), folders(names))
        return sorted((one for one in found if one is not None), key=lambda one: (one.day, one.folder))


def write_index(place: Place, found: Sequence[Night]) -> str:
    """Write the index; return a complaint where a file of somebody else has its name."""
    there = place.read(INDEX)
    if there is not None and MARK not in there:
        return f"{place.address(INDEX)} was not written by aurorascope and is left alone: there is no index."
    page = index_page(found)
    if page != there:
        place.write(INDEX, page)
    return ""


def index_page(found: Sequence[Night]) -> bytes:
    """Return the page: a calendar of the nights, newest month first, and a list of all reports."""
    whole = [night for night in found if night.whole]
    by_day = {night.day: night for night in whole if night.folder == night.day.isoformat()}
    return (
        _template()
        .render(
            mark=MARK.decode(),
            months=months(by_day),
            reports=[(night, counts(night)) for night in reversed(whole)],
            signs=SIGNS,
            verdicts=VERDICTS,
        )
        .encode()
    )


def months(by_day: dict[date, Night]) -> list[Month]:
    """Return the months that have a night, newest first."""
    wanted = sorted({(day.year, day.month) for day in by_day}, reverse=True)
    return [
        Month(
            f"{calendar.month_name[month]} {year}",
            [
                [(day, by_day.get(date(year, month, day)) if day else None) for day in week]
                for week in calendar.Calendar().monthdayscalendar(year, month)
            ],
        )
        for year, month in wanted
    ]


def counts(night: Night) -> str:
    """Return how many clusters have which verdict, loudest first.

    `2 act, 1 watch, 14 ok`
    """
    told = list(night.verdicts.values())
    parts = [f"{told.count(verdict)} {verdict}" for verdict in reversed(VERDICTS) if verdict in told]
    return ", ".join(parts) or "no clusters"


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    made = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return made.from_string((Path(__file__).parent / "index.html.j2").read_text(encoding="utf-8"))

"""Where a number leads: the address of the rows that add up to it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from aurorascope.insight.drill import FIELD_OF
from aurorascope.model.page import Drill
from aurorascope.web.state import PageState, encode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aurorascope.insight.template import View

BEHIND = "@rows"
TOLD = "@page"
"""A drill to the path and query that a row itself names in its column `page`."""
_NAME = re.compile(r"\{(\w+)\}")
Values = dict[str, tuple[str | None, ...]]


def address(drill: Drill, row: Mapping[str, Any], state: PageState, here: str) -> str | None:
    """The address `drill` leads to from a row; None where the row lacks what the path names.

    `here` is the path of the page that asks: a drill without a page stays there and keeps the page's own
    parameters too.
    """
    if drill.page == TOLD:
        return told_by(row)
    path = page_of(drill, row, here)
    if path is None:
        return None
    path, mark_sign, place = path.partition("#")
    kept = state if path == here else state.shared()
    return path + kept.setting(sets_of(drill, row)).search() + mark_sign + place


def told_by(row: Mapping[str, Any]) -> str | None:
    """The address that a row names itself; only one of this server."""
    page = str(row.get("page") or "")
    return page if page.startswith("/") and not page.startswith("//") and "\\" not in page else None


def resolved(drill: Drill, view: View, by: Sequence[str], homes: Mapping[str, str]) -> Drill | None:
    """Turn `@rows` into the page that lists the rows behind the view, narrowed as the view says.

    None where the view lists its rows itself, or no page shows them.
    """
    if drill.page != BEHIND:
        return drill
    page = homes.get(view.rows)
    if page is None:
        return None
    sets = dict(drill.sets)
    for column, meant in view.narrow.items():
        if column == "by":
            sets.update({FIELD_OF.get(view.groups[word], word): view.groups[word] for word in by})
        elif column != "bucket":
            sets[FIELD_OF.get(meant, meant)] = column
    return Drill(page, sets, bucket="bucket" in view.narrow)


def page_of(drill: Drill, row: Mapping[str, Any], here: str) -> str | None:
    """Fill the names in the drill's path from the row."""
    if drill.needs and row.get(drill.needs) is None:
        return None
    if not drill.page:
        return here
    missing = [name for name in _NAME.findall(drill.page) if row.get(name) is None]
    if missing:
        return None
    return _NAME.sub(lambda match: quote(str(row[match[1]]), safe=""), drill.page)


def sets_of(drill: Drill, row: Mapping[str, Any]) -> Values:
    """The parameters that a drill sets, filled from the row or from the constants it names."""
    values: Values = {}
    for name, column in drill.sets.items():
        if column.startswith("="):
            values[name] = tuple(column[1:].split("|")) if column != "=" else ()
            continue
        value = row.get(column)
        values[name] = (None if value is None else str(value),)
    return values


def mark(drill: Drill, row: Mapping[str, Any], here: str) -> dict[str, Any] | None:
    """What a chart needs to lead on: page, place, parameters as the URL writes them, whether to narrow."""
    page = page_of(drill, row, here)
    if page is None:
        return None
    sets = {name: [encode(value) for value in values] for name, values in sets_of(drill, row).items()}
    path, _, place = page.partition("#")
    return {"page": path, "place": place, "sets": sets, "bucket": drill.bucket, "keep": path == here}

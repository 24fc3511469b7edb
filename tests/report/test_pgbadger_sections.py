"""What pgBadger shows is shown here: on a page or in the report, from one shared view, for any filter."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from aurorascope.catalog import load_pages
from aurorascope.insight.top import RANKINGS, group_names
from aurorascope.insight.views import load_view
from aurorascope.report.sections import SECTIONS

TABLE = tomllib.loads(Path(__file__).with_name("pgbadger_sections.toml").read_text(encoding="utf-8"))[
    "section"
]


def shown() -> dict[str, set[str]]:
    """The columns that pages and the report draw of each view."""
    drawn: dict[str, set[str]] = defaultdict(set)
    for page in load_pages():
        for panel in page.panels:
            drawn[panel.view] |= {column.name for column in panel.columns} | {panel.x, panel.y, panel.series}
    for section in SECTIONS:
        for item in section.items:
            drawn[item.view] |= {column.name for column in item.columns} | {item.x, item.y, item.series}
    return drawn


DRAWN = shown()


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["shows"])
def test_what_pgbadger_shows_is_shown_for_any_filter(row: dict[str, Any]) -> None:
    view = load_view(row["view"])
    assert set(row["columns"]) <= DRAWN[row["view"]]
    assert set(row.get("by", ())) <= set(view.groups)
    assert view.tables, "a filter is put on its tables"
    top = row.get("top", {})
    assert set(top.get("by", ())) <= set(group_names())
    assert set(top.get("rank", ())) <= set(RANKINGS)

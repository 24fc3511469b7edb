"""Every number of the report is the page's number, and what SQL answers."""

from __future__ import annotations

import json
import math
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from aurorascope.catalog import load_pages
from aurorascope.insight.views import load_view
from aurorascope.model.filter import Filter
from aurorascope.model.page import Panel
from aurorascope.report.figures import taken
from aurorascope.report.screen_items import SCREEN
from aurorascope.report.sections import SECTIONS
from aurorascope.web.asking import Question
from aurorascope.web.state import PageState

if TYPE_CHECKING:
    from aurorascope.store.store import Store

# the store and its report are made once

ITEMS = {item.name: item for item in (*SCREEN, *(item for section in SECTIONS for item in section.items))}
PAGES = {page.path: page for page in load_pages()}
DRAWN = {panel.view for page in PAGES.values() for panel in page.panels}
Rows = list[dict[str, Any]]


def question_of(answer: dict[str, Any], view: str) -> Question:
    """The question that the page asks when somebody follows the report's link to a panel."""
    link = urlsplit(answer["page"])
    page, state = PAGES[link.path], PageState.of(link.query)
    name = link.fragment.removeprefix("panel-")
    panel = page.panel(name) if name else None
    if panel is None or (panel.view != view and view not in DRAWN):
        takes = load_view(view).params
        params = {
            key: value for key, value in answer["params"].items() if key in takes and key != "bucket_us"
        }
        panel = Panel(name="asked", title="", view=view, kind="table", by=tuple(answer["by"]), params=params)
    begin, end = state.bounds(None, None)
    return Question(page, panel, state, begin, end, link.path)


def numbers(row: dict[str, Any], names: list[str]) -> list[float | None]:
    return [None if row[name] is None else float(row[name]) for name in names]


def assert_same(found: Rows, said: Rows, names: list[str], where: str) -> None:
    assert len(found) >= len(said), where
    for theirs, ours in zip(found, said, strict=False):
        for name, one, other in zip(names, numbers(theirs, names), numbers(ours, names), strict=True):
            same = one == other if one is None or other is None else math.isclose(one, other, rel_tol=1e-9)
            assert same, f"{where}.{name}: {one} is not {other}"


def measured(answer: dict[str, Any]) -> list[str]:
    """The columns of an item that are numbers."""
    units = {"count", "number", "us", "bytes", "kb", "share", "percent"}
    return [column["name"] for column in answer["columns"] if column["unit"] in units]


@pytest.mark.parametrize("name", ITEMS)
def test_a_number_of_the_report_is_the_number_of_the_page_it_leads_to(
    name: str, fleet: Store, told: dict[str, Any]
) -> None:
    answer = told["items"][name]
    question = question_of(answer, ITEMS[name].view)
    assert question.panel.view == ITEMS[name].view, "the link leads to a panel of another view"
    assert (question.begin, question.end) == tuple(
        datetime.fromisoformat(told["period"][end]) for end in ("begin", "end")
    )
    wanted = {key: value for key, value in answer["params"].items() if key == "bucket_us"}
    assert_same(question.ask(fleet.snapshot(), **wanted), answer["rows"], measured(answer), name)


def test_every_item_of_the_planted_fleet_has_rows_so_that_equal_numbers_mean_something(
    told: dict[str, Any],
) -> None:
    empty = {name for name in ITEMS if not told["items"][name]["rows"]}
    assert empty <= {
        *("examined", "audit", "server_events", "load_by_host", "load_by_application"),
        *("pooler_requests", "pooler_waits"),
    }


def test_sql_answers_the_same_numbers_as_the_report(fleet: Store, told: dict[str, Any]) -> None:
    """All items in few queries through the gate: each is a process of its own."""
    asked = {name: sql_of(answer) for name, answer in told["items"].items()}
    once = dict.fromkeys(asked.values())
    parts = [
        f"select {number} as item, cast(to_json(list(r)) as varchar) as found from ({sql}) as r"
        for number, sql in enumerate(once)
    ]
    found: dict[int, Rows] = {}
    for chunk in chunks(parts, 90_000):
        table = fleet.snapshot().guarded(" union all ".join(chunk))
        found |= {row["item"]: json.loads(row["found"] or "[]") or [] for row in table.to_pylist()}
    assert set(found) == set(range(len(once)))
    for name, answer in told["items"].items():
        assert_same(found[list(once).index(asked[name])], answer["rows"], measured(answer), name)


def test_a_figure_of_the_first_screen_is_taken_from_the_rows_of_its_item(told: dict[str, Any]) -> None:
    seen = 0
    for cluster in told["clusters"]:
        for name, one in cluster["figures"].items():
            rows = told["items"][one["item"]]["rows"]
            again = taken(rows, one["column"], one["take"], one["where"])
            if one["value"] or again:
                assert one["value"] == again, f"{cluster['cluster']}: {name}"
                seen += 1
    assert seen > 20


def test_a_cluster_adds_up_to_what_the_overview_shows_of_it(fleet: Store, told: dict[str, Any]) -> None:
    for row in told["items"]["cluster_totals"]["rows"]:
        state = PageState.of(urlsplit(told["items"]["totals"]["page"]).query)
        state = state.setting({"cluster": (row["cluster"],)})
        begin, end = state.bounds(None, None)
        page = PAGES["/"]
        (shown,) = Question(page, page.panel("totals"), state, begin, end, "/").ask(fleet.snapshot())
        names = [name for name in shown if name in row]
        assert len(names) > 8
        assert {name: shown[name] for name in names} == {name: row[name] for name in names}


def sql_of(answer: dict[str, Any]) -> str:
    """The view's own SQL with its values written out."""
    chosen = Filter(
        begin=datetime.fromisoformat(answer["begin"]),
        end=datetime.fromisoformat(answer["end"]),
        cluster=tuple(answer["clusters"]),
    )
    sql, bound = load_view(answer["view"]).render(chosen, answer["params"], answer["by"])
    for name in sorted(bound, key=len, reverse=True):
        sql = sql.replace(f"${name}", written(bound[name]))
    return sql


def written(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool | int | float):
        return str(value).lower()
    if isinstance(value, datetime):
        return f"'{value.isoformat()}'::timestamptz"
    return "'" + str(value).replace("'", "''") + "'"


def chunks(parts: list[str], most: int) -> list[list[str]]:
    found: list[list[str]] = [[]]
    for part in parts:
        if sum(map(len, found[-1])) + 12 * len(found[-1]) + len(part) > most:
            found.append([])
        found[-1].append(part)
    return found

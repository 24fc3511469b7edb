"""Every page over a planted and an empty store: what it names is there, what it counts is listed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import polars as pl
import pytest
from dash import no_update

from aurorascope.catalog import load_pages
from aurorascope.insight.views import load_view, view_names
from aurorascope.rules.saving import FACTORS
from aurorascope.store.store import Store
from aurorascope.web import charts, filling, panels
from aurorascope.web.filling import answered, rest_of_grid
from aurorascope.web.links import TOLD, address, mark
from aurorascope.web.loading import around, page_load
from aurorascope.web.paging import count_of, every_row
from aurorascope.web.routes import page_at
from aurorascope.web.scrolling import scrolled
from aurorascope.web.site import Site
from aurorascope.web.state import PageState
from aurorascope.web.versions import Versions

if TYPE_CHECKING:
    from pathlib import Path

    from aurorascope.model.page import Column, Drill, Page, Panel
    from aurorascope.web.asking import Question

PAGES: tuple[Any, ...] = tuple(load_pages())
PANELS = [(page, panel) for page in PAGES for panel in page.panels]
NAMES = [f"{page.name}:{panel.name}" for page, panel in PANELS]
KNOWN = "d1b2c3d4e5f60718"
WIDTH = 600_000_000


def path_of(page: Page) -> str:
    return page.path.replace("{fingerprint}", KNOWN)


def ask(site: Site, page: Page, panel: Panel, search: str = "?last=all") -> tuple[Question, Any]:
    request = {"path": path_of(page), "search": search, "version": site.versions.newest()}
    found = site.question(request, panels.key_of(page, panel))
    assert found is not None
    return found


def rows_of(question: Question, snapshot: Any) -> list[dict[str, Any]]:
    if panels.part_of(question.panel) == "pager":
        return list(every_row(question, snapshot, 1_000))
    return question.ask(snapshot)


def test_addresses_and_names_are_each_of_one_page() -> None:
    assert len({page.path for page in PAGES}) == len(PAGES)
    assert len({page.name for page in PAGES}) == len(PAGES)
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize(("page", "panel"), PANELS, ids=NAMES)
def test_a_panel_names_a_view_and_only_columns_that_it_has(site: Site, page: Page, panel: Panel) -> None:
    assert panel.view in view_names()
    question, snapshot = ask(site, page, panel)
    rows = rows_of(question, snapshot)
    if not rows:
        return
    wanted = {column.name for column in panel.columns}
    if panel.kind in panels.CHARTS - {"topology"}:
        wanted |= {panel.x} | (set() if panel.columns else {panel.y}) | ({panel.series} - {""})
    assert wanted <= set(rows[0])


@pytest.mark.parametrize(("page", "panel"), PANELS, ids=NAMES)
def test_a_panel_is_drawn_on_an_empty_store(empty_site: Site, page: Page, panel: Panel) -> None:
    question, snapshot = ask(empty_site, page, panel)
    rows = rows_of(question, snapshot)
    if panel.kind in panels.CHARTS:
        assert charts.figure(question, rows, WIDTH)["layout"]
    elif panel.kind in panels.BLOCKS:
        panels.block_of(question, rows)
    if panel.kind not in panels.BLOCKS:
        assert panel.empty, "an empty panel says what to do"


def drills(panel: Panel) -> list[Drill]:
    found = [column.drill for column in panel.columns if column.drill] + (
        [panel.drill] if panel.drill else []
    )
    return list(found)


@pytest.mark.parametrize(("page", "panel"), PANELS, ids=NAMES)
def test_every_drill_leads_to_a_page(site: Site, page: Page, panel: Panel) -> None:
    question, _ = ask(site, page, panel)
    for drill in drills(panel):
        leads = question.leads(drill)
        assert leads is not None, f"{panel.view} has no page that lists {load_view(panel.view).rows}"
        if leads.page and leads.page != TOLD:
            assert page_at(PAGES, leads.page.partition("#")[0].replace("{", "").replace("}", ""))


def listed(site: Site, link: str) -> dict[str, Any]:
    """What the page behind a link says that its rows add up to."""
    parts = urlsplit(link)
    found = page_at(PAGES, parts.path)
    assert found is not None
    name = parts.fragment.removeprefix("panel-")
    panel = found[0].panel(name) if name else next(one for one in found[0].panels if one.kind == "rows")
    request = {"path": parts.path, "search": f"?{parts.query}", "version": site.versions.newest()}
    asked = site.question(request, panels.key_of(found[0], panel))
    assert asked is not None
    return count_of(*asked)


def expected(column: str, question: Question, row: dict[str, Any]) -> tuple[str, Any] | None:
    """Which sum of the rows behind a number must be that number."""
    count = question.view.count
    if column == count and column != "active_us":
        return ("calls" if count == "calls" else "rows"), row[count]
    sums = {
        "sum_us": "sum_us",
        "temp_bytes": "bytes",
        "wait_us": "wait_us",
        "logged": "rows",
        "buffers": "buffers",
        "active_us": "active_us",
    }
    return (sums[column], row[column]) if column in sums else None


def numbers(panel: Panel) -> list[Column]:
    return [column for column in panel.columns if column.drill and column.drill.page == "@rows"]


TABLES = [(page, panel) for page, panel in PANELS if panel.kind in {"table", "numbers"} and numbers(panel)]


@pytest.mark.parametrize(
    "search", ["?last=all", "?last=all&user=app&user=report", "?last=all&user=&tz=Europe/Berlin"]
)
@pytest.mark.parametrize(
    ("page", "panel"), TABLES, ids=[f"{page.name}:{panel.name}" for page, panel in TABLES]
)
def test_a_number_in_a_table_is_the_sum_of_the_rows_it_leads_to(
    site: Site, page: Page, panel: Panel, search: str
) -> None:
    question, snapshot = ask(site, page, panel, search)
    for row in question.ask(snapshot)[:12]:
        for column in numbers(panel):
            wanted = expected(column.name, question, row)
            link = panels.link_of(question, column, row)
            if wanted is None or link is None:
                continue
            assert listed(site, link)[wanted[0]] == wanted[1], link


@pytest.mark.parametrize("search", ["?last=all", "?last=all&user=app"])
@pytest.mark.parametrize(
    ("name", "column", "counted"),
    [
        ("overview:totals", "calls", "calls"),
        ("overview:totals", "sum_us", "sum_us"),
        ("overview:totals", "errors", "rows"),
        ("overview:totals", "warnings", "rows"),
        ("overview:totals", "lock_messages", "rows"),
        ("overview:totals", "deadlocks", "rows"),
        ("overview:totals", "temp_files", "rows"),
        ("overview:totals", "temp_bytes", "bytes"),
        ("overview:totals", "connections", "rows"),
        ("overview:totals", "entries", "rows"),
        ("overview:top", "errors", "rows"),
        ("queries:top", "errors", "rows"),
        ("queries:top", "temp_bytes", "bytes"),
    ],
)
def test_a_number_with_a_way_of_its_own_adds_up_too(
    site: Site, name: str, column: str, counted: str, search: str
) -> None:
    page, panel = PANELS[NAMES.index(name)]
    question, snapshot = ask(site, page, panel, search)
    drawn = next(one for one in panel.columns if one.name == column)
    led = 0
    for row in question.ask(snapshot):
        link = panels.link_of(question, drawn, row)
        if link is None:
            assert not row[column]
            continue
        led += 1
        assert listed(site, link)[counted] == row[column], link
    assert led > 0 or search != "?last=all"


CHARTS = [
    (page, panel)
    for page, panel in PANELS
    if panel.kind in panels.CHARTS and panel.drill and panel.drill.page == "@rows"
]


@pytest.mark.parametrize(
    ("page", "panel"), CHARTS, ids=[f"{page.name}:{panel.name}" for page, panel in CHARTS]
)
def test_a_mark_of_a_chart_is_the_sum_of_the_rows_it_leads_to(site: Site, page: Page, panel: Panel) -> None:
    question, snapshot = ask(site, page, panel, "?last=all&user=app")
    width = question.width
    rows = question.ask(snapshot)
    leads = question.leads(panel.drill)
    assert leads is not None
    for row in rows[:: max(1, len(rows) // 8)]:
        state = question.state
        if leads.bucket:
            start = row[panel.x]
            end = start + type(question.end - question.begin)(microseconds=width)
            state = state.with_range(max(start, question.begin), min(end, question.end))
        assert mark(leads, row, question.path) is not None
        link = address(leads, row, state, question.path)
        wanted = expected(panel.y, question, row)
        assert link is not None
        assert wanted is not None
        assert listed(site, link)[wanted[0]] == wanted[1], link


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_a_page_load_takes_one_version_and_keeps_the_state_in_every_link(site: Site, page: Page) -> None:
    search = "?from=2026-11-19T03:00:00Z&to=2026-11-19T09:00:00Z&user=app&tz=Europe/Berlin"
    loaded = page_load(site, path_of(page), search, {}, ticked=False)
    assert loaded[1]["version"] == site.versions.newest()
    links = [part.href for part in loaded[2] if hasattr(part, "href")]
    assert links
    for link in links:
        assert PageState.of(urlsplit(link).query) == PageState.of(search).shared()


def test_the_line_about_the_data_says_its_age_and_its_thresholds(site: Site, empty_site: Site) -> None:
    request = {"path": "/queries", "search": "?last=all", "version": site.versions.newest()}
    said = str(around(site, request)[0])
    assert "shop-1 postgresql" in said
    assert "log_min_duration_statement" in said
    nothing = str(around(empty_site, {"path": "/queries", "search": "", "version": 0})[0])
    assert "aurorascope ingest" in nothing
    assert "unknown" in nothing


def test_rows_are_scrolled_to_the_last_without_a_gap_or_a_repeat(site: Site) -> None:
    asked: dict[str, Any] = {"path": "/statements", "search": "?last=all", "version": site.versions.newest()}
    texts: list[str] = []
    first = 0
    while True:
        answer, asked = scrolled(site, asked, "statements:rows", first, first + 500)
        texts += [row["_link"]["ts"] for row in answer["rowData"]]
        if answer["rowCount"] is not None:
            break
        first += 500
    assert len(texts) == len(set(texts)) == answer["rowCount"] == 2_409


def test_a_jump_far_down_lists_the_same_rows(site: Site) -> None:
    asked: dict[str, Any] = {"path": "/statements", "search": "?last=all", "version": site.versions.newest()}
    far, _ = scrolled(site, dict(asked), "statements:rows", 700, 720)
    near, _ = scrolled(site, dict(asked), "statements:rows", 0, 720)
    assert [row["_text"] for row in far["rowData"]] == [row["_text"] for row in near["rowData"][700:]]


def test_over_a_long_range_percentiles_follow_and_nothing_else_changes(site: Site) -> None:
    panel_id = {"type": "grid", "panel": "queries:top"}
    request = {"path": "/queries", "search": "?last=30d", "version": site.versions.newest()}
    first, near, _, _, _, rest = answered(site, request, panel_id, filling._grid, failing=[], more=3)
    whole, head, *_ = rest_of_grid(site, rest, "queries:top")
    assert "≈ 1 %" in str(near)
    assert "≈" not in str(head)
    for one, other in zip(first, whole, strict=True):
        close = one["p95_us"] == other["p95_us"]
        assert close or abs(one["p95_us"] - other["p95_us"]) <= max(1, 0.0101 * other["p95_us"])


def test_over_a_long_range_what_no_rollup_knows_is_left_open_until_the_rows_tell_it(site: Site) -> None:
    panel_id = {"type": "grid", "panel": "queries:top"}
    request = {"path": "/queries", "search": "?last=30d&user=app", "version": site.versions.newest()}
    first, near, _, _, _, rest = answered(site, request, panel_id, filling._grid, failing=[], more=3)
    whole, *_ = rest_of_grid(site, rest, "queries:top")
    assert "≈" not in str(near)
    assert {row["_text"]["p95_us"] for row in first} == {"…"}
    assert "…" not in {row["_text"]["p95_us"] for row in whole}
    assert [row["_text"]["sum_us"] for row in first] == [row["_text"]["sum_us"] for row in whole]


def test_over_a_long_range_a_chart_is_approximate_and_says_so_until_it_is_exact(site: Site) -> None:
    panel_id = {"type": "chart", "panel": "queries:percentiles"}
    request = {"path": "/queries", "search": "?last=30d", "version": site.versions.newest()}
    near, head, _, rest = answered(site, request, panel_id, filling._chart, failing=None, more=1)
    assert "≈ 1 %" in str(head)
    exact, exact_head = filling.exact_chart(site, rest, panel_id)
    assert "≈" not in str(exact_head)
    lines = [{line["name"]: list(line["y"]) for line in one["data"]} for one in (near, exact)]
    assert lines[0]["max"] == lines[1]["max"]
    for name, values in lines[1].items():
        for one, other in zip(lines[0][name], values, strict=True):
            assert one == other or abs(one - other) <= max(1, 0.0101 * other)


def test_a_panel_that_fails_says_so_and_why(site: Site) -> None:
    def fail(*_: object) -> list[Any]:
        raise ValueError("the disk is gone\nand a second line")

    request = {"path": "/queries", "search": "", "version": site.versions.newest()}
    said = str(answered(site, request, {"type": "grid", "panel": "queries:top"}, fail, failing=[]))
    assert "the disk is gone" in said
    assert "second line" not in said


def test_an_address_without_a_page_says_so(site: Site) -> None:
    assert "no page" in str(page_load(site, "/nothing", "", {}, ticked=False)[0])


def test_a_tick_without_new_data_changes_nothing_and_with_new_data_keeps_the_page(
    tmp_path: Path, pages: tuple[Page, ...]
) -> None:
    store = Store.create(tmp_path / "store")
    own = Site(pages, Versions(store))
    before = page_load(own, "/queries", "?user=app", {}, ticked=False)[1]
    assert set(map(type, page_load(own, "/queries", "?user=app", before, ticked=True))) == {type(no_update)}
    with store.writer("later", {"account": "a", "region": "r", "cluster": "c", "instance": "i"}) as writer:
        writer.write(
            "entries", pl.DataFrame([{"ts": datetime(2026, 11, 19, tzinfo=UTC), "message": "hello"}])
        )
        store.commit(writer.close())
    own.versions.forget()
    after = page_load(own, "/queries", "?user=app", before, ticked=True)
    assert after[0] is no_update
    assert after[1]["version"] > before["version"]
    assert after[1]["search"] == "?user=app"


def test_a_page_keeps_reading_the_version_it_was_loaded_with(tmp_path: Path, pages: tuple[Page, ...]) -> None:
    store = Store.create(tmp_path / "store")
    own = Site(pages, Versions(store))
    request = page_load(own, "/log", "?last=all", {}, ticked=False)[1]
    with store.writer("later", {"account": "a", "region": "r", "cluster": "c", "instance": "i"}) as writer:
        writer.write(
            "entries", pl.DataFrame([{"ts": datetime(2026, 11, 19, tzinfo=UTC), "message": "hello"}])
        )
        store.commit(writer.close())
    own.versions.forget()
    assert own.version(request) == request["version"]
    newer = page_load(own, "/log", "?last=all", {}, ticked=False)[1]
    assert own.version(newer) > own.version(request)


def test_the_groups_that_were_chosen_head_their_column_and_those_without_a_name_are_said(site: Site) -> None:
    request = {"path": "/queries", "search": "?last=all&by=user", "version": site.versions.newest()}
    drawn = answered(
        site, request, {"type": "grid", "panel": "queries:by"}, filling._grid, failing=[], more=3
    )
    assert drawn[3][0]["headerName"] == "User"
    assert "(none)" in {row["_text"]["by"] for row in drawn[0]}


def test_a_hidden_column_is_shown_and_hidden_again_by_its_switch(site: Site) -> None:
    panel_id = {"type": "grid", "panel": "queries:top"}
    search = "?last=all"
    for hidden in (True, False, True):
        request = {"path": "/queries", "search": search, "version": site.versions.newest()}
        _, head, _, columns, _, _ = answered(site, request, panel_id, filling._grid, failing=[], more=3)
        assert [column["hide"] for column in columns if column["field"] == "temp_bytes"] == [hidden]
        switches = [part for part in head if "hidden-columns" in (getattr(part, "className", "") or "")][
            -1
        ].children
        search = next(link.href for link in switches if link.children == "Temp").removeprefix("/queries")


def test_a_slider_stops_only_where_the_backtest_tried_a_threshold() -> None:
    choices = [choice for _, panel in PANELS for choice in panel.choices if choice.between]
    assert choices
    for choice in choices:
        stops = sorted(float(value) for value in (*dict(choice.options), *choice.between))
        assert stops == sorted(FACTORS)
        assert {choice.chosen(value) for value in choice.between} == set(choice.between)
        assert choice.chosen("0.55") == choice.options[0][0]


MEASURED = [
    pytest.param(page, panel, column, id=f"{page.name}:{panel.name}:{column.name}")
    for page, panel in PANELS
    for column in panel.columns
    if column.drill
    and column.drill.page == "/metrics#panel-points"
    and column.name.startswith(("max_", "most_", "least_", "last_"))
]


@pytest.mark.parametrize(("page", "panel", "column"), MEASURED)
def test_a_measured_number_is_among_the_points_it_leads_to(
    site: Site, page: Page, panel: Panel, column: Column
) -> None:
    question, snapshot = ask(site, page, panel)
    for row in question.ask(snapshot)[:3]:
        link = panels.link_of(question, column, row)
        if link is None:
            continue
        parts = urlsplit(link)
        request = {"path": parts.path, "search": f"?{parts.query}", "version": site.versions.newest()}
        asked = site.question(request, "metrics:points")
        assert asked is not None
        values = [point["point_value"] for point in every_row(*asked, 20_000)]
        assert values, link
        if column.name.startswith(("max_", "most_")):
            assert row[column.name] == pytest.approx(max(values)), link
        elif column.name.startswith("least_"):
            assert row[column.name] == pytest.approx(min(values)), link
        else:
            assert any(row[column.name] == pytest.approx(value) for value in values), link

"""The timeline under every page: its lanes are switched, its marks lead to rows that add up to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from aurorascope.web import graphs, panels, timeline
from aurorascope.web.paging import count_of
from aurorascope.web.routes import page_at
from aurorascope.web.state import PageState

if TYPE_CHECKING:
    from aurorascope.model.page import Page
    from aurorascope.web.site import Site


def under(site: Site, path: str = "/", search: str = "?last=all") -> list[Any]:
    return timeline.drawn(site, {"path": path, "search": search, "version": site.versions.newest()})


def marks(figure: graphs.Figure) -> list[dict[str, Any]]:
    return [trace for trace in figure["data"] if trace.get("yaxis") != "y2"]


def test_every_lane_leads_to_a_page_that_lists_what_is_behind_it(site: Site) -> None:
    links = timeline.panel_of(site).links
    assert set(links) == set(timeline.LANES)
    assert all(links.values())


def test_a_mark_is_as_many_rows_as_it_leads_to(site: Site, pages: tuple[Page, ...]) -> None:
    figure = under(site)[0]
    followed = 0
    for trace in marks(figure):
        if trace["name"] in {"server", "RDS events", "changes", "notes", "alarms", "plan changes"}:
            continue  # those pages list more than the lane marks
        for leads, said in zip(trace["customdata"], trace["hovertext"], strict=True):
            found = page_at(pages, leads["page"])
            assert found is not None
            panel = found[0].panel(leads["place"].removeprefix("panel-"))
            search = "?" + urlencode(leads["sets"], doseq=True)
            request = {"path": leads["page"], "search": search, "version": site.versions.newest()}
            asked = site.question(request, panels.key_of(found[0], panel))
            assert asked is not None
            more = (
                int(said.rpartition(" and ")[2].removesuffix(" more").replace(",", ""))
                if "more" in said
                else 0
            )
            assert count_of(*asked)["rows"] == more + 1, trace["name"]
            followed += 1
    assert followed > 20


@pytest.mark.parametrize("path", ["/", "/queries/a1b2c3d4e5f60718", "/alerts"])
def test_a_lane_that_is_switched_off_is_not_drawn_and_stays_off_on_other_pages(site: Site, path: str) -> None:
    whole = {trace["name"] for trace in marks(under(site, path)[0])}
    less = under(site, path, "?last=all&off=errors&off=load")[0]
    assert {trace["name"] for trace in marks(less)} == whole - {"errors"}
    assert "yaxis2" not in less["layout"]
    assert PageState.of("?off=errors").shared().off == ("errors",)


def test_load_stands_above_the_lanes_on_their_axis_of_time(site: Site) -> None:
    layout = under(site)[0]["layout"]
    assert layout["yaxis"]["domain"][1] < layout["yaxis2"]["domain"][0]
    assert layout["yaxis2"]["anchor"] == "x"


def test_no_lane_has_more_marks_than_buckets_and_none_is_dropped(site: Site) -> None:
    for search in ("?last=all", "?last=30d", "?last=1h", "?last=15m"):
        for trace in marks(under(site, search=search)[0]):
            assert len(trace["x"]) <= graphs.MOST_POINTS // len(timeline.LANES)


def test_the_name_of_the_first_lane_has_room_above_its_line(site: Site) -> None:
    low, high = under(site)[0]["layout"]["yaxis"]["range"]
    assert high <= -0.9
    assert low > len(marks(under(site)[0])) - 1


def test_an_empty_store_says_that_nothing_happened(empty_site: Site) -> None:
    figure, _, _, foot = under(empty_site)
    assert figure["data"] == []
    assert "happened" in str(foot)

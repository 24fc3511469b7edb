"""Panels that a usual fleet leaves empty are filled from a store that has what they are for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import seldom_store

from aurorascope.web.site import Site
from aurorascope.web.versions import Versions

if TYPE_CHECKING:
    from aurorascope.model.page import Page

FILLED = {
    "/features": ("parallel", "caches", "ddl_metrics"),
    "/forwarding": ("status", "forwarded", "moving", "deployments"),
    "/backups": ("clones", "backtrack"),
    "/global": ("drills",),
    "/serverless": ("instances", "replay", "events"),
    "/pooling": ("proxies", "proxy_metrics"),
    "/audit": ("operations", "rows"),
}


@pytest.fixture(scope="module")
def seldom(tmp_path_factory: pytest.TempPathFactory, pages: tuple[Page, ...]) -> Site:
    return Site(pages, Versions(seldom_store.build(tmp_path_factory.mktemp("seldom") / "store")))


def rows(site: Site, path: str, panel: str) -> list[dict[str, Any]]:
    page = next(page for page in site.pages if page.path == path)
    request = {"path": path, "search": "?last=all", "version": site.versions.newest()}
    question, snapshot = site.question(request, f"{page.name}:{panel}") or pytest.fail("no such panel")
    return question.ask(snapshot)


@pytest.mark.parametrize("path", FILLED)
def test_what_few_fleets_have_is_shown_where_it_is(seldom: Site, path: str) -> None:
    assert [panel for panel in FILLED[path] if not rows(seldom, path, panel)] == []


def test_what_nobody_knows_of_a_backup_is_not_said_to_be_fresh(seldom: Site) -> None:
    known = [row for row in rows(seldom, "/backups", "windows") if row["latest_restorable"] is None]
    assert known
    assert {row["stale_us"] for row in known} == {None}


def test_a_deployment_says_from_where_to_where(seldom: Site) -> None:
    assert [row["what"] for row in rows(seldom, "/forwarding", "deployments")] == [
        "orders -> orders-green, lag 0 s"
    ]


def test_a_drill_says_how_long_nobody_could_write(seldom: Site) -> None:
    (drill,) = rows(seldom, "/global", "drills")
    assert (drill["outcome"], drill["promoted"], drill["rto_us"]) == ("completed", "orders-west", 90_000_000)


def test_an_instance_that_paused_is_counted_by_the_minute(seldom: Site) -> None:
    (quiet,) = rows(seldom, "/serverless", "instances")
    assert quiet["paused_minutes"] == pytest.approx(160)

"""The Fleet page's verdicts are the checks' of its own range; a row leads only to pages of this server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from aurorascope.checks.run import findings
from aurorascope.model.finding import Check, Finding, Question
from aurorascope.web import filling
from aurorascope.web.filling import answered, rest_of_grid
from aurorascope.web.links import told_by
from aurorascope.web.site import Site


def drawn(site: Site, panel: str, search: str = "?last=all") -> tuple[list[Any], list[Any]]:
    request = {"path": "/fleet", "search": search, "version": site.versions.newest()}
    panel_id = {"type": "grid", "panel": panel}
    first = answered(site, request, panel_id, filling._grid, failing=[], more=3)
    return first, rest_of_grid(site, first[5], panel)


def test_a_cluster_is_shown_at_once_and_its_verdict_follows(site: Site) -> None:
    first, rest = drawn(site, "fleet:clusters")
    assert "judging" in str(first[1])
    assert {row["_text"]["verdict"] for row in first[0]} == {"…"}
    assert "judging" not in str(rest[1])
    assert {row["verdict"] for row in rest[0]} <= {"act", "watch", "unknown", "ok"}
    assert [row["cluster"] for row in rest[0]]
    assert all(row["reason"] for row in rest[0])


def test_the_findings_of_the_page_are_those_of_the_checks_for_its_range(site: Site) -> None:
    begin, end = "2026-11-19T03:00:00Z", "2026-11-19T09:00:00Z"
    _, rest = drawn(site, "fleet:findings", f"?from={begin}&to={end}")
    request = {"path": "/fleet", "search": f"?from={begin}&to={end}", "version": site.versions.newest()}
    question, snapshot = site.question(request, "fleet:findings") or pytest.fail("no such panel")
    found = findings(snapshot, question.begin, question.end).findings
    assert [row["title"] for row in rest[0]] == [one.title for one in found]
    listed = drawn(site, "fleet:checks", f"?from={begin}&to={end}")[1][0]
    assert sum(row["found"] for row in listed) == len(found)


@pytest.mark.parametrize(
    ("page", "leads"),
    [
        ("/locks?from=2026-11-19T14:30:00Z&cluster=shop", True),
        ("//elsewhere.example/x", False),
        ("https://elsewhere.example", False),
        ("javascript:alert(1)", False),
        ("/\\elsewhere.example", False),
        (None, False),
    ],
)
def test_a_row_leads_only_to_this_server(page: str | None, leads: bool) -> None:
    assert (told_by({"page": page}) is not None) is leads


def test_a_check_of_ones_own_judges_the_pages_too(site: Site) -> None:
    def told(_: Question) -> Iterator[Finding]:
        yield Finding(
            severity="act", account="local", region="local", cluster="shop", subject="own", title="own it"
        )

    own = Check("own", "Own", "why", "act", (), told)
    judged = Site(site.pages, site.versions, checks=(own,))
    assert [row["title"] for row in drawn(judged, "fleet:findings")[1][0]] == ["own it"]
    assert [row["check"] for row in drawn(judged, "fleet:checks")[1][0]] == ["own"]
    shop = next(row for row in drawn(judged, "fleet:clusters")[1][0] if row["cluster"] == "shop")
    assert (shop["verdict"], shop["reason"].split(";")[0]) == ("act", "own it")

"""What a report is written as: JSON by its published schema, HTML and Markdown in which text stays text."""

from __future__ import annotations

import copy
import json
import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import json_schema
import night_store
import pytest

from aurorascope.model.errors import BadRequestError
from aurorascope.report.asking import Asking
from aurorascope.report.diff import Side, diff
from aurorascope.report.forms import as_form, files_of, formats_of
from aurorascope.report.looks.html import LARGEST
from aurorascope.report.looks.markdown import MOST_LINES, safe
from aurorascope.report.period import whole_day
from aurorascope.report.privacy import FAMILIES, FREE, MESSAGES, NAMES, STATEMENTS, WORDS
from aurorascope.report.screen_items import SCREEN
from aurorascope.report.sections import SECTIONS

if TYPE_CHECKING:
    from aurorascope.store.store import Store

# the store and its report are made once

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "report.schema.json").read_text(encoding="utf-8"))
HOSTILE = night_store.planted().HOSTILE
DAY = whole_day(night_store.DAY.date(), "UTC")
TAGS = frozenset(
    {
        *("html", "head", "meta", "title", "style", "body", "nav", "main", "header", "section", "article"),
        *(
            "footer",
            "div",
            "p",
            "span",
            "a",
            "b",
            "i",
            "small",
            "h1",
            "h2",
            "h3",
            "ol",
            "ul",
            "li",
            "code",
            "pre",
        ),
        *("table", "thead", "tbody", "tr", "th", "td", "details", "summary"),
        *("svg", "path", "rect", "circle", "text"),
    }
)
ATTRIBUTES = frozenset(
    {
        *(
            "lang",
            "charset",
            "name",
            "content",
            "http-equiv",
            "aria-label",
            "aria-hidden",
            "href",
            "id",
            "class",
        ),
        *("style", "title", "role", "viewbox", "width", "height", "x", "y", "cx", "cy", "r", "d", "data-bar"),
    }
)


@pytest.fixture(scope="session")
def compared(fleet: Store) -> dict[str, Any]:
    before = whole_day(night_store.DAY.date() - timedelta(days=1), "UTC")
    return diff(fleet.snapshot(), Side(before, ("shop",)), Side(DAY, ("shop",)), base_url="http://pages")


class Seen(HTMLParser):
    """The tags, attributes, links and text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: set[str] = set()
        self.styles: set[str] = set()
        self.ids: list[str] = []
        self.said = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        found = dict(attrs)
        if "href" in found:
            self.links.add(found["href"] or "")
        if "style" in found:
            self.styles.add(found["style"] or "")
        if "id" in found:
            self.ids.append(found["id"] or "")

    def handle_data(self, data: str) -> None:
        self.said += data


@pytest.fixture(scope="session")
def page(told: dict[str, Any]) -> str:
    return as_form(told, "html")


@pytest.fixture(scope="session")
def seen(page: str) -> Seen:
    return Seen(page)


def test_the_json_is_what_its_published_schema_says(told: dict[str, Any], compared: dict[str, Any]) -> None:
    for one in (told, compared):
        assert list(json_schema.wrong(json.loads(as_form(one, "json")), SCHEMA, SCHEMA)) == []


@pytest.mark.parametrize(("break_it"), ["verdict", "clusters", "period"])
def test_a_document_that_is_no_report_breaks_the_schema(told: dict[str, Any], break_it: str) -> None:
    assert list(json_schema.wrong({**told, break_it: "fine"}, SCHEMA, SCHEMA))
    assert list(json_schema.wrong({name: told[name] for name in told if name != break_it}, SCHEMA, SCHEMA))


def test_the_html_has_our_tags_alone_and_asks_nothing_of_anybody(page: str, seen: Seen) -> None:
    assert seen.tags <= TAGS
    assert seen.attributes <= ATTRIBUTES
    assert all(re.fullmatch(r"--w:\d{1,3}%", style) for style in seen.styles)
    assert not re.search(r"@import|url\(|<script|javascript:[^']*\(", page.partition("</style>")[0])
    outside = {link for link in seen.links if not link.startswith(("http://127.0.0.1:8050/", "#"))}
    assert outside == set()
    assert len(page.encode()) < LARGEST


def test_hostile_text_of_the_log_is_there_and_is_text(page: str, seen: Seen) -> None:
    shown = [text for text in HOSTILE if "".join(text.split()) in "".join(seen.said.split())]
    assert len(shown) >= len(HOSTILE) - 1, "names of users and hosts stay as they are"
    assert "window.owned" not in page.replace("window.owned", "", 0).partition("<body>")[0]


def test_every_anchor_of_the_contents_is_in_the_page_once(seen: Seen) -> None:
    assert {link[1:] for link in seen.links if link.startswith("#")} <= set(seen.ids)
    assert len(seen.ids) == len(set(seen.ids))


@pytest.mark.parametrize("form", ["html", "md", "json"])
def test_no_literal_leaves_the_machine(form: str, told: dict[str, Any], compared: dict[str, Any]) -> None:
    for one in (told, compared):
        text = as_form(one, form)
        assert [canary for canary in night_store.CANARIES if canary in text] == []


def test_with_literals_the_reader_has_them(fleet: Store) -> None:
    items = {item.name: item for section in SECTIONS for item in section.items}
    asking = Asking(fleet.snapshot(), DAY, with_literals=True)
    said = json.dumps([asking.ask(items[name]).rows for name in ("slowest", "errors_top")], default=str)
    assert "canary-in-sql" in said
    assert "canary-in-message" in said


def test_a_text_column_of_the_report_is_of_a_sort_that_privacy_knows() -> None:
    known = NAMES | WORDS | STATEMENTS | FAMILIES | MESSAGES | FREE
    shown = {
        column.name
        for item in (*SCREEN, *(item for section in SECTIONS for item in section.items))
        for column in item.columns
        if column.unit in {"text", "code", "sql", "severity"}
    }
    assert shown - known == set()


def test_markdown_has_at_most_15_lines_and_nothing_in_it_is_alive(
    told: dict[str, Any], compared: dict[str, Any]
) -> None:
    loud = copy.deepcopy(told)
    finding = {**loud["findings"][0], "title": HOSTILE[3] + "\n# head @here | cell", "cluster": HOSTILE[0]}
    loud["findings"] = [finding] * 30
    loud["clusters"] = [
        {**loud["clusters"][0], "cluster": f"@all `{n}`\n- x", "reason": "* a\n* b"} for n in range(30)
    ]
    for one in (told, loud, compared):
        text = as_form(one, "md")
        assert 1 < len(text.splitlines()) <= MOST_LINES
        assert all(not line.startswith(("#", ">", "- ", "* ", "|", "```", "<")) for line in text.splitlines())
        assert not re.search(r"(?<!\\)<|(?<!\\)\[|@[a-z]|https?:/|(?<!\\)`|(?<!\\)\|", text)


@pytest.mark.parametrize(
    "text",
    [
        *("@here", "http://evil.example/", "[a](b)", "<!channel>", "`x`", "a|b", ":skull:", "#1"),
        *("www.evil.example", "line\nbreak", "\x1b[31mred", "*b* _i_ ~s~"),
    ],
)
def test_markup_of_chat_loses_its_power(text: str) -> None:
    shown = safe(text)
    assert shown != text
    assert "\n" not in shown
    assert "\x1b" not in shown
    plain = shown.replace("\\", "").replace("\N{WORD JOINER}", "")
    assert plain == "".join(c for c in " ".join(text.split()) if c.isprintable())


def test_a_fleet_of_500_clusters_and_long_statements_fits_a_megabyte(told: dict[str, Any]) -> None:
    large = copy.deepcopy(told)
    large["clusters"] = [{**large["clusters"][0], "cluster": f"cluster-{n}"} for n in range(500)]
    for item in large["items"].values():
        for row in item["rows"]:
            if row.get("normalized_sql"):
                row["normalized_sql"] = "x" * 50_000
    page = as_form(large, "html")
    assert len(page.encode()) < LARGEST
    assert "more clusters, none louder" in page


def test_half_a_surrogate_pair_stops_no_report(told: dict[str, Any]) -> None:
    odd = {**told, "notes": ["a \ud800 b"]}
    assert set(files_of(odd, ("html", "md", "json"))) == {"report.html", "report.md", "report.json"}


def test_formats_are_named() -> None:
    assert formats_of("md, html,md") == ("md", "html")
    for wrong in ("pdf", ""):
        with pytest.raises(BadRequestError, match="html, md, json"):
            formats_of(wrong)


def test_a_difference_counts_both_sides(compared: dict[str, Any]) -> None:
    totals = {one["name"]: one for one in compared["totals"]}
    assert totals["calls"]["a"] == 100
    assert totals["calls"]["b"] > 1_000
    assert totals["calls"]["change"] == totals["calls"]["b"] - 100
    (family,) = (row for row in compared["tables"][0]["rows"] if row["fingerprint"] == "a1b2c3d4e5f60718")
    assert family["measures"]["calls"]["a"] == 100
    page = Seen(as_form(compared, "html"))
    assert page.tags <= TAGS


def test_sides_of_unlike_length_and_missing_logs_are_said(fleet: Store) -> None:
    long_ago = whole_day((night_store.DAY - timedelta(days=90)).date(), "UTC")
    short = whole_day(night_store.DAY.date(), "UTC")
    short = type(short)(short.begin, short.begin + timedelta(hours=6))
    told = diff(fleet.snapshot(), Side(long_ago, ("shop",)), Side(short, ("shop",)))
    said = " ".join(told["notes"])
    assert "unlike length" in said
    assert "No log of the first side" in said
    with pytest.raises(BadRequestError, match="no cluster 'nowhere'"):
        diff(fleet.snapshot(), Side(short, ("nowhere",)), Side(short))


def test_the_moment_of_making_is_told(told: dict[str, Any]) -> None:
    assert datetime.fromisoformat(told["made_at"]) == datetime(2026, 11, 20, 6, tzinfo=UTC)

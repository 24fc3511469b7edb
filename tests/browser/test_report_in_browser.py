"""The report in a real browser: a file, no network, both themes, print; hostile text stays text."""

from __future__ import annotations

import copy
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import planted_store
import pytest

from aurorascope.report.forms import as_form
from aurorascope.report.making import Asked, make
from aurorascope.report.period import whole_day
from aurorascope.store.store import Store

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
ARTIFACTS = Path(__file__).parents[2] / "artifacts"
DAY = whole_day(planted_store.DAY.date(), "UTC")


@pytest.fixture(scope="module")
def written(planted: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The planted day's report, with hostile text also where checks put names and statements."""
    asked = Asked(DAY, nights=0, made_at=datetime(2026, 11, 20, tzinfo=UTC))
    told = copy.deepcopy(make(Store.open(planted).snapshot(), asked))
    told["findings"] += [
        {**told["findings"][0], "title": text, "subject": text, "suggestion": text, "command": text}
        for text in planted_store.HOSTILE
    ]
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_bytes(as_form(told, "html").encode("utf-8", "replace"))
    return path


def opened(browser: Browser, path: Path, scheme: Any) -> tuple[Page, list[str]]:
    """Open the file in a browser that has no network; what it complains about or asks for is kept."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, color_scheme=scheme, offline=True, locale="en-GB"
    )
    page, wrong = context.new_page(), []
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: wrong.append(request.url) if request.url != path.as_uri() else None)
    page.goto(path.as_uri())
    return page, wrong


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_report_opens_without_network_in_both_themes(
    browser: Browser, written: Path, scheme: str
) -> None:
    page, wrong = opened(browser, written, scheme)
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    bright = sum(map(int, re.findall(r"\d+", ground)[:3])) > 384
    assert bright == (scheme == "light")
    assert page.evaluate("window.owned") is None
    assert page.locator("script, img, iframe, object, form").count() == 0
    assert page.locator("svg.chart path.s0").count() > 3
    # the first screen fits one view
    assert page.locator(".coverage").first.bounding_box()["y"] < 900  # type: ignore[index]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    ARTIFACTS.mkdir(exist_ok=True)
    page.screenshot(path=str(ARTIFACTS / f"report-{scheme}.png"))
    for text in planted_store.HOSTILE[:4]:
        assert page.get_by_text(text, exact=True).count() > 0, text
    page.locator("nav a", has_text="Locks").click()
    assert page.url.endswith("#s-locks")
    page.locator("details summary").first.click()
    assert wrong == []
    page.context.close()


def test_the_report_prints_on_paper(browser: Browser, written: Path) -> None:
    page, wrong = opened(browser, written, "dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator("nav").is_visible()
    ARTIFACTS.mkdir(exist_ok=True)
    printed = page.pdf(path=str(ARTIFACTS / "report.pdf"), prefer_css_page_size=True, print_background=True)
    assert printed.startswith(b"%PDF")
    assert 3 < len(re.findall(rb"/Type\s*/Page[^s]", printed)) < 60
    assert wrong == []
    page.context.close()

"""Every page in a real browser: no complaint, no request beyond the server, numbers that add up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import planted_store
import pytest
from planted_store import HOSTILE

from aurorascope.catalog import load_pages

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Visit

pytestmark = pytest.mark.browser

PATHS = [page.path for page in load_pages() if page.group]
PARTS = 3  # a walk is cut so that each ends in time on a busy machine
STORES = ("planted", "sample", "mysql", "empty")
# every page with hostile rows, a third of them on the sample logs; `make proof` walks the rest
WALKED = {("planted", part) for part in range(PARTS)} | {("sample", 0)}
WALKS = [
    pytest.param(store, part, marks=() if (store, part) in WALKED else pytest.mark.proof)
    for store in STORES
    for part in range(PARTS)
]
GREW = """before => {
    const sum = document.querySelector('[data-panel="statements:rows"] [data-sum=rows]');
    return sum && Number(sum.dataset.value) > before;
}"""
HARMLESS = """() => [
    typeof window.owned,
    document.querySelectorAll('.panel img, .panel script, .panel iframe, .under img, .under script').length,
    [...document.querySelectorAll('a[href]')].filter(a => !a.href.startsWith(location.origin)).length,
]"""
# text against what is painted behind it: WCAG AA asks for 4.5, or 3 where it is large
CONTRASTS = """() => {
    const parse = text => (text.match(/[\\d.]+/g) || []).map(Number);
    const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
        .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
    const behind = element => {
        for (let one = element; one; one = one.parentElement) {
            const found = parse(getComputedStyle(one).backgroundColor);
            if (found.length === 3 || found[3] > 0.5) return found;
        }
        return [255, 255, 255];
    };
    const low = new Map();
    for (const element of document.querySelectorAll('body *')) {
        const own = [...element.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
        const box = element.getBoundingClientRect();
        if (!own || !box.width || !box.height) continue;
        const style = getComputedStyle(element);
        if (style.visibility === 'hidden' || Number(style.opacity) < 0.5) continue;
        const ink = parse(element instanceof SVGElement ? style.fill : style.color);
        if (ink.length < 3) continue;
        const [a, b] = [light(ink), light(behind(element))].sort((x, y) => y - x);
        const ratio = (a + 0.05) / (b + 0.05);
        const large = parseFloat(style.fontSize) >= 18.66;
        const name = element.className.baseVal ?? element.className;
        if (ratio < (large ? 3 : 4.5)) low.set(`${element.tagName}.${name}`, ratio.toFixed(2));
    }
    return [...low];
}"""


@pytest.mark.parametrize(("store", "part"), WALKS)
def test_every_page_is_drawn_without_a_complaint(visits: dict[str, Visit], store: str, part: int) -> None:
    visit = visits[store]
    visit.go("/")
    for path in PATHS[part::PARTS]:
        visit.page.locator(f'nav a[href="{path}"], nav a[href^="{path}?"]').first.click()
        visit.page.wait_for_url(re.compile(rf"//[^/]+{re.escape(path)}([?#]|$)"))
        visit.settle()
        name = path.strip("/") or "overview"
        title = visit.page.locator("h1").inner_text()
        assert title != "No such page"
        visit.page.wait_for_function("title => document.title.startsWith(title)", arg=title)
        assert visit.page.get_by_text("This could not be read").count() == 0, path
        assert visit.page.get_by_text("Share").filter(has=visit.page.locator("button")).count() == 0
        assert visit.page.locator(".modebar-btn").count() == 0
        if store == "planted":
            visit.timeline()
            assert visit.page.evaluate(HARMLESS) == ["undefined", 0, 0], path
        else:
            visit.shot(f"{store}-{name}-light")
        if store == "sample":
            assert visit.violations() == [], path
    assert visit.wrong == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_in_both_themes(
    visiting: Callable[..., Visit], addresses: dict[str, str], scheme: Any
) -> None:
    visit = visiting(addresses["sample"], color_scheme=scheme)
    for path in ("/", "/queries", "/difference?vs=before", "/locks"):
        visit.go(path)
        assert visit.page.evaluate("document.body.dataset.agThemeMode") == scheme
        visit.timeline()
        visit.shot(f"sample-{urlsplit(path).path.strip('/') or 'overview'}-{scheme}")
        assert visit.page.evaluate(CONTRASTS) == [], path
    visit.page.context.close()
    assert visit.wrong == []


def test_the_empty_store_says_what_to_do(visits: dict[str, Visit]) -> None:
    visit = visits["empty"]
    visit.go("/")
    assert "aurorascope ingest" in visit.page.locator("#status").inner_text()
    assert "aurorascope ingest" in visit.panel("overview:time").inner_text()
    badges = visit.panel("overview:verdicts").locator(".badge").all_inner_texts()
    assert set(badges) == {"unknown"}


def test_a_number_in_a_table_leads_to_rows_that_add_up_to_it(visits: dict[str, Visit]) -> None:
    visit = visits["sample"]
    for column, listed in (("calls", "calls"), ("sum_us", "sum_us")):
        visit.go("/queries")
        cell = visit.panel("queries:top").locator(f'.ag-row[row-index="0"] [col-id="{column}"] .cell')
        number = int(cell.get_attribute("data-value") or -1)
        cell.locator("a").click()
        visit.page.wait_for_url("**/statements?*")
        visit.settle()
        assert visit.sums("statements:rows")[listed] == number


def test_a_large_figure_leads_to_rows_that_add_up_to_it(visits: dict[str, Visit]) -> None:
    visit = visits["sample"]
    visit.go("/")
    figure = visit.panel("overview:totals").locator(".figure", has_text="Errors")
    number = int(figure.get_attribute("data-value") or -1)
    figure.locator("a").click()
    visit.page.wait_for_url("**/log?*")
    visit.settle()
    assert visit.sums("log:rows")["rows"] == number > 0


def test_a_bar_leads_to_rows_that_add_up_to_it(visits: dict[str, Visit]) -> None:
    visit = visits["sample"]
    visit.go("/errors")
    chart = visit.panel("errors:time").locator(".js-plotly-plot")
    number = chart.evaluate("gd => Math.max(...gd.data[0].y)")
    place = chart.evaluate("gd => gd.data[0].y.indexOf(Math.max(...gd.data[0].y))")
    bar = chart.locator(".trace.bars").first.locator(".point").nth(place)
    box = bar.bounding_box()
    assert box
    visit.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    visit.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    visit.page.wait_for_url(re.compile("from="))
    visit.settle()
    assert visit.sums("errors:rows")["rows"] == number


def test_a_brush_sets_the_range_and_the_back_button_takes_it_back(visits: dict[str, Visit]) -> None:
    visit = visits["planted"]
    visit.go("/queries?tz=Europe/Berlin")
    plot = visit.panel("queries:traffic").locator(".nsewdrag").first
    box = plot.bounding_box()
    assert box
    left, width, middle = box["x"], box["width"], box["y"] + box["height"] / 2
    visit.page.mouse.move(left + width * 0.25, middle)
    visit.page.mouse.down()
    visit.page.mouse.move(left + width * 0.5, middle, steps=6)
    visit.page.mouse.up()
    visit.page.wait_for_url(re.compile("from="))
    visit.settle()
    chosen = parse_qs(urlsplit(visit.page.url).query)
    assert chosen["from"][0].startswith("2026-11-19T0")
    assert chosen["tz"] == ["Europe/Berlin"]
    visit.page.go_back()
    visit.page.wait_for_url(re.compile(r"\?tz=Europe/Berlin$|\?tz=Europe%2FBerlin$"))
    visit.settle()
    assert "24 hours" in visit.page.locator("#range").inner_text()
    assert visit.wrong == []


def test_from_a_brush_one_click_leads_to_what_is_different_there(visits: dict[str, Visit]) -> None:
    visit = visits["planted"]
    visit.go("/queries?from=2026-11-19T06:00:00Z&to=2026-11-19T08:00:00Z&vs=before&user=app")
    chart = visit.panel("queries:traffic").locator(".js-plotly-plot")
    names = chart.evaluate("gd => gd.data.map(one => one.name)")
    assert "the time just before" in names
    visit.page.locator("a.different").click()
    visit.page.wait_for_url(re.compile("/difference"))
    visit.settle()
    chosen = parse_qs(urlsplit(visit.page.url).query)
    assert (chosen["from"], chosen["vs"], chosen["user"]) == (["2026-11-19T06:00:00Z"], ["before"], ["app"])
    said = visit.panel("difference:keys").locator(".panel-head").inner_text()
    assert "the time just before, 2026-11-19 04:00" in said
    assert visit.violations() == []
    assert visit.wrong == []


def test_a_lane_is_switched_off_and_a_mark_leads_to_its_rows(visits: dict[str, Visit]) -> None:
    visit = visits["planted"]
    visit.go("/vacuums")
    visit.timeline()
    visit.page.locator(".under-head a", has_text="errors").click()
    visit.page.wait_for_url(re.compile("off=errors"))
    visit.settle()
    visit.timeline()
    plot = visit.page.locator("#under-chart .js-plotly-plot")
    lanes = plot.evaluate("gd => gd.data.map(one => one.name)")
    assert "errors" not in lanes
    mark = plot.locator(".scatterlayer .trace").nth(lanes.index("deadlocks")).locator(".point").first
    box = mark.bounding_box()
    assert box
    visit.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    visit.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    visit.page.wait_for_url(re.compile("/locks"))
    visit.settle()
    assert visit.sums("locks:deadlock_rows")["rows"] == 1
    assert visit.wrong == []


def test_a_keyboard_is_enough(visits: dict[str, Visit]) -> None:
    visit = visits["planted"]
    visit.go("/queries")
    cell = visit.panel("queries:top").locator('.ag-row[row-index="0"] [col-id="calls"]')
    cell.focus()
    visit.page.keyboard.press("ArrowDown")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url(re.compile("/statements"))
    visit.settle()
    visit.page.keyboard.press("d")
    visit.page.wait_for_url(re.compile("/difference"))
    visit.settle()
    visit.page.keyboard.press("/")
    visit.page.wait_for_function("document.activeElement.tagName === 'INPUT'")
    visit.page.keyboard.type("shop")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url(re.compile("cluster=shop"))
    visit.settle()
    assert urlsplit(visit.page.url).path == "/cluster"
    # what was found is there: keys are shortcuts again, and the next search begins empty
    assert visit.page.evaluate("[document.activeElement.id, document.getElementById('jump').value]") == [
        "",
        "",
    ]
    assert visit.wrong == []


def test_what_a_reader_set_up_is_there_when_he_comes_back(visits: dict[str, Visit]) -> None:
    visit = visits["planted"]
    visit.go("/queries")
    switch = visit.panel("queries:top").get_by_role("switch", name="Fingerprint")
    switch.click()
    visit.page.wait_for_url("**/queries?show=fingerprint")
    visit.settle()
    visit.page.evaluate("window.scrollTo(0, 240)")
    visit.go("/errors")
    visit.page.go_back()
    visit.page.wait_for_url("**/queries?show=fingerprint")
    visit.page.wait_for_function("() => window.scrollY === 240")
    visit.go("/errors")
    visit.page.locator('nav a[href="/queries"]').click()
    visit.page.wait_for_url("**/queries?show=fingerprint")
    visit.settle()
    visit.panel("queries:top").locator('.ag-header-cell[col-id="fingerprint"]').wait_for()
    switch.click()
    visit.page.wait_for_function("() => !location.search.includes('fingerprint')")
    visit.settle()
    assert visit.wrong == []


def test_new_rows_come_in_without_moving_the_reader(
    visiting: Callable[..., Visit], serving: Callable[..., str], tmp_path: Path
) -> None:
    store = planted_store.build(tmp_path / "store")
    visit = visiting(serving(store.path, refresh_s=1))
    visit.open("/statements?user=app")
    before = visit.sums("statements:rows")["rows"]
    body = visit.panel("statements:rows").locator(".ag-body-viewport")
    body.evaluate("one => one.scrollTo(0, 27 * 60)")
    visit.panel("statements:rows").locator('.ag-row[row-index="65"] a').first.wait_for()
    visit.page.evaluate("window.scrollTo(0, 40)")
    with store.writer("later", planted_store.LABELS) as writer:
        writer.write("statements", planted_store.frames()["statements"].tail(40))
        store.commit(writer.close())
    visit.panel("statements:rows").get_by_text("newer rows are there").wait_for(timeout=30_000)
    assert body.evaluate("one => one.scrollTop") == 27 * 60
    assert visit.page.evaluate("window.scrollY") == 40
    assert visit.page.url.endswith("/statements?user=app")
    assert "Data" in visit.page.locator("#age summary").inner_text()
    body.evaluate("one => one.scrollTo(0, 0)")
    with store.writer("latest", planted_store.LABELS) as writer:
        writer.write("statements", planted_store.frames()["statements"].head(8))
        store.commit(writer.close())
    visit.page.wait_for_function(GREW, arg=before, timeout=30_000)
    assert visit.wrong == []
    visit.page.context.close()


def test_a_filter_stands_in_the_url_and_survives_a_reload(visits: dict[str, Visit]) -> None:
    visit = visits["planted"]
    visit.go("/statements")
    everything = visit.sums("statements:rows")["rows"]
    visit.page.locator("#filter-user summary").click()
    visit.page.locator("#filter-user a", has_text="report").click()
    visit.page.wait_for_url(re.compile("user=report"))
    visit.settle()
    one = visit.sums("statements:rows")["rows"]
    assert 0 < one < everything
    visit.page.reload()
    visit.settle()
    assert visit.sums("statements:rows")["rows"] == one
    assert "report" in visit.page.title()


def test_every_field_of_a_hostile_entry_is_shown_as_it_was_written(visits: dict[str, Visit]) -> None:
    visit = visits["planted"]
    for number, text in enumerate(HOSTILE):
        visit.go(f"/entry?source=00000000000000aa&offset={400_000_000 + number * 300}")
        shown = visit.panel("entry:entry").locator("dd pre").first.text_content()
        assert shown == text
        assert visit.page.evaluate("typeof window.owned") == "undefined"
    assert visit.wrong == []


def test_typed_text_is_searched_and_stays_text(visits: dict[str, Visit]) -> None:
    visit = visits["planted"]
    visit.go("/log")
    visit.page.keyboard.press("/")
    visit.page.wait_for_function("document.activeElement.tagName === 'INPUT'")
    visit.page.keyboard.type("<script>")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url(re.compile("q="))
    visit.settle()
    assert visit.sums("log:rows")["rows"] > 0
    assert visit.page.evaluate("typeof window.owned") == "undefined"
    visit.page.locator("h1").click()
    visit.page.keyboard.press("g")
    visit.page.keyboard.press("q")
    visit.page.wait_for_url("**/queries*")


def test_rows_come_by_the_page_as_the_reader_scrolls(visits: dict[str, Visit]) -> None:
    visit = visits["planted"]
    visit.go("/statements")
    body = visit.panel("statements:rows").locator(".ag-body-viewport")
    for row in (95, 195, 295):
        body.evaluate("(one, row) => one.scrollTo(0, 27 * row)", row)
        visit.panel("statements:rows").locator(f'.ag-row[row-index="{row + 10}"] a').first.wait_for()
    assert visit.wrong == []


def test_paper_shows_the_tables_that_are_not_in_sight(visits: dict[str, Visit]) -> None:
    visit = visits["planted"]
    visit.go("/queries")
    visit.page.emulate_media(media="print")
    # what a browser leaves out has no innerText
    last = visit.page.locator(".panel .ag-row .cell-text", has_text=re.compile(".")).last
    assert last.evaluate("one => one.innerText") != ""
    visit.page.emulate_media(media="screen")
    assert visit.wrong == []


def test_the_theme_is_switched_and_kept(visits: dict[str, Visit]) -> None:
    visit = visits["planted"]
    visit.go("/")
    before = visit.page.evaluate("document.documentElement.dataset.theme")
    visit.page.locator(".icon-theme").click()
    after = visit.page.evaluate("document.documentElement.dataset.theme")
    assert {before, after} == {"light", "dark"}
    visit.page.reload()
    assert visit.page.evaluate("document.documentElement.dataset.theme") == after
    visit.settle()
    visit.page.locator(".icon-theme").click()


def test_a_phone_reads_every_page_without_scrolling_sideways(
    visiting: Callable[..., Visit], addresses: dict[str, str]
) -> None:
    visit = visiting(addresses["sample"])
    visit.page.set_viewport_size({"width": 390, "height": 800})
    for path in ("/", "/queries", "/log"):
        visit.go(path)
        visit.shot(f"phone-{path.strip('/') or 'overview'}")
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= 392, path
    visit.page.context.close()
    assert visit.wrong == []


def test_only_who_has_the_link_gets_in(
    visiting: Callable[..., Visit], serving: Callable[..., str], planted: Any
) -> None:
    link = serving(planted, token=True)
    address = link.partition("/?")[0]
    stranger = visiting(address)
    answer = stranger.page.goto(address + "/")
    assert answer is not None
    assert answer.status == 401
    stranger.page.context.close()
    guest = visiting(address)
    guest.page.goto(link)
    guest.settle()
    assert "token" not in guest.page.url
    assert guest.page.evaluate("document.cookie") == ""
    assert guest.wrong == []
    guest.page.context.close()

"""One chromium for all browser tests, and servers of four stores.

Planted rows (PostgreSQL alone), the sample logs of both engines, those of MySQL alone, and nothing.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue
from typing import TYPE_CHECKING, Any

import axe_playwright_python
import pytest
from playwright.sync_api import sync_playwright

from aurorascope.catalog import load_pages, sample_logs
from aurorascope.cli.demo import build as build_samples
from aurorascope.store.store import Store
from aurorascope.web.serve import serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, ConsoleMessage, Page, Request

ASKED_AGAIN_MS = 60
ARTIFACTS = Path(__file__).parents[2] / "artifacts"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
VIOLATIONS = """async contrast => {
    const rules = {'color-contrast': {enabled: contrast}};
    const options = {resultTypes: ['violations'], rules, preload: false};
    const found = await axe.run({exclude: ['.js-plotly-plot']}, options);
    const grave = found.violations.filter(one => ['serious', 'critical'].includes(one.impact));
    const shown = one => one.nodes.slice(0, 3).map(node => node.html.slice(0, 200)).join(' | ');
    return grave.map(one => `${one.id}: ${shown(one)}`);
}"""
UNFOLD = """() => {
    if (document.getElementById('unfold')) return;
    const style = document.createElement('style');
    style.id = 'unfold';
    style.textContent = '.ag-root-wrapper { content-visibility: visible !important; }';
    document.head.append(style);
}"""
TIMELINE = """() => {
    const drawn = document.querySelector('.under-head [data-for]');
    return drawn && drawn.dataset.for === location.pathname + location.search;
}"""
SETTLED = """() => {
    const panels = [...document.querySelectorAll('.panel')];
    const here = location.pathname + location.search;
    const listed = panel => !panel.matches('.panel-rows, .panel-table, .panel-tree')
        || panel.querySelector('.ag-header-cell');
    const drawn = panel => panel.querySelector('.panel-head [data-for]')?.dataset.for === here
        && (panel.querySelector('.empty') || (
            ![...panel.querySelectorAll('.js-plotly-plot')].some(plot => !plot.data || !plot.data.length)
            && ![...panel.querySelectorAll('.table')].some(grid => !grid.querySelector('.ag-row .cell')
                || !grid.querySelector('.ag-header-cell'))
            && listed(panel)
            && ![...panel.querySelectorAll('.sums')].some(sums => !sums.children.length)));
    return panels.length && document.querySelector('#status > *') && panels.every(drawn);
}"""


def load_planted() -> Any:
    """The planted store's builder, by path: tests are files, not packages."""
    path = Path(__file__).parents[1] / "web" / "planted_store.py"
    spec = importlib.util.spec_from_file_location("planted_store", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules.setdefault("planted_store", module)
    spec.loader.exec_module(module)
    return module


planted_store = load_planted()


@dataclass
class Visit:
    """A browser page that remembers what went wrong on it."""

    page: Page
    address: str
    wrong: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        """Load an address and wait until every panel has its data."""
        self.page.goto(self.address + path)
        self.settle()

    def settle(self) -> None:
        """Wait until every panel of the page has its data."""
        # not at every frame, which is the default: the asking itself would take half of the processor
        self.page.wait_for_function(SETTLED, timeout=60_000, polling=ASKED_AGAIN_MS)

    def go(self, path: str) -> None:
        """Move to an address as a link of the page does, without loading the app again."""
        if self.page.url == "about:blank":
            self.page.goto(self.address + path)
        else:
            self.page.evaluate("path => window.dash_clientside.aurorascope.go(path)", path)
            self.page.wait_for_function("path => location.pathname + location.search === path", arg=path)
        self.settle()

    def panel(self, name: str) -> Any:
        """The panel called `page:panel`."""
        return self.page.locator(f'[data-panel="{name}"]')

    def sums(self, name: str) -> dict[str, int]:
        """What the rows of a paging panel add up to, as the page says."""
        self.panel(name).locator(".sum").first.wait_for()
        found = (
            self.panel(name)
            .locator(".sum")
            .evaluate_all("all => all.map(one => [one.dataset.sum, Number(one.dataset.value)])")
        )
        return {str(key): int(value) for key, value in found}

    def violations(self, *, contrast: bool = False) -> list[str]:
        """What axe finds serious or critical; colours have a test of their own, which is quicker."""
        if not self.page.evaluate("() => Boolean(window.axe)"):
            self.page.evaluate(AXE)
        self.unfold()
        return [str(one) for one in self.page.evaluate(VIOLATIONS, contrast)]

    def timeline(self) -> None:
        """Scroll to the timeline and wait until it is drawn for this address."""
        self.page.evaluate("document.getElementById('under').scrollIntoView()")
        self.page.wait_for_function(TIMELINE, timeout=60_000, polling=ASKED_AGAIN_MS)

    def unfold(self) -> None:
        """Have tables drawn that are not in sight: their library paints only those that are."""
        self.page.evaluate(UNFOLD)

    def shot(self, name: str) -> None:
        """Keep a screenshot."""
        self.unfold()
        ARTIFACTS.mkdir(exist_ok=True)
        self.page.screenshot(path=str(ARTIFACTS / f"{name}.png"), full_page=True)

    def heard(self, message: ConsoleMessage) -> None:
        """Remember what the console complains about."""
        if message.type in {"error", "warning"}:
            self.wrong.append(f"{message.type}: {message.text} at {self.page.url}")

    def asked(self, request: Request) -> None:
        """Remember a request that leaves the server."""
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.wrong.append(f"request to {request.url}")


def runs(path: str) -> bool:
    """Say whether a browser starts: Ubuntu's chromium-browser may be a stub that points to a snap."""
    return subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's own chromium, else the one that Playwright has installed; without any the tests fail."""
    found = next((path for name in NAMES if (path := shutil.which(name)) and runs(path)), None)
    with sync_playwright() as playwright:
        kind = playwright.chromium
        assert found or Path(kind.executable_path).exists(), (
            "the browser tests need a chromium: see tests/needs.sh"
        )
        running = kind.launch(executable_path=found, chromium_sandbox=False, args=[*FLAGS])
        yield running
        running.close()


@pytest.fixture(scope="session")
def serving() -> Callable[..., str]:
    return start


@pytest.fixture(scope="session")
def visiting(browser: Browser) -> Callable[..., Visit]:
    return lambda address, **more: visit(browser, address, **more)


def start(store: Path, *, token: bool = False, refresh_s: int = 0) -> str:
    """Serve a store for the rest of the run and return the link that the server prints."""
    said: Queue[str] = Queue()
    pages = list(load_pages())
    threading.Thread(
        target=lambda: serve(store, pages, port=0, token=token, refresh_s=refresh_s, say=said.put),
        daemon=True,
    ).start()
    return said.get(timeout=60).split()[-1]


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("planted") / "store"
    planted_store.build(path)
    return path


@pytest.fixture(scope="session")
def addresses(planted: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    sample = tmp_path_factory.mktemp("sample") / "store"
    build_samples(sample_logs(), sample, recordings=False)
    mysql = tmp_path_factory.mktemp("mysql")
    build_samples(of_one_engine(mysql / "samples", "mysql"), mysql / "store", recordings=False)
    empty = tmp_path_factory.mktemp("empty") / "store"
    Store.create(empty)
    stores = {"planted": planted, "sample": sample, "mysql": mysql / "store", "empty": empty}
    return {name: start(path) for name, path in stores.items()}


def of_one_engine(folder: Path, engine: str) -> Path:
    """The sample logs of one engine's instances alone."""
    folder.mkdir()
    samples = sample_logs()
    head, *parts = (samples / "manifest.toml").read_text(encoding="utf-8").split("[[instance]]")
    wanted = [
        part
        for part in parts
        if (f'engine = "{engine}"' in part) or (engine == "postgresql" and "engine" not in part)
    ]
    (folder / "manifest.toml").write_text("[[instance]]".join([head, *wanted]), encoding="utf-8")
    for place in samples.glob("prod-*"):
        (folder / place.name).symlink_to(place)
    return folder


def visit(browser: Browser, address: str, **more: Any) -> Visit:
    """A fresh page of a fresh profile."""
    # what moves while a page waits is drawn at every frame, by the processor that the page waits for
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, locale="en-GB", reduced_motion="reduce", **more
    )
    page = context.new_page()
    opened = Visit(page, address)
    page.on("console", opened.heard)
    page.on("pageerror", lambda error: opened.wrong.append(f"page error: {error} at {page.url}"))
    page.on("request", opened.asked)
    return opened


@pytest.fixture(scope="session")
def planted_visit(browser: Browser, addresses: dict[str, str]) -> Iterator[Visit]:
    opened = visit(browser, addresses["planted"])
    yield opened
    opened.page.context.close()


@pytest.fixture(scope="session")
def visits(browser: Browser, addresses: dict[str, str], planted_visit: Visit) -> dict[str, Visit]:
    others = {name: visit(browser, address) for name, address in addresses.items() if name != "planted"}
    return {"planted": planted_visit, **others}

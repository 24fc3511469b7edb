"""Times the data of every page over HTTP, on a store of 30 days: one viewer, and many at once.

    python tests/benchmarks/pages.py --store DIR [--viewers 20] [--runs 5] [--seconds 120] [--page /queries]

The real server runs in a process of its own on loopback; make the store with thirty_days.py --make --compact. A page
is what a browser asks for: its frame, then every panel at once; the first data is the first panel that arrives. What is
asked for does not repeat: each run moves the range by a minute. Prints a table beside the targets, and the load of the
machine; never a gate.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from thirty_days import BEGIN

from aurorascope.catalog import load_pages
from aurorascope.model.page import Page
from aurorascope.web.panels import key_of, part_of

TARGETS = {1: 300, 20: 1000}
FILTER = "&user=web"
SERVER = """
import sys
from aurorascope.catalog import load_pages
from aurorascope.web.serve import serve
serve(sys.argv[1], tuple(load_pages()), port=0, token=False, say=lambda line: print(line, flush=True))
"""
OUTPUTS = {
    "chart": [
        ("chart", "figure"),
        ("chart-head", "children"),
        ("chart-foot", "children"),
        ("chart-rest", "data"),
    ],
    "grid": [
        *(("grid", "rowData"), ("grid-head", "children"), ("grid-foot", "children"), ("grid", "columnDefs")),
        *(("grid", "style"), ("grid-rest", "data")),
    ],
    "block": [("block", "children"), ("block-head", "children"), ("block-foot", "children")],
}


class Viewer:
    """Asks as a browser does: the callbacks are those that the server itself lists."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.known = {call["output"]: call for call in json.loads(self.get("/_dash-dependencies"))}

    def get(self, path: str) -> bytes:
        """Fetch an address."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=300)) as connection:
            connection.request("GET", path)
            return connection.getresponse().read()

    def post(self, body: dict[str, Any]) -> tuple[int, bytes]:
        """Ask for one callback; return its status and body."""
        headers = {"Content-Type": "application/json", "Origin": f"http://127.0.0.1:{self.port}"}
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=300)) as connection:
            connection.request("POST", "/_dash-update-component", json.dumps(body), headers)
            answer = connection.getresponse()
            return answer.status, answer.read()

    def open(self, path: str, search: str) -> dict[str, Any]:
        """Load the frame of a page, and return the request that its panels answer."""
        output = next(name for name in self.known if "page.children" in name and "request.data" in name)
        names = output.strip(".").split("...")
        body = {
            "output": output,
            "outputs": [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in names],
            "inputs": [
                {"id": "url", "property": "pathname", "value": path},
                {"id": "url", "property": "search", "value": search},
                {"id": "refresh", "property": "n_intervals", "value": 0},
            ],
            "changedPropIds": ["url.search"],
            "state": [{"id": "request", "property": "data", "value": {}}],
        }
        status, answer = self.post(body)
        if status != 200:
            raise RuntimeError(f"{path} answered {status}: {answer[:300]!r}")
        found: dict[str, Any] = json.loads(answer)["response"]["request"]["data"]
        return found

    def panel(self, page: Page, name: str, request: dict[str, Any]) -> float:
        """Ask for the data of one panel, and return how long that took in milliseconds."""
        panel = page.panel(name)
        part, key = part_of(panel), key_of(page, panel)
        outputs = [{"id": {"type": kind, "panel": key}, "property": what} for kind, what in OUTPUTS[part]]
        wanted = [
            json.dumps({"panel": ["MATCH"], "type": kind}, separators=(",", ":")) + "." + what
            for kind, what in OUTPUTS[part]
        ]
        output = ".." + "...".join(wanted) + ".."
        body = {
            "output": output,
            "outputs": outputs,
            "inputs": [{"id": "request", "property": "data", "value": request}],
            "changedPropIds": ["request.data"],
            "state": [
                {"id": {"type": part, "panel": key}, "property": "id", "value": {"type": part, "panel": key}}
            ],
        }
        began = time.perf_counter()
        status, answer = self.post(body)
        took = (time.perf_counter() - began) * 1000
        if status != 200 or b"could not be read" in answer:
            raise RuntimeError(f"{key} answered {status}: {answer[:300]!r}")
        return took


def shown(page: Page) -> list[str]:
    """The panels that a browser fills at once; what scrolls and what an address adds is not among them."""
    return [panel.name for panel in page.panels if part_of(panel) in OUTPUTS and not panel.only_with]


def load(viewer: Viewer, page: Page, search: str) -> tuple[float, float]:
    """Load a page as a browser does, six requests at a time: milliseconds to the first data, and to the last."""
    began = time.perf_counter()
    request = viewer.open(page.path, search)
    with ThreadPoolExecutor(6) as pool:
        ends = pool.map(lambda name: (viewer.panel(page, name, request), time.perf_counter())[1], shown(page))
        moments = [(end - began) * 1000 for end in ends]
    return min(moments), max(moments)


def ranked(values: list[float], share: float) -> float:
    """Return the value of the rank."""
    return sorted(values)[max(0, -(-int(len(values) * share * 100) // 100) - 1)]


def said(moment: datetime) -> str:
    """Write a moment as an address holds it."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def searches(days: int) -> Iterator[str]:
    """Addresses of so many days that no viewer asked for before."""
    for number in itertools.count():
        begin = BEGIN + timedelta(minutes=number)
        yield f"?from={said(begin)}&to={said(begin + timedelta(days=days))}"


def table(port: int, pages: list[Page], given: argparse.Namespace) -> None:
    """Print a line for each page and number of viewers."""
    viewer = Viewer(port)
    print(
        f"{'page':16} {'viewers':>7} {'loads':>5} {'first p50':>9} {'p95':>7} {'target':>7} {'all p50':>8} {'p95':>7}  load"
    )
    for page, (viewers, more) in itertools.product(pages, ((1, ""), (1, FILTER), (given.viewers, ""))):
        address = searches(given.days)
        until = time.monotonic() + given.seconds
        firsts: list[float] = []
        lasts: list[float] = []
        with ThreadPoolExecutor(viewers) as pool:
            for _ in range(given.runs if viewers == 1 else 1):
                asked = [next(address) + more for _ in range(viewers)]
                found = list(pool.map(partial(load, viewer, page), asked))
                firsts += [first for first, _ in found]
                lasts += [last for _, last in found]
                if time.monotonic() > until:
                    break
        target = 500 if more else TARGETS.get(viewers, 1000)
        print(
            f"{page.path + (' ' + more if more else ''):16} {viewers:7} {len(firsts):5} {statistics.median(firsts):9.0f} "
            f"{ranked(firsts, 0.95):7.0f} {target:7} {statistics.median(lasts):8.0f} {ranked(lasts, 0.95):7.0f}  "
            f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} cores",
            flush=True,
        )


def main() -> None:
    """Read the command line, start the server, measure, and end it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--viewers", type=int, default=20)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=120, help="No further load of a page after so long.")
    parser.add_argument("--page", action="append", default=[], help="Only this page; may be given again.")
    given = parser.parse_args()
    pages = [
        page
        for page in load_pages()
        if "{" not in page.path and shown(page) and (not given.page or page.path in given.page)
    ]
    command = [sys.executable, "-c", SERVER, str(given.store)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            line = server.stdout.readline()
            table(int(line.rsplit(":", 1)[1].strip().rstrip("/")), pages, given)
        finally:
            server.terminate()


if __name__ == "__main__":
    main()

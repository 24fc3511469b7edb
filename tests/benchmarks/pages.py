"""Times the data of every page over HTTP on a store of 30 days: one viewer, one with a filter, and many at once.

    python tests/benchmarks/pages.py --store DIR [--viewers 20] [--runs 10] [--seconds 60] [--page /queries]

The real server runs in a process of its own on loopback; make the store with thirty_days.py --make --compact. A
load is what a browser asks for (viewer.py). No load repeats a question: each moves the range by a minute, and the
filters take turns. Many viewers begin in the same moment: the worst case. `first` is the time to the first panel
with its data, `all` to the last panel, `exact` to the last number shown approximately before; `cpu` is what
the server took for a load on all cores, which the other work of the machine hardly moves. Each page is loaded once
before it is measured. Prints a table beside the targets, and the load of the machine; never a gate.
"""

from __future__ import annotations

import argparse
import itertools
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

from thirty_days import BEGIN
from viewer import Load, Viewer

from aurorascope.catalog import load_pages
from aurorascope.model.page import Page

TARGETS = {"one": 300, "filter": 500, "many": 1000}
FILTERS = ("", "&user=web", "&database=shop", "&application=api", "&user=app&application=api")
OWN = {"/entry": "&source=0000000000000003&offset=3000"}
NAMES = {"fingerprint": "0000000000000007", "rule": "writer-cpu"}
SERVER = """
import sys
from aurorascope.catalog import load_pages
from aurorascope.web.serve import serve
serve(sys.argv[1], tuple(load_pages()), port=0, token=False, say=lambda line: print(line, flush=True))
"""


def ranked(values: Sequence[float], share: float) -> float:
    """Return the value of the rank."""
    return sorted(values)[max(0, -(-int(len(values) * share * 100) // 100) - 1)]


def said(moment: datetime) -> str:
    """Write a moment as an address holds it."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def ranges(days: int) -> Iterator[str]:
    """Addresses of so many days that no viewer asked for before."""
    for number in itertools.count():
        begin = BEGIN + timedelta(minutes=number)
        yield f"?from={said(begin)}&to={said(begin + timedelta(days=days))}"


def loads(
    viewer: Viewer, pages: Sequence[Page], viewers: int, filters: Sequence[str], given: argparse.Namespace
) -> list[Load]:
    """Load the pages as often as is wanted, by so many viewers at once."""
    found: list[Load] = []
    until = time.monotonic() + given.seconds
    turns = zip(itertools.cycle(pages), given.ranges, itertools.cycle(filters), strict=False)
    with ThreadPoolExecutor(viewers) as pool:
        while len(found) < given.runs or viewers > len(found):
            asked = list(itertools.islice(turns, viewers))
            found += pool.map(
                lambda one: viewer.load(
                    one[0], one[0].path.format(**NAMES), one[1] + one[2] + OWN.get(one[0].path, "")
                ),
                asked,
            )
            if time.monotonic() > until:
                break
    return found


def processor_s(pid: int) -> float:
    """Return the processor time that a process has taken."""
    after_name = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")


def line(name: str, what: str, found: Sequence[Load], cpu_s: float) -> str:
    """Write a row of the table."""
    cells = [f"{name:24} {what:7} {len(found):5}"]
    for part in ("first", "whole", "exact"):
        values = [getattr(load, part) for load in found]
        cells.append(f"{statistics.median(values):7.0f} {ranked(values, 0.95):6.0f}")
        cells += [f"{TARGETS[what]:6}"] * (part == "first")
    return " ".join(cells) + f" {cpu_s * 1000 / len(found):6.0f} {os.getloadavg()[0]:5.1f}"


def table(port: int, pid: int, pages: list[Page], given: argparse.Namespace) -> None:
    """Print a line for each page and sort of viewing, and one of all pages for many viewers."""
    viewer = Viewer(port)
    print(f"milliseconds; {os.cpu_count()} cores; {given.viewers} viewers at once are 'many'")
    print(
        f"{'page':24} {'viewers':7} loads   first p50 p95 target    all p50 p95  exact p50 p95    cpu  load of the machine"
    )
    given.ranges = ranges(given.days)

    def measure(name: str, what: str, some: list[Page], viewers: int, filters: Sequence[str]) -> None:
        before = processor_s(pid)
        found = loads(viewer, some, viewers, filters, given)
        print(line(name, what, found, processor_s(pid) - before), flush=True)

    for page in pages:
        viewer.load(page, page.path.format(**NAMES), next(given.ranges) + OWN.get(page.path, ""))
        measure(page.path, "one", [page], 1, FILTERS[:1])
        measure(page.path, "filter", [page], 1, FILTERS[1:])
        measure(page.path, "many", [page], given.viewers, FILTERS)
    took = [viewer.timeline("/", next(given.ranges)) for _ in range(3)]
    print(f"{'the timeline of /':24} one       3 {statistics.median(took):7.0f} {max(took):6.0f}", flush=True)
    measure("each another page", "many", pages, given.viewers, FILTERS)


def main() -> None:
    """Read the command line, start the server, measure, and end it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--viewers", type=int, default=20)
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=60, help="No further load of a page after so long.")
    parser.add_argument("--page", action="append", default=[], help="Only this page; may be given again.")
    given = parser.parse_args()
    pages = [page for page in load_pages() if not given.page or page.path in given.page]
    command = [sys.executable, "-c", SERVER, str(given.store)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            assert server.stdout is not None
            ready = server.stdout.readline()
            table(int(ready.rsplit(":", 1)[1].strip().rstrip("/")), server.pid, pages, given)
        finally:
            server.terminate()


if __name__ == "__main__":
    main()

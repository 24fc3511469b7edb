"""The benchmark: a generated log into the store, and pgBadger on the same file; alternating, warm, medians.

    python tests/benchmarks/bench.py [--repeats 9] [--bytes 200MB] [--large] [--gz] [--no-peer] [--json FILE]

Prints every run as it ends, then medians, and whether the store holds the log's truth. It is never a gate: a slow
machine is no failure; a wrong number is. With pgBadger a sitting takes ten minutes, most of them pgBadger's; `--gz`
and `--large` (three runs of a log ten times as long) another two.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from against_truth import compare
from generate import generate, size
from process_cost import Cost, measure

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "bench-data"
PREFIX = "%t:%r:%u@%d:[%p]:"
TARGETS = {"times of pgBadger": 20.0, "peak MB": 600.0, "gz / plain": 1.6, "ten times / once": 10.0}
PACKED_REPEATS = 5
LARGE_REPEATS = 3
LARGE = "aurorascope, ten times as long"


def generated(target: int, seed: int) -> Path:
    """Return the log of that size, made once."""
    sources = sorted(Path(__file__).parent.glob("*.py"))
    newest = max(
        path.stat().st_mtime
        for path in sources
        if path.name
        not in {"bench.py", "against_truth.py", "block_profile.py", "formats.py", "process_cost.py"}
    )
    path = DATA / f"postgresql-{target // 10**6}MB-seed{seed}.log"
    truth = path.with_name(path.name + ".truth.json")
    if not truth.exists() or truth.stat().st_mtime < newest:
        DATA.mkdir(exist_ok=True)
        print(f"generating {path.name} ...", flush=True)
        generate(path, target, seed=seed)
    path.read_bytes() if target < 10**9 else None  # the page cache is warm from the first run on
    return path


def compressed(path: Path) -> Path:
    """Return the log as gz, made once."""
    packed = path.with_name(path.name + ".gz")
    if not packed.exists() or packed.stat().st_mtime < path.stat().st_mtime:
        with path.open("rb") as plain, gzip.open(packed, "wb", compresslevel=6) as out:
            shutil.copyfileobj(plain, out, 1 << 20)
    return packed


def ingest(path: Path, *, memory: bool = False) -> Cost:
    """Take the log into a fresh store."""
    store = DATA / "store"
    shutil.rmtree(store, ignore_errors=True)
    command = [sys.executable, "-m", "aurorascope.cli.main", "ingest", str(path), "--store", str(store)]
    return measure(
        [*command, "--cluster", "bench", "--instance", "bench-1"],
        said=DATA / "last-command.out",
        memory=memory,
    )


def pgbadger(path: Path, *, memory: bool = False) -> Cost:
    """Let pgBadger read the same file into JSON."""
    out = DATA / "pgbadger.json"
    command = ["pgbadger", "-j", "2", "-q", "-x", "json", "-p", PREFIX, "-o", str(out), str(path)]
    return measure(command, said=DATA / "last-command.out", memory=memory)


def median(costs: list[Cost], field: str) -> float:
    """Return the median of one figure."""
    return statistics.median(getattr(cost, field) for cost in costs)


def figures(costs: list[Cost], peak: Cost, megabytes: float) -> dict[str, float]:
    """Return the medians of one program on one file."""
    wall = median(costs, "wall_s")
    return {
        "MB/s": megabytes / wall,
        "wall s": wall,
        "lowest": min(cost.wall_s for cost in costs),
        "highest": max(cost.wall_s for cost in costs),
        "CPU s": median(costs, "cpu_s"),
        "user s": median(costs, "user_s"),
        "system s": median(costs, "system_s"),
        "peak MB": peak.peak_bytes / 1e6,
    }


def peer_version() -> str:
    """Name the pgBadger that is compared with; the benchmark ends here where there is none."""
    try:
        said = subprocess.run(["pgbadger", "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        raise SystemExit(
            "bench: pgbadger is missing: install Debian's package pgbadger, or leave the comparison out with --no-peer"
        ) from None
    return said.stdout.strip()


def told(title: str, cost: Cost) -> str:
    """Return one run in words."""
    return f"{title} {cost.wall_s:.2f} s wall, {cost.cpu_s:.2f} s CPU"


def line(title: str, row: dict[str, float]) -> str:
    """Return the medians of one program on one file in words."""
    memory = f", peak {row['peak MB']:.0f} MB" if row["peak MB"] else ""
    return (
        f"{title}: {row['wall s']:.2f} s wall ({row['lowest']:.2f} to {row['highest']:.2f}), {row['MB/s']:.1f} MB/s, "
        f"{row['CPU s']:.2f} s CPU ({row['user s']:.2f} user, {row['system s']:.2f} system){memory}"
    )


def truth_of(path: Path) -> dict[str, Any]:
    """Read what is true about a generated log."""
    truth: dict[str, Any] = json.loads(path.with_name(path.name + ".truth.json").read_text(encoding="utf-8"))
    return truth


def check(path: Path) -> dict[str, object]:
    """Compare the store of the last run with the log's truth, and say so."""
    checks = compare(DATA / "store", truth_of(path))
    wrong = [check for check in checks if not check.right]
    say(f"truth of {path.name}: {len(checks) - len(wrong)} of {len(checks)} counts and sums are equal")
    for one in wrong[:20]:
        say(f"  {one.name}: {one.expected} in the log, {one.found} in the store")
    return {"checks": len(checks), "wrong": [[one.name, one.expected, one.found] for one in wrong]}


class Sitting:
    """One sitting: every run is printed as it ends, every stage is kept in the file as it is known."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.peer = None if options.no_peer else peer_version()
        self.rows: dict[str, dict[str, float]] = {}
        self.result: dict[str, Any] = {
            "machine": platform.platform(),
            "cores": os.cpu_count(),
            "repeats": options.repeats,
            "rows": self.rows,
        }

    def compare(self, path: Path) -> None:
        """Measure the log, and pgBadger on the same file, by turns."""
        ours: list[Cost] = []
        theirs: list[Cost] = []
        ingest(path)  # compiled modules and the page cache
        for turn in range(self.options.repeats):
            ours.append(ingest(path))
            words = told("aurorascope", ours[-1])
            if self.peer:
                theirs.append(pgbadger(path))
                words += "; " + told("pgBadger", theirs[-1])
            say(f"run {turn + 1} of {self.options.repeats}: {words}")
        self._keep("aurorascope", ours, path, ingest(path, memory=True))
        self.result["truth"] = check(path)
        if self.peer:
            self._keep(self.peer, theirs, path, pgbadger(path, memory=True))
            self._ratio("times of pgBadger", self.peer, "aurorascope")

    def packed(self, path: Path) -> None:
        """Measure the same log as gz and plain, by turns: the machine may have become slower meanwhile."""
        gz = compressed(path)
        plain: list[Cost] = []
        packed: list[Cost] = []
        for turn in range(min(PACKED_REPEATS, self.options.repeats)):
            packed.append(ingest(gz))
            plain.append(ingest(path))
            say(f"gz, run {turn + 1}: {told('gz', packed[-1])}; {told('plain', plain[-1])}")
        self._keep("aurorascope, gz", packed, path, ingest(gz, memory=True))
        self._keep("aurorascope, beside gz", plain, path, None)
        self._ratio("gz / plain", "aurorascope, gz", "aurorascope, beside gz")

    def large(self) -> None:
        """Measure a log ten times as long."""
        path = generated(self.options.bytes * 10, self.options.seed)
        costs: list[Cost] = []
        for turn in range(min(LARGE_REPEATS, self.options.repeats)):
            costs.append(ingest(path))
            say(f"ten times as long, run {turn + 1}: {told('aurorascope', costs[-1])}")
        self._keep(LARGE, costs, path, ingest(path, memory=True))
        self.result["truth, ten times as long"] = check(path)
        self._ratio("ten times / once", LARGE, "aurorascope")

    def peak(self) -> None:
        """Say the highest memory of all files."""
        own = [row["peak MB"] for name, row in self.rows.items() if name.startswith("aurorascope")]
        self._aim("peak MB", max(own))

    def _keep(self, title: str, costs: list[Cost], path: Path, peak: Cost | None) -> None:
        row = figures(costs, peak or Cost(0, 0, 0), path.stat().st_size / 1e6)
        self.rows[title] = row
        say(f"median of {len(costs)}, {line(title, row)}")

    def _ratio(self, name: str, above: str, below: str) -> None:
        self._aim(name, self.rows[above]["wall s"] / self.rows[below]["wall s"])

    def _aim(self, name: str, value: float) -> None:
        self.result[name] = value
        word = "at least" if name == "times of pgBadger" else "at most"
        say(f"{name}: {value:.2f} (target: {word} {TARGETS[name]:g})")
        self.options.json.write_text(json.dumps(self.result, indent=1, default=str) + "\n")


def say(words: str) -> None:
    """Print at once: a sitting takes minutes."""
    print(words, flush=True)


def wrong(result: dict[str, Any]) -> int:
    """Return how many counts and sums were not those of the log."""
    return sum(len(found["wrong"]) for name, found in result.items() if name.startswith("truth"))


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Measure everything that was asked for."""
    sitting = Sitting(options)
    path = generated(options.bytes, options.seed)
    truth = truth_of(path)
    say(
        f"{path.name}: {path.stat().st_size / 1e6:.0f} MB, {truth['log_lines']:,} log lines, "
        f"{truth['statements']['lines']:,} statement lines, {truth['shape_count']} shapes; {os.cpu_count()} cores"
    )
    sitting.compare(path)
    if options.gz:
        sitting.packed(path)
    if options.large:
        sitting.large()
    sitting.peak()
    return sitting.result


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--bytes", type=size, default=size("200MB"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--repeats", type=int, default=9)
    parser.add_argument("--large", action="store_true", help="a log ten times as long, too")
    parser.add_argument("--gz", action="store_true", help="the same log as gz, too")
    parser.add_argument("--no-peer", action="store_true", help="without pgBadger")
    parser.add_argument("--json", type=Path, default=DATA / "bench.json")
    options = parser.parse_args()
    options.json.parent.mkdir(exist_ok=True)
    result = run(options)
    say(f"all figures: {options.json}")
    raise SystemExit(1 if wrong(result) else 0)


if __name__ == "__main__":
    main()

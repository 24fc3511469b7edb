"""The benchmark: a generated log into the store, and pgBadger on the same file; alternating, warm, medians.

    python tests/benchmarks/bench.py [--repeats 9] [--bytes 200MB] [--large] [--gz] [--no-peer] [--json FILE]

Prints what was measured and whether the store holds the log's truth. It is never a gate: a slow machine is no failure;
a wrong number is.
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
TARGETS = {"times of pgBadger": 20.0, "peak MB": 600.0, "gz / plain": 1.6, "2 GB / 200 MB": 10.0}


def generated(target: int, seed: int) -> Path:
    """Return the log of that size, made once."""
    sources = sorted(Path(__file__).parent.glob("*.py"))
    newest = max(
        path.stat().st_mtime
        for path in sources
        if path.name not in {"bench.py", "against_truth.py", "block_profile.py", "process_cost.py"}
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


def table(rows: dict[str, dict[str, float]]) -> str:
    """Lay figures out, a program a line."""
    names = list(dict.fromkeys(name for row in rows.values() for name in row))
    width = max(map(len, rows))
    lines = [" " * width + "".join(f"{name:>{len(name) + 3}}" for name in names)]
    lines += [
        f"{title:<{width}}" + "".join(f"{row[name]:>{len(name) + 3}.2f}" for name in names)
        for title, row in rows.items()
    ]
    return "\n".join(lines)


def truth_of(path: Path) -> dict[str, Any]:
    """Read what is true about a generated log."""
    truth: dict[str, Any] = json.loads(path.with_name(path.name + ".truth.json").read_text(encoding="utf-8"))
    return truth


def check(path: Path) -> dict[str, object]:
    """Compare the store of the last run with the log's truth, and say so."""
    checks = compare(DATA / "store", truth_of(path))
    wrong = [check for check in checks if not check.right]
    print(f"\ntruth of {path.name}: {len(checks) - len(wrong)} of {len(checks)} counts and sums are equal")
    for one in wrong[:20]:
        print(f"  {one.name}: {one.expected} in the log, {one.found} in the store")
    return {"checks": len(checks), "wrong": [[one.name, one.expected, one.found] for one in wrong]}


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Measure everything that was asked for."""
    peer = None if options.no_peer else peer_version()
    path = generated(options.bytes, options.seed)
    megabytes = path.stat().st_size / 1e6
    ours: list[Cost] = []
    theirs: list[Cost] = []
    ingest(path)  # compiled modules and the page cache
    for turn in range(options.repeats):
        print(f"run {turn + 1} of {options.repeats}", file=sys.stderr, flush=True)
        ours.append(ingest(path))
        if peer:
            theirs.append(pgbadger(path))
    rows = {"aurorascope": figures(ours, ingest(path, memory=True), megabytes)}
    result: dict[str, Any] = {"truth": check(path)}
    if peer:
        rows[peer] = figures(theirs, pgbadger(path, memory=True), megabytes)
        result["times of pgBadger"] = rows[peer]["wall s"] / rows["aurorascope"]["wall s"]
    wall = rows["aurorascope"]["wall s"]
    if options.gz:
        packed = compressed(path)
        costs = [ingest(packed) for _ in range(options.repeats)]
        rows["aurorascope, gz"] = figures(costs, ingest(packed, memory=True), megabytes)
        result["gz / plain"] = rows["aurorascope, gz"]["wall s"] / wall
    if options.large:
        large = generated(options.bytes * 10, options.seed)
        costs = [ingest(large) for _ in range(max(1, options.repeats // 3))]
        rows["aurorascope, 2 GB"] = figures(costs, ingest(large, memory=True), large.stat().st_size / 1e6)
        result["truth, 2 GB"] = check(large)
        result["2 GB / 200 MB"] = rows["aurorascope, 2 GB"]["wall s"] / wall
    result["peak MB"] = max(row["peak MB"] for name, row in rows.items() if name.startswith("aurorascope"))
    truth = truth_of(path)
    print(
        f"\n{path.name}: {megabytes:.0f} MB, {truth['log_lines']:,} log lines, {truth['statements']['lines']:,} statement "
        f"lines, {truth['shape_count']} shapes; medians of {options.repeats} on {os.cpu_count()} cores"
    )
    print(table(rows))
    for name, target in TARGETS.items():
        if name in result:
            word = "at least" if name == "times of pgBadger" else "at most"
            print(f"{name}: {result[name]:.2f} (target: {word} {target:g})")
    return {
        "machine": platform.platform(),
        "cores": os.cpu_count(),
        "repeats": options.repeats,
        "rows": rows,
        **result,
    }


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
    result = run(options)
    options.json.write_text(json.dumps(result, indent=1, default=str) + "\n")
    print(f"\nall figures: {options.json}")
    raise SystemExit(1 if result["truth"]["wrong"] else 0)


if __name__ == "__main__":
    main()

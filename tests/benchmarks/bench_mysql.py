"""The benchmark of MySQL: a generated slow log into the store, and pt-query-digest on the same file; alternating, warm.

    python tests/benchmarks/bench_mysql.py [--repeats 9] [--bytes 200MB] [--peer-repeats 3] [--no-peer] [--json FILE]

Prints what was measured and whether the store holds the log's truth. It is never a gate: a slow machine is no failure;
a wrong number is.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench import DATA, figures, ingest, line, truth_of
from generate import size
from mysql_slow import generate
from mysql_truth import compare
from process_cost import Cost, measure

TARGETS = {"times of pt-query-digest": 15.0, "peak MB": 600.0}


def generated(target: int, seed: int) -> Path:
    """Return the log of that size, made once."""
    path = DATA / f"mysql-slow-{target // 10**6}MB-seed{seed}.log"
    truth = path.with_name(path.name + ".truth.json")
    newest = max((Path(__file__).parent / name).stat().st_mtime for name in ("mysql_slow.py", "generate.py"))
    if not truth.exists() or truth.stat().st_mtime < newest:
        DATA.mkdir(exist_ok=True)
        print(f"generating {path.name} ...", flush=True)
        generate(path, target, seed=seed)
    path.read_bytes() if target < 10**9 else None  # the page cache is warm from the first run on
    return path


def digest(path: Path, *, memory: bool = False) -> Cost:
    """Let pt-query-digest read the same file into its report."""
    return measure(
        ["pt-query-digest", "--no-version-check", str(path)], said=DATA / "last-command.out", memory=memory
    )


def peer_version() -> str:
    """Name the pt-query-digest that is compared with; the benchmark ends here where there is none."""
    try:
        said = subprocess.run(["pt-query-digest", "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        raise SystemExit(
            "bench: pt-query-digest is missing: install Debian's package percona-toolkit, or leave the comparison out with --no-peer"
        ) from None
    return said.stdout.strip()


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Measure everything that was asked for."""
    peer = None if options.no_peer else peer_version()
    path = generated(options.bytes, options.seed)
    truth = truth_of(path)
    megabytes = path.stat().st_size / 1e6
    ours: list[Cost] = []
    theirs: list[Cost] = []
    ingest(path)  # compiled modules and the page cache
    for turn in range(options.repeats):
        print(f"run {turn + 1} of {options.repeats}", file=sys.stderr, flush=True)
        ours.append(ingest(path))
        if peer and turn < options.peer_repeats:
            theirs.append(digest(path))
    rows = {"aurorascope": figures(ours, ingest(path, memory=True), megabytes)}
    checks = compare(DATA / "store", truth)
    wrong = [check for check in checks if not check.right]
    result: dict[str, Any] = {
        "truth": {"checks": len(checks), "wrong": [[one.name, one.expected, one.found] for one in wrong]}
    }
    result["peak MB"] = rows["aurorascope"]["peak MB"]
    if peer:
        rows[peer] = figures(theirs, digest(path, memory=True), megabytes)
        result["times of pt-query-digest"] = rows[peer]["wall s"] / rows["aurorascope"]["wall s"]
    print(f"\ntruth of {path.name}: {len(checks) - len(wrong)} of {len(checks)} counts and sums are equal")
    for one in wrong[:20]:
        print(f"  {one.name}: {one.expected} in the log, {one.found} in the store")
    print(
        f"\n{path.name}: {megabytes:.0f} MB, {truth['totals']['entries']:,} entries, {len(truth['shapes'])} shapes; "
        f"medians of {options.repeats} ({len(theirs)} of the peer) on {os.cpu_count()} cores"
    )
    for title, row in rows.items():
        print(line(title, row))
    for name, target in TARGETS.items():
        if name in result:
            print(
                f"{name}: {result[name]:.2f} (target: {'at least' if name.startswith('times') else 'at most'} {target:g})"
            )
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
    parser.add_argument("--peer-repeats", type=int, default=3)
    parser.add_argument("--no-peer", action="store_true", help="without pt-query-digest")
    parser.add_argument("--json", type=Path, help="write every figure into this file")
    options = parser.parse_args()
    result = run(options)
    if options.json:
        options.json.write_text(json.dumps(result, indent=1), encoding="utf-8")
    if result["truth"]["wrong"]:
        raise SystemExit(1)


if __name__ == "__main__":
    main()

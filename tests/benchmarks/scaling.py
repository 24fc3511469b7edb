"""How time grows: with the size of the log, with the workers, and what the store of it costs to ask.

    python tests/benchmarks/scaling.py [--sizes 200MB 400MB 1GB 2GB 4GB 8GB] [--repeats 3] [--json FILE]

The logs are days of one generated day, a file each, with their dates moved: a store of N of them holds N times
the rows. Prints a line for each run, the straight line through all of them (least squares) and how far each lies
from it, weak scaling (a worker more, a file more for each), the bytes of the store, and the time of questions to
it. From these figures docs/scale.md is calculated. Never a gate.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bench import DATA, generated, say
from generate import size
from process_cost import Cost, measure

FIRST = date(2026, 11, 19)  # the day of the generated log
STAMP = re.compile(rb"(?m)^2026-11-(\d\d) (?=\d\d:\d\d:\d\d)")
QUESTIONS = {
    "statements by family, from rollups": (
        "select fingerprint, sum(calls) as calls, sum(sum_us) as us from statement_family_hours group by all "
        "order by us desc limit 20"
    ),
    "statements by family, raw": (
        "select fingerprint, sum(calls) as calls, sum(duration_us) as us from statements group by all "
        "order by us desc limit 20"
    ),
    "one day's errors, raw": (
        "select sqlstate, count(*) as n from entries where severity = 'ERROR' "
        "and ts >= timestamp '2026-11-19' group by all"
    ),
    "slowest executions of all days, raw": (
        "select ts, fingerprint, duration_us from statements order by duration_us desc nulls last limit 20"
    ),
    "text search over all days, raw": "select count(*) as n from entries where message like '%deadlock%'",
}


def day_file(number: int, day: Path, folder: Path) -> Path:
    """Return the log of a day `number` days before the generated one, made once."""
    path = folder / f"postgresql.log.{FIRST - timedelta(days=number)}"
    if path.exists():
        return path
    data = day.read_bytes()
    moved = STAMP.sub(
        lambda found: b"%s " % (date(2026, 11, int(found[1])) - timedelta(days=number)).isoformat().encode(),
        data,
    )
    path.with_suffix(".part").write_bytes(moved)
    path.with_suffix(".part").rename(path)
    return path


def ingest(paths: list[Path], store: Path, workers: int, *, memory: bool = False) -> Cost:
    """Take the files into a fresh store with so many workers."""
    shutil.rmtree(store, ignore_errors=True)
    listed = ", ".join(repr(str(path)) for path in paths)
    code = (
        f"from aurorascope import ingest; ingest([{listed}], store={str(store)!r}, cluster='bench', "
        f"instance='bench-1', workers={workers})"
    )
    return measure([sys.executable, "-c", code], said=DATA / "last-command.out", memory=memory)


def compact(store: Path) -> Cost:
    """Compact a store and roll its closed days up, as the nightly upkeep does."""
    command = [sys.executable, "-m", "aurorascope.cli.main", "store", "compact", "--store", str(store)]
    return measure(command, said=DATA / "last-command.out")


def median_run(paths: list[Path], store: Path, workers: int, repeats: int) -> dict[str, float]:
    """Return the medians of several runs, and the memory of one more."""
    costs = [ingest(paths, store, workers) for _ in range(repeats)]
    peak = ingest(paths, store, workers, memory=True).peak_bytes
    found = [path for path in store.rglob("*.parquet") if path.is_file()]
    return {
        "MB": sum(path.stat().st_size for path in paths) / 1e6,
        "workers": workers,
        "wall s": statistics.median(cost.wall_s for cost in costs),
        "CPU s": statistics.median(cost.cpu_s for cost in costs),
        "peak MB": peak / 1e6,
        "store MB": sum(path.stat().st_size for path in found) / 1e6,
        "files": len(found),
    }


def straight(rows: list[dict[str, float]], field: str) -> tuple[float, float, float]:
    """Return seconds before the first byte, seconds for each GB, and the largest distance from the line in per cent."""
    slope, begin = statistics.linear_regression(
        [row["MB"] / 1000 for row in rows], [row[field] for row in rows]
    )
    off = max(abs(row[field] / (begin + slope * row["MB"] / 1000) - 1) for row in rows)
    return begin, slope, 100 * off


def told(row: dict[str, float]) -> str:
    """Return a row in words."""
    return (
        f"{row['MB']:7.0f} MB, {row['workers']:.0f} workers: {row['wall s']:7.2f} s wall, {row['CPU s']:7.2f} s CPU, "
        f"{row['MB'] / row['wall s']:5.0f} MB/s, peak {row['peak MB']:.0f} MB, store {row['store MB']:.0f} MB "
        f"in {row['files']:.0f} files"
    )


def questions(store: Path, repeats: int) -> dict[str, float]:
    """Return the seconds of each question to a store, the median of several in one process."""
    from aurorascope.store.store import Store

    found: dict[str, float] = {}
    with Store.open(store).snapshot() as snapshot:
        for title, sql in QUESTIONS.items():
            taken = []
            for _ in range(repeats):
                began = time.perf_counter()
                snapshot.query(sql)
                taken.append(time.perf_counter() - began)
            found[title] = statistics.median(taken)
    return found


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    sizes = ("200MB", "400MB", "1GB", "2GB", "4GB", "8GB")
    parser.add_argument("--sizes", nargs="+", type=size, default=[size(one) for one in sizes])
    parser.add_argument("--day", type=size, default=size("200MB"), help="the log of a day")
    parser.add_argument(
        "--repeats", type=int, default=3, help="runs of sizes up to 2 GB; larger ones run once"
    )
    parser.add_argument("--json", type=Path, default=DATA / "scaling.json")
    options = parser.parse_args()
    cores = len(os.sched_getaffinity(0))
    day = generated(options.day, 1)
    folder = DATA / f"days-{options.day // 10**6}MB"
    folder.mkdir(parents=True, exist_ok=True)
    most = max(*(round(one / options.day) for one in options.sizes), cores)
    files = [day_file(number, day, folder) for number in range(most)]
    store = DATA / "scaling-store"
    result: dict[str, Any] = {"cores": cores, "sizes": [], "weak": [], "questions": {}}
    for one in options.sizes:
        repeats = options.repeats if one <= size("2GB") else 1
        row = median_run(files[: max(1, round(one / options.day))], store, cores, repeats)
        result["sizes"].append(row)
        say(told(row))
    for field in ("wall s", "CPU s"):
        begin, slope, off = straight(result["sizes"], field)
        result[f"line of {field}"] = {"begin": begin, "for each GB": slope, "furthest per cent": off}
        say(
            f"{field}: {begin:.2f} + {slope:.2f} for each GB; no size is further than {off:.0f} % from that line"
        )
    compacted = compact(store)
    result["compaction"] = {"wall s": compacted.wall_s, "CPU s": compacted.cpu_s}
    say(
        f"compaction and rollups of the last store: {compacted.wall_s:.1f} s wall, {compacted.cpu_s:.1f} s CPU"
    )
    for title, seconds in questions(store, 3).items():
        result["questions"][title] = seconds
        say(f"asked of the last store: {title}: {seconds:.3f} s")
    for workers in range(1, cores + 1):
        row = median_run(files[:workers], store, workers, options.repeats)
        result["weak"].append(row)
        say("weak scaling: " + told(row))
    alone, together = result["weak"][0]["wall s"], result["weak"][-1]["wall s"]
    say(
        f"weak scaling: {cores} workers on {cores} times the log take {together / alone:.2f} times the time of one"
    )
    options.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    say(f"all figures: {options.json}")
    shutil.rmtree(store, ignore_errors=True)


if __name__ == "__main__":
    main()

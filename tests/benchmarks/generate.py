"""Writes a realistic PostgreSQL log as RDS and Aurora lay it out, of any size, and beside it what is true about it.

    python tests/benchmarks/generate.py --bytes 200MB --seed 1 --out FILE [--days 1] [--prefix default|verbose]

The same seed gives the same bytes. FILE.truth.json holds every count and sum that a reader must reproduce.
"""

from __future__ import annotations

import argparse
import random
import time
from itertools import accumulate
from pathlib import Path

from clock import Clock
from events import EVENTS, checkpoint, restart
from server_log import PREFIXES, ServerLog
from truth import Truth
from workload import Workload

UNITS = {"KB": 10**3, "MB": 10**6, "GB": 10**9, "B": 1, "": 1}


def size(text: str) -> int:
    """Read '200MB'."""
    digits = text.rstrip("KMGBkmgb")
    return int(float(digits) * UNITS[text[len(digits) :].upper()])


def generate(
    path: Path, target: int, *, seed: int = 1, days: int = 1, prefix: str = "default", sessions: int = 300
) -> Truth:
    """Write the log and its truth; return the truth."""
    rng = random.Random(seed)
    truth = Truth(300)
    with path.open("wb") as out:
        log = ServerLog(out, target, Clock(days), rng, truth, prefix)
        work = Workload(log, sessions)
        run(work)
        work.due(everything=True)
        for session in list(work.sessions):
            work.end(session)
        log.close()
    truth.write(
        path.with_name(path.name + ".truth.json"),
        bytes=log.written, seed=seed, days=days, prefix=PREFIXES[prefix], started_at=log.clock.start.isoformat(),
    )  # fmt: skip
    return truth


def run(work: Workload) -> None:
    """Do unit after unit of work until the log has its size."""
    actions = {
        work.simple: 640.0,
        work.execute: 170.0,
        work.parse_bind_execute: 28.0,
        work.bind_execute: 24.0,
        work.fetch: 4.0,
        work.logged: 4.0,
        work.churn: 42.0,
        **{(lambda event=event: event(work)): share for event, share in EVENTS.items()},
    }
    choices, cumulative = list(actions), list(accumulate(actions.values()))
    once = [*choices, lambda: checkpoint(work)]
    next_checkpoint = restart_at = 0.0
    restart_at = 0.55
    choose = work.rng.choices
    while work.log.tick():
        work.units += 1
        work.due()
        if once and work.units % 23 == 0:
            once.pop()()
            continue
        if work.log.now >= next_checkpoint:
            next_checkpoint = work.log.now + 300_000
            checkpoint(work)
        if work.log.share >= restart_at:
            restart_at = 2
            restart(work)
        choose(choices, cum_weights=cumulative)[0]()


def main() -> None:
    """Read the command line and write the log."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--bytes", type=size, default=size("200MB"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--days", type=int, default=1)
    parser.add_argument("--sessions", type=int, default=300)
    parser.add_argument("--prefix", choices=sorted(PREFIXES), default="default")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    began = time.perf_counter()
    truth = generate(
        options.out,
        options.bytes,
        seed=options.seed,
        days=options.days,
        prefix=options.prefix,
        sessions=options.sessions,
    )
    statements = truth.phase_lines.total()
    print(
        f"{options.out}: {options.out.stat().st_size / 1e6:.1f} MB, {truth.lines_by_word.total()} log lines, "
        f"{statements} statement lines, {sum(1 for n in truth.shape_lines if n)} shapes, "
        f"{time.perf_counter() - began:.1f} s"
    )


if __name__ == "__main__":
    main()

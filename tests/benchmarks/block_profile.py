"""What a block of a log costs the parser, step by step: CPU milliseconds, the least of several readings.

    PYTHONPATH=. python tests/benchmarks/block_profile.py LOG [--bytes 12MB] [--blocks 6] [--repeats 5] [--calls]

Blocks follow each other as in a worker, in one thread; the first is left out, as it fills what a worker keeps.
`--calls` adds the profile of Python calls.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

os.environ.setdefault("POLARS_MAX_THREADS", "1")  # as in a worker
os.environ.setdefault("OMP_NUM_THREADS", "1")

from generate import size

from aurorascope.ingest.reading import read_entries
from aurorascope.logs import entry_rows, families, parse, redact
from aurorascope.logs.formats import stderr
from aurorascope.logs.formats.stderr import StderrFormat
from aurorascope.logs.kinds import builtin_folder, load_kinds
from aurorascope.logs.prefix import RDS_DEFAULT, Prefix
from aurorascope.logs.starts import FormatSpec
from aurorascope.model.block import Block, Piece

if TYPE_CHECKING:
    from collections.abc import Callable

# The steps, by the module that calls them: time spent in a nested step counts for that step alone.
STEPS = (
    (parse, "as_utf8"), (stderr, "entry_ranges"), (StderrFormat, "entries"), (parse, "parents"),
    (parse, "_timing"), (parse, "_open_masks"), (parse, "cut_out"), (parse, "entry_tables"),
    (entry_rows, "_messages"), (entry_rows, "classify"), (entry_rows, "_entries"), (entry_rows, "event_rows"),
    (entry_rows, "_error_ids"), (parse, "statement_rows"), (parse, "plan_statements"),
    (parse, "give_fingerprints"), (families, "family_rows"), (parse, "withhold_secrets"),
    (redact, "_scrubbed"), (parse, "_counts"), (parse, "_witnesses"),
)  # fmt: skip


class Timer:
    """CPU time by step."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self._open: list[float] = []

    def watch(self, place: Any, name: str) -> None:
        """Time one function wherever `place` calls it by its name."""
        setattr(place, name, self.timed(getattr(place, name), name.strip("_")))

    def timed(self, function: Callable[..., Any], name: str) -> Callable[..., Any]:
        """Return the function with its own time, that of steps within it left out, added up."""

        def step(*arguments: Any, **named: Any) -> Any:
            self._open.append(0.0)
            began = time.process_time()
            try:
                return function(*arguments, **named)
            finally:
                whole = time.process_time() - began
                self.spent[name] += whole - self._open.pop()
                if self._open:
                    self._open[-1] += whole

        return step


def blocks_of(path: Path, prefix: str, width: int, count: int) -> list[Block]:
    """Cut the first blocks of a log as a run does."""
    spec = FormatSpec("stderr", prefix)
    end = path.stat().st_size
    file = os.open(path, os.O_RDONLY)
    found = []
    for begin in range(0, min(end, width * count), width):
        data, at, _ = read_entries(file, spec, begin, min(begin + width, end), end, first=begin == 0)
        found.append(Block(data, (Piece(0, str(path), at),), last=False))
    os.close(file)
    return found


def main() -> None:
    """Read the command line, measure, print."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("log", type=Path)
    options.add_argument("--prefix", default=RDS_DEFAULT)
    options.add_argument("--bytes", type=size, default=size("12MB"))
    options.add_argument("--blocks", type=int, default=6)
    options.add_argument("--repeats", type=int, default=5)
    options.add_argument("--calls", action="store_true")
    chosen = options.parse_args()
    parser = parse.Parser(StderrFormat(Prefix(chosen.prefix)), load_kinds([builtin_folder("postgresql")]))
    blocks = blocks_of(chosen.log, chosen.prefix, chosen.bytes, chosen.blocks + 1)
    if chosen.calls:
        parser.parse(blocks[0])
        profile = cProfile.Profile(time.process_time)
        profile.enable()
        for block in blocks[1:]:
            parser.parse(block)
        profile.disable()
        pstats.Stats(profile).sort_stats("tottime").print_stats(45)
        return
    timer = Timer()
    for place, name in STEPS:
        timer.watch(place, name)
    read = timer.timed(parser.parse, "the rest")
    best: dict[str, float] = {}
    whole = float("inf")
    for _ in range(chosen.repeats):
        read(blocks[0])
        timer.spent.clear()
        for block in blocks[1:]:
            read(block)
        whole = min(whole, sum(timer.spent.values()))
        best = {name: min(spent, best.get(name, spent)) for name, spent in timer.spent.items()}
    scale = 1000 / (len(blocks) - 1)
    for name, spent in sorted(best.items(), key=lambda item: -item[1]):
        print(f"{spent * scale:8.2f} ms  {name}")
    print(
        f"{whole * scale:8.2f} ms  a block of {chosen.bytes / 1e6:.0f} MB, the least of {chosen.repeats} readings"
    )


if __name__ == "__main__":
    main()

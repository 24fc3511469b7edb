"""The generator's own proof: its truth is counted again by a second, naive reader of the file."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING

import pglast
import pytest
from generate import generate
from server_log import PREFIXES

if TYPE_CHECKING:
    from pathlib import Path

LINE = re.compile(r"^2026-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{3})? UTC:.*?([A-Z]+):  (.*)$")
DURATION = re.compile(r"duration: (\d+)\.(\d{3}) ms(?:  (statement|parse|bind|execute fetch|execute)\b|$)")
OPENER = re.compile(r"(statement|execute) ?.*?: ")
PID = re.compile(r"\[(\d+)\]:")


def _naive(path: Path) -> tuple[Counter[str], Counter[str], Counter[str]]:
    words: Counter[str] = Counter()
    lines: Counter[str] = Counter()
    sums: Counter[str] = Counter()
    opened: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").split("\n"):
        found = LINE.match(line)
        if found is None:
            assert line.startswith("\t") or not line
            continue
        words[found[1]] += 1
        pid = PID.search(line)
        assert pid is not None
        if opener := OPENER.match(found[2]):
            opened[pid[1]] = opener[1]
        elif duration := DURATION.match(found[2]):
            phase = (duration[3] or opened.pop(pid[1])).removeprefix("execute ")
            lines[phase] += 1
            sums[phase] += int(duration[1]) * 1000 + int(duration[2])
    return words, lines, sums


@pytest.mark.parametrize("prefix", sorted(PREFIXES))
def test_the_truth_is_what_the_file_holds(tmp_path: Path, prefix: str) -> None:
    path = tmp_path / "pg.log"
    generate(path, 1_500_000, seed=7, prefix=prefix)
    truth = json.loads((tmp_path / "pg.log.truth.json").read_text())
    words, lines, sums = _naive(path)
    assert truth["bytes"] == path.stat().st_size
    assert truth["log_lines_by_word"] == words
    phases = {phase: row for phase, row in truth["statements"]["by_phase"].items() if phase != "plan"}
    assert {phase: row["lines"] for phase, row in phases.items()} == lines
    assert {phase: row["duration_us"] for phase, row in phases.items()} == sums


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        generate(tmp_path / name, 300_000, seed=3)
    generate(tmp_path / "c", 300_000, seed=4)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert (tmp_path / "a").read_bytes() != (tmp_path / "c").read_bytes()


def test_every_kind_of_entry_and_every_shape_is_there(tmp_path: Path) -> None:
    truth = generate(tmp_path / "pg.log", 2_500_000)
    assert sum(1 for lines in truth.shape_lines if lines) == 300
    assert set(truth.tables) >= {
        "analyzes", "audit", "cancels", "checkpoints", "connections", "deadlocks", "lock_waits", "plans", "server_events",
        "starting_up", "temp_files", "vacuums",
    }  # fmt: skip
    assert {"LOG", "ERROR", "FATAL", "WARNING", "DETAIL", "HINT", "CONTEXT", "STATEMENT", "QUERY"} <= set(
        truth.lines_by_word
    )


def test_every_statement_is_postgresql(tmp_path: Path) -> None:
    generate(tmp_path / "pg.log", 1_500_000)
    truth = json.loads((tmp_path / "pg.log.truth.json").read_text())
    for shape in truth["shapes"]:
        pglast.parse_sql(shape["example"])

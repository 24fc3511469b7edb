"""Everything that AWS can do wrong, run by run: no crash, no gap without a name, nothing twice."""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from fault_chain import RUNS, WAYS, Told, chain, undisturbed

pytestmark = pytest.mark.uncounted

HERE = Path(__file__).parent


def test_no_fault_crashes_a_run_or_leaves_a_gap_unnamed(tmp_path: Path) -> None:
    runs = 5
    told = chain(8, runs, tmp_path, undisturbed(tmp_path, runs))
    assert told.wrong == []
    assert told.struck > 0


@pytest.mark.proof
def test_a_thousand_runs_of_every_collector_with_faults(
    tmp_path: Path, proved: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(HERE))
    monkeypatch.setattr(sys, "path", [*sys.path, str(HERE.parent)])
    began = time.monotonic()
    expected = undisturbed(tmp_path, RUNS)
    told = Told()
    with ProcessPoolExecutor(
        max_workers=3 * len(os.sched_getaffinity(0)), mp_context=multiprocessing.get_context("spawn")
    ) as pool:
        chains = [pool.submit(chain, seed, RUNS, tmp_path, expected) for seed in range(1000 // RUNS)]
        for it in chains:
            told.add(it.result())
    assert told.wrong == []
    assert told.runs == 1000
    assert set(told.ways) == {str(way) for way in WAYS}
    proved(f"{told.runs:,} runs of all collectors, {told.struck:,} faults: no crash")
    proved("runs a way: " + ", ".join(f"{way} {count}" for way, count in sorted(told.ways.items())))
    proved("outcomes: " + ", ".join(f"{name} {count}" for name, count in sorted(told.outcomes.items())))
    proved(
        f"after each run: {told.missing:,} rows that a run nobody disturbed has and this one has not yet; "
        f"each lies in one of the gaps that coverage names ({told.gaps:,} over all runs)"
    )
    proved("in the end, without faults: each of the 20 stores holds the same rows as the undisturbed one")
    proved(f"{time.monotonic() - began:.0f} s")

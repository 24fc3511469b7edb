"""Seeds: the same one makes the same days, different ones differ in everything that can differ."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from lab import lab, make
from lab.causes import CAUSES
from lab.world import LabWorld

pytestmark = pytest.mark.uncounted


def print_of(world: LabWorld) -> str:
    digest = hashlib.sha256()
    for name, track in world.tracks.items():
        digest.update(track.samples.tobytes())
        digest.update(
            "".join(line for written in world.logs(name) for _, line in written.book.lines).encode()
        )
        for held in world.instance_metrics(name).held.values():
            digest.update(held.values.tobytes())
    digest.update(json.dumps(make.told(world), default=str).encode())
    return digest.hexdigest()


@pytest.mark.parametrize("cause", [lab.QUIET, "lock_chain", "failover_cold_cache"])
def test_a_seed_makes_the_same_days_again(cause: str, ran: Callable[..., LabWorld]) -> None:
    once = ran(5, cause) if cause != lab.QUIET else LabWorld(lab.run(5, size="small"))
    assert print_of(once) == print_of(LabWorld(lab.run(5, cause, size="small")))


def test_a_cause_changes_nothing_on_other_clusters(ran: Callable[..., LabWorld]) -> None:
    struck, truth = ran(5, "lock_chain"), ran(5, "lock_chain").run.truth
    quiet = lab.run(5, size="small")
    assert quiet.stage.clock == struck.stage.clock
    same = {
        name: np.array_equal(track.samples, quiet.tracks[name].samples)
        for name, track in struck.tracks.items()
    }
    assert not same[truth.instance]
    assert all(same[name] for name, track in struck.tracks.items() if track.cluster.name != truth.cluster)


def test_causes_differ_between_seeds() -> None:
    for cause in CAUSES:
        truths = [lab.plan(seed, cause)[1] for seed in (31, 32, 33)]
        assert len({truth.begin_s for truth in truths}) == 3
        assert len({truth.end_s - truth.begin_s for truth in truths}) == 3
        assert len({json.dumps(truth.numbers) for truth in truths}) == 3


def test_quiet_days_have_seasons() -> None:
    track = next(iter(lab.run(6, days=14, size="small").tracks.values()))
    hourly = track.calls.sum(1).reshape(14, 24, 60).sum(2)
    daily = hourly.sum(1)
    assert hourly.mean(0).max() > 1.8 * hourly.mean(0).min()
    week = daily[:7] / daily[7:]
    assert np.abs(week - 1).max() < 0.25
    assert daily.max() > 1.1 * daily.min()


def test_an_unknown_cause_is_named() -> None:
    with pytest.raises(LookupError, match="no cause 'magic': one of quiet, connection_storm"):
        lab.run(1, "magic")


def test_the_command_writes_logs_and_truth(tmp_path: Path, ran: Callable[..., LabWorld]) -> None:
    truth = make.write(ran(5, "lock_chain"), tmp_path)
    kept = json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))
    assert kept["cause"] == "lock_chain"
    assert kept["numbers"] == truth["numbers"]
    for name, logs in kept["logs"].items():
        for stem, told in logs.items():
            files = sorted((tmp_path / name).glob(f"{stem}.*"))
            assert bool(files) == bool(told["counts"])


@pytest.mark.proof
def test_a_hundred_seeds_of_every_cause_can_be_made(proved: Callable[[str], None]) -> None:
    told = []
    for cause in CAUSES:
        peaks, lines = [], 0
        for seed in range(100, 200):
            world = LabWorld(lab.run(seed, cause, size="full" if cause == "serverless_ceiling" else "small"))
            assert all(np.isfinite(track.ms).all() for track in world.tracks.values())
            struck = [
                track for name, track in world.tracks.items() if track.cluster.name == world.run.truth.cluster
            ]
            peaks.append(max(float(track.samples.sum((1, 2)).max()) / 60 for track in struck))
            lines += sum(len(written.book.lines) for name in world.tracks for written in world.logs(name))
        told.append(
            f"{cause}: 100 seeds, highest load of a minute {min(peaks):.1f} to {max(peaks):.1f} sessions, {lines} log lines"
        )
    for line in told:
        proved(line)

"""Load, metrics, counters and logs of a run are one story, for every cause."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from aurorascope.logs.fingerprint import fingerprint
from lab import lab, waits
from lab.causes import CAUSES
from lab.world import LabWorld

pytestmark = pytest.mark.uncounted

RUNS = [(3, lab.QUIET), *((21, cause) for cause in CAUSES)]  # runs that other tests ask for, too
Ran = Callable[..., LabWorld]


@cache
def family_of(text: str, engine: str) -> str:
    return fingerprint(text, engine).id


def whole(world: LabWorld, name: str):  # noqa: ANN201 -- a Load
    instance, clock = world.tracks[name].instance, world.stage.clock
    return world.load(world.account, instance.region, instance.dbi, clock.start_s, clock.end_s)


@pytest.mark.parametrize(("seed", "cause"), RUNS)
def test_keys_of_every_dimension_add_up_to_the_total(seed: int, cause: str, ran: Ran) -> None:
    world = ran(seed, cause)
    clock = world.stage.clock
    for name in world.tracks:
        load = whole(world, name)
        minute = (load.times - clock.start_s) // 60
        total = np.bincount(minute, load.weight * load.step_s / 60, clock.minutes)
        published = world.instance_metrics(name).value("DBLoad")
        assert np.allclose(total, np.nan_to_num(published), atol=1e-9)
        for group, keyed in load.groups.items():
            if not group.startswith("db.blocking"):
                assert (keyed.codes >= 0).all(), group
            assert keyed.codes.max(initial=-1) < len(keyed.members), group


@pytest.mark.parametrize(("seed", "cause"), RUNS)
def test_load_asked_for_in_pieces_is_the_load_asked_for_at_once(seed: int, cause: str, ran: Ran) -> None:
    world = ran(seed, cause)
    name = next(iter(world.tracks))
    instance, clock = world.tracks[name].instance, world.stage.clock
    edges = np.linspace(clock.start_s, clock.end_s, 7).astype(int) // 60 * 60
    parts = [
        world.load(world.account, instance.region, instance.dbi, int(a), int(b)) for a, b in pairwise(edges)
    ]
    at_once = whole(world, name)
    assert np.array_equal(np.concatenate([part.times for part in parts if part]), at_once.times)
    assert np.array_equal(np.concatenate([part.weight for part in parts if part]), at_once.weight)
    hosts = [part.groups["db.host"].codes for part in parts if part]
    assert np.array_equal(np.concatenate(hosts), at_once.groups["db.host"].codes)


@pytest.mark.parametrize(("seed", "cause"), RUNS)
def test_a_call_is_within_its_window_and_its_load_is_in_the_samples(seed: int, cause: str, ran: Ran) -> None:
    world = ran(seed, cause)
    for track in world.tracks.values():
        clock, slow = track.clock, track.slow
        ends = slow.start_s + slow.ms / 1000
        assert (slow.start_s >= clock.start_s).all()
        assert (ends <= clock.end_s).all()
        named = slow.ms.sum() / 1000
        sampled = float(track.samples.sum())
        assert sampled >= 0.97 * named - 60
        spent = float(track.ms.sum()) / 1000  # what ended by itself within the days, plus nothing else
        assert sampled == pytest.approx(spent, rel=0.03, abs=120)
        for start, end in zip(*_downs(world, track.instance.name), strict=True):
            assert not ((slow.start_s > start) & (slow.start_s < end)).any()
            assert not ((slow.start_s < start - 0.01) & (ends > start + 0.01)).any()


def _downs(world: LabWorld, name: str) -> tuple[list[float], list[float]]:
    downs = [down for plot in world.stage.plots for down in plot.bends.downs if down.instance == name]
    return [down.start_s for down in downs], [down.end_s for down in downs]


@pytest.mark.parametrize(("seed", "cause"), RUNS)
def test_99_percent_of_logged_time_is_of_statements_that_performance_insights_saw(
    seed: int, cause: str, ran: Ran
) -> None:
    world = ran(seed, cause)
    for name, track in world.tracks.items():
        engine = "postgresql" if track.cluster.postgres else "mysql"
        load = whole(world, name)
        seen = {
            family_of(load.groups["db.sql_tokenized"].members[code]["db.sql_tokenized.statement"], engine)
            for code in np.unique(load.groups["db.sql_tokenized"].codes)
        }
        texts = {
            family_of(load.groups["db.sql"].members[code]["db.sql.statement"], engine)
            for code in np.unique(load.groups["db.sql"].codes)
        }
        assert texts == seen
        logged = joined = 0.0
        for family, ms in zip(track.slow.family.tolist(), track.slow.ms.tolist(), strict=True):
            logged += ms
            one = track.plot.families[family]
            joined += ms * (family_of(one.dollars if one.prepared else one.tokenized, engine) in seen)
        assert joined >= 0.99 * logged


@pytest.mark.parametrize(("seed", "cause"), RUNS)
def test_every_deadlock_of_the_log_is_in_the_metric_and_the_counter(seed: int, cause: str, ran: Ran) -> None:
    world = ran(seed, cause)
    for name, track in world.tracks.items():
        books = world.logs(name)
        told = books[0 if track.cluster.postgres else 1].book.counts["deadlocks"]
        metric = np.nansum(world.instance_metrics(name).value("Deadlocks")) * 60
        assert metric == pytest.approx(told, abs=1e-6)
        counter = "db.Concurrency.deadlocks" if track.cluster.postgres else "db.Locks.innodb_deadlocks"
        points = world.counter_points(
            world.account, track.instance.region, track.instance.dbi, counter, 0, 1 << 40
        )
        assert points.average.sum() == pytest.approx(told, abs=1e-6)


def test_temporary_files_of_the_log_are_in_the_counters(ran: Ran) -> None:
    world = ran(8, "temp_spill")
    for name, track in world.tracks.items():
        if track.cluster.postgres:
            place = (world.account, track.instance.region, track.instance.dbi)
            size = 60 * world.counter_points(*place, "db.Temp.temp_bytes", 0, 1 << 40).average.sum()
            files = world.counter_points(*place, "db.Temp.temp_files", 0, 1 << 40).average.sum()
            book = world.logs(name)[0].book
            assert book.totals.get("temp bytes", 0) <= size * 1.001
            assert book.counts["temp files"] <= files
            if not track.cluster.temp_log_kb:
                assert book.totals.get("temp bytes", 0) == pytest.approx(size, rel=0.02)


def test_statistics_count_the_calls_that_were_simulated(ran: Ran) -> None:
    world = ran(3)
    for track in world.tracks.values():
        stats = world.sql_stats(world.account, track.instance.region, track.instance.dbi, 0, 1 << 40)
        assert stats is not None
        calls, spent = ("calls", "total_time") if track.cluster.postgres else ("count_star", "sum_timer_wait")
        assert stats.columns[calls].sum() == track.calls.sum()
        assert stats.columns[spent].sum() == pytest.approx(track.ms.sum())
        assert all((values >= -1e-9).all() for values in stats.columns.values())


def test_a_long_statement_is_whole_in_performance_insights(ran: Ran) -> None:
    load = whole(ran(3), next(iter(ran(3).tracks)))
    assert max(len(one["db.sql.statement"]) for one in load.groups["db.sql"].members) > 500


def test_monitoring_says_what_the_metrics_say(ran: Ran) -> None:
    world = ran(3)
    for track in world.tracks.values():
        if track.paused.any():
            continue
        events = world.log_events(world.account, track.instance.region, "RDSOSMetrics", track.instance.dbi)
        event = json.loads(events.messages[700])
        assert event["instanceResourceID"] == track.instance.dbi
        minute = track.clock.minute(events.timestamp_ms[700] / 1000)
        assert event["cpuUtilization"]["total"] == pytest.approx(
            world.instance_metrics(track.instance.name).value("CPUUtilization")[minute], abs=0.01
        )


def test_backends_in_the_process_list_are_those_of_the_log(ran: Ran) -> None:
    world = ran(4, "lock_chain")
    name = world.run.truth.instance
    track, at = world.tracks[name], (world.run.truth.begin_s + world.run.truth.end_s) / 2
    events = world.log_events(world.account, track.instance.region, "RDSOSMetrics", track.instance.dbi)
    event = json.loads(events.messages[int(np.searchsorted(events.timestamp_ms, at * 1000))])
    backends = {process["id"] for process in event["processList"] if process["parentID"] == 389}
    assert backends
    log = "".join(line for _, line in world.logs(name)[0].book.lines)
    assert all(f"[{pid}]" in log for pid in backends)


def test_waits_for_rows_name_who_blocks_them(ran: Ran) -> None:
    world = ran(1, "lock_chain")
    name, truth = world.run.truth.instance, world.run.truth
    load = whole(world, name)
    inside = (load.times >= truth.begin_s + 60) & (load.times + 60 <= truth.end_s)
    rows = inside & np.isin(load.groups["db.wait_event"].codes, [waits.ROW, waits.TUPLE])
    keyed = load.groups["db.blocking_session"]
    weights: dict[str, float] = {}
    for code, weight in zip(keyed.codes[rows], load.weight[rows], strict=True):
        who = keyed.members[code]["db.blocking_session.id"]
        weights[who] = weights.get(who, 0.0) + weight
    holder = world.stage.plot(truth.cluster).bends.calls[0]
    pid = str(world.tracks[name].sessions.pid[holder.session])
    assert weights[pid] > 0.95 * sum(weights.values())

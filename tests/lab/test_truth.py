"""The truth beside a run can be found again in what the run shows, by what AWS and the logs say of it."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest

from lab import lab, waits
from lab.causes import CAUSES
from lab.clock import Floats
from lab.truth import Truth
from lab.world import LabWorld

pytestmark = pytest.mark.uncounted

SEEDS = (21, 22)


class Evidence:
    """One run with what it shows before and while the cause holds."""

    def __init__(self, world: LabWorld) -> None:
        self.world, self.truth, self.clock = world, world.run.truth, world.stage.clock
        self.cluster = world.stage.fleet.cluster(self.truth.cluster)
        first, last = self.clock.minute(self.truth.begin_s), self.clock.minute(self.truth.end_s)
        self.within = slice(first + 1, max(last, first + 2))
        self.before = slice(max(0, first - 180), first)
        self.numbers = self.truth.numbers
        self.names = (
            [self.truth.instance] if self.truth.instance else [one.name for one in self.cluster.instances]
        )

    def metric(self, name: str, instance: str = "") -> Floats:
        return self.world.instance_metrics(instance or self.names[0]).value(name)

    def log(self, instance: str = "") -> str:
        return "".join(line for _, line in self.world.logs(instance or self.names[0])[0].book.lines)

    def seconds(self, tokenized: str, kinds: set[int] | None = None) -> Floats:
        """Session seconds of a family, minute by minute, on all instances of the cluster."""
        total = np.zeros(self.clock.minutes)
        for one in self.cluster.instances:
            load = self.world.load(
                self.world.account, one.region, one.dbi, self.clock.start_s, self.clock.end_s
            )
            assert load is not None
            members = load.groups["db.sql_tokenized"].members
            rows = np.array([member["db.sql_tokenized.id"] == tokenized for member in members])[
                load.groups["db.sql_tokenized"].codes
            ]
            if kinds is not None:
                rows &= np.isin(load.groups["db.wait_event"].codes, list(kinds))
            minute = (load.times[rows] - self.clock.start_s) // 60
            total += np.bincount(minute, load.weight[rows] * load.step_s, self.clock.minutes)
        return total

    def per_call_ms(self, tokenized: str) -> tuple[float, float]:
        """Milliseconds of a call before and within."""
        spent, calls = np.zeros(self.clock.minutes), np.zeros(self.clock.minutes)
        for one in self.cluster.instances:
            stats = self.world.sql_stats(
                self.world.account, one.region, one.dbi, self.clock.start_s, self.clock.end_s
            )
            assert stats is not None
            rows = np.array([member["db.sql_tokenized.id"] == tokenized for member in stats.digests.members])[
                stats.digests.codes
            ]
            minute = (stats.times[rows] - self.clock.start_s) // 60
            count, total = (
                ("calls", "total_time") if self.cluster.postgres else ("count_star", "sum_timer_wait")
            )
            calls += np.bincount(minute, stats.columns[count][rows], self.clock.minutes)
            spent += np.bincount(minute, stats.columns[total][rows], self.clock.minutes)
        return tuple(
            float(spent[part].sum() / max(calls[part].sum(), 1)) for part in (self.before, self.within)
        )  # type: ignore[return-value]


def connection_storm(seen: Evidence) -> None:
    connections = seen.metric("DatabaseConnections")
    assert connections[seen.within].max() > 1.4 * connections[seen.before].max()
    assert connections.max() <= seen.cluster.max_connections + 60
    if seen.cluster.postgres and seen.cluster.log_connections:
        from datetime import UTC, datetime

        stamps = re.findall(r"^([\d-]+ [\d:]+) UTC:\S+?LOG:  connection received", seen.log(), re.MULTILINE)
        moments = np.array(
            [datetime.fromisoformat(stamp).replace(tzinfo=UTC).timestamp() for stamp in stamps]
        )
        inside = ((moments >= seen.truth.begin_s) & (moments < seen.truth.end_s)).sum()
        usual = len(moments) / 86_400
        assert inside / (seen.truth.end_s - seen.truth.begin_s) == pytest.approx(
            seen.numbers["attempts_per_s"], rel=0.2, abs=usual
        )


def deadlock_cycle(seen: Evidence) -> None:
    per_minute = seen.metric("Deadlocks") * 60
    inside = per_minute[seen.within.start - 1 : seen.within.stop + 1].sum()
    alone = sum(
        1
        for one in seen.truth.innocent
        if one["what"] == "one deadlock" and one["cluster"] == seen.truth.cluster
    )
    assert seen.numbers["deadlocks"] <= round(inside) <= seen.numbers["deadlocks"] + alone


def failover_cold_cache(seen: Evidence) -> None:
    old, new = seen.truth.instance, seen.numbers["promoted"]
    roles = {}
    for moment in (seen.truth.begin_s - 5, seen.truth.end_s):
        records = seen.world.describe(
            seen.world.account, seen.truth.region, "DescribeDBClusters", None, int(moment)
        )
        members = next(
            record["DBClusterMembers"]
            for record in records
            if record["DBClusterIdentifier"] == seen.truth.cluster
        )
        roles[moment] = next(
            member["DBInstanceIdentifier"] for member in members if member["IsClusterWriter"]
        )
    assert list(roles.values()) == [old, new]
    messages = [
        record["Message"]
        for record in seen.world.describe(
            seen.world.account, seen.truth.region, "DescribeEvents", None, seen.clock.end_s
        )
    ]
    assert f"Completed failover to DB instance: {new}" in messages
    promoted = seen.truth.begin_s + seen.numbers["outage_s"]
    uptime = seen.metric("EngineUptime", new)
    after = seen.clock.minute(promoted) + 3
    assert seen.clock.times[after] + 60 - uptime[after] == pytest.approx(promoted, abs=1)
    hits = seen.metric("BufferCacheHitRatio", new)
    cold = hits[after - 2 : after + 1].min()
    assert cold < np.nanmedian(hits[: seen.within.start]) - 8
    warm = after + int(seen.numbers["minutes_until_2_percent_of_pages_missed"]) + 2
    if warm < seen.clock.minutes - 10:
        assert np.nanmedian(hits[warm : warm + 10]) > 95
    if seen.cluster.postgres:
        assert "database system is ready to accept connections" in seen.log(new)


def io_cost_jump(seen: Evidence) -> None:
    _, reads = seen.world.volume(seen.truth.cluster)["VolumeReadIOPs"]
    inside = reads.values[seen.within.start // 5 + 1 : seen.within.stop // 5].mean()
    before = reads.values[: seen.within.start // 5]
    assert inside > 1.8 * np.median(before)


def lock_chain(seen: Evidence) -> None:
    suffering = next(one for one in seen.truth.statements if one["role"] == "suffers")
    waited = seen.seconds(suffering["tokenized_id"], {waits.ROW, waits.TUPLE})
    assert waited.sum() == pytest.approx(seen.numbers["waited_s"], rel=0.03, abs=60)
    at_once = waited[seen.within].max(initial=0) / 60
    assert at_once <= seen.numbers["most_waiting_at_once"] + 1
    if seen.cluster.postgres:
        waiting = len(
            re.findall(r"still waiting for (?:ShareLock on transaction|ExclusiveLock on tuple)", seen.log())
        )
        assert waiting >= 0.8 * seen.numbers["waiting_calls"]
        assert (
            len(re.findall("canceling statement due to lock timeout", seen.log()))
            == seen.numbers["cancelled_calls"]
        )


def new_statement(seen: Evidence) -> None:
    (statement,) = seen.truth.statements
    seconds = seen.seconds(statement["tokenized_id"])
    assert seconds[: seen.within.start - 1].sum() == 0
    assert (seconds[seen.within] > 0).all()
    assert seconds[seen.within].mean() / 60 > 0.1 * seen.cluster.cores(seen.cluster.instances[0])
    assert seconds[seen.within.start - 1 : seen.within.stop + 1].sum() == pytest.approx(
        sum(statement["session_seconds"].values()), rel=1e-6
    )


def out_of_memory(seen: Evidence) -> None:
    free = seen.metric("FreeableMemory")
    last = seen.clock.minute(seen.numbers["killed_s"])
    assert free[last - 1] < 0.65 * np.nanmedian(free[seen.before])
    back = seen.numbers["killed_s"] + seen.numbers["recovery_s"]
    uptime = seen.metric("EngineUptime")
    assert seen.clock.times[last + 3] + 60 - uptime[last + 3] == pytest.approx(back, abs=1)
    if seen.cluster.postgres:
        assert "was terminated by signal 9: Killed" in seen.log()
    else:
        assert seen.metric("AuroraMemoryHealthState")[last - 1] == 10


def plan_flip(seen: Evidence) -> None:
    (statement,) = seen.truth.statements
    before, within = seen.per_call_ms(statement["tokenized_id"])
    assert within > 2.5 * before


def replica_lag_ddl(seen: Evidence) -> None:
    for reader, worst in seen.numbers["lag_ms_at_most"].items():
        lag = seen.metric("AuroraReplicaLag", reader)
        assert np.nanmax(lag[seen.within]) == pytest.approx(worst, rel=0.35, abs=500)
        assert np.nanmax(lag[seen.within]) > 3 * np.nanmedian(lag)
    if seen.cluster.postgres:
        assert f"duration: {seen.numbers['ms']:.3f} ms  statement: {seen.numbers['text']}" in seen.log()
    else:
        assert f"# Query_time: {seen.numbers['ms'] / 1000:.6f}" in seen.log()


def serverless_ceiling(seen: Evidence) -> None:
    used = seen.metric("ACUUtilization")
    assert (used[seen.within] > 99).mean() > 0.6
    assert seen.metric("ServerlessDatabaseCapacity")[seen.within].max() == seen.numbers["max_acu"]


def temp_spill(seen: Evidence) -> None:
    written = sum(
        (np.nan_to_num(seen.metric("TempStorageThroughput", name)) for name in seen.names),
        np.zeros(seen.clock.minutes),
    )
    inside = written[seen.within]
    calls = seen.numbers["calls_per_s"] * len(inside) * 60
    assert inside.sum() * 60 / 2 > 0.1 * calls * seen.numbers["bytes_a_call"]


def vacuum_debt(seen: Evidence) -> None:
    name = "MaximumUsedTransactionIDs" if seen.cluster.postgres else "RollbackSegmentHistoryListLength"
    values = seen.metric(name)
    grown = values[seen.within][-1] - values[seen.within][0]
    assert grown > 0.5 * seen.numbers["oldest_xid_age"]
    if seen.cluster.postgres:
        dead = [int(one) for one in re.findall(r"(\d+) are dead but not yet removable", seen.log())]
        assert max(dead) == seen.numbers["dead_rows_at_most"]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("cause", CAUSES)
def test_the_truth_is_found_again(cause: str, seed: int, ran: Callable[..., LabWorld]) -> None:
    world = ran(seed, cause)
    truth = world.run.truth
    assert truth.cause == cause
    assert world.stage.clock.start_s <= truth.begin_s < truth.end_s <= world.stage.clock.end_s
    globals()[cause](Evidence(world))


@pytest.mark.proof
def test_the_truth_of_forty_seeds_is_found_again(proved: Callable[[str], None]) -> None:
    for cause in CAUSES:
        for seed in range(200, 240):
            world = LabWorld(lab.run(seed, cause, size="full" if cause == "serverless_ceiling" else "small"))
            globals()[cause](Evidence(world))
        proved(f"{cause}: the truth of 40 seeds was found again in what the runs show")


def test_a_quiet_run_has_no_cause(ran: Callable[..., LabWorld]) -> None:
    truth: Truth = ran(21, lab.QUIET).run.truth
    assert (truth.cause, truth.cluster, truth.statements, truth.numbers) == (lab.QUIET, "", [], {})

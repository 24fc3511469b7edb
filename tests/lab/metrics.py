"""CloudWatch's per-minute values of one instance, read from its track: a formula for each metric.

Left out on purpose: CPU credits (no burstable class is drawn), EBS balances (not of Aurora), Limitless, the
names of Aurora MySQL 2, AuroraBinlogReplicaLag and RDSToAuroraPostgreSQLReplicaLag (nobody replicates in).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lab import waits
from lab.clock import Floats, drift
from lab.stage import generator

if TYPE_CHECKING:
    from lab.simulation import Track

GIB = 1 << 30
SLEEPING = {"CPUUtilization", "ACUUtilization", "ServerlessDatabaseCapacity"}


@dataclass(frozen=True, slots=True)
class Values:
    """One metric of one instance; minutes without a point are NaN."""

    unit: str
    values: Floats


class InstanceMetrics:
    """Every metric of one instance."""

    def __init__(self, seed: int, track: Track, lags: dict[str, Floats]) -> None:
        """Compute them all; `lags` are the replica lags of the cluster's readers, NaN while they are none."""
        self.track, self.lags = track, lags
        self.rng = generator(seed, "metrics", track.instance.name)
        self.held: dict[str, Values] = {}
        self._common()
        self._storage()
        if track.cluster.postgres:
            self._postgres()
        else:
            self._mysql()
            self._statements()
        self._hide()

    def put(self, name: str, unit: str, values: Floats) -> None:
        """Keep a metric."""
        self.held[name] = Values(unit, np.asarray(values, np.float64).copy())

    def noise(self, size: float) -> Floats:
        """Return a factor around 1 for each minute."""
        return np.exp(self.rng.normal(0, size, self.track.clock.minutes))

    def flat(self, value: float = 0.0) -> Floats:
        """Return the same value for each minute."""
        return np.full(self.track.clock.minutes, value)

    def _common(self) -> None:
        track, cluster, clock = self.track, self.track.cluster, self.track.clock
        cores = cluster.cores(track.instance)
        busy = track.cpu_cores + track.gauge("cpu_cores")
        self.put(
            "CPUUtilization",
            "Percent",
            np.clip(100 * busy / cores + 2.5 * self.noise(0.2), 0, 100) * ~track.paused,
        )
        self.put("DatabaseConnections", "Count", track.connected)
        aas = track.samples.sum((1, 2)) / 60
        cpu = track.samples[:, :, waits.CPU].sum(1) / 60
        quiet = aas == 0
        for name, values in (
            ("DBLoad", aas),
            ("DBLoadCPU", cpu),
            ("DBLoadNonCPU", aas - cpu),
            ("DBLoadRelativeToNumVCPUs", aas / cores),
        ):
            self.put(name, "None", np.where(quiet, np.nan, values))
        looked = track.pages.sum(1)
        self.put(
            "BufferCacheHitRatio",
            "Percent",
            np.where(looked > 0, 100 * (1 - track.reads.sum(1) / np.maximum(looked, 1)), 100.0),
        )
        self.put("EngineUptime", "Seconds", self._uptime())
        memory = cluster.memory(track.instance)
        free = (
            memory * 0.3 * drift(self.rng, clock.minutes, 0.03)
            - track.connected * 6e6
            - track.gauge("memory_used")
        )
        self.put("FreeableMemory", "Bytes", np.maximum(free, memory * 0.004))
        self.put("SwapUsage", "Bytes", track.gauge("swap_used"))
        rows = self._rows()
        self.put("NetworkTransmitThroughput", "Bytes/Second", rows * 140 / 60 + 800)
        self.put("NetworkReceiveThroughput", "Bytes/Second", track.calls.sum(1) * 260 / 60 + 400)
        self.put(
            "NetworkThroughput",
            "Bytes/Second",
            self.value("NetworkTransmitThroughput") + self.value("NetworkReceiveThroughput"),
        )
        commits = self._changes()
        self.put("CommitThroughput", "Count/Second", commits / 60)
        self.put("CommitLatency", "Milliseconds", self._commit_ms())
        self.put("Deadlocks", "Count/Second", self.deadlocks() / 60)
        if track.instance.serverless:
            self.put("ServerlessDatabaseCapacity", "Count", track.capacity)
            self.put("ACUUtilization", "Percent", 100 * track.capacity / cluster.max_acu)
        readers = [lag for name, lag in self.lags.items() if name != track.instance.name]
        if track.instance.name in self.lags:
            self.put(
                "AuroraReplicaLag",
                "Milliseconds",
                np.where(track.writes, np.nan, self.lags[track.instance.name]),
            )
        if readers and not cluster.secondary_of:
            stacked = np.stack(readers)
            known = ~np.isnan(stacked).all(0) & track.writes
            for name, pick, blank in (
                ("AuroraReplicaLagMaximum", np.max, -np.inf),
                ("AuroraReplicaLagMinimum", np.min, np.inf),
            ):
                best = pick(np.where(np.isnan(stacked), blank, stacked), axis=0)
                self.put(name, "Milliseconds", np.where(known, best, np.nan))

    def _storage(self) -> None:
        track, cluster = self.track, self.track.cluster
        page = 8192 if cluster.postgres else 16_384
        reads = track.reads.sum(1) / 60
        writes = self._changes() * 1.4 / 60 + track.gauge("write_iops") + 2
        self.put("ReadIOPS", "Count/Second", reads)
        self.put("ReadLatency", "Seconds", np.where(reads > 0, track.read_ms / 1000, 0.0))
        self.put("ReadThroughput", "Bytes/Second", reads * page)
        self.put("WriteIOPS", "Count/Second", writes)
        self.put(
            "WriteLatency",
            "Seconds",
            0.0018 * drift(self.rng, track.clock.minutes, 0.1) * (1 + track.gauge("write_iops") / 20_000),
        )
        self.put("WriteThroughput", "Bytes/Second", writes * 2300 + track.gauge("write_bytes"))
        self.put("DiskQueueDepth", "Count", reads * track.read_ms / 1000)
        self.put("StorageNetworkReceiveThroughput", "Bytes/Second", reads * page + 2000)
        self.put(
            "StorageNetworkTransmitThroughput", "Bytes/Second", self.value("WriteThroughput") * 1.1 + 2000
        )
        self.put(
            "StorageNetworkThroughput",
            "Bytes/Second",
            self.value("StorageNetworkReceiveThroughput") + self.value("StorageNetworkTransmitThroughput"),
        )
        self.put("TempStorageThroughput", "Bytes/Second", 2 * track.temp_bytes / 60)
        self.put("TempStorageIOPS", "Count/Second", 2 * track.temp_bytes / 60 / 131_072)
        if not track.instance.serverless:
            disk = 2.0 * cluster.memory(track.instance)
            self.put(
                "FreeLocalStorage",
                "Bytes",
                np.maximum(
                    disk * 0.82 * drift(self.rng, track.clock.minutes, 0.01) - track.temp_bytes * 0.6,
                    disk * 0.005,
                ),
            )
        if "gd." in track.instance.instance_class:
            for name, unit, values in (
                ("FreeEphemeralStorage", "Bytes", self.flat(180 * GIB)), ("ReadIOPSEphemeralStorage", "Count/Second", 3 * reads),
                ("WriteIOPSEphemeralStorage", "Count/Second", reads), ("ReadLatencyEphemeralStorage", "Seconds", self.flat(0.00012)),
                ("WriteLatencyEphemeralStorage", "Seconds", self.flat(0.00015)), ("ReadThroughputEphemeralStorage", "Bytes/Second", 3 * reads * page),
                ("WriteThroughputEphemeralStorage", "Bytes/Second", reads * page),
            ):  # fmt: skip
                if cluster.postgres:
                    self.put(name, unit, values)
            if cluster.postgres:
                self.put(
                    "AuroraOptimizedReadsCacheHitRatio",
                    "Percent",
                    np.where(track.writes, 72 * self.noise(0.01), np.nan),
                )

    def _postgres(self) -> None:
        track, clock = self.track, self.track.clock
        self.put(
            "AuroraEstimatedSharedMemoryBytes", "Bytes", self.flat(0.7 * track.cluster.memory(track.instance))
        )
        start = float(generator(1, "xid", track.cluster.name).uniform(2e7, 1.6e8))
        age = start + np.arange(clock.minutes) * 60 * 12.0
        self.put("MaximumUsedTransactionIDs", "Count", (age % 2e8) + self.shared("xid_age"))
        self.put("OldestReplicationSlotLag", "Bytes", self.flat(-1.0))
        self.put("ReplicationSlotDiskUsage", "Bytes", self.flat(0.0))
        self.put("TransactionLogsDiskUsage", "Bytes", np.where(track.writes, -1.0, np.nan))
        if track.cluster.forwarding and not track.cluster.secondary_of:
            level = self._changes() / 60 * 0.05
            for name, unit, values in (
                ("AuroraLocalForwardingWriterDMLThroughput", "Count/Second", level), ("AuroraLocalForwardingWriterOpenSessions", "Count", self.flat(6)),
                ("AuroraLocalForwardingWriterTotalSessions", "Count", self.flat(9)), ("AuroraForwardingWriterDMLThroughput", "Count/Second", level / 2),
                ("AuroraForwardingWriterOpenSessions", "Count", self.flat(4)), ("AuroraForwardingWriterTotalSessions", "Count", self.flat(5)),
            ):  # fmt: skip
                self.put(name, unit, np.where(track.writes, values, np.nan))
            for name, unit, value in (
                ("AuroraForwardingReplicaCommitThroughput", "Count/Second", 0.7), ("AuroraForwardingReplicaDMLLatency", "Milliseconds", 9.0),
                ("AuroraForwardingReplicaDMLThroughput", "Count/Second", 0.7), ("AuroraForwardingReplicaErrorSessionsLimit", "Count", 0.0),
                ("AuroraForwardingReplicaOpenSessions", "Count", 2.0), ("AuroraForwardingReplicaReadWaitLatency", "Milliseconds", 21.0),
            ):  # fmt: skip
                self.put(name, unit, np.where(track.writes, np.nan, value * self.noise(0.1)))

    def _mysql(self) -> None:
        track = self.track
        self.put("AbortedClients", "Count", self.rng.poisson(0.02, track.clock.minutes).astype(float))
        self.put("ConnectionAttempts", "Count", track.attempts.astype(float))
        self.put("LoginFailures", "Count/Second", self.rng.poisson(0.01, track.clock.minutes) / 60)
        waiting = track.lock_ms / 60_000
        self.put("ActiveTransactions", "Count/Second", track.samples.sum((1, 2)) / 60)
        self.put("BlockedTransactions", "Count/Second", waiting)
        self.put("RowLockTime", "Milliseconds", track.lock_ms)
        self.put(
            "RollbackSegmentHistoryListLength",
            "Count",
            300 * drift(self.rng, track.clock.minutes, 0.4) + self.shared("history"),
        )
        self.put(
            "TransactionAgeMaximum",
            "Seconds",
            np.maximum(3 * self.noise(0.5), self.shared("transaction_age_s")),
        )
        changed = np.cumsum(self._changes())
        held = self.shared("history")
        for name, behind in (("PurgeBoundary", 0), ("PurgeFinishedPoint", 40), ("TruncateFinishedPoint", 90)):
            self.put(name, "Count", np.maximum.accumulate(np.maximum(4e8 + changed - held - behind, 0)))
        self.put("NumBinaryLogFiles", "Count", self.flat(0))
        self.put("SumBinaryLogSize", "Bytes", self.flat(0))
        oom = track.gauge("oom")
        self.put(
            "AuroraMemoryHealthState",
            "None",
            np.where(
                (oom > 0) | (track.gauge("memory_used") > 0.24 * track.cluster.memory(track.instance)),
                10.0,
                0.0,
            ),
        )
        pressed = np.cumsum(self.value("AuroraMemoryHealthState") / 10)
        self.put("AuroraMemoryNumDeclinedSqlTotal", "Count", np.floor(pressed * 1.5))
        self.put("AuroraMemoryNumKillQueryTotal", "Count", np.floor(pressed * 0.4))
        self.put("AuroraMemoryNumKillConnTotal", "Count", np.floor(np.cumsum(oom > 0)))
        self.put("AuroraNumOomRecoveryTriggered", "Count", np.cumsum(oom > 0).astype(float))
        self.put("AuroraNumOomRecoverySuccessful", "Count", self.flat(0))
        self.put("AuroraMillisecondsSpentInOomRecovery", "Milliseconds", 900.0 * np.cumsum(oom > 0))
        crowd = np.maximum(track.attempts - 300, 0)
        self.put("AuroraSlowConnectionHandleCount", "Count", np.floor(crowd * 0.02))
        self.put("AuroraSlowHandshakeCount", "Count", np.floor(crowd * 0.01))
        self.put("AuroraDMLRejectedWriterFull", "Count", np.where(track.writes, 0.0, np.nan))
        if track.cluster.backtrack:
            self.put("BacktrackWindowActual", "Count", np.where(track.writes, 1440.0, np.nan))
            self.put("BacktrackWindowAlert", "Count", np.where(track.writes, 0.0, np.nan))
        if track.cluster.parallel_query:
            self._parallel()
        if track.cluster.forwarding:
            for name, unit, value in (
                ("ForwardingWriterDMLLatency", "Milliseconds", 4.0),
                ("ForwardingWriterDMLThroughput", "Count/Second", 1.1),
                ("ForwardingWriterOpenSessions", "Count", 3.0),
            ):
                self.put(name, unit, np.where(track.writes, value * self.noise(0.1), np.nan))
            for name, unit, value in (
                ("ForwardingReplicaDMLLatency", "Milliseconds", 9.0), ("ForwardingReplicaDMLThroughput", "Count/Second", 0.6), ("ForwardingReplicaOpenSessions", "Count", 2.0),
                ("ForwardingReplicaReadWaitLatency", "Milliseconds", 20.0), ("ForwardingReplicaReadWaitThroughput", "Count/Second", 0.6),
                ("ForwardingReplicaSelectLatency", "Milliseconds", 3.0), ("ForwardingReplicaSelectThroughput", "Count/Second", 1.2),
            ):  # fmt: skip
                self.put(name, unit, np.where(track.writes, np.nan, value * self.noise(0.1)))

    def _parallel(self) -> None:
        tried = np.cumsum(self.rng.poisson(0.3, self.track.clock.minutes)).astype(float)
        shares = {
            "attempted": 0.6, "executed": 0.55, "failed": 0.01, "throttled": 0.04, "not_chosen": 0.4, "not_chosen_small_table": 0.15, "not_chosen_below_min_rows": 0.1,
            "not_chosen_high_buffer_pool_pct": 0.08, "not_chosen_few_pages_outside_buffer_pool": 0.05, "not_chosen_long_trx": 0.01, "not_chosen_instant_ddl": 0.01,
        }  # fmt: skip
        none = (
            "column_bit", "column_geometry", "column_lob", "column_virtual", "custom_charset", "fast_ddl", "full_text_index", "index_hint", "innodb_table_format",
            "no_where_clause", "range_scan", "row_length_too_long", "temporary_table", "tx_isolation", "unsupported_access", "unsupported_storage_type", "update_delete_stmts",
        )  # fmt: skip
        for name, share in (*shares.items(), *((f"not_chosen_{why}", 0.0) for why in none)):
            self.put(f"Aurora_pq_request_{name}", "Count", np.floor(tried * share))
        self.put("Aurora_pq_request_in_progress", "Count", self.flat(0))
        self.put("Aurora_pq_max_concurrent_requests", "Count", self.flat(4))
        self.put("Aurora_pq_pages_pushed_down", "Count", np.floor(tried * 9000))
        self.put("Aurora_pq_bytes_returned", "Bytes", np.floor(tried * 2.2e6))

    def _statements(self) -> None:
        track = self.track
        words = [family.template.split(" ", 1)[0] for family in track.plot.families]
        kinds = {
            "Select": {"SELECT", "WITH"}, "Insert": {"INSERT"}, "Update": {"UPDATE"}, "Delete": {"DELETE"},
            "DDL": {"CREATE", "ALTER", "OPTIMIZE", "DROP"}, "DML": {"INSERT", "UPDATE", "DELETE"},
        }  # fmt: skip
        for name, heads in kinds.items():
            columns = [f for f, word in enumerate(words) if word in heads]
            calls = track.calls[:, columns].sum(1)
            spent = track.ms[:, columns].sum(1)
            self.put(f"{name}Throughput", "Count/Second", calls / 60)
            self.put(f"{name}Latency", "Milliseconds", np.where(calls > 0, spent / np.maximum(calls, 1), 0.0))
        self.put("Queries", "Count/Second", track.calls.sum(1) / 60 * 1.02)

    def value(self, name: str) -> Floats:
        """Return the values of a metric that is there already."""
        return self.held[name].values

    def shared(self, gauge: str) -> Floats:
        """Return a gauge that the whole cluster's volume has, wherever it was added."""
        bends = self.track.plot.bends
        return sum((amount for (_, name), amount in bends.gauge.items() if name == gauge), self.flat())

    def deadlocks(self) -> Floats:
        """Return how many deadlocks each minute saw."""
        clock, name = self.track.clock, self.track.instance.name
        moments = [one.at_s for one in self.track.plot.bends.deadlocks if one.instance == name]
        return np.histogram(moments, np.append(clock.times, clock.end_s))[0].astype(float)

    def _rows(self) -> Floats:
        return (self.track.calls * [family.rows for family in self.track.plot.families]).sum(1)

    def _changes(self) -> Floats:
        return (
            (self.track.calls * [min(family.writes, 50) for family in self.track.plot.families])
            .sum(1)
            .astype(float)
        )

    def _commit_ms(self) -> Floats:
        changing = [f for f, family in enumerate(self.track.plot.families) if family.writes]
        spent = self.track.samples[:, changing, waits.COMMIT].sum(1) * 1000.0
        calls = self.track.calls[:, changing].sum(1)
        return np.where(calls > 0, spent / np.maximum(calls, 1), 0.0)

    def _uptime(self) -> Floats:
        track, clock = self.track, self.track.clock
        began = self.flat(clock.start_s - float(self.rng.uniform(2, 80)) * 86_400)
        ends = clock.times + 60.0
        for down in sorted(track.plot.bends.downs, key=lambda one: one.end_s):
            if down.instance == track.instance.name:
                began = np.where(ends >= down.end_s, down.end_s, np.where(ends > down.start_s, ends, began))
        return np.maximum(ends - began, 0)

    def _hide(self) -> None:
        """Take away the points of minutes in which there was nobody to measure."""
        dead = self.track.up <= 0
        asleep = self.track.paused
        for name, held in self.held.items():
            held.values[dead & ~asleep] = np.nan
            if name not in SLEEPING:
                held.values[asleep] = np.nan


def replica_lags(seed: int, tracks: list[Track]) -> dict[str, Floats]:
    """Return each instance's lag behind its writer in milliseconds, NaN while it writes or is down."""
    lags = {}
    for track in tracks:
        rng = generator(seed, "lag", track.instance.name)
        base = (
            float(rng.uniform(9, 28))
            * drift(rng, track.clock.minutes, 0.1)
            * np.exp(rng.normal(0, 0.15, track.clock.minutes))
        )
        spikes = (rng.random(track.clock.minutes) < 0.002) * rng.uniform(50, 400, track.clock.minutes)
        added = track.plot.bends.lag_ms.get(track.instance.name, 0.0)
        lags[track.instance.name] = np.where(
            track.writes | (track.up <= 0) | track.paused, np.nan, base + spikes + added
        )
    return lags

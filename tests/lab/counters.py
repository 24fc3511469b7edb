"""Performance Insights' counters of one instance: os.* and db.*, per minute."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from fake_aws.world import Counter

from lab import waits

if TYPE_CHECKING:
    from lab.clock import Floats
    from lab.metrics import InstanceMetrics


def counters(metrics: InstanceMetrics) -> dict[Counter, Floats]:
    """Return every counter with its values."""
    track = metrics.track
    made = _os(metrics)
    made |= _postgres(metrics) if track.cluster.postgres else _mysql(metrics)
    dead = (track.up <= 0) | track.paused
    return {Counter(name, unit): np.where(dead, np.nan, values) for name, (unit, values) in made.items()}


def _os(metrics: InstanceMetrics) -> dict[str, tuple[str, Floats]]:
    track, value = metrics.track, metrics.value
    cpu = value("CPUUtilization")
    memory = float(track.cluster.memory(track.instance))
    cores = track.cluster.cores(track.instance)
    free = value("FreeableMemory")
    made: dict[str, tuple[str, Floats]] = {
        "os.cpuUtilization.total": ("Percent", cpu), "os.cpuUtilization.user": ("Percent", cpu * 0.78),
        "os.cpuUtilization.system": ("Percent", cpu * 0.17), "os.cpuUtilization.wait": ("Percent", cpu * 0.05),
        "os.cpuUtilization.idle": ("Percent", 100 - cpu),
        "os.general.numVCPUs": ("None", metrics.flat(max(1, round(cores)))),
        "os.loadAverageMinute.one": ("None", cpu / 100 * cores),
        "os.memory.total": ("Kilobytes", metrics.flat(memory / 1024)), "os.memory.free": ("Kilobytes", free / 1024),
        "os.memory.db.residentSetSize": ("Kilobytes", (memory - free) / 1024 * 0.9),
        "os.memory.outOfMemoryKillCount": ("None", np.ceil(track.gauge("oom"))),
        "os.swap.out": ("Kilobytes", np.maximum(np.diff(track.gauge("swap_used"), prepend=0), 0) / 1024),
        "os.diskIO.auroraStorage.readIOsPS": ("None", value("ReadIOPS")), "os.diskIO.auroraStorage.writeIOsPS": ("None", value("WriteIOPS")),
        "os.diskIO.auroraStorage.readLatency": ("Milliseconds", 1000 * value("ReadLatency")),
        "os.diskIO.auroraStorage.writeLatency": ("Milliseconds", 1000 * value("WriteLatency")),
        "os.diskIO.auroraStorage.diskQueueDepth": ("None", value("DiskQueueDepth")),
        "os.diskIO.rdstemp.writeKbPS": ("Kilobytes", track.temp_bytes / 60 / 1024),
        "os.network.rx": ("Bytes", value("NetworkReceiveThroughput")), "os.network.tx": ("Bytes", value("NetworkTransmitThroughput")),
        "os.tasks.total": ("None", 120 + track.connected),
    }  # fmt: skip
    if track.instance.serverless:
        made |= {
            "os.general.serverlessDatabaseCapacity": ("None", track.capacity), "os.general.acuUtilization": ("Percent", value("ACUUtilization")),
            "os.general.minConfiguredAcu": ("None", metrics.flat(track.cluster.min_acu)), "os.general.maxConfiguredAcu": ("None", metrics.flat(track.cluster.max_acu)),
        }  # fmt: skip
    return made


def _postgres(metrics: InstanceMetrics) -> dict[str, tuple[str, Floats]]:
    track, value = metrics.track, metrics.value
    reads, pages = track.reads.sum(1) / 60, track.pages.sum(1) / 60
    active = track.samples.sum((1, 2)) / 60
    blocked = track.samples[:, :, waits.ROW : waits.RELATION + 1].sum((1, 2)) / 60
    spills = metrics.flat()
    for row, _ in track.spills:
        spills[track.clock.minute(track.slow.start_s[row] + track.slow.ms[row] / 1000)] += 1
    return {
        "db.Cache.blks_hit": ("Blocks per second", pages - reads), "db.IO.blks_read": ("Blocks per second", reads),
        "db.IO.blk_read_time": ("Milliseconds", reads * track.read_ms), "db.IO.storage_blks_read": ("Blocks per second", reads),
        "db.SQL.total_query_time": ("Milliseconds", track.ms.sum(1) / 60), "db.SQL.logical_reads": ("Blocks per second", pages),
        "db.Transactions.xact_commit": ("Commits per second", value("CommitThroughput")),
        "db.Transactions.active_transactions": ("Transactions", active), "db.Transactions.blocked_transactions": ("Transactions", blocked),
        "db.Transactions.max_used_xact_ids": ("Transactions", value("MaximumUsedTransactionIDs")),
        "db.Transactions.oldest_running_transaction_xid_age": ("Transactions", 40 + metrics.shared("xid_age")),
        "db.Transactions.commit_latency": ("Milliseconds", value("CommitLatency")),
        "db.Locks.num_blocked_sessions": ("Sessions", blocked), "db.Concurrency.deadlocks": ("Deadlocks per minute", metrics.deadlocks()),
        "db.Temp.temp_bytes": ("Bytes per second", track.temp_bytes / 60), "db.Temp.temp_files": ("Files per minute", spills),
        "db.User.numbackends": ("Connections", track.connected), "db.User.max_connections": ("Connections", metrics.flat(track.cluster.max_connections)),
        "db.User.total_auth_attempts": ("Connections per minute", track.attempts.astype(float)),
        "db.state.active_count": ("Sessions", active), "db.state.idle_count": ("Sessions", np.maximum(track.connected - active, 0)),
        "db.state.idle_in_transaction_count": ("Sessions", (metrics.shared("transaction_age_s") > 0).astype(float) * track.writes),
        "db.state.idle_in_transaction_max_time": ("Seconds", metrics.shared("transaction_age_s") * track.writes),
    }  # fmt: skip


def _mysql(metrics: InstanceMetrics) -> dict[str, tuple[str, Floats]]:
    track, value = metrics.track, metrics.value
    active = track.samples.sum((1, 2)) / 60
    waiting = track.samples[:, :, waits.ROW].sum(1) / 60
    slow = np.histogram(
        track.slow.start_s + track.slow.ms / 1000, np.append(track.clock.times, track.clock.end_s)
    )[0]
    return {
        "db.SQL.Queries": ("Queries per second", value("Queries")), "db.SQL.Com_select": ("Queries per second", value("SelectThroughput")),
        "db.SQL.Slow_queries": ("Queries per second", slow / 60), "db.SQL.innodb_rows_changed": ("Rows per second", value("CommitThroughput")),
        "db.Locks.Innodb_row_lock_time": ("Milliseconds", track.lock_ms / 60), "db.Locks.innodb_row_lock_waits": ("Transactions", waiting),
        "db.Locks.innodb_deadlocks": ("Deadlocks per minute", metrics.deadlocks()), "db.Locks.innodb_lock_timeouts": ("Timeouts", metrics.flat()),
        "db.Users.Threads_connected": ("Connections", track.connected), "db.Users.Threads_running": ("Sessions", active),
        "db.Users.max_connections": ("Connections", metrics.flat(track.cluster.max_connections)), "db.Users.Aborted_clients": ("Connections per second", value("AbortedClients") / 60),
        "db.Cache.innoDB_buffer_pool_hit_rate": ("Percent", value("BufferCacheHitRatio")),
        "db.Cache.Innodb_buffer_pool_reads": ("Pages per second", track.reads.sum(1) / 60),
        "db.Temp.Created_tmp_disk_tables": ("Tables per second", track.temp_bytes / 60 / 16e6),
        "db.Transactions.active_transactions": ("Transactions", active), "db.Transactions.trx_rseg_history_len": ("None", value("RollbackSegmentHistoryListLength")),
    }  # fmt: skip

"""CloudWatch's values of a cluster's volume, its backups, and of a global database seen from its secondary Region."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lab.clock import Floats, drift
from lab.metrics import GIB, Values
from lab.stage import generator

if TYPE_CHECKING:
    from lab.simulation import Track

TIB = 1 << 40


def fives(values: Floats) -> Floats:
    """Return sums over five minutes."""
    return values.reshape(-1, 5).sum(1)


def cluster_metrics(seed: int, tracks: list[Track]) -> dict[str, tuple[int, Values]]:
    """Return (native period, values) of a cluster's own metrics."""
    first = tracks[0]
    cluster, clock, plot = first.cluster, first.clock, first.plot
    rng = generator(seed, "volume", cluster.name)
    minutes = clock.minutes
    changes = sum(
        ((track.calls * [min(f.writes, 50) for f in plot.families]).sum(1) for track in tracks),
        np.zeros(minutes),
    )
    written = sum((track.gauge("write_iops") for track in tracks), np.zeros(minutes))
    reads = sum((track.reads.sum(1) for track in tracks), np.zeros(minutes)) + plot.bends.extra_reads.get(
        cluster.name, 0.0
    )
    grown = np.cumsum(changes * 180.0 + written * 60 * 400)
    used = cluster.volume_gib * GIB + grown
    five = np.arange(0, minutes, 5)
    made = {
        "VolumeBytesUsed": (300, Values("Bytes", np.floor(used[five]))),
        "VolumeReadIOPs": (300, Values("Count", np.round(fives(reads)))),
        "VolumeWriteIOPs": (300, Values("Count", np.round(fives(changes * 1.3 + written * 60)))),
        "BackupRetentionPeriodStorageUsed": (300, Values("Bytes", np.floor(1.4 * used[five]))),
        "SnapshotStorageUsed": (300, Values("Bytes", np.full(len(five), np.floor(0.8 * cluster.volume_gib * GIB)))),
    }  # fmt: skip
    billed = (
        made["BackupRetentionPeriodStorageUsed"][1].values
        + made["SnapshotStorageUsed"][1].values
        - used[five]
    )
    made["TotalBackupStorageBilled"] = (300, Values("Bytes", np.maximum(billed, 0)))
    if not cluster.postgres:
        limit = 256 * TIB if "3.10" in cluster.version or cluster.version.startswith("8.4") else 128 * TIB
        made["AuroraVolumeBytesLeftTotal"] = (60, Values("Bytes", np.floor(limit - used)))
        if cluster.backtrack:
            made["BacktrackChangeRecordsCreationRate"] = (300, Values("Count", fives(changes)))
            made["BacktrackChangeRecordsStored"] = (300, Values("Count", 86_400 * 3 + fives(changes)))
    if cluster.secondary_of:
        made |= _global(rng, first, changes)
    return made


def _global(rng: np.random.Generator, track: Track, _local: Floats) -> dict[str, tuple[int, Values]]:
    minutes = track.clock.minutes
    lag = float(rng.uniform(90, 400)) * drift(rng, minutes, 0.15) * np.exp(rng.normal(0, 0.15, minutes))
    busy = track.plot.season.curve(track.clock)
    return {
        "AuroraGlobalDBReplicationLag": (60, Values("Milliseconds", lag * 0.7)),
        "AuroraGlobalDBProgressLag": (60, Values("Milliseconds", lag)),
        "AuroraGlobalDBRPOLag": (60, Values("Milliseconds", lag * 1.3)),
        "AuroraGlobalDBReplicatedWriteIO": (60, Values("Count", np.round(busy * 9000 * np.exp(rng.normal(0, 0.1, minutes))))),
        "AuroraGlobalDBDataTransferBytes": (60, Values("Bytes", np.round(busy * 22e6 * np.exp(rng.normal(0, 0.1, minutes))))),
    }  # fmt: skip

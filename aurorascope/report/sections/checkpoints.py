"""Checkpoints and restartpoints."""

from aurorascope.model.page import Column
from aurorascope.report.item import FIRST, LAST, Item, Section

QUIET = "No checkpoint was logged. Aurora's own storage makes none; log_checkpoints says whether others are."
SECTION = Section(
    "checkpoints",
    "Checkpoints",
    "Checkpoints and restartpoints of PostgreSQL: buffers, WAL files, distance, and why they began.",
    (
        Item(
            "checkpoint_buffers",
            "Buffers written",
            "checkpoints_over_time",
            (
                Column("buffers", "Buffers", "count"),
                Column("checkpoints", "Completed", "count"),
                Column("wal_added", "WAL added", "count"),
                Column("wal_removed", "WAL removed", "count"),
                Column("wal_recycled", "WAL recycled", "count"),
                Column("write_us", "Write", "us"),
                Column("sync_us", "Sync", "us"),
                Column("total_us", "Total", "us"),
                Column("max_total_us", "Longest", "us"),
                Column("distance_kb", "Distance", "kb"),
                Column("estimate_kb", "Estimate", "kb"),
            ),
            draw="bars",
            y="buffers",
            series="event",
            page="/checkpoints#panel-buffers",
            half=True,
            empty=QUIET,
        ),
        Item(
            "checkpoint_distance",
            "Distance and estimate",
            "checkpoints_over_time",
            (Column("distance_kb", "distance", "kb"), Column("estimate_kb", "estimate", "kb")),
            draw="lines",
            page="/checkpoints#panel-distance",
            half=True,
            empty=QUIET,
        ),
        Item(
            "checkpoint_wal",
            "WAL files",
            "checkpoints_over_time",
            (
                Column("wal_added", "added", "count"),
                Column("wal_removed", "removed", "count"),
                Column("wal_recycled", "recycled", "count"),
            ),
            draw="lines",
            page="/checkpoints#panel-buffers",
            half=True,
            empty=QUIET,
        ),
        Item(
            "checkpoint_causes",
            "Causes",
            "checkpoint_causes",
            (
                Column("cause", "Cause", grow=True),
                Column("restartpoint", "Restartpoint", "yesno"),
                Column("checkpoints", "Begun", "count", bar=True),
                FIRST,
                LAST,
            ),
            page="/checkpoints#panel-causes",
            half=True,
            empty=QUIET,
        ),
    ),
)

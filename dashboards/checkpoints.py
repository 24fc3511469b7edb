"""Checkpoints and restartpoints, where the server has any."""

from aurorascope.model.page import Column, Page, Panel
from aurorascope.model.page_parts import BEHIND, ENTRY

QUIET = (
    "Does not apply to MySQL, whose logs are silent about checkpoints, nor to Aurora: its storage applies "
    "the log itself, so a server writes no checkpoints. On RDS and community PostgreSQL, log_checkpoints "
    "must be on."
)

PAGE = Page(
    path="/checkpoints",
    title="Checkpoints",
    group="Upkeep",
    order=31,
    icon="checkpoint",
    doc="Checkpoints of RDS and community PostgreSQL, and restartpoints of their replicas. Aurora has none.",
    panels=(
        Panel(
            name="buffers",
            title="Buffers written",
            view="checkpoints_over_time",
            kind="time_bars",
            x="bucket",
            y="buffers",
            span=6,
            drill=BEHIND,
            empty=QUIET,
        ),
        Panel(
            name="time",
            title="Time to write and to sync",
            view="checkpoints_over_time",
            kind="time_lines",
            x="bucket",
            unit="us",
            span=6,
            columns=(
                Column("write_us", "write", "us", drill=BEHIND),
                Column("sync_us", "sync", "us", drill=BEHIND),
                Column("longest_us", "longest file", "us", drill=BEHIND),
            ),
            empty=QUIET,
        ),
        Panel(
            name="distance",
            title="WAL between checkpoints",
            view="checkpoints_over_time",
            kind="time_lines",
            x="bucket",
            unit="kb",
            span=6,
            columns=(
                Column("distance_kb", "distance", "kb", drill=BEHIND),
                Column("estimate_kb", "estimate", "kb", drill=BEHIND),
            ),
            empty=QUIET,
        ),
        Panel(
            name="causes",
            title="Why they started",
            view="checkpoint_causes",
            kind="table",
            span=6,
            height=240,
            columns=(
                Column("cause", "Cause", grow=True, width=140, drill=BEHIND),
                Column("restartpoint", "Restartpoint", "yesno", width=104),
                Column("checkpoints", "Times", "count", bar=True, drill=BEHIND),
                Column("last_ts", "Last", "ts"),
            ),
            empty=QUIET,
        ),
        Panel(
            name="rows",
            title="Messages, one by one",
            view="checkpoint_rows",
            kind="rows",
            sums=("buffers",),
            height=460,
            columns=(
                Column("ts", "Time", "ts", drill=ENTRY),
                Column("event", "Event", width=90),
                Column("restartpoint", "Restartpoint", "yesno", width=104, hidden=True),
                Column("cause", "Cause", grow=True, width=140),
                Column("buffers", "Buffers", "count"),
                Column("buffers_pct", "Of cache", "percent"),
                Column("write_us", "Write", "us"),
                Column("sync_us", "Sync", "us"),
                Column("total_us", "Total", "us"),
                Column("wal_added", "WAL added", "count", width=96),
                Column("wal_removed", "Removed", "count", hidden=True),
                Column("wal_recycled", "Recycled", "count", hidden=True),
                Column("distance_kb", "Distance", "kb"),
            ),
            empty=QUIET,
        ),
    ),
)

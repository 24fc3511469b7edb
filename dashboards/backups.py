"""Backups and backtrack: how far back, how stale, snapshots and who may restore them, clones, rewinding."""

from aurorascope.model.page import Column, Drill, Page, Panel

COLLECT = "Nothing of this kind is known. It comes with: aurorascope collect (topology)."
SNAPSHOTS = Drill("/backups#panel-snapshots", {"cluster": "cluster"})
BILLED = Drill("/metrics#panel-points", {"metric": "=TotalBackupStorageBilled", "cluster": "cluster"})
KEPT = Drill("/metrics#panel-points", {"metric": "=BackupRetentionPeriodStorageUsed", "cluster": "cluster"})
SNAPPED = Drill("/metrics#panel-points", {"metric": "=SnapshotStorageUsed", "cluster": "cluster"})
WINDOW = Drill("/metrics#panel-points", {"metric": "=BacktrackWindowActual", "cluster": "cluster"})

PAGE = Page(
    path="/backups",
    title="Backups and backtrack",
    group="Safety",
    order=60,
    icon="checkpoint",
    from_log=False,
    doc="To which moments each cluster could be brought back when it was last looked at. Only a restore proves a backup.",
    panels=(
        Panel(
            name="windows",
            title="Restorable window of each cluster",
            view="backup_windows",
            kind="table",
            doc="Every second of the window can be restored. How stale the newest moment was is measured at the last look at "
            "the inventory; RDS moves it every five minutes.",
            columns=(
                Column("cluster", "Cluster", grow=True, width=150, drill=Drill("", {"cluster": "cluster"})),
                Column("earliest_restorable", "From", "ts"),
                Column("latest_restorable", "To", "ts"),
                Column("window_us", "Window", "us", bar=True),
                Column("stale_us", "Stale by", "us"),
                Column("looked_at", "Looked at", "ts", hidden=True),
                Column("retention_days", "Days kept", "count", width=97),
                Column("snapshots", "Snapshots", "count", width=98, drill=SNAPSHOTS),
                Column("manual_snapshots", "Manual", "count", drill=SNAPSHOTS, hidden=True),
                Column("public_snapshots", "Public", "count", drill=SNAPSHOTS),
                Column("newest_snapshot", "Newest snapshot", "ts"),
                Column("retained_bytes", "Continuous", "bytes", width=104, drill=KEPT, hidden=True),
                Column("snapshot_bytes", "Snapshots", "bytes", width=98, drill=SNAPPED, hidden=True),
                Column("billed_bytes", "Billed", "bytes", drill=BILLED),
                Column("encrypted", "Encrypted", "yesno", width=98, hidden=True),
                Column("remark", "Remark", width=320),
            ),
            empty=COLLECT,
        ),
        Panel(
            name="snapshots",
            title="Snapshots, public ones first",
            view="snapshot_list",
            kind="table",
            height=420,
            columns=(
                Column("name", "Snapshot", grow=True, width=260),
                Column("snapshot_of", "Of", width=150),
                Column("snapshot_type", "Type", width=100),
                Column("created_at", "Made", "ts"),
                Column("bytes", "Size", "bytes", bar=True),
                Column("encrypted", "Encrypted", "yesno", width=98),
                Column("shared_with", "Shared with", "list", width=180),
                Column("region", "Region", width=110, hidden=True),
                Column("remark", "Who may restore it", width=320),
            ),
            empty=COLLECT,
        ),
        Panel(
            name="clones",
            title="Clones and what they were cloned from",
            view="clone_families",
            kind="table",
            span=12,
            height=260,
            doc="A clone is billed for the pages in which it differs; how many those are is not observable.",
            columns=(
                Column("cluster", "Cluster", grow=True, width=140, drill=Drill("", {"cluster": "cluster"})),
                Column("role", "Is", width=140),
                Column("created_at", "Made", "ts"),
                Column("volume_bytes", "Billed size", "bytes", width=110, hidden=True),
                Column("most_connections", "Most connections", "number", width=145),
                Column("remark", "Remark", width=240),
            ),
            empty="No cluster is a clone or has one, as far as the inventory says.",
        ),
        Panel(
            name="backtrack",
            title="Backtrack (MySQL)",
            view="backtracks",
            kind="table",
            span=12,
            height=260,
            columns=(
                Column("cluster", "Cluster", grow=True, width=140, drill=Drill("", {"cluster": "cluster"})),
                Column("target_minutes", "Asked for, min", "number", width=131),
                Column("last_minutes", "Reaches, min", "number", width=117, drill=WINDOW),
                Column("least_minutes", "Least", "number", drill=WINDOW, hidden=True),
                Column("window_alerts", "Fell short", "number", width=103, hidden=True),
                Column("records_stored", "Change records", "number", width=131, hidden=True),
                Column("backtracks", "Done", "count"),
                Column("last_backtrack", "Last", "ts"),
                Column("remark", "Remark", width=240),
            ),
            empty="No cluster can be rewound: backtrack is Aurora MySQL's, and is chosen when a cluster is made.",
        ),
        Panel(
            name="events",
            title="Backups and restores, as RDS told them",
            view="rds_event_rows",
            kind="table",
            height=260,
            params={"words": "(?i)backup|snapshot|restor|backtrack|clone"},
            columns=(
                Column("ts", "Time", "ts"),
                Column("source_type", "Kind", width=160),
                Column("source_id", "Of", width=200),
                Column("message", "What RDS said", grow=True),
            ),
            empty="RDS told of no backup in this range. Its events come with: aurorascope collect.",
        ),
    ),
)

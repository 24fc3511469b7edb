"""Global database: each Region's lag and recovery point against the objective, over a month, and the drills."""

from aurorascope.model.page import Choice, Column, Drill, Page, Panel
from aurorascope.model.page_parts import metric_lines

COLLECT = (
    "No global database is in the store: none of the clusters belongs to one, or nobody looked. Its members come "
    "with aurorascope collect; lags come from each secondary Region."
)
OBJECTIVE = Choice(
    "objective_ms",
    "Objective (RPO)",
    (
        ("60000", "1 min"),
        ("0", "as set in rds.global_db_rpo"),
        ("1000", "1 s"),
        ("5000", "5 s"),
        ("20000", "20 s"),
        ("300000", "5 min"),
    ),
)
RPO = Drill(
    "/metrics#panel-points", {"metric": "=AuroraGlobalDBRPOLag", "cluster": "cluster", "instance": "="}
)
RPO_THEN = Drill(
    "/metrics#panel-points",
    {
        "metric": "=AuroraGlobalDBRPOLag",
        "cluster": "cluster",
        "instance": "=",
        "from": "story_begin",
        "to": "story_end",
    },
)
PROGRESS = Drill("/metrics#panel-points", {"metric": "=AuroraGlobalDBProgressLag", "cluster": "cluster"})
REPLICATION = Drill(
    "/metrics#panel-points", {"metric": "=AuroraGlobalDBReplicationLag", "cluster": "cluster"}
)
TRANSFER = Drill(
    "/metrics#panel-points",
    {"metric": "=AuroraGlobalDBDataTransferBytes", "statistic": "=Sum", "cluster": "cluster"},
)
WRITES = Drill(
    "/metrics#panel-points",
    {"metric": "=AuroraGlobalDBReplicatedWriteIO", "statistic": "=Sum", "cluster": "cluster"},
)

PAGE = Page(
    path="/global",
    title="Global database",
    group="Cluster",
    order=33,
    icon="connections",
    from_log=False,
    doc="What each secondary Region would lose, and for how long that was more than was agreed.",
    panels=(
        Panel(
            name="members",
            title="Regions, the worst first",
            view="global_members",
            kind="table",
            choices=(OBJECTIVE,),
            doc="Milliseconds. The objective is the one chosen above; Aurora holds commits back only for "
            "rds.global_db_rpo, where that is set (PostgreSQL).",
            columns=(
                Column("region", "Region", width=120),
                Column("cluster", "Cluster", grow=True, width=150, drill=Drill("", {"cluster": "cluster"})),
                Column("role", "Role", width=90),
                Column("synchronization", "Synchronized", width=110),
                Column("max_rpo_ms", "Worst RPO lag", "number", bar=True, width=124, drill=RPO),
                Column("over_minutes", "Beyond it, min", "number", width=131, drill=RPO),
                Column("worst_at", "When", "ts"),
                Column("last_rpo_ms", "Newest", "number", drill=RPO),
                Column("objective_ms", "Objective", "number", width=97, hidden=True),
                Column("measured_minutes", "Measured, min", "number", width=124, drill=RPO, hidden=True),
                Column("max_progress_ms", "Progress lag", "number", width=117, drill=PROGRESS),
                Column("max_replication_ms", "Replication lag", "number", width=138, drill=REPLICATION),
                Column("transfer_bytes", "Transferred", "bytes", width=110, drill=TRANSFER),
                Column(
                    "replicated_writes", "Replicated writes", "count", width=152, drill=WRITES, hidden=True
                ),
                Column("global_cluster", "Global database", width=150, hidden=True),
                Column("set_ms", "rds.global_db_rpo", "number", hidden=True, width=152),
                Column("write_forwarding", "Write forwarding", width=120, hidden=True),
                Column("remark", "Remark", width=280),
            ),
            empty=COLLECT,
        ),
        Panel(
            name="rpo",
            title="RPO lag, milliseconds, by Region",
            view="metric_against",
            kind="time_lines",
            x="bucket",
            y="metric_value",
            series="series",
            unit="number",
            scale="log",
            height=260,
            ceiling="objective_ms",
            ceiling_title="objective",
            choices=(OBJECTIVE,),
            params={"metric": "AuroraGlobalDBRPOLag", "statistic": "Maximum"},
            drill=Drill(
                "/metrics#panel-points",
                {"metric": "=AuroraGlobalDBRPOLag", "statistic": "=Maximum"},
                bucket=True,
            ),
            empty=COLLECT,
        ),
        Panel(
            name="days",
            title="Compliance, day by day",
            view="global_days",
            kind="table",
            choices=(OBJECTIVE,),
            height=360,
            doc="The 31 days up to the end of the range. A day of which less than nine tenths were measured is not "
            "called compliant.",
            columns=(
                Column(
                    "day_ts",
                    "Day",
                    "ts",
                    drill=Drill("", {"from": "story_begin", "to": "story_end", "cluster": "cluster"}),
                ),
                Column("region", "Region", width=120),
                Column("cluster", "Cluster", grow=True, width=150),
                Column("compliance", "Compliance", width=330),
                Column("over_minutes", "Beyond, min", "number", bar=True, width=110, drill=RPO_THEN),
                Column("measured_minutes", "Measured, min", "number", width=124, drill=RPO_THEN),
                Column("unmeasured_minutes", "Not measured", "number", width=117, hidden=True),
                Column("share_within", "Within", "share", hidden=True),
                Column("max_rpo_ms", "Worst, ms", "number", width=97, drill=RPO_THEN),
            ),
            empty=COLLECT,
        ),
        Panel(
            name="drills",
            title="Switchovers, failovers and drills",
            view="global_drills",
            kind="table",
            height=260,
            doc="The time to recover is from the event that tells of its begin to the one that tells of the promotion. "
            "What applications needed to reach the new primary is not in it.",
            columns=(
                Column("started_at", "Started", "ts"),
                Column("drill", "What", width=96),
                Column("promoted", "Promoted", grow=True, width=150),
                Column("promoted_region", "In Region", width=120),
                Column("rto_us", "Until promoted", "us", width=131),
                Column("completed_at", "Finished", "ts"),
                Column("outcome", "Outcome", width=170),
                Column("messages", "RDS said", "list", width=360),
            ),
            empty="No switchover or failover of a global database is in this range. A drill that was never done is "
            "not known to work.",
        ),
        metric_lines(
            "transfer",
            "Bytes to other Regions",
            "AuroraGlobalDBDataTransferBytes",
            "Sum",
            unit="bytes",
            scope="any",
            span=6,
            empty=COLLECT,
        ),
        metric_lines(
            "writes",
            "Replicated writes",
            "AuroraGlobalDBReplicatedWriteIO",
            "Sum",
            unit="count",
            scope="any",
            span=6,
            empty=COLLECT,
        ),
    ),
)

"""Replication: the worst reader first, each reader's lag, and what the writer did while it lagged."""

from aurorascope.model.page import Choice, Column, Drill, Page, Panel
from aurorascope.model.page_parts import metric_lines

COLLECT = (
    "No replica lag is in the store for this range: a cluster without readers has none, else it comes with "
    "aurorascope collect (AuroraReplicaLag)."
)
LAG = Drill("/metrics#panel-points", {"metric": "=AuroraReplicaLag", "instance": "instance"})
THEN = Drill(
    "/metrics#panel-points",
    {"metric": "=AuroraReplicaLag", "instance": "instance", "from": "started_at", "to": "ended_at"},
)
LOAD = Drill("/metrics#panel-points", {"metric": "=DBLoad", "instance": "instance"})
SESSIONS = Drill("/metrics#panel-points", {"metric": "=DatabaseConnections", "instance": "instance"})
CPU = Drill("/metrics#panel-points", {"metric": "=CPUUtilization", "instance": "instance"})
STORY = Drill("", {"from": "story_begin", "to": "story_end", "cluster": "cluster"})
OVER = Choice(
    "over_ms",
    "Late is more than",
    (
        ("100", "100 ms"),
        ("20", "20 ms"),
        ("500", "500 ms"),
        ("1000", "1 s"),
        ("5000", "5 s"),
        ("30000", "30 s"),
    ),
)

PAGE = Page(
    path="/replication",
    title="Replication",
    group="Cluster",
    order=31,
    icon="server",
    from_log=False,
    doc="How far each reader's cache is behind the writer, and how the readers share the work.",
    panels=(
        Panel(
            name="readers",
            title="Instances, the worst reader first",
            view="readers",
            kind="table",
            choices=(OVER,),
            doc="Lag in milliseconds, the greatest of each minute; no average over readers. Load, connections and CPU "
            "of a reader are of the time in which it read, and the shares are of all readers of its cluster.",
            columns=(
                Column(
                    "instance", "Instance", grow=True, width=150, drill=Drill("", {"instance": "instance"})
                ),
                Column("cluster", "Cluster", width=130, drill=Drill("", {"cluster": "cluster"})),
                Column("role", "Role", width=70),
                Column("max_lag_ms", "Worst lag", "number", bar=True, drill=LAG, width=97),
                Column("worst_at", "When", "ts"),
                Column("mean_lag_ms", "Mean", "number", drill=LAG, width=70, hidden=True),
                Column("last_lag_ms", "Newest", "number", drill=LAG, width=76),
                Column("over_minutes", "Late, min", "number", drill=LAG, width=97),
                Column("share_load", "Of the load", "share", drill=LOAD, width=110),
                Column("mean_load", "Sessions", "number", width=90, drill=LOAD, hidden=True),
                Column("share_connections", "Of connections", "share", drill=SESSIONS, width=131),
                Column("most_connections", "Most", "number", drill=SESSIONS, width=66, hidden=True),
                Column("max_cpu_pct", "Most CPU", "percent", drill=CPU, width=90),
                Column("zone", "Zone", width=110, hidden=True),
                Column("instance_class", "Class", width=120, hidden=True),
                Column("promotion_tier", "Tier", "count", width=62, hidden=True),
                Column("remark", "Remark", width=210),
            ),
            empty=COLLECT,
        ),
        metric_lines(
            "lag",
            "Replica lag, by reader",
            "AuroraReplicaLag",
            "Maximum",
            height=260,
            doc="AuroraReplicaLag in milliseconds, the worst of each bucket; a writer has none.",
            empty=COLLECT,
        ),
        Panel(
            name="stretches",
            title="When readers lagged, and what the writer did then",
            view="lag_episodes",
            kind="table",
            choices=(OVER,),
            height=420,
            doc="A start leads to that time. What made a reader wait is inferred from what its writer did from two "
            "minutes before: nothing reports it. A writer in another Region is not known here.",
            columns=(
                Column("started_at", "From", "ts", drill=STORY),
                Column("over_minutes", "Minutes", "number", width=83, drill=THEN),
                Column("instance", "Reader", width=150, drill=Drill("", {"instance": "instance"})),
                Column("max_lag_ms", "Worst, ms", "number", width=97, bar=True, drill=THEN),
                Column("writer", "Writer", width=120),
                Column("writer_statements", "Its load, by statement", "code", grow=True, width=340),
                Column("vacuumed", "Vacuumed", "code", width=140),
                Column("ddl_calls", "DDL", "count", width=58, hidden=True),
                Column("ddl", "Which", "code", width=160),
            ),
            empty="No reader was later than that in this range. Choose a lower bound to see what there was.",
        ),
        metric_lines(
            "connections", "Connections, by instance", "DatabaseConnections", "Average", span=6, empty=COLLECT
        ),
        metric_lines(
            "load", "Average active sessions, by instance", "DBLoad", "Average", span=6, empty=COLLECT
        ),
    ),
)

"""Serverless: capacity against its bounds, pauses, ACU-hours, and other bounds replayed on this history."""

from aurorascope.model.page import Choice, Column, Drill, Page, Panel
from aurorascope.model.page_parts import metric_lines

COLLECT = (
    "No instance of Serverless v2 is in the store for this range. Its capacity comes with aurorascope collect; "
    "Serverless v1 is retired and not read."
)
CAPACITY = Drill("/metrics#panel-points", {"metric": "=ServerlessDatabaseCapacity", "instance": "instance"})
SESSIONS = Drill("/metrics#panel-points", {"metric": "=DatabaseConnections", "instance": "instance"})

PAGE = Page(
    path="/serverless",
    title="Serverless",
    group="Capacity",
    order=50,
    icon="overview",
    from_log=False,
    doc="Aurora capacity units: how much, how close to the bounds, and what other bounds would have done.",
    panels=(
        Panel(
            name="instances",
            title="Instances",
            view="serverless_instances",
            kind="table",
            doc="At the ceiling means that it would have liked more, nobody knows how much. ACU-hours are sums of each "
            "instance's own capacity; the cluster's metric is an average of them.",
            columns=(
                Column(
                    "instance", "Instance", grow=True, width=150, drill=Drill("", {"instance": "instance"})
                ),
                Column("cluster", "Cluster", width=130, drill=Drill("", {"cluster": "cluster"}), hidden=True),
                Column("promotion_tier", "Tier", "count", width=62, hidden=True),
                Column("least_acu", "Least", "number", width=69),
                Column("most_acu", "Most", "number", width=66),
                Column("last_acu", "Now", "number", width=66, drill=CAPACITY),
                Column("mean_acu", "Mean", "number", width=70, drill=CAPACITY),
                Column("max_acu", "Highest", "number", width=83, drill=CAPACITY),
                Column("acu_hours", "ACU-hours", "number", width=97, bar=True, drill=CAPACITY),
                Column("ceiling_minutes", "At ceiling, min", "number", width=138, drill=CAPACITY),
                Column("floor_minutes", "At floor, min", "number", width=124, drill=CAPACITY),
                Column("paused_minutes", "Paused, min", "number", width=110, drill=CAPACITY),
                Column("measured_minutes", "Measured, min", "number", width=124, drill=CAPACITY, hidden=True),
                Column(
                    "connected_minutes", "With connections", "number", width=145, drill=SESSIONS, hidden=True
                ),
                Column("pausing", "Why it did not pause", width=430),
            ),
            empty=COLLECT,
        ),
        Panel(
            name="capacity",
            title="Capacity in ACU, by instance, the most of each bucket",
            view="serverless_over_time",
            kind="time_lines",
            x="bucket",
            y="max_acu",
            series="instance",
            unit="number",
            height=280,
            ceiling="most_acu",
            ceiling_title="most that is allowed",
            drill=Drill("/metrics#panel-points", {"metric": "=ServerlessDatabaseCapacity"}, bucket=True),
            empty=COLLECT,
        ),
        Panel(
            name="replay",
            title="Other bounds on this history, an estimate",
            view="serverless_replay",
            kind="table",
            height=420,
            choices=(
                Choice(
                    "acu_usd",
                    "Dollars an ACU-hour",
                    (("0.12", "0.12 Standard"), ("0.156", "0.156 I/O-Optimized")),
                ),
            ),
            doc="Each minute's capacity held between the bounds tried. List prices of us-east-1; yours may differ. Load "
            "that the ceiling held back is unknown, and so is what a lower floor would have saved while at the floor.",
            columns=(
                Column("instance", "Instance", grow=True, width=140),
                Column("tried_least_acu", "Least ACU", "number", width=97),
                Column("tried_most_acu", "Most ACU", "number", width=92),
                Column("acu_hours", "ACU-hours", "number", bar=True, width=98, drill=CAPACITY),
                Column("more_hours", "More than now", "number", width=124),
                Column("estimated_usd", "Dollars, est.", "number", width=124),
                Column("cut_minutes", "Cut, min", "number", width=90, drill=CAPACITY),
                Column("unknown_minutes", "Unknown, min", "number", width=117, drill=CAPACITY),
                Column("remark", "Remark", width=420),
            ),
            empty=COLLECT,
        ),
        metric_lines(
            "used", "Use of the capacity", "ACUUtilization", "Maximum", unit="percent", span=6, empty=COLLECT
        ),
        Panel(
            name="events",
            title="Pauses and resumes, as RDS told them",
            view="rds_event_rows",
            kind="table",
            span=6,
            height=240,
            params={"words": "(?i)pause|resum|serverless|capacity"},
            columns=(
                Column("ts", "Time", "ts"),
                Column("source_id", "Of", width=140),
                Column("message", "What RDS said", grow=True),
            ),
            empty="RDS told of no pause and no resume in this range.",
        ),
    ),
)

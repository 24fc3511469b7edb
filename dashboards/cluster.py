"""Cluster: drawn roles, zones, endpoints and lag; who a failover would promote; what changed when and by whom."""

from aurorascope.model.page import Column, Drill, Page, Panel
from aurorascope.model.page_parts import COLLECT, metric_lines

OF = Drill("", {"instance": "instance"})
LAG = Drill("/metrics#panel-points", {"metric": "=AuroraReplicaLag", "instance": "instance"})

PAGE = Page(
    path="/cluster",
    title="Cluster",
    group="Cluster",
    order=30,
    icon="server",
    from_log=False,
    doc="Who writes, who reads, who would be promoted, and everything that changed.",
    panels=(
        Panel(
            name="drawn",
            title="Topology",
            view="cluster_topology",
            kind="topology",
            height=340,
            doc="Endpoints lead along dotted lines to their members; solid lines carry the lag, newest and worst of "
            "the range. Roles are those at its end. Of several clusters the largest is drawn: choose one above.",
            drill=Drill("", {"cluster": "cluster", "instance": "instance"}),
            empty=COLLECT,
        ),
        Panel(
            name="nodes",
            title="Endpoints and instances",
            view="cluster_topology",
            kind="table",
            height=330,
            doc="A failover promotes the reader of the lowest tier, of these the largest; between equals Aurora chooses.",
            columns=(
                Column("name", "Name", grow=True, width=190),
                Column("node", "Is", width=80),
                Column("role", "Role", width=76),
                Column("zone", "Zone", width=116),
                Column("instance_class", "Class", width=120),
                Column("promotion_tier", "Tier", "count", width=62),
                Column("promotion", "A failover", width=190),
                Column("last_lag_ms", "Lag, ms", "number", drill=LAG),
                Column("max_lag_ms", "Worst, ms", "number", width=97, drill=LAG),
                Column("members", "Leads to", "list", width=210),
                Column("node_status", "Status", width=90, hidden=True),
            ),
            empty=COLLECT,
        ),
        Panel(
            name="clusters",
            title="Clusters",
            view="cluster_list",
            kind="table",
            height=260,
            columns=(
                Column("cluster", "Cluster", grow=True, width=150, drill=Drill("", {"cluster": "cluster"})),
                Column("region", "Region", width=110),
                Column("engine", "Engine", width=134),
                Column("engine_version", "Version", width=110, hidden=True),
                Column("cluster_status", "Status", width=90),
                Column("instances", "Instances", "count", width=97),
                Column("writer", "Writes", width=140),
                Column("promoted_next", "Would be promoted", width=170),
                Column("storage_type", "Storage", width=110),
                Column("global_cluster", "Global database", width=130),
                Column("valid_from", "Known so since", "ts", hidden=True),
            ),
            empty=COLLECT,
        ),
        Panel(
            name="roles",
            title="Roles over time",
            view="role_list",
            kind="table",
            height=240,
            columns=(
                Column("cluster", "Cluster", width=140, drill=Drill("", {"cluster": "cluster"})),
                Column("instance", "Instance", grow=True, width=140, drill=OF),
                Column("role", "Role", width=90),
                Column("valid_from", "Known from", "ts"),
                Column("valid_to", "Until", "ts"),
                Column("known_by", "Known by", width=90),
            ),
            empty=COLLECT,
        ),
        metric_lines(
            "cpu", "CPU, by instance", "CPUUtilization", "Average", unit="percent", span=6, empty=COLLECT
        ),
        metric_lines(
            "load", "Average active sessions, by instance", "DBLoad", "Average", span=6, empty=COLLECT
        ),
        Panel(
            name="lives",
            title="Instances, those that went among them",
            view="instances_known",
            kind="table",
            height=240,
            doc="Readers that auto scaling added and removed again stay here; its newest activity stands beside them.",
            columns=(
                Column("instance", "Instance", grow=True, width=150, drill=OF),
                Column("cluster", "Cluster", width=140, hidden=True),
                Column("instance_class", "Class", width=120),
                Column("zone", "Zone", width=116),
                Column("created_at", "Created", "ts"),
                Column("gone_at", "Gone", "ts"),
                Column("lived_us", "Lived", "us"),
                Column("scalings", "Scalings", "count", width=90, hidden=True),
                Column("last_scaling", "The newest of them", width=220),
            ),
            empty=COLLECT,
        ),
        Panel(
            name="events",
            title="Events, changes, notes and alarms",
            view="event_rows",
            kind="table",
            height=460,
            doc="Put a deployment or a note here: aurorascope annotate TEXT --cluster NAME.",
            columns=(
                Column("ts", "Time", "ts"),
                Column("lane", "Kind", width=110),
                Column("cluster", "Cluster", width=130),
                Column("instance", "Instance", width=130),
                Column("subject", "Of", width=240),
                Column("what", "What", grow=True),
                Column("actor", "By whom", width=130),
            ),
            empty=COLLECT,
        ),
    ),
)

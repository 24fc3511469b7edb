"""Pooling and proxies: connections against the limit, how many idle, and what a proxy holds back."""

from aurorascope.model.page import Column, Drill, Page, Panel
from aurorascope.model.page_parts import COLLECT, MEASURED, metric_lines

SESSIONS = Drill("/metrics#panel-points", {"metric": "=DatabaseConnections", "instance": "instance"})
IDLE = Drill(
    "/metrics#panel-points", {"metric": "=db.state.idle_count,db.User.numbackends", "instance": "instance"}
)

PAGE = Page(
    path="/pooling",
    title="Pooling and proxies",
    group="Capacity",
    order=57,
    icon="connections",
    from_log=False,
    doc="Connections against max_connections. Behind a proxy the server sees the proxy's address, not the client's.",
    panels=(
        Panel(
            name="limits",
            title="Instances, the fullest first",
            view="connections_against_limit",
            kind="table",
            columns=(
                Column(
                    "instance", "Instance", grow=True, width=160, drill=Drill("", {"instance": "instance"})
                ),
                Column("cluster", "Cluster", width=140, drill=Drill("", {"cluster": "cluster"}), hidden=True),
                Column("last_connections", "Now", "number", drill=SESSIONS),
                Column("mean_connections", "Mean", "number", drill=SESSIONS, hidden=True),
                Column("most_connections", "Most", "number", drill=SESSIONS),
                Column("most_at", "When", "ts"),
                Column("connection_limit", "max_connections", "number", width=138),
                Column("share_limit", "Most of it", "share", bar=True, width=103),
                Column("share_idle", "Idle share", "share", width=103, drill=IDLE),
                Column("most_idle_in_transaction", "Idle in transaction", "number", width=166),
                Column("most_attempts", "Attempts at once", "number", width=145),
                Column("limit_known", "Limit known from", width=220),
            ),
            empty=COLLECT,
        ),
        metric_lines(
            "connections", "Connections, by instance", "DatabaseConnections", "Maximum", span=6, empty=COLLECT
        ),
        metric_lines(
            "idle", "Idle sessions, by instance", "db.state.idle_count", "Average", span=6, empty=COLLECT
        ),
        Panel(
            name="who",
            title="Who connects",
            view="sessions_by",
            kind="table",
            by=("user", "host", "application"),
            height=320,
            columns=(
                Column("user_name", "User", grow=True, width=130, drill=Drill("", {"user": "user_name"})),
                Column("client_host", "Host", width=150, drill=Drill("", {"host": "client_host"})),
                Column(
                    "application", "Application", width=160, drill=Drill("", {"application": "application"})
                ),
                Column("sessions", "Sessions", "count", width=90, bar=True, drill=Drill("@rows")),
                Column("mean_session_us", "Mean length", "us", width=110),
                Column("session_us", "Together", "us"),
                Column("idle_us", "Idle of it", "us", width=103),
                Column("statements", "Statements", "count", width=108),
            ),
            empty="No session is known in this range: log_connections and log_disconnections make them known.",
        ),
        Panel(
            name="proxies",
            title="Proxies and their targets",
            view="resource_list",
            kind="table",
            height=240,
            params={"resource_types": "proxy,proxy_target"},
            columns=(
                Column("name", "Name", grow=True, width=180),
                Column("resource_type", "Is", width=110),
                Column("node_status", "Status", width=120),
                Column("what", "What is known", width=360),
                Column("cluster", "Cluster", width=140),
                Column("valid_from", "Known so since", "ts"),
            ),
            empty="No proxy is there, as far as the inventory says.",
        ),
        Panel(
            name="proxy_metrics",
            title="What proxies measure",
            view="metrics_matching",
            kind="table",
            height=260,
            doc="Pinned sessions cannot be shared: they are connections that the proxy cannot save.",
            params={
                "pattern": "^(ClientConnections|DatabaseConnectionsCurrentlyBorrowed|DatabaseConnectionsCurrentlySessionPinned|DatabaseConnectionsBorrowLatency|QueryDatabaseResponseLatency|QueryResponseLatency|MaxDatabaseConnectionsAllowed|AvailabilityPercentage)"
            },
            columns=MEASURED,
            empty="No metric of a proxy is in this range.",
        ),
    ),
)

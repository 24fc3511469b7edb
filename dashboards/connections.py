"""Connections and sessions: who connects, how often, for how long, and who is refused."""

from aurorascope.model.page import Choice, Column, Drill, Page, Panel
from aurorascope.model.page_parts import BEHIND, ENTRY

QUIET = (
    "No connection was logged. Set log_connections and log_disconnections to 1 in the cluster's parameter "
    "group; on MySQL connections are in the general and the audit log, refused and broken ones in the error "
    "log (log_error_verbosity 3). Behind a proxy or a pool the host is the proxy's."
)
BY = Choice(
    "by",
    "By",
    (
        ("user", "User"),
        ("database", "Database"),
        ("host", "Host"),
        ("application", "Application"),
        ("instance", "Instance"),
    ),
)

PAGE = Page(
    path="/connections",
    title="Connections",
    group="Workload",
    order=13,
    icon="connections",
    doc="Connections as they were logged, and the sessions that they make.",
    panels=(
        Panel(
            name="time",
            title="Connection messages",
            view="connections_over_time",
            kind="time_bars",
            x="bucket",
            y="connections",
            series="event",
            span=6,
            drill=BEHIND,
            empty=QUIET,
        ),
        Panel(
            name="open",
            title="Sessions open at the same time",
            view="sessions_over_time",
            kind="time_lines",
            x="bucket",
            span=6,
            columns=(
                Column("max_sessions", "most", "count", drill=Drill("/connections#panel-session_rows")),
                Column("min_sessions", "least", "count", drill=Drill("/connections#panel-session_rows")),
            ),
            empty=QUIET,
        ),
        Panel(
            name="by",
            title="Authorized connections",
            view="connections_by",
            kind="table",
            choices=(BY,),
            span=6,
            height=300,
            columns=(
                Column("by", "", grow=True, width=140, drill=BEHIND),
                Column("connections", "Connections", "count", width=110, bar=True, drill=BEHIND),
                Column("share_connections", "Share", "share"),
                Column("last_ts", "Last", "ts"),
            ),
            empty=QUIET,
        ),
        Panel(
            name="sessions",
            title="Sessions",
            view="sessions_by",
            kind="table",
            choices=(BY,),
            span=6,
            height=300,
            columns=(
                Column("by", "", grow=True, width=120, drill=BEHIND),
                Column("sessions", "Sessions", "count", bar=True, drill=BEHIND),
                Column("mean_session_us", "Mean", "us"),
                Column("max_session_us", "Longest", "us", hidden=True),
                Column("busy_us", "Busy", "us", hidden=True),
                Column("idle_us", "Idle", "us"),
                Column("statements", "Statements", "count", width=98),
            ),
            empty=QUIET,
        ),
        Panel(
            name="lengths",
            title="How long sessions lasted",
            view="session_lengths",
            kind="histogram",
            x="length_from_us",
            y="sessions",
            span=6,
            drill=BEHIND,
            empty="No session both began and ended in this range.",
        ),
        Panel(
            name="failures",
            title="Refused",
            view="connection_failures",
            kind="table",
            span=6,
            height=240,
            columns=(
                Column("failure", "Why", "code", grow=True, width=200, drill=BEHIND),
                Column("connections", "Times", "count", bar=True, drill=BEHIND),
                Column("users", "Users", "count", width=70),
                Column("hosts", "Hosts", "count", width=70),
            ),
            empty="No connection was refused in this range.",
        ),
        Panel(
            name="storms",
            title="Busiest moments",
            view="connection_storms",
            kind="table",
            span=6,
            height=240,
            columns=(
                Column("bucket", "From", "ts"),
                Column("connections", "Connections", "count", width=110, bar=True),
                Column("users", "Users", "count", width=70, hidden=True),
                Column("hosts", "Hosts", "count", width=70, hidden=True),
                Column("top_user", "Most: user", grow=True, width=90),
                Column("top_host", "Most: host", width=120),
            ),
            empty=QUIET,
        ),
        Panel(
            name="tls",
            title="TLS",
            view="tls_versions",
            kind="table",
            span=6,
            height=240,
            columns=(
                Column("tls_version", "Version", grow=True, width=110, drill=BEHIND),
                Column("connections", "Connections", "count", width=110, bar=True, drill=BEHIND),
                Column("share_connections", "Share", "share"),
                Column("users", "Users", "count", width=70),
                Column("hosts", "Hosts", "count", width=70),
            ),
            empty=QUIET,
        ),
        Panel(
            name="rows",
            title="Connection messages, one by one",
            view="connection_rows",
            kind="rows",
            height=360,
            columns=(
                Column("ts", "Time", "ts", drill=ENTRY),
                Column("event", "Event", width=116),
                Column("user_name", "User", width=130, drill=Drill("", {"user": "user_name"})),
                Column(
                    "database_name", "Database", width=130, drill=Drill("", {"database": "database_name"})
                ),
                Column("client_host", "Host", width=130, drill=Drill("", {"host": "client_host"})),
                Column(
                    "application", "Application", width=130, drill=Drill("", {"application": "application"})
                ),
                Column("auth_method", "Method", width=120),
                Column("tls_version", "TLS", width=84, hidden=True),
                Column("session_us", "Session", "us"),
                Column("failure", "Failure", "code", grow=True, width=140),
                Column("pid", "PID", "code", width=84, hidden=True),
            ),
            empty=QUIET,
        ),
        Panel(
            name="session_rows",
            title="Sessions, one by one",
            view="session_rows",
            kind="rows",
            height=360,
            doc="Idle is the session less its logged durations: what the threshold hides counts as idle.",
            columns=(
                Column("started_at", "Began", "ts"),
                Column("ended_at", "Ended", "ts"),
                Column("session_us", "Length", "us"),
                Column("busy_us", "Busy", "us"),
                Column("idle_us", "Idle", "us"),
                Column("statements", "Statements", "count", width=98),
                Column("user_name", "User", width=120, drill=Drill("", {"user": "user_name"})),
                Column(
                    "database_name",
                    "Database",
                    width=120,
                    drill=Drill("", {"database": "database_name"}),
                    hidden=True,
                ),
                Column("client_host", "Host", width=120, drill=Drill("", {"host": "client_host"})),
                Column(
                    "application", "Application", width=120, drill=Drill("", {"application": "application"})
                ),
                Column("known_by", "Known by", grow=True, width=140, hidden=True),
            ),
            empty=QUIET,
        ),
    ),
)

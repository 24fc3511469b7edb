"""Statements: the logged executions themselves, newest first."""

from aurorascope.model.page import Column, Control, Drill, Page, Panel

PAGE = Page(
    path="/statements",
    title="Statements",
    group="Workload",
    order=12,
    icon="statements",
    doc="Every logged phase of every statement, newest first: the rows behind the numbers of other pages.",
    controls=(Control("q", "Text in the statement"), Control("min_ms", "Slower than … ms")),
    panels=(
        Panel(
            name="rows",
            title="Logged statements",
            view="statement_rows",
            kind="rows",
            totals="statement_rows_total",
            height=680,
            columns=(
                Column("ts", "Ended", "ts", drill=Drill("/entry", {"source": "source", "offset": "offset"})),
                Column("duration_us", "Duration", "us"),
                Column("sql", "Statement", "code", grow=True, drill=Drill("/queries/{fingerprint}")),
                Column("parameters", "Parameters", "code", width=160),
                Column("phase", "Phase", width=90),
                Column("calls", "Calls", "count", width=64),
                Column("user_name", "User", width=110, drill=Drill("", {"user": "user_name"})),
                Column(
                    "database_name", "Database", width=110, drill=Drill("", {"database": "database_name"})
                ),
                Column("client_host", "Host", width=120, drill=Drill("", {"host": "client_host"})),
                Column(
                    "application",
                    "Application",
                    width=120,
                    hidden=True,
                    drill=Drill("", {"application": "application"}),
                ),
                Column(
                    "instance", "Instance", width=120, hidden=True, drill=Drill("", {"instance": "instance"})
                ),
                Column("pid", "PID", "code", width=84, hidden=True),
            ),
            empty="Choose a longer range, remove a filter, or take more logs in: aurorascope ingest PATH.",
        ),
    ),
)

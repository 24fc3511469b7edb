"""Log explorer: every entry of the log, newest first."""

from aurorascope.model.page import Column, Control, Drill, Page, Panel
from aurorascope.model.page_parts import ENTRY

PAGE = Page(
    path="/log",
    title="Log explorer",
    group="Evidence",
    order=90,
    icon="log",
    doc="Every entry of the log, statements among them, newest first. The server's own noise is hidden.",
    controls=(
        Control("q", "Text in the entry"),
        Control(
            "severity",
            "Severity",
            "chips",
            tuple((word, word) for word in ("PANIC", "FATAL", "ERROR", "WARNING", "NOTICE", "INFO", "LOG")),
        ),
        Control("noise", "Show noise", "switch"),
    ),
    panels=(
        Panel(
            name="rows",
            title="Entries",
            view="log_search",
            kind="rows",
            totals="log_search_total",
            height=700,
            columns=(
                Column("ts", "Time", "ts", drill=ENTRY),
                Column(
                    "severity", "Severity", "severity", width=92, drill=Drill("", {"severity": "severity"})
                ),
                Column("sqlstate", "State", "code", width=70, drill=Drill("", {"sqlstate": "sqlstate"})),
                Column("kind", "Kind", width=130, drill=Drill("", {"kind": "kind"})),
                Column("message", "Message", "code", grow=True, drill=ENTRY),
                Column("detail", "Detail", "code", width=180, hidden=True),
                Column("statement", "Statement", "code", width=180, hidden=True),
                Column("user_name", "User", width=104, drill=Drill("", {"user": "user_name"})),
                Column(
                    "database_name", "Database", width=104, drill=Drill("", {"database": "database_name"})
                ),
                Column("client_host", "Host", width=116, drill=Drill("", {"host": "client_host"})),
                Column(
                    "application",
                    "Application",
                    width=110,
                    hidden=True,
                    drill=Drill("", {"application": "application"}),
                ),
                Column(
                    "instance", "Instance", width=110, hidden=True, drill=Drill("", {"instance": "instance"})
                ),
                Column("pid", "PID", "code", width=80),
            ),
            empty="Choose a longer range, remove a filter, or take logs in: aurorascope ingest PATH.",
        ),
    ),
)

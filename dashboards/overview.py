"""Overview: what the range holds, and where to look first."""

from aurorascope.model.page import Column, Drill, Page, Panel
from aurorascope.model.page_parts import BEHIND, metric_lines

INGEST = "Take logs in with: aurorascope ingest PATH, or choose a longer range above."
COLLECT = "No such metric is in the store for this range. It comes with: aurorascope collect."
ERRORS = {"severity": "=ERROR|FATAL|PANIC"}

PAGE = Page(
    path="/",
    title="Overview",
    group="Now",
    order=0,
    icon="overview",
    doc="What the logs of this range hold. Every number leads to its rows.",
    panels=(
        Panel(
            name="totals",
            title="In this range",
            view="totals",
            kind="numbers",
            columns=(
                Column("calls", "Statements", "count", "Executions logged.", drill=Drill("/statements")),
                Column(
                    "sum_us", "Total time", "us", "Sum of all logged durations.", drill=Drill("/statements")
                ),
                Column(
                    "max_us",
                    "Slowest",
                    "us",
                    "Longest single execution.",
                    drill=Drill("/queries", {"rank_by": "=max_us"}),
                ),
                Column("errors", "Errors", "count", "ERROR, FATAL and PANIC.", drill=Drill("/log", ERRORS)),
                Column("warnings", "Warnings", "count", drill=Drill("/log", {"severity": "=WARNING"})),
                Column(
                    "lock_messages",
                    "Lock messages",
                    "count",
                    "Messages about waits for locks.",
                    drill=Drill("/locks#panel-messages", {"state": "=waiting"}),
                ),
                Column("deadlocks", "Deadlocks", "count", drill=Drill("/locks#panel-deadlock_rows")),
                Column("temp_files", "Temp files", "count", drill=Drill("/temp-files#panel-rows")),
                Column("temp_bytes", "Temp bytes", "bytes", drill=Drill("/temp-files#panel-rows")),
                Column(
                    "connections",
                    "Connections",
                    "count",
                    "Authorized connections.",
                    drill=Drill("/connections#panel-rows", {"event": "=authorized"}),
                ),
                Column("entries", "Log entries", "count", drill=Drill("/log")),
            ),
        ),
        Panel(
            name="time",
            title="Time spent in statements, by kind",
            view="statement_kinds_over_time",
            kind="time_bars",
            x="bucket",
            y="sum_us",
            series="statement_kind",
            unit="us",
            span=6,
            height=270,
            drill=BEHIND,
            empty=INGEST,
        ),
        Panel(
            name="calls",
            title="Executions, by kind",
            view="statement_kinds_over_time",
            kind="time_bars",
            x="bucket",
            y="calls",
            series="statement_kind",
            unit="count",
            span=6,
            height=270,
            drill=BEHIND,
            empty=INGEST,
        ),
        Panel(
            name="verdicts",
            title="At a glance",
            view="verdicts",
            kind="verdicts",
            span=6,
            doc="Unknown where the log cannot tell: missing data never reads as ok.",
            links={
                "Coverage": "/server",
                "Server": "/server",
                "Errors": "/errors",
                "Deadlocks": "/locks",
                "Lock waits": "/locks",
                "Temp files": "/temp-files",
                "Connections": "/connections",
            },
        ),
        Panel(
            name="errors",
            title="Errors and warnings",
            view="errors_over_time",
            kind="time_bars",
            x="bucket",
            y="errors",
            series="severity",
            span=6,
            drill=BEHIND,
            empty="No error or warning was logged in this range.",
        ),
        metric_lines(
            "connected", "Connections, by instance", "DatabaseConnections", "Maximum", span=6, empty=COLLECT
        ),
        metric_lines(
            "processor",
            "Processor, by instance",
            "CPUUtilization",
            "Average",
            unit="percent",
            span=6,
            empty=COLLECT,
        ),
        Panel(
            name="top",
            title="Statements that took the most time",
            view="queries_top",
            kind="table",
            params={"top": 10},
            columns=(
                Column(
                    "normalized_sql", "Statement", "code", grow=True, drill=Drill("/queries/{fingerprint}")
                ),
                Column("statement_kind", "Kind", width=84),
                Column("sum_us", "Total", "us", bar=True, drill=BEHIND),
                Column("share", "Share", "share"),
                Column("calls", "Calls", "count", drill=BEHIND),
                Column("mean_us", "Mean", "us"),
                Column("p95_us", "p95", "us"),
                Column("max_us", "Max", "us"),
                Column(
                    "errors", "Errors", "count", drill=Drill("/log", {"fingerprint": "fingerprint", **ERRORS})
                ),
            ),
            empty=INGEST,
        ),
    ),
)

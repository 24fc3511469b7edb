"""Queries: which statements cost the most, when, and whose they are."""

from aurorascope.model.page import Choice, Column, Drill, Page, Panel

BEHIND = Drill("@rows")
THRESHOLD = (
    "Statements are logged when log_min_duration_statement, log_min_duration_sample or log_statement lets "
    "them through. Choose a longer range, or take more logs in: aurorascope ingest PATH."
)
OF_ONE = Drill("/queries/{fingerprint}")
RANK = Choice(
    "rank_by",
    "Rank by",
    (
        ("sum_us", "Total time"),
        ("calls", "Calls"),
        ("mean_us", "Mean"),
        ("max_us", "Max"),
        ("errors", "Errors"),
        ("temp_bytes", "Temp bytes"),
    ),
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
        ("phase", "Phase"),
    ),
)

PAGE = Page(
    path="/queries",
    title="Queries",
    group="Workload",
    order=10,
    icon="queries",
    doc="Statements by family: one row for all executions that differ in their literals only.",
    panels=(
        Panel(
            name="time",
            title="Time spent, by kind of statement",
            view="statement_kinds_over_time",
            kind="time_bars",
            x="bucket",
            y="sum_us",
            series="statement_kind",
            unit="us",
            span=6,
            drill=BEHIND,
            empty=THRESHOLD,
        ),
        Panel(
            name="traffic",
            title="Executions, by kind of statement",
            view="statement_kinds_over_time",
            kind="time_bars",
            x="bucket",
            y="calls",
            series="statement_kind",
            span=6,
            drill=BEHIND,
            empty=THRESHOLD,
        ),
        Panel(
            name="top",
            title="Top statements",
            view="queries_top",
            kind="table",
            choices=(RANK,),
            params={"top": 100},
            height=520,
            columns=(
                Column("rank", "#", "count", width=46),
                Column("normalized_sql", "Statement", "code", grow=True, drill=OF_ONE),
                Column("statement_kind", "Kind", width=84),
                Column("sum_us", "Total", "us", bar=True, drill=BEHIND),
                Column("share", "Share", "share", "Of the total time of all statements under this filter."),
                Column("calls", "Calls", "count", bar=True, drill=BEHIND),
                Column("mean_us", "Mean", "us"),
                Column("p50_us", "p50", "us", "Exact: the duration of that rank."),
                Column("p95_us", "p95", "us", "Exact: the duration of that rank."),
                Column("p99_us", "p99", "us", "Exact: the duration of that rank."),
                Column("max_us", "Max", "us"),
                Column(
                    "errors",
                    "Errors",
                    "count",
                    drill=Drill("/log", {"fingerprint": "fingerprint", "severity": "=ERROR|FATAL|PANIC"}),
                ),
                Column(
                    "temp_bytes", "Temp", "bytes", drill=Drill("/temp-files", {"fingerprint": "fingerprint"})
                ),
                Column("fingerprint", "Fingerprint", "code", width=150, drill=OF_ONE, hidden=True),
            ),
            empty=THRESHOLD,
        ),
        Panel(
            name="percentiles",
            title="Durations over time",
            view="percentiles_over_time",
            kind="time_lines",
            x="bucket",
            unit="us",
            span=6,
            columns=(
                Column("p50_us", "p50", "us", drill=BEHIND),
                Column("p95_us", "p95", "us", drill=BEHIND),
                Column("p99_us", "p99", "us", drill=BEHIND),
                Column("max_us", "max", "us", drill=BEHIND),
            ),
            doc="Exact percentiles of the executions of each bucket.",
            empty=THRESHOLD,
        ),
        Panel(
            name="histogram",
            title="How long executions took",
            view="duration_histogram",
            kind="histogram",
            x="duration_from_us",
            y="calls",
            span=6,
            drill=BEHIND,
            empty=THRESHOLD,
        ),
        Panel(
            name="by",
            title="Statements by session",
            view="statements_by",
            kind="table",
            choices=(BY,),
            params={"top": 50},
            columns=(
                Column("by", "", grow=True, drill=BEHIND),
                Column("families", "Families", "count"),
                Column("sum_us", "Total", "us", bar=True, drill=BEHIND),
                Column("share", "Share", "share"),
                Column("calls", "Calls", "count", bar=True, drill=BEHIND),
                Column("mean_us", "Mean", "us"),
                Column("p95_us", "p95", "us"),
                Column("p99_us", "p99", "us"),
                Column("max_us", "Max", "us"),
            ),
            empty=THRESHOLD,
        ),
        Panel(
            name="kinds",
            title="Kinds of statement",
            view="statement_kinds",
            kind="table",
            span=6,
            columns=(
                Column("statement_kind", "Kind", grow=True, width=100, drill=BEHIND),
                Column("traffic", "Traffic", width=90),
                Column("families", "Families", "count"),
                Column("calls", "Calls", "count", bar=True, drill=BEHIND),
                Column("sum_us", "Total", "us", bar=True),
                Column("mean_us", "Mean", "us"),
                Column("max_us", "Max", "us"),
            ),
            empty=THRESHOLD,
        ),
        Panel(
            name="phases",
            title="Phases",
            view="phases",
            kind="table",
            span=6,
            doc="Prepare and bind are logged by themselves where they took long enough.",
            columns=(
                Column("phase", "Phase", grow=True, width=100, drill=BEHIND),
                Column("logged", "Logged", "count", drill=BEHIND),
                Column("calls", "Calls", "count"),
                Column("sum_us", "Total", "us", bar=True),
                Column("share", "Share", "share"),
                Column("mean_us", "Mean", "us"),
                Column("max_us", "Max", "us"),
            ),
            empty=THRESHOLD,
        ),
        Panel(
            name="slowest",
            title="Slowest executions",
            view="slowest_statements",
            kind="table",
            params={"top": 50},
            height=420,
            columns=(
                Column("ts", "Ended", "ts", drill=Drill("/entry", {"source": "source", "offset": "offset"})),
                Column("duration_us", "Duration", "us", bar=True),
                Column("sql", "Statement", "code", grow=True, drill=OF_ONE),
                Column("parameters", "Parameters", "code", width=180),
                Column("user_name", "User", width=110, drill=Drill("", {"user": "user_name"})),
                Column(
                    "database_name", "Database", width=110, drill=Drill("", {"database": "database_name"})
                ),
                Column("client_host", "Host", width=120, drill=Drill("", {"host": "client_host"})),
                Column(
                    "application", "Application", width=120, drill=Drill("", {"application": "application"})
                ),
                Column("pid", "PID", "code", width=84, hidden=True),
            ),
            empty=THRESHOLD,
        ),
    ),
)

"""Errors: which, how often, since when, and whose."""

from aurorascope.model.page import Choice, Column, Control, Drill, Page, Panel
from aurorascope.model.page_parts import BEHIND, ENTRY

QUIET = (
    "No error or warning was logged in this range. log_min_messages decides what the server writes, on MySQL "
    "log_error_verbosity; errors of single statements are in MySQL's slow log alone (log_slow_extra)."
)
BY = Choice(
    "by",
    "By",
    (
        ("user", "User"),
        ("database", "Database"),
        ("host", "Host"),
        ("application", "Application"),
        ("sqlstate", "SQLSTATE"),
        ("instance", "Instance"),
    ),
)

PAGE = Page(
    path="/errors",
    title="Errors",
    group="Trouble",
    order=20,
    icon="errors",
    doc="Errors and warnings with their values folded, so that one cause is one row.",
    controls=(
        Control(
            "severity",
            "Severity",
            "chips",
            tuple((word, word) for word in ("PANIC", "FATAL", "ERROR", "WARNING")),
        ),
        Control("q", "Text in the error"),
    ),
    panels=(
        Panel(
            name="time",
            title="Errors and warnings over time",
            view="errors_over_time",
            kind="time_bars",
            x="bucket",
            y="errors",
            series="severity",
            span=8,
            drill=BEHIND,
            empty=QUIET,
        ),
        Panel(
            name="classes",
            title="SQLSTATE classes",
            view="error_classes",
            kind="table",
            span=4,
            columns=(
                Column("sqlstate_class", "Class", "code", width=74, drill=BEHIND),
                Column("class_name", "Meaning", grow=True, width=120),
                Column("errors", "Errors", "count", bar=True, drill=BEHIND),
            ),
            height=230,
            empty=QUIET,
        ),
        Panel(
            name="top",
            title="Most frequent",
            view="errors_top",
            kind="table",
            params={"top": 100},
            height=440,
            columns=(
                Column("severity", "Severity", "severity", width=92),
                Column("sqlstate", "State", "code", width=74),
                Column("sample_message", "Latest message", "code", grow=True, drill=ENTRY),
                Column("errors", "Times", "count", bar=True, drill=BEHIND),
                Column("users", "Users", "count", width=70),
                Column("databases", "Databases", "count", width=92, hidden=True),
                Column("families", "Statements", "count", width=98),
                Column("first_ts", "First", "ts", hidden=True),
                Column("last_ts", "Last", "ts"),
            ),
            empty=QUIET,
        ),
        Panel(
            name="by",
            title="Whose",
            view="errors_by",
            kind="table",
            choices=(BY,),
            span=6,
            height=330,
            columns=(
                Column("by", "", grow=True, width=140, drill=BEHIND),
                Column("errors", "Errors and warnings", "count", width=160, bar=True, drill=BEHIND),
                Column("warnings", "Warnings", "count", width=90, hidden=True),
                Column("fatals", "Fatal", "count", width=70),
                Column("share_errors", "Share", "share"),
            ),
            empty=QUIET,
        ),
        Panel(
            name="cancelled",
            title="Cancelled statements",
            view="cancelled_by_cause",
            kind="table",
            span=6,
            height=330,
            columns=(
                Column("cause", "Cause", width=170, drill=BEHIND),
                Column(
                    "normalized_sql",
                    "Statement",
                    "code",
                    grow=True,
                    width=140,
                    drill=Drill("/queries/{fingerprint}"),
                ),
                Column("cancelled", "Times", "count", bar=True, drill=BEHIND),
                Column("users", "Users", "count", width=70),
            ),
            empty="No statement was cancelled by a time-out, a person or a conflict in this range.",
        ),
        Panel(
            name="rows",
            title="Occurrences",
            view="error_rows",
            kind="rows",
            height=460,
            columns=(
                Column("ts", "Time", "ts", drill=ENTRY),
                Column("severity", "Severity", "severity", width=92),
                Column("sqlstate", "State", "code", width=74),
                Column("message", "Message", "code", grow=True, drill=ENTRY),
                Column("detail", "Detail", "code", width=180),
                Column("statement", "Statement", "code", width=200, drill=Drill("/queries/{fingerprint}")),
                Column("user_name", "User", width=104, drill=Drill("", {"user": "user_name"})),
                Column(
                    "database_name", "Database", width=104, drill=Drill("", {"database": "database_name"})
                ),
                Column("client_host", "Host", width=116, drill=Drill("", {"host": "client_host"})),
            ),
            empty=QUIET,
        ),
        Panel(
            name="cancelled_rows",
            title="Cancelled statements, one by one",
            view="cancelled_statements",
            kind="rows",
            height=300,
            columns=(
                Column("ts", "Time", "ts", drill=ENTRY),
                Column("cause", "Cause", width=180),
                Column("message", "Message", "code", width=300, drill=ENTRY),
                Column("statement", "Statement", "code", grow=True, drill=Drill("/queries/{fingerprint}")),
                Column("user_name", "User", width=104, drill=Drill("", {"user": "user_name"})),
                Column("client_host", "Host", width=116, drill=Drill("", {"host": "client_host"})),
            ),
            empty="No statement was cancelled by a time-out, a person or a conflict in this range.",
        ),
    ),
)

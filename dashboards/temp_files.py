"""Temp files: which statements spilled to disk, and how much."""

from aurorascope.model.page import Choice, Column, Drill, Page, Panel
from aurorascope.model.page_parts import BEHIND, ENTRY

QUIET = (
    "No temporary file was logged. Does not apply to MySQL: its slow log counts temporary tables only "
    "(log_slow_extra, in the extra of a statement). On PostgreSQL they are logged when log_temp_files is 0 "
    "or a size in kB: set it in the cluster's parameter group."
)
RANK = Choice(
    "rank_by", "Rank by", (("temp_bytes", "Bytes"), ("temp_files", "Files"), ("max_bytes", "Largest"))
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
    path="/temp-files",
    title="Temp files",
    group="Trouble",
    order=22,
    icon="temp",
    doc="Sorts, hashes and cursors that did not fit into work_mem. A file is logged when it is deleted.",
    panels=(
        Panel(
            name="bytes",
            title="Bytes",
            view="temp_files_over_time",
            kind="time_bars",
            x="bucket",
            y="temp_bytes",
            unit="bytes",
            span=6,
            drill=BEHIND,
            empty=QUIET,
        ),
        Panel(
            name="files",
            title="Files",
            view="temp_files_over_time",
            kind="time_bars",
            x="bucket",
            y="temp_files",
            span=6,
            drill=BEHIND,
            empty=QUIET,
        ),
        Panel(
            name="statements",
            title="Statements",
            view="temp_files_by_statement",
            kind="table",
            choices=(RANK,),
            height=360,
            columns=(
                Column(
                    "normalized_sql", "Statement", "code", grow=True, drill=Drill("/queries/{fingerprint}")
                ),
                Column("temp_files", "Files", "count", drill=BEHIND),
                Column("temp_bytes", "Bytes", "bytes", bar=True, drill=BEHIND),
                Column("mean_bytes", "Mean", "bytes"),
                Column("max_bytes", "Largest", "bytes"),
                Column("users", "Users", "count", width=70),
                Column("first_ts", "First", "ts"),
                Column("last_ts", "Last", "ts"),
            ),
            empty=QUIET,
        ),
        Panel(
            name="by",
            title="Whose",
            view="temp_files_by",
            kind="table",
            choices=(BY,),
            height=280,
            columns=(
                Column("by", "", grow=True, drill=BEHIND),
                Column("temp_files", "Files", "count", drill=BEHIND),
                Column("temp_bytes", "Bytes", "bytes", bar=True, drill=BEHIND),
                Column("max_bytes", "Largest", "bytes"),
            ),
            empty=QUIET,
        ),
        Panel(
            name="rows",
            title="Files, one by one",
            view="temp_file_rows",
            kind="rows",
            sums=("bytes",),
            height=460,
            columns=(
                Column("ts", "Time", "ts", drill=ENTRY),
                Column("bytes", "Size", "bytes"),
                Column("statement", "Statement", "code", grow=True, drill=Drill("/queries/{fingerprint}")),
                Column("path", "Path", "code", width=260),
                Column("user_name", "User", width=110, drill=Drill("", {"user": "user_name"})),
                Column(
                    "database_name",
                    "Database",
                    width=110,
                    drill=Drill("", {"database": "database_name"}),
                    hidden=True,
                ),
                Column("client_host", "Host", width=120, drill=Drill("", {"host": "client_host"})),
                Column("pid", "PID", "code", width=84, hidden=True),
            ),
            empty=QUIET,
        ),
    ),
)

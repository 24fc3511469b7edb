"""Plans: what auto_explain logged, by statement and plan."""

from aurorascope.model.page import Column, Drill, Page, Panel
from aurorascope.model.page_parts import BEHIND, ENTRY

QUIET = (
    "No plan was logged. Does not apply to MySQL, which logs none (MariaDB's EXPLAIN is in the extra of a "
    "statement). On PostgreSQL, add auto_explain to shared_preload_libraries and set "
    "auto_explain.log_min_duration in the cluster's parameter group."
)

PAGE = Page(
    path="/plans",
    title="Plans",
    group="Workload",
    order=14,
    icon="statements",
    doc="Plans that auto_explain logged. Plans of one hash have the same nodes, relations and indexes.",
    panels=(
        Panel(
            name="top",
            title="Plans by statement",
            view="plans_by_hash",
            kind="table",
            height=400,
            columns=(
                Column(
                    "sample_statement", "Statement", "code", grow=True, drill=Drill("/queries/{fingerprint}")
                ),
                Column("plan_hash", "Plan", "code", width=160, drill=BEHIND),
                Column("plans", "Logged", "count", bar=True, drill=BEHIND),
                Column("sum_us", "Total", "us", bar=True),
                Column("mean_us", "Mean", "us"),
                Column("max_us", "Max", "us"),
                Column("estimated_rows", "Estimated rows", "count", width=120),
                Column("actual_rows", "Actual rows", "count", width=104),
                Column("last_ts", "Last", "ts", hidden=True),
            ),
            empty=QUIET,
        ),
        Panel(
            name="rows",
            title="Plans, one by one",
            view="plan_rows",
            kind="rows",
            sums=("duration_us",),
            height=460,
            columns=(
                Column("ts", "Time", "ts", drill=ENTRY),
                Column("duration_us", "Duration", "us"),
                Column("plan_hash", "Plan", "code", width=160, drill=Drill("", {"plan_hash": "plan_hash"})),
                Column("sql", "Statement", "code", grow=True, drill=Drill("/queries/{fingerprint}")),
                Column("plan", "Text", "code", width=280, drill=ENTRY),
                Column("estimated_rows", "Estimated rows", "count", width=120),
                Column("actual_rows", "Actual rows", "count", width=104),
                Column("user_name", "User", width=104, drill=Drill("", {"user": "user_name"}), hidden=True),
            ),
            empty=QUIET,
        ),
    ),
)

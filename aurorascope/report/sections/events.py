"""What happened to the servers, and the plans and audited actions that the log names."""

from aurorascope.model.page import Column
from aurorascope.report.item import FIRST, LAST, Item, Section

SECTION = Section(
    "events",
    "Servers, plans, audit",
    "Starts, stops, crashes and reloads; plans that auto_explain logged; actions that pgaudit logged.",
    (
        Item(
            "server_events",
            "What servers said of themselves",
            "server_events_by_event",
            (Column("event", "Event", grow=True), Column("events", "Times", "count", bar=True), FIRST, LAST),
            page="/server#panel-events",
            half=True,
            empty="No server wrote of a start, a stop or a crash in this period.",
        ),
        Item(
            "control_plane",
            "RDS events, changes, notes and alarms",
            "event_rows",
            (
                Column("ts", "Time", "ts"),
                Column("lane", "Kind"),
                Column("cluster", "Cluster"),
                Column("instance", "Instance"),
                Column("subject", "Of"),
                Column("what", "What", grow=True),
                Column("actor", "By whom"),
            ),
            params={"top": 40},
            page="/cluster#panel-events",
            most=40,
            empty="Nothing of this kind is in the store. It comes with: aurorascope collect.",
        ),
        Item(
            "plans",
            "Plans",
            "plans_by_hash",
            (
                Column("fingerprint", "Family", "code"),
                Column("plan_hash", "Plan", "code", grow=True),
                Column("plans", "Logged", "count", bar=True),
                Column("sum_us", "Total", "us"),
                Column("mean_us", "Mean", "us"),
                Column("max_us", "Max", "us"),
                Column("estimated_rows", "Estimated rows", "number"),
                Column("actual_rows", "Actual rows", "number"),
            ),
            page="/plans#panel-top",
            row_page="/queries/{fingerprint}",
            most=10,
            half=True,
            empty="No plan was logged: auto_explain is not loaded, or its threshold is not reached.",
        ),
        Item(
            "audit",
            "Audited actions",
            "audit_by_operation",
            (
                Column("class", "Class"),
                Column("operation", "Operation", grow=True),
                Column("actions", "Actions", "count", bar=True),
                Column("users", "Users", "count"),
                Column("failed", "Failed", "count"),
            ),
            page="/audit#panel-operations",
            most=15,
            half=True,
            empty="No audited action was logged: pgaudit or MySQL's audit log are off.",
        ),
    ),
)

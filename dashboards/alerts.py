"""Alert rules: every one with its state, its cases, and what it would have done over the history."""

from aurorascope.model.page import Column, Drill, Page, Panel

EMPTY = "No rule is known here: `aurorascope serve` tells the pages of its rules."
ONE = Drill("/alerts/{rule}")

PAGE = Page(
    path="/alerts",
    title="Alerts",
    group="Alerts",
    order=80,
    icon="errors",
    from_log=False,
    doc="Every alert rule: what it watches, how it was proved, and how often it would have woken somebody.",
    panels=(
        Panel(
            name="rules",
            title="Rules",
            view="alert_rule_list",
            kind="table",
            doc="States are those of the last transitions. Firings and nights are from the last backtest; "
            "a dash says that there was none: `aurorascope alerts backtest --save` tries the rules.",
            columns=(
                Column("rule", "Rule", drill=ONE, width=170),
                Column("title", "Fires when", grow=True, width=240),
                Column("alert_severity", "Severity", width=90),
                Column("in_alarm", "In ALARM", "count", width=92),
                Column("fires_when", "Threshold", width=220),
                Column("cases", "Cases", "count", width=70),
                Column("cases_failed", "Failed", "count", width=70),
                Column("replayed", "Replayed", "count", hidden=True),
                Column("not_backtestable", "Not backtestable", "count", width=120, hidden=True),
                Column("firings", "Firings", "count", bar=True),
                Column("nights", "Nights", "count", bar=True),
                Column("warned", "Warned of", "count", doc="Known incidents that it warned of.", hidden=True),
                Column("incidents", "Incidents", "count", hidden=True),
                Column("ts", "Tried", "ts"),
            ),
            empty=EMPTY,
        ),
        Panel(
            name="transitions",
            title="History of the alarms",
            view="alert_transitions",
            kind="table",
            height=320,
            columns=(
                Column("ts", "Time", "ts"),
                Column("cluster", "Cluster"),
                Column("name", "Alarm", grow=True, width=260),
                Column("previous", "From"),
                Column("state", "To"),
                Column("reason", "Reason", grow=True, width=260),
            ),
            empty="No transition is in this range. The collector `alarms` brings them.",
        ),
    ),
)

"""Tables of alert rules: what they say, and what they would have done over the history."""

from __future__ import annotations

from aurorascope.model.table import Table, columns
from aurorascope.store.schemas.shared import LABELS

TRIED_AT = columns(("ts", "timestamp", "When the rule was tried on the history; the latest counts."))
RULE = columns(("rule", "text", "Name of the rule, its file's."))

ALERT_TABLES = (
    Table(
        "alert_rules",
        "one alert rule as it was when the rules were last tried",
        TRIED_AT
        + RULE
        + columns(
            ("title", "text", "What it says when it fires."),
            ("alert_severity", "text", "info, warning or critical."),
            ("watches", "text", "Metrics with statistic and scope, an expression, or a query."),
            ("fires_when", "text", "Operator, threshold, M of N and period."),
            ("reason", "text", "Why it matters."),
            ("first_steps", "text", "What to look at first."),
            ("cases", "bigint", "Cases that prove it."),
            ("cases_failed", "bigint", "Cases that are not as the file says."),
            ("cases_told", "text", "The cases, each with what it must do and what it did."),
            ("rule_source", "text", "Where the rule and its threshold come from."),
        ),
    ),
    Table(
        "alert_replays",
        "what one alarm would have done over the history",
        TRIED_AT
        + LABELS
        + RULE
        + columns(
            ("replay_verdict", "text", "replayed, no data, not backtestable, threshold unknown."),
            ("reason", "text", "Why it could not be replayed."),
            ("threshold", "double", "Its threshold."),
            ("replayed_s", "bigint", "Seconds of history that were replayed."),
            ("firings", "bigint", "How often it would have fired, muted times left out."),
            ("alarm_s", "bigint", "Seconds in ALARM."),
            ("flaps", "bigint", "Firings within half an hour of the end of the one before."),
            ("nights", "bigint", "Nights (22 to 7 o'clock) in which it began."),
            ("incidents", "bigint", "Known incidents of the cluster."),
            ("warned", "bigint", "Of these, those before or in which it fired."),
            ("lead_s", "bigint", "Mean seconds from its firing to an incident's peak."),
        ),
    ),
    Table(
        "alert_tried",
        "what one alarm would have done with another threshold",
        TRIED_AT
        + LABELS
        + RULE
        + columns(
            ("factor", "double", "The threshold as a multiple of the rule's own; null for a quantile."),
            ("threshold", "double", "The threshold."),
            ("firings", "bigint", "How often it would have fired."),
            ("alarm_s", "bigint", "Seconds in ALARM."),
            ("flaps", "bigint", "Firings within half an hour of the end of the one before."),
            ("nights", "bigint", "Nights in which it began."),
            ("warned", "bigint", "Known incidents before or in which it fired."),
        ),
    ),
    Table(
        "alert_hours",
        "one hour of one alarm's replay",
        columns(("ts", "timestamp", "Start of the hour."))
        + LABELS
        + RULE
        + columns(
            ("worst", "double", "The value nearest to or farthest beyond the threshold."),
            ("threshold", "double", "The threshold."),
            ("alarm_s", "bigint", "Seconds in ALARM."),
            ("observed_at", "timestamp", "When it was replayed; the latest wins."),
        ),
    ),
)

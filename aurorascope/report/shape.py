"""The shapes of the report's JSON: answers, findings, regressions as plain data."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from aurorascope.logs.tellable import tellable_running
from aurorascope.report.addresses import address

if TYPE_CHECKING:
    from aurorascope.insight.regressions import Regression
    from aurorascope.model.finding import Finding
    from aurorascope.report.asking import Answer, Asking

LOUDNESS = ("ok", "watch", "unknown", "act")
"""From quiet to loud; unknown is louder than watch, as nobody knows what it hides."""


def plain(value: Any) -> Any:
    """Return a value as JSON has it: times are ISO 8601 in UTC, what is no number is null."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value


def answer_json(answer: Answer) -> dict[str, Any]:
    """Return an item with its rows, and what must be asked to get them again."""
    item = answer.item
    return {
        "title": item.title,
        "view": item.view,
        "by": list(item.by),
        "params": dict(answer.params),
        "begin": plain(answer.period.begin),
        "end": plain(answer.period.end),
        "clusters": [one for one in answer.chosen.cluster if one is not None],
        "draw": item.draw,
        "x": item.x,
        "y": item.y,
        "series": item.series,
        "half": item.half,
        "note": item.note,
        "empty": item.empty,
        "page": answer.page,
        "row_page": item.row_page,
        "columns": [
            {"name": column.name, "title": column.title, "unit": column.unit, "bar": column.bar}
            for column in item.columns
        ],
        "rows": [{name: plain(value) for name, value in row.items()} for row in answer.rows],
        "rows_in_view": len(answer.raw),
        "not_narrowed": list(answer.not_narrowed),
    }


def finding_json(one: Finding, asking: Asking) -> dict[str, Any]:
    """Return a finding."""
    silenced = one.acknowledged
    return {
        "check": one.check,
        "severity": one.severity,
        "account": one.account,
        "region": one.region,
        "cluster": one.cluster,
        "instance": one.instance,
        "subject": one.subject,
        "title": one.title,
        "evidence": [
            {"label": each.label, "value": _evidence(each.value, asking), "unit": each.unit}
            for each in one.evidence
        ],
        "effect": one.effect,
        "effect_us": one.effect_us,
        "suggestion": one.suggestion,
        "command": one.command,
        "page": one.page or address("/", asking.period, (one.cluster,) if one.cluster else ()),
        "first_at": plain(one.first_at),
        "last_at": plain(one.last_at),
        "owner": one.owner,
        "acknowledged": None
        if silenced is None
        else {"reason": silenced.reason, "until": plain(silenced.until), "by": silenced.by},
    }


def _evidence(value: Any, asking: Asking) -> Any:
    """Return a piece of evidence; a statement in it is told as its family."""
    if isinstance(value, str) and not asking.with_literals:
        return tellable_running(value, asking.engine)
    return plain(value)


def regression_json(one: Regression, asking: Asking) -> dict[str, Any]:
    """Return a regression."""
    names = (
        *(
            "account",
            "region",
            "cluster",
            "fingerprint",
            "normalized_sql",
            "kind",
            "value_now",
            "value_usual",
        ),
        *("unit", "ratio", "calls_now", "calls_usual", "nights", "q_value", "effect_us", "source", "said"),
    )
    told = {name: plain(getattr(one, name)) for name in names}
    clusters = (one.cluster,) if one.cluster else ()
    return told | {"page": address("/queries/{fingerprint}", asking.period, clusters, row=told)}

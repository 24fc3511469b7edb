"""The coverage line: hours taken in, thresholds of the logs, sources missing, entries not understood."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from aurorascope.model.amounts import amount, duration
from aurorascope.model.filter import SAID

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aurorascope.model.filter import Filter
    from aurorascope.report.asking import Asking

SHOWN_SETTINGS = (
    *("log_min_duration_statement", "log_min_duration_sample", "log_statement_sample_rate", "log_lock_waits"),
    *(
        "log_temp_files",
        "log_autovacuum_min_duration",
        "log_connections",
        "log_checkpoints",
        "long_query_time",
    ),
)


def narrowed_told(chosen: Filter, *, everywhere: bool, with_literals: bool) -> str:
    """Say what narrows a report; a text that was asked for may be somebody's value, and is withheld."""
    if not chosen.is_narrow:
        return ""
    texts = () if with_literals else tuple(name for name in SAID if getattr(chosen, name))
    hidden: dict[str, Any] = dict.fromkeys(texts, ())
    told = replace(chosen, **hidden).described()
    said = "; ".join(filter(None, (told, *(f"{name}: a text, withheld" for name in texts))))
    whole = "" if everywhere else " Findings of checks and changed statements are of whole clusters."
    return f"Narrowed to {said}.{whole}"


def coverage_told(asking: Asking, clusters: Sequence[str]) -> dict[str, Any]:
    """Return what the store has of the period: hours, missing sources, thresholds, what was not read."""
    rows = [row for row in asking.answers["coverage"].raw if row["cluster"] in clusters]
    logs = [row for row in rows if row["log_kind"] == "logs"]
    covered = sum(row["covered_us"] for row in logs)
    wanted = sum(row["range_us"] for row in logs)
    missing = [f"{row['instance'] or row['cluster']}: no log" for row in logs if not row["covered_us"]]
    missing += [
        f"{row['instance'] or row['cluster']}: {row['failed_spans']} spans of {row['log_kind']} failed"
        for row in rows
        if row["failed_spans"] and row["log_kind"] != "logs"
    ]
    silent = [one for one in clusters if one not in {row["cluster"] for row in logs}]
    missing += [f"{one}: no log" for one in silent]
    entries = sum(row["entries"] for row in logs)
    unparsed = sum(row["unparsed_entries"] for row in logs)
    thresholds = _thresholds(asking)
    return {
        "line": _line(covered, wanted, missing, entries, unparsed, thresholds),
        "covered_us": covered,
        "wanted_us": wanted,
        "covered_share": covered / wanted if wanted else None,
        "missing": missing,
        "entries": entries,
        "unparsed_entries": unparsed,
        "thresholds": thresholds,
        "failed": any(row["failed_spans"] for row in rows),
        "partial": any(row["partial_spans"] for row in logs),
    }


def _thresholds(asking: Asking) -> list[dict[str, Any]]:
    """Each setting with the values it had; where it has several, all of them."""
    held: dict[str, list[str]] = {}
    for row in asking.answers["thresholds"].raw:
        if row["setting"] in SHOWN_SETTINGS:
            held.setdefault(str(row["setting"]), []).append(str(row["value"]))
    return [
        {"setting": name, "values": list(dict.fromkeys(held[name]))}
        for name in SHOWN_SETTINGS
        if name in held
    ]


def _line(
    covered: int,
    wanted: int,
    missing: Sequence[str],
    entries: int,
    unparsed: int,
    thresholds: list[dict[str, Any]],
) -> str:
    if not wanted:
        return "No log of this period is in the store: what only a log tells is unknown."
    parts = [
        f"logs cover {duration(covered)} of {duration(wanted)} of instance time ({covered / wanted:.0%})"
    ]
    first = next(
        (one for one in thresholds if one["setting"] in SHOWN_SETTINGS[:2] + SHOWN_SETTINGS[-1:]), None
    )
    if first is None:
        parts.append("the threshold of logged statements is unknown")
    else:
        parts.append(f"{first['setting']} = {' or '.join(first['values'])}")
    parts.append("no source is missing" if not missing else f"missing: {', '.join(missing[:4])}"
                 + (f" and {len(missing) - 4} more" if len(missing) > 4 else ""))  # fmt: skip
    parts.append(f"{amount(unparsed, 'count')} of {amount(entries, 'count')} entries not understood")
    return "; ".join(parts)[:1].upper() + "; ".join(parts)[1:] + "."

"""Rows of an export to the columns of our tables, and the difference of two exports.

A difference is right or absent: of a counter that began anew, what it counted since; of one that the export
before did not have, what it counted if the server says since when, else nothing, for that export may have
been the top of a list.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import tzinfo

    from aurorascope.logs.exports.kind import Counter, ExportKind

Row = dict[str, Any]
# When an export was made, where it says so: the names that people give to now().
MADE_AT = (
    "captured_at", "exported_at", "collected_at", "snapshot_at", "snapshot_time", "sampled_at", "now",
    "now()", "current_timestamp", "clock_timestamp", "statement_timestamp", "ts", "timestamp",
    "collect_ts", "date",
)  # fmt: skip
_SCALE = {"count": 1.0, "bytes": 1.0, "ms": 1000.0, "ps": 1e-6}
_LARGEST = 2**62
_STAMP = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)[T_. -]?(\d\d)[:.-]?(\d\d)(?:[:.-]?(\d\d))?(?!\d)")
_CUT = "..."
_LIST = "(...)"


@dataclass
class Export:
    """One export as rows of its raw table, by key; `unread` rows held no number where one belongs."""

    rows: dict[str, Row] = field(default_factory=dict)
    made_at: int | None = None
    unread: int = 0


@dataclass
class Difference:
    """What was counted between two exports; `unknown` counters have no difference, `anew` ones began anew."""

    rows: list[Row] = field(default_factory=list)
    unknown: int = 0
    anew: int = 0


def read_export(rows: Iterable[Mapping[str, Any]], kind: ExportKind, zone: tzinfo = UTC) -> Export:
    """Read the rows of an export."""
    export = Export()
    for row in rows:
        if export.made_at is None:
            export.made_at = next((at for name in MADE_AT if (at := moment(row.get(name), zone))), None)
        key = "/".join(_named(row, names) for names in kind.key)
        made = _row(row, kind, zone)
        if made is None:
            export.unread += 1
        elif key in export.rows:  # pg_stat_statements of several databases or users, their names left out
            _add(export.rows[key], made, kind)
        else:
            export.rows[key] = made | {"counter_key": f"{kind.name}:{key}"}
    return export


def _named(row: Mapping[str, Any], names: tuple[str, ...]) -> str:
    """Return a part of a key; a truth is written in as many ways as there are tools."""
    value = str(next((row[name] for name in names if name in row), ""))
    return {"true": "t", "false": "f"}.get(value.lower(), value)


def made_by_name(path: str) -> int | None:
    """Return the time that a file's name holds, UTC."""
    for match in _STAMP.finditer(path.rsplit("/", 1)[-1]):
        try:
            year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
            return _micros(datetime(year, month, day, hour, minute, second, tzinfo=UTC))
        except ValueError:
            continue
    return None


def _row(row: Mapping[str, Any], kind: ExportKind, zone: tzinfo) -> Row | None:
    made: Row = {"since": next((moment(row[name], zone) for name in kind.since if name in row), None)}
    for counter in (*kind.counters, *kind.gauges):
        value = _value(row, counter)
        if value is not None and not math.isfinite(value):
            return None
        made[counter.column] = None if value is None else round(value)
    if kind.busy and made[kind.busy] is None:
        return None
    for column, names in kind.texts:
        made[column] = next((row[name] for name in names if name in row), None)
    if "query_id" in made:
        made["query_id"] = _whole(made["query_id"])
    for column, name in kind.moments:
        made[column] = moment(row.get(name), zone)
    if kind.statement:
        made["sql"], made["cut"] = _statement(row, kind)
    if "relname" in row:
        made["relation"] = f"{row.get('schemaname', '')}.{row['relname']}"
    return made


def _statement(row: Mapping[str, Any], kind: ExportKind) -> tuple[str | None, bool]:
    """Return the text of a statement, and whether the server cut it."""
    for name in kind.statement:
        text = row.get(name)
        if isinstance(text, str) and text.strip() and not text.startswith("<insufficient privilege>"):
            plain = text.strip()
            if not plain.endswith(_CUT) or name == kind.statement[-1]:
                return plain.replace(_LIST, "(?)"), plain.endswith(_CUT)
    return None, True


def _value(row: Mapping[str, Any], counter: Counter) -> float | None:
    """Return a counter in our unit; None where the version has none, infinity where it is no number."""
    for names in counter.sets:
        if all(name in row for name in names):
            try:
                total = sum(float(row[name]) for name in names) * _SCALE[counter.unit]
            except (TypeError, ValueError):
                return math.inf
            return total if 0 <= total < _LARGEST else math.inf
    return None


def _whole(value: Any) -> int | None:
    if isinstance(value, float):  # it has lost digits
        return None
    try:
        number = int(value)
    except (TypeError, ValueError):
        return None
    if number >= 2**63:  # as unsigned, which some tools print
        number -= 2**64
    return number if -(2**63) <= number < 2**63 else None


def moment(value: Any, zone: tzinfo) -> int | None:
    """Return a time in microseconds; None for what is none."""
    if not isinstance(value, str):
        return None
    text = re.sub(r"([+-]\d\d)$", r"\1:00", value.strip())
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return None
    try:
        return _micros(when if when.tzinfo else when.replace(tzinfo=zone))
    except (OverflowError, ValueError):
        return None


def _micros(when: datetime) -> int:
    return round((when - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 1_000_000)


def _add(have: Row, more: Row, kind: ExportKind) -> None:
    for counter in kind.counters:
        one, other = have[counter.column], more[counter.column]
        have[counter.column] = None if one is None or other is None else one + other


def difference(before: Mapping[str, Row], since: int, now: Mapping[str, Row], kind: ExportKind) -> Difference:
    """Return what was counted after the export made at `since`, by counter; idle counters are left out."""
    found = Difference()
    names = [counter.column for counter in kind.counters]
    for key, row in now.items():
        old = before.get(key)
        began = row.get("since")
        if (old is None and (began is None or began <= since)) or _gone_back(old, row):
            found.unknown += 1
            continue
        anew = old is None or _began_anew(old, row, names, since)
        counted = {name: _less(row[name], None if anew or old is None else old[name]) for name in names}
        found.anew += anew and old is not None
        if any(counted.values()):
            found.rows.append({**row, **counted, "anew": anew and old is not None})
    return found


def _gone_back(old: Row | None, row: Row) -> bool:
    """Tell whether a counter says that it began earlier than it did before: two servers, or two clocks."""
    return bool(old and row.get("since") and old.get("since") and row["since"] < old["since"])


def _began_anew(old: Row, row: Row, names: list[str], since: int) -> bool:
    if row.get("since") and old.get("since"):
        return bool(row["since"] > old["since"] and row["since"] > since) or _fell(old, row, names)
    return _fell(old, row, names)


def _fell(old: Row, row: Row, names: list[str]) -> bool:
    return any(row[name] < old[name] for name in names if row[name] is not None and old.get(name) is not None)


def _less(value: int | None, before: int | None) -> int | None:
    return value if value is None or before is None else value - before

"""What many checks read: resources as they stood at the end of the period, series of metrics, writers."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.model.finding import Question

Row = dict[str, Any]

KNOWN_AT = "case when p.first_at < $end then $end else p.first_at + interval 1 hour end"
"""The end of the period; in a Region first described after it, an hour after that: a poll takes a while."""
RESOURCES = f"""
with polled as (select account, region, min(valid_from) as first_at from topology group by all)
select t.account, t.region, t.cluster, t.instance, t.resource_type, t.resource_id, t.resource_name,
    t.parent_id, t.attributes, t.readings, t.valid_from
from topology as t
join polled as p on p.account is not distinct from t.account and p.region is not distinct from t.region
where t.resource_type = $resource_type
    and t.valid_from < {KNOWN_AT}
    and (t.valid_to is null or t.valid_to >= {KNOWN_AT})
order by t.account, t.region, t.resource_name
"""
ROLES = f"""
with polled as (select account, region, min(valid_from) as first_at from roles group by all)
select r.account, r.region, r.cluster, r.instance, r.role
from roles as r
join polled as p on p.account is not distinct from r.account and p.region is not distinct from r.region
where r.valid_from < {KNOWN_AT}
    and (r.valid_to is null or r.valid_to >= {KNOWN_AT})
"""
LABELS = ("account", "region", "cluster", "instance")


def resources(asked: Question, resource_type: str) -> Iterator[Row]:
    """Yield the resources of a type, their attributes and readings as the API spells them under `record`."""
    for row in asked.rows(RESOURCES, resource_type=resource_type):
        record = json.loads(row["attributes"] or "{}") | json.loads(row["readings"] or "{}")
        yield {**row, **{name: row[name] or "" for name in LABELS}, "record": record}


def roles(asked: Question) -> dict[tuple[str, str, str], str]:
    """Return the role of each instance by account, Region and name."""
    return {
        (row["account"] or "", row["region"] or "", row["instance"] or ""): row["role"]
        for row in asked.rows(ROLES)
    }


def place(row: Row, *, instance: bool = True) -> Row:
    """Return the labels of a row as a finding takes them."""
    names = LABELS if instance else LABELS[:3]
    return {name: str(row.get(name) or "") for name in names}


def moment(value: object) -> datetime | None:
    """Return a time as the API's JSON holds it; None where it is none."""
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return datetime.fromtimestamp(value, UTC)
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def gib(size: float | None) -> str:
    """Return bytes as people read them."""
    size = float(size or 0)
    for unit in ("bytes", "KiB", "MiB", "GiB"):
        if abs(size) < 1024:
            return f"{size:,.0f} {unit}" if unit == "bytes" else f"{size:,.1f} {unit}"
        size /= 1024
    return f"{size:,.1f} TiB"


def lasted(seconds: float | None) -> str:
    """Return a length of time as people read it."""
    seconds = float(seconds or 0)
    if seconds < 120:
        return f"{seconds:,.1f} s" if seconds < 10 else f"{seconds:,.0f} s"
    if seconds < 7200:
        return f"{seconds / 60:,.0f} min"
    return f"{seconds / 3600:,.1f} h" if seconds < 172_800 else f"{seconds / 86_400:,.0f} days"


def quoted(name: str) -> str:
    """Return a name as one word of a shell; names come from the account and the log."""
    plain = bool(name) and all(letter.isalnum() or letter in "-_.:/" for letter in name)
    return name if plain else "'" + name.replace("'", "'\\''") + "'"

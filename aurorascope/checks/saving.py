"""Keeps what was found, and what somebody acknowledged, as rows of the store."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from aurorascope.model.finding import Finding, Judged
    from aurorascope.store.store import Store


def save(store: Store, judged: Judged, now: datetime | None = None) -> int:
    """Write the findings of one judgement in one commit; return how many there are."""
    moment = now or datetime.now(UTC)
    rows = [row_of(one, judged, moment) for one in judged.findings]
    if rows:
        _commit(store, "findings", rows)
    return len(rows)


def row_of(one: Finding, judged: Judged, now: datetime) -> dict[str, Any]:
    """Return a finding as a row of `findings`."""
    evidence = [{"label": item.label, "value": item.value, "unit": item.unit} for item in one.evidence]
    return {
        "ts": now,
        "account": one.account or None,
        "region": one.region or None,
        "cluster": one.cluster or None,
        "instance": one.instance or None,
        "check": one.check,
        "subject": one.subject,
        "severity": one.severity,
        "title": one.title,
        "evidence": json.dumps(evidence),
        "effect": one.effect or None,
        "effect_us": one.effect_us,
        "suggestion": one.suggestion or None,
        "mending": one.command or None,
        "page": one.page or None,
        "first_at": one.first_at,
        "last_at": one.last_at,
        "owner": one.owner or None,
        "acknowledged_until": one.acknowledged.until if one.acknowledged is not None else None,
        "judged_from": judged.begin,
        "judged_to": judged.end,
    }


def acknowledge(
    store: Store,
    *,
    check: str,
    subject: str,
    account: str,
    region: str,
    cluster: str,
    reason: str,
    actor: str,
    until: datetime,
    now: datetime,
) -> None:
    """Silence what a check finds about a subject ('' for all that it finds there) until a moment."""
    row = {
        "ts": now,
        "account": account or None,
        "region": region or None,
        "cluster": cluster or None,
        "check": check,
        "subject": subject or None,
        "actor": actor or None,
        "reason": reason,
        "valid_to": until,
    }
    _commit(store, "acknowledgements", [row])


def _commit(store: Store, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
    import polars as pl

    from aurorascope.ingest.run import run_id
    from aurorascope.store.columnar import POLARS_TYPES
    from aurorascope.store.schemas import TABLES

    known = {column.name: POLARS_TYPES[column.type] for column in TABLES[table].columns}
    rows = list(rows)
    frame = pl.DataFrame(rows, schema={name: kind for name, kind in known.items() if name in rows[0]})
    with store.writer(run_id(), {}) as writer:
        writer.write(table, frame)
        store.commit(writer.close())

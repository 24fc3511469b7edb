"""Findings that somebody silenced: looked up by check, place and subject; the latest word counts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from aurorascope.model.finding import Acknowledged

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from aurorascope.checks.asked import Asked
    from aurorascope.model.finding import Finding

SAID = "select * from acknowledgements where ts <= $now order by ts"


def acknowledged(findings: Sequence[Finding], asked: Asked, now: datetime) -> list[Finding]:
    """Return the findings with what was said of them that still holds at `now`."""
    said: dict[tuple[str, ...], Acknowledged | None] = {}
    for row in asked.rows(SAID, now=now):
        key = tuple(str(row[name] or "") for name in ("check", "account", "region", "cluster", "subject"))
        until = row["valid_to"]
        holds = until is None or until > now
        said[key] = Acknowledged(str(row["reason"] or ""), until, str(row["actor"] or "")) if holds else None
    if not said:
        return list(findings)
    return [replace(one, acknowledged=_of(one, said)) for one in findings]


def _of(one: Finding, said: dict[tuple[str, ...], Acknowledged | None]) -> Acknowledged | None:
    """The word on this very subject, else the one on all that the check finds there."""
    place = (one.check, *one.place)
    return said.get((*place, one.subject)) if (*place, one.subject) in said else said.get((*place, ""))

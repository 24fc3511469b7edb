"""Runs checks over a period: their findings, gravest first, and what could not be judged and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from aurorascope.checks.acknowledging import acknowledged
from aurorascope.checks.asked import Asked
from aurorascope.checks.knowing import known_clusters, unmet
from aurorascope.checks.owners import owners
from aurorascope.checks.shipped_checks import shipped_checks
from aurorascope.model.finding import SEVERITIES, Judged, Unread

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from aurorascope.checks.asked import Queryable
    from aurorascope.model.finding import Check, Finding

LOOKS_BACK = timedelta(days=36)
"""How far before the period a check may look: the same weekday of five weeks."""


def findings(
    snapshot: Queryable,
    begin: datetime,
    end: datetime,
    clusters: Collection[str] | None = None,
    *,
    checks: Sequence[Check] | None = None,
    now: datetime | None = None,
) -> Judged:
    """Judge a period with every check (ours where none are given), for some clusters or all.

    A check that fails on rows it did not expect is named in `unread`, never silently left out. `now` decides
    which acknowledgements hold.
    """
    from aurorascope.store.snapshot import Snapshot

    near = snapshot.between(begin - LOOKS_BACK, end) if isinstance(snapshot, Snapshot) else snapshot
    asked = Asked(near, begin, end)
    chosen = tuple(shipped_checks() if checks is None else checks)
    known = {
        place: facts
        for place, facts in known_clusters(asked).items()
        if place[2] and (clusters is None or place[2] in clusters)
    }
    held: list[Finding] = []
    unread: list[Unread] = []
    for check in chosen:
        try:
            found = [replace(one, check=check.name) for one in check.judge(asked)]
        except Exception as error:  # noqa: BLE001 -- one check that breaks must not hide what the others found
            why = f"it failed: {type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"
            unread += [Unread(check.name, *place, why) for place in known or [("", "", "")]]
            continue
        held += [one for one in found if clusters is None or one.cluster in clusters]
        spoken = {one.place for one in found}
        for place, facts in known.items():
            why_not = unmet(check, facts)
            if why_not and place not in spoken:
                unread.append(Unread(check.name, *place, why_not))
    own = owners(asked)
    named = [replace(one, owner=own.get(one.place, "")) for one in held]
    whole = Asked(snapshot, begin, end)  # somebody may have spoken long after the period
    told = acknowledged(named, whole, now or datetime.now(UTC))
    return Judged(begin, end, tuple(sorted(told, key=gravest)), tuple(unread), tuple(c.name for c in chosen))


def gravest(one: Finding) -> tuple[object, ...]:
    """Order findings: those nobody silenced, gravest, dearest first."""
    return (
        one.acknowledged is not None,
        -SEVERITIES.index(one.severity),
        -(one.effect_us or 0),
        one.place,
        one.check,
        one.subject,
    )

"""Makes a report: asks every item of one version of the store, judges each cluster, and lays the JSON out."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aurorascope import __version__
from aurorascope.checks.coverage import covered
from aurorascope.checks.run import findings
from aurorascope.checks.verdict import STATED_SHARE, unread_of, verdict
from aurorascope.insight.incident import clusters_of, engine_of
from aurorascope.insight.regressions import regressions
from aurorascope.insight.views import run_view
from aurorascope.model.errors import BadRequestError
from aurorascope.model.filter import Filter
from aurorascope.model.finding import SEVERITIES
from aurorascope.report.addresses import address
from aurorascope.report.asking import Asking
from aurorascope.report.figures import figures_of
from aurorascope.report.happenings import happenings, of_alarm
from aurorascope.report.knowing import coverage_told, narrowed_told
from aurorascope.report.period import Period, day
from aurorascope.report.privacy import engine_of_all
from aurorascope.report.screen_items import COVERAGE, SCREEN, TOTALS
from aurorascope.report.sections import SECTIONS
from aurorascope.report.shape import LOUDNESS, answer_json, finding_json, plain, regression_json

if TYPE_CHECKING:
    from os import PathLike

    from aurorascope.checks.coverage import Coverage
    from aurorascope.model.finding import Check, Judged
    from aurorascope.report.asking import Answer
    from aurorascope.store.snapshot import Snapshot
    from aurorascope.store.store import Store

NIGHTS = 7
LOCAL_PAGES = "http://127.0.0.1:8050"
WORST = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report is about. Empty `clusters` are the fleet: all that the store knows.

    `narrowed` is a filter without a range; with `narrowed_store`, the store holds nothing else.
    `checks` judge it: those of the user's folders too; None for ours alone.
    """

    period: Period
    clusters: tuple[str, ...] = ()
    nights: int = NIGHTS
    base_url: str = LOCAL_PAGES
    with_literals: bool = False
    made_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    narrowed: Filter = field(default_factory=Filter)
    narrowed_store: bool = False
    checks: tuple[Check, ...] | None = None


def report(
    store: Store | str | PathLike[str],
    *,
    day: str = "yesterday",
    begin: datetime | None = None,
    end: datetime | None = None,
    zone: str = "UTC",
    clusters: tuple[str, ...] | list[str] = (),
    nights: int = NIGHTS,
    base_url: str = LOCAL_PAGES,
    with_literals: bool = False,
) -> dict[str, Any]:
    """Return the report of a store as plain data, the structure of docs/report.schema.json.

    `day` is 2026-11-19, yesterday or newest in `zone`; `begin` and `end` (aware) take its place. Raises
    BadRequestError for a day, zone or cluster that there is not, StoreError where there is no store.
    """
    from aurorascope.store.store import Store as Opened

    opened = Opened.open(store) if isinstance(store, (str, Path)) or not isinstance(store, Opened) else store
    snapshot = opened.snapshot()
    now = datetime.now(UTC)
    if begin is not None and end is not None:
        period = Period(begin.astimezone(UTC), end.astimezone(UTC), zone)
    else:
        period = named_day(snapshot, day, zone, now)
    return make(snapshot, Asked(period, tuple(clusters), nights, base_url, with_literals, now))


def named_day(snapshot: Snapshot, word: str, zone: str, now: datetime) -> Period:
    """Return the day that a word names; `newest` is the last whole one of the store, or all there is."""
    oldest, newest = extent(snapshot) if word == "newest" else (None, None)
    return day(word, zone, now, newest, oldest)


def extent(snapshot: Snapshot) -> tuple[datetime | None, datetime | None]:
    """Return the times of the oldest and the newest row."""
    row = run_view(snapshot, "extent", Filter()).to_pylist()[0]
    return row["oldest"], row["newest"]


def make(snapshot: Snapshot, asked: Asked) -> dict[str, Any]:
    """Make the report as plain data. Raises BadRequestError naming the clusters that the store knows."""
    known = clusters_of(snapshot)
    if wrong := [one for one in asked.clusters if one not in known]:
        there = ", ".join(known) or "none: run aurorascope collect, or ingest"
        raise BadRequestError(f"no cluster {wrong[0]!r} is in the store; it knows {there}.")
    period = asked.period
    nights = period.nights_before(asked.nights)
    near = snapshot.between(min([period.begin, *(one.begin for one in nights)]), period.end)
    chosen = asked.clusters or tuple(known)
    engine = engine_of_all(near)
    asking = Asking(snapshot, period, asked.clusters, asked.with_literals, engine)
    if not asked.narrowed_store:
        asking.narrowed = asked.narrowed
    for item in SCREEN:
        asking.ask(item)
    for section in SECTIONS:
        for item in section.items:
            asking.ask(item)
    judged = findings(
        snapshot,
        period.begin,
        period.end,
        clusters=asked.clusters or None,
        checks=asked.checks,
        now=asked.made_at,
    )
    shares = {place[2]: share for place, share in covered(near, period.begin, period.end).items()}
    before = _nights(asking, nights)
    clusters = [_cluster(one, asking, before, judged, shares.get(one), chosen) for one in chosen]
    changed = regressions(
        snapshot, period.begin, period.end, clusters=asked.clusters or None, nights=max(asked.nights, 1)
    )
    told = [finding_json(one, asking) for cluster in clusters for one in cluster.pop("told")]
    told += [finding_json(one, asking) for one in judged.findings if one.cluster not in chosen]
    return {
        "schema": 1,
        "kind": "report",
        "program": f"aurorascope {__version__}",
        "made_at": plain(asked.made_at),
        "store_version": snapshot.version,
        "base_url": asked.base_url.rstrip("/"),
        "redacted": not asked.with_literals,
        "period": _period(period),
        "nights": [_period(one) for one in nights],
        "fleet": not asked.clusters,
        "verdict": max((one["verdict"] for one in clusters), key=LOUDNESS.index, default="unknown"),
        "stated_share": STATED_SHARE,
        "clusters": sorted(clusters, key=lambda one: (-LOUDNESS.index(one["verdict"]), one["cluster"])),
        "findings": sorted(told, key=_gravest_first),
        "unread": [asdict(one) for one in judged.unread],
        "regressions": [
            regression_json(one, asking) for one in changed.rows if one.kind not in {"new", "gone"}
        ][:50],
        "new_statements": [regression_json(one, asking) for one in changed.rows if one.kind == "new"][:50],
        "gone_statements": [regression_json(one, asking) for one in changed.rows if one.kind == "gone"][:50],
        "nights_known": max((one["nights_known"] for one in clusters), default=0),
        "notes": [*changed.notes, *not_answered(asking.unanswered)],
        "narrowed": narrowed_told(
            asked.narrowed, everywhere=asked.narrowed_store, with_literals=asked.with_literals
        ),
        "coverage": coverage_told(asking, chosen),
        "sections": [
            {
                "name": section.name,
                "title": section.title,
                "doc": section.doc,
                "items": [item.name for item in section.items],
            }
            for section in SECTIONS
        ],
        "items": {name: answer_json(answer) for name, answer in asking.answers.items()},
    }


def not_answered(whys: dict[str, str]) -> list[str]:
    """Say which items an engine has no exact answer to, and why."""
    return [f"{title}: not answered, {why}." for title, why in whys.items()]


def _gravest_first(told: dict[str, Any]) -> tuple[Any, ...]:
    """Order findings: those nobody silenced, gravest, dearest first."""
    gravity = -SEVERITIES.index(told["severity"])
    return (
        told["acknowledged"] is not None,
        gravity,
        -(told["effect_us"] or 0),
        told["cluster"],
        told["check"],
    )


def _nights(asking: Asking, nights: list[Period]) -> list[tuple[Answer, Answer]]:
    """Ask what the logs of each night before add up to, and how much of each was taken in."""
    return [
        (
            asking.ask(TOTALS, period=night, key=f"cluster_totals_night_{number}"),
            asking.ask(COVERAGE, period=night, key=f"coverage_night_{number}"),
        )
        for number, night in enumerate(nights, 1)
    ]


def _cluster(
    name: str,
    asking: Asking,
    before: list[tuple[Answer, Answer]],
    judged: Judged,
    share: Coverage | None,
    clusters: tuple[str, ...],
) -> dict[str, Any]:
    """Judge one cluster and tell its figures."""
    found = [one for one in judged.findings if one.cluster == name]
    logged = _is_covered(asking.answers["coverage"], name, least=0.0)
    nights = [totals if _is_covered(cover, name) else None for totals, cover in before]
    figures = figures_of(name, asking.answers, nights, logged=logged)
    alarms = [
        row
        for row in asking.answers["alarms"].raw
        if of_alarm(str(row["alarm_name"]), row["cluster"], clusters) == name
    ]
    spoken = frozenset(one.check for one in found)
    told = [*found, *happenings(name, figures, alarms, asking.period, spoken)]
    told.sort(key=lambda one: (one.acknowledged is not None, -SEVERITIES.index(one.severity)))
    word, reason = verdict(told, share, unread_of(judged, name))
    return {
        "cluster": name,
        "engine": engine_of(asking.snapshot, name),
        "verdict": word,
        "reason": reason,
        "page": address("/", asking.period, (name,)),
        "covered_logs": share.logs if share else None,
        "covered_metrics": share.metrics if share else None,
        "nights_known": sum(1 for one in nights if one is not None),
        "figures": {key: {**one, "value": plain(one["value"])} for key, one in figures.items()},
        "told": told,
    }


def _is_covered(cover: Answer, cluster: str, least: float = STATED_SHARE) -> bool:
    """Say whether some log of a cluster covers the stated share of a period."""
    shares = [
        row["covered_share"] or 0.0
        for row in cover.raw
        if row["cluster"] == cluster and row["log_kind"] == "logs"
    ]
    return any(share > 0 and share >= least for share in shares)


def _period(period: Period) -> dict[str, Any]:
    return {
        "begin": plain(period.begin),
        "end": plain(period.end),
        "zone": period.zone,
        "label": period.label,
        "whole_day": period.is_day,
    }


def period_told(told: dict[str, Any]) -> Period:
    """Return the period of a report as told."""
    one = told["period"]
    return Period(datetime.fromisoformat(one["begin"]), datetime.fromisoformat(one["end"]), one["zone"])

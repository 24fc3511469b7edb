"""A family of statements became slower, dearer or new against its last nights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aurorascope.checks.asked import page
from aurorascope.insight.regressions import regressions
from aurorascope.model.finding import Case, Check, Evidence, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.insight.regressions import Regression
    from aurorascope.model.finding import FindingSeverity, Question

LEAST_US, WATCH_US = 60_000_000, 900_000_000
WATCH_SHARE, ACT_SHARE = 0.02, 0.25
TOGETHER, MOST_LOUD = ("slower", "more_lock_wait"), 3
"""Where a whole cluster is slower, the dearest three are told loudly; the rest are notes."""
SAID = {
    "slower": "takes {ratio:.1f} times as long as in its last nights",
    "more_often": "runs {ratio:.1f} times as often as in its last nights",
    "more_rows": "reads {ratio:.1f} times as many rows a call as in its last nights",
    "more_temp": "writes {ratio:.1f} times as many temporary bytes as in its last nights",
    "more_lock_wait": "waits {ratio:.1f} times as long for locks as in its last nights",
    "new": "is new",
    "gone": "no longer runs",
    "plan_changed": "has another plan than in its last nights",
    "passed_threshold": "now passes the log's threshold: it is new, slower or called more often",
}
STEPS = {
    "more_often": "Ask who calls it: users, hosts and applications are on its page.",
    "new": "Look at its plan and at the release that brought it.",
    "passed_threshold": "Look at its plan; Performance Insights' counters would tell new from slower.",
    "more_lock_wait": "Look at whom it waits for on the page of locks.",
    "gone": "Nothing to mend, unless a job should have run.",
}
USUAL_STEP = "Compare its plan with the last good one; fresh statistics or an index mend most of these."


def judge(asked: Question) -> Iterator[Finding]:
    """Find the regressions that cost time."""
    told = regressions(asked.snapshot, asked.begin, asked.end)
    loud: dict[tuple[str, str, str], int] = {}
    for one in told.rows:
        total = told.time_us.get((one.account, one.region, one.cluster), 0)
        said = SAID[one.kind].format(ratio=one.ratio) if one.ratio else SAID[one.kind].partition(" {")[0]
        severity = severity_of(one, total)
        others = loud.get((one.account, one.region, one.cluster), 0)
        if one.kind in TOGETHER and severity != "note":
            loud[one.account, one.region, one.cluster] = others + 1
            severity = severity if others < MOST_LOUD else "note"
        yield Finding(
            severity=severity,
            account=one.account,
            region=one.region,
            cluster=one.cluster,
            subject=f"{one.kind} {one.fingerprint}",
            title=f"{short(one.normalized_sql) or one.fingerprint} {said}",
            evidence=(
                Evidence("now", one.value_now, one.unit),
                Evidence("usual, median of nights", one.value_usual, one.unit),
                Evidence("same weekday", one.value_weekday, one.unit),
                Evidence("calls", one.calls_now, "count"),
                Evidence("calls usually", one.calls_usual, "count"),
                Evidence("share of false ones", one.q_value),
                Evidence("known by", f"{one.source}{': ' + one.said if one.said else ''}"),
            ),
            effect=effect_of(one, total),
            effect_us=one.effect_us,
            suggestion=STEPS.get(one.kind, USUAL_STEP),
            page=page(f"/queries/{one.fingerprint}", cluster=one.cluster, begin=asked.begin, end=asked.end),
            first_at=asked.begin,
            last_at=asked.end,
        )


def severity_of(one: Regression, total: int) -> FindingSeverity:
    """Grave is what costs a share of all the time that the cluster's statements take."""
    if one.kind == "gone" or one.effect_us < LEAST_US:
        return "note"
    share = one.effect_us / total if total else 0.0
    if share >= ACT_SHARE:
        return "act"
    return "watch" if share >= WATCH_SHARE or one.effect_us >= WATCH_US else "note"


def effect_of(one: Regression, total: int) -> str:
    """Say what it costs a day."""
    if one.kind in {"more_rows", "more_temp"}:
        return "reads and sorts that nobody asked for"
    share = f", {one.effect_us / total:.0%} of the statements' time" if total and one.effect_us > 0 else ""
    return f"{one.effect_us / 1e6:+,.0f} s of database time a day{share}"


def short(sql: str) -> str:
    """Return the beginning of a statement."""
    flat = " ".join(sql.split())
    return flat if len(flat) <= 80 else f"{flat[:79]}…"


def _nights(us: int, now_us: int, fingerprint: str = "00000000000000aa") -> list[dict[str, object]]:
    return [
        {
            "ts": f"2026-11-{day}T{hour:02d}:{minute:02d}:00Z",
            "fingerprint": fingerprint,
            "phase": "execute",
            "calls": 1,
            "duration_us": (now_us if day == 19 else us) + 997 * minute,
        }
        for day in range(15, 20)
        for hour in range(10, 13)
        for minute in range(0, 60, 2)
    ]


CHECK = Check(
    name="statement-regressions",
    title="Statements that became worse",
    why="A statement that takes twice as long takes twice the database; nobody changed anything, until a plan flipped or a table grew.",
    severity="act: it costs a quarter of the time of all statements; watch: a fiftieth and a minute a day, or a quarter of an hour a day, the dearest three that are slower; else note",
    needs=("log|sql_stats",),
    judge=judge,
    cases=(
        Case(
            "three times slower",
            {"statements": _nights(1_000_000, 3_000_000)},
            {"slower 00000000000000aa": "act"},
        ),
        Case("as ever", {"statements": _nights(1_000_000, 1_050_000)}),
        Case(
            "three times slower, and nobody feels it",
            {"statements": _nights(50_000, 150_000)},
            {"slower 00000000000000aa": "note"},
        ),
    ),
)

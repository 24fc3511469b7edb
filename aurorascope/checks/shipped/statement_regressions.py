"""A family of statements became slower, dearer or new against its last nights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aurorascope.checks.asked import page
from aurorascope.insight.regressions import regressions
from aurorascope.model.finding import Case, Check, Evidence, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.model.finding import Question


def judge(asked: Question) -> Iterator[Finding]:
    """Find the regressions that cost time."""
    for one in regressions(asked.snapshot, asked.begin, asked.end).rows:
        yield Finding(
            severity="watch",
            account=one.account,
            region=one.region,
            cluster=one.cluster,
            subject=f"{one.kind} {one.fingerprint}",
            title=f"a statement is {one.kind}",
            evidence=(Evidence("now", one.value_now, one.unit), Evidence("usual", one.value_usual, one.unit)),
            effect_us=one.effect_us,
            page=page(f"/queries/{one.fingerprint}", cluster=one.cluster, begin=asked.begin, end=asked.end),
        )


def _statements(day: int, us: int) -> list[dict[str, object]]:
    return [
        {
            "ts": f"2026-11-{day:02d}T10:{minute:02d}:00Z",
            "fingerprint": "00000000000000aa",
            "phase": "execute",
            "calls": 1,
            "duration_us": us,
        }
        for minute in range(50)
    ]


CHECK = Check(
    name="statement-regressions",
    title="Statements that became worse",
    why="A statement that takes twice as long takes twice the database.",
    severity="watch",
    needs=("log|sql_stats",),
    judge=judge,
    cases=(
        Case(
            "three times slower",
            {"statements": _statements(18, 10_000) + _statements(19, 30_000)},
            {"slower 00000000000000aa": "watch"},
        ),
        Case("as ever", {"statements": _statements(18, 10_000) + _statements(19, 11_000)}),
    ),
)

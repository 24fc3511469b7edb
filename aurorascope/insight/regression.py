"""A regression: one family of statements that changed against its nights."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

RegressionKind = Literal[
    "slower",
    "more_often",
    "more_rows",
    "more_temp",
    "more_lock_wait",
    "new",
    "gone",
    "plan_changed",
    "passed_threshold",
]
"""`passed_threshold`: more of its calls than before take longer than the log's threshold. It may be new,
slower or called more often; the log cannot say which, so it is not called new."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Regression:
    """One family that changed; `value_usual` is the median of the nights, both values are what `unit` says.

    `effect_us` is database time a day that it costs more (less, where negative). `q_value` is the expected
    share of false ones among all that are at least as sure. `source` is sql_stats or log; `said` says the
    threshold under which a log saw it, and whatever else a reader must know.
    """

    account: str
    region: str
    cluster: str
    fingerprint: str
    normalized_sql: str
    kind: RegressionKind
    value_now: float | None
    value_usual: float | None
    unit: str
    ratio: float | None
    calls_now: int
    calls_usual: float
    nights: int
    q_value: float | None
    effect_us: int
    source: str
    said: str = ""
    value_weekday: float | None = None


@dataclass(frozen=True, slots=True)
class Regressions:
    """The regressions of a period, dearest first, and what was compared or could not be.

    `time_us` is the time of all families of a place (account, Region, cluster) a day, as far as it is told.
    """

    rows: tuple[Regression, ...] = ()
    notes: tuple[str, ...] = ()
    families: int = 0
    nights: int = 0
    time_us: Mapping[tuple[str, str, str], int] = field(default_factory=dict)

"""A finding of a check: what is wrong, what shows it, what it costs, what mends it; and the check itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

FindingSeverity = Literal["note", "watch", "act"]
SEVERITIES: tuple[FindingSeverity, ...] = ("note", "watch", "act")
"""From mild to grave: worth knowing; look at it this week; somebody must act now."""
EvidenceValue = float | int | str | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One number that shows a finding, with its unit: us, bytes, percent, per_s, USD, or none for text."""

    label: str
    value: EvidenceValue
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """Why a finding is silent, until when, and who said so."""

    reason: str
    until: datetime | None
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that a check found.

    `subject` names what it is about within the cluster and is stable from night to night: acknowledgements
    hold on to (check, account, region, cluster, subject). `effect_us` is database time a day, where it is
    time that it costs. `page` is the path and query of the page that shows it; `command` mends it, or begins
    to.
    """

    check: str = ""
    severity: FindingSeverity
    account: str = ""
    region: str = ""
    cluster: str = ""
    instance: str = ""
    subject: str
    title: str
    evidence: tuple[Evidence, ...] = ()
    effect: str = ""
    effect_us: int | None = None
    suggestion: str = ""
    command: str = ""
    page: str = ""
    first_at: datetime | None = None
    last_at: datetime | None = None
    owner: str = ""
    acknowledged: Acknowledged | None = None

    @property
    def place(self) -> tuple[str, str, str]:
        """Account, Region and cluster; empty text where it is about none of them."""
        return self.account, self.region, self.cluster


@dataclass(frozen=True, slots=True)
class Unread:
    """A check that could not judge a cluster, and why: no finding of it means nothing there."""

    check: str
    account: str
    region: str
    cluster: str
    why: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What all checks said of a period: the findings, gravest first, and what could not be judged."""

    begin: datetime
    end: datetime
    findings: tuple[Finding, ...] = ()
    unread: tuple[Unread, ...] = ()
    checks: tuple[str, ...] = ()

    @property
    def open_findings(self) -> tuple[Finding, ...]:
        """The findings that nobody has acknowledged."""
        return tuple(one for one in self.findings if one.acknowledged is None)


class Question(Protocol):
    """What a check is given: a period over one version of a store."""

    @property
    def begin(self) -> datetime:
        """Begin of the period, inclusive."""

    @property
    def end(self) -> datetime:
        """End of the period, exclusive."""

    @property
    def snapshot(self) -> Any:
        """The version of the store, for what a SELECT cannot say."""

    def rows(self, sql: str, **values: object) -> list[dict[str, Any]]:
        """Run one SELECT; `$begin` and `$end` are bound where it names them, as are `values`."""


@dataclass(frozen=True, slots=True)
class Case:
    """Rows of a few tables, and what the check must find in them: subjects with their severities.

    The period of every case is 2026-11-19, UTC. `tables` holds rows by table; a row that names no account,
    Region or cluster gets the case's own. A case without `finds` is one on which the check stays silent.
    """

    name: str
    tables: Mapping[str, Sequence[Mapping[str, object]]]
    finds: Mapping[str, FindingSeverity] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what it looks for, why that matters, what makes it grave, and what it must be able to read.

    `needs` are alternatives joined by '|': `log`, `log:slowquery`, `metric:AuroraReplicaLag`, `topology`,
    `db_load`, `sql_stats`, `rds_events`, `parameters`, `setting:log_lock_waits` (known to be on). A cluster
    for which a need is not met, and in which the check found nothing, is named as unread. `engines` are those
    it is about; a `posture` check judges how things stand, not what happened in the period.
    """

    name: str
    title: str
    why: str
    severity: str
    needs: tuple[str, ...]
    judge: Callable[[Question], Iterable[Finding]]
    cases: tuple[Case, ...] = ()
    engines: tuple[str, ...] = ("postgresql", "mysql")
    posture: bool = False

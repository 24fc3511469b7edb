"""A collector: one AWS source, one file in `collectors/`, which exports `COLLECTOR`.

It declares what it fills, calls and feeds, counts beforehand what a run would cost, and yields hauls. It
never writes to the store, keeps no state outside its watermarks, and prints nothing. Policies, prices, the
page of what feeds what, and `collect --dry-run` are made from the declarations. docs/architecture.md,
"Collectors", has the whole way with an example.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from contextlib import AbstractContextManager
    from datetime import datetime, timedelta

    from aurorascope.model.haul import Haul, Watermark
    from aurorascope.model.inventory import Inventory

Item = TypeVar("Item")
Tier = Literal["vital", "useful", "all"]
PolicyRole = Literal[
    "collector",
    "alarm_pusher",
    "scheduler",
    "cluster_scheduler",
    "report",
    "store_reader",
    "spark_submitter",
    "spark_job",
]

ACTION_PREFIXES = {
    "rds": "rds",
    "cloudwatch": "cloudwatch",
    "logs": "logs",
    "pi": "pi",
    "s3": "s3",
    "sts": "sts",
    "cloudtrail": "cloudtrail",
    "application-autoscaling": "application-autoscaling",
}
"""Prefix of the IAM actions of each service of boto3 that is called here."""


@dataclass(frozen=True, slots=True)
class Call:
    """One operation of an API that a collector makes, and the IAM action that allows it.

    `service` is boto3's name. `action` is stated where it is not `<prefix>:<operation>` (s3's ListObjectsV2
    needs s3:ListBucket). `resource` may hold {partition}, {region} and {account}. Without an `optional` one
    the collector does the rest of its work, and coverage names what is missing.
    """

    service: str
    operation: str
    resource: str = "*"
    action: str = ""
    optional: bool = False
    conditions: tuple[tuple[str, str, str], ...] = ()  # (operator, key, value)

    @property
    def iam_action(self) -> str:
        """The action that a policy must allow."""
        return self.action or f"{ACTION_PREFIXES.get(self.service, self.service)}:{self.operation}"


@dataclass(frozen=True, slots=True)
class Feed:
    """One row of the table of Aurora's parts that this collector brings data for, and where the data lies."""

    row: int  # number in docs/aurora.md
    table: str
    columns: tuple[str, ...]
    what: str  # a sentence


@dataclass(frozen=True, slots=True)
class Planned:
    """Calls of one operation that a run would make; `units` is what is billed where that is not the call.

    GetMetricData bills metrics, StartQuery bytes, everything else calls (`units` 0).
    """

    service: str
    operation: str
    calls: int
    units: int = 0
    once: bool = False  # a back-fill: it is not repeated by every run


class Target(Protocol):
    """One account and Region in one run: what a collector may ask for. Made by `aurorascope.collect.target`.

    Threads may share it. Everything it hands out is read-only.
    """

    account: str
    region: str
    partition: str
    now: datetime  # one moment for the whole run; never ask the clock
    since: datetime | None  # `--since`: read again from here even where a watermark is later
    tier: Tier
    inventory: Inventory
    options: Mapping[str, Any]  # `[collectors.<name>]` of the config file

    def client(self, service: str) -> Any:
        """Return boto3's client of this account and Region, shared: retries, rate and counting are in it."""
        ...

    def watermark(self, series: str) -> Watermark | None:
        """Return what this collector committed for `series` last; None when it is new."""
        ...

    def watermarks(self) -> Mapping[str, Watermark]:
        """Return all that this collector committed, by series."""
        ...

    def begin(self, series: str, *, back: timedelta, overlap: timedelta) -> datetime:
        """Return where to read from: the watermark less `overlap`, `back` where it is new, or `since`.

        Never before now less `back`, which is how far the source goes back.
        """
        ...

    def due(self, series: str, every: timedelta) -> bool:
        """Say whether `every` has passed since the watermark of `series`: not all is read in each run."""
        ...

    def part(self, series: str, *, cluster: str = "", instance: str = "") -> AbstractContextManager[None]:
        """Go on after a refusal inside: it becomes a failed span of `series` from its watermark to now.

        Refused is what AWS said no to: denied, throttled to the end, not found, an outage. Expired
        credentials and faults of ours are not held: they end the collector, and the run names them.
        """
        ...

    def each(
        self, items: Iterable[Item], work: Callable[[Item], Iterable[Haul]], *, series: Callable[[Item], str]
    ) -> Iterator[Haul]:
        """Work on many items side by side, each in a `part` of its own; yield their hauls as they come.

        `series` names an item's series; an item with `cluster` and `name` (an instance) labels it.
        """
        ...

    def read_elsewhere(self, series: str) -> datetime | None:
        """Return how far another collector has read the series of a log: what lies before is there."""
        ...

    def comes_elsewhere(self, cluster: str, kind: str) -> bool:
        """Say whether the config lets another collector of logs read this one: a log takes one way."""
        ...

    def stopping(self) -> bool:
        """Say whether the run was asked to end: a long back-fill looks here between two hauls."""
        ...


@dataclass(frozen=True, slots=True)
class Collector:
    """One AWS source.

    `collect(target)` yields hauls, in any number; each is committed whole, and what was yielded stays even
    where a later one fails. `plan(target)` counts what `collect` would call now; it may describe and list,
    and must not read data. `name` is the file's name.
    """

    name: str
    doc: str  # one sentence
    tables: tuple[str, ...]
    calls: tuple[Call, ...]
    feeds: tuple[Feed, ...]
    collect: Callable[[Target], Iterator[Haul]]
    plan: Callable[[Target], Iterable[Planned]]
    opt_in: bool = False  # runs only where the config switches it on
    why_opt_in: str = ""

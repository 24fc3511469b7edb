"""What goes wrong, on demand: by call, by chance (seeded), by Region, or in the account itself."""

from __future__ import annotations

import random
import threading
import zlib
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase


class Kind(StrEnum):
    """One way in which a call, or an answer, is not what was hoped for."""

    THROTTLED = "throttled"
    INTERNAL = "internal"
    CUT = "cut"  # the connection ends before the answer
    CUT_MIDWAY = "cut midway"  # ... within it
    SLOW = "slow"
    EXPIRED = "expired"
    DENIED = "denied"
    SKEWED = "skewed"
    # seen by the service's own operations
    PARTIAL = "partial"  # GetMetricData: some results PartialData, the rest behind NextToken
    POINT_ERROR = "point error"  # GetMetricData: some results InternalError
    DUPLICATED = "duplicated"  # logs and DescribeEvents: some events twice
    EMPTY_PAGE = "empty page"  # logs: a page without events and a token
    CUT_SHORT = "cut short"  # DownloadDBLogFilePortion: AdditionalDataPending false too early


@dataclass
class Fault:
    """A rule: which calls it strikes (names may hold * and ?), and how often.

    It strikes the calls numbered `nth` (from 1, counted over the calls the rule fits), or with `probability`;
    `times` bounds both.
    """

    kind: Kind
    service: str = "*"
    operation: str = "*"
    account: str = "*"
    region: str = "*"
    nth: Collection[int] | None = None
    probability: float = 1.0
    times: int | None = None
    seconds: float = 0.0  # how slow
    seen: int = field(default=0, init=False)
    struck: int = field(default=0, init=False)


class Faults:
    """The rules in force, and what is wrong with the accounts themselves."""

    def __init__(self, seed: int = 0) -> None:
        self._random = random.Random(seed)
        self._lock = threading.Lock()
        self.rules: list[Fault] = []
        self.gone: dict[tuple[str, str, str], float] = {}  # (account, Region, instance) -> deleted at
        self.late_share, self.late_s = 0.0, 0
        self.unsettled_s = 0
        self.denied_groups: frozenset[str] = frozenset()
        self.calls = 0
        self._going: list[tuple[int, tuple[str, str, str], float]] = []

    def add(self, kind: Kind, service: str = "*", operation: str = "*", **where: object) -> Fault:
        """Put a rule in force."""
        fault = Fault(kind, service, operation, **where)  # type: ignore[arg-type]
        self.rules.append(fault)
        return fault

    def clear(self) -> None:
        """Put everything right again."""
        self.rules.clear()
        self.gone.clear()
        self._going.clear()
        self.late_share, self.late_s, self.unsettled_s = 0.0, 0, 0
        self.denied_groups = frozenset()

    def delete_instance(
        self, account: str, region: str, instance: str, at: float, *, after_calls: int = 0
    ) -> None:
        """Let an instance vanish at a moment of the server's clock, or only after so many more calls."""
        if after_calls:
            self._going.append((self.calls + after_calls, (account, region, instance), at))
        else:
            self.gone[account, region, instance] = at

    def late_points(self, share: float, seconds: int) -> None:
        """Let a share of all metric points (the same ones each time) appear this much later."""
        self.late_share, self.late_s = share, seconds

    def unsettled_points(self, seconds: int) -> None:
        """Let every point be half of its samples until it is this much older than its end."""
        self.unsettled_s = seconds

    def deny_groups(self, *groups: str) -> None:
        """Deny dimension groups of Performance Insights, as a policy with pi:Dimensions does."""
        self.denied_groups = frozenset(groups)

    def lateness_seed(self, name: str) -> int:
        """Return what decides which of a series' points are late."""
        return zlib.crc32(name.encode())

    def strikes(self, service: str, operation: str, account: str, region: str) -> list[Fault]:
        """Return the faults that strike this call."""
        with self._lock:
            self.calls += 1
            for when, who, at in self._going:
                if self.calls > when:
                    self.gone.setdefault(who, at)
            return [
                fault for fault in self.rules if self._strikes(fault, service, operation, account, region)
            ]

    def _strikes(self, fault: Fault, service: str, operation: str, account: str, region: str) -> bool:
        fits = (
            fnmatchcase(service, fault.service)
            and fnmatchcase(operation, fault.operation)
            and fnmatchcase(account, fault.account)
            and fnmatchcase(region, fault.region)
        )
        if not fits:
            return False
        fault.seen += 1
        spent = fault.times is not None and fault.struck >= fault.times
        hit = fault.seen in fault.nth if fault.nth is not None else self._random.random() < fault.probability
        if spent or not hit:
            return False
        fault.struck += 1
        return True

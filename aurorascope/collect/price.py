"""What a run would call and cost, before it calls: the collectors' own counts, times a table of prices."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from aurorascope.aws.refusals import refusal_of
from aurorascope.collect.discovery import CALLS, discover
from aurorascope.collect.marks import Marks, load_marks
from aurorascope.collect.run import target_of
from aurorascope.model.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Callable

    from aurorascope.aws.prices import Prices
    from aurorascope.aws.sessions import Account
    from aurorascope.collect.fleet import Choice
    from aurorascope.collect.run import Orders
    from aurorascope.collect.target import RunTarget
    from aurorascope.model.collector import Collector
    from aurorascope.store.store import Store

MONTH = timedelta(days=365.25 / 12)


@dataclass
class Line:
    """What one collector would call of one operation, over all places."""

    collector: str
    service: str
    operation: str
    calls: int = 0
    units: int = 0
    usd: float = 0.0
    once_calls: int = 0
    once_units: int = 0
    once_usd: float = 0.0


@dataclass
class Estimate:
    """A run and a month of runs; `notes` say what could not be counted."""

    lines: list[Line] = field(default_factory=list)
    runs_a_month: float = 0.0
    notes: list[str] = field(default_factory=list)
    places: int = 0
    clusters: int = 0
    instances: int = 0

    @property
    def usd_a_run(self) -> float:
        """Dollars for one run of many."""
        return sum(line.usd for line in self.lines)

    @property
    def usd_once(self) -> float:
        """Dollars for what is done once: back-fills."""
        return sum(line.once_usd for line in self.lines)

    @property
    def usd_a_month(self) -> float:
        """Dollars for a month of runs, and what is done once."""
        return self.usd_a_run * self.runs_a_month + self.usd_once


def estimate(
    store: Store | None,
    orders: Orders,
    account_of: Callable[[Choice], Account],
    prices: Prices,
    every: timedelta,
) -> Estimate:
    """Count what a run would call: describes and lists, and reads no data."""
    now = orders.now or datetime.now(UTC).replace(microsecond=0)
    found = Estimate(runs_a_month=MONTH / every)
    lines: dict[tuple[str, str, str], Line] = {}
    for place in discover(orders.fleet, account_of):
        if place.refusal is not None:
            found.notes.append(f"{place.name}: {place.refusal.sentence}")
            continue
        found.places += 1
        found.clusters += len(place.inventory.clusters)
        found.instances += len(place.inventory.instances)
        for call in CALLS[1:]:
            _add(lines, "(inventory)", call.service, call.operation, 1)
        marks = load_marks(store.snapshot(), place.account_id, place.region) if store else Marks()
        for collector in orders.collectors:
            try:
                _plan(lines, collector, target_of(place, collector, orders, now, marks.of))
            except Exception as error:
                refusal = refusal_of(error)
                if refusal is None:
                    raise
                found.notes.append(f"{place.name}: {collector.name} is not counted: {refusal.sentence}")
    for line in lines.values():
        line.usd = prices.dollars(line.service, line.operation, line.calls, line.units)
        line.once_usd = prices.dollars(line.service, line.operation, line.once_calls, line.once_units)
    found.lines = sorted(lines.values(), key=lambda line: (line.collector, line.service, line.operation))
    return found


def _plan(lines: dict[tuple[str, str, str], Line], collector: Collector, target: RunTarget) -> None:
    for it in collector.plan(target):
        line = _add(lines, collector.name, it.service, it.operation, 0 if it.once else it.calls)
        if it.once:
            line.once_calls += it.calls
            line.once_units += it.units
        else:
            line.units += it.units


def _add(
    lines: dict[tuple[str, str, str], Line], collector: str, service: str, operation: str, calls: int
) -> Line:
    line = lines.setdefault((collector, service, operation), Line(collector, service, operation))
    line.calls += calls
    return line


def hold_to_budget(found: Estimate, budget: float | None) -> None:
    """Raise BadRequestError where a month would cost more than the budget."""
    if budget is None or found.usd_a_month <= budget:
        return
    raise BadRequestError(
        f"a month of this would cost about ${found.usd_a_month:,.2f}, more than {budget:g}, the "
        "budget_usd_month; "
        "collect less often (--every), fewer metrics (tier), fewer clusters, or raise the budget; "
        "`aurorascope collect --dry-run` shows what costs what."
    )

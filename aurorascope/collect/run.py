"""One run: every account and Region side by side, every collector in it, one commit an account and Region.

A source that fails stops no other. What a collector brought before it failed stays; what it could not bring
is named in `coverage`, and the run is partial.
"""

from __future__ import annotations

import queue
import threading
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

from aurorascope import __version__
from aurorascope.aws.meter import Meter
from aurorascope.aws.refusals import Refusal, refusal_of
from aurorascope.collect.discovery import discover
from aurorascope.collect.landing import Landing, WrongHaulError
from aurorascope.collect.routes import read_elsewhere, routes_before
from aurorascope.collect.target import NEVER_READ, RunTarget
from aurorascope.ingest.run import run_id
from aurorascope.model.haul import EVERY, Haul, Span
from aurorascope.store.errors import CommitConflict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from aurorascope.aws.sessions import Account
    from aurorascope.collect.discovery import Place
    from aurorascope.collect.fleet import Choice, Fleet
    from aurorascope.model.collector import Collector
    from aurorascope.model.haul import Watermark
    from aurorascope.store.store import Store

Outcome = Literal["complete", "partial", "failed"]
TRIES = 4  # a commit is refused only when another run committed the same account and Region meanwhile
WAITING_HAULS = 4  # a haul may hold a hundred thousand rows
ALL_SERIES = "all"  # what is missing of a collector that has read nothing yet
_END = object()


@dataclass
class Result:
    """What became of one collector in one account and Region."""

    account: str
    region: str
    collector: str
    outcome: Outcome = "complete"
    reasons: list[str] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    rows: int = 0
    seconds: float = 0.0
    read_something: bool = False

    def take(self, haul: Haul) -> None:
        """Count what a haul brings, and note what it says is missing."""
        self.rows += sum(len(next(iter(rows.columns.values()), ())) for rows in haul.rows)
        short = [span for span in haul.spans if span.status not in {"complete", "unread"}]
        self.read_something |= bool(haul.rows or haul.states or haul.logs or len(short) < len(haul.spans))
        for span in short:
            self.miss(span.reason)

    def miss(self, reason: str, kind: str = "") -> None:
        """Note a reason why something is missing."""
        self.kinds |= {kind} - {""}
        if reason not in self.reasons:
            self.reasons.append(reason)
        self.outcome = "partial"

    def close(self) -> None:
        """Say at the end what became of it."""
        if self.outcome == "partial" and not self.read_something:
            self.outcome = "failed"


@dataclass
class CollectSummary:
    """One run over all places."""

    results: list[Result] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    meter: Meter = field(default_factory=Meter)
    places: int = 0
    clusters: int = 0
    instances: int = 0
    seconds: float = 0.0
    stopped: bool = False

    @property
    def outcome(self) -> Outcome:
        """Complete, partial, or failed where nothing at all could be read."""
        outcomes = {result.outcome for result in self.results}
        if outcomes <= {"complete"}:
            return "complete"
        return "failed" if outcomes == {"failed"} else "partial"


@dataclass(frozen=True)
class Orders:
    """What a run is asked to do."""

    fleet: Fleet
    collectors: Sequence[Collector]
    since: datetime | None = None
    now: datetime | None = None
    stop: threading.Event = field(default_factory=threading.Event)


def collect(store: Store, orders: Orders, account_of: Callable[[Choice], Account]) -> CollectSummary:
    """Run the collectors for every account and Region of the fleet and commit what they bring.

    Raises StoreError where the store cannot be written, BadRequestError for a fleet without a Region.
    """
    began = time.monotonic()
    now = orders.now or datetime.now(UTC).replace(microsecond=0)
    places = discover(orders.fleet, account_of)
    summary = CollectSummary(places=len(places))
    with ThreadPoolExecutor(max_workers=max(1, len(places)), thread_name_prefix="place") as pool:
        done = [pool.submit(_place, store, place, orders, now) for place in places]
        for place, future in zip(places, done, strict=True):
            summary.results += future.result()
            summary.notes += [f"{place.name}: {note}" for note in place.notes]
            summary.clusters += len(place.inventory.clusters)
            summary.instances += len(place.inventory.instances)
    for account in {id(place.account): place.account for place in places if place.region}.values():
        summary.meter.add(account.drain())
    for place in places:
        if any("expired" in it.kinds for it in summary.results if it.account == place.account_id):
            place.account.renew()  # the next run begins with fresh credentials
    summary.seconds = time.monotonic() - began
    summary.stopped = orders.stop.is_set()
    return summary


def _place(store: Store, place: Place, orders: Orders, now: datetime) -> list[Result]:
    """Collect one account and Region; again from its new watermarks where another run committed it first."""
    if place.refusal is not None and not place.account_id:
        return [_refused(place, collector.name) for collector in orders.collectors]
    for attempt in range(TRIES):
        try:
            return _attempt(store, place, orders, now)
        except CommitConflict:
            if attempt == TRIES - 1:
                raise
    raise AssertionError("unreachable: the last attempt returns or raises")


def _attempt(store: Store, place: Place, orders: Orders, now: datetime) -> list[Result]:
    began = datetime.now(UTC)
    run = run_id()
    landing = Landing(store, place.account_id, place.region, run, now)
    results = {it.name: Result(place.account_id, place.region, it.name) for it in orders.collectors}
    targets = {it.name: target_of(place, it, orders, now, landing.watermarks) for it in orders.collectors}
    for name, target in targets.items():
        target.covered = landing.covered(name)
    try:
        return _gather(landing, place, orders, targets, results, run, began)
    finally:
        landing.close()


def _gather(
    landing: Landing,
    place: Place,
    orders: Orders,
    targets: dict[str, RunTarget],
    results: dict[str, Result],
    run: str,
    began: datetime,
) -> list[Result]:
    """Take in what the collectors bring and commit it."""
    if place.refusal is not None:
        for name, target in targets.items():
            _missed_all(target, place.refusal)
            results[name].miss(place.refusal.sentence, place.refusal.kind)
            _close(landing, results[name], target)
    else:
        for name, it in _hauls(orders.collectors, targets, results):
            if isinstance(it, Haul):
                _take(landing, targets[name], results[name], it)
            else:
                _close(landing, results[name], targets[name])
    partial = any(result.outcome != "complete" for result in results.values())
    landing.commit(
        {
            "run": run, "started_at": began, "ended_at": datetime.now(UTC), "version": __version__,
            "command": "collect", "status": "partial" if partial else "complete",
        }
    )  # fmt: skip
    return list(results.values())


def _take(landing: Landing, target: RunTarget, result: Result, haul: Haul) -> None:
    """Take in a haul; one that does not fit its tables ends its collector's run and no other's."""
    if "fault" in result.kinds:
        return
    try:
        landing.take(result.collector, haul)
    except WrongHaulError as error:
        refusal = Refusal("outside", "", f"{result.collector} brought what its tables cannot hold: {error}")
        _missed_all(target, refusal)
        result.miss(refusal.sentence, "fault")
        return
    result.take(haul)
    if landing.full:
        landing.commit()


def target_of(
    place: Place,
    collector: Collector,
    orders: Orders,
    now: datetime,
    watermarks: Callable[[str], Mapping[str, Watermark]],
) -> RunTarget:
    """Return what a collector is given of a place."""
    return RunTarget(
        account=place.account_id,
        region=place.region,
        now=now,
        clients=lambda service: place.account.client(service, place.region),
        partition=place.account.partition(place.region),
        since=orders.since,
        tier=orders.fleet.tier,
        inventory=place.inventory,
        options=orders.fleet.options.get(collector.name, {}),
        known=watermarks(collector.name),
        elsewhere=read_elsewhere(collector.name, watermarks),
        routes=routes_before(collector.name, orders.fleet, {it.name for it in orders.collectors}),
        stop=orders.stop,
    )


def _hauls(
    collectors: Sequence[Collector], targets: dict[str, RunTarget], results: dict[str, Result]
) -> Iterator[tuple[str, Any]]:
    """Yield (collector, haul) as they come, and (collector, None) when a collector has ended."""
    hauls: queue.Queue[Any] = queue.Queue(maxsize=WAITING_HAULS)
    abandoned = threading.Event()

    def put(it: object) -> bool:
        while not abandoned.is_set():
            try:
                hauls.put(it, timeout=0.2)
            except queue.Full:
                continue
            return True
        return False

    def work(collector: Collector) -> None:
        _drive(collector, targets[collector.name], results[collector.name], put)

    threads = [threading.Thread(target=work, args=(it,), name=it.name, daemon=True) for it in collectors]
    for thread in threads:
        thread.start()
    left = len(threads)
    try:
        while left:
            name, it = hauls.get()
            left -= it is _END
            yield name, None if it is _END else it
    finally:
        abandoned.set()
        for thread in threads:
            thread.join()


def _drive(collector: Collector, target: RunTarget, result: Result, put: Callable[[object], bool]) -> None:
    """Run one collector to its end; what it raises becomes a result, never the end of the others."""
    began = time.monotonic()
    try:
        for haul in collector.collect(target):
            if not put((collector.name, haul)):
                return
            if target.stopping():
                result.miss("the run was asked to end", "stopped")
                break
    except Exception as error:  # noqa: BLE001 - also a fault of one collector must not stop the others
        refusal = refusal_of(error) or _fault(collector, error)
        _missed_all(target, refusal)
        result.miss(refusal.sentence, refusal.kind)
    else:
        for refusal in target.refusals:
            result.miss(refusal.sentence, refusal.kind)
    result.seconds = time.monotonic() - began
    put((collector.name, _END))


def _fault(collector: Collector, error: Exception) -> Refusal:
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{place.filename.rsplit('/', 1)[-1]}:{place.lineno}"
    sentence = f"{collector.name} failed at {where}: {type(error).__name__}: {error}"
    return Refusal("outside", "", " ".join(sentence.split())[:400])


def _missed_all(target: RunTarget, refusal: Refusal) -> None:
    """Everything that this collector reads is missing from its watermarks on."""
    named = {span.series for span in target.missed}
    for series in (target.covered & set(target.known) or set(target.known)) - named:
        mark = target.known[series]
        if (target.now - mark.reached).total_seconds() < mark.state.get(EVERY, 0) * 0.95:
            continue  # it was not due
        target.missed.append(Span(series, mark.reached, target.now, status="failed", reason=refusal.sentence))
    if not target.known:
        begin = target.since or target.now - NEVER_READ
        target.missed.append(Span(ALL_SERIES, begin, target.now, status="failed", reason=refusal.sentence))


def _close(landing: Landing, result: Result, target: RunTarget) -> None:
    """Write down what a collector could not read, unless a haul of this run has read it after all."""
    collector = result.collector
    result.close()
    done = landing.watermarks(collector)
    if not any(span.series == ALL_SERIES for span in target.missed) and "fault" not in result.kinds:
        landing.forget(collector, ALL_SERIES)  # from here on each series says itself what it misses
    for span in target.missed:
        mark = done.get(span.series)
        if mark is None or mark.reached < span.covered_to:
            landing.cover(collector, span)


def _refused(place: Place, collector: str) -> Result:
    refusal = place.refusal
    assert refusal is not None  # noqa: S101 - the caller looked
    return Result(
        place.account_id or str(place.account.access), place.region, collector, "failed",
        [refusal.sentence], {refusal.kind},
    )  # fmt: skip

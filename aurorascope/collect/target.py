"""What a collector is given: one account and Region in one run (`aurorascope.model.collector.Target`)."""

from __future__ import annotations

import queue
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from aurorascope.aws.refusals import Refusal, refusal_of
from aurorascope.model.haul import Haul, Span
from aurorascope.model.inventory import Inventory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime

    from aurorascope.collect.routes import Route
    from aurorascope.model.collector import Tier
    from aurorascope.model.haul import Watermark

Item = TypeVar("Item")
SIDE_BY_SIDE = 8  # calls of one collector in one Region at a time; the rates bound what that comes to
NEVER_READ = timedelta(minutes=5)  # what is missing of a series that never was read begins about now
_END = object()


class Stopped(Exception):  # noqa: N818 - the run was asked to end
    """Raised in a collector's threads when the run ends early."""


@dataclass
class RunTarget:
    """One collector's view of one account and Region; `missed` gathers the spans that were refused."""

    account: str
    region: str
    now: datetime
    clients: Callable[[str], Any]
    partition: str = "aws"
    since: datetime | None = None
    tier: Tier = "useful"
    inventory: Inventory = field(default_factory=Inventory)
    options: Mapping[str, Any] = field(default_factory=dict)
    known: Mapping[str, Watermark] = field(default_factory=dict)
    stop: threading.Event = field(default_factory=threading.Event)
    covered: frozenset[str] = frozenset()  # series that `coverage` knows; other watermarks are notes
    elsewhere: Mapping[str, datetime] = field(default_factory=dict)
    routes: tuple[Route, ...] = ()
    missed: list[Span] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)

    def client(self, service: str) -> Any:
        """Return boto3's client of this account and Region."""
        return self.clients(service)

    def watermark(self, series: str) -> Watermark | None:
        """Return what was committed for `series` last."""
        return self.known.get(series)

    def watermarks(self) -> Mapping[str, Watermark]:
        """Return all that was committed, by series."""
        return self.known

    def begin(self, series: str, *, back: timedelta, overlap: timedelta) -> datetime:
        """Return where to read from."""
        earliest = self.now - back
        if self.since is not None:
            return max(earliest, min(self.since, self.now))
        mark = self.known.get(series)
        return earliest if mark is None else min(self.now, max(earliest, mark.reached - overlap))

    def due(self, series: str, every: timedelta) -> bool:
        """Say whether `every` has passed since the watermark of `series`."""
        mark = self.known.get(series)
        # a poll that begins a little early is still this poll
        return mark is None or self.now - mark.reached >= every * 0.95

    @contextmanager
    def part(self, series: str, *, cluster: str = "", instance: str = "") -> Iterator[None]:
        """Go on after a refusal inside, and note the span that is missing."""
        try:
            yield
        except Exception as error:
            refusal = refusal_of(error)
            if refusal is None or refusal.ends_everything:
                raise
            self.miss(series, refusal, cluster=cluster, instance=instance)

    def miss(self, series: str, refusal: Refusal, *, cluster: str = "", instance: str = "") -> None:
        """Note that `series` could not be read from its watermark on."""
        mark = self.known.get(series)
        begin = mark.reached if mark is not None else (self.since or self.now - NEVER_READ)
        self.refusals.append(refusal)
        self.missed.append(
            Span(series, begin, self.now, cluster, instance, status="failed", reason=refusal.sentence)
        )

    def each(
        self, items: Iterable[Item], work: Callable[[Item], Iterable[Haul]], *, series: Callable[[Item], str]
    ) -> Iterator[Haul]:
        """Work on many items side by side, each a part of its own; yield their hauls as they come."""
        hauls: queue.Queue[Any] = queue.Queue(maxsize=2)
        ended = threading.Event()

        def put(it: object) -> None:
            while not ended.is_set():
                try:
                    hauls.put(it, timeout=0.2)
                except queue.Full:
                    continue
                return
            raise Stopped

        def one(item: Item) -> None:
            if self.stop.is_set() or ended.is_set():
                return
            cluster = getattr(item, "cluster", "")
            labels = {"cluster": cluster, "instance": getattr(item, "name", "")} if cluster else {}
            with self.part(series(item), **labels):
                for haul in work(item):
                    put(haul)

        with ThreadPoolExecutor(max_workers=SIDE_BY_SIDE, thread_name_prefix="each") as pool:
            futures = [pool.submit(one, item) for item in items]
            waiting = threading.Thread(target=_when_done, args=(futures, put), daemon=True)
            waiting.start()
            try:
                while (it := hauls.get()) is not _END:
                    yield it
                for future in futures:
                    future.result()
            finally:
                ended.set()

    def read_elsewhere(self, series: str) -> datetime | None:
        """Return how far another collector has read the series of a log."""
        return self.elsewhere.get(series)

    def comes_elsewhere(self, cluster: str, kind: str) -> bool:
        """Say whether another collector of logs is to read this one."""
        return any(route.takes(cluster, kind) for route in self.routes)

    def stopping(self) -> bool:
        """Say whether the run was asked to end."""
        return self.stop.is_set()


def _when_done(futures: list[Any], put: Callable[[object], None]) -> None:
    for future in futures:
        try:
            future.exception()
        except Exception:  # noqa: BLE001, S112 - a cancelled one: whoever reads the results is told
            continue
    try:
        put(_END)
    except Stopped:
        return

"""Versions of the store: a page load takes one, and all its panels read that one, so its numbers agree."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aurorascope.insight.views import run_view
from aurorascope.model.filter import Filter

if TYPE_CHECKING:
    from datetime import date, datetime

    from aurorascope.store.store import Store

FRESH_S = 2.0
KEPT = 4
KEPT_CUTS = 24


@dataclass(frozen=True, slots=True)
class Extent:
    """The times of the oldest and the newest row of a version; None in an empty store."""

    oldest: datetime | None
    newest: datetime | None


@dataclass(slots=True)
class Versions:
    """Hands out snapshots by version; the newest is looked for at most every two seconds."""

    store: Store
    _kept: OrderedDict[int, Any] = field(default_factory=OrderedDict)
    _cuts: OrderedDict[tuple[int, date, date], Any] = field(default_factory=OrderedDict)
    _extents: dict[int, Extent] = field(default_factory=dict)
    _looked: float = float("-inf")
    _newest: int = -1
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def newest(self) -> int:
        """The number of the newest version."""
        with self._lock:
            if self._newest not in self._kept or time.monotonic() - self._looked > FRESH_S:
                snapshot = self.store.snapshot()
                self._newest = snapshot.version
                self._keep(snapshot)
                self._looked = time.monotonic()
            return self._newest

    def forget(self) -> None:
        """Look again at once for a newer version."""
        self._looked = float("-inf")

    def at(self, version: int | None) -> Any:
        """The snapshot of a version that a page was loaded with; a forgotten one is the newest."""
        with self._lock:
            if version is not None and version in self._kept:
                self._kept.move_to_end(version)
                return self._kept[version]
        newest = self.newest()
        with self._lock:
            return self._kept[newest]

    def during(self, version: int, begin: datetime, end: datetime) -> Any:
        """The snapshot of a version, cut to the files of some days."""
        key = (version, begin.date(), end.date())
        with self._lock:
            if key in self._cuts:
                self._cuts.move_to_end(key)
                return self._cuts[key]
        cut = self.at(version).between(begin, end)
        with self._lock:
            self._cuts[key] = cut
            while len(self._cuts) > KEPT_CUTS:
                self._cuts.popitem(last=False)
        return cut

    def extent(self, version: int) -> Extent:
        """The extent of a version, asked once."""
        known = self._extents.get(version)
        if known is None:
            row = run_view(self.at(version), "extent", Filter()).to_pylist()
            known = Extent(row[0]["oldest"], row[0]["newest"]) if row else Extent(None, None)
            self._extents[version] = known
        return known

    def _keep(self, snapshot: Any) -> None:
        if snapshot.version not in self._kept:
            self._kept[snapshot.version] = snapshot
        while len(self._kept) > KEPT:
            old, _ = self._kept.popitem(last=False)
            self._extents.pop(old, None)

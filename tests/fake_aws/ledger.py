"""Every call that was made: what tests compare policies, prices and promises with."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Entry:
    """One call. `outcome` is "ok", the code of a refusal, or "cut"."""

    account: str
    region: str
    principal: str
    service: str
    operation: str
    actions: tuple[str, ...]  # IAM actions the call needs
    resource: str
    parameters: Any
    outcome: str = "ok"
    answered_bytes: int = 0


@dataclass
class Ledger:
    """The calls in the order in which they came."""

    entries: list[Entry] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, entry: Entry) -> None:
        """Keep a call."""
        with self._lock:
            self.entries.append(entry)

    def calls(self, service: str | None = None, operation: str | None = None) -> list[Entry]:
        """Return the calls of a service or an operation."""
        return [
            entry
            for entry in list(self.entries)
            if service in (None, entry.service) and operation in (None, entry.operation)
        ]

    def counts(self) -> dict[tuple[str, str], int]:
        """Return how often each (service, operation) was called."""
        return dict(Counter((entry.service, entry.operation) for entry in list(self.entries)))

    def actions(self) -> set[str]:
        """Return every IAM action that was needed."""
        return {action for entry in list(self.entries) for action in entry.actions}

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self.entries.clear()

"""One text run on Athena from start to rows: waiting with growing pauses, stopped when it must be."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import uuid4

from aurorascope.model.errors import BadRequestError, OutsideError
from aurorascope.scale.budget import Budget, OverTheCap

if TYPE_CHECKING:
    from collections.abc import Callable

    from aurorascope.aws.athena import AthenaQueries, Execution, Result

FIRST_PAUSE_S, LONGEST_PAUSE_S, GROWTH = 0.2, 5.0, 1.5
SECONDS = 300.0
LONGEST_TEXT = 262_144  # Athena's own bound on a query, in bytes
NO_TABLE = re.compile(r"TABLE_NOT_FOUND|SCHEMA_NOT_FOUND|EntityNotFound|does not exist", re.IGNORECASE)
DENIED = re.compile(r"AccessDenied|not authorized|Insufficient permissions|PERMISSION_DENIED", re.IGNORECASE)


@dataclass(slots=True)
class Runner:
    """Runs texts in one workgroup, within one budget; threads share it."""

    queries: AthenaQueries
    budget: Budget = field(default_factory=Budget)
    seconds: float = SECONDS
    pause: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic

    def run(self, text: str, *, at_most: int, seconds: float | None = None) -> Result:
        """Return the result of a text; `at_most` is what it may read of the store.

        Whatever ends the wait before the query does (Ctrl-C, a limit, an error) stops the query.
        """
        if len(text.encode()) > LONGEST_TEXT:
            raise BadRequestError(f"the query is longer than Athena takes ({LONGEST_TEXT:,} bytes)")
        may_read = self.budget.admit(at_most)
        query_id = self.queries.start(text, token=uuid4().hex)
        done: Execution | None = None
        try:
            done = self._waited(query_id, may_read, seconds or self.seconds)
        finally:
            if done is None:
                self._stop(query_id)
        self.budget.charge(done.scanned_bytes, reused=done.reused)
        if done.state != "SUCCEEDED":
            raise _failure(done)
        return self.queries.fetch(query_id)

    def _waited(self, query_id: str, may_read: int, seconds: float) -> Execution:
        until, pause = self.clock() + seconds, FIRST_PAUSE_S
        while True:
            now = self.queries.look(query_id)
            if now.has_ended:
                return now
            if now.scanned_bytes > may_read:
                self._stop(query_id)
                self.budget.charge(now.scanned_bytes)
                raise OverTheCap(
                    f"the query was stopped: it had read {now.scanned_bytes / 1e9:.2f} GB of the "
                    f"{may_read / 1e9:.2f} GB it may; raise --query-gb, or ask for fewer days"
                )
            if self.clock() >= until:
                self._stop(query_id)
                self.budget.charge(now.scanned_bytes)
                raise BadRequestError(
                    f"the query was stopped after {seconds:g} s: narrow its time range, or raise --seconds"
                )
            self.pause(pause)
            pause = min(pause * GROWTH, LONGEST_PAUSE_S)

    def _stop(self, query_id: str) -> None:
        """Ask for the end of a query; what goes wrong with that must not hide why."""
        try:
            self.queries.stop(query_id)
        except (BadRequestError, OutsideError):
            return


def _failure(done: Execution) -> BadRequestError | OutsideError:
    """Say in one sentence why Athena did not answer."""
    reason = " ".join(done.reason.split()) or "it gave no reason"
    if done.state == "CANCELLED":
        return BadRequestError(f"the query was cancelled at Athena: {reason}")
    if DENIED.search(reason):
        return OutsideError(f"Athena was denied: {reason}")
    if NO_TABLE.search(reason):
        return BadRequestError(
            f"the store is not registered there: run `aurorascope store register` ({reason})"
        )
    return BadRequestError(f"Athena could not run the query: {reason}")

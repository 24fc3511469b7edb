"""Answers that several readers share: the same question to the same version of the store is asked once.

In an incident twenty people look at the same page. What they ask has one answer as long as nothing is
committed, so the first of them has it made, those who come meanwhile wait for it, and those who come later
have it at once. The memory is bounded; the answers longest unused go first.
"""

from __future__ import annotations

from collections import OrderedDict
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any

from aurorascope.insight.views import run_view
from aurorascope.web.turns import TURNS

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    import pyarrow as pa

    from aurorascope.insight.template import Value
    from aurorascope.insight.views import Queryable
    from aurorascope.model.filter import Filter

MOST_BYTES = 96 << 20


@dataclass
class Answers:
    """Tables by question. Threads may share it; an error is told to those who waited, and not kept."""

    most_bytes: int = MOST_BYTES
    _known: OrderedDict[Hashable, Future[pa.Table]] = field(default_factory=OrderedDict)
    _bytes: int = 0
    _lock: Lock = field(default_factory=Lock)

    def get(self, question: Hashable, make: Callable[[], pa.Table]) -> pa.Table:
        """Return the answer to `question`, which `make` gives if nobody has asked it yet."""
        with self._lock:
            answer = self._known.get(question)
            first = answer is None
            if answer is None:
                answer = self._known[question] = Future()
            self._known.move_to_end(question)
        if first:
            self._make(question, answer, make)
        return answer.result()

    def _make(self, question: Hashable, answer: Future[pa.Table], make: Callable[[], pa.Table]) -> None:
        try:
            table = make()
        except BaseException as error:  # noqa: BLE001 - told to every reader who waits, whatever it is
            with self._lock:
                self._known.pop(question, None)
            answer.set_exception(error)
            return
        with self._lock:
            self._bytes += table.nbytes
            while self._bytes > self.most_bytes and self._drop():
                pass
        answer.set_result(table)

    def _drop(self) -> bool:
        """Forget the answer longest unused; false where none is left that is made."""
        for question, answer in self._known.items():
            if answer.done():
                del self._known[question]
                self._bytes -= answer.result().nbytes
                return True
        return False


_SHARED = Answers()


def ask_view(
    snapshot: Queryable, name: str, chosen: Filter, *, by: tuple[str, ...] = (), **params: Value
) -> pa.Table:
    """Run a shared view as `insight.views.run_view` does, or return what another reader was just given."""
    kind = (name, by, params.get("exact"), chosen.is_narrow)
    question = (name, chosen, by, tuple(sorted(params.items())))
    return ask_once(snapshot, question, kind, lambda: run_view(snapshot, name, chosen, by=by, **params))


def ask_once(
    snapshot: Queryable, question: Hashable, kind: Hashable, make: Callable[[], pa.Table]
) -> pa.Table:
    """Make an answer in its turn, once for each version of the store; questions of a `kind` cost alike."""

    def in_turn() -> pa.Table:
        with TURNS.turn(kind):
            return make()

    version: Any = getattr(snapshot, "version", None)
    root: Any = getattr(snapshot, "root", None)
    if version is None or root is None:
        return in_turn()
    return _SHARED.get((str(root), version, question), in_turn)

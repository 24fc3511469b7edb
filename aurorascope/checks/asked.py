"""The question that a check is asked: a period over one version of a store, and what a finding is made of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    import pyarrow as pa

BOUND = re.compile(r"\$([a-z_][a-z0-9_]*)")


class Queryable(Protocol):
    """What checks read: one version of a store."""

    def query(self, sql: str, params: Mapping[str, object] = ...) -> pa.Table:
        """Run one SELECT with named values and return its rows."""


class Asked:
    """One period over one version of a store."""

    def __init__(self, snapshot: Queryable, begin: datetime, end: datetime) -> None:
        self.snapshot = snapshot
        self.begin = begin
        self.end = end
        self._answers: dict[tuple[str, str], list[dict[str, Any]]] = {}

    def rows(self, sql: str, **values: object) -> list[dict[str, Any]]:
        """Run one SELECT once; `$begin` and `$end` are bound where it names them, as are `values`."""
        key = (sql, repr(sorted(values.items())))
        if key not in self._answers:
            known = {"begin": self.begin, "end": self.end, **values}
            names = set(BOUND.findall(sql))
            found = self.snapshot.query(sql, {name: known[name] for name in known if name in names})
            self._answers[key] = found.to_pylist()
        return self._answers[key]


def page(
    path: str,
    *,
    cluster: str = "",
    instance: str = "",
    begin: datetime | None = None,
    end: datetime | None = None,
    **extras: str,
) -> str:
    """Return the address of a page for a range, in the form that the pages themselves write."""
    pairs = [("from", _moment(begin)), ("to", _moment(end)), ("cluster", cluster), ("instance", instance)]
    pairs += list(extras.items())
    said = "&".join(f"{name}={_quoted(value)}" for name, value in pairs if value)
    return f"{path}?{said}" if said else path


def _moment(moment: datetime | None) -> str:
    return moment.replace(tzinfo=None).isoformat() + "Z" if moment is not None else ""


def _quoted(text: str) -> str:
    return quote(text, safe="-._~:/,*()@", encoding="utf-8", errors="replace")

"""Tries checks on the cases in their files: one store for all of them, an account for each case."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aurorascope.checks.run import findings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from aurorascope.model.finding import Case, Check, Finding
    from aurorascope.store.store import Store

BEGIN = datetime(2026, 11, 19, tzinfo=UTC)
END = datetime(2026, 11, 20, tzinfo=UTC)
PLACE = {"region": "eu-central-1", "cluster": "shop"}


@dataclass(frozen=True, slots=True)
class Tried:
    """One case and what came of it."""

    check: str
    case: str
    wanted: Mapping[str, str]
    found: tuple[Finding, ...]
    failed: str = ""

    @property
    def holds(self) -> bool:
        """True where exactly what is wanted was found."""
        return not self.failed and self.said == dict(self.wanted)

    @property
    def said(self) -> dict[str, str]:
        """What was found: subjects with their severities."""
        return {one.subject: one.severity for one in self.found}


def try_cases(checks: Sequence[Check]) -> list[Tried]:
    """Try every case of the checks; each is judged in the midst of all others' rows."""
    from aurorascope.store.store import Store

    with tempfile.TemporaryDirectory(prefix="aurorascope-cases-") as folder:
        store = Store.create(Path(folder) / "store")
        cases = {account_of(check, case): (check, case) for check in checks for case in check.cases}
        fill(store, ((account, case) for account, (_, case) in cases.items()))
        judged = findings(store.snapshot(), BEGIN, END, checks=checks, now=END)
    failed = {one.check: one.why for one in judged.unread if one.why.startswith("it failed: ")}
    return [
        Tried(
            check.name,
            case.name,
            case.finds,
            tuple(one for one in judged.findings if (one.account, one.check) == (account, check.name)),
            failed.get(check.name, ""),
        )
        for account, (check, case) in cases.items()
    ]


def account_of(check: Check, case: Case) -> str:
    """Return the account that a case's rows have in the store."""
    return f"{check.name}: {case.name}"


def fill(store: Store, cases: Iterable[tuple[str, Case]]) -> None:
    """Write the rows of all cases, in one commit."""
    import polars as pl

    from aurorascope.store.columnar import POLARS_TYPES
    from aurorascope.store.schemas import TABLES

    held: dict[str, list[dict[str, Any]]] = {}
    for account, case in cases:
        for table, rows in case.tables.items():
            names = TABLES[table].column_names
            own = {name: value for name, value in {"account": account, **PLACE}.items() if name in names}
            held.setdefault(table, []).extend(
                {
                    name: _value(TABLES[table].column(name).type, value)
                    for name, value in {**own, **row}.items()
                }
                for row in rows
            )
    with store.writer("cases", {}) as writer:
        for table, rows in held.items():
            schema = {column.name: POLARS_TYPES[column.type] for column in TABLES[table].columns}
            writer.write(table, pl.DataFrame(rows, schema=schema))
        store.commit(writer.close())


def _value(kind: str, value: object) -> object:
    if kind == "timestamp" and isinstance(value, str):
        return datetime.fromisoformat(value).astimezone(UTC)
    if kind == "json" and value is not None and not isinstance(value, str):
        return json.dumps(value)
    return value

"""Loads the checks of `shipped/`, and says what is wrong with a check's declarations."""

from __future__ import annotations

import importlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from aurorascope.checks.knowing import is_need
from aurorascope.model.errors import BadRequestError
from aurorascope.model.finding import Check
from aurorascope.store.schemas import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.model.finding import Case

FOLDER = Path(__file__).parent / "shipped"


@cache
def shipped_checks() -> tuple[Check, ...]:
    """Return our checks, by name. Raises BadRequestError for a file that declares what cannot be."""
    found = []
    for path in sorted(FOLDER.glob("[a-z]*.py")):
        module = importlib.import_module(f"aurorascope.checks.shipped.{path.stem}")
        found.append(checked(getattr(module, "CHECK", None), path))
    return tuple(found)


def checked(value: object, path: Path) -> Check:
    """Return what a file exports as CHECK, if it is a whole check. Raises BadRequestError."""
    if not isinstance(value, Check):
        kind = type(value).__name__
        raise BadRequestError(f"{path}: CHECK must be a Check (aurorascope.model.finding), not {kind}.")
    for problem in wrong_in(value, path.stem):
        raise BadRequestError(f"{path}: {problem}.")
    return value


def wrong_in(check: Check, file: str) -> Iterator[str]:
    """Yield what is wrong with a check's declarations."""
    if check.name.replace("-", "_") != file:
        yield f"its name is {check.name!r}, the file's is {file!r}: they must agree, with - for _"
    if not (check.title and check.why and check.severity):
        yield "title, why and severity must each say something"
    for need in check.needs:
        for word in need.split("|"):
            if not is_need(word):
                yield f"needs names {word!r}, which is none (see Check.needs)"
    if not any(case.finds for case in check.cases) or all(case.finds for case in check.cases):
        yield "it must have a case in which it finds something and one in which it stays silent"
    for case in check.cases:
        yield from _wrong_in_case(case)


def _wrong_in_case(case: Case) -> Iterator[str]:
    for table, rows in case.tables.items():
        if table not in TABLES or TABLES[table].derived:
            yield f"case {case.name!r} has rows of {table}, which is no table"
            continue
        for name in {name for row in rows for name in row} - set(TABLES[table].column_names):
            yield f"case {case.name!r} has {table}.{name}, which that table does not have"

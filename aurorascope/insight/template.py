"""The format of a shared view: a `.sql` file whose first lines say what it is and what it takes.

`docs/views.md` describes it for authors. Nothing that comes from outside becomes SQL text: values are bound,
and a grouping is a word that the file itself maps to a column.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aurorascope.insight.cells import CELL_COLUMNS, cells, durations, entries
from aurorascope.model.errors import BadRequestError
from aurorascope.store.schemas import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aurorascope.model.filter import Filter

Value = int | float | str | bool | None
TYPES: dict[str, type] = {"bigint": int, "double": float, "text": str, "boolean": bool}
# a server writes these about itself; whose session it was narrows nothing there
SERVER_WIDE = frozenset({"checkpoints", "vacuums", "analyzes", "server_events", "log_settings", "coverage"})
LABELS = frozenset({"cluster", "instance"})

WORDS = ("doc", "from", "param", "by", "rows", "narrow", "count", "judged", "derived")
_HEADER = re.compile(r"^-- (?:(?:(from|param|by|rows|narrow|count|judged):|(derived)$) ?)?(.*)$")
_PLACEHOLDER = re.compile(
    r"\{(where|scope|bucket|cells|durations|count):(\w+)\}|\{(by)\}|\{same:(\w+):(\w+)\}"
)
_WORD = re.compile(r"[a-z_]+")
_BOUND = re.compile(r"\$([a-z_][a-z0-9_]*)")


class ViewError(BadRequestError):
    """A view was asked for in a way it does not know; the text says what it takes."""


@dataclass(frozen=True, slots=True)
class Param:
    """A value that a view binds, with its type and the value it has when none is given."""

    name: str
    type: str
    default: Value


@dataclass(frozen=True, slots=True)
class View:
    """One shared view: what a row is, the tables it reads through the filter, and what it takes.

    `groups` maps the words of `by` to columns. `rows` names the view that lists the rows behind a number,
    `narrow` says which columns of a row narrow it to them, and `count` is the column they add up to. `judged`
    names what the checks add to its rows (verdicts, findings, checks): whoever shows them adds it.
    """

    name: str
    doc: str
    body: str
    tables: tuple[str, ...] = ()
    params: dict[str, Param] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)
    rows: str = ""
    narrow: dict[str, str] = field(default_factory=dict)
    count: str = ""
    judged: str = ""
    derived: bool = False

    def render(
        self, chosen: Filter, params: Mapping[str, Value], by: Sequence[str] = ()
    ) -> tuple[str, dict[str, object]]:
        """Return the SQL and exactly the values that it binds."""
        bound: dict[str, object] = {"begin": chosen.begin, "end": chosen.end}
        bound.update(self._values(params))

        def replace(match: re.Match[str]) -> str:
            what, name = match[1], match[2]
            if match[3]:
                return ", ".join(self._columns(by))
            if match[4]:
                pairs = (f"{match[4]}.{c} IS NOT DISTINCT FROM {match[5]}.{c}" for c in self._columns(by))
                return " AND ".join(pairs)
            if what == "bucket":
                return f"make_timestamptz(epoch_us({name}) // $bucket_us * $bucket_us)"
            if what == "cells":
                sql, values = cells(chosen, _filter_columns("statements"), bound, self._wanted(by))
            elif what == "durations":
                sql, values = durations(chosen, _filter_columns("statements"), bound)
            elif what == "count":
                columns = {table: _filter_columns(table) for table in (name, "entries", "statements")}
                sql, values = entries(chosen, columns, bound)
            else:
                sql, values = self._where(chosen, name, timed=what == "where")
                sql = f"({sql})"
            bound.update(values)
            return sql

        sql = _PLACEHOLDER.sub(replace, self.body)
        used = set(_BOUND.findall(sql))
        return sql, {name: value for name, value in bound.items() if name in used}

    @property
    def unbounded(self) -> frozenset[str]:
        """The tables that it reads beyond the range of time."""
        return frozenset(match[2] for match in _PLACEHOLDER.finditer(self.body) if match[1] == "scope")

    @property
    def by_days(self) -> bool:
        """Say whether its rows of a day are all in that day's files: waits and sessions cross midnight."""
        if self.judged:
            return False  # a check looks back for weeks
        crossing = {"lock_episodes", "lock_stories", "sessions"}.intersection(self.tables)
        return not crossing and all(TABLES[table].time != "ts" for table in self.unbounded)

    def unapplied(self, chosen: Filter) -> tuple[str, ...]:
        """Name the fields of the filter that do not narrow every table this view reads."""
        missing: dict[str, None] = {}
        for name in self.tables:
            missing.update(dict.fromkeys(chosen.unapplied(_filter_columns(name))))
        return tuple(missing)

    def _where(self, chosen: Filter, table: str, *, timed: bool) -> tuple[str, dict[str, object]]:
        if table not in self.tables:
            raise ViewError(f"view {self.name} filters {table}, which its 'from:' line does not name")
        return chosen.where(_filter_columns(table), TABLES[table].time if timed else None)

    def _wanted(self, by: Sequence[str]) -> frozenset[str]:
        """Return what the view may ask of its cells beyond families and times: any word could be one."""
        return (frozenset(_WORD.findall(self.body)) | {self.groups[word] for word in by}) & CELL_COLUMNS

    def _values(self, params: Mapping[str, Value]) -> dict[str, Value]:
        unknown = sorted(set(params) - set(self.params))
        if unknown:
            raise ViewError(
                f"view {self.name} takes no {', '.join(unknown)}; "
                f"it takes {', '.join(self.params) or 'nothing'}"
            )
        values = {name: param.default for name, param in self.params.items()}
        for name, value in params.items():
            wanted = TYPES[self.params[name].type]
            if (
                value is not None
                and type(value) is not wanted
                and not (wanted is float and type(value) is int)
            ):
                raise ViewError(
                    f"view {self.name}: {name} is {self.params[name].type}, not {type(value).__name__}"
                )
            values[name] = value
        return values

    def _columns(self, by: Sequence[str]) -> list[str]:
        wrong = sorted(set(by) - set(self.groups))
        if wrong or not by or len(set(by)) != len(by):
            raise ViewError(
                f"view {self.name} groups by one or more of {', '.join(self.groups)}; "
                f"it was given {', '.join(by) or 'none'}"
            )
        return [self.groups[word] for word in by]


def parse_view(name: str, text: str) -> View:
    """Read the header of a view; ViewError names the line that is not understood."""
    lines = text.splitlines()
    header = next((n for n, line in enumerate(lines) if not line.startswith("--")), len(lines))
    said = _header(name, lines[:header])
    tables = tuple(part.strip() for line in said["from"] for part in line.split(","))
    unknown = [table for table in tables if table not in TABLES]
    if unknown:
        raise ViewError(f"view {name} reads {', '.join(unknown)}, which is no table")
    return View(
        name=name,
        doc=" ".join(said["doc"]),
        body="\n".join(lines[header:]),
        tables=tables,
        params={param.name: param for line in said["param"] for param in [_param(name, line)]},
        groups=dict(_pair(part) for line in said["by"] for part in line.split()),
        rows=" ".join(said["rows"]),
        narrow=dict(_pair(part) for line in said["narrow"] for part in line.split()),
        count=" ".join(said["count"]),
        judged=" ".join(said["judged"]),
        derived=bool(said["derived"]),
    )


def _header(view: str, lines: Sequence[str]) -> dict[str, list[str]]:
    said: dict[str, list[str]] = {word: [] for word in WORDS}
    for line in lines:
        match = _HEADER.match(line)
        if match is None:
            raise ViewError(f"view {view}: a header line is '-- text', not {line!r}")
        said[match[1] or match[2] or "doc"].append(match[3].strip())
    if not said["doc"]:
        raise ViewError(f"view {view} begins with no sentence that says what a row is")
    return said


def _param(view: str, text: str) -> Param:
    name, kind, default = text.split(None, 2)
    if kind not in TYPES:
        raise ViewError(f"view {view}: {name} has type {kind!r}; types are {', '.join(TYPES)}")
    if default == "null":
        return Param(name, kind, None)
    if kind == "boolean":
        return Param(name, kind, default == "true")
    return Param(name, kind, TYPES[kind](default))


def _pair(part: str) -> tuple[str, str]:
    word, _, column = part.partition("=")
    return word, column or word


def _filter_columns(table: str) -> frozenset[str]:
    names = frozenset(TABLES[table].column_names)
    if table == "statements":
        names -= {"noise"}  # rollups know noise by user and database alone, and both must count the same
    return names & LABELS if table in SERVER_WIDE else names

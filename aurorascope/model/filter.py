"""A filter: the one time range and filter bar that every page, report and command puts on every table."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

Values = tuple[str | None, ...]

# field of the filter -> the columns that can answer it, the first one that a table has wins
COLUMNS: dict[str, tuple[str, ...]] = {
    "cluster": ("cluster",),
    "instance": ("instance",),
    "database": ("database_name",),
    "user": ("user_name",),
    "host": ("client_host",),
    "application": ("application",),
    "fingerprint": ("fingerprint", "waiter_fingerprint"),
    "severity": ("severity",),
    "sqlstate": ("sqlstate",),
}
SAID = ("include", "exclude", "pattern", "exclude_pattern")
TEXTS = ("message", "sql", "statement", "waiter_statement", "plan")
NOISE_USERS = ("rdsadmin", "rdsmon")
NOISE_DATABASE = "rdsadmin"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which rows are meant: `begin` is inclusive, `end` exclusive, both UTC; an empty tuple lets all pass.

    A None among the values of a dimension means the rows that do not have it. `engine` is postgresql or
    mysql. `include` keeps rows whose text holds any of its values, `exclude` drops rows whose text holds any;
    both ignore case. `pattern` and `exclude_pattern` are the same with regular expressions of linear time.
    `windows` are further ranges, of which a row must lie in one.
    """

    begin: datetime | None = None
    end: datetime | None = None
    cluster: Values = ()
    instance: Values = ()
    database: Values = ()
    user: Values = ()
    host: Values = ()
    application: Values = ()
    fingerprint: Values = ()
    statement_kind: Values = ()
    severity: Values = ()
    sqlstate: Values = ()
    engine: Values = ()
    min_duration_us: int | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    pattern: tuple[str, ...] = ()
    exclude_pattern: tuple[str, ...] = ()
    windows: tuple[tuple[datetime, datetime], ...] = ()
    show_noise: bool = False

    @property
    def is_narrow(self) -> bool:
        """Say whether anything but the range narrows it."""
        names = (*COLUMNS, "statement_kind", *SAID, "windows")
        return any(getattr(self, name) for name in names) or self.min_duration_us is not None

    def described(self, *, values: bool = True) -> str:
        """Name the fields that narrow, with what they ask for; without that where nobody may read it."""
        said = []
        for one in fields(self):
            value = getattr(self, one.name)
            if value == one.default or one.name == "show_noise":
                continue
            said.append(f"{one.name} = {_written(value)}" if values else one.name)
        return "; ".join(said)

    def where(
        self, table_columns: Iterable[str], time_column: str | None = "ts"
    ) -> tuple[str, dict[str, object]]:
        """Compose the predicate for a table: (SQL over its bare column names, the values it binds).

        `time_column` None leaves the time range out. What the table has no column for does not narrow it;
        `unapplied` names that.
        """
        columns = frozenset(table_columns)
        parts: list[str] = []
        values: dict[str, object] = {}
        for sql, bound in self._predicates(columns, time_column):
            parts.append(sql)
            values.update(bound)
        return " AND ".join(parts) or "true", values

    @property
    def lets_noise_pass(self) -> bool:
        """True where the server's own noise is shown: it was asked for, if only by naming its user."""
        named = set(self.user).intersection(NOISE_USERS) or NOISE_DATABASE in self.database
        return self.show_noise or bool(named)

    def unapplied(self, table_columns: Iterable[str]) -> tuple[str, ...]:
        """Name the fields that are set and that a table with these columns cannot answer."""
        columns = frozenset(table_columns)
        missing = [
            field
            for field, names in COLUMNS.items()
            if getattr(self, field) and not columns.intersection(names)
        ]
        if self.statement_kind and not columns.intersection(COLUMNS["fingerprint"]):
            missing.append("statement_kind")
        if self.min_duration_us is not None and "duration_us" not in columns:
            missing.append("min_duration_us")
        if not columns.intersection(TEXTS):
            missing.extend(field for field in SAID if getattr(self, field))
        return tuple(missing)

    def _predicates(
        self, columns: frozenset[str], time_column: str | None
    ) -> Iterator[tuple[str, dict[str, object]]]:
        if time_column is not None and self.begin is not None:
            yield f"{time_column} >= $f_begin", {"f_begin": self.begin}
        if time_column is not None and self.end is not None:
            yield f"{time_column} < $f_end", {"f_end": self.end}
        if time_column is not None and self.windows:
            yield _in_windows(time_column, self.windows)
        for field, names in COLUMNS.items():
            wanted: Values = getattr(self, field)
            column = _first(names, columns)
            if wanted and column is not None:
                yield _one_of(column, field, wanted)
        if self.engine and "engine" in columns:
            yield _one_of("engine", "engine", self.engine)
        family = _first(COLUMNS["fingerprint"], columns)
        if self.statement_kind and family is not None:
            yield _of_kind(family, self.statement_kind)
        if self.min_duration_us is not None and "duration_us" in columns:
            yield "duration_us >= $f_min_duration_us", {"f_min_duration_us": self.min_duration_us}
        yield from self._with_text([name for name in TEXTS if name in columns])
        yield from self._quiet(columns)

    def _with_text(self, texts: list[str]) -> Iterator[tuple[str, dict[str, object]]]:
        if texts and self.include:
            yield _any_text(texts, "include", self.include)
        if texts and self.exclude:
            sql, bound = _any_text(texts, "exclude", self.exclude)
            yield f"NOT {sql}", bound
        if texts and self.pattern:
            yield _any_pattern(texts, "pattern", self.pattern)
        if texts and self.exclude_pattern:
            sql, bound = _any_pattern(texts, "exclude_pattern", self.exclude_pattern)
            yield f"NOT {sql}", bound

    def _quiet(self, columns: frozenset[str]) -> Iterator[tuple[str, dict[str, object]]]:
        """Hide the server's own noise, unless it is what was asked for by name."""
        if self.lets_noise_pass:
            return
        if "noise" in columns:
            yield "coalesce(NOT noise, true)", {}
        if "user_name" in columns:
            users = ", ".join(f"'{user}'" for user in NOISE_USERS)
            yield f"coalesce(user_name NOT IN ({users}), true)", {}
        if "database_name" in columns:
            yield f"coalesce(database_name <> '{NOISE_DATABASE}', true)", {}


def _written(value: object) -> str:
    """Write a field's value: of several, any is meant."""
    if isinstance(value, tuple):
        return " or ".join(_written(one) for one in value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _first(names: tuple[str, ...], columns: frozenset[str]) -> str | None:
    return next((name for name in names if name in columns), None)


def _of_kind(family: str, wanted: Values) -> tuple[str, dict[str, object]]:
    """Match the kind of a statement, which its family knows; None means that no family says one."""
    parts: list[str] = []
    bound: dict[str, object] = {}
    named = tuple(value for value in wanted if value is not None)
    if named:
        sql, bound = _one_of("statement_kind", "statement_kind", named)
        parts.append(f"{family} IN (SELECT fingerprint FROM fingerprints WHERE {sql})")
    if None in wanted:
        known = "statement_kind IS NOT NULL AND fingerprint IS NOT NULL"
        parts.append(
            f"{family} IS NULL OR {family} NOT IN (SELECT fingerprint FROM fingerprints WHERE {known})"
        )
    return f"({' OR '.join(parts)})", bound


def _one_of(column: str, field: str, wanted: Values) -> tuple[str, dict[str, object]]:
    bound: dict[str, object] = {
        f"f_{field}_{number}": value for number, value in enumerate(v for v in wanted if v is not None)
    }
    parts = [f"{column} IN ({', '.join(f'${name}' for name in bound)})"] if bound else []
    if None in wanted:
        parts.append(f"{column} IS NULL")
    return f"({' OR '.join(parts)})", bound


def _any_text(columns: list[str], field: str, wanted: tuple[str, ...]) -> tuple[str, dict[str, object]]:
    bound: dict[str, object] = {f"f_{field}_{number}": value.lower() for number, value in enumerate(wanted)}
    parts = [f"contains(lower(coalesce({column}, '')), ${name})" for column in columns for name in bound]
    return f"({' OR '.join(parts)})", bound


def _any_pattern(columns: list[str], field: str, wanted: tuple[str, ...]) -> tuple[str, dict[str, object]]:
    bound: dict[str, object] = {f"f_{field}_{number}": value for number, value in enumerate(wanted)}
    parts = [f"regexp_matches(coalesce({column}, ''), ${name})" for column in columns for name in bound]
    return f"({' OR '.join(parts)})", bound


def _in_windows(column: str, windows: tuple[tuple[datetime, datetime], ...]) -> tuple[str, dict[str, object]]:
    bound: dict[str, object] = {}
    parts = []
    for number, (begin, end) in enumerate(windows):
        bound |= {f"f_from_{number}": begin, f"f_to_{number}": end}
        parts.append(f"({column} >= $f_from_{number} AND {column} < $f_to_{number})")
    return f"({' OR '.join(parts)})", bound

"""Compares a store with the truth of the log it was made from: every count, every sum, every shape."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aurorascope.store.store import Store

if TYPE_CHECKING:
    from pathlib import Path

Row = dict[str, Any]

# how the truth's words read as conditions on the store's columns, where they are not 'column=value'
CONDITIONS = {
    "aggressive": "aggressive",
    "checkpoints": "not restartpoint and event = 'starting'",
    "restartpoints": "restartpoint and event = 'starting'",
    "with_statement": "statement is not null",
}
COLUMNS = {"tls": "tls_version"}
SUMS = {"participants": "sum(len(participants))"}
# counts that the truth keeps of messages which have no typed table
MESSAGES = {
    "cancels": "select regexp_extract(message, ' due to (.*)$', 1) as cause from entries where severity in ('ERROR', 'FATAL') "
    "and (message like 'canceling statement due to %' or message like 'terminating connection due to %')",
    "starting_up": "select message from entries where message = 'the database system is in recovery mode'",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One number, as the log has it and as the store says it."""

    name: str
    expected: object
    found: object

    @property
    def right(self) -> bool:
        """True where they are the same."""
        return self.expected == self.found


class Reader:
    """Reads one version of a store."""

    def __init__(self, store: Path) -> None:
        """Open the newest version."""
        self._snapshot = Store.open(store).snapshot()

    def rows(self, query: str) -> list[Row]:
        """Return the rows of a query."""
        rows: list[Row] = self._snapshot.query(query).to_pylist()
        return rows

    def row(self, query: str) -> Row:
        """Return the only row of a query."""
        (row,) = self.rows(query)
        return row


def compare(store: Path, truth: dict[str, Any]) -> list[Check]:
    """Return every check, the wrong ones among them."""
    reader = Reader(store)
    return [
        *_statements(reader, truth["statements"]),
        *_groups(reader, truth["statements"]),
        *_shapes(reader, truth),
        *_entries(reader, truth),
        *_tables(reader, truth["tables"]),
    ]


def _statements(reader: Reader, truth: dict[str, Any]) -> list[Check]:
    found = reader.row(
        "select count(*) as lines, sum(calls)::bigint as calls, sum(duration_us)::bigint as duration_us, "
        "max(duration_us) as max_us, count(parameters) as with_parameters from statements"
    )
    return [Check(f"statements {name}", truth[name], found[name]) for name in found]


def _groups(reader: Reader, truth: dict[str, Any]) -> list[Check]:
    checks = []
    keys = {
        "by_phase": "phase",
        "by_hour": "strftime(ts at time zone 'UTC', '%Y-%m-%dT%H')",
        "by_user_name": "user_name",
        "by_database_name": "database_name",
        "by_client_host": "client_host",
    }
    for name, key in keys.items():
        expected: dict[str, Row] = truth[name]
        # the hour of a statement known by its plan alone is its plan's
        found = {
            row.pop("key"): row
            for row in reader.rows(
                f"select {key} as key, count(*) as lines, sum(calls)::bigint as calls, "
                "sum(duration_us)::bigint as duration_us from statements group by 1"
            )
        }
        for group in sorted(expected.keys() | found.keys(), key=str):
            want = expected.get(group, {})
            have = found.get(group, {})
            checks += [Check(f"{name} {group} {item}", want[item], have.get(item)) for item in want]
            if not want:
                checks.append(Check(f"{name} {group}", None, have))
    return checks


def _shapes(reader: Reader, truth: dict[str, Any]) -> list[Check]:
    """Find each shape's fingerprint by its example, so that two shapes with equal numbers cannot be swapped."""
    found = {
        row["fingerprint"]: (row["lines"], row["calls"], row["duration_us"])
        for row in reader.rows(
            "select fingerprint, count(*) as lines, sum(calls)::bigint as calls, sum(duration_us)::bigint as duration_us "
            "from statements group by 1"
        )
    }
    checks = [
        Check("shapes", truth["shape_count"], len(found)),
        Check(
            "statement families",
            0,
            reader.row("select count(distinct fingerprint) as n from statements where fingerprint not in "
                       "(select fingerprint from fingerprints)")["n"],
        ),
    ]  # fmt: skip
    families: dict[str, set[str]] = {}
    for row in reader.rows("select distinct sql, fingerprint from statements"):
        families.setdefault(row["sql"], set()).add(row["fingerprint"])
    named = []
    for shape in truth["shapes"]:
        fingerprints = sorted(families.get(shape["example"], ()))
        name = f"shape {shape['shape']} ({shape['example'][:40]!r})"
        checks.append(Check(f"{name} has one fingerprint", 1, len(fingerprints)))
        named += fingerprints
        want = (shape["lines"], shape["calls"], shape["duration_us"])
        checks.append(Check(name, want, found.get(fingerprints[0]) if fingerprints else None))
    doubled = [fingerprint for fingerprint, times in Counter(named).items() if times > 1]
    checks.append(Check("fingerprints of two shapes", [], doubled))
    return checks


def _entries(reader: Reader, truth: dict[str, Any]) -> list[Check]:
    found = {
        row["severity"]: row["n"]
        for row in reader.rows("select severity, count(*) as n from log_entries group by 1")
    }
    expected: dict[str, int] = truth["entries_by_severity"]
    checks = [
        Check(f"entries {word}", expected.get(word), found.get(word))
        for word in sorted(expected.keys() | found.keys())
    ]
    words = {"DETAIL": "detail", "HINT": "hint", "CONTEXT": "context", "STATEMENT": "statement"}
    row = reader.row(
        "select "
        + ", ".join(f"count({column}) as {word}" for word, column in words.items())
        + " from log_entries"
    )
    checks += [Check(f"entries with {word}", truth["log_lines_by_word"][word], row[word]) for word in words]
    unparsed = reader.row("select sum(unparsed_entries)::bigint as n from coverage")["n"]
    return [*checks, Check("entries not understood", 0, unparsed)]


def _tables(reader: Reader, truth: dict[str, Row]) -> list[Check]:
    checks = []
    for table, numbers in truth.items():
        source = f"({MESSAGES[table]})" if table in MESSAGES else f'"{table}"'
        columns = [f"{_expression(name)} as c{n}" for n, name in enumerate(numbers)]
        row = reader.row(f"select {', '.join(columns)} from {source} as t")
        checks += [
            Check(f"{table} {name}", expected, row[f"c{n}"])
            for n, (name, expected) in enumerate(numbers.items())
        ]
    return checks


def _expression(name: str) -> str:
    if name == "rows":
        return "count(*)"
    if name.startswith("sum("):
        column = name[4:-1]
        return f"coalesce({SUMS.get(column, f'sum({column})')}, 0)::bigint"
    condition = CONDITIONS.get(name)
    if condition is None:
        column, value = name.split("=", 1)
        condition = f"{COLUMNS.get(column, column)} = '{value}'"
    return f"count(*) filter (where {condition})"

"""A snapshot in memory: every table of the store with its columns, filled with the rows of a case."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from aurorascope.insight.views import FOLDER
from aurorascope.store.duck import connect
from aurorascope.store.relations import KEPT
from aurorascope.store.rollup import ROLLUPS
from aurorascope.store.schemas import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

T0 = datetime(2026, 11, 19, 3, 0, 0, tzinfo=UTC)
TYPES: dict[str, str] = {
    "timestamp": "TIMESTAMPTZ",
    "json": "VARCHAR",
    "text": "VARCHAR",
    "text[]": "VARCHAR[]",
    "bigint[]": "BIGINT[]",
    "deadlock_participant[]": "STRUCT(pid BIGINT, lock VARCHAR, statement VARCHAR, fingerprint VARCHAR)[]",
}
LABELS = {"account": "local", "region": "local", "cluster": "local", "instance": "local"}
DEFAULTS: dict[str, dict[str, object]] = {
    "entries": {"engine": "postgresql", "severity": "LOG", "noise": False},
    "statements": {"engine": "postgresql", "phase": "statement", "calls": 1, "observed_by": "duration"},
}


def at(seconds: float) -> datetime:
    """Return the moment so many seconds after the first one of every case."""
    return T0 + timedelta(seconds=seconds)


class Memory:
    """What `run_view` is run on in these tests: plain DuckDB with the tables of the schemas."""

    def __init__(self) -> None:
        self.connection = connect(threads=2)
        self._offset = 0
        for table in TABLES.values():
            if not table.derived:
                columns = ", ".join(f'"{c.name}" {TYPES.get(c.type, c.type)}' for c in table.columns)
                self.connection.execute(f"CREATE TABLE {table.name} ({columns})")
        self._part("rolled_statements", "false")
        self._part("open_statements", "true")
        for table in TABLES.values():
            if table.derived:
                body = (FOLDER / f"{table.name}.sql").read_text(encoding="utf-8")
                self.connection.execute(f"CREATE VIEW {table.name} AS {body}")

    def add(self, table: str, *rows: Mapping[str, object]) -> Memory:
        """Add rows: labels, source and offset are filled in, `ts` may be seconds after the first moment."""
        names = TABLES[table].column_names
        schema = self.connection.sql(f"SELECT * FROM {table} LIMIT 0").to_arrow_table().schema
        filled: list[dict[str, Any]] = []
        for row in rows:
            self._offset += 100
            wanted = {**LABELS, "source": "s1", "offset": self._offset, **DEFAULTS.get(table, {}), **row}
            if table == "statements" and isinstance(wanted.get("duration_us"), int):
                begun = float(str(wanted["ts"])) - int(str(wanted["duration_us"])) / 1e6
                wanted.setdefault("started_at", begun)
            unknown = set(row) - set(names)
            assert not unknown, f"{table} has no {unknown}"
            filled.append({name: _moment(schema.field(name).type, wanted.get(name)) for name in names})
        batch = pa.Table.from_pylist(filled, schema=schema)
        self.connection.register("batch", batch)
        self.connection.execute(f"INSERT INTO {table} SELECT * FROM batch")
        self.connection.unregister("batch")
        return self

    def roll_up(self, predicate: str) -> Memory:
        """Roll up the statements that pass a predicate, as compaction does; the others stay open."""
        self._part("rolled_statements", predicate)
        self._part("open_statements", f"NOT ({predicate})")
        for table, make in ROLLUPS.items():
            names = ", ".join(TABLES[table].column_names)
            self.connection.execute(f"INSERT INTO {table} SELECT {names} FROM ({make('rolled_statements')})")
        return self

    def keep(self) -> Memory:
        """Make the rows of the costly derived tables once, as a snapshot of a store does."""
        for name in KEPT:
            self.connection.execute(f"CREATE TABLE kept_{name} AS SELECT * FROM {name}")
            self.connection.execute(f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM kept_{name}")
        return self

    def _part(self, name: str, predicate: str) -> None:
        self.connection.execute(
            f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM statements WHERE {predicate}"
        )

    def query(self, sql: str, params: Mapping[str, object] | None = None) -> pa.Table:
        """Run one SELECT with named values."""
        return self.connection.sql(sql, params=dict(params or {})).to_arrow_table()

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """Run a query and return its rows."""
        found: list[dict[str, Any]] = self.query(sql).to_pylist()
        return found


def _moment(kind: pa.DataType, value: object) -> object:
    return at(value) if pa.types.is_timestamp(kind) and isinstance(value, int | float) else value

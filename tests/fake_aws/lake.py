"""The data behind the fake Athena: a catalog of names, and the text it is sent, really run over a store.

The text is read as Trino's by sqlglot's own grammar, which our writer does not use, and said again for DuckDB;
what functions mean in Trino is written here as DuckDB macros, from Trino's documentation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from threading import RLock
from typing import Any

import duckdb
import sqlglot
from sqlglot import exp

from aurorascope.store.layout import stored_tables
from aurorascope.store.relations import SQL_TYPES
from aurorascope.store.store import Store

MACROS = """
create macro to_unixtime(x) as epoch(x);
create macro from_unixtime_nanos(x) as make_timestamptz(x // 1000);
create macro from_iso8601_timestamp_nanos(x) as cast(x as timestamptz);
create macro with_timezone(x, zone) as timezone(zone, x);
create macro json_parse(x) as cast(x as json);
create macro json_format(x) as cast(x as varchar);
create macro day_of_week(x) as isodow(x);
create macro element_at_list(x, i) as case when i < 1 then error('index 0') else x[i] end;
create macro array_join_(x, sep) as array_to_string(x, sep);
create macro cardinality_(x) as len(x);
create macro scalar_of(x, p) as case when json_type(x, p) in ('OBJECT', 'ARRAY') then null else json_extract_string(x, p) end;
"""
DAYS = re.compile(r"day BETWEEN CAST\('([0-9-]+)' AS DATE\) AND CAST\('([0-9-]+)' AS DATE\)")


class AthenaFails(Exception):  # noqa: N818 -- a query's own failure
    """A query fails; the text is its StateChangeReason."""


@dataclass
class Ran:
    """What a query gave: columns with Athena's types, rows as Athena's texts, the bytes that were read."""

    columns: list[tuple[str, str]] = field(default_factory=list)
    rows: list[list[str | None]] = field(default_factory=list)
    scanned: int = 0


@dataclass
class Lake:
    """One account's Glue catalog and the store that its Delta table lies over."""

    root: Path
    location: str = "s3://example-bucket/scope/"
    databases: dict[str, dict[str, str]] = field(default_factory=dict)
    cut_to_ms: bool = False
    output: str = "s3://example-results/athena/"
    engine: str = "Athena engine version 3"
    queued_looks: int = 0
    running_looks: int = 0
    running_bytes: int = 0
    texts: list[str] = field(default_factory=list)
    _lock: RLock = field(default_factory=RLock)

    def __post_init__(self) -> None:
        self._files = Store.open(self.root).snapshot().all_files
        self._connection = duckdb.connect()
        self._connection.execute("set TimeZone='UTC'")
        for macro in filter(str.strip, MACROS.split(";")):
            self._connection.execute(macro)
        self._seen: set[str] = set()

    def run(self, text: str, database: str) -> Ran:
        """Run one text as Athena would; AthenaFails says why not."""
        self.texts.append(text)
        with self._lock:
            words = text.split(None, 3)
            if words[0].upper() in {"CREATE", "DROP"}:
                return self._defined(text, database)
            return self._selected(text, database)

    def _defined(self, text: str, database: str) -> Ran:
        found = re.match(r"CREATE (DATABASE|SCHEMA) IF NOT EXISTS `?\"?(\w+)", text)
        if found:
            self.databases.setdefault(found[2], {})
            return Ran()
        found = re.match(
            r"CREATE EXTERNAL TABLE IF NOT EXISTS `(\w+)`\.`(\w+)`\s+LOCATION '([^']+)'\s+TBLPROPERTIES \('table_type' = 'DELTA'\)$",
            text,
        )
        if found:
            if found[1] not in self.databases:
                raise AthenaFails(
                    f"FAILED: SemanticException [Error 10072]: Database does not exist: {found[1]}"
                )
            if found[3] != self.location:
                raise AthenaFails(f"No Delta table at {found[3]}")
            self.databases[found[1]].setdefault(found[2], f"delta {found[3]}")
            return Ran()
        found = re.match(r'CREATE OR REPLACE VIEW "(\w+)"\."(\w+)" AS\n(.*)$', text, re.DOTALL)
        if found:
            ran = self._selected(f"{found[3]}\nLIMIT 0", database)
            del ran
            self.databases[found[1]][found[2]] = found[3]
            return Ran()
        raise AthenaFails(f"mismatched input: {text[:60]}")

    def _selected(self, text: str, database: str) -> Ran:
        tree = sqlglot.parse_one(text, dialect="trino")
        scanned = 0
        for select in list(tree.find_all(exp.Select)):
            source = select.args.get("from_")
            table = source.this if source is not None else None
            if not isinstance(table, exp.Table) or not table.db:
                continue
            held = self.databases.get(table.db, {}).get(table.name)
            if held is None:
                raise AthenaFails(
                    f"TABLE_NOT_FOUND: line 1:1: Table 'awsdatacatalog.{table.db}.{table.name}' does not exist"
                )
            if not held.startswith("delta "):
                table.replace(
                    exp.Subquery(this=sqlglot.parse_one(held, dialect="trino"), alias=table.args.get("alias"))
                )
                return self._selected(tree.sql("trino"), database)
            name = self._table(select)
            scanned += self._bytes(name, select.args["where"].sql("duckdb"))
            table.replace(exp.to_identifier(f"store__{name}"))
        tree = tree.transform(_for_duckdb)
        said = tree.sql("duckdb")
        try:
            relation: Any = self._connection.cursor().sql(said)
            answer = relation.to_arrow_table()
        except duckdb.Error as error:
            raise AthenaFails(f"GENERIC_INTERNAL_ERROR: {error}\n{said}") from error
        columns = [
            (name, _athena_type(kind)) for name, kind in zip(answer.column_names, relation.types, strict=True)
        ]
        rows = [[_text(value) for value in row] for row in _tuples(answer)]
        return Ran(columns, rows, scanned)

    def _table(self, select: exp.Select) -> str:
        """Return the one table whose partition a SELECT names, made known to DuckDB with all columns there are."""
        where = select.args.get("where")
        named = [
            one.right.name
            for one in (where.find_all(exp.EQ) if where is not None else ())
            if isinstance(one.left, exp.Column) and one.left.name == "tbl"
        ]
        if len(named) != 1:
            raise AthenaFails("the fake reads one partition of tbl for each reference")
        name = str(named[0])
        if name not in self._seen:
            self._connection.execute(f"create view store__{name} as {self._files_of(name)}")
            self._seen.add(name)
        return name

    def _files_of(self, name: str) -> str:
        kinds = {
            column.stored_name: SQL_TYPES[column.type]
            for table in stored_tables()
            for column in table.columns
        }
        paths = [str(self.root / file.path) for file in self._files if file.table == name]
        if not paths:
            columns = ", ".join(f'null::{kind} as "{column}"' for column, kind in kinds.items())
            return f"select {columns}, '{name}' as tbl, null::date as day, '' as \"$path\" where false"
        listed = ", ".join(f"'{path}'" for path in paths)
        source = f"read_parquet([{listed}], union_by_name=true, hive_partitioning=false, filename='$path')"
        there = {row[0] for row in self._connection.execute(f"describe select * from {source}").fetchall()}
        columns = []
        for column, kind in kinds.items():
            said = f'"{column}"' if column in there else f"null::{kind}"
            if self.cut_to_ms and kind.startswith("TIMESTAMP"):
                said = f"date_trunc('millisecond', {said})"
            columns.append(f'{said} as "{column}"')
        path = f"replace(\"$path\", '{self.root}/', '{self.location}') as \"$path\""
        day = "cast(regexp_extract(\"$path\", 'day=([0-9-]+)', 1) as date)"
        return f"select {', '.join(columns)}, '{name}' as tbl, {day} as day, {path} from {source}"

    def _bytes(self, name: str, where: str) -> int:
        near = DAYS.search(where)
        low, high = (
            (date.fromisoformat(near[1]), date.fromisoformat(near[2])) if near else (date.min, date.max)
        )
        return sum(
            file.size
            for file in self._files
            if file.table == name and (low <= file.day <= high or file.day == date(1970, 1, 1))
        )


def _for_duckdb(node: exp.Expression) -> exp.Expression:
    """Say for DuckDB what it calls otherwise or means otherwise."""
    if isinstance(node, exp.Div):
        # Trino divides whole numbers to whole numbers; our text divides doubles or cuts
        whole = not any(_is_double(side) for side in (node.left, node.right))
        return exp.Paren(this=exp.IntDiv(this=node.left, expression=node.right)) if whole else node
    if isinstance(node, exp.Struct) and not any(isinstance(one, exp.PropertyEQ) for one in node.expressions):
        return exp.Anonymous(this="row", expressions=node.expressions)
    if isinstance(node, exp.Format):
        return exp.Anonymous(this="printf", expressions=[node.this, *node.expressions])
    if isinstance(node, exp.Unnest) and len(node.expressions) > 1:
        columns = node.args["alias"].args["columns"]
        parts = [
            exp.alias_(exp.Explode(this=one), name.name)
            for one, name in zip(node.expressions, columns, strict=True)
        ]
        return exp.Subquery(
            this=exp.Select(expressions=parts), alias=exp.TableAlias(this=node.args["alias"].this)
        )
    if isinstance(node, exp.Anonymous):
        name = node.name.lower()
        if name in {"array_max", "array_min"}:
            return exp.Anonymous(this=f"list_{name[6:]}", expressions=node.expressions)
    return node


def _is_double(node: exp.Expression) -> bool:
    node = node.unnest()
    if isinstance(node, exp.Literal):
        return "e" in node.name.lower() or "." in node.name
    if isinstance(node, exp.Cast):
        return bool(node.is_type(exp.DType.DOUBLE))
    return False


def _athena_type(kind: Any) -> str:
    said = str(kind)
    base = said.partition("(")[0]
    if said.endswith("[]"):
        return "array"
    return {
        "BIGINT": "bigint", "INTEGER": "integer", "HUGEINT": "bigint", "UBIGINT": "bigint", "SMALLINT": "integer",
        "TINYINT": "integer", "DOUBLE": "double", "FLOAT": "double", "VARCHAR": "varchar", "BOOLEAN": "boolean",
        "DATE": "date", "TIMESTAMP": "timestamp", "TIMESTAMP WITH TIME ZONE": "timestamp with time zone",
        "DECIMAL": "decimal", "JSON": "json", "STRUCT": "row", '"NULL"': "varchar",
    }[base]  # fmt: skip


def _tuples(answer: Any) -> Iterator[tuple[Any, ...]]:
    columns = [column.to_pylist() for column in answer.columns]
    return iter(zip(*columns, strict=True)) if columns else iter(())


def _text(value: Any) -> str | None:
    """Return a value as Athena writes it into a result."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        zone = " UTC" if value.tzinfo is not None else ""
        moment = value.astimezone(UTC) if value.tzinfo is not None else value
        return moment.strftime("%Y-%m-%d %H:%M:%S.%f") + zone
    if isinstance(value, float):
        return {"inf": "Infinity", "-inf": "-Infinity", "nan": "NaN"}.get(repr(value), repr(value))
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)


__all__ = ["AthenaFails", "Lake", "Ran"]

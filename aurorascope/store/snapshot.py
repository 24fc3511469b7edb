"""One version of a store, read with SQL: every number taken from one snapshot agrees with the others."""

from __future__ import annotations

import weakref
from contextlib import suppress
from datetime import UTC
from threading import RLock
from typing import TYPE_CHECKING, Self

from aurorascope.store.delta import State
from aurorascope.store.duck import EngineError, arrow, connect, identifier, is_unreadable, lacks_table
from aurorascope.store.errors import StoreError
from aurorascope.store.gate import Limits, run
from aurorascope.store.layout import NO_DAY
from aurorascope.store.relations import (
    definition,
    kept_tables,
    mentioned,
    paths_by_relation,
    read_by,
    relation_names,
)
from aurorascope.store.schemas import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime
    from types import TracebackType

    import duckdb
    import pyarrow as pa

    from aurorascope.store.layout import DataFile
    from aurorascope.store.place import Place


class Snapshot:
    """One version. Threads may share it: every call has a cursor of its own.

    `between` gives the same version with the files of some days only, which is what makes a page over a few
    days of a long store quick.
    """

    def __init__(self, place: Place, state: State, instance: Instance | None = None) -> None:
        self.version = state.version
        self.place = place
        self._files = state.files
        self._paths = paths_by_relation((file.table, file.path) for file in state.files)
        self._instance = instance or Instance()
        self._schema = self._instance.add_schema()
        weakref.finalize(self, self._instance.drop_schema, self._schema).atexit = False
        self._created: set[str] = set()
        self._lock = RLock()
        self._kept: set[str] = set()
        self._keeping = RLock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the snapshot as it is: others may share it; the last one to drop it closes it."""

    @property
    def address(self) -> str:
        """Where the store is; with `version` it says what an answer is true of."""
        return self.place.address

    @property
    def tables(self) -> tuple[str, ...]:
        """Names that a query may read, tables and shared views."""
        return tuple(sorted(relation_names()))

    @property
    def all_files(self) -> tuple[DataFile, ...]:
        """The files of this snapshot."""
        return self._files

    def files(self, table: str) -> list[DataFile]:
        """Return the files of a table in this snapshot."""
        return [file for file in self._files if file.table == table]

    def query(self, sql: str, params: Sequence[object] | Mapping[str, object] = ()) -> pa.Table:
        """Run a query of ours; values are bound (`?` or `$name`), never put into the text."""
        names = read_by(sql)
        try:
            try:
                return self._asked(names, sql, params)
            except EngineError as error:
                more = mentioned(sql)
                if set(more) <= set(names) or not (lacks_table(error) or is_unreadable(error)):
                    raise
                return self._asked(more, sql, params)
        except EngineError as error:
            if not is_unreadable(error):
                raise
            raise StoreError(
                f"a file of the store cannot be read ({str(error).splitlines()[0]}): "
                "`aurorascope store check` names what is wrong"
            ) from error

    def _asked(
        self, names: Sequence[str], sql: str, params: Sequence[object] | Mapping[str, object]
    ) -> pa.Table:
        paths = self._paths_of(names)
        with self.place.holding(paths, self._size_of(paths)):
            self._create(names)
            self._keep(kept_tables(sql))
            with self._instance.cursor(self._schema) as cursor:
                return arrow(cursor, sql, params)

    def _paths_of(self, names: Sequence[str]) -> list[str]:
        return list(dict.fromkeys(path for name in names for path in self._paths.get(name, ())))

    def _size_of(self, paths: Sequence[str]) -> int:
        if not self.place.far:
            return 0
        wanted = set(paths)
        return sum(file.size for file in self._files if file.path in wanted)

    def holding(self, tables: Sequence[str]) -> AbstractContextManager[None]:
        """Have the files of these tables under `place.root` until the end of the block."""
        return self.place.holding([file.path for file in self._files if file.table in tables])

    def guarded(self, sql: str, *, limits: Limits | None = None) -> pa.Table:
        """Run SQL from outside through the gate: one SELECT; QueryRefused says in a sentence why not."""
        return run(self.place, self._files, sql, limits or Limits())

    def between(self, begin: datetime, end: datetime) -> Snapshot:
        """Return the same version with only the files that hold rows of [begin, end].

        Tables of events (their time is `ts`) are cut; tables of what holds over time (topology, settings,
        fingerprints, coverage) stay whole.
        """
        first, last = begin.astimezone(UTC).date(), end.astimezone(UTC).date()
        files = tuple(
            file
            for file in self._files
            if TABLES[file.table].time != "ts" or file.day == NO_DAY or first <= file.day <= last
        )
        if len(files) == len(self._files):
            return self
        return Snapshot(self.place, State(self.version, files), self._instance)

    def _keep(self, names: Sequence[str]) -> None:
        """Make the rows of a derived table once; who asks meanwhile waits for them."""
        for name in names:
            with self._keeping:
                if name in self._kept:
                    continue
                with self._instance.cursor(self._schema) as cursor:
                    cursor.execute(f"create or replace table kept_{name} as select * from {identifier(name)}")
                    cursor.execute(f"create or replace view {identifier(name)} as select * from kept_{name}")
                self._kept.add(name)

    def _create(self, names: Sequence[str]) -> None:
        """Create the views a query needs: few queries need more than three of them."""
        with self._lock:
            missing = [name for name in names if name not in self._created]
            if not missing:
                return
            with self._instance.cursor(self._schema) as cursor:
                for name in missing:
                    select = definition(name, self._paths.get(name, []), self.place.root, cursor)
                    cursor.execute(f"create or replace view {identifier(name)} as {select}")
                    self._created.add(name)


class Instance:
    """One DuckDB instance of one version, with a schema for each range of days."""

    def __init__(self) -> None:
        self._connection = connect()
        self._lock = RLock()
        self._count = 0

    def drop_schema(self, name: str) -> None:
        """Forget a range that nobody holds any more; a long-running server sees many."""
        with self._lock, suppress(EngineError):
            self._connection.cursor().execute(f"drop schema if exists {name} cascade")

    def add_schema(self) -> str:
        """Make a schema for the views of one range, and return its name."""
        with self._lock:
            self._count += 1
            name = f"range_{self._count}"
            self._connection.execute(f"create schema {name}")
            return name

    def cursor(self, schema: str) -> duckdb.DuckDBPyConnection:
        """Return a cursor that finds the views of a range by their bare names."""
        with self._lock:
            cursor = self._connection.cursor()
        cursor.execute(f"set schema='{schema}'")
        return cursor

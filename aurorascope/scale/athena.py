"""Versions of a store whose queries Athena answers: what pages, reports and `sql` ask with `--engine athena`.

Which files there are, and of which version, is read from the store itself, as always; the rows are read by
Athena from the registered table. It reads the newest version at each query: it cannot be told an older one.
"""

from __future__ import annotations

from datetime import UTC, date
from typing import TYPE_CHECKING, Any

from aurorascope.scale.decoding import table as decoded
from aurorascope.scale.queries import translate
from aurorascope.store.errors import QueryRefused
from aurorascope.store.snapshot import Snapshot
from aurorascope.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    import pyarrow as pa

    from aurorascope.scale.queries import Translated
    from aurorascope.scale.relations import Days
    from aurorascope.scale.running import Runner
    from aurorascope.store.gate import Limits
    from aurorascope.store.layout import DataFile

TABLE = "store"


class AthenaSnapshot(Snapshot):
    """One version by its files; its rows come from Athena. Threads may share it."""

    def __init__(self, base: Snapshot, runner: Runner, source: str, days: Days = (None, None)) -> None:
        self.version = base.version
        self._base = base
        self._runner = runner
        self._source = source
        self._days = days

    def __getattr__(self, name: str) -> Any:
        """Return what only the store's own log knows: where it is, its files."""
        return getattr(self.__dict__["_base"], name)

    @property
    def all_files(self) -> tuple[DataFile, ...]:
        """The files of this snapshot."""
        return self._base.all_files

    def files(self, table: str) -> list[DataFile]:
        """Return the files of a table in this snapshot."""
        return self._base.files(table)

    def query(self, sql: str, params: Sequence[object] | Mapping[str, object] = ()) -> pa.Table:
        """Run a query of ours on Athena; NotInSubset says what in it Athena could not answer exactly."""
        return self._answered(self.translated(sql, params), None)

    def guarded(self, sql: str, *, limits: Limits | None = None) -> pa.Table:
        """Run SQL from outside: one SELECT in DuckDB's dialect, as far as it has an exact form."""
        found = self._answered(self.translated(sql), limits.seconds if limits else None)
        if limits is not None and found.num_rows > limits.rows:
            raise QueryRefused(
                f"the query gives more than {limits.rows:,} rows: add a LIMIT, or raise --rows"
            )
        return found

    def translated(self, sql: str, params: Sequence[object] | Mapping[str, object] = ()) -> Translated:
        """Return the text that Athena is sent for a query."""
        return translate(sql, params, engine="athena", source=self._source, days=self._days)

    def between(self, begin: datetime, end: datetime) -> Snapshot:
        """Return the same version with only the partitions that hold rows of [begin, end]."""
        first, last = begin.astimezone(UTC).date(), end.astimezone(UTC).date()
        return AthenaSnapshot(
            self._base.between(begin, end), self._runner, self._source, _narrower(self._days, (first, last))
        )

    def at_most(self, asked: Translated) -> int:
        """Return the bytes that a text can read at most: whole files, as often as they are named."""
        return sum(
            file.size * asked.scans[table] for table in asked.scans for file in self._read(table, asked.days)
        )

    def _read(self, relation: str, days: Mapping[str, Days]) -> list[DataFile]:
        from aurorascope.scale.relations import table_of
        from aurorascope.store.layout import NO_DAY

        first, last = days.get(relation, (None, None))
        return [
            file
            for file in self._base.files(table_of(relation))
            if file.day == NO_DAY or ((first or date.min) <= file.day <= (last or date.max))
        ]

    def _answered(self, asked: Translated, seconds: float | None) -> pa.Table:
        found = self._runner.run(asked.text, at_most=self.at_most(asked), seconds=seconds)
        columns = [(name, kind) for (name, _), (_, kind) in zip(asked.columns, found.columns, strict=True)]
        return decoded(columns, found.rows, asked.nested)


class AthenaStore(Store):
    """A store whose snapshots Athena answers; everything else is the store's own."""

    keeps_versions = False

    def __init__(self, base: Store, runner: Runner, source: str) -> None:
        self.__dict__.update(base.__dict__)
        self._base_store, self._runner, self._source = base, runner, source

    def snapshot(self) -> Snapshot:
        """Return the newest version to read."""
        return AthenaSnapshot(self._base_store.snapshot(), self._runner, self._source)


def _narrower(days: Days, more: Days) -> Days:
    first = max(filter(None, [days[0], more[0]]), default=None)
    last = min(filter(None, [days[1], more[1]]), default=None)
    return first, last

"""The Delta log of one store. The only module that knows deltalake, and it imports nothing heavier.

Only adds and removes of whole files are ever committed, each commit with the positions of its sources as
application transactions. A position is read at a version, and committed from that same version (`based_on`):
delta-rs accepts a position that repeats or goes back, so each commit also names its sources in its
information, and a commit whose source was moved since `based_on` is refused here. What comes between that
look and the commit itself, delta-rs refuses; then we look again.
"""

from __future__ import annotations

import json
import random
import time
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from threading import RLock
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from deltalake import CommitProperties, DeltaTable, Field, Schema, Transaction
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError
from deltalake.transaction import AddAction, RemoveAction

from aurorascope.store.errors import CommitConflict, NotCommitted, StoreError, no_store
from aurorascope.store.layout import DataFile, stored_tables, time_column
from aurorascope.store.log_memory import Positions, removed_at_checkpoint, removed_by
from aurorascope.store.place import LOG_FOLDER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aurorascope.model.table import ColumnType
    from aurorascope.store.place import Place

FORMAT = 1
FORMAT_KEY = "aurorascope.format"
PARTITIONS = ["tbl", "day"]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
COMMIT_KEY = "aurorascope.commit"
SOURCES_KEY = "aurorascope.sources"
# Delta-rs refuses a plain append beside any remove, and there may be many of both.
ATTEMPTS = 200

PARTICIPANT = {
    "type": "struct",
    "fields": [
        {"name": name, "type": kind, "nullable": True, "metadata": {}}
        for name, kind in (
            ("pid", "long"),
            ("lock", "string"),
            ("statement", "string"),
            ("fingerprint", "string"),
        )
    ],
}
DELTA_TYPES: dict[ColumnType, Any] = {
    "timestamp": "timestamp",
    "date": "date",
    "bigint": "long",
    "double": "double",
    "boolean": "boolean",
    "text": "string",
    "json": "string",
    "text[]": {"type": "array", "elementType": "string", "containsNull": True},
    "bigint[]": {"type": "array", "elementType": "long", "containsNull": True},
    "deadlock_participant[]": {"type": "array", "elementType": PARTICIPANT, "containsNull": True},
}


@dataclass(frozen=True, slots=True)
class State:
    """One version of the table and the files it is made of."""

    version: int
    files: tuple[DataFile, ...]


def _fields() -> dict[str, Field]:
    """Every stored column of every table once, the partition columns first."""
    types: dict[str, Any] = {"tbl": "string", "day": "date"}
    for table in stored_tables():
        types.update({column.stored_name: DELTA_TYPES[column.type] for column in table.columns})
    return {
        name: Field.from_json(json.dumps({"name": name, "type": kind, "nullable": True, "metadata": {}}))
        for name, kind in types.items()
    }


def _stats(file: DataFile, column: str) -> str:
    stats: dict[str, Any] = {"numRecords": file.rows}
    if file.min_ts is not None and file.max_ts is not None:
        stats["minValues"] = {column: _iso(file.min_ts)}
        stats["maxValues"] = {column: _iso(file.max_ts)}
    return json.dumps(stats)


def _iso(microseconds: int) -> str:
    moment = EPOCH + timedelta(microseconds=microseconds)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0")


def _microseconds(moment: datetime | None) -> int | None:
    return None if moment is None else (moment - EPOCH) // timedelta(microseconds=1)


def _partition(file: DataFile) -> dict[str, str | None]:
    return {"tbl": file.table, "day": file.day.isoformat()}


class DeltaLog:
    """The log of the store in one place; safe to share between threads."""

    def __init__(self, place: Place, table: DeltaTable, options: Mapping[str, str]) -> None:
        self.place = place
        self._table = table
        self._options = options
        self._lock = RLock()
        self._state: State | None = None
        self._positions = Positions(place)

    @classmethod
    def create(cls, place: Place, *, redacted: bool) -> DeltaLog:
        """Make the table; StoreError where one exists."""
        times = sorted({time_column(table) for table in stored_tables()})
        address, options = place.delta()
        try:
            table = DeltaTable.create(
                address,
                Schema(list(_fields().values())),
                partition_by=PARTITIONS,
                name="aurorascope",
                description="Aurora logs and metrics; every table is the files of one value of tbl.",
                configuration={
                    FORMAT_KEY: str(FORMAT),
                    "aurorascope.redacted": str(redacted).lower(),
                    "delta.checkpointInterval": "20",
                    "delta.enableDeletionVectors": "false",
                    "delta.columnMapping.mode": "none",
                    "delta.dataSkippingStatsColumns": ",".join(times),
                },
                storage_options=options,
                raise_if_key_not_exists=False,
            )
        except (DeltaError, OSError) as error:
            if place.has_store():
                raise StoreError(
                    f"{place.address} holds a table already: open it instead of creating it"
                ) from error
            why = place.why(error)
            raise StoreError(f"no store could be made at {place.address}: {_told(why)}") from why
        return cls(place, table, options)

    @classmethod
    def open(cls, place: Place) -> DeltaLog:
        """Open the table; StoreError where there is none, or one that is not ours or of a newer format."""
        address, options = place.delta()
        try:
            table = DeltaTable(address, storage_options=options)
        except TableNotFoundError as error:
            raise StoreError(no_store(address)) from error
        except (DeltaError, OSError) as error:
            why = place.why(error)
            raise StoreError(f"the store at {address} cannot be opened: {_told(why)}") from why
        found = table.metadata().configuration.get(FORMAT_KEY, "")
        if not found.isdecimal():
            raise StoreError(
                f"{address} holds a Delta table that aurorascope did not make: name another folder"
            )
        if int(found) > FORMAT:
            raise StoreError(
                f"the store at {address} has format {found}, this program reads {FORMAT}: install a newer one"
            )
        return cls(place, table, options)

    @property
    def redacted(self) -> bool:
        """True where the store was made to hold redacted text only."""
        with self._lock:
            return self._table.metadata().configuration.get("aurorascope.redacted") == "true"

    def version(self) -> int:
        """Return the newest version."""
        with self._lock:
            self._refresh()
            return self._table.version()

    def position(self, source: str) -> int | None:
        """Return the newest version that was committed for an application id; None when there is none."""
        with self._lock:
            self._refresh()
            if self.place.far:
                return self._positions.at(self._table.version()).get(source)
            return self._table.transaction_version(source)

    def state(self) -> State:
        """Return the newest version with its files; the same object while nothing was committed."""
        with self._lock:
            self._refresh()
            if self._state is None or self._state.version != self._table.version():
                self._state = _read_state(self._table)
            return self._state

    def commit(
        self,
        files: Sequence[DataFile],
        *,
        removes: Sequence[str] = (),
        positions: Mapping[str, int] | None = None,
        based_on: int | None = None,
        metadata: Mapping[str, str] | None = None,
        data_change: bool = True,
    ) -> int:
        """Commit adds, removes and positions as one version, and return it.

        CommitConflict when one of the positions or removed files was touched since `based_on`. Only
        after NotCommitted (a conflict is one) is it certain that no version names the new files.
        """
        with self._lock:
            self._refresh()
            self._widen()
            based_on = self._table.version() if based_on is None else based_on
            for attempt in range(ATTEMPTS):
                base = self._table.version()
                self._prove_untouched(positions or {}, based_on)
                landed = self._try(files, removes, positions or {}, metadata or {}, data_change=data_change)
                if landed is not None:
                    return landed
                based_on = base
                time.sleep(random.uniform(0, 0.002 * attempt))  # noqa: S311 - spreads writers, no secret
        raise NotCommitted(
            f"the commit to {self.place.address} was overtaken {ATTEMPTS} times, nothing was changed"
        )

    def _try(
        self,
        files: Sequence[DataFile],
        removes: Sequence[str],
        positions: Mapping[str, int],
        metadata: Mapping[str, str],
        *,
        data_change: bool,
    ) -> int | None:
        """Commit at the newest version; None when another commit came between and ours may still hold."""
        base = self._table.version()
        mark = uuid4().hex
        actions = _removes(removes, self._table, data_change) + _adds(files, data_change)
        said = {**metadata, COMMIT_KEY: mark, SOURCES_KEY: json.dumps(sorted(positions))}
        try:
            self._table.create_write_transaction(
                actions,
                "append",
                self._table.schema(),
                PARTITIONS,
                commit_properties=CommitProperties(
                    custom_metadata=said, app_transactions=_transactions(positions)
                ),
            )
        except (DeltaError, OSError) as error:
            # The commit may have landed and only the checkpoint after it failed (a full disk): to drop
            # the files then would lose rows that the log names.
            landed = self._find(mark, base)
            if landed is not None:
                return landed
            if isinstance(error, CommitFailedError) and self._table.version() > base:
                return None
            why = self.place.why(error)
            raise NotCommitted(
                f"the commit to {self.place.address} failed, nothing was changed: {_told(why)}"
            ) from why
        landed = self._find(mark, base)
        if landed is None:
            raise StoreError(f"the commit to {self.place.address} cannot be found in its log")
        return landed

    def removed(self) -> dict[str, float]:
        """Return when files were taken out (seconds since 1970), as far as the log remembers: a week."""
        with self._lock:
            self._refresh()
            version = self._table.version()
        checkpoint, found = removed_at_checkpoint(self.place)
        for number in range(checkpoint + 1, version + 1):
            text = self.place.read(f"{LOG_FOLDER}/{number:020}.json")
            found |= {} if text is None else removed_by(text)
        return found

    def _prove_untouched(self, positions: Mapping[str, int], since: int) -> None:
        """Raise CommitConflict where a commit after `since` moved a position, also to what it was."""
        newer = range(since + 1, self._table.version() + 1)
        for version in newer if positions else ():
            said = self._said(version)
            if said is None:
                raise CommitConflict(
                    f"the log of {self.place.address} no longer reaches back to version {since}"
                )
            moved = set(json.loads(said.get(SOURCES_KEY, "[]"))) & set(positions)
            if moved:
                raise CommitConflict(
                    f"another run committed {min(moved)} first, as version {version}: go on from it"
                )

    def _said(self, version: int) -> dict[str, Any] | None:
        """Return what the commit of a version said of itself; None where the log no longer has it.

        delta-rs' own `history` reads all versions since the last checkpoint each time, and holds Python's
        lock meanwhile.
        """
        text = self.place.read(f"{LOG_FOLDER}/{version:020}.json")
        if text is None:
            return None
        for line in text.splitlines():
            if line.startswith(b'{"commitInfo"'):
                found: dict[str, Any] = json.loads(line)["commitInfo"]
                return found
        return {}

    def _refresh(self) -> None:
        address, options = self.place.delta()
        try:
            if options != self._options:  # the credentials were renewed
                self._table, self._options = DeltaTable(address, storage_options=options), options
            else:
                self._table.update_incremental()
        except (DeltaError, OSError) as error:
            why = self.place.why(error)
            raise StoreError(f"the log of the store at {address} cannot be read: {_told(why)}") from why

    def widen(self) -> tuple[str, ...]:
        """Add the columns that this version knows and the table does not; return their names."""
        with self._lock:
            self._refresh()
            known = {field.name for field in self._table.schema().fields}
            self._widen()
            return tuple(name for name in _fields() if name not in known)

    def _widen(self) -> None:
        """Add the columns that this version knows and the table does not, for other readers of the table."""
        known = {field.name for field in self._table.schema().fields}
        missing = [field for name, field in _fields().items() if name not in known]
        if not missing:
            return
        try:
            self._table.alter.add_columns(missing)
        except DeltaError:
            self._refresh()
            if any(name not in {field.name for field in self._table.schema().fields} for name in _fields()):
                raise
        self._refresh()

    def _find(self, mark: str, base: int) -> int | None:
        """Return the version that carries `mark`, looking at what came after `base` only."""
        self._refresh()
        for version in range(base + 1, self._table.version() + 1):
            if (self._said(version) or {}).get(COMMIT_KEY) == mark:
                return version
        return None


def _told(why: Exception) -> str:
    """Return the reason in one line; delta-rs draws trees."""
    return " ".join(str(why).split())[:500]


def _transactions(positions: Mapping[str, int]) -> list[Transaction] | None:
    now = int(time.time() * 1000)
    return [Transaction(source, position, now) for source, position in positions.items()] or None


def _adds(files: Sequence[DataFile], data_change: bool) -> list[AddAction | RemoveAction]:
    columns = {table.name: time_column(table) for table in stored_tables()}
    now = int(time.time() * 1000)
    return [
        AddAction(file.path, file.size, _partition(file), now, data_change, _stats(file, columns[file.table]))
        for file in files
    ]


def _removes(paths: Sequence[str], base: DeltaTable, data_change: bool) -> list[AddAction | RemoveAction]:
    if not paths:
        return []
    live = {file.path: file for file in _read_state(base).files}
    gone = [path for path in paths if path not in live]
    if gone:
        raise CommitConflict(
            f"{len(gone)} of {len(paths)} files to replace left the store: another run replaced them"
        )
    now = int(time.time() * 1000)
    return [
        RemoveAction(path, data_change, now, live[path].size, _partition(live[path]))
        for path in dict.fromkeys(paths)
    ]


def _read_state(table: DeltaTable) -> State:
    actions = table.get_add_actions(flatten=True)
    names = set(actions.column_names)

    def values(name: str) -> list[Any]:
        return list(actions.column(name).to_pylist())

    files = [
        DataFile(path, size, name, day if isinstance(day, date) else date.fromisoformat(day), rows or 0)
        for path, size, rows, name, day in zip(
            values("path"),
            values("size_bytes"),
            values("num_records"),
            values("partition.tbl"),
            values("partition.day"),
            strict=True,
        )
    ]
    for column in sorted({time_column(stored) for stored in stored_tables()}):
        if f"min.{column}" not in names or f"max.{column}" not in names:
            continue
        for index, (low, high) in enumerate(
            zip(values(f"min.{column}"), values(f"max.{column}"), strict=True)
        ):
            if low is not None and high is not None:
                files[index] = replace(files[index], min_ts=_microseconds(low), max_ts=_microseconds(high))
    return State(table.version(), tuple(sorted(files, key=lambda file: file.path)))

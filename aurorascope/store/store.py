"""The store: create, open, write, commit, read. Importing it loads none of the engines behind it."""

from __future__ import annotations

from threading import RLock
from typing import TYPE_CHECKING, Self

from aurorascope.store.errors import StoreError, no_store
from aurorascope.store.place import LOG_FOLDER, Folder, place_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from os import PathLike
    from pathlib import Path

    import pandas as pd

    from aurorascope.store.delta import DeltaLog
    from aurorascope.store.layout import DataFile
    from aurorascope.store.place import Place
    from aurorascope.store.snapshot import Snapshot
    from aurorascope.store.writer import Writer

__all__ = ["LOG_FOLDER", "Store", "has_store"]


def has_store(where: str | PathLike[str]) -> bool:
    """Say whether there is a store at a folder or an address of S3."""
    return place_of(where).has_store()


class Store:
    """One Delta table behind every view. Threads may share a store; processes open their own."""

    def __init__(self, place: Place, log: DeltaLog) -> None:
        self.place = place
        self._log = log
        self._lock = RLock()
        self._snapshot: Snapshot | None = None

    @classmethod
    def create(cls, path: str | PathLike[str], *, redacted: bool = False) -> Self:
        """Make a new store; StoreError where one exists or the folder or prefix holds other things."""
        from aurorascope.store.delta import DeltaLog

        place = place_of(path)
        if place.has_store():
            raise StoreError(f"there is a store at {place.address} already: open it, or name another folder")
        place.make()
        return cls(place, DeltaLog.create(place, redacted=redacted))

    @classmethod
    def open(cls, path: str | PathLike[str]) -> Self:
        """Open a store; StoreError where there is none, or it is not ours, or newer than this program."""
        from aurorascope.store.delta import DeltaLog

        place = place_of(path)
        if not place.has_store():
            raise StoreError(no_store(place.address))
        return cls(place, DeltaLog.open(place))

    @classmethod
    def open_or_create(cls, path: str | PathLike[str], *, redacted: bool | None = None) -> Self:
        """Open a store, or make one; StoreError where `redacted` is not what the store was made with."""
        place = place_of(path)
        if not place.has_store():
            try:
                return cls.create(path, redacted=bool(redacted))
            except StoreError:
                if not place.has_store():  # else: another process made it at the same moment
                    raise
        store = cls.open(path)
        if redacted is not None and redacted != store.redacted:
            kind, other = ("redacted", "with literals") if store.redacted else ("with literals", "redacted")
            raise StoreError(
                f"the store at {place.address} was made {kind}, it cannot take rows {other}: "
                "name another folder"
            )
        return store

    keeps_versions = True
    """Whether a snapshot goes on to answer from its own version while others write."""

    @property
    def address(self) -> str:
        """Where the store is: the absolute path of its folder, or its s3:// address."""
        return self.place.address

    @property
    def path(self) -> Path:
        """The folder of a store on this machine; StoreError for one in S3 (see `place`)."""
        if isinstance(self.place, Folder):
            return self.place.root
        raise StoreError(f"{self.address} is no folder")

    @property
    def redacted(self) -> bool:
        """True where the store holds redacted text only; said when it was made."""
        return self._log.redacted

    def writer(
        self, run: str, labels: Mapping[str, str], *, worker: int = 0, row_group_rows: int | None = None
    ) -> Writer:
        """Return a writer of files for this store; workers elsewhere make their own from the path."""
        from aurorascope.store.writer import ROW_GROUP_ROWS, Writer

        return Writer(self.place, run, labels, worker=worker, row_group_rows=row_group_rows or ROW_GROUP_ROWS)

    def commit(
        self,
        files: Sequence[DataFile],
        *,
        removes: Sequence[str] = (),
        positions: Mapping[str, int] | None = None,
        based_on: int | None = None,
        metadata: Mapping[str, str] | None = None,
    ) -> int:
        """Make files part of the store, take others out, move positions: all or nothing, one version.

        `based_on` is the version at which the positions were read. CommitConflict when a position or a file
        in `removes` was touched by somebody else since: delete the files, read again, go on from there.
        Delete them after NotCommitted (a conflict is one) only: after anything else, Ctrl-C too, the commit
        may have landed, and `check` clears away what no version names.
        """
        return self._log.commit(
            files, removes=removes, positions=positions, based_on=based_on, metadata=metadata
        )

    def position(self, source: str) -> int | None:
        """Return the position committed for a source; None when it is new."""
        return self._log.position(source)

    def version(self) -> int:
        """Return the newest version."""
        return self._log.version()

    def snapshot(self) -> Snapshot:
        """Return the newest version to read; shared between callers while nothing is committed."""
        from aurorascope.store.snapshot import Snapshot

        with self._lock:
            state = self._log.state()
            if self._snapshot is None or self._snapshot.version != state.version:
                self._snapshot = Snapshot(self.place, state)
            return self._snapshot

    def widen(self) -> tuple[str, ...]:
        """Add the columns that this version knows and the table does not; return their names."""
        return self._log.widen()

    def files(self) -> tuple[DataFile, ...]:
        """Return the files of the newest version."""
        return self._log.state().files

    def removed(self) -> dict[str, float]:
        """Return when files were taken out (seconds since 1970), as far as the log remembers: a week."""
        return self._log.removed()

    def sql(self, query: str, params: Sequence[object] | Mapping[str, object] = ()) -> pd.DataFrame:
        """Return the rows of a query over the newest version as a pandas frame."""
        frame: pd.DataFrame = self.snapshot().query(query, params).to_pandas()
        return frame

    def table(self, name: str) -> pd.DataFrame:
        """Return all rows of a table or shared view as a pandas frame; KeyError names those there are."""
        snapshot = self.snapshot()
        if name not in snapshot.tables:
            raise KeyError(f"there is no table {name!r}; there are {', '.join(snapshot.tables)}")
        return self.sql(f'select * from "{name}"')

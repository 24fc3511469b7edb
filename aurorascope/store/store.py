"""The store: create, open, write, commit, read. Importing it loads none of the engines behind it."""

from __future__ import annotations

from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Self

from aurorascope.store.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from os import PathLike

    import pandas as pd

    from aurorascope.store.delta import DeltaLog
    from aurorascope.store.layout import DataFile
    from aurorascope.store.snapshot import Snapshot
    from aurorascope.store.writer import Writer

LOG_FOLDER = "_delta_log"
# DuckDB reads these in a path as a pattern, so a folder so named would read its neighbours' files.
PATTERN_SIGNS = "*?[]"


class Store:
    """One Delta table behind every view. Threads may share a store; processes open their own."""

    def __init__(self, path: Path, log: DeltaLog) -> None:
        self.path = path
        self._log = log
        self._lock = RLock()
        self._snapshot: Snapshot | None = None

    @classmethod
    def create(cls, path: str | PathLike[str], *, redacted: bool = False) -> Self:
        """Make a new store; StoreError where one exists or the folder holds other things."""
        from aurorascope.store.delta import DeltaLog

        root = _root(path)
        if (root / LOG_FOLDER).exists():
            raise StoreError(f"there is a store at {root} already: open it, or name another folder")
        try:
            if root.exists() and any(root.iterdir()):
                raise StoreError(f"{root} is not empty and holds no store: name a new or an empty folder")
            root.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"no store can be made at {root}: {error.strerror or error}") from error
        return cls(root, DeltaLog.create(root, redacted=redacted))

    @classmethod
    def open(cls, path: str | PathLike[str]) -> Self:
        """Open a store; StoreError where there is none, or it is not ours, or newer than this program."""
        from aurorascope.store.delta import DeltaLog

        root = _root(path)
        return cls(root, DeltaLog.open(root))

    @classmethod
    def open_or_create(cls, path: str | PathLike[str], *, redacted: bool | None = None) -> Self:
        """Open a store, or make one; StoreError where `redacted` is not what the store was made with."""
        root = _root(path)
        if not (root / LOG_FOLDER).exists():
            try:
                return cls.create(root, redacted=bool(redacted))
            except StoreError:
                if not (root / LOG_FOLDER).exists():  # else: another process made it at the same moment
                    raise
        store = cls.open(root)
        if redacted is not None and redacted != store.redacted:
            kind, other = ("redacted", "with literals") if store.redacted else ("with literals", "redacted")
            raise StoreError(
                f"the store at {root} was made {kind}, it cannot take rows {other}: name another folder"
            )
        return store

    @property
    def redacted(self) -> bool:
        """True where the store holds redacted text only; said when it was made."""
        return self._log.redacted

    def writer(
        self, run: str, labels: Mapping[str, str], *, worker: int = 0, row_group_rows: int | None = None
    ) -> Writer:
        """Return a writer of files for this store; workers elsewhere make their own from the path."""
        from aurorascope.store.writer import ROW_GROUP_ROWS, Writer

        return Writer(self.path, run, labels, worker=worker, row_group_rows=row_group_rows or ROW_GROUP_ROWS)

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
                self._snapshot = Snapshot(self.path, state)
            return self._snapshot

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


def _root(path: str | PathLike[str]) -> Path:
    text = str(path)
    if "://" in text:
        raise StoreError(f"{text}: a store is a local folder here; object storage is not supported yet")
    root = Path(text).expanduser().absolute()
    if any(sign in str(root) for sign in PATTERN_SIGNS):
        raise StoreError(f"{root}: the path of a store must not hold any of * ? [ ]: name another folder")
    return root

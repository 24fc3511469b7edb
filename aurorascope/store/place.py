"""Where a store lies: a folder, or a bucket. What readers, writers and upkeep need of either, and no more.

Data files are written once, under names nobody else uses, and never changed: so a file that was read from a
bucket may be kept beside (`store/bucket.py`), and every engine reads local files only.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from aurorascope.model.errors import BadRequestError
from aurorascope.store.errors import StoreError, of_the_system

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from contextlib import AbstractContextManager

LOG_FOLDER = "_delta_log"
# DuckDB reads these in a path as a pattern, so a folder so named would read its neighbours' files.
PATTERN_SIGNS = "*?[]"


class Lying(NamedTuple):
    """A file that lies in a store: its path there, its size, when it was written (seconds since 1970)."""

    path: str
    size: int
    modified: float


class Place(Protocol):
    """A folder or a bucket. Paths are those of `DataFile`, relative to the store."""

    @property
    def address(self) -> str:
        """Where it is, as people write it; every process can open it by that."""

    @property
    def far(self) -> bool:
        """True where a file has to be fetched before it is read."""

    @property
    def root(self) -> Path:
        """The folder under which files are read, while `holding` holds them."""

    @property
    def staging(self) -> Path:
        """The folder under which new files are written before they are published."""

    def delta(self) -> tuple[str, dict[str, str]]:
        """Return the address and the options for delta-rs; they change when credentials are renewed."""

    def has_store(self) -> bool:
        """Say whether a table lies there."""

    def make(self) -> None:
        """Get ready for a new table; StoreError where something else lies there."""

    def holding(self, paths: Collection[str], size: int = 0) -> AbstractContextManager[None]:
        """Have these files (of so many bytes) under `root` until the end of the block."""

    def publish(self, path: str) -> Callable[[], None]:
        """Make a finished file of `staging` a file of the store; what is returned waits until it is."""

    def drop(self, paths: Iterable[str]) -> None:
        """Delete files; one that is not there is as good."""

    def read(self, path: str) -> bytes | None:
        """Return what a file of the log holds; None where there is none."""

    def tail(self, path: str, size: int, count: int) -> bytes | None:
        """Return the last `count` bytes of a file of `size` bytes; None where it is not so long."""

    def listing(self, under: str) -> Iterator[Lying]:
        """Yield the files whose paths begin with `under`, in any order."""

    def why(self, error: Exception) -> Exception:
        """Return what stands behind an error of delta-rs: the refusal of the system or of AWS."""


class Folder:
    """A store on this machine: files are read and written where they lie."""

    far = False

    def __init__(self, path: Path) -> None:
        self.root = self.staging = path
        self.address = str(path)

    def delta(self) -> tuple[str, dict[str, str]]:
        """Return the path; a folder needs no options."""
        return self.address, {}

    def has_store(self) -> bool:
        """Say whether the folder holds a table."""
        return (self.root / LOG_FOLDER).exists()

    def make(self) -> None:
        """Make the folder; StoreError where it holds other things."""
        try:
            if self.root.exists() and any(self.root.iterdir()):
                raise StoreError(
                    f"{self.root} is not empty and holds no store: name a new or an empty folder"
                )
            self.root.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"no store can be made at {self.root}: {error.strerror or error}") from error

    @contextmanager
    def holding(self, paths: Collection[str], size: int = 0) -> Iterator[None]:  # noqa: ARG002 - they lie there
        """Files of a folder are there already."""
        yield

    def publish(self, path: str) -> Callable[[], None]:  # noqa: ARG002 - it lies there
        """A file of a folder is where it belongs once it is closed."""
        return _nothing

    def drop(self, paths: Iterable[str]) -> None:
        """Delete files."""
        for path in paths:
            (self.root / path).unlink(missing_ok=True)

    def read(self, path: str) -> bytes | None:
        """Return what a file holds."""
        try:
            return (self.root / path).read_bytes()
        except FileNotFoundError:
            return None

    def tail(self, path: str, size: int, count: int) -> bytes | None:
        """Return the end of a file."""
        begin = max(0, size - count)
        try:
            with (self.root / path).open("rb") as file:
                return os.pread(file.fileno(), size - begin, begin)
        except FileNotFoundError:
            return None

    def listing(self, under: str) -> Iterator[Lying]:
        """Yield files; a run may delete its own at this moment."""
        top = self.root / under.rpartition("/")[0]
        for folder, _, names in os.walk(top):
            for name in names:
                place = Path(folder, name)
                path = place.relative_to(self.root).as_posix()
                try:
                    found = place.stat()
                except FileNotFoundError:
                    continue
                if path.startswith(under):
                    yield Lying(path, found.st_size, found.st_mtime)

    def why(self, error: Exception) -> Exception:
        """Return the refusal of the system that delta-rs quotes."""
        return of_the_system(error)


def _nothing() -> None:
    return


def place_of(where: str | os.PathLike[str] | Place) -> Place:
    """Return the place of an address: `s3://bucket/prefix`, or a folder. Raises StoreError for another."""
    if not isinstance(where, str | os.PathLike):
        return where
    text = os.fspath(where)
    if text.startswith("s3:/"):
        from aurorascope.store.bucket import bucket_place

        try:
            # a Path of it lost one slash
            return bucket_place("s3://" + text[4:].lstrip("/"))
        except BadRequestError as error:
            raise StoreError(str(error)) from error
    if "://" in text:
        raise StoreError(f"{text}: a store is a folder or s3://bucket/prefix")
    root = Path(text).expanduser().absolute()
    if any(sign in str(root) for sign in PATTERN_SIGNS):
        raise StoreError(f"{root}: the path of a store must not hold any of * ? [ ]: name another folder")
    return Folder(root)

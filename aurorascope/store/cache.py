"""Files that were read from a bucket, kept on this machine up to a size; the longest unused go first.

A file of a store never changes and its name is never used again, so what is here is right as long as it is
whole: it is written under another name and renamed. Several processes share a folder. None deletes what was
used in the last minutes, as another may be reading it; if all of it is in use, the folder is larger than its
limit for a while.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections import Counter
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING
from uuid import uuid4

from aurorascope.model.errors import OutsideError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

IN_USE_S = 600.0
TOUCHED_S = 60.0  # how exactly the last use is known
LOOKED_SHARE = 20  # the folder is measured anew when a twentieth of its limit came in
LEFT_S = 2 * 86400.0  # what killed processes left is removed after so long


def cache_folder(chosen: str) -> Path:
    """Return the folder of what is kept: the one that was chosen, else the user's cache."""
    if chosen:
        return Path(chosen).expanduser().absolute()
    from platformdirs import user_cache_path

    return user_cache_path("aurorascope") / "s3"


class Cache:
    """The files of one store in a folder that stores share. Threads and processes may use it at once."""

    def __init__(self, folder: Path, name: str, limit: int) -> None:
        self.folder = _made(folder)
        self.root = self.folder / name
        self._limit = limit
        self._lock = Lock()
        self._pins: Counter[str] = Counter()
        self._used: dict[str, float] = {}
        self._since = 0
        self._sweep()

    @contextmanager
    def pinned(self, paths: Collection[str]) -> Iterator[list[str]]:
        """Hold files here; the ones that are yielded have to be brought first."""
        with self._lock:
            self._pins.update(paths)
        try:
            yield [path for path in paths if not self._here(path)]
        finally:
            with self._lock:
                self._pins.subtract(paths)
                for path in paths:
                    if self._pins[path] <= 0:
                        del self._pins[path]

    def take(self, path: str, write: Callable[[Path], object]) -> None:
        """Take in a file that `write` makes; who looks meanwhile sees none."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{uuid4().hex}.part")
        try:
            write(part)
            size = part.stat().st_size
            part.replace(target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        with self._lock:
            self._since += size

    def forget(self, path: str) -> None:
        """Delete a file that is here."""
        (self.root / path).unlink(missing_ok=True)

    def trim(self) -> None:
        """Delete what was unused for longest, where more is here than may be."""
        with self._lock:
            if self._since * LOOKED_SHARE < self._limit:
                return
            self._since = 0
        files = sorted(_files(self.folder))
        over = sum(size for _, size, _ in files) - self._limit
        now = time.time()
        for used, size, place in files:
            if over <= 0 or now - used < IN_USE_S:
                return
            with self._lock:
                pinned = (
                    place.is_relative_to(self.root) and place.relative_to(self.root).as_posix() in self._pins
                )
            if not pinned:
                place.unlink(missing_ok=True)
                over -= size

    def _here(self, path: str) -> bool:
        """Say whether a file is here, and note that it is used."""
        now = time.time()
        place = self.root / path
        try:
            if now - self._used.get(path, 0) > TOUCHED_S:
                os.utime(place)
                self._used[path] = now
                return True
            return place.exists()
        except FileNotFoundError:
            return False

    def _sweep(self) -> None:
        """Remove what killed processes left."""
        before = time.time() - LEFT_S
        for left in self.folder.glob("staged-*"):
            with suppress(OSError):
                if left.stat().st_mtime < before:
                    shutil.rmtree(left, ignore_errors=True)


def _files(folder: Path) -> Iterator[tuple[float, int, Path]]:
    """Yield last use, size and place of what is kept."""
    for top, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith("staged-")]
        for name in names:
            if not name.endswith((".parquet", ".part")):
                continue
            with suppress(FileNotFoundError):
                found = Path(top, name).stat()
                yield found.st_mtime, found.st_size, Path(top, name)


def _made(folder: Path) -> Path:
    """Make the folder, for this user alone: it holds what the logs hold."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError as error:
        raise OutsideError(
            f"{folder}: what is read from S3 cannot be kept there ({error.strerror or error}): "
            "name a folder with AURORASCOPE_S3_CACHE."
        ) from error

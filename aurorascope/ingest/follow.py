"""Following logs that grow: a run whenever something was written, through rotation.

A file that was renamed is held open until a round later, so that what was written between the last round and
the rename is read. What was written between the last round and a truncation is gone: nobody can read it.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from aurorascope.model.errors import BadRequestError
from aurorascope.sources.find import STDIN, Found, find
from aurorascope.sources.objects import is_object

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from aurorascope.ingest.summary import Summary

EVERY = 5.0  # seconds
HELD = 200  # files that are held open: those that were written last
Inode = tuple[int, int]


@dataclass
class _Held:
    path: str
    file: int
    rounds: int = 0  # since it was found under no followed path


@dataclass
class Following:
    """The files of the followed paths, held open by what they are, not by how they are called."""

    paths: Sequence[str]
    _held: dict[Inode, _Held] = field(default_factory=dict)
    _before: frozenset[object] | None = None

    def __post_init__(self) -> None:
        """Standard input ends and cannot be asked again; objects are put whole."""
        if STDIN in self.paths:
            raise BadRequestError("standard input cannot be followed: it is read to its end without --follow")
        if any(is_object(os.fspath(path)) for path in self.paths):
            raise BadRequestError(
                "objects of S3 cannot be followed: run `aurorascope ingest` again for what is new"
            )

    def changed(self) -> list[str | Found] | None:
        """Return what to read now; None when nothing was written since the last time."""
        seen: dict[Inode, tuple[str, os.stat_result]] = {}
        for found in find(self.paths):
            try:
                stat = Path(found.path).stat()
            except OSError:
                continue
            seen[stat.st_dev, stat.st_ino] = found.path, stat
        gone = self._gone(seen)
        state = frozenset(
            (inode, path, stat.st_size, stat.st_mtime_ns) for inode, (path, stat) in seen.items()
        )
        if state == self._before and not gone:
            return None
        self._before = state
        self._hold(seen)
        return [*self.paths, *gone]

    def _gone(self, seen: dict[Inode, tuple[str, os.stat_result]]) -> list[Found]:
        """Return the files that are held and called by no followed name any more, each for one round."""
        moved = []
        for inode, held in list(self._held.items()):
            if inode in seen:
                continue
            held.rounds += 1
            if held.rounds > 1:
                os.close(self._held.pop(inode).file)
                continue
            moved.append(Found(f"{held.path} (rotated)", file=f"/proc/{os.getpid()}/fd/{held.file}"))
        return moved

    def _hold(self, seen: dict[Inode, tuple[str, os.stat_result]]) -> None:
        latest = sorted(seen.items(), key=lambda item: item[1][1].st_mtime_ns, reverse=True)[:HELD]
        for inode in [inode for inode in self._held if inode in seen and inode not in dict(latest)]:
            os.close(self._held.pop(inode).file)
        for inode, (path, _) in latest:
            if inode in self._held:
                self._held[inode].path = path
            elif Path(path).is_file() and os.access(path, os.R_OK):
                self._held[inode] = _Held(path, os.open(path, os.O_RDONLY))

    def close(self) -> None:
        """Let go of all files."""
        for held in self._held.values():
            os.close(held.file)
        self._held.clear()


def follow(
    paths: Sequence[str],
    run: Callable[[Sequence[str | Found]], Summary],
    *,
    every: float = EVERY,
    wait: Callable[[float], None] = time.sleep,
) -> Iterator[Summary]:
    """Yield the summary of each run, until `wait` raises KeyboardInterrupt.

    Raises BadRequestError for standard input.
    """
    following = Following(paths)
    try:
        while True:
            changed = following.changed()
            if changed is not None:
                yield run(changed)
            try:
                wait(every)
            except KeyboardInterrupt:
                return
    finally:
        following.close()

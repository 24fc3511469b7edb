"""Bytes of a source in order: plain files, compressed ones (`unpacking`), standard input.

A compressed source is read as a stream, bounded by what it may expand to; one that ends early gives what it
has and says so.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from aurorascope.sources.objects import open_bytes, size_of
from aurorascope.sources.unpacking import READ, Unpacking, compression

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLE = 256 << 10
OTHER_ARCHIVES = {b"7z\xbc\xaf": "7-Zip", b"PAR1": "Parquet", b"SQLite": "SQLite"}


class SourceError(Exception):
    """A source that cannot be read; the message is a sentence for a person."""


@dataclass
class Stream:
    """A source read in order; after the last chunk, `problem` says why it ended early, if it did."""

    path: str
    compressed: bool = False
    size: int | None = None  # of the file as it lies there, for progress
    problem: str = ""
    read_bytes: int = 0
    _sample: bytes = b""
    _file: BinaryIO | None = field(default=None, repr=False)
    _rest: Iterator[bytes] | None = field(default=None, repr=False)

    def sample(self) -> bytes:
        """Return the first bytes (up to 256 KiB, decompressed) without losing them for `chunks`."""
        if self._rest is None:
            self._rest = self._open()
            pieces: list[bytes] = []
            have = 0
            for piece in self._rest:
                pieces.append(piece)
                have += len(piece)
                if have >= SAMPLE:
                    break
            self._sample = b"".join(pieces)
        return self._sample

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes in order, from the first."""
        try:
            head = self.sample()
        except SourceError as error:  # it was there when it was looked at
            self.problem = str(error)
            return
        self._sample = b""
        if head:
            yield head
        assert self._rest is not None  # noqa: S101 - sample set it
        yield from self._rest

    def rewind(self) -> None:
        """Let go of the file until `chunks` opens it again: a folder may hold more files than a process may.

        Standard input cannot be read twice, so there the sample is kept.
        """
        if self._file is not sys.stdin.buffer:
            self.close()
            self._file, self._rest, self._sample, self.read_bytes = None, None, b"", 0

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None and self._file is not sys.stdin.buffer:
            self._file.close()

    def _open(self) -> Iterator[bytes]:
        try:
            if self.path == "-":
                self._file = sys.stdin.buffer
            else:
                self._file = open_bytes(self.path)
                self.size = size_of(self.path)
            head = self._file.read(READ)
        except OSError as error:
            raise SourceError(f"cannot be read: {error.strerror or error}") from error
        for magic, name in OTHER_ARCHIVES.items():
            if head.startswith(magic):
                raise SourceError(
                    f"is a {name} file, which is not read: give its logs as text, or compressed"
                )
        magic = compression(head)
        self.compressed = bool(magic)
        return self._unpacked(magic, head) if magic else self._plain(head)

    def _plain(self, head: bytes) -> Iterator[bytes]:
        assert self._file is not None  # noqa: S101 - _open set it
        while head:
            self.read_bytes += len(head)
            yield head
            try:
                head = self._file.read(READ)
            except OSError as error:
                self.problem = f"ended early: {error.strerror or error}"
                return

    def _unpacked(self, magic: bytes, head: bytes) -> Iterator[bytes]:
        unpacking = Unpacking(self._plain(head))
        yield from unpacking.pieces(magic)
        self.problem = self.problem or unpacking.problem

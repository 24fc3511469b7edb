"""Bytes of a source in order: plain files, gzip members one after another, standard input.

A compressed source is read as a stream, bounded by what it may expand to; one that ends early gives what it
has and says so.
"""

from __future__ import annotations

import os
import sys
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator

GZIP = b"\x1f\x8b"
READ = 1 << 20
SAMPLE = 256 << 10
RATIO_LIMIT = 200  # a log compresses 5 to 30 times; a bomb a thousand times
FREE_BYTES = 64 << 20  # up to here any ratio is fine
OTHER_ARCHIVES = {
    b"BZh": "bzip2", b"\xfd7zXZ": "xz", b"\x28\xb5\x2f\xfd": "zstd", b"\x04\x22\x4d\x18": "lz4",
    b"PK\x03\x04": "zip", b"7z\xbc\xaf": "7-Zip", b"PAR1": "Parquet", b"SQLite": "SQLite",
}  # fmt: skip


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
                self._file = Path(self.path).open("rb")  # noqa: SIM115 - closed by close()
                self.size = os.fstat(self._file.fileno()).st_size
            head = self._file.read(READ)
        except OSError as error:
            raise SourceError(f"cannot be read: {error.strerror or error}") from error
        for magic, name in OTHER_ARCHIVES.items():
            if head.startswith(magic):
                raise SourceError(
                    f"is a {name} file, which is not read: unpack it, or give it as plain text or gzip"
                )
        self.compressed = head.startswith(GZIP)
        return self._gunzip(head) if self.compressed else self._plain(head)

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

    def _gunzip(self, head: bytes) -> Iterator[bytes]:
        """Decompress member after member; damage ends the source with what was readable."""
        made = 0
        inside = False  # of a member that has begun and not ended
        inflate = zlib.decompressobj(31)
        for raw in self._plain(head):
            data = raw
            while data:
                inside = True
                try:
                    piece = inflate.decompress(data, 4 * READ)
                except zlib.error:
                    self.problem = f"is damaged after {made:,} decompressed bytes: the rest cannot be read"
                    return
                made += len(piece)
                if made > FREE_BYTES and made > RATIO_LIMIT * self.read_bytes:
                    self.problem = (
                        f"expands more than {RATIO_LIMIT} times, which no log does: stopped at {made:,} bytes"
                    )
                    return
                if piece:
                    yield piece
                data = inflate.unconsumed_tail
                if inflate.eof:
                    data = inflate.unused_data.lstrip(b"\0")  # members may be padded
                    inflate, inside = zlib.decompressobj(31), False
                    if data and not data.startswith(GZIP[: len(data)]):
                        self.problem = f"has {len(data):,} bytes behind its end that are no gzip: left out"
                        return
        if inside:
            self.problem = f"ends early, after {made:,} decompressed bytes: what it held until there was read"

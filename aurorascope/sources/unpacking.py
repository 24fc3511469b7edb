"""Compressed bytes to plain ones, by what they begin with: gzip, bzip2, xz, zstandard, lz4.

Members one after another are read as one source. Damage, an early end and a ratio that no log has end the
source with what was readable, and say so.
"""

from __future__ import annotations

import bz2
import io
import lzma
import zlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

READ = 1 << 20
RATIO_LIMIT = 200  # a log compresses 5 to 30 times; a bomb a thousand times
FREE_BYTES = 64 << 20  # up to here any ratio is fine
MEMORY = 256 << 20  # that xz may ask for


class Gunzip:
    """zlib's decompressor with the shape that bz2's and lzma's have."""

    def __init__(self) -> None:
        self._inflate = zlib.decompressobj(31)
        self.unused_data = b""

    @property
    def eof(self) -> bool:
        """True behind the end of a member."""
        return self._inflate.eof

    @property
    def needs_input(self) -> bool:
        """True when nothing is left of what was given."""
        return not self._inflate.unconsumed_tail

    def decompress(self, data: bytes, most: int) -> bytes:
        """Return at most so many bytes; what is not looked at yet is kept."""
        made = self._inflate.decompress(self._inflate.unconsumed_tail + data, most)
        self.unused_data = self._inflate.unused_data
        return made


MAGIC: dict[bytes, tuple[str, Callable[[], Any] | None]] = {
    b"\x1f\x8b": ("gzip", Gunzip),
    b"BZh": ("bzip2", bz2.BZ2Decompressor),
    b"\xfd7zXZ": ("xz", lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=MEMORY)),
    b"\x28\xb5\x2f\xfd": ("zstd", None),
    b"\x04\x22\x4d\x18": ("lz4", None),
}
DAMAGE = (zlib.error, OSError, lzma.LZMAError, ValueError, EOFError)


def compression(head: bytes) -> bytes:
    """Return the magic that bytes begin with; empty for none."""
    return next((magic for magic in MAGIC if head.startswith(magic)), b"")


class Unpacking:
    """One compressed source while it is read; afterwards `problem` says why it ended early, if it did."""

    def __init__(self, raw: Iterator[bytes]) -> None:
        """Take the compressed bytes."""
        self._raw = raw
        self.problem = ""
        self._read = 0
        self._made = 0

    def pieces(self, magic: bytes) -> Iterator[bytes]:
        """Yield the plain bytes."""
        name, make = MAGIC[magic]
        try:
            yield from self._members(magic, make) if make else self._by_arrow(name)
        except DAMAGE:
            self.problem = f"is damaged after {self._made:,} decompressed bytes: the rest cannot be read"

    def _counted(self) -> Iterator[bytes]:
        for piece in self._raw:
            self._read += len(piece)
            yield piece

    def _too_large(self) -> bool:
        if self._made <= FREE_BYTES or self._made <= RATIO_LIMIT * self._read:
            return False
        self.problem = (
            f"expands more than {RATIO_LIMIT} times, which no log does: stopped at {self._made:,} bytes"
        )
        return True

    def _members(self, magic: bytes, make: Callable[[], Any]) -> Iterator[bytes]:
        inside = False  # of a member that has begun and not ended
        unpack = make()
        for raw in self._counted():
            data = raw
            while data or (inside and not unpack.needs_input):
                inside = True
                piece = unpack.decompress(data, 4 * READ)
                data = b""
                self._made += len(piece)
                if self._too_large():
                    return
                if piece:
                    yield piece
                if unpack.eof:
                    data = unpack.unused_data.lstrip(b"\0")  # members may be padded
                    unpack, inside = make(), False
                    if data and not data.startswith(magic[: len(data)]):
                        self.problem = f"has {len(data):,} bytes behind its end that are no member: left out"
                        return
        if inside:
            self._ends_early()

    def _by_arrow(self, name: str) -> Iterator[bytes]:
        """Read what Python's own library does not; Arrow is there for the engine's sake."""
        import pyarrow as pa

        with pa.CompressedInputStream(pa.PythonFile(_Pieces(self._counted()), mode="r"), name) as file:
            while True:
                try:
                    piece = file.read(READ)
                except OSError as error:
                    if "truncated" not in str(error).lower():
                        raise
                    self._ends_early()
                    return
                if not piece:
                    return
                self._made += len(piece)
                if self._too_large():
                    return
                yield piece

    def _ends_early(self) -> None:
        self.problem = (
            f"ends early, after {self._made:,} decompressed bytes: what it held until there was read"
        )


class _Pieces(io.RawIOBase):
    """Pieces of bytes as a file that is read once."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._held = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if not self._held:
            self._held = next(self._pieces, b"")
        size = len(self._held) if size < 0 else size
        piece, self._held = self._held[:size], self._held[size:]
        return piece

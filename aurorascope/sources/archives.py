"""zip and tar: their members, one after the other, bounded in number and in what they expand to."""

from __future__ import annotations

import io
import tarfile
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

from aurorascope.sources.objects import open_bytes
from aurorascope.sources.streams import SourceError, Stream
from aurorascope.sources.unpacking import FREE_BYTES, RATIO_LIMIT, READ

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ZIP, TAR = "zip", "tar"
MEMBERS = 10_000
DAMAGE = (
    zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError,
)  # fmt: skip
_TAR_MARK = slice(257, 262)


def archive_of(sample: bytes) -> str:
    """Return which archive a sample begins; empty for none."""
    if sample.startswith(b"PK\x03\x04"):
        return ZIP
    return TAR if sample[_TAR_MARK] == b"ustar" else ""


def members(kind: str, stream: Stream) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield the name and the bytes of each file of an archive; those of one before those of the next.

    Raises SourceError where the archive is damaged, or larger than any archive of logs is.
    """
    try:
        for number, (name, file) in enumerate(_zipped(stream) if kind == ZIP else _tarred(stream)):
            if number >= MEMBERS:
                raise SourceError(f"holds more than {MEMBERS:,} files: the rest was left out")
            yield name, _pieces(file)
    except (
        zipfile.BadZipFile,
        tarfile.TarError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
    ) as error:
        raise SourceError(f"is damaged, or locked: {error}") from error


def bounded(pieces: Iterable[bytes], packed: int, made: int) -> Iterator[bytes]:
    """Pass pieces on while they, and the `made` bytes before them, are what logs of that size expand to."""
    for piece in pieces:
        made += len(piece)
        if made > FREE_BYTES and made > RATIO_LIMIT * packed:
            raise SourceError(f"expands more than {RATIO_LIMIT} times, which no log does: stopped there")
        yield piece


def _pieces(file: Any) -> Iterator[bytes]:
    try:
        while piece := file.read(READ):
            yield piece
    except DAMAGE as error:
        raise SourceError(f"is damaged, or ends early: {error}") from error


def _zipped(stream: Stream) -> Iterator[tuple[str, Any]]:
    if stream.path == "-":
        raise SourceError("is a zip archive, which cannot be read from standard input: give its path")
    stream.close()
    with open_bytes(stream.path) as opened, zipfile.ZipFile(opened) as archive:
        for info in archive.infolist():
            if not info.is_dir():
                with archive.open(info) as file:
                    yield info.filename, file


def _tarred(stream: Stream) -> Iterator[tuple[str, Any]]:
    with tarfile.open(fileobj=io.BufferedReader(_Chunks(stream)), mode="r|") as archive:
        for info in archive:
            file = archive.extractfile(info) if info.isfile() else None
            if file is not None:
                yield info.name, file
    if stream.problem:
        raise SourceError(stream.problem)


class _Chunks(io.RawIOBase):
    """A stream's chunks as a file that is read once."""

    def __init__(self, stream: Stream) -> None:
        self._chunks = stream.chunks()
        self._held = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, target: Any) -> int:
        if not self._held:
            self._held = memoryview(next(self._chunks, b""))
        count = min(len(target), len(self._held))
        target[:count] = self._held[:count]
        self._held = self._held[count:]
        return count

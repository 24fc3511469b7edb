"""Objects of S3 as sources: `s3://bucket/key-or-prefix`, read by ranges, the same bytes from first to last.

What `find` listed is what is read: an object that was replaced meanwhile is refused, as its bytes would be of
two logs. Processes that get the name alone hold to what they saw first; the one that made the plan looks
last.
"""

from __future__ import annotations

import fnmatch
import io
import os
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from aurorascope.model.errors import AurorascopeError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.aws.bucket import Bucket, Listed

SCHEME = "s3://"
MAGIC = "*?["
# Bytes that are asked for at once: few where somebody looks, more and more as an object is read in order.
LOOK, AHEAD = 512 << 10, 8 << 20
_listed: dict[str, Listed] = {}


def is_object(path: str) -> bool:
    """Say whether a path names an object of S3."""
    return path.startswith(SCHEME)


def listed(address: str) -> Iterator[str]:
    """Yield the objects that an address means: one, those under a prefix, or those that fit its * and ?."""
    name, _, key = address[len(SCHEME) :].partition("/")
    begin = next((place for place, sign in enumerate(key) if sign in MAGIC), len(key))
    found = {one.path: one for one in _bucket(name, os.getpid()).listing(key[:begin])}
    if key in found:
        found = {key: found[key]}
    folder = key.rstrip("/") + "/" if key else ""
    for path, one in sorted(found.items()):
        inside = (
            path == key or path.startswith(folder) or (begin < len(key) and fnmatch.fnmatchcase(path, key))
        )
        if inside and one.size and not path.endswith("/") and not _hidden(path[len(folder) :]):
            _listed[f"{SCHEME}{name}/{path}"] = one
            yield f"{SCHEME}{name}/{path}"


def forget() -> None:
    """Forget what was seen: a process that does several runs sees objects anew in each."""
    _listed.clear()


def _hidden(path: str) -> bool:
    return any(part.startswith(".") for part in path.split("/"))


def open_bytes(path: str) -> BinaryIO:
    """Open a file or an object for reading, from its begin or from any place. Raises OSError."""
    return io.BufferedReader(Object(path)) if is_object(path) else Path(path).open("rb")


def is_plain(path: str) -> bool:
    """Say whether any range of a path can be read: it is a file or an object."""
    return is_object(path) or (path != "-" and Path(path).is_file())


def size_of(path: str) -> int:
    """Return the size of a file or an object in bytes."""
    return _seen(path).size if is_object(path) else Path(path).stat().st_size


def written_at(path: str) -> float:
    """Return when a file or an object was written, in seconds since 1970."""
    return _seen(path).modified if is_object(path) else Path(path).stat().st_mtime


def pread(file: int | Object, count: int, place: int) -> bytes:
    """Read bytes of an open file, or of an object, from a place on."""
    return os.pread(file, count, place) if isinstance(file, int) else file.pread(count, place)


@contextmanager
def opened(path: str) -> Iterator[int | Object]:
    """Have a file or an object open for `pread`."""
    if is_object(path):
        yield Object(path)
        return
    file = os.open(path, os.O_RDONLY)
    try:
        yield file
    finally:
        os.close(file)


class Object(io.RawIOBase):
    """An object that is read by ranges; what was asked for last is kept, as reading goes on from there."""

    def __init__(self, path: str) -> None:
        name, _, key = path[len(SCHEME) :].partition("/")
        self.path = path
        self._bucket, self._key = _bucket(name, os.getpid()), key
        self._seen = _seen(path)
        self._at, self._held_at, self._held = 0, 0, b""
        self._ahead = LOOK // 2

    def pread(self, count: int, place: int) -> bytes:
        """Return bytes from a place on, fewer at the end."""
        end = min(place + count, self._seen.size)
        if place >= end:
            return b""
        if not self._held_at <= place <= end <= self._held_at + len(self._held):
            try:
                found = self._bucket.read(self._key, place, end, self._seen.etag)
            except AurorascopeError as error:
                raise OSError(5, str(error)) from error
            if found is None or len(found) != end - place:
                raise OSError(5, f"s3://{self._bucket.name}/{self._key} went away while it was read")
            self._held_at, self._held = place, found
        return self._held[place - self._held_at : end - self._held_at]

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes."""
        return True

    def tell(self) -> int:
        """Return the place of the next byte."""
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place."""
        self._at = offset + (0, self._at, self._seen.size)[whence]
        return self._at

    def readinto(self, target: object) -> int:
        """Read on into a buffer."""
        room = memoryview(target).cast("B")  # type: ignore[arg-type]
        held_to = self._held_at + len(self._held)
        if not self._held_at <= self._at < held_to:
            self._ahead = min(2 * self._ahead, AHEAD) if self._at == held_to else LOOK
            self.pread(max(len(room), self._ahead), self._at)
            held_to = self._held_at + len(self._held)
        found = self.pread(min(len(room), held_to - self._at), self._at) if self._at < held_to else b""
        room[: len(found)] = found
        self._at += len(found)
        return len(found)


def _seen(path: str) -> Listed:
    """Return the object as this process saw it first. Raises FileNotFoundError."""
    if path not in _listed:
        name, _, key = path[len(SCHEME) :].partition("/")
        try:
            one = next((one for one in _bucket(name, os.getpid()).listing(key) if one.path == key), None)
        except AurorascopeError as error:
            raise OSError(5, str(error)) from error
        if one is None:
            raise FileNotFoundError(2, "there is no such object", path)
        _listed[path] = one
    return _listed[path]


@cache
def _bucket(name: str, process: int) -> Bucket:  # noqa: ARG001 - connections are not shared with a fork
    """Return a bucket to read from: by the way and the credentials of the store's, whoever owns it."""
    from dataclasses import replace

    from aurorascope.aws.bucket import Bucket
    from aurorascope.aws.bucket_settings import read_bucket_settings

    own = replace(read_bucket_settings(), expected_owner="", encryption="", kms_key="")
    return Bucket(f"{SCHEME}{name}", own)

"""Which files are meant: files, folders, globs, and `-` for standard input."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from aurorascope.model.errors import AurorascopeError, OutsideError
from aurorascope.sources.objects import is_object, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

STDIN = "-"
MAGIC = "*?["


@dataclass(frozen=True, slots=True)
class Found:
    """One source to read, or why it cannot be read (`problem`, and `denied` where rights are missing).

    `file` is where it lies, when that is not where its path says: a file that was renamed while it is read.
    """

    path: str
    problem: str = ""
    denied: bool = False
    file: str = ""


def find(paths: Sequence[str | os.PathLike[str] | Found]) -> list[Found]:
    """Expand what the user named, each file once, in the order named and by name within a folder."""
    found: dict[str, Found] = {}
    for given in paths:
        for one in [given] if isinstance(given, Found) else _expand(os.fspath(given)):
            found.setdefault(one.path, one)
    return list(found.values())


def _expand(path: str) -> list[Found]:  # noqa: PLR0911 - one line for each thing a path may be
    if path == STDIN:
        return [Found(STDIN)]
    if is_object(path):
        return _objects(path)
    if "://" in path:
        return [Found(path, "is no address that is read: a path or s3://bucket/key is expected")]
    place = Path(path)
    if not place.exists() and any(sign in path for sign in MAGIC):
        top = Path(place.anchor or ".")
        matches = sorted(map(str, top.glob(str(place.relative_to(place.anchor)))))
        if not matches:
            return [Found(path, "matches no file")]
        return [one for match in matches for one in _expand(match)]
    try:
        if place.is_dir():
            return _folder(place)
        if not place.exists():
            return [Found(path, "does not exist")]
    except PermissionError:
        return [Found(path, "may not be read: permission denied", denied=True)]
    if not place.is_file() and not place.is_fifo():
        return [Found(path, "is neither a file nor a folder")]
    return [_readable(path)]


def _objects(address: str) -> list[Found]:
    """Return what an address of S3 means; what is in the way is its problem."""
    try:
        return [Found(path) for path in listed(address)] or [Found(address, "names no object")]
    except AurorascopeError as error:
        return [Found(address, f"may not be read: {error}", denied=isinstance(error, OutsideError))]


def _folder(place: Path) -> list[Found]:
    """Return the files below a folder; hidden ones are left out, folders without rights are named."""
    found: list[Found] = []

    def denied(error: OSError) -> None:
        name = str(error.filename or place)
        found.append(Found(name, f"may not be read: {error.strerror or error}", denied=True))

    for top, folders, files in os.walk(place, onerror=denied):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [_readable(str(Path(top, name))) for name in sorted(files) if not name.startswith(".")]
    return found or [Found(str(place), "holds no file")]


def _readable(path: str) -> Found:
    if os.access(path, os.R_OK):
        return Found(path)
    return Found(path, "may not be read: permission denied", denied=True)

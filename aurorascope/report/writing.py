"""Writes a report's files into a folder: each is whole or not there."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from aurorascope.model.errors import BadRequestError, OutsideError

if TYPE_CHECKING:
    from collections.abc import Mapping


def write(files: Mapping[str, bytes], out: str) -> list[Path]:
    """Write files by name into a folder and return their paths. Raises OutsideError where it refuses."""
    if "://" in out:
        raise BadRequestError(f"--out {out}: this writes into a folder.")
    folder = Path(out).expanduser()
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            path, part = folder / name, folder / f".{name}.{os.getpid()}"
            part.write_bytes(content)
            part.replace(path)
            written.append(path)
    except OSError as error:
        raise OutsideError(
            f"--out {out}: the report cannot be written: {error.strerror or error}."
        ) from error
    return written

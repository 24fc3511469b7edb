"""What the log remembers beside its files: from its last checkpoint and the versions after it.

Which files it took out, and when: delta-rs lists them only to delete them. The positions of sources: delta-rs
reads every version since the checkpoint for each of them, and in S3 every one of these is a request.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from aurorascope.store.errors import StoreError
from aurorascope.store.place import LOG_FOLDER

if TYPE_CHECKING:
    from aurorascope.store.place import Place


def removed_by(text: bytes) -> dict[str, float]:
    """Return what one version took out: paths, and seconds since 1970."""
    found = {}
    for line in text.splitlines():
        if line.startswith(b'{"remove"'):
            action = json.loads(line)["remove"]
            found[unquote(action["path"])] = (action.get("deletionTimestamp") or 0) / 1000
    return found


class Positions:
    """The positions of all sources at a version; of a newer one only what came since is read."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._known: dict[str, int] = {}
        self._version = -1

    def at(self, version: int) -> dict[str, int]:
        """Return the positions at a version, or at a newer one that this has seen."""
        if self._version < 0 <= version:
            self._version, rows = _at_checkpoint(self._place, "txn")
            self._known = {row["appId"]: row["version"] for row in rows}
        for number in range(self._version + 1, version + 1):
            text = self._place.read(f"{LOG_FOLDER}/{number:020}.json")
            if text is None:
                raise StoreError(f"version {number} is missing in the log of {self._place.address}")
            for line in text.splitlines():
                if line.startswith(b'{"txn"'):
                    action = json.loads(line)["txn"]
                    self._known[action["appId"]] = int(action["version"])
            self._version = number
        return self._known


def removed_at_checkpoint(place: Place) -> tuple[int, dict[str, float]]:
    """Return the version of the last checkpoint (-1: there is none) and what was taken out up to it."""
    version, rows = _at_checkpoint(place, "remove")
    return version, {unquote(row["path"]): (row.get("deletionTimestamp") or 0) / 1000 for row in rows}


def _at_checkpoint(place: Place, action: str) -> tuple[int, list[dict[str, Any]]]:
    """Return the version of the last checkpoint (-1: there is none) and its actions of one kind."""
    told = place.read(f"{LOG_FOLDER}/_last_checkpoint")
    if told is None:
        return -1, []
    version = int(json.loads(told)["version"])
    content = place.read(f"{LOG_FOLDER}/{version:020}.checkpoint.parquet")
    if content is None:
        raise StoreError(f"the checkpoint of version {version} of {place.address} is not one file")
    import pyarrow as pa
    import pyarrow.parquet as pq

    column = pq.read_table(pa.BufferReader(content), columns=[action]).column(action)
    return version, column.drop_null().to_pylist()

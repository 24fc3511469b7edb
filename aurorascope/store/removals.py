"""Which files the log took out, and when: from its last checkpoint and the versions after it.

delta-rs can list them only to delete them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
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


def removed_at_checkpoint(place: Place) -> tuple[int, dict[str, float]]:
    """Return the version of the last checkpoint (-1: there is none) and what was taken out up to it."""
    told = place.read(f"{LOG_FOLDER}/_last_checkpoint")
    if told is None:
        return -1, {}
    version = int(json.loads(told)["version"])
    content = place.read(f"{LOG_FOLDER}/{version:020}.checkpoint.parquet")
    if content is None:
        raise StoreError(
            f"the checkpoint of version {version} of {place.address} is not one file: nothing was deleted"
        )
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = (
        pq.read_table(pa.BufferReader(content), columns=["remove"]).column("remove").drop_null().to_pylist()
    )
    return version, {unquote(row["path"]): (row.get("deletionTimestamp") or 0) / 1000 for row in rows}

"""One server's log in several formats at once: the same entries again, so one of them is read.

RDS writes stderr beside csvlog, and a server of one's own may write jsonlog too. The files differ by their
ending alone. The fuller format is read; where one was taken in before, it stays the one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aurorascope.ingest.summary import SourceResult
from aurorascope.logs.record_starts import CSVLOG, JSONLOG

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aurorascope.ingest.sources import Source
    from aurorascope.store.store import Store

FULLEST = (CSVLOG, JSONLOG, "stderr")
LABELS = ("account", "region", "cluster", "instance")
_ENDING = re.compile(r"(?:\.log)?(?:\.csv|\.json)?(?:\.(?:gz|bz2|xz|zst|lz4))?(?: \(rotated\))?\Z")
Log = tuple[str, ...]


def twin_of(labels: Mapping[str, str], path: str) -> Log:
    """Return what the files of one log in several formats have in common."""
    return (*(labels[name] for name in LABELS), _ENDING.sub("", path))


def leave_twins(sources: list[Source], store: Store | None) -> dict[str, SourceResult]:
    """Take sources whose entries another format of the same log gives out of the list; say why.

    No store is one that holds nothing yet: to ask it loads an engine, which takes as long as reading 10 MB.
    """
    mine = [source for source in sources if source.spec.format in FULLEST]
    read = _read_before(store) if mine and store is not None else {}
    for source in sorted(mine, key=lambda source: FULLEST.index(source.spec.format)):
        read.setdefault(twin_of(source.labels, source.path), (source.spec.format, source.path))
    left = {}
    for source in mine:
        chosen, path = read[twin_of(source.labels, source.path)]
        if chosen != source.spec.format:
            reason = f"is the same log as {path}, which says it as {chosen}"
            left[source.path] = SourceResult(source.path, "unchanged", reason, source.spec.format)
            source.stream.close()
            sources.remove(source)
    return left


def _read_before(store: Store) -> dict[Log, tuple[str, str]]:
    named = ", ".join(LABELS)
    formats = ", ".join(f"'{name}'" for name in FULLEST)
    rows = store.snapshot().query(
        f"select {named}, path, arg_min(format, run) as format from coverage "
        f"where format in ({formats}) and path is not null group by {named}, path"
    )
    found: dict[Log, tuple[str, str]] = {}
    for row in rows.to_pylist():
        found.setdefault(twin_of(row, row["path"]), (row["format"], row["path"]))
    return found

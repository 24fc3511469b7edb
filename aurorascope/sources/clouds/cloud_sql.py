"""Google Cloud SQL: entries of Cloud Logging, the server's own line in `textPayload`; MySQL's logs as well.

A log of `gcloud logging read --format json` is an array, newest first; a sink writes an object a line.
https://cloud.google.com/sql/docs/postgres/logging
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aurorascope.model.support import Support
from aurorascope.sources.clouds.said import Said, indented, millis, moment_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from aurorascope.sources.envelopes import Events

SUPPORT = Support(
    "Google Cloud SQL",
    "an array, an object a line",
    "the log inside, one for each instance",
    "constructed around a log of PostgreSQL 15",
    42,
)

PREFIX = "%m [%p]: [%l-1] db=%d,user=%u "  # what Cloud SQL sets
_FITS = re.compile(rb'"textPayload"\s*:\s*"')
_OF_SQL = re.compile(rb"cloudsql")
_HEAD = re.compile(
    r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} \S+ \[\d+\]: \[\d+-1\] db=.*?,user=.*? [A-Z]+\d?: "
)
_BEGINS = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d|# |\d{6} ")


@dataclass(frozen=True)
class CloudSql:
    """Entries of Cloud Logging."""

    name: str = "Cloud SQL"

    def fits(self, sample: bytes) -> bool:
        """Tell whether a sample holds log entries of Cloud SQL."""
        return sample.lstrip()[:1] in {b"{", b"["} and bool(_FITS.search(sample) and _OF_SQL.search(sample))

    def entries(self, chunks: Iterable[bytes], events: Events) -> Iterator[Said]:
        """Yield each payload; one that does not begin an entry goes on with the one before it."""
        seen: set[int] = set()
        for document in events.documents(chunks):
            text = document.get("textPayload")
            when = moment_of(document.get("timestamp"))
            if not isinstance(text, str) or when is None:
                events.others += 1
                continue
            name = hash((document.get("insertId"), document.get("timestamp"), document.get("logName")))
            if "insertId" in document and name in seen:
                events.twice += 1
                continue
            seen.add(name)
            postgres = "postgres" in str(document.get("logName", ""))
            plain = indented(text) if postgres else text
            if postgres and not _BEGINS.match(plain):
                plain = "\t" + plain
            yield Said(millis(when), plain, _instance(document), prefix=PREFIX if _HEAD.match(plain) else "")


def _instance(document: Mapping[str, Any]) -> str:
    resource = document.get("resource")
    labels = resource.get("labels") if isinstance(resource, dict) else None
    name = str(labels.get("database_id") or "") if isinstance(labels, dict) else ""
    return name.rpartition(":")[2]


CLOUD_SQL = CloudSql()

"""Azure Database for PostgreSQL: diagnostic records, the server's line in `properties.message`.

Flexible Server writes `%t-%c-` before its severities unless its log_line_prefix was set; the retired Single
Server parts the line into prefix, message and detail.
https://learn.microsoft.com/azure/postgresql/flexible-server/concepts-logging
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aurorascope.model.support import Support
from aurorascope.sources.clouds.said import Said, indented, millis, moment_of, stamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from aurorascope.sources.envelopes import Events

SUPPORT = Support(
    "Azure Database for PostgreSQL",
    "Flexible Server, Single Server",
    "the log inside, one for each instance",
    "constructed around a log of PostgreSQL 15",
    43,
)

PREFIX = "%m [%p] %e %c "
_FITS = re.compile(rb'"category"\s*:\s*"PostgreSQLLogs"')
_DEFAULT = re.compile(
    r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \S+-(?P<session>[0-9a-f]+\.[0-9a-f]+)-(?P<rest>.*)", re.DOTALL
)
_SEVERITY = re.compile(r"[A-Z]+\d?: ")


@dataclass(frozen=True)
class Azure:
    """Records of a diagnostic setting, in a storage account or an event hub."""

    name: str = "Azure Database for PostgreSQL"

    def fits(self, sample: bytes) -> bool:
        """Tell whether a sample holds records of PostgreSQL's log."""
        return sample.lstrip()[:1] in {b"{", b"["} and bool(_FITS.search(sample))

    def entries(self, chunks: Iterable[bytes], events: Events) -> Iterator[Said]:
        """Yield each record as the lines of stderr."""
        for document in events.documents(chunks):
            for record in _records(document):
                said = _said(record)
                if said is None:
                    events.others += 1
                else:
                    yield said


def _records(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the records of a document: an event hub sends many in one."""
    many = document.get("records")
    for record in many if isinstance(many, list) else [document]:
        yield record if isinstance(record, dict) else {}


def _said(record: Mapping[str, Any]) -> Said | None:
    properties = record.get("properties")
    if not isinstance(properties, dict) or record.get("category") != "PostgreSQLLogs":
        return None
    message = properties.get("message")
    when = moment_of(properties.get("timestamp")) or moment_of(record.get("time"))
    if not isinstance(message, str) or when is None:
        return None
    instance = (
        str(record.get("resourceId") or record.get("LogicalServerName") or "").rpartition("/")[2].lower()
    )
    head = _DEFAULT.match(f"{properties.get('prefix') or ''}{message}")
    if head is None:  # a prefix of the customer's own: it says what it says
        return Said(millis(when), indented(message), instance)
    prefix = _prefix(when, head["session"], properties)
    rest = (
        head["rest"]
        if _SEVERITY.match(head["rest"])
        else f"{properties.get('errorLevel', 'LOG')}:  {head['rest']}"
    )
    text = prefix + indented(rest)
    if isinstance(properties.get("detail"), str) and properties["detail"]:
        text += f"\n{prefix}DETAIL:  {indented(properties['detail'])}"
    return Said(millis(when), text, instance, prefix=PREFIX)


def _prefix(when: datetime, session: str, properties: Mapping[str, Any]) -> str:
    pid = properties.get("processId")
    number = pid if isinstance(pid, int) and pid > 0 else int(session.partition(".")[2][:8], 16)
    code = str(properties.get("sqlerrcode") or "")
    return f"{stamp(when)} [{number}] {code if re.fullmatch('[0-9A-Z]{5}', code) else '00000'} {session} "


AZURE = Azure()

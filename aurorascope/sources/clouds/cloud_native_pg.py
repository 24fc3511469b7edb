"""CloudNativePG: a JSON object a line, csvlog's fields in `record`; Azure Monitor makes `record_*_s` of it.

https://cloudnative-pg.io/documentation/current/logging/
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aurorascope.model.support import Support
from aurorascope.sources.clouds.said import Said, millis, moment_of, stamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from aurorascope.sources.envelopes import Events

SUPPORT = Support(
    "CloudNativePG",
    "JSON lines; as Azure Monitor flattens them",
    "the log inside, one for each instance",
    "constructed around a log of PostgreSQL 15",
    41,
)

# csvlog's columns, by the names that the operator gives them.
COLUMNS = (
    "log_time", "user_name", "database_name", "process_id", "connection_from", "session_id",
    "session_line_num", "command_tag", "session_start_time", "virtual_transaction_id", "transaction_id",
    "error_severity", "sql_state_code", "message", "detail", "hint", "internal_query", "internal_query_pos",
    "context", "query", "query_pos", "location", "application_name", "backend_type", "leader_pid", "query_id",
)  # fmt: skip
AUDITED = (
    "audit_type", "statement_id", "substatement_id", "class", "command", "object_type", "object_name",
    "statement", "parameter",
)  # fmt: skip
BARE = frozenset(
    {"log_time", "process_id", "session_id", "session_line_num", "session_start_time",
     "virtual_transaction_id", "transaction_id", "error_severity", "sql_state_code", "internal_query_pos",
     "query_pos", "leader_pid",
     "query_id"}
)  # fmt: skip
_NESTED = re.compile(rb'"record"\s*:\s*\{[^{}]{0,4000}?"(?:error_severity|log_time)"\s*:\s*"')
_FLAT = re.compile(rb'"record_error_severity_s"\s*:\s*"')


@dataclass(frozen=True)
class CloudNativePg:
    """The log of the instance manager: the server's entries, and its own, which are counted as others."""

    name: str = "CloudNativePG"

    def fits(self, sample: bytes) -> bool:
        """Tell whether a sample holds records of the server."""
        return sample.lstrip()[:1] in {b"{", b"["} and bool(_NESTED.search(sample) or _FLAT.search(sample))

    def entries(self, chunks: Iterable[bytes], events: Events) -> Iterator[Said]:
        """Yield each record as one of csvlog."""
        for document in events.documents(chunks):
            record = _record(document)
            if record is None:
                events.others += 1
                continue
            when = moment_of(record.get("log_time")) or moment_of(document.get("ts"))
            if when is None:
                events.others += 1
                continue
            pod = document.get("logging_pod") or document.get("logging_pod_s") or ""
            yield Said(millis(when), _line({**record, "log_time": stamp(when)}), str(pod))


def _record(document: Mapping[str, Any]) -> dict[str, str] | None:
    nested = document.get("record")
    if isinstance(nested, dict):
        record = {name: _text(value) for name, value in nested.items() if not isinstance(value, dict)}
        audit = nested.get("audit")
        if isinstance(audit, dict) and not record.get("message"):
            record["message"] = "AUDIT: " + ",".join(
                _quoted(_text(audit.get(name)))
                if name in {"statement", "parameter"}
                else _text(audit.get(name))
                for name in AUDITED
            )
    else:
        record = {
            name.removeprefix("record_").rpartition("_")[0]: _text(value)
            for name, value in document.items()
            if name.startswith("record_")
        }
    return record if record.get("error_severity") and "message" in record else None


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if text else ""


def _line(record: Mapping[str, str]) -> str:
    """Return a record as csvlog has it: what is no name or text stands without quotes."""
    cells = []
    for name in COLUMNS:
        text = record.get(name, "").replace("\0", "")
        cells.append(re.sub(r'[",\n\r]', "", text) if name in BARE else _quoted(text))
    if not cells[COLUMNS.index("message")]:
        cells[COLUMNS.index("message")] = '""'
    return ",".join(cells)


CLOUD_NATIVE_PG = CloudNativePg()

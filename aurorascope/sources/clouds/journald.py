"""journalctl -o json: an object for each line of a unit. Lines of syslog come out, which has their reader.

systemd keeps the line (`MESSAGE`, a list of bytes where it is no UTF-8), who said it and on which host.
https://systemd.io/JOURNAL_EXPORT_FORMATS/#journal-json-format
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from aurorascope.model.support import Support
from aurorascope.sources.clouds.said import Said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from aurorascope.sources.envelopes import Events

SUPPORT = Support(
    "journald",
    "`journalctl -o json`; `-o short`, `short-iso` and their precise forms are syslog's",
    "the log inside, one for each host",
    "constructed around a log of PostgreSQL 15",
    47,
)
LATEST = 253_402_300_799_000_000  # microseconds: the last that a date can have
_FITS = re.compile(rb'\s*\{[^\n]{0,20000}?"(?:__REALTIME_TIMESTAMP|__CURSOR)"\s*:\s*"')
_WORD = re.compile(r"[^\w.@+-]")


@dataclass(frozen=True)
class Journald:
    """Entries of a journal as lines of syslog."""

    name: str = "journald"

    def fits(self, sample: bytes) -> bool:
        """Tell whether a sample begins with an entry of a journal."""
        return _FITS.match(sample) is not None

    def entries(self, chunks: Iterable[bytes], events: Events) -> Iterator[Said]:
        """Yield a line of syslog for each line of each entry."""
        for document in events.documents(chunks):
            stamp = str(document.get("__REALTIME_TIMESTAMP") or "")
            text = _text(document.get("MESSAGE"))
            if text is None or not stamp.isascii() or not stamp.isdigit() or int(stamp) > LATEST:
                events.others += 1
                continue
            when = datetime.fromtimestamp(int(stamp) // 1_000_000, tz=UTC)
            head = f"{when:%Y-%m-%dT%H:%M:%S}.{int(stamp) % 1_000_000:06d}+00:00 {_who(document)}: "
            for line in text.rstrip("\n").split("\n"):
                yield Said(int(stamp) // 1000, head + line)


def _who(document: Mapping[str, Any]) -> str:
    """Return host, program and process as syslog writes them."""
    program = document.get("SYSLOG_IDENTIFIER") or document.get("_COMM") or "unknown"
    process = str(document.get("SYSLOG_PID") or document.get("_PID") or "0")
    host = _WORD.sub("_", str(document.get("_HOSTNAME") or "local"))
    process = process if process.isascii() and process.isdigit() and len(process) < 10 else "0"
    return f"{host} {_WORD.sub('_', str(program))[:64]}[{process}]"


def _text(message: Any) -> str | None:
    """Return a message; None where there is none. What is no UTF-8 comes as a list of bytes."""
    if isinstance(message, list):
        if all(isinstance(one, int) and 0 <= one < 256 for one in message):
            return bytes(message).decode("utf-8", "replace")
        message = message[0] if message else None  # a field that was given more than once
    return message if isinstance(message, str) else None


JOURNALD = Journald()

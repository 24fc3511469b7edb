"""What a cloud says of one entry, and what each cloud's file gives."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

from aurorascope.sources.envelopes import Event

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aurorascope.sources.envelopes import Events

LONGEST = 32 << 20  # characters of a line that is put together of parts
_FRACTION = re.compile(r"(\.\d{6})\d+")


@dataclass(frozen=True)
class Said(Event):
    """One entry as the lines of a log; `prefix` is the log_line_prefix that it was written with, if known."""

    prefix: str = ""


class Cloud(Protocol):
    """One cloud's wrapping."""

    @property
    def name(self) -> str:
        """What it is called where it is named to a person."""
        ...

    def fits(self, sample: bytes) -> bool:
        """Tell whether a sample is in it."""
        ...

    def entries(self, chunks: Iterable[bytes], events: Events) -> Iterator[Said]:
        """Yield the entries as they come; `events` counts what is none, and says why it ended early."""
        ...


def moment_of(value: Any) -> datetime | None:
    """Return a time of RFC 3339, or as PostgreSQL writes it in UTC; None for what is none."""
    if not isinstance(value, str):
        return None
    text = _FRACTION.sub(r"\1", value.strip()).replace(" UTC", "+00:00").replace(" GMT", "+00:00")
    try:
        when = datetime.fromisoformat(text)
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def stamp(when: datetime) -> str:
    """Return a time as %m prints it."""
    return f"{when:%Y-%m-%d %H:%M:%S}.{when.microsecond // 1000:03d} UTC"


def millis(when: datetime | None) -> int:
    """Return a time in milliseconds since 1970; 0 where it is not known."""
    return 0 if when is None else int(when.timestamp() * 1000)


def indented(text: str) -> str:
    """Return a text as a server writes it over several lines: a TAB behind each newline."""
    return text.replace("\r\n", "\n").rstrip("\n").replace("\n", "\n\t")

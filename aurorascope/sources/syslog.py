"""What syslog writes before a message: RFC 3164 (without a year), RFC 5424, stamps of ISO 8601.

rsyslog, syslog-ng and journalctl write files of these forms; their stamps become times that a log has.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from aurorascope.model.support import Support

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SUPPORT = Support(
    "PostgreSQL, syslog",
    "RFC 3164, RFC 5424, ISO stamps; split messages, several servers in a file",
    "the log inside, one for each server",
    "PostgreSQL 15, through a receiver of its own",
    4,
)
SYSLOG = "syslog"
LONGEST = 1 << 20  # bytes of a line
_MONTHS = {
    name: number
    for number, name in enumerate(
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], 1
    )
}
_ISO = rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)"
_TAG = rb"(?P<program>[^\s\[\]:]{1,64})(?:\[(?P<pid>\d{1,9})\])?: ?"
_HEADS = (
    re.compile(
        rb"(?:<\d{1,3}>)?(?P<stamp>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d)(?:\.\d{1,9})? (?P<host>\S+) " + _TAG
    ),
    re.compile(rb"(?:<\d{1,3}>)?(?P<stamp>" + _ISO + rb") (?P<host>\S+) " + _TAG),
    re.compile(
        rb"(?:\d{1,6} )?<\d{1,3}>1 (?P<stamp>"
        + _ISO
        + rb") (?P<host>\S+) (?P<program>\S+) (?P<pid>\d{1,9}|-) \S+ "
        rb"(?:-|(?:\[[^\]\n]*\])+) ?(?:\xef\xbb\xbf)?"
    ),
)
REPEATED = re.compile(
    rb"(?:<\d{1,3}>)?(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|" + _ISO + rb") (?P<host>\S+) "
    rb"(?:\S+: )?(?:--- )?(?:last )?message repeated (?P<times>\d{1,6}) times"
)
_DATED = re.compile(r"(20\d\d)-?(\d\d)-?(\d\d)")


def syslog_head(line: bytes) -> re.Match[bytes] | None:
    """Match what syslog writes before a message."""
    for head in _HEADS:
        found = head.match(line)
        if found is not None:
            return found
    return None


@dataclass
class Calendar:
    """Gives stamps without a year the latest years with which the log ends before it was last written to."""

    last: datetime
    year: int = 0
    month: int = 0

    def dated(self, stamp: bytes) -> bytes:
        """Write `Nov 19 03:14:15` with its year."""
        text = stamp.decode("latin-1")
        month, day, clock = _MONTHS.get(text[:3], 1), int(text[4:6]), text[7:15]
        if not self.year:
            end = self.last + timedelta(days=1)
            self.year = end.year if (month, day) <= (end.month, end.day) else end.year - 1
        elif month < self.month - 6:
            self.year += 1
        elif month > self.month + 6:
            self.year -= 1
        self.month = month
        return f"{self.year:04d}-{month:02d}-{day:02d} {clock}".encode()


def epoch(stamp: bytes) -> bytes:
    """Return an ISO stamp as seconds since 1970, with milliseconds."""
    text = stamp.decode("latin-1").replace(",", ".")
    whole, fraction, zone = re.fullmatch(r"(.{19})(?:\.(\d+))?(.*)", text).groups()  # type: ignore[union-attr] # _ISO
    zone = "+0000" if zone == "Z" else zone.replace(":", "")
    try:
        seconds = int(datetime.strptime(whole + zone, "%Y-%m-%dT%H:%M:%S%z").timestamp())
    except ValueError:
        seconds = 0
    return f"{seconds}.{(fraction or '').ljust(3, '0')[:3]}".encode()


def dated(moment: bytes) -> bytes:
    """Return seconds since 1970 as `2026-11-19 03:14:15`, in UTC."""
    seconds = max(0, int(moment.split(b".")[0]))
    return f"{datetime.fromtimestamp(seconds, tz=UTC):%Y-%m-%d %H:%M:%S}".encode()


def last_written(path: str, modified: float | None) -> datetime:
    """Return when a log was last written to: what its name says, then its file, then now."""
    named = _DATED.search(path.rsplit("/", 1)[-1])
    if named is not None:
        try:
            return datetime(int(named[1]), int(named[2]), int(named[3]), tzinfo=UTC)
        except ValueError:
            pass
    return datetime.now(UTC) if modified is None else datetime.fromtimestamp(modified, tz=UTC)


def lines_of(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield lines without their ends; of one without end, as much as a line may have."""
    held = b""
    for chunk in chunks:
        held += chunk
        *whole, held = held.split(b"\n")
        for line in whole:
            yield line[:LONGEST].rstrip(b"\r")
        held = held[-LONGEST:]
    if held:
        yield held.rstrip(b"\r")

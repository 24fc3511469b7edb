"""Where records of csvlog and jsonlog begin, and which of the two a sample is. Pure `re`.

Both rules are sound, whatever a message holds. In a quoted field of csvlog quotes are doubled, so an odd run
of them with text behind it, where a message begins, cannot stand inside a field. In jsonlog a newline is
escaped.
"""

from __future__ import annotations

import re

from aurorascope.logs.prefix import STAMP, ZONE

CSVLOG, JSONLOG = "csvlog", "jsonlog"
FORMATS = (CSVLOG, JSONLOG)
REACH = 4096  # bytes of a record up to its message; names have at most 63 characters

_STAMP, _ZONE = STAMP.encode(), ZONE.encode()
_TEXT = rb'(?:"(?:[^"\n]|"")*")?'
_CSV = (
    rb"(?m)^" + _STAMP + rb"\.\d{3} " + _ZONE  # log_time
    + rb",(" + _TEXT + rb"),(" + _TEXT + rb"),\d*,(" + _TEXT + rb"),[0-9a-f.]*,\d*,(" + _TEXT + rb"),"
    + rb"(?:" + _STAMP + rb" " + _ZONE + rb")?,[-\d/]*,\d*,[^,\"\n]{1,20},[0-9A-Z]{5},"
    + rb'"(?:"")*[^",\r\n]'  # the message
)  # fmt: skip
STARTS = {
    CSVLOG: re.compile(_CSV),
    JSONLOG: re.compile(rb'(?m)^\{"timestamp":"' + _STAMP),
}
_JSON_MARK = re.compile(rb'(?m)^\{"timestamp":"' + _STAMP + rb'[^"\n]*",[^\n]*"error_severity":"')


def detect_records(sample: bytes) -> tuple[str, int] | None:
    """Return the format of a sample and how many of its records begin in it; None for any other log."""
    found = {CSVLOG: _count(STARTS[CSVLOG], sample), JSONLOG: _count(_JSON_MARK, sample)}
    name = max(found, key=lambda form: found[form])
    return (name, found[name]) if found[name] else None


def _count(starts: re.Pattern[bytes], sample: bytes) -> int:
    return sum(1 for _ in starts.finditer(sample))


def next_start(form: str, data: bytes | bytearray, position: int) -> int:
    """Return where the first record at or after `position` begins; -1 where none does."""
    match = STARTS[form].search(data, position)
    return -1 if match is None else match.start()

"""Which of MySQL's logs a sample is from. Pure `re`: no engine is loaded."""

from __future__ import annotations

import re
from dataclasses import dataclass

from aurorascope.logs.mysql_starts import ERROR, FORMATS, SLOW, STARTS, next_start

ID_LINES = 5
_OPENING = re.compile(
    rb"(?m)^[^\n]{0,500}, Version: [^\n]{1,500}started with:\r?\nT[Cc][Pp] [Pp]ort: [^\n]{0,500}\n"
    rb"Time[ \t]+Id[ \t]+Command[ \t]+Argument"
)
# A line that PostgreSQL writes; such a log may hold any text of MySQL's in its messages.
_POSTGRES = re.compile(
    rb"(?m)^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[^\n]{0,999}?\b(?:LOG|ERROR|FATAL|WARNING|DETAIL|STATEMENT|HINT):  "
)


@dataclass(frozen=True)
class MysqlLog:
    """A format, how many entries of a sample begin as its do, and the bytes that name the source."""

    format: str
    begins: int
    identity: bytes


def detect_mysql(sample: bytes) -> MysqlLog | None:
    """Return which of MySQL's logs this is; None for anything else."""
    found = {name: len(STARTS[name].findall(sample)) for name in FORMATS}
    name = max(FORMATS, key=lambda form: found[form])
    if not found[name]:
        if _OPENING.match(sample.lstrip()) is None:
            return None
        name = SLOW  # a file that was opened and has no entry yet; the general log's looks the same
    if name == ERROR and len(_POSTGRES.findall(sample)) >= found[name]:
        return None
    return MysqlLog(name, found[name], _identity(name, sample))


def _identity(name: str, sample: bytes) -> bytes:
    """Return the head of the first entry: every file begins with the same lines of the server's own."""
    begin = max(0, next_start(name, sample, 0))
    end = next_start(name, sample, begin + 1)
    lines = sample[begin : end if end > 0 else None].splitlines()[:ID_LINES]
    return b"\n".join([name.encode(), *lines])

"""Where entries of MySQL's logs begin, and what a block takes over from the bytes before it. Pure `re`.

The same rules are in the formats, as columns; a test holds the two together.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SLOW, GENERAL, ERROR, AUDIT = "mysql-slow", "mysql-general", "mysql-error", "mysql-audit"
FORMATS = (SLOW, GENERAL, ERROR, AUDIT)
# The prefix of a general log whose executions are counted by the slow log of the same instance.
UNCOUNTED = "uncounted"
INHERITING = (SLOW, GENERAL)
LOG_KINDS = {SLOW: "slowquery", GENERAL: "general", ERROR: "error", AUDIT: "audit"}

# Bytes that the lines of a begin and of a header take at most; longer ones are none.
REACH = 4096
TIME_LIMIT = 60
USER_LIMIT = 1024

ISO = rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}(?:Z|[+-]\d\d:\d\d)"
SHORT = rb"\d{6} [ \d]\d:\d\d:\d\d"
BLANKED = rb"\d{4}-\d\d-\d\d [ \d]\d:\d\d:\d\d"
# A `# Time:` that no `# User@Host:` follows is a piece of a literal, and so is a `# User@Host:` alone.
_SLOW = (
    rb"^# Time: [^\n]{1,%d}\n# User@Host: "
    rb"|^# User@Host: [^\n]{0,%d}\n# (?:Query_|Thread|Schema)" % (TIME_LIMIT, USER_LIMIT)
)
COMMANDS = (
    rb"Query|Connect|Quit|Prepare|Execute|Close stmt|Reset stmt|Init DB|Field List|Statistics|Ping|Refresh"
    rb"|Kill|Binlog Dump(?: GTID)?|Change user|Register Slave|Register Replica|Processlist|Debug|Fetch"
    rb"|Long Data"
    rb"|Set option|Shutdown|Create DB|Drop DB|Sleep|Daemon|Delayed insert|Table Dump|Connect Out|Time|Error"
    rb"|Reset Connection|clone|Group Replication Data Stream subscription|Bulk_execute|Reset connection"
)
GENERAL_HEAD = rb"(?:(?:%s|%s)\t|\t\t) *(?P<id>\d+) (?P<command>%s)(?:\t|\r?$)" % (ISO, SHORT, COMMANDS)
LEVELS = rb"Note|Warning|ERROR|Error|System|ERR"
CRASH = rb"(?:\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ|\d\d:\d\d:\d\d) UTC - (?:mysqld|mariadbd) got "
ERROR_HEAD = rb"(?:(?:%s|%s|%s)(?: +\d+)? \[(?:%s)\] ?|(?=%s))" % (ISO, BLANKED, SHORT, LEVELS, CRASH)
# The lines of one deadlock's dump have heads of their own; they belong to the entry that announces it.
DUMP = rb"(?:(?:\[MY-\d+\] )?\[InnoDB\]|InnoDB:) {0,4}(?:\r?\n|\r?$|\*\*\* )"
DUMP_BEGINS, DUMP_ENDS = b"Transactions deadlock detected", b"WE ROLL BACK TRANSACTION"
# Another thread may write between the lines of a dump; a log is not cut there, as far as a dump is no longer.
DUMP_REACH = 256 << 10
OPERATIONS = (
    rb"CONNECT|DISCONNECT|FAILED_CONNECT|CHANGEUSER|QUERY(?:_D[DMC]L(?:_NO_SELECT)?)?|READ|WRITE|CREATE|ALTER"
    rb"|RENAME|DROP|PROXY_CONNECT|TABLE"
)
AUDIT_HEAD = rb"(?:\d{16}|\d{8} [ \d]\d:\d\d:\d\d),(?:[^,\n]*,){3}\d*,\d*,(?:%s)," % OPERATIONS

STARTS = {
    SLOW: re.compile(b"(?m)" + _SLOW),
    GENERAL: re.compile(b"(?m)^" + GENERAL_HEAD),
    ERROR: re.compile(b"(?m)^" + ERROR_HEAD + b"(?! ?" + DUMP + b")"),
    AUDIT: re.compile(b"(?m)^" + AUDIT_HEAD),
}
_DUMP_BEGINS = re.compile(rb"%s ?(?:(?:\[MY-\d+\] )?\[InnoDB\]|InnoDB:) {0,4}%s" % (ERROR_HEAD, DUMP_BEGINS))
_USE = re.compile(rb"use ([^\n]*?);?\r?\n(?=SET [a-z_]+=)")
_CLOCK = re.compile(rb"(?m)^(%s)\t *\d+ " % SHORT)


def reach(form: str) -> int:
    """Return how many bytes before a place decide, with those after it, whether a log is cut there."""
    return DUMP_REACH if form == ERROR else REACH


def next_start(form: str, data: bytes | bytearray, position: int) -> int:
    """Return where the first entry at or after `position` begins; -1 where none does.

    The search begins a few lines before, so that it is never the second line of a begin that is found.
    """
    starts = STARTS[form]
    match = starts.search(data, max(0, position - REACH) if form == SLOW else position)
    while match is not None and (match.start() < position or open_dump(form, data, match.start()) >= 0):
        match = starts.search(data, match.end())
    return -1 if match is None else match.start()


def open_dump(form: str, data: bytes | bytearray, place: int) -> int:
    """Return where the deadlock's dump begins that has not ended before `place`; -1 where there is none."""
    if form != ERROR:
        return -1
    since = max(0, place - DUMP_REACH)
    at = data.rfind(DUMP_BEGINS, since, place)
    while at >= 0:
        line = data.rfind(b"\n", since, at) + 1
        if _DUMP_BEGINS.match(data, max(line, since)):
            return -1 if data.find(DUMP_ENDS, at, place) >= 0 else max(line, since)
        at = data.rfind(DUMP_BEGINS, since, at)
    return -1


def carried(form: str, before: bytes, known: str = "") -> str:
    """Return what entries after the bytes `before` inherit: a database, or a time; else what was known."""
    found = next(_inherited(form, before), None)
    return known if found is None else found.decode("latin-1")


def _inherited(form: str, before: bytes) -> Iterator[bytes]:
    if form == SLOW:
        at = before.rfind(b"\nuse ")
        while at >= 0:
            match = _USE.match(before, at + 1)
            if match and _in_header(before, at + 1):
                yield match[1]
            at = before.rfind(b"\nuse ", 0, at)
    elif form == GENERAL:
        at = len(before)
        while at > 0:
            begin = max(0, at - (64 << 10))
            matches = _CLOCK.findall(before[begin:at])
            if matches:
                yield matches[-1]
            at = begin


def _in_header(data: bytes, line: int) -> bool:
    """Tell whether the lines before a line are those of an entry's header, up to its `# User@Host:`."""
    end = line - 1
    while end > 0 and line - end < REACH:
        begin = data.rfind(b"\n", 0, end) + 1
        if data[begin : begin + 13] == b"# User@Host: ":
            return True
        if data[begin : begin + 1] != b"#":
            return False
        end = begin - 1
    return False


__all__ = ["AUDIT", "ERROR", "FORMATS", "GENERAL", "LOG_KINDS", "SLOW", "carried", "next_start", "reach"]

"""PostgreSQL's log as syslog wrote it: heads taken off, messages that were cut put together again.

A server sends a message in parts, `[5-1]`, `[5-2]`: a line each, a long line in several. What is left is the
text that the same server would have written to stderr; where its own prefix says no time or process, syslog's
are put before it.
https://www.postgresql.org/docs/current/runtime-config-logging.html#GUC-SYSLOG-SEQUENCE-NUMBERS
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aurorascope.logs.detect import detect
from aurorascope.logs.prefix import Prefix
from aurorascope.logs.prefix_learning import severity_of
from aurorascope.logs.prefix_matching import HEAD, match_head
from aurorascope.sources.syslog import REPEATED, dated, epoch, lines_of, syslog_head

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aurorascope.sources.syslog import Calendar

LINES = 2000  # of a sample
AHEAD = 500  # lines in which the parts of a message come
COPIES = 1000
_ZONE = re.compile(rb"(?:Z|[+-]\d\d:?\d\d)\Z")
_OF_JOURNAL = re.compile(rb"-- [^\n]*\n")  # journalctl's own first line
_PART = re.compile(rb"\[(\d{1,18})-(\d{1,9})\] ")


def is_syslog(sample: bytes) -> bool:
    """Tell whether most lines of a sample are syslog's, and some of them a PostgreSQL server's."""
    if syslog_head(_OF_JOURNAL.sub(b"", sample.lstrip(b"\r\n"), count=1)) is None:
        return False
    lines = sample.split(b"\n", LINES)[:LINES]
    heads = [(line, syslog_head(line)) for line in lines if line.strip()]
    found = [(line, head) for line, head in heads if head is not None]
    return 2 * len(found) >= len(heads) and bool(_programs(found))


def _programs(heads: list[tuple[bytes, re.Match[bytes]]]) -> set[bytes]:
    """Return the programs that write as PostgreSQL does."""
    return {
        head["program"]
        for line, head in heads
        if severity_of(line[head.end() : head.end() + HEAD].decode("utf-8", "replace"))
    }


@dataclass
class Message:
    """One message of a server while its parts come."""

    host: str
    number: bytes
    text: bytearray
    line: int
    lead: bytes
    done: bool = False


@dataclass
class Syslog:
    """Reads a log; `others` counts lines of other programs, `lost` those that no form explains."""

    sample: bytes
    prefix: str | None
    calendar: Calendar
    others: int = 0
    lost: int = 0
    repeated: int = 0
    open: dict[tuple[bytes, bytes, bytes], Message] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Learn from the sample who writes, what the server's own prefix is, and what it does not say."""
        lines = self.sample.split(b"\n", LINES)[:LINES]
        heads = [(line, head) for line in lines if (head := syslog_head(line)) is not None]
        self.programs = _programs(heads)
        own = [(line, head) for line, head in heads if head["program"] in self.programs]
        self.escaped = any(b"#011" in line or b"#012" in line for line, _ in own)
        zones = [_ZONE.search(head["stamp"]) for _, head in own]
        self.iso = any(zones)
        self.zone = next((zone[0] for zone in zones if zone), b"Z")  # whose clock stamps without a zone show
        texts = [line[(_PART.match(line, head.end()) or head).end() :] for line, head in own]
        texts = [part for text in texts for part in self.unescaped(text)]
        named = None if self.prefix is None else Prefix(self.prefix)
        self.inner = named or detect(b"\n".join(texts)).prefix or Prefix("")
        self.timed = self.inner.timed
        self.known = any(part.letter in {"p", "c"} for part in self.inner.parts) or not any(
            head["pid"] for _, head in own
        )

    @property
    def whole_prefix(self) -> str:
        """The prefix of the lines that are given."""
        time = "" if self.timed else "%n " if self.iso else "%t "
        return time + ("" if self.known else "[%p] ") + self.inner.text

    def unescaped(self, text: bytes) -> list[bytes]:
        """Return the lines of a text in which rsyslog wrote control characters as numbers."""
        if not self.escaped:
            return [text]
        return text.replace(b"#011", b"\t").split(b"#012")

    def messages(self, chunks: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
        """Yield the messages of all servers, in the order in which they begin, each with its host."""
        waiting: deque[Message] = deque()
        newest: dict[bytes, Message] = {}
        for number, line in enumerate(lines_of(chunks)):
            again = REPEATED.match(line)
            if again is not None and again["host"] in newest:
                before = newest[again["host"]]
                self.repeated += 1
                for _ in range(min(int(again["times"]), COPIES)):
                    waiting.append(Message(before.host, b"", before.text, number, b"", done=True))
                continue
            message = self.take(line, number)
            if message is not None:
                waiting.append(message)
                newest[message.host.encode()] = message
            while waiting and (waiting[0].done or number - waiting[0].line > AHEAD):
                first = waiting.popleft()
                yield first.host, bytes(first.text)
        for message in waiting:
            yield message.host, bytes(message.text)

    def take(self, line: bytes, number: int) -> Message | None:
        """Take a line: a new message is returned, a part is put to its own."""
        head = syslog_head(line)
        if head is None:
            self.lost += bool(line.strip())
            return None
        program = head["program"]
        if program not in self.programs and not program.startswith(b"postgres"):
            self.others += 1
            return None
        text = line[head.end() :]
        part = _PART.match(text)
        text = text[part.end() :] if part else text
        key = head["host"], program, head["pid"] or b""
        before = self.open.get(key)
        if before is not None and self.goes_on(before, part, text):
            for one in self.unescaped(text):
                self.add(before, one)
            return None
        if before is not None:
            before.done = True
        lead = self.lead(head)
        first, *rest = self.unescaped(text)
        host = head["host"].decode("utf-8", "replace")
        message = Message(host, part[1] if part else b"", bytearray(lead + first), number, lead)
        for one in rest:
            self.add(message, one)
        self.open[key] = message
        return message

    def goes_on(self, before: Message, part: re.Match[bytes] | None, text: bytes) -> bool:
        """Tell whether a line is a further part of a message."""
        if part is not None:
            return part[2] != b"1" and part[1] == before.number
        return text.startswith((b"\t", b"#011", b" ")) or not self.begins(text)

    def begins(self, text: bytes) -> bool:
        """Tell whether a text has the server's prefix."""
        return match_head(self.inner.parts, text[:HEAD].decode("utf-8", "replace")).fits

    def add(self, message: Message, text: bytes) -> None:
        """Add a part: a line of its own where it was one, else the rest of a line that was too long."""
        if text.startswith(b"\t"):
            message.text += b"\n" + text
        elif not text.startswith(b" ") and self.begins(text):
            message.text += b"\n" + message.lead + text
        else:
            message.text += text

    def lead(self, head: re.Match[bytes]) -> bytes:
        """Write the time and the process that the server's prefix does not say."""
        stamp, pid = head["stamp"], head["pid"] or b"0"
        process = b"" if self.known else b"[%s] " % (b"0" if pid == b"-" else pid)
        if self.timed:
            return process
        if b"T" in stamp:  # of each line by itself: a daemon that is set otherwise goes on in the same file
            self.zone = _ZONE.search(stamp)[0]  # type: ignore[index] # an ISO stamp ends so
            return (epoch(stamp) if self.iso else dated(epoch(stamp)) + b" UTC") + b" " + process
        day = self.calendar.dated(stamp)
        return (epoch(day.replace(b" ", b"T") + self.zone) if self.iso else day + b" UTC") + b" " + process

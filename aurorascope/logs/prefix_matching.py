"""One line's head against the parts of a prefix, in bounded time, and how far it fits where it does not.

Detection tries many prefixes on lines that somebody may have written to keep a backtracking engine busy; so
each place of a line is tried once for each part, and a head has a greatest length.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Protocol

from aurorascope.logs.prefix import END_OF_SHORT, SEVERITY, TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HEAD = 600  # characters: names have at most 63 bytes, so a longer head is none
TRIES = 400


class Piece(Protocol):
    """A part of a prefix, or of a guess at one."""

    @property
    def literal(self) -> str:
        """What stands there always; empty for a value."""
        ...

    @property
    def letter(self) -> str:
        """Which escape, or which token, it is."""
        ...

    @property
    def pattern(self) -> str:
        """What a value looks like."""
        ...

    @property
    def padding(self) -> int:
        """How wide the value is made."""
        ...


@dataclass
class Head:
    """What a head's parts hold, by the part's number: where its blanks and its value begin and end.

    `part` and `place` say, where it does not fit, which part failed last and where that was.
    """

    fits: bool = False
    spans: dict[int, tuple[int, int, int, int]] = field(default_factory=dict)
    part: int = 0
    place: int = 0
    message: int = 0
    severity: str = ""


def match_head(parts: Sequence[Piece], line: str, *, padded: bool = False, strict: bool = False) -> Head:
    """Match the head of a line.

    `padded` lets blanks stand around every value; `strict` lets no text hold what follows it.
    """
    return _Matching(parts, line[:HEAD], padded=padded, strict=strict).run()


@cache
def severity_pattern() -> re.Pattern[str]:
    """Return the pattern of a severity in any language; it takes a while to be made."""
    return re.compile(":?" + SEVERITY)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


class _Matching:
    def __init__(self, parts: Sequence[Piece], line: str, *, padded: bool, strict: bool) -> None:
        self.parts, self.line, self.padded, self.strict = parts, line, padded, strict
        self.failed: set[tuple[int, int]] = set()
        self.spans: dict[int, tuple[int, int, int, int]] = {}
        self.tries = 0
        self.head = Head()

    def run(self) -> Head:
        if self.rest(0, 0):
            self.head.fits, self.head.spans = True, self.spans
        return self.head

    def rest(self, number: int, at: int) -> bool:
        """Match from part `number` on at place `at`."""
        if (number, at) in self.failed or self.tries > TRIES:
            return False
        self.tries += 1
        self.head.place, self.head.part = max((at, number), (self.head.place, self.head.part))
        if number == len(self.parts):
            return self.end(at)
        part = self.parts[number]
        if part.letter == END_OF_SHORT:
            if self.end(at) or self.rest(number + 1, at):
                return True
        elif not part.letter:
            if self.line.startswith(part.literal, at) and self.rest(number + 1, at + len(part.literal)):
                return True
        else:
            for begin, end, after in self.values(part, number, at):
                if self.rest(number + 1, after):
                    self.spans[number] = at, begin, end, after
                    return True
        self.failed.add((number, at))
        return False

    def end(self, at: int) -> bool:
        found = severity_pattern().match(self.line, at)
        if found is None:
            return False
        self.head.message, self.head.severity = found.end(), found["severity"]
        return True

    def values(self, part: Piece, number: int, at: int) -> Iterator[tuple[int, int, int]]:
        """Yield where the part's value may begin and end, and where the next part begins then."""
        begins = {at: None}
        if self.padded or part.padding > 0:
            begins = dict.fromkeys((self.skip(at), at))
        for begin in begins:
            for end in self.ends(part, number, begin):
                if not self.padded and part.padding >= 0:
                    yield begin, end, end
                    continue
                for after in range(self.skip(end), end - 1, -1):
                    yield begin, end, after

    def skip(self, at: int) -> int:
        """Return where the blanks end."""
        while at < len(self.line) and self.line[at] == " ":
            at += 1
        return at

    def ends(self, part: Piece, number: int, begin: int) -> Iterator[int]:
        """Yield where a value may end, in the order in which the pattern would try."""
        following = self.parts[number + 1] if number + 1 < len(self.parts) else None
        literal = following.literal.lstrip(" ") if following is not None else ""
        if part.pattern == TEXT:
            yield from self.text_ends(part, following, begin)
            return
        found = _compiled(part.pattern).match(self.line, begin)
        if found is None:
            return
        yield found.end()
        # a value that took what belongs to the next part: an address holds colons, as prefixes do
        end = found.end()
        for _ in range(8):
            end = self.line.rfind(literal[0], begin, end) if literal else end - 1
            if end < begin:
                return
            if _compiled(part.pattern).fullmatch(self.line, begin, end):
                yield end

    def text_ends(self, part: Piece, following: Piece | None, begin: int) -> Iterator[int]:
        """Yield where a text may end: before what follows it, or anywhere."""
        padded = self.padded or part.padding < 0
        if following is None:
            for found in severity_pattern().finditer(self.line, begin):
                yield self.trimmed(begin, found.start(), padded)
                if self.strict:
                    return
        elif following.literal:
            end = self.line.find(following.literal, begin)
            while end >= 0:
                yield self.trimmed(begin, end, padded)
                end = -1 if self.strict else self.line.find(following.literal, end + 1)
        else:
            yield from range(begin, len(self.line))

    def trimmed(self, begin: int, end: int, padded: bool) -> int:
        while padded and end > begin and self.line[end - 1] == " ":
            end -= 1
        return end

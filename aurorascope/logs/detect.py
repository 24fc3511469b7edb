"""Which format and prefix a log has, from a sample of its first lines. Pure `re`: no engine is loaded."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from aurorascope.logs.languages import TRANSLATED
from aurorascope.logs.prefix import RDS_DEFAULT, RDS_VERBOSE, SEVERITIES, Prefix
from aurorascope.logs.prefix_evidence import Evidence
from aurorascope.logs.prefix_learning import learn, rows_of, severity_of
from aurorascope.logs.prefix_matching import HEAD, match_head

SAMPLE_LINES = 1000
LINE_LIMIT = HEAD  # of a sample's line, only its head is looked at
MINIMUM_SHARE = 0.5

# Candidates in the order in which a tie is decided: the more a prefix says, the earlier it stands.
CANDIDATES = (
    RDS_VERBOSE,
    RDS_DEFAULT + "%Q:",
    RDS_DEFAULT,
    "%m:%r:%u@%d:[%p]:",
    "%t:%r:%u@%d:[%p]:%l:%e:%s:%v:%x:%c:%q%a",
    "%t [%p]: [%l-1] user=%u,db=%d,app=%a,client=%h ",
    "%t [%p]: user=%u,db=%d,app=%a,client=%h ",
    "%t [%p]: [%l-1] user=%u,db=%d ",
    "%m [%p] %q%u@%d/%a ",
    "%m [%p] %q%u@%d ",
    "%t [%p] %q%u@%d ",
    "%m [%p] ",
    "%t [%p] ",
    "%t [%p]: ",
    "%t ",
    "%m ",
)
_LINE = re.compile(rb"[^\n]*\n?")
# One pattern for all words: to look for each in each line is most of what it takes to recognise a log.
_ASCII = re.compile(b"|".join(re.escape(word.encode()) for word in TRANSLATED if word.isascii()))
_UNZONED = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?!(?:\.\d{3})? [A-Za-z+-])")
_UNMISTAKABLE = RDS_DEFAULT[:-1].removeprefix("%t")  # what no other prefix looks like


@dataclass(frozen=True)
class Detected:
    """The prefix that explains most of a sample, and how much that is.

    `share` is of the lines that are no continuation. Where none fits, `nearest` is the one that explains
    most, and `reason` says where the first line that differs does so: `first_other`, at byte `offset`.
    """

    prefix: Prefix | None
    share: float
    lines: int
    nearest: str = ""
    first_other: str = ""
    offset: int = 0

    @property
    def reason(self) -> str:
        """What of the nearest prefix the first other line does not have."""
        if self.nearest:
            return misfit(Prefix(self.nearest), self.first_other)
        if _UNZONED.match(self.first_other):
            return f"no zone follows the time, as it does with %t and %m, but {self.first_other[19:49]!r}"
        return "no part of it fits"


def detect(sample: bytes, *, prefixes: tuple[str, ...] = (), lines: int = SAMPLE_LINES) -> Detected:
    """Choose the prefix that explains the largest share of the lines; none where it is under a half.

    One of `prefixes`, or, where none is named, one that is known or that the lines themselves show.
    """
    heads = candidate_lines(sample, lines)
    if not heads:
        return Detected(None, 0.0, 0)
    best = _best(heads, prefixes or CANDIDATES)
    if prefixes or (best.share == 1 and _holds(best, heads)):
        return best
    holds = best.share > 0 and _holds(best, heads)
    learnt = learn([line.decode("utf-8", "replace") for _, line in heads])
    found = best if learnt is None else _judged(learnt, heads)
    if found.share > best.share or not holds:
        return found if found is not best or holds else replace(best, prefix=None)
    return best


def _best(lines: list[tuple[int, bytes]], prefixes: tuple[str, ...]) -> Detected:
    best: Detected | None = None
    for text in prefixes:
        found = _judged(Prefix(text), lines)
        if best is None or (found.share, bool(found.nearest)) > (best.share, bool(best.nearest)):
            best = found
        if found.share == 1:
            break  # none of the rest can explain more
    assert best is not None  # noqa: S101 - there is always a candidate
    if best.prefix is None or "%q" not in best.prefix.text or len(prefixes) == 1:
        return best
    short = _judged(Prefix(best.prefix.text.partition("%q")[0]), lines)  # no line may show what follows
    return short if short.share == best.share else best


def _judged(prefix: Prefix, lines: list[tuple[int, bytes]]) -> Detected:
    """Say how much of the lines a prefix explains."""
    others = [(offset, line) for offset, line in lines if not _explained(prefix, line)]
    share = 1 - len(others) / len(lines)
    found = prefix if share >= MINIMUM_SHARE else None
    nearest = prefix.text if share or _begins(prefix, others[0][1]) else ""
    if not others:
        return Detected(found, share, len(lines), nearest)
    offset, line = others[0]
    text = line.decode("utf-8", "replace")
    return Detected(found, share, len(lines), nearest, text[:HEAD], offset)


def _begins(prefix: Prefix, line: bytes) -> bool:
    """Tell whether at least the first value of a prefix fits a line."""
    head = match_head(prefix.parts, line.decode("utf-8", "replace"))
    return any(part.letter for part in prefix.parts[: head.part])


def _explained(prefix: Prefix, line: bytes) -> bool:
    """Tell whether a line has the prefix.

    A prefix of our own list is a pattern that no line keeps busy; one that was learnt of hostile lines, or
    given, may hold texts side by side, which would: it is matched in bounded time.
    """
    if prefix.text in CANDIDATES:
        return prefix.regex.match(line) is not None or _translated(prefix, line)
    return match_head(prefix.parts, line.decode("utf-8", "replace")).fits


def _translated(prefix: Prefix, line: bytes) -> bool:
    """Tell whether a line fits whose severity is not in English."""
    if line.isascii() and not _ASCII.search(line):
        return False
    text = line.decode("utf-8", "replace")
    word = severity_of(text)
    return word is not None and word[1] not in SEVERITIES and match_head(prefix.parts, text).fits


def _holds(found: Detected, lines: list[tuple[int, bytes]]) -> bool:
    """Tell whether the messages of a log do not speak against what a known prefix makes of its heads."""
    if found.prefix is None or _UNMISTAKABLE in found.prefix.text:
        return found.prefix is not None
    rows = rows_of([line.decode("utf-8", "replace") for _, line in lines])
    heads = [match_head(found.prefix.parts, row.line) for row in rows]
    fitting = [(row, head) for row, head in zip(rows, heads, strict=True) if head.fits]
    evidence = Evidence([row for row, _ in fitting])
    for number, part in enumerate(found.prefix.parts):
        if part.letter and part.letter in "udahrpl":
            column = [
                row.line[slice(*head.spans[number][1:3])] if number in head.spans else None
                for row, head in fitting
            ]
            if evidence.denied(column, "h" if part.letter == "r" else part.letter):
                return False
    return True


def misfit(prefix: Prefix, line: str) -> str:
    """Say which part of a prefix does not fit a line, and where; empty where all of them do."""
    if match_head(prefix.parts, line).fits:
        return ""
    head = match_head(prefix.parts, line, strict=True)  # else a name would reach to the end of the line
    wanted = "a severity" if head.part == len(prefix.parts) else str(prefix.parts[head.part])
    return f"{wanted} does not fit at {line[head.place : head.place + 30]!r}"


def candidate_lines(sample: bytes, most: int = SAMPLE_LINES) -> list[tuple[int, bytes]]:
    """Return the heads of a sample's lines with their places, without those that begin with TAB or blank."""
    lines = []
    for match in _LINE.finditer(sample):
        line = match[0][:LINE_LIMIT].rstrip(b"\r\n")
        if line and line[:1] not in b"\t ":
            lines.append((match.start(), line))
            if len(lines) == most:
                break
    return lines


def binary(sample: bytes) -> bool:
    """Tell whether a sample is no text: NUL bytes, or a third of control characters."""
    if not sample:
        return False
    head = sample[:65536]
    odd = sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in head[:8192])
    return head.count(0) * 100 > len(head) or odd * 3 > len(head[:8192])

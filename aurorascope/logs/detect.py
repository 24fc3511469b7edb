"""Which format and prefix a log has, from a sample of its first lines. Pure `re`: no engine is loaded."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from aurorascope.logs.prefix import RDS_DEFAULT, RDS_VERBOSE, Prefix

SAMPLE_LINES = 400
LINE_LIMIT = 2048  # of a sample's line, only its head is looked at
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


@dataclass(frozen=True)
class Detected:
    """The prefix that explains most of a sample, and how much that is.

    `share` is of the lines that are no continuation. `nearest` is the best candidate where none fits, and
    `first_other` the first line it does not explain.
    """

    prefix: Prefix | None
    share: float
    lines: int
    nearest: str = ""
    first_other: str = ""
    tried: int = field(default=len(CANDIDATES))


def detect(sample: bytes, *, prefixes: tuple[str, ...] = CANDIDATES) -> Detected:
    """Choose the prefix that explains the largest share of the lines; none where it is under a half."""
    lines = candidate_lines(sample)
    if not lines:
        return Detected(None, 0.0, 0)
    best: tuple[int, Prefix, bytes] | None = None
    for text in prefixes:
        prefix = Prefix(text)
        others = [line for line in lines if not prefix.regex.match(line)]
        fits = len(lines) - len(others)
        if best is None or fits > best[0]:
            best = fits, prefix, others[0] if others else b""
        if not others:
            break  # none of the rest can explain more
    assert best is not None  # noqa: S101 - there is always a candidate
    fits, prefix, other = best
    share = fits / len(lines)
    text = other[:200].decode("utf-8", "replace")
    found = prefix if share >= MINIMUM_SHARE else None
    return Detected(found, share, len(lines), prefix.text if fits else "", text)


def candidate_lines(sample: bytes) -> list[bytes]:
    """Return the heads of a sample's lines, without those that begin with TAB, blank or nothing."""
    lines = []
    for match in _LINE.finditer(sample):
        line = match[0][:LINE_LIMIT]
        if line and line[:1] not in b"\t \r\n":
            lines.append(line)
            if len(lines) == SAMPLE_LINES:
                break
    return lines


def binary(sample: bytes) -> bool:
    """Tell whether a sample is no text: NUL bytes, or a third of control characters."""
    if not sample:
        return False
    head = sample[:65536]
    odd = sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in head[:8192])
    return head.count(0) * 100 > len(head) or odd * 3 > len(head[:8192])

"""What every channel is given: few lines, no secrets, no control characters, one link that is ours."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from aurorascope.logs.secrets import ADDRESS, ASSIGNED
from aurorascope.report.delivery.delivered import MOST_LINES

if TYPE_CHECKING:
    from aurorascope.report.delivery.delivered import Verdict
    from aurorascope.report.delivery.manifest import Night

MOST_CHARACTERS = 500  # of a line
BREAKING = frozenset({"Cc", "Zl", "Zp"})
UNSEEN = frozenset({"Cf", "Cs", "Co"})  # bidirectional overrides among them
ZERO_WIDTH = "\u200b"
APART = frozenset({ZERO_WIDTH, "\u2060"})  # what keeps a text from being a link or a mention stays
SCHEME = re.compile(r"\b([a-z][a-z0-9+.-]*):(?=//)", re.IGNORECASE)
BOLD = re.compile(r"\*\*(.+?)\*\*")
EMPHASIS = re.compile(r"^_(.+)_$")  # a whole line, as the report's last one is; `a_b` is a name
LINK = re.compile(r"\[([^\]]*)\]\(([^)\s]*)\)")
HEADING = re.compile(r"#{1,6}\s+(.*)")
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
MENTION = re.compile(r"@(?=\w)")


@dataclass(frozen=True, slots=True)
class Message:
    """One report in few words. `lines` are Markdown, `link` is an address, or a place to look."""

    folder: str
    day: str
    worst: Verdict
    subject: str
    lines: tuple[str, ...]
    link: str

    @property
    def is_linked(self) -> bool:
        """Say whether the link can be opened from elsewhere."""
        return self.link.startswith(("https://", "http://"))

    @property
    def key(self) -> str:
        """The hash of what is said: the same words are the same message."""
        return hashlib.sha256("\n".join((self.subject, *self.lines, self.link)).encode()).hexdigest()


def message_of(night: Night, address: str) -> Message:
    """Make the message of a report that lies at `address`."""
    loud = sum(verdict == night.worst for verdict in night.verdicts.values())
    of = f" ({loud} of {len(night.verdicts)} clusters)" if night.verdicts else ""
    link = address
    if night.link_base:
        link = f"{night.link_base.rstrip('/')}/{quote(night.folder)}/{quote(night.page)}"
    return Message(
        folder=night.folder,
        day=night.day.isoformat(),
        worst=night.worst,
        subject=f"Aurora report {night.folder}: {night.worst}{of}",
        lines=tuple(few_lines(night.short)),
        link=link,
    )


def few_lines(text: str) -> list[str]:
    """Return at most 15 lines, each cut where it is too long; what is cut is counted."""
    lines = [plain(line) for line in text.strip().splitlines()]
    if len(lines) > MOST_LINES:
        rest = len(lines) - MOST_LINES + 1
        lines = [*lines[: MOST_LINES - 1], f"... and {rest} lines more in the report"]
    return lines


def plain(line: str) -> str:
    """Return a line without secrets and without characters that steer a terminal, a mail or a screen."""
    seen = "".join(" " if unicodedata.category(one) in BREAKING else one for one in line)
    seen = "".join(one for one in seen if one in APART or unicodedata.category(one) not in UNSEEN).rstrip()
    seen = re.sub(ADDRESS, r"\1:***@", re.sub(ASSIGNED, r"\1\2***", seen))
    return seen if len(seen) <= MOST_CHARACTERS else f"{seen[: MOST_CHARACTERS - 4]} ..."


def unarmed(text: str) -> str:
    """Return text in which no address is a link and no name is mentioned: both come from log text."""
    return MENTION.sub(f"@{ZERO_WIDTH}", SCHEME.sub(rf"\1{ZERO_WIDTH}:", text))


def words(line: str) -> str:
    r"""Return a line of Markdown as its words, for what shows Markdown as it is written.

    >>> words(r"## **orders**: a\_b [act](https://x.example/)")
    'orders: a_b act'
    """
    line = LINK.sub(r"\1", line)
    heading = HEADING.fullmatch(line)
    line = EMPHASIS.sub(r"\1", BOLD.sub(r"\1", heading[1] if heading else line))
    return unarmed(ESCAPED.sub(r"\1", line))


def ascii_line(text: str, most: int) -> str:
    """Return one line of printable ASCII, at most so long, as headers and subjects need it."""
    line = "".join(one if " " <= one <= "~" else "?" for one in " ".join(text.split()))
    return line if len(line) <= most else f"{line[: most - 3]}..."

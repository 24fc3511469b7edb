"""`log_line_prefix` to a pattern: one entry for each escape, so that any prefix is composed.

Escapes: https://www.postgresql.org/docs/current/runtime-config-logging.html (log_line_prefix).
This module is pure `re`; the same pattern text runs in polars (Rust), so only what both understand is used.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from aurorascope.logs.languages import TRANSLATED
from aurorascope.model.errors import BadRequestError

RDS_DEFAULT = "%t:%r:%u@%d:[%p]:"
RDS_VERBOSE = "%m:%r:%u@%d:[%p]:%l:%e:%s:%v:%x:%c:%q%a"

MAIN_SEVERITIES = (
    "LOG", "ERROR", "FATAL", "PANIC", "WARNING", "NOTICE", "INFO",
    "DEBUG", "DEBUG1", "DEBUG2", "DEBUG3", "DEBUG4", "DEBUG5",
)  # fmt: skip
CONTINUATIONS = ("DETAIL", "HINT", "CONTEXT", "STATEMENT", "QUERY", "LOCATION", "BACKTRACE")
SEVERITIES = MAIN_SEVERITIES + CONTINUATIONS
# What stands between the prefix and the message; some languages put a blank before the colon.
ENGLISH = "(?P<severity>" + "|".join(SEVERITIES) + "): {0,2}"
_OTHERS = sorted(map(re.escape, TRANSLATED), key=len, reverse=True)
SEVERITY = "(?P<severity>" + "|".join((*SEVERITIES, *_OTHERS)) + ")(?: |\u00a0)?: {0,2}"

ZONE = r"(?:[A-Za-z]{1,6}|[+-]\d{2}(?::?\d{2})?)"
STAMP = r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}"
REMOTE = r"(?:\[local\]|[0-9A-Za-z_.:%-]+\(\d+\)|)"
HOST = r"(?:\[local\]|(?:[0-9A-Za-z_.:%-]*[0-9A-Za-z_.:%])?)"
# Escapes of our own: text of which nobody knows what it is, and a client with or without its port.
ANY, CLIENT = "*", "@"
TEXT = r".*?"

# escape -> (column, pattern); user, database and application may hold anything, so they are lazy
ESCAPES: dict[str, tuple[str, str]] = {
    "a": ("application", TEXT),
    "u": ("user_name", TEXT),
    "d": ("database_name", TEXT),
    "r": ("remote", REMOTE),
    "h": ("host", HOST),
    "L": ("local_host", r"(?:\[none\]|" + HOST[3:]),
    "b": ("backend_type", TEXT),
    "p": ("pid", r"\d+"),
    "P": ("leader_pid", r"\d*"),
    "t": ("stamp", STAMP + " " + ZONE),
    "m": ("stamp", STAMP + r"\.\d{3} " + ZONE),
    "n": ("epoch", r"\d+\.\d{3}"),
    "i": ("command_tag", TEXT),
    "e": ("sqlstate", r"[0-9A-Z]{5}"),
    "c": ("session_id", r"[0-9a-f]+\.[0-9a-f]+"),
    "l": ("line_num", r"\d+"),
    "s": ("session_start", STAMP + " " + ZONE),
    "v": ("vxid", r"(?:-?\d+/\d+|)"),
    "x": ("xid", r"\d+"),
    "Q": ("query_id", r"-?\d+"),
    ANY: ("", TEXT),
    CLIENT: ("remote", r"(?:\[local\]|[0-9A-Za-z_.:%-]+(?:\(\d+\))?|)"),
}
_ESCAPE = re.compile(r"%(-?\d+)?([a-zA-Z%*@])")
END_OF_SHORT = "q"


class PrefixError(BadRequestError):
    """A `log_line_prefix` that cannot be composed into a pattern."""


class Part(NamedTuple):
    """A part of a prefix: a literal, or an escape's letter (q: processes without a session stop here)."""

    literal: str = ""
    letter: str = ""
    padding: int = 0  # below zero: blanks follow a short value

    @property
    def column(self) -> str:
        """The column that the escape fills; empty for none."""
        return ESCAPES[self.letter][0] if self.letter in ESCAPES else ""

    @property
    def pattern(self) -> str:
        """What the escape's value looks like."""
        return ESCAPES[self.letter][1]

    def __str__(self) -> str:
        """Write it as the server's setting has it."""
        width = str(self.padding) if self.padding else ""
        return f"%{width}{self.letter}" if self.letter else self.literal.replace("%", "%%")


def parts_of(prefix: str) -> list[Part]:
    """Cut a `log_line_prefix` into its parts; PrefixError names the escape that is not known."""
    parts: list[Part] = []
    at = 0

    def literal(text: str) -> None:
        if text and parts and parts[-1].literal:
            parts[-1] = Part(parts[-1].literal + text)
        elif text:
            parts.append(Part(text))

    for match in _ESCAPE.finditer(prefix):
        literal(prefix[at : match.start()])
        at = match.end()
        padding, letter = match[1], match[2]
        if letter == "%":
            literal("%")
        elif letter == END_OF_SHORT:
            if not any(part.letter == END_OF_SHORT for part in parts):
                parts.append(Part(letter=letter))
        elif letter in ESCAPES:
            parts.append(Part(letter=letter, padding=int(padding or 0)))
        else:
            known = " ".join(f"%{key}" for key in ESCAPES if key.isalpha())
            raise PrefixError(
                f"the prefix {prefix!r} has %{letter}, which is no escape; known are {known} %q %%"
            )
    literal(prefix[at:])
    return parts


@dataclass(frozen=True)
class Prefix:
    """A `log_line_prefix` as text, with the pattern of a whole first line's head.

    `head` matches from the first byte of a line to the blanks after its severity; its groups are named after
    the columns of `ESCAPES`, and `severity`.
    """

    text: str

    @cached_property
    def parts(self) -> list[Part]:
        """The prefix in parts."""
        return parts_of(self.text)

    @cached_property
    def head(self) -> str:
        """The pattern, for `re` and for Rust's regex alike."""
        return "^" + compose(self.parts) + r":?" + SEVERITY

    @cached_property
    def begin(self) -> str:
        """The pattern that a line which begins an entry has: its head as far as that has a fixed form.

        Texts that may hold anything, several in a row, would take a backtracking engine for ever.
        """
        fixed = []
        for part in self.parts:
            if part.letter == END_OF_SHORT or (part.letter and part.pattern == TEXT):
                break
            fixed.append(part)
        return "^" + compose(fixed) if any(part.letter for part in fixed) else self.head

    @cached_property
    def regex(self) -> re.Pattern[bytes]:
        """The head's pattern for bytes, with the severities of English."""
        return re.compile(("^" + compose(self.parts) + ":?" + ENGLISH).encode())

    @property
    def stamped(self) -> bool:
        """True where every line begins with %t or %m: entry begins are then seen without a regex."""
        return self.text.startswith(("%t", "%m"))

    @property
    def timed(self) -> bool:
        """True where a line says when it was written."""
        return any(part.letter in set("tmn") for part in self.parts)


def compose(parts: list[Part]) -> str:
    """Compose the pattern of a prefix's parts."""
    written: list[str] = []
    seen: set[str] = {""}
    optional = False
    for part in parts:
        if part.letter == END_OF_SHORT:
            written.append("(?:")
            optional = True
        elif part.letter:
            name = f"?P<{part.column}>" if part.column not in seen else "?:"
            seen.add(part.column)
            body = f"({name}{part.pattern})"
            written.append(f" *{body}" if part.padding > 0 else f"{body} *" if part.padding else body)
        else:
            written.append(re.escape(part.literal).replace(r"\ ", " "))
    return "".join(written) + (")??" if optional else "")  # the short form first: texts may hold a severity

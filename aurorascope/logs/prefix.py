"""`log_line_prefix` to a pattern: one entry for each escape, so that any prefix is composed.

Escapes: https://www.postgresql.org/docs/current/runtime-config-logging.html (log_line_prefix).
This module is pure `re`; the same pattern text runs in polars (Rust), so only what both understand is used.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from aurorascope.model.errors import BadRequestError

RDS_DEFAULT = "%t:%r:%u@%d:[%p]:"
RDS_VERBOSE = "%m:%r:%u@%d:[%p]:%l:%e:%s:%v:%x:%c:%q%a"

MAIN_SEVERITIES = (
    "LOG", "ERROR", "FATAL", "PANIC", "WARNING", "NOTICE", "INFO",
    "DEBUG", "DEBUG1", "DEBUG2", "DEBUG3", "DEBUG4", "DEBUG5",
)  # fmt: skip
CONTINUATIONS = ("DETAIL", "HINT", "CONTEXT", "STATEMENT", "QUERY", "LOCATION", "BACKTRACE")
SEVERITIES = MAIN_SEVERITIES + CONTINUATIONS

ZONE = r"(?:[A-Za-z]{1,6}|[+-]\d{2}(?::?\d{2})?)"
STAMP = r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}"
REMOTE = r"(?:\[local\]|[0-9A-Za-z_.:%-]+\(\d+\)|)"

# escape -> (column, pattern); user, database and application may hold anything, so they are lazy
ESCAPES: dict[str, tuple[str, str]] = {
    "a": ("application", r".*?"),
    "u": ("user_name", r".*?"),
    "d": ("database_name", r".*?"),
    "r": ("remote", REMOTE),
    "h": ("host", r"(?:\[local\]|[0-9A-Za-z_.:%-]*)"),
    "b": ("backend_type", r"[a-zA-Z_ ]*?"),
    "p": ("pid", r"\d+"),
    "P": ("leader_pid", r"\d*"),
    "t": ("stamp", STAMP + " " + ZONE),
    "m": ("stamp", STAMP + r"\.\d{3} " + ZONE),
    "n": ("epoch", r"\d+\.\d{3}"),
    "i": ("command_tag", r".*?"),
    "e": ("sqlstate", r"[0-9A-Z]{5}"),
    "c": ("session_id", r"[0-9a-f]+\.[0-9a-f]+"),
    "l": ("line_num", r"\d+"),
    "s": ("session_start", STAMP + " " + ZONE),
    "v": ("vxid", r"(?:-?\d+/\d+|)"),
    "x": ("xid", r"\d+"),
    "Q": ("query_id", r"-?\d+"),
}
_ESCAPE = re.compile(r"%(-?\d+)?([a-zA-Z%])")


class PrefixError(BadRequestError):
    """A `log_line_prefix` that cannot be composed into a pattern."""


@dataclass(frozen=True)
class Prefix:
    """A `log_line_prefix` as text, with the pattern of a whole first line's head.

    `head` matches from the first byte of a line to the blanks after its severity; its groups are named after
    the columns of `ESCAPES`, and `severity`.
    """

    text: str

    @cached_property
    def head(self) -> str:
        """The pattern, for `re` and for Rust's regex alike."""
        return "^" + compose(self.text) + r":?(?P<severity>" + "|".join(SEVERITIES) + r"):  ?"

    @cached_property
    def regex(self) -> re.Pattern[bytes]:
        """The same for bytes, where a sample of lines is judged."""
        return re.compile(self.head.encode())

    @property
    def stamped(self) -> bool:
        """True where every line begins with %t or %m: entry begins are then seen without a regex."""
        return self.text.startswith(("%t", "%m"))


def compose(prefix: str) -> str:
    """Compose the pattern of a `log_line_prefix`; PrefixError names the escape that is not known."""
    parts: list[str] = []
    seen: set[str] = set()
    optional = False
    at = 0
    for match in _ESCAPE.finditer(prefix):
        parts.append(re.escape(prefix[at : match.start()]).replace(r"\ ", " "))
        at = match.end()
        padding, letter = match[1], match[2]
        if letter == "%":
            parts.append("%")
        elif letter == "q":  # processes without a session stop here
            if not optional:
                parts.append("(?:")
                optional = True
        else:
            parts.append(_escape(letter, padding, seen, prefix))
    parts.append(re.escape(prefix[at:]).replace(r"\ ", " "))
    return "".join(parts) + (")?" if optional else "")


def _escape(letter: str, padding: str | None, seen: set[str], prefix: str) -> str:
    if letter not in ESCAPES:
        known = " ".join(f"%{key}" for key in ESCAPES)
        raise PrefixError(f"the prefix {prefix!r} has %{letter}, which is no escape; known are {known} %q %%")
    column, pattern = ESCAPES[letter]
    if column in seen:
        body = f"(?:{pattern})"
    else:
        seen.add(column)
        body = f"(?P<{column}>{pattern})"
    if padding is None:
        return body
    return f"{body} *" if padding.startswith("-") else f" *{body}"

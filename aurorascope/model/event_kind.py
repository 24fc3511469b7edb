"""An event kind: what one sort of server message looks like, and which columns it fills.

One kind is one TOML file beside its samples; `aurorascope/logs/kinds.py` loads and applies them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Part = Literal["message", "detail", "hint", "context", "statement"]
Reading = Literal[
    "text",  # as it stands
    "lower",  # lower case
    "int",  # 1234
    "float",  # 12.5
    "ms",  # 12.345 milliseconds -> 12345 microseconds, exactly
    "s",  # 0.123 seconds -> 123000 microseconds, exactly
    "interval",  # 0:00:01.000 -> 1000000 microseconds
    "ints",  # '9, 10' -> [9, 10]
    "true",  # true where the group took part in the match, else false
]


@dataclass(frozen=True, slots=True)
class Piece:
    """A pattern for one part of the entry; its named groups join those of the kind's own pattern."""

    part: Part
    pattern: str


@dataclass(frozen=True, slots=True)
class Field:
    """How one column is read: the first of the named `groups` that took part, through a reading.

    `values` translate the server's words instead (a word that is not listed gives null).
    """

    column: str
    reading: Reading = "text"
    groups: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Fill:
    """The columns that a kind gives one table.

    `attributes` become one JSON object in the column `attributes`; `builder` names a function of
    `logs/builders.py` where columns need more than patterns; `only` is a pattern that the message must
    match as well, for a table that takes some of the kind's messages.
    """

    table: str
    fields: tuple[Field, ...] = ()
    constant: tuple[tuple[str, object], ...] = ()
    attributes: tuple[Field, ...] = ()
    builder: str = ""
    only: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """One real message with the columns it must give; `also` holds those of the further tables."""

    kind: str
    version: str
    message: str
    detail: str | None = None
    hint: str | None = None
    context: str | None = None
    statement: str | None = None
    severity: str = "LOG"
    expect: dict[str, object] = field(default_factory=dict)
    also: dict[str, dict[str, object]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MessageFormat:
    """One of the server's own message formats, cut at its values: a literal, a value, a literal and so on.

    A value is its name ('' for none) and whether it is a number.
    """

    literals: tuple[str, ...]
    values: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class EventKind:
    """A cheap prefix test, a linear-time pattern, and the columns they fill.

    `starts` are prefixes of the message, one of which must match before `pattern` (Rust regex) is tried;
    `fast` are narrower patterns with some of the same groups, tried first: where a value cannot hold a blank,
    a match needs no second look at any byte and costs a third; what they leave goes to `pattern`;
    `groups` are the named groups of `pattern`;
    `formats` are the message formats that `pattern` was made of, where it was;
    `fills` are the tables the kind gives rows to, none when the message has its `entries` row alone;
    `near` says which messages that start right without matching count as a changed wording
    (a pattern; '' for every one, None for none);
    `secret` are the columns and attributes that hold people's data, left out in a redacted store.
    """

    name: str
    engine: str
    doc: str
    starts: tuple[str, ...]
    pattern: str
    fills: tuple[Fill, ...] = ()
    pieces: tuple[Piece, ...] = ()
    severities: tuple[str, ...] = ()
    secret: tuple[str, ...] = ()
    noise: bool = False
    sqlstate: str = ""
    versions: str = ""
    near: str | None = ""
    fast: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    formats: tuple[MessageFormat, ...] = ()

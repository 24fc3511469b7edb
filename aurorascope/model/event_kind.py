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
    "s",  # 0.123 seconds -> 123000 microseconds
    "interval",  # 0:00:01.000 -> 1000000 microseconds
    "ints",  # '9, 10' -> [9, 10]
    "true",  # true where the group took part in the match, else false
]


@dataclass(frozen=True, slots=True)
class Field:
    """How one column is read: `group` of the kind's pattern, or group 1 of a pattern of its own."""

    column: str
    reading: Reading = "text"
    group: str = ""
    part: Part = "message"
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """One real message with the columns it must give."""

    version: str
    message: str
    detail: str | None = None
    hint: str | None = None
    context: str | None = None
    statement: str | None = None
    severity: str = "LOG"
    expect: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EventKind:
    """A cheap prefix test, a linear-time pattern, and the columns they fill.

    `starts` are prefixes of the message, one of which must match before `pattern` (Rust regex) is tried;
    `table` is the typed table the kind fills, empty when the message has its `entries` row alone;
    `builder` names a function of `logs/builders.py` where columns need more than a regex;
    `secret` are the columns that hold people's data, emptied in a redacted store.
    """

    name: str
    engine: str
    doc: str
    starts: tuple[str, ...]
    pattern: str
    table: str = ""
    severities: tuple[str, ...] = ()
    constant: dict[str, object] = field(default_factory=dict)
    fields: tuple[Field, ...] = ()
    builder: str = ""
    secret: tuple[str, ...] = ()
    noise: bool = False
    sqlstate: str = ""
    versions: str = ""

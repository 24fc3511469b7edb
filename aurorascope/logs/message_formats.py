"""The server's own message formats: as a pattern for many messages at once, and by their literals for few.

%s is any text, %d and %u a number, {name} and {name:d} the same with a name to keep it under, %% a percent.
Both ways give the same values: a value takes as much as it can, the first one first. Looking for the literals
from the right does that, unless a number stands in the way; then the pattern has to say.
"""

from __future__ import annotations

import re
from typing import Final

from aurorascope.model.event_kind import MessageFormat

VALUE = re.compile(r"%[sdu]|\{[a-z_]+(?::d)?\}")
NUMBER = "-?[0-9]+"
TEXT = "(?s:.*)"
POSITION = " at character "
IS_NUMBER = re.compile(r"-?[0-9]+\Z", re.ASCII)
UNSURE: Final = "unsure"


def read_format(written: str) -> MessageFormat:
    """Cut a format at its values."""
    literals = tuple(literal.replace("%%", "%") for literal in VALUE.split(written))
    values = tuple(_named(value) for value in VALUE.findall(written))
    return MessageFormat(literals, values)


def _named(value: str) -> tuple[str, bool]:
    if value.startswith("%"):
        return "", value != "%s"
    name, _, number = value[1:-1].partition(":")
    return name, bool(number)


def pattern_of(formats: tuple[MessageFormat, ...]) -> tuple[str, dict[tuple[str, bool], list[str]]]:
    """Return the pattern of formats, and by (name, is a number) the groups that hold the named value."""
    named: dict[tuple[str, bool], list[str]] = {}
    alternatives = []
    for place, form in enumerate(formats):
        first, *others = map(re.escape, form.literals)
        pattern = first
        for (name, number), literal in zip(form.values, others, strict=True):
            value = NUMBER if number else TEXT
            if name:
                # A name may stand once in a pattern, so each alternative has its own.
                named.setdefault((name, number), []).append(f"{name}_{place}")
                value = f"(?P<{name}_{place}>{value})"
            pattern += value + literal
        alternatives.append(pattern)
    return f"^(?:{'|'.join(alternatives)})(?:{POSITION}[0-9]+)?$", named


def match_format(form: MessageFormat, message: str) -> tuple[str, ...] | str | None:
    """Return a message's values, None where it has another format, UNSURE where the pattern must say."""
    found = _match(form, message)
    if found is None:
        text, position, digits = message.rpartition(POSITION)
        if position and digits.isascii() and digits.isdigit():
            return _match(form, text)
    return found


def _match(form: MessageFormat, message: str) -> tuple[str, ...] | str | None:
    first, *middle = form.literals
    if not message.startswith(first):
        return None
    if not middle:
        return () if len(message) == len(first) else None
    last = middle.pop()
    end = len(message) - len(last)
    if end < len(first) or not message.endswith(last):
        return None
    values = []
    for literal in reversed(middle):
        begin = message.rfind(literal, len(first), end)
        if begin < 0:
            return None
        values.append(message[begin + len(literal) : end])
        end = begin
    values.append(message[len(first) : end])
    values.reverse()
    for value, (_, number) in zip(values, form.values, strict=True):
        if number and not IS_NUMBER.match(value):
            return UNSURE
    return tuple(values)

"""Values against botocore's shapes, both ways: required, types, unknown keys, min, max, pattern, enum.

botocore itself enforces neither max nor pattern nor enum: a program that sends 16 of at most 15 queries
finds out on a real account only. Here it is refused. Checkers are made once for each shape.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import Any

from botocore.model import Shape

# takes a value and where it stands; yields what is wrong
Checker = Callable[[Any, str], Iterable[str]]

_INTEGRAL = {"integer", "long"}
_REAL = {"float", "double"}
_JAVA_CLASSES = {
    r"\p{L}": "A-Za-z\u00aa-\u02ff\u0370-\u1fff\u3040-\ud7ff\U00010000-\U0010ffff",
    r"\p{M}": "\u0300-\u036f",
    r"\p{N}": "0-9",
    r"\p{P}": r"!-/:-@\[-`{-~",
    r"\p{S}": "$+<=>^`|~",
    r"\p{Zs}": " \u00a0\u2000-\u200a\u3000",
    r"\p{Z}": " \u00a0\u2000-\u200a\u2028\u2029\u3000",
    r"\p{Print}": r"[\x20-\x7e]",
    r"\uD800\uDC00-\uDBFF\uDFFF": "\U00010000-\U0010ffff",
    r"\u10000-\u10FFFF": "\U00010000-\U0010ffff",
    r"\w-_": r"\w\-_",
}


def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a model's pattern: Java's notation, with word characters and digits of ASCII only."""
    for java, python in _JAVA_CLASSES.items():
        pattern = pattern.replace(java, python)
    return re.compile(pattern, re.ASCII)


class Shapes:
    """The checkers of one service, one way. `loose` names shapes of which only the type is checked."""

    def __init__(self, loose: frozenset[str] = frozenset()) -> None:
        self._loose = loose
        self._checkers: dict[tuple[str, str], Checker] = {}
        self._ready: dict[tuple[str, str], Checker] = {}
        self._making = threading.Lock()

    def problems(self, shape: Shape | None, value: Any) -> list[str]:
        """Return what is wrong with a value, at most ten things, each with its place."""
        if shape is None:
            return [f"nothing was expected, got {sorted(value)}"] if value else []
        found: list[str] = []
        for problem in self._whole(shape)(value, ""):
            found.append(problem)
            if len(found) == 10:
                break
        return found

    def _whole(self, shape: Shape) -> Checker:
        """Return a shape's checker; one thread makes it, none uses it half made."""
        key = (shape.name, shape.type_name)
        if key not in self._ready:
            with self._making:
                self._ready[key] = self._checker(shape)
        return self._ready[key]

    def _checker(self, shape: Shape) -> Checker:
        key = (shape.name, shape.type_name)
        known = self._checkers.get(key)
        if known is None:
            # a shape may hold itself: whoever asks meanwhile gets a way to the checker that is being made
            self._checkers[key] = partial(self._later, key)
            known = self._checkers[key] = self._made(shape)
        return known

    def _later(self, key: tuple[str, str], value: Any, at: str) -> Iterable[str]:
        return self._checkers[key](value, at)

    def _made(self, shape: Shape) -> Checker:
        kind = shape.type_name
        if kind == "structure":
            return self._structure(shape)
        if kind == "list":
            return self._list(shape)
        if kind == "map":
            return self._map(shape)
        return _scalar(shape, shape.name in self._loose)

    def _structure(self, shape: Shape) -> Checker:
        members = {name: self._checker(member) for name, member in shape.members.items()}
        required = shape.required_members

        def check(value: Any, at: str) -> Iterable[str]:
            if not isinstance(value, dict):
                yield f"{at or 'the whole'}: a structure {shape.name} was expected, got {_shown(value)}"
                return
            for name in required:
                if value.get(name) is None:
                    yield f"{at}.{name}: required, but missing"
            for name, held in value.items():
                if name not in members:
                    yield f"{at}.{name}: {shape.name} has no such member"
                elif held is not None:
                    yield from members[name](held, f"{at}.{name}")

        return check

    def _list(self, shape: Shape) -> Checker:
        member, length = self._checker(shape.member), _bounds(shape, "length")
        free, flat = _unconstrained(shape.member), _flat(shape.member)

        def check(value: Any, at: str) -> Iterable[str]:
            if not isinstance(value, list | tuple):
                yield f"{at}: a list was expected, got {_shown(value)}"
                return
            yield from length(len(value), at)
            if free is not None and set(map(type, value)) <= free:
                return  # a hundred thousand points are of one type each: seen at once
            if flat is not None and all(map(flat, value)):
                return
            for place, held in enumerate(value):
                yield from member(held, f"{at}[{place}]")

        return check

    def _map(self, shape: Shape) -> Checker:
        key, value_of, length = self._checker(shape.key), self._checker(shape.value), _bounds(shape, "length")

        def check(value: Any, at: str) -> Iterable[str]:
            if not isinstance(value, dict):
                yield f"{at}: a map was expected, got {_shown(value)}"
                return
            yield from length(len(value), at)
            for name, held in value.items():
                yield from key(name, f"{at}.(key {name!r})")
                yield from value_of(held, f"{at}[{name!r}]")

        return check


def _scalar(shape: Shape, loose: bool) -> Checker:
    kind, allowed = shape.type_name, shape.metadata.get("enum")
    pattern = compiled(shape.metadata["pattern"]) if shape.metadata.get("pattern") and not loose else None
    types = _types(kind)
    within = _bounds(shape, "length" if kind in {"string", "blob"} else "value")
    measured: Callable[[Any], Any] = len if kind in {"string", "blob"} else lambda value: value

    def check(value: Any, at: str) -> Iterable[str]:
        if type(value) not in types:
            yield f"{at}: {kind} was expected, got {_shown(value)}"
            return
        if kind == "timestamp" and isinstance(value, datetime) and value.tzinfo is None:
            yield f"{at}: a moment needs its zone"
        if loose:
            return
        if kind != "timestamp":
            yield from within(measured(value), at)
        if allowed is not None and value not in allowed:
            yield f"{at}: {_shown(value)} is none of {', '.join(allowed[:12])}"
        if pattern is not None and not pattern.fullmatch(value):
            yield f"{at}: {_shown(value)} does not match {pattern.pattern}"

    return check


def _types(kind: str) -> frozenset[type]:
    if kind in _INTEGRAL:
        return frozenset({int})
    if kind in _REAL:
        return frozenset({int, float})
    if kind == "timestamp":
        return frozenset({datetime, int, float})
    return frozenset({{"boolean": bool, "blob": bytes}.get(kind, str)})


def _unconstrained(shape: Shape) -> frozenset[type] | None:
    """Return the types of a scalar without any rule beside its type."""
    ruled = {"min", "max", "pattern", "enum"} & set(shape.metadata)
    if ruled or shape.type_name in {"structure", "list", "map", "timestamp"}:
        return frozenset({int, float}) if shape.type_name == "timestamp" else None
    return _types(shape.type_name)


def _flat(shape: Shape) -> Callable[[Any], bool] | None:
    """Return a quick test of a structure of few required scalars without rules, such as a point."""
    if shape.type_name != "structure" or set(shape.required_members) != set(shape.members):
        return None
    free = {name: _unconstrained(member) for name, member in shape.members.items()}
    types = [(name, kinds) for name, kinds in free.items() if kinds is not None]
    if len(types) < len(free) or not types:
        return None

    def fits(value: Any) -> bool:
        return (
            type(value) is dict
            and len(value) == len(types)
            and all(name in value and type(value[name]) in kinds for name, kinds in types)
        )

    return fits


def _bounds(shape: Shape, what: str) -> Callable[[Any, str], Iterable[str]]:
    least, most = shape.metadata.get("min"), shape.metadata.get("max")

    def check(value: Any, at: str) -> Iterable[str]:
        if least is not None and value < least:
            yield f"{at}: {what} {value} is below {least}"
        if most is not None and value > most:
            yield f"{at}: {what} {value} is above {most}"

    return check


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."

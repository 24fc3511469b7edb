"""Reads event kinds from their TOML files; every complaint names the file, the key and what was expected.

A file is one kind, or, where a line says all there is to say, a table of `kinds` written as the server's
own message formats: %s is any text, %d and %u a number, {name} and {name:d} the same with a name to keep.
Samples stand last in a file, so that a run, which needs none, does not read them.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields as dataclass_fields
from typing import TYPE_CHECKING, Any, get_args

import polars as pl

from aurorascope.logs.message_formats import pattern_of, read_format
from aurorascope.model.errors import BadRequestError
from aurorascope.model.event_kind import EventKind, Field, Fill, Part, Piece, Reading, Sample

if TYPE_CHECKING:
    from pathlib import Path

FILL_KEYS = {"fields", "constant", "attributes", "builder", "only"}
KIND_KEYS = FILL_KEYS | {
    *("name", "table", "doc", "versions", "starts", "severities", "pattern", "fast", "pieces"),
    *("secret", "noise", "sqlstate", "near", "also"),
}
ROW_KEYS = {"sqlstate", "messages", "severities", "noise", "versions", "table", "constant", "secret"}
SAMPLE_KEYS = {field.name for field in dataclass_fields(Sample)}
RESERVED = {"row", "severity", *get_args(Part)}
NAME = re.compile(r"[a-z][a-z0-9_.]*\Z")
GROUP = re.compile(r"\(\?P<(\w+)>")
DIGIT_IN_CLASS = re.compile(r"\[(?:[^\]\\]|\\.)*\]")


class KindError(BadRequestError):
    """A file of event kinds says something that cannot be used."""


def read_kinds(
    path: Path, engine: str, *, samples: bool = False, check: bool = True
) -> tuple[list[EventKind], list[Sample]]:
    """Read the kinds of one file, and its samples when asked.

    `check` tries every pattern, which costs more than the rest; the built-in files are checked by a test.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise KindError(f"{path}: cannot be read: {error}") from error
    if not samples:
        text = text.partition("\n[[sample]]")[0]
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise KindError(f"{path}: is not TOML: {error}") from error
    return _Reader(path, engine, check=check).read(data)


class _Reader:
    """One file being read: what it needs to complain well."""

    def __init__(self, path: Path, engine: str, *, check: bool) -> None:
        self.path = path
        self.engine = engine
        self.check = check

    def read(self, data: dict[str, Any]) -> tuple[list[EventKind], list[Sample]]:
        raw_samples = self.taken(data, "sample", list, [])
        kinds = self.rows(data) if "kinds" in data else [self.kind(data)]
        default = kinds[0].name if len(kinds) == 1 else ""
        return kinds, [self.sample(raw, default, {kind.name for kind in kinds}) for raw in raw_samples]

    def wrong(self, key: str, expected: str, value: object) -> KindError:
        return KindError(f"{self.path}: {key} must be {expected}, not {value!r:.80}")

    def taken(self, data: dict[str, Any], key: str, kind: type[Any], default: object = None) -> Any:
        """Take a key out of the data; without a default it must be there."""
        value = data.pop(key, default)
        if value is None:
            raise KindError(f"{self.path}: {key} is missing ({kind.__name__} expected)")
        if not isinstance(value, kind):
            raise self.wrong(key, kind.__name__, value)
        return value

    def texts(self, data: dict[str, Any], key: str, default: object = None) -> tuple[str, ...]:
        values = self.taken(data, key, list, default)
        if not all(isinstance(value, str) and value for value in values):
            raise self.wrong(key, "a list of texts, none empty", values)
        return tuple(values)

    def known(self, data: dict[str, Any], keys: set[str], where: str = "") -> None:
        for key in data:
            if key not in keys:
                raise KindError(
                    f"{self.path}: {where}{key} is not known; expected one of {', '.join(sorted(keys))}"
                )

    def kind(self, data: dict[str, Any]) -> EventKind:
        self.known(data, KIND_KEYS)
        name = self.taken(data, "name", str)
        if not NAME.match(name):
            raise self.wrong("name", "lower case words with _", name)
        pattern = self.pattern(self.taken(data, "pattern", str), "pattern")
        pieces = tuple(self.piece(label, raw) for label, raw in self.taken(data, "pieces", dict, {}).items())
        own = self.groups(pattern)
        fast = tuple(self.pattern(one, "fast") for one in self.texts(data, "fast", []))
        for one in fast:
            if not self.groups(one) <= own:
                raise self.wrong("fast", "patterns with no group that pattern has not", one)
        groups = self.groups(pattern, *(piece.pattern for piece in pieces))
        fills = []
        if table := self.taken(data, "table", str, ""):
            fills.append(self.fill(table, data, groups, ""))
        for extra, raw in self.taken(data, "also", dict, {}).items():
            fills.append(self.fill(extra, raw, groups, f"also.{extra}."))
        if any(key in data for key in FILL_KEYS):
            raise KindError(f'{self.path}: fields need a table: add table = "..."')
        near = self.taken(data, "near", str, "")
        return EventKind(
            name=name,
            engine=self.engine,
            doc=self.taken(data, "doc", str),
            starts=self.texts(data, "starts"),
            pattern=pattern,
            fills=tuple(fills),
            pieces=pieces,
            severities=self.texts(data, "severities", []),
            secret=self.texts(data, "secret", []),
            noise=self.taken(data, "noise", bool, default=False),
            sqlstate=self.taken(data, "sqlstate", str, ""),
            versions=self.taken(data, "versions", str, ""),
            near=self.pattern(near, "near") if near else "",
            fast=fast,
            groups=tuple(own) if fast else (),
        )

    def pattern(self, pattern: str, key: str) -> str:
        r"""Check a pattern; in ours `\d` is an ASCII digit, which also keeps the automaton small."""
        pattern = DIGIT_IN_CLASS.sub(lambda found: found[0].replace(r"\d", "0-9"), pattern).replace(
            r"\d", "[0-9]"
        )
        self.groups(pattern)
        if self.check:
            try:
                pl.Series([""]).str.contains(pattern)
            except pl.exceptions.ComputeError as error:
                raise self.wrong(key, f"a regular expression ({error})", pattern) from error
        return pattern

    def groups(self, *patterns: str) -> set[str]:
        found = [name for pattern in patterns for name in GROUP.findall(pattern)]
        if twice := {name for name in found if found.count(name) > 1}:
            raise KindError(
                f"{self.path}: the group {min(twice)} is named twice; name it once over all patterns"
            )
        if taken := RESERVED & set(found):
            raise KindError(f"{self.path}: a group may not be called {min(taken)}: parts of the entry are")
        return set(found)

    def piece(self, label: str, raw: object) -> Piece:
        if not isinstance(raw, dict):
            raise self.wrong(f"pieces.{label}", "a table with part and pattern", raw)
        self.known(raw, {"part", "pattern"}, f"pieces.{label}.")
        part = raw.get("part", "message")
        if part not in get_args(Part):
            raise self.wrong(f"pieces.{label}.part", f"one of {', '.join(get_args(Part))}", part)
        return Piece(part, self.pattern(self.taken(raw, "pattern", str), f"pieces.{label}.pattern"))

    def fill(self, table: str, data: dict[str, Any], groups: set[str], where: str) -> Fill:
        if where:
            self.known(data, FILL_KEYS, where)
        only = self.taken(data, "only", str, "")
        return Fill(
            table=table,
            fields=self.fields(self.taken(data, "fields", dict, {}), groups, f"{where}fields."),
            constant=tuple(self.taken(data, "constant", dict, {}).items()),
            attributes=self.fields(self.taken(data, "attributes", dict, {}), groups, f"{where}attributes."),
            builder=self.taken(data, "builder", str, ""),
            only=self.pattern(only, f"{where}only") if only else "",
        )

    def fields(self, raw: dict[str, Any], groups: set[str], where: str) -> tuple[Field, ...]:
        return tuple(self.field(column, value, groups, where + column) for column, value in raw.items())

    def field(self, column: str, value: object, groups: set[str], key: str) -> Field:
        """`bytes = "int"` reads the group of that name; `x = { group = "y", reading = "int" }` another."""
        if isinstance(value, str):
            value = {"reading": value}
        if not isinstance(value, dict):
            raise self.wrong(key, "a reading or a table with group and reading", value)
        self.known(value, {"reading", "group", "values"}, f"{key}.")
        reading = value.get("reading", "text")
        if reading not in get_args(Reading):
            raise self.wrong(key, f"one of {', '.join(get_args(Reading))}", reading)
        named = value.get("group", column)
        for group in (named := [named] if isinstance(named, str) else named):
            if group not in groups:
                raise self.wrong(
                    key, f"a named group ({', '.join(sorted(groups)) or 'there is none'})", group
                )
        return Field(column, reading, tuple(named), tuple(self.taken(value, "values", dict, {}).items()))

    def rows(self, data: dict[str, Any]) -> list[EventKind]:
        self.known(data, {"kinds", "doc", *ROW_KEYS} - {"messages", "sqlstate"})
        rows = self.taken(data, "kinds", dict)
        return [self.row(name, raw, data) for name, raw in rows.items()]

    def row(self, name: str, raw: object, of_file: dict[str, Any]) -> EventKind:
        where = f"kinds.{name}."
        if not isinstance(raw, dict):
            raise self.wrong(where[:-1], "a table with messages", raw)
        self.known(raw, ROW_KEYS, where)
        raw = {**of_file, **raw}
        messages = self.texts(raw, "messages")
        formats = tuple(map(read_format, messages))
        if not all(form.literals[0] for form in formats):
            raise self.wrong(f"{where}messages", "formats that begin with some text of their own", messages)
        pattern, named = pattern_of(formats)
        table = self.taken(raw, "table", str, "")
        fields = tuple(
            Field(column, "int" if number else "text", tuple(groups))
            for (column, number), groups in named.items()
        )
        constant = tuple(self.taken(raw, "constant", dict, {}).items())
        fill = Fill(
            table,
            fields=() if table == "server_events" else fields,
            attributes=fields if table == "server_events" else (),
            constant=constant,
        )
        return EventKind(
            name=name,
            engine=self.engine,
            doc=self.taken(raw, "doc", str),
            starts=tuple(form.literals[0] for form in formats),
            pattern=self.pattern(pattern, f"{where}messages") if self.check else pattern,
            formats=formats,
            fills=(fill,) if table else (),
            severities=self.texts(raw, "severities", []),
            secret=self.texts(raw, "secret", []),
            noise=self.taken(raw, "noise", bool, default=False),
            sqlstate=self.taken(raw, "sqlstate", str, ""),
            versions=self.taken(raw, "versions", str, ""),
            near="" if table else None,
        )

    def sample(self, raw: dict[str, Any], default: str, names: set[str]) -> Sample:
        self.known(raw, SAMPLE_KEYS, "sample.")
        kind = raw.pop("kind", default)
        if kind not in names:
            raise self.wrong("sample.kind", "the name of a kind of this file", kind)
        return Sample(
            kind=kind, version=raw.pop("version", ""), message=self.taken(raw, "message", str), **raw
        )

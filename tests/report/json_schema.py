"""The part of JSON Schema that docs/report.schema.json uses: what is wrong with a document, with its path."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

TYPES: dict[str, Any] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
    "array": list,
    "object": dict,
}
KNOWN = frozenset(
    {
        *(
            "$schema",
            "$id",
            "$defs",
            "$ref",
            "title",
            "description",
            "type",
            "enum",
            "const",
            "oneOf",
            "anyOf",
        ),
        *("required", "properties", "additionalProperties", "items", "minItems", "maxItems"),
    }
)


def wrong(value: Any, schema: dict[str, Any], root: dict[str, Any], path: str = "$") -> Iterator[str]:
    """Yield each place where `value` is not what the schema says."""
    assert set(schema) <= KNOWN, f"{path}: this validator knows no {set(schema) - KNOWN}"
    if "$ref" in schema:
        yield from wrong(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root, path)
        return
    for word in ("oneOf", "anyOf"):
        tried = [list(wrong(value, one, root, path)) for one in schema.get(word, [])]
        if tried and all(tried):
            yield from min(tried, key=len)
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(_is(value, kind) for kind in kinds):
        yield f"{path} is {type(value).__name__}, not {' or '.join(kinds)}"
        return
    if ("enum" in schema and value not in schema["enum"]) or ("const" in schema and value != schema["const"]):
        yield f"{path} is {value!r}"
    if isinstance(value, dict):
        yield from _object(value, schema, root, path)
    elif isinstance(value, list):
        yield from _array(value, schema, root, path)


def _array(value: list[Any], schema: dict[str, Any], root: dict[str, Any], path: str) -> Iterator[str]:
    if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
        yield f"{path} has {len(value)} items"
    for number, one in enumerate(value):
        yield from wrong(one, schema.get("items", {}), root, f"{path}[{number}]")


def _is(value: Any, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, TYPES[kind])


def _object(value: dict[str, Any], schema: dict[str, Any], root: dict[str, Any], path: str) -> Iterator[str]:
    own, more = schema.get("properties", {}), schema.get("additionalProperties", True)
    for name in schema.get("required", []):
        if name not in value:
            yield f"{path}.{name} is missing"
    for name, one in value.items():
        if name in own:
            yield from wrong(one, own[name], root, f"{path}.{name}")
        elif more is False:
            yield f"{path}.{name} is not in the schema"
        elif isinstance(more, dict):
            yield from wrong(one, more, root, f"{path}.{name}")

"""A value of a shape with every member in it, within the shape's own bounds."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from botocore.model import Shape

from fake_aws.validate import compiled

MOMENT = datetime(2026, 3, 14, 11, 59, 59, 123000, tzinfo=UTC)
# a text for every pattern in the answers of rds; the first is hard on XML
_TEXTS = (
    'a <b> & "c"',
    "bgd-0123456789abcdef",
    "db.r6g.xlarge",
    "arn:aws:rds:eu-west-1:111122223333:db:orders",
)


def filled(shape: Shape, within: tuple[str, ...] = ()) -> Any:
    """Return a value; a structure that holds itself is left out where it would begin again."""
    kind = shape.type_name
    if kind == "structure":
        return {
            name: filled(member, (*within, shape.name))
            for name, member in shape.members.items()
            if not _names(member) & {*within, shape.name}
        }
    if kind == "list":
        return [filled(shape.member, within) for _ in range(max(1, shape.metadata.get("min", 1)))]
    if kind == "map":
        return {filled(shape.key, within): filled(shape.value, within)}
    return _scalar(shape)


def _names(shape: Shape) -> set[str]:
    """Return a shape's name, and that of what it lists."""
    return {shape.name} | (_names(shape.member) if shape.type_name == "list" else set())


def _scalar(shape: Shape) -> Any:
    if shape.type_name == "string":
        allowed = shape.metadata.get("enum")
        if allowed:
            return allowed[-1]
        pattern = compiled(shape.metadata.get("pattern") or "(?s:.*)")
        return next(text for text in _TEXTS if pattern.fullmatch(text))
    least = shape.metadata.get("min", 1)
    return {"boolean": True, "timestamp": MOMENT, "float": 0.5, "double": 0.5}.get(shape.type_name, least)

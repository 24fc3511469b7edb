"""Values into XML by a shape: what the query protocol and S3 have in common."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from botocore.model import Shape

# what XML 1.0 cannot hold, however escaped
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def text(value: str) -> str:
    """Escape text; what XML cannot hold becomes U+FFFD, a carriage return is kept as a reference."""
    if "&" in value:
        value = value.replace("&", "&amp;")
    if "<" in value or ">" in value:
        value = value.replace("<", "&lt;").replace(">", "&gt;")
    return _UNWRITABLE.sub("\ufffd", value).replace("\r", "&#13;")


def element(name: str, shape: Shape, value: Any) -> str:
    """Return one element, with all below it."""
    kind = shape.type_name
    if kind == "structure":
        return f"<{name}>{_members(shape, value)}</{name}>"
    if kind == "list":
        return _list(name, shape, value)
    if kind == "map":
        entries = "".join(
            f"<entry>{element('key', shape.key, key)}{element('value', shape.value, held)}</entry>"
            for key, held in value.items()
        )
        return f"<{name}>{entries}</{name}>"
    return f"<{name}>{_scalar(kind, value)}</{name}>"


def _members(shape: Shape, value: Mapping[str, Any]) -> str:
    parts = []
    for name, member in shape.members.items():
        held = value.get(name)
        if held is not None:
            parts.append(element(member.serialization.get("name", name), member, held))
    return "".join(parts)


def _list(name: str, shape: Shape, value: Any) -> str:
    if shape.serialization.get("flattened"):
        return "".join(element(name, shape.member, held) for held in value)
    inner = shape.member.serialization.get("name", "member")
    return f"<{name}>{''.join(element(inner, shape.member, held) for held in value)}</{name}>"


def _scalar(kind: str, value: Any) -> str:
    if kind == "boolean":
        return "true" if value else "false"
    if kind == "timestamp":
        when = value if isinstance(value, datetime) else datetime.fromtimestamp(value, UTC)
        when = when.astimezone(UTC)
        return when.strftime("%Y-%m-%dT%H:%M:%S.") + f"{when.microsecond // 1000:03d}Z"
    return text(value) if kind == "string" else str(value)

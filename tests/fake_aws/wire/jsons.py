"""The JSON protocols (cloudwatch, pi, logs, cloudtrail, autoscaling, tagging)."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

from botocore.model import OperationModel, Shape

Converter = Callable[[Any], Any]
_from_wire: dict[tuple[str, str, str], Converter | None] = {}
_to_wire: dict[tuple[str, str, str], Converter | None] = {}
_making = threading.Lock()


def operation(target: str) -> str:
    """Return the operation of an X-Amz-Target header."""
    return target.rpartition(".")[2]


def parameters(model: OperationModel, body: bytes) -> Any:
    """Return an operation's parameters: moments are aware datetimes, blobs bytes."""
    held = json.loads(body or b"{}")
    return held if model.input_shape is None else _converted(model, model.input_shape, held, _from_wire, _in)


def answer(model: OperationModel, result: Mapping[str, Any]) -> bytes:
    """Return an answer's JSON: moments are epoch seconds."""
    shape = model.output_shape
    held = result if shape is None else _converted(model, shape, result, _to_wire, _out)
    return json.dumps(held, separators=(",", ":"), allow_nan=False).encode()


def refusal(code: str, message: str) -> bytes:
    """Return an error's JSON."""
    return json.dumps({"__type": code, "message": message}).encode()


def _in(kind: str) -> Converter | None:
    if kind == "timestamp":
        return lambda value: (
            datetime.fromtimestamp(value, UTC)
            if isinstance(value, int | float) and value is not True
            else value
        )
    return base64.b64decode if kind == "blob" else None


def _out(kind: str) -> Converter | None:
    if kind == "timestamp":
        return lambda value: value.timestamp() if isinstance(value, datetime) else value
    return (lambda value: base64.b64encode(value).decode()) if kind == "blob" else None


def _converted(
    model: OperationModel, shape: Shape, value: Any, known: dict[Any, Converter | None], leaf: Any
) -> Any:
    with _making:  # a half made converter would let moments pass as they are
        converter = _converter(model.service_model.service_name, shape, known, leaf)
    return value if converter is None else converter(value)


def _converter(
    service: str, shape: Shape, known: dict[Any, Converter | None], leaf: Callable[[str], Converter | None]
) -> Converter | None:
    """Return what turns a value of this shape; None where nothing below it needs turning."""
    key = (service, shape.name, shape.type_name)
    if key in known:
        return known[key]
    # none of the operations here takes or gives a shape that holds itself and has moments
    known[key] = None
    made = _made(service, shape, known, leaf)
    known[key] = made
    return made


def _made(
    service: str, shape: Shape, known: dict[Any, Converter | None], leaf: Callable[[str], Converter | None]
) -> Converter | None:
    kind = shape.type_name
    if kind == "structure":
        turned = {name: _converter(service, member, known, leaf) for name, member in shape.members.items()}
        turning = {name: converter for name, converter in turned.items() if converter is not None}
        return partial(_structure, turning) if turning else None
    if kind == "list":
        member = _converter(service, shape.member, known, leaf)
        return None if member is None else partial(_list, member)
    if kind == "map":
        value_of = _converter(service, shape.value, known, leaf)
        return None if value_of is None else partial(_map, value_of)
    return leaf(kind)


def _list(member: Converter, value: Any) -> Any:
    return [member(held) for held in value] if isinstance(value, list | tuple) else value


def _map(value_of: Converter, value: Any) -> Any:
    return {name: value_of(held) for name, held in value.items()} if isinstance(value, dict) else value


def _structure(turning: Mapping[str, Converter], value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return {
        name: turning[name](held) if name in turning else held
        for name, held in value.items()
        if held is not None
    }

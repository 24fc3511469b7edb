"""The query protocol (rds, sts): a form in, XML out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from botocore.model import OperationModel, Shape
from botocore.utils import parse_timestamp

from fake_aws.wire import xml

Tree = dict[str, Any]


def action(body: bytes) -> tuple[str, Tree]:
    """Return the operation's name and the form as a tree: `A.member.1=x` is {"A": {"member": {"1": "x"}}}."""
    tree: Tree = {}
    for name, value in parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=False):
        *path, leaf = name.split(".")
        branch = tree
        for step in path:
            branch = branch.setdefault(step, {})
        branch[leaf] = value
    tree.pop("Version", None)
    return str(tree.pop("Action", "")), tree


def parameters(model: OperationModel, tree: Tree) -> dict[str, Any]:
    """Return an operation's parameters; names the model does not know are kept, for validation to refuse."""
    return {} if model.input_shape is None else _value(model.input_shape, tree)


def _value(shape: Shape, tree: Any) -> Any:
    kind = shape.type_name
    if kind == "structure":
        return _structure(shape, tree)
    if kind == "list":
        held = tree if shape.serialization.get("flattened") else _inside(tree, shape)
        return [_value(shape.member, held[place]) for place in sorted(held, key=int)]
    if kind == "map":
        entries = tree.get("entry", {})
        return {
            entries[place][shape.key.serialization.get("name", "key")]: _value(
                shape.value, entries[place][shape.value.serialization.get("name", "value")]
            )
            for place in sorted(entries, key=int)
        }
    return _scalar(kind, tree)


def _structure(shape: Shape, tree: Any) -> Any:
    if not isinstance(tree, dict):
        return tree
    names = {member.serialization.get("name", name): name for name, member in shape.members.items()}
    found = {}
    for wire_name, held in tree.items():
        name = names.get(wire_name)
        found[name or wire_name] = held if name is None else _value(shape.members[name], held)
    return found


def _inside(tree: Any, shape: Shape) -> Mapping[str, Any]:
    """Return a list's numbered members, which stand below the member's own name; an empty list is ''."""
    if not isinstance(tree, dict):
        return {}
    return tree.get(shape.member.serialization.get("name", "member"), {})


def _scalar(kind: str, text: str) -> Any:
    if kind == "boolean":
        return {"true": True, "false": False}.get(text, text)
    try:
        if kind in {"integer", "long"}:
            return int(text)
        if kind in {"float", "double"}:
            return float(text)
        if kind == "timestamp":
            return parse_timestamp(text)
    except ValueError:
        return text  # validation says what was expected
    return text


def answer(model: OperationModel, result: Mapping[str, Any], request_id: str) -> bytes:
    """Return an answer's XML."""
    shape, inner = model.output_shape, ""
    if shape is not None:
        wrapper = shape.serialization.get("resultWrapper", f"{model.name}Result")
        inner = xml.element(wrapper, shape, result)
    namespace = model.service_model.metadata.get("xmlNamespace", "")
    return (
        f'<{model.name}Response xmlns="{namespace}">{inner}'
        f"<ResponseMetadata><RequestId>{request_id}</RequestId></ResponseMetadata></{model.name}Response>"
    ).encode()


def refusal(code: str, message: str, status: int, request_id: str) -> bytes:
    """Return an error's XML."""
    side = "Receiver" if status >= 500 else "Sender"
    return (
        f"<ErrorResponse><Error><Type>{side}</Type><Code>{code}</Code><Message>{xml.text(message)}</Message></Error>"
        f"<RequestId>{request_id}</RequestId></ErrorResponse>"
    ).encode()

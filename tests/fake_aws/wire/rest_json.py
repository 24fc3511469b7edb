"""REST with JSON (emr-serverless): the operation is a method and a path, whose names are parameters."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qsl, unquote

from botocore.model import OperationModel, ServiceModel

from fake_aws.http_message import Request
from fake_aws.refusals import Refused, Trouble, refusal

_NAME = re.compile(r"\{(\w+)\}")


def read(service: ServiceModel, request: Request) -> tuple[str, dict[str, Any]]:
    """Return operation and parameters of a request."""
    for name in service.operation_names:
        model = service.operation_model(name)
        if model.http["method"] != request.method:
            continue
        pattern = _NAME.sub(r"(?P<\1>[^/]+)", model.http["requestUri"])
        found = re.fullmatch(pattern, request.path)
        if found is not None:
            return name, _parameters(model, found.groupdict(), request)
    raise refusal(service.service_name, Trouble.NOT_EMULATED, f"{request.method} {request.path}")


def _parameters(model: OperationModel, named: dict[str, str], request: Request) -> dict[str, Any]:
    try:
        held: dict[str, Any] = json.loads(request.body or b"{}")
    except json.JSONDecodeError as error:
        raise Refused("SerializationException", str(error)) from error
    asked = dict(parse_qsl(request.query))
    for name, shape in model.input_shape.members.items():
        wire = shape.serialization.get("name", name)
        if shape.serialization.get("location") == "uri":
            held[name] = unquote(named[wire])
        elif shape.serialization.get("location") == "querystring" and wire in asked:
            held[name] = int(asked[wire]) if shape.type_name == "integer" else asked[wire]
    return held

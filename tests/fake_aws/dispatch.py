"""From a request to a response: who, what, allowed, valid; then the operation; then its answer, checked."""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from botocore.model import OperationModel

from fake_aws import resources, services
from fake_aws.call import Call
from fake_aws.clock import Clock
from fake_aws.faults import Fault, Faults, Kind
from fake_aws.http_message import Request, Response, signature
from fake_aws.iam import Credentials, Principal
from fake_aws.ledger import Entry, Ledger
from fake_aws.models import SIGNED_FOR, operation_model, service_model
from fake_aws.quotas import Quotas
from fake_aws.refusals import Refused, Trouble, refusal
from fake_aws.validate import Shapes
from fake_aws.wire import jsons, query, rest, rest_json
from fake_aws.world import World

# the models bound these texts to 256 characters, the service sends statements of up to 500 bytes and more
_LONGER_THAN_MODELLED = {"pi": frozenset({"String", "RequestString"})}
_STRUCK_FIRST = {
    Kind.THROTTLED: Trouble.THROTTLED,
    Kind.INTERNAL: Trouble.INTERNAL,
    Kind.EXPIRED: Trouble.EXPIRED,
    Kind.SKEWED: Trouble.SKEWED,
}
_WORDS = {
    Trouble.THROTTLED: "Rate exceeded",
    Trouble.INTERNAL: "An internal error has occurred. Retry your request.",
    Trouble.EXPIRED: "The security token included in the request is expired",
    Trouble.SKEWED: "Signature expired: the request's moment is too far from the service's",
}


@dataclass
class Dispatcher:
    """Everything an answer depends on. `defects` are answers of the fake's own that break AWS's models."""

    world: World
    clock: Clock
    faults: Faults
    credentials: Credentials
    quotas: Quotas = field(default_factory=Quotas)
    ledger: Ledger = field(default_factory=Ledger)
    defects: list[str] = field(default_factory=list)
    states: dict[tuple[str, str], dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))
    _inward: dict[str, Shapes] = field(default_factory=lambda: defaultdict(Shapes))
    _outward: dict[str, Shapes] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, request: Request) -> Response:
        """Answer one request; whatever goes wrong is an answer too."""
        signed = signature(request)
        if signed is None or signed.signed_for not in SIGNED_FOR:
            return Response(403, b'{"__type":"MissingAuthenticationToken","message":"no known signature"}')
        service = SIGNED_FOR[signed.signed_for]
        protocol = service_model(service).resolved_protocol
        operation = ""
        try:
            operation, parameters = _read(service, protocol, request)
            principal = self._principal(service, signed.access_key, request)
            call = self._call(service, operation, signed.region, principal, parameters, request)
            return self._answered(call, protocol)
        except Refused as refused:
            return _refusal(service, protocol, refused)
        except Exception as error:  # noqa: BLE001 -- a defect of the fake must be seen, not hang a client
            self.defects.append(f"{service} {operation}: {type(error).__name__}: {error}")
            return _refusal(service, protocol, Refused("FakeAwsDefect", repr(error), 501))

    def _principal(self, service: str, key: str, request: Request) -> Principal:
        known = self.credentials.principal(key)
        token = request.headers.get("x-amz-security-token")
        if known is None or known.token != token:
            raise refusal(
                service, Trouble.UNKNOWN_KEY, "The security token included in the request is invalid."
            )
        if known.expires is not None and known.expires <= time.time():
            raise refusal(service, Trouble.EXPIRED, _WORDS[Trouble.EXPIRED])
        return known

    def _call(
        self,
        service: str,
        operation: str,
        region: str,
        principal: Principal,
        parameters: Any,
        request: Request,
    ) -> Call:
        with self._lock:
            state = self.states[principal.account, region]
        return Call(
            service=service,
            operation=operation,
            account=principal.account,
            region=region,
            principal=principal,
            parameters=parameters,
            now=int(self.clock.now(region)),
            world=self.world,
            faults=self.faults,
            credentials=self.credentials,
            state=state,
            headers=request.headers,
        )

    def _answered(self, call: Call, protocol: str) -> Response:
        given = call.parameters if isinstance(call.parameters, dict) else {}
        entry = Entry(
            account=call.account,
            region=call.region,
            principal=call.principal.arn,
            service=call.service,
            operation=call.operation,
            actions=resources.actions(call.service, call.operation, given),
            resource=resources.resource(call.service, call.operation, call.account, call.region, given),
            parameters=call.parameters,
        )
        self.ledger.add(entry)
        struck = self.faults.strikes(call.service, call.operation, call.account, call.region)
        call.struck = frozenset(fault.kind for fault in struck)
        try:
            _strike(call.service, struck)
            if self.quotas.exceeded(call.service, call.operation, call.account, call.region):
                raise refusal(call.service, Trouble.THROTTLED, _WORDS[Trouble.THROTTLED])
            self._allowed(call, entry)
            response = self._made(call, protocol)
        except Refused as refused:
            entry.outcome = refused.code
            response = _refusal(call.service, protocol, refused)
        entry.answered_bytes = len(response.body)
        if Kind.CUT in call.struck or Kind.CUT_MIDWAY in call.struck:
            entry.outcome = "cut"
            response.cut_at = 0 if Kind.CUT in call.struck else max(1, len(response.body) // 2)
        return response

    def _allowed(self, call: Call, entry: Entry) -> None:
        if entry.actions == ("sts:GetCallerIdentity",):
            return  # no policy is asked for it, not even one that denies
        for action in entry.actions:
            if Kind.DENIED in call.struck or not call.principal.policy.allows(action, entry.resource):
                raise refusal(
                    call.service,
                    Trouble.DENIED,
                    f"User: {call.principal.arn} is not authorized to perform: {action} on resource: "
                    f"{entry.resource} because no identity-based policy allows the {action} action",
                )

    def _made(self, call: Call, protocol: str) -> Response:
        model = operation_model(call.service, call.operation)
        if model is not None:
            problems = self._inward[call.service].problems(model.input_shape, call.parameters)
            if problems:
                count = f"{len(problems)} validation error{'s' if len(problems) > 1 else ''} detected: "
                raise call.invalid(count + "; ".join(problems))
        emulated = services.operations(call.service).get(call.operation)
        if emulated is None:
            raise refusal(call.service, Trouble.NOT_EMULATED, f"{call.service} {call.operation}")
        result = emulated(call)
        if model is None or protocol == "rest-xml":
            return rest.answer(call.operation, model, result)
        return self._checked(call, protocol, model, result)

    def _checked(self, call: Call, protocol: str, model: OperationModel, result: Any) -> Response:
        shapes = self._outward.get(call.service)
        if shapes is None:
            loose = _LONGER_THAN_MODELLED.get(call.service, frozenset())
            shapes = self._outward[call.service] = Shapes(loose)
        problems = shapes.problems(model.output_shape, result)
        if problems:
            raise ValueError(f"the answer breaks the model: {'; '.join(problems)}")
        request_id = str(uuid.uuid4())
        headers = {"x-amzn-RequestId": request_id}
        if protocol == "query":
            return Response(
                200, query.answer(model, result, request_id), headers | {"Content-Type": "text/xml"}
            )
        version = service_model(call.service).metadata.get("jsonVersion")
        headers["Content-Type"] = f"application/x-amz-json-{version}" if version else "application/json"
        return Response(200, jsons.answer(model, result), headers)


def _read(service: str, protocol: str, request: Request) -> tuple[str, Any]:
    """Return the operation and its parameters as the protocol carries them."""
    if protocol == "rest-json":
        return rest_json.read(service_model(service), request)
    if protocol == "rest-xml" or request.method != "POST":
        return rest.read(service, request)
    if protocol == "query":
        operation, tree = query.action(request.body)
    else:
        operation, tree = jsons.operation(request.headers.get("x-amz-target", "")), {}
    model = operation_model(service, operation)
    if model is None:
        raise Refused("InvalidAction", f"{service} has no operation {operation!r}")
    try:
        read = query.parameters(model, tree) if protocol == "query" else jsons.parameters(model, request.body)
    except (ValueError, json.JSONDecodeError, AttributeError) as error:
        raise Refused("SerializationException", str(error)) from error
    return operation, read


def _strike(service: str, struck: list[Fault]) -> None:
    for fault in struck:
        if fault.kind is Kind.SLOW:
            time.sleep(fault.seconds)
        trouble = _STRUCK_FIRST.get(fault.kind)
        if trouble is not None:
            raise refusal(service, trouble, _WORDS[trouble])


def _refusal(service: str, protocol: str, refused: Refused) -> Response:
    request_id = str(uuid.uuid4())
    headers = {"x-amzn-RequestId": request_id}
    if protocol == "query":
        body = query.refusal(refused.code, refused.message, refused.status, request_id)
        return Response(refused.status, body, headers | {"Content-Type": "text/xml"})
    if protocol == "rest-xml":
        return rest.refusal(refused, request_id)
    if "awsQueryCompatible" in service_model(service).metadata:
        side = "Receiver" if refused.status >= 500 else "Sender"
        headers["x-amzn-query-error"] = f"{refused.code};{side}"
    headers["Content-Type"] = "application/x-amz-json-1.1"
    return Response(refused.status, jsons.refusal(refused.code, refused.message), headers)

"""secretsmanager: the values that a test has put into the state under "secrets", by name or ARN."""

from __future__ import annotations

from fake_aws.call import Call, Operation
from fake_aws.refusals import Refused
from fake_aws.world import Record


def _value(call: Call) -> Record:
    name = call["SecretId"]
    held = call.state.get("secrets", {})
    if name not in held:
        raise Refused("ResourceNotFoundException", "Secrets Manager can't find the specified secret.", 400)
    arn = f"arn:aws:secretsmanager:{call.region}:{call.account}:secret:{name}-AbCdEf"
    return {"ARN": arn, "Name": name, "SecretString": held[name]}


OPERATIONS: dict[str, Operation] = {"GetSecretValue": _value}

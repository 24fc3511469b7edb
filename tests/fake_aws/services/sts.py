"""sts: who am I, and roles with external ids and sessions that end."""

from __future__ import annotations

from datetime import UTC, datetime

from fake_aws.call import Call, Operation
from fake_aws.refusals import Refused
from fake_aws.world import Record


def _identity(call: Call) -> Record:
    return {"UserId": f"AIDA{call.account}", "Account": call.account, "Arn": call.principal.arn}


def _assume(call: Call) -> Record:
    role = call.credentials.roles.get(call["RoleArn"])
    if role is None or (role.external_id is not None and role.external_id != call.get("ExternalId")):
        # one answer for a role that is not there and for a wrong external id: it tells nobody which it was
        raise Refused(
            "AccessDenied",
            f"User: {call.principal.arn} is not authorized to perform: sts:AssumeRole "
            f"on resource: {call['RoleArn']}",
            403,
        )
    key, session = call.credentials.assume(role, call["RoleSessionName"], call.get("DurationSeconds", 3600))
    return {
        "Credentials": {
            "AccessKeyId": key,
            "SecretAccessKey": "a secret that nobody checks",
            "SessionToken": session.token,
            "Expiration": datetime.fromtimestamp(int(session.expires or 0), UTC),
        },
        "AssumedRoleUser": {
            "AssumedRoleId": f"AROA{role.account}:{call['RoleSessionName']}",
            "Arn": session.arn,
        },
    }


OPERATIONS: dict[str, Operation] = {"GetCallerIdentity": _identity, "AssumeRole": _assume}

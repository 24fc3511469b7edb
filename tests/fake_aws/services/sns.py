"""sns: messages published to a topic, held to the limits that AWS documents; a FIFO topic takes each once."""

from __future__ import annotations

import re
from typing import Any

from fake_aws.call import Call, Operation
from fake_aws.refusals import Refused
from fake_aws.world import Record

_SUBJECT = re.compile(r"[\x21-\x7e][\x20-\x7e]{0,99}")
_LARGEST = 262_144


def _publish(call: Call) -> Record:
    subject, message = call.get("Subject"), call["Message"]
    if subject is not None and not _SUBJECT.fullmatch(subject):
        raise Refused("InvalidParameter", "Invalid parameter: Subject", 400)
    if not message or len(message.encode()) > _LARGEST:
        raise Refused("InvalidParameter", "Invalid parameter: Message too long", 400)
    ordered = call["TopicArn"].endswith(".fifo")
    if ordered != ("MessageGroupId" in call.parameters):
        raise Refused("InvalidParameter", "Invalid parameter: MessageGroupId", 400)
    taken: list[Record] = call.state.setdefault("sns", [])
    key: Any = call.get("MessageDeduplicationId")
    if not ordered or all(one.get("MessageDeduplicationId") != key for one in taken):
        taken.append(call.parameters)
    return {"MessageId": f"00000000-0000-4000-8000-{len(taken):012d}"}


OPERATIONS: dict[str, Operation] = {"Publish": _publish}

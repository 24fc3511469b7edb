"""A message to an SNS topic: one attempt, and how it ended. Retries are the caller's, as it counts them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from botocore.exceptions import (
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ProxyConnectionError,
    ReadTimeoutError,
)

from aurorascope.aws.refusals import refusal_of
from aurorascope.aws.sessions import Account
from aurorascope.model.sending import NotDeliveredError, UnansweredError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aurorascope.aws.access import Access

TOPIC = re.compile(r"arn:[\w-]+:sns:([a-z0-9-]+):\d{12}:[\w-]{1,256}(\.fifo)?")
UNREACHED = (EndpointConnectionError, ConnectTimeoutError, ProxyConnectionError)
LOST = (ReadTimeoutError, ConnectionClosedError)
AGAIN = {"throttled", "outside"}


class Topic:
    """One SNS topic, by its ARN."""

    def __init__(self, access: Access, arn: str) -> None:
        named = TOPIC.fullmatch(arn)
        if named is None:
            raise ValueError(f"{arn!r} is no topic's ARN")
        self.arn, self._region, self._first_in_first_out = arn, named[1], bool(named[2])
        self._account = Account(access, attempts=1)  # a retry of botocore's own could tell it twice

    def publish(self, subject: str, message: str, attributes: Mapping[str, str], key: str) -> None:
        """Publish one message. Raises NotDeliveredError or UnansweredError.

        `subject` is ASCII, at most 100 characters. `key` makes the same message one message on a FIFO topic.
        """
        ordered = {"MessageGroupId": "aurorascope", "MessageDeduplicationId": key}
        try:
            self._account.client("sns", self._region).publish(
                TopicArn=self.arn,
                Subject=subject,
                Message=message,
                MessageAttributes={
                    name: {"DataType": "String", "StringValue": value} for name, value in attributes.items()
                },
                **(ordered if self._first_in_first_out else {}),
            )
        except UNREACHED as error:
            raise NotDeliveredError("SNS could not be reached", again=True) from error
        except LOST as error:
            if self._first_in_first_out:
                raise NotDeliveredError("SNS gave no answer", again=True) from error
            raise UnansweredError("SNS gave no answer") from error
        except Exception as error:
            refusal = refusal_of(error)
            if refusal is None:
                raise NotDeliveredError(f"SNS refused it: {_one_line(error)}", again=False) from error
            raise NotDeliveredError(refusal.sentence, again=refusal.kind in AGAIN) from error


def _one_line(error: object) -> str:
    return " ".join(str(error).split())[:200]

"""A topic of SNS: mail, chat, pagers and programs subscribe to it; the verdict is there to filter by."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from aurorascope.report.delivery.message import ascii_line, words

if TYPE_CHECKING:
    from aurorascope.aws.topics import Topic
    from aurorascope.report.delivery.message import Message

MOST_SUBJECT = 100  # characters; ASCII that begins with a letter or a digit: SNS refuses anything else


@dataclass(frozen=True)
class Sns:
    """One topic."""

    name: str
    arn: str

    def shown(self, message: Message) -> str:
        """Return what is sent, as people read it."""
        return f"Subject: {subject(message)}\n\n{text(message)}"

    def send(self, message: Message) -> str:
        """Publish it once. Raises NotDeliveredError or UnansweredError."""
        attributes = {"verdict": message.worst, "day": message.day}
        self._topic.publish(subject(message), text(message), attributes, message.key)
        return ""

    @cached_property
    def _topic(self) -> Topic:
        from aurorascope.aws.access import Access
        from aurorascope.aws.topics import Topic

        return Topic(Access(), self.arn)


def subject(message: Message) -> str:
    """Return the subject."""
    return ascii_line(message.subject, MOST_SUBJECT)


def text(message: Message) -> str:
    """Return the text: SNS sends it on as mail and SMS, so nothing in it but our link is an address."""
    return "\n".join([*map(words, message.lines), "", message.link]) + "\n"

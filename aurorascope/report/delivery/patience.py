"""Another try for what was surely not delivered; never one for what may have been."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from aurorascope.model.sending import NotDeliveredError

if TYPE_CHECKING:
    from collections.abc import Callable

    from aurorascope.report.delivery.message import Message

WAITS_S = (1.0, 4.0, 15.0)


class Channel(Protocol):
    """One way to tell people, by the name that the config gives it."""

    @property
    def name(self) -> str:
        """Its name, as the config says it."""
        ...

    def shown(self, message: Message) -> str:
        """Return what is sent, as people read it."""
        ...

    def send(self, message: Message) -> str:
        """Send once; return a complaint, or nothing. Raises NotDeliveredError or UnansweredError."""
        ...


def send_patiently(channel: Channel, message: Message, pause: Callable[[float], None]) -> str:
    """Send, and wait and try again while the other side may take it later. Raises as `send` does."""
    for wait in WAITS_S:
        try:
            return channel.send(message)
        except NotDeliveredError as error:
            if not error.again:
                raise
            pause(max(wait, error.after_s))
    return channel.send(message)

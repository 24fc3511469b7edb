"""The way of a finished report: its place first, then the index and the retention, then whoever is told.

A report that is written stays written, whatever happens after it; what happens after it is said, and makes
the run partial.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from aurorascope.model.errors import AurorascopeError
from aurorascope.model.sending import NotDeliveredError, UnansweredError
from aurorascope.report.delivery import keeping
from aurorascope.report.delivery.index import nights, write_index
from aurorascope.report.delivery.ledger import Line
from aurorascope.report.delivery.manifest import put
from aurorascope.report.delivery.message import message_of
from aurorascope.report.delivery.patience import send_patiently

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import timedelta

    from aurorascope.report.delivery.delivered import Delivered
    from aurorascope.report.delivery.manifest import Night
    from aurorascope.report.delivery.message import Message
    from aurorascope.report.delivery.patience import Channel
    from aurorascope.report.delivery.places import Place

Outcome = Literal["sent", "sent before", "not delivered", "unknown"]


@dataclass(frozen=True, slots=True)
class Told:
    """What came of one channel; `sentence` says why where it did not go well."""

    channel: str
    outcome: Outcome
    sentence: str = ""

    @property
    def well(self) -> bool:
        """Say whether people have the message."""
        return self.outcome in {"sent", "sent before"} and not self.sentence


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a delivery: where the report lies, who was told, what was removed, what went wrong."""

    address: str
    told: tuple[Told, ...] = ()
    removed: tuple[str, ...] = ()
    complaints: tuple[str, ...] = ()

    @property
    def partial(self) -> bool:
        """Say whether anything after the report itself went wrong (exit code 5)."""
        return bool(self.complaints) or not all(one.well for one in self.told)


def deliver(
    report: Delivered,
    channels: Sequence[Channel],
    place: Place,
    *,
    keep: timedelta | None = None,
    resend: bool = False,
    now: datetime | None = None,
    pause: Callable[[float], None] = time.sleep,
) -> Done:
    """Write a report, make the index anew, remove what is past keeping, and tell each channel once.

    Raises OutsideError where the place refuses the report itself, BadRequestError where files of somebody
    else are in its way; what goes wrong later is in the result.
    """
    now = now or datetime.now(UTC)
    night = put(place, report)
    removed, complaints = tidy(place, night, keep, now)
    told = tell(place, night, channels, resend=resend, now=now, pause=pause)
    return Done(place.address(f"{night.folder}/{night.page}"), told, tuple(removed), tuple(complaints))


def tidy(
    place: Place, written: Night | None, keep: timedelta | None, now: datetime
) -> tuple[list[str], list[str]]:
    """Remove what is past keeping and write the index; return the folders removed, and the complaints."""
    removed: list[str] = []
    complaints: list[str] = []
    try:
        names = place.names()
        found = nights(place, names)
        past = keeping.older(found, keep, now.date()) if keep is not None else []
        past = [one for one in past if written is None or one.folder != written.folder]
        for night in past:
            changed = keeping.remove(place, night, names)
            complaints += [f"{one} was changed since it was written, and is left alone." for one in changed]
            removed.append(night.folder)
        complaint = write_index(place, [night for night in found if night.folder not in removed])
        complaints += [complaint] if complaint else []
    except AurorascopeError as error:
        complaints.append(str(error))
    return removed, complaints


def tell(
    place: Place,
    night: Night,
    channels: Sequence[Channel],
    *,
    resend: bool = False,
    now: datetime,
    pause: Callable[[float], None] = time.sleep,
) -> tuple[Told, ...]:
    """Tell each channel once; what one refuses is no matter of the others."""
    return tuple(_told(place, night, channel, now, pause, resend=resend) for channel in channels)


def _told(
    place: Place,
    night: Night,
    channel: Channel,
    now: datetime,
    pause: Callable[[float], None],
    *,
    resend: bool,
) -> Told:
    message = message_of(night, place.address(f"{night.folder}/{night.page}"))
    line = Line(place, night.folder, channel.name, message.key)
    try:
        if resend:
            line.release()
        known = line.claim(now)
        if known is None:
            return _sent(channel, message, line, now, pause)
    except AurorascopeError as error:  # the ledger itself cannot be written
        return Told(channel.name, "unknown", str(error))
    if known.state == "sent":
        return Told(channel.name, "sent before")
    return Told(
        channel.name,
        "unknown",
        f"the run of {known.at} does not know whether it was delivered, so it is not sent again; "
        "if nobody has it, --resend sends it.",
    )


def _sent(
    channel: Channel, message: Message, line: Line, now: datetime, pause: Callable[[float], None]
) -> Told:
    """Send a message that this run has claimed, and write down how it ended."""
    try:
        complaint = send_patiently(channel, message, pause)
    except (NotDeliveredError, AurorascopeError) as error:
        line.release()
        return Told(channel.name, "not delivered", f"{str(error).rstrip('.')}.")
    except UnansweredError as error:
        line.close("unknown", now)
        said = f"{error}: it may have been delivered, so it is not sent again; --resend does that."
        return Told(channel.name, "unknown", said)
    except Exception as error:  # noqa: BLE001 -- a defect in one channel keeps no other from being told
        line.close("unknown", now)
        return Told(channel.name, "unknown", f"internal error: {type(error).__name__}; please report it.")
    line.close("sent", now)
    return Told(channel.name, "sent", complaint)

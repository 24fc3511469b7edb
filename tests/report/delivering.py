"""A report and what a test sends it with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from aurorascope.report.delivery.deliver import Done, deliver
from aurorascope.report.delivery.delivered import Delivered
from aurorascope.report.delivery.manifest import night_of
from aurorascope.report.delivery.message import Message, message_of
from aurorascope.report.delivery.patience import Channel
from aurorascope.report.delivery.places import Place

DAY = date(2026, 11, 19)
NOW = datetime(2026, 11, 20, 4, tzinfo=UTC)
SHORT = "# Aurora, 19 November\n\n- **orders**: act, a failover of 41 s\n- **billing**: ok\n"
HOSTILE = (
    "- `orders` <!channel> @here <https://evil.example/x|click> https://evil.example & more\n"
    "- conn postgres://app:hunter2@db/x password=hunter3 \x1b[31mred\x1b[0m \u202eoverride\u2028next\r\n"
    "Bcc: all@evil"
)


def report(short: str = SHORT, *, day: date = DAY, **more: Any) -> Delivered:
    """Return a report of two clusters."""
    files = {
        "report.html": b"<!doctype html><title>x</title>",
        "report.json": b"{}",
        "report.md": short.encode(),
    }
    return Delivered(day, ("orders", "billing"), {"orders": "act", "billing": "ok"}, short, files, **more)


def message(short: str = SHORT, *, base: str = "https://reports.example/a") -> Message:
    """Return the message of such a report."""
    return message_of(night_of(report(short, link_base=base)), "s3://bucket/reports/2026-11-19/report.html")


def delivered(
    place: Place,
    *channels: Channel,
    of: Delivered | None = None,
    now: datetime = NOW,
    keep: int | None = None,
    resend: bool = False,
    waits: list[float] | None = None,
) -> Done:
    """Deliver a report without waiting between tries; `waits` takes how long it would have been."""
    pause = (waits if waits is not None else []).append
    kept = timedelta(days=keep) if keep is not None else None
    return deliver(of or report(), channels, place, keep=kept, resend=resend, now=now, pause=pause)


def outcomes(done: Done) -> Sequence[tuple[str, str]]:
    """Return what came of each channel."""
    return [(one.channel, one.outcome) for one in done.told]

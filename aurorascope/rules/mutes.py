"""Mute windows: CloudWatch's schedules and durations, and whether a moment is muted.

Source: CloudWatch's PutAlarmMuteRule: cron(minutes hours day-of-month month day-of-week) with *, lists
and ranges, English names of months and days, or at(yyyy-MM-ddThh:mm); durations in ISO 8601 from PT1M to
P15D; a time zone by its IANA name. As in cron, where both day fields are restricted, either is enough.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from aurorascope.model.errors import BadRequestError

if TYPE_CHECKING:
    from aurorascope.model.rule import Mute

CRON = re.compile(r"cron\(([^()]+)\)\Z")
AT = re.compile(r"at\((\d{4}-\d\d-\d\dT\d\d:\d\d)\)\Z")
DURATION = re.compile(r"P(?:(\d{1,2})D)?(?:T(?:(\d{1,3})H)?(?:(\d{1,5})M)?)?\Z")
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
FIELDS = (
    ("minutes", 0, 59, (), 0),
    ("hours", 0, 23, (), 0),
    ("day of month", 1, 31, (), 0),
    ("month", 1, 12, MONTHS, 1),
    ("day of week", 0, 7, DAYS, 0),
)
LEAST, MOST = timedelta(minutes=1), timedelta(days=15)


class MuteError(BadRequestError):
    """A schedule or duration that CloudWatch would refuse."""


@dataclass(frozen=True, slots=True)
class Window:
    """A mute that was read: `at` for one moment, else the five sets of a cron."""

    fields: tuple[frozenset[int], ...]
    any_day: tuple[bool, bool]
    at: datetime | None
    duration: timedelta
    zone: ZoneInfo

    def starts(self, local: datetime) -> bool:
        """Say whether a window begins at this minute of its own zone."""
        if self.at is not None:
            return local == self.at
        minutes, hours, days, months, weekdays = self.fields
        if local.minute not in minutes or local.hour not in hours or local.month not in months:
            return False
        by_date, by_weekday = local.day in days, local.isoweekday() % 7 in weekdays
        every_date, every_weekday = self.any_day
        if every_date or every_weekday:
            return by_date and by_weekday
        return by_date or by_weekday

    def covers(self, moment: datetime) -> bool:
        """Say whether actions are muted at a moment (aware)."""
        local = moment.astimezone(self.zone).replace(tzinfo=None, second=0, microsecond=0)
        step = timedelta(minutes=1)
        return any(self.starts(local - back * step) for back in range(int(self.duration / step)))


def read_mute(mute: Mute) -> Window:
    """Read a mute window. Raises MuteError."""
    try:
        zone = ZoneInfo(mute.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        raise MuteError(f"mute.timezone: {mute.timezone!r} is no IANA time zone") from None
    duration = _duration(mute.duration)
    if match := AT.match(mute.schedule):
        try:
            moment = datetime.strptime(match[1], "%Y-%m-%dT%H:%M")  # noqa: DTZ007 -- the zone stands beside it
        except ValueError:
            raise MuteError(f"mute.schedule: {mute.schedule!r} is no moment") from None
        return Window((), (False, False), moment, duration, zone)
    match = CRON.match(mute.schedule)
    parts = match[1].split() if match else []
    if len(parts) != len(FIELDS):
        raise MuteError(
            f"mute.schedule must be cron(minutes hours day month weekday) or at(2026-11-20T02:00), "
            f"not {mute.schedule!r}"
        )
    fields = tuple(_field(part, *field) for part, field in zip(parts, FIELDS, strict=True))
    return Window(fields, (parts[2] == "*", parts[4] == "*"), None, duration, zone)


def _duration(text: str) -> timedelta:
    match = DURATION.match(text)
    if match is None or not any(match.groups()):
        raise MuteError(f"mute.duration must be ISO 8601 such as PT2H or P1DT12H, not {text!r}")
    days, hours, minutes = (int(group or 0) for group in match.groups())
    found = timedelta(days=days, hours=hours, minutes=minutes)
    if not LEAST <= found <= MOST:
        raise MuteError(f"mute.duration is from PT1M to P15D, not {text!r}")
    return found


def _field(text: str, name: str, low: int, high: int, words: tuple[str, ...], first: int) -> frozenset[int]:
    found: set[int] = set()
    for part in text.split(","):
        begin, dash, end = part.partition("-")
        if part == "*":
            found.update(range(low, high + 1))
            continue
        ends = [_number(one, words, first) for one in ([begin, end] if dash else [begin])]
        if any(one is None or not low <= one <= high for one in ends) or (ends[-1] or 0) < (ends[0] or 0):
            raise MuteError(f"mute.schedule: {part!r} is no {name} ({low} to {high})")
        found.update(range(ends[0] or 0, (ends[-1] or 0) + 1))
    if name == "day of week" and 7 in found:
        found.add(0)
    return frozenset(found)


def _number(text: str, words: tuple[str, ...], first: int) -> int | None:
    if text.upper() in words:
        return words.index(text.upper()) + first
    return int(text) if text.isdigit() and len(text) <= 2 else None

"""The period of a report: a day of a named zone or any range, and the same hours of the nights before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from aurorascope.model.errors import BadRequestError

if TYPE_CHECKING:
    from datetime import tzinfo

DAYS = ("yesterday", "newest")
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """A range of time, `begin` inclusive and `end` exclusive, both UTC, as told in `zone`."""

    begin: datetime
    end: datetime
    zone: str = "UTC"

    @property
    def seconds(self) -> float:
        """How long it is."""
        return (self.end - self.begin).total_seconds()

    @property
    def is_day(self) -> bool:
        """Say whether it is one whole day of its zone."""
        first, last = self.local(self.begin), self.local(self.end)
        return first.time() == last.time() == time() and last.date() - first.date() == timedelta(days=1)

    @property
    def label(self) -> str:
        """The period as a person says it."""
        first, last = self.local(self.begin), self.local(self.end)
        if self.is_day:
            return f"{first:%A} {first:%Y-%m-%d}"
        same = first.date() == last.date()
        return f"{first:%Y-%m-%d %H:%M} to {last:{'%H:%M' if same else '%Y-%m-%d %H:%M'}}"

    @property
    def file_part(self) -> str:
        """The period as a part of a file's name."""
        first, last = self.local(self.begin), self.local(self.end)
        return f"{first:%Y-%m-%d}" if self.is_day else f"{first:%Y%m%dT%H%M}-{last:%Y%m%dT%H%M}"

    def local(self, moment: datetime) -> datetime:
        """Return a moment on the clock of the period's zone."""
        return moment.astimezone(zone_of(self.zone))

    def nights_before(self, nights: int) -> list[Period]:
        """Return the same hours of the nights before, the last one first.

        They are taken on the clock of the zone, so a change of its hour moves none; a period longer than a
        day steps back by whole days enough that none overlaps the next.
        """
        step = max(1, -(-int(self.seconds) // 86_400))
        first, last = self.local(self.begin), self.local(self.end)
        found = []
        for night in range(1, nights + 1):
            back = timedelta(days=step * night)
            found.append(Period(_wall(first, back), _wall(last, back), self.zone))
        return found


@cache
def zone_of(name: str) -> tzinfo:
    """Return the zone of an IANA name. Raises BadRequestError."""
    if name == "UTC":
        return UTC
    if name not in available_timezones():
        raise BadRequestError(f"--zone: {name!r} is no time zone; write UTC or a name such as Europe/Berlin.")
    return ZoneInfo(name)


def day(
    text: str, zone: str, now: datetime, newest: datetime | None, oldest: datetime | None = None
) -> Period:
    """Return the day that `text` names: 2026-11-19, yesterday, or newest, the last whole day of the data.

    The newest day of data shorter than a day is all of that data. Raises BadRequestError where it is none, or
    where the store holds nothing.
    """
    place = zone_of(zone)
    if text == "yesterday":
        return whole_day(now.astimezone(place).date() - timedelta(days=1), zone)
    if text == "newest":
        if newest is None:
            raise BadRequestError(
                "--day newest: the store holds no data: run aurorascope ingest, or collect."
            )
        # the last log line of a day is a little before its midnight
        edge = newest.astimezone(place) + timedelta(hours=1)
        last = whole_day(edge.date() - timedelta(days=1), zone)
        if oldest is not None and oldest > last.begin + timedelta(hours=1) and newest - oldest < DAY:
            return Period(*whole_minutes(oldest, newest), zone)
        return last
    try:
        named = date.fromisoformat(text)
    except ValueError:
        raise BadRequestError(f"--day: {text!r} is no day; write 2026-11-19, yesterday or newest.") from None
    return whole_day(named, zone)


def whole_minutes(oldest: datetime, newest: datetime) -> tuple[datetime, datetime]:
    """Return the range of data on whole minutes, the last row included."""
    begin = oldest.astimezone(UTC).replace(second=0, microsecond=0)
    return begin, newest.astimezone(UTC).replace(second=0, microsecond=0) + timedelta(minutes=1)


def whole_day(named: date, zone: str) -> Period:
    """Return a day of a zone: 23, 24 or 25 hours."""
    place = zone_of(zone)
    begin = datetime.combine(named, time(), place).astimezone(UTC)
    end = datetime.combine(named + timedelta(days=1), time(), place).astimezone(UTC)
    return Period(begin, end, zone)


def period_named(text: str, zone: str) -> Period:
    """Return the period of `2026-11-19`, or of `BEGIN/END` on the zone's clock. Raises BadRequestError."""
    first, slash, last = text.partition("/")
    place = zone_of(zone)
    try:
        if not slash:
            return whole_day(date.fromisoformat(first), zone)
        ends = [datetime.fromisoformat(part.strip()) for part in (first, last)]
    except ValueError:
        raise BadRequestError(
            f"{text!r} is no period; write 2026-11-19, or 2026-11-19T08:00/2026-11-19T12:00."
        ) from None
    begin, end = (one.replace(tzinfo=place) if one.tzinfo is None else one for one in ends)
    if begin >= end:
        raise BadRequestError(f"{text!r}: the period ends before it begins.")
    return Period(begin.astimezone(UTC), end.astimezone(UTC), zone)


def is_period(text: str) -> bool:
    """Say whether a word of `report diff` is a period and no name of a cluster."""
    first = text.partition("/")[0].strip()
    try:
        datetime.fromisoformat(first)
    except ValueError:
        return False
    return True


def _wall(moment: datetime, back: timedelta) -> datetime:
    """Step back on the wall clock of a zone."""
    return (moment - back).astimezone(UTC)

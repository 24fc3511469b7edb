"""Time zones: times are stored in UTC and shown in the zone the reader chose."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones


@lru_cache(maxsize=256)
def zone_named(name: str) -> tzinfo | None:
    """Return the zone of the IANA name, None where there is none of it."""
    if name == "UTC":
        return UTC
    return ZoneInfo(name) if name in zone_names() else None


@lru_cache(maxsize=1)
def zone_names() -> frozenset[str]:
    """Every zone that this machine knows by an IANA name of its own."""
    return frozenset(available_timezones()) | {"UTC"}


def from_micros(micros: int) -> datetime:
    """Microseconds since 1970, exactly (a float would lose some)."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)


def to_micros(moment: datetime) -> int:
    """Microseconds since 1970, exactly."""
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def local(moment: datetime, zone: str) -> datetime:
    """The wall clock of `zone` at that moment, without an offset: what charts draw on."""
    known = zone_named(zone) or UTC
    return moment.astimezone(known).replace(tzinfo=None)


def shown(moment: datetime, zone: str, precision: str = "milliseconds") -> str:
    """A time as tables and tiles show it: 2026-11-19 04:05:06.123."""
    return local(moment, zone).isoformat(sep=" ", timespec=precision)


def offset_named(moment: datetime, zone: str) -> str:
    """The offset of `zone` at that moment: UTC+01:00."""
    offset = moment.astimezone(zone_named(zone) or UTC).strftime("%z")
    return f"UTC{offset[:3]}:{offset[3:5]}" if offset.strip("+-0") else "UTC"

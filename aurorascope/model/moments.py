"""Moments and durations are integer microseconds everywhere; moments count from 1970 in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

SECOND = 1_000_000
DAY = 86_400 * SECOND
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def micros(moment: datetime) -> int:
    """Return the microseconds since 1970, UTC, of an aware moment."""
    return (moment - EPOCH) // MICROSECOND


def moment_of(microseconds: int) -> datetime:
    """Return the moment, in UTC, of microseconds since 1970."""
    return EPOCH + microseconds * MICROSECOND

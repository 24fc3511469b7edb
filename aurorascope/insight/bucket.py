"""The width of a time bucket: a chart holds a readable number of points, never over 2,000."""

from __future__ import annotations

MOST_POINTS = 2000
SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
WIDTHS = (
    *(n * SECOND for n in (1, 2, 5, 10, 15, 30)),
    *(n * MINUTE for n in (1, 2, 5, 10, 15, 30)),
    *(n * HOUR for n in (1, 2, 3, 6, 12)),
    *(n * DAY for n in (1, 7, 28)),
)


def bucket_us(span_us: int, points: int = 240) -> int:
    """Return the narrowest usual width, in microseconds, that cuts a span into at most `points` buckets.

    >>> bucket_us(DAY) // MINUTE
    10
    >>> bucket_us(30 * DAY) // HOUR
    3
    """
    wanted = max(1, min(points, MOST_POINTS))
    for width in WIDTHS:
        if span_us <= width * wanted:
            return width
    return -(-span_us // wanted // DAY + 1) * DAY


def at_least(width_us: int, span_us: int) -> int:
    """Widen a wished width by whole factors until the span holds at most 2,000 buckets of it."""
    width_us = max(width_us, 1)
    return width_us * max(1, -(-span_us // (width_us * MOST_POINTS)))

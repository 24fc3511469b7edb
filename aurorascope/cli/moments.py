"""Times as people give them on the command line."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from aurorascope.model.errors import BadRequestError

SPAN = re.compile(r"^(\d{1,6})\s*(s|m|h|d|w)$")
SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}


def moment(text: str, option: str) -> datetime:
    """Return an ISO 8601 time, UTC where it names no zone. Raises BadRequestError.

    >>> moment("2026-11-19T04:00:00Z", "--begin") == moment("2026-11-19 05:00+01:00", "--begin")
    True
    """
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        raise BadRequestError(
            f"{option}: {text!r} is no time; write 2026-11-19, 2026-11-19T04:00 or 2026-11-19T04:00:00+01:00."
        ) from None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def span(text: str, option: str) -> timedelta:
    """Return a length of time such as 30m, 6h or 7d. Raises BadRequestError."""
    match = SPAN.match(text.strip().lower())
    if match is None:
        raise BadRequestError(f"{option}: {text!r} is no length of time; write 30m, 6h or 7d.")
    return timedelta(seconds=int(match[1]) * SECONDS[match[2]])


def time_range(
    begin: str | None, end: str | None, since: str | None, now: datetime
) -> tuple[datetime | None, datetime | None]:
    """Return the range that the options --begin, --end and --since mean. Raises BadRequestError."""
    if begin and since:
        raise BadRequestError("--begin and --since both say where the range begins; give one of them.")
    last = moment(end, "--end") if end else None
    first = moment(begin, "--begin") if begin else None
    if since:
        first = (last or now) - span(since, "--since")
    if first and last and first >= last:
        raise BadRequestError(f"the range is empty: it begins {first:%Y-%m-%d %H:%M:%S} UTC and ends before.")
    return first, last

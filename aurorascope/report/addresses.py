"""Where a number of the report is shown: the address of a page, with the range, the clusters and the zone."""

from __future__ import annotations

import re
from datetime import UTC
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from aurorascope.report.period import Period

_NAME = re.compile(r"\{(\w+)\}")


def address(
    page: str,
    period: Period,
    clusters: Sequence[str | None] = (),
    sets: Mapping[str, str] | None = None,
    row: Mapping[str, Any] | None = None,
) -> str:
    """Return the path, query and place of a page; '' where the row lacks what the path names.

    `page` may name columns of the row in braces, and may end with the place of a panel (`#panel-top`).
    """
    path, mark, place = page.partition("#")
    row = row or {}
    if not page or any(row.get(name) is None for name in _NAME.findall(path)):
        return ""
    path = _NAME.sub(lambda match: quote(str(row[match[1]]), safe=""), path)
    pairs = [("from", moment(period.begin)), ("to", moment(period.end))]
    pairs += [("cluster", _value(one)) for one in clusters]
    pairs += sorted((sets or {}).items())
    if period.zone != "UTC":
        pairs.append(("tz", period.zone))
    return f"{path}?{urlencode(pairs, safe=':/')}{mark}{place}"


def moment(at: datetime) -> str:
    """Write a moment as addresses hold it."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def _value(text: str | None) -> str:
    """Write a value so that none and the empty text stay two things, as pages read them."""
    if text is None:
        return ""
    return "~" + text if not text or text.startswith("~") else text

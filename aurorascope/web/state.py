"""The state of a page as its URL: range, filters, zone and what the page itself understands.

Everything a reader chose stands in the query string, so that the back button works and a link can be sent.
A time without a zone is read in the reader's zone (`tz`); times that we write end in Z.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote

from aurorascope.web.zones import zone_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

DIMENSIONS = ("cluster", "instance", "database", "user", "host", "application")
SPANS: dict[str, tuple[str, timedelta]] = {
    "15m": ("15 minutes", timedelta(minutes=15)),
    "1h": ("1 hour", timedelta(hours=1)),
    "6h": ("6 hours", timedelta(hours=6)),
    "24h": ("24 hours", timedelta(hours=24)),
    "7d": ("7 days", timedelta(days=7)),
    "30d": ("30 days", timedelta(days=30)),
}
DEFAULT_SPAN = "24h"
AGAINST = "vs"
OFF = "off"
# what a range can be compared with: the same time so long ago, or the span just before it
PERIODS: dict[str, tuple[str, timedelta | None]] = {
    "day": ("the day before", timedelta(days=1)),
    "week": ("the week before", timedelta(days=7)),
    "before": ("the time just before", None),
}
ALL = "all"
LONGEST_VALUE = 4096
MOST_VALUES = 200

Value = str | None


@dataclass(frozen=True, slots=True)
class PageState:
    """What the reader chose: a span up to the newest data (`last`), or `begin` and `end` (UTC, end excluded).

    `filters` maps a dimension to its values, None among them meaning rows without one; `against` is the
    period that the range is compared with, `off` the timeline's lanes that are switched off; `extras` are the
    page's own parameters.
    """

    last: str = DEFAULT_SPAN
    begin: datetime | None = None
    end: datetime | None = None
    filters: dict[str, tuple[Value, ...]] = field(default_factory=dict)
    extras: dict[str, tuple[Value, ...]] = field(default_factory=dict)
    zone: str = "UTC"
    against: str = ""
    off: tuple[str, ...] = ()

    @classmethod
    def of(cls, search: str) -> PageState:
        """Read a query string; what is not understood falls back to its default, never raises."""
        found: dict[str, list[str]] = {}
        pairs = parse_qsl(search.lstrip("?"), keep_blank_values=True, errors="replace")
        for name, value in pairs[:MOST_VALUES]:
            found.setdefault(name, []).append(value[:LONGEST_VALUE])
        zone = (found.pop("tz", None) or ["UTC"])[-1]
        zone = zone if zone_named(zone) is not None else "UTC"
        begin = time_of((found.pop("from", None) or [""])[-1], zone)
        end = time_of((found.pop("to", None) or [""])[-1], zone)
        if begin is not None and end is not None and end <= begin:
            begin = end = None
        last = (found.pop("last", None) or [DEFAULT_SPAN])[-1]
        against = (found.pop(AGAINST, None) or [""])[-1]
        off = tuple(dict.fromkeys(name for name in found.pop(OFF, []) if name))
        fixed = begin is not None or end is not None
        return cls(
            last=DEFAULT_SPAN if fixed or last not in (*SPANS, ALL) else last,
            begin=begin,
            end=end,
            filters={name: _values(found.pop(name)) for name in DIMENSIONS if name in found},
            extras={name: _values(values) for name, values in found.items()},
            zone=zone,
            against=against if known_period(against) else "",
            off=off,
        )

    def search(self) -> str:
        """Write the query string, '' where everything is as by default, else beginning with '?'."""
        pairs: list[tuple[str, str]] = []
        if self.begin is not None or self.end is not None:
            pairs += [("from", iso(self.begin))] if self.begin else []
            pairs += [("to", iso(self.end))] if self.end else []
        elif self.last != DEFAULT_SPAN:
            pairs.append(("last", self.last))
        for name in DIMENSIONS:
            pairs += [(name, encode(value)) for value in self.filters.get(name, ())]
        for name in sorted(self.extras):
            pairs += [(name, encode(value)) for value in self.extras[name]]
        pairs += [(AGAINST, self.against)] if self.against else []
        pairs += [(OFF, name) for name in self.off]
        if self.zone != "UTC":
            pairs.append(("tz", self.zone))
        return "?" + "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in pairs) if pairs else ""

    def parameter(self, name: str) -> str | None:
        """Return the last value of a page's own parameter, None where it is absent or empty."""
        values = self.extras.get(name, ())
        return values[-1] if values else None

    def shared(self) -> PageState:
        """Keep what every page understands: range, filters, comparison, lanes and zone."""
        return replace(self, extras={})

    def with_range(self, begin: datetime | None, end: datetime | None) -> PageState:
        """Return the state with a fixed range."""
        return replace(self, last=DEFAULT_SPAN, begin=begin, end=end)

    def with_last(self, last: str) -> PageState:
        """Return the state with a span that ends at the newest data."""
        return replace(self, last=last, begin=None, end=None)

    def setting(self, values: Mapping[str, Iterable[Value]]) -> PageState:
        """Replace parameters, filters and the page's own alike; an empty value removes one."""
        filters, extras = dict(self.filters), dict(self.extras)
        ends = {name: _moment(values[name]) for name in ("from", "to") if name in values}
        if any(ends.values()):
            ranged = self.with_range(ends.get("from"), ends.get("to"))
            return ranged.setting({name: value for name, value in values.items() if name not in ends})
        for name, chosen in values.items():
            home = filters if name in DIMENSIONS else extras
            kept = tuple(chosen)
            if kept:
                home[name] = kept
            else:
                home.pop(name, None)
        return replace(self, filters=filters, extras=extras)

    def baseline(self, begin: datetime, end: datetime) -> tuple[datetime, datetime] | None:
        """Return the period that a range is compared with, as long as it is; None where none was chosen."""
        if not self.against:
            return None
        if self.against in PERIODS:
            first = begin - (PERIODS[self.against][1] or end - begin)
        else:
            first = time_of(self.against, "UTC") or begin
        return first, first + (end - begin)

    def bounds(self, oldest: datetime | None, newest: datetime | None) -> tuple[datetime, datetime]:
        """Resolve the range against the data's extent: begin included, end excluded.

        A span ends on the five minutes after the newest data, one of days on the hour: so it is the same for
        all readers of that hour, and made of whole hours. An empty store has the last day.
        """
        edge = _edge_after(newest) if newest is not None else _edge_after(datetime.now(UTC))
        first = oldest.replace(second=0, microsecond=0) if oldest is not None else edge - timedelta(days=1)
        if self.begin is not None or self.end is not None:
            end = self.end or edge
            begin = self.begin or min(first, end - timedelta(days=1))
            return (begin, end) if begin < end else (begin, begin + timedelta(minutes=1))
        if self.last == ALL:
            return first, edge
        span = SPANS[self.last][1]
        if span >= timedelta(days=2) and edge.minute:
            edge = edge.replace(minute=0) + timedelta(hours=1)
        return edge - span, edge


def _moment(values: Iterable[Value]) -> datetime | None:
    """The last of the values as a time; without an offset it is UTC."""
    return next((time_of(text, "UTC") for text in reversed(tuple(values)) if text), None)


def known_period(text: str) -> bool:
    """Say whether a comparison is one of the usual periods, or the time that another one begins."""
    return text in PERIODS or time_of(text, "UTC") is not None


def iso(moment: datetime) -> str:
    """Write a time in UTC, with microseconds only where there are some."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def encode(value: Value) -> str:
    """Write a value so that 'none', the empty string and any text stay three different things."""
    if value is None:
        return ""
    return "~" + value if not value or value.startswith("~") else value


def decode(text: str) -> Value:
    """Undo `encode`."""
    if not text:
        return None
    return text.removeprefix("~")


def _quoted(text: str) -> str:
    return quote(text, safe="-._~:/,*()@ ", encoding="utf-8", errors="replace").replace(" ", "+")


def _values(texts: list[str]) -> tuple[Value, ...]:
    return tuple(dict.fromkeys(decode(text) for text in texts))


def time_of(text: str, zone: str) -> datetime | None:
    """Read an ISO time (a blank may stand for T); without an offset it is in the reader's zone."""
    text = text.strip()
    try:
        moment = datetime.fromisoformat(text.replace(" ", "T", 1)) if text else None
        if moment is None:
            return None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=zone_named(zone))
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _edge_after(moment: datetime) -> datetime:
    whole = moment.astimezone(UTC).replace(second=0, microsecond=0)
    return whole + timedelta(minutes=5 - whole.minute % 5)

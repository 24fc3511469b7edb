"""A page's address holds every field of the filter; what is not understood narrows nothing."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime, timedelta

from aurorascope.model.filter import Filter
from aurorascope.web.asking import filter_of
from aurorascope.web.state import PageState

BEGIN = datetime(2026, 11, 19, tzinfo=UTC)
EVERY = (
    "?cluster=c&instance=i&database=d&user=u&host=h&application=a&fingerprint=f&statement_kind=SELECT"
    "&severity=ERROR&sqlstate=23505&min_ms=1.5&q=held&not=left&pattern=^a%2Bb$&not_pattern=c{2}&noise=1"
    "&window=2026-11-19T04:00/2026-11-19T05:00&window=2026-11-19T07:00/2026-11-19T08:00&tz=Europe/Berlin"
)


def chosen(search: str) -> Filter:
    return filter_of(PageState.of(search), BEGIN, BEGIN + timedelta(days=1), {})


def test_an_address_fills_every_field_of_the_filter() -> None:
    found = chosen(EVERY)
    empty = [one.name for one in fields(found) if getattr(found, one.name) == one.default]
    assert empty == ["engine"]
    assert (found.pattern, found.exclude_pattern, found.min_duration_us) == (("^a+b$",), ("c{2}",), 1500)
    assert found.windows[0] == (BEGIN + timedelta(hours=3), BEGIN + timedelta(hours=4))
    assert len(found.windows) == 2


def test_what_an_address_says_wrongly_narrows_nothing() -> None:
    odd = (
        "?pattern=(&pattern=(?=a)&not_pattern=(a)\\1&min_ms=x"
        "&window=x/y&window=2026-11-19T05:00/2026-11-19T04:00&window="
    )
    assert not chosen(odd).is_narrow

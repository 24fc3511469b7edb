"""Rows by the page, newest first: each page begins where the last one ended, days of the store at a time.

A view that pages takes `before_us`, `before_source`, `before_offset` and `page`. Walking back from the newest
day lets a text search show what it found there before it reads the oldest.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from aurorascope.web.answers import ask_once, ask_view
from aurorascope.web.zones import to_micros

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.insight.template import View
    from aurorascope.web.asking import Question, Row

MOST_SCROLLED = 20_000
BATCH = 2_000
MOST_COUNTED = 1 << 62
Cursor = tuple[datetime, str, int, str]


def page_of(question: Question, snapshot: Any, after: Cursor | None, count: int) -> list[Row]:
    """The next `count` rows, newest first, after a cursor (None: from the newest)."""
    rows: list[Row] = []
    by_day = by_days(question.view)
    spans = days_back(question.begin, question.end, after) if by_day else [(question.begin, question.end)]
    for begin, end in spans:
        part = replace(question, begin=begin, end=end)
        read = snapshot.between(begin, end) if by_day else snapshot
        rows += part.ask(read, **_keys(question, after), page=count - len(rows))
        if len(rows) >= count:
            break
    return rows


def by_days(view: View) -> bool:
    """Say whether a view's rows of a day are all in that day's files: waits and sessions cross midnight.

    A view that reads a table of events beyond the range says so by its `scope`.
    """
    return view.by_days


def days_back(begin: datetime, end: datetime, after: Cursor | None) -> Iterator[tuple[datetime, datetime]]:
    """The range cut at midnights UTC, the newest day first, beginning with the day of the cursor.

    Each part has twice the days of the one before: what is found nowhere is not asked for thirty times.
    """
    if after is not None:
        end = min(end, after[0] + timedelta(microseconds=1))
    days = 1
    while begin < end:
        last = end - timedelta(microseconds=1)
        midnight = last.replace(hour=0, minute=0, second=0, microsecond=0)
        more = timedelta(days=days - 1)
        first = midnight - more if midnight - begin > more else begin
        yield first, end
        end = first
        days *= 2


def cursor_of(row: Row) -> Cursor:
    """Where the page after this row begins."""
    moment = row["ts"] if "ts" in row else row["started_at"]
    return (
        moment,
        str(row.get("source") or ""),
        int(row.get("offset") or 0),
        str(row.get("session_key") or ""),
    )


def count_of(question: Question, snapshot: Any) -> Row:
    """What a paging panel's rows add up to: how many they are, and the sum of the columns it names."""
    panel = question.panel
    if panel.totals:
        params: dict[str, Any] = dict(question.params_of(panel.totals))
        return dict(ask_view(snapshot, panel.totals, question.chosen, **params).to_pylist()[0])
    sql, bound = question.view.render(question.chosen, question.params() | {"page": MOST_COUNTED})
    sums = "".join(f", coalesce(sum({name}), 0)::bigint AS {name}" for name in panel.sums)
    whole = f"SELECT count(*) AS rows{sums} FROM ({sql}) AS listed"
    asked = (whole, tuple(sorted(bound.items())))
    found = ask_once(snapshot, asked, (question.view.name, "sums"), lambda: snapshot.query(whole, bound))
    return dict(found.to_pylist()[0])


def every_row(question: Question, snapshot: Any, most: int) -> Iterator[Row]:
    """All rows of a panel's view, at most `most`: page by page where it pages."""
    if "before_us" not in question.view.params:
        yield from question.ask(snapshot)
        return
    after: Cursor | None = None
    given = 0
    while given < most:
        rows = page_of(question, snapshot, after, min(BATCH, most - given))
        yield from rows
        given += len(rows)
        if len(rows) < BATCH:
            return
        after = cursor_of(rows[-1])


def rows_between(question: Question, snapshot: Any, first: int, last: int, after: Cursor | None) -> list[Row]:
    """Rows number `first` to `last`; without a cursor at `first`, what lies before is read and dropped."""
    if after is not None or first == 0:
        return page_of(question, snapshot, after, last - first)
    return page_of(question, snapshot, None, last)[first:]


def _keys(question: Question, after: Cursor | None) -> dict[str, Any]:
    if after is None:
        return {}
    keys: dict[str, Any] = {
        "before_us": to_micros(after[0]),
        "before_source": after[1],
        "before_offset": after[2],
        "before_session_key": after[3],
    }
    return {name: value for name, value in keys.items() if name in question.view.params}

"""The report's questions put to the store: each item's view under one filter, on one version."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from aurorascope.insight.bucket import HOUR, MINUTE
from aurorascope.insight.views import load_view, run_view
from aurorascope.model.filter import Filter
from aurorascope.report.addresses import address
from aurorascope.report.privacy import clean
from aurorascope.store.errors import NotAnswered

if TYPE_CHECKING:
    from aurorascope.insight.template import Value
    from aurorascope.report.item import Item
    from aurorascope.report.period import Period
    from aurorascope.store.snapshot import Snapshot

Row = dict[str, Any]
MANY_ROWS = 3_000_000
"""Statements of a period from which charts take whole hours, which rollups answer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of an item, what was asked to get them, and the page that shows them.

    `rows` are as they may leave the machine; `raw` as the store has them; `not_narrowed` names the fields of
    the reader's filter that the view's tables cannot answer.
    """

    item: Item
    period: Period
    chosen: Filter
    params: dict[str, Value]
    raw: list[Row]
    rows: list[Row]
    page: str
    not_narrowed: tuple[str, ...] = ()


@dataclass(slots=True)
class Asking:
    """One version of a store, one period, some clusters: what every item of a report is asked of."""

    snapshot: Snapshot
    period: Period
    clusters: tuple[str, ...] = ()
    with_literals: bool = False
    engine: str = "postgresql"
    bucket_us: int = 0
    narrowed: Filter = field(default_factory=Filter)
    answers: dict[str, Answer] = field(default_factory=dict)
    unanswered: dict[str, str] = field(default_factory=dict)
    """Why an engine has no exact answer to an item, by the item's title."""

    def __post_init__(self) -> None:
        """Choose how wide the buckets of charts are."""
        self.bucket_us = self.bucket_us or bucket_for(self.period, self._statements())

    @property
    def chosen(self) -> Filter:
        """The period, the clusters and what else narrows the report as a filter."""
        begin, end = self.period.begin, self.period.end
        return replace(self.narrowed, begin=begin, end=end, cluster=self.clusters)

    def ask(self, item: Item, *, period: Period | None = None, key: str = "") -> Answer:
        """Run an item, or take its answer from before. `key` names it where another period is asked for."""
        known = self.answers.get(key or item.name)
        if known is not None:
            return known
        period = period or self.period
        chosen = replace(self.chosen, begin=period.begin, end=period.end)
        if item.of_fleet:
            chosen = replace(chosen, cluster=())
        params = self.params(item)
        # the files that a page reads for the same question, so that the numbers are the same
        by_days = load_view(item.view).by_days
        read = self.snapshot.between(period.begin, period.end) if by_days else self.snapshot
        try:
            rows_found = run_view(read, item.view, chosen, by=item.by, **params).to_pylist()
        except NotAnswered as error:
            self.unanswered[item.title] = str(error)
            rows_found = []
        raw = [{name: _utc(value) for name, value in row.items()} for row in rows_found]
        kept = raw[: item.most] if item.draw == "table" else raw
        wanted = columns_of(item)
        rows = kept if self.with_literals else clean(kept, self.engine)
        rows = [{name: row[name] for name in row if name in wanted} for row in rows]
        clusters = () if item.of_fleet else self.clusters
        page = address(item.page, period, clusters, item.sets)
        beyond = load_view(item.view).unapplied(self.narrowed)
        answer = Answer(item, period, chosen, params, raw, rows, page, beyond)
        self.answers[key or item.name] = answer
        return answer

    def params(self, item: Item) -> dict[str, Value]:
        """Return the values that an item's view is given."""
        takes = load_view(item.view).params
        given: dict[str, Value] = dict(item.params)
        if "bucket_us" in takes:
            given.setdefault("bucket_us", self.bucket_us)
        if "zone" in takes:
            given["zone"] = self.period.zone
        return given

    def _statements(self) -> int:
        first, last = (at.astimezone(UTC).date() for at in (self.period.begin, self.period.end))
        return sum(file.rows for file in self.snapshot.files("statements") if first <= file.day <= last)


def bucket_for(period: Period, statements: int) -> int:
    """Return the width of a bucket of a chart: some 100 of them, whole hours where there are many rows."""
    steps = (1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440)
    width = next((step for step in steps if period.seconds / 60 / step <= 100), 1440) * MINUTE
    return max(width, HOUR) if statements > MANY_ROWS and period.seconds > 6 * 3600 else width


def columns_of(item: Item) -> frozenset[str]:
    """Return the columns of the view that the report shows, or needs to lead on."""
    named = {column.name for column in item.columns} | {item.x, item.y, item.series}
    if item.view == "errors_top":
        named.add("error_fingerprint")
    named.update(part.partition("}")[0] for part in item.row_page.split("{")[1:])
    return frozenset(named - {""})


def _utc(value: object) -> object:
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return value

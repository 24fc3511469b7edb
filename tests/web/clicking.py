"""A reader who clicks: follows the links of drawn panels, and brushes the peak of a chart that he sees.

Nothing here knows what was planted: it sees what a browser is given, and counts the clicks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from aurorascope.web import charts, panels, tables, timeline
from aurorascope.web.routes import page_at
from aurorascope.web.state import PageState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.web.asking import Question
    from aurorascope.web.site import Request, Site

MOST_READ = 12
"""Rows of a table that a reader looks at."""


@dataclass(frozen=True)
class Reader:
    """Somebody at an address, after so many clicks."""

    site: Site
    link: str
    clicks: int = 0

    @property
    def request(self) -> Request:
        """What the browser asks the server for here."""
        parts = urlsplit(self.link)
        search = f"?{parts.query}" if parts.query else ""
        return {"path": parts.path, "search": search, "version": self.site.versions.newest()}

    @property
    def state(self) -> PageState:
        return PageState.of(self.request["search"])

    def click(self, link: str) -> Reader:
        """Follow a link."""
        return Reader(self.site, link, self.clicks + 1)

    def questions(self) -> Iterator[tuple[Question, Any]]:
        """Every panel of the page."""
        found = page_at(self.site.pages, self.request["path"])
        assert found is not None, self.link
        for panel in found[0].panels:
            asked = self.site.question(self.request, panels.key_of(found[0], panel))
            assert asked is not None
            yield asked

    def rows(self, name: str) -> list[dict[str, Any]]:
        """The first rows of a table as the browser has them: texts and links by column."""
        asked = next(one for one in self.questions() if one[0].panel.name == name)
        question, snapshot = asked
        return tables.row_data(
            question.ask(snapshot)[:MOST_READ],
            question.panel.columns,
            lambda column, row: panels.link_of(question, column, row),
            "UTC",
        )

    def different(self) -> Reader:
        """Click 'What is different here?'."""
        begin, end = self.site.bounds(self.state, self.request["version"])
        return self.click(self.site.different + self.state.shared().with_range(begin, end).search())

    def brushes(self) -> list[tuple[str, Reader]]:
        """The page after a brush over the peak of each chart, and of the load on the timeline."""
        found: list[tuple[str, Reader]] = []
        for question, snapshot in self.questions():
            if question.panel.kind in {"time_bars", "time_lines"}:
                figure = charts.figure(question, question.ask(snapshot), question.width)
                found += self._brushed(question.panel.title, question, figure["data"])
        figure = timeline.drawn(self.site, self.request)[0]
        asked = self.site.asked(self.request, timeline.MARKS)
        assert asked is not None
        above = [trace for trace in figure["data"] if trace.get("yaxis") == "y2"]
        found += self._brushed("load on the timeline", asked[0], above)
        return found

    def _brushed(self, name: str, question: Question, traces: list[Any]) -> list[tuple[str, Reader]]:
        totals: dict[str, float] = {}
        for trace in traces:
            if trace.get("line", {}).get("dash"):
                continue
            for x, y in zip(trace["x"], trace["y"], strict=True):
                totals[x] = totals.get(x, 0.0) + (y or 0.0)
        peak = peak_of(totals)
        if peak is None:
            return []
        begin, end = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in peak)
        end += timedelta(microseconds=question.width)
        state = self.state.with_range(begin, end)
        return [(name, self.click(self.request["path"] + state.search()))]


def peak_of(totals: dict[str, float]) -> tuple[str, str] | None:
    """The first and the last mark of the highest stretch: what stands above half of the way to the peak."""
    if not totals:
        return None
    order = sorted(totals)
    usual = median(totals.values())
    top = max(order, key=lambda x: totals[x])
    line = usual + (totals[top] - usual) / 2
    first = last = order.index(top)
    # a gap of one mark is part of the stretch
    while first > 0 and max(totals[order[first - 1]], totals[order[max(first - 2, 0)]]) >= line:
        first -= 1
    while (
        last + 1 < len(order)
        and max(totals[order[last + 1]], totals[order[min(last + 2, len(order) - 1)]]) >= line
    ):
        last += 1
    return order[first], order[last]

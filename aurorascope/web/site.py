"""The site: the pages there are, the versions of the store, and how a request becomes a question."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from aurorascope.model.filter import Filter
from aurorascope.web.answers import ask_view
from aurorascope.web.asking import Question
from aurorascope.web.paging import by_days
from aurorascope.web.routes import page_at
from aurorascope.web.state import PageState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aurorascope.insight.template import Value
    from aurorascope.model.finding import Check
    from aurorascope.model.page import Page, Panel
    from aurorascope.web.versions import Versions

Request = dict[str, Any]
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Site:
    """What every callback needs: the pages, the versions of the store, and the way to ask.

    `told` holds values for views that no reader and no store knows: the rules of the files, say. `checks`
    judge what pages say of a cluster: those of the user's folders too; None for ours alone.
    """

    pages: tuple[Page, ...]
    versions: Versions
    told: Mapping[str, Value] = field(default_factory=dict)
    checks: tuple[Check, ...] | None = None

    @property
    def homes(self) -> dict[str, str]:
        """For each view that pages, the first page that lists it, and the panel's place there."""
        return self._listed(("rows",))

    @property
    def places(self) -> dict[str, str]:
        """The same for views that are listed in a table too."""
        return self._listed(("table", "rows"))

    def _listed(self, kinds: tuple[str, ...]) -> dict[str, str]:
        return {
            panel.view: f"{page.path}#panel-{panel.name}"
            for kind in kinds
            for page in reversed(self.pages)
            for panel in page.panels
            if panel.kind == kind and "{" not in page.path
        }

    def question(self, request: Request, key: str) -> tuple[Question, Any] | None:
        """The question of one panel under one request, with the snapshot it is put to."""
        found = page_at(self.pages, str(request.get("path", "")))
        page_name, _, panel_name = key.partition(":")
        if found is None or found[0].name != page_name:
            return None
        return self.asked(request, found[0].panel(panel_name))

    def asked(self, request: Request, panel: Panel) -> tuple[Question, Any] | None:
        """The question of a panel, which may stand under any page, at the address of the request."""
        found = page_at(self.pages, str(request.get("path", "")))
        if found is None:
            return None
        page, named = found
        state = PageState.of(str(request.get("search", "")))
        version = self.version(request)
        begin, end = self.bounds(state, version)
        oldest = self.versions.extent(version).oldest
        address = str(request["path"])
        question = Question(
            page, panel, state, begin, end, address, named, self.homes, self.told, oldest, self.checks
        )
        return question, self.snapshot_for(question, version)

    def snapshot_for(self, question: Question, version: int) -> Any:
        """The files of a version that can hold rows of the question's range."""
        if not by_days(question.view):
            return self.versions.at(version)
        return self.versions.during(version, *question.reach)

    @property
    def different(self) -> str:
        """The page that says what is different in a range, '' where there is none."""
        return next((page.path for page in self.pages if any(panel.against for panel in page.panels)), "")

    def version(self, request: Request) -> int:
        """The version that the page was loaded with."""
        return int(self.versions.at(int(request.get("version", -1))).version)

    def offered(self, state: PageState, version: int) -> list[dict[str, Any]]:
        """What the filter bar offers: the values seen in the hours of the reader's range.

        Whole hours come from rollups, and readers whose ranges differ by minutes share the answer.
        """
        begin, end = self.bounds(state, version)
        first, last = to_hour(begin), to_hour(end + HOUR - timedelta(microseconds=1))
        snapshot = self.versions.during(version, first, last)
        return list(ask_view(snapshot, "filter_values", Filter(first, last)).to_pylist())

    def bounds(self, state: PageState, version: int) -> tuple[datetime, datetime]:
        """The reader's range against the data of that version."""
        extent = self.versions.extent(version)
        return state.bounds(extent.oldest, extent.newest)


def to_hour(moment: datetime) -> datetime:
    """The beginning of its hour."""
    return moment.replace(minute=0, second=0, microsecond=0)

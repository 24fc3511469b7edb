"""The site: the pages there are, the versions of the store, and how a request becomes a question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aurorascope.web.asking import Question
from aurorascope.web.paging import by_days
from aurorascope.web.routes import page_at
from aurorascope.web.state import PageState

if TYPE_CHECKING:
    from datetime import datetime

    from aurorascope.model.page import Page
    from aurorascope.web.versions import Versions

Request = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Site:
    """What every callback needs: the pages, the versions of the store, and the way to ask."""

    pages: tuple[Page, ...]
    versions: Versions

    @property
    def homes(self) -> dict[str, str]:
        """For each view that pages, the first page that lists it, and the panel's place there."""
        return {
            panel.view: f"{page.path}#panel-{panel.name}"
            for page in reversed(self.pages)
            for panel in page.panels
            if panel.kind == "rows" and "{" not in page.path
        }

    def question(self, request: Request, key: str) -> tuple[Question, Any] | None:
        """The question of one panel under one request, with the snapshot it is put to."""
        found = page_at(self.pages, str(request.get("path", "")))
        page_name, _, panel_name = key.partition(":")
        if found is None or found[0].name != page_name:
            return None
        page, named = found
        state = PageState.of(str(request.get("search", "")))
        version = self.version(request)
        begin, end = self.bounds(state, version)
        question = Question(
            page, page.panel(panel_name), state, begin, end, str(request["path"]), named, self.homes
        )
        cut = by_days(question.view)
        return question, self.versions.during(version, begin, end) if cut else self.versions.at(version)

    def version(self, request: Request) -> int:
        """The version that the page was loaded with."""
        return int(self.versions.at(int(request.get("version", -1))).version)

    def bounds(self, state: PageState, version: int) -> tuple[datetime, datetime]:
        """The reader's range against the data of that version."""
        extent = self.versions.extent(version)
        return state.bounds(extent.oldest, extent.newest)

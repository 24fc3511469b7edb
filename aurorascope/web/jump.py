"""Where the search box leads: a page by its name, a fingerprint, an entry's text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from aurorascope.model.page import Page
    from aurorascope.web.state import PageState

FINGERPRINT = re.compile(r"[0-9a-f]{16}")


def destination(
    text: str,
    pages: Sequence[Page],
    state: PageState,
    clusters: Collection[str] = (),
    instances: Collection[str] = (),
) -> str:
    """The address for what was typed: a fingerprint's page, a page, a cluster, else a search."""
    wanted = text.strip()
    if FINGERPRINT.fullmatch(wanted.lower()):
        return f"/queries/{wanted.lower()}" + state.shared().search()
    named = [page for page in pages if page.group and wanted.lower() in page.title.lower()]
    starts = [page for page in named if page.title.lower().startswith(wanted.lower())]
    if starts or len(named) == 1:
        return (starts or named)[0].path + state.shared().search()
    if wanted in clusters:
        return _page_of("/cluster", pages) + state.shared().setting({"cluster": (wanted,)}).search()
    if wanted in instances:
        return _page_of("/cluster", pages) + state.shared().setting({"instance": (wanted,)}).search()
    return "/log" + state.shared().setting({"q": (wanted,)}).search()


def _page_of(path: str, pages: Sequence[Page]) -> str:
    return path if any(page.path == path for page in pages) else "/"

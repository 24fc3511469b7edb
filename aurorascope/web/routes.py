"""Which page an address means, and what the names in its path hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aurorascope.model.page import Page

_NAME = re.compile(r"\{(\w+)\}")


def page_at(pages: Sequence[Page], path: str) -> tuple[Page, dict[str, str]] | None:
    """Return the page at `path` with its named parts; a path without names wins over one with."""
    plain = "/" + path.strip("/")
    for page in sorted(pages, key=lambda page: page.path.count("{")):
        match = re.fullmatch(_pattern(page.path), plain)
        if match:
            return page, {name: unquote(value) for name, value in match.groupdict().items()}
    return None


def _pattern(path: str) -> str:
    parts = _NAME.split(path)
    return "".join(
        f"(?P<{part}>[^/]+)" if number % 2 else re.escape(part) for number, part in enumerate(parts)
    )

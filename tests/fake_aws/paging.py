"""Pages: a token says where the next one begins, and belongs to the question it was given for."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Sequence
from typing import Any, TypeVar

Item = TypeVar("Item")


class BadTokenError(ValueError):
    """A token that this question never got."""


def token(question: Any, place: Any) -> str:
    """Return a token for a place in the answer to a question; letters, digits, - _ and = only."""
    return base64.urlsafe_b64encode(json.dumps([_sum(question), place]).encode()).decode()


def place(question: Any, given: str) -> Any:
    """Return the place a token stands for."""
    try:
        asked, where = json.loads(base64.urlsafe_b64decode(given.encode()))
    except ValueError as error:
        raise BadTokenError(given) from error
    if asked != _sum(question):
        raise BadTokenError(given)
    return where


def page(
    items: Sequence[Item], question: Any, given: str | None, size: int
) -> tuple[Sequence[Item], str | None]:
    """Return one page and the token of the next; None when it was the last."""
    start = place(question, given) if given else 0
    end = start + size
    return items[start:end], token(question, end) if end < len(items) else None


def _sum(question: Any) -> int:
    return zlib.crc32(json.dumps(question, sort_keys=True, default=str).encode())

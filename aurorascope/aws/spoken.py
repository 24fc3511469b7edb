"""What AWS says, without the words that only a customer's own text can hold."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from aurorascope.aws.scrub_words import EVENT_WORDS

if TYPE_CHECKING:
    from collections.abc import Collection

WITHHELD = "[withheld]"
DEEP = 16
_WORD = re.compile(r"[^\W_][\w.-]*|_[\w.-]*")
_NUMBER = re.compile(r"-?\d[\d.,:TZ-]*")


def own_words(text: str, names: Collection[str]) -> str:
    """Return a message with its numbers, the words that AWS uses of anybody, and the names given."""

    def kept(match: re.Match[str]) -> str:
        bare = match[0].rstrip(".,-")
        own = bare in names or bare.lower() in EVENT_WORDS or _NUMBER.fullmatch(bare)
        return match[0] if own else WITHHELD + match[0][len(bare) :]

    return _WORD.sub(kept, text)


def shape_of_json(text: str) -> str | None:
    """Return JSON with its keys, numbers and truths, its texts withheld; None for what is no JSON."""
    try:
        return json.dumps(_shape(json.loads(text), 0), sort_keys=True, ensure_ascii=False)
    except (ValueError, RecursionError):
        return None


def _shape(value: Any, depth: int) -> Any:
    if depth > DEEP or isinstance(value, str):
        return WITHHELD
    if isinstance(value, dict):
        return {key: _shape(it, depth + 1) for key, it in value.items()}
    if isinstance(value, list):
        return [_shape(it, depth + 1) for it in value]
    return value

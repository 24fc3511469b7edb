"""What is sure of half a statement: the text that its whole family's text must begin with.

Performance Insights cuts texts at 500 bytes. The last token may be cut itself, and a list of constants that
is not closed yet may still be folded to one element; both are left out.
"""

from __future__ import annotations

LEAST = 40
"""Characters below which a beginning says too little."""
_OPENS, _CLOSES = "([", ")]"
_CONSTANTS = frozenset("?, ")


def sure_prefix(normalized: str) -> str | None:
    """Return the sure beginning of the normalised text of half a statement; None where it is too short.

    >>> sure_prefix("SELECT id, name FROM customers WHERE region = ? AND tier IN (?, ?, ?")
    'SELECT id, name FROM customers WHERE region = ? AND tier IN'
    >>> sure_prefix("SELECT id, na") is None
    True
    """
    kept, _, _ = normalized.rpartition(" ")
    while (at := _open_bracket(kept)) is not None and _CONSTANTS.issuperset(kept[at + 1 :]):
        kept = kept[:at]
    kept = kept.rstrip(" ,")
    return kept if len(kept) >= LEAST else None


def _open_bracket(text: str) -> int | None:
    """Return where the innermost bracket opens that is not closed."""
    depth = 0
    for at in range(len(text) - 1, -1, -1):
        if text[at] in _CLOSES:
            depth += 1
        elif text[at] in _OPENS:
            if depth == 0:
                return at
            depth -= 1
    return None

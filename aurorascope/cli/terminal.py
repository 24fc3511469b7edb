"""Text of strangers on a terminal: shown, never obeyed."""

from __future__ import annotations

import unicodedata

# Cc: control characters, escapes among them; Cf: bidirectional overrides and other invisible marks;
# Zl, Zp: line breaks that are no newline; Cs: halves of surrogates from undecodable file names
STEERING = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs"})


def printable(text: str) -> str:
    r"""Return `text` with everything that could steer a terminal written out, a newline as `\n`."""
    return "".join(written_out(character) for character in text)


def written_out(character: str) -> str:
    """Return `character`, or its escape where it is not plain text."""
    if unicodedata.category(character) not in STEERING:
        return character
    return character.encode("unicode_escape").decode("ascii")

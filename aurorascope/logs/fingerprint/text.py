"""Tokens of a family to the text that people read.

One blank between tokens, none before a comma or a closing bracket nor inside brackets, none around a dot or
a cast; a function's name touches its bracket. The spacing depends on the tokens alone, and every operator
stands free, so the text reads back as the same tokens.
"""

from __future__ import annotations

from aurorascope.logs.fingerprint.words import CAPITALS, MYSQL_CAPITALS

_TOUCHES_LEFT = frozenset({",", ")", "]", ";", ".", "::"})
_TOUCHES_RIGHT = frozenset({"(", "[", ".", "::"})
_WORDS_IN_CAPITALS = (frozenset(word.upper() for word in CAPITALS) | MYSQL_CAPITALS) - {
    *("CAST", "LEFT", "RIGHT", "REPLACE", "IF", "MOD", "REPEAT", "CONVERT", "CHAR", "DATABASE"),
    *(
        "VARCHAR",
        "VARBINARY",
        "DECIMAL",
        "NUMERIC",
        "INT",
        "BIGINT",
        "TINYINT",
        "SMALLINT",
        "MEDIUMINT",
        "FLOAT",
    ),
    *(
        "DOUBLE",
        "BINARY",
        "RANK",
        "DENSE_RANK",
        "ROW_NUMBER",
        "LAG",
        "LEAD",
        "NTILE",
        "FIRST_VALUE",
        "LAST_VALUE",
    ),
    *("ROW", "CURRENT_TIMESTAMP", "UTC_TIMESTAMP", "LOCALTIME"),
}


def text(tokens: list[str]) -> str:
    """Return the one spelling of `tokens`."""
    pieces: list[str] = []
    append = pieces.append
    before = "("
    named_after_into = False
    for token in tokens:
        if before in _TOUCHES_RIGHT or token in _TOUCHES_LEFT:
            append(token)
        elif token == "[":
            append(" [" if before == "," else "[")
        elif token == "(":
            append("(" if _is_function(before) and not named_after_into else " (")
        else:
            append(" " + token)
        if token == "INTO":
            named_after_into = True
        elif token != "." and before not in {"INTO", "."}:
            named_after_into = False
        before = token
    return "".join(pieces)


def _is_function(token: str) -> bool:
    first = token[0]
    return first in '"`_' or first > "\x7f" or (first.isalnum() and token not in _WORDS_IN_CAPITALS)

"""SQL laid out and coloured for reading: bounded in length, and text to the last character.

Laying out costs milliseconds a kilobyte, so long statements are coloured or shown as they are.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import sqlparse
from dash import html
from sqlparse import tokens as t
from sqlparse.exceptions import SQLParseError

from aurorascope.web.attributes import attributes

LONGEST_LAID_OUT = 6_000
LONGEST_COLOURED = 20_000
LONGEST_SHOWN = 100_000
MOST_PARENTHESES = 200
CLASSES = (
    (t.Comment, "sql-comment"),
    (t.Keyword, "sql-keyword"),
    (t.Literal.String, "sql-string"),
    (t.Literal.Number, "sql-number"),
    (t.Name.Placeholder, "sql-number"),
)


@lru_cache(maxsize=512)
def laid_out(sql: str) -> str:
    """Break a statement into lines and indent it; what is too long or too deep stays as it is."""
    if len(sql) > LONGEST_LAID_OUT or sql.count("(") > MOST_PARENTHESES:
        return sql[:LONGEST_SHOWN]
    try:
        return str(
            sqlparse.format(sql, reindent=True, keyword_case="upper", use_space_around_operators=False)
        )
    except (SQLParseError, RecursionError):
        return sql


def coloured(sql: str) -> list[str | html.Span]:
    """The statement's words, keywords and literals in spans; every one of them a text node."""
    if len(sql) > LONGEST_COLOURED:
        return [sql[:LONGEST_SHOWN]]
    parts: list[str | html.Span] = []
    plain: list[str] = []
    words: list[tuple[Any, str]] = list(sqlparse.lexer.tokenize(sql))  # type: ignore[no-untyped-call]  # ships no types
    for kind, text in words:
        shade = next((name for token, name in CLASSES if kind in token), "")
        if shade:
            parts.extend(["".join(plain)] if plain else [])
            plain = []
            parts.append(html.Span(text, className=shade))
        else:
            plain.append(text)
    return [*parts, *(["".join(plain)] if plain else [])]


def block(sql: str, block_id: str) -> html.Div:
    """A statement to read and to copy, and a word about what is not shown."""
    text = laid_out(sql)
    rest = len(sql) - LONGEST_SHOWN
    return html.Div(
        [
            html.Button(
                "Copy",
                className="copy",
                **attributes(data_does="copy", data_of=block_id, aria_label="Copy the statement"),
            ),
            html.Pre(html.Code(coloured(text), id=block_id), className="code-block", tabIndex=0),
            html.P(f"{rest:,} more characters are not shown.", className="note") if rest > 0 else None,
        ],
        className="code-frame",
    )

"""The first cut: literals and comments leave a whole column at once, and the rest says where it may be wrong.

Every literal becomes one quote character. That mark cannot collide: no quote of the original outlives the
cut. A remainder is read by `remainder_tokens`, which gives exactly the tokens of the original, or None
wherever the cut, which knows neither nesting nor what stands behind it, could have erred.

There are two cuts. The plain one knows literals alone. The signed one, twice as dear, knows comments and
quoted names too and leaves a sign of them before the mark: `--'` and `/**/'` stand for a comment,
`"name"'` for a quoted name, `"'` for one that never ends.

What both rely on, and what is refused therefore:
* a word ending in `$` or in a letter beyond ASCII that touches a mark: the cut may have torn a name apart;
* a digit, dot, dollar or letter beyond ASCII right after a mark, a dot right before one: half a number;
* a bare `e` before a mark: an escape string that did not end as one;
* two marks with only white space or comments between: they may be one string over two lines;
* a dollar outside a word, a comment that is nested or never ends, `U&"`;
* after the plain cut, any comment, and a mark between double quotes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aurorascope.logs.fingerprint.postgres_lexer import NAME, OPERATORS, canonical_tokens

if TYPE_CHECKING:
    import polars as pl

_STRING = r"'(?:[^']|'')*(?:'|\z)"
_ESCAPE_STRING = r"(?-u:\b)[eE]'(?s:[^'\\]|\\.|''|\\\z)*(?:'|\z)"
_DIGITS = "[0-9][0-9_]*"
_NUMBER = rf"(?-u:\b)(?:{_DIGITS}(?:\.{_DIGITS})?(?:[eE][+-]?{_DIGITS})?|[0-9][0-9A-Za-z_]*)(?-u:\b)"
_PARAMETER = r"(?-u:\B)\$[0-9]+(?-u:\b)"
_DOLLAR_STRING = r"(?-u:\B)\$\$(?s:[^$]|\$[^$])*\$\$"
_LITERAL = f"{_ESCAPE_STRING}|{_STRING}|{_NUMBER}|{_PARAMETER}|{_DOLLAR_STRING}"
_QUOTED = r'(")(?:[^"]|"")*\z|("(?:[^"]|"")*")'
_COMMENT = r"(--)[^\n\r]*|(/\*)[^*/]*(?:(?:\*+[^*/]|/+[^*/])[^*/]*)*\**(\*/)"
_SIGNED = f"{_QUOTED}|{_COMMENT}|{_LITERAL}"

_BLANK = r"[ \t\n\r\f\v]"
_ROW = rf"\({_BLANK}*'(?:{_BLANK}*,{_BLANK}*')*{_BLANK}*\)"
# Lists of marks are shortened before a text is read token by token: rows of a batch differ in length only.
_LISTS = (
    rf"((?:{_BLANK}|\))(?i:in){_BLANK}*\({_BLANK}*')(?:{_BLANK}*,{_BLANK}*')+({_BLANK}*\))"
    rf"|((?:{_BLANK}|\()(?i:values){_BLANK}*{_ROW})(?:{_BLANK}*,{_BLANK}*{_ROW})+"
)
_LISTS_BESIDE_QUOTED = rf"""("(?:[^"]|"")*"')|{_LISTS}"""

# A comment that ends or begins a text is often new with each call (a trace id). One that begins it is cut
# as it stands. One that ends it is one only if no string, name or comment is open before it.
_COMMENT_WITHOUT_ANOTHER = r"/\*[^*/]*(?:/+[^*/]+)*\*/"
_COMMENT_FIRST = rf"\A{_BLANK}*{_COMMENT_WITHOUT_ANOTHER}"
_COMMENT_LAST = rf"{_COMMENT_WITHOUT_ANOTHER}[ \t\n\r\f\v;]*\z"
_NOTHING_OPEN = r"""\A(?:[^'"$]|'[^'\\]*'|"[^"]*"|\$[0-9])*\z"""
_COMMENT_INSIDE = r"--|/\*"

_ALWAYS_REFUSED = (
    r"[.$\u0080-\U0010ffff]'",
    r"(?<![A-Za-z0-9_])[eE]'",
    r'[uU]&"',
    r"(?<![A-Za-z0-9_$\u0080-\U0010ffff])\$",
)
_PLAIN_REFUSED = re.compile(
    "|".join((*_ALWAYS_REFUSED, r"'[.$0-9\u0080-\U0010ffff]", rf"'{_BLANK}*+'", r"--|/\*"))
)
_NO_MARK_IN_QUOTES = re.compile(r"""[^"]*+(?:"[^"']*+"[^"]*+)*+""")
_SIGNED_REFUSED = re.compile(
    "|".join(
        (
            *_ALWAYS_REFUSED,
            r"""(?<!")'[.$0-9\u0080-\U0010ffff]""",
            rf"""(?<!")(?<!--)(?<!/\*\*/)'(?:{_BLANK}++|--'|/\*\*/')*+'""",
            r"/\*(?!\*/')",
        )
    )
)


def _lexer(*, signed: bool) -> re.Pattern[str]:
    skipped = rf"{_BLANK}++|--'|/\*\*/'" if signed else rf"{_BLANK}++"
    tokens = (
        r"(?:[xXbBnN]|[uU]&)?'",
        r'"[^"]*+(?:""[^"]*+)*+"',
        NAME,
        *OPERATORS,
        r"::|:=|\.\.",
        r".",
        r"\Z",
    )
    return re.compile(
        f"(?:{skipped})*+({'|'.join(tokens)})" + (r"""(?:(?<=")')?""" if signed else ""), re.DOTALL
    )


_PLAIN_LEXER = _lexer(signed=False)
_SIGNED_LEXER = _lexer(signed=True)


def cut(sql: pl.Series, *, signed: bool) -> pl.Series:
    """Return the remainders of the texts, in their order."""
    return sql.str.replace_all(_SIGNED, "$1$2$3$4$5'") if signed else sql.str.replace_all(_LITERAL, "'")


def without_comment_first(sql: pl.Series) -> pl.Series:
    """Return the texts without a comment that begins them."""
    return sql.str.replace(_COMMENT_FIRST, "")


def without_comment_last(sql: pl.Series) -> pl.Series:
    """Return the texts without what looks like a comment that ends them; see `nothing_open`."""
    return sql.str.replace(_COMMENT_LAST, "")


def nothing_open(sql: pl.Series) -> pl.Series:
    """Return true where no string, quoted name or comment is open at the end, nor any comment inside."""
    return sql.str.contains(_NOTHING_OPEN) & ~has_comment(sql)


def has_comment(sql: pl.Series) -> pl.Series:
    """Return true where a comment may begin, inside a string or not."""
    return sql.str.contains(_COMMENT_INSIDE)


def shortened(remainders: pl.Series, *, signed: bool) -> pl.Series:
    """Return the remainders with each list of marks after IN, and of rows after VALUES, cut to its first."""
    return remainders.str.replace_all(_LISTS_BESIDE_QUOTED if signed else _LISTS, "$1$2$3$4")


def remainder_tokens(remainder: str, *, signed: bool) -> list[str] | None:
    """Return the canonical tokens of the text behind `remainder`; None where the cut may have erred."""
    if signed:
        return (
            None if _SIGNED_REFUSED.search(remainder) else canonical_tokens(_SIGNED_LEXER.findall(remainder))
        )
    if _PLAIN_REFUSED.search(remainder) or not _NO_MARK_IN_QUOTES.fullmatch(remainder):
        return None
    return canonical_tokens(_PLAIN_LEXER.findall(remainder))

"""The first cut: literals and comments leave a whole column at once, and the rest says where it may be wrong.

`cut` replaces every literal by one quote character. That mark cannot collide: no quote of the original
outlives the cut. Where a text has comments or double quotes, the pattern keeps a sign of them before the
mark: `--'` and `/**/'` stand for a comment, `"name"'` for a quoted name, `"'` for
one that never ends. A remainder is read by `remainder_tokens`, which gives exactly the tokens of the
original, or None wherever the cut, which knows neither nesting nor what stands behind it, could have erred.

What the two rely on, and what is refused therefore:
* a word ending in `$` or in a letter beyond ASCII that touches a mark: the cut may have torn a name apart;
* a digit, dot, dollar or letter beyond ASCII right after a mark, a dot right before one: half a number;
* a bare `e` before a mark: an escape string that did not end as one;
* two marks with only white space or comments between: they may be one string over two lines;
* a dollar outside a word, a comment that is nested or never ends, `U&"`.
"""

from __future__ import annotations

import re

import polars as pl

from aurorascope.logs.fingerprint.postgres_lexer import NAME, OPERATORS, canonical_tokens

_STRING = r"'(?:[^']|'')*(?:'|\z)"
_ESCAPE_STRING = r"(?-u:\b)[eE]'(?s:[^'\\]|\\.|''|\\\z)*(?:'|\z)"
_DIGITS = "[0-9][0-9_]*"
_NUMBER = rf"(?-u:\b)(?:{_DIGITS}(?:\.{_DIGITS})?(?:[eE][+-]?{_DIGITS})?|[0-9][0-9A-Za-z_]*)(?-u:\b)"
_PARAMETER = r"(?-u:\B)\$[0-9]+(?-u:\b)"
_DOLLAR_STRING = r"(?-u:\B)\$\$(?s:[^$]|\$[^$])*\$\$"
_LITERAL = f"{_ESCAPE_STRING}|{_STRING}|{_NUMBER}|{_PARAMETER}|{_DOLLAR_STRING}"
_QUOTED = r'(")(?:[^"]|"")*\z|("(?:[^"]|"")*")'
_COMMENT = r"(--)[^\n\r]*|(/\*)[^*/]*(?:(?:\*+[^*/]|/+[^*/])[^*/]*)*\**(\*/)"
_WITH_QUOTED_OR_COMMENT = f"{_QUOTED}|{_COMMENT}|{_LITERAL}"
_NEEDS_MORE = r'"|--|/\*'

_BLANK = r"[ \t\n\r\f\v]"
_ROW = rf"\({_BLANK}*'(?:{_BLANK}*,{_BLANK}*')*{_BLANK}*\)"
# Lists of marks are shortened before a text is read token by token: rows of a batch differ in length only.
_LISTS = "|".join(
    (
        r"""("(?:[^"]|"")*"')""",
        rf"((?:{_BLANK}|\))(?i:in){_BLANK}*\({_BLANK}*')(?:{_BLANK}*,{_BLANK}*')+({_BLANK}*\))",
        rf"((?:{_BLANK}|\()(?i:values){_BLANK}*{_ROW})(?:{_BLANK}*,{_BLANK}*{_ROW})+",
    )
)

_NOT_A_MARK_OF_OURS = r"""(?<!")(?<!--)(?<!/\*\*/)"""
_REFUSED = re.compile(
    "|".join(
        (
            r"""(?<!")'[.$0-9\u0080-\U0010ffff]""",
            r"[.$\u0080-\U0010ffff]'",
            r"(?<![A-Za-z0-9_])[eE]'",
            r'[uU]&"',
            rf"{_NOT_A_MARK_OF_OURS}'(?:{_BLANK}++|--'|/\*\*/')*+'",
            r"(?<![A-Za-z0-9_$\u0080-\U0010ffff])\$",
            r"/\*(?!\*/')",
        )
    )
)
_LEXER = re.compile(
    rf"(?:{_BLANK}++|--'|/\*\*/')*+("
    + "|".join(
        (
            r"(?:[xXbBnN]|[uU]&)?'",
            r'"[^"]*+(?:""[^"]*+)*+"',
            NAME,
            *OPERATORS,
            r"::|:=|\.\.",
            r".",
            r"\Z",
        )
    )
    + r""")(?:(?<=")')?""",
    re.DOTALL,
)


def cut(sql: pl.Series) -> pl.Series:
    """Return the texts with their literals cut to marks, lists of marks shortened; same length and order."""
    needs_more = sql.str.contains(_NEEDS_MORE)
    if not needs_more.any():
        return sql.str.replace_all(_LITERAL, "'")
    order = pl.int_range(len(sql), eager=True)
    plain = sql.filter(~needs_more).str.replace_all(_LITERAL, "'")
    other = sql.filter(needs_more).str.replace_all(_WITH_QUOTED_OR_COMMENT, "$1$2$3$4$5'")
    position = pl.concat([order.filter(~needs_more), order.filter(needs_more)])
    return pl.concat([plain, other]).gather(position.arg_sort())


def shorten(remainders: pl.Series) -> pl.Series:
    """Return the remainders with each list of marks after IN, and of rows after VALUES, cut to its first."""
    return remainders.str.replace_all(_LISTS, "$1$2$3$4")


def remainder_tokens(remainder: str) -> list[str] | None:
    """Return the canonical tokens of the text behind `remainder`; None where the cut may have erred."""
    if _REFUSED.search(remainder):
        return None
    return canonical_tokens(_LEXER.findall(remainder))

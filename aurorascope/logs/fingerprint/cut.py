"""The first cut: literals and comments leave a whole column at once, and the rest says where it may be wrong.

Every literal becomes one quote character. That mark cannot collide: no quote of the original outlives the
cut. A remainder is read by `Cut.tokens`, which gives exactly the tokens of the original, or None wherever
the cut, which knows neither nesting nor what stands behind it, could have erred.

There are two cuts. The plain one knows literals, and such comments as hold neither a literal nor a quote: it
leaves `/**/'` for them. The signed one, many times as dear, is for what the plain one refuses: it knows
every comment and quoted names too and leaves a sign of them before the mark: `--'` and `/**/'` stand for a
comment, `"name"'` for a quoted name, `"'` for one that never ends.

What an engine's patterns must refuse: a remainder in which a mark may have torn a name or a number apart,
in which two marks may be one string, which holds a quote or a comment that the cut could not delimit, and
after the plain cut any mark between the quotes of a name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

BLANKS = " \t\n\r\f\v"
BLANK = r"[ \t\n\r\f\v]"
# What stands for a comment in a remainder.
EMPTY_COMMENT = "/**/'"

_ROW = rf"\({BLANK}*'(?:{BLANK}*,{BLANK}*')*{BLANK}*\)"
# Lists of marks are shortened before a text is read token by token: rows of a batch differ in length only.
_LISTS = (
    rf"((?:{BLANK}|\))(?i:in){BLANK}*\({BLANK}*')(?:{BLANK}*,{BLANK}*')+({BLANK}*\))"
    rf"|((?:{BLANK}|\()(?i:values){BLANK}*{_ROW})(?:{BLANK}*,{BLANK}*{_ROW})+"
)


@dataclass(frozen=True, slots=True)
class Cut:
    """The patterns of one engine: Rust's for columns (str), Python's for remainders.

    `comment_without_mark` matches a whole comment without a mark or the quote of a name in it; the newline
    at its end goes with it. `quote` is the character around a quoted name, `tag` a named dollar quote.
    `comment_first` and `comment_last` match a comment at either end of a text; the last is a comment only
    if `nothing_open` matches all before it.
    """

    literal: str
    signed: str
    signs: str
    quote: str
    tag: str | None
    comment_inside: str
    comment_without_mark: str
    comment_first: str
    comment_last: str
    nothing_open: str
    plain_refused: re.Pattern[str]
    signed_refused: re.Pattern[str]
    plain_lexer: re.Pattern[str]
    signed_lexer: re.Pattern[str]
    canonical_tokens: Callable[[list[str]], list[str]]

    def remainders(self, sql: pl.Series, *, signed: bool) -> pl.Series:
        """Return the remainders of the texts, in their order."""
        if signed:
            return sql.str.replace_all(self.signed, self.signs + "'")
        return sql.str.replace_all(self.literal, "'")

    def shortened(self, remainders: pl.Series, *, signed: bool) -> pl.Series:
        """Return the remainders with each list of marks after IN, or of rows after VALUES, cut short.

        After the plain cut, comments without a mark are replaced as well.
        """
        if not signed:
            remainders = remainders.str.replace_all(self.comment_without_mark, EMPTY_COMMENT)
        quoted = f"({self.quote}(?:[^{self.quote}]|{self.quote * 2})*{self.quote}')"
        return remainders.str.replace_all(f"{quoted}|{_LISTS}" if signed else _LISTS, "$1$2$3$4")

    def tokens(self, remainder: str, *, signed: bool) -> list[str] | None:
        """Return the canonical tokens of the text behind `remainder`; None where the cut may have erred."""
        refused = self.signed_refused if signed else self.plain_refused
        if refused.search(remainder) or not (signed or self._no_mark_in_quotes(remainder)):
            return None
        lexer = self.signed_lexer if signed else self.plain_lexer
        return self.canonical_tokens(lexer.findall(remainder))

    def _no_mark_in_quotes(self, remainder: str) -> bool:
        pieces = remainder.split(self.quote)
        return len(pieces) % 2 == 1 and not any("'" in piece for piece in pieces[1::2])

    def has_comment(self, sql: pl.Series) -> pl.Series:
        """Return true where a comment may begin, inside a string or not."""
        return sql.str.contains(self.comment_inside)

    def has_sign(self, sql: pl.Series) -> pl.Series:
        """Return true where the signed cut may know more than the plain one."""
        return self.has_comment(sql) | sql.str.contains(self.quote, literal=True)

    def is_readable(self, sql: pl.Series) -> pl.Series:
        """Return false where two named dollar quotes differ: `literal` takes any for the end of any."""
        readable = sql.is_not_null()
        if self.tag is not None:
            tagged = sql.str.contains(self.tag).arg_true()
            tags = sql.gather(tagged).str.extract_all(self.tag)
            readable = readable.scatter(tagged, tags.list.n_unique() == 1)
        return readable

    def is_open(self, sql: pl.Series) -> pl.Series:
        """Return true where a string, a name or a comment may be open at the end."""
        return ~sql.str.contains(self.nothing_open) | self.has_comment(sql)


def lexer(skipped: str, tokens: tuple[str, ...], quote: str, *, signed: bool) -> re.Pattern[str]:
    """Return the lexer of remainders; after the signed cut, it passes over the mark after a quoted name."""
    after = f"(?:(?<={quote})')?" if signed else ""
    quoted = f"{quote}[^{quote}]*+(?>(?:{quote * 2}[^{quote}]*+)*){quote}"
    return re.compile(f"(?>(?:{skipped})*)({'|'.join((quoted, *tokens))}){after}", re.DOTALL)


def alternatives(*patterns: str) -> re.Pattern[str]:
    """Return one pattern for all."""
    return re.compile("|".join(patterns))

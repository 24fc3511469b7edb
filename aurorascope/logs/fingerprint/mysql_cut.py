"""MySQL's patterns for the first cut.

Refused are: a word ending in `$` or in a letter beyond ASCII, an `@` or a dot that touches a mark; a dot,
dollar or letter beyond ASCII right after one; digits that the cut left standing as a number; two marks with
only white space or comments between (they are one string); code and hints in comments, comments that never
end, `--` at the very end.
"""

from __future__ import annotations

from aurorascope.logs.fingerprint.cut import BLANK, Cut, alternatives, lexer
from aurorascope.logs.fingerprint.mysql_lexer import NAME, OPERATORS, VARIABLE, canonical_tokens

_LITERAL = "|".join(  # noqa: FLY002 -- one pattern a line
    (
        r"(?:(?-u:\b)[xXbB])?'(?s:[^'\\]|\\.|''|\\\z)*(?:'|\z)",
        r'(?:(?-u:\b)[xXbB])?"(?s:[^"\\]|\\.|""|\\\z)*(?:"|\z)',
        r"(?-u:\b)(?:0[xX][0-9a-fA-F]+|0[bB][01]+|[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)(?-u:\b)",
        r"(?-u:\B)\.[0-9]+(?:[eE][+-]?[0-9]+)?(?-u:\b)",
    )
)
_QUOTED = r"(`)(?:[^`]|``)*\z|(`(?:[^`]|``)*`)"
_LINE_COMMENT = r"(#)[^\n]*|(--\n)|(--[ \t\r\f\v])[^\n]*"
_COMMENT = r"(/\*)(?:[^*!+M][^*]*)?(?:\*+[^*/][^*]*)*\**(\*/)"
_COMMENT_WITHOUT_MARK = "|".join(  # noqa: FLY002 -- one pattern a line
    (
        r"(?:#|--[ \t\r\f\v])[^\n'`]*(?:\n|\z)",
        r"--\n",
        r"/\*(?:[^*/!+M'`][^*/'`]*(?:/+[^*/'`]+)*)?\*/",
    )
)
_COMMENT_WITHOUT_ANOTHER = r"/\*(?:[^*/!+M][^*/]*(?:/+[^*/]+)*)?\*/"

_MORE = r"[A-Za-z0-9_$\u0080-\U0010ffff]"
_REFUSED = (
    r"[.$@\u0080-\U0010ffff]'",
    rf"(?<!{_MORE})[0-9]++(?:[eE][+-]|\.|(?!{_MORE}))",
)
_TOKENS = (r"[nNxXbB]?'", VARIABLE, NAME, *OPERATORS, ".", r"\Z")

MYSQL_CUT = Cut(
    literal=_LITERAL,
    signed=f"{_QUOTED}|{_LINE_COMMENT}|{_COMMENT}|{_LITERAL}",
    signs="$1$2$3$4$5$6$7",
    quote="`",
    tag=None,
    comment_inside=r"--|/\*|#",
    comment_without_mark=_COMMENT_WITHOUT_MARK,
    comment_first=rf"\A{BLANK}*{_COMMENT_WITHOUT_ANOTHER}",
    comment_last=rf"{_COMMENT_WITHOUT_ANOTHER}[ \t\n\r\f\v;]*\z",
    nothing_open=r"""\A(?:[^'"`]|'[^'\\]*'|"[^"\\]*"|`[^`]*`)*\z""",
    plain_refused=alternatives(
        *_REFUSED,
        r"(?<!/\*\*/)'[.$\u0080-\U0010ffff]",
        rf"(?<!/\*\*/)'(?>(?:{BLANK}++|/\*\*/')*)'",
        r"--|/\*(?!\*/')|#",
    ),
    signed_refused=alternatives(
        *_REFUSED,
        r"(?<!`)'[.$\u0080-\U0010ffff]",
        rf"(?<!`)(?<!#)(?<!--{BLANK})(?<!/\*\*/)'(?>(?:{BLANK}++|#'|--{BLANK}'|/\*\*/')*)'",
        r"/\*(?!\*/')|--\Z",
    ),
    plain_lexer=lexer(rf"{BLANK}++|/\*\*/'", _TOKENS, "`", signed=False),
    signed_lexer=lexer(rf"#'|--{BLANK}'|{BLANK}++|/\*\*/'", _TOKENS, "`", signed=True),
    canonical_tokens=canonical_tokens,
)

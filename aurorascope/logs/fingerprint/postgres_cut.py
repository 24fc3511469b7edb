"""PostgreSQL's patterns for the first cut.

Refused are: a word ending in `$` or in a letter beyond ASCII that touches a mark; a digit, dot, dollar or
letter beyond ASCII right after a mark, a dot right before one; a bare `e` before a mark (an escape string
that did not end as one); two marks with only white space or comments between (they may be one string over
two lines); a dollar outside a word; a comment that is nested or never ends; `U&"`.
"""

from __future__ import annotations

from aurorascope.logs.fingerprint.cut import BLANK, Cut, alternatives, lexer
from aurorascope.logs.fingerprint.postgres_lexer import IN_NAME, NAME, OPERATORS, canonical_tokens

_DIGITS = "[0-9][0-9_]*"
_TAG = r"\$[A-Za-z_][A-Za-z0-9_]*\$"
_LITERAL = "|".join(
    (
        r"(?-u:\b)[eE]'(?s:[^'\\]|\\.|''|\\\z)*(?:'|\z)",
        r"(?:(?-u:\b)(?:[xXbB]|[uU]&))?'(?:[^']|'')*(?:'|\z)",
        rf"(?-u:\b)(?:{_DIGITS}(?:\.{_DIGITS})?(?:[eE][+-]?{_DIGITS})?|[0-9][0-9A-Za-z_]*)(?-u:\b)",
        rf"(?-u:\B)\.{_DIGITS}(?:[eE][+-]?{_DIGITS})?(?-u:\b)",
        r"(?-u:\B)\$[0-9]+(?-u:\b)",
        r"(?-u:\B)\$\$(?s:[^$]|\$[^$])*\$\$",
        rf"(?-u:\B){_TAG}[^$]*{_TAG}",
    )
)
_QUOTED = r'(")(?:[^"]|"")*\z|("(?:[^"]|"")*")'
_COMMENT = r"(--)[^\n\r]*|(/\*)[^*/]*(?:(?:\*+[^*/]|/+[^*/])[^*/]*)*\**(\*/)"
_COMMENT_WITHOUT_ANOTHER = r"/\*[^*/]*(?:/+[^*/]+)*\*/"
_COMMENT_WITHOUT_MARK = r"""--[^\n\r'"]*(?:[\n\r]|\z)|/\*[^*/'"]*(?:/+[^*/'"]+)*\*/"""

_NO_END = r"[^\x00-#%-\-/:-\x7f]"  # a dot, a dollar, a figure, what is beyond ASCII
_REFUSED = (
    r"[^\x00-#%-\-/-\x7f]'",  # a dot, a dollar, what is beyond ASCII
    r"(?<![A-Za-z0-9_])[eE]'",
    r'[uU]&"',
    rf"(?<!{IN_NAME})\$",
)
# The prefixes of bit and Unicode strings went with their literals: `u&'` was `u&5`.
_TOKENS = (r"[nN]?'", NAME, *OPERATORS, r"::|:=|\.\.", ".", r"\Z")

POSTGRES_CUT = Cut(
    literal=_LITERAL,
    signed=f"{_QUOTED}|{_COMMENT}|{_LITERAL}",
    signs="$1$2$3$4$5",
    quote='"',
    tag=_TAG,
    comment_inside=r"--|/\*",
    comment_without_mark=_COMMENT_WITHOUT_MARK,
    comment_first=rf"\A{BLANK}*{_COMMENT_WITHOUT_ANOTHER}",
    comment_last=rf"{_COMMENT_WITHOUT_ANOTHER}[ \t\n\r\f\v;]*\z",
    nothing_open=r"""\A(?:[^'"$]|'[^'\\]*'|"[^"]*"|\$[0-9])*\z""",
    plain_refused=alternatives(
        *_REFUSED,
        rf"(?<!/\*\*/)'{_NO_END}",
        rf"(?<!/\*\*/)'(?>(?:{BLANK}++|/\*\*/')*)'",
        r"--|/\*(?!\*/')",
    ),
    signed_refused=alternatives(
        *_REFUSED,
        rf"""(?<!")'{_NO_END}""",
        rf"""(?<!")(?<!--)(?<!/\*\*/)'(?>(?:{BLANK}++|--'|/\*\*/')*)'""",
        r"/\*(?!\*/')",
    ),
    plain_lexer=lexer(rf"{BLANK}++|/\*\*/'", _TOKENS, '"', signed=False),
    signed_lexer=lexer(rf"{BLANK}++|--'|/\*\*/'", _TOKENS, '"', signed=True),
    canonical_tokens=canonical_tokens,
)

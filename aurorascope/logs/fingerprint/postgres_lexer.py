"""PostgreSQL's lexical rules, as its scan.l has them with standard_conforming_strings on.

The lexer returns canonical tokens: every literal, number and parameter is `?`, a word is one string whatever
its case, a quoted name that needs no quotes is the bare name, comments and white space are gone. Everything
is linear in the length of the text: the patterns are possessive, and nothing here calls itself.

Where PostgreSQL would refuse a text, the reading that hides more is taken: an open quote, dollar quote or
comment ends with the text, an open double quote is a literal, and letters that touch the end of a number
belong to the number. With standard_conforming_strings off a backslash quotes; such a log is read wrongly.
"""

from __future__ import annotations

import re

from aurorascope.logs.fingerprint.words import CAPITALS, POSTGRES_QUOTED_STAYS_QUOTED

SPACE = r"[ \t\n\r\f\v]"
_COMMENT = r"--[^\n\r]*+"
_PLAIN = r"'[^']*+(?>(?:''[^']*+)*)(?:'|\Z)"
_ESCAPED = r"'(?>(?:[^'\\]++|\\.|\\\Z|'')*)(?:'|\Z)"
# Two strings with a newline between them are one; the first decides how the second is read.
_NEXT_LINE = rf"(?>(?:[ \t\f\v]|{_COMMENT})*)[\n\r](?>(?:{SPACE}++|{_COMMENT}[\n\r])*)"
# Sets by what of ASCII they leave out: one that ends at U+10FFFF takes Python milliseconds to compile.
NAME_START = r"[^\x00-@\[-^`{-\x7f]"  # a letter, an underscore
IN_NAME = r"[^\x00-#%-/:-@\[-^`{-\x7f]"  # a figure or a dollar, too
NAME = f"{NAME_START}{IN_NAME}*+"
_TAG = rf"\$(?:{NAME_START}[^\x00-/:-@\[-^`{{-\x7f]*+)?\$"
_NUMBER = (
    r"(?:[0-9][0-9_]*+(?:\.(?!\.)[0-9_]*+)?|\.[0-9][0-9_]*+)(?:[eE][+-]?[0-9][0-9_]*+(?![A-Za-z]))?"
    rf"(?:{NAME})?"
)
_IN_OPERATOR = r"(?!--|/\*)"
# An operator ends in a sign only if it holds one of ~!@#^&|`?%. A run of bare signs is one match here, so
# that a long one is not looked at again from every sign, and is cut into single signs afterwards.
OPERATORS = (
    rf"(?>(?:{_IN_OPERATOR}[+\-*/<>=])*){_IN_OPERATOR}[~!@#^&|`?%](?>(?:{_IN_OPERATOR}[~!@#^&|`?%+\-*/<>=])*)",
    rf"(?>(?:{_IN_OPERATOR}[+\-])+)(?=[^~!@#^&|`?%+\-*/<>=]|\Z|--|/\*)",
    rf"(?>(?:(?>(?:{_IN_OPERATOR}[+\-])*){_IN_OPERATOR}[*/<>=])+)",
)
_LEXER = re.compile(
    rf"(?>(?:{SPACE}++|{_COMMENT}|/\*\*/)*)("
    + "|".join(
        (
            rf"[eE]{_ESCAPED}(?>(?:{_NEXT_LINE}{_ESCAPED})*)",
            rf"(?:[xXbBnN]|[uU]&)?{_PLAIN}(?>(?:{_NEXT_LINE}{_PLAIN})*)",
            r'(?:[uU]&)?"[^"]*+(?>(?:""[^"]*+)*)(?:"|\Z)',
            NAME,
            _NUMBER,
            rf"\$[0-9]++(?:{NAME})?",
            _TAG,
            r"/\*",
            *OPERATORS,
            r"::|:=|\.\.",
            r".",
            r"\Z",
        )
    )
    + ")",
    re.DOTALL,
)
_COMMENT_EDGE = re.compile(r"/\*|\*/")
_OPENS_SPAN = re.compile(r"/\*|\$(?![0-9])")
_IS_TAG = re.compile(_TAG + r"\Z")
_BARE = re.compile(r"[^\x00-\^`{-\x7f][^\x00-#%-/:-\^`{-\x7f]*+\Z")  # a name without capitals
_LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
_BEFORE_PLACEHOLDER = frozenset({"=", "<>", "!=", "<", ">", "<=", ">=", "+", "-", "*", "/", "%", "||"})
_KNOWN_LIMIT = 20_000

_known: dict[str, str] = {"'": "?"}


def postgres_tokens(sql: str) -> list[str]:
    """Return the canonical tokens of `sql`."""
    if _OPENS_SPAN.search(sql):
        sql = _without_spans(sql)
    return canonical_tokens(_LEXER.findall(sql))


def canonical_tokens(raw_tokens: list[str]) -> list[str]:
    """Return canonical tokens for texts that the lexer cut out."""
    tokens: list[str] = []
    append = tokens.append
    known = _known.get
    for raw in raw_tokens:
        token = known(raw)
        if token is not None:
            append(token)
        elif raw:
            tokens += _canonical(raw)
    return _with_decoded_names(tokens, raw_tokens) if "U&" in tokens else tokens


def _with_decoded_names(tokens: list[str], raw_tokens: list[str]) -> list[str]:
    r"""Read `U&"d\0061t\+000061"` (and a UESCAPE after it) as the name it spells."""
    names = ((raw, raw_tokens[at + 1 : at + 3]) for at, raw in enumerate(raw_tokens) if raw[1:3] == '&"')
    decoded: list[str] = []
    position = 0
    while position < len(tokens):
        token = tokens[position]
        position += 1
        if token != "U&":
            decoded.append(token)
            continue
        raw, after = next(names)
        escape = "\\"
        if len(after) == 2 and after[0].lower() == "uescape" and after[1][:1] == "'":
            escape = after[1][1:2] or "\\"
            position += 2
        decoded.append(_decoded(raw[2:], escape))
    return decoded


def _decoded(raw: str, escape: str) -> str:
    if quoted_name(raw) == "?":
        return "?"
    mark = re.escape(escape)
    return name_of(
        re.sub(rf"{mark}(?:({mark})|([0-9A-Fa-f]{{4}})|\+([0-9A-Fa-f]{{6}}))", _character, raw[1:-1])
    )


def _character(match: re.Match[str]) -> str:
    if match[1]:
        return match[1]
    code = int(match[2] or match[3], 16)
    if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return match[0]
    return chr(code).replace('"', '""')


def _without_spans(sql: str) -> str:
    """Cut what no pattern can delimit: nested comments become an empty one, dollar quotes a parameter."""
    pieces: list[str] = []
    position = 0
    while True:
        for match in _LEXER.finditer(sql, position):
            opening = match[1]
            if opening == "/*" or (opening[:1] == "$" and _IS_TAG.match(opening)):
                break
        else:
            pieces.append(sql[position:])
            return "".join(pieces)
        pieces.append(sql[position : match.start(1)])
        if opening == "/*":
            pieces.append("/**/")
            position = _end_of_comment(sql, match.end())
        else:
            pieces.append("$0/**/")
            end = sql.find(opening, match.end())
            position = len(sql) if end < 0 else end + len(opening)


def _end_of_comment(sql: str, position: int) -> int:
    depth = 1
    for edge in _COMMENT_EDGE.finditer(sql, position):
        depth += 1 if edge[0] == "/*" else -1
        if depth == 0:
            return edge.end()
    return len(sql)


def _canonical(raw: str) -> tuple[str, ...] | list[str]:
    first = raw[0]
    if first in "'$.0123456789" and raw not in {"$", ".", ".."}:
        return ("?",)
    if raw[1:2] == "'" or raw[1:3] == "&'":
        return ("nchar", "?") if first in "nN" else ("?",)
    if first == '"' or raw[1:3] == '&"':
        return (_remember(raw, quoted_name(raw)) if first == '"' else "U&",)
    if first in "+-" and not raw.strip("+-"):
        return list(raw)
    if raw[-1] == "?" and raw[:-1] in _BEFORE_PLACEHOLDER:
        return (raw[:-1], "?")
    return (_remember(raw, "<>" if raw == "!=" else word(raw)),)


def word(raw: str) -> str:
    """Return the one spelling of an unquoted word: keywords in capitals, names in lower case.

    Only ASCII letters lose their case, as in the server.
    """
    name = raw.translate(_LOWER)
    if name == "n":
        return name
    return name.upper() if name in CAPITALS else name


def _remember(raw: str, token: str) -> str:
    # The texts are a stranger's: the memory of words is bounded, and long ones stay out of it.
    if len(_known) < _KNOWN_LIMIT and len(raw) <= 64:
        _known[raw] = token
    return token


def quoted_name(raw: str) -> str:
    """Return a quoted name as the bare name where that means the same; one that never ends is a literal."""
    body = raw[1:-1]
    if len(raw) < 2 or raw[-1] != '"' or body.replace('""', "").count('"'):
        return "?"
    return name_of(body)


def name_of(body: str) -> str:
    """Return the token for the name whose quoted spelling is `body`."""
    if _BARE.match(body) and body not in POSTGRES_QUOTED_STAYS_QUOTED:
        return word(body)
    return f'"{body}"'

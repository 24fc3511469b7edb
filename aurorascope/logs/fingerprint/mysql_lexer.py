"""MySQL's lexical rules (its sql_lex.cc), without ANSI_QUOTES and with backslash escapes: Aurora's default.

Canonical tokens as the PostgreSQL lexer's: a literal is `?`, keywords and the server's own functions have one
spelling. Names keep their case, since names of tables do in MySQL. `/*! ... */` is code and is read as code;
an optimizer hint `/*+ ... */` is kept, with its literals folded; any other comment is nothing.

What never ends (a string, a comment) ends with the text; a name at the very end that a number cut in its
exponent or after its `0x` would read as is such a number. Digits alone after a dot are read as a number.
"""

from __future__ import annotations

import re

from aurorascope.logs.fingerprint.words import MYSQL_CAPITALS, MYSQL_FUNCTIONS

_SPACE = r"[ \t\n\r\f\v]"
_MORE = r"[A-Za-z0-9_$\u0080-\U0010ffff]"
_START = r"[A-Za-z_$\u0080-\U0010ffff]"
NAME = rf"{_MORE}*?{_START}{_MORE}*+"
_STRING = r"(?:'(?>(?:[^'\\]++|\\.|\\\Z|'')*)(?:'|\Z)|\"(?>(?:[^\"\\]++|\\.|\\\Z|\"\")*)(?:\"|\Z))"
_LINE_COMMENT = rf"(?:#|--(?={_SPACE}|\Z))[^\n]*+"
_COMMENT = r"/\*(?![!+]|M!)(?>(?:[^*]++|\*(?!/))*)(?:\*/|\Z)"
_SKIPPED = rf"(?>(?:{_SPACE}++|{_LINE_COMMENT}|{_COMMENT})*)"
_NUMBER = (
    rf"(?:0[xX][0-9a-fA-F]++|0[bB][01]++)(?!{_MORE})"
    rf"|[0-9]++\.[0-9]*+(?:[eE][+-]?[0-9]++)?|\.[0-9]++(?:[eE][+-]?[0-9]++)?(?!{_MORE})"
    rf"|[0-9]++[eE][+-][0-9]++|[0-9]++(?:[eE][0-9]++)?(?!{_MORE})"
)
VARIABLE = rf"@@?{_MORE}(?>(?:{_MORE}|\.(?={_MORE}))*)"
OPERATORS = (r"<=>", r"->>?", r"<<|>>|<=|>=|<>|!=|:=|&&|\|\|", rf"\\N(?!{_MORE})")
_TOKENS = (
    rf"[nNxXbB]?{_STRING}(?>(?:{_SKIPPED}{_STRING})*)",
    r"`[^`]*+(?>(?:``[^`]*+)*)(?:`|\Z)",
    _NUMBER,
    VARIABLE,
    NAME,
    *OPERATORS,
    r".",
    r"\Z",
)
_LEXER = re.compile(f"{_SKIPPED}({'|'.join(_TOKENS)})", re.DOTALL)
# The end of a comment is a token only while code stands in one: `*/` elsewhere is two operators.
_OPENS_CODE = re.compile(r"/\*(?:M?!|\+)")
_OPENING = r"/\*(?:M?![0-9]*+|\+)"
_OUTSIDE_CODE = re.compile(f"{_SKIPPED}({'|'.join((_OPENING, *_TOKENS))})", re.DOTALL)
_INSIDE_CODE = re.compile(f"{_SKIPPED}({'|'.join((_OPENING, '[*]/', *_TOKENS))})", re.DOTALL)
_IS_NUMBER = re.compile(rf"(?:{_NUMBER})\Z")
_CUT_NUMBER = re.compile(r"(?:[0-9]+[eE]|0[xXbB])\Z")
_BARE = re.compile(r"[A-Za-z_][A-Za-z0-9_$]*+\Z")
_HINTED = frozenset({"SELECT", "INSERT", "REPLACE", "UPDATE", "DELETE"})
_KNOWN_LIMIT = 20_000

_known: dict[str, str] = {"'": "?", "!=": "<>", "\\N": "?", "&&": "AND"}


def mysql_tokens(sql: str) -> list[str]:
    """Return the canonical tokens of `sql`."""
    if _OPENS_CODE.search(sql):
        return canonical_tokens(_with_code(sql))
    return canonical_tokens(_LEXER.findall(sql))


def _with_code(sql: str) -> list[str]:
    """Cut a text with `/*! code */` or `/*+ hints */`: signs around code go, those around a hint stay.

    A hint stands right after the word that begins a statement; `/*+` elsewhere begins a comment.
    """
    raw_tokens: list[str] = []
    closings: list[str] = []
    position = 0
    while True:
        for match in (_INSIDE_CODE if closings else _OUTSIDE_CODE).finditer(sql, position):
            raw = match[1]
            if raw == "*/" or raw[:2] == "/*":
                break
            raw_tokens.append(raw)
        else:
            return raw_tokens
        position = match.end()
        if raw == "*/":
            raw_tokens.append(closings.pop())
        elif raw != "/*+":
            closings.append("")
        elif raw_tokens and raw_tokens[-1].upper() in _HINTED:
            raw_tokens.append(raw)
            closings.append("*/")
        else:
            position = sql.find("*/", position) + 2
            if position < 2:
                return raw_tokens


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
    _fold_cut_number(tokens)
    if "(" in tokens:
        _lower_functions(tokens)
    return tokens


def _fold_cut_number(tokens: list[str]) -> None:
    last = len(tokens) - 1
    while last >= 0 and tokens[last] == ";":
        last -= 1
    if last > 0 and tokens[last] in {"+", "-"}:
        last -= 1
    if last >= 0 and _CUT_NUMBER.match(tokens[last]):
        tokens[last] = "?"


def _canonical(raw: str) -> tuple[str, ...]:
    first = raw[0]
    if first in "'\"" or raw[1:2] in {"'", '"'} or _IS_NUMBER.match(raw):
        return ("?",)
    if first == "`":
        return (_quoted(raw),)
    return (raw.lower() if first == "@" else _remember(raw),)


def _remember(raw: str) -> str:
    upper = raw.upper() if raw.isascii() else raw
    token = upper if upper in MYSQL_CAPITALS else raw
    # The texts are a stranger's: the memory of words is bounded, and long ones stay out of it.
    if len(_known) < _KNOWN_LIMIT and len(raw) <= 64:
        _known[raw] = token
    return token


def _quoted(raw: str) -> str:
    body = raw[1:-1]
    if len(raw) < 2 or raw[-1] != "`" or "`" in body.replace("``", ""):
        return "?"
    if _BARE.match(body) and body.upper() not in MYSQL_CAPITALS:
        return body
    return raw


def _lower_functions(tokens: list[str]) -> None:
    # The names of the server's functions have no case; a name of the user's before a bracket keeps its own.
    for at, token in enumerate(tokens[1:]):
        if token == "(" and tokens[at].upper() in MYSQL_FUNCTIONS:
            tokens[at] = tokens[at].lower()

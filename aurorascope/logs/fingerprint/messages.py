"""Server messages with their values folded, so that equal errors are counted together.

Quoted names and values, and every word with a digit, an `@`, a slash or a backslash in it, become `?`; what
stays are the message's own words. A server does not escape quotes inside a quoted value, so text between two
quoted pieces stays only if each of its words is one that servers write there; else it is part of a value.
"""

from __future__ import annotations

import re
from hashlib import blake2b

import polars as pl

from aurorascope.logs.fingerprint.column import distinct

# Words that stand between two quoted pieces in the messages of PostgreSQL and MySQL.
_BETWEEN = frozenset(
    """
    a access accept after already an and are argument as assigned at attribute base be because
    before being but by called can cannot cast character check child client column columns command
    complete composite constraint constraints contains context could cursor data database default
    defined definition deleted denied depend dependent depends desired detach did directory do does
    domain doesn't double during element encoding entry enum event exclusion exist existing exists
    expression extension family field file find for foreign from function generated grant has have
    host id identity in index inherit inherited initially input insert into invalid is it item its
    json key language large length level line list locale lock materialized member method missing
    more must name near new no not null object of old on open operator option or owned owner
    parameter parent partition partitioned password permission policy possible primary privilege
    privileges procedure publication query range reference referenced references referencing refers
    relation rename replica replication required role row rule same schema security select sequence
    server set setting should slot specified statement still subscription such syntax system table
    tables tablespace text than that the then this to token transaction trigger twice type types
    typed unique unknown update use used user using valid value values variable version view
    violates was when where which while with within without would wrong yet
    """.split()
)
_OTHER_QUOTES = str.maketrans(dict.fromkeys("\u00ab\u00bb\u201e\u201c\u201d", '"'))
# An apostrophe inside a word (`doesn't`, `O'Hara`) is no quote.
_QUOTE = re.compile(r"""\"|(?<!\w)'|'(?!\w)""")
_WORDS = re.compile(r"[^\s,;:.()=@]+")
_ASSIGNED = re.compile(r"=\s*(?:\(.*\)?|[^\s,;)]+)", re.DOTALL)
_LETTER_OR_DIGIT = re.compile(r"\w")
_VALUE = re.compile(r"(?<![^\s,;()\[\]])[^\s,;()\[\]]*[0-9@/\\][^\s,;()\[\]]*")


def fold_message(messages: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Return for each message the 16 hex digits of its folded text, and that text; null for null."""
    rows, texts = distinct(messages)
    folded = [folded_message(text) for text in texts]
    marks = [blake2b(text.encode(), digest_size=8).hexdigest() for text in folded]
    return (
        pl.Series("error_fingerprint", marks, dtype=pl.String).gather(rows),
        pl.Series("message", folded, dtype=pl.String).gather(rows),
    )


def folded_message(text: str) -> str:
    """Return one message with its values folded."""
    pieces: list[str] = []
    for piece, quote in _outside_quotes(text.translate(_OTHER_QUOTES)):
        pieces += [_VALUE.sub(_value, _ASSIGNED.sub("=?", piece)), quote and f"{quote}?{quote}"]
    return "".join(pieces)


def _outside_quotes(text: str) -> list[tuple[str, str]]:
    """Return the pieces outside quotes, each with the quote that follows it.

    A quote closes at the next of its kind; one that never does holds the rest. What stands between two
    quoted pieces and is not a server's wording belongs to one value with both.
    """
    outside: list[tuple[str, str]] = []
    opened = ""
    closed_at = 0
    for match in _QUOTE.finditer(text):
        if not opened:
            opened = match[0]
            piece = text[closed_at : match.start()]
            if not outside or (piece and _BETWEEN.issuperset(_WORDS.findall(piece.lower()))):
                outside.append((piece, opened))
        elif match[0] == opened:
            opened = ""
            closed_at = match.end()
    if not opened:
        outside.append((text[closed_at:], ""))
    return outside


def _value(match: re.Match[str]) -> str:
    word = match[0]
    if not _LETTER_OR_DIGIT.search(word):
        return word
    return "?" + word[len(word.rstrip(".:")) :]

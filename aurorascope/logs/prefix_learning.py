"""A prefix that nobody named, learnt from the log's own lines: their form first, then what each part is.

A line's head, cut into tokens, is a guess at the form of all heads; the guess that explains most wins.
What a token is, a stamp says by itself; whether a name is a user or a database, the messages say
(`prefix_evidence`), or the head's own words do (`user=`); where neither decides, it stays unknown.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from aurorascope.logs.languages import TRANSLATED
from aurorascope.logs.prefix import (
    ANY,
    CLIENT,
    END_OF_SHORT,
    HOST,
    SEVERITIES,
    STAMP,
    TEXT,
    ZONE,
    Part,
    Prefix,
)
from aurorascope.logs.prefix_evidence import APPLICATIONS, BACKENDS, FEW, Evidence, Row
from aurorascope.logs.prefix_matching import HEAD, Head, match_head
from aurorascope.logs.prefix_naming import letters_of

if TYPE_CHECKING:
    from collections.abc import Sequence

HEADS = 3000
SEEDS = 10
TRIED = 60  # heads on which every guess is tried; the best are tried on more
BEST, JUDGED = 8, 240
_WORDS = frozenset((*SEVERITIES, *TRANSLATED))
_LENGTHS = sorted({len(word) for word in _WORDS}, reverse=True)

_IPV4 = r"\d{1,3}(?:\.\d{1,3}){3}(?![\d.])"
_IPV6 = r"(?=[0-9a-fA-F]*:)[0-9a-fA-F:]*:[0-9a-fA-F:.]*[0-9a-fA-F]"
_PORT = r"\(\d+\)"
# letter of the token -> what it looks like, in the order in which a head is cut
TOKENS = {
    "m": STAMP + r"\.\d{3} " + ZONE,
    "t": STAMP + " " + ZONE,
    "n": r"(?<![0-9A-Za-z.])\d{9,11}\.\d{3}(?![\d.])",
    "c": r"(?<![\w.])[0-9a-f]{7,9}\.[0-9a-f]{1,8}(?![\w.])",
    "h": rf"\[local\]|{_IPV4}(?:{_PORT})?|{_IPV6}{_PORT}|(?<!\w)[A-Za-z0-9][\w.-]*{_PORT}",
    "v": r"(?<![\w/.])-?\d+/\d+(?!\w|[.-]\d)",
    "e": r"(?<![\w.])(?:00000|[0-9A-Z]{2}(?=[0-9A-Z]*\d)[0-9A-Z]{3})(?![\w.])",
    "b": rf"(?<!\w)(?:{'|'.join(BACKENDS)})(?!\w)",
    "a": rf"(?<!\w)(?:{'|'.join(APPLICATIONS)})(?!\w)",
    "l": r"(?<!\w)(?!-?\d{9,11}\.\d{3}(?![\d.]))-?\d+(?!\w)|(?<=[A-Za-z])\d+(?!\w)",
}
_NO_STAMP = (
    rf"(?!{STAMP}|\d{{9,11}}\.\d{{3}}(?![\d.]))"  # an underscore before it would make it the end of a word
)
WORDS = (
    rf"\[unknown\]|[^\W\d](?:{_NO_STAMP}[\w.$+-])*{_NO_STAMP}\w|[^\W\d]",
    rf"\[unknown\]|(?:{_NO_STAMP}\w)+",
)
PATTERNS = {
    "h": HOST + f"(?:{_PORT})?",
    "v": r"(?:-?\d+/\d+|)",
    "l": r"-?\d*",
    "b": TEXT,
    "a": TEXT,
    ANY: TEXT,
}


_STAMPED = re.compile(rf"{STAMP}|(?<![0-9A-Za-z.])\d{{9,11}}\.\d{{3}}(?![\d.])")


class Piece(NamedTuple):
    """A part of a guess: like a prefix's, with the token's letter; numbers and names may be missing."""

    literal: str = ""
    letter: str = ""
    pattern: str = ""
    padding: int = 0


class Guess(NamedTuple):
    """A form of heads: its pieces, whether blanks pad them, how many of the tried heads it explains."""

    pieces: tuple[Piece, ...]
    padded: bool
    fits: int
    clear: bool = True  # it reads every stamp as one


def severity_of(line: str) -> tuple[int, str, int] | None:
    """Return where the first severity of a line begins, its word, and where the message begins.

    Two blanks follow its colon: what looks like one by chance has one at most.
    """
    at = line.find(":  ")
    while at >= 0:
        end = at - (line[at - 1 : at] in {" ", "\u00a0"})  # as French has it
        for length in _LENGTHS:
            if length <= end and line[end - length : end] in _WORDS:
                return end - length, line[end - length : end], at + 3
        at = line.find(":  ", at + 1)
    return None


def rows_of(lines: Sequence[str]) -> list[Row]:
    """Cut lines at their severity; lines without one are left out."""
    rows = []
    for line in lines[:HEADS]:
        found = severity_of(line[:HEAD])
        if found is not None:
            begin, word, end = found
            rows.append(Row(line, line[:begin], TRANSLATED.get(word, word), line[end:]))
    return rows


def learn(lines: Sequence[str]) -> Prefix | None:
    """Return the prefix that most of the lines have; None where no form explains a half of them."""
    rows = rows_of(lines)
    if not rows:
        return None
    sample = rows[:: max(1, len(rows) // TRIED)]
    guesses = dict.fromkeys(guess for seed in _seeds(rows) for guess in _cuts(seed))
    tried = sorted((_tried(guess, sample) for guess in guesses), key=_rank, reverse=True)
    some = rows[:: max(1, len(rows) // JUDGED)]
    finalists = dict.fromkeys(guess for one in tried[:BEST] for guess in (one, _to_stop(one)))
    best = sorted((_tried(guess, some, strict=False) for guess in finalists), key=_rank, reverse=True)
    if not best or 2 * best[0].fits < len(some) or not best[0].clear:
        return None
    if not any(piece.letter and piece.letter != END_OF_SHORT for piece in best[0].pieces):
        return None  # bare severities: nothing stands before them that could be named
    return Prefix(_named(best[0], rows))


def _to_stop(guess: Guess) -> Guess:
    """Return a form up to where some heads seemed to stop: a name may hold what follows it."""
    letters = [piece.letter for piece in guess.pieces]
    if END_OF_SHORT not in letters:
        return guess
    return guess._replace(pieces=guess.pieces[: letters.index(END_OF_SHORT)])


def _rank(guess: Guess) -> tuple[int, bool, bool, bool, bool, int, int, int]:
    """The more heads the better; then what tears no stamp, needs no stop, no open end, no padding."""
    whole = not any(piece.letter == END_OF_SHORT for piece in guess.pieces)
    loose = guess.padded or any("   " in piece.literal for piece in guess.pieces)
    certain = sum(piece.letter not in {"", ANY, END_OF_SHORT} for piece in guess.pieces)
    written = sum(len(piece.literal.strip()) for piece in guess.pieces)
    closed = guess.pieces[-1:] == () or guess.pieces[-1].pattern != TEXT
    return guess.fits, guess.clear, whole, closed, not loose, certain, written, -len(guess.pieces)


def _seeds(rows: Sequence[Row]) -> list[str]:
    """Return heads that differ in form: the frequent ones, and those that say most."""
    forms: Counter[str] = Counter()
    example: dict[str, str] = {}
    for row in rows:
        form = re.sub(r"\w+", "w", row.head)
        forms[form] += 1
        example.setdefault(form, row.head)
    frequent = [form for form, _ in forms.most_common(SEEDS)]
    fullest = sorted(forms, key=lambda form: (-form.count("w"), -forms[form]))[: SEEDS // 2]
    return [example[form] for form in dict.fromkeys((*frequent, *fullest))]


def _cuts(head: str) -> list[Guess]:
    """Cut a head into pieces in every way that we know."""
    found = []
    for words in WORDS:
        for known in (True, False):
            names = {name: token for name, token in TOKENS.items() if known or name not in "abe"}
            pattern = "|".join(f"(?P<{name}>{token})" for name, token in (names | {"w": words}).items())
            tokens = re.compile(pattern)
            found.append(Guess(_pieces(head, tokens, padded=False), padded=False, fits=0))
            if "  " in head:
                found.append(Guess(_pieces(head, tokens, padded=True), padded=True, fits=0))
    return found


def _pieces(head: str, tokens: re.Pattern[str], *, padded: bool) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    at = 0
    for token in tokens.finditer(head):
        _put_literal(pieces, head[at : token.start()], padded=padded)
        at = token.end()
        letter = ANY if token.lastgroup == "w" else str(token.lastgroup)
        label = letter == ANY and re.match(r"\s?=", head[at:])
        if label:
            _put_literal(pieces, token[0], padded=padded)
        else:
            pieces.append(Piece("", letter, PATTERNS.get(letter) or TOKENS[letter]))
    _put_literal(pieces, head[at:], padded=padded, last=True)
    return tuple(pieces)


def _put_literal(pieces: list[Piece], text: str, *, padded: bool, last: bool = False) -> None:
    """Add a literal; of blanks that pad a value, one stays where they part it from the next."""
    if padded and text.startswith("  "):
        text = " " * (bool(pieces) and not text.strip() and not last) + text.lstrip(" ")
    if padded and text.endswith("  ") and text.strip():
        text = text.rstrip(" ") + " "
    if text and pieces and pieces[-1].literal:
        pieces[-1] = Piece(pieces[-1].literal + text)
    elif text:
        pieces.append(Piece(text))


def _tried(guess: Guess, rows: Sequence[Row], *, strict: bool = True) -> Guess:
    """Try a form, and where some heads end early, the place at which they do."""

    def fit(pieces: tuple[Piece, ...], row: Row) -> bool:
        return match_head(pieces, row.line, padded=guess.padded, strict=strict).fits

    pieces = guess.pieces
    tried = [(row, match_head(pieces, row.line, padded=guess.padded, strict=strict)) for row in rows]
    missed = [row for row, head in tried if not head.fits]
    fits = len(rows) - len(missed)
    best = guess._replace(fits=fits, clear=not _tears(pieces, tried))
    if not missed or not fits or any(piece.letter == END_OF_SHORT for piece in pieces):
        return best
    examples = {re.sub(r"\d+", "0", row.head): row for row in missed}
    for row in list(examples.values())[:3]:
        for short, rest in reversed(_shortened(pieces, row)):
            if not fit(short, row):
                continue
            more = sum(fit(short, row) for row in missed)
            if fits + more > best.fits:
                parts = (*short, Piece(letter=END_OF_SHORT), *rest)
                best = best._replace(pieces=parts, fits=fits + more)
    return best


def _tears(pieces: Sequence[Piece], tried: Sequence[tuple[Row, Head]]) -> bool:
    """Tell whether a form reads stamps of some heads as something else, whole or in part."""
    torn = 0
    for row, head in tried:
        begins = {head.spans[number][1] for number in head.spans if pieces[number].letter in {"m", "t", "n"}}
        found = head.fits and any(stamp.start() not in begins for stamp in _STAMPED.finditer(row.head))
        torn += bool(found)
    return torn > FEW * len(tried)


def _shortened(pieces: tuple[Piece, ...], row: Row) -> list[tuple[tuple[Piece, ...], tuple[Piece, ...]]]:
    """Cut the form at each place where this head may end."""
    found: list[tuple[tuple[Piece, ...], tuple[Piece, ...]]] = []
    timed = next((number for number, piece in enumerate(pieces) if piece.letter in set("mtn")), len(pieces))
    for number, piece in enumerate(pieces[1:], 1):
        if number <= timed:  # no server has lines without a time
            continue
        if pieces[number - 1].pattern != TEXT:  # else any head would fit
            found.append((pieces[:number], pieces[number:]))
        for cut in range(1, len(piece.literal)):
            if row.head.endswith(piece.literal[:cut]):
                first, second = Piece(piece.literal[:cut]), Piece(piece.literal[cut:])
                found.append(((*pieces[:number], first), (second, *pieces[number + 1 :])))
    return found


def _named(guess: Guess, rows: Sequence[Row]) -> str:
    """Write the form as a prefix: each piece as the escape that it is."""
    pieces = guess.pieces
    heads = [(row, match_head(pieces, row.line, padded=guess.padded)) for row in rows]
    evidence = Evidence(rows)
    columns: dict[int, list[str | None]] = {}
    for number, piece in enumerate(pieces):
        if piece.letter and piece.letter != END_OF_SHORT:
            columns[number] = [
                row.line[slice(*head.spans[number][1:3])] if number in head.spans else None
                for row, head in heads
            ]
    letters = letters_of(evidence, pieces, columns)
    spans = {number: [head.spans[number] for _, head in heads if number in head.spans] for number in columns}
    for _ in letters:
        parts = _written(pieces, letters, columns, spans, evidence)
        wrong = _reread(parts, heads, columns, letters, evidence)
        if not wrong:
            break
        letters |= dict.fromkeys(wrong, ANY)
    return "".join(str(part) for _, part in parts)


def _written(
    pieces: Sequence[Piece],
    letters: dict[int, str],
    columns: dict[int, list[str | None]],
    spans: dict[int, list[tuple[int, int, int, int]]],
    evidence: Evidence,
) -> list[tuple[int, Part]]:
    """Write pieces as parts of a prefix, each with the number of its piece."""
    parts: list[tuple[int, Part]] = []
    for number, piece in enumerate(pieces):
        if number not in columns:
            parts.append((number, Part(piece.literal, piece.letter)))
            continue
        before, padding, after = _blanks(spans[number])
        values = {value for value in columns[number] if value is not None}
        if letters[number] == ANY and len(values) == 1 and evidence.everywhere(columns[number]):
            parts.append((number, Part(" " * before + values.pop() + " " * after)))
            continue
        parts += [
            (number, Part(" " * before)),
            (number, Part(letter=letters[number], padding=padding)),
            (number, Part(" " * after)),
        ]
    return [(number, part) for number, part in parts if part.literal or part.letter]


def _reread(
    parts: Sequence[tuple[int, Part]],
    heads: Sequence[tuple[Row, Head]],
    columns: dict[int, list[str | None]],
    letters: dict[int, str],
    evidence: Evidence,
) -> list[int]:
    """Return the pieces that a prefix would read otherwise than they were when they were named.

    Otherwise may be better: an escape fits less than its token did. Then the messages must say so.
    """
    again = [match_head([part for _, part in parts], row.line) for row, _ in heads]
    wrong = []
    for place, (number, part) in enumerate(parts):
        if part.letter in {"", ANY, END_OF_SHORT}:
            continue
        read = [
            row.line[slice(*head.spans[place][1:3])] if place in head.spans else None
            for (row, _), head in zip(heads, again, strict=True)
        ]
        pairs = zip(read, columns[number], strict=True)
        if letters[number] != ANY and any(
            (one or "") != (other or "") for one, other in pairs if one is not None
        ):
            letter = "h" if part.letter in {"r", CLIENT} else part.letter
            if letter not in "udahp" or not evidence.told(read, letter) or evidence.denied(read, letter):
                wrong.append(number)
    return wrong


def _blanks(spans: Sequence[tuple[int, int, int, int]]) -> tuple[int, int, int]:
    """Return how many blanks always stand before a value, how wide it is made, and how many always follow."""
    if not spans:  # no line that was tried shows the value
        return 0, 0, 0
    said = [span for span in spans if span[1] < span[2]] or spans  # of an empty value, blanks stand anywhere
    before = [begin - outer for outer, begin, _, _ in said]
    after = [outer - end for _, _, end, outer in said]
    first, last = min(before), min(after)
    width = max(2, min(outer - begin for begin, _, _, outer in spans) - first - last)
    if max(after) > last:
        return first, -width, last
    return first, width if max(before) > first else 0, last


__all__ = ["learn", "rows_of"]

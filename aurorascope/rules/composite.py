"""Composite alarms: a rule expression over the states of other alarms, and the suppression of actions.

Source: CloudWatch's PutCompositeAlarm (the grammar of AlarmRule; at most 100 children and 500 elements)
and its User Guide, "Composite alarm action suppression": while the suppressor is in ALARM no action is
taken; a change is held back for up to the wait period in case the suppressor is about to fire, and for
the extension period after it went out of ALARM; what then still holds is acted upon.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from aurorascope.model.errors import BadRequestError
from aurorascope.rules.states import ALARM, OK, STATES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    States = NDArray[np.int8]

TOKEN = re.compile(
    r'\s*(?:(?P<state>ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"(?P<quoted>[^"]+)"|(?P<bare>[^()"\s]+))\s*\)'
    r"|(?P<word>AND|OR|NOT|TRUE|FALSE)\b|(?P<sign>[()]))"
)
LONGEST, MOST_CHILDREN, MOST_ELEMENTS, DEEPEST = 10_240, 100, 500, 40


class CompositeError(BadRequestError):
    """An alarm rule that CloudWatch would refuse."""


@dataclass(frozen=True, slots=True)
class Part:
    """`word` is a state with its alarm in `child`, or AND, OR, NOT, TRUE, FALSE with its parts."""

    word: str
    child: str = ""
    parts: tuple[Part, ...] = ()


def parse(text: str) -> Part:
    """Read an alarm rule. Raises CompositeError."""
    if len(text) > LONGEST:
        raise CompositeError(f"an alarm rule has at most {LONGEST:,} characters; this one has {len(text):,}.")
    parser = _Parser(text)
    found = parser.either()
    if parser.at < len(parser.tokens):
        raise CompositeError(f"{text!r}: expected AND, OR or the end, found {parser.tokens[parser.at][0]!r}.")
    if len(children(found)) > MOST_CHILDREN or parser.elements > MOST_ELEMENTS:
        raise CompositeError(
            f"an alarm rule has at most {MOST_CHILDREN} alarms and {MOST_ELEMENTS} elements."
        )
    return found


def children(part: Part) -> set[str]:
    """Return the alarms that a rule looks at."""
    own = {part.child} if part.child else set()
    return own.union(*(children(one) for one in part.parts))


def written(part: Part, name_of: Callable[[str], str]) -> str:
    """Return the rule as CloudWatch takes it, each alarm under its full name."""
    if part.child:
        return f'{part.word}("{name_of(part.child)}")'
    if part.word == "NOT":
        return f"NOT {written(part.parts[0], name_of)}"
    if part.word in ("AND", "OR"):
        return "(" + f" {part.word} ".join(written(one, name_of) for one in part.parts) + ")"
    return part.word


def compute(part: Part, states: Mapping[str, States], length: int) -> States:
    """Return the state at each period: ALARM where the rule is true, else OK; KeyError without a child."""
    return np.where(_true(part, states, length), ALARM, OK).astype(np.int8)


def _true(part: Part, states: Mapping[str, States], length: int) -> NDArray[np.bool_]:
    if part.child:
        found: NDArray[np.bool_] = states[part.child] == STATES.index(part.word)
        return found
    if part.word in ("TRUE", "FALSE"):
        return np.full(length, part.word == "TRUE")
    inner = [_true(one, states, length) for one in part.parts]
    if part.word == "NOT":
        return ~inner[0]
    joined: NDArray[np.bool_] = np.stack(inner)
    together: NDArray[np.bool_] = joined.min(axis=0) if part.word == "AND" else joined.max(axis=0)
    return together


def actions(states: States, suppressor: States, period_s: int, wait_s: int, extension_s: int) -> list[int]:
    """Return the periods at which a composite that is in ALARM notifies, its actions suppressed or not.

    An ALARM that ends while it is held back notifies nobody.
    """
    notified, pending, held_from, released = [], False, 0, -1
    for at, state in enumerate(states):
        now = at * period_s
        if suppressor[at] == ALARM:
            released = -1
        elif at and suppressor[at - 1] == ALARM:
            released = now
        if state != ALARM:
            pending = False
            continue
        if at == 0 or states[at - 1] != ALARM:
            pending, held_from = True, now
        waiting = now - held_from < wait_s
        extended = released >= 0 and now - released < extension_s
        if pending and suppressor[at] != ALARM and not waiting and not extended:
            notified.append(at)
            pending = False
    return notified


class _Parser:
    """A recursive descent over the tokens: OR binds weakest, NOT strongest."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[tuple[str, str]] = []
        place, stripped = 0, text.rstrip()
        while place < len(stripped):
            match = TOKEN.match(stripped, place)
            if match is None:
                raise CompositeError(
                    f"{text!r}: expected ALARM(rule), OK(rule), INSUFFICIENT_DATA(rule), AND, OR, NOT, TRUE "
                    f"or FALSE, found {stripped[place:].strip()[:20]!r}."
                )
            word = match["state"] or match["word"] or match["sign"]
            self.tokens.append((word, match["quoted"] or match["bare"] or ""))
            place = match.end()
        self.at = self.depth = self.elements = 0

    def take(self, word: str) -> bool:
        if self.at < len(self.tokens) and self.tokens[self.at][0] == word and not self.tokens[self.at][1]:
            self.at += 1
            return True
        return False

    def either(self) -> Part:
        self.depth += 1
        if self.depth > DEEPEST:
            raise CompositeError(f"{self.text[:60]!r}: nested more than {DEEPEST} deep.")
        parts = [self.both()]
        while self.take("OR"):
            parts.append(self.both())
        self.depth -= 1
        return parts[0] if len(parts) == 1 else Part("OR", parts=tuple(parts))

    def both(self) -> Part:
        parts = [self.one()]
        while self.take("AND"):
            parts.append(self.one())
        return parts[0] if len(parts) == 1 else Part("AND", parts=tuple(parts))

    def one(self) -> Part:
        negated = 0
        while self.take("NOT"):
            negated += 1
        found = self.bare()
        return Part("NOT", parts=(found,)) if negated % 2 else found

    def bare(self) -> Part:
        self.elements += 1
        if self.take("("):
            found = self.either()
            if not self.take(")"):
                raise CompositeError(f"{self.text!r}: a ')' is missing.")
            return found
        if self.at >= len(self.tokens):
            raise CompositeError(f"{self.text!r}: ends where an alarm was expected.")
        word, child = self.tokens[self.at]
        if not child and word not in ("TRUE", "FALSE"):
            raise CompositeError(f"{self.text!r}: expected an alarm, found {word!r}.")
        self.at += 1
        return Part(word, child)

"""Metric math: an expression over aligned series, read and computed by us, never by Python's eval.

The part of CloudWatch's metric math that alarm rules use, with its meaning from the CloudWatch User Guide
("Using math expressions with CloudWatch metrics"): + - * / ^, comparisons (1 or 0), AND and OR, IF, FILL,
ABS, CEIL, FLOOR, MAX, MIN, SUM and AVG of a list of series, DIFF, RATE, RUNNING_SUM, PERIOD and METRICS.
A point with a missing operand is missing. SEARCH, Metrics Insights and functions that look at other
accounts are refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from aurorascope.model.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    Series = NDArray[np.float64]

TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<sign>&&|\|\||<=|>=|==|!=|[-+*/^<>(),\[\]]))"
)
LONGEST, DEEPEST = 2048, 40
COMPARE: dict[str, Callable[[Series, Series], NDArray[np.bool_]]] = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "==": np.equal,
    "!=": np.not_equal,
}

LOGIC: dict[str, Callable[[Series, Series], NDArray[np.bool_]]] = {
    "and": lambda left, right: (left != 0) & (right != 0),
    "or": lambda left, right: (left != 0) | (right != 0),
}


class ExpressionError(BadRequestError):
    """An expression that is no metric math, or uses a part of it that we do not compute."""


@dataclass(frozen=True, slots=True)
class Node:
    """A number, a series, an operator or a function with its arguments."""

    sign: str
    arguments: tuple[Node, ...] = ()
    value: float = 0.0


def parse(text: str) -> Node:
    """Read an expression. Raises ExpressionError, which says where."""
    if len(text) > LONGEST:
        raise ExpressionError(
            f"an expression has at most {LONGEST:,} characters; this one has {len(text):,}."
        )
    return _Parser(text).whole()


def names(node: Node) -> set[str]:
    """Return the series that an expression reads."""
    if node.sign == "name":
        return set()
    found = {node.sign[1:]} if node.sign.startswith("$") else set()
    return found.union(*(names(argument) for argument in node.arguments))


def compute(node: Node, series: Mapping[str, Series], period_s: int) -> Series:
    """Return the value at each period; NaN is missing."""
    length = len(next(iter(series.values()), np.zeros(0)))
    with np.errstate(all="ignore"):
        found = _Computer(series, period_s, length).of(node)
    return np.where(np.isfinite(found), found, np.nan)


class _Parser:
    """A recursive descent over the tokens, bounded in depth."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[tuple[str, str]] = []
        place = 0
        stripped = text.rstrip()
        while place < len(stripped):
            match = TOKEN.match(stripped, place)
            if match is None:
                raise ExpressionError(
                    f"{text!r}: {stripped[place:].strip()[:1]!r} is no part of metric math."
                )
            kind = str(match.lastgroup)
            self.tokens.append((kind, match[kind]))
            place = match.end()
        self.at = 0
        self.depth = 0

    def wrong(self, expected: str) -> ExpressionError:
        found = repr(self.tokens[self.at][1]) if self.at < len(self.tokens) else "the end"
        return ExpressionError(f"{self.text!r}: expected {expected}, found {found}.")

    def peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def take(self, *signs: str) -> str:
        """Take the next token where it is one of `signs`; '' where it is not."""
        if self.peek().upper() in signs and self.at < len(self.tokens):
            self.at += 1
            return self.tokens[self.at - 1][1].upper()
        return ""

    def whole(self) -> Node:
        found = self.either()
        if self.at < len(self.tokens):
            raise self.wrong("the end")
        return found

    def either(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ExpressionError(f"{self.text[:60]!r}: nested more than {DEEPEST} deep.")
        left = self.both()
        while self.take("||", "OR"):
            left = Node("or", (left, self.both()))
        self.depth -= 1
        return left

    def both(self) -> Node:
        left = self.comparison()
        while self.take("&&", "AND"):
            left = Node("and", (left, self.comparison()))
        return left

    def comparison(self) -> Node:
        left = self.sum()
        while sign := self.take(*COMPARE):
            left = Node(sign, (left, self.sum()))
        return left

    def sum(self) -> Node:
        left = self.product()
        while sign := self.take("+", "-"):
            left = Node(sign, (left, self.product()))
        return left

    def product(self) -> Node:
        left = self.signed()
        while sign := self.take("*", "/"):
            left = Node(sign, (left, self.signed()))
        return left

    def signed(self) -> Node:
        minuses = 0
        while self.take("-"):
            minuses += 1
        found = self.power()
        return Node("-", (Node("number"), found)) if minuses % 2 else found

    def power(self) -> Node:
        left = self.one()
        while self.take("^"):
            left = Node("^", (left, self.one()))
        return left

    def one(self) -> Node:
        if self.take("("):
            found = self.either()
            if not self.take(")"):
                raise self.wrong("')'")
            return found
        if self.take("["):
            return Node("list", self.arguments("]"))
        if self.at >= len(self.tokens):
            raise self.wrong("a number, a series or a function")
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            return Node("number", value=float(text))
        if kind == "name":
            if self.take("("):
                return self.function(text)
            return Node("name") if text == "REPEAT" else Node("$" + text)
        self.at -= 1
        raise self.wrong("a number, a series or a function")

    def arguments(self, end: str) -> tuple[Node, ...]:
        found: list[Node] = []
        while not self.take(end):
            if found and not self.take(","):
                raise self.wrong(f"',' or {end!r}")
            found.append(self.either())
        return tuple(found)

    def function(self, name: str) -> Node:
        given = self.arguments(")")
        known = FUNCTIONS.get(name.upper())
        if known is None:
            listed = ", ".join(FUNCTIONS)
            raise ExpressionError(f"{self.text!r}: {name} is not known here; known are {listed}.")
        if len(given) not in known:
            counts = " or ".join(map(str, known))
            raise ExpressionError(f"{self.text!r}: {name} takes {counts} arguments, not {len(given)}.")
        return Node(name.upper(), given)


FUNCTIONS: dict[str, tuple[int, ...]] = {
    "IF": (2, 3),
    "FILL": (2,),
    "ABS": (1,),
    "CEIL": (1,),
    "FLOOR": (1,),
    "MAX": (1,),
    "MIN": (1,),
    "SUM": (1,),
    "AVG": (1,),
    "DIFF": (1,),
    "RATE": (1,),
    "RUNNING_SUM": (1,),
    "PERIOD": (1,),
    "METRICS": (0,),
}
"""The functions and how many arguments each takes."""


class _Computer:
    """Computes a tree over series of one length."""

    def __init__(self, series: Mapping[str, Series], period_s: int, length: int) -> None:
        self.series = series
        self.period_s = period_s
        self.length = length

    def of(self, node: Node) -> Series:
        if node.sign == "number":
            return np.full(self.length, node.value)
        if node.sign.startswith("$"):
            if node.sign[1:] not in self.series:
                known = ", ".join(self.series)
                raise ExpressionError(f"there is no series {node.sign[1:]!r}; there are {known}.")
            return self.series[node.sign[1:]]
        if node.sign in FUNCTIONS:
            return self.function(node)
        if node.sign in ("list", "name"):
            raise ExpressionError(
                "a list of series stands only inside MAX, MIN, SUM and AVG, REPEAT in FILL."
            )
        left, right = (self.of(argument) for argument in node.arguments)
        truth = COMPARE.get(node.sign) or LOGIC.get(node.sign)
        if truth is not None:
            return self.truth(truth(left, right), left, right)
        found: Series = ARITHMETIC[node.sign](left, right)
        return found

    def truth(self, found: NDArray[np.bool_], left: Series, right: Series) -> Series:
        """Return 1 or 0, missing where an operand is."""
        return np.where(np.isnan(left) | np.isnan(right), np.nan, found.astype(float))

    def many(self, node: Node) -> Series:
        """Return the rows of a list of series."""
        if node.sign == "METRICS":
            return np.stack(list(self.series.values()))
        if node.sign != "list" or not node.arguments:
            raise ExpressionError("MAX, MIN, SUM and AVG take a list of series, such as MAX([m1, m2]).")
        return np.stack([self.of(argument) for argument in node.arguments])

    def function(self, node: Node) -> Series:
        name, given = node.sign, node.arguments
        if name in OVER or name in EACH:
            return OVER[name](self.many(given[0])) if name in OVER else EACH[name](self.of(given[0]))
        if name in ("IF", "FILL"):
            return self.choose(given) if name == "IF" else self.fill(given)
        if name == "PERIOD":
            return np.full(self.length, float(self.period_s))
        if name == "METRICS":
            raise ExpressionError("METRICS stands only inside MAX, MIN, SUM and AVG.")
        return self.difference(self.of(given[0]), rate=name == "RATE")

    def choose(self, given: tuple[Node, ...]) -> Series:
        condition, then = self.of(given[0]), self.of(given[1])
        other = self.of(given[2]) if len(given) == 3 else np.full(self.length, np.nan)
        return np.where(np.isnan(condition), np.nan, np.where(condition != 0, then, other))

    def fill(self, given: tuple[Node, ...]) -> Series:
        values = self.of(given[0])
        if given[1].sign == "name":  # REPEAT
            last = np.maximum.accumulate(np.where(np.isnan(values), -1, np.arange(self.length)))
            return np.where(last < 0, np.nan, values[np.maximum(last, 0)])
        return np.where(np.isnan(values), self.of(given[1]), values)

    def difference(self, values: Series, *, rate: bool) -> Series:
        """Return the change since the point before, which may lie more than a period back."""
        found = np.full(self.length, np.nan)
        places = np.flatnonzero(~np.isnan(values))
        change = np.diff(values[places])
        found[places[1:]] = change / (np.diff(places) * self.period_s) if rate else change
        return found


def _whole(operation: Callable[..., Series]) -> Callable[[Series], Series]:
    """Take an operation over the series that have a point; missing where none has."""

    def over(rows: Series) -> Series:
        none = np.isnan(rows).all(axis=0)
        found = operation(np.where(none, 0.0, rows), axis=0)
        return np.where(none, np.nan, found)

    return over


ARITHMETIC: dict[str, Callable[[Series, Series], Series]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "^": np.power,
}
OVER: dict[str, Callable[[Series], Series]] = {
    "MAX": _whole(np.nanmax),
    "MIN": _whole(np.nanmin),
    "SUM": _whole(np.nansum),
    "AVG": _whole(np.nanmean),
}
EACH: dict[str, Callable[[Series], Series]] = {
    "ABS": np.abs,
    "CEIL": np.ceil,
    "FLOOR": np.floor,
    "RUNNING_SUM": lambda values: np.where(np.isnan(values), np.nan, np.nancumsum(values)),
}

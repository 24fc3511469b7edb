"""Statements made of a skeleton whose every literal, list, row and gap is drawn anew.

The skeletons hold no digit and no letter q; literals and comments are full of both, so whatever of
them shows in a result was part of a literal.
"""

from __future__ import annotations

import random
from collections.abc import Callable

CANARIES = frozenset("q0123456789\u0436")

# LITERAL is one literal, LIST one or more between commas, TUPLES one or more bracketed rows of two.
SKELETONS = tuple(
    skeleton.split()
    for skeleton in (
        "SELECT a , b FROM t WHERE c = LITERAL AND d IN ( LIST ) LIMIT LITERAL",
        "SELECT count ( * ) FROM s . t AS u JOIN v ON u . id = v . id AND v . kind <> LITERAL GROUP BY LITERAL",
        'INSERT INTO t ( a , "Bc" ) VALUES TUPLES ON CONFLICT ( a ) DO UPDATE SET b = LITERAL RETURNING *',
        "UPDATE t SET a = LITERAL , b = b - LITERAL WHERE c BETWEEN LITERAL AND LITERAL",
        "DELETE FROM t WHERE a IS NOT NULL AND NOT ( b IN ( LIST ) OR c LIKE LITERAL )",
        "WITH w AS ( SELECT LITERAL AS a FROM t ) SELECT f ( a , LITERAL ) , ARRAY [ LIST ] FROM w",
        "SELECT CASE WHEN a > LITERAL THEN LITERAL ELSE LITERAL END , CAST ( LITERAL AS text ) FROM t",
        "SELECT * FROM ( VALUES TUPLES ) AS v ( a , b ) ORDER BY a OFFSET LITERAL",
        "CALL p ( LITERAL , LITERAL )",
        "EXPLAIN SELECT a [ LITERAL ] FROM t OFFSET LITERAL ROWS FETCH NEXT ROW ONLY",
        "SET work_mem = LITERAL",
        "EXECUTE plan ( LITERAL )",
        "NOTIFY c , LITERAL",
        "SELECT a || LITERAL || b , c ->> LITERAL FROM t WHERE ( a , b ) IN ( TUPLES )",
    )
)


def _body(dice: random.Random, without: str = "") -> str:
    kept = [letter for letter in "q7\u0436'\"\\-/*$ \n;()," if letter not in without]
    return "q7" + "".join(dice.choices(kept, k=dice.randrange(10)))


def _digits(dice: random.Random) -> str:
    return str(dice.randrange(10 ** dice.randrange(1, 7)))


def _quoted(dice: random.Random, prefix: str = "") -> str:
    return prefix + "'" + _body(dice).replace("'", "''") + "'"


def _escaped(dice: random.Random) -> str:
    body = _body(dice).replace("\\", "\\\\")
    return "E'" + body.replace("'", dice.choice(("\\'", "''"))) + "\\q\\''"


LITERALS: dict[str, Callable[[random.Random], str]] = {
    "an integer": _digits,
    "a negative number": lambda dice: dice.choice(("-", "- ", "+")) + _digits(dice),
    "a decimal": lambda dice: f"{_digits(dice)}.{_digits(dice)}",
    "a decimal without its first digit": lambda dice: "." + _digits(dice),
    "a decimal without its last digit": lambda dice: _digits(dice) + ".",
    "a number with an exponent": lambda dice: _digits(dice) + dice.choice(("e", "E+", "e-")) + _digits(dice),
    "a hexadecimal number": lambda dice: f"0{dice.choice('xX')}{_digits(dice)}aF",
    "an octal number": lambda _: "0o717",
    "a binary number": lambda _: "0b101",
    "a number with underscores": lambda dice: f"7_{_digits(dice)}",
    "a string": _quoted,
    "a string over two lines": lambda dice: f"{_quoted(dice)}\n  {_quoted(dice)}",
    "a string over a comment": lambda dice: f"{_quoted(dice)} -- q7'\n {_quoted(dice)}",
    "an escape string": _escaped,
    "an escape string over two lines": lambda dice: f"{_escaped(dice)}\n'q\\'7'",
    "a Unicode string": lambda dice: _quoted(dice, "U&"),
    "a Unicode string with its escape": lambda dice: _quoted(dice, "u&") + " UESCAPE 'q'",
    "a bit string": lambda _: "b'1001'",
    "a hexadecimal string": lambda dice: f"X'{_digits(dice)}'",
    "a dollar string": lambda dice: f"$${_body(dice, '$')}$$",
    "a tagged dollar string": lambda dice: f"$tag${_body(dice)} $ta$tag$",
    "a parameter": lambda dice: "$" + _digits(dice),
    "NULL": lambda _: "NULL",
    "TRUE": lambda _: "true",
}


def literal(dice: random.Random) -> str:
    """A literal of any notation."""
    return LITERALS[dice.choice(list(LITERALS))](dice)


def gap(dice: random.Random) -> str:
    """White space or comments."""
    kind = dice.randrange(6)
    if kind == 0:
        return f" --{_body(dice, chr(10))}\n"
    if kind == 1:
        return f" /* {_body(dice, '*/')} /* ' \" */ q */"
    if kind == 2:
        return f"/*q7='{_body(dice, '*/')}'*/"
    return dice.choice((" ", "  ", "\n", "\t", "\r\n"))


def statement(skeleton: list[str], dice: random.Random) -> str:
    """One statement of the skeleton."""
    pieces = []
    for token in skeleton:
        if token == "LITERAL":
            piece = literal(dice)
        elif token == "LIST":
            piece = ", ".join(literal(dice) for _ in range(dice.randrange(1, 6)))
        elif token == "TUPLES":
            rows = ((literal(dice), literal(dice)) for _ in range(dice.randrange(1, 5)))
            piece = ", ".join(f"({one}, {other})" for one, other in rows)
        elif token.startswith('"'):
            piece = token
        else:
            piece = dice.choice((token, token.lower(), token.upper()))
        pieces += [piece, gap(dice)]
    return "".join(pieces)

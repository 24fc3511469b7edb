"""Statements made of a skeleton whose every literal, list, row and gap is drawn anew.

The skeletons hold no digit and no letter q; literals and comments are full of both, so whatever of
them shows in a result was part of a literal.
"""

from __future__ import annotations

import random
from collections.abc import Callable

ENGINES = ("postgresql", "mysql")
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

MYSQL_SKELETONS = tuple(
    skeleton.split()
    for skeleton in (
        "SELECT a , `b-c` FROM t WHERE c = LITERAL AND d IN ( LIST ) LIMIT LITERAL , LITERAL",
        "SELECT count ( * ) FROM s . t AS u JOIN v ON u . id = v . id AND v . kind <> LITERAL GROUP BY LITERAL",
        "INSERT INTO t ( a , b ) VALUES TUPLES ON DUPLICATE KEY UPDATE b = LITERAL",
        "UPDATE t SET a = LITERAL , b = b - LITERAL WHERE c BETWEEN LITERAL AND LITERAL",
        "DELETE FROM t WHERE a IS NOT NULL AND NOT ( b IN ( LIST ) OR c LIKE LITERAL )",
        "SELECT CASE WHEN a > LITERAL THEN LITERAL ELSE LITERAL END , f ( LITERAL ) FROM t",
        "REPLACE INTO t SET a = LITERAL , b = LITERAL",
        "SET SESSION a = LITERAL , @b = LITERAL",
        "CALL p ( LITERAL , LITERAL )",
        "SELECT a DIV LITERAL , b <=> LITERAL FROM t WHERE ( a , b ) IN ( TUPLES )",
    )
)
ALL_SKELETONS = {"postgresql": SKELETONS, "mysql": MYSQL_SKELETONS}


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


MYSQL_LITERALS: dict[str, Callable[[random.Random], str]] = {
    notation: LITERALS[notation]
    for notation in (
        *(
            "an integer",
            "a negative number",
            "a decimal",
            "a decimal without its first digit",
            "NULL",
            "TRUE",
        ),
        *("a decimal without its last digit", "a number with an exponent", "a hexadecimal number"),
        *("a binary number", "a bit string", "a hexadecimal string"),
    )
} | {
    "a string": lambda dice: _backslashed(dice, "'"),
    "a string in double quotes": lambda dice: _backslashed(dice, '"'),
    "strings side by side": lambda dice: f"{_backslashed(dice, chr(39))} {_backslashed(dice, chr(34))}",
    "a national string": lambda dice: "N" + _backslashed(dice, "'"),
    "a placeholder": lambda _: "?",
    "the other NULL": lambda _: "\\N",
}
ALL_LITERALS = {"postgresql": LITERALS, "mysql": MYSQL_LITERALS}


def _backslashed(dice: random.Random, quote: str) -> str:
    body = _body(dice).replace("\\", "\\\\")
    return quote + body.replace(quote, dice.choice(("\\" + quote, quote * 2))) + quote


def literal(dice: random.Random, engine: str = "postgresql") -> str:
    """A literal of any notation."""
    literals = ALL_LITERALS[engine]
    return literals[dice.choice(list(literals))](dice)


def gap(dice: random.Random, engine: str = "postgresql") -> str:
    """White space or comments."""
    kind = dice.randrange(6)
    if engine == "mysql" and kind < 3:
        return dice.choice(
            (f" #{_body(dice, chr(10))}\n", f" -- {_body(dice, chr(10))}\n", f"/* {_body(dice, '*/')} '\" */")
        )
    if kind == 0:
        return f" --{_body(dice, chr(10))}\n"
    if kind == 1:
        return f" /* {_body(dice, '*/')} /* ' \" */ q */"
    if kind == 2:
        return f"/*q7='{_body(dice, '*/')}'*/"
    return dice.choice((" ", "  ", "\n", "\t", "\r\n"))


def statement(skeleton: list[str], dice: random.Random, engine: str = "postgresql") -> str:
    """One statement of the skeleton."""
    pieces = []
    for token in skeleton:
        if token == "LITERAL":
            piece = literal(dice, engine)
        elif token == "LIST":
            piece = ", ".join(literal(dice, engine) for _ in range(dice.randrange(1, 6)))
        elif token == "TUPLES":
            rows = ((literal(dice, engine), literal(dice, engine)) for _ in range(dice.randrange(1, 5)))
            piece = ", ".join(f"({one}, {other})" for one, other in rows)
        elif token.startswith(('"', "`")) or (engine == "mysql" and token.islower()):
            piece = token  # its case counts
        else:
            piece = dice.choice((token, token.lower(), token.upper()))
        pieces += [piece, gap(dice, engine)]
    return "".join(pieces)

"""Endless literals of every notation, the same ones for the same seed: inline as SQL writes them, and as bind values.

Each kind is a ring of prime length, so that two kinds side by side repeat only after the product of both.
"""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator

WORDS = [
    "amber",
    "basket",
    "copper",
    "delta",
    "ember",
    "falcon",
    "garnet",
    "harbour",
    "indigo",
    "juniper",
    "kettle",
    "lantern",
    "marble",
    "nectar",
    "orchid",
    "pepper",
    "quartz",
    "ribbon",
    "saffron",
    "timber",
    "umber",
    "velvet",
    "walnut",
    "yarrow",
    "zephyr",
]
# each has what a careless reader of SQL trips over
AWKWARD = (
    "O'Hara",
    "it''s -- not a comment",
    "a /* b */ c",
    "semi;colon",
    "100 % sure $1",
    "naïve café ☕",
    "Größe 42",
    "東京タワー",
    'say "hi"',
    "back\\slash",
    "LOG:  duration: 99999.999 ms  statement: SELECT 1",
    "INFO: nothing to see",
    "', $2 = 'x",
    "line one\nline two",
    "$$ not a body $$",
    "user@example.com",
    '{"k": [1, 2]}',
    "tab\there",
    "",
    " ",
)


def quoted(text: str) -> str:
    """Write a value as the plain SQL literal and as the server's bind parameter."""
    return "'" + text.replace("'", "''") + "'"


def _text(rng: random.Random) -> str:
    if rng.random() < 0.08:
        return rng.choice(AWKWARD)
    return " ".join(rng.choices(WORDS, k=rng.randint(1, 3))) + (
        f" {rng.randrange(10**5)}" if rng.random() < 0.5 else ""
    )


def _uuid(rng: random.Random) -> str:
    digits = f"{rng.getrandbits(128):032x}"
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"


def _instant(rng: random.Random) -> str:
    return (
        f"2026-{rng.randint(1, 11):02d}-{rng.randint(1, 28):02d} "
        f"{rng.randrange(24):02d}:{rng.randrange(60):02d}:{rng.randrange(60):02d}.{rng.randrange(10**6):06d}"
    )


def _date(rng: random.Random) -> str:
    return f"2026-{rng.randint(1, 11):02d}-{rng.randint(1, 28):02d}"


def _document(rng: random.Random) -> str:
    return f'{{"sku": "{rng.choice(WORDS)}-{rng.randrange(10**4)}", "tags": ["{rng.choice(AWKWARD[:4])}"], "n": {rng.randrange(99)}}}'


def _number(rng: random.Random) -> str:
    forms = (
        lambda: f"{rng.randrange(10**4)}.{rng.randrange(100):02d}",
        lambda: f"{rng.randrange(10**3)}",
        lambda: f"{rng.randrange(1, 99)}e{rng.randrange(1, 9)}",
        lambda: f".{rng.randrange(1, 999)}",
        lambda: f"{rng.randrange(1, 9)}.{rng.randrange(99)}E-{rng.randrange(1, 9)}",
    )
    return rng.choices(forms, (60, 30, 4, 3, 3))[0]()


def _signed(rng: random.Random) -> str:
    return str(rng.randrange(-(10**4), 10**5))


def _integer(rng: random.Random) -> str:
    return str(rng.randrange(10 ** rng.randint(2, 8)))


def _as_literal(form: Callable[[random.Random], str]) -> Callable[[random.Random], str]:
    return lambda rng: quoted(form(rng))


def _any_string(rng: random.Random) -> str:
    """A string in one of its notations; all of them are one literal to a fingerprint."""
    text = _text(rng)
    turn = rng.random()
    if turn < 0.90:
        return quoted(text)
    if turn < 0.96:
        return "E'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'"
    if turn < 0.98:
        return rng.choice(("U&'d\\0061t\\+000061'", "x'1F0a'", "B'1010'", "u&'q''r'"))
    tag = f"$t{rng.randrange(9)}$"
    return f"{tag}{text}{tag}"


def _nullable(rng: random.Random) -> str:
    return "NULL" if rng.random() < 0.3 else quoted(_text(rng))


def _truth(rng: random.Random) -> str:
    return rng.choice(("true", "false"))


def _small(rng: random.Random) -> str:
    return str(rng.randint(1, 500))


def _trace(rng: random.Random) -> str:
    """Make a sqlcommenter tail: new for every call, no part of the statement."""
    return f"/*action='show',controller='it''s',traceparent='00-{rng.getrandbits(128):032x}-{rng.getrandbits(64):016x}-01'*/"


# kind -> (ring length, inline form, form as a bind value)
KINDS: dict[str, tuple[int, Callable[[random.Random], str], Callable[[random.Random], str]]] = {
    "int": (20011, _integer, _as_literal(_integer)),
    "signed": (10007, _signed, _as_literal(_signed)),
    "small": (499, _small, _as_literal(_small)),
    "num": (10009, _number, _as_literal(_number)),
    "text": (15013, _any_string, _as_literal(_text)),
    "maybe": (7001, _nullable, _nullable),
    "uuid": (12007, _as_literal(_uuid), _as_literal(_uuid)),
    "ts": (9001, _as_literal(_instant), _as_literal(_instant)),
    "date": (331, _as_literal(_date), _as_literal(_date)),
    "bool": (11, _truth, _as_literal(_truth)),
    "json": (5003, _as_literal(_document), _as_literal(_document)),
    "trace": (10037, _trace, _trace),
}
UNBINDABLE = {"trace"}

Rings = dict[str, "Iterator[str]"]


def rings(rng: random.Random) -> tuple[Rings, Rings]:
    """Build the rings of inline literals and of bind values."""
    inline: Rings = {}
    bound: Rings = {}
    for kind, (length, form, bind_form) in KINDS.items():
        # newline + TAB is how the server continues a line
        inline[kind] = cycle([form(rng).replace("\n", "\n\t") for _ in range(length)])
        bound[kind] = cycle([bind_form(rng).replace("\n", "\n\t") for _ in range(length // 3)])
    return inline, bound

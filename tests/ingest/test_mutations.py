"""Whatever bytes come, the parser answers with rows and counts: nothing raises, nothing vanishes."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from test_runs import DATA

from aurorascope.logs.formats.stderr import StderrFormat
from aurorascope.logs.kinds import builtin_folder, load_kinds
from aurorascope.logs.parse import Parser
from aurorascope.logs.prefix import RDS_DEFAULT, RDS_VERBOSE, Prefix
from aurorascope.model.block import Block, Piece

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.uncounted

PREFIXES = (RDS_DEFAULT, RDS_VERBOSE, "%m [%p] %q%u@%d ", "%p %n ")
LINES = DATA.splitlines(keepends=True)
SPLICES = (
    *(b"\n", b"\n\t", b"\r\n", b"\t", b"\0", b"\xff\xfe", b"'", b'"', b"$$", b"]:", b": "),
    *(b":[1]:LOG:  ", b"LOG:  ", b"DETAIL:  ", b"duration: 1.000 ms", b"  plan:\n\t{", b"  statement: "),
    *(b"execute ", b"parameters: $1 = ", b"2026-13-99 ", b"99999999999999999999.999 ms", b"(((((((((("),
    *("naïve ☕ \u202e".encode(), b"Process 1 waits for "),
)


def mutated(chance: random.Random) -> bytes:
    lines = chance.sample(LINES, chance.randint(1, 12))
    data = bytearray(b"".join(lines))
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(4):
            case 0:
                data[at:at] = chance.choice(SPLICES)
            case 1:
                del data[at : at + chance.randint(1, 40)]
            case 2:
                data[at : at + 1] = bytes([chance.randrange(256)])
            case _:
                data[at:at] = data[: chance.randint(0, 60)]
    return bytes(data)


def fuzz(count: int, seed: int, parsers: list[Parser]) -> int:
    chance = random.Random(seed)
    entries = 0
    for number in range(count):
        data = mutated(chance)
        for closing in (True, False):
            block = Block(data, (Piece(0, "s", 0),), closing=closing, last=bool(number % 2))
            try:
                parsed = parsers[number % len(parsers)].parse(block)
            except Exception as error:
                raise AssertionError(f"input {number} of seed {seed}: {data!r}") from error
            kept = sum(len(end.data) for end in (*parsed.heads, *parsed.held))
            assert kept <= len(data)
            if closing:
                rows = parsed.tables.get("entries"), parsed.tables.get("statements")
                assert data == b"" or any(frame is not None and frame.height for frame in rows), data
                entries += parsed.counts["s"].entries if parsed.counts else 0
    return entries


@pytest.fixture(scope="module")
def parsers() -> list[Parser]:
    kinds = load_kinds([builtin_folder("postgresql")])
    return [
        Parser(StderrFormat(Prefix(text)), kinds, redacted=bool(n % 2)) for n, text in enumerate(PREFIXES)
    ]


def test_mutated_logs_raise_nothing_and_vanish_nowhere(parsers: list[Parser]) -> None:
    assert fuzz(250, 3, parsers)


@pytest.mark.proof
@pytest.mark.timeout(7200)
def test_50000_mutated_logs_read_twice(parsers: list[Parser], proved: Callable[[str], None]) -> None:
    entries = fuzz(50_000, 5, parsers)
    proved(f"50,000 mutated logs, each read open and closed: no exception, {entries:,} entries counted")

"""Whatever bytes come in whatever format: rows or a sentence, never an exception or an endless loop."""

from __future__ import annotations

import random
import resource
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING

import pytest
from fuzzed_formats import POSTGRES, Fuzzed, formats

from aurorascope.ingest.sources import NotUnderstood, recognised
from aurorascope.logs.detect import detect
from aurorascope.logs.parsers import parser_of
from aurorascope.logs.starts import FormatSpec
from aurorascope.model.block import Block, Piece

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.uncounted

FORMATS = formats()
SPLICES = (
    *(b"\n", b"\n\t", b"\r\n", b"\t", b"\0", b"\xff\xfe", b"'", b'"', b"$$", b"]:", b": ", b"("),
    *(
        b"LOG:  ",
        b"DETAIL:  ",
        b"duration: 1.000 ms",
        b"  plan:\n\t{",
        b"  statement: ",
        b"parameters: $1 = ",
    ),
    *(b"2026-13-99 ", b"99999999999999999999.999 ms", b"((((((((((", b"-9223372036854775809", b" " * 500),
    *("naïve ☕ \u202e".encode(), b"Process 1 waits for ", b"x" * 3000),
)
MOMENT = "2026-11-20 13:50:41.583 UTC"
PROCESSES = 8
MOST_GROWTH = 400 << 20  # bytes that reading thousands of inputs may leave behind


def mutated(chance: random.Random, fuzzed: Fuzzed) -> bytes:
    begin = chance.randrange(len(fuzzed.pieces))
    data = bytearray(b"".join(fuzzed.pieces[begin : begin + chance.randint(1, 10)]))
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(5):
            case 0:
                data[at:at] = chance.choice(SPLICES)
            case 1:
                data[at:at] = chance.choice(fuzzed.splices or SPLICES)
            case 2:
                del data[at : at + chance.randint(1, 40)]
            case 3:
                data[at : at + 1] = bytes([chance.randrange(256)])
            case _:
                data[at:at] = data[: chance.randint(0, 60)]
    return bytes(data)


def fuzz(name: str, count: int, seed: int) -> int:
    fuzzed, found = FORMATS[name], 0
    chance = random.Random(f"{seed}{name}")
    for number in range(count):
        data = mutated(chance, fuzzed)
        try:
            rows = fuzzed.read(data, bool(number % 2))
        except Exception as error:
            raise AssertionError(f"{name}, input {number} of seed {seed}: {data!r}") from error
        assert rows or not fuzzed.whole or not data.strip(b" \t\r\n\0"), (
            f"{name}: nothing is left of {data!r}"
        )
        found += rows
    return found


def high_water() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10


def grown(name: str, count: int) -> tuple[int, int]:
    """Return the rows of so many inputs, and how much memory they left behind, in a process of its own."""
    fuzz(name, 50, 2)
    before = high_water()
    return fuzz(name, count, 3), high_water() - before


@pytest.mark.parametrize("name", FORMATS)
def test_mutated_bytes_raise_nothing(name: str) -> None:
    assert fuzz(name, 6, 1)


@pytest.mark.proof
@pytest.mark.timeout(7200)
def test_100000_mutated_logs_of_every_format(proved: Callable[[str], None]) -> None:
    part = 1 + int(100_000 / sum(fuzzed.share for fuzzed in FORMATS.values()))
    counts = {name: int(part * fuzzed.share) for name, fuzzed in FORMATS.items()}
    names = list(counts)
    with ProcessPoolExecutor(PROCESSES, get_context("spawn"), max_tasks_per_child=1) as pool:
        results = list(pool.map(grown, names, counts.values()))
    for name, (rows, _) in zip(names, results, strict=True):
        proved(f"{name}: {counts[name]:,} inputs, {rows:,} rows")
    found, growth = sum(rows for rows, _ in results), max(growth for _, growth in results)
    proved(f"{sum(counts.values()):,} mutated inputs, logs open and closed: no exception, {found:,} rows")
    proved(f"memory grew by less than {-(-growth // (50 << 20)) * 50} MB in any format")
    assert growth < MOST_GROWTH


def test_texts_side_by_side_keep_no_pattern_busy() -> None:
    """What a mutation found: a backtracking engine would try every share of the commas for years."""
    line = b"2026-11-19 03:14:15.000 UTC " + b"," * 1500 + b" LOG: no blank\n"
    assert detect(line, prefixes=("%m %u,%d,%a,%i,%b,%u,%d,%a,%i,",)).share == 0


def test_a_log_of_bare_severities_is_not_understood() -> None:
    """What a mutation found: nothing stands before the severity, so nothing could be learnt of it."""
    with pytest.raises(NotUnderstood, match="LOG:  something"):
        recognised(b"LOG:  something nobody knows about\n", None, "")


@pytest.mark.parametrize(
    ("form", "record"),
    [
        ("csvlog", f'{MOMENT},"a"☕,"shop",1,,a.b,1,,{MOMENT},,0,LOG,00000,"x",,,,,,,,,""\n'),
        ("jsonlog", f'{{"timestamp":"{MOMENT}","pid":1☕"line_num":2☕"error_severity":"LOG","message":""}}'),
    ],
)  # fmt: skip
def test_no_character_is_cut_where_a_mark_is_missing(form: str, record: str) -> None:
    """What a mutation found: half a character in a column ends the process."""
    parsed = parser_of(FormatSpec(form, ""), POSTGRES, redacted=False).parse(
        Block(record.encode() * 3, (Piece(0, "s", 0),), closing=True)
    )
    for frame in parsed.tables.values():
        assert str(frame.to_dicts()).encode()

"""Durations are read exactly, and the fast way reads what the slow one does."""

from __future__ import annotations

import random

import numpy as np
import pytest

from aurorascope.logs import durations
from aurorascope.logs.windows import Windows

HEAD = durations.HEAD


def laid_out(texts: list[bytes]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:  # type: ignore[type-arg]
    ends = np.cumsum([len(text) for text in texts])
    return np.frombuffer(b"".join(texts), dtype=np.uint8), ends - [len(text) for text in texts], ends


@pytest.mark.parametrize(
    ("text", "micros"),
    [
        (b"0.000 ms", 0),
        (b"0.001 ms", 1),
        (b"12.345 ms", 12_345),
        (b"1234567.890 ms", 1_234_567_890),
        (b"12345678.901 ms", 12_345_678_901),
        (b"9999999999999.999 ms", 9_999_999_999_999_999),
    ],
)
def test_a_duration_is_exact_to_the_microsecond(text: bytes, micros: int) -> None:
    raw, begins, ends = laid_out([HEAD + text])
    found = durations.durations(raw, begins, ends)
    assert (found.micros[0], found.sort[0]) == (micros, durations.BARE)


@pytest.mark.parametrize(
    "text",
    [b".123 ms", b"1.12 ms", b"1.1234 ms", b"1,123 ms", b"-1.123 ms", b"1.123 m", b"1.123ms", b"", b"x"],
)
def test_what_only_looks_like_a_duration_is_none(text: bytes) -> None:
    raw, begins, ends = laid_out([HEAD + text, b"s and more"])
    assert durations.durations(raw, begins, ends).micros.tolist() == [-1, -1]


def test_both_ways_of_reading_a_number_agree_on_hostile_texts() -> None:
    source = random.Random(20261120)
    texts = []
    for _ in range(20_000):
        text = f"{source.randrange(10 ** source.randrange(1, 14))}.{source.randrange(1000):03d} ms"
        for _ in range(source.randrange(3)):
            at = source.randrange(len(text))
            text = text[:at] + source.choice("0123456789.. msx/:\x00\xff9") + text[at + source.randrange(2) :]
        texts.append(HEAD + text.encode("latin-1") + source.choice((b"", b"  statement: x")))
    raw, begins, ends = laid_out(texts)
    heads = Windows(raw, begins, ends, durations.HEAD_WORDS)
    micros, after, good = durations._milliseconds(raw, heads, begins, ends)
    exact_micros, exact_after, exact_good = durations._any_milliseconds(raw, begins + len(HEAD), ends)
    assert 5_000 < good.sum() < 15_000
    assert good.tolist() == exact_good.tolist()
    assert micros[good].tolist() == exact_micros[good].tolist()
    assert after[good].tolist() == exact_after[good].tolist()

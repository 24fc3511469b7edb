"""A window gives the bytes that stand there, and zeros past the block's end."""

from __future__ import annotations

import random

import numpy as np
import pytest

from aurorascope.logs.windows import Windows, read_bytes


@pytest.mark.parametrize("size", [1, 7, 8, 9, 40])
@pytest.mark.parametrize("width", [1, 8, 12, 32])
def test_bytes_past_the_block_are_zero(size: int, width: int) -> None:
    block = random.Random(size * width).randbytes(size)
    begins = np.array([*range(size + 3), 0, size + 500])
    found = read_bytes(np.frombuffer(block, dtype=np.uint8), begins, width)
    assert [row.tobytes() for row in found] == [
        block[begin : begin + width].ljust(width, b"\0") for begin in begins
    ]


def test_a_text_is_seen_at_every_place_but_not_past_the_end() -> None:
    block = b"0123456789abcdefghijklmnopqrstuvwxyz"
    raw = np.frombuffer(block, dtype=np.uint8)
    windows = Windows(raw, np.array([0, 0, 4]), np.array([36, 20, 36]), 4)
    for place in range(24):
        for size in range(1, 32 - place):
            text = block[place : place + size]
            assert windows.holds(place, text).tolist() == [True, place + size <= 20, False]
    assert windows.of(np.array([2])).holds(0, b"456789abc").tolist() == [True]

"""Equal values have one number, in order of appearance."""

from __future__ import annotations

import random

import numpy as np
import polars as pl
import pytest

from aurorascope.logs import numbering
from aurorascope.logs.numbering import numbered, numbered_texts


def expected(values: list[object]) -> tuple[list[int], list[int]]:
    numbers = {value: number for number, value in enumerate(dict.fromkeys(values))}
    return [numbers[value] for value in values], [values.index(value) for value in numbers]


@pytest.mark.parametrize("count", [0, 1, 2, 1000])
@pytest.mark.parametrize("distinct", [1, 7, 500, 2**60])
def test_equal_values_have_one_number(count: int, distinct: int) -> None:
    source = random.Random(count * distinct)
    values = [source.randrange(distinct) for _ in range(count)]
    which, first = numbered(np.array(values, dtype=np.uint64))
    assert (which.tolist(), first.tolist()) == expected(list(values))


def test_values_that_want_one_place_stay_apart() -> None:
    inverse = pow(int(numbering._SPREAD), -1, 2**64)
    values = [number * inverse % 2**64 for number in (1, 2, 1, 3, 2, 4)]
    which, first = numbered(np.array(values, dtype=np.uint64))
    assert (which.tolist(), first.tolist()) == expected(list(values))


def test_texts_are_told_apart_by_their_contents(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["", "a", "b" * 20, "", "b" * 20 + "c", "a"]
    series = pl.Series(texts)
    assert [found.tolist() for found in numbered_texts(series)] == list(expected(list(texts)))
    monkeypatch.setattr(pl.Series, "hash", lambda one: pl.Series([7] * len(one), dtype=pl.UInt64))
    assert [found.tolist() for found in numbered_texts(series)] == list(expected(list(texts)))

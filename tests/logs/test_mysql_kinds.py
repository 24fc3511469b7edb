"""Every event kind of MySQL's error log proves itself with its samples, through the engine that a run uses."""

from __future__ import annotations

import json
from typing import Any

import polars as pl
import pytest

from aurorascope.logs.kinds import builtin_folder, classify, load_kinds
from aurorascope.store.schemas import TABLES

KINDS = load_kinds([builtin_folder("mysql")], engine="mysql", samples=True)
PARTS = ("severity", "message", "detail", "hint", "context", "statement")
ENTRIES = pl.DataFrame(
    [{part: getattr(sample, part) for part in PARTS} for sample in KINDS.samples],
    schema=dict.fromkeys(PARTS, pl.String),
)
CLASSIFIED = classify(ENTRIES, KINDS)


def given(row: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for frame in CLASSIFIED.rows.values():
        for values in frame.filter(pl.col("row") == row).drop("row").to_dicts():
            found |= {name: value for name, value in values.items() if value is not None}
    if "attributes" in found:
        found["attributes"] = json.loads(found["attributes"])
    return found


@pytest.mark.parametrize("row", range(len(KINDS.samples)), ids=lambda row: f"{KINDS.samples[row].kind}-{row}")
def test_a_sample_gives_exactly_the_columns_that_its_file_says(row: int) -> None:
    sample = KINDS.samples[row]
    assert CLASSIFIED.kind[row] == sample.kind
    assert given(row) == sample.expect


def test_every_kind_has_a_sample_and_fills_columns_that_there_are() -> None:
    assert {kind.name for kind in KINDS.kinds} == {sample.kind for sample in KINDS.samples}
    assert CLASSIFIED.near_misses == {}
    for table, frame in CLASSIFIED.rows.items():
        assert set(frame.columns) - {"row"} <= set(TABLES[table].column_names)

"""One test over all event kinds: each proves itself with its samples, through the engine that a run uses."""

from __future__ import annotations

import json
from typing import Any

import polars as pl
import pytest

from aurorascope.logs.kinds import builtin_folder, classify, load_kinds
from aurorascope.model.event_kind import Sample

KINDS = load_kinds([builtin_folder("postgresql")], samples=True)
ENTRY = dict.fromkeys(("severity", "message", "detail", "hint", "context", "statement"), pl.String)


def entries(*samples: Sample) -> pl.DataFrame:
    return pl.DataFrame([{part: getattr(sample, part) for part in ENTRY} for sample in samples], schema=ENTRY)


def given(rows: pl.DataFrame, row: int) -> dict[str, Any]:
    """The columns of one entry's row that are not null, JSON read."""
    (found,) = rows.filter(pl.col("row") == row).drop("row").to_dicts()
    if "attributes" in found:
        found["attributes"] = json.loads(found["attributes"])
    return {column: value for column, value in found.items() if value is not None}


def name(sample: Sample) -> str:
    return f"{sample.kind}-{sample.version}"


@pytest.mark.parametrize("sample", KINDS.samples, ids=name)
def test_a_sample_gives_exactly_the_columns_that_its_file_says(sample: Sample) -> None:
    found = classify(entries(sample), KINDS)
    assert found.kind.to_list() == [sample.kind]
    assert found.near_misses == {}
    tables = [fill.table for fill in KINDS[sample.kind].fills]
    expected = dict(sample.also)
    if sample.expect:
        expected[tables[0]] = sample.expect
    rows = found.rows | ({"session": found.session} if found.session.height else {})
    assert {table: given(frame, 0) for table, frame in rows.items()} == expected

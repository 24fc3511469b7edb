"""One test over all event kinds: each proves itself with its samples, through the engine that a run uses."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from aurorascope.logs.kinds import builtin_folder, classify, load_kinds
from aurorascope.store.schemas.events import EVENT_TABLES
from aurorascope.store.schemas.statements import STATEMENT_TABLES

if TYPE_CHECKING:
    from aurorascope.model.event_kind import Sample
    from aurorascope.model.table import Table

KINDS = load_kinds([builtin_folder("postgresql")], samples=True)
PARTS = ("severity", "message", "detail", "hint", "context", "statement")
ENTRY = dict.fromkeys(PARTS, pl.String)
TABLES: dict[str, Table] = {table.name: table for table in (*EVENT_TABLES, *STATEMENT_TABLES)}
SESSION = {"client_host", "user_name", "database_name", "application"}
POLARS = {
    "bigint": pl.Int64,
    "double": pl.Float64,
    "boolean": pl.Boolean,
    "text": pl.String,
    "json": pl.String,
    "text[]": pl.List(pl.String),
    "bigint[]": pl.List(pl.Int64),
    "deadlock_participant[]": pl.List(
        pl.Struct({"pid": pl.Int64, "lock": pl.String, "statement": pl.String, "fingerprint": pl.String})
    ),
}


def entries(*samples: Sample) -> pl.DataFrame:
    return pl.DataFrame([{part: getattr(sample, part) for part in ENTRY} for sample in samples], schema=ENTRY)


ALL = entries(*KINDS.samples)
CLASSIFIED = classify(ALL, KINDS)
ROWS = CLASSIFIED.rows | {"session": CLASSIFIED.session}


def given(row: int) -> dict[str, dict[str, Any]]:
    """By table, the columns of one entry's row that are not null, JSON read."""
    found = {}
    for table, frame in ROWS.items():
        for values in frame.filter(pl.col("row") == row).drop("row").to_dicts():
            if values.get("attributes"):
                values["attributes"] = json.loads(values["attributes"])
            found[table] = without_nulls(values)
    return found


def without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: without_nulls(inner) for name, inner in value.items() if inner is not None}
    return [without_nulls(inner) for inner in value] if isinstance(value, list) else value


def expected(sample: Sample) -> dict[str, dict[str, object]]:
    fills = KINDS[sample.kind].fills
    return dict(sample.also) | ({fills[0].table: sample.expect} if fills else {})


@pytest.mark.parametrize("row", range(len(KINDS.samples)), ids=lambda row: f"{KINDS.samples[row].kind}-{row}")
def test_a_sample_gives_exactly_the_columns_that_its_file_says(row: int) -> None:
    sample = KINDS.samples[row]
    assert CLASSIFIED.kind[row] == sample.kind
    assert given(row) == expected(sample)


def test_no_sample_is_a_near_miss() -> None:
    assert CLASSIFIED.near_misses == {}
    assert CLASSIFIED.first_near_misses == {}


def test_a_sample_is_the_same_when_its_lines_are_still_indented_with_a_tab() -> None:
    tabbed = classify(ALL.with_columns(pl.col("message", "detail").str.replace_all("\n", "\n\t")), KINDS)
    assert tabbed.kind.to_list() == CLASSIFIED.kind.to_list()
    for table in ("vacuums", "analyzes", "lock_waits"):
        assert tabbed.rows[table].equals(CLASSIFIED.rows[table])
    tree = ["row", "plan_hash", "format", "estimated_rows", "actual_rows", "query_id"]
    assert tabbed.rows["plans"].select(tree).equals(CLASSIFIED.rows["plans"].select(tree))


def test_every_sample_is_matched_by_the_patterns_of_exactly_one_kind() -> None:
    matched: dict[int, list[str]] = {row: [] for row in range(len(KINDS.samples))}
    for kind in KINDS.kinds:
        fits = pl.any_horizontal(pl.col("message").str.starts_with(start) for start in kind.starts)
        fits &= pl.col("message").str.contains(kind.pattern)
        if kind.severities:
            fits &= pl.col("severity").is_in(kind.severities)
        for row in ALL.select(fits.arg_true()).to_series():
            matched[row].append(kind.name)
    assert {row: names for row, names in matched.items() if names != [KINDS.samples[row].kind]} == {}


def test_every_kind_has_a_sample_and_every_start_is_said_in_some_message() -> None:
    sampled = {sample.kind for sample in KINDS.samples}
    assert [kind.name for kind in KINDS.kinds if kind.name not in sampled] == []


def test_every_start_begins_what_the_pattern_can_match() -> None:
    for kind in KINDS.kinds:
        begun = [s.message for s in KINDS.samples if s.kind == kind.name]
        assert all(message.startswith(kind.starts) for message in begun), kind.name


def test_every_sample_names_the_version_that_words_it_so() -> None:
    assert [sample.message for sample in KINDS.samples if not re.fullmatch(r"9\.6|1\d", sample.version)] == []


def test_the_fast_patterns_of_a_kind_read_what_its_pattern_reads() -> None:
    for kind in KINDS.kinds:
        messages = ALL.filter(pl.Series([sample.kind == kind.name for sample in KINDS.samples]))["message"]
        whole = (
            messages.to_frame().select(pl.col("message").str.extract_groups(kind.pattern)).unnest("message")
        )
        for fast in kind.fast:
            read = messages.to_frame().select(pl.col("message").str.extract_groups(fast)).unnest("message")
            hit = messages.str.contains(fast)
            assert hit.any(), f"no sample of {kind.name} is matched by {fast}"
            assert read.filter(hit).equals(whole.select(read.columns).filter(hit)), kind.name
            for absent in set(whole.columns) - set(read.columns):
                assert whole.filter(hit)[absent].null_count() == hit.sum(), f"{kind.name}: {absent}"


@pytest.mark.parametrize("table", sorted(set(ROWS) - {"session"}))
def test_rows_have_the_columns_and_types_of_the_schema(table: str) -> None:
    columns = {column.name: POLARS[column.type] for column in TABLES[table].columns if column.type in POLARS}
    for name, dtype in ROWS[table].drop("row").schema.items():
        assert dtype == columns[name], f"{table}.{name}"


def test_what_a_message_says_of_its_session_has_the_names_of_the_schema() -> None:
    assert set(CLASSIFIED.session.columns) == {"row"} | SESSION
    assert CLASSIFIED.session["row"].dtype == pl.UInt32


def test_a_redacted_run_leaves_out_what_a_kind_calls_secret() -> None:
    redacted = classify(ALL, KINDS, redacted=True)
    for kind in KINDS.kinds:
        if not kind.secret:
            continue
        mine = [row for row, sample in enumerate(KINDS.samples) if sample.kind == kind.name]
        (fill,) = kind.fills
        assert "".join(_said(CLASSIFIED.rows[fill.table], mine, kind.secret)), (
            f"no sample of {kind.name} has any"
        )
        assert not "".join(_said(redacted.rows[fill.table], mine, kind.secret)), kind.name


def _said(rows: pl.DataFrame, mine: list[int], secret: tuple[str, ...]) -> list[str]:
    said = []
    for values in rows.filter(pl.col("row").is_in(mine)).to_dicts():
        attributes = json.loads(values.get("attributes") or "{}")
        said += [str(value) for name in secret if (value := values.get(name) or attributes.get(name))]
    return said


def test_a_redacted_run_changes_nothing_else() -> None:
    redacted = classify(ALL, KINDS, redacted=True)
    assert redacted.kind.equals(CLASSIFIED.kind)
    for table in set(CLASSIFIED.rows) - {"plans", "audit", "server_events"}:
        assert redacted.rows[table].equals(CLASSIFIED.rows[table]), table
    assert redacted.rows["plans"].drop("plan").equals(CLASSIFIED.rows["plans"].drop("plan"))
    assert redacted.rows["audit"].drop("parameters").equals(CLASSIFIED.rows["audit"].drop("parameters"))


def test_sqlstates_and_noise_follow_from_the_kind() -> None:
    for row, name in enumerate(CLASSIFIED.kind):
        assert CLASSIFIED.sqlstate[row] == (KINDS[name].sqlstate or None)
        assert CLASSIFIED.noise[row] == KINDS[name].noise


def test_durations_and_logged_statements_are_left_to_the_caller() -> None:
    messages = ["duration: 1.234 ms", "statement: select 1", "execute <unnamed>: select 1"]
    frame = pl.DataFrame({"message": messages}).with_columns(
        pl.lit("LOG").alias("severity"),
        *(pl.lit(None, pl.String).alias(part) for part in PARTS[2:]),
    )
    found = classify(frame, KINDS)
    assert found.kind.to_list() == [None, None, None]
    assert found.near_misses == {}


def test_a_changed_wording_is_counted_with_its_first_row() -> None:
    frame = ALL.head(3).with_columns(
        message=pl.Series(["hello", "temporary file: path 'x' of size 3", "temporary file: path 4"]),
        severity=pl.lit("LOG"),
    )
    found = classify(frame, KINDS)
    assert found.kind.to_list() == [None, None, None]
    assert found.near_misses == {"temp_file": 2}
    assert found.first_near_misses == {"temp_file": 1}


def test_many_equal_messages_are_read_as_each_alone() -> None:
    times = 120  # more than are read one by one
    numbers = [row for row in range(ALL.height) for _ in range(times)]
    found = classify(ALL[numbers], KINDS)
    assert found.kind.to_list() == [CLASSIFIED.kind[row] for row in numbers]
    for table, rows in (found.rows | {"session": found.session}).items():
        alone = ROWS[table]
        repeated = alone[[place for place in range(alone.height) for _ in range(times)]]
        assert rows["row"].is_sorted(), table
        assert rows.drop("row").select(alone.drop("row").columns).equals(repeated.drop("row")), table


def test_no_entries_give_no_rows() -> None:
    found = classify(ALL.clear(), KINDS)
    assert found.kind.len() == 0
    assert found.rows == {}

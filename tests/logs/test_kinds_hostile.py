"""A log is hostile input: no message makes the kinds raise, and none costs more than its length."""

from __future__ import annotations

import re
import time

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aurorascope.logs import matching
from aurorascope.logs.kinds import builtin_folder, classify, load_kinds
from aurorascope.logs.message_formats import match_format, pattern_of, read_format
from aurorascope.logs.plan_redaction import redact_plan

pytestmark = pytest.mark.uncounted

KINDS = load_kinds([builtin_folder("postgresql")], samples=True)
PARTS = ("severity", "message", "detail", "hint", "context", "statement")
SCHEMA = dict.fromkeys(PARTS, pl.String)
# One kind of its bucket has no format, and the message begins like another one.
NEARLY = dict.fromkeys(PARTS) | {
    "severity": "LOG",
    "message": 'autovacuum: found orphan temp table " in database "shop"',
}
SEVERITIES = ("LOG", "ERROR", "FATAL", "PANIC", "WARNING", "INFO", "", None)
TEXT = st.one_of(st.none(), st.text(max_size=40))


@st.composite
def mutated(draw: st.DrawFn) -> dict[str, str | None]:
    """A sample with a stretch of its message and detail replaced, or other parts altogether."""
    sample = draw(st.sampled_from(KINDS.samples))
    entry: dict[str, str | None] = {part: draw(TEXT) for part in PARTS}
    entry["severity"] = draw(st.sampled_from((sample.severity, *SEVERITIES)))
    for part in ("message", "detail"):
        text = getattr(sample, part) or ""
        begin = draw(st.integers(0, len(text)))
        end = draw(st.integers(begin, min(len(text), begin + 20)))
        entry[part] = text[:begin] + draw(st.one_of(st.just(""), st.text(max_size=20))) + text[end:]
    return entry


@settings(max_examples=60, deadline=None)
@given(st.lists(mutated(), max_size=20), st.booleans())
def test_no_mutated_sample_makes_the_kinds_raise(found: list[dict[str, str | None]], redacted: bool) -> None:
    entries = pl.DataFrame(found, schema=SCHEMA)
    classified = classify(entries, KINDS, redacted=redacted)
    assert classified.kind.len() == classified.noise.len() == classified.sqlstate.len() == len(found)
    named = set(classified.kind.is_not_null().arg_true())
    for table, rows in classified.rows.items():
        assert set(rows["row"]) <= named, table
        assert rows["row"].n_unique() == rows.height, table
    unnamed = len(found) - len(named)
    assert sum(classified.near_misses.values()) <= unnamed


@settings(max_examples=60, deadline=None)
@given(st.lists(mutated(), min_size=1, max_size=20), st.booleans())
@example([NEARLY], False)  # noqa: FBT003 - as `given` hands them over
def test_few_messages_are_read_by_their_literals_as_many_are_by_patterns(
    found: list[dict[str, str | None]], redacted: bool
) -> None:
    entries = pl.DataFrame(found, schema=SCHEMA)
    by_literals = classify(entries, KINDS, redacted=redacted)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matching, "FEW_ROWS", 0)
        by_patterns = classify(entries, KINDS, redacted=redacted)
    assert by_literals.kind.equals(by_patterns.kind)
    assert by_literals.near_misses == by_patterns.near_misses
    assert by_literals.first_near_misses == by_patterns.first_near_misses
    assert set(by_literals.rows) == set(by_patterns.rows)
    for table, rows in by_literals.rows.items():
        other = by_patterns.rows[table]
        columns = sorted(rows.columns)
        assert columns == sorted(other.columns), table
        assert rows.select(columns).equals(other.select(columns)), table


@pytest.mark.parametrize(
    ("written", "message", "values"),
    [
        ("a %s b %s c", "a x b y b z c", ("x b y", "z")),
        ("a %s b %s c", "a  b  c", ("", "")),
        ("a %s b %s c", "a b c", None),
        ("a %s", "a ", ("",)),
        ("a", "a at character 7", ()),
        ("a", "a at character x", None),
        ("a %s", "a b at character 7", ("b at character 7",)),
        ("a %d", "a -7", ("-7",)),
        ("a %d", "a 7 at character 8", "unsure"),
        ("a %d b %s", "a 7 b 8", ("7", "8")),
        ("a %d b %s", "a 7 b 8 b 9", "unsure"),
        ("100%% of {name}", "100% of it", ("it",)),
        ("aXa", "aa", None),
        ("a%sa", "a", None),
    ],
)
def test_the_values_of_a_format_take_as_much_as_they_can(
    written: str, message: str, values: tuple[str, ...] | str | None
) -> None:
    form = read_format(written)
    assert match_format(form, message) == values
    pattern, _ = pattern_of((form,))
    assert (re.match(pattern.removesuffix("$") + r"\Z", message) is not None) == (values is not None)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.fixed_dictionaries(dict.fromkeys(PARTS, TEXT)), max_size=10))
def test_no_text_at_all_makes_the_kinds_raise(found: list[dict[str, str | None]]) -> None:
    classify(pl.DataFrame(found, schema=SCHEMA), KINDS)


REPEATED = {
    "blanks in a session's names": ("connection authorized: user=", " database=", ""),
    "an application that says SSL": (
        "connection authorized: user=u database=d application_name=",
        " SSL enabled (",
        "",
    ),
    "a disconnection without an end": ("disconnection: session time: 0:00:00.001 user=", " host=", " port="),
    "quotes in an audit line": ('AUDIT: SESSION,1,1,READ,SELECT,,,"', '""', ""),
    "commas in an audit line": ("AUDIT: SESSION,1,1,", ",", ""),
    "a table name of quotes": ('automatic vacuum of table "', '": index scans: ', ""),
    "vacuum lines": ('automatic vacuum of table "t": index scans: 1', "\npages: 1 removed, 1 remain, ", ""),
    "holders": ("process 1 still waiting for ShareLock on ", "transaction after 1.0 ", "ms"),
    "a relation": ('relation "', '" does not exist ', '"'),
    "an open plan": ("duration: 1.000 ms  plan:\nQuery Text: ", "A  (cost=", ""),
    "nodes": ("duration: 1.000 ms  plan:\n", "->  A  (cost=1.00..2.00 rows=1 width=1)\n ", ""),
    "nested json": ('duration: 1.000 ms  plan:\n{"Query Text": "x", "Plan": ', "[", ""),
    "escapes in json": ('duration: 1.000 ms  plan:\n{"Query Text": "', "\\\\", ""),
    "open xml": ("duration: 1.000 ms  plan:\n<explain>", "<Node-Type>", ""),
    "yaml keys": ('duration: 1.000 ms  plan:\nQuery Text: "x"\nPlan:\n', "- Node Type: ", ""),
    "digits": ('temporary file: path "x", size ', "9", ""),
    "a parameter": ('parameter "', '" changed to "', '"'),
    "line feeds": ("deadlock detected", "\n", ""),
}
DETAILS = {
    "a deadlock of line feeds": ("Process 1 waits for x", "\n \n", ""),
    "a deadlock of processes": ("Process 1 waits for a on b; blocked by process 2.\n", "Process 1: \n", ""),
    "a deadlock of quotes": ('relation "', '""', ""),
    "a deadlock of relations": ("x", 'relation "', ""),
}


def seconds(message: str, severity: str, detail: str | None) -> float:
    entry = dict.fromkeys(PARTS) | {"message": message, "severity": severity, "detail": detail}
    entries = pl.DataFrame([entry], schema=SCHEMA)
    begin = time.process_time()
    classify(entries, KINDS)
    return time.process_time() - begin


@pytest.mark.parametrize("case", [*REPEATED, *DETAILS])
def test_a_long_message_costs_no_more_than_its_length(case: str) -> None:
    begin, middle, end = (REPEATED | DETAILS)[case]
    text = begin + middle * (2_000_000 // len(middle)) + end
    severity = "ERROR" if "relation" in case or "deadlock" in case or "line feeds" in case else "LOG"
    took = seconds("deadlock detected", severity, text) if case in DETAILS else seconds(text, severity, None)
    assert took < 3.0  # a quadratic reading of 2 MB takes minutes


@pytest.mark.parametrize("form", ["text", "json", "xml", "yaml"])
@pytest.mark.parametrize("middle", ["'", '"', "- ", " ", "\n", ".", "9", "<a>", "Trigger ", "  (cost=", "E'"])
def test_redacting_a_long_plan_costs_no_more_than_its_length(middle: str, form: str) -> None:
    plan = "A  (cost=1.0..2.0 rows=1 width=1)\n  Filter: " + middle * (200_000 // len(middle)) + "\x01"
    begin = time.process_time()
    redact_plan(plan, form)
    assert time.process_time() - begin < 2.0

"""Every shared view runs, on nothing and on something, and its numbers are the rows'."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from filled import APPLICATIONS, FAMILIES, SPAN_S, USERS, filled
from hypothesis import given, settings
from hypothesis import strategies as st
from memory import Memory, at

from aurorascope.insight.bucket import MOST_POINTS
from aurorascope.insight.columns import sentence
from aurorascope.insight.drill import rows_behind
from aurorascope.insight.template import ViewError, parse_view
from aurorascope.insight.views import FOLDER, load_view, run_view, view_names
from aurorascope.model.errors import BadRequestError
from aurorascope.model.filter import NOISE_USERS, Filter

if TYPE_CHECKING:
    import pyarrow as pa

ALL = {"top": 100_000, "page": 100_000}
DRILLED = tuple(name for name in view_names() if load_view(name).rows)
TIMED = tuple(name for name in view_names() if "bucket_us" in load_view(name).params)


@cache
def store() -> Memory:
    return filled().roll_up("source = 's1'").keep()


@cache
def nothing() -> Memory:
    return Memory()


@cache
def raw_store() -> Memory:
    return filled().keep()


def moments() -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), st.integers(0, SPAN_S).map(at))


def some(values: tuple[str | None, ...]) -> st.SearchStrategy[Any]:
    return st.one_of(st.just(()), st.lists(st.sampled_from(values), min_size=1, unique=True).map(tuple))


FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "begin": moments(),
    "end": moments(),
    "instance": some(("one", "two")),
    "user": some(USERS),
    "database": some(("shop", None)),
    "host": some(("[local]", "10.0.0.1", None)),
    "application": some(APPLICATIONS),
    "fingerprint": some((*FAMILIES, None)),
    "statement_kind": some(("select", "update", None)),
    "severity": some(("ERROR", "FATAL")),
    "sqlstate": some(("57014", None)),
    "min_duration_us": st.sampled_from([None, 0, 1000, 10**6]),
    "include": st.sampled_from([(), ("select",), ("ÜNÏ", "update"), ("%",)]),
    "exclude": st.sampled_from([(), ("lock timeout",), ("'",)]),
    "show_noise": st.booleans(),
}


@st.composite
def filters(draw: st.DrawFn) -> Filter:
    """A filter with up to three fields set: more would let nothing through."""
    names = draw(st.lists(st.sampled_from(sorted(FIELDS)), max_size=3, unique=True))
    return Filter(**{name: draw(FIELDS[name]) for name in names})


FILTERS = filters()


def by_of(name: str) -> tuple[str, ...]:
    return tuple(load_view(name).groups)[:1]


def run_all(memory: Memory, name: str, chosen: Filter, by: tuple[str, ...], **params: Any) -> pa.Table:
    view = load_view(name)
    whole = {key: value for key, value in ALL.items() if key in view.params}
    return run_view(memory, name, chosen, by=by, **whole, **params)


@pytest.mark.parametrize("name", view_names())
def test_a_view_runs_on_an_empty_store(name: str) -> None:
    assert run_view(nothing(), name, Filter(), by=by_of(name)).num_columns > 0


@pytest.mark.parametrize("name", view_names())
def test_a_view_finds_rows_in_a_filled_store_and_each_column_has_its_sentence(name: str) -> None:
    one = store().rows('SELECT source, "offset" FROM entries LIMIT 1')[0] if name == "log_entry" else {}
    found = run_view(store(), name, Filter(show_noise=True), by=by_of(name), **one)
    assert found.num_rows > 0
    assert [column for column in found.column_names if not sentence(column).endswith(".")] == []


@pytest.mark.parametrize("name", view_names())
def test_no_view_makes_a_number_that_python_reads_as_a_decimal(name: str) -> None:
    found = run_view(store(), name, Filter(), by=by_of(name))
    assert [field.name for field in found.schema if str(field.type).startswith("decimal")] == []


@pytest.mark.parametrize("name", DRILLED)
@settings(max_examples=4, deadline=None)
@given(chosen=FILTERS, data=st.data())
def test_the_rows_behind_a_number_add_up_to_it(name: str, chosen: Filter, data: st.DataObject) -> None:
    view = load_view(name)
    by = (
        tuple(data.draw(st.lists(st.sampled_from(sorted(view.groups)), min_size=1, unique=True)))
        if view.groups
        else ()
    )
    width = 3_600_000_000 if name in TIMED else None
    timed = {"bucket_us": width} if width else {}
    rows = run_all(store(), name, chosen, by, **timed).to_pylist()
    if not rows:
        return
    row = data.draw(st.sampled_from(rows))
    behind = rows_behind(name, chosen, row, by=by, bucket_us=width)
    found = run_all(store(), behind.view, behind.chosen, (), **behind.params)
    if view.count:
        summed = view.count in found.column_names
        total = sum(found.column(view.count).to_pylist()) if summed else found.num_rows
        assert row[view.count] == total


def passes(row: dict[str, Any], chosen: Filter) -> bool:
    """Say again in Python what the filter means, for statements."""
    pairs = (
        ("instance", "instance"),
        ("user", "user_name"),
        ("database", "database_name"),
        ("host", "client_host"),
        ("application", "application"),
        ("fingerprint", "fingerprint"),
        ("sqlstate", "sqlstate"),
    )
    kind = FAMILIES.get(row["fingerprint"], (None, None))[1]
    text = (row["sql"] or "").lower()
    asked = set(chosen.user) & set(NOISE_USERS) or "rdsadmin" in chosen.database
    return (
        (chosen.begin is None or row["ts"] >= chosen.begin)
        and (chosen.end is None or row["ts"] < chosen.end)
        and all(
            not getattr(chosen, field) or row[column] in getattr(chosen, field) for field, column in pairs
        )
        and (not chosen.statement_kind or kind in chosen.statement_kind)
        and (chosen.min_duration_us is None or (row["duration_us"] or -1) >= chosen.min_duration_us)
        and (not chosen.include or any(word.lower() in text for word in chosen.include))
        and not any(word.lower() in text for word in chosen.exclude)
        and bool(chosen.show_noise or asked or row["user_name"] not in NOISE_USERS)
    )


@settings(max_examples=20, deadline=None)
@given(chosen=FILTERS)
def test_totals_are_those_of_the_rows_that_pass_the_filter(chosen: Filter) -> None:
    rows = [row for row in store().rows("SELECT * FROM statements") if passes(row, chosen)]
    [total] = run_view(store(), "totals", chosen).to_pylist()
    assert total["calls"] == sum(row["calls"] for row in rows)
    assert total["sum_us"] == sum(row["duration_us"] or 0 for row in rows)
    tops = run_all(store(), "queries_top", chosen, ()).to_pylist()
    for top in tops:
        own = sorted(
            row["duration_us"]
            for row in rows
            if row["fingerprint"] == top["fingerprint"] and row["calls"] and row["duration_us"] is not None
        )
        exact = (
            [own[max(0, -(-len(own) * share // 100) - 1)] for share in (50, 95, 99)] if own else [None] * 3
        )
        assert [top["p50_us"], top["p95_us"], top["p99_us"]] == exact
        assert (top["min_us"], top["max_us"]) == ((own[0], own[-1]) if own else (None, None))
    assert sum(top["calls"] for top in tops) == total["calls"]
    assert sum(top["sum_us"] for top in tops) == total["sum_us"]


CELLED = tuple(name for name in view_names() if "{cells:" in load_view(name).body)


@pytest.mark.parametrize("name", CELLED)
@settings(max_examples=4, deadline=None)
@given(chosen=FILTERS, width=st.sampled_from([60, 3600, 7200]), zone=st.sampled_from(["UTC", "Asia/Kolkata"]))
def test_rollups_and_raw_rows_give_identical_numbers(
    name: str, chosen: Filter, width: int, zone: str
) -> None:
    params = {"bucket_us": width * 1_000_000, "zone": zone}
    taken = {key: value for key, value in params.items() if key in load_view(name).params}
    rolled = run_all(store(), name, chosen, by_of(name), **taken)
    assert rolled.to_pylist() == run_all(raw_store(), name, chosen, by_of(name), **taken).to_pylist()


def test_whole_hours_are_read_from_rollups_and_only_the_cut_ends_from_rows() -> None:
    chosen = Filter(begin=at(1800), end=at(4 * 3600 + 60))
    sql, values = load_view("queries_over_time").render(chosen, {"bucket_us": 3_600_000_000})
    assert {at(1800), at(3600), at(4 * 3600), at(4 * 3600 + 60)} <= set(values.values())
    assert sql.count("rolled_statements") == 2
    whole, _ = load_view("queries_over_time").render(
        Filter(begin=at(0), end=at(7200)), {"bucket_us": 3_600_000_000}
    )
    assert "statement_family_hours" in whole
    assert "rolled_statements" not in whole
    minutes, _ = load_view("queries_over_time").render(chosen, {"bucket_us": 60_000_000})
    assert "_hours" not in minutes


def test_percentiles_are_unknown_where_retention_took_rows_that_rollups_still_count(memory: Memory) -> None:
    memory.add(
        "statements", *({"ts": float(n), "duration_us": 1000, "fingerprint": "aaaa"} for n in range(9))
    )
    memory.add(
        "statements", *({"ts": float(n), "duration_us": 1000, "fingerprint": "bbbb"} for n in range(9))
    )
    memory.roll_up("fingerprint = 'aaaa'")
    memory.connection.execute(
        "DELETE FROM statements WHERE fingerprint = 'aaaa' AND ts > '2026-11-19 03:00:04Z'"
    )
    rows = run_view(memory, "queries_top", Filter()).to_pylist()
    assert {row["fingerprint"]: (row["calls"], row["p95_us"]) for row in rows} == {
        "aaaa": (9, None),
        "bbbb": (9, 1000),
    }


def test_a_quick_answer_has_the_same_sums_and_no_percentile() -> None:
    exact = run_view(store(), "queries_top", Filter()).to_pylist()
    quick = run_view(store(), "queries_top", Filter(), exact=False).to_pylist()
    shared = ("rank", "fingerprint", "calls", "sum_us", "share", "mean_us", "min_us", "max_us", "errors")
    assert [[row[name] for name in shared] for row in quick] == [
        [row[name] for name in shared] for row in exact
    ]
    assert {row["p95_us"] for row in quick} == {None}


HOSTILE = st.text(st.characters(exclude_categories=("Cs",)), min_size=12).map(lambda text: "'; DROP--" + text)


@settings(max_examples=20, deadline=None)
@given(value=HOSTILE, name=st.sampled_from(view_names()))
def test_no_value_becomes_part_of_a_query(value: str, name: str) -> None:
    view = load_view(name)
    texts = {
        field: (value,) for field in FIELDS if field not in {"begin", "end", "min_duration_us", "show_noise"}
    }
    chosen = Filter(**texts)
    params = {key: value for key, param in view.params.items() if param.type == "text" and key != "zone"}
    sql, bound = view.render(chosen, params, by_of(name))
    assert value not in sql
    assert value.lower() not in sql
    assert all(word.startswith("f_") or word in {*view.params, "begin", "end"} for word in bound)


def test_a_name_that_is_no_time_zone_is_refused() -> None:
    with pytest.raises(BadRequestError, match="no time zone"):
        run_view(store(), "hourly_activity", Filter(), zone="../etc/passwd")


@pytest.mark.parametrize("name", [name for name in view_names() if "before_offset" in load_view(name).params])
def test_pages_of_rows_join_without_a_gap_or_a_repeat(name: str) -> None:
    time = "started_at" if name == "lock_rows" else "ts"
    whole = run_view(store(), name, Filter(show_noise=True), page=100_000).to_pylist()
    joined: list[dict[str, Any]] = []
    last: dict[str, Any] = {}
    while page := run_view(store(), name, Filter(show_noise=True), page=7, **last).to_pylist():
        joined += page
        end = page[-1]
        us = (end[time] - at(0)) // timedelta(microseconds=1) + int(at(0).timestamp()) * 1_000_000
        last = {"before_us": us, "before_source": end["source"], "before_offset": end["offset"]}
    assert joined == whole


@pytest.mark.parametrize("name", TIMED)
def test_a_view_over_time_never_gives_more_than_2000_buckets(name: str) -> None:
    for chosen in (Filter(begin=at(0), end=at(SPAN_S), show_noise=True), Filter(show_noise=True)):
        found = run_view(store(), name, chosen, by=by_of(name), bucket_us=1)
        assert 0 < len(set(found.column("bucket").to_pylist())) <= MOST_POINTS + 1


def test_a_spike_of_one_execution_survives_the_widest_bucket(memory: Memory) -> None:
    memory.add("statements", *({"ts": float(n), "duration_us": 10} for n in range(100)))
    memory.add("statements", {"ts": 50.5, "duration_us": 99_000_000})
    [row] = run_view(memory, "queries_over_time", Filter(), bucket_us=86_400_000_000).to_pylist()
    assert (row["calls"], row["min_us"], row["max_us"]) == (101, 10, 99_000_000)


def test_grouping_by_several_words_gives_a_row_for_each_combination() -> None:
    found = run_all(store(), "statements_by", Filter(), ("fingerprint", "user")).to_pylist()
    pairs = {(row["fingerprint"], row["user_name"]) for row in found}
    assert len(found) == len(pairs) > len(FAMILIES)
    assert sum(row["calls"] for row in found) == run_view(store(), "totals", Filter()).to_pylist()[0]["calls"]
    assert {row["normalized_sql"] for row in found if row["fingerprint"] == "aaaa"} == {FAMILIES["aaaa"][0]}


@pytest.mark.parametrize("by", [(), ("user_name",), ("user", "user"), ("1; DROP TABLE statements",)])
def test_a_grouping_that_the_view_does_not_name_is_refused(memory: Memory, by: tuple[str, ...]) -> None:
    with pytest.raises(ViewError, match="groups by one or more of fingerprint, user"):
        run_view(memory, "statements_by", Filter(), by=by)


@pytest.mark.parametrize("params", [{"top": "5; DROP TABLE x"}, {"top": True}, {"limit": 5}])
def test_a_value_of_another_type_or_an_unknown_name_is_refused(
    memory: Memory, params: dict[str, Any]
) -> None:
    with pytest.raises(ViewError, match="view queries_top"):
        run_view(memory, "queries_top", Filter(), **params)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("SELECT 1", "begins with no sentence"),
        ("-- A row.\n-- from: nothing\nSELECT 1", "nothing, which is no table"),
        ("--no blank\nSELECT 1", "a header line is"),
        ("-- A row.\n-- param: x int 1\nSELECT 1", "has type 'int'"),
    ],
)
def test_a_view_with_a_wrong_header_is_refused(text: str, says: str) -> None:
    with pytest.raises(ViewError, match=says):
        parse_view("x", text)


def test_a_filter_on_a_table_that_the_header_does_not_name_is_refused() -> None:
    view = parse_view("x", "-- A row.\n-- from: entries\nSELECT 1 FROM statements WHERE {where:statements}")
    with pytest.raises(ViewError, match="filters statements"):
        view.render(Filter(), {})


def test_what_a_filter_cannot_narrow_is_named() -> None:
    assert load_view("checkpoint_rows").unapplied(Filter(user=("app",), instance=("one",))) == ("user",)
    assert load_view("session_rows").unapplied(Filter(user=("app",), fingerprint=("aaaa",))) == (
        "fingerprint",
    )
    assert load_view("statement_rows").unapplied(Filter(user=("app",), include=("x",))) == ()


def test_each_view_that_others_lead_to_exists_and_every_file_is_a_view() -> None:
    assert {load_view(name).rows for name in DRILLED} <= set(view_names())
    assert {path.stem for path in FOLDER.glob("*.sql")} >= set(view_names())

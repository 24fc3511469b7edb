"""csvlog and jsonlog give the tables that the same server's stderr log gives, wherever they are cut."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aurorascope.ingest.sources import recognised
from aurorascope.ingest.stitch import Stitcher
from aurorascope.logs import record_starts
from aurorascope.logs.kinds import builtin_folder, load_kinds
from aurorascope.logs.parsers import parser_of
from aurorascope.logs.starts import FormatSpec
from aurorascope.model.block import Block, Piece

if TYPE_CHECKING:
    from collections.abc import Sequence

FOLDER = Path(__file__).parent / "postgres"
# What the real server (PostgreSQL 15, log_destination = 'stderr,csvlog,jsonlog') was told to put first.
PREFIX = "%m|%u|%d|%r|%p|%l|%e|%c|%v|%x|%Q|%b|%a|"
SPECS = {
    "log": FormatSpec("stderr", PREFIX),
    "csv": FormatSpec("csvlog", ""),
    "json": FormatSpec("jsonlog", ""),
}
# Where a line stands is another place in each file, and each destination numbers its own lines.
OWN = ("source", "offset", "line_num")
KINDS = load_kinds([builtin_folder("postgresql")])
PARSERS = {name: parser_of(spec, KINDS, redacted=False) for name, spec in SPECS.items()}
Tables = dict[str, list[str]]


def log(form: str) -> bytes:
    return (FOLDER / f"server-15.{form}").read_bytes()


def tables(form: str, parts: Sequence[bytes], *, without: Sequence[str] = OWN) -> Tables:
    """All rows of all tables when the log comes in these parts."""
    stitcher = Stitcher(order={"log": 0})
    frames: dict[str, list[pl.DataFrame]] = {}
    offset = 0
    blocks = []
    for number, part in enumerate(parts):
        parsed = PARSERS[form].parse(Block(part, (Piece(0, "log", offset),), last=number == len(parts) - 1))
        offset += len(part)
        made = [parsed.tables]
        blocks = stitcher.take(parsed.heads, parsed.held, parsed.seen, parsed.witnesses)
        if number == len(parts) - 1:
            blocks += [*stitcher.flush(), stitcher.block(stitcher.open_ends())]
        made += [PARSERS[form].parse(block).tables for block in blocks]
        for name, frame in ((name, frame) for one in made for name, frame in one.items()):
            if frame.height and name != "fingerprints":
                frames.setdefault(name, []).append(frame)
    return {name: _rows(of_table, without) for name, of_table in frames.items()}


def _rows(frames: list[pl.DataFrame], without: Sequence[str]) -> list[str]:
    whole = pl.concat(frames, how="diagonal_relaxed")
    names = sorted(name for name in whole.columns if name not in without and not whole[name].is_null().all())
    return sorted(str(row) for row in whole.select(names).rows(named=True))


@pytest.mark.parametrize("form", ["csv", "json"])
def test_one_server_gives_the_same_tables_in_every_format(form: str) -> None:
    of_stderr, found = tables("log", [log("log")]), tables(form, [log(form)])
    assert set(found) == set(of_stderr)
    for table, rows in of_stderr.items():
        assert found[table] == rows, table


@pytest.mark.parametrize("form", ["csv", "json"])
def test_every_cut_gives_the_rows_of_the_whole(form: str) -> None:
    data = log(form)
    whole = tables(form, [data], without=())
    starts = []
    at = SPECS[form].next_start(data, 1)
    while at > 0:
        starts.append(at)
        at = SPECS[form].next_start(data, at + 1)
    assert len(starts) > 70
    for cut in starts[::7]:
        assert tables(form, [data[:cut], data[cut:]], without=()) == whole, f"cut at {cut}"
    each = [data[a:b] for a, b in zip([0, *starts], [*starts, len(data)], strict=True)]
    assert tables(form, each, without=()) == whole


@pytest.mark.parametrize("form", ["log", "csv", "json"])
def test_the_format_is_seen_in_the_log(form: str) -> None:
    prefix = PREFIX if form == "log" else None
    spec, _, _ = recognised(log(form), prefix, "")
    assert spec == SPECS[form]


def test_entries_of_a_real_log_have_their_kinds_or_count_as_unknown() -> None:
    parsed = PARSERS["log"].parse(Block(log("log"), (Piece(0, "log", 0),), closing=True))
    entries = parsed.tables["entries"]
    unknown = entries.filter(pl.col("kind").is_null())["message"].to_list()
    assert not entries.filter(pl.col("kind") == "unrecognised").height
    assert len(unknown) < 0.1 * (entries.height + parsed.tables["statements"].height), unknown


TEXT = st.text(st.characters(exclude_characters="\0\r", exclude_categories=("Cs",)), max_size=30)
NAME = st.text(st.sampled_from('ab"@, +é\\'), min_size=1, max_size=10).filter(
    lambda name: name.strip() == name
)
RECORD = st.fixed_dictionaries(
    {
        "user": NAME, "dbname": NAME, "application_name": NAME, "message": TEXT.map(lambda text: "m" + text),
        "detail": st.none() | TEXT.filter(bool), "hint": st.none() | TEXT.filter(bool),
        "context": st.none() | TEXT.filter(bool), "statement": st.none() | TEXT.filter(bool),
        "query_id": st.integers(-(2**63), 2**63 - 1),
    }
)  # fmt: skip
COLUMNS = (
    "timestamp", "user", "dbname", "pid", "remote", "session_id", "line_num", "ps", "session_start", "vxid",
    "txid", "error_severity", "state_code", "message", "detail", "hint", "internal_query",
    "internal_position", "context", "statement", "cursor_position", "location", "application_name",
    "backend_type", "leader_pid", "query_id",
)  # fmt: skip
BARE = (
    "timestamp",
    "pid",
    "session_id",
    "line_num",
    "session_start",
    "vxid",
    "txid",
    "error_severity",
    "state_code",
)
CONSTANT: dict[str, object] = {
    "timestamp": "2026-11-19 03:14:15.123 UTC", "session_start": "2026-11-19 03:14:00 UTC", "pid": 7,
    "session_id": "6b004ee5.7", "line_num": 3, "ps": "SELECT", "txid": 0, "vxid": "3/4",
    "error_severity": "WARNING", "state_code": "01000", "backend_type": "client backend",
}  # fmt: skip


def as_csv(record: dict[str, object], columns: int = 26) -> str:
    record = CONSTANT | {"remote": "2001:db8::1:52834"} | record
    cells = []
    for name in COLUMNS[:columns]:
        value = record.get(name)
        bare = name in BARE or isinstance(value, int)
        cells.append(
            "" if value is None else str(value) if bare else '"' + str(value).replace('"', '""') + '"'
        )
    return ",".join(cells) + "\n"


def as_json(record: dict[str, object]) -> str:
    record = CONSTANT | {"remote_host": "2001:db8::1", "remote_port": 52834} | record
    said = {name: value for name, value in record.items() if value is not None}
    return json.dumps(said, separators=(",", ":"), ensure_ascii=False) + "\n"


@settings(max_examples=30, deadline=None)
@given(st.lists(RECORD, min_size=1, max_size=6), st.sampled_from(["csv", "json"]))
def test_a_record_is_read_back_as_it_was_written(records: list[dict[str, object]], form: str) -> None:
    text = "".join(as_csv(one) if form == "csv" else as_json(one) for one in records)
    parsed = PARSERS[form].parse(Block(text.encode(), (Piece(0, "log", 0),), closing=True))
    rows = parsed.tables["entries"].sort("offset").to_dicts()
    assert len(rows) == len(records)
    for row, record in zip(rows, records, strict=True):
        same = {"user": "user_name", "dbname": "database_name", "application_name": "application"}
        said = {same.get(name, name): value for name, value in record.items()}
        said["query_id"] = said["query_id"] or None
        assert {name: row[name] for name in said} == said
        assert (row["client_host"], row["pid"], row["sqlstate"]) == ("2001:db8::1", 7, "01000")
        assert str(row["ts"]) == "2026-11-19 03:14:15.123000+00:00"


@pytest.mark.parametrize("columns", [23, 24, 25, 26])
def test_csvlog_is_read_with_the_columns_of_every_version(columns: int) -> None:
    record: dict[str, object] = {"message": "m", "application_name": "a", "query_id": 5}
    text = as_csv(record, columns) + as_csv(record, columns).replace('"m"', '"n\nn"')
    parsed = PARSERS["csv"].parse(Block(text.encode(), (Piece(0, "log", 0),), closing=True))
    rows = parsed.tables["entries"]
    assert rows["message"].to_list() == ["m", "n\nn"]
    assert rows["application"].to_list() == ["a", "a"]
    assert rows["query_id"].to_list() == [5 if columns == 26 else None] * 2
    assert rows["backend_type"].to_list() == ["client backend" if columns > 23 else None] * 2


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_record_that_a_crash_cut_costs_no_other(form: str) -> None:
    record: dict[str, object] = {"message": 'a "quoted"\nword'}
    whole = as_csv(record) if form == "csv" else as_json(record)
    broken = whole[: whole.index("quoted") + 3] + "\n"
    text = whole + broken + whole * 3
    parsed = PARSERS[form].parse(Block(text.encode(), (Piece(0, "log", 0),), closing=True))
    messages = parsed.tables["entries"].filter(pl.col("kind").ne_missing("unrecognised"))["message"]
    assert messages.to_list() == ['a "quoted"\nword'] * 4
    assert parsed.counts["log"].unparsed >= 1


HEAD = as_csv({"message": "x"}).partition('"x"')[0]


@pytest.mark.parametrize("ending", ["", '"', '""', ",", 'x"', '"x', '",'])
def test_no_text_inside_a_field_begins_a_record(ending: str) -> None:
    """A literal may hold all that a record begins with: a cut there would make a record out of it."""
    bare = HEAD.replace('"', "")
    for head in (HEAD, bare, re.sub(r'"[^"]*"', "", HEAD)):
        record = as_csv({"message": "before", "statement": f"select '\n{head}{ending}\n{head}{ending}"})
        starts = [match.start() for match in record_starts.STARTS["csvlog"].finditer(record.encode() * 2)]
        assert starts == [0, len(record.encode())]


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_no_mutation_of_a_real_log_makes_it_raise(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(["csv", "json"]))
    text = bytearray(log(form)[:6000])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        upto = min(len(text), at + data.draw(st.integers(0, 30)))
        text[at:upto] = data.draw(st.binary(max_size=6) | st.sampled_from([b'"', b"\\", b"\n", b'",', b"{"]))
    parsed = PARSERS[form].parse(Block(bytes(text), (Piece(0, "log", 0),), closing=True))
    entries = parsed.tables.get("entries", pl.DataFrame({"offset": []}))
    assert entries["offset"].n_unique() == entries.height

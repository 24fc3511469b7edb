"""Other clouds' wrappings of one server's log: the tables are those of the log itself.

The wrappings are constructed here from the log that a PostgreSQL 15 wrote; none was fetched from a cloud.
"""

from __future__ import annotations

import csv
import json
import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aurorascope import Store, ingest
from aurorascope.ingest.sources import recognised
from aurorascope.logs.kinds import builtin_folder, load_kinds
from aurorascope.logs.parsers import parser_of
from aurorascope.logs.starts import FormatSpec
from aurorascope.model.block import Block, Piece
from aurorascope.sources.clouds import CLOUDS, cloud_of
from aurorascope.sources.clouds.cloud_native_pg import COLUMNS
from aurorascope.sources.envelopes import Events, envelope_of, in_order

if TYPE_CHECKING:
    from collections.abc import Callable

LOG = Path(__file__).parents[1] / "logs" / "postgres" / "server-15.csv"
KINDS = load_kinds([builtin_folder("postgresql")])
Record = dict[str, str]
# What every wrapping keeps; a line number, a backend type or a query id is not in all of them.
KEPT = {
    "entries": ("ts", "severity", "kind", "pid", "message", "detail", "hint", "context", "statement"),
    "statements": ("ts", "pid", "phase", "duration_us", "sql", "parameters", "calls"),
    "plans": ("ts", "pid", "plan_hash"), "connections": ("ts", "event", "pid"),
    "lock_waits": ("state", "wait_us"),
}  # fmt: skip
PARTS = {"detail": "DETAIL", "hint": "HINT", "context": "CONTEXT", "query": "STATEMENT"}


def records() -> list[Record]:
    with LOG.open(newline="") as file:
        return [dict(zip(COLUMNS, row, strict=False)) for row in csv.reader(file)]


RECORDS = records()


def iso(record: Record) -> str:
    return record["log_time"].replace(" UTC", "Z").replace(" ", "T")


def second(record: Record) -> str:
    """The time as %t prints it."""
    return record["log_time"][:19] + " UTC"


def lines_of(record: Record) -> list[tuple[str, str]]:
    """What stderr writes as lines of its own."""
    place = f" at character {record['query_pos']}" if record["query_pos"] else ""
    parts = [(word, record[name]) for name, word in PARTS.items() if record[name]]
    return [(record["error_severity"], record["message"] + place), *parts]


def of_cnpg(record: Record) -> list[dict[str, Any]]:
    said = {name: text for name, text in record.items() if text}
    return [
        {"level": "info", "ts": iso(record), "logger": "postgres", "logging_pod": "shop-1", "record": said}
    ]


def flattened(record: Record) -> list[dict[str, Any]]:
    return [
        {"logging_pod_s": "shop-1", **{f"record_{name}_s": text for name, text in record.items() if text}}
    ]


def of_cloud_sql(record: Record) -> list[dict[str, Any]]:
    who = f"db={record['database_name']},user={record['user_name']}"
    head = f"{record['log_time']} [{record['process_id']}]: [1-1] {who} "
    return [
        {
            "insertId": f"{number}/{record['session_id']}/{record['session_line_num']}",
            "timestamp": iso(record),
            "textPayload": f"{head}{word}:  {text}",
            "logName": "projects/p/logs/cloudsql.googleapis.com%2Fpostgres.log",
            "resource": {"type": "cloudsql_database", "labels": {"database_id": "p:shop"}},
        }
        for number, (word, text) in enumerate(lines_of(record))
    ]


def of_azure(record: Record) -> list[dict[str, Any]]:
    head = f"{second(record)}-{record['session_id']}-"
    return [
        {
            "category": "PostgreSQLLogs",
            "time": iso(record),
            "resourceId": "/SUBSCRIPTIONS/X/SHOP",
            "properties": {
                "timestamp": record["log_time"],
                "processId": int(record["process_id"]),
                "errorLevel": word,
                "sqlerrcode": record["sql_state_code"],
                "message": f"{head}{word}:  {text}",
            },
        }
        for word, text in lines_of(record)
    ]


def of_single_server(record: Record) -> list[dict[str, Any]]:
    head = f"{second(record)}-{record['session_id']}-"
    return [
        {
            "category": "PostgreSQLLogs",
            "time": iso(record),
            "LogicalServerName": "shop",
            "properties": {"prefix": head, "message": text, "errorLevel": word},
        }
        for word, text in lines_of(record)
    ]


def of_heroku(record: Record) -> list[str]:
    pairs = {
        "time": second(record),
        "pid": record["process_id"],
        "proc_start_time": record["session_start_time"],
        "session_id": record["session_id"],
        "vtid": record["virtual_transaction_id"],
        "tid": record["transaction_id"] or "0",
        "log_line": record["session_line_num"],
    }
    if record["user_name"]:
        host = record["connection_from"]
        host = f"{host.rpartition(':')[0]}({host.rpartition(':')[2]})" if ":" in host else host
        pairs |= {"database": record["database_name"], "connection_source": host, "user": record["user_name"],
                  "application_name": record["application_name"]}  # fmt: skip
    said = " ".join(f"{key}={text}" if key == "pid" else f'{key}="{text}"' for key, text in pairs.items())
    found = []
    for number, (word, text) in enumerate(lines_of(record), 1):
        head = f"{iso(record)[:-1]}+00:00 app[postgres.{record['process_id']}]: [SHOP]"
        entry = f"{record['session_line_num']}{number}"
        whole = f" sql_error_code = {record['sql_state_code']} {said} {word}:  {text}".replace("\n", "\n#011")
        found += [f"{head} [{entry}-{part}] {line}" for part, line in enumerate(whole.split("\n"), 1)]
    return found


def as_objects(make: Callable[[Record], list[dict[str, Any]]]) -> bytes:
    return "".join(json.dumps(one) + "\n" for record in RECORDS for one in make(record)).encode()


HEROKU = [line for record in RECORDS for line in of_heroku(record)]
WRAPPED: dict[str, tuple[str, bytes]] = {
    "CloudNativePG": ("CloudNativePG", as_objects(of_cnpg)),
    "CloudNativePG in Azure Monitor": ("CloudNativePG", as_objects(flattened)),
    "Cloud SQL, a sink": ("Cloud SQL", as_objects(of_cloud_sql)),
    "Cloud SQL, gcloud": ("Cloud SQL", json.dumps(
        [one for record in reversed(RECORDS) for one in reversed(of_cloud_sql(record))], indent=1).encode()),
    "Azure Flexible Server": ("Azure Database for PostgreSQL", as_objects(of_azure)),
    "Azure, an event hub": ("Azure Database for PostgreSQL", json.dumps(
        {"records": [one for record in RECORDS for one in of_azure(record)]}).encode()),
    "Azure Single Server": ("Azure Database for PostgreSQL", as_objects(of_single_server)),
    "Heroku": ("Heroku logplex", "".join(f"{line}\n" for line in HEROKU).encode()),
    "Heroku, a drain": ("Heroku logplex", "".join(
        f"{len(line) + 7} <134>1 {line.replace(' app[', ' host app ').replace(']: ', ' - ', 1)}\n"
        for line in HEROKU).encode()),
}  # fmt: skip


def tables(data: bytes, prefix: str | None = None) -> dict[str, list[str]]:
    spec, *_ = recognised(data, prefix, "")
    parsed = parser_of(spec, KINDS, redacted=False).parse(Block(data, (Piece(0, "log", 0),), closing=True))
    assert parsed.counts["log"].unparsed == 0
    found = {}
    for table, names in KEPT.items():
        frame = parsed.tables.get(table, pl.DataFrame())
        found[table] = sorted(str(row) for row in frame.select(names).rows()) if frame.height else []
    return found


def unwrapped(name: str, data: bytes, size: int = 1 << 20) -> tuple[bytes, str, Events]:
    events = Events()
    chunks = [data[at : at + size] for at in range(0, len(data), size)]
    said = list(in_order(CLOUDS[name].entries(chunks, events), 1 << 25))
    return "".join(one.message + "\n" for one in said).encode(), said[0].prefix, events  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def own() -> dict[str, list[str]]:
    return tables(LOG.read_bytes())


@pytest.mark.parametrize("wrapping", WRAPPED)
def test_a_wrapped_log_gives_the_tables_of_the_log_itself(wrapping: str, own: dict[str, list[str]]) -> None:
    name, data = WRAPPED[wrapping]
    assert (cloud_of(data), envelope_of(data)) == (name, "")
    text, prefix, events = unwrapped(name, data)
    assert (events.others, events.problem) == (0, "")
    found = tables(text, prefix or None)
    for table, rows in own.items():
        assert found[table] == rows, table


@pytest.mark.parametrize("wrapping", ["CloudNativePG", "Heroku", "Cloud SQL, gcloud"])
def test_where_the_bytes_are_cut_changes_nothing(wrapping: str) -> None:
    name, data = WRAPPED[wrapping]
    assert unwrapped(name, data, 977)[0] == unwrapped(name, data)[0]


def test_a_run_names_the_instance_and_reads_each_once(tmp_path: Path) -> None:
    for number, (_, data) in enumerate(WRAPPED.values()):
        (tmp_path / f"{number}.json").write_bytes(data)
    summary = ingest([tmp_path / "0.json", tmp_path / "2.json", tmp_path / "3.json", tmp_path / "4.json"],
                     store=tmp_path / "store", workers=1)  # fmt: skip
    assert [(one.status, one.format) for one in summary.sources] == [
        ("complete", "csvlog"), ("complete", "stderr"), ("unchanged", "stderr"), ("complete", "stderr"),
    ]  # fmt: skip
    found = (
        Store.open(tmp_path / "store").snapshot().query("select distinct instance from entries order by 1")
    )
    assert [row["instance"] for row in found.to_pylist()] == ["shop", "shop-1"]


def test_an_audit_record_of_cloudnativepg_is_pgaudits_message() -> None:
    record = {"log_time": "2026-11-20 13:00:00.000 UTC", "process_id": "7", "error_severity": "LOG",
              "sql_state_code": "00000", "session_id": "6.7", "session_line_num": "1", "message": "",
              "audit": {"audit_type": "SESSION", "statement_id": "1", "substatement_id": "1", "class": "READ",
                        "command": "SELECT", "statement": 'select "a", 1'}}  # fmt: skip
    document = {"logger": "pgaudit", "logging_pod": "shop-1", "record": record}
    other = {"level": "info", "logger": "instance-manager", "msg": "Starting"}
    text, _, events = unwrapped("CloudNativePG", (json.dumps(other) + "\n" + json.dumps(document)).encode())
    spec = FormatSpec("csvlog", "")
    parsed = parser_of(spec, KINDS, redacted=False).parse(Block(text, (Piece(0, "log", 0),), closing=True))
    (row,) = parsed.tables["audit"].to_dicts()
    assert (row["class"], row["operation"], row["statement"]) == ("READ", "SELECT", 'select "a", 1')
    assert events.others == 1


@pytest.mark.parametrize("name", sorted({name for name, _ in WRAPPED.values()}))
@given(seed=st.integers(0, 2**32))
def test_no_mutation_raises(name: str, seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(next(data for cloud, data in WRAPPED.values() if cloud == name)[:4000])
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(data))
        data[at : at + chance.randint(0, 30)] = bytes(
            chance.randrange(256) for _ in range(chance.randint(0, 4))
        )
    cloud_of(bytes(data))
    list(CLOUDS[name].entries([bytes(data)], Events()))

"""pgBadger 13.2's fifteen errors, one case each: the text of a log in, the numbers of the shared views out.

Each case is the log of one instance; all of them are taken in by one run.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from test_boundaries import line

from aurorascope import Store, ingest
from aurorascope.insight.top import profile
from aurorascope.insight.views import run_view
from aurorascope.model.filter import Filter

if TYPE_CHECKING:
    from pathlib import Path

    from aurorascope.ingest.summary import Summary
    from aurorascope.store.snapshot import Snapshot

DAY = "2026-11-19"
VERBOSE = (
    "2026-11-19 03:14:{:02d}.130 UTC:10.24.155.141(34110):app@shop:[32032]:2:{}:2026-11-19 03:13:19 UTC"
    ":25/112:0:693c34cb.2398::psql{}\n"
)
SQL_OF_FIFTEEN = "INSERT INTO log VALUES (1, 'a line that says\n\tINFO:  nothing')"


def said(text: str, second: int = 1, pid: int = 10) -> str:
    """One entry of an RDS log."""
    return line(second, pid, text)


def of_server(text: str) -> str:
    return f"{DAY} 03:14:16 UTC::@:[400]:{text}\n"


def record(
    second: int, *, sqlstate: str, message: str, detail: str = "", leader: str = "", query: str
) -> str:
    """A record of csvlog as PostgreSQL 15 writes it, of 26 columns."""
    severity = "LOG" if sqlstate == "00000" else "ERROR"
    backend = "parallel worker" if leader else "client backend"
    row = [
        f"{DAY} 03:14:{second:02d}.000 UTC", "app", "shop", "10", "10.0.3.7:51234", "691d.a", str(second),
        "SELECT", f"{DAY} 03:00:00 UTC", "3/7", "0", severity, sqlstate, message, detail, *7 * [""],
        "psql", backend, leader, query,
    ]  # fmt: skip
    texts = {13, 14, 1, 2, 4, 7, 22, 23}
    return ",".join(f'"{text}"' if place in texts and text else text for place, text in enumerate(row)) + "\n"


def spoken(second: int, **keys: object) -> str:
    """An object of jsonlog."""
    known = {
        "timestamp": f"{DAY} 03:14:{second:02d}.000 UTC", "user": "app", "dbname": "shop", "pid": 10,
        "session_id": "691d.a", "error_severity": "LOG", **keys,
    }  # fmt: skip
    return json.dumps(known, separators=(",", ":")) + "\n"


def timed(sql: str, ms: float = 1.0, second: int = 1, pid: int = 10) -> str:
    return said(f"LOG:  duration: {ms:.3f} ms  statement: {sql}", second, pid)


def bound(sql: str, values: str, pid: int = 10) -> str:
    return said(f"LOG:  duration: 1.000 ms  execute <unnamed>: {sql}", 1, pid) + said(
        f"DETAIL:  parameters: {values}", 1, pid
    )


BRACES = 'SELECT \'{"a":"b\\"}\', 7'
DUPLICATE = "duplicate key value violates unique constraint k"
LITERALS = (
    "SELECT 1e10", "SELECT 17", "SELECT x'1F'", "SELECT E'a\\'b'", "SELECT $$it's secret91$$",
    "SELECT $tag$ secret91 $$ $tag$",
)  # fmt: skip
ROWS = ("INSERT INTO t VALUES (1, 'a')", "INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'c')")
ARRAYS = ("SELECT ARRAY[1, 2]", "SELECT ARRAY[1, 2, 3, 4]")
HALVES = ("SELECT * FROM t WHERE x = 1.5", "SELECT * FROM t WHERE x = $1")
CLIENTS = ("o.b@example.com", "first+last", "a b", "müller", "日本")
PLAN = (
    "LOG:  duration: 1234.500 ms  plan:\n\tQuery Text: select 1\n\tResult  (cost=0.00..0.01 rows=1 width=4)"
)
VACUUM = (
    'LOG:  automatic vacuum of table "shop.public.orders": index scans: 1\n'
    "\tpages: 0 removed, 345 remain, 345 scanned (100.00% of total), 0 eagerly scanned\n"
    "\ttuples: 3000 removed, 27000 remain, 12 are dead but not yet removable\n"
    "\tdelay time: 1.500 ms\n"
    "\tavg read rate: 12.500 MB/s, avg write rate: 3.125 MB/s\n"
    "\tbuffer usage: 1021 hits, 40 reads, 10 dirtied\n"
    "\tWAL usage: 1400 records, 12 full page images, 190000 bytes, 0 buffers full\n"
    "\tsystem usage: CPU: user: 0.01 s, system: 0.00 s, elapsed: 0.02 s\n"
)
SKIPPED = (
    said('LOG:  AUDIT: SESSION,1,1,READ,SELECT,TABLE,public.orders,"select * from orders",<none>')
    + said('LOG:  connection authenticated: identity="app" method=scram-sha-256 (/x/pg_hba.conf:13)')
    + said("LOG:  connection ready: setup total=9.743 ms, fork=2.870 ms, authentication=1.150 ms")
    + said("LOG:  process 10 could not obtain ShareLock on relation 16384 of database 5")
    + said("DETAIL:  Process holding the lock: 20.")
    + f"{DAY} 03:14:02 UTC:10.0.3.9(40000):repl@[unknown]:[77]:"
    "LOG:  disconnection: session time: 0:01:05.500 user=repl database= host=10.0.3.9 port=40000\n"
)
OUT_OF_ORDER = (30, 10, 20, 40, 5)

CASES: dict[str, dict[str, str]] = {
    "01": {
        "a.log": "".join(timed("SELECT 1", 45.0, n % 60) for n in range(998))
        + timed("SELECT 1", 2000.0, 59) * 2,
    },
    "02": {
        "a.log": "".join(
            said(f"ERROR:  canceling statement due to {cause}", second)
            + said("STATEMENT:  SELECT slow()", second)
            for second, cause in enumerate(("statement timeout", "user request", "user request"), 1)
        )
    },
    "03": {
        "a.log": "".join(
            VERBOSE.format(n % 60, "23505", f"ERROR:  {DUPLICATE}".replace("k", f"k{n % 3}"))
            for n in range(100)
        )
    },
    "04": {
        "a.log": "".join(map(timed, (*LITERALS, *ROWS, *ARRAYS, HALVES[0]))) + bound(HALVES[1], "$1 = '1.5'"),
    },
    "05": {"a.log": bound("SELECT $1, $2", "$1 = 'a'', ''b', $2 = ''', '''")},
    "06": {
        "a.log": said(
            "LOG:  connection authorized: user=app database=shop application_name=my app SSL enabled "
            "(protocol=TLSv1.3, cipher=TLS_AES_256_GCM_SHA384, bits=256)"
        )
    },
    "07": {"a.log": timed(SQL_OF_FIFTEEN, 99_999.0)},
    "08": {"a.log": of_server(VACUUM)},
    "09": {
        "a.json": spoken(1, message=f"duration: 2.000 ms  statement: {BRACES}", query_id=-77)
        + spoken(2, error_severity="ERROR", state_code="42P01", message="no such thing", query_id=5),
        "b.csv": record(
            1, sqlstate="00000", message="duration: 2.000 ms  statement: SELECT 9", leader="4711", query="-99"
        )
        + record(2, sqlstate="22012", message="division by zero", query="12"),
    },
    "10": {"a.log": said(PLAN) + timed("select 1", 1234.6)},
    "11": {
        "a.log": "".join(timed(f"SELECT {second} AS t{second}", 1.0, second) for second in OUT_OF_ORDER),
    },
    "12": {"a.log": timed("SELECT 'secret91'") + bound("SELECT $1::text", "$1 = 'secret91'")},
    "13": {
        "few.log": timed("SELECT 13") * 3,
        "verbose.log": VERBOSE.format(1, "00000", "LOG:  duration: 1.000 ms  statement: SELECT 1"),
    },
    "14": {"a.log": SKIPPED},
    "15": {
        "a.log": "".join(
            f"{DAY} 03:14:01 UTC:10.0.0.9(40000):{user}@shop:[{pid}]:"
            "LOG:  duration: 1.000 ms  statement: SELECT 1\n"
            for pid, user in enumerate(CLIENTS, 50)
        )
    },
}  # fmt: skip
EVENTS = {
    "events": [
        {"logStreamName": "13c.0", "timestamp": 1, "eventId": "1", "message": timed("SELECT 1").rstrip("\n")},
        {"logStreamName": "13c.0", "timestamp": 2, "eventId": "2", "message": timed("SELECT 2").rstrip("\n")},
    ]
}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Summary]:
    folder = tmp_path_factory.mktemp("pgbadger")
    for case, files in CASES.items():
        for name, text in files.items():
            place = folder / "logs" / f"{case}{name[0] if len(files) > 1 else ''}" / "error" / name
            place.parent.mkdir(parents=True)
            place.write_text(text, encoding="utf-8")
    (folder / "logs" / "events.json").write_text(json.dumps(EVENTS))
    return folder, ingest([folder / "logs"], store=folder / "store", cluster="c", workers=1)


@pytest.fixture(scope="module")
def store(run: tuple[Path, Summary]) -> Snapshot:
    return Store.open(run[0] / "store").snapshot()


def rows(store: Snapshot, view: str, case: str, **more: Any) -> list[dict[str, Any]]:
    by = more.pop("by", ())
    return run_view(store, view, Filter(instance=(case,), **more), by=by).to_pylist()


def test_01_percentiles_are_of_durations(store: Snapshot) -> None:
    (found,) = rows(store, "queries_top", "01")
    assert (found["calls"], found["p50_us"], found["p95_us"], found["p99_us"]) == (
        1000,
        45_000,
        45_000,
        45_000,
    )
    assert found["p99_us"] <= found["max_us"] == 2_000_000
    hour = {"bucket_us": 3_600_000_000}
    (minute,) = run_view(store, "percentiles_over_time", Filter(instance=("01",)), **hour).to_pylist()
    assert (minute["p95_us"], minute["max_us"]) == (45_000, 2_000_000)


def test_02_cancelled_statements_are_there(store: Snapshot) -> None:
    causes = {row["cause"]: row["cancelled"] for row in rows(store, "cancelled_by_cause", "02")}
    assert causes == {"user request": 2, "statement timeout": 1}
    assert {row["statement"] for row in rows(store, "cancelled_statements", "02")} == {"SELECT slow()"}


def test_03_a_class_of_sqlstates_counts_errors_not_samples(store: Snapshot) -> None:
    (found,) = rows(store, "error_classes", "03")
    assert (found["sqlstate_class"], found["errors"]) == ("23", 100)


def test_04_what_is_a_value_is_folded_inline_or_bound(store: Snapshot) -> None:
    found = {row["normalized_sql"]: row["calls"] for row in rows(store, "queries_top", "04")}
    assert sorted(found.values()) == [2, 2, 2, len(LITERALS)], found
    assert "secret91" not in str(found)


def test_05_a_bound_value_stays_in_its_place(store: Snapshot) -> None:
    (found,) = rows(store, "statement_rows", "05")
    assert (found["sql"], found["parameters"]) == ("SELECT $1, $2", "$1 = 'a'', ''b', $2 = ''', '''")


def test_06_an_application_name_ends_before_tls(store: Snapshot) -> None:
    (found,) = rows(store, "connection_rows", "06")
    assert (found["application"], found["tls_version"]) == ("my app", "TLSv1.3")


def test_07_a_severity_inside_of_sql_is_text(store: Snapshot) -> None:
    (found,) = rows(store, "statement_rows", "07")
    assert found["duration_us"] == 99_999_000
    assert found["sql"] == SQL_OF_FIFTEEN.replace("\n\t", "\n")


def test_08_a_vacuum_of_postgresql_18_has_its_buffers(store: Snapshot) -> None:
    (found,) = rows(store, "vacuum_rows", "08")
    names = ("buffer_hits", "buffer_reads", "buffer_dirtied", "wal_bytes", "tuples_removed")
    assert [found[name] for name in names] == [1021, 40, 10, 190_000, 3000]


@pytest.mark.parametrize(
    ("case", "sql", "query", "sqlstate", "other"),
    [("09a", BRACES, -77, "42P01", 5), ("09b", "SELECT 9", -99, "22012", 12)],
)
def test_09_records_are_whole_with_query_id_and_sqlstate(
    store: Snapshot, case: str, sql: str, query: int, sqlstate: str, other: int
) -> None:
    (found,) = rows(store, "statement_rows", case)
    assert (found["sql"], found["query_id"]) == (sql, query)
    query_of = "select sqlstate, query_id from log_entries where severity = 'ERROR' and instance = $case"
    assert store.query(query_of, {"case": case}).to_pylist() == [{"sqlstate": sqlstate, "query_id": other}]


def test_10_a_plan_and_its_statement_are_one_execution(store: Snapshot) -> None:
    (found,) = rows(store, "queries_top", "10")
    assert (found["calls"], found["sum_us"]) == (1, 1_234_600)
    assert len(rows(store, "plan_rows", "10")) == 1


def test_11_a_range_holds_its_first_second_and_any_order(store: Snapshot) -> None:
    begin = datetime(2026, 11, 19, 3, 14, 20, tzinfo=UTC)
    found = rows(store, "statement_rows", "11", begin=begin)
    assert {row["ts"].second for row in found} == {20, 30, 40}
    both = rows(store, "statement_rows", "11", include=("t10", "t40"))
    assert {row["ts"].second for row in both} == {10, 40}
    assert len(rows(store, "statement_rows", "11")) == len(OUT_OF_ORDER)


def test_12_redaction_holds_whatever_comes_out(run: tuple[Path, Summary]) -> None:
    folder, _ = run
    redacted = folder / "redacted"
    ingest([folder / "logs" / "12"], store=redacted, cluster="c", redact=True, workers=1)
    snapshot = Store.open(redacted).snapshot()
    found = (
        profile(snapshot, Filter()).to_pylist() + run_view(snapshot, "statement_rows", Filter()).to_pylist()
    )
    assert len(found) == 4
    assert "secret91" not in json.dumps(found, default=str)


@pytest.mark.parametrize(("case", "statements"), [("13f", 3), ("13v", 1), ("13c", 2)])
def test_13_few_lines_a_verbose_prefix_and_cloudwatch_are_read(
    store: Snapshot, case: str, statements: int
) -> None:
    assert sum(row["calls"] for row in rows(store, "queries_top", case)) == statements


def test_14_audit_connections_and_failed_locks_are_rows(store: Snapshot) -> None:
    (audited,) = rows(store, "audit_rows", "14")
    assert (audited["class"], audited["object"]) == ("READ", "public.orders")
    events = {row["event"]: row for row in rows(store, "connection_rows", "14")}
    assert set(events) == {"authenticated", "ready", "disconnected"}
    assert events["ready"]["setup_us"] == 9743
    assert (events["disconnected"]["user_name"], events["disconnected"]["session_us"]) == ("repl", 65_500_000)
    (lock,) = rows(store, "lock_message_rows", "14")
    assert (lock["state"], lock["lock_mode"], lock["holders"]) == ("failed", "ShareLock", [20])


def test_15_any_user_name_is_a_user_name(store: Snapshot) -> None:
    found = rows(store, "statements_by", "15", by=("user", "database"))
    assert {(row["user_name"], row["database_name"]) for row in found} == {(user, "shop") for user in CLIENTS}


def test_every_line_of_every_case_was_understood(run: tuple[Path, Summary]) -> None:
    _, summary = run
    assert {source.status for source in summary.sources} == {"complete"}
    assert not [source.path for source in summary.sources if source.unparsed_entries]

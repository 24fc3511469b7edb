"""MySQL's audit log and its general log, in the forms of Aurora, RDS and MariaDB."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from mysql_reading import parse, rows, tables_of_ranges

FOLDER = Path(__file__).parent / "mysql"
AUDIT, GENERAL = "mysql-audit", "mysql-general"
MARIADB = {
    form: (FOLDER / f"mariadb-10.11-{form.removeprefix('mysql-')}.log").read_bytes()
    for form in (AUDIT, GENERAL)
}
WHO = "prod-inst-1,app_rw,10.0.12.34,7432"


def test_a_query_of_aurora_fills_its_columns() -> None:
    line = rf"1795057201123456,{WHO},20070835,QUERY,shop,'SELECT \'a\', \"b\\n\", 1\n FROM t',0"
    (row,) = rows(line.encode() + b"\n", "audit", AUDIT)
    assert row["ts"] == datetime(2026, 11, 19, 3, 0, 1, 123456, tzinfo=UTC)
    expected = {
        "pid": 7432, "session_key": "7432@10.0.12.34", "user_name": "app_rw", "actor": "app_rw", "client_host": "10.0.12.34",
        "database_name": "shop", "operation": "QUERY", "class": "READ", "statement": "SELECT 'a', \"b\\n\", 1\n FROM t",
        "statement_id": 20070835, "outcome": "ok", "object": None, "audit_type": "server",
    }  # fmt: skip
    assert {name: row[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("9,READ,shop,orders,", ("READ", "READ", "orders", None, None, 9)),
        ("9,WRITE,shop,a`b c,", ("WRITE", "WRITE", "a`b c", None, None, 9)),
        ("9,DROP,shop,old,", ("DDL", "DROP", "old", None, None, 9)),
        ("0,CONNECT,shop,,0", ("CONNECT", "CONNECT", None, None, "ok", None)),
        ("0,FAILED_CONNECT,,,1045", ("CONNECT", "FAILED_CONNECT", None, None, "1045", None)),
        ("9,QUERY,shop,'UPDATE t SET a = 1',1205", ("WRITE", "QUERY", None, "UPDATE t SET a = 1", "1205", 9)),
        ("9,QUERY,shop,'grant all on t to x',0", ("ROLE", "QUERY", None, "grant all on t to x", "ok", 9)),
        ("9,QUERY,shop,'',0", ("MISC", "QUERY", None, "", "ok", 9)),
        (r"9,QUERY,shop,'SELECT \'cut", ("READ", "QUERY", None, "SELECT 'cut", None, 9)),
        ("9,QUERY,shop,'SELECT 1,2',0", ("READ", "QUERY", None, "SELECT 1,2", "ok", 9)),
    ],
)
def test_an_operation_says_what_was_done_to_what(rest: str, expected: tuple[object, ...]) -> None:
    (row,) = rows(f"1795057201123456,{WHO},{rest}\n".encode(), "audit", AUDIT)
    assert (
        tuple(row[name] for name in ("class", "operation", "object", "statement", "outcome", "statement_id"))
        == expected
    )


def test_connections_are_rows_of_their_own_table() -> None:
    lines = [
        f"1795057201123456,{WHO},0,{rest}"
        for rest in ("CONNECT,shop,,0", "FAILED_CONNECT,,,1045", "DISCONNECT,shop,,0")
    ]
    found = rows("\n".join(lines).encode() + b"\n", "connections", AUDIT)
    assert [(row["event"], row["failure"]) for row in found] == [
        ("authorized", None),
        ("failed", "error 1045"),
        ("disconnected", None),
    ]


def test_the_seconds_of_rds_and_mariadb_are_of_their_zone() -> None:
    line = f"20261119 03:00:01,{WHO},1,QUERY,shop,'SELECT 1',0\n".encode()
    assert rows(line, "audit", AUDIT)[0]["ts"] == datetime(2026, 11, 19, 3, 0, 1, tzinfo=UTC)
    assert rows(line, "audit", AUDIT, zone="Asia/Tokyo")[0]["ts"] == datetime(
        2026, 11, 18, 18, 0, 1, tzinfo=UTC
    )


def test_no_literal_of_an_audited_statement_is_in_a_redacted_store() -> None:
    line = rf"1795057201123456,{WHO},1,QUERY,shop,'INSERT INTO p VALUES (\'Pat O\'\'Hara\', 4711)',0"
    tables = parse(line.encode() + b"\n", AUDIT, redacted=True).tables
    shown = str({name: frame.to_dicts() for name, frame in tables.items()})
    assert "INSERT INTO p VALUES (?" in shown
    assert "Hara" not in shown
    assert "4711" not in shown


@pytest.mark.parametrize("form", [AUDIT, GENERAL])
def test_a_real_server_s_log_is_read_whole(form: str) -> None:
    counts = parse(MARIADB[form], form).counts["log"]
    assert counts.unparsed == 0
    assert counts.entries == {AUDIT: MARIADB[AUDIT].count(b"\n"), GENERAL: 62}[form]


@pytest.mark.parametrize("form", [AUDIT, GENERAL])
def test_a_boundary_anywhere_changes_nothing(form: str, tmp_path: Path) -> None:
    path = tmp_path / "some.log"
    path.write_bytes(MARIADB[form])
    whole = tables_of_ranges(path, form, [])
    for edge in range(1, len(MARIADB[form]), 173):
        assert tables_of_ranges(path, form, [edge]) == whole, edge


def test_a_general_log_of_8_0() -> None:
    data = (
        b"2026-11-19T08:12:19.125290Z\t262325 Connect\tapp_rw@10.0.12.34 on shop using SSL/TLS\n"
        b"2026-11-19T08:12:19.225290Z\t262325 Query\tSELECT 'a\n\t\tb' FROM t\n"
        b"2026-11-19T08:12:19.325290Z\t262325 Prepare\tSELECT ?\n"
        b"2026-11-19T08:12:19.425290Z\t262325 Execute\tSELECT 7\n"
        b"2026-11-19T08:12:19.525290Z\t262325 Close stmt\t\n"
        b"2026-11-19T08:12:19.625290Z\t262325 Init DB\tcrm\n"
        b"2026-11-19T08:12:19.725290Z\t   8 Connect\tAccess denied for user 'x'@'10.0.0.9' (using password: YES)\n"
        b"2026-11-19T08:12:20.000000Z\t262325 Quit\t\n"
    )
    statements = rows(data, "statements", GENERAL)
    assert [(row["phase"], row["calls"], row["sql"]) for row in statements] == [
        ("statement", 1, "SELECT 'a\n\t\tb' FROM t"),
        ("parse", 0, "SELECT ?"),
        ("execute", 1, "SELECT 7"),
        ("admin", 1, "administrator command: Close stmt"),
        ("admin", 1, "administrator command: Init DB"),
    ]
    assert statements[0]["ts"] == datetime(2026, 11, 19, 8, 12, 19, 225290, tzinfo=UTC)
    assert {row["observed_by"] for row in statements} == {"general_log"}
    connections = rows(data, "connections", GENERAL)
    assert [
        (row["event"], row["user_name"], row["client_host"], row["database_name"], row["pid"])
        for row in connections
    ] == [
        ("authorized", "app_rw", "10.0.12.34", "shop", 262325),
        ("failed", "x", "10.0.0.9", None, 8),
        ("disconnected", None, None, None, 262325),
    ]

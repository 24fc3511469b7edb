"""MySQL's slow log in its dialects, and where its peers are wrong."""

from __future__ import annotations

import json
import random
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from mysql_reading import parse, rows, tables_of_ranges

from aurorascope.logs.mysql_lines import lines_of
from aurorascope.logs.mysql_slow_rows import SlowForm
from aurorascope.logs.mysql_starts import next_start
from aurorascope.model.block import Block, Piece

OPENING = (
    b"/rdsdbbin/oscar/bin/mysqld, Version: 8.0.39 (Source distribution). started with:\n"
    b"Tcp port: 3306  Unix socket: /tmp/mysql.sock\nTime                 Id Command    Argument\n"
)


def entry(
    sql: str,
    *,
    time: str = "2026-11-19T03:00:01.123456Z",
    user: str = "app_rw[app_rw] @  [10.0.12.34]  Id:  7432",
    measures: str = "Query_time: 1.250000  Lock_time: 0.000012 Rows_sent: 20  Rows_examined: 88123",
    use: str = "",
    lines: str = "",
) -> bytes:
    head = f"# Time: {time}\n" if time else ""
    use = f"use {use};\n" if use else ""
    return (
        f"{head}# User@Host: {user}\n{lines}# {measures}\n{use}SET timestamp=1795057199;\n{sql};\n".encode()
    )


def test_an_entry_of_aurora_fills_its_columns() -> None:
    sql = "SELECT o.id,\n       o.total FROM orders o WHERE o.customer_id = 42"
    (row,) = rows(
        OPENING + entry("SELECT o.id,\n       o.total FROM orders o WHERE o.customer_id = 42", use="shop")
    )
    assert row["ts"] == datetime(2026, 11, 19, 3, 0, 1, 123456, tzinfo=UTC)
    assert row["started_at"] == datetime(2026, 11, 19, 2, 59, 59, 873456, tzinfo=UTC)
    expected = {
        "pid": 7432, "session_key": "7432@10.0.12.34", "user_name": "app_rw", "client_host": "10.0.12.34",
        "database_name": "shop", "database_inherited": False, "engine": "mysql", "phase": "statement", "calls": 1,
        "duration_us": 1_250_000, "lock_us": 12, "rows_sent": 20, "rows_examined": 88123, "observed_by": "slow_log",
        "sql": sql, "source": "log", "offset": len(OPENING),
    }  # fmt: skip
    assert {name: row[name] for name in expected} == expected


# What a statement may say without being a header, a `;` too many, or the end of its entry.
QUIT = "# administrator command: Quit"
STATEMENTS = (
    "INSERT INTO patients VALUES ('Pat O''Hara', 'influenza')",
    "SELECT 'a;\n# b' FROM t",
    "SELECT 'x;\n# Time: 2026-11-19T03:00:01.123456Z\nuse evil;\n# not'",
    "# a comment first\nSELECT 1",
    "use other",
    "SET timestamp=5",
    "SET last_insert_id=7",
    "SELECT 1;",
    "SELECT '\u00e9\U0001f600'",
    "SELECT /* # User@Host: x[x] @ y [] */ 1",
    "",
)


@pytest.mark.parametrize("sql", STATEMENTS)
def test_a_statement_stays_whole_whatever_it_says(sql: str) -> None:
    found = rows(entry("SELECT 1", use="shop") + entry(sql) + entry("SELECT 2"))
    assert [row["sql"] for row in found] == ["SELECT 1", sql or None, "SELECT 2"]
    assert [row["database_name"] for row in found] == ["shop"] * 3
    assert [row["database_inherited"] for row in found] == [False, True, True]
    assert [row["phase"] for row in found] == ["statement"] * 3


@pytest.mark.parametrize(
    ("time", "micros"),
    [
        ("2026-11-19T03:00:01.123456Z", 123456),
        ("2026-11-19T12:00:01.000001+09:00", 1),
        ("2026-11-18T21:30:01.999999-05:30", 999999),
    ],
)
def test_a_time_keeps_its_microseconds_and_its_zone(time: str, micros: int) -> None:
    (row,) = rows(entry("SELECT 1", time=time))
    assert row["ts"] == datetime(2026, 11, 19, 3, 0, 1, micros, tzinfo=UTC)


def test_a_file_with_the_line_ends_of_windows_is_read_whole() -> None:
    data = (
        OPENING
        + entry("SELECT 1,\n2", use="shop")
        + entry("# administrator command: Quit")
        + entry("SELECT 3")
    )
    plain, windows = rows(data), rows(data.replace(b"\n", b"\r\n"))
    assert len(windows) == 3
    for one, other in zip(plain, windows, strict=True):
        assert {**one, "offset": 0} == {**other, "offset": 0}


def test_an_administrator_command_is_a_row_of_its_phase() -> None:
    (row,) = rows(entry("# administrator command: Quit"))
    assert (row["phase"], row["sql"], row["calls"]) == ("admin", "administrator command: Quit", 1)


EXTRA = (
    "Query_time: 0.001000  Lock_time: 0.000012 Rows_sent: 1  Rows_examined: 2 Thread_id: 17 Errno: 1205 Killed: 3 "
    "Bytes_received: 0 Bytes_sent: 57 Read_first: 1 Start: 2026-11-19T03:00:01.122456Z End: 2026-11-19T03:00:01.123456Z"
)


def test_the_pairs_of_log_slow_extra_are_columns_or_kept_by_name() -> None:
    (row,) = rows(entry("SELECT 1", measures=EXTRA))
    assert (row["pid"], row["errno"], row["killed"]) == (17, 1205, 3)
    assert json.loads(row["extra"]) == {
        "Bytes_received": 0,
        "Bytes_sent": 57,
        "Read_first": 1,
        "Start": "2026-11-19T03:00:01.122456Z",
        "End": "2026-11-19T03:00:01.123456Z",
    }


def test_an_entry_of_percona_says_its_schema_and_its_rows() -> None:
    lines = "# Thread_id: 42  Schema: my shop  Last_errno: 1062  Killed: 0\n"
    measures = "Query_time: 0.003018  Lock_time: 0.000096  Rows_sent: 1  Rows_examined: 3  Rows_affected: 7"
    more = "\n# Bytes_sent: 300\n# InnoDB_trx_id: 5A\n# QC_Hit: No  Full_scan: Yes  Full_join: No\n#   InnoDB_IO_r_ops: 0"
    (row,) = rows(
        entry(
            "UPDATE t SET a = 1",
            time="",
            user="root[root] @ localhost []",
            lines=lines,
            measures=measures + more,
        )
    )
    expected = {
        "ts": datetime(2026, 11, 19, 2, 59, 59, tzinfo=UTC), "pid": 42, "client_host": "[local]", "database_name": "my shop",
        "database_inherited": False, "errno": 1062, "killed": 0, "rows_affected": 7, "duration_us": 3018, "sql": "UPDATE t SET a = 1",
    }  # fmt: skip
    assert {name: row[name] for name in expected} == expected
    assert json.loads(row["extra"]) == {
        "Bytes_sent": 300, "InnoDB_trx_id": "5A", "QC_Hit": "No", "Full_scan": "Yes", "Full_join": "No", "InnoDB_IO_r_ops": 0,
    }  # fmt: skip


def test_the_time_of_an_old_server_is_that_of_its_zone() -> None:
    data = b"# Time: 261119  7:14:52\n# User@Host: a[a] @ h []\n# Query_time: 2  Lock_time: 0  Rows_sent: 1  Rows_examined: 0\nSELECT 1;\n"
    assert rows(data)[0]["ts"] == datetime(2026, 11, 19, 7, 14, 52, tzinfo=UTC)
    assert rows(data, zone="Europe/Berlin")[0]["ts"] == datetime(2026, 11, 19, 6, 14, 52, tzinfo=UTC)
    assert rows(data)[0]["duration_us"] == 2_000_000


@pytest.mark.parametrize(
    ("user", "expected"),
    [
        ("app[app] @  [10.0.0.1]  Id: 5", ("app", "10.0.0.1", 5)),
        ("app[app] @ db.example.com [10.0.0.1] Id: 5", ("app", "10.0.0.1", 5)),
        ("app[app] @ localhost []  Id: 5", ("app", "[local]", 5)),
        ("app[a@x[b]] @ h []  Id: 5", ("a@x[b]", "h", 5)),
        ("[] @  [::1]  Id: 18446744073709551615", (None, "::1", None)),
        ("rdsadmin[rdsadmin] @ localhost [127.0.0.1]", ("rdsadmin", "127.0.0.1", None)),
    ],
)
def test_who_and_whence(user: str, expected: tuple[str | None, str, int | None]) -> None:
    (row,) = rows(entry("SELECT 1", user=user))
    assert (row["user_name"], row["client_host"], row["pid"]) == expected
    assert row["noise"] == user.startswith("rdsadmin")


@pytest.mark.parametrize("blanks", [" ", "  ", "     "])
def test_blanks_between_measures_vary(blanks: str) -> None:
    measures = re.sub(" +", blanks, "Query_time: 0.5 Lock_time: 0.25 Rows_sent: 3 Rows_examined: 4")
    (row,) = rows(entry("SELECT 1", measures=measures))
    assert [row[name] for name in ("duration_us", "lock_us", "rows_sent", "rows_examined")] == [
        500_000,
        250_000,
        3,
        4,
    ]


def test_what_overflowed_in_the_server_is_no_number() -> None:
    measures = (
        "Query_time: 0.5  Lock_time: 18446744073709.550781 Rows_sent: 18446744073709551615  Rows_examined: 4"
    )
    (row,) = rows(entry("SELECT 1", measures=measures))
    assert [row[name] for name in ("duration_us", "lock_us", "rows_sent", "rows_examined")] == [
        500_000,
        None,
        None,
        4,
    ]


@pytest.mark.parametrize(
    "measures", ["Query_time: abc", "Query_time: 18446744073709.550781  Lock_time: 0", "Query_time:"]
)
def test_an_entry_whose_time_cannot_be_read_is_counted_and_shown(measures: str) -> None:
    data = entry("SELECT 1") + entry("SELECT 2", measures=measures) + entry("SELECT 3")
    parsed = parse(data)
    assert parsed.tables["statements"]["sql"].to_list() == ["SELECT 1", "SELECT 3"]
    (strange,) = parsed.tables["entries"].to_dicts()
    assert strange["kind"] == "unrecognised"
    assert strange["message"].endswith("SELECT 2;")
    assert (parsed.counts["log"].entries, parsed.counts["log"].unparsed) == (3, 1)
    assert "SELECT 2" not in str(rows(data, "entries", redacted=True))


def test_a_log_cut_at_its_begin_shows_what_was_left() -> None:
    data = b"WHERE id = 7;\n" + entry("SELECT 1")
    parsed = parse(data)
    assert parsed.tables["entries"]["message"].to_list() == ["WHERE id = 7;"]
    assert parsed.tables["statements"].height == 1
    assert parsed.counts["log"].unparsed == 1
    assert parsed.counts["log"].first_unparsed == ("WHERE id = 7;\n", "log", 0)


def test_the_lines_of_an_opened_file_are_no_part_of_a_statement() -> None:
    data = entry("SELECT 1", use="shop") + OPENING + entry("SELECT 2") + OPENING
    found = rows(data)
    assert [row["sql"] for row in found] == ["SELECT 1", "SELECT 2"]
    assert parse(data).counts["log"].unparsed == 0


def test_bytes_that_are_no_text_are_masked_and_counted() -> None:
    parsed = parse(entry("SELECT 'X'").replace(b"X", b"\x00\xff\xfe"))
    assert parsed.tables["statements"]["sql"].to_list() == ["SELECT '\x00??'"]
    assert parsed.counts["log"].masked_bytes == 2


def test_families_of_upper_case_hex_and_of_databases() -> None:
    texts = [
        "SELECT 0xFF",
        "SELECT 0XAB",
        "SELECT x'1F'",
        "SELECT * FROM db1.items_2024",
        "SELECT * FROM db2.items_2025",
    ]
    found = [row["fingerprint"] for row in rows(b"".join(entry(text) for text in texts))]
    assert len(set(found[:3])) == 1
    assert len(set(found)) == 3


def test_comments_that_name_an_origin_are_attributes() -> None:
    texts = (
        "SELECT 1 /*action='show%20all',traceparent='00-5b-01'*/",
        "SELECT 1 /*application:shop,controller:orders*/",
        "/*application:shop*/ SELECT 1",
        "SELECT 1 /* just a comment */",
        "SELECT 1 /*x='unended*/",
    )
    extras = [row["extra"] for row in rows(b"".join(entry(text) for text in texts))]
    assert [extra and json.loads(extra) for extra in extras] == [
        {"action": "show all", "traceparent": "00-5b-01"},
        {"application": "shop", "controller": "orders"},
        {"application": "shop"},
        None,
        None,
    ]


def hostile_log(dice: random.Random, count: int) -> bytes:
    """Entries of every dialect, their statements full of what looks like headers."""
    pieces = [OPENING] if dice.random() < 0.7 else []
    for number in range(count):
        sql = " ".join(
            dice.choices(
                (*STATEMENTS[:-1], "\n# Time: 5", "\n# User@Host: ", "x;\n", "\nuse a;\nSET timestamp=1;\n"),
                k=2,
            )
        )
        lines = dice.choice(("", f"# Thread_id: {number}  Schema: crm  QC_hit: No\n"))
        time = dice.choice(
            (f"2026-11-19T03:00:{number % 60:02d}.000001Z", f"261119  3:00:{number % 60:02d}", "")
        )
        pieces.append(entry(sql, time=time, use=dice.choice(("", "", "shop", "`a``b`")), lines=lines))
        if dice.random() < 0.05:
            pieces.append(OPENING)
    return b"".join(pieces)


def test_the_two_rules_of_where_entries_begin_agree() -> None:
    dice = random.Random(4)
    for _ in range(60):
        data = hostile_log(dice, 12)
        cut = dice.randrange(len(data))
        data = data[cut:] if dice.random() < 0.5 else data[:cut] + b"\n# Time: 5\n"
        lines = lines_of(Block(data, (Piece(0, "log", 0),)), data)
        found, at = [], 0
        while (at := next_start("mysql-slow", data, at)) >= 0:
            found.append(at)
            at += 1
        assert SlowForm().begins(lines).tolist() == found


def test_a_boundary_anywhere_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "slow.log"
    dice = random.Random(8)
    for _ in range(2):
        path.write_bytes(hostile_log(dice, 5))
        size = path.stat().st_size
        whole = tables_of_ranges(path, "mysql-slow", [])
        for edge in range(dice.randrange(1, 61), size, 61):
            other = dice.randrange(1, size)
            assert tables_of_ranges(path, "mysql-slow", sorted({edge, other})) == whole, (edge, other)


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE USER app IDENTIFIED BY 'hush-9f'",
        'ALTER USER app IDENTIFIED BY "hush-9f"',
        "SET PASSWORD FOR app = 'hush-9f'",
        "CHANGE MASTER TO MASTER_PASSWORD = 'hush-9f'",
        "GRANT ALL ON *.* TO app IDENTIFIED WITH mysql_native_password AS 'hush-9f'",
        "CREATE SERVER s FOREIGN DATA WRAPPER mysql OPTIONS (USER 'a', PASSWORD 'hush-9f')",
    ],
)
def test_no_store_keeps_a_password(sql: str) -> None:
    tables = parse(entry(sql)).tables
    assert "hush" not in str([frame.to_dicts() for frame in tables.values()])


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO p VALUES ('Pat O''Hara', 47, 'influenza')",
        *STATEMENTS,
        'SELECT "q""7", 0XAB, .5e-3, x\'7F\'',
    ],
)
def test_no_literal_of_a_statement_is_in_a_redacted_store(sql: str) -> None:
    shown = str(
        [
            frame.drop("offset", "source", "ts", strict=False).to_dicts()
            for frame in parse(entry(sql), redacted=True).tables.values()
        ]
    )
    assert [
        literal for literal in ("Hara", "hara", "influenza", "evil", "q7", "0XAB", "5e-3") if literal in shown
    ] == []

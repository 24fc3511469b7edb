"""MySQL's error log: entries of every version, foreign lines, deadlocks, what concerns a connection."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from mysql_reading import parse, rows, tables_of_ranges

pytestmark = pytest.mark.uncounted

FOLDER = Path(__file__).parent / "mysql"
SAMPLES = Path(__file__).parents[2] / "sample_logs"
CONSTRUCTED = (FOLDER / "mysql-8.0-error.log").read_bytes()
MARIADB = (FOLDER / "mariadb-10.11-error.log").read_bytes()
REAL = (SAMPLES / "prod-orders-1/error/mysql-error.log").read_bytes()
ERROR = "mysql-error"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "2026-11-19T03:00:01.123456Z 42 [Warning] [MY-010055] [Server] text (file.cc:380)",
            ("WARNING", 42, "MY-010055", "Server", "text", "file.cc:380", 123456),
        ),
        ("2026-11-19T12:00:01.000001+09:00 0 [Note] text", ("NOTE", None, None, None, "text", None, 1)),
        ("2026-11-19 03:00:01 17 [ERROR] InnoDB: text", ("ERROR", 17, None, "InnoDB", "text", None, 0)),
        ("2026-11-19  3:00:01 17 [Note] text", ("NOTE", 17, None, None, "text", None, 0)),
        ("261119  3:00:01 [Warning] text", ("WARNING", None, None, None, "text", None, 0)),
    ],
)
def test_an_entry_of_each_version(line: str, expected: tuple[object, ...]) -> None:
    (row,) = rows(line.encode() + b"\n", "entries", ERROR)
    names = ("severity", "pid", "error_code", "backend_type", "message", "location")
    assert (*(row[name] for name in names), row["ts"].microsecond) == expected
    assert row["ts"].replace(microsecond=0) == datetime(2026, 11, 19, 3, 0, 1, tzinfo=UTC)


def test_a_line_without_a_head_belongs_to_the_entry_before() -> None:
    ready = next(row for row in rows(CONSTRUCTED, "entries", ERROR) if row["kind"] == "mysqld_ready")
    assert ready["message"].splitlines()[1:] == [
        "261119  3:00:00 server_audit: logging started to the file audit.log.",
        "2026-11-19 03:00:01.000 [DAS][INFO]: activity stream is stopped",
    ]


def test_a_deadlock_is_one_row_though_another_thread_wrote_between() -> None:
    (found,) = rows(CONSTRUCTED, "deadlocks", ERROR)
    assert found["victim"] == 51
    assert found["tables"] == ["shop.orders", "shop.order_lines"]
    statements = [
        "UPDATE orders\n   SET note = 'Pat O''Hara'\n WHERE id = 7101",
        "DELETE FROM order_lines WHERE customer_id = 9214",
    ]
    assert [(one["pid"], one["lock"], one["statement"]) for one in found["participants"]] == [
        (50, "X locks rec but not gap on index customer_idx of shop.order_lines", statements[0]),
        (51, "S locks gap before rec on index PRIMARY of shop.orders", statements[1]),
    ]
    assert all(one["fingerprint"] for one in found["participants"])
    kinds = [row["kind"] for row in rows(CONSTRUCTED, "entries", ERROR)]
    assert kinds.count("deadlock") == 1
    assert kinds.count("mysql_aborted_connection") == 2


def test_the_data_of_locked_rows_is_in_no_store() -> None:
    for redacted in (False, True):
        text = str(
            {
                name: frame.to_dicts()
                for name, frame in parse(CONSTRUCTED, ERROR, redacted=redacted).tables.items()
            }
        )
        assert "Grayson" not in text
        assert "5061742047726179736f6e" not in text
    shown = str(
        [rows(CONSTRUCTED, table, ERROR, redacted=True) for table in ("entries", "deadlocks", "fingerprints")]
    )
    assert "Hara" not in shown
    assert "7101" not in shown
    assert "9214" not in shown


def test_what_becomes_of_connections_and_of_the_server() -> None:
    connections = rows(CONSTRUCTED, "connections", ERROR)
    assert [
        (row["event"], row["failure"], row["user_name"], row["client_host"], row["database_name"])
        for row in connections
    ] == [
        ("disconnected", "Got timeout reading communication packets", "app_rw", "10.0.12.34", "shop"),
        ("failed", "access denied", "app_ro", "10.0.12.35", None),
        ("disconnected", "Got an error reading communication packets", "rdsadmin", "[local]", None),
    ]
    events = [(row["event"], row["ts"].second) for row in rows(CONSTRUCTED, "server_events", ERROR)]
    assert events == [("starting", 58), ("ready", 0), ("crash", 6), ("starting", 8)]


def test_a_real_server_s_log_is_read_whole() -> None:
    parsed = parse(MARIADB, ERROR)
    assert parsed.counts["log"].unparsed == 0
    (deadlock,) = parsed.tables["deadlocks"].to_dicts()
    assert sorted(one["pid"] for one in deadlock["participants"]) == [6, 7]
    assert deadlock["tables"] == ["shop.t"]
    assert deadlock["victim"] in {6, 7}
    assert {"mysql_access_denied", "mysql_aborted_connection", "mysqld_ready", "deadlock"} <= set(
        parsed.tables["entries"]["kind"]
    )


def test_mysql_9_7_s_log_is_read_whole() -> None:
    """Its dumps have two blanks before the stars, and a start without a crash speaks of recovery too."""
    parsed = parse(REAL, ERROR)
    assert parsed.counts["log"].unparsed == 0
    found = parsed.tables["deadlocks"].to_dicts()
    assert [len(one["participants"]) for one in found] == [2, 3]
    assert all(
        part["pid"] and part["lock"] and part["statement"] for one in found for part in one["participants"]
    )
    assert all(one["victim"] and one["tables"] == ["shop.orders"] for one in found)
    events = parsed.tables["server_events"]["event"].to_list()
    story = [event for event, before in zip(events, [None, *events], strict=False) if event != before]
    started = ["starting", "ready"]
    recovered = ["starting", "recovery", "ready"]
    assert story == [*started, *recovered, "crash", *recovered, "shutdown_requested", "shutdown"]
    assert not parsed.tables["entries"]["message"].str.contains("PHYSICAL RECORD").any()


def test_text_before_the_first_entry_is_shown() -> None:
    parsed = parse(b"left over\n" + CONSTRUCTED, ERROR)
    assert parsed.tables["entries"]["message"][0] == "left over"
    assert parsed.counts["log"].unparsed == 1
    assert parsed.tables["deadlocks"]["victim"].to_list() == [51]


@pytest.mark.parametrize("data", [CONSTRUCTED, MARIADB, REAL], ids=["8.0", "MariaDB", "9.7"])
def test_a_boundary_anywhere_changes_nothing(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "error.log"
    path.write_bytes(data)
    whole = tables_of_ranges(path, ERROR, [])
    for edge in range(1, len(data), 1 + len(data) // 15):
        assert tables_of_ranges(path, ERROR, [edge]) == whole, edge


def test_a_dump_that_another_thread_interrupts_keeps_its_participants_whatever_is_cut(tmp_path: Path) -> None:
    path = tmp_path / "error.log"
    head = "2026-11-19T03:00:04.11111"
    lines = [
        f"{head}1Z 51 [Note] [MY-012468] [InnoDB] Transactions deadlock detected, dumping detailed information.",
        f"{head}2Z 51 [Note] [MY-012469] [InnoDB]  *** (1) TRANSACTION: ",
        "MySQL thread id 50, query id 220\nDELETE FROM a",
        f"{head}3Z 77 [Note] [MY-010914] [Server] Got packets out of order",
        f"{head}4Z 51 [Note] [MY-012469] [InnoDB]  *** (2) TRANSACTION: ",
        "MySQL thread id 51, query id 221\nDELETE FROM b",
        f"{head}5Z 78 [Warning] [MY-010055] [Server] x",
        f"{head}6Z 51 [Note] [MY-012469] [InnoDB] *** WE ROLL BACK TRANSACTION (2) ",
        f"{head}7Z 79 [Warning] [MY-010055] [Server] y\n",
    ]
    data = "\n".join(lines).encode()
    path.write_bytes(data)
    whole = tables_of_ranges(path, ERROR, [])
    assert [one["pid"] for one in rows(data, "deadlocks", ERROR)[0]["participants"]] == [50, 51]
    near_lines = {at + step for at, byte in enumerate(data) if byte == 10 for step in (-1, 0, 1, 2)}
    for edge in sorted({*range(1, len(data), 5), *near_lines} & set(range(1, len(data)))):
        assert tables_of_ranges(path, ERROR, [edge]) == whole, edge

"""Waits for locks and settings of a MySQL server, as its slow and general logs show them."""

from __future__ import annotations

from typing import Any

import pytest
from mysql_reading import rows

HEAD = (
    "# Time: 2026-11-19T03:00:01.123456Z\n# User@Host: app[app] @  [10.0.0.1]  Id: 7\n"
    "# Query_time: 2.000000  Lock_time: {lock} Rows_sent: 0  Rows_examined: 2{more}\n"
)
EXTRA = " Thread_id: 7 Errno: {errno} Killed: 0 Bytes_received: 1 Bytes_sent: 1"


def slow(sql: str, lock: str = "0.000001", errno: int | None = None) -> bytes:
    more = "" if errno is None else EXTRA.format(errno=errno)
    return f"{HEAD.format(lock=lock, more=more)}SET timestamp=1795057199;\n{sql};\n".encode()


@pytest.mark.parametrize(
    ("lock", "errno", "expected"),
    [
        ("1.500000", 0, [("acquired", 1_500_000)]),
        ("1.500000", None, [("waiting", 1_500_000)]),
        ("1.500000", 1205, [("timeout", 1_500_000)]),
        ("0.000001", 1205, [("timeout", None)]),  # a table's metadata: Lock_time is silent of it
        ("0.000001", 3572, [("failed", None)]),
        ("1.500000", 1213, []),  # a deadlock: the error log tells of it
        ("0.900000", 0, []),
        ("0.000001", None, []),
    ],
)
def test_a_wait_for_a_lock(lock: str, errno: int | None, expected: list[Any]) -> None:
    found = rows(slow("UPDATE t SET a = 7 WHERE id = 9214", lock, errno), "lock_waits", redacted=True)
    assert [(row["state"], row["wait_us"]) for row in found] == expected
    for row in found:
        assert (row["waiter_pid"], row["user_name"]) == (7, "app")
        assert row["fingerprint"]
        assert "9214" not in row["statement"]


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SET GLOBAL long_query_time = 0.5", [("long_query_time", "0.5")]),
        ("set @@GLOBAL.long_query_time:=2, GLOBAL slow_query_log='ON'",
         [("long_query_time", "2"), ("slow_query_log", "ON")]),
        ("SET PERSIST log_slow_extra = ON", [("log_slow_extra", "ON")]),
        ("SET SESSION long_query_time = 0", []),
        ("SELECT 'SET GLOBAL long_query_time = 0'", []),
        ("SET GLOBAL max_connections = 7", []),
    ],
)  # fmt: skip
def test_a_setting_that_a_statement_changes(sql: str, expected: list[tuple[str, str]]) -> None:
    found = rows(slow(sql), "log_settings", redacted=True)
    assert [(row["setting"], row["value"]) for row in found] == expected
    assert not rows(slow(sql, errno=1227), "log_settings")  # it was refused

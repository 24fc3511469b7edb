"""A login that several of MySQL's logs tell of is one row of `logins`, and all of them are in `connections`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from aurorascope import Store, ingest
from aurorascope.insight.views import run_view
from aurorascope.model.filter import Filter

AT = "2026-11-19T03:00:0"
ERROR = "".join(
    f"{AT}{second}.000100Z {pid} [Note] [MY-010926] [Server] Access denied for user 'mallory'@'10.0.0.9' "
    "(using password: YES)\n"
    for second, pid in ((1, 41), (1, 42), (5, 43))
)
GENERAL = (
    f"{AT}1.000090Z\t   41 Connect\tAccess denied for user 'mallory'@'10.0.0.9' (using password: YES)\n"
    f"{AT}1.000091Z\t   42 Connect\tAccess denied for user 'mallory'@'10.0.0.9' (using password: YES)\n"
    f"{AT}2.000000Z\t   50 Connect\tapp@10.0.0.1 on shop using TCP/IP\n"
    f"{AT}3.000000Z\t   50 Quit\t\n"
)
AUDIT = (
    "1795057201000095,prod-1,mallory,10.0.0.9,41,0,FAILED_CONNECT,,,1045\n"
    "1795057202000005,prod-1,app,10.0.0.1,50,0,CONNECT,shop,,0\n"
)


def take(tmp_path: Path, **logs: str) -> Store:
    for name, text in logs.items():
        (tmp_path / f"{name}.log").write_text(text, encoding="utf-8")
        summary = ingest(
            [tmp_path / f"{name}.log"], store=tmp_path / "store", cluster="c", instance="i", workers=1
        )
        assert summary.sources[0].unparsed_entries == 0
    return Store.open(tmp_path / "store")


def rows(store: Store, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in store.snapshot().query(sql).to_pylist()]


def test_a_refusal_that_three_logs_saw_is_counted_once(tmp_path: Path) -> None:
    store = take(tmp_path, error=ERROR, general=GENERAL, audit=AUDIT)
    assert rows(store, "select count(*) from connections where event = 'failed'") == [(6,)]
    assert rows(store, "select pid, observed_by from logins where event = 'failed' order by pid") == [
        (41, "audit_log"), (42, "error_log"), (43, "error_log")
    ]  # fmt: skip
    (told,) = run_view(store.snapshot(), "totals", Filter()).to_pylist()
    assert (told["failed_connections"], told["connections"]) == (3, 1)


def test_a_log_alone_is_counted_whole(tmp_path: Path) -> None:
    store = take(tmp_path, general=GENERAL)
    assert rows(store, "select event, count(*) from logins group by 1 order by 1") == [
        ("authorized", 1), ("disconnected", 1), ("failed", 2)
    ]  # fmt: skip

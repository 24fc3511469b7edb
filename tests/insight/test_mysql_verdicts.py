"""What pages say of a MySQL cluster: statements that failed are errors, verdicts name MySQL's own settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from aurorascope import Store, ingest
from aurorascope.cli.top import cells
from aurorascope.insight.top import profile
from aurorascope.insight.views import run_view
from aurorascope.model.filter import Filter


def entry(number: int, errno: int, sql: str) -> str:
    return (
        f"# Time: 2026-11-19T03:00:{number:02d}.123456Z\n"
        f"# User@Host: app{number % 2}[app{number % 2}] @  [10.0.0.1]  Id: {number}\n"
        f"# Query_time: 0.{number:06d}  Lock_time: 0.000012 Rows_sent: 1  Rows_examined: 2 Thread_id: {number} "
        f"Errno: {errno} Killed: 0 Bytes_received: 0 Bytes_sent: 11\n"
        f"SET timestamp=1795057199;\n{sql};\n"
    )


SLOW = "".join(
    entry(number, 1317 if number % 3 == 0 else 0, f"SELECT {number} FROM t") for number in range(1, 10)
)
ERROR = "2026-11-19T03:00:01.123456Z 0 [Note] [MY-010931] [Server] /mysqld: ready for connections.\n"
SET = "SET GLOBAL {} = {}"


def store_of(tmp_path: Path, **logs: str) -> Store:
    paths = []
    for name, text in logs.items():
        paths.append(tmp_path / f"{name}.log")
        paths[-1].write_text(text, encoding="utf-8")
    ingest(paths, store=tmp_path / "store", cluster="c", instance="i", workers=1)
    return Store.open(tmp_path / "store")


def test_a_statement_that_failed_is_an_error_of_its_family_and_user(tmp_path: Path) -> None:
    with store_of(tmp_path, slow=SLOW).snapshot() as snapshot:
        whole = profile(snapshot, Filter())
        assert (whole["errors"].to_pylist(), whole["failed_statements"].to_pylist()) == ([0], [3])
        by_user = profile(snapshot, Filter(), by=("user",))
        counts = zip(by_user["user_name"].to_pylist(), by_user["failed_statements"].to_pylist(), strict=True)
        assert dict(counts) == {"app0": 1, "app1": 2}
        heads, lines = cells(by_user, ("user",))
    assert {line[1]: line[heads.index("errors")] for line in lines} == {"app0": "1", "app1": "2"}


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Store]:
    """Stores by what was taken in."""
    taken = {
        "slow": {"slow": SLOW},
        "error": {"error": ERROR},
        "both": {"error": ERROR, "slow": SLOW + DEADLOCKS + LONG},
    }
    return {name: store_of(tmp_path_factory.mktemp(name), **logs) for name, logs in taken.items()}


DEADLOCKS = entry(11, 0, SET.format("innodb_print_all_deadlocks", "ON"))
LONG = entry(12, 0, SET.format("long_query_time", "0.5"))


@pytest.mark.parametrize(
    ("logs", "subject", "verdict", "words"),
    [
        ("slow", "Deadlocks", "unknown", "no error log of this range"),
        ("error", "Deadlocks", "unknown", "innodb_print_all_deadlocks"),
        ("both", "Deadlocks", "ok", "none was logged"),
        ("error", "Lock waits", "unknown", "slow_query_log"),
        ("slow", "Lock waits", "unknown", "long_query_time"),
        ("both", "Lock waits", "ok", "over long_query_time, 0.5 s"),
        ("slow", "Temp files", "unknown", "does not apply"),
        ("slow", "Connections", "unknown", "log_error_verbosity = 3"),
    ],
)
def test_a_verdict_names_the_settings_of_its_engine(
    stores: dict[str, Store], logs: str, subject: str, verdict: str, words: str
) -> None:
    with stores[logs].snapshot() as snapshot:
        found = {row["subject"]: row for row in run_view(snapshot, "verdicts", Filter()).to_pylist()}
    assert found[subject]["verdict"] == verdict
    assert words in found[subject]["reason"]
    assert not [row for row in found.values() if "log_lock_waits" in row["reason"]]

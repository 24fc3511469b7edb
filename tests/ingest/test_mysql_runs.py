"""MySQL's logs through whole runs: known by their content, grown, rotated, compressed, twice."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from aurorascope import Store, ingest
from aurorascope.ingest.summary import Summary
from aurorascope.logs.detect import detect
from aurorascope.logs.mysql_detect import detect_mysql
from aurorascope.store.compaction import compact

LATER = datetime(2026, 12, 24, tzinfo=UTC)  # the day of the logs is over
LOGS = Path(__file__).parents[1] / "logs" / "mysql"
OPENING = (
    b"/rdsdbbin/oscar/bin/mysqld, Version: 8.0.39 (Source distribution). started with:\n"
    b"Tcp port: 3306  Unix socket: /tmp/mysql.sock\nTime                 Id Command    Argument\n"
)


def entry(number: int, use: str = "") -> bytes:
    return (
        f"# Time: 2026-11-19T03:{number // 60:02d}:{number % 60:02d}.123456Z\n"
        f"# User@Host: app[app] @  [10.0.0.1]  Id: {number % 7}\n"
        f"# Query_time: 0.00{number:04d}  Lock_time: 0.000012 Rows_sent: 1  Rows_examined: 2\n"
        f"{use}SET timestamp=1795057199;\nSELECT {number} FROM t;\n"
    ).encode()


def take(store: Path, *paths: Path, redact: bool = False) -> Summary:
    return ingest(paths, store=store, cluster="c", instance="i", workers=1, redact=redact)


def rows(store: Path, query: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = Store.open(store).snapshot().query(query).to_pylist()
    return found


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("mariadb-10.11-slow.log", "mysql-slow"),
        ("mariadb-10.11-general.log", "mysql-general"),
        ("mariadb-10.11-error.log", "mysql-error"),
        ("mysql-8.0-error.log", "mysql-error"),
        ("mariadb-10.11-audit.log", "mysql-audit"),
    ],
)
def test_a_log_is_known_by_its_content(name: str, form: str) -> None:
    data = (LOGS / name).read_bytes()
    found = detect_mysql(data)
    assert found is not None
    assert found.format == form
    cut = detect_mysql(data[len(data) // 3 :])  # the middle of a download
    assert cut is not None
    assert cut.format == form


def test_a_log_of_postgresql_is_none_of_mysql_s() -> None:
    line = b"2026-11-19 03:14:15 UTC:10.0.0.1(5):app@shop:[7]:LOG:  duration: 1.000 ms  statement: SELECT '\n2026-11-19T03:00:01.123456Z 42 [Note] x'\n"
    assert detect_mysql(line) is None
    assert detect(line).prefix is not None
    assert detect_mysql(b"hello\nworld\n") is None
    opened = detect_mysql(OPENING)
    assert opened is not None
    assert opened.format == "mysql-slow"


def test_all_logs_of_a_real_server_in_one_run(tmp_path: Path) -> None:
    summary = take(tmp_path / "store", *sorted(LOGS.glob("mariadb-*.log")))
    assert [result.format for result in summary.sources] == [
        "mysql-audit",
        "mysql-error",
        "mysql-general",
        "mysql-slow",
    ]
    assert [(result.status, result.unparsed_entries) for result in summary.sources] == [("complete", 0)] * 4
    kinds = rows(tmp_path / "store", "select log_kind, entries from coverage order by 1")
    assert [row["log_kind"] for row in kinds] == ["audit", "error", "general", "slowquery"]
    slow = (LOGS / "mariadb-10.11-slow.log").read_text(encoding="latin-1").split("# Query_time: ")[1:]
    micros = sum(int(part.split()[0].replace(".", "")) for part in slow)
    (found,) = rows(
        tmp_path / "store",
        "select count(*) as n, sum(duration_us)::bigint as us from statements where observed_by = 'slow_log'",
    )
    assert (found["n"], found["us"]) == (len(slow), micros)


@pytest.mark.parametrize("together", [False, True])
def test_an_execution_that_both_logs_saw_is_counted_once(tmp_path: Path, *, together: bool) -> None:
    slow, general = (LOGS / f"mariadb-10.11-{kind}.log" for kind in ("slow", "general"))
    for paths in [(slow, general)] if together else [(slow,), (general,)]:
        take(tmp_path / "store", *paths)
    (both,) = rows(tmp_path / "store", "select sum(calls)::bigint as calls, count(*) as n from statements")
    assert both == {"calls": 41, "n": 84}
    take(tmp_path / "alone", general)
    (alone,) = rows(tmp_path / "alone", "select sum(calls)::bigint as calls, count(*) as n from statements")
    assert alone == {"calls": 42, "n": 43}


@pytest.mark.parametrize(("compacted", "redact"), [(False, True), (True, False)])
def test_a_general_log_that_was_counted_first_is_counted_no_more(
    tmp_path: Path, *, compacted: bool, redact: bool
) -> None:
    slow, general = (LOGS / f"mariadb-10.11-{kind}.log" for kind in ("slow", "general"))
    begun = tmp_path / "begun.log"
    lines = general.read_bytes().splitlines(keepends=True)
    begun.write_bytes(b"".join(lines[:-5]))
    store = tmp_path / "store"
    take(store, begun, redact=redact)
    by_hour = "select sum(calls)::bigint as calls from statement_hours"
    if compacted:
        assert compact(Store.open(store), now=LATER)
        assert rows(store, by_hour)[0]["calls"] > 30
    take(store, slow, redact=redact)
    (after,) = rows(store, "select sum(calls)::bigint as calls, count(*) as n from statements")
    assert after["calls"] == 41
    assert rows(store, by_hour) == [{"calls": None}]  # what was rolled up is rolled up anew
    begun.write_bytes(general.read_bytes())  # its last entry was open, and is read again
    take(store, begun, redact=redact)
    (grown,) = rows(store, "select sum(calls)::bigint as calls, count(*) as n from statements")
    assert grown == {"calls": 41, "n": 84}
    assert rows(store, "select distinct prefix from coverage where log_kind = 'general'") == [
        {"prefix": "uncounted"}
    ]
    if compacted:
        compact(Store.open(store), now=LATER)
        assert rows(store, by_hour) == [{"calls": 40}]  # the slow log's last entry is open


def test_another_instances_general_log_stays_counted(tmp_path: Path) -> None:
    slow, general = (LOGS / f"mariadb-10.11-{kind}.log" for kind in ("slow", "general"))
    ingest((general,), store=tmp_path / "store", cluster="c", instance="other", workers=1)
    take(tmp_path / "store", slow)
    found = rows(
        tmp_path / "store",
        "select instance, sum(calls)::bigint as calls from statements group by 1 order by 1",
    )
    assert found == [{"instance": "i", "calls": 41}, {"instance": "other", "calls": 42}]


@pytest.mark.parametrize(("redact", "packed"), [(False, True), (True, False)])
def test_a_file_that_grows_is_continued_wherever_it_was_cut(
    tmp_path: Path, *, redact: bool, packed: bool
) -> None:
    whole = OPENING + entry(1, "use shop;\n") + b"".join(entry(number) for number in range(2, 9))
    path = tmp_path / ("slow.log.gz" if packed else "slow.log")
    cuts = [len(OPENING) + len(entry(1, "use shop;\n")) + 700, len(whole) - 30, len(whole)]
    for cut in cuts:
        path.write_bytes(gzip.compress(whole[:cut]) if packed else whole[:cut])
        take(tmp_path / "store", path, redact=redact)
    found = rows(
        tmp_path / "store",
        'select sql, database_name, database_inherited, duration_us from statements order by "offset"',
    )
    assert [row["duration_us"] for row in found] == list(range(1, 9))
    assert {row["database_name"] for row in found} == {"shop"}
    assert [row["database_inherited"] for row in found] == [False] + [True] * 7
    assert found[-1]["sql"] == ("SELECT ? FROM t" if redact else "SELECT 8 FROM t")
    again = take(tmp_path / "store", path, redact=redact)
    assert again.sources[0].status == "unchanged"


def test_two_hours_of_a_log_begin_with_the_same_lines_and_are_two_sources(tmp_path: Path) -> None:
    one, other = (
        tmp_path / "mysql-slowquery.log.2026-11-19.03",
        tmp_path / "mysql-slowquery.log.2026-11-19.04",
    )
    one.write_bytes(OPENING + entry(1, "use shop;\n") + entry(2))
    other.write_bytes(OPENING + entry(3) + entry(4, "use crm;\n"))
    take(tmp_path / "store", one, other)
    found = rows(tmp_path / "store", "select duration_us, database_name from statements order by 1")
    assert [row["database_name"] for row in found] == ["shop", "shop", None, "crm"]


def test_logs_of_two_engines_side_by_side_keep_their_ends_apart(tmp_path: Path) -> None:
    postgres = b"2026-11-19 03:00:15 UTC:10.0.0.1(5):app@shop:[7]:LOG:  statement: SELECT 1\n"
    slow, log = tmp_path / "slow.log", tmp_path / "postgresql.log"
    slow.write_bytes(OPENING + entry(1))
    log.write_bytes(postgres)
    take(tmp_path / "store", slow, log)
    later = tmp_path / "postgresql.log.2"
    later.write_bytes(
        postgres.replace(b"03:00:15", b"03:00:16").replace(b"statement: SELECT 1", b"duration: 5.000 ms")
    )
    take(tmp_path / "store", later)
    found = rows(tmp_path / "store", "select engine, sql, duration_us from statements order by 1")
    assert [tuple(row.values()) for row in found] == [
        ("mysql", "SELECT 1 FROM t", 1),
        ("postgresql", "SELECT 1", 5000),
    ]


def test_a_user_s_own_kind_is_found_in_his_folder(tmp_path: Path) -> None:
    (tmp_path / "mysql").mkdir()
    (tmp_path / "mysql" / "pump.toml").write_text(
        'name = "pump"\ndoc = "A plugin of ours."\nstarts = ["pump "]\npattern = "^pump (?P<level>\\\\d+)$"\n'
        'table = "server_events"\n[constant]\nevent = "pump"\n[attributes]\nlevel = "int"\n'
    )
    (tmp_path / "error.log").write_bytes(
        b"2026-11-19T03:00:01.123456Z 0 [Note] [MY-000001] [Server] pump 7\n"
    )
    ingest(tmp_path / "error.log", store=tmp_path / "store", workers=1, kind_folders=[tmp_path / "mysql"])
    (event,) = rows(tmp_path / "store", "select event, attributes from server_events")
    assert event == {"event": "pump", "attributes": '{"level":7}'}

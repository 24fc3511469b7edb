"""The sample logs are what their README says, and hold nothing of the machine that made them."""

from __future__ import annotations

import gzip
import json
import re
import runpy
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from aurorascope import ingest
from aurorascope.store.store import Store

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "sample_logs"
MYSQL = sorted(path for path in (SAMPLES / "prod-orders-1").rglob("*") if path.is_file())
FILES = sorted(SAMPLES.glob("prod-shop-*/error/*"))
HEAD = re.compile(r"^(2026-11-19 \d\d:\d\d:\d\d) UTC:.*?\]:([A-Z]+):  (.*)", re.MULTILINE)
CONTINUATIONS = {"DETAIL", "HINT", "CONTEXT", "STATEMENT", "QUERY"}

PROMISED = (
    r"DETAIL:  parameters: \$1 = ",
    r"duration: [\d.]+ ms  parse <unnamed>: ",
    r"duration: [\d.]+ ms  execute _pg3_\d+: ",
    r"DETAIL:  prepare: PREPARE customer_by_email",
    r"duration: [\d.]+ ms\n",
    r"plan:\n\tQuery Text: ",
    r'plan:\n\t\{\n\t  "Query Text": ',
    r"still waiting for AccessExclusiveLock on relation ",
    r"Processes holding the lock: \d+, \d+",
    r"acquired ShareLock on transaction ",
    r"ERROR:  deadlock detected",
    r"temporary file: path ",
    r"automatic vacuum of table ",
    r"automatic analyze of table ",
    r"checkpoint complete: ",
    r"restartpoint complete: ",
    r'connection authenticated: identity="analytics@corp\.example" method=scram-sha-256',
    r"SSL enabled \(protocol=TLSv1\.3",
    r"UTC:2001:db8:20::31\(\d+\):analytics@corp\.example@shop:",
    r"\[local\]:rdsadmin@rdsadmin:",
    r"@Data Lake:",
    r"password authentication failed",
    r"remaining connection slots are reserved",
    r"pg_hba\.conf rejects connection",
    r"canceling statement due to statement timeout",
    r"canceling statement due to lock timeout",
    r"canceling statement due to user request",
    r"canceling statement due to conflict with recovery",
    r"terminating connection due to idle-in-transaction timeout",
    r"could not serialize access",
    r"AUDIT: SESSION,\d+,1,READ,SELECT,",
    r"AUDIT: SESSION,\d+,1,DDL,",
    r"received SIGHUP, reloading configuration files",
    r'parameter "log_min_duration_statement" changed to "0"',
    r"skipping missing configuration file ",
    r"terminated by signal 9: Killed",
    r"automatic recovery in progress",
    r"the database system is (in recovery mode|starting up|not yet accepting connections)",
    r"received promote request",
    r"selected new timeline ID: 2",
    r"started streaming WAL from primary",
    r"logical decoding found consistent point",
)


def _read(path: Path) -> str:
    data = path.read_bytes()
    return (gzip.decompress(data) if path.suffix == ".gz" else data).decode()


@pytest.fixture(scope="module")
def text() -> str:
    return "".join(_read(path) for path in FILES)


def test_the_manifest_names_every_file_once() -> None:
    manifest = tomllib.loads((SAMPLES / "manifest.toml").read_text())
    named = [path for instance in manifest["instance"] for path in SAMPLES.glob(instance["files"])]
    assert sorted(named) == sorted([*FILES, *MYSQL])
    assert {path.suffix for path in FILES} >= {".gz"}


def test_the_files_are_a_few_megabytes() -> None:
    assert 1_000_000 < sum(path.stat().st_size for path in FILES) < 8_000_000


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parts[-3]}-{path.name[-7:]}")
def test_a_file_holds_the_hour_it_is_named_after(path: Path) -> None:
    hour = re.search(r"-(\d\d)00", path.name)
    assert hour is not None
    times = [found[1] for found in HEAD.finditer(_read(path))]
    assert {time[11:13] for time in times} == {hour[1]}


@pytest.mark.parametrize("promised", PROMISED)
def test_the_day_has_what_it_promises(text: str, promised: str) -> None:
    assert re.search(promised, text), promised


@pytest.mark.parametrize("trace", [r"127\.0\.0\.", r"/root", r"/home", r"2026-11-20", r"run-2026"])
def test_nothing_of_the_run_is_left(text: str, trace: str) -> None:
    assert not re.search(trace, text)


def test_a_wait_and_its_end_are_as_far_apart_as_they_say(text: str) -> None:
    """Scenes are not stretched: from 'still waiting' to 'acquired' the clock and the message agree."""
    waiting: dict[tuple[str, str], tuple[int, float]] = {}
    pairs = 0
    for found in HEAD.finditer(text):
        hours, minutes, seconds = (int(part) for part in found[1][11:].split(":"))
        at = hours * 3600 + minutes * 60 + seconds
        if wait := re.match(r"process (\d+) still waiting for (\S+ on .+) after ([\d.]+) ms", found[3]):
            waiting[wait[1], wait[2]] = at, float(wait[3]) / 1000
        elif end := re.match(r"process (\d+) acquired (\S+ on .+) after ([\d.]+) ms", found[3]):
            began, waited = waiting.pop((end[1], end[2]))
            assert abs((at - began) - (float(end[3]) / 1000 - waited)) <= 1.001
            pairs += 1
    assert pairs >= 5


def test_every_entry_reaches_the_store(tmp_path: Path, text: str) -> None:
    store = tmp_path / "store"
    command = [
        "-m",
        "aurorascope.cli.main",
        "ingest",
        *map(str, FILES),
        "--store",
        str(store),
        "--output",
        "json",
    ]
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["sources"]
    words = Counter(found[2] for found in HEAD.finditer(text) if found[2] not in CONTINUATIONS)
    # log_statement wrote the statement, the bare duration line after it is its end: two lines, one row
    words["LOG"] -= len(re.findall(r":LOG:  duration: [\d.]+ ms\n", text))
    rows = (
        Store.open(store)
        .snapshot()
        .query("select severity, count(*) as n from log_entries group by 1")
        .to_pylist()
    )
    assert {row["severity"]: row["n"] for row in rows} == words


def test_a_real_mysql_s_logs_are_understood_to_the_last_entry(tmp_path: Path) -> None:
    summary = ingest(
        MYSQL, store=tmp_path / "store", cluster="prod-orders", instance="prod-orders-1", workers=1
    )
    told = [
        (Path(result.path).parts[-2], result.status, result.unparsed_entries) for result in summary.sources
    ]
    assert told == [
        (kind, "complete", 0) for kind in ("error", "general", "general", "slowquery", "slowquery")
    ]
    slow = [path.read_bytes() for path in MYSQL if "slowquery" in path.parts]
    truth = [re.findall(rb"^# Query_time: (\d+)\.(\d{6}) ", data, re.MULTILINE) for data in slow]
    times = [int(seconds + micros) for found in truth for seconds, micros in found]
    with Store.open(tmp_path / "store").snapshot() as snapshot:
        (row,) = snapshot.query(
            "select count(*) as n, sum(duration_us)::bigint as us from statements "
            "where observed_by = 'slow_log'"
        ).to_pylist()
    assert (row["n"], row["us"]) == (len(times), sum(times))


@pytest.fixture(scope="module")
def dialects(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """MariaDB's logs and the constructed ones of Aurora, each instance as itself."""
    path = tmp_path_factory.mktemp("dialects") / "store"
    for name in ("prod-crm-1", "prod-billing-1"):
        files = sorted(it for it in (SAMPLES / name).rglob("*") if it.is_file())
        summary = ingest(files, store=path, cluster=name, instance=name, workers=1)
        assert {(it.status, it.unparsed_entries) for it in summary.sources} == {("complete", 0)}
    return Store.open(path)


def test_mariadb_s_and_aurora_s_slow_logs_are_understood_to_the_last_entry(dialects: Store) -> None:
    for name in ("prod-crm-1", "prod-billing-1"):
        text = b"".join(path.read_bytes() for path in (SAMPLES / name / "slowquery").iterdir())
        found = re.findall(rb"^# Query_time: (\d+)\.(\d{6}) ", text, re.MULTILINE)
        with dialects.snapshot() as snapshot:
            (row,) = snapshot.query(
                "select count(*) as n, sum(duration_us)::bigint as us, min(ts) as first from statements "
                "where observed_by = 'slow_log' and instance = $name",
                {"name": name},
            ).to_pylist()
        assert (row["n"], row["us"]) == (len(found), sum(int(s + us) for s, us in found))
        assert row["first"].date().isoformat() == "2026-11-19"


def test_aurora_s_stripes_are_one_audit_log_whose_rows_a_query_id_joins(dialects: Store) -> None:
    lines = [
        line.split(",")
        for path in (SAMPLES / "prod-billing-1/audit").iterdir()
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    truth = Counter(fields[6] for fields in lines)
    with dialects.snapshot() as snapshot:
        mine = "instance = 'prod-billing-1'"
        rows = snapshot.query(
            f"select operation, count(*) as n from audit where {mine} group by 1"
        ).to_pylist()
        assert {row["operation"]: row["n"] for row in rows} == truth
        (joined,) = snapshot.query(
            f"select count(*) as n from audit where {mine} and operation in ('READ', 'WRITE') "
            f"and statement_id in (select statement_id from audit where {mine} and operation = 'QUERY')"
        ).to_pylist()
        assert joined["n"] == truth["READ"] + truth["WRITE"]
        logins = snapshot.query(
            f"select event, count(*) as n from logins where {mine} group by 1 order by 1"
        ).to_pylist()
        assert [(row["event"], row["n"]) for row in logins] == [
            ("authorized", truth["CONNECT"]), ("disconnected", truth["DISCONNECT"]), ("failed", 6)
        ]  # fmt: skip


@pytest.mark.parametrize(
    "trace", [rb"/tmp/(?!mysql\.sock)", rb"/root", rb"/home", rb"2026-11-20", rb"26112\d 1"]
)
def test_nothing_of_the_runs_of_mysql_is_left(trace: bytes) -> None:
    everyone = [*MYSQL, *(it for it in (SAMPLES / "prod-crm-1").rglob("*") if it.is_file())]
    assert not [path.name for path in everyone if re.search(trace, path.read_bytes())]
    assert sum(path.stat().st_size for path in everyone) < 2_000_000


def test_the_constructed_logs_are_those_that_their_maker_writes(tmp_path: Path) -> None:
    maker = runpy.run_path(str(SAMPLES / "make/make_aurora_mysql.py"))
    maker["main"].__globals__["TARGET"] = tmp_path
    maker["main"]()
    kept = SAMPLES / "prod-billing-1"
    names = sorted(str(it.relative_to(kept)) for it in kept.rglob("*") if it.is_file())
    assert names == sorted(str(it.relative_to(tmp_path)) for it in tmp_path.rglob("*") if it.is_file())
    assert [name for name in names if (kept / name).read_bytes() != (tmp_path / name).read_bytes()] == []

"""The sample logs are what their README says, and hold nothing of the machine that made them."""

from __future__ import annotations

import gzip
import json
import re
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


@pytest.mark.parametrize("trace", [rb"/tmp", rb"/root", rb"/home", rb"2026-11-20", rb"26112\d 1"])
def test_nothing_of_the_mysql_run_is_left(trace: bytes) -> None:
    assert not [path.name for path in MYSQL if re.search(trace, path.read_bytes())]
    assert sum(path.stat().st_size for path in MYSQL) < 1_000_000

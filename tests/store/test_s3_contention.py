"""Two writers, five readers, upkeep, kill -9 on one store in S3: no failed read, no lost or doubled row."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from contending import keep, prove_whole, read, write
from fake_aws.bucket_fixtures import reached, s3
from fake_aws.object_store import ObjectStore

from aurorascope.store.store import Store

__all__ = ["reached", "s3"]
PROGRAM = Path(__file__).with_name("contending.py")
SOURCES = ["first", "second"]
MINUTES = 10
ROOT = str(Path(__file__).parents[2])


def start(role: str, address: str, name: str, until: str, cache: Path) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": ROOT, "AURORASCOPE_S3_CACHE": str(cache / name)}
    process = subprocess.Popen(
        [sys.executable, str(PROGRAM), role, address, name, until],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )
    assert process.stdout is not None
    if process.stdout.readline() != "ready\n":
        raise AssertionError(process.communicate()[1])
    return process


def result(process: subprocess.Popen[str]) -> dict[str, object]:
    out, error = process.communicate(timeout=300)
    assert process.returncode == 0, error
    found: dict[str, object] = json.loads(out)
    return found


def test_writers_upkeep_and_readers_at_once_with_a_kill(reached: ObjectStore, tmp_path: Path) -> None:
    assert reached.url
    address = "s3://plain/contended/store"
    Store.create(address)
    killed = start("write", address, "first", "60", tmp_path)
    stop = threading.Event()

    def going() -> bool:
        return not stop.is_set()

    with ThreadPoolExecutor(4) as threads:
        writing = threads.submit(write, Store.open(address), "second", going)
        keeping = threads.submit(keep, Store.open(address), going, 0.2)
        reading = [threads.submit(read, Store.open(address), going) for _ in range(2)]
        time.sleep(1.5)
        killed.kill()
        killed.communicate()
        time.sleep(1.0)
        stop.set()
    assert [one.result()["wrong"] for one in reading] == [[], []]
    assert writing.result() > 0
    assert keeping.result()["rounds"] > 0
    assert prove_whole(Store.open(address), SOURCES)["runs"] > 0


@pytest.mark.proof
@pytest.mark.timeout(3600)
def test_ten_minutes_of_two_writers_and_five_readers_in_s3(
    reached: ObjectStore, tmp_path: Path, proved: Callable[[str], None]
) -> None:
    address = "s3://plain/ten-minutes/store"
    store = Store.create(address)
    stop = tmp_path / "stop"
    chance = random.Random(1)
    readers = [start("read", address, f"reader{number}", str(stop), tmp_path) for number in range(5)]
    keeper = start("keep", address, "upkeep", str(stop), tmp_path)
    writers = {source: start("write", address, source, str(stop), tmp_path) for source in SOURCES}
    end, kills = time.monotonic() + 60 * MINUTES, 0
    while time.monotonic() < end - 20:
        time.sleep(chance.uniform(15, 25))
        source = chance.choice(SOURCES)
        assert writers[source].poll() is None, writers[source].communicate()[1]
        writers[source].kill()
        writers[source].communicate()
        writers[source] = start("write", address, source, str(stop), tmp_path)
        kills += 1
    time.sleep(max(0.0, end - time.monotonic()))
    stop.touch()
    for process in writers.values():
        process.communicate(timeout=120)
        assert process.returncode == 0
    told = result(keeper)
    seen = [result(reader) for reader in readers]
    asked = reached.asked()
    assert [one["wrong"] for one in seen] == [[]] * 5
    held = prove_whole(Store.open(address), SOURCES)
    reads = sum(int(str(one["reads"])) for one in seen)
    versions = store.version()
    proved(
        f"{MINUTES} minutes on a local S3 (tests/fake_aws/object_store.py, a process of its own; no AWS "
        f"account): two writers, {kills} times killed with -9 and started again, five readers, "
        "upkeep, a process each"
    )
    proved(
        f"{versions:,} versions, {held['runs']:,} runs, {held['statements']:,} statements: each run is there "
        "once, no row lost or doubled; every file of the log present, the rollups add up to their raw rows"
    )
    proved(
        f"{reads:,} reads beside them, each of a whole version, none failed; {told['rounds']:,} rounds of "
        f"upkeep: {told['compacted']:,} tables and days compacted, {told['taken out']:,} files taken out "
        "by retention"
    )
    shares = ", ".join(f"{count / versions:.1f} {kind}" for kind, count in asked.most_common())
    proved(f"requests a version, of all eight processes: {shares}")

"""A run on a scheduler that does things twice, and kills: the rows, positions and coverage of one process."""

from __future__ import annotations

import gzip
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import boto3
import pytest
from fake_aws.bucket_fixtures import reached, s3
from fake_aws.object_store import ObjectStore
from stored_rows import contents, positions, versions

from aurorascope import Store, __version__, ingest
from aurorascope.cli.endings import Ending, run_to_exit_code
from aurorascope.cli.engines import starter
from aurorascope.cli.main import cli
from aurorascope.ingest import cutting, feed
from aurorascope.ingest.alone import Alone
from aurorascope.ingest.reading import read_entries
from aurorascope.ingest.split import Doing, OtherVersion, done
from aurorascope.ingest.tasks import ReadRange, Setup
from aurorascope.logs.prefix import RDS_DEFAULT
from aurorascope.logs.starts import FormatSpec
from aurorascope.model.errors import BadRequestError, OutsideError
from aurorascope.scale import session
from aurorascope.scale.session import attempts_of, reason_of
from aurorascope.scale.spark import SparkExecutor, cut_into_splits
from aurorascope.store.check import check

__all__ = ["reached", "s3"]
ROOT = Path(__file__).parents[2]
LOGS = ROOT / "tests" / "logs"
CANARIES = ROOT / "tests" / "ingest" / "canaries"
SAMPLES = ROOT / "sample_logs"
BLOCK = 9000
MOST = 36_000  # bytes of a log

FORMATS = {
    "stderr": (CANARIES / "stderr" / "error" / "postgresql.log", RDS_DEFAULT),
    "csvlog": (LOGS / "postgres" / "server-15.csv", ""),
    "jsonlog": (LOGS / "postgres" / "server-15.json", ""),
    "mysql-slow": (SAMPLES / "prod-crm-1" / "slowquery" / "mysql-slowquery.log.2026-11-19.14", ""),
    "mysql-general": (LOGS / "mysql" / "mariadb-10.11-general.log", ""),
    "mysql-error": (LOGS / "mysql" / "mariadb-10.11-error.log", ""),
    "mysql-audit": (LOGS / "mysql" / "mariadb-10.11-audit.log", ""),
    "pgbouncer": (LOGS / "poolers" / "pgbouncer-1.18.log", ""),
    "rds-proxy": (LOGS / "poolers" / "rds-proxy.log", ""),
}


class Twice:
    """A scheduler with the manners of Spark's: splits by pickle, each done twice, in no order; some die.

    The first split is also done by a process that is killed when its files are written and its answer is not
    yet said; every third fails once and is done again.
    """

    master = "local[2,4]"
    defaultParallelism = 2  # noqa: N815 - Spark's name

    def __init__(self, store: Path | None = None) -> None:
        self.store = store
        self.splits: list[list[Any]] = []
        self.killed = 0
        self._attempt: Callable[[Any], bytes]

    def setJobGroup(self, group: str, said: str, *, interruptOnCancel: bool) -> None:  # noqa: ARG002, N802, N803
        assert group.startswith("aurorascope ")

    def cancelJobGroup(self, group: str) -> None:  # noqa: N802
        assert group

    def parallelize(self, splits: Sequence[Any], count: int) -> Twice:
        assert len(splits) == count
        self._wave = [pickle.dumps(split) for split in splits]
        self.splits += splits
        return self

    def map(self, attempt: Callable[[Any], bytes]) -> Twice:
        self._attempt = pickle.loads(pickle.dumps(attempt))
        return self

    def collect(self) -> list[bytes]:
        if self.store and not self.killed:
            self._kill(self._wave[0])
        found: dict[int, bytes] = {}
        for place in reversed(range(len(self._wave))):
            doings = [self._attempt(pickle.loads(self._wave[place])) for _ in range(2)]
            found[place] = doings[place % 2]
        return [found[place] for place in sorted(found)]

    def _kill(self, split: bytes) -> None:
        code = (
            "import os, pickle, signal, sys\n"
            "attempt, split = pickle.load(sys.stdin.buffer)\n"
            "attempt(pickle.loads(split))\n"
            "os.kill(os.getpid(), signal.SIGKILL)"
        )
        ended = subprocess.run(
            [sys.executable, "-c", code], input=pickle.dumps((self._attempt, split)), check=False
        )
        assert ended.returncode == -signal.SIGKILL
        self.killed += 1


def mixed(folder: Path) -> list[str]:
    """Logs of every format, each of its own instance; one goes on in a second, compressed file."""
    paths = []
    for name, (log, _) in FORMATS.items():
        place = folder / name / "error" / log.name
        place.parent.mkdir(parents=True)
        place.write_bytes(log.read_bytes()[:MOST])
        paths.append(str(folder / name))
    data = FORMATS["stderr"][0].read_bytes()
    half = data.rfind(b"\n", 0, len(data) // 2) + 1
    place = folder / "halves" / "error"
    place.mkdir(parents=True)
    (place / "postgresql.log.2026-11-19-00").write_bytes(data[:half])
    with gzip.open(place / "postgresql.log.2026-11-19-01.gz", "wb") as file:
        file.write(data[half:])
    return [*paths, str(folder / "halves")]


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return mixed(tmp_path_factory.mktemp("logs"))


@pytest.fixture(scope="module")
def alone(logs: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store that one process makes, each file a block."""
    store = tmp_path_factory.mktemp("alone") / "store"
    assert run_to_exit_code(cli, ["ingest", "--engine", "one", "--store", str(store), *logs]) == Ending.WELL
    return store


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "BLOCK", BLOCK)
    monkeypatch.setattr(cutting, "BLOCK", BLOCK)


@pytest.mark.parametrize("form", FORMATS)
def test_splits_begin_at_entries_and_hold_the_log_once(form: str) -> None:
    path, prefix = FORMATS[form]
    data = path.read_bytes()[:MOST]
    spec = FormatSpec(form, prefix)
    ends = [*range(0, len(data), 701), len(data)]
    read = bytearray()
    with path.open("rb") as file:
        for begin, end in pairwise(ends):
            piece, at, _ = read_entries(file.fileno(), spec, begin, end, len(data), first=begin == 0)
            if piece:
                assert at == len(read)
                assert begin == 0 or spec.next_start(data, at) == at
            read += piece
    assert bytes(read) == data


@pytest.mark.usefixtures("small_blocks")
def test_a_scheduler_that_does_all_twice_and_kills_changes_nothing(
    logs: list[str], alone: Path, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    scheduler = Twice(store)
    summary = ingest(logs, store=store, executor=lambda: SparkExecutor(scheduler))
    assert scheduler.killed == 1
    assert len(scheduler.splits) > 5
    assert contents(store) == contents(alone)
    assert positions(store) == positions(alone)
    assert versions(store) == 2, "one commit made the store, one brought the rows"
    assert {source.status for source in summary.sources} == {"complete"}
    opened = Store.open(store)
    left = check(opened)
    assert not left.problems
    assert left.unnamed_files > 0, "the second doings wrote files too"
    later = datetime.now(UTC) + timedelta(days=8)
    assert check(opened, clear=True, now=later).cleared_files == left.unnamed_files
    assert check(opened).unnamed_files == 0
    assert contents(store) == contents(alone)
    again = ingest(logs, store=store, executor=lambda: SparkExecutor(Twice()))
    assert {source.status for source in again.sources} == {"unchanged"}


@pytest.mark.usefixtures("small_blocks")
def test_the_pool_makes_the_same_rows(logs: list[str], alone: Path, tmp_path: Path) -> None:
    ingest(logs, store=tmp_path / "store", workers=2)
    assert contents(tmp_path / "store") == contents(alone)
    assert positions(tmp_path / "store") == positions(alone)


@pytest.mark.usefixtures("small_blocks")
def test_what_one_executor_left_open_another_goes_on_from(tmp_path: Path) -> None:
    data = FORMATS["stderr"][0].read_bytes()
    log = tmp_path / "postgresql.log"
    for part, executor in ((data[: len(data) // 2], lambda: SparkExecutor(Twice())), (data, Alone)):
        log.write_bytes(part)
        ingest(log, store=tmp_path / "store", executor=executor)
    ingest(log, store=tmp_path / "whole", executor=Alone)
    found, whole = contents(tmp_path / "store"), contents(tmp_path / "whole")
    assert found.pop("coverage").rows == 2 * whole.pop("coverage").rows
    assert found == whole


def test_logs_and_store_in_a_bucket(reached: ObjectStore, alone: Path, logs: list[str]) -> None:
    client = boto3.client("s3", endpoint_url=reached.url)
    for folder in logs:
        for place in Path(folder).rglob("*.*"):
            key = f"logs/{place.relative_to(Path(folder).parent).as_posix()}"
            client.put_object(Bucket="plain", Key=key, Body=place.read_bytes())
    named: dict[str, Any] = {"store": "s3://plain/store", "executor": lambda: SparkExecutor(Twice())}
    assert {source.status for source in ingest("s3://plain/logs", **named).sources} == {"complete"}
    found, expected = contents("s3://plain/store"), contents(alone)
    assert found.pop("coverage").rows == expected.pop("coverage").rows, "its paths are others"
    assert found == expected
    assert {source.status for source in ingest("s3://plain/logs", **named).sources} == {"unchanged"}


def a_task(path: Path, number: int = 0) -> ReadRange:
    size = path.stat().st_size if path.exists() else 10
    labels = {"account": "a", "region": "r", "cluster": "c", "instance": "i"}
    spec = FormatSpec("stderr", RDS_DEFAULT)
    return ReadRange(
        number,
        str(path),
        -1,
        0,
        size,
        size,
        first=True,
        last=True,
        shift=0,
        source="s",
        spec=spec,
        labels=labels,
    )


def test_what_the_machine_refuses_is_tried_again_and_then_said(tmp_path: Path) -> None:
    doing = Doing(Setup(str(tmp_path), "run", 0, redacted=False))
    tasks = [a_task(FORMATS["stderr"][0]), a_task(tmp_path / "gone.log", 1)]
    with pytest.raises(FileNotFoundError):
        done(doing, tasks, last=False)
    answers = done(doing, tasks, last=True)
    assert answers[-1].fatal
    assert "gone.log: No such file" in answers[-1].problem
    assert not any(answer.files for answer in answers)
    assert not list(tmp_path.rglob("*.parquet")), "what was written before is removed"


def test_a_run_that_fails_leaves_no_file(tmp_path: Path, logs: list[str]) -> None:
    class Failing(Twice):
        def collect(self) -> list[bytes]:
            super().collect()
            raise RuntimeError(
                "Job aborted due to stage failure\n  OSError: [Errno 28] No space left on device"
            )

    store = tmp_path / "store"
    with pytest.raises(OutsideError, match=r"nothing was committed: OSError: \[Errno 28\] No space"):
        ingest(logs[0], store=store, executor=lambda: SparkExecutor(Failing()))
    assert Store.open(store).version() == 0


def test_an_executor_of_another_version_does_nothing(tmp_path: Path) -> None:
    doing = Doing(Setup(str(tmp_path), "run", 0, redacted=False), version="0.0.1")
    with pytest.raises(OtherVersion, match=f"has version {__version__}, the run has 0.0.1"):
        done(doing, [a_task(FORMATS["stderr"][0])])


@pytest.mark.parametrize(("count", "parallel"), [(1, 1), (1, 50), (7, 2), (170, 2), (340, 100), (5000, 2)])
def test_splits_are_neighbours_in_order_and_keep_all_executors_busy(count: int, parallel: int) -> None:
    tasks = [a_task(FORMATS["stderr"][0], number) for number in range(count)]
    splits = cut_into_splits(tasks, parallel)
    assert [task for split in splits for task in split] == tasks
    assert min(count, parallel) <= len(splits)
    assert max(map(len, splits)) <= 64


class Context:
    def __init__(self, master: str, failures: str = "7") -> None:
        self.master = master
        self.failures = failures

    def getConf(self) -> dict[str, str]:  # noqa: N802
        return {"spark.task.maxFailures": self.failures}


@pytest.mark.parametrize(
    ("master", "attempts"),
    [
        ("local", 1),
        ("local[2]", 1),
        ("local[*, 3]", 3),
        ("local[2,4]", 4),
        ("yarn", 7),
        ("local-cluster[1,1,512]", 7),
    ],
)
def test_how_often_a_task_is_tried(master: str, attempts: int) -> None:
    assert attempts_of(Context(master)) == attempts


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        ("x\nModuleNotFoundError: No module named 'aurorascope'\n y", "its executors have no aurorascope"),
        ("a.b.OtherVersion: this process has version 2, the run has 1", "this process has version 2, the run has 1"),
        ("org.apache.spark.SparkException: Job 3 cancelled", "SparkException: Job 3 cancelled"),
        ("Task 0 failed: org.apache.spark.SparkException: Python worker exited unexpectedly (crashed)\n at x", "a task lost its Python worker"),
        ("", "RuntimeError"),
    ],
)  # fmt: skip
def test_a_failed_job_is_one_sentence(error: str, sentence: str) -> None:
    assert sentence in str(reason_of(RuntimeError(error)))


@pytest.fixture
def without_spark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "find_spec", lambda _: None)


@pytest.mark.usefixtures("without_spark")
def test_without_spark_the_engine_is_named_as_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], logs: list[str]
) -> None:
    named = ["ingest", "--engine", "spark", "--store", str(tmp_path / "store"), logs[0]]
    assert run_to_exit_code(cli, named) == Ending.USAGE
    said = capsys.readouterr().err
    assert "needs Spark, which is not installed here: pip install 'aurorascope[spark]'" in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize(
    ("engine", "workers", "settings", "sentence"),
    [
        ("pool", None, ("a=b",), "is a setting of --engine spark"),
        ("one", 2, (), "--engine one is one process"),
        ("spark", None, ("spark.master",), "takes NAME=VALUE"),
    ],
)
def test_options_that_do_not_go_together(
    engine: str, workers: int | None, settings: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(BadRequestError, match=sentence), starter(engine, workers, settings):
        pass

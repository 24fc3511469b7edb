"""Bad input ends in one clear sentence and the right exit code, and the store stays whole."""

from __future__ import annotations

import ctypes
import gzip
import os
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from aurorascope import Store, ingest
from aurorascope.cli.endings import Ending
from aurorascope.store.check import check

Run = Callable[..., "subprocess.CompletedProcess[str]"]

PREFIX = "2026-11-19 03:{:02}:{:02} UTC:10.0.3.7(51234):app@shop:[{}]:"
MEGABYTE = 1 << 20


def log(entries: int, first: int = 0) -> bytes:
    """Return a log of `entries` statements of 1 ms each."""
    lines = (
        f"{PREFIX.format(i // 60 % 60, i % 60, 100 + i % 7)}LOG:  duration: 1.000 ms  statement: SELECT {i}\n"
        for i in range(first, first + entries)
    )
    return "".join(lines).encode()


GOOD = log(200)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def three_lines(path: Path) -> None:
    path.write_bytes(log(3, 1000))


def binary(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 4096)


def another_program(path: Path) -> None:
    path.write_text('10.0.0.1 - - [19/Nov/2026:03:14:15 +0000] "GET / HTTP/1.1" 200 612\n' * 500)


def truncated_gz(path: Path) -> None:
    whole = gzip.compress(log(50_000, 1000))
    path.with_suffix(".gz").write_bytes(whole[: len(whole) // 2])


def broken_gz(path: Path) -> None:
    whole = bytearray(gzip.compress(log(50_000, 1000)))
    whole[len(whole) // 2 : len(whole) // 2 + 64] = b"\xff" * 64
    path.with_suffix(".gz").write_bytes(whole)


def gzip_bomb(path: Path) -> None:
    """Four gigabytes of one byte in four megabytes."""
    path.with_suffix(".gz").write_bytes(gzip.compress(b"0" * (16 * MEGABYTE)) * 256)


def long_line(path: Path) -> None:
    with path.open("wb") as out:
        out.write(log(3, 1000))
        out.write(PREFIX.format(59, 58, 7).encode() + b"LOG:  duration: 1.000 ms  statement: SELECT '")
        out.write(b"x" * (100 * MEGABYTE) + b"'\n" + log(3, 2000))


def log_of_nul(path: Path) -> None:
    path.write_bytes(log(2000, 1000) + b"\0" * 4096 + b"\n" + log(3, 2000))


@dataclass(frozen=True, slots=True)
class Case:
    """An input, how its run ends, and what the person reads; `rows` is how many statements it adds."""

    write: Callable[[Path], None]
    ending: Ending
    says: str
    rows: int = 0
    options: tuple[str, ...] = ()


CASES = {
    "empty": Case(empty, Ending.WELL, "0 entries"),
    "three_lines": Case(three_lines, Ending.WELL, "3 entries", 3),
    "binary": Case(binary, Ending.PARTIAL, "failed: "),
    "another_program": Case(another_program, Ending.PARTIAL, "failed: "),
    "wrong_prefix": Case(three_lines, Ending.PARTIAL, "failed: ", 0, ("--prefix", "%m [%p] %q%u@%d ")),
    "no_prefix_at_all": Case(three_lines, Ending.USAGE, "prefix 'nothing'", 0, ("--prefix", "nothing")),
    "truncated_gz": Case(truncated_gz, Ending.PARTIAL, "partial: ", -1),
    "broken_gz": Case(broken_gz, Ending.PARTIAL, "partial: ", -1),
    "gzip_bomb": Case(gzip_bomb, Ending.PARTIAL, "failed: "),
    "long_line": Case(long_line, Ending.PARTIAL, "longer than 16 MiB", 7),
    "nul_bytes": Case(log_of_nul, Ending.WELL, "entries", 2003),
    "unknown_format": Case(three_lines, Ending.USAGE, "format 'cobol'", 0, ("--format", "cobol")),
    "unknown_zone": Case(three_lines, Ending.USAGE, "Mars/Olympus", 0, ("--timezone", "Mars/Olympus")),
}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a store that holds one good log."""
    folder = tmp_path_factory.mktemp("filled")
    (folder / "good.log").write_bytes(GOOD)
    ingest([str(folder / "good.log")], store=folder / "store")
    return folder / "store"


@pytest.fixture
def store(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(filled, tmp_path / "store"))


def statements(store: Path) -> int:
    return int(Store.open(store).sql("select sum(calls) as calls from statements")["calls"][0])


def assert_whole(store: Path, added: int) -> None:
    """The good log's rows are all there, and as many more as the run may have added."""
    assert check(Store.open(store)).problems == ()
    now = statements(store)
    assert now > 200 if added < 0 else now == 200 + added


@pytest.mark.parametrize("name", CASES)
def test_bad_input_ends_well(name: str, aurorascope: Run, store: Path, tmp_path: Path) -> None:
    case = CASES[name]
    inputs = tmp_path / "inputs"
    inputs.mkdir()
    case.write(inputs / "postgresql.log")
    done = aurorascope("ingest", inputs, "--store", store, *case.options)
    assert (Ending(done.returncode), case.says in done.stdout + done.stderr) == (case.ending, True), done
    assert_whole(store, case.rows)
    shutil.rmtree(inputs)


def test_a_missing_path_is_named(aurorascope: Run, store: Path) -> None:
    done = aurorascope("ingest", "nowhere.log", "--store", store)
    assert done.returncode == Ending.USAGE
    assert "nowhere.log" in done.stderr
    assert_whole(store, 0)


def test_a_folder_of_nothing_is_said(aurorascope: Run, store: Path, tmp_path: Path) -> None:
    (tmp_path / "hollow").mkdir()
    done = aurorascope("ingest", "hollow", "--store", store)
    assert done.returncode == Ending.USAGE
    assert "hollow" in done.stderr
    assert_whole(store, 0)


def test_standard_input_is_a_source(aurorascope: Run, store: Path) -> None:
    assert aurorascope("ingest", "-", "--store", store, stdin=log(5, 3000)).returncode == Ending.WELL
    assert_whole(store, 5)
    assert aurorascope("ingest", "-", "--store", store, stdin=b"").returncode == Ending.WELL
    assert_whole(store, 5)


def as_anybody() -> None:
    """Give up the right of root to read and write everything, so that permissions hold in a container too."""
    if os.geteuid() == 0:
        for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
            ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP, in force after exec


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "locked"
    folder.mkdir()
    (folder / "postgresql.log").write_bytes(log(3, 1000))
    folder.chmod(0)
    yield folder
    folder.chmod(0o700)


def test_a_folder_without_rights_to_read_is_code_4(aurorascope: Run, store: Path, locked: Path) -> None:
    done = aurorascope("ingest", locked, "--store", store, preexec=as_anybody)
    assert (done.returncode, "ermission denied" in done.stderr) == (Ending.OUTSIDE, True), done
    assert_whole(store, 0)


def test_a_folder_without_rights_to_write_is_code_4(aurorascope: Run, locked: Path, tmp_path: Path) -> None:
    three_lines(tmp_path / "postgresql.log")
    done = aurorascope("ingest", "postgresql.log", "--store", locked / "store", preexec=as_anybody)
    assert (done.returncode, "ermission denied" in done.stderr) == (Ending.OUTSIDE, True), done


def limit_files() -> None:
    """Let no file grow beyond 32 kB: what a full disk does, without filling one."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 15, 1 << 15))


def test_a_disk_that_takes_no_more_is_code_4(aurorascope: Run, store: Path, tmp_path: Path) -> None:
    (tmp_path / "big.log").write_bytes(b"".join(log(20_000, i) for i in (10_000, 60_000)))
    done = aurorascope("ingest", "big.log", "--store", store, preexec=limit_files)
    assert done.returncode == Ending.OUTSIDE, done
    assert_whole(store, 0)
    assert aurorascope("ingest", "big.log", "--store", store).returncode == Ending.WELL
    assert_whole(store, 40_000)


def test_a_store_that_is_something_else_is_refused(aurorascope: Run, tmp_path: Path) -> None:
    three_lines(tmp_path / "postgresql.log")
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "letters.txt").write_text("mine")
    done = aurorascope("ingest", "postgresql.log", "--store", "store")
    assert done.returncode == Ending.USAGE
    assert [path.name for path in (tmp_path / "store").iterdir()] == ["letters.txt"]


def test_a_redacted_store_takes_no_literals(aurorascope: Run, tmp_path: Path) -> None:
    three_lines(tmp_path / "postgresql.log")
    assert aurorascope("ingest", "postgresql.log", "--store", "store", "--redact").returncode == Ending.WELL
    done = aurorascope("ingest", "postgresql.log", "--store", "store", "--no-redact")
    assert (done.returncode, "redacted" in done.stderr) == (Ending.USAGE, True), done

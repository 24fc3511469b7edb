"""`ingest` says what it read, what it did not understand, and takes everything in once."""

from __future__ import annotations

import gzip
import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from aurorascope import Store
from aurorascope.cli.endings import Ending

ROOT = Path(__file__).parents[2]
Run = Callable[..., "subprocess.CompletedProcess[str]"]

PREFIX = "2026-11-19 03:14:{:02} UTC:10.0.3.7(51234):app@shop:[12345]:"
LINES = [f"{PREFIX.format(i)}LOG:  duration: 1.000 ms  statement: SELECT {i}\n" for i in range(20)]


def told(done: subprocess.CompletedProcess[str]) -> dict[str, object]:
    assert done.returncode == Ending.WELL, done
    summary = json.loads(done.stdout)
    (source,) = summary["sources"]
    return {"status": source["status"], "entries": summary["entries"], "statements": summary["statements"]}


def test_a_file_is_taken_in_once_and_continued_when_it_grew(aurorascope: Run, tmp_path: Path) -> None:
    log = tmp_path / "postgresql.log"
    command = ("ingest", log, "--store", "store", "--output", "json")
    log.write_text("".join(LINES[:12]))
    assert told(aurorascope(*command)) == {"status": "complete", "entries": 12, "statements": 12}
    assert told(aurorascope(*command)) == {"status": "unchanged", "entries": 0, "statements": 0}
    log.write_text("".join(LINES))
    assert told(aurorascope(*command))["status"] == "complete"
    log.with_suffix(".gz").write_bytes(gzip.compress(log.read_bytes()))
    done = aurorascope("ingest", log.with_suffix(".gz"), "--store", "store", "--output", "json")
    assert told(done)["status"] == "unchanged"
    assert Store.open(tmp_path / "store").sql("select sum(calls) as n from statements")["n"][0] == 20


def test_the_labels_are_in_every_row(aurorascope: Run, tmp_path: Path) -> None:
    (tmp_path / "postgresql.log").write_text("".join(LINES))
    labels = {"account": "123456789012", "region": "eu-west-1", "cluster": "orders", "instance": "orders-1"}
    options = [part for name, value in labels.items() for part in (f"--{name}", value)]
    assert aurorascope("ingest", "postgresql.log", "--store", "store", *options).returncode == Ending.WELL
    frame = Store.open(tmp_path / "store").sql(f"select distinct {', '.join(labels)} from statements")
    assert frame.to_dict("records") == [labels]


def test_the_first_entry_not_understood_is_shown_and_cannot_steer_the_terminal(
    aurorascope: Run, tmp_path: Path
) -> None:
    (tmp_path / "postgresql.log").write_text("".join([*LINES, "out of place \x1b[2J\n", *LINES]))
    said = aurorascope("ingest", "postgresql.log", "--store", "store").stdout
    offset = sum(map(len, LINES))
    assert (
        f"not understood: 1 of the 41 entries (2.4%) of postgresql.log; the first, at byte {offset:,}: "
        in said
    )
    assert "out of place \\x1b[2J" in said
    assert "\x1b" not in said


def test_the_time_range_and_the_store_are_said(aurorascope: Run, tmp_path: Path) -> None:
    (tmp_path / "postgresql.log").write_text("".join(LINES))
    said = aurorascope("ingest", "postgresql.log").stdout
    assert "2026-11-19 03:14:00 to 2026-11-19 03:14:19 UTC" in said
    assert "store aurorascope-store is at version" in said
    assert (tmp_path / "aurorascope-store").is_dir()


def test_a_bar_is_drawn_on_a_terminal_and_only_there(aurorascope: Run, tmp_path: Path) -> None:
    (tmp_path / "postgresql.log").write_text("".join(LINES))
    assert aurorascope("ingest", "postgresql.log", "--store", "piped").stderr == ""
    command = [sys.executable, "-m", "aurorascope.cli", "ingest", "postgresql.log", "--store", "shown"]
    assert b"reading" in shown_on_terminal(command, tmp_path)


def shown_on_terminal(command: list[str], folder: Path) -> bytes:
    """Return what a command writes to stderr when that is a terminal, read while it runs."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm"}
    shown = b""
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=theirs
    ) as process:
        os.close(theirs)
        with suppress(OSError):  # EIO: the last of the terminal's writers has left
            while piece := os.read(ours, 65536):
                shown += piece
    os.close(ours)
    assert process.returncode == Ending.WELL
    return shown


OWN_KIND = """
name = "own_greeting"
table = "server_events"
doc = "The application greets."
starts = ["hello "]
pattern = '^hello (?P<whom>.+)$'

[constant]
event = "greeting"

[attributes]
whom = "text"
"""


def with_own_kind(tmp_path: Path, text: str) -> None:
    (tmp_path / "own" / "postgres").mkdir(parents=True)
    (tmp_path / "own" / "postgres" / "greeting.toml").write_text(text)
    (tmp_path / "config.toml").write_text(f'content_dirs = ["{tmp_path / "own"}"]\n')
    (tmp_path / "postgresql.log").write_text(f"{PREFIX.format(1)}LOG:  hello world\n")


def test_an_event_kind_of_the_user_makes_typed_rows(aurorascope: Run, tmp_path: Path) -> None:
    with_own_kind(tmp_path, OWN_KIND)
    done = aurorascope("--config", "config.toml", "ingest", "postgresql.log", "--store", "store")
    assert done.returncode == Ending.WELL, done
    frame = Store.open(tmp_path / "store").sql("select event, attributes from server_events")
    assert frame.to_dict("records") == [{"event": "greeting", "attributes": '{"whom":"world"}'}]


def test_a_wrong_event_kind_is_named_before_anything_is_read(aurorascope: Run, tmp_path: Path) -> None:
    with_own_kind(tmp_path, OWN_KIND.replace("'^hello (?P<whom>.+)$'", "'^hello ('"))
    done = aurorascope("--config", "config.toml", "ingest", "postgresql.log", "--store", "store")
    assert done.returncode == Ending.USAGE, done
    assert f"{tmp_path}/own/postgres/greeting.toml" in done.stderr
    assert not (tmp_path / "store").exists()

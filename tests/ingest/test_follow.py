"""A followed log is taken in once and whole, through rotation by rename and by truncation."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from aurorascope.ingest.follow import follow
from aurorascope.ingest.run import ingest
from aurorascope.model.errors import BadRequestError
from aurorascope.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aurorascope.ingest.summary import Summary
    from aurorascope.sources.find import Found

FOLDER = Path(__file__).parents[1] / "logs" / "postgres"


def line(second: int) -> str:
    head = f"2026-11-19 03:14:{second:02d} UTC:10.0.3.7(51234):app@shop:[7]:LOG:  "
    return head + f"duration: {second}.000 ms  statement: select 1\n"


def rounds(path: Path, store: Path, steps: Sequence[Callable[[], object]]) -> list[Summary]:
    """Follow a path while the steps happen, one between two looks."""
    left = list(steps)

    def wait(_: float) -> None:
        if not left:
            raise KeyboardInterrupt
        left.pop(0)()

    def run(paths: Sequence[str | Found]) -> Summary:
        return ingest(paths, store=store, instance="i", workers=1)

    return list(follow([str(path)], run, wait=wait))


def append(path: Path, *seconds: int) -> None:
    with path.open("a") as file:
        file.write("".join(map(line, seconds)))


def seconds(store: Path) -> list[int]:
    rows = Store.open(store).snapshot().query("select duration_us from statements order by ts")
    return [row["duration_us"] // 1000 for row in rows.to_pylist()]


def test_what_is_written_before_a_rename_and_after_it_is_read_once(tmp_path: Path) -> None:
    log, store = tmp_path / "log" / "pg.log", tmp_path / "store"
    log.parent.mkdir()
    append(log, 1, 2)

    def rotate() -> None:
        append(log, 3)  # nobody has looked since
        log.rename(tmp_path / "pg.log.1")
        append(log, 4)

    found = rounds(log, store, [rotate, lambda: append(log, 5), lambda: None])
    assert seconds(store) == [1, 2, 3, 4, 5]
    assert len(found) == 3, "nothing was written before the last look, so there was no run"
    assert {one.status for summary in found for one in summary.sources} == {"complete"}


def test_a_truncated_log_begins_anew(tmp_path: Path) -> None:
    log, store = tmp_path / "pg.log", tmp_path / "store"
    append(log, 1, 2, 3)

    def truncate() -> None:
        shutil.copy(log, tmp_path / "copy")
        log.write_text("")

    rounds(log, store, [truncate, lambda: append(log, 4, 5)])
    assert seconds(store) == [1, 2, 3, 4, 5]


def test_standard_input_is_not_followed() -> None:
    with pytest.raises(BadRequestError, match="standard input"):
        list(follow(["-"], lambda _: pytest.fail("nothing is read")))


def test_of_one_log_in_several_formats_one_is_read(tmp_path: Path) -> None:
    logs, store = tmp_path / "logs", tmp_path / "store"
    logs.mkdir()
    for form in ("csv", "json"):
        shutil.copy(FOLDER / f"server-15.{form}", logs)
    (logs / "server-15.log").write_text(line(1) * 2)
    first = {Path(one.path).suffix: one.status for one in ingest([logs], store=store, workers=1).sources}
    assert first == {".csv": "complete", ".json": "unchanged", ".log": "unchanged"}
    (again,) = ingest([logs / "server-15.json"], store=store, workers=1).sources
    assert (again.status, again.entries) == ("unchanged", 0)
    assert "which says it as csvlog" in again.reason

"""Canaries in every place where a log can carry data: none is in a redacted store."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pyarrow.parquet as pq
import pytest

from aurorascope import Store, ingest
from aurorascope.insight.views import load_view, run_view, view_names
from aurorascope.logs.fingerprint.messages import fold_message
from aurorascope.logs.kinds import builtin_folder, load_kinds
from aurorascope.model.filter import Filter
from aurorascope.report.forms import files_of
from aurorascope.report.making import report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from aurorascope.ingest.summary import Summary
    from aurorascope.model.event_kind import EventKind

FOLDER = Path(__file__).parent / "canaries"
CANARY, PASSWORD = "canary7391", "correct-horse-9"
DAY = datetime(2026, 11, 19, tzinfo=UTC)
ANSWERED = 30  # views that have rows of these logs

WHEN = "2026-11-19T03:14:01.5Z"
WRAPS: dict[str, Callable[[int, str], str]] = {  # of the log in the folder stderr
    "syslog": lambda number, line: (
        f"2026-11-19T03:14:01.5Z db1 postgres[7]: [{number}-{1 + line.startswith(chr(9))}] {line}"
    ),
    "docker": lambda _, line: json.dumps({"log": line + "\n", "stream": "stderr", "time": WHEN}),
    "kubernetes": lambda _, line: f"{WHEN} stderr F {line}".replace("51234", "51235"),
    "journald": lambda _, line: json.dumps(
        {"__REALTIME_TIMESTAMP": "1795058041000000", "_HOSTNAME": "db2", "_PID": "7", "MESSAGE": line}
    ),
}

Runs = tuple[Path, dict[str, "Summary"]]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    folder = tmp_path_factory.mktemp("canaries")
    for file in FOLDER.rglob("*.*"):
        if file.suffix != ".md":
            place = folder / "logs" / file.relative_to(FOLDER)
            place.parent.mkdir(parents=True, exist_ok=True)
            text = file.read_text(encoding="utf-8").replace("§", CANARY).replace("¶", PASSWORD)
            place.write_text(text, encoding="utf-8")
    lines = (folder / "logs" / "stderr" / "error" / "postgresql.log").read_text(encoding="utf-8").splitlines()
    for name, wrap in WRAPS.items():
        (folder / "logs" / name).mkdir()
        wrapped = "".join(wrap(number, line) + "\n" for number, line in enumerate(lines))
        (folder / "logs" / name / "log.txt").write_text(wrapped, encoding="utf-8")
    return folder, {
        name: ingest([folder / "logs"], store=folder / name, redact=name == "redacted", workers=1)
        for name in ("open", "redacted")
    }


def leaks(store: Path, what: str) -> set[str]:
    return {place for place, text in _texts_of(store) if what in text.lower()}


def _texts_of(store: Path) -> Iterator[tuple[str, str]]:
    """Every value of every column of every file, and the bytes of the files as they lie there."""
    for file in sorted(store.rglob("*")):
        if not file.is_file():
            continue
        yield f"{file.name}: bytes", file.read_bytes().decode("latin-1")
        if file.suffix == ".parquet":
            table = pq.ParquetFile(file).read()
            for name in table.column_names:
                yield f"{file.parent.parent.name}.{name}", str(table[name].to_pylist())
            yield f"{file.parent.parent.name}: statistics", str(pq.read_metadata(file).to_dict())


def test_every_log_was_read(runs: Runs) -> None:
    for summary in runs[1].values():
        assert {one.path: one.reason for one in summary.sources if one.status != "complete"} == {}
        assert all(one.entries for one in summary.sources)


def test_the_canaries_are_planted(runs: Runs) -> None:
    planted = {place.split(".")[-1] for place in leaks(runs[0] / "open", CANARY)}
    texts = {"sql", "statement", "parameters", "detail", "context", "message", "plan", "participants"}
    assert texts <= planted


def test_no_file_of_a_redacted_store_holds_one(runs: Runs) -> None:
    assert leaks(runs[0] / "redacted", CANARY) == set()


@pytest.mark.parametrize("store", ["open", "redacted"])
def test_no_file_of_any_store_holds_a_password(runs: Runs, store: str) -> None:
    assert leaks(runs[0] / store, PASSWORD) == set()


def test_no_view_of_a_redacted_store_answers_with_one(runs: Runs) -> None:
    """Pages, reports and `top` show what views answer."""
    snapshot = Store.open(runs[0] / "redacted").snapshot()
    answered = 0
    for name in view_names():
        by = tuple(load_view(name).groups)[:1]
        rows = run_view(snapshot, name, Filter(show_noise=True), by=by).to_pylist()
        answered += bool(rows)
        assert CANARY not in json.dumps(rows, default=str).lower(), name
    assert answered >= ANSWERED


def test_no_report_that_may_leave_the_machine_holds_one(runs: Runs) -> None:
    """Not even that of a store with literals."""
    told = report(runs[0] / "open", begin=DAY, end=DAY + timedelta(days=2), nights=0)
    files = files_of(told, ("html", "md", "json"))
    assert len(files) == 3
    for name, data in files.items():
        assert CANARY not in data.decode().lower(), name
        assert PASSWORD not in data.decode().lower(), name


@pytest.mark.parametrize("engine", ["postgresql", "mysql"])
def test_no_value_of_a_known_message_is_left_in_it(engine: str) -> None:
    texts = [
        text for kind in load_kinds([builtin_folder(engine)], engine=engine).kinds for text in _spoken(kind)
    ]
    _, folded = fold_message(pl.Series(texts))
    left = [text for text in folded if CANARY in text]
    assert len(texts) > 100
    assert left == []


def _spoken(kind: EventKind) -> Iterator[str]:
    """Yield a kind's messages, the canary in the place of each value that is a text."""
    for form in kind.formats:
        for place, (_, number) in enumerate(form.values):
            if not number:
                values = [CANARY if at == place else "7" for at in range(len(form.values))]
                yield "".join(
                    literal + value for literal, value in zip(form.literals, [*values, ""], strict=True)
                )

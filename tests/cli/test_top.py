"""`top` prints the profile of a store: exact as JSON, readable and harmless as a table."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import polars as pl
import pytest

from aurorascope.cli.drawing import count, duration, share
from aurorascope.cli.endings import Ending, run_to_exit_code
from aurorascope.cli.main import cli
from aurorascope.cli.moments import time_range
from aurorascope.cli.top import draw_wide
from aurorascope.model.errors import BadRequestError
from aurorascope.store.store import Store

if TYPE_CHECKING:
    from pathlib import Path

LABELS = {"account": "local", "region": "local", "cluster": "c", "instance": "i"}
BEGIN = datetime(2026, 11, 19, 3, tzinfo=UTC)
HOSTILE = "SELECT '\x1b[2J\x1b]0;owned\x07' -- \u202e[bold]not markup[/bold]"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store.create(tmp_path / "store")
    rows = [
        {
            "ts": BEGIN + timedelta(minutes=n),
            "phase": "statement",
            "calls": 1,
            "duration_us": (n + 1) * 1000,
            "engine": "postgresql",
            "fingerprint": "aaaa" if n % 2 else "bbbb",
            "user_name": "app" if n % 3 else "batch\x1b[31m",
            "observed_by": "duration",
        }
        for n in range(60)
    ]
    families = [
        {"fingerprint": "aaaa", "normalized_sql": HOSTILE, "last_seen": BEGIN, "statement_kind": "select"},
        {
            "fingerprint": "bbbb",
            "normalized_sql": "SELECT\n  2",
            "last_seen": BEGIN,
            "statement_kind": "select",
        },
    ]
    writer = made.writer("run1", LABELS)
    writer.write("statements", pl.DataFrame(rows, schema_overrides={"ts": pl.Datetime("us", "UTC")}))
    writer.write(
        "fingerprints", pl.DataFrame(families, schema_overrides={"last_seen": pl.Datetime("us", "UTC")})
    )
    made.commit(writer.close())
    return made


def run(store: Store, *options: str) -> int:
    return run_to_exit_code(cli, ["top", "--store", str(store.path), *options])


def test_the_profile_as_json_is_exact(store: Store, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(store, "--output", "json") == Ending.WELL
    first, second = json.loads(capfd.readouterr().out)
    assert (first["fingerprint"], first["calls"], first["sum_us"]) == ("aaaa", 30, 930_000)
    assert (second["fingerprint"], second["p95_us"], second["max_us"]) == ("bbbb", 57_000, 59_000)


def test_a_range_and_a_filter_narrow_it(store: Store, capfd: pytest.CaptureFixture[str]) -> None:
    options = ["--begin", "2026-11-19T03:10", "--end", "2026-11-19T04:20+01:00", "--user", "app"]
    assert run(store, *options, "--by", "user,fingerprint", "--output", "json") == Ending.WELL
    rows = json.loads(capfd.readouterr().out)
    assert {row["user_name"] for row in rows} == {"app"}
    assert sum(row["calls"] for row in rows) == len([n for n in range(10, 20) if n % 3])


def test_log_text_cannot_steer_the_terminal(store: Store, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(store, "--by", "fingerprint,user") == Ending.WELL
    out = capfd.readouterr().out
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "[bold]not markup[/bold]" in out
    assert "batch\\x1b[31m" in out
    assert "log_min_duration_statement: unknown" in out


def test_an_empty_range_says_so(store: Store, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(store, "--begin", "2027-01-01") == Ending.WELL
    assert "No statement in this range" in capfd.readouterr().out


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--by", "mood"], "known are fingerprint, user"),
        (["--by", "user,user"], "a group stands twice"),
        (["--begin", "yesterday"], "is no time"),
        (["--since", "soon"], "is no length of time"),
        (["--since", "1h", "--begin", "2026-01-01"], "give one of them"),
        (["--begin", "2026-01-02", "--end", "2026-01-01"], "the range is empty"),
    ],
)
def test_a_wrong_option_is_one_sentence(
    store: Store, options: list[str], says: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(store, *options) == Ending.USAGE
    assert says in capfd.readouterr().err


def test_since_counts_back_from_the_end_or_from_now() -> None:
    assert time_range(None, None, "6h", BEGIN) == (BEGIN - timedelta(hours=6), None)
    assert time_range(None, "2026-11-19T03:00", "7d", BEGIN + timedelta(days=99)) == (
        BEGIN - timedelta(days=7),
        BEGIN,
    )
    with pytest.raises(BadRequestError, match="write 30m"):
        time_range(None, None, "1 month", BEGIN)


@pytest.mark.parametrize(
    ("micros", "said"),
    [(None, ""), (0, "0 µs"), (1000, "1.00 ms"), (59_999_999, "60.0 s"), (7_200_000_000, "2.00 h")],
)
def test_a_duration_reads_as_people_say_it(micros: int | None, said: str) -> None:
    assert duration(micros) == said


def test_counts_and_shares_are_empty_where_unknown() -> None:
    assert (count(None), count(1_234_567), share(None), share(0.1234)) == ("", "1,234,567", "", "12.3%")


def test_on_a_narrow_terminal_the_statement_gives_way_and_the_numbers_stay(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "70")
    draw_wide(
        ["#", "user_name", "total", "calls", "statement"], [["1", "app", "1.50 min", "1,234", "x" * 200]]
    )
    out = capsys.readouterr().out
    assert "1.50 min" in out
    assert "1,234" in out
    assert "x…" in out
    assert max(map(len, out.splitlines())) <= 70

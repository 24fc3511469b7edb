"""`aurorascope report` as people run it: of a store, straight from logs, the difference of two."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from aurorascope.cli.endings import Ending, run_to_exit_code
from aurorascope.cli.main import cli

if TYPE_CHECKING:
    from loopback import Hook

    from aurorascope.store.store import Store

# the store and its report are made once

LOG = """\
2026-11-19 03:14:15.100 UTC:10.0.3.7(51234):app@shop:[12345]:LOG:  duration: 12.345 ms  statement: SELECT 1
2026-11-19 03:14:16.200 UTC:10.0.3.7(51234):app@shop:[12345]:LOG:  duration: 1.000 ms  statement: SELECT 22
2026-11-19 03:14:17.300 UTC:10.0.3.7(51234):app@shop:[12345]:ERROR:  division by zero
"""


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))


def run(*arguments: str | Path) -> int:
    return run_to_exit_code(cli, ["report", *map(str, arguments)])


def test_a_day_lies_in_a_folder_of_its_own_with_an_index_over_the_nights(
    fleet: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(
        "--store", fleet.path, "--day", "newest", "--compare", "0", "--out", "nights", "--fail-on", "act"
    )
    assert code == Ending.FINDINGS
    assert {path.name for path in (tmp_path / "nights").iterdir()} == {"2026-11-19", "index.html"}
    names = {path.name for path in (tmp_path / "nights" / "2026-11-19").iterdir()}
    assert names == {"report.html", "report.md", "report.json", "manifest.json"}
    assert "report.html" in capsys.readouterr().err


def test_findings_that_reached_nobody_end_as_a_failed_delivery(
    fleet: Store, hook: Hook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook.script = [403]
    config = tmp_path / "config.toml"
    config.write_text('[delivery.channels.chat]\nkind = "webhook"\nurl = "env:CHAT_URL"\n')
    monkeypatch.setenv("CHAT_URL", hook.url)
    report = ["--store", fleet.path, "--day", "newest", "--compare", "0", "--fail-on", "act"]
    told = [*report, "--out", "nights", "--deliver", "chat"]
    words = ["--config", str(config), "report", *map(str, told)]
    assert run_to_exit_code(cli, words) == Ending.PARTIAL
    assert (tmp_path / "nights" / "2026-11-19" / "report.html").is_file()
    assert len(hook.taken) == 1


def test_one_cluster_between_two_times_goes_to_standard_output(
    fleet: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(
        *("--store", fleet.path, "--cluster", "shop", "--compare", "0", "--zone", "Europe/Berlin"),
        *("--begin", "2026-11-19T04:00", "--end", "2026-11-19T10:00Z", "--format", "json", "--out", "-"),
    )
    told = json.loads(capsys.readouterr().out)
    assert code == Ending.WELL
    assert (told["period"]["begin"], told["period"]["end"]) == (
        "2026-11-19T03:00:00Z",
        "2026-11-19T10:00:00Z",
    )
    assert [one["cluster"] for one in told["clusters"]] == ["shop"]
    assert "cluster=shop" in told["items"]["top_time"]["page"]


def test_a_report_straight_from_logs_leaves_nothing_behind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "postgresql.log").write_text(LOG)
    assert (
        run("postgresql.log", "--cluster", "orders", "--workers", "1", "--format", "json,md") == Ending.WELL
    )
    told = json.loads((tmp_path / "report.json").read_text())
    assert told["items"]["totals"]["rows"][0]["calls"] == 2
    assert told["clusters"][0]["cluster"] == "orders"
    assert told["period"]["begin"] == "2026-11-19T03:14:00Z"
    assert {path.name for path in tmp_path.iterdir()} == {"postgresql.log", "report.json", "report.md"}
    assert capsys.readouterr().out.splitlines() == ["report.json", "report.md"]


def test_what_is_no_log_gives_no_report_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "letter.txt").write_text("dear all\n")
    assert run("letter.txt", "--workers", "1") == Ending.USAGE
    assert "letter.txt" in capsys.readouterr().err
    assert {path.name for path in tmp_path.iterdir()} == {"letter.txt"}


def test_two_days_are_compared(fleet: Store, tmp_path: Path) -> None:
    assert (
        run("diff", "2026-11-18", "2026-11-19", "--store", fleet.path, "--format", "json,md") == Ending.WELL
    )
    told = json.loads((tmp_path / "diff.json").read_text())
    assert [one["label"] for one in told["sides"]] == ["Wednesday 2026-11-18", "Thursday 2026-11-19"]
    assert "Statements: 100 to" in (tmp_path / "diff.md").read_text()


def test_two_clusters_are_compared(fleet: Store, tmp_path: Path) -> None:
    options = ("--store", fleet.path, "--day", "2026-11-19", "--format", "json")
    assert run("diff", "shop", "idle", *options) == Ending.WELL
    told = json.loads((tmp_path / "diff.json").read_text())
    assert [one["clusters"] for one in told["sides"]] == [["shop"], ["idle"]]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--out", "-"), "takes one format"),
        (("--day", "soon"), "is no day"),
        (("--day", "2026-11-19", "--begin", "2026-11-19"), "both say the period"),
        (("--end", "2026-11-19"), "where the period begins"),
        (("--begin", "2026-11-19", "--end", "2026-11-18"), "is empty"),
        (("--zone", "Mars"), "no time zone"),
        (("--format", "pdf"), "there are html, md, json"),
        (("--cluster", "nowhere", "--day", "newest"), "it knows idle, shop"),
        (("diff", "2026-11-19"), "two periods or two clusters"),
        (("diff", "2026-11-19", "shop"), "compare two periods"),
        (("x.log",), "give one of them"),
        (("x.log", "--keep", "3d"), "are for reports of the store"),
    ],
)
def test_a_wrong_question_is_answered_with_a_sentence(
    fleet: Store, arguments: tuple[str, ...], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments, "--store", fleet.path) == Ending.USAGE
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_refuses_is_said(
    fleet: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "taken").write_text("x")
    assert run("diff", "shop", "idle", "--day", "newest", "--store", fleet.path, "--out", "taken") in {
        Ending.OUTSIDE,
        Ending.USAGE,
    }
    assert "taken" in capsys.readouterr().err


def test_a_report_tells_what_a_filter_lets_pass_and_says_so(
    fleet: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    narrow = ("--database", "nowhere", "--include", "Pat O'Hara")
    run("--store", fleet.path, "--day", "newest", "--compare", "0", "--format", "json,md", *narrow)
    texts = {path.suffix: path.read_text() for path in tmp_path.glob("*.*")}
    assert set(texts) == {".json", ".md"}
    assert "Narrowed to database" in texts[".md"]
    told = json.loads(texts[".json"])
    assert told["narrowed"].startswith("Narrowed to database = nowhere; include: a text, withheld.")
    assert {row["calls"] for row in told["items"]["cluster_totals"]["rows"]} <= {0, None}
    beyond = {name: item["not_narrowed"] for name, item in told["items"].items()}
    assert (beyond["slowest"], beyond["errors_top"]) == ([], [])
    assert "database" in beyond["coverage"]
    (tmp_path / "one.log").write_text(LOG)
    run(tmp_path / "one.log", "--min-duration", "5", "--pattern", "^SELECT", "--format", "json", "--out", "-")
    told = json.loads(capsys.readouterr().out.partition("\n{")[2].join(("{", "")))
    assert [row["calls"] for row in told["items"]["cluster_totals"]["rows"]] == [1]

"""`deliver` as people run it: what lies in the place is told once, and the code says what came of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from aurorascope.cli.endings import Ending, run_to_exit_code
from aurorascope.cli.main import cli
from aurorascope.report.delivery.delivered import Delivered
from aurorascope.report.delivery.manifest import put
from aurorascope.report.delivery.places import Folder

CONFIG = """
[delivery]
out = "{out}"
link_base = "https://reports.example.com"
[delivery.channels.chat]
kind = "webhook"
url = "env:CHAT_URL"
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A config with one channel, and a place with one report."""
    from datetime import date

    report = Delivered(
        date(2026, 11, 19), ("orders",), {"orders": "act"}, "- \x1b[2J orders", {"r.html": b"x"}
    )
    put(Folder(tmp_path / "reports"), report)
    path = tmp_path / "config.toml"
    path.write_text(CONFIG.format(out=tmp_path / "reports"))
    return path


def run(config: Path, *arguments: str) -> int:
    return run_to_exit_code(cli, ["--config", str(config), "deliver", *arguments])


def test_a_channel_that_cannot_be_told_makes_the_run_partial_and_hides_its_address(
    config: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(config, "--to", "chat") == Ending.PARTIAL
    assert "the environment holds no CHAT_URL" in capfd.readouterr().err
    monkeypatch.setenv("CHAT_URL", "http://hooks.example/SECRET")
    assert run(config, "2026-11-19", "--to", "chat") == Ending.PARTIAL
    out, err = capfd.readouterr()
    assert "must begin with https://" in err
    assert "SECRET" not in out + err


def test_a_dry_run_shows_what_would_be_sent_and_steers_no_terminal(
    config: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(config, "--to", "chat", "--dry-run") == Ending.WELL
    out = capfd.readouterr().out
    assert "<https://reports.example.com/2026-11-19/r.html|The whole report>" in out
    assert "Aurora report 2026-11-19: act (1 of 1 clusters)" in out
    assert "\x1b" not in out


def test_without_a_channel_the_index_is_made_anew(config: Path) -> None:
    assert run(config) == Ending.WELL
    assert b"2026-11-19/r.html" in (config.parent / "reports" / "index.html").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--to", "caht"), "did you mean 'chat'"),
        (("1999-01-01", "--to", "chat"), "no report called '1999-01-01'"),
        (("../x", "--to", "chat"), "no report called '../x'"),
        (("--keep", "90"), "a number of days is expected"),
    ],
)
def test_what_cannot_be_is_named(
    config: Path, capfd: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    assert run(config, *arguments) == Ending.USAGE
    assert said in capfd.readouterr().err


def test_an_empty_place_says_where_reports_come_from(
    config: Path, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run(config, "--to", "chat", "--out", str(tmp_path / "none")) == Ending.USAGE
    assert "`aurorascope report` makes one" in capfd.readouterr().err


def test_reports_without_a_place_are_refused(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "c.toml").write_text("")
    assert run(tmp_path / "c.toml") == Ending.USAGE
    assert "no place for reports" in capfd.readouterr().err

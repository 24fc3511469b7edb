"""`config show` says what is in force, and who said it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from aurorascope.cli.endings import Ending, run_to_exit_code
from aurorascope.cli.main import cli


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("AURORASCOPE_STORE", raising=False)
    monkeypatch.delenv("AURORASCOPE_CONTENT_DIRS", raising=False)
    path = tmp_path / "config.toml"
    path.write_text('content_dirs = ["/srv/own"]\n')
    return path


def test_every_setting_is_shown_with_its_origin(config: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert (
        run_to_exit_code(cli, ["--config", str(config), "config", "show", "--output", "json"]) == Ending.WELL
    )
    shown = json.loads(capfd.readouterr().out)
    assert shown == {
        "config_file": str(config),
        "settings": {
            "store": {"value": "aurorascope-store", "said_by": "default"},
            "content_dirs": {"value": ["/srv/own"], "said_by": str(config)},
        },
    }


def test_the_content_folders_are_listed(config: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run_to_exit_code(cli, ["--config", str(config), "config", "show"]) == Ending.WELL
    assert f"/srv/own   from {config}" in capfd.readouterr().out

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


def show(config: Path, capfd: pytest.CaptureFixture[str], *options: str) -> tuple[int, str, str]:
    ending = run_to_exit_code(cli, ["--config", str(config), "config", "show", *options])
    said = capfd.readouterr()
    return ending, said.out, said.err


def test_every_setting_is_shown_with_its_origin(
    config: Path, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    config.write_text(f'content_dirs = ["{tmp_path}"]\n')
    ending, out, _ = show(config, capfd, "--output", "json")
    assert ending == Ending.WELL
    shown = json.loads(out)
    assert shown["config_file"] == str(config)
    assert shown["settings"]["store"] == {"value": "aurorascope-store", "said_by": "default"}
    assert shown["settings"]["content_dirs"] == {"value": [str(tmp_path)], "said_by": str(config)}


ACCOUNTS = """
tier = "vital"
budget_usd_month = 20
[collectors]
rds_events = false
[[accounts]]
role_arn = "arn:aws:iam::111122223333:role/reader"
external_id = "very-secret"
regions = ["eu-west-1"]
tags = { team = "payments" }
"""


def test_the_accounts_are_shown_and_no_secret_is(config: Path, capfd: pytest.CaptureFixture[str]) -> None:
    config.write_text(ACCOUNTS)
    ending, out, _ = show(config, capfd)
    assert ending == Ending.WELL
    assert "very-secret" not in out
    for line in (
        "tier          vital   from",
        "collectors.rds_events false   from",
        "accounts[0].external_id ***   from",
        "accounts[0].tags.team payments   from",
    ):
        assert line in out


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[collectors]\nrds_event = true", "did you mean 'rds_events'?"),
        ("[[accounts]]\nregion = 'eu-west-1'", "accounts[0]: unknown key 'region': did you mean 'regions'?"),
        ("[[accounts]]\nregions = ['Ireland']", "'Ireland' is no Region's name"),
        ("[[accounts]]\nrole_arn = 'reader'", "'reader' is no role's ARN"),
        ("[[accounts]]\nexternal_id = 'x'", "external_id goes with a role_arn"),
        ("[accounts]\nregions = []", "write [[accounts]] before each"),
        ("tier = 'most'", "tier must be one of vital, useful, all"),
        ("[rates]\npi = 0", "rates.pi must be a number of calls a second"),
        ("[collectors.rds_events]\nenabled = 'yes'", "rds_events.enabled must be true or false"),
    ],
)
def test_a_wrong_key_is_named_with_the_nearest_right_one(
    config: Path, capfd: pytest.CaptureFixture[str], text: str, expected: str
) -> None:
    config.write_text(text)
    ending, _, err = show(config, capfd)
    assert ending == Ending.USAGE
    assert str(config) in err
    assert expected in err


def test_the_content_folders_are_listed(
    config: Path, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    config.write_text(f'content_dirs = ["{tmp_path}"]\n')
    assert f"{tmp_path}   from {config}" in show(config, capfd)[1]


def test_a_content_folder_that_is_missing_is_named(config: Path, capfd: pytest.CaptureFixture[str]) -> None:
    ending, out, err = show(config, capfd)
    assert ending == Ending.USAGE
    assert f"/srv/own   from {config}" in out
    assert "/srv/own" in err


@pytest.mark.parametrize("output", ["text", "json"])
def test_a_secret_of_a_channel_is_shown_by_its_name_and_never_itself(
    config: Path, capfd: pytest.CaptureFixture[str], output: str
) -> None:
    channel = '[delivery.channels.chat]\nkind = "webhook"\nurl = "{}"\n'
    config.write_text(channel.format("env:CHAT_URL"))
    ending, out, _ = show(config, capfd, "--output", output)
    assert (ending, "env:CHAT_URL" in out) == (Ending.WELL, True)
    config.write_text(channel.format("https://hooks.example/SECRETPATH"))
    ending, out, err = show(config, capfd, "--output", output)
    assert ending == Ending.USAGE
    assert "delivery.channels.chat.url says where its secret is" in err
    assert "SECRETPATH" not in out + err

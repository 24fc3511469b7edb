"""A setting comes from the environment, else the config file, else the default, and says which."""

from __future__ import annotations

from pathlib import Path

import pytest

from aurorascope.cli.settings import read_settings
from aurorascope.model.errors import BadRequestError


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("STORE", "CONTENT_DIRS", "CONFIG"):
        monkeypatch.delenv(f"AURORASCOPE_{name}", raising=False)
    return tmp_path / "config.toml"


def test_the_environment_wins_over_the_file_and_the_file_over_the_default(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config.write_text('store = "/from/file"\n')
    settings = read_settings(str(config))
    assert (settings["store"].value, settings["store"].said_by) == ("/from/file", str(config))
    assert settings["content_dirs"].said_by == "default"
    monkeypatch.setenv("AURORASCOPE_STORE", "/from/environment")
    settings = read_settings(str(config))
    assert settings["store"].value == "/from/environment"
    assert settings["store"].said_by == "environment AURORASCOPE_STORE"


def test_several_content_folders_in_the_environment_are_parted_like_path(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config.write_text("")
    monkeypatch.setenv("AURORASCOPE_CONTENT_DIRS", "/a:/b")
    assert read_settings(str(config))["content_dirs"].value == ["/a", "/b"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('stroe = "/x"', "unknown key 'stroe': did you mean 'store'? known are store, content_dirs, tier,"),
        ("store = 3", "store must be a text."),
        ('content_dirs = "/x"', "content_dirs must be a list of texts."),
        ("store = ", "not a TOML file"),
        ('budget_usd_month = "ten"', "budget_usd_month must be a number of dollars."),
    ],
)
def test_a_wrong_config_is_named_with_what_was_expected(config: Path, text: str, expected: str) -> None:
    config.write_text(text)
    with pytest.raises(BadRequestError, match=r"config\.toml: ") as raised:
        read_settings(str(config))
    assert expected in str(raised.value)


def test_a_named_config_that_is_missing_is_an_error(config: Path) -> None:
    with pytest.raises(BadRequestError, match="no such config file"):
        read_settings(str(config))


def test_the_working_directory_is_never_searched(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config.write_text('store = "/from/working/directory"')
    monkeypatch.chdir(config.parent)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(config.parent / "none"))
    assert read_settings(None)["store"].said_by == "default"

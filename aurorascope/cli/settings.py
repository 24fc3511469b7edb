"""Where each setting comes from: an option, the environment, the config file, or the default.

The working directory is never searched for settings or content: what runs is what was configured.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path

import click

from aurorascope.model.errors import BadRequestError

DEFAULTS: dict[str, str | list[str]] = {"store": "aurorascope-store", "content_dirs": []}
DOCS = {
    "store": "Folder of the store; relative to the working directory.",
    "content_dirs": "Folders with your own `dashboards/`, `collectors/`, `postgres/` and `mysql/` content.",
}


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its value, and who said so."""

    name: str
    value: str | list[str]
    said_by: str


def config_path(option: str | None) -> tuple[Path, bool]:
    """Return the config file and whether somebody named it (then it must exist)."""
    named = option or os.environ.get("AURORASCOPE_CONFIG")
    if named:
        return Path(named), True
    from platformdirs import user_config_path

    return user_config_path("aurorascope") / "config.toml", False


def read_settings(option: str | None) -> dict[str, Setting]:
    """Return every setting with its origin; `option` is `--config`. Raises BadRequestError."""
    path, named = config_path(option)
    stated = read_config(path, named=named)
    return {name: settle(name, stated, path) for name in DEFAULTS}


def read_config(path: Path, *, named: bool) -> dict[str, str | list[str]]:
    """Read the TOML file at `path`; a file nobody named may be missing."""
    if not path.exists() and not named:
        return {}
    try:
        stated = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadRequestError(f"{path}: no such config file.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadRequestError(f"{path}: not a TOML file: {error}.") from None
    for name, value in stated.items():
        if name not in DEFAULTS:
            raise BadRequestError(f"{path}: unknown setting {name!r}; known are {', '.join(DEFAULTS)}.")
        check_value(name, value, path)
    return stated


def check_value(name: str, value: object, path: Path) -> None:
    """Raise BadRequestError unless `value` has the type that the setting `name` takes."""
    if isinstance(DEFAULTS[name], str):
        if not isinstance(value, str):
            raise BadRequestError(f"{path}: {name} must be a text.")
    elif not (isinstance(value, list) and all(isinstance(item, str) for item in value)):
        raise BadRequestError(f"{path}: {name} must be a list of texts.")


def settle(name: str, stated: dict[str, str | list[str]], path: Path) -> Setting:
    """Return the setting `name` from the environment, else from the file, else the default."""
    variable = f"AURORASCOPE_{name.upper()}"
    if said := os.environ.get(variable):
        value: str | list[str] = said
        if isinstance(DEFAULTS[name], list):
            value = [part for part in said.split(os.pathsep) if part]
        return Setting(name, value, f"environment {variable}")
    if name in stated:
        return Setting(name, stated[name], str(path))
    return Setting(name, DEFAULTS[name], "default")


def current_settings() -> dict[str, Setting]:
    """Return the settings of the running command."""
    return read_settings(click.get_current_context().find_root().obj)


def store_or_default(option: str | None) -> str:
    """Return the store to use: the option `--store`, else the setting."""
    return option or str(current_settings()["store"].value)


def content_dirs() -> tuple[Path, ...]:
    """Return the user's own content folders; each must exist."""
    setting = current_settings()["content_dirs"]
    folders = tuple(Path(folder).expanduser() for folder in setting.value)
    for folder in folders:
        if not folder.is_absolute():
            raise BadRequestError(f"content_dirs: {folder} ({setting.said_by}) must be an absolute path.")
        if not folder.is_dir():
            raise BadRequestError(f"content_dirs: {folder} ({setting.said_by}) is no folder.")
    return folders

"""Where each setting comes from: an option, the environment, the config file, or the default.

The working directory is never searched for settings or content: what runs is what was configured.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from aurorascope.aws.bucket_settings import DOCS as BUCKET_DOCS
from aurorascope.aws.bucket_settings import PREFIX as BUCKET_PREFIX
from aurorascope.aws.bucket_settings import read_bucket_settings
from aurorascope.collect.fleet import known_key, read_fleet
from aurorascope.model.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from aurorascope.collect.fleet import Fleet

DEFAULTS: dict[str, str | list[str]] = {
    "store": "aurorascope-store",
    "content_dirs": [],
    "tier": "useful",
    "budget_usd_month": "",
    "prices": "",
}
DOCS = {
    "store": "The store: a folder, relative to the working directory, or s3://bucket/prefix.",
    "content_dirs": "Folders with your own dashboards, collectors, checks, rules, postgres and mysql.",
    "tier": "How many metrics `collect` reads: vital, useful or all.",
    "budget_usd_month": "Dollars a month above which `collect` refuses to start; empty for no limit.",
    "prices": "Your own table of AWS's prices (a copy of aurorascope/aws/prices.toml).",
    "rates": "Calls a second by service, where the built-in ones do not suit: `rates = { pi = 10 }`.",
    "collectors": "Which collectors run: `rds_log_files = true`, or a table with `enabled` and its options.",
    "alerts": "Alarms: `allowed_actions`, `actions`, `owners`, `rules`, `thresholds`, `facts`, `mutes` ...",
    "delivery": "Reports: `out`, `keep`, `link_base`, `encryption`, `kms_key`, `[delivery.channels.NAME]`.",
    "s3": "A store in S3: " + ", ".join(f"`{name}`" for name in BUCKET_DOCS) + " (docs/store.md).",
    "accounts": "What to collect: a table `[[accounts]]` for each, with `profile` or `role_arn` and "
    "`external_id`, `regions`, `clusters` (names, * and ?), `tags`.",
}
TABLES = ("rates", "collectors", "alerts", "delivery", "s3", "accounts")
"""Settings that only the file can hold; the others can come from AURORASCOPE_<NAME> too."""
SECRET_KEYS = ("external_id",)
NAMED_SECRETS = ("url", "user", "password")  # of channels: shown where they say where the secret is
ORIGINS = ("env:", "credential:", "secretsmanager:")
HIDDEN = "***"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its value, and who said so."""

    name: str
    value: Any
    said_by: str


def config_path(option: str | None) -> tuple[Path, bool]:
    """Return the config file and whether somebody named it (then it must exist)."""
    named = option or os.environ.get("AURORASCOPE_CONFIG")
    if named:
        return Path(named), True
    from platformdirs import user_config_path

    return user_config_path("aurorascope") / "config.toml", False


def read_settings(option: str | None) -> dict[str, Setting]:
    """Return every setting with its origin; `option` is `--config`. Raises BadRequestError.

    Of the tables, each value is a setting of its own: `accounts[0].regions`, `collectors.rds_log_files`.
    """
    path, named = config_path(option)
    stated = read_config(path, named=named)
    settings = {name: settle(name, stated, path) for name in DEFAULTS}
    for table in TABLES:
        settings |= {name: Setting(name, value, str(path)) for name, value in flat(table, stated.get(table))}
    return settings


def read_config(path: Path, *, named: bool) -> dict[str, Any]:
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
        known_key(name, (*DEFAULTS, *TABLES), str(path))
        if name in DEFAULTS:
            check_value(name, value, path)
    return stated


def check_value(name: str, value: object, path: Path) -> None:
    """Raise BadRequestError unless `value` has the type that the setting `name` takes."""
    if name == "budget_usd_month":
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            raise BadRequestError(f"{path}: {name} must be a number of dollars.")
    elif isinstance(DEFAULTS[name], str):
        if not isinstance(value, str):
            raise BadRequestError(f"{path}: {name} must be a text.")
    elif not (isinstance(value, list) and all(isinstance(item, str) for item in value)):
        raise BadRequestError(f"{path}: {name} must be a list of texts.")


def settle(name: str, stated: Mapping[str, Any], path: Path) -> Setting:
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


def flat(name: str, value: object) -> Iterator[tuple[str, Any]]:
    """Yield the values of nested tables under dotted names; secrets are hidden."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from flat(f"{name}.{key}", inner)
    elif isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        for place, inner in enumerate(value):
            yield from flat(f"{name}[{place}]", inner)
    elif value is not None:
        yield name, HIDDEN if is_secret(name, value) else value


def is_secret(name: str, value: object) -> bool:
    """Say whether a value is not to be shown: also a secret that was written where only its name belongs."""
    key = name.rpartition(".")[2]
    return key in SECRET_KEYS or (key in NAMED_SECRETS and not str(value).startswith(ORIGINS))


def current_settings() -> dict[str, Setting]:
    """Return the settings of the running command."""
    return read_settings(click.get_current_context().find_root().obj)


def current_fleet() -> Fleet:
    """Return what the running command is to collect. Raises BadRequestError that names the wrong key."""
    from aurorascope.catalog import load_collectors

    path, named = config_path(click.get_current_context().find_root().obj)
    stated = read_config(path, named=named)
    for name in ("tier", "budget_usd_month", "prices"):
        setting = settle(name, stated, path)
        if setting.value not in {"", None}:
            stated[name] = dollars(setting) if name == "budget_usd_month" else setting.value
    return read_fleet(stated, str(path), [it.name for it in load_collectors(content_dirs())])


def dollars(setting: Setting) -> float:
    """Return a number of dollars, also from the environment. Raises BadRequestError."""
    try:
        return float(setting.value)
    except ValueError:
        raise BadRequestError(
            f"{setting.said_by}: {setting.name} must be a number of dollars, not {setting.value!r}."
        ) from None


def store_or_default(option: str | None) -> str:
    """Return the store to use: the option `--store`, else the setting."""
    where = option or str(current_settings()["store"].value)
    if where.startswith("s3:"):
        reach_buckets()
    return where


def reach_buckets() -> None:
    """Put `[s3]` of the config file where every process of this command finds it; the environment wins."""
    path, named = config_path(click.get_current_context().find_root().obj)
    for name, value in read_config(path, named=named).get("s3", {}).items():
        known_key(name, tuple(BUCKET_DOCS), f"{path}: s3")
        os.environ.setdefault(BUCKET_PREFIX + name.upper(), str(value))
    read_bucket_settings()


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

"""`config`: the settings in force, and where each came from."""

from __future__ import annotations

import json

import click

from aurorascope.cli.delivering import current_delivery
from aurorascope.cli.settings import config_path, current_fleet, current_settings


@click.group("config")
def command() -> None:
    """Show the settings in force."""


@command.command("show")
@click.option("--output", type=click.Choice(["text", "json"]), default="text", show_default=True)
def show(output: str) -> None:
    """Print every setting, its value, and where it came from; then the content folders."""
    settings = current_settings()
    path, _ = config_path(click.get_current_context().find_root().obj)
    if output == "json":
        rows = {s.name: {"value": s.value, "said_by": s.said_by} for s in settings.values()}
        click.echo(json.dumps({"config_file": str(path), "settings": rows}, indent=2))
    else:
        click.echo(f"config file   {path}{'' if path.exists() else ' (none)'}")
        for setting in settings.values():
            click.echo(f"{setting.name:<13} {shown(setting.value)}   from {setting.said_by}")
    current_fleet()  # a wrong key is named here and not at three in the morning
    current_delivery()


def shown(value: object) -> str:
    """Return a value as people read it."""
    if isinstance(value, list):
        return " ".join(map(str, value)) or "(none)"
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) or "(none)"

"""`config`: the settings in force, and where each came from."""

from __future__ import annotations

import json

import click

from aurorascope.cli.settings import config_path, current_settings


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
        return
    click.echo(f"config file   {path}{'' if path.exists() else ' (none)'}")
    for setting in settings.values():
        value = setting.value if isinstance(setting.value, str) else " ".join(setting.value) or "(none)"
        click.echo(f"{setting.name:<13} {value}   from {setting.said_by}")

"""`alerts`: rules as files, proved by their cases, tried on history, pushed to CloudWatch."""

from __future__ import annotations

import importlib

import click

SUBCOMMANDS = {
    "list": "alert_rules",
    "lint": "alert_rules",
    "test": "alert_rules",
    "backtest": "alert_history",
    "plan": "alert_push",
    "push": "alert_push",
    "pull": "alert_pull",
    "export": "alert_pull",
    "evaluate": "alert_pull",
}
"""Which module holds which command, in the order of their use."""


class LazyAlerts(click.Group):
    """A group whose commands are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        """Name the commands in the order in which people meet them."""
        return list(SUBCOMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 -- the same
        """Import the command called `cmd_name`."""
        if cmd_name not in SUBCOMMANDS:
            return None
        module = importlib.import_module(f"aurorascope.cli.{SUBCOMMANDS[cmd_name]}")
        command = getattr(module, f"{cmd_name}_command")
        if not isinstance(command, click.Command):
            raise TypeError(f"{module.__name__} must define a click command for {cmd_name}")
        return command


@click.command("alerts", cls=LazyAlerts)
def command() -> None:
    """Prove alert rules by their cases, try them on history, push them to CloudWatch."""

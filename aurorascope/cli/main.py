"""The command line's door: finds the command, runs it, and turns every ending into an exit code.

A command is `aurorascope/cli/<name>.py` with a click command called `command`. These modules import
nothing heavy at the top, so `--help` answers in 0.3 s.
"""

from __future__ import annotations

import gc
import importlib
import sys

import click

from aurorascope import __version__
from aurorascope.cli.endings import run_to_exit_code

COMMANDS = (
    "demo",
    "ingest",
    "collect",
    "serve",
    "report",
    "incident",
    "deliver",
    "annotate",
    "sql",
    "top",
    "tables",
    "checks",
    "alerts",
    "store",
    "config",
    "schedule",
    "spark",
    "policy",
    "record",
    "doctor",
)
"""The commands in the order of their use; each is a module of this package."""


class LazyCommands(click.Group):
    """A group whose commands are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        """Name the commands in the order in which people meet them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 -- the same
        """Import the command called `cmd_name`."""
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"aurorascope.cli.{cmd_name}").command
        if not isinstance(command, click.Command):
            raise TypeError(f"aurorascope/cli/{cmd_name}.py must define a click command called 'command'")
        return command


@click.command(cls=LazyCommands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="aurorascope")
@click.option(
    "--config",
    "config_file",
    type=click.Path(dir_okay=False),
    help="Read settings from this file instead of the user's own (`config show` names it).",
)
@click.pass_context
def cli(ctx: click.Context, config_file: str | None) -> None:
    """What is slow in Amazon Aurora, since when, and because of what: logs to Parquet to dashboards."""
    ctx.obj = config_file


def main() -> None:
    """Run the command line and leave with its exit code."""
    gc.set_threshold(100_000, 20, 100)  # what is imported stays: collecting it is a tenth of a short command
    sys.exit(run_to_exit_code(cli, sys.argv[1:]))


if __name__ == "__main__":
    main()

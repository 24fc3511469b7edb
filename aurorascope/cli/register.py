"""`store register`: the store's tables made known to Athena, in one command that may be run again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from aurorascope.cli.options import store_option
from aurorascope.cli.querying import athena_options
from aurorascope.cli.settings import store_or_default

if TYPE_CHECKING:
    from aurorascope.cli.querying import Engine


@click.command("register")
@store_option
@click.option(
    "--location", default="", metavar="S3", help="s3:// address of the store, where --store is not one."
)
@click.option("--dry-run", is_flag=True, help="Print the statements that it would run, and run none.")
@athena_options
def command(*, store_dir: str | None, location: str, dry_run: bool, engine: Engine) -> None:
    """Register the store's Delta table and a view for each of its tables in Glue, by statements of Athena.

    Running it again changes nothing; after an upgrade it gives the views their new columns.
    """
    from aurorascope.scale.registration import register, statements

    place = location or store_or_default(store_dir)
    if dry_run:
        click.echo(";\n\n".join(statements(engine.database, place)) + ";")
        return
    register(engine.runner(), engine.database, place, click.echo)
    click.echo(f"Registered: --engine athena --athena-database {engine.database}")

"""`store`: the upkeep of a store."""

from __future__ import annotations

from datetime import timedelta

import click

from aurorascope.cli.endings import Ending, say
from aurorascope.cli.options import store_option
from aurorascope.cli.register import command as register_command
from aurorascope.cli.settings import store_or_default
from aurorascope.cli.summary import size


class Days(click.ParamType[int]):
    """A number of days: 30d, or 30."""

    name = "days"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number; at least one day."""
        text = str(value).removesuffix("d")
        if not text.isdecimal() or int(text) < 1:
            self.fail(f"{value!r} is no number of days: 30d is expected", param, ctx)
        return int(text)


@click.group("store")
def command() -> None:
    """Keep a store small, quick and whole."""


@command.command("compact")
@store_option
def compact_command(*, store_dir: str | None) -> None:
    """Make one file of each table and closed day, and the rollups of its statements."""
    from aurorascope.store.compaction import compact
    from aurorascope.store.store import Store

    done = compact(Store.open(store_or_default(store_dir)))
    for one in done:
        click.echo(
            f"{one.table} {one.day}: {one.files_before:,} files to {one.files_after:,}, {one.rows:,} rows"
        )
    click.echo(f"{len(done):,} tables and days compacted" if done else "nothing to compact")


@command.command("retain")
@store_option
@click.option(
    "--raw",
    "--raw-days",
    "raw_days",
    type=Days(),
    required=True,
    help="How long raw rows are kept, as in 30d.",
)
@click.option(
    "--rollups",
    "--rollup-days",
    "rollup_days",
    type=Days(),
    required=True,
    help="How long rollups, coverage and rare events are kept, as in 400d.",
)
def retain_command(*, store_dir: str | None, raw_days: int, rollup_days: int) -> None:
    """Take out rows older than so many days; statements are rolled up before they go."""
    from aurorascope.store.retention import retain
    from aurorascope.store.store import Store

    files = retain(Store.open(store_or_default(store_dir)), raw_days, rollup_days)
    click.echo(
        f"{files:,} files taken out; `aurorascope store check --clear` deletes them after its grace time"
    )


@command.command("upgrade")
@store_option
def upgrade_command(*, store_dir: str | None) -> None:
    """Bring a store of an earlier version forward: its columns, fingerprints and rollups."""
    from aurorascope.ingest.renewal import renew_families
    from aurorascope.store.store import Store
    from aurorascope.store.upgrade import upgrade

    store = Store.open(store_or_default(store_dir))
    families = renew_families(store)
    done = upgrade(store)
    if done.columns:
        click.echo(f"columns added to the table: {', '.join(done.columns)}")
    if families:
        click.echo(f"{families:,} families of statements have the fingerprints of today")
    if done.rewritten:
        click.echo(f"{done.rewritten:,} tables and days written anew")
    for sentence in done.left:
        click.echo(sentence)
    click.echo(f"version {store.version()} is as this program writes it")


@command.command("check")
@store_option
@click.option(
    "--rollups/--no-rollups",
    "rollups",
    default=None,
    help="Compare the rollups with their raw rows, which reads all of them [default: not in S3].",
)
@click.option("--clear", is_flag=True, help="Delete files that no version needs, older than --grace-hours.")
@click.option(
    "--grace-hours",
    type=click.IntRange(min=1, max=24 * 7),
    default=24 * 7,
    show_default=True,
    help="A run may be writing and a reader reading younger files.",
)
def check_command(*, store_dir: str | None, rollups: bool | None, clear: bool, grace_hours: int) -> int:
    """Compare every file with what the store says of it; problems are exit code 3."""
    from aurorascope.store.check import check
    from aurorascope.store.store import Store

    store = Store.open(store_or_default(store_dir))
    report = check(store, clear=clear, grace=timedelta(hours=grace_hours), rollups=rollups)
    for problem in report.problems:
        say(problem)
    click.echo(f"version {report.version}: {report.files:,} files, {report.rows:,} rows, {size(report.size)}")
    if report.unnamed_files:
        unnamed = f"{report.unnamed_files:,} files ({size(report.unnamed_size)}) belong to no version"
        click.echo(f"{unnamed}, {report.cleared_files:,} deleted")
    click.echo(f"{len(report.problems):,} problems" if report.problems else "whole")
    return Ending.FINDINGS if report.problems else Ending.WELL


command.add_command(register_command)

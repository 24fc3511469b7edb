"""`incident`: collects now, tells the story of the last minutes of a cluster, writes a redacted bundle."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aurorascope.cli.collect import account_keeper, chosen, ending_of, tell
from aurorascope.cli.endings import Ending, say
from aurorascope.cli.moments import moment, span
from aurorascope.cli.options import store_option
from aurorascope.cli.settings import current_fleet, store_or_default
from aurorascope.cli.terminal import printable
from aurorascope.model.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aurorascope.insight.incident import Asked, Section
    from aurorascope.store.store import Store

LEAST_BEFORE = timedelta(hours=1)
TIMES_BEFORE = 4
ROWS = 5


@click.command("incident")
@store_option
@click.option("--cluster", default="", help="The cluster; may be left out where the store knows one alone.")
@click.option(
    "--since", default="30m", show_default=True, metavar="SPAN", help="How far back the story begins."
)
@click.option("--until", metavar="TIME", help="Where it ends [default: now].")
@click.option(
    "--before",
    metavar="SPAN",
    help="What came before, to compare with [default: 4 times --since, at least 1h].",
)
@click.option("--collect/--no-collect", "collecting", default=True, help="Collect first.")
@click.option(
    "--config", "config_file", type=click.Path(dir_okay=False), help="Read settings from this file."
)
@click.option(
    "--out", type=click.Path(dir_okay=False), help="File of the bundle [default: incident-CLUSTER-TIME.zip]."
)
@click.option("--no-bundle", is_flag=True, help="Tell the story only.")
def command(
    *,
    store_dir: str | None,
    cluster: str,
    since: str,
    until: str | None,
    before: str | None,
    collecting: bool,
    config_file: str | None,
    out: str | None,
    no_bundle: bool,
) -> int:
    """Tell what happened to a cluster in the last minutes, against the time before, and write it down.

    The bundle is a zip of Markdown, JSON and CSV. It holds families of statements and folded messages, never
    a literal; users, hosts and names of objects stay in it.
    """
    from aurorascope.insight.bundle import write
    from aurorascope.insight.incident import Asked, clusters_of, engine_of
    from aurorascope.insight.incident import tell as story_of
    from aurorascope.store.store import Store
    from aurorascope.web.csv_export import lines

    if config_file:
        click.get_current_context().find_root().obj = config_file
    length = span(since, "--since")
    if not length:
        raise BadRequestError("--since: 0 is no length of time; write 30m or 6h.")
    usual = span(before, "--before") if before else max(TIMES_BEFORE * length, LEAST_BEFORE)
    end = moment(until, "--until") if until else datetime.now(UTC).replace(microsecond=0)
    where = store_or_default(store_dir)
    store = Store.open_or_create(where) if collecting else Store.open(where)
    ending = collect_now(store, cluster, end - length - usual) if collecting else Ending.WELL
    snapshot = store.snapshot()
    asked = Asked(named(cluster, clusters_of(snapshot)), end - length, end, usual)
    story = story_of(snapshot, asked, engine_of(snapshot, asked.cluster))
    show(asked, story)
    if not no_bundle:
        path = Path(out or f"incident-{file_part(asked.cluster)}-{end:%Y%m%dT%H%M}.zip")
        names = write(path, asked, story, lines)
        click.echo(f"\nwritten: {printable(str(path))} ({len(names)} files, no literal in it)")
    return ending


def named(cluster: str, known: Sequence[str]) -> str:
    """Return the cluster meant. Raises BadRequestError naming those that the store knows."""
    if cluster in known:
        return cluster
    if not cluster and len(known) == 1:
        return known[0]
    there = (
        f"the store knows {', '.join(known)}"
        if known
        else "the store is empty: run aurorascope collect, or ingest"
    )
    what = f"no cluster {cluster!r}" if cluster else "--cluster is missing"
    raise BadRequestError(f"{what}; {there}.")


def collect_now(store: Store, cluster: str, since: datetime) -> Ending:
    """Collect the cluster; in a store that was never collected into, no further back than the story needs."""
    from aurorascope.collect.run import Orders, collect

    fleet = current_fleet()
    if cluster:
        fleet = replace(
            fleet, choices=tuple(replace(one, clusters=(cluster,), tags={}) for one in fleet.choices)
        )
    known = store.snapshot().query("SELECT 1 FROM runs WHERE command = 'collect' LIMIT 1", {}).num_rows
    orders = Orders(fleet, chosen(fleet, ()), since=None if known else since)
    if not known:
        say(f"nothing was collected yet: reading from {since:%H:%M} UTC on; `collect --since 15d` reads more")
    summary = collect(store, orders, account_keeper(fleet))
    tell(summary)
    ending = ending_of(summary)
    return Ending.PARTIAL if ending is Ending.OUTSIDE else ending


def show(asked: Asked, story: Sequence[Section]) -> None:
    """Print the story; text of strangers is shown, never obeyed."""
    from aurorascope.insight.bundle import text

    click.echo(
        printable(asked.cluster)
        + f": {asked.begin:%Y-%m-%d %H:%M} to {asked.end:%Y-%m-%d %H:%M} UTC, against the "
        f"{asked.before_s // 60} minutes before"
    )
    for section in story:
        click.echo(f"\n{section.title}")
        if not section.rows:
            click.echo(f"  {section.nothing}")
            continue
        if section.shown == ("headline",):
            for row in section.rows:
                click.echo(f"  * {printable(row['headline'])}")
            continue
        rows = [[cell(name, row.get(name), text) for name in section.shown] for row in section.rows[:ROWS]]
        heads = [name.removesuffix("_us").replace("_", " ") for name in section.shown]
        widths = [max(len(line[i]) for line in [heads, *rows]) for i in range(len(heads))]
        for line in [heads, *rows]:
            click.echo(
                "  " + "  ".join(part.ljust(width) for part, width in zip(line, widths, strict=True)).rstrip()
            )
        if len(section.rows) > ROWS:
            click.echo(f"  and {len(section.rows) - ROWS:,} more")


def cell(name: str, value: object, text: Callable[[object], str]) -> str:
    """Return one value as the terminal shows it."""
    from aurorascope.cli.drawing import duration, share

    if value is None:
        return "-"
    if name.endswith("_us") or "_us_" in name:
        return duration(float(str(value)))
    if name.startswith("share") and isinstance(value, float):
        return share(value)
    said = printable(" ".join(text(value).split()))
    return said if len(said) <= 72 else said[:71] + "…"


def file_part(name: str) -> str:
    """Return a cluster's name as a part of a file's name."""
    return "".join(letter if letter.isalnum() or letter in "-_" else "_" for letter in name)[:80]

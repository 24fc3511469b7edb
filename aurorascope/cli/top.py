"""`top`: the profile on the terminal."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

import click

from aurorascope.cli.drawing import count, duration, share
from aurorascope.cli.filters import FAMILY, SESSION, filter_of, filter_options
from aurorascope.cli.options import store_option
from aurorascope.cli.rows import write_rows
from aurorascope.cli.settings import store_or_default
from aurorascope.cli.terminal import printable
from aurorascope.model.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pyarrow as pa

WIDEST_GROUP = 24
"""Characters that a user, a host or an application keeps when the terminal is narrow; the statement gives."""


@click.command("top")
@store_option
@filter_options("cluster", "instance", *SESSION, *FAMILY)
@click.option("--engine", type=click.Choice(["postgresql", "mysql"]), help="Only this engine.")
@click.option(
    "--apdex",
    type=click.FloatRange(min=0),
    metavar="MS",
    help="Show the spread: median, deviation, variance to mean, apdex by this threshold, distribution.",
)
@click.option("--noise", is_flag=True, help="Show the server's own users (rdsadmin) too.")
@click.option(
    "--by",
    default="fingerprint",
    show_default=True,
    metavar="GROUP,...",
    help="Group by one or more of fingerprint, user, database, host, application, instance, cluster, phase.",
)
@click.option(
    "--sort",
    "rank_by",
    type=click.Choice(["total", "calls", "mean", "max"]),
    default="total",
    show_default=True,
    help="What the first rank has most of.",
)
@click.option("--rows", "top", type=click.IntRange(1, 100_000), default=20, show_default=True)
@click.option("--output", type=click.Choice(["table", "json"]), default="table", show_default=True)
def command(
    *,
    store_dir: str | None,
    engine: str | None,
    apdex: float | None,
    noise: bool,
    by: str,
    rank_by: str,
    top: int,
    output: str,
    **values: Any,
) -> None:
    """Print the statements that take the time: calls, total, mean, percentiles, errors."""
    from aurorascope.insight.top import APDEX_US, profile, thresholds
    from aurorascope.store.store import Store

    chosen = filter_of(values, show_noise=noise, engine=(engine,) if engine else ())
    first, last = chosen.begin, chosen.end
    snapshot = Store.open(store_or_default(store_dir)).snapshot()
    if first or last:
        snapshot = snapshot.between(
            first or datetime.min.replace(tzinfo=UTC), last or datetime.max.replace(tzinfo=UTC)
        )
    words = groups(by)
    threshold = APDEX_US if apdex is None else round(apdex * 1000)
    found = profile(snapshot, chosen, by=words, rank_by=rank_by, top=top, apdex_us=threshold)
    if output == "json":
        write_rows(found.column_names, found.to_pylist(), output)
        return
    if apdex is None and engine != "mysql":
        found = found.drop_columns(list(OF_SPREAD))
    draw(found, words, taken_under(thresholds(snapshot, chosen), engine))


def groups(by: str) -> tuple[str, ...]:
    """Return the words of --by. Raises BadRequestError naming those there are."""
    from aurorascope.insight.top import group_names

    words = tuple(word.strip() for word in by.split(","))
    known = group_names()
    if wrong := [word for word in words if word not in known] or len(set(words)) != len(words):
        what = f"{wrong[0]!r} is no group" if isinstance(wrong, list) else "a group stands twice"
        raise BadRequestError(f"--by: {what}; known are {', '.join(known)}.")
    return words


def taken_under(settings: Sequence[dict[str, Any]], engine: str | None = None) -> str:
    """Say which threshold let these statements into the log."""
    if not settings:
        setting = "long_query_time" if engine == "mysql" else "log_min_duration_statement"
        return f"{setting}: unknown; statements below it are not in the log."
    said = dict.fromkeys(f"{row['setting']} = {row['value']} ({row['known_by']})" for row in settings)
    return "Taken under " + ", ".join(said) + "."


def draw(found: pa.Table, by: Sequence[str], taken: str) -> None:
    """Print the profile: on a terminal no wider than it, in a pipe with whole statements."""
    if not found.num_rows:
        click.echo("No statement in this range and filter.")
    elif sys.stdout.isatty():
        draw_wide(*cells(found, by))
    else:
        names, rows = cells(found, by)
        write_rows(names, [dict(zip(names, row, strict=True)) for row in rows], "table")
    click.echo(printable(taken))


def cells(found: pa.Table, by: Sequence[str]) -> tuple[list[str], list[list[str]]]:
    """Return the heads and the cells of the profile as text that cannot steer a terminal."""
    rows = found.to_pylist()
    for (
        row
    ) in rows:  # a message of PostgreSQL's, a code beside a statement of MySQL's: one column tells of both
        told = [row[name] for name in ("errors", "failed_statements") if row[name] is not None]
        row["errors"] = sum(told) if told else None
    groups = found.column_names[1 : 1 + len(by)]
    shown = [name for name in NUMBERS if any(row.get(name) is not None for row in rows)]
    heads = ["#", *groups, *(NUMBERS[name][0] for name in shown)]
    texts = [
        [
            str(row["rank"]),
            *("(none)" if row[name] is None else printable(row[name]) for name in groups),
            *(NUMBERS[name][1](row[name]) for name in shown),
        ]
        for row in rows
    ]
    if "fingerprint" in by:
        heads.append("statement")
        for text, row in zip(texts, rows, strict=True):
            text.append(printable(" ".join((row["normalized_sql"] or "").split())))
    return heads, texts


def draw_wide(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Draw the profile for a terminal: the statement takes the width that the numbers leave."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False, markup=False, emoji=False)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    titles = {title for title, _ in NUMBERS.values()} | {"#"}
    left = console.width - 2
    for index, head in enumerate(heads):
        justify: Literal["right", "left"] = "right" if head in titles else "left"
        widest = max(len(head), *(len(row[index]) for row in rows))
        width = max(left, 20) if head == "statement" else min(widest, WIDEST_GROUP)
        left -= width + 3
        table.add_column(head, justify=justify, width=min(width, widest), no_wrap=True, overflow="ellipsis")
    for row in rows:
        table.add_row(*map(Text, row))
    console.print(table)


def bars(decades: Sequence[int]) -> str:
    """Draw counts by decades of duration as one bar each; a dot where there is none."""
    most = max(decades)
    return "".join(BARS[-(-number * (len(BARS) - 1) // most)] if number else "." for number in decades)


BARS = "\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588"
NUMBERS: dict[str, tuple[str, Callable[[Any], str]]] = {
    "sum_us": ("total", duration),
    "share": ("share", share),
    "calls": ("calls", count),
    "mean_us": ("mean", duration),
    "p50_us": ("median", duration),
    "p95_us": ("p95", duration),
    "max_us": ("max", duration),
    "rows_sent": ("rows", count),
    "errors": ("errors", count),
    "stddev_us": ("stddev", duration),
    "variance_to_mean": ("V/M", "{:.2f}".format),
    "apdex": ("apdex", "{:.2f}".format),
    "decades": ("spread", bars),
}
OF_SPREAD = ("p50_us", "stddev_us", "variance_to_mean", "apdex", "decades")
"""What the terminal shows of the measures: its head and how it reads; all of them are in the JSON."""

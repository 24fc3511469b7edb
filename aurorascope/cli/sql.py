"""`sql`: one SELECT over the store, through the gate."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from aurorascope.cli.options import store_option
from aurorascope.cli.querying import engine_options
from aurorascope.cli.rows import write_rows
from aurorascope.cli.settings import store_or_default

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

    from aurorascope.cli.querying import Engine


@click.command("sql")
@click.argument("query")
@store_option
@click.option("--output", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
@click.option(
    "--seconds", type=click.FloatRange(min=0.1), default=30, show_default=True, help="Limit of time."
)
@click.option(
    "--memory", type=click.IntRange(min=64), default=1024, show_default=True, help="Limit of memory, MB."
)
@engine_options
@click.option("--rows", type=click.IntRange(min=1), default=100_000, show_default=True, help="Limit of rows.")
def command(
    *, query: str, store_dir: str | None, output: str, seconds: float, memory: int, rows: int, engine: Engine
) -> None:
    """Print the rows of QUERY, one SELECT in DuckDB's dialect; - reads it from standard input."""
    from aurorascope.store.gate import Limits

    text = sys.stdin.read() if query == "-" else query
    limits = Limits(seconds=seconds, memory_mb=memory, rows=rows)
    table = engine.store(store_or_default(store_dir)).snapshot().guarded(text, limits=limits)
    table = table.rename_columns(distinct(table.column_names))
    write_rows(table.column_names, rows_of(table), output)


def distinct(names: Sequence[str]) -> list[str]:
    """Return the names with a number behind each that stood before, as JSON objects hold a name once."""
    found: list[str] = []
    for name in names:
        number, candidate = 1, name
        while candidate in found:
            number += 1
            candidate = f"{name}_{number}"
        found.append(candidate)
    return found


def rows_of(table: pa.Table) -> Iterator[dict[str, object]]:
    """Yield the rows, a batch of them in memory at a time."""
    for batch in table.to_batches(max_chunksize=10_000):
        yield from batch.to_pylist()

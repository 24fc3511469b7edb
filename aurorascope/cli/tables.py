"""`tables`: the dictionary of the store, every table and column with its sentence."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from aurorascope.model.errors import BadRequestError

if TYPE_CHECKING:
    from aurorascope.model.table import Table


@click.command("tables")
@click.argument("name", required=False)
@click.option("--output", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(*, name: str | None, output: str) -> None:
    """Print the tables that SQL can ask for; with NAME, the columns of one."""
    tables = asked_tables(name)
    if output == "json":
        click.echo(json.dumps([described(table) for table in tables], indent=2))
    elif name:
        click.echo(page(tables[0]))
    else:
        width = max(len(table.name) for table in tables)
        for table in tables:
            click.echo(f"{table.name:<{width}}  {table.doc}")
        click.echo("\nColumns: aurorascope tables NAME")


def asked_tables(name: str | None) -> list[Table]:
    """Return the one table called `name`, or all that are no bookkeeping. Raises BadRequestError."""
    from aurorascope.store.schemas import TABLES

    if name is None:
        return [table for table in TABLES.values() if not table.hidden]
    if name not in TABLES:
        from difflib import get_close_matches

        near = get_close_matches(name, TABLES, n=1)
        hint = f"did you mean {near[0]}?" if near else "`aurorascope tables` lists them."
        raise BadRequestError(f"no table {name!r}; {hint}")
    return [TABLES[name]]


def described(table: Table) -> dict[str, object]:
    """Return `table` as JSON shows it."""
    return {
        "name": table.name,
        "doc": table.doc,
        "columns": [{"name": c.name, "type": c.type, "doc": c.doc} for c in table.columns],
    }


def page(table: Table) -> str:
    """Return the terminal's page of one table."""
    names = max(len(column.name) for column in table.columns)
    types = max(len(column.type) for column in table.columns)
    rows = [f"  {c.name:<{names}}  {c.type:<{types}}  {c.doc}" for c in table.columns]
    return "\n".join([f"{table.name}: {table.doc}", "", *rows])

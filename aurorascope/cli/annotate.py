"""`annotate`: puts a deployment or a note on the time axis, as a change made by a person."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from aurorascope.cli.moments import moment, span
from aurorascope.cli.options import store_option
from aurorascope.cli.settings import store_or_default
from aurorascope.cli.terminal import printable
from aurorascope.model.errors import BadRequestError

if TYPE_CHECKING:
    from aurorascope.store.store import Store

LONGEST = 2000
"""Characters of a note; a chart shows the first of them, the row all."""


@click.command("annotate")
@click.argument("text")
@store_option
@click.option("--at", "at", metavar="TIME", help="When: 2026-11-19T04:00 (UTC), or 10m for ten minutes ago.")
@click.option("--cluster", default="", help="Cluster it is about [default: all].")
@click.option("--instance", default="", help="Instance it is about.")
@click.option("--account", default="", help="Account of the cluster.")
@click.option("--region", default="", help="Region of the cluster.")
@click.option(
    "--kind", default="note", show_default=True, help="What it is: deployment, migration, test, note ..."
)
@click.option("--actor", default="", help="Who did it.")
def command(
    *,
    text: str,
    store_dir: str | None,
    at: str | None,
    cluster: str,
    instance: str,
    account: str,
    region: str,
    kind: str,
    actor: str,
) -> None:
    """Put TEXT on the time axis of the pages, with when, where and who.

    It becomes a row of `changes` whose source is 'annotation'. The same note twice is one row.
    """
    from aurorascope.store.store import Store

    note = " ".join(text.split())
    if not note:
        raise BadRequestError("the note is empty; write what happened: aurorascope annotate 'release 42'.")
    if len(note) > LONGEST:
        raise BadRequestError(f"the note has {len(note):,} characters; at most {LONGEST:,} are kept.")
    now = datetime.now(UTC).replace(microsecond=0)
    when = when_of(at, now)
    row: dict[str, object] = {
        "ts": when,
        "account": account or None,
        "region": region or None,
        "cluster": cluster or None,
        "instance": instance or None,
        "resource": kind,
        "attribute": "annotation",
        "old": None,
        "new": note,
        "actor": actor or None,
        "source": "annotation",
    }
    where = instance or cluster or "all clusters"
    known = add(Store.open(store_or_default(store_dir)), row)
    said = "was there already" if known else "is on the time axis"
    click.echo(f"{printable(kind)} at {when:%Y-%m-%d %H:%M:%S} UTC for {printable(where)} {said}")


def when_of(at: str | None, now: datetime) -> datetime:
    """Return the moment meant: an ISO time, or a span back from now. Raises BadRequestError."""
    if at is None:
        return now
    try:
        return now - span(at, "--at")
    except BadRequestError:
        return moment(at, "--at")


def add(store: Store, row: dict[str, object]) -> bool:
    """Commit a row of `changes`; say whether the same row was there already."""
    import polars as pl

    from aurorascope.ingest.run import run_id
    from aurorascope.store.columnar import POLARS_TYPES
    from aurorascope.store.schemas import TABLES

    columns = TABLES["changes"].columns
    same = " AND ".join(f'"{column.name}" IS NOT DISTINCT FROM ${column.name}' for column in columns)
    if store.snapshot().query(f"SELECT 1 FROM changes WHERE {same} LIMIT 1", row).num_rows:
        return True
    frame = pl.DataFrame({c.name: pl.Series([row[c.name]]).cast(POLARS_TYPES[c.type]) for c in columns})
    with store.writer(run_id(), {}) as writer:
        writer.write("changes", frame)
        store.commit(writer.close())
    return False

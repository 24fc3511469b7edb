"""`record`: an account's answers as a file, with everything private taken out."""

from __future__ import annotations

from pathlib import Path

import click

from aurorascope.cli.collect import chosen, ending_of, orders_of, tell
from aurorascope.cli.settings import current_fleet


@click.command("record")
@click.argument("file", type=click.Path(dir_okay=False), metavar="FILE")
@click.option("--since", metavar="TIME", help="Read back to here: 6h, 3d, or 2026-11-19T04:00.")
@click.option("--only", multiple=True, metavar="NAME", help="This collector only; may be repeated.")
@click.option(
    "--keep",
    multiple=True,
    metavar="KIND",
    help="Leave a kind as it is: accounts, names, hosts, addresses, users, tags, sql, keys, messages, logs.",
)
def command(*, file: str, since: str | None, only: tuple[str, ...], keep: tuple[str, ...]) -> int:
    """Record what AWS answers the collectors, for tests and demonstrations, into FILE (.jsonl.gz).

    Account ids, names, hosts, addresses, users, tags, SQL, keys, messages and log lines are replaced: the
    same text by the same other text everywhere. Look through the file before you give it away.
    """
    from aurorascope.aws.scrub import all_kinds
    from aurorascope.aws.tape import write_tape
    from aurorascope.collect.fleet import known_key
    from aurorascope.collect.recording import record

    for kind in keep:
        known_key(kind, all_kinds(), "--keep")
    fleet = current_fleet()
    tape, summary = record(orders_of(fleet, chosen(fleet, only), since), keep)
    tell(summary)
    write_tape(tape, Path(file))
    click.echo(f"{len(tape.entries):,} answers of {summary.clusters} clusters recorded in {file}")
    return ending_of(summary)

"""`deliver`: a report that lies in its place, told again; the index and the retention without a new one."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from aurorascope.cli.delivering import current_room, keep_option, out_option, resend_option, told
from aurorascope.cli.endings import Ending
from aurorascope.cli.terminal import printable
from aurorascope.model.errors import BadRequestError

if TYPE_CHECKING:
    from aurorascope.report.delivery.manifest import Night
    from aurorascope.report.delivery.places import Place


@click.command("deliver")
@click.argument("report", required=False)
@out_option
@click.option(
    "--to", "names", multiple=True, metavar="NAME", help="Tell this channel of [delivery]; repeatable."
)
@keep_option
@resend_option
@click.option("--dry-run", is_flag=True, help="Print what each channel would get; send and remove nothing.")
def command(
    *,
    report: str | None,
    out: str | None,
    names: tuple[str, ...],
    keep: str | None,
    resend: bool,
    dry_run: bool,
) -> int:
    """Tell channels of a REPORT that was written before: its day, or its name; else the newest.

    A channel that was told is not told again. The index is made anew, and with `--keep` old reports go.
    """
    from aurorascope.report.delivery.deliver import tell, tidy
    from aurorascope.report.delivery.keeping import days
    from aurorascope.report.delivery.message import message_of

    room, now = current_room(out, names, keep), datetime.now(UTC)
    night = chosen(room.place, report) if names or report else None
    if night is not None and room.delivery.link_base:
        night = replace(night, link_base=room.delivery.link_base)
    if night is not None and dry_run:
        message = message_of(night, room.place.address(f"{night.folder}/{night.page}"))
        for channel in room.channels:
            click.echo(f"{channel.name}:\n{shown(channel.shown(message))}\n")
    if dry_run:
        return Ending.WELL
    outcomes = () if night is None else tell(room.place, night, room.channels, resend=resend, now=now)
    removed, complaints = tidy(room.place, night, days(room.keep) if room.keep else None, now)
    return told(outcomes, removed, complaints)


def chosen(place: Place, name: str | None) -> Night:
    """Return the report called `name`, else the newest. Raises BadRequestError where there is none."""
    from aurorascope.report.delivery.index import nights
    from aurorascope.report.delivery.manifest import read_night

    if name is None:
        whole = [night for night in nights(place, place.names()) if night.whole]
        if not whole:
            raise BadRequestError(f"no report lies in {place.address()}: `aurorascope report` makes one.")
        return whole[-1]
    night = read_night(place, name) if re.fullmatch(r"[\w.-]+", name) else None
    if night is None or not night.whole:
        raise BadRequestError(f"no report called {name!r} lies in {place.address()}.")
    return night


def shown(text: str) -> str:
    """Return a message for the terminal, line by line."""
    return "\n".join(f"  {printable(line)}" for line in text.splitlines())

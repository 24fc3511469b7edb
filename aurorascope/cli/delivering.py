"""Where a report goes, as options and as the end of a command: `--out`, `--deliver`, `--keep`, `--resend`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

import click

from aurorascope.cli.endings import Ending, say
from aurorascope.cli.settings import config_path, read_config
from aurorascope.cli.terminal import printable
from aurorascope.model.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aurorascope.report.delivery.channels import Delivery
    from aurorascope.report.delivery.deliver import Told
    from aurorascope.report.delivery.delivered import Delivered
    from aurorascope.report.delivery.patience import Channel
    from aurorascope.report.delivery.places import Place

Command = TypeVar("Command", bound="Callable[..., Any]")

out_option = click.option(
    "--out",
    metavar="PLACE",
    help="Folder or s3://bucket/prefix of the reports (default: `out` in [delivery]).",
)
keep_option = click.option("--keep", metavar="90d", help="Remove reports of days older than this.")
resend_option = click.option(
    "--resend", is_flag=True, help="Tell the channels even if they were told, or may have been."
)


def delivery_options(command: Command) -> Command:
    """Add the options of delivery to a command: `out`, `deliver`, `keep`, `resend`."""
    named = click.option(
        "--deliver",
        "deliver",
        multiple=True,
        metavar="NAME",
        help="Tell this channel of [delivery]; repeatable.",
    )
    return out_option(named(keep_option(resend_option(command))))


@dataclass(frozen=True)
class Room:
    """What a delivery works with: the config's table, the place, the channels that were named."""

    delivery: Delivery
    place: Place
    channels: Sequence[Channel]
    keep: str


def current_delivery() -> Delivery:
    """Return `[delivery]` of the config. Raises BadRequestError that names the wrong key, never a secret."""
    from aurorascope.report.delivery.channels import read_delivery

    path, named = config_path(click.get_current_context().find_root().obj)
    return read_delivery(read_config(path, named=named).get("delivery", {}), f"{path}: delivery")


def current_room(out: str | None, names: Sequence[str], keep: str | None) -> Room:
    """Return it, before anything is made. Raises BadRequestError for what cannot be."""
    from aurorascope.aws.objects import Sealing
    from aurorascope.report.delivery.keeping import days
    from aurorascope.report.delivery.places import place_at

    delivery = current_delivery()
    where, kept = out or delivery.out, keep or delivery.keep
    if not where:
        raise BadRequestError("no place for reports: name --out, or `out` in [delivery] of the config.")
    if kept:
        days(kept)
    sealing = Sealing(delivery.encryption, delivery.kms_key)  # type: ignore[arg-type]  # it checks the word
    sealing.headers()
    return Room(delivery, place_at(where, sealing), delivery.chosen(names), kept)


def hand_over(report: Delivered, room: Room, *, resend: bool) -> int:
    """Deliver a report, say what came of it, and return the exit code: well, or partial."""
    from aurorascope.report.delivery.deliver import deliver
    from aurorascope.report.delivery.keeping import days

    linked = replace(report, link_base=report.link_base or room.delivery.link_base)
    keep = days(room.keep) if room.keep else None
    done = deliver(linked, room.channels, room.place, keep=keep, resend=resend)
    click.echo(f"report   {printable(done.address)}", err=True)
    return told(done.told, done.removed, done.complaints)


def told(outcomes: Sequence[Told], removed: Sequence[str], complaints: Sequence[str]) -> int:
    """Say what came of each channel and of the retention; return the exit code."""
    for one in outcomes:
        click.echo(f"{one.channel:<8} {one.outcome}", err=True)
        if one.sentence:
            say(f"{one.channel}: {one.sentence}")
    if removed:
        click.echo(f"removed  {len(removed)} past keeping: {', '.join(removed)}", err=True)
    for complaint in complaints:
        say(complaint)
    return Ending.WELL if not complaints and all(one.well for one in outcomes) else Ending.PARTIAL

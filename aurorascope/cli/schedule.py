"""`schedule`: stop, start and upgrade chosen clusters, as `deploy/` lets a scheduler do it."""

from __future__ import annotations

import fnmatch
from typing import TYPE_CHECKING, Any, TypeVar

import click

from aurorascope.cli.endings import Ending, say
from aurorascope.cli.rows import write_rows
from aurorascope.cli.settings import current_fleet
from aurorascope.model.errors import BadRequestError, OutsideError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aurorascope.model.inventory import Cluster
    from aurorascope.schedule.acting import Step
    from aurorascope.schedule.refusing import Action
    from aurorascope.schedule.versions import Choice

Command = TypeVar("Command", bound="Callable[..., Any]")
COLUMNS = ("account", "region", "cluster", "action", "outcome", "version", "why")


@click.group("schedule")
def command() -> None:
    """Stop and start chosen clusters, and bring minor versions into their maintenance windows.

    Only clusters that the config's accounts hold and that are named here, by --cluster or --tag. What must
    not be stopped is refused: members of a global database, parallel query, Serverless v1, whatever
    replicates, blue/green deployments in hand, and clusters of which this cannot be known.
    """


def options(command: Command) -> Command:
    """Add what every action takes."""
    for option in (
        click.option(
            "--cluster", "names", multiple=True, metavar="NAME", help="These clusters; * and ? allowed."
        ),
        click.option(
            "--tag", "tags", multiple=True, metavar="KEY=VALUE", help="Clusters with all of these tags."
        ),
        click.option("--dry-run", is_flag=True, help="Show what would be done; change nothing."),
        click.option(
            "--output", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True
        ),
    ):
        command = option(command)
    return command


@command.command("stop")
@options
def stop(**how: Any) -> int:
    """Stop clusters that are available. AWS starts a stopped cluster after seven days by itself."""
    return run("stop", **how)


@command.command("start")
@options
def start(**how: Any) -> int:
    """Start clusters that are stopped."""
    return run("start", **how)


@command.command("upgrade")
@options
@click.option(
    "--to",
    "choice",
    type=click.Choice(["auto", "latest"]),
    default="auto",
    show_default=True,
    help="The version that AWS marks for automatic upgrades, or the newest minor one.",
)
def upgrade(**how: Any) -> int:
    """Let a newer minor version be applied in each cluster's own maintenance window, never at once."""
    return run("upgrade", **how)


def run(
    action: Action,
    *,
    names: Sequence[str],
    tags: Sequence[str],
    dry_run: bool,
    output: str,
    choice: Choice = "auto",
) -> int:
    """Plan, do what may be done, and tell. Raises BadRequestError where nobody is named."""
    from aurorascope.schedule.acting import carry_out, plan

    means = chooser(names, tags)
    places, unreached = reached()
    steps = plan(action, places, means, choice)
    if not dry_run:
        steps = carry_out(steps)
    write_rows(COLUMNS, [row(step) for step in steps], output)
    if not steps:
        say("no cluster is meant: none of the config's clusters has these names and tags.")
        return Ending.PARTIAL if unreached else Ending.USAGE
    return ending(steps, unreached=unreached)


def reached() -> tuple[list[Any], bool]:
    """Look at the accounts of the config; return the places reached, and whether one was not."""
    from aurorascope.cli.collect import account_keeper
    from aurorascope.collect.discovery import discover

    fleet = current_fleet()
    found = discover(fleet, account_keeper(fleet))
    for place in found:
        if place.refusal is not None:
            say(f"{place.name}: {place.refusal.sentence}")
    there = [place for place in found if place.refusal is None]
    if not there:
        raise OutsideError("no account was reached: `aurorascope doctor` says what is missing.")
    return there, len(there) < len(found)


def chooser(names: Sequence[str], tags: Sequence[str]) -> Callable[[Cluster], bool]:
    """Return what says whether a cluster is meant: by a name and by all tags, where both are given."""
    if not names and not tags:
        raise BadRequestError("name the clusters: --cluster NAME or --tag KEY=VALUE; there is no default.")
    pairs = [tag.partition("=") for tag in tags]
    wrong = next((key for key, sign, _ in pairs if not sign or not key), None)
    if wrong is not None:
        raise BadRequestError(f"--tag {wrong!r}: KEY=VALUE is expected.")

    def means(cluster: Cluster) -> bool:
        held = {one["Key"]: one.get("Value", "") for one in cluster.record.get("TagList") or ()}
        by_name = not names or any(fnmatch.fnmatchcase(cluster.name, name) for name in names)
        return by_name and all(held.get(key) == value for key, _, value in pairs)

    return means


def row(step: Step) -> dict[str, object]:
    """Return a step as a row."""
    return {
        "account": step.place.account_id,
        "region": step.place.region,
        "cluster": step.cluster.name,
        "action": step.action,
        "outcome": step.outcome,
        "version": step.version,
        "why": step.why,
    }


def ending(steps: Sequence[Step], *, unreached: bool) -> int:
    """Return the exit code: 4 where AWS refused all that was tried, 5 where something was not done."""
    outcomes = {step.outcome for step in steps}
    if "failed" in outcomes and not outcomes & {"done", "nothing to do"}:
        return Ending.OUTSIDE
    return Ending.PARTIAL if unreached or outcomes & {"failed", "refused"} else Ending.WELL

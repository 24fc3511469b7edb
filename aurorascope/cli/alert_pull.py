"""`alerts pull`, `export` and `evaluate`: what is there, the alarms as text, and rules over the store."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from aurorascope.cli.alert_places import rooms
from aurorascope.cli.alert_rules import chosen_rules, names_argument, output_option
from aurorascope.cli.endings import Ending, say
from aurorascope.cli.options import store_option
from aurorascope.cli.rows import write_rows
from aurorascope.cli.settings import store_or_default

if TYPE_CHECKING:
    from aurorascope.cli.alert_places import Room

COLUMNS = ("account", "region", "name", "state", "since", "armed", "threshold", "wanted", "why")


@click.command("pull")
@store_option
@output_option
def pull_command(*, store_dir: str | None, output: str) -> None:
    """Show our alarms with their states, whether each is armed, and thresholds moved by hand.

    Thresholds that were changed in CloudWatch are printed as lines of `[alerts.thresholds]`: put them into
    the config and the next push keeps them.
    """
    found = rooms((), store_dir)
    rows = [row for room in found for row in rows_of(room)]
    write_rows(COLUMNS, rows, output)
    moved = [row for row in rows if row["threshold"] is not None and row["threshold"] != row["wanted"]]
    if moved and output == "table":
        click.echo("\nto keep what was changed by hand:\n[alerts.thresholds]")
        for row in moved:
            click.echo(f'"{row["key"]}" = {row["threshold"]}')


def rows_of(room: Room) -> list[dict[str, object]]:
    """Return the alarms of one place that our rules mean and that are there, as rows."""
    from aurorascope.cloudwatch.armed import armed
    from aurorascope.cloudwatch.plan import look

    there = look(room.client).alarms
    verdicts = armed(room.client, room.desired.alarms, room.clusters, datetime.now(UTC))
    return [
        {
            "account": room.account,
            "region": room.region,
            "name": one.alarm.name,
            "key": f"{one.alarm.cluster}/{one.alarm.rule.name}",
            "state": there[one.alarm.name]["StateValue"],
            "since": there[one.alarm.name].get("StateTransitionedTimestamp"),
            "armed": one.verdict,
            "threshold": there[one.alarm.name].get("Threshold"),
            "wanted": one.alarm.threshold,
            "why": one.reason,
        }
        for one in verdicts
        if one.alarm.name in there
    ]


@click.command("export")
@names_argument
@store_option
@click.option("--format", "style", type=click.Choice(["terraform", "cloudformation"]), required=True)
def export_command(*, names: tuple[str, ...], store_dir: str | None, style: str) -> None:
    """Print the alarms as Terraform (JSON) or as a CloudFormation template; one Region only."""
    from aurorascope.cloudwatch.export import cloudformation, terraform
    from aurorascope.model.errors import BadRequestError

    found = rooms(names, store_dir)
    if len(found) > 1:
        places = ", ".join(f"{room.account} {room.region}" for room in found)
        raise BadRequestError(f"an export is for one Region, the config leads to {places}.")
    requests = found[0].desired.requests
    if style == "terraform" and (logs := sum("ScheduledQueryConfiguration" in one for one in requests)):
        say(f"{logs} log alarms are not in it: no resource of Terraform's provider is known for them.")
    click.echo(terraform(requests) if style == "terraform" else cloudformation(requests), nl=False)


@click.command("evaluate")
@names_argument
@store_option
@click.option("--dry-run", is_flag=True, help="Print the values and publish nothing.")
@output_option
def evaluate_command(*, names: tuple[str, ...], store_dir: str | None, dry_run: bool, output: str) -> int:
    """Run the rules that are queries over the store, and publish their values with a heartbeat.

    The metrics are in the namespace `Aurorascope`; call this every few minutes, or in the nightly run.
    """
    from aurorascope.cloudwatch.evaluate import evaluate, publish
    from aurorascope.rules.expand import Place
    from aurorascope.store.store import Store

    rules = [rule for rule in chosen_rules(names) if rule.kind == "sql"]
    snapshot = Store.open(store_or_default(store_dir)).snapshot()
    now = datetime.now(UTC)
    found = rooms((), store_dir, rules=rules)
    places = {Place(room.account, room.region): room for room in found}
    wanted = {
        place: [(alarm.rule.name, alarm.cluster) for alarm in room.desired.alarms]
        for place, room in places.items()
    }
    fleet = {place: list(room.clusters) for place, room in places.items()}
    points = evaluate(rules, snapshot, fleet, now, wanted)
    columns = ("account", "region", "rule", "cluster", "at", "value")
    rows = [
        {"account": one.place.account, "region": one.place.region, "rule": one.rule, "cluster": one.cluster,
         "at": one.at, "value": one.value}
        for one in points
    ]  # fmt: skip
    if dry_run or output != "table":
        write_rows(columns, rows, output)
    if dry_run:
        return Ending.WELL
    refused = 0
    for place, room in places.items():
        own = [one for one in points if one.place == place]
        reason = publish(room.client, own, now)
        refused += bool(reason)
        say(f"{place.account} {place.region}: {reason or f'{len(own)} values and a heartbeat published'}")
    return Ending.PARTIAL if refused else Ending.WELL

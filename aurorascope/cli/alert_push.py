"""`alerts plan` and `push`: what would change in CloudWatch, and the changes themselves."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aurorascope.cli.alert_places import rooms
from aurorascope.cli.alert_rules import names_argument, output_option
from aurorascope.cli.endings import Ending, say
from aurorascope.cli.options import store_option
from aurorascope.cli.rows import write_rows
from aurorascope.model.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aurorascope.cli.alert_places import Room
    from aurorascope.cloudwatch.plan import Change, Plan

COLUMNS = ("account", "region", "change", "what", "name", "field", "there", "wanted")
delete_option = click.option(
    "--delete", is_flag=True, help="Delete what no rule wants any more and carries our prefix and tag."
)


@click.command("plan")
@names_argument
@store_option
@delete_option
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the plan to this file.")
@click.option("--fail-on-change", is_flag=True, help="Exit code 3 where anything is to be changed.")
@output_option
def plan_command(
    *,
    names: tuple[str, ...],
    store_dir: str | None,
    delete: bool,
    out: Path | None,
    fail_on_change: bool,
    output: str,
) -> int:
    """Show what a push would create, change field by field, and delete, and what it costs a month."""
    found = rooms(names, store_dir)
    plans = [room.plan(delete=delete and not names) for room in found]
    write_rows(COLUMNS, [row for plan in plans for row in rows_of(plan)], output)
    pending = [one for plan in plans for one in plan.of("create", "change", "delete")]
    if output == "table":
        tell(found, plans)
    if out is not None:
        from aurorascope.cloudwatch.plan_file import write_plan

        write_plan(out, [(one.account, one.region, one.of("create", "change", "delete")) for one in plans])
    return Ending.FINDINGS if fail_on_change and pending else Ending.WELL


@click.command("push")
@names_argument
@store_option
@delete_option
@click.option(
    "--plan", "planned", type=click.Path(dir_okay=False, path_type=Path), help="Push this plan and no more."
)
@click.option("--yes", is_flag=True, help="Do it. Without this the plan is shown and nothing is changed.")
@output_option
def push_command(
    *,
    names: tuple[str, ...],
    store_dir: str | None,
    delete: bool,
    planned: Path | None,
    yes: bool,
    output: str,
) -> int:
    """Create and change alarms in CloudWatch until they are as the rules say, then prove each is armed."""
    found = rooms(names, store_dir)
    plans = [room.plan(delete=(delete and not names) or planned is not None) for room in found]
    if planned is not None:
        from aurorascope.cloudwatch.plan_file import only_planned, read_plan

        written = read_plan(planned)
        unknown = set(written) - {(one.account, one.region) for one in plans}
        if unknown:
            raise BadRequestError(f"{planned}: it is for {sorted(unknown)}, which the config does not name.")
        plans = [only_planned(one, written.get((one.account, one.region), [])) for one in plans]
    if not yes:
        write_rows(COLUMNS, [row for plan in plans for row in rows_of(plan)], output)
        tell(found, plans)
        click.echo("nothing was changed: `--yes` does it")
        return Ending.WELL
    return carry_out(found, plans, planned)


def carry_out(found: Sequence[Room], plans: Sequence[Plan], planned: Path | None) -> int:
    """Push every plan and say what came of it; what is left goes back into the plan's file."""
    from aurorascope.cloudwatch.push import push, remaining

    left = []
    for room, plan in zip(found, plans, strict=True):
        total = len(plan.of("create", "change", "delete"))
        pushed = push(room.client, plan)
        click.echo(f"{room.account} {room.region}: {len(pushed.done)} of {total} changes made")
        for failure in pushed.failed:
            say(f"{failure.change.name}: {failure.reason}")
        left.append((plan.account, plan.region, remaining(plan, pushed)))
        prove(room)
    if planned is not None:
        from aurorascope.cloudwatch.plan_file import write_plan

        write_plan(planned, left)
    if any(changes for _, _, changes in left):
        say("not everything was done; push again: what is done is not done twice.")
        return Ending.PARTIAL
    return Ending.WELL


def prove(room: Room) -> None:
    """Say how many alarms are armed, and name each that can never fire."""
    from aurorascope.cloudwatch.armed import armed

    verdicts = armed(room.client, room.desired.alarms, room.clusters, datetime.now(UTC))
    counts = {kind: sum(one.verdict == kind for one in verdicts) for kind in ("armed", "quiet", "never")}
    click.echo(", ".join(f"{count} {kind}" for kind, count in counts.items()))
    for one in verdicts:
        if one.verdict == "never":
            say(f"{one.alarm.name}: {one.reason}")


def rows_of(plan: Plan) -> list[dict[str, object]]:
    """Return a plan as rows: one a change, one for each field of an alarm that differs."""
    found = []
    for change in plan.of("create", "change", "delete", "foreign"):
        first = {"account": plan.account, "region": plan.region, "change": word(change), "what": change.what}
        row: dict[str, object] = {**first, "name": change.name, "field": "", "there": "", "wanted": ""}
        found += [
            {**row, "field": one.field, "there": shown(one.there), "wanted": shown(one.wanted)}
            for one in change.differences
        ] or [row]
    return found


def word(change: Change) -> str:
    """Return how a kind of change is called on the terminal."""
    return "not ours, left alone" if change.kind == "foreign" else change.kind


def shown(value: object) -> str:
    """Return a field's value in one line."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def tell(found: Sequence[Room], plans: Sequence[Plan]) -> None:
    """Say how much there is to do, what is left out, and what it costs."""
    from aurorascope.cloudwatch.price import price

    for room, plan in zip(found, plans, strict=True):
        counts = ", ".join(
            f"{len(plan.of(kind))} to {kind}" for kind in ("create", "change", "delete") if plan.of(kind)
        )
        same = f"{len(plan.of('same'))} as they should be"
        click.echo(f"{plan.account} {plan.region}: {counts or 'nothing to do'}, {same}")
        unknown = [one for one in room.desired.left if one.verdict == "threshold unknown"]
        for one in unknown:
            click.echo(f"  no {one.rule} for {one.cluster}: threshold unknown, {one.reason}")
        costs = price(room.desired.requests)
        click.echo(
            f"  about ${costs.usd_month:,.2f} a month: {costs.alarm_metrics:,} alarm metrics, "
            f"{costs.composites:,} composites, {costs.custom_metrics:,} metrics of our own "
            "(us-east-2 prices, free alarms not taken off)"
        )
        if costs.log_alarms:
            click.echo(
                f"  not in it: {costs.log_alarms:,} log alarms, whose price is not known here; "
                "their queries cost by the GB of log they read"
            )

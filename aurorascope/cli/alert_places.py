"""The accounts and Regions that `alerts` works on, with what the config and the store know of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from aurorascope.cli.alert_rules import chosen_rules
from aurorascope.cli.collect import account_keeper
from aurorascope.cli.endings import say
from aurorascope.cli.settings import config_path, current_fleet, read_config, store_or_default
from aurorascope.model.errors import BadRequestError, OutsideError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aurorascope.aws.sessions import Account
    from aurorascope.cloudwatch.armed import Armed
    from aurorascope.cloudwatch.desired import Desired
    from aurorascope.cloudwatch.plan import Plan
    from aurorascope.cloudwatch.policy import Policy
    from aurorascope.model.inventory import Cluster
    from aurorascope.model.rule import Rule
    from aurorascope.rules.fleet import Told
    from aurorascope.store.snapshot import Snapshot


@dataclass
class Room:
    """One account and Region: its client, its clusters, and what is wanted of it."""

    account: str
    region: str
    client: Any
    clusters: Sequence[Cluster]
    desired: Desired

    def armed(self) -> tuple[list[Armed], str]:
        """Prove the alarms that are there; or say why AWS refused to tell."""
        from aurorascope.aws.refusals import refusal_of
        from aurorascope.cloudwatch.armed import armed
        from aurorascope.cloudwatch.plan import look

        try:
            there = look(self.client).alarms
            wanted = [one for one in self.desired.alarms if one.name in there]
            return armed(self.client, wanted, self.clusters, datetime.now(UTC)) if wanted else [], ""
        except Exception as error:
            refusal = refusal_of(error)
            if refusal is None:
                raise
            return [], refusal.sentence

    def plan(self, *, delete: bool) -> Plan:
        """Compare what is wanted with what is there."""
        from aurorascope.cloudwatch.plan import look, make_plan, tag_reader

        return make_plan(
            self.account,
            self.region,
            self.desired.requests,
            self.desired.mutes,
            look(self.client),
            tag_reader(self.client),
            delete=delete,
        )


def current_policy() -> Policy:
    """Return `[alerts]` of the config. Raises BadRequestError that names the wrong key."""
    from aurorascope.cloudwatch.policy import read_policy

    path, named = config_path(click.get_current_context().find_root().obj)
    stated = read_config(path, named=named)
    return read_policy(stated.get("alerts", {}), f"{path}: alerts")


def snapshot_if_any(store_dir: str | None) -> Snapshot | None:
    """Return the store's newest version, or None where there is no store and none was named."""
    from aurorascope.store.store import Store, has_store

    where = store_or_default(store_dir)
    if store_dir is None and not has_store(where):
        return None
    return Store.open(where).snapshot()


def rooms(names: Sequence[str], store_dir: str | None, *, rules: Sequence[Rule] | None = None) -> list[Room]:
    """Look at every account and Region of the config. Raises BadRequestError or OutsideError."""
    from aurorascope.cloudwatch.desired import desired
    from aurorascope.collect.discovery import discover
    from aurorascope.rules.expand import Place
    from aurorascope.rules.fleet import told_by

    fleet, policy = current_fleet(), current_policy()
    wanted = rules if rules is not None else with_children(names)
    found = discover(fleet, account_keeper(fleet))
    refused = [place for place in found if place.refusal is not None]
    for place in refused:
        say(f"{place.name}: {place.refusal.sentence if place.refusal else ''}")
    reached = [place for place in found if place.refusal is None]
    if not reached:
        raise OutsideError("no account was reached: `aurorascope doctor` says what is missing.")
    snapshot = snapshot_if_any(store_dir)
    known = {Place(one.account_id, one.region): list(one.inventory.clusters) for one in reached}
    told: Told = told_by(snapshot, known) if snapshot is not None else {}
    return [
        Room(
            one.account_id,
            one.region,
            one.account.client("cloudwatch", one.region),
            one.inventory.clusters,
            desired(
                wanted,
                one.inventory.clusters,
                Place(one.account_id, one.region),
                policy,
                told.get(Place(one.account_id, one.region)),
                log_groups(one.account, one.region) if policy.query_role else (),
            ),
        )
        for one in reached
    ]


def log_groups(account: Account, region: str) -> set[str]:
    """Return the log groups that RDS exports to; none where the look is refused, which is said."""
    from aurorascope.aws.refusals import refusal_of

    pages = account.client("logs", region).get_paginator("describe_log_groups")
    try:
        return {
            group["logGroupName"]
            for page in pages.paginate(logGroupNamePrefix="/aws/rds/cluster/")
            for group in page.get("logGroups", ())
        }
    except Exception as error:
        refusal = refusal_of(error)
        if refusal is None:
            raise
        say(f"{region}: no log alarms: {refusal.sentence}")
        return set()


def with_children(names: Sequence[str]) -> list[Rule]:
    """Return the rules called `names` and those that their composites watch; all without names."""
    from aurorascope.rules import composite
    from aurorascope.rules.lint import lint

    rules = {rule.name: rule for rule in chosen_rules(())}
    wrong = [one for one in lint(rules.values()) if one.verdict == "act"]
    if wrong:
        raise BadRequestError(
            f"{wrong[0].rule}: {wrong[0].text} (`aurorascope alerts lint` lists {len(wrong)})."
        )
    if not names:
        return list(rules.values())
    found = {rule.name: rule for rule in chosen_rules(names)}
    for rule in list(found.values()):
        if rule.kind == "composite":
            children = composite.children(composite.parse(rule.alarm_rule)) | {rule.suppressed_by}
            found |= {name: rules[name] for name in children if name in rules}
    return list(found.values())

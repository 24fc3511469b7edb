"""The alarms that rules and config want in one account and Region, ready to be compared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from aurorascope.cloudwatch.mute_rules import mute_rules
from aurorascope.cloudwatch.request import request_of
from aurorascope.rules.expand import Left, Place, expand, log_group, tags_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from aurorascope.cloudwatch.policy import Policy
    from aurorascope.cloudwatch.request import Request
    from aurorascope.model.inventory import Cluster
    from aurorascope.model.rule import Rule
    from aurorascope.rules.expand import Alarm


@dataclass(frozen=True, slots=True)
class Desired:
    """What is wanted of one account and Region, and what is not with its reason."""

    alarms: tuple[Alarm, ...]
    requests: tuple[Request, ...]
    mutes: tuple[Request, ...]
    left: tuple[Left, ...]


def desired(
    rules: Sequence[Rule],
    clusters: Sequence[Cluster],
    place: Place,
    policy: Policy,
    told: Mapping[str, Mapping[str, float]] | None = None,
    log_groups: Collection[str] = (),
) -> Desired:
    """Expand rules over clusters under a policy: its thresholds and facts win over what was collected.

    `log_groups` are those that exist: a log alarm is wanted on no other, and only with a role for its query.
    """
    known: dict[str, dict[str, float]] = {name: dict(facts) for name, facts in (told or {}).items()}
    for name, facts in policy.facts.items():
        known.setdefault(name, {}).update(facts)
    chosen = [rule for rule in rules if policy.wants(rule.name)]
    alarms: list[Alarm] = []
    left: list[Left] = []
    for cluster in clusters:
        own = [_stated(rule, policy, cluster.name) for rule in chosen]
        some, others = expand(own, [cluster], place, known)
        for one in some:
            refused = _no_log_alarm(one, policy, log_groups)
            if refused:
                left.append(Left(one.rule.name, one.cluster, "not for it", refused))
            else:
                alarms.append(one)
        left += others
    unique = {alarm.name: alarm for alarm in alarms}
    tags = {cluster.name: tags_of(cluster) for cluster in clusters}
    requests = [request_of(one, policy, tags.get(one.cluster, {})) for one in unique.values()]
    return Desired(
        tuple(unique.values()),
        tuple(requests),
        tuple(mute_rules(list(unique.values()), policy)),
        tuple(left),
    )


def _no_log_alarm(alarm: Alarm, policy: Policy, log_groups: Collection[str]) -> str:
    """Return why a log alarm is not wanted; '' where it is, or the alarm is another one."""
    if alarm.rule.log is None:
        return ""
    if not policy.query_role:
        return "alerts.log_alarms.query_role names no role that CloudWatch could run its query with"
    group = log_group(alarm.cluster, alarm.rule.log.type)
    return "" if group in log_groups else f"there is no log group {group}"


def _stated(rule: Rule, policy: Policy, cluster: str) -> Rule:
    """Return a rule with the threshold that the config states: a stated one needs no facts."""
    value = policy.threshold(rule.name, cluster)
    if value is None or rule.kind in ("composite", "anomaly"):
        return rule
    return replace(rule, threshold=replace(rule.threshold, value=value, share=None, of=None))

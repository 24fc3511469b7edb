"""Desired alarms against those there are: what to create, to change field by field, to leave, to delete.

An alarm is ours by its prefix and its tag, both. One with our prefix and without our tag is somebody's: it is
shown, and nothing is done to it, even where a rule wants its name.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from aurorascope.aws.refusals import refusal_of
from aurorascope.cloudwatch.request import TAG, TAG_VALUE, fields_of, is_composite, is_log
from aurorascope.rules.expand import PREFIX

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from aurorascope.cloudwatch.request import Request

Kind = Literal["create", "change", "delete", "same", "foreign"]
What = Literal["alarm", "log alarm", "composite", "mute rule"]
MUTE_ARN = ":alarm-mute-rule:"
ALARM_TYPES = {
    "MetricAlarms": "MetricAlarm",
    "CompositeAlarms": "CompositeAlarm",
    "LogAlarms": "LogAlarm",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of an alarm that is not as it should be."""

    field: str
    there: Any
    wanted: Any


@dataclass(frozen=True, slots=True)
class Change:
    """One alarm or mute rule and what is to be done with it; `request` is what to call with."""

    kind: Kind
    what: What
    name: str
    differences: tuple[Difference, ...] = ()
    request: Request = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """All that is to be done in one account and Region, in the order in which it can be done."""

    account: str
    region: str
    changes: tuple[Change, ...]

    def of(self, *kinds: Kind) -> list[Change]:
        """Return the changes of some kinds."""
        return [change for change in self.changes if change.kind in kinds]


@dataclass(frozen=True, slots=True)
class There:
    """What an account and Region holds under our prefix: alarms and mute rules as the API describes them."""

    alarms: Mapping[str, Mapping[str, Any]]
    mutes: Mapping[str, Mapping[str, Any]]


def look(client: Any) -> There:
    """Read all alarms with our prefix, of every kind, and our mute rules."""
    alarms: dict[str, Mapping[str, Any]] = {}
    pages = client.get_paginator("describe_alarms").paginate(
        AlarmNamePrefix=PREFIX,
        AlarmTypes=list(ALARM_TYPES.values()),
        PaginationConfig={"PageSize": 100},
    )
    for page in pages:
        for alarm in (one for kind in ALARM_TYPES for one in page.get(kind, ())):
            alarms[alarm["AlarmName"]] = alarm
    return There(
        alarms, {name: client.get_alarm_mute_rule(AlarmMuteRuleName=name) for name in _mutes(client)}
    )


def _mutes(client: Any) -> Iterator[str]:
    following: dict[str, str] = {}
    while True:
        page = client.list_alarm_mute_rules(**following)
        for one in page.get("AlarmMuteRuleSummaries", ()):
            name = str(one["AlarmMuteRuleArn"]).rpartition(MUTE_ARN)[2]
            if name.startswith(PREFIX):
                yield name
        if "NextToken" not in page:
            return
        following = {"NextToken": page["NextToken"]}


def make_plan(
    account: str,
    region: str,
    wanted: Sequence[Request],
    mutes: Sequence[Request],
    there: There,
    is_tagged: Callable[[str], bool],
    *,
    delete: bool = False,
) -> Plan:
    """Compare. `is_tagged` says of an ARN whether it carries our tag; it is asked only where it matters."""
    by_name = {one["AlarmName"]: one for one in wanted}
    changes = [_compare(one, there.alarms.get(name), is_tagged) for name, one in by_name.items()]
    own_mutes = {one["Name"]: one for one in mutes}
    changes += [_compare_mute(one, there.mutes.get(name), is_tagged) for name, one in own_mutes.items()]
    if delete:
        changes += _gone(
            ((name, one, one["AlarmArn"]) for name, one in there.alarms.items() if name not in by_name),
            is_tagged,
        )
        changes += _gone(
            (
                (name, one, one["AlarmMuteRuleArn"])
                for name, one in there.mutes.items()
                if name not in own_mutes
            ),
            is_tagged,
        )
    return Plan(account, region, tuple(sorted(changes, key=_order)))


def _order(change: Change) -> tuple[int, str]:
    """Children before the composites that watch them, mute rules last; deletions the other way round."""
    place = {"alarm": 0, "log alarm": 0, "composite": 1, "mute rule": 2}[change.what]
    return (place if change.kind != "delete" else 10 - place, change.name)


def _what(request: Mapping[str, Any]) -> What:
    return "composite" if is_composite(request) else "log alarm" if is_log(request) else "alarm"


def _compare(wanted: Request, there: Mapping[str, Any] | None, is_tagged: Callable[[str], bool]) -> Change:
    name, what = wanted["AlarmName"], _what(wanted)
    if there is None:
        return Change("create", what, name, (), wanted)
    if _what(there) != what:
        return Change("foreign", what, name, (Difference("kind", _what(there), what),))
    found = differences(fields_of(wanted), fields_of(there))
    if not found:
        return Change("same", what, name, (), wanted)
    if not is_tagged(there["AlarmArn"]):
        return Change("foreign", what, name, found)
    return Change("change", what, name, found, wanted)


def differences(wanted: Mapping[str, Any], there: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Return the fields in which two configurations differ."""
    return tuple(
        Difference(name, there.get(name), value) for name, value in wanted.items() if value != there.get(name)
    )


def _compare_mute(
    wanted: Request, there: Mapping[str, Any] | None, is_tagged: Callable[[str], bool]
) -> Change:
    if there is None:
        return Change("create", "mute rule", wanted["Name"], (), wanted)
    found = differences(mute_fields(wanted), mute_fields(there))
    if not found:
        return Change("same", "mute rule", wanted["Name"], (), wanted)
    kind: Kind = "change" if is_tagged(there["AlarmMuteRuleArn"]) else "foreign"
    return Change(kind, "mute rule", wanted["Name"], found, wanted if kind == "change" else {})


def mute_fields(rule: Mapping[str, Any]) -> dict[str, Any]:
    """Return a mute rule's configuration."""
    schedule = rule["Rule"]["Schedule"]
    return {
        "Description": rule.get("Description", ""),
        "Expression": schedule["Expression"],
        "Duration": schedule["Duration"],
        "Timezone": schedule.get("Timezone", "UTC"),
        "AlarmNames": sorted((rule.get("MuteTargets") or {}).get("AlarmNames") or []),
    }


def _gone(
    left: Iterable[tuple[str, Mapping[str, Any], str]], is_tagged: Callable[[str], bool]
) -> list[Change]:
    found = []
    for name, one, arn in left:
        what: What = "mute rule" if MUTE_ARN in arn else _what(one)
        found.append(Change("delete" if is_tagged(arn) else "foreign", what, name))
    return found


def tag_reader(client: Any) -> Callable[[str], bool]:
    """Return what asks CloudWatch whether an alarm carries our tag; a refusal counts as no."""

    def is_tagged(arn: str) -> bool:
        try:
            tags = client.list_tags_for_resource(ResourceARN=arn).get("Tags", ())
        except Exception as error:
            refusal = refusal_of(error)
            if refusal is None or refusal.ends_everything:
                raise
            return False
        return any(tag["Key"] == TAG and tag["Value"] == TAG_VALUE for tag in tags)

    return is_tagged

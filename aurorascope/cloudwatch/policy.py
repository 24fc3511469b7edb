"""What the config says of alarms: `[alerts]`, with actions by severity and owner from an allow-list.

An alarm's actions are only ever those on the allow-list: a rule or a typing error cannot make an alarm that
stops an instance or tells a stranger.
"""

from __future__ import annotations

import fnmatch
import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from aurorascope.model.errors import BadRequestError
from aurorascope.model.rule import SEVERITIES, Mute, Severity
from aurorascope.rules.facts import FACTS
from aurorascope.rules.mutes import read_mute

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

KEYS = (
    *("allowed_actions", "actions", "ok_actions", "owners", "rules", "without", "thresholds", "facts"),
    *("mutes", "dashboard", "log_alarms"),
)
OWNER = ("name", "tags", "clusters", "actions")
MUTE = ("schedule", "duration", "timezone", "clusters", "rules")
LOG_ALARMS = ("query_role", "lines", "lines_role")
MOST_LINES = 50
ROLE = re.compile(r"arn:[\w-]+:iam::(\d{12}|\{account\}):role/\S+\Z")
MOST_ACTIONS = 5
ARN = re.compile(r"arn:[\w-]+:[\w-]+:[\w{}-]*:[\w{}]*:\S+\Z")


@dataclass(frozen=True, slots=True)
class Owner:
    """Who hears of the alarms of some clusters: those with all of `tags`, or with one of the names."""

    name: str
    tags: Mapping[str, str] = field(default_factory=dict)
    clusters: tuple[str, ...] = ()
    actions: Mapping[Severity, tuple[str, ...]] = field(default_factory=dict)

    def owns(self, cluster: str, tags: Mapping[str, str]) -> bool:
        """Say whether a cluster is this owner's."""
        by_name = any(fnmatch.fnmatchcase(cluster, pattern) for pattern in self.clusters)
        by_tags = bool(self.tags) and all(tags.get(key) == value for key, value in self.tags.items())
        return by_name or by_tags


@dataclass(frozen=True, slots=True)
class MuteOf:
    """A mute window and the alarms that it is for: patterns of clusters and of rules."""

    mute: Mute
    clusters: tuple[str, ...] = ("*",)
    rules: tuple[str, ...] = ("*",)

    def is_for(self, cluster: str, rule: str) -> bool:
        """Say whether an alarm is muted in this window."""
        return any(fnmatch.fnmatchcase(cluster, one) for one in self.clusters) and any(
            fnmatch.fnmatchcase(rule, one) for one in self.rules
        )


@dataclass(frozen=True, slots=True)
class Policy:
    """All of `[alerts]`. `thresholds` are by rule, or by `cluster/rule`."""

    allowed_actions: tuple[str, ...] = ()
    actions: Mapping[Severity, tuple[str, ...]] = field(default_factory=dict)
    ok_actions: bool = True
    owners: tuple[Owner, ...] = ()
    rules: tuple[str, ...] = ("*",)
    without: tuple[str, ...] = ()
    thresholds: Mapping[str, float] = field(default_factory=dict)
    facts: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    mutes: tuple[MuteOf, ...] = ()
    dashboard: str = ""
    query_role: str = ""  # what runs the queries of log alarms; without it there are none
    log_lines: int = 0  # how many log lines a notification holds
    log_lines_role: str = ""

    def wants(self, rule: str) -> bool:
        """Say whether a rule is pushed."""
        wanted = any(fnmatch.fnmatchcase(rule, one) for one in self.rules)
        return wanted and not any(fnmatch.fnmatchcase(rule, one) for one in self.without)

    def threshold(self, rule: str, cluster: str) -> float | None:
        """Return the threshold that the config states for an alarm."""
        return self.thresholds.get(f"{cluster}/{rule}", self.thresholds.get(rule))

    def actions_for(
        self, severity: Severity, cluster: str, tags: Mapping[str, str], account: str, region: str
    ) -> tuple[str, ...]:
        """Return whom an alarm tells: its owner's topics for the severity, else everybody's."""
        own = next((one for one in self.owners if one.owns(cluster, tags) and severity in one.actions), None)
        chosen = own.actions[severity] if own else self.actions.get(severity, ())
        return tuple(one.replace("{account}", account).replace("{region}", region) for one in chosen)


def read_policy(stated: object, where: str) -> Policy:
    """Make the policy of the config's `[alerts]`. Raises BadRequestError that names the key."""
    raw = _table(stated, where)
    _known(raw, KEYS, where)
    allowed = _texts(raw.get("allowed_actions", []), f"{where}.allowed_actions")
    for one in allowed:
        if not ARN.match(one):
            raise BadRequestError(f"{where}.allowed_actions: {one!r} is no ARN (such as arn:aws:sns:...).")
    ok_actions = raw.get("ok_actions", True)
    if not isinstance(ok_actions, bool):
        raise BadRequestError(f"{where}.ok_actions must be true or false.")
    return Policy(
        allowed_actions=allowed,
        actions=_actions(raw.get("actions", {}), f"{where}.actions", allowed),
        ok_actions=ok_actions,
        owners=tuple(
            _owner(one, f"{where}.owners[{at}]", allowed)
            for at, one in enumerate(_tables(raw.get("owners", []), f"{where}.owners"))
        ),
        rules=_texts(raw.get("rules", ["*"]), f"{where}.rules"),
        without=_texts(raw.get("without", []), f"{where}.without"),
        thresholds=_numbers(raw.get("thresholds", {}), f"{where}.thresholds"),
        facts=_facts(raw.get("facts", {}), f"{where}.facts"),
        mutes=tuple(
            _mute(one, f"{where}.mutes[{at}]")
            for at, one in enumerate(_tables(raw.get("mutes", []), f"{where}.mutes"))
        ),
        dashboard=_text(raw.get("dashboard", ""), f"{where}.dashboard").rstrip("/"),
        **_log_alarms(raw.get("log_alarms", {}), f"{where}.log_alarms"),
    )


def _log_alarms(value: object, where: str) -> dict[str, Any]:
    raw = _table(value, where)
    _known(raw, LOG_ALARMS, where)
    roles = {key: _text(raw.get(key, ""), f"{where}.{key}") for key in ("query_role", "lines_role")}
    for key, role in roles.items():
        if role and not ROLE.match(role):
            raise BadRequestError(
                f"{where}.{key}: {role!r} is no role"
                " (such as arn:aws:iam::{account}:role/aurorascope-logs)."
            )
    lines = raw.get("lines", 0)
    if not isinstance(lines, int) or isinstance(lines, bool) or not 0 <= lines <= MOST_LINES:
        raise BadRequestError(f"{where}.lines must be a whole number, 0 to {MOST_LINES}.")
    if raw and not roles["query_role"]:
        raise BadRequestError(f"{where}.query_role is missing: the role that runs the queries.")
    if bool(lines) != bool(roles["lines_role"]):
        raise BadRequestError(f"{where}: lines and lines_role go together.")
    return {"query_role": roles["query_role"], "log_lines": lines, "log_lines_role": roles["lines_role"]}


def _known(raw: Mapping[str, Any], keys: Sequence[str], where: str) -> None:
    for key in raw:
        if key not in keys:
            near = get_close_matches(key, keys, n=1, cutoff=0.5)
            hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(keys)}."
            raise BadRequestError(f"{where}: unknown key {key!r}; {hint}")


def _table(value: object, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise BadRequestError(f"{where} must be a table.")
    return value


def _tables(value: object, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise BadRequestError(f"{where} must be tables: write [[{where.rpartition(': ')[2]}]] before each.")
    return value


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise BadRequestError(f"{where} must be a text.")
    return value


def _texts(value: object, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        raise BadRequestError(f"{where} must be a list of texts.")
    return tuple(value)


def _numbers(value: object, where: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for key, one in _table(value, where).items():
        if isinstance(one, bool) or not isinstance(one, int | float):
            raise BadRequestError(f"{where}.{key} must be a number.")
        found[key] = float(one)
    return found


def _facts(value: object, where: str) -> dict[str, dict[str, float]]:
    found = {}
    for name, one in _table(value, where).items():
        found[name] = _numbers(one, f"{where}.{name}")
        _known(found[name], FACTS, f"{where}.{name}")
    return found


def _actions(value: object, where: str, allowed: Sequence[str]) -> dict[Severity, tuple[str, ...]]:
    raw = _table(value, where)
    _known(raw, SEVERITIES, where)
    found: dict[Severity, tuple[str, ...]] = {}
    for severity in SEVERITIES:
        chosen = _texts(raw.get(severity, []), f"{where}.{severity}")
        if len(chosen) > MOST_ACTIONS:
            raise BadRequestError(f"{where}.{severity}: CloudWatch takes at most {MOST_ACTIONS} actions.")
        for one in chosen:
            if one not in allowed:
                raise BadRequestError(
                    f"{where}.{severity}: {one} is not in allowed_actions; an alarm acts on nothing else."
                )
        if severity in raw:
            found[severity] = chosen
    return found


def _owner(value: object, where: str, allowed: Sequence[str]) -> Owner:
    raw = _table(value, where)
    _known(raw, OWNER, where)
    tags = _table(raw.get("tags", {}), f"{where}.tags")
    if not all(isinstance(one, str) for one in tags.values()):
        raise BadRequestError(f"{where}.tags must be a table of texts.")
    clusters = _texts(raw.get("clusters", []), f"{where}.clusters")
    if not tags and not clusters:
        raise BadRequestError(f"{where}: an owner has tags or clusters.")
    actions = _actions(raw.get("actions", {}), f"{where}.actions", allowed)
    return Owner(_text(raw.get("name", ""), f"{where}.name"), dict(tags), clusters, actions)


def _mute(value: object, where: str) -> MuteOf:
    raw = _table(value, where)
    _known(raw, MUTE, where)
    texts = [_text(raw.get(key, ""), f"{where}.{key}") for key in ("schedule", "duration")]
    mute = Mute(texts[0], texts[1], _text(raw.get("timezone", "UTC"), f"{where}.timezone"))
    try:
        read_mute(mute)
    except BadRequestError as error:
        raise BadRequestError(f"{where}: {error}") from None
    clusters = _texts(raw.get("clusters", ["*"]), f"{where}.clusters")
    return MuteOf(mute, clusters, _texts(raw.get("rules", ["*"]), f"{where}.rules"))

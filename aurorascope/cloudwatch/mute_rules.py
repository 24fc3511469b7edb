"""The mute windows of rules and of the config as CloudWatch's mute rules, at most 100 alarms in each."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from aurorascope.cloudwatch.request import TAG, TAG_VALUE
from aurorascope.rules.expand import PREFIX

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aurorascope.cloudwatch.policy import Policy
    from aurorascope.cloudwatch.request import Request
    from aurorascope.model.rule import Mute
    from aurorascope.rules.expand import Alarm

MOST_ALARMS = 100


def mute_rules(alarms: Sequence[Alarm], policy: Policy) -> list[Request]:
    """Return the mute rules that alarms need; each window is named by what it says."""
    muted: dict[Mute, list[str]] = {}
    for alarm in alarms:
        windows = [*alarm.rule.mutes]
        windows += [one.mute for one in policy.mutes if one.is_for(alarm.cluster, alarm.rule.name)]
        for window in dict.fromkeys(windows):
            muted.setdefault(window, []).append(alarm.name)
    found = []
    for window, names in muted.items():
        ordered = sorted(names)
        parts = [ordered[at : at + MOST_ALARMS] for at in range(0, len(ordered), MOST_ALARMS)]
        found += [_rule(window, part, number) for number, part in enumerate(parts, start=1)]
    return found


def _rule(window: Mute, names: list[str], number: int) -> Request:
    words = f"{window.schedule}|{window.duration}|{window.timezone}"
    name = f"{PREFIX}mute-{hashlib.blake2b(words.encode(), digest_size=4).hexdigest()}-{number}"
    return {
        "Name": name,
        "Description": f"Alarms of aurorascope stay silent for {window.duration}, {window.schedule}",
        "Rule": {
            "Schedule": {
                "Expression": window.schedule,
                "Duration": window.duration,
                "Timezone": window.timezone,
            }
        },
        "MuteTargets": {"AlarmNames": names},
        "Tags": [{"Key": TAG, "Value": TAG_VALUE}],
    }

"""Carries out a plan: one call after the other, slow enough for CloudWatch, and never half without saying so.

Every call is safe to repeat, so a push that was cut short is finished by pushing again: what is done
compares as the same. A call that is throttled to the end of its retries is tried again after the others;
what is denied is named and left; expired credentials end the push.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aurorascope.aws.refusals import refusal_of
from aurorascope.cloudwatch.request import detector_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aurorascope.cloudwatch.plan import Change, Plan

ROUNDS = 4
PAUSE_S = 5.0
DELETED_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Failure:
    """A change that was not made, and why."""

    change: Change
    reason: str


@dataclass
class Pushed:
    """What became of a plan."""

    done: list[Change] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """True where everything was done."""
        return not self.failed


def push(
    client: Any,
    plan: Plan,
    *,
    on_done: Callable[[Change], None] | None = None,
    pause: Callable[[float], None] = time.sleep,
) -> Pushed:
    """Make the changes of a plan, in its order; a throttled one is tried again later."""
    result = Pushed()
    waiting = plan.of("create", "change", "delete")
    for turn in range(ROUNDS):
        if turn:
            pause(PAUSE_S * turn)
        throttled: list[Failure] = []
        for at, change in enumerate(waiting):
            reason, again, over = _made(client, change)
            if over:
                result.failed += [Failure(one, reason) for one in waiting[at:]]
                result.failed += throttled
                return result
            if not reason:
                result.done.append(change)
                if on_done:
                    on_done(change)
            elif again:
                throttled.append(Failure(change, reason))
            else:
                result.failed.append(Failure(change, reason))
        waiting = [one.change for one in throttled]
        if not waiting:
            return result
    result.failed += throttled
    return result


def _made(client: Any, change: Change) -> tuple[str, bool, bool]:
    """Make one change; return why it failed, whether to try again, and whether all others would fail too."""
    try:
        CALLS[change.what, change.kind == "delete"](client, change)
    except Exception as error:
        refusal = refusal_of(error)
        if refusal is None:
            code = getattr(error, "response", {}).get("Error", {}).get("Code", "")
            if not code:
                raise
            return f"{code}: {error}", False, False
        return refusal.sentence, refusal.kind in ("throttled", "outside"), refusal.ends_everything
    return "", False, False


def _put_alarm(client: Any, change: Change) -> None:
    detector = detector_of(change.request)
    if detector is not None:
        client.put_anomaly_detector(**detector)
    client.put_metric_alarm(**_untagged(change))


def _put_composite(client: Any, change: Change) -> None:
    client.put_composite_alarm(**_untagged(change))


def _put_log(client: Any, change: Change) -> None:
    client.put_log_alarm(**_untagged(change))


def _put_mute(client: Any, change: Change) -> None:
    client.put_alarm_mute_rule(**_untagged(change))


def _untagged(change: Change) -> dict[str, Any]:
    """Return the request; tags only with a new alarm, as an update ignores them."""
    return {
        name: value for name, value in change.request.items() if name != "Tags" or change.kind == "create"
    }


def _delete_alarm(client: Any, change: Change) -> None:
    client.delete_alarms(AlarmNames=[change.name])


def _delete_mute(client: Any, change: Change) -> None:
    client.delete_alarm_mute_rule(AlarmMuteRuleName=change.name)


CALLS: dict[tuple[str, bool], Callable[[Any, Change], None]] = {
    ("alarm", False): _put_alarm,
    ("composite", False): _put_composite,
    ("log alarm", False): _put_log,
    ("mute rule", False): _put_mute,
    ("alarm", True): _delete_alarm,
    ("composite", True): _delete_alarm,
    ("log alarm", True): _delete_alarm,
    ("mute rule", True): _delete_mute,
}


def remaining(plan: Plan, pushed: Pushed) -> Sequence[Change]:
    """Return the changes that are still to be made, in the plan's order."""
    done = {(change.what, change.name) for change in pushed.done}
    return [one for one in plan.of("create", "change", "delete") if (one.what, one.name) not in done]

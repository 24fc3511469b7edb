"""Which group and which stream a call means, and which of its events can be seen now."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from fake_aws.call import Call
from fake_aws.refusals import Refused
from fake_aws.world import LogEvents, LogGroup


def found_group(call: Call) -> LogGroup:
    """Return the group that is named by name or by ARN."""
    name, identifier = call.get("logGroupName"), call.get("logGroupIdentifier")
    if (name is None) == (identifier is None):
        raise call.invalid("Exactly one of logGroupName and logGroupIdentifier must be given")
    return group_named(call, name or identifier)


def group_named(call: Call, name: str) -> LogGroup:
    """Return the group of a name or an ARN."""
    bare = name.removesuffix(":*").partition(":log-group:")[2] or name
    for group in call.world.log_groups(call.account, call.region):
        if group.name == bare:
            return group
    raise Refused("ResourceNotFoundException", "The specified log group does not exist.")


def found_stream(call: Call, group: LogGroup, name: str) -> LogEvents:
    """Return a stream's events."""
    if name not in call.world.log_streams(call.account, call.region, group.name):
        raise Refused("ResourceNotFoundException", "The specified log stream does not exist.")
    return call.world.log_events(call.account, call.region, group.name, name)


def seen(call: Call, group: LogGroup, events: LogEvents) -> npt.NDArray[np.bool_]:
    """Return which events have been ingested, and are still kept."""
    there: npt.NDArray[np.bool_] = events.ingestion_ms <= call.now * 1000
    if group.retention_days is not None:
        there &= events.timestamp_ms >= (call.now - group.retention_days * 86_400) * 1000
    return there

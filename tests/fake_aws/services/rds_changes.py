"""rds: a cluster stopped, started, or given another version; refused in the wrong state, as AWS does."""

from __future__ import annotations

from typing import Any

from fake_aws.call import Call, Operation
from fake_aws.refusals import Refused
from fake_aws.world import Record

_NEEDED = {"StopDBCluster": "available", "StartDBCluster": "stopped", "ModifyDBCluster": "available"}
_THEN = {"StopDBCluster": "stopping", "StartDBCluster": "starting"}


def _change(call: Call) -> Record:
    name = call["DBClusterIdentifier"]
    record = next(
        (one for one in call.describe("DescribeDBClusters") if one["DBClusterIdentifier"] == name), None
    )
    if record is None:
        raise Refused("DBClusterNotFoundFault", f"DBCluster {name} not found.", 404)
    if record["Status"] != _NEEDED[call.operation]:
        raise Refused("InvalidDBClusterStateFault", f"DbCluster {name} is in {record['Status']} state")
    change: dict[str, Any] = {"Status": _THEN.get(call.operation, record["Status"])}
    if call.operation == "ModifyDBCluster":
        if call.get("ApplyImmediately"):
            change["EngineVersion"] = call["EngineVersion"]
        else:
            change["PendingModifiedValues"] = {"EngineVersion": call["EngineVersion"]}
    changed = call.state.setdefault("changed", {}).setdefault("DescribeDBClusters", {})
    changed[name] = changed.get(name, {}) | change
    return {"DBCluster": record | changed[name]}


OPERATIONS: dict[str, Operation] = dict.fromkeys(_NEEDED, _change)

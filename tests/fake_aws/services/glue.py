"""glue: runs of jobs that `state["glue"]["jobs"]` names; a test says which states a run goes through."""

from __future__ import annotations

from typing import Any

from fake_aws.call import Call, Operation
from fake_aws.refusals import Refused
from fake_aws.world import Record

ENDED = {"SUCCEEDED", "FAILED", "STOPPED", "TIMEOUT", "ERROR", "EXPIRED"}


def _held(call: Call) -> dict[str, Any]:
    held: dict[str, Any] = call.state.setdefault("glue", {})
    held.setdefault("jobs", {"aurorascope"})
    held.setdefault("runs", {})
    held.setdefault("script", ["STARTING", "RUNNING", "SUCCEEDED"])
    return held


def _start(call: Call) -> Record:
    held = _held(call)
    if call["JobName"] not in held["jobs"]:
        said = f"Failed to start job run due to missing metadata: {call['JobName']}"
        raise Refused("EntityNotFoundException", said, 400)
    run = f"jr_{len(held['runs']):032x}"
    held["runs"][run] = {"asked": call.parameters, "states": list(held["script"])}
    return {"JobRunId": run}


def _run(call: Call, name: str) -> Record:
    found: Record | None = _held(call)["runs"].get(name)
    if found is None or found["asked"]["JobName"] != call["JobName"]:
        raise Refused("EntityNotFoundException", f"Job Run {name} not found", 400)
    return found


def _get(call: Call) -> Record:
    run = _run(call, call["RunId"])
    state = run["states"].pop(0) if len(run["states"]) > 1 else run["states"][0]
    said: Record = {
        "Id": call["RunId"],
        "JobName": call["JobName"],
        "JobRunState": state,
        "Arguments": run["asked"].get("Arguments", {}),
        "ExecutionTime": 0 if state == "STARTING" else 900,
        "MaxCapacity": 10.0,
        "WorkerType": "G.1X",
        "NumberOfWorkers": 10,
    }
    if state == "FAILED":
        said["ErrorMessage"] = "SystemExit: 4"
    return {"JobRun": said}


def _stop(call: Call) -> Record:
    answer: Record = {"SuccessfulSubmissions": [], "Errors": []}
    for name in call["JobRunIds"]:
        run = _run(call, name)
        if len(run["states"]) == 1 and run["states"][0] in ENDED:
            detail = {"ErrorCode": "JobRunInvalidStateTransitionException", "ErrorMessage": "it has ended"}
            answer["Errors"].append({"JobName": call["JobName"], "JobRunId": name, "ErrorDetail": detail})
        else:
            run["states"] = ["STOPPING", "STOPPED"]
            answer["SuccessfulSubmissions"].append({"JobName": call["JobName"], "JobRunId": name})
    return answer


OPERATIONS: dict[str, Operation] = {"StartJobRun": _start, "GetJobRun": _get, "BatchStopJobRun": _stop}

"""emr-serverless: job runs of an application; a test says which states a run goes through.

`state["emr-serverless"]` holds `runs` by id and `script`, the states that each asking moves a run through; a
token that came before is the run that it began. What it used is said when it has ended.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from fake_aws.call import Call, Operation
from fake_aws.refusals import Refused
from fake_aws.world import Record

ENDED = {"SUCCESS", "FAILED", "CANCELLED"}
_MOST = 102_400  # characters of sparkSubmitParameters


def _held(call: Call) -> dict[str, Any]:
    held: dict[str, Any] = call.state.setdefault("emr-serverless", {})
    held.setdefault("runs", {})
    held.setdefault("script", ["SCHEDULED", "RUNNING", "SUCCESS"])
    return held


def _start(call: Call) -> Record:
    held = _held(call)
    driver = call.get("jobDriver", {}).get("sparkSubmit", {})
    if not driver.get("entryPoint", "").startswith("s3://"):
        raise call.invalid("entryPoint must be an address in S3")
    if len(driver.get("sparkSubmitParameters", "")) > _MOST:
        raise call.invalid("sparkSubmitParameters is too long")
    token = call["clientToken"]
    known = [name for name, run in held["runs"].items() if run["token"] == token]
    run = known[0] if known else f"00r{len(held['runs']):05d}"
    if not known:
        held["runs"][run] = {"token": token, "asked": call.parameters, "states": list(held["script"])}
    place = f"arn:aws:emr-serverless:{call.region}:{call.account}:/applications/{call['applicationId']}"
    return {"applicationId": call["applicationId"], "jobRunId": run, "arn": f"{place}/jobruns/{run}"}


def _run(call: Call) -> Record:
    found: Record | None = _held(call)["runs"].get(call["jobRunId"])
    if found is None or found["asked"]["applicationId"] != call["applicationId"]:
        raise Refused("ResourceNotFoundException", f"JobRun {call['jobRunId']} does not exist", 404)
    return found


def _get(call: Call) -> Record:
    run = _run(call)
    state = run["states"].pop(0) if len(run["states"]) > 1 else run["states"][0]
    now = datetime.fromtimestamp(call.now, UTC)
    place = f"arn:aws:emr-serverless:{call.region}:{call.account}:/applications/{call['applicationId']}"
    said: Record = {
        "applicationId": call["applicationId"],
        "jobRunId": call["jobRunId"],
        "arn": f"{place}/jobruns/{call['jobRunId']}",
        "createdBy": f"arn:aws:iam::{call.account}:user/someone",
        "createdAt": now,
        "updatedAt": now,
        "executionRole": run["asked"]["executionRoleArn"],
        "state": state,
        "stateDetails": "Job failed, please check complete logs" if state == "FAILED" else "as it should be",
        "releaseLabel": "emr-7.10.0",
        "jobDriver": run["asked"]["jobDriver"],
    }
    if state in ENDED:
        said["billedResourceUtilization"] = {"vCPUHour": 2.0, "memoryGBHour": 8.0, "storageGBHour": 0.0}
    return {"jobRun": said}


def _cancel(call: Call) -> Record:
    _run(call)["states"] = ["CANCELLING", "CANCELLED"]
    return {"applicationId": call["applicationId"], "jobRunId": call["jobRunId"]}


OPERATIONS: dict[str, Operation] = {"StartJobRun": _start, "GetJobRun": _get, "CancelJobRun": _cancel}

"""athena: queries that are queued, run and paged; their text is really run over the lake of the World."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from fake_aws.call import Call, Operation
from fake_aws.lake import AthenaFails, Lake, Ran
from fake_aws.refusals import Refused
from fake_aws.world import Record

_LONGEST = 262_144


def _lake(call: Call) -> Lake:
    held = getattr(call.world, "lake", None)
    if held is None:
        raise Refused("InvalidRequestException", "WorkGroup is not found.", 400)
    return held  # type: ignore[no-any-return]


def _start(call: Call) -> Record:
    lake, queries = _lake(call), call.state.setdefault("athena", {})
    if len(call["QueryString"].encode()) > _LONGEST:
        raise Refused("InvalidRequestException", "Query string is too long.", 400)
    output = call.get("ResultConfiguration", {}).get("OutputLocation") or lake.output
    if not output:
        raise Refused(
            "InvalidRequestException",
            "No output location provided. An output location is required either through the Workgroup result "
            "configuration setting or as an API input.",
            400,
        )
    token = call.get("ClientRequestToken")
    for known, query in queries.items():
        if token and query["token"] == token:
            return {"QueryExecutionId": known}
    name = f"00000000-0000-4000-8000-{len(queries):012d}"
    queries[name] = {
        "token": token, "text": call["QueryString"], "looks": 0, "state": "QUEUED", "ran": Ran(),
        "reason": "",
        "database": call.get("QueryExecutionContext", {}).get("Database", ""), "reused": False,
    }  # fmt: skip
    reuse = call.get("ResultReuseConfiguration", {}).get("ResultReuseByAgeConfiguration", {})
    same = [
        one for one in queries.values() if one["text"] == call["QueryString"] and one["state"] == "SUCCEEDED"
    ]
    if reuse.get("Enabled") and same:
        queries[name] |= {
            "state": "SUCCEEDED",
            "ran": Ran(same[0]["ran"].columns, same[0]["ran"].rows),
            "reused": True,
        }
    return {"QueryExecutionId": name}


def _query(call: Call) -> Record:
    found: Record | None = call.state.setdefault("athena", {}).get(call["QueryExecutionId"])
    if found is None:
        raise Refused(
            "InvalidRequestException", f"QueryExecution {call['QueryExecutionId']} was not found", 400
        )
    return found


def _look(call: Call) -> Record:
    query, lake = _query(call), _lake(call)
    query["looks"] += 1
    if query["state"] == "QUEUED" and query["looks"] > lake.queued_looks:
        query["state"] = "RUNNING"
    if query["state"] == "RUNNING" and query["looks"] > lake.queued_looks + lake.running_looks:
        try:
            query["ran"] = lake.run(query["text"], query["database"])
            query["state"] = "SUCCEEDED"
        except AthenaFails as failed:
            query["state"], query["reason"] = "FAILED", str(failed)
    moment = datetime.fromtimestamp(call.now, UTC)
    status: Record = {"State": query["state"], "SubmissionDateTime": moment}
    if query["reason"]:
        status["StateChangeReason"] = query["reason"][:10_000]
    running = query["state"] == "RUNNING"
    return {
        "QueryExecution": {
            "QueryExecutionId": call["QueryExecutionId"],
            "Query": query["text"],
            "Status": status,
            "Statistics": {
                "DataScannedInBytes": lake.running_bytes if running else query["ran"].scanned,
                "ResultReuseInformation": {"ReusedPreviousResult": query["reused"]},
            },
            "WorkGroup": "primary",
        }
    }


def _results(call: Call) -> Record:
    query = _query(call)
    if query["state"] != "SUCCEEDED":
        said = f"Query has not yet finished. Current state: {query['state']}"
        raise Refused("InvalidRequestException", said, 400)
    ran: Ran = query["ran"]
    names: list[list[str | None]] = [[name for name, _ in ran.columns]]
    page, more = call.page([*(names if ran.columns else []), *ran.rows], 1000)
    return {
        "ResultSet": {
            "Rows": [
                {"Data": [{} if cell is None else {"VarCharValue": cell} for cell in row]} for row in page
            ],
            "ResultSetMetadata": {"ColumnInfo": [{"Name": name, "Type": kind} for name, kind in ran.columns]},
        },
        **more,
    }


def _stop(call: Call) -> Record:
    query = _query(call)
    if query["state"] in {"QUEUED", "RUNNING"}:
        query |= {"state": "CANCELLED", "reason": "Query cancelled by user"}
    return {}


def _workgroup(call: Call) -> Record:
    lake = getattr(call.world, "lake", None)
    output = lake.output if lake is not None else ""
    engine = lake.engine if lake is not None else "Athena engine version 3"
    held: dict[str, Any] = {
        "EngineVersion": {"SelectedEngineVersion": "AUTO", "EffectiveEngineVersion": engine}
    }
    if output:
        held["ResultConfiguration"] = {"OutputLocation": output}
    return {"WorkGroup": {"Name": call["WorkGroup"], "State": "ENABLED", "Configuration": held}}


OPERATIONS: dict[str, Operation] = {
    "StartQueryExecution": _start,
    "GetQueryExecution": _look,
    "GetQueryResults": _results,
    "StopQueryExecution": _stop,
    "GetWorkGroup": _workgroup,
}

"""A recording of an account's answers: taken from real clients, played to real clients.

A call is known by its access, Region, service, operation and parameters. What was not recorded is refused as
an outage, so a replay says what it lacks. GetMetricData is kept metric by metric: how calls were batched does
not matter.
"""

from __future__ import annotations

import base64
import copy
import gzip
import io
import json
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.response import StreamingBody

from aurorascope.model.errors import BadRequestError
from aurorascope.model.moments import EPOCH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

FORMAT = 1
PARAMETERS = "aurorascope.parameters"
BATCHED = "GetMetricData"


@dataclass
class Tape:
    """One recording: `header` has the moment and the config, `entries` the calls with their answers."""

    header: dict[str, Any] = field(default_factory=dict)
    entries: list[dict[str, Any]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def recorder(self, access: str) -> Callable[[Any, str], None]:
        """Return what makes a new client write down its calls."""

        def attach(client: Any, region: str) -> None:
            service = client.meta.service_model.service_name

            def before(params: dict[str, Any], context: dict[str, Any], **_: object) -> None:
                context[PARAMETERS] = copy.deepcopy(params)

            def after(
                http_response: Any, parsed: dict[str, Any], model: Any, context: dict[str, Any], **_: object
            ) -> None:
                answer = {name: value for name, value in parsed.items() if name != "ResponseMetadata"}
                for name, value in answer.items():
                    if isinstance(value, StreamingBody):
                        data = value.read()
                        parsed[name] = StreamingBody(io.BytesIO(data), len(data))
                        answer[name] = Streamed(data)
                entry = {
                    "access": access, "region": region, "service": service, "operation": model.name,
                    "status": http_response.status_code, "parameters": context.get(PARAMETERS, {}),
                    "answer": copy.deepcopy(answer),
                }  # fmt: skip
                with self._lock:
                    self.entries.append(entry)

            client.meta.events.register("provide-client-params", before)
            client.meta.events.register("after-call", after)

        return attach

    def player(self, access: str) -> Callable[[Any, str], None]:
        """Return what makes a new client answer from this recording; nothing goes out."""
        index = self._index()

        def attach(client: Any, region: str) -> None:
            service = client.meta.service_model.service_name

            def before(params: dict[str, Any], context: dict[str, Any], **_: object) -> None:
                context[PARAMETERS] = copy.deepcopy(params)

            def answer(
                model: Any, context: dict[str, Any], **_: object
            ) -> tuple[AWSResponse, dict[str, Any]]:
                place = (access, region, service, model.name)
                status, found = index.answer(place, context.get(PARAMETERS, {}))
                return AWSResponse("recording:", status, HTTPHeaders(), None), _played(found)

            client.meta.events.register("provide-client-params", before)
            client.meta.events.register("before-call", answer)

        return attach

    def _index(self) -> Index:
        with self._lock:
            return Index(self.entries)


@dataclass(frozen=True)
class Streamed:
    """The bytes of an answer that came as a stream."""

    data: bytes


Place = tuple[str, str, str, str]


class Index:
    """The answers of a recording by what was asked."""

    def __init__(self, entries: list[dict[str, Any]]) -> None:
        self._whole: dict[tuple[Place, str], tuple[int, dict[str, Any]]] = {}
        self._metrics: dict[tuple[Place, str], dict[str, Any]] = {}
        for entry in entries:
            place = (entry["access"], entry["region"], entry["service"], entry["operation"])
            self._whole[place, _key(entry["parameters"])] = (entry["status"], entry["answer"])
            if entry["operation"] == BATCHED and entry["status"] < 300:
                self._take_metrics(place, entry)

    def answer(self, place: Place, parameters: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        """Return status and answer; an outage where nothing was recorded."""
        if place[3] == BATCHED:
            results = [self._metric(place, query, parameters) for query in parameters["MetricDataQueries"]]
            if all(result is not None for result in results):
                return 200, {"MetricDataResults": results, "Messages": []}
        found = self._whole.get((place, _key(parameters)))
        if found is not None:
            return found
        text = f"{place[2]}:{place[3]} with these parameters is not in the recording"
        return 503, {"Error": {"Code": "NotRecorded", "Message": text}}

    def _take_metrics(self, place: Place, entry: dict[str, Any]) -> None:
        asked = {query["Id"]: query for query in entry["parameters"]["MetricDataQueries"]}
        for result in entry["answer"].get("MetricDataResults", ()):
            key = (place, _metric_key(asked[result["Id"]], entry["parameters"]))
            known = self._metrics.get(key)
            if known is None or not entry["parameters"].get("NextToken"):
                self._metrics[key] = result
            else:  # a further page of one metric
                for name in ("Timestamps", "Values"):
                    known[name] = [*known[name], *result[name]]
                known["StatusCode"] = result.get("StatusCode", "Complete")

    def _metric(
        self, place: Place, query: dict[str, Any], parameters: Mapping[str, Any]
    ) -> dict[str, Any] | None:
        found = self._metrics.get((place, _metric_key(query, parameters)))
        return None if found is None else {**found, "Id": query["Id"]}


def _metric_key(query: Mapping[str, Any], parameters: Mapping[str, Any]) -> str:
    return _key({
        "stat": query.get("MetricStat"), "expression": query.get("Expression"),
        "from": parameters["StartTime"], "to": parameters["EndTime"],
    })  # fmt: skip


def _key(parameters: Any) -> str:
    return json.dumps(parameters, sort_keys=True, default=_packed)


def _played(answer: dict[str, Any]) -> dict[str, Any]:
    played = copy.deepcopy(answer)
    for name, value in played.items():
        if isinstance(value, Streamed):
            played[name] = StreamingBody(io.BytesIO(value.data), len(value.data))
    played.setdefault("ResponseMetadata", {"HTTPStatusCode": 200, "HTTPHeaders": {}, "RetryAttempts": 0})
    return played


def write_tape(tape: Tape, path: Path) -> None:
    """Write a recording: gzip of JSON lines, the header first; the same recording gives the same bytes."""
    with gzip.GzipFile(path, "wb", mtime=0) as file:
        for line in ({"aurorascope recording": FORMAT, **tape.header}, *tape.entries):
            file.write(json.dumps(line, default=_packed, separators=(",", ":")).encode() + b"\n")


def read_tape(path: Path) -> Tape:
    """Read a recording. Raises BadRequestError that says what is wrong with the file."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            lines = list(_lines(file))
    except (OSError, EOFError, ValueError) as error:
        raise BadRequestError(f"{path}: no recording of aurorascope: {error}.") from None
    if not lines or lines[0].pop("aurorascope recording", None) != FORMAT:
        raise BadRequestError(f"{path}: no recording of aurorascope, or one of another version.")
    return Tape(lines[0], lines[1:])


def _lines(file: Any) -> Iterator[dict[str, Any]]:
    for line in file:
        yield json.loads(line, object_hook=_unpacked)


def _packed(value: object) -> object:
    if isinstance(value, datetime):
        return {"$time": (value - EPOCH).total_seconds()}
    if isinstance(value, bytes):
        return {"$bytes": base64.b64encode(value).decode()}
    if isinstance(value, Streamed):
        return {"$stream": base64.b64encode(value.data).decode()}
    raise TypeError(f"an answer holds a {type(value).__name__}, which a recording cannot")


def _unpacked(value: dict[str, Any]) -> Any:
    if len(value) != 1:
        return value
    ((name, inner),) = value.items()
    if name == "$time":
        return EPOCH + timedelta(seconds=inner)
    if name == "$bytes":
        return base64.b64decode(inner)
    if name == "$stream":
        return Streamed(base64.b64decode(inner))
    return value

"""Log files on an instance's disk: lists, portions of 1 MB, whole files. Each call wakes a paused one."""

from __future__ import annotations

from fake_aws.call import Call, Operation
from fake_aws.faults import Kind
from fake_aws.refusals import Refused
from fake_aws.world import LogFile, Record

_PORTION = 1 << 20
_LINES = 10_000
CUT_MARK = " [Your log message was truncated]"


def _instance(call: Call) -> str:
    """Return the instance after waking it, as the service does."""
    wanted = call["DBInstanceIdentifier"].lower()
    for record in call.describe("DescribeDBInstances"):
        name: str = record["DBInstanceIdentifier"]
        if name.lower() == wanted:
            if call.world.paused(call.account, call.region, name, call.now):
                call.state.setdefault("woken", []).append((name, call.operation, call.now))
            if record.get("DBInstanceStatus") in {"creating", "deleting", "stopped", "stopping", "starting"}:
                raise Refused("DBInstanceNotReady", f"{name} is {record['DBInstanceStatus']}")
            return name
    raise Refused("DBInstanceNotFound", f"DBInstance {wanted} not found.", 404)


def _files(call: Call) -> Record:
    instance = _instance(call)
    contains, since = call.get("FilenameContains", ""), call.get("FileLastWritten", 0)
    least = call.get("FileSize", 0)
    found = [
        {"LogFileName": file.name, "LastWritten": file.last_written_ms, "Size": file.size}
        for file in call.world.log_files(call.account, call.region, instance, call.now)
        if contains in file.name and file.last_written_ms >= since and file.size >= least
    ]
    size = call.get("MaxRecords", 100)
    shown, following = call.page(found, size, by="Marker", most="MaxRecords")
    return {"DescribeDBLogFiles": shown} | following


def _content(call: Call) -> tuple[LogFile, bytes]:
    instance, name = _instance(call), call["LogFileName"]
    for file in call.world.log_files(call.account, call.region, instance, call.now):
        if file.name == name:
            return file, _bytes(call, instance, file)
    raise Refused("DBLogFileNotFoundFault", f"DBLog File: {name}, is not found on the DB instance", 404)


def _bytes(call: Call, instance: str, file: LogFile) -> bytes:
    """Return a file's bytes; the last one asked for is kept, as a file is read portion by portion."""
    key = (instance, file, call.now)
    held: tuple[object, bytes] = call.state.get("file", (None, b""))
    if held[0] != key:
        content = call.world.log_file(call.account, call.region, instance, file.name, call.now)
        held = call.state["file"] = (key, content)
    return held[1]


def _portion(call: Call) -> Record:
    file, content = _content(call)
    marker, lines = call.get("Marker"), call.get("NumberOfLines") or 0
    if marker is None:
        start = _last_lines(content, min(lines or _LINES, _LINES))
        lines = 0
    else:
        start = _offset(marker, len(content))
    end = _end(content, start, lines)
    text = content[start:end].decode("utf-8", "replace")
    if end < len(content) and content[end - 1 : end] != b"\n":
        # the block is full in the middle of a line: the rest of the line is never given
        text += CUT_MARK
        line_end = content.find(b"\n", end)
        end = len(content) if line_end < 0 else line_end + 1
    pending = end < len(content) and Kind.CUT_SHORT not in call.struck
    hour = file.last_written_ms // 3_600_000 % 24
    return {"LogFileData": text, "Marker": f"{hour}:{end}", "AdditionalDataPending": pending}


def _end(content: bytes, start: int, lines: int) -> int:
    end = min(start + _PORTION, len(content))
    if lines:
        place = start
        for _ in range(lines):
            place = content.find(b"\n", place, end) + 1
            if place == 0:
                return end
        return place
    return end


def _last_lines(content: bytes, lines: int) -> int:
    """Return where the last so many lines begin, at most one portion from the end."""
    place = len(content)
    for _ in range(lines + content.endswith(b"\n")):
        place = content.rfind(b"\n", 0, place)
        if place < 0:
            break
    return max(place + 1, len(content) - _PORTION, 0)


def _offset(marker: str, size: int) -> int:
    place = marker.rpartition(":")[2]
    if not place.isdigit() or int(place) > size:
        raise Refused("InvalidParameterValue", f"Invalid marker: {marker}")
    return int(place)


def _whole(call: Call) -> Record:
    _, content = _content(call)
    return {"Body": content, "headers": {"Content-Type": "text/plain"}}


OPERATIONS: dict[str, Operation] = {
    "DescribeDBLogFiles": _files,
    "DownloadDBLogFilePortion": _portion,
    "DownloadCompleteLogFile": _whole,
}

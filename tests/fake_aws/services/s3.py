"""s3: lists by prefix and pages of 1,000, objects and ranges of them; objects put, created once, deleted."""

from __future__ import annotations

import hashlib
import re
import threading
from typing import Any
from urllib.parse import quote

from fake_aws.call import Call, Operation
from fake_aws.refusals import Refused
from fake_aws.wire.rest import http_date
from fake_aws.world import Record, Stored

_ONE_AT_A_TIME = threading.Lock()  # a key is looked for and taken in one step
_RANGE = re.compile(r"bytes=(?:(\d+)-(\d*)|-(\d+))")


def _objects(call: Call) -> list[Stored]:
    bucket = call["Bucket"]
    if bucket not in call.world.buckets(call.account):
        owners = [each for each in call.world.accounts() if bucket in call.world.buckets(each)]
        if owners:
            raise Refused("AccessDenied", "Access Denied", 403)
        raise Refused("NoSuchBucket", "The specified bucket does not exist", 404)
    written = _written(call, bucket)
    held = {
        stored.key: stored for stored in call.world.objects(bucket, call.now) if stored.key not in written
    }
    for key, put in written.items():
        if put is not None:
            held[key] = Stored(key, len(put["Body"]), call.now)
    return [held[key] for key in sorted(held)]


def _written(call: Call, bucket: str) -> dict[str, Record | None]:
    """Return what calls have put into a bucket, by key; None where one deleted it."""
    found: dict[str, Record | None] = call.state.setdefault("s3", {}).setdefault(bucket, {})
    return found


def _list(call: Call) -> Record:
    prefix, delimiter = call.get("Prefix") or "", call.get("Delimiter")
    after = call.get("StartAfter") or ""
    entries: dict[str, Stored | None] = {}  # None: a common prefix
    for stored in _objects(call):
        if stored.key.startswith(prefix) and stored.key > after:
            rest = stored.key[len(prefix) :]
            if delimiter and delimiter in rest:
                entries.setdefault(prefix + rest.partition(delimiter)[0] + delimiter, None)
            else:
                entries[stored.key] = stored
    size = min(call.get("MaxKeys", 1000), 1000)
    shown, following = call.page(list(entries), size, by="ContinuationToken", most="MaxKeys")
    return _listing(call, [(name, entries[name]) for name in shown], following, size)


def _listing(call: Call, shown: list[tuple[str, Stored | None]], following: Record, size: int) -> Record:
    url = call.get("EncodingType") == "url"

    def told(key: str) -> str:
        return quote(key, safe="/") if url else key

    answer: dict[str, Any] = {
        "Name": call["Bucket"],
        "Prefix": told(call.get("Prefix") or ""),
        "MaxKeys": size,
        "KeyCount": len(shown),
        "IsTruncated": bool(following),
        "Contents": [
            {
                "Key": told(name),
                "LastModified": stored.last_modified_s,
                "ETag": f'"{_etag(stored)}"',
                "Size": stored.size,
                "StorageClass": "STANDARD",
            }
            for name, stored in shown
            if stored is not None
        ],
        "CommonPrefixes": [{"Prefix": told(name)} for name, stored in shown if stored is None],
    }
    optional = {
        "NextContinuationToken": following.get("ContinuationToken"),
        "Delimiter": told(call["Delimiter"]) if call.get("Delimiter") else None,
        "EncodingType": call.get("EncodingType"),
        "StartAfter": told(call["StartAfter"]) if call.get("StartAfter") else None,
    }
    return answer | {name: value for name, value in optional.items() if value is not None}


def _etag(stored: Stored) -> str:
    named = f"{stored.key}\n{stored.size}\n{stored.last_modified_s}"
    return hashlib.sha256(named.encode()).hexdigest()[:32]


def _get(call: Call) -> Record:
    stored = _stored(call)
    put = _written(call, call["Bucket"]).get(stored.key)
    content = put["Body"] if put else call.world.object_bytes(call["Bucket"], stored.key)
    start, end, status = _span(call.get("Range"), len(content))
    headers = {
        "ETag": f'"{_etag(stored)}"',
        "Last-Modified": http_date(stored.last_modified_s),
        "Accept-Ranges": "bytes",
        "Content-Type": "binary/octet-stream",
    }
    if status == 206:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{len(content)}"
    if call.operation == "HeadObject":
        return {"Body": b"", "headers": headers | {"Content-Length": end - start}, "status": status}
    return {"Body": content[start:end], "headers": headers, "status": status}


def _stored(call: Call) -> Stored:
    for stored in _objects(call):
        if stored.key == call["Key"]:
            return stored
    raise Refused("NoSuchKey", "The specified key does not exist.", 404)


def _span(asked: str | None, size: int) -> tuple[int, int, int]:
    found = _RANGE.fullmatch(asked or "")
    if not found:
        return 0, size, 200
    if found[3] is not None:
        return max(0, size - int(found[3])), size, 206
    start = int(found[1])
    if start >= size:
        raise Refused("InvalidRange", "The requested range is not satisfiable", 416)
    return start, min(size, int(found[2]) + 1) if found[2] else size, 206


def _buckets(call: Call) -> Record:
    return {"Buckets": [{"Name": name} for name in call.world.buckets(call.account)]}


def _head_bucket(call: Call) -> Record:
    _objects(call)
    return {}


def _put(call: Call) -> Record:
    with _ONE_AT_A_TIME:
        return _put_alone(call)


def _put_alone(call: Call) -> Record:
    there = {stored.key for stored in _objects(call)}
    if call.get("IfNoneMatch") == "*" and call["Key"] in there:
        raise Refused(
            "PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412
        )
    _written(call, call["Bucket"])[call["Key"]] = call.parameters
    return {"Body": b"", "headers": {"ETag": '"put"'}}


def _delete(call: Call) -> Record:
    _objects(call)
    _written(call, call["Bucket"])[call["Key"]] = None
    return {"Body": b"", "status": 204}


OPERATIONS: dict[str, Operation] = {
    "ListObjectsV2": _list,
    "GetObject": _get,
    "HeadObject": _get,
    "ListBuckets": _buckets,
    "HeadBucket": _head_bucket,
    "PutObject": _put,
    "DeleteObject": _delete,
}

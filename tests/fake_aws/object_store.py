"""S3 as a store uses it: objects, ranges, lists, conditional puts, parts, deletes; all in memory.

Beside the World of collectors, as delta-rs calls it too, at a rate at which nothing can be held to botocore's
models. A put with `If-None-Match: *` looks and takes in one step, as S3 documents it. It keeps the owner, the
Region, the credentials and the encryption that a bucket asks for, and counts what was asked of it.

It runs as a program of its own, which `running` starts: some calls of delta-rs hold Python's lock until they
are answered, and a server in the same process could never answer. It serves until its input ends.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import subprocess
import sys
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote
from xml.sax.saxutils import escape

from fake_aws.http_message import Request, Response, signature
from fake_aws.server import Server

_RANGE = re.compile(r"bytes=(?:(\d+)-(\d*)|-(\d+))")
_PART = re.compile(r"<ETag>(?:&quot;|\")?([0-9a-f-]+)|<PartNumber>(\d+)")
_KEY = re.compile(rb"<Key>([^<]*)</Key>")
_ISO = "%Y-%m-%dT%H:%M:%S.000Z"


class Refusal(Exception):  # noqa: N818 - what S3 answers
    """An answer of S3 that is no success."""

    def __init__(self, status: int, code: str, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(code)
        self.status, self.code, self.message, self.headers = status, code, message, headers or {}


SLOW_DOWN = Refusal(503, "SlowDown", "Please reduce your request rate.")


@dataclass(slots=True)
class Object:
    body: bytes
    etag: str
    modified: float
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Bucket:
    """One bucket: who owns it, where it is, what it asks of those who write."""

    region: str = "eu-west-1"
    owner: str = "111122223333"
    encryption: str = ""  # a put without this header is denied, as a bucket's policy would
    objects: dict[str, Object] = field(default_factory=dict)
    parts: dict[str, dict[int, bytes]] = field(default_factory=dict)
    begun: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class ObjectStore:
    """An S3 that runs in a process of its own."""

    url: str

    def environment(self, region: str = "eu-west-1", key: str = "AKIAWRITES") -> dict[str, str]:
        """Return the variables with which a program uses this S3."""
        return {
            "AWS_ENDPOINT_URL_S3": self.url,
            "AWS_ACCESS_KEY_ID": key,
            "AWS_SECRET_ACCESS_KEY": "a secret that nobody checks",
            "AWS_DEFAULT_REGION": region,
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def asked(self) -> Counter[str]:
        """Return what was asked since the last time, by kind."""
        with urllib.request.urlopen(f"{self.url}/-/asked") as answer:  # noqa: S310 -- loopback
            return Counter(json.load(answer))


@contextmanager
def running(
    buckets: dict[str, dict[str, str]], *, failing: float = 0, losing: float = 0
) -> Iterator[ObjectStore]:
    """Start an S3 with these buckets (a bucket's own words are those of `Bucket`), and end it.

    A share of all requests fails before it does anything, and a share of the puts after all is done.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "fake_aws.object_store", json.dumps(buckets), str(failing), str(losing)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])},
    )
    assert process.stdout is not None
    try:
        yield ObjectStore(process.stdout.readline().strip())
    finally:
        process.communicate("")


class Serving:
    """What the process answers. Access keys that begin with DENIED may nothing; with READS, not write."""

    def __init__(self, buckets: dict[str, Bucket], failing: float, losing: float) -> None:
        self.buckets = buckets
        self.asked: Counter[str] = Counter()
        self.failing, self.losing = failing, losing
        self._chance = random.Random(1)
        self._lock = threading.Lock()

    def answer(self, request: Request) -> Response:
        try:
            return self._answered(request)
        except Refusal as refused:
            body = (
                f"<?xml version='1.0'?><Error><Code>{refused.code}</Code><Message>{escape(refused.message)}"
                f"</Message><Region>{refused.headers.get('x-amz-bucket-region', '')}</Region></Error>"
            )
            headers = {"Content-Type": "application/xml", **refused.headers}
            return Response(refused.status, body.encode(), headers)

    def _answered(self, request: Request) -> Response:
        name, _, key = unquote(request.path).lstrip("/").partition("/")
        query = dict(parse_qsl(request.query, keep_blank_values=True))
        with self._lock:
            if name == "-":
                told, self.asked = self.asked, Counter()
                return Response(200, json.dumps(told).encode())
            self.asked[_operation(request.method, key, query)] += 1
            if self._chance.random() < self.failing:
                raise SLOW_DOWN
            bucket = self._bucket(request, name)
            if not key:
                return _of_bucket(bucket, request, name, query)
            done = _of_object(bucket, request, key, query)
            if request.method == "PUT" and self._chance.random() < self.losing:
                raise SLOW_DOWN
            return done

    def _bucket(self, request: Request, name: str) -> Bucket:
        who = signature(request)
        key = who.access_key if who else ""
        if who is None or key.startswith("DENIED"):
            raise Refusal(403, "AccessDenied", "Access Denied")
        if key.startswith("UNKNOWN"):
            raise Refusal(403, "InvalidAccessKeyId", "The AWS Access Key Id does not exist in our records.")
        if key.startswith("READS") and request.method in {"PUT", "POST", "DELETE"}:
            raise Refusal(403, "AccessDenied", "Access Denied")
        bucket = self.buckets.get(name)
        if bucket is None:
            raise Refusal(404, "NoSuchBucket", "The specified bucket does not exist")
        if who.region != bucket.region:
            wrong = f"the region '{who.region}' is wrong; expecting '{bucket.region}'"
            raise Refusal(400, "AuthorizationHeaderMalformed", wrong, {"x-amz-bucket-region": bucket.region})
        if request.headers.get("x-amz-expected-bucket-owner", bucket.owner) != bucket.owner:
            raise Refusal(403, "AccessDenied", "Access Denied")
        return bucket


def _operation(method: str, key: str, query: dict[str, str]) -> str:
    if not key:
        return "DELETE many" if "delete" in query else "LIST" if method == "GET" else f"{method} bucket"
    return method


def _of_bucket(bucket: Bucket, request: Request, name: str, query: dict[str, str]) -> Response:
    region = {"x-amz-bucket-region": bucket.region}
    if request.method == "POST" and "delete" in query:
        for key in _KEY.findall(request.body):
            bucket.objects.pop(_unescaped(key), None)
        return _xml("<DeleteResult></DeleteResult>")
    if request.method == "GET":
        return _xml(_listing(bucket, name, query), region)
    return Response(200, b"", region)


def _unescaped(text: bytes) -> str:
    return text.decode().replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _listing(bucket: Bucket, name: str, query: dict[str, str]) -> str:
    prefix, delimiter = query.get("prefix", ""), query.get("delimiter", "")
    after = query.get("continuation-token") or query.get("start-after", "")
    size = min(int(query.get("max-keys", "1000")), 1000)
    told = quote if query.get("encoding-type") == "url" else escape
    entries: dict[str, Object | None] = {}
    for key in sorted(bucket.objects):
        if not key.startswith(prefix) or key <= after:
            continue
        rest = key[len(prefix) :]
        folder = prefix + rest.partition(delimiter)[0] + delimiter if delimiter and delimiter in rest else ""
        if folder and folder <= after:
            continue
        entries.setdefault(folder or key, None if folder else bucket.objects[key])
        if len(entries) > size:
            break
    shown = list(entries)[:size]
    more = len(entries) > size
    lines = [
        f"<Contents><Key>{told(key)}</Key><Size>{len(one.body)}</Size><ETag>&quot;{one.etag}&quot;</ETag>"
        f"<LastModified>{time.strftime(_ISO, time.gmtime(one.modified))}</LastModified></Contents>"
        if (one := entries[key]) is not None
        else f"<CommonPrefixes><Prefix>{told(key)}</Prefix></CommonPrefixes>"
        for key in shown
    ]
    encoded = "<EncodingType>url</EncodingType>" if query.get("encoding-type") == "url" else ""
    following = f"<NextContinuationToken>{escape(shown[-1])}</NextContinuationToken>" if more else ""
    return (
        f"<ListBucketResult><Name>{name}</Name><Prefix>{told(prefix)}</Prefix><KeyCount>{len(shown)}</KeyCount>"
        f"<MaxKeys>{size}</MaxKeys><IsTruncated>{str(more).lower()}</IsTruncated>{following}{encoded}"
        f"{''.join(lines)}"
        "</ListBucketResult>"
    )


def _of_object(bucket: Bucket, request: Request, key: str, query: dict[str, str]) -> Response:
    if request.method == "PUT" and "uploadId" in query:
        parts = bucket.parts[query["uploadId"]]
        parts[int(query["partNumber"])] = _body(request)
        return Response(200, b"", {"ETag": f'"{_etag(parts[int(query["partNumber"])])}"'})
    if request.method == "PUT":
        return _put(bucket, request, key, _body(request), _kept(bucket, request))
    if request.method == "POST":
        return _in_parts(bucket, request, key, query)
    if request.method == "DELETE":
        if "uploadId" in query:
            bucket.parts.pop(query["uploadId"], None)
        else:
            bucket.objects.pop(key, None)
        return Response(204, b"")
    return _get(bucket, request, key)


def _kept(bucket: Bucket, request: Request) -> dict[str, str]:
    kept = {name: value for name, value in request.headers.items() if name.startswith("x-amz-server-side")}
    if bucket.encryption and kept.get("x-amz-server-side-encryption") != bucket.encryption:
        raise Refusal(403, "AccessDenied", "explicit deny: an object without its encryption")
    return kept


def _put(bucket: Bucket, request: Request, key: str, body: bytes, kept: dict[str, str]) -> Response:
    there = bucket.objects.get(key)
    if request.headers.get("if-none-match") == "*" and there is not None:
        raise Refusal(412, "PreconditionFailed", "At least one of the pre-conditions did not hold")
    wanted = request.headers.get("if-match", "").strip('"')
    if wanted and (there is None or there.etag != wanted):
        raise Refusal(412, "PreconditionFailed", "At least one of the pre-conditions did not hold")
    bucket.objects[key] = Object(body, _etag(body), time.time(), kept)
    return Response(200, b"", {"ETag": f'"{bucket.objects[key].etag}"'})


def _in_parts(bucket: Bucket, request: Request, key: str, query: dict[str, str]) -> Response:
    if "uploads" in query:
        name = hashlib.sha256(f"{key}{time.time_ns()}".encode()).hexdigest()[:24]
        bucket.parts[name], bucket.begun[name] = {}, _kept(bucket, request)
        return _xml(
            f"<InitiateMultipartUploadResult><Key>{escape(key)}</Key><UploadId>{name}</UploadId>"
            "</InitiateMultipartUploadResult>"
        )
    parts = bucket.parts.get(query["uploadId"])
    if parts is None:
        raise Refusal(404, "NoSuchUpload", "The specified upload does not exist.")
    numbers = [int(found[1]) for found in _PART.findall(request.body.decode()) if found[1]]
    if request.headers.get("if-none-match") == "*" and key in bucket.objects:
        raise Refusal(412, "PreconditionFailed", "At least one of the pre-conditions did not hold")
    whole = b"".join(parts[number] for number in numbers)
    kept = bucket.begun.pop(query["uploadId"])
    del bucket.parts[query["uploadId"]]
    bucket.objects[key] = Object(whole, f"{_etag(whole)}-{len(numbers)}", time.time(), kept)
    return _xml(
        f"<CompleteMultipartUploadResult><Key>{escape(key)}</Key>"
        f"<ETag>&quot;{bucket.objects[key].etag}&quot;</ETag></CompleteMultipartUploadResult>"
    )


def _get(bucket: Bucket, request: Request, key: str) -> Response:
    one = bucket.objects.get(key)
    if one is None:
        raise Refusal(404, "NoSuchKey", "The specified key does not exist.")
    if request.headers.get("if-match", one.etag).strip('"') != one.etag:
        raise Refusal(412, "PreconditionFailed", "At least one of the pre-conditions did not hold")
    headers = {
        "ETag": f'"{one.etag}"',
        "Last-Modified": formatdate(one.modified, usegmt=True),
        "Accept-Ranges": "bytes",
        "Content-Type": "binary/octet-stream",
        **one.headers,
    }
    start, end, status = 0, len(one.body), 200
    if found := _RANGE.fullmatch(request.headers.get("range", "")):
        start = int(found[1]) if found[1] else max(0, end - int(found[3]))
        if start >= end:
            raise Refusal(416, "InvalidRange", "The requested range is not satisfiable")
        last = min(end, int(found[2]) + 1) if found[2] else end
        headers["Content-Range"] = f"bytes {start}-{last - 1}/{end}"
        end, status = last, 206
    if request.method == "HEAD":
        return Response(status, b"", headers | {"Content-Length": str(end - start)})
    return Response(status, one.body[start:end], headers)


def _body(request: Request) -> bytes:
    """Return what was put; some clients send it in chunks with a checksum behind."""
    if "aws-chunked" not in request.headers.get("content-encoding", ""):
        return request.body
    found, rest = [], request.body
    while rest:
        size, _, rest = rest.partition(b"\r\n")
        length = int(size.partition(b";")[0], 16)
        if not length:
            break
        found.append(rest[:length])
        rest = rest[length + 2 :]
    return b"".join(found)


def _etag(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:32]


def _xml(text: str, headers: dict[str, str] | None = None) -> Response:
    return Response(
        200, f"<?xml version='1.0'?>{text}".encode(), {"Content-Type": "application/xml"} | (headers or {})
    )


def main() -> None:
    """Serve until the input ends; whoever started it reads the address."""
    stated: dict[str, dict[str, Any]] = json.loads(sys.argv[1])
    serving = Serving({name: Bucket(**words) for name, words in stated.items()}, *map(float, sys.argv[2:4]))
    server = Server(serving.answer)
    server.start()
    print(server.url, flush=True)  # noqa: T201 -- that is how it is found
    sys.stdin.read()
    server.stop()


if __name__ == "__main__":
    main()

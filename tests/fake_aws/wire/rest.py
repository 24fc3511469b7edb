"""REST: what S3 reads and writes, and the one REST call of RDS (a whole log file) that no model has."""

from __future__ import annotations

from collections.abc import Mapping
from email.utils import formatdate
from typing import Any
from urllib.parse import parse_qs, unquote

from botocore.model import OperationModel

from fake_aws.http_message import Request, Response
from fake_aws.refusals import Refused, Trouble
from fake_aws.refusals import refusal as refused_by
from fake_aws.wire import xml

_WHOLE_FILE = "/v13/downloadCompleteLogFile/"
_LISTING = {
    "prefix": "Prefix",
    "delimiter": "Delimiter",
    "continuation-token": "ContinuationToken",
    "start-after": "StartAfter",
    "encoding-type": "EncodingType",
    "fetch-owner": "FetchOwner",
}
_WRITTEN = {
    "content-type": "ContentType",
    "if-none-match": "IfNoneMatch",
    "x-amz-server-side-encryption": "ServerSideEncryption",
    "x-amz-server-side-encryption-aws-kms-key-id": "SSEKMSKeyId",
}
_NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"


def read(service: str, request: Request) -> tuple[str, dict[str, Any]]:
    """Return operation and parameters of a REST request."""
    if service == "rds" and request.method == "GET" and request.path.startswith(_WHOLE_FILE):
        instance, _, name = request.path.removeprefix(_WHOLE_FILE).partition("/")
        return "DownloadCompleteLogFile", {
            "DBInstanceIdentifier": unquote(instance),
            "LogFileName": unquote(name),
        }
    if service != "s3":
        raise refused_by(service, Trouble.NOT_EMULATED, f"{request.method} {request.path}")
    return _s3(request)


def _s3(request: Request) -> tuple[str, dict[str, Any]]:
    bucket, _, key = unquote(request.path.lstrip("/")).partition("/")
    asked = {name: values[0] for name, values in parse_qs(request.query, keep_blank_values=True).items()}
    if request.method == "GET" and not bucket:
        return "ListBuckets", {}
    if request.method == "GET" and not key and asked.get("list-type") == "2":
        listing: dict[str, Any] = {_LISTING[name]: value for name, value in asked.items() if name in _LISTING}
        if "FetchOwner" in listing:
            listing["FetchOwner"] = listing["FetchOwner"] == "true"
        if "max-keys" in asked:
            listing["MaxKeys"] = int(asked["max-keys"])
        return "ListObjectsV2", {"Bucket": bucket, **listing}
    if request.method in {"GET", "HEAD"} and key and set(asked) <= {"x-id"}:
        wanted = {"Range": request.headers["range"]} if "range" in request.headers else {}
        return "GetObject" if request.method == "GET" else "HeadObject", {
            "Bucket": bucket,
            "Key": key,
            **wanted,
        }
    if request.method == "HEAD" and bucket:
        return "HeadBucket", {"Bucket": bucket}
    if request.method in {"PUT", "DELETE"} and key and set(asked) <= {"x-id"}:
        place: dict[str, Any] = {"Bucket": bucket, "Key": key}
        if request.method == "DELETE":
            return "DeleteObject", place
        if "aws-chunked" not in request.headers.get("content-encoding", ""):
            said = {
                name: request.headers[header]
                for header, name in _WRITTEN.items()
                if header in request.headers
            }
            return "PutObject", place | said | {"Body": request.body}
    raise refused_by("s3", Trouble.NOT_EMULATED, f"{request.method} {request.path}?{request.query}")


def answer(operation: str, model: OperationModel | None, result: Mapping[str, Any]) -> Response:
    """Return the response: a body of bytes as it is, anything else as XML by the model."""
    headers = {"x-amz-request-id": "FAKE"}
    if isinstance(result.get("Body"), bytes):
        headers |= {name: str(value) for name, value in result.get("headers", {}).items()}
        return Response(int(result.get("status", 200)), result["Body"], headers)
    if model is None or model.output_shape is None:
        return Response(200, b"", headers)
    root = "ListAllMyBucketsResult" if operation == "ListBuckets" else "ListBucketResult"
    body = xml.element(root, model.output_shape, result).replace(
        f"<{root}>", f'<{root} xmlns="{_NAMESPACE}">', 1
    )
    return Response(200, body.encode(), headers | {"Content-Type": "application/xml"})


def refusal(refused: Refused, request_id: str) -> Response:
    """Return an error as S3 writes it."""
    body = (
        f"<Error><Code>{refused.code}</Code><Message>{xml.text(refused.message)}</Message>"
        f"<RequestId>{request_id}</RequestId></Error>"
    )
    return Response(refused.status, body.encode(), {"Content-Type": "application/xml"})


def http_date(epoch_s: float) -> str:
    """Return a moment as HTTP headers write it."""
    return formatdate(epoch_s, usegmt=True)

"""Objects of S3 under one prefix: read, written with encryption headers, created once, listed, removed."""

from __future__ import annotations

import mimetypes
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from botocore.exceptions import ClientError

from aurorascope.aws.refusals import refusal_of
from aurorascope.model.errors import BadRequestError, OutsideError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeVar

    Answer = TypeVar("Answer")

BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
ENCRYPTIONS = ("", "AES256", "aws:kms", "aws:kms:dsse")
Encryption = Literal["", "AES256", "aws:kms", "aws:kms:dsse"]
GONE = {"404", "NoSuchKey", "NotFound"}
TAKEN = {"PreconditionFailed", "ConditionalRequestConflict"}
TYPES = {".md": "text/markdown", ".json": "application/json", ".html": "text/html"}


def split_address(address: str) -> tuple[str, str]:
    """Return bucket and prefix of `s3://bucket/prefix`. Raises BadRequestError for anything else.

    >>> split_address("s3://reports/aurora/")
    ('reports', 'aurora')
    """
    scheme, _, rest = address.partition("://")
    bucket, _, prefix = rest.partition("/")
    prefix = prefix.strip("/")
    parts = prefix.split("/") if prefix else []
    if scheme != "s3" or not BUCKET.fullmatch(bucket) or any(part in {"", ".", ".."} for part in parts):
        raise BadRequestError(f"{address!r} is no address in S3: s3://bucket/prefix is expected.")
    return bucket, prefix


@dataclass(frozen=True, slots=True)
class Sealing:
    """How S3 encrypts what is written; empty: as the bucket says."""

    encryption: Encryption = ""
    kms_key: str = ""
    bucket_key: bool = True

    def headers(self) -> dict[str, Any]:
        """Return the parameters of PutObject. Raises BadRequestError for a key without its encryption."""
        if self.encryption not in ENCRYPTIONS:
            raise BadRequestError(
                f"{self.encryption!r} is no encryption of S3: {', '.join(ENCRYPTIONS[1:])}."
            )
        if self.kms_key and not self.encryption.startswith("aws:kms"):
            raise BadRequestError("a KMS key goes with the encryption aws:kms.")
        found: dict[str, Any] = {"ServerSideEncryption": self.encryption} if self.encryption else {}
        if self.kms_key:
            found |= {"SSEKMSKeyId": self.kms_key, "BucketKeyEnabled": self.bucket_key}
        return found


class Objects:
    """The objects under `s3://bucket/prefix/`, by the rest of their key. Raises OutsideError."""

    def __init__(self, client: Any, address: str, sealing: Sealing | None = None) -> None:
        self._client = client
        self._bucket, self._prefix = split_address(address)
        self._headers = (sealing or Sealing()).headers()

    def address(self, name: str = "") -> str:
        """Return where an object lies, as people write it."""
        return f"s3://{self._bucket}/{self._key(name)}".rstrip("/")

    def read(self, name: str) -> bytes | None:
        """Return an object's content; None where there is none."""
        try:
            return self._asked(name, self._got, name)
        except _GoneError:
            return None

    def write(self, name: str, content: bytes) -> None:
        """Write an object, in place of the one that is there."""
        self._asked(name, self._put, name, content)

    def create(self, name: str, content: bytes) -> bool:
        """Write an object unless there is one; say whether this call wrote it."""
        try:
            self._asked(name, self._put, name, content, IfNoneMatch="*")
        except _TakenError:
            # an attempt whose answer was lost may have written it: then the content is this one
            return self.read(name) == content
        return True

    def remove(self, name: str) -> None:
        """Remove an object; one that is not there is as good."""
        self._asked(name, self._client.delete_object, Bucket=self._bucket, Key=self._key(name))

    def names(self, under: str = "") -> list[str]:
        """Return the names of the objects that begin with `under`, in order."""
        return self._asked(under, lambda: sorted(self._listed(under)))

    def _listed(self, under: str) -> Iterator[str]:
        begin = len(self._key(""))
        pages = self._client.get_paginator("list_objects_v2")
        for page in pages.paginate(Bucket=self._bucket, Prefix=self._key(under)):
            yield from (one["Key"][begin:] for one in page.get("Contents", ()))

    def _key(self, name: str) -> str:
        return f"{self._prefix}/{name}" if self._prefix else name

    def _got(self, name: str) -> bytes:
        answer = self._client.get_object(Bucket=self._bucket, Key=self._key(name))
        content: bytes = answer["Body"].read()
        return content

    def _put(self, name: str, content: bytes, **how: Any) -> None:
        self._client.put_object(
            Bucket=self._bucket,
            Key=self._key(name),
            Body=content,
            ContentType=content_type(name),
            **self._headers,
            **how,
        )

    def _asked(self, name: str, ask: Callable[..., Answer], *given: Any, **how: Any) -> Answer:
        try:
            return ask(*given, **how)
        except Exception as error:
            code = error.response["Error"]["Code"] if isinstance(error, ClientError) else ""
            if code in GONE:
                raise _GoneError from error
            if code in TAKEN:
                raise _TakenError from error
            refusal = refusal_of(error)
            if refusal is None:
                raise
            raise OutsideError(f"{self.address(name)}: {refusal.sentence}.") from error


class _GoneError(Exception):
    """There is no such object."""


class _TakenError(Exception):
    """There is such an object already."""


def content_type(name: str) -> str:
    """Return the media type of a file by its name, so that a browser shows a report instead of saving it.

    >>> content_type("2026-11-19/report.html")
    'text/html; charset=utf-8'
    """
    ending = name[name.rfind(".") :]
    found = TYPES.get(ending) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"{found}; charset=utf-8" if found.startswith("text/") else found

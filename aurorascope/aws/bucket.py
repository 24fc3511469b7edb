"""The bucket of a store: its objects read and written by boto3, and the same credentials for delta-rs.

delta-rs writes the log with a client of its own; it gets what boto3's chain found (profile, SSO, role,
container, instance), and gets it anew when that was renewed. Data files go through boto3 here, each request
with the encryption and the owner that were asked for.
"""

from __future__ import annotations

import re
import threading
import time
from typing import TYPE_CHECKING, Any, NamedTuple

from botocore.exceptions import ClientError, IncompleteReadError

from aurorascope.aws.bucket_refusals import bucket_refusal, quoted_refusal
from aurorascope.aws.objects import Sealing, split_address
from aurorascope.aws.refusals import NETWORK, error_code
from aurorascope.aws.sessions import bucket_client

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from typing import TypeVar

    from aurorascope.aws.bucket_settings import BucketSettings
    from aurorascope.model.errors import OutsideError

    Answer = TypeVar("Answer")

PIECE = 16 << 20  # of a large object, asked for apart
PARTS = 64 << 20  # larger ones are put in parts
BODIES = 3  # times that a body which broke off is asked for again; botocore repeats the request alone
GONE = {"404", "NoSuchKey", "NotFound"}
DELETED = 1000  # keys of one request
PUBLIC = re.compile(r"//s3(\.[a-z0-9-]+)?\.amazonaws\.com(\.cn)?$")  # not FIPS, dual stack, a VPC's own
_TOTAL = re.compile(r"bytes \d+-\d+/(\d+)")


class Listed(NamedTuple):
    """An object: its key under the prefix, its size, when it was written (seconds since 1970), what it is."""

    path: str
    size: int
    modified: float
    etag: str


class Bucket:
    """The objects under `s3://bucket/prefix`. Threads share it; raises OutsideError or BadRequestError."""

    def __init__(self, address: str, settings: BucketSettings) -> None:
        self.name, self.prefix = split_address(address)
        self.address = f"s3://{self.name}/{self.prefix}".rstrip("/")
        self.settings = settings
        # read before anything is asked for: a wrong one is said at once
        sealing = Sealing(settings.encryption, settings.kms_key, settings.bucket_key)  # type: ignore[arg-type]
        self._sealing = sealing.headers()
        self._owner = {"ExpectedBucketOwner": settings.expected_owner} if settings.expected_owner else {}
        self._region = settings.region
        self._lock = threading.RLock()
        self._made: Any = None

    @property
    def endpoint(self) -> str:
        """Return the address that requests go to."""
        return str(self._client.meta.endpoint_url)

    def delta_options(self) -> dict[str, str]:
        """Return what delta-rs is told: credentials of this moment, the way, the encryption, the limits."""
        keys = self.asked("", self._session_credentials)
        own = self._own_address()
        said = {
            "aws_access_key_id": keys.access_key,
            "aws_secret_access_key": keys.secret_key,
            "aws_session_token": keys.token or "",
            "aws_region": self._region or self._client.meta.region_name,
            "aws_endpoint_url": own,
            "aws_allow_http": "true" if own.startswith("http://") else "",
            "aws_virtual_hosted_style_request": "" if self._path_style() else "true",
            "aws_server_side_encryption": self._sealing.get("ServerSideEncryption", ""),
            "aws_sse_kms_key_id": self._sealing.get("SSEKMSKeyId", ""),
            "aws_sse_bucket_key_enabled": "true" if self._sealing.get("BucketKeyEnabled") else "",
            # a version is put only where there is none: that is what lets several write at once
            "conditional_put": "etag",
            "connect_timeout": "5s",
            "timeout": "30s",
            "max_retries": "5",
            "retry_timeout": "60s",
        }
        return {name: value for name, value in said.items() if value}

    def probe(self, under: str = "") -> list[str]:
        """Return a name under the prefix, if there is one: so the bucket answers, and says its Region."""
        answer = self.asked(
            "",
            self._client.list_objects_v2,
            Bucket=self.name,
            Prefix=self._key(under),
            MaxKeys=1,
            **self._owner,
        )
        headers = answer.get("ResponseMetadata", {}).get("HTTPHeaders", {})
        self._region = headers.get("x-amz-bucket-region") or self._region
        return [one["Key"] for one in answer.get("Contents", ())]

    def read(self, path: str, begin: int = 0, end: int | None = None, etag: str = "") -> bytes | None:
        """Return an object's bytes, or [begin, end) of them; None where there is none.

        With `etag`, another object that took its place is refused.
        """
        how: dict[str, Any] = {"IfMatch": etag} if etag else {}
        if begin or end is not None:
            how["Range"] = f"bytes={begin}-{'' if end is None else end - 1}"
        return self._body(path, how)[0]

    def fetch(self, path: str, target: Path) -> None:
        """Write an object into a file. Raises FileNotFoundError where there is none."""
        first, said = self._body(path, {"Range": f"bytes=0-{PIECE - 1}"})
        if first is None:
            raise FileNotFoundError(2, "no such object", f"{self.address}/{path}")
        found = _TOTAL.fullmatch(said.get("ContentRange", ""))
        total = int(found[1]) if found else len(first)
        with target.open("wb") as file:
            file.write(first)
            for begin in range(len(first), total, PIECE):
                rest = self.read(path, begin, min(begin + PIECE, total), said["ETag"])
                file.write(rest or b"")
        if target.stat().st_size != total:
            target.unlink()
            raise FileNotFoundError(2, "the object went away while it was read", f"{self.address}/{path}")

    def put(self, path: str, source: Path) -> None:
        """Write a file as an object."""
        from boto3.s3.transfer import TransferConfig

        how = {**self._sealing, **self._owner}
        if source.stat().st_size < PARTS:
            with source.open("rb") as file:
                self.asked(
                    path, self._client.put_object, Bucket=self.name, Key=self._key(path), Body=file, **how
                )
        else:
            parts = TransferConfig(
                multipart_threshold=PARTS, multipart_chunksize=PARTS // 2, max_concurrency=4
            )
            self.asked(
                path, self._client.upload_file, str(source), self.name, self._key(path),
                ExtraArgs=how, Config=parts,
            )  # fmt: skip

    def remove(self, paths: Iterable[str]) -> None:
        """Remove objects; one that is not there is as good."""
        keys = [{"Key": self._key(path)} for path in paths]
        for first in range(0, len(keys), DELETED):
            some = keys[first : first + DELETED]
            answer = self.asked(
                some[0]["Key"],
                self._client.delete_objects,
                Bucket=self.name,
                Delete={"Objects": some, "Quiet": True},
                **self._owner,
            )
            for left in answer.get("Errors", ()):
                refused = ClientError({"Error": left}, "DeleteObjects")
                raise self._refusal(refused, left.get("Key", "")) from refused

    def listing(self, under: str = "") -> Iterator[Listed]:
        """Yield the objects whose keys begin with `under`, in order."""
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self.name, Prefix=self._key(under), **self._owner
        )
        walk = iter(pages)
        begin = len(self._key(""))
        while (page := self.asked(under, next, walk, None)) is not None:
            for one in page.get("Contents", ()):
                yield Listed(one["Key"][begin:], one["Size"], one["LastModified"].timestamp(), one["ETag"])

    def asked(self, path: str, ask: Callable[..., Answer], *given: Any, **how: Any) -> Answer:
        """Ask, and say in a sentence why not."""
        try:
            return ask(*given, **how)
        except Exception as error:
            refused = bucket_refusal(error, self, path)
            if refused is None:
                raise
            raise refused from error

    def _body(self, path: str, how: dict[str, Any]) -> tuple[bytes | None, dict[str, Any]]:
        """Return a body and what was said of it; None where there is no such object."""
        for attempt in range(BODIES):
            try:
                answer = self._client.get_object(Bucket=self.name, Key=self._key(path), **how, **self._owner)
                content: bytes = answer["Body"].read()
            except (IncompleteReadError, *NETWORK) as error:
                if attempt == BODIES - 1:
                    raise self._refusal(error, path) from error
                time.sleep(0.2 * 2**attempt)
            except Exception as error:
                if error_code(error) in GONE:
                    return None, {}
                raise self._refusal(error, path) from error
            else:
                return content, answer
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _refusal(self, error: Exception, path: str) -> Exception:
        return bucket_refusal(error, self, path) or error

    @property
    def _client(self) -> Any:
        with self._lock:
            if self._made is None:
                self._made = self.asked("", self._make)
            return self._made

    def _make(self) -> Any:
        said = self.settings
        made, session = bucket_client(
            said.profile, region=said.region, endpoint=said.endpoint_url, path_style=said.path_style
        )
        self._session = session
        return made

    def _session_credentials(self) -> Any:
        client = self._client
        found = self._session.get_credentials()
        if found is None:
            from botocore.exceptions import NoCredentialsError

            raise NoCredentialsError
        assert client is not None  # noqa: S101 - made with its session
        return found.get_frozen_credentials()

    def _own_address(self) -> str:
        """Return the endpoint where it is not AWS's own."""
        address = self.endpoint
        return "" if PUBLIC.search(address) else address

    def _path_style(self) -> bool:
        chosen = self.settings.path_style
        if chosen is None:  # a dot in the name fits no certificate
            return bool(self._own_address()) or "." in self.name
        return chosen

    def _key(self, path: str) -> str:
        return f"{self.prefix}/{path}" if self.prefix else path

    def refused_to_another(self, said: str) -> OutsideError | None:
        """Return the refusal that another client of this bucket quotes; None where it quotes none."""
        return quoted_refusal(said, self.address)

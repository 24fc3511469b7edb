"""Why a bucket did not do what was asked, in a sentence that says what to mend."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError, InvalidRegionError, NoCredentialsError

from aurorascope.aws.refusals import CREDENTIALS, EXPIRED, NETWORK, error_code, refusal_of
from aurorascope.model.errors import AurorascopeError, BadRequestError, OutsideError

if TYPE_CHECKING:
    from aurorascope.aws.bucket import Bucket

_DRAWN = re.compile(r"\x1b\[\d+m|[\u21b3\u2570\u2500]+")
_PATH = re.compile(r"https?://[^/]+/(\S+_delta_log/[\w.]*)")
_ANSWER = re.compile(r"<Code>([^<]*)</Code>\s*<Message>([^<]*)</Message>")
NO_CREDENTIALS = (
    "no credentials were found: set AWS_PROFILE or AWS_ACCESS_KEY_ID, or give the machine a role."
)
NO_WAY = "is there a way to S3 from here (a VPC endpoint, a proxy), and is the endpoint right?"
CHANGED = {"PreconditionFailed", "412"}
ELSEWHERE = {"PermanentRedirect", "AuthorizationHeaderMalformed", "301", "IllegalLocationConstraintException"}


def bucket_refusal(error: Exception, bucket: Bucket, path: str) -> AurorascopeError | None:
    """Return what an error means; None for a defect of ours."""
    if isinstance(error, AurorascopeError):
        return error
    where = f"{bucket.address}/{path}".rstrip("/")
    code = error_code(error)
    if code == "NoSuchBucket":
        return BadRequestError(
            f"there is no bucket {bucket.name} for these credentials: make it, or name another store, "
            "s3://bucket/prefix."
        )
    if code in CHANGED:
        return OutsideError(f"{where} was replaced while it was read: run again.")
    if code in ELSEWHERE or isinstance(error, InvalidRegionError):
        return BadRequestError(f"{where}: {_elsewhere(error)}")
    return _refused(error, bucket, where)


def _refused(error: Exception, bucket: Bucket, where: str) -> OutsideError | None:
    if isinstance(error, NoCredentialsError):
        return OutsideError(f"{where}: {NO_CREDENTIALS}")
    if isinstance(error, NETWORK) and not isinstance(error, CREDENTIALS):
        said = " ".join(str(error).split())[:200]
        return OutsideError(f"{where}: the bucket does not answer: {said}: {NO_WAY}")
    refusal = refusal_of(error)
    if refusal is None:
        return None
    more = ""
    if refusal.kind == "denied":
        owner = bucket.settings.expected_owner
        more = (f"; the bucket must also belong to the account {owner}" if owner else "") + (
            "; docs/store.md has the policy that a store needs"
        )
    elif error_code(error) in EXPIRED:
        more = "; log in again, or name another profile"
    return OutsideError(f"{where}: {refusal.sentence}{more}.")


def quoted_refusal(said: str, address: str) -> OutsideError | None:
    """Return the refusal of S3 that delta-rs draws as a tree; None where it draws none."""
    text = " ".join(_DRAWN.sub(" ", said).split())
    path = _PATH.search(text)
    where = f"{address.partition('//')[0]}//{path[1]}" if path else address
    if "403 Forbidden" in text or "lacked the necessary privileges" in text:
        told = _ANSWER.search(text)
        more = f" ({told[1]}: {told[2].strip()})" if told else ""
        return OutsideError(f"{where} was denied{more}; docs/store.md has the policy that a store needs.")
    if "S3 error" in text:
        return OutsideError(f"{address}: the bucket did not answer in time: {text[:300]}")
    return None


def _elsewhere(error: Exception) -> str:
    if not isinstance(error, ClientError):
        return f"{error}."
    said = error.response
    headers = said.get("ResponseMetadata", {}).get("HTTPHeaders", {})
    region = said.get("Error", {}).get("Region") or headers.get("x-amz-bucket-region")
    asked = f"the bucket is in the Region {region}" if region else "the bucket is in another Region"
    return f"{asked}: set AWS_REGION, or `region` in [s3] of the config, to that."

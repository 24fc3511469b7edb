"""How a bucket is reached and what is asked of it: by environment, so that every process has the same.

`AURORASCOPE_S3_<NAME>` beside AWS's own variables; the command line puts `[s3]` of its config file there.
Apart from the client, so that reading them loads no boto3.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aurorascope.model.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX = "AURORASCOPE_S3_"
CACHE_GB = 8.0
DOCS = {
    "profile": "Profile of the AWS config whose credentials reach the bucket; empty: the default chain.",
    "region": "Region of the bucket; empty: the credentials' own, and S3 tells a wrong one.",
    "endpoint_url": "Address of S3, where it is not AWS's (also AWS_ENDPOINT_URL_S3).",
    "path_style": "true: the bucket stands in the path, not in the host name; empty: so at an own address.",
    "encryption": "AES256, aws:kms or aws:kms:dsse, asked for with every object; empty: as the bucket says.",
    "kms_key": "ARN of the KMS key of that encryption; empty: the bucket's, or AWS's own.",
    "bucket_key": "false: one call of KMS for each object, instead of one for many.",
    "expected_owner": "Account that must own the bucket: another's is refused.",
    "cache": "Folder of the files that were read from a bucket; empty: in the user's cache.",
    "cache_gb": "Gigabytes that folder may take [8].",
}
BOOLEANS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


@dataclass(frozen=True, slots=True)
class BucketSettings:
    """What was said of the bucket of a store."""

    profile: str = ""
    region: str = ""
    endpoint_url: str = ""
    path_style: bool | None = None
    encryption: str = ""
    kms_key: str = ""
    bucket_key: bool = True
    expected_owner: str = ""
    cache: str = ""
    cache_gb: float = CACHE_GB


def read_bucket_settings(environment: Mapping[str, str] | None = None) -> BucketSettings:
    """Read them from the environment. Raises BadRequestError that names the variable."""
    given = os.environ if environment is None else environment
    said = {name: given.get(PREFIX + name.upper(), "").strip() for name in DOCS}
    owner = said["expected_owner"]
    if owner and not (owner.isdecimal() and len(owner) == 12):
        raise BadRequestError(f"{PREFIX}EXPECTED_OWNER: an account is twelve digits, not {owner!r}.")
    return BucketSettings(
        profile=said["profile"],
        region=said["region"],
        endpoint_url=said["endpoint_url"],
        path_style=_truth("path_style", said["path_style"]),
        encryption=said["encryption"],
        kms_key=said["kms_key"],
        bucket_key=_truth("bucket_key", said["bucket_key"]) is not False,
        expected_owner=owner,
        cache=said["cache"],
        cache_gb=_gigabytes(said["cache_gb"]),
    )


def _truth(name: str, text: str) -> bool | None:
    if not text:
        return None
    if text.lower() not in BOOLEANS:
        raise BadRequestError(f"{PREFIX}{name.upper()}: true or false is expected, not {text!r}.")
    return BOOLEANS[text.lower()]


def _gigabytes(text: str) -> float:
    if not text:
        return CACHE_GB
    try:
        found = float(text)
    except ValueError:
        found = 0.0
    if not 0 < found < 1e6:
        raise BadRequestError(f"{PREFIX}CACHE_GB: a number of gigabytes is expected, not {text!r}.")
    return found

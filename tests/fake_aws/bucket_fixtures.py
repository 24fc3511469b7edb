"""A bucket for tests of a store in S3: an S3 in a process of its own, and this process on the way to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from aurorascope.sources import objects
from fake_aws.object_store import ObjectStore, running


@pytest.fixture(scope="module")
def s3() -> Iterator[ObjectStore]:
    """Run an S3 with a plain bucket, one that wants encryption, and one in another Region."""
    buckets = {"plain": {}, "sealed": {"encryption": "aws:kms"}, "far": {"region": "ap-south-1"}}
    with running(buckets) as server:
        yield server


@pytest.fixture
def reached(s3: ObjectStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ObjectStore:
    """Let this process, and those it starts, use that S3, with an empty cache."""
    for name, value in s3.environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    monkeypatch.setenv("AURORASCOPE_S3_CACHE", str(tmp_path / "cache"))
    objects._bucket.cache_clear()  # of another S3, that another module's tests had
    objects.forget()
    s3.asked()
    return s3

"""Objects of a bucket in the order in which they came, each known by its key and its content."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from aurorascope.model.collector import Target

LATE = timedelta(days=1)  # an upload in parts carries the moment at which it began
DATED = timedelta(hours=2)  # folders by the hour name the hour at which a delivery began


@dataclass(frozen=True, slots=True)
class Object:
    """One object; it is another one when its content is."""

    key: str
    etag: str
    modified: datetime
    turn: str = ""  # its place among all that were ever read

    @property
    def name(self) -> str:
        """What it is known by."""
        return blake2b(f"{self.key}\0{self.etag}".encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def objects_since(target: Target, bucket: str, prefix: str, begin: datetime) -> list[Object]:
    """Return what came since `begin`, and what came late before it: the caller knows what it has read."""
    return sorted(_listed(target, bucket, prefix, begin), key=lambda it: (it.modified, it.key))


def _listed(target: Target, bucket: str, prefix: str, begin: datetime) -> Iterator[Object]:
    """Yield objects; folders named by the hour are listed from there on."""
    client = target.client("s3")
    tops = client.list_objects_v2(Bucket=bucket, Prefix=prefix, Delimiter="/").get("CommonPrefixes", ())
    names = [it["Prefix"][len(prefix) :].rstrip("/") for it in tops]
    more = {}
    if names and all(len(name) == 4 and name.isdigit() for name in names):
        more["StartAfter"] = f"{prefix}{begin - LATE - DATED:%Y/%m/%d/%H}"
    for page in client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix, **more):
        for it in page.get("Contents", ()):
            if it["Size"] and begin - LATE <= it["LastModified"] <= target.now:
                yield Object(it["Key"], it["ETag"], it["LastModified"])

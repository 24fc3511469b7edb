"""What other clouds wrap PostgreSQL's entries in, one file each; a log as a server writes it comes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aurorascope.sources.clouds.azure import AZURE
from aurorascope.sources.clouds.cloud_native_pg import CLOUD_NATIVE_PG
from aurorascope.sources.clouds.cloud_sql import CLOUD_SQL
from aurorascope.sources.clouds.logplex import LOGPLEX

if TYPE_CHECKING:
    from aurorascope.sources.clouds.said import Cloud

CLOUDS: dict[str, Cloud] = {cloud.name: cloud for cloud in (CLOUD_NATIVE_PG, CLOUD_SQL, AZURE, LOGPLEX)}


def cloud_of(sample: bytes) -> str:
    """Return which cloud's wrapping a sample is in; empty for none."""
    return next((name for name, cloud in CLOUDS.items() if cloud.fits(sample)), "")


__all__ = ["CLOUDS", "cloud_of"]

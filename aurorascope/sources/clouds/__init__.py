"""What other clouds, containers and journals wrap entries in, one file each; a server's own log comes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aurorascope.sources.clouds.azure import AZURE
from aurorascope.sources.clouds.cloud_native_pg import CLOUD_NATIVE_PG
from aurorascope.sources.clouds.cloud_sql import CLOUD_SQL
from aurorascope.sources.clouds.cri import CRI
from aurorascope.sources.clouds.docker import DOCKER
from aurorascope.sources.clouds.journald import JOURNALD
from aurorascope.sources.clouds.logplex import LOGPLEX

if TYPE_CHECKING:
    from aurorascope.sources.clouds.said import Cloud

_ALL: tuple[Cloud, ...] = (CLOUD_NATIVE_PG, CLOUD_SQL, AZURE, LOGPLEX, CRI, DOCKER, JOURNALD)
CLOUDS: dict[str, Cloud] = {cloud.name: cloud for cloud in _ALL}


def cloud_of(sample: bytes) -> str:
    """Return which cloud's wrapping a sample is in; empty for none."""
    return next((name for name, cloud in CLOUDS.items() if cloud.fits(sample)), "")


__all__ = ["CLOUDS", "cloud_of"]

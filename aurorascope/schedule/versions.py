"""The minor version that a cluster would be brought to: AWS's own choice, or the newest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from aurorascope.model.inventory import Cluster

Choice = Literal["auto", "latest"]
NUMBER = re.compile(r"\d+")


def target(client: Any, cluster: Cluster, choice: Choice) -> str:
    """Return the version to go to; empty where there is none. Never one of another major version.

    `auto` takes only what AWS marks for automatic upgrades; `latest` takes any minor version on offer.
    """
    answer = client.describe_db_engine_versions(
        Engine=cluster.record["Engine"], EngineVersion=cluster.engine_version, IncludeAll=True
    )
    offered = [
        str(one["EngineVersion"])
        for version in answer.get("DBEngineVersions", ())
        for one in version.get("ValidUpgradeTarget", ())
        if not one.get("IsMajorVersionUpgrade", True) and (choice == "latest" or one.get("AutoUpgrade"))
    ]
    newer = [one for one in offered if order(one) > order(cluster.engine_version)]
    return max(newer, key=order, default="")


def order(version: str) -> list[int]:
    """Return what versions are compared by.

    >>> order("8.0.mysql_aurora.3.10.0") > order("8.0.mysql_aurora.3.9.1")
    True
    """
    return [int(one) for one in NUMBER.findall(version)]

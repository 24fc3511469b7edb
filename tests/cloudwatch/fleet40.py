"""A fleet of 40 clusters of all kinds, as the fake AWS describes them."""

from __future__ import annotations

from typing import Any

from fake_aws.static_world import StaticWorld
from fake_aws.world import LogGroup, Record

ACCOUNT, REGION = "111122223333", "eu-west-1"
PLACE = (ACCOUNT, REGION)
NOW = 1_773_489_600  # 2026-03-14 12:00 UTC

KINDS: tuple[dict[str, Any], ...] = (
    {
        "engine": "aurora-postgresql",
        "version": "16.9",
        "size": "db.r6g.2xlarge",
        "readers": 1,
        "more": {"EnabledCloudwatchLogsExports": ["postgresql"]},
    },
    {"engine": "aurora-postgresql", "version": "17.5", "size": "db.r7g.large", "readers": 0},
    {
        "engine": "aurora-mysql",
        "version": "8.0.mysql_aurora.3.10.0",
        "size": "db.r6g.xlarge",
        "readers": 2,
        "more": {"BacktrackWindow": 86_400},
    },
    {
        "engine": "aurora-postgresql",
        "version": "16.9",
        "size": "db.serverless",
        "readers": 1,
        "more": {"ServerlessV2ScalingConfiguration": {"MinCapacity": 0.0, "MaxCapacity": 16.0}},
    },
    {"engine": "aurora-mysql", "version": "8.4.mysql_aurora.8.4.7", "size": "db.t4g.medium", "readers": 1},
)
GROUPS = [LogGroup("/aws/rds/cluster/c00/postgresql")]
"""Of the clusters that export a log, one has its log group; the others were switched on a moment ago."""


def fleet(count: int = 40) -> StaticWorld:
    """Return `count` clusters, the kinds in turn, each third one of the payments team."""
    clusters: list[Record] = []
    instances: list[Record] = []
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        name = f"c{number:02}"
        members = [f"{name}-{one}" for one in range(kind["readers"] + 1)]
        clusters.append(
            {
                "DBClusterIdentifier": name,
                "DbClusterResourceId": f"cluster-{name}".upper(),
                "DBClusterArn": f"arn:aws:rds:{REGION}:{ACCOUNT}:cluster:{name}",
                "Engine": kind["engine"],
                "EngineVersion": kind["version"],
                "Status": "available",
                "DBClusterParameterGroup": "default.aurora",
                "DBClusterMembers": [
                    {"DBInstanceIdentifier": one, "IsClusterWriter": one == members[0], "PromotionTier": 1}
                    for one in members
                ],
                "TagList": [{"Key": "team", "Value": "orders" if number % 3 else "payments"}],
                **kind.get("more", {}),
            }
        )
        instances += [
            {
                "DBInstanceIdentifier": one,
                "DBInstanceArn": f"arn:aws:rds:{REGION}:{ACCOUNT}:db:{one}",
                "DBClusterIdentifier": name,
                "DbiResourceId": f"db-{one.replace('-', '')}".upper(),
                "Engine": kind["engine"],
                "DBInstanceClass": kind["size"],
                "DBInstanceStatus": "available",
                "PerformanceInsightsEnabled": True,
                "DBParameterGroups": [
                    {"DBParameterGroupName": "default.aurora", "ParameterApplyStatus": "in-sync"}
                ],
            }
            for one in members
        ]
    return StaticWorld(
        places=[PLACE],
        groups={PLACE: GROUPS},
        records={(PLACE, "DescribeDBClusters"): clusters, (PLACE, "DescribeDBInstances"): instances},
    )

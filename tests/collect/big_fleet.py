"""40 clusters of five instances with every useful metric, served by a process of its own."""

from __future__ import annotations

import sys
import time

import numpy as np
from fake_aws.aws import FakeAws
from fake_aws.static_world import StaticWorld
from fake_aws.world import Points, Record, Series

from aurorascope.aws.metric_catalogue import catalogue

ACCOUNT, REGION = "111122223333", "eu-west-1"
PLACE = (ACCOUNT, REGION)
CLUSTERS, INSTANCES = 40, 5


def arn(kind: str, name: str) -> str:
    """Return an ARN of rds."""
    return f"arn:aws:rds:{REGION}:{ACCOUNT}:{kind}:{name}"


def big_fleet(now: int) -> StaticWorld:
    """Return the fleet, with points from four hours ago to an hour from now."""
    clusters, instances = [], []
    for number in range(CLUSTERS):
        name = f"shop-{number:02d}"
        members = [f"{name}-{place}" for place in range(INSTANCES)]
        clusters.append(_cluster(name, members))
        instances += [_instance(member, name) for member in members]
    return StaticWorld(
        places=[PLACE],
        records={(PLACE, "DescribeDBClusters"): clusters, (PLACE, "DescribeDBInstances"): instances},
        metrics={PLACE: _metrics(now)},
    )


def _cluster(name: str, members: list[str]) -> Record:
    return {
        "DBClusterIdentifier": name,
        "DBClusterArn": arn("cluster", name),
        "DbClusterResourceId": f"cluster-{name.upper().replace('-', '')}XXXXXXXX",
        "Engine": "aurora-postgresql",
        "EngineVersion": "16.4",
        "Status": "available",
        "DBClusterMembers": [
            {"DBInstanceIdentifier": member, "IsClusterWriter": member == members[0], "PromotionTier": 1}
            for member in members
        ],
    }


def _instance(name: str, cluster: str) -> Record:
    return {
        "DBInstanceIdentifier": name,
        "DBInstanceArn": arn("db", name),
        "DBClusterIdentifier": cluster,
        "DbiResourceId": f"db-{name.upper().replace('-', '')}XXXXXXXX",
        "Engine": "aurora-postgresql",
        "DBInstanceClass": "db.r6g.large",
        "DBInstanceStatus": "available",
    }


def _metrics(now: int) -> dict[Series, Points]:
    fine = np.arange(now - 4 * 3600, now + 3600, 60) // 60 * 60
    points = Points(fine, (fine // 60 % 17).astype(float))
    coarse = Points(fine[::5] // 300 * 300, (fine[::5] // 300 % 17).astype(float))
    made: dict[Series, Points] = {}
    for metric in catalogue().values():
        if metric.tier == "all" or metric.engine == "mysql":
            continue
        for number in range(CLUSTERS):
            name = f"shop-{number:02d}"
            owners = (
                [("DBInstanceIdentifier", f"{name}-{place}") for place in range(INSTANCES)]
                if metric.of_instance
                else [("DBClusterIdentifier", name)]
            )
            for owner in owners:
                period = min(metric.period_s, 300)
                series = Series("AWS/RDS", metric.name, (owner,), metric.unit, period)
                made[series] = coarse if period == 300 else points
    return made


def main() -> None:
    """Serve until the standard input is closed; the address is the first line of the output."""
    now = int(time.time())
    with FakeAws(big_fleet(now), now) as fake:
        sys.stdout.write(f"{fake.url}\n")
        sys.stdout.flush()
        for line in sys.stdin:
            fake.clock.advance(float(line))
            sys.stdout.write("moved\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()

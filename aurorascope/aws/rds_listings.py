"""What RDS lists, beside clusters and instances: a row a listing, what names a record, how often."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

OFTEN, HOUR, DAY = timedelta(minutes=5), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Listing:
    """One operation that lists resources: which member, what identifies and names one, how often."""

    kind: str
    operation: str
    member: str
    identifier: str
    name: str
    every: timedelta
    parent: str = ""  # key of the record that names what it belongs to
    per: str = ""  # asked once for each of these


LISTINGS = (
    Listing("endpoint", "DescribeDBClusterEndpoints", "DBClusterEndpoints", "Endpoint", "Endpoint",
            OFTEN, "DBClusterIdentifier"),
    Listing("snapshot", "DescribeDBClusterSnapshots", "DBClusterSnapshots", "DBClusterSnapshotArn",
            "DBClusterSnapshotIdentifier", HOUR, "DBClusterIdentifier"),
    Listing("automated_backup", "DescribeDBClusterAutomatedBackups", "DBClusterAutomatedBackups",
            "DBClusterAutomatedBackupsArn", "DBClusterIdentifier", HOUR, "DBClusterIdentifier"),
    Listing("backtrack", "DescribeDBClusterBacktracks", "DBClusterBacktracks", "BacktrackIdentifier",
            "BacktrackIdentifier", HOUR, "DBClusterIdentifier", per="backtracking"),
    Listing("proxy", "DescribeDBProxies", "DBProxies", "DBProxyArn", "DBProxyName", HOUR),
    Listing("proxy_target", "DescribeDBProxyTargets", "Targets", "TargetArn", "RdsResourceId", HOUR,
            "TrackedClusterId", per="proxies"),
    Listing("blue_green_deployment", "DescribeBlueGreenDeployments", "BlueGreenDeployments",
            "BlueGreenDeploymentIdentifier", "BlueGreenDeploymentName", OFTEN, "Source"),
    Listing("pending_maintenance", "DescribePendingMaintenanceActions", "PendingMaintenanceActions",
            "ResourceIdentifier", "ResourceIdentifier", HOUR, "ResourceIdentifier"),
    Listing("shard_group", "DescribeDBShardGroups", "DBShardGroups", "DBShardGroupResourceId",
            "DBShardGroupIdentifier", HOUR, "DBClusterIdentifier"),
    Listing("certificate", "DescribeCertificates", "Certificates", "CertificateArn",
            "CertificateIdentifier", DAY),
    Listing("engine_lifecycle", "DescribeDBMajorEngineVersions", "DBMajorEngineVersions",
            "MajorEngineVersion", "MajorEngineVersion", DAY, "Engine", per="engines"),
    Listing("engine_version", "DescribeDBEngineVersions", "DBEngineVersions", "EngineVersion",
            "EngineVersion", DAY, "Engine", per="versions"),
    Listing("quota", "DescribeAccountAttributes", "AccountQuotas", "AccountQuotaName",
            "AccountQuotaName", DAY),
    Listing("recommendation", "DescribeDBRecommendations", "DBRecommendations", "RecommendationId",
            "TypeId", DAY, "ResourceArn"),
    Listing("reserved_instance", "DescribeReservedDBInstances", "ReservedDBInstances",
            "ReservedDBInstanceId", "ReservedDBInstanceId", DAY),
)  # fmt: skip

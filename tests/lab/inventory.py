"""What the control plane says of a fleet at a moment, in botocore's output shapes."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from lab.clock import moment
from lab.fleet import resource_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lab.fleet import Cluster, Instance
    from lab.stage import Plot, Stage

Record = dict[str, Any]


class Inventory:
    """Answers describe calls for one stage."""

    def __init__(self, stage: Stage) -> None:
        """Remember the stage."""
        self.stage = stage
        self.created = moment(stage.clock.start_s - 400 * 86_400)

    def describe(self, region: str, operation: str, parent: str | None, now: int) -> Sequence[Record]:
        """Return the records of an operation."""
        plots = [plot for plot in self.stage.plots if plot.cluster.region == region]
        answers = {
            "DescribeDBClusters": lambda: [self.cluster(plot, now) for plot in plots],
            "DescribeDBInstances": lambda: [
                self.instance(plot, one, now) for plot in plots for one in plot.cluster.instances
            ],
            "DescribeGlobalClusters": lambda: self.globals(region),
            "DescribeDBClusterEndpoints": lambda: [
                record for plot in plots for record in self.endpoints(plot)
            ],
            "DescribeDBClusterSnapshots": lambda: [
                record for plot in plots for record in self.snapshots(plot, now)
            ],
            "DescribeDBClusterSnapshotAttributes": lambda: [self.attributes(parent or "")],
            "DescribeDBClusterAutomatedBackups": lambda: [self.backups(plot, now) for plot in plots],
            "DescribeDBClusterParameterGroups": lambda: [self.group(plot, "Cluster") for plot in plots],
            "DescribeDBParameterGroups": lambda: (
                [self.group(plot, "") for plot in plots] + self.own_groups(plots)
            ),
            "DescribeDBClusterParameters": lambda: self.parameters(plots, parent or ""),
            "DescribeDBParameters": lambda: self.parameters(plots, parent or ""),
            "DescribePendingMaintenanceActions": lambda: [self.maintenance(plot, now) for plot in plots[:1]],
            "DescribeDBMajorEngineVersions": lambda: [self.major(cluster) for cluster in _engines(plots)],
            "DescribeDBEngineVersions": lambda: [self.version(cluster) for cluster in _engines(plots)],
            "DescribeCertificates": lambda: [self.certificate(region)],
            "DescribeEvents": lambda: self.events(region, now),
        }
        return answers[operation]() if operation in answers else []

    def cluster(self, plot: Plot, now: int) -> Record:
        """Return a cluster as it is now."""
        one = plot.cluster
        writer = "" if one.secondary_of else plot.writer_at(now)
        failing = any(
            down.why in {"failover", "crash"} and down.start_s <= now < down.end_s and down.instance == writer
            for down in plot.bends.downs
        )
        record: Record = {
            "DBClusterIdentifier": one.name, "DBClusterArn": one.arn, "DbClusterResourceId": one.resource, "Engine": one.engine,
            "EngineVersion": one.version, "EngineMode": "provisioned", "ClusterScalabilityType": "standard",
            "Status": "failing-over" if failing else "available", "DatabaseName": one.database, "Port": 5432 if one.postgres else 3306,
            "Endpoint": f"{one.name}.cluster-c9lab.{one.region}.rds.amazonaws.com",
            "ReaderEndpoint": f"{one.name}.cluster-ro-c9lab.{one.region}.rds.amazonaws.com",
            "MultiAZ": len({instance.zone for instance in one.instances}) > 1,
            "AvailabilityZones": [f"{one.region}{letter}" for letter in "abc"],
            "DBClusterMembers": [
                {"DBInstanceIdentifier": instance.name, "IsClusterWriter": instance.name == writer, "DBClusterParameterGroupStatus": "in-sync", "PromotionTier": min(instance.tier, 15)}
                for instance in one.instances
            ],
            "DBClusterParameterGroup": f"{one.name}-cluster", "DBSubnetGroup": "private", "ClusterCreateTime": self.created,
            "StorageEncrypted": True, "StorageEncryptionType": "sse-kms", "KmsKeyId": f"arn:aws:kms:{one.region}:{one.account}:key/5a1e0000-0000-4000-8000-00000000c0de",
            "DeletionProtection": not one.office_only, "BackupRetentionPeriod": 7, "PreferredBackupWindow": f"{one.backup_hour:02d}:00-{one.backup_hour:02d}:30",
            "PreferredMaintenanceWindow": "sun:05:00-sun:05:30", "EarliestRestorableTime": moment(now - 7 * 86_400), "LatestRestorableTime": moment(now - 240),
            "CopyTagsToSnapshot": True, "IAMDatabaseAuthenticationEnabled": False, "HttpEndpointEnabled": False, "PubliclyAccessible": False,
            "ActivityStreamStatus": "stopped", "EnabledCloudwatchLogsExports": list(one.exports), "PerformanceInsightsEnabled": True,
            "PerformanceInsightsRetentionPeriod": 465 if one.insights == "advanced" else 7, "DatabaseInsightsMode": one.insights, "MonitoringInterval": one.monitoring_s,
            "AutoMinorVersionUpgrade": True, "StorageType": "aurora-iopt1" if one.io_optimized else "aurora", "AllocatedStorage": 1,
            "EngineLifecycleSupport": "open-source-rds-extended-support-disabled", "CrossAccountClone": False, "GlobalWriteForwardingRequested": False,
            "LocalWriteForwardingStatus": "enabled" if one.forwarding else "disabled", "HostedZoneId": "Z1LAB",
            "VpcSecurityGroups": [{"VpcSecurityGroupId": "sg-0a1b2c3d", "Status": "active"}], "ReadReplicaIdentifiers": [], "DBClusterOptionGroupMemberships": [],
            "AssociatedRoles": [], "TagList": [{"Key": "service", "Value": one.domain}, {"Key": "stage", "Value": one.name.split("-", 1)[0]}],
        }  # fmt: skip
        if one.global_cluster:
            record["GlobalClusterIdentifier"] = one.global_cluster
        if one.max_acu:
            scaling = {"MinCapacity": one.min_acu, "MaxCapacity": one.max_acu}
            record["ServerlessV2ScalingConfiguration"] = scaling | (
                {"SecondsUntilAutoPause": one.auto_pause_s} if one.auto_pause_s else {}
            )
            record["ServerlessV2PlatformVersion"] = "3"
        if one.backtrack:
            record |= {
                "BacktrackWindow": 86_400,
                "EarliestBacktrackTime": moment(now - 86_400),
                "BacktrackConsumedChangeRecords": 86_400 * 3,
            }
        return record

    def instance(self, plot: Plot, one: Instance, now: int) -> Record:
        """Return an instance as it is now."""
        cluster = plot.cluster
        down = any(
            down.instance == one.name and down.start_s <= now < down.end_s for down in plot.bends.downs
        )
        return {
            "DBInstanceIdentifier": one.name, "DBInstanceArn": f"arn:aws:rds:{one.region}:{one.account}:db:{one.name}", "DbiResourceId": one.dbi,
            "DBClusterIdentifier": one.cluster, "DBInstanceClass": one.instance_class, "Engine": cluster.engine, "EngineVersion": cluster.version,
            "DBInstanceStatus": "rebooting" if down else "available", "AvailabilityZone": one.zone, "PromotionTier": min(one.tier, 15),
            "Endpoint": {"Address": f"{one.name}.c9lab.{one.region}.rds.amazonaws.com", "Port": 5432 if cluster.postgres else 3306, "HostedZoneId": "Z1LAB"},
            "InstanceCreateTime": self.created, "PubliclyAccessible": False, "StorageEncrypted": True, "StorageType": "aurora",
            "DBParameterGroups": [{"DBParameterGroupName": one.parameter_group or cluster.name, "ParameterApplyStatus": "in-sync"}],
            "CACertificateIdentifier": "rds-ca-rsa2048-g1", "CertificateDetails": {"CAIdentifier": "rds-ca-rsa2048-g1", "ValidTill": moment(1_850_000_000)},
            "PerformanceInsightsEnabled": True, "PerformanceInsightsRetentionPeriod": 465 if cluster.insights == "advanced" else 7,
            "DatabaseInsightsMode": cluster.insights, "MonitoringInterval": cluster.monitoring_s,
            "EnhancedMonitoringResourceArn": f"arn:aws:logs:{one.region}:{one.account}:log-group:RDSOSMetrics:log-stream:{one.dbi}",
            "AutoMinorVersionUpgrade": True, "PendingModifiedValues": {}, "PreferredMaintenanceWindow": "sun:05:00-sun:05:30",
            "DBSubnetGroup": {"DBSubnetGroupName": "private", "VpcId": "vpc-0a1b2c3d", "SubnetGroupStatus": "Complete", "Subnets": []},
            "EnabledCloudwatchLogsExports": list(cluster.exports), "DeletionProtection": False, "IsStorageConfigUpgradeAvailable": False,
            "TagList": [{"Key": "service", "Value": cluster.domain}],
        }  # fmt: skip

    def globals(self, region: str) -> list[Record]:
        """Return the global clusters that have a member here."""
        made = []
        for primary in (
            plot.cluster
            for plot in self.stage.plots
            if plot.cluster.global_cluster and not plot.cluster.secondary_of
        ):
            seconds = [plot.cluster for plot in self.stage.plots if plot.cluster.secondary_of == primary.name]
            if region not in {primary.region, *(one.region for one in seconds)}:
                continue
            made.append({
                "GlobalClusterIdentifier": primary.global_cluster, "GlobalClusterResourceId": resource_id("cluster", primary.account, primary.global_cluster),
                "GlobalClusterArn": f"arn:aws:rds::{primary.account}:global-cluster:{primary.global_cluster}", "Status": "available", "Engine": primary.engine,
                "EngineVersion": primary.version, "DatabaseName": primary.database, "StorageEncrypted": True, "DeletionProtection": True,
                "GlobalClusterMembers": [
                    {"DBClusterArn": primary.arn, "Readers": [one.arn for one in seconds], "IsWriter": True, "GlobalWriteForwardingStatus": "disabled", "SynchronizationStatus": "connected"},
                    *({"DBClusterArn": one.arn, "Readers": [], "IsWriter": False, "GlobalWriteForwardingStatus": "disabled", "SynchronizationStatus": "connected"} for one in seconds),
                ],
            })  # fmt: skip
        return made

    def endpoints(self, plot: Plot) -> list[Record]:
        """Return a cluster's endpoints; the larger ones have a custom one for reports."""
        one = plot.cluster
        made: list[Record] = [
            {"DBClusterIdentifier": one.name, "Endpoint": f"{one.name}.{kind}-c9lab.{one.region}.rds.amazonaws.com", "Status": "available", "EndpointType": name}
            for kind, name in (("cluster", "WRITER"), ("cluster-ro", "READER"))
        ]  # fmt: skip
        if len(one.instances) > 2:
            made.append({
                "DBClusterIdentifier": one.name, "DBClusterEndpointIdentifier": f"{one.name}-reports", "Status": "available", "EndpointType": "CUSTOM",
                "CustomEndpointType": "READER", "StaticMembers": [one.instances[-1].name], "ExcludedMembers": [],
                "Endpoint": f"{one.name}-reports.cluster-custom-c9lab.{one.region}.rds.amazonaws.com",
                "DBClusterEndpointArn": f"arn:aws:rds:{one.region}:{one.account}:cluster-endpoint:{one.name}-reports",
                "DBClusterEndpointResourceIdentifier": resource_id("cluster-endpoint", one.account, one.name),
            })  # fmt: skip
        return made

    def snapshots(self, plot: Plot, now: int) -> list[Record]:
        """Return the automated snapshots of the last days, and one that somebody made by hand."""
        one, clock = plot.cluster, self.stage.clock
        times = [clock.start_s + 86_400 * day + one.backup_hour * 3600 for day in range(-3, clock.days)]
        made = [
            ("automated", f"rds:{one.name}-{moment(at):%Y-%m-%d-%H-%M}", float(at))
            for at in times
            if at <= now
        ]
        made.append(("manual", f"{one.name}-before-upgrade", clock.start_s - 90 * 86_400.0))
        return [
            {
                "DBClusterSnapshotIdentifier": name, "DBClusterSnapshotArn": f"arn:aws:rds:{one.region}:{one.account}:cluster-snapshot:{name}",
                "DBClusterIdentifier": one.name, "DbClusterResourceId": one.resource, "SnapshotCreateTime": moment(at), "Engine": one.engine, "EngineVersion": one.version,
                "SnapshotType": kind, "Status": "available", "PercentProgress": 100, "StorageEncrypted": True, "AllocatedStorage": int(one.volume_gib),
                "ClusterCreateTime": self.created, "Port": 5432 if one.postgres else 3306,
            }
            for kind, name, at in made
        ]  # fmt: skip

    def attributes(self, snapshot: str) -> Record:
        """Return who may restore a snapshot: nobody else."""
        return {
            "DBClusterSnapshotIdentifier": snapshot,
            "DBClusterSnapshotAttributes": [{"AttributeName": "restore", "AttributeValues": []}],
        }

    def backups(self, plot: Plot, now: int) -> Record:
        """Return a cluster's continuous backup."""
        one = plot.cluster
        return {
            "DBClusterIdentifier": one.name, "DbClusterResourceId": one.resource, "DBClusterArn": one.arn, "Engine": one.engine, "Region": one.region, "Status": "active",
            "RestoreWindow": {"EarliestTime": moment(now - 7 * 86_400), "LatestTime": moment(now - 240)}, "BackupRetentionPeriod": 7, "StorageEncrypted": True,
        }  # fmt: skip

    def group(self, plot: Plot, kind: str) -> Record:
        """Return a cluster's parameter group (kind Cluster) or its instances'."""
        one = plot.cluster
        name = f"{one.name}-cluster" if kind else one.name
        return {
            f"DB{kind}ParameterGroupName": name, "DBParameterGroupFamily": _family(one), "Description": f"{one.domain}",
            f"DB{kind}ParameterGroupArn": f"arn:aws:rds:{one.region}:{one.account}:{'cluster-pg' if kind else 'pg'}:{name}",
        }  # fmt: skip

    def own_groups(self, plots: Sequence[Plot]) -> list[Record]:
        """Return the groups that single instances have for themselves."""
        return [
            self.group(plot, "") | {"DBParameterGroupName": one.parameter_group, "DBParameterGroupArn": f"arn:aws:rds:{one.region}:{one.account}:pg:{one.parameter_group}"}
            for plot in plots for one in plot.cluster.instances if one.parameter_group
        ]  # fmt: skip

    def parameters(self, plots: Sequence[Plot], group: str) -> list[Record]:
        """Return the parameters that somebody set."""
        cluster = next(
            (plot.cluster for plot in plots if group in {plot.cluster.name, f"{plot.cluster.name}-cluster"}),
            None,
        )
        own = any(one.parameter_group == group for plot in plots for one in plot.cluster.instances)
        values = (
            settings(cluster)
            if cluster is not None
            else {"log_min_duration_statement": "-1"}
            if own and group
            else {}
        )
        return [
            {"ParameterName": name, "ParameterValue": value, "Source": "user", "ApplyType": "dynamic", "DataType": "string", "IsModifiable": True, "ApplyMethod": "immediate"}
            for name, value in values.items()
        ]  # fmt: skip

    def maintenance(self, plot: Plot, now: int) -> Record:
        """Return what AWS will do to a cluster."""
        return {
            "ResourceIdentifier": plot.cluster.arn,
            "PendingMaintenanceActionDetails": [{"Action": "system-update", "AutoAppliedAfterDate": moment(now + 12 * 86_400), "CurrentApplyDate": moment(now + 12 * 86_400), "Description": "New operating system update is available"}],
        }  # fmt: skip

    def major(self, cluster: Cluster) -> Record:
        """Return how long an engine's major version is supported."""
        name = _major(cluster)
        return {
            "Engine": cluster.engine, "MajorEngineVersion": name,
            "SupportedEngineLifecycles": [{"LifecycleSupportName": "open-source-rds-standard-support", "LifecycleSupportStartDate": datetime.fromisoformat("2024-01-31T00:00:00+00:00"), "LifecycleSupportEndDate": datetime.fromisoformat("2029-02-28T23:59:59+00:00")}],
        }  # fmt: skip

    def version(self, cluster: Cluster) -> Record:
        """Return an engine version."""
        return {
            "Engine": cluster.engine, "EngineVersion": cluster.version, "MajorEngineVersion": _major(cluster), "DBParameterGroupFamily": _family(cluster), "Status": "available",
            "ExportableLogTypes": ["postgresql", "instance", "iam-db-auth-error"] if cluster.postgres else ["audit", "error", "general", "slowquery", "instance", "iam-db-auth-error"],
            "SupportedEngineModes": ["provisioned"], "ValidUpgradeTarget": [],
        }  # fmt: skip

    def certificate(self, region: str) -> Record:
        """Return the Region's certificate authority."""
        return {
            "CertificateIdentifier": "rds-ca-rsa2048-g1", "CertificateType": "CA", "Thumbprint": "0" * 40, "ValidFrom": moment(1_621_600_000), "ValidTill": moment(2_880_000_000),
            "CertificateArn": f"arn:aws:rds:{region}::cert:rds-ca-rsa2048-g1", "CustomerOverride": False,
        }  # fmt: skip

    def events(self, region: str, now: int) -> list[Record]:
        """Return the RDS events of a Region up to now."""
        kinds = {
            "db-instance": "db",
            "db-cluster": "cluster",
            "db-cluster-snapshot": "cluster-snapshot",
            "db-parameter-group": "pg",
        }
        return [
            {
                "SourceIdentifier": one.source, "SourceType": one.source_type, "Message": one.message, "EventCategories": list(one.categories), "Date": moment(one.at_s),
                "SourceArn": f"arn:aws:rds:{region}:{self.stage.fleet.account}:{kinds[one.source_type]}:{one.source}",
            }
            for one in self.stage.happenings if one.region == region and one.message and one.at_s <= now
        ]  # fmt: skip

    def trail(self, region: str, now: int) -> list[Record]:
        """Return CloudTrail's events of a Region up to now."""
        import json

        made = []
        for number, one in enumerate(self.stage.happenings):
            if one.region == region and one.event_name and one.at_s <= now:
                source = "ecs.amazonaws.com" if one.event_name == "UpdateService" else "rds.amazonaws.com"
                raw = {
                    "eventVersion": "1.10", "eventTime": moment(one.at_s).strftime("%Y-%m-%dT%H:%M:%SZ"), "eventSource": source, "eventName": one.event_name, "awsRegion": region,
                    "userIdentity": {"type": "IAMUser", "userName": one.user}, "requestParameters": one.parameters, "readOnly": False, "recipientAccountId": self.stage.fleet.account,
                }  # fmt: skip
                made.append({
                    "EventId": f"00000000-0000-4000-8000-{number:012d}", "EventName": one.event_name, "ReadOnly": "false", "EventTime": moment(int(one.at_s)), "EventSource": source,
                    "Username": one.user, "Resources": [{"ResourceType": "AWS::RDS::DBCluster", "ResourceName": one.source}] if source.startswith("rds") else [],
                    "CloudTrailEvent": json.dumps(raw),
                })  # fmt: skip
        return made


def settings(cluster: Cluster) -> dict[str, str]:
    """Return the parameters a cluster's log was written under."""
    return _drawn(cluster) | dict(cluster.parameters)


def _drawn(cluster: Cluster) -> dict[str, str]:
    if cluster.postgres:
        return {
            "log_min_duration_statement": str(int(cluster.slow_ms)), "log_lock_waits": "1", "log_temp_files": str(cluster.temp_log_kb),
            "log_connections": "1" if cluster.log_connections else "0", "log_disconnections": "1" if cluster.log_connections else "0", "log_autovacuum_min_duration": "0",
            "log_line_prefix": "%t:%r:%u@%d:[%p]:", "deadlock_timeout": "1000", "max_connections": str(cluster.max_connections), "shared_preload_libraries": "pg_stat_statements",
        }  # fmt: skip
    return {
        "slow_query_log": "1", "long_query_time": f"{cluster.slow_ms / 1000:g}", "log_output": "FILE", "innodb_print_all_deadlocks": "1",
        "max_connections": str(cluster.max_connections), "performance_schema": "1", "aurora_parallel_query": "ON" if cluster.parallel_query else "OFF",
    }  # fmt: skip


def _family(cluster: Cluster) -> str:
    return (
        f"aurora-postgresql{cluster.version.split('.', 1)[0]}"
        if cluster.postgres
        else f"aurora-mysql{_major(cluster)}"
    )


def _major(cluster: Cluster) -> str:
    return cluster.version.split(".", 1)[0] if cluster.postgres else cluster.version.split(".mysql", 1)[0]


def _engines(plots: Sequence[Plot]) -> list[Cluster]:
    return list({(plot.cluster.engine, plot.cluster.version): plot.cluster for plot in plots}.values())

"""The clusters and instances of one account and Region, as one look at the start of a run found them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

DatabaseEngine = Literal["postgresql", "mysql"]


@dataclass(frozen=True, slots=True)
class Instance:
    """One DB instance; `record` is what DescribeDBInstances said of it."""

    name: str
    resource_id: str  # db-..., which Performance Insights and Enhanced Monitoring know it by
    cluster: str
    engine: DatabaseEngine
    is_writer: bool
    instance_class: str
    status: str
    record: Mapping[str, Any] = field(repr=False, default_factory=dict)

    @property
    def has_performance_insights(self) -> bool:
        """True where Performance Insights (now Database Insights) is on."""
        return bool(self.record.get("PerformanceInsightsEnabled"))

    @property
    def monitoring_interval_s(self) -> int:
        """Seconds between two samples of Enhanced Monitoring; 0 where it is off."""
        return int(self.record.get("MonitoringInterval") or 0)


@dataclass(frozen=True, slots=True)
class Cluster:
    """One DB cluster with its instances; `record` is what DescribeDBClusters said of it."""

    name: str
    resource_id: str  # cluster-...
    arn: str
    engine: DatabaseEngine
    engine_version: str
    status: str
    instances: tuple[Instance, ...] = ()
    global_cluster: str = ""
    is_secondary: bool = False  # of a global database: its AuroraGlobalDB* metrics are in this Region
    record: Mapping[str, Any] = field(repr=False, default_factory=dict)

    @property
    def writer(self) -> Instance | None:
        """The writer as this look found it; a failover during a run changes it."""
        return next((instance for instance in self.instances if instance.is_writer), None)

    @property
    def may_pause(self) -> bool:
        """True for Serverless v2 that may pause: RDS's log calls wake it, and its silence is no fault."""
        scaling = self.record.get("ServerlessV2ScalingConfiguration") or {}
        return bool(scaling) and not float(scaling.get("MinCapacity") or 0)

    @property
    def log_exports(self) -> tuple[str, ...]:
        """Types of logs that are exported to CloudWatch Logs."""
        return tuple(self.record.get("EnabledCloudwatchLogsExports") or ())


@dataclass(frozen=True, slots=True)
class Inventory:
    """The chosen clusters of one account and Region, and the records of the global databases they are in."""

    clusters: tuple[Cluster, ...] = ()
    global_clusters: tuple[Mapping[str, Any], ...] = ()
    others: frozenset[str] = frozenset()  # clusters and instances that are here and were not chosen

    @property
    def instances(self) -> tuple[Instance, ...]:
        """All instances of the chosen clusters."""
        return tuple(instance for cluster in self.clusters for instance in cluster.instances)

    def cluster(self, name: str) -> Cluster | None:
        """Return the cluster called `name`, where it was chosen."""
        return next((cluster for cluster in self.clusters if cluster.name == name), None)

    def instance(self, name: str) -> Instance | None:
        """Return the instance called `name`, where its cluster was chosen."""
        return next((instance for instance in self.instances if instance.name == name), None)

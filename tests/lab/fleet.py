"""What a fleet consists of: clusters, instances, their classes, Regions and settings."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lab.names import DOMAINS

if TYPE_CHECKING:
    import numpy as np

GIB = 1 << 30
# class: vCPUs, memory in GiB
CLASSES = {
    "db.r6g.large": (2, 16), "db.r6g.xlarge": (4, 32), "db.r7g.xlarge": (4, 32), "db.r7g.2xlarge": (8, 64),
    "db.r6gd.2xlarge": (8, 64), "db.r8g.4xlarge": (16, 128), "db.t4g.large": (2, 8),
}  # fmt: skip
PAIRS = (("eu-central-1", "eu-west-1"), ("us-east-1", "us-west-2"), ("ap-southeast-2", "ap-southeast-1"))
VERSIONS = {
    "aurora-postgresql": ("15.12", "16.9", "17.5"),
    "aurora-mysql": ("8.0.mysql_aurora.3.08.2", "8.0.mysql_aurora.3.10.1", "8.4.mysql_aurora.8.4.7"),
}


def resource_id(kind: str, *parts: str) -> str:
    """Return an id such as db-ABC...: the same for the same name."""
    digest = hashlib.sha256("/".join(parts).encode()).hexdigest().upper()
    letters = "".join(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[int(digest[i : i + 2], 16) % 32] for i in range(0, 52, 2)
    )
    return f"{kind}-{letters}"


@dataclass(frozen=True, slots=True)
class Instance:
    """One instance."""

    name: str
    cluster: str
    account: str
    region: str
    zone: str
    instance_class: str  # db.serverless for Serverless v2
    tier: int
    parameter_group: str = ""  # where it has one of its own

    @property
    def dbi(self) -> str:
        """The DbiResourceId."""
        return resource_id("db", self.account, self.region, self.name)

    @property
    def serverless(self) -> bool:
        """True for Serverless v2."""
        return self.instance_class == "db.serverless"


@dataclass(frozen=True, slots=True)
class Cluster:
    """One cluster with its settings."""

    name: str
    account: str
    region: str
    engine: str
    version: str
    domain: str
    database: str
    instances: tuple[Instance, ...]
    min_acu: float = 0.0
    max_acu: float = 0.0
    auto_pause_s: int = 0
    global_cluster: str = ""
    secondary_of: str = ""  # name of the primary cluster
    source_region: str = ""
    io_optimized: bool = False
    parallel_query: bool = False
    forwarding: bool = False
    backtrack: bool = False
    log_connections: bool = True
    slow_ms: float = 500.0  # log_min_duration_statement, long_query_time
    insights: str = "advanced"
    monitoring_s: int = 60
    backup_hour: int = 3
    office_only: bool = False
    temp_log_kb: int = 1024
    max_connections: int = 1000
    volume_gib: float = 200.0
    exports: tuple[str, ...] = field(default=())
    parameters: tuple[tuple[str, str], ...] = ()  # set otherwise than the fields above say

    @property
    def postgres(self) -> bool:
        """True for Aurora PostgreSQL."""
        return self.engine == "aurora-postgresql"

    @property
    def resource(self) -> str:
        """The DbClusterResourceId."""
        return resource_id("cluster", self.account, self.region, self.name)

    @property
    def arn(self) -> str:
        """The ARN."""
        return f"arn:aws:rds:{self.region}:{self.account}:cluster:{self.name}"

    def cores(self, instance: Instance) -> float:
        """Return an instance's vCPUs, at most."""
        return self.max_acu / 4 if instance.serverless else float(CLASSES[instance.instance_class][0])

    def memory(self, instance: Instance) -> int:
        """Return an instance's memory in bytes, at most."""
        return (
            int(self.max_acu * 2 * GIB) if instance.serverless else CLASSES[instance.instance_class][1] * GIB
        )


@dataclass(frozen=True, slots=True)
class Fleet:
    """Every cluster of an account."""

    account: str
    clusters: tuple[Cluster, ...]

    def regions(self) -> list[str]:
        """Return the Regions in use."""
        return sorted({cluster.region for cluster in self.clusters})

    def cluster(self, name: str) -> Cluster:
        """Return a cluster by name."""
        return next(cluster for cluster in self.clusters if cluster.name == name)


def drawn(rng: np.random.Generator, size: str = "full") -> Fleet:
    """Draw a fleet: `small` is one cluster of each engine; `full` adds a global secondary and a serverless one."""
    account = "".join(str(digit) for digit in rng.integers(1, 10, 12))
    home, away = PAIRS[int(rng.integers(len(PAIRS)))]
    domains = [str(name) for name in rng.permutation(list(DOMAINS))]
    stage = str(rng.choice(["prod", "live", "p"]))
    engines = ["aurora-postgresql", "aurora-mysql"]
    primary_engine = engines[int(rng.integers(2))]
    other = engines[1 - engines.index(primary_engine)]
    first = _provisioned(
        rng, f"{stage}-{domains[0]}", account, home, primary_engine, domains[0], size == "full"
    )
    second = _provisioned(rng, f"{stage}-{domains[1]}", account, home, other, domains[1], False)
    clusters = [first, second]
    if size == "full":
        clusters.append(_secondary(rng, first, away))
        clusters.append(_serverless(rng, f"{stage}-{domains[2]}", account, home, domains[2]))
    return Fleet(account, tuple(clusters))


def _instances(
    name: str, account: str, region: str, classes: list[str], first: int = 1
) -> tuple[Instance, ...]:
    return tuple(
        Instance(f"{name}-{i + first}", name, account, region, f"{region}{'abc'[i % 3]}", one, i)
        for i, one in enumerate(classes)
    )


def _exports(engine: str) -> tuple[str, ...]:
    return ("postgresql",) if engine == "aurora-postgresql" else ("error", "slowquery")


def _provisioned(
    rng: np.random.Generator, name: str, account: str, region: str, engine: str, domain: str, leads: bool
) -> Cluster:
    sizes = [name for name in CLASSES if name != "db.t4g.large"]
    chosen = str(rng.choice(sizes))
    count = int(rng.integers(2, 5))
    postgres = engine == "aurora-postgresql"
    return Cluster(
        name, account, region, engine, str(rng.choice(VERSIONS[engine])), domain,
        database=str(rng.choice([domain, "app", f"{domain}_prod"])),
        instances=_instances(name, account, region, [chosen] * count),
        global_cluster=f"{name}-global" if leads else "",
        io_optimized=bool(rng.random() < 0.25),
        parallel_query=not postgres and bool(rng.random() < 0.4),
        forwarding=bool(rng.random() < 0.3),
        backtrack=not postgres and not leads and bool(rng.random() < 0.5),
        log_connections=bool(rng.random() < 0.8),
        slow_ms=float(rng.choice([250, 500, 1000])),
        insights=str(rng.choice(["advanced", "standard"])),
        monitoring_s=int(rng.choice([30, 60, 60])),
        backup_hour=int(rng.integers(0, 24)),
        temp_log_kb=int(rng.choice([0, 1024, 10_240])),
        max_connections=int(rng.choice([400, 800, 1500])),
        volume_gib=float(rng.lognormal(5.5, 0.8)),
        exports=_exports(engine),
    )  # fmt: skip


def _secondary(rng: np.random.Generator, primary: Cluster, region: str) -> Cluster:
    name = f"{primary.name}-{region.split('-', maxsplit=1)[0]}2"
    classes = [primary.instances[0].instance_class] * int(rng.integers(1, 3))
    return Cluster(
        name, primary.account, region, primary.engine, primary.version, primary.domain, primary.database,
        instances=_instances(name, primary.account, region, classes),
        global_cluster=primary.global_cluster, secondary_of=primary.name, source_region=primary.region,
        io_optimized=primary.io_optimized, log_connections=primary.log_connections, slow_ms=primary.slow_ms,
        insights=primary.insights, backup_hour=primary.backup_hour, temp_log_kb=primary.temp_log_kb,
        volume_gib=primary.volume_gib, exports=_exports(primary.engine),
    )  # fmt: skip


def _serverless(rng: np.random.Generator, name: str, account: str, region: str, domain: str) -> Cluster:
    engine = str(rng.choice(["aurora-postgresql", "aurora-mysql"]))
    pauses = bool(rng.random() < 0.5)
    return Cluster(
        name, account, region, engine, str(rng.choice(VERSIONS[engine])), domain, database=domain,
        instances=_instances(name, account, region, ["db.serverless"] * (1 if pauses else 2)),
        min_acu=0.0 if pauses else float(rng.choice([0.5, 1, 2])),
        max_acu=float(rng.choice([8, 16, 32])),
        auto_pause_s=600 if pauses else 0,
        office_only=pauses,
        slow_ms=500.0, insights="standard", backup_hour=int(rng.integers(0, 24)),
        volume_gib=float(rng.uniform(5, 60)), exports=_exports(engine),
    )  # fmt: skip

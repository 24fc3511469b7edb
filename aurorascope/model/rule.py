"""An alert rule: what it watches, when it fires, why, and the cases that prove it.

One rule is one TOML file; `aurorascope/rules/files.py` reads it. A rule knows nothing of a fleet: which
dimension sets it means, and which number a computed threshold is, is found for each cluster.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

State = Literal["OK", "ALARM", "INSUFFICIENT_DATA"]
Severity = Literal["info", "warning", "critical"]
Kind = Literal[
    "metric",  # one CloudWatch metric against a threshold
    "math",  # metric math over up to ten metrics
    "anomaly",  # one metric against CloudWatch's own band
    "composite",  # the states of other rules of the same cluster
    "sql",  # a query over the store; `alerts evaluate` publishes it as a custom metric
    "log",  # a query that CloudWatch runs itself over an exported log: a log alarm
]
Scope = Literal[
    "writer",  # DBClusterIdentifier, Role=WRITER
    "readers",  # DBClusterIdentifier, Role=READER: of all readers together
    "cluster",  # DBClusterIdentifier
    "instance",  # DBInstanceIdentifier: an alarm for each instance
    "secondary",  # DBClusterIdentifier of a secondary cluster, in its own Region
    "store",  # our own metric: Aurorascope, DBClusterIdentifier
    "heartbeat",  # our own metric without dimensions, once a Region
]
Operator = Literal[">", ">=", "<", "<=", "outside", "above", "below"]
Missing = Literal["missing", "ignore", "breaching", "notBreaching"]
LowSamples = Literal["evaluate", "ignore"]
Fact = Literal[
    "max_connections",  # connections that the server accepts
    "memory_bytes",  # memory of the instance
    "vcpus",  # virtual CPUs of the instance
    "volume_limit_bytes",  # largest size of the cluster's volume
    "local_storage_bytes",  # size of the instance's local storage
    "network_bytes_s",  # what the instance's network carries
    "rpo_objective_ms",  # what rds.global_db_rpo promises
]

SEVERITIES: tuple[Severity, ...] = ("info", "warning", "critical")


@dataclass(frozen=True, slots=True)
class Metric:
    """One series that a rule reads: `id` is its name in an expression."""

    id: str
    name: str
    statistic: str
    scope: Scope
    namespace: str = "AWS/RDS"


@dataclass(frozen=True, slots=True)
class LogQuery:
    """What a log alarm asks: a filter in the language of Logs Insights, and what is made of the lines found.

    `type` is that of the export (`postgresql`, `error`, `slowquery` ...); a run looks at the period that
    ended `delay_s` before it, as lines arrive late.
    """

    type: str
    query: str
    aggregation: str = "count(*)"
    delay_s: int = 60


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number, or a share of what is known of the cluster (`of`); a band has a width instead."""

    value: float | None = None
    share: float | None = None
    of: Fact | None = None
    band: float | None = None


@dataclass(frozen=True, slots=True)
class Applies:
    """Which clusters a rule is for; an empty tuple or mapping asks for nothing.

    `versions` are the lowest engine versions, `below` the first that no longer counts; `serverless` says what
    of Serverless v2; `tags` must all be there; `needs` are traits of the cluster, `without` such that it must
    not have (`readers`, `global_secondary`, `pauses`, `burstable`, `backtrack`, `binlog_replica`,
    `insights`, `rpo_managed`).
    """

    engines: tuple[str, ...] = ()
    versions: dict[str, str] = field(default_factory=dict)
    below: dict[str, str] = field(default_factory=dict)
    serverless: Literal["yes", "no", "any"] = "any"
    needs: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    tags: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mute:
    """A window without actions, as CloudWatch's mute rules have it."""

    schedule: str
    duration: str
    timezone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Run:
    """Points of one value in a case, one a period; without a value they are missing."""

    points: int
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """Series that must fire or must stay silent; `facts` stand in for what is known of a cluster."""

    name: str
    fires: bool
    series: dict[str, tuple[Run, ...]]
    facts: dict[str, float] = field(default_factory=dict)
    states: dict[str, tuple[State, ...]] = field(default_factory=dict)
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `m` of `n` points breach; `missing_when_pausing` is for clusters that may pause."""

    name: str
    title: str
    kind: Kind
    severity: Severity
    reason: str
    first_steps: tuple[str, ...]
    source: str
    operator: Operator = ">"
    threshold: Threshold = Threshold()
    unit: str = ""
    period_s: int = 60
    m: int = 1
    n: int = 1
    missing: Missing = "missing"
    missing_when_pausing: Missing | None = None
    low_samples: LowSamples = "evaluate"  # of a percentile of few samples: `ignore` keeps the state
    metrics: tuple[Metric, ...] = ()
    expression: str = ""
    alarm_rule: str = ""
    suppressed_by: str = ""
    suppressor_wait_s: int = 0
    suppressor_extension_s: int = 0
    sql: str = ""
    log: LogQuery | None = None
    silent: str = ""
    applies: Applies = Applies()
    mutes: tuple[Mute, ...] = ()
    cases: tuple[Case, ...] = ()
    path: str = ""

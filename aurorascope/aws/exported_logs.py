"""What the collectors of logs share: types of log that are read, tables of their rows, owners of streams."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from aurorascope.model.collector import Feed, Target
from aurorascope.model.haul import Haul, Span, Watermark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.model.haul import Route
    from aurorascope.model.inventory import Cluster

READ = ("postgresql", "slowquery", "error", "audit", "general")
EVENT_KINDS = ("instance", "iam-db-auth-error")  # read event by event: no page says how their lines are built
NO_FORMAT = "it is exported, and not read: no format of this type of log is published"

TABLES = (
    "entries", "statements", "fingerprints", "plans", "lock_waits", "deadlocks", "temp_files", "connections",
    "checkpoints", "vacuums", "analyzes", "audit", "server_events", "log_settings",
)  # fmt: skip

FEEDS = (
    Feed(3, "entries", ("ts", "message"), "What the servers logged while a reader lagged."),
    Feed(4, "entries", ("ts", "message"), "What the server's own log says around a failover."),
    Feed(6, "server_events", ("ts", "event"), "Starts, stops, crashes and recoveries."),
    Feed(14, "statements", ("ts", "sql", "duration_us"), "DDL, where it is logged, and how long it took."),
    Feed(18, "plans", ("ts", "fingerprint", "plan"), "Plans of auto_explain."),
    Feed(19, "entries", ("ts", "kind", "message"), "Logs, entry by entry."),
    Feed(19, "statements", ("ts", "duration_us", "fingerprint"), "Statements that the logs time."),
    Feed(19, "lock_waits", ("ts", "wait_us", "holders", "queue"), "Waits for locks."),
    Feed(19, "deadlocks", ("ts", "participants", "victim"), "Deadlocks."),
    Feed(19, "checkpoints", ("ts", "event", "total_us"), "Checkpoints."),
    Feed(20, "audit", ("ts", "actor", "object"), "Audited actions."),
    Feed(21, "connections", ("ts", "tls_version", "auth_method", "failure"), "TLS, and logins that failed."),
    Feed(26, "connections", ("ts", "event", "user_name"), "Connections, authentications, failures."),
    Feed(29, "vacuums", ("ts", "relation", "xmin_age", "tuples_dead"), "What vacuums did and could not do."),
    Feed(30, "temp_files", ("ts", "bytes", "fingerprint"), "Temporary files, by statement."),
)


def series_of(cluster: str, kind: str) -> str:
    """Return the series that a log is covered as, whatever way it comes."""
    return f"log:/aws/rds/cluster/{cluster}/{kind}"


def instance_of(cluster: Cluster, stream: str) -> str:
    """Return the instance that a stream is of; one that is gone is named by the stream itself."""
    names = [it.name for it in cluster.instances if stream == it.name or stream.startswith(f"{it.name}.")]
    return max(names, key=len, default=stream.split(".", 1)[0])


def named_unread(target: Target, series: str, cluster: str, reason: str, route: Route) -> Iterator[Haul]:
    """Yield what says that a source is there and is not read: no failure, and no silence either."""
    mark = target.watermark(series)
    begin = target.now - timedelta(minutes=5) if mark is None else mark.reached
    span = Span(series, begin, target.now, cluster, status="unread", reason=reason, route=route)
    yield Haul(spans=(span,), watermarks={series: Watermark(target.now)})

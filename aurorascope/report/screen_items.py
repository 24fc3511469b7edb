"""The items of the first screen: one row a cluster, an instance or an alarm, for the whole fleet at once."""

from __future__ import annotations

from aurorascope.model.page import Column
from aurorascope.report.item import FIRST, LAST, Item

CLUSTER = Column("cluster", "Cluster")
INSTANCE = Column("instance", "Instance")

TOTALS = Item(
    "cluster_totals",
    "What the logs add up to",
    "cluster_totals",
    (
        CLUSTER,
        Column("calls", "Statements", "count"),
        Column("sum_us", "Total time", "us"),
        Column("max_us", "Slowest", "us"),
        Column("errors", "Errors", "count"),
        Column("fatals", "Fatal", "count"),
        Column("panics", "Panic", "count"),
        Column("warnings", "Warnings", "count"),
        Column("cancelled", "Cancelled", "count"),
        Column("deadlocks", "Deadlocks", "count"),
        Column("lock_messages", "Lock messages", "count"),
        Column("temp_files", "Temp files", "count"),
        Column("temp_bytes", "Temp bytes", "bytes"),
        Column("connections", "Connections", "count"),
        Column("failed_connections", "Refused", "count"),
        Column("crashes", "Crashes", "count"),
        Column("starts", "Starts", "count"),
    ),
    draw="none",
    page="/",
)
COVERAGE = Item(
    "coverage",
    "What was taken in",
    "coverage_by_source",
    (
        CLUSTER,
        INSTANCE,
        Column("log_kind", "Source", grow=True),
        Column("is_log", "Log", "yesno"),
        Column("covered_share", "Covered", "share"),
        Column("covered_us", "Of time", "us"),
        Column("covered_from", "From", "ts"),
        Column("covered_to", "To", "ts"),
        Column("entries", "Entries", "count"),
        Column("unparsed_entries", "Not understood", "count"),
        Column("partial_spans", "Incomplete", "count"),
        Column("failed_spans", "Failed", "count"),
    ),
    draw="none",
    page="/server#panel-taken_in",
)
LOAD = Item(
    "load_against_vcpus",
    "Load against vCPUs",
    "load_against_vcpus",
    (
        CLUSTER,
        INSTANCE,
        Column("mean_aas", "Mean sessions", "number"),
        Column("peak_aas", "Most sessions", "number"),
        Column("peak_at", "At", "ts"),
        Column("vcpus", "vCPUs", "number"),
        Column("above_vcpus_us", "Above vCPUs", "us"),
        Column("measured_us", "Measured", "us"),
    ),
    page="/load",
    most=40,
    empty="No load is in the store: Performance Insights is off, or was not collected.",
)
FAILOVERS = Item(
    "failovers",
    "Failovers",
    "failovers",
    (
        CLUSTER,
        Column("started_at", "Started", "ts"),
        Column("old_writer", "Wrote before"),
        Column("promoted", "Promoted"),
        Column("cause", "Cause", grow=True),
        Column("outcome", "Outcome"),
        Column("outage_us", "Outage, at least", "us"),
        Column("outage_known", "Known how"),
        Column("errors", "Errors", "count"),
        Column("cancels", "Cancelled", "count"),
        Column("warm_minutes", "Warm, min", "number"),
        Column("cache", "Cache"),
    ),
    page="/failovers#panel-stories",
    most=40,
    empty="No failover is known in this period.",
)
LAG = Item(
    "replica_lag",
    "Replica lag",
    "lag_by_reader",
    (
        CLUSTER,
        INSTANCE,
        Column("max_lag_ms", "Most, ms", "number"),
        Column("mean_lag_ms", "Mean, ms", "number"),
        Column("worst_at", "At", "ts"),
    ),
    params={"before_s": 0},
    page="/replication",
    most=40,
    half=True,
    empty="No lag is in the store: there is no reader, or its metrics were not collected.",
)
RPO = Item(
    "rpo",
    "RPO of global databases",
    "rpo_by_cluster",
    (
        CLUSTER,
        Column("max_rpo_ms", "Most, ms", "number"),
        Column("mean_rpo_ms", "Mean, ms", "number"),
        Column("worst_at", "At", "ts"),
        Column("objective_ms", "Objective, ms", "number"),
        Column("beyond_us", "Beyond", "us"),
    ),
    page="/global",
    most=40,
    half=True,
    empty="No secondary cluster of a global database was measured.",
)
VOLUME = Item(
    "volume",
    "Storage, I/O and price",
    "volume_and_io",
    (
        CLUSTER,
        Column("storage_type", "Storage"),
        Column("volume_bytes", "Volume", "bytes"),
        Column("volume_bytes_before", "Before", "bytes"),
        Column("read_ios", "Reads", "count"),
        Column("read_ios_before", "Before", "count"),
        Column("write_ios", "Writes", "count"),
        Column("write_ios_before", "Before", "count"),
        Column("storage_usd", "Storage, USD", "number"),
        Column("io_usd", "I/O, USD", "number"),
        Column("io_usd_before", "Before", "number"),
    ),
    page="/metrics",
    most=40,
    note="Before: as long a time before the period. Dollars: list prices of us-east-1, without instances.",
    empty="No volume was measured: metrics come with aurorascope collect.",
)
ALARMS = Item(
    "alarms",
    "Alarms that fired",
    "alarms_fired",
    (
        Column("alarm_name", "Alarm", grow=True),
        Column("firings", "Fired", "count"),
        Column("alarm_us", "In ALARM", "us"),
        FIRST,
        LAST,
        Column("still_in_alarm", "Still", "yesno"),
    ),
    page="/alerts",
    most=40,
    of_fleet=True,
    half=True,
    empty="No alarm fired, as far as transitions were collected.",
)
THRESHOLDS = Item(
    "thresholds",
    "What the logs let through",
    "thresholds",
    (
        CLUSTER,
        INSTANCE,
        Column("setting", "Setting", grow=True),
        Column("value", "Value", "code"),
        Column("valid_from", "From", "ts"),
        Column("valid_to", "Until", "ts"),
        Column("known_by", "Known by"),
    ),
    page="/server#panel-settings",
    most=60,
    empty="No setting of the logging is known: what the thresholds kept out of the log is unknown.",
)
SCREEN = (TOTALS, COVERAGE, LOAD, FAILOVERS, LAG, RPO, VOLUME, ALARMS, THRESHOLDS)

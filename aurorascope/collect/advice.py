"""What a cluster's settings should be so that something can be seen: parameters, exports, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from aurorascope.model.inventory import Cluster, DatabaseEngine


@dataclass(frozen=True, slots=True)
class Wanted:
    """One parameter: when it is well, why it matters, and a value to begin with."""

    engine: DatabaseEngine
    parameter: str
    is_well: Callable[[str], bool]
    why: str
    value: str
    method: str = "immediate"


def number(text: str) -> float | None:
    """Return a parameter's number; None where it is unset or a word."""
    try:
        return float(text)
    except ValueError:
        return None


def at_least_zero(text: str) -> bool:
    """-1 and no value switch it off."""
    return (number(text) if number(text) is not None else -1.0) >= 0  # type: ignore[operator]


def is_on(text: str) -> bool:
    """Say whether a switch is on; PostgreSQL 18 takes a list for log_connections."""
    return text.strip().lower() not in {"", "0", "off", "false", "none"}


def at_most(limit: float) -> Callable[[str], bool]:
    """Return the test of a number up to a limit."""

    def test(text: str) -> bool:
        found = number(text)
        return found is not None and 0 <= found <= limit

    return test


WANTED = (
    Wanted("postgresql", "log_min_duration_statement", at_least_zero,
           "without it no statement is in the log: no durations, no plans beside them", "500"),
    Wanted("postgresql", "log_lock_waits", is_on, "without it waits for locks leave no trace", "1"),
    Wanted("postgresql", "log_temp_files", at_least_zero, "without it what spills to disk stays unseen", "0"),
    Wanted("postgresql", "log_connections", is_on,
           "without it connection storms and TLS versions stay unseen", "1"),
    Wanted("postgresql", "log_disconnections", is_on, "without it sessions have no end and no length", "1"),
    Wanted("postgresql", "log_autovacuum_min_duration", at_least_zero,
           "without it vacuums leave no trace, and neither does what stops them", "1000"),
    Wanted("mysql", "slow_query_log", is_on, "without it no statement is in the log", "1"),
    Wanted("mysql", "log_output", lambda text: "FILE" in text.upper(),
           "a slow log that goes to a table is not exported", "FILE"),
    Wanted("mysql", "long_query_time", at_most(2), "quicker statements are not in the slow log", "1"),
    Wanted("mysql", "innodb_print_all_deadlocks", is_on, "without it only the last deadlock is known", "1"),
    Wanted("mysql", "performance_schema", is_on,
           "Performance Insights knows no statement statistics without it", "1", "pending-reboot"),
)  # fmt: skip
EXPORTS: dict[DatabaseEngine, tuple[str, ...]] = {
    "postgresql": ("postgresql",),
    "mysql": ("error", "slowquery"),
}


def of_instance_group(cluster: Cluster, parameter: str) -> bool:
    """Say whether a parameter is set in the instances' group: PostgreSQL 18 moved some there."""
    major = cluster.engine_version.split(".")[0]
    moved = {"log_min_duration_statement", "shared_preload_libraries"}
    return cluster.engine == "postgresql" and major.isdecimal() and int(major) >= 18 and parameter in moved


def value_for(cluster: Cluster, wanted: Wanted) -> str:
    """Return the value to set: PostgreSQL 18 takes a list where others take a switch."""
    major = cluster.engine_version.split(".")[0]
    if wanted.parameter == "log_connections" and major.isdecimal() and int(major) >= 18:
        return "all"
    return wanted.value

"""Figures of the first screen: one number each, with the item, column and rows that it is taken from.

So every number can be asked again: through the page that shows it, and with SQL. `take` says how a figure is
made of the rows that `where` chooses: the only one, their sum, their largest, or how many they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aurorascope.model.page import Unit
    from aurorascope.report.asking import Answer

Take = Literal["only", "sum", "max", "count"]
Number = int | float | None


@dataclass(frozen=True, slots=True)
class Measure:
    """What is taken of an item for each cluster. `nightly` ones are compared with the nights before."""

    name: str
    label: str
    unit: Unit
    item: str
    column: str
    take: Take = "only"
    page: str = ""
    nightly: bool = False


MEASURES = (
    Measure("calls", "Statements", "count", "cluster_totals", "calls", page="/queries", nightly=True),
    Measure("sum_us", "Time in statements", "us", "cluster_totals", "sum_us", page="/queries", nightly=True),
    Measure("errors", "Errors", "count", "cluster_totals", "errors", page="/errors", nightly=True),
    Measure("deadlocks", "Deadlocks", "count", "cluster_totals", "deadlocks", page="/locks", nightly=True),
    Measure(
        "cancelled",
        "Cancelled",
        "count",
        "cluster_totals",
        "cancelled",
        page="/errors#panel-cancelled",
        nightly=True,
    ),
    Measure(
        "temp_bytes", "Temp files", "bytes", "cluster_totals", "temp_bytes", page="/temp-files", nightly=True
    ),
    Measure(
        "connections",
        "Connections",
        "count",
        "cluster_totals",
        "connections",
        page="/connections",
        nightly=True,
    ),
    Measure("crashes", "Crashes", "count", "cluster_totals", "crashes", page="/server"),
    Measure("panics", "Panics", "count", "cluster_totals", "panics", page="/log"),
    Measure("starts", "Starts", "count", "cluster_totals", "starts", page="/server"),
    Measure("failovers", "Failovers", "count", "failovers", "started_at", "count", page="/failovers"),
    Measure("outage_us", "Outage", "us", "failovers", "outage_us", "sum", page="/failovers"),
    Measure("mean_aas", "Load", "number", "load_against_vcpus", "mean_aas", "max", page="/load"),
    Measure("peak_aas", "Peak load", "number", "load_against_vcpus", "peak_aas", "max", page="/load"),
    Measure("vcpus", "vCPUs", "number", "load_against_vcpus", "vcpus", "max", page="/load"),
    Measure(
        "above_vcpus_us", "Above vCPUs", "us", "load_against_vcpus", "above_vcpus_us", "max", page="/load"
    ),
    Measure("max_lag_ms", "Replica lag", "number", "replica_lag", "max_lag_ms", "max", page="/replication"),
    Measure("max_rpo_ms", "RPO", "number", "rpo", "max_rpo_ms", "max", page="/global"),
    Measure("rpo_beyond_us", "Beyond RPO", "us", "rpo", "beyond_us", "sum", page="/global"),
    Measure("volume_bytes", "Volume", "bytes", "volume", "volume_bytes", page="/metrics"),
    Measure(
        "volume_bytes_before", "Volume before", "bytes", "volume", "volume_bytes_before", page="/metrics"
    ),
    Measure("read_ios", "Reads", "count", "volume", "read_ios", page="/metrics"),
    Measure("write_ios", "Writes", "count", "volume", "write_ios", page="/metrics"),
    Measure("storage_usd", "Storage, USD", "number", "volume", "storage_usd", page="/metrics"),
    Measure("io_usd", "I/O, USD", "number", "volume", "io_usd", page="/metrics"),
    Measure("io_usd_before", "I/O before, USD", "number", "volume", "io_usd_before", page="/metrics"),
    Measure("unparsed", "Not understood", "count", "coverage", "unparsed_entries", "sum", page="/server"),
)
BY_NAME = {one.name: one for one in MEASURES}
COUNTED = {"unparsed": {"log_kind": "logs"}}
"""What narrows the rows of a measure beyond the cluster."""


def where_of(measure: Measure, cluster: str) -> dict[str, str]:
    """Return what a row must hold for a measure of a cluster to be taken from it."""
    return {"cluster": cluster, **COUNTED.get(measure.name, {})}


def taken(rows: Sequence[Mapping[str, Any]], column: str, take: Take, where: Mapping[str, Any]) -> Number:
    """Make a figure of rows; None where no row says it."""
    held = [row for row in rows if all(row.get(name) == value for name, value in where.items())]
    if take == "count":
        return len(held)
    values = [row[column] for row in held if row.get(column) is not None]
    if not values:
        return None
    if take == "only" and len(values) > 1:
        return None
    value: Number = sum(values) if take == "sum" else max(values)
    return value


def figures_of(
    cluster: str, answers: Mapping[str, Answer], nights: Sequence[Answer | None], *, logged: bool
) -> dict[str, dict[str, Any]]:
    """Return the figures of a cluster by name. Where no log was taken in, its counts are unknown, not 0."""
    found: dict[str, dict[str, Any]] = {}
    for measure in MEASURES:
        where = where_of(measure, cluster)
        of_log = measure.item == "cluster_totals"
        value = taken(answers[measure.item].raw, measure.column, measure.take, where)
        if value is None and of_log and logged:
            value = 0
        if of_log and not logged:
            value = None
        found[measure.name] = {
            "label": measure.label,
            "unit": measure.unit,
            "value": value,
            "item": measure.item,
            "column": measure.column,
            "take": measure.take,
            "where": where,
        }
        if measure.nightly:
            known = [_night(night, measure, where) for night in nights]
            told = [one for one in known if one is not None]
            found[measure.name] |= {"nights": known, "usual": median(told) if told else None}
    return found


def _night(night: Answer | None, measure: Measure, where: Mapping[str, Any]) -> Number:
    """A night's value, None where its log was not taken in."""
    if night is None:
        return None
    return taken(night.raw, measure.column, measure.take, where) or 0

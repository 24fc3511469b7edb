"""What pages show alike: where a number leads, the columns of measured values, a metric over time.

A page of your own may use them too; each is a value or a function of `aurorascope.model.page`, no more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aurorascope.model.page import Column, Drill, Panel

if TYPE_CHECKING:
    from aurorascope.model.page import Unit

COLLECT = "It comes with: aurorascope collect. What cannot be read, and why, says: aurorascope doctor."
BEHIND = Drill("@rows")
"""To the rows that a number is made of."""
ENTRY = Drill("/entry", {"source": "source", "offset": "offset"}, needs="source")
"""To the whole entry of a log, with its file and byte."""
FAMILY = Drill("/queries/{fingerprint}")
POINTS = Drill("/metrics#panel-points", {"metric": "metric", "instance": "instance"})
"""To the points of the metric that a row names."""
MEASURED = (
    Column("metric", "Metric", "code", grow=True, width=260, drill=POINTS),
    Column("measured_of", "Of", width=170),
    Column("last_value", "Newest", "number", width=90, drill=POINTS),
    Column("mean_value", "Mean", "number", width=90, drill=POINTS),
    Column("most_value", "Most", "number", width=90, drill=POINTS),
    Column("most_at", "When", "ts"),
    Column("total_value", "Sum", "number", width=96, drill=POINTS, hidden=True),
    Column("unit", "Unit", width=110),
    Column("last_ts", "Newest point", "ts", hidden=True),
)
"""Columns of `metrics_matching`: any metric, what it was, when it was most."""


def metric_lines(
    name: str,
    title: str,
    metric: str,
    statistic: str,
    *,
    unit: Unit = "number",
    scope: str = "instance",
    empty: str = COLLECT,
    **more: Any,
) -> Panel:
    """Return a chart of one metric, a line for each instance or other scope; a click leads to its points."""
    return Panel(
        name=name,
        title=title,
        view="metric_over_time",
        kind="time_lines",
        x="bucket",
        y="metric_value",
        series="series",
        unit=unit,
        params={"metric": metric, "statistic": statistic, "scope": scope},
        drill=Drill(
            "/metrics#panel-points", {"metric": f"={metric}", "statistic": f"={statistic}"}, bucket=True
        ),
        empty=empty,
        **more,
    )

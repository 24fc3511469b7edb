"""Metrics explorer: any metric of any scope, with its statistics and its unit."""

from aurorascope.model.page import Choice, Column, Control, Drill, Page, Panel

COLLECT = "No metric is in the store for this range. Metrics come with: aurorascope collect."
NO_POINT = (
    "No point of this metric, statistic and scope. Choose one below: what there is stands beside each. "
    "Metrics come with: aurorascope collect."
)

PAGE = Page(
    path="/metrics",
    title="Metrics",
    group="Load",
    order=7,
    icon="overview",
    from_log=False,
    doc="Every metric that was collected. Click one to draw it; add others to it below.",
    controls=(Control("metric", "Metric"),),
    panels=(
        Panel(
            name="time",
            title="Over time",
            view="metric_over_time",
            kind="time_lines",
            x="bucket",
            y="metric_value",
            series="series",
            unit="number",
            height=320,
            choices=(
                Choice(
                    "statistic",
                    "Statistic",
                    (("Average", "Average"), ("Maximum", "Maximum"), ("Minimum", "Minimum"), ("Sum", "Sum")),
                ),
                Choice(
                    "scope",
                    "Of",
                    (
                        ("instance", "Instance"),
                        ("cluster", "Cluster"),
                        ("role", "Role"),
                        ("device", "Device"),
                        ("global", "Global"),
                        ("any", "Any"),
                    ),
                ),
                Choice("drawn", "Drawn", (("value", "As measured"), ("share", "In % of its greatest"))),
            ),
            empty=NO_POINT,
        ),
        Panel(
            name="points",
            title="Points, one by one",
            view="metric_rows",
            kind="rows",
            height=300,
            doc="What the lines above and the numbers that lead here are made of, from every source, newest first.",
            columns=(
                Column("ts", "Period begins", "ts"),
                Column("metric", "Metric", "code", grow=True, width=180),
                Column("cluster", "Cluster", width=130, drill=Drill("", {"cluster": "cluster"})),
                Column("instance", "Instance", width=150, drill=Drill("", {"instance": "instance"})),
                Column("statistic", "Statistic", width=96),
                Column("point_value", "Value", "number", width=130),
                Column("unit", "Unit", width=110),
                Column("period_s", "Seconds", "count", width=78),
                Column("metric_source", "From", width=150),
                Column("dimensions", "Dimensions", "code", width=220, hidden=True),
            ),
            empty=NO_POINT,
        ),
        Panel(
            name="names",
            title="Metrics there are",
            view="metric_names",
            kind="table",
            height=560,
            columns=(
                Column("metric", "Metric", "code", grow=True, drill=Drill("", {"metric": "metric"})),
                Column("beside", "To those drawn", width=116, drill=Drill("", {"metric": "metrics_drawn"})),
                Column("unit", "Unit", width=150),
                Column("scopes", "Of", width=180),
                Column("statistics", "Statistics", width=200),
                Column("metric_sources", "From", width=190, hidden=True),
                Column("instances", "Instances", "count"),
                Column("points", "Points", "count"),
                Column("last_ts", "Newest", "ts"),
            ),
            empty=COLLECT,
        ),
    ),
)

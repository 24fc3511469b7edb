"""Failovers: one story each, with load, cache, log and events on one axis of time."""

from aurorascope.model.page import Choice, Column, Drill, Page, Panel

STORY = Drill("", {"from": "story_begin", "to": "story_end", "cluster": "cluster"})
ERRORS = Drill(
    "/log",
    {"severity": "=ERROR|FATAL|PANIC", "from": "errors_begin", "to": "errors_end", "cluster": "cluster"},
)
COLLECT = "No failover is known in this range. Roles and events come with: aurorascope collect."
NO_LOAD = "No load is in the store for this range. It comes with Performance Insights: aurorascope collect."
NO_METRIC = "No such metric is in the store for this range. Metrics come with: aurorascope collect."

PAGE = Page(
    path="/failovers",
    title="Failovers",
    group="Cluster",
    order=32,
    icon="server",
    from_log=False,
    doc="Who was promoted and why, how long nobody wrote, how long the cache was cold.",
    panels=(
        Panel(
            name="stories",
            title="Stories",
            view="failovers",
            kind="table",
            doc="An outage is what the servers' logs show, at least: a connection that never arrived is in "
            "none. The cache is warm when its hit ratio is within two points of the writer's before.",
            columns=(
                Column("started_at", "Started", "ts", drill=STORY),
                Column("cluster", "Cluster", width=110, drill=STORY),
                Column("old_writer", "Wrote before", width=120),
                Column("promoted", "Promoted", width=120),
                Column("outcome", "Outcome", width=100, hidden=True),
                Column("cause", "Cause", grow=True, width=230),
                Column("outage_us", "Outage, at least", "us", width=128, bar=True),
                Column("outage_known", "Known how", width=220, hidden=True),
                Column("errors", "Errors", "count", drill=ERRORS),
                Column("refusals", "Refused", "count", hidden=True),
                Column("cancels", "Cancelled", "count", hidden=True),
                Column("hit_ratio_before", "Hits before", "percent", width=95, hidden=True),
                Column("hit_ratio_lowest", "Lowest hits", "percent", width=80, hidden=True),
                Column("warm_minutes", "Cold for, min", "number", width=112),
                Column("cache", "Cache", width=150, hidden=True),
                Column("zone_kind", "Zones", width=90, hidden=True),
                Column("messages", "RDS said", "list", width=300, hidden=True),
                Column("known_by", "Known by", width=90, hidden=True),
            ),
            empty=COLLECT,
        ),
        Panel(
            name="load",
            title="Average active sessions",
            view="load_over_time",
            kind="time_bars",
            x="bucket",
            y="aas",
            series="load_key",
            unit="number",
            ceiling="vcpus",
            choices=(
                Choice(
                    "dimension", "By", (("wait", "Wait"), ("user", "User"), ("application", "Application"))
                ),
            ),
            drill=Drill("/load#panel-rows", {"dimension": "dimension", "load_key": "load_key"}, bucket=True),
            empty=NO_LOAD,
        ),
        Panel(
            name="hits",
            title="Cache hit ratio, by instance",
            view="metric_over_time",
            kind="time_lines",
            x="bucket",
            y="metric_value",
            series="series",
            unit="percent",
            params={"metric": "BufferCacheHitRatio", "statistic": "Average", "scope": "instance"},
            empty=NO_METRIC,
        ),
        Panel(
            name="connections",
            title="Connections, by instance",
            view="metric_over_time",
            kind="time_lines",
            x="bucket",
            y="metric_value",
            series="series",
            unit="number",
            params={"metric": "DatabaseConnections", "statistic": "Average", "scope": "instance"},
            empty=NO_METRIC,
        ),
        Panel(
            name="errors",
            title="Errors and warnings in the log",
            view="errors_over_time",
            kind="time_bars",
            x="bucket",
            y="errors",
            series="severity",
            drill=Drill("@rows"),
            empty="No error or warning was logged in this range.",
        ),
        Panel(
            name="server",
            title="What the servers said of themselves",
            view="server_event_rows",
            kind="rows",
            height=300,
            columns=(
                Column("ts", "Time", "ts", drill=Drill("/entry", {"source": "source", "offset": "offset"})),
                Column("instance", "Instance", width=150),
                Column("event", "Event", width=180),
                Column("attributes", "What it names", "code", grow=True),
            ),
            empty="No server wrote of a start, a stop or a crash in this range. "
            "Take its log in: aurorascope collect, or aurorascope ingest PATH.",
        ),
    ),
)

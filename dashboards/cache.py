"""Cache: hit ratios, and whether each restart, failover or scaling left the page cache warm or cold."""

from aurorascope.model.page import Column, Drill, Page, Panel
from aurorascope.model.page_parts import POINTS, metric_lines

COLLECT = (
    "No hit ratio is in the store for this range. It comes with: aurorascope collect (BufferCacheHitRatio)."
)
HITS = Drill(
    "/metrics#panel-points",
    {
        "metric": "=BufferCacheHitRatio",
        "statistic": "=Average",
        "instance": "instance",
        "from": "story_begin",
        "to": "story_end",
    },
)
READS = Drill(
    "/metrics#panel-points",
    {
        "metric": "=ReadIOPS",
        "statistic": "=Average",
        "instance": "instance",
        "from": "story_begin",
        "to": "story_end",
    },
)
STORY = Drill("", {"from": "story_begin", "to": "story_end", "cluster": "cluster"})

PAGE = Page(
    path="/cache",
    title="Cache",
    group="Capacity",
    order=52,
    icon="overview",
    from_log=False,
    doc="Warm or cold after each restart and failover, how long, and what was read from storage meanwhile.",
    panels=(
        Panel(
            name="warmings",
            title="When a cache may have been lost",
            view="cache_warmings",
            kind="table",
            doc="Cold from the moment it served again until its hit ratio stays within two points of the half hour "
            "before: its own, or the old writer's where a failover promoted it. Reads are those until then. Whether "
            "pages survived a restart shows here alone: nothing reports it.",
            columns=(
                Column("happened_at", "When", "ts", drill=STORY),
                Column(
                    "instance", "Instance", grow=True, width=130, drill=Drill("", {"instance": "instance"})
                ),
                Column("happening", "What", width=170),
                Column("warm_minutes", "Cold for, min", "number", bar=True, width=118, drill=HITS),
                Column("hit_before", "Hits before", "percent", width=100, drill=HITS),
                Column("hit_lowest", "Lowest", "percent", width=76, drill=HITS),
                Column(
                    "read_blocks", "Reads", "count", width=96, drill=READS, doc="From storage, meanwhile."
                ),
                Column("cache", "Cache", width=170),
                Column("cluster", "Cluster", width=120, hidden=True),
            ),
            empty="No restart, failover, new instance or loss of capacity is known in this range (EngineUptime).",
        ),
        metric_lines(
            "hits",
            "Hit ratio, by instance",
            "BufferCacheHitRatio",
            "Minimum",
            unit="percent",
            height=260,
            doc="The lowest of each bucket.",
            empty=COLLECT,
        ),
        metric_lines(
            "reads", "Reads from storage a second, by instance", "ReadIOPS", "Maximum", empty=COLLECT
        ),
        Panel(
            name="ratios",
            title="Every hit ratio there is",
            view="metrics_matching",
            kind="table",
            height=280,
            params={
                "pattern": "^(BufferCacheHitRatio|ResultSetCacheHitRatio|AuroraOptimizedReadsCacheHitRatio)$"
            },
            doc="A result cache is MySQL's up to 5.7; optimized reads need an instance with local NVMe.",
            columns=(
                Column("metric", "Metric", "code", grow=True, width=230, drill=POINTS),
                Column("measured_of", "Of", width=170),
                Column("last_value", "Newest", "percent", drill=POINTS),
                Column("mean_value", "Mean", "percent", drill=POINTS),
                Column("least_value", "Least", "percent", drill=POINTS),
                Column("last_ts", "Newest point", "ts"),
            ),
            empty=COLLECT,
        ),
    ),
)

"""Features: parallel query, result cache, optimized reads, and DDL with what it cost."""

from aurorascope.model.page import Column, Drill, Page, Panel
from aurorascope.model.page_parts import MEASURED

PAGE = Page(
    path="/features",
    title="Engine features",
    group="Capacity",
    order=56,
    icon="plans",
    from_log=False,
    doc="What parallel query, the caches beside the buffer pool and fast DDL did, and why they did not.",
    panels=(
        Panel(
            name="parallel",
            title="Parallel query (MySQL): attempted, executed, and why not chosen",
            view="metrics_matching",
            kind="table",
            height=320,
            doc="Counters of a whole instance: which statement it was is not observable.",
            params={"pattern": "^Aurora_pq_"},
            columns=MEASURED,
            empty="No counter of parallel query is in this range: it is Aurora MySQL's, and must be on.",
        ),
        Panel(
            name="caches",
            title="Result cache and optimized reads",
            view="metrics_matching",
            kind="table",
            height=260,
            params={"pattern": "^(ResultSetCacheHitRatio|AuroraOptimizedReadsCacheHitRatio)$"},
            columns=MEASURED,
            empty="Neither cache exists here: a result cache is MySQL 5.7's, optimized reads need an instance with local NVMe.",
        ),
        Panel(
            name="ddl_metrics",
            title="DDL, as metrics count it (MySQL)",
            view="metrics_matching",
            kind="table",
            height=260,
            params={"pattern": "^(DDLLatency|DDLThroughput)$"},
            columns=MEASURED,
            empty="No metric of DDL is in this range: they are Aurora MySQL's.",
        ),
        Panel(
            name="ddl",
            title="DDL in the log, the longest first",
            view="ddl_list",
            kind="table",
            height=360,
            doc="As far as it was logged (log_statement = ddl, or longer than the threshold). Whether one was instant is "
            "not observable; its duration is.",
            columns=(
                Column(
                    "normalized_sql",
                    "Statement",
                    "code",
                    grow=True,
                    width=360,
                    drill=Drill("/queries/{fingerprint}"),
                ),
                Column("calls", "Times", "count", drill=Drill("@rows")),
                Column("sum_us", "Time", "us", drill=Drill("@rows")),
                Column("max_us", "Longest", "us", bar=True),
                Column("user_names", "By", width=150),
                Column("first_ts", "First", "ts"),
                Column("last_ts", "Last", "ts"),
            ),
            empty="No DDL was logged in this range.",
        ),
    ),
)

"""Storage and cost: growth and days to the limit, I/O, backups, the bill as an estimate, Standard or I/O-Optimized."""

from aurorascope.model.page import Choice, Column, Drill, Page, Panel
from aurorascope.model.page_parts import COLLECT, metric_lines

VOLUME = Drill("/metrics#panel-points", {"metric": "=VolumeBytesUsed", "cluster": "cluster"})
REQUESTS = Drill(
    "/metrics#panel-points",
    {"metric": "=VolumeReadIOPs,VolumeWriteIOPs", "statistic": "=Sum", "cluster": "cluster"},
)
READS = Drill(
    "/metrics#panel-points", {"metric": "=VolumeReadIOPs", "statistic": "=Sum", "cluster": "cluster"}
)
LINES = Drill("/storage#panel-lines", {"cluster": "cluster"})

PAGE = Page(
    path="/storage",
    title="Storage and cost",
    group="Capacity",
    order=51,
    icon="temp",
    from_log=False,
    doc="How the shared volume grows, what is read from it, and what it all would cost: estimates from list prices.",
    panels=(
        Panel(
            name="growth",
            title="Volumes, the first to be full on top",
            view="volume_growth",
            kind="table",
            doc="A line through up to 90 days, cut where a volume shrank (a dropped table, a rebuilt partition: DELETE frees "
            "nothing). The limit is that of the engine version; six copies in three zones are not observable.",
            columns=(
                Column("cluster", "Cluster", grow=True, width=150, drill=Drill("", {"cluster": "cluster"})),
                Column("volume_bytes", "Size", "bytes", bar=True, drill=VOLUME),
                Column("growth_day", "Growth a day", "bytes", width=118, drill=VOLUME),
                Column("days_left", "Days left, est.", "number", width=138),
                Column("limit_bytes", "Limit", "bytes"),
                Column("share_limit", "Of it", "share"),
                Column("fitted_hours", "Fitted over, h", "count", width=131, drill=VOLUME),
                Column("shrank_at", "Shrank last", "ts"),
                Column("shrinks", "Shrinks", "count", width=84, hidden=True),
                Column("storage_type", "Storage", width=110, hidden=True),
                Column("engine_version", "Version", width=90, hidden=True),
                Column("remark", "Remark", width=320),
            ),
            empty=COLLECT,
        ),
        Panel(
            name="bill",
            title="A month's bill, an estimate",
            view="costs",
            kind="table",
            by=("cluster", "region"),
            doc="Use of the last 30 days at list prices of us-east-1, for 730 hours: no discount, no reservation, no free "
            "tier, no support. Prices of your own: the table [aurora] in the file that the setting prices names.",
            columns=(
                Column("cluster", "Cluster", grow=True, width=150, drill=LINES),
                Column("region", "Region", width=120, hidden=True),
                Column("month_usd", "USD a month, est.", "number", bar=True, width=152, drill=LINES),
                Column("standard_usd", "On Standard", "number", width=112, drill=LINES),
                Column("optimized_usd", "On I/O-Optimized", "number", width=145, drill=LINES),
                Column("share_io", "I/O of Standard", "share", width=138, drill=REQUESTS),
                Column("storage_type", "Now", width=110),
                Column("remark", "Which is cheaper", width=360),
            ),
            empty=COLLECT,
        ),
        Panel(
            name="lines",
            title="What the bill is made of",
            view="costs",
            kind="table",
            by=("cluster", "item", "unit", "basis"),
            height=420,
            columns=(
                Column("cluster", "Cluster", width=150),
                Column("item", "Item", grow=True, width=180),
                Column("basis", "From", width=210),
                Column("quantity", "Quantity a month", "number", width=145),
                Column("quantity_unit", "Unit", width=130),
                Column("month_usd", "USD a month, est.", "number", bar=True, width=152),
                Column("standard_usd", "On Standard", "number", width=112),
                Column("optimized_usd", "On I/O-Optimized", "number", width=145),
                Column("remark", "Remark", width=240),
            ),
            empty=COLLECT,
        ),
        metric_lines(
            "size",
            "Size of the volumes",
            "VolumeBytesUsed",
            "Average",
            unit="bytes",
            scope="any",
            span=12,
            empty=COLLECT,
        ),
        metric_lines(
            "io",
            "Requests that are billed on Standard",
            "VolumeReadIOPs,VolumeWriteIOPs",
            "Sum",
            unit="count",
            scope="any",
            span=12,
            empty=COLLECT,
        ),
        Panel(
            name="statements",
            title="Who read from the volume: billed reads by statement, an estimate",
            view="io_by_statement",
            kind="table",
            height=420,
            choices=(
                Choice("io_million", "USD a million", (("0.20", "0.20"), ("0.22", "0.22"), ("0.24", "0.24"))),
            ),
            doc="Blocks that Performance Insights counted (PostgreSQL), scaled to the reads that CloudWatch bills in this "
            "range. What no statement accounts for has a row of its own.",
            columns=(
                Column(
                    "statement_text",
                    "Statement",
                    "code",
                    grow=True,
                    width=340,
                    drill=Drill("/queries/{fingerprint}"),
                ),
                Column("cluster", "Cluster", width=140, drill=Drill("", {"cluster": "cluster"})),
                Column("estimated_reads", "Billed reads, est.", "count", bar=True, width=159, drill=READS),
                Column("share_reads", "Share", "share"),
                Column("read_blocks", "Blocks read", "count", width=110),
                Column("calls", "Calls", "count"),
                Column("estimated_usd", "USD, est.", "number", width=97),
            ),
            empty="No counter of statements and no billed read is in the store for this range.",
        ),
    ),
)

"""Autovacuum and autoanalyze."""

from aurorascope.model.page import Column
from aurorascope.report.item import Item, Section

QUIET = "No run of autovacuum was logged. log_autovacuum_min_duration says from which length on they are."
SECTION = Section(
    "vacuums",
    "Vacuum and analyze",
    "Runs of autovacuum and autoanalyze: how many, how long, on which tables, what they removed.",
    (
        Item(
            "vacuums_over_time",
            "Runs over time",
            "vacuums_over_time",
            (
                Column("vacuum_runs", "vacuum", "count"),
                Column("analyze_runs", "analyze", "count"),
            ),
            draw="lines",
            page="/vacuums#panel-time",
            empty=QUIET,
        ),
        Item(
            "vacuums_by_table",
            "Vacuum by table",
            "vacuums_by_table",
            (
                Column("relation", "Table", "code", grow=True),
                Column("runs", "Runs", "count", bar=True),
                Column("elapsed_us", "Elapsed", "us"),
                Column("max_elapsed_us", "Longest", "us"),
                Column("index_scans", "Index scans", "count"),
                Column("tuples_removed", "Tuples removed", "count"),
                Column("max_tuples_dead", "Dead, most", "count"),
                Column("pages_removed", "Pages removed", "count"),
                Column("buffer_hits", "Hits", "count"),
                Column("buffer_reads", "Reads", "count"),
                Column("buffer_dirtied", "Dirtied", "count"),
                Column("wal_bytes", "WAL", "bytes"),
            ),
            params={"top": 20},
            page="/vacuums#panel-tables",
            empty=QUIET,
        ),
        Item(
            "analyzes_by_table",
            "Analyze by table",
            "analyzes_by_table",
            (
                Column("relation", "Table", "code", grow=True),
                Column("runs", "Runs", "count", bar=True),
                Column("elapsed_us", "Elapsed", "us"),
                Column("max_elapsed_us", "Longest", "us"),
                Column("buffer_reads", "Reads", "count"),
            ),
            params={"top": 20},
            page="/vacuums#panel-analyzed",
            empty="No run of autoanalyze was logged.",
        ),
    ),
)

"""Vacuums: what autovacuum and autoanalyze did, on which tables, and what it cost."""

from aurorascope.model.page import Column, Drill, Page, Panel
from aurorascope.model.page_parts import BEHIND, ENTRY

QUIET = (
    "No run of autovacuum was logged. Does not apply to MySQL: InnoDB purges and writes nothing of it. "
    "On PostgreSQL log_autovacuum_min_duration decides which are; 0 logs all, "
    "and Aurora's own default may log none."
)

PAGE = Page(
    path="/vacuums",
    title="Vacuums",
    group="Upkeep",
    order=30,
    icon="vacuum",
    doc="Runs of autovacuum and autoanalyze as the server logged them at their end.",
    panels=(
        Panel(
            name="time",
            title="Runs",
            view="vacuums_over_time",
            kind="time_lines",
            x="bucket",
            span=6,
            columns=(
                Column("vacuum_runs", "vacuum", "count", drill=Drill("/vacuums", bucket=True)),
                Column("analyze_runs", "analyze", "count", drill=Drill("/vacuums", bucket=True)),
            ),
            empty=QUIET,
        ),
        Panel(
            name="elapsed",
            title="Time taken",
            view="vacuums_over_time",
            kind="time_bars",
            x="bucket",
            y="elapsed_us",
            unit="us",
            span=6,
            drill=Drill("/vacuums", bucket=True),
            empty=QUIET,
        ),
        Panel(
            name="tables",
            title="Vacuum by table",
            view="vacuums_by_table",
            kind="table",
            height=360,
            columns=(
                Column("relation", "Table", "code", grow=True, width=200, drill=BEHIND),
                Column("runs", "Runs", "count", width=70, drill=BEHIND),
                Column("elapsed_us", "Time", "us", bar=True),
                Column("max_elapsed_us", "Longest", "us"),
                Column("tuples_removed", "Removed", "count", width=92),
                Column("max_tuples_dead", "Dead, not removable", "count", width=150),
                Column("pages_removed", "Pages removed", "count", width=116, hidden=True),
                Column("buffer_reads", "Buffer reads", "count", width=106, hidden=True),
                Column("buffer_dirtied", "Dirtied", "count", width=84, hidden=True),
                Column("wal_bytes", "WAL", "bytes"),
                Column("wraparound_runs", "Against wraparound", "count", width=156),
                Column("last_ts", "Last", "ts"),
            ),
            empty=QUIET,
        ),
        Panel(
            name="analyzed",
            title="Analyze by table",
            view="analyzes_by_table",
            kind="table",
            height=280,
            columns=(
                Column("relation", "Table", "code", grow=True, drill=BEHIND),
                Column("runs", "Runs", "count", width=70, drill=BEHIND),
                Column("elapsed_us", "Time", "us", bar=True),
                Column("max_elapsed_us", "Longest", "us"),
                Column("buffer_reads", "Buffer reads", "count", width=106),
                Column("last_ts", "Last", "ts"),
            ),
            empty=QUIET,
        ),
        Panel(
            name="rows",
            title="Runs of autovacuum, one by one",
            view="vacuum_rows",
            kind="rows",
            sums=("elapsed_us",),
            height=380,
            columns=(
                Column("ts", "Ended", "ts", drill=ENTRY),
                Column(
                    "relation",
                    "Table",
                    "code",
                    grow=True,
                    width=200,
                    drill=Drill("", {"relation": "relation"}),
                ),
                Column("elapsed_us", "Time", "us"),
                Column("index_scans", "Index scans", "count", width=98),
                Column("tuples_removed", "Removed", "count"),
                Column("tuples_remain", "Remain", "count"),
                Column("tuples_dead", "Dead", "count"),
                Column("buffer_hits", "Hits", "count", hidden=True),
                Column("buffer_reads", "Reads", "count"),
                Column("buffer_dirtied", "Dirtied", "count"),
                Column("wal_bytes", "WAL", "bytes"),
                Column("aggressive", "Aggressive", "yesno", width=92, hidden=True),
            ),
            empty=QUIET,
        ),
        Panel(
            name="analyze_rows",
            title="Runs of autoanalyze, one by one",
            view="analyze_rows",
            kind="rows",
            sums=("elapsed_us",),
            height=260,
            columns=(
                Column("ts", "Ended", "ts", drill=ENTRY),
                Column("relation", "Table", "code", grow=True, drill=Drill("", {"relation": "relation"})),
                Column("elapsed_us", "Time", "us"),
                Column("buffer_hits", "Hits", "count"),
                Column("buffer_reads", "Reads", "count"),
                Column("buffer_dirtied", "Dirtied", "count"),
            ),
            empty=QUIET,
        ),
    ),
)

"""pg_stat_user_tables (and pg_stat_all_tables), PostgreSQL 9.6 to 18.

https://www.postgresql.org/docs/current/monitoring-stats.html
"""

from __future__ import annotations

from aurorascope.logs.exports.kind import Counter, ExportKind
from aurorascope.model.support import Support

SUPPORT = Support(
    "Export of pg_stat_user_tables",
    "9.6 to 18; CSV, TSV, JSON",
    "table_counters of each export, table_stats of every two",
    "PostgreSQL 15",
    31,
)

TABLES_OF_USERS = ExportKind(
    name="pg_stat_user_tables",
    engine="postgresql",
    raw="table_counters",
    differences="table_stats",
    required=(("relname",), ("schemaname",), ("seq_scan",), ("n_tup_ins",)),
    key=(("datname", "current_database"), ("schemaname",), ("relname",)),
    counters=(
        Counter("seq_scans", (("seq_scan",),)),
        Counter("seq_tuples", (("seq_tup_read",),)),
        Counter("index_scans", (("idx_scan",),)),
        Counter("index_tuples", (("idx_tup_fetch",),)),
        Counter("tuples_inserted", (("n_tup_ins",),)),
        Counter("tuples_updated", (("n_tup_upd",),)),
        Counter("tuples_hot_updated", (("n_tup_hot_upd",),)),
        Counter("tuples_deleted", (("n_tup_del",),)),
        Counter("vacuums", (("vacuum_count", "autovacuum_count"), ("autovacuum_count",))),
        Counter("analyzes", (("analyze_count", "autoanalyze_count"), ("autoanalyze_count",))),
    ),
    gauges=(
        Counter("tuples_live", (("n_live_tup",),)),
        Counter("tuples_dead", (("n_dead_tup",),)),
        Counter("tuples_changed", (("n_mod_since_analyze",),)),
    ),
    moments=(
        ("last_vacuum", "last_vacuum"), ("last_autovacuum", "last_autovacuum"),
        ("last_analyze", "last_analyze"), ("last_autoanalyze", "last_autoanalyze"),
    ),
    texts=(("database_name", ("datname", "current_database")),),
)  # fmt: skip

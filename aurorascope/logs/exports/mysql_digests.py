"""events_statements_summary_by_digest of MySQL's and MariaDB's Performance Schema.

https://dev.mysql.com/doc/refman/8.0/en/performance-schema-statement-summary-tables.html
"""

from __future__ import annotations

from aurorascope.logs.exports.kind import Counter, ExportKind
from aurorascope.model.support import Support

SUPPORT = Support(
    "Export of MySQL's digest summary",
    "MySQL 5.6 to 9, MariaDB; `mysql --batch`, CSV, JSON",
    "statement_counters of each export, sql_stats of every two",
    "MariaDB 10.11; MySQL's own columns are constructed",
    32,
)

DIGESTS = ExportKind(
    name="events_statements_summary_by_digest",
    engine="mysql",
    raw="statement_counters",
    differences="sql_stats",
    required=(("digest",), ("digest_text",), ("count_star",), ("sum_timer_wait",)),
    key=(("schema_name",), ("digest",)),
    counters=(
        Counter("calls", (("count_star",),)),
        Counter("rows", (("sum_rows_sent",),)),
        Counter("total_time_us", (("sum_timer_wait",),), "ps"),
        Counter("lock_us", (("sum_lock_time",),), "ps"),
        Counter("rows_examined", (("sum_rows_examined",),)),
        Counter("rows_affected", (("sum_rows_affected",),)),
        Counter("errors", (("sum_errors",),)),
    ),
    texts=(("database_name", ("schema_name",)),),
    since=("first_seen",),
    # a sample is the statement itself, as the logs have it; a digest is the server's own spelling
    statement=("query_sample_text", "digest_text"),
    busy="calls",
)

"""pg_stat_statements, 1.4 (PostgreSQL 9.6) to 1.12 (18).

https://www.postgresql.org/docs/current/pgstatstatements.html
"""

from __future__ import annotations

from aurorascope.logs.exports.kind import Counter, ExportKind
from aurorascope.model.support import Support

SUPPORT = Support(
    "Export of pg_stat_statements",
    "9.6 to 18; CSV, TSV, JSON",
    "statement_counters of each export, sql_stats of every two",
    "PostgreSQL 15; other versions' columns are constructed",
    30,
)


def _blocks(name: str, done: str) -> Counter:
    return Counter(name, ((f"shared_blks_{done}",),))


def _times(name: str, done: str) -> Counter:
    apart = (f"shared_blk_{done}_time", f"local_blk_{done}_time")  # from 17 on
    return Counter(name, (apart, (f"blk_{done}_time",)), "ms")


STATEMENTS = ExportKind(
    name="pg_stat_statements",
    engine="postgresql",
    raw="statement_counters",
    differences="sql_stats",
    required=(
        ("queryid", "query"), ("calls",), ("total_exec_time", "total_time"), ("shared_blks_hit", "rows"),
    ),
    key=(("dbid", "datname"), ("userid", "rolname", "usename"), ("queryid", "query"), ("toplevel",)),
    counters=(
        Counter("calls", (("calls",),)),
        Counter("rows", (("rows",),)),
        Counter("total_time_us", (("total_exec_time",), ("total_time",)), "ms"),
        Counter("plan_us", (("total_plan_time",),), "ms"),
        _blocks("blocks_hit", "hit"),
        _blocks("blocks_read", "read"),
        _blocks("blocks_dirtied", "dirtied"),
        _blocks("blocks_written", "written"),
        Counter("temp_blocks_read", (("temp_blks_read",),)),
        Counter("temp_blocks_written", (("temp_blks_written",),)),
        _times("io_read_us", "read"),
        _times("io_write_us", "write"),
        Counter("wal_bytes", (("wal_bytes",),)),
    ),
    texts=(
        ("query_id", ("queryid",)),
        ("user_name", ("rolname", "usename")),
        ("database_name", ("datname",)),
    ),
    since=("stats_since",),
    statement=("query",),
    busy="calls",
)  # fmt: skip

"""What a session can be busy with, and what each engine calls it in Performance Insights.

MySQL's spelling with the leading 'wait/' follows AWS's API examples; it was never seen on a live account here.
"""

from __future__ import annotations

CPU, READ, COMMIT, ROW, TUPLE, RELATION, LATCH, TEMP, CLIENT, DELAY, WRITE_AHEAD = range(11)
COUNT = 11

POSTGRES = (
    ("CPU", "CPU"), ("IO:DataFileRead", "IO"), ("IO:XactSync", "IO"), ("Lock:transactionid", "Lock"),
    ("Lock:tuple", "Lock"), ("Lock:relation", "Lock"), ("LWLock:buffer_content", "LWLock"),
    ("IO:BufFileWrite", "IO"), ("Client:ClientRead", "Client"), ("Timeout:VacuumDelay", "Timeout"),
    ("LWLock:WALInsert", "LWLock"),
)  # fmt: skip
MYSQL = (
    ("CPU", "CPU"), ("wait/io/table/sql/handler", "io"), ("wait/io/aurora_redo_log_flush", "io"),
    ("wait/synch/cond/innodb/row_lock_wait", "synch"), ("wait/synch/cond/innodb/row_lock_wait_cond", "synch"),
    ("wait/synch/cond/sql/MDL_context::COND_wait_status", "synch"),
    ("wait/synch/sxlock/innodb/hash_table_locks", "synch"), ("wait/io/file/sql/io_cache", "io"),
    ("wait/io/aurora_respond_to_client", "io"), ("wait/synch/cond/innodb/srv_purge_cond", "synch"),
    ("wait/synch/mutex/innodb/aurora_lock_thread_slot_futex", "synch"),
)  # fmt: skip


def names(postgres: bool) -> tuple[tuple[str, str], ...]:
    """Return (name, type) of each wait."""
    return POSTGRES if postgres else MYSQL

"""Sessions that wait for one another in a chain, and the one at its root."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aurorascope.checks.asked import page
from aurorascope.checks.case_rows import at, log
from aurorascope.checks.reading import lasted, place
from aurorascope.insight.views import run_view
from aurorascope.model.filter import Filter
from aurorascope.model.finding import Case, Check, Evidence, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.model.finding import Question

WATCH_S, ACT_S, LONGEST_S = 60.0, 600.0, 20.0
TEXT = "select max(normalized_sql) as text from fingerprints where fingerprint = $fingerprint"
WAITS = """
with waiting as (
    select account, region, cluster, instance, ts, sum(aas) as aas, any_value(period_s) as period_s
    from db_load
    where ts >= $begin and ts < $end and dimension = 'wait' and by_dimension is null
        and (label ilike 'lock:%' or label ilike '%:lock:%' or label ilike '%row_lock%' or label ilike '%lock/table%' or label ilike 'Lock:%' or label ilike '%MDL_context%')
    group by all
)
select account, region, cluster, instance, sum(aas * period_s) as waited_s, max(aas) as most,
    min(ts) as first_at, max(ts) as last_at
from waiting where aas >= 1 group by all having sum(aas * period_s) >= $least order by all
"""


def judge(asked: Question) -> Iterator[Finding]:
    """Find chains in the log; where it has none, load that waited for locks."""
    chains = run_view(
        asked.snapshot, "lock_chains", Filter(begin=asked.begin, end=asked.end), top=200
    ).to_pylist()
    best: dict[tuple[str, ...], dict[str, Any]] = {}
    for row in chains:
        key = tuple(place(row).values())
        waited, longest = row["wait_us"] or 0, row["max_wait_us"] or 0
        known = best.get(key)
        if (
            waited >= WATCH_S * 1e6
            and longest >= LONGEST_S * 1e6
            and (known is None or waited > known["wait_us"])
        ):
            best[key] = row
    for row in best.values():
        yield _chain(asked, row)
    for row in asked.rows(WAITS, least=WATCH_S):
        if tuple(place(row).values()) not in best:
            yield _load(row, "sessions waited for locks")


def _chain(asked: Question, row: dict[str, Any]) -> Finding:
    waited = row["wait_us"] / 1e6
    root = row["root_fingerprint"]
    text = asked.rows(TEXT, fingerprint=root)[0]["text"] if root else None
    return Finding(
        severity="act" if waited >= ACT_S else "watch",
        **place(row),
        subject=f"lock chain on {row['instance']}",
        title=f"{row['lock_waits']} waits behind process {row['root_pid']} on {row['instance']}, {lasted(waited)} in all",
        evidence=(
            Evidence("waited in all", row["wait_us"], "us"),
            Evidence("longest wait", row["max_wait_us"], "us"),
            Evidence("sessions waiting", row["waiters"], "count"),
            Evidence("depth", row["max_depth"], "count"),
            Evidence("root", f"process {row['root_pid']}, session {row['root_session_key'] or 'unknown'}"),
            Evidence("root's last statement", text or root or "the log does not show it"),
        ),
        effect=f"{lasted(waited)} of sessions' time",
        effect_us=int(row["wait_us"]),
        suggestion="Let the root commit before it does anything slow; set idle_in_transaction_session_timeout and lock_timeout so that one forgotten session cannot hold all.",
        command=f"SELECT pg_terminate_backend({row['root_pid']});  -- only while it still blocks; ALTER ROLE app SET idle_in_transaction_session_timeout = '30s';",
        page=page(
            "/locks",
            cluster=row["cluster"],
            instance=row["instance"],
            begin=row["started_at"],
            end=row["ended_at"],
        ),
        first_at=row["started_at"],
        last_at=row["ended_at"],
    )


def _load(row: dict[str, Any], what: str) -> Finding:
    return Finding(
        severity="act" if row["waited_s"] >= ACT_S else "watch",
        **place(row),
        subject=f"lock chain on {row['instance']}",
        title=f"{row['instance']}: {what}, {lasted(row['waited_s'])} in all, {row['most']:,.1f} at once",
        evidence=(
            Evidence("waited in all", row["waited_s"] * 1e6, "us"),
            Evidence("most at once", row["most"], "sessions"),
        ),
        effect=f"{lasted(row['waited_s'])} of sessions' time",
        effect_us=round(row["waited_s"] * 1e6),
        suggestion="Look at the load by blocking statement; the root is the session that waits for nobody.",
        command="SELECT * FROM sys.innodb_lock_waits;  -- PostgreSQL: SELECT pid, pg_blocking_pids(pid) FROM pg_stat_activity;",
        page=page(
            "/load",
            cluster=row["cluster"],
            instance=row["instance"],
            begin=row["first_at"],
            end=row["last_at"],
        ),
        first_at=row["first_at"],
        last_at=row["last_at"],
    )


def _waiting(seconds: float, pids: range) -> list[dict[str, object]]:
    return [
        {
            "ts": at(600 + seconds / 60),
            "instance": "shop-1",
            "state": "acquired",
            "lock_mode": "ShareLock",
            "object": "transaction 77",
            "wait_us": int(seconds * 1e6),
            "waiter_pid": pid,
            "pid": pid,
            "session_key": f"s{pid}",
            "fingerprint": "00000000000000bb",
        }
        for pid in pids
    ] + [
        {
            "ts": at(600 + 1 / 60),
            "instance": "shop-1",
            "state": "waiting",
            "lock_mode": "ShareLock",
            "object": "transaction 77",
            "wait_us": 1_000_000,
            "waiter_pid": pid,
            "pid": pid,
            "session_key": f"s{pid}",
            "holders": [50],
            "queue": list(pids),
            "fingerprint": "00000000000000bb",
        }
        for pid in pids
    ]


def _load_rows(label: str, aas: float) -> list[dict[str, object]]:
    return [
        {
            "ts": at(600 + n),
            "instance": "shop-1",
            "period_s": 60,
            "dimension": "wait",
            "key_id": label,
            "label": label,
            "aas": aas,
        }
        for n in range(5)
    ]


CHECK = Check(
    name="lock-chains",
    title="Lock chains and their root",
    why="One session that holds a lock and does nothing stops all that want it, and those behind them.",
    severity="act: ten minutes of sessions' time; watch: one minute, with a wait of 20 s in a logged chain",
    needs=("setting:log_lock_waits|db_load",),
    judge=judge,
    cases=(
        Case(
            "twenty wait behind one",
            {"lock_waits": _waiting(120, range(100, 120))},
            {"lock chain on shop-1": "act"},
        ),
        Case(
            "no log, load alone",
            {"db_load": _load_rows("Lock:transactionid", 3.0)},
            {"lock chain on shop-1": "act"},
        ),
        Case("two seconds", {"lock_waits": _waiting(2, range(100, 103)), "coverage": log()}),
        Case("load that waits for a disk", {"db_load": _load_rows("IO:DataFileRead", 3.0)}),
    ),
)

"""Sessions that opened a transaction and went away: they hold locks, and old rows, for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aurorascope.checks.asked import page
from aurorascope.checks.case_rows import entry, log, metric
from aurorascope.checks.reading import lasted, place
from aurorascope.model.finding import Case, Check, Evidence, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.model.finding import Question

WATCH_S, ACT_S = 600.0, 3600.0
IDLE = """
select account, region, cluster, arg_max(instance, value) as instance, max(value) as seconds, min(ts) as first_at, max(ts) as last_at, 'metric' as known_by
from metrics
where ts >= $begin and ts < $end and value >= $least and lower(name) like 'db.state.idle_in_transaction_max_time%'
group by account, region, cluster
union all
select account, region, cluster, arg_max(instance, value), max(value), min(ts), max(ts), 'transaction age'
from metrics
where ts >= $begin and ts < $end and value >= $least and name = 'TransactionAgeMaximum' and statistic in ('Average', 'Maximum')
group by account, region, cluster
order by all
"""
ENDED = """
select account, region, cluster, any_value(instance) as instance, count(*) as ended, mode(user_name) as user_name,
    mode(application) as application, min(ts) as first_at, max(ts) as last_at
from entries
where ts >= $begin and ts < $end and (sqlstate = '25P03' or message ilike '%due to idle-in-transaction timeout%')
group by account, region, cluster order by all
"""


def judge(asked: Question) -> Iterator[Finding]:
    """Find transactions that stay open, and those that a timeout ended."""
    for row in asked.rows(IDLE, least=WATCH_S):
        old = row["known_by"] == "transaction age"
        what = "a transaction was open for" if old else "a session was idle in its transaction for"
        yield Finding(
            severity="act" if row["seconds"] >= ACT_S else "watch",
            **place(row),
            subject="open transaction" if old else "idle in transaction",
            title=f"{what} {lasted(row['seconds'])} on {row['instance']}",
            evidence=(Evidence("longest", row["seconds"], "s"), Evidence("known by", row["known_by"])),
            effect="It holds its locks, and keeps vacuum or purge from removing what died since it began.",
            suggestion="Commit before waiting for anything outside the database; let a timeout end what forgets to.",
            command="ALTER DATABASE <name> SET idle_in_transaction_session_timeout = '60s';  -- MySQL: KILL <thread of innodb_trx>;",
            page=page(
                "/debt",
                cluster=row["cluster"],
                instance=row["instance"] or "",
                begin=row["first_at"],
                end=row["last_at"],
            ),
            first_at=row["first_at"],
            last_at=row["last_at"],
        )
    for row in asked.rows(ENDED):
        yield Finding(
            severity="watch" if row["ended"] >= 3 else "note",
            **place(row),
            subject="ended by idle-in-transaction timeout",
            title=f"{row['ended']} sessions were ended because they idled in a transaction, most of user {row['user_name'] or 'unknown'}",
            evidence=(
                Evidence("sessions ended", row["ended"], "count"),
                Evidence("user", row["user_name"]),
                Evidence("application", row["application"]),
            ),
            effect="What they had done was rolled back; until then they held their locks.",
            suggestion="Find what that application waits for between BEGIN and COMMIT: a call to another service, a lock of its own, a user.",
            command=f"SELECT pid, application_name, state_change, query FROM pg_stat_activity WHERE state LIKE 'idle in transaction%' AND usename = '{plain(row['user_name'])}';",
            page=page("/errors", cluster=row["cluster"] or "", begin=row["first_at"], end=row["last_at"]),
            first_at=row["first_at"],
            last_at=row["last_at"],
        )


def plain(name: object) -> str:
    """Return a user's name for a statement; one from a log that is not plain is left out."""
    text = str(name or "")
    return text if text.replace("_", "").replace("-", "").isalnum() else "<user>"


CHECK = Check(
    name="idle-in-transaction",
    title="Idle in transaction",
    why="An idle transaction holds locks and old rows for as long as nobody notices.",
    severity="act: an hour; watch: ten minutes, or three sessions that a timeout ended; note: one",
    needs=("log|metric:TransactionAgeMaximum|metric:db.state.idle_in_transaction_max_time.avg",),
    judge=judge,
    cases=(
        Case(
            "two hours",
            {
                "metrics": metric(
                    "db.state.idle_in_transaction_max_time.avg", [0.0] * 100 + [7200.0], unit="Seconds"
                )
            },
            {"idle in transaction": "act"},
        ),
        Case(
            "MySQL",
            {"metrics": metric("TransactionAgeMaximum", [2.0] * 100 + [900.0], unit="Seconds")},
            {"open transaction": "watch"},
        ),
        Case(
            "one ended by the timeout",
            {
                "entries": [
                    entry(
                        90,
                        "terminating connection due to idle-in-transaction timeout",
                        severity="FATAL",
                        sqlstate="25P03",
                        user_name="app",
                    )
                ]
            },
            {"ended by idle-in-transaction timeout": "note"},
        ),
        Case(
            "seconds",
            {"metrics": metric("TransactionAgeMaximum", [2.0] * 100, unit="Seconds"), "coverage": log()},
        ),
    ),
)

"""Settings of the log that hide what matters: without them other checks and pages cannot see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aurorascope.checks.asked import page
from aurorascope.checks.case_rows import cluster, setting
from aurorascope.checks.knowing import OFF
from aurorascope.checks.reading import place, quoted, resources
from aurorascope.model.finding import Case, Check, Evidence, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.model.finding import Question

SETTINGS = """
select account, region, cluster, setting, arg_max(value, valid_from) as value from log_settings
where valid_from < $end and (valid_to is null or valid_to >= $end) group by all
"""
WANTED = {
    "log_lock_waits": ("1", "waits for locks", "locks and their root stay unseen"),
    "log_temp_files": ("10240", "temporary files", "spills stay unseen"),
    "log_autovacuum_min_duration": ("0", "autovacuum", "whether cleaning keeps up stays unseen"),
    "log_min_duration_statement": ("1000", "slow statements", "no statement is known by its time"),
    "slow_query_log": ("1", "slow statements", "no statement is known by its time"),
    "innodb_print_all_deadlocks": ("1", "deadlocks", "only the last deadlock can be seen, by hand"),
}
EXPORTS = {"aurora-postgresql": "postgresql", "aurora-mysql": "slowquery"}


def judge(asked: Question) -> Iterator[Finding]:
    """Find what is known to be off; what is not known is not judged."""
    records = {
        (row["account"], row["region"], str(row["resource_name"])): row["record"]
        for row in resources(asked, "cluster")
    }
    for row in asked.rows(SETTINGS):
        wanted = WANTED.get(row["setting"])
        if wanted is None or str(row["value"] or "").strip().lower() not in off_values(row["setting"]):
            continue
        value, what, effect = wanted
        where = place(row, instance=False)
        group = str(
            records.get((where["account"], where["region"], where["cluster"]), {}).get(
                "DBClusterParameterGroup"
            )
            or "<group>"
        )
        yield Finding(
            severity="watch"
            if row["setting"] in {"log_min_duration_statement", "slow_query_log"}
            else "note",
            **where,
            subject=row["setting"],
            title=f"{row['setting']} is {row['value'] or 'off'}: the log says nothing of {what}",
            evidence=(Evidence(row["setting"], row["value"]), Evidence("suggested", value)),
            effect=f"{effect[0].upper()}{effect[1:]}.",
            suggestion="It takes effect without a restart; watch the size of the log for a day.",
            command=f"aws rds modify-db-cluster-parameter-group --db-cluster-parameter-group-name {quoted(group) if group != '<group>' else group} --parameters ParameterName={row['setting']},ParameterValue={value},ApplyMethod=immediate",
            page=page("/log", cluster=where["cluster"]),
        )
    for (account, region, name), record in records.items():
        needed = EXPORTS.get(str(record.get("Engine")))
        exports = record.get("EnabledCloudwatchLogsExports")
        if needed and isinstance(exports, list) and needed not in exports:
            yield Finding(
                severity="note",
                account=account,
                region=region,
                cluster=name,
                subject=f"export of {needed}",
                title=f"{name} does not export its {needed} log to CloudWatch Logs",
                evidence=(Evidence("exported", ", ".join(exports) or "nothing"),),
                effect="An instance keeps its log for three days at most; what is not fetched by then is gone.",
                suggestion="Export it, or let aurorascope fetch the files at least once a day.",
                command=f"""aws rds modify-db-cluster --db-cluster-identifier {quoted(name)} --cloudwatch-logs-export-configuration '{{"EnableLogTypes":["{needed}"]}}'""",
                page=page("/cluster", cluster=name),
            )


def off_values(name: str) -> frozenset[str]:
    """Return the values that turn a setting off: 0 ms is everything where a duration is meant."""
    durations = {"log_temp_files", "log_autovacuum_min_duration", "log_min_duration_statement"}
    return frozenset({"-1"}) if name in durations else OFF


CHECK = Check(
    name="log-settings",
    title="Log settings that hide what matters",
    why="What a log does not hold nobody can find in it afterwards.",
    severity="watch: no statement is logged by its time; else note",
    needs=("topology|parameters|log",),
    judge=judge,
    posture=True,
    cases=(
        Case(
            "no slow statements, no locks",
            {
                "topology": [cluster()],
                "log_settings": [setting("log_min_duration_statement", "-1"), setting("log_lock_waits", "0")],
            },
            {"log_min_duration_statement": "watch", "log_lock_waits": "note"},
        ),
        Case(
            "nothing exported",
            {"topology": [cluster(EnabledCloudwatchLogsExports=[])]},
            {"export of postgresql": "note"},
        ),
        Case(
            "all on",
            {
                "topology": [cluster(EnabledCloudwatchLogsExports=["postgresql"])],
                "log_settings": [
                    setting("log_min_duration_statement", "0"),
                    setting("log_lock_waits", "1"),
                    setting("log_temp_files", "0"),
                ],
            },
        ),
    ),
)

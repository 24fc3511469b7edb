"""Memory and local storage: how little was left, when, what used it, and kills for want of it."""

from aurorascope.model.page import Choice, Column, Drill, Page, Panel, Unit
from aurorascope.model.page_parts import COLLECT

MEMORY = Drill("/metrics#panel-points", {"metric": "=FreeableMemory", "instance": "instance"})
STORAGE = Drill("/metrics#panel-points", {"metric": "=FreeLocalStorage", "instance": "instance"})
SWAP = Drill("/metrics#panel-points", {"metric": "=SwapUsage", "instance": "instance"})
KILLS = Drill("/metrics#panel-points", {"metric": "=os.memory.outOfMemoryKillCount", "instance": "instance"})
SPILLS = Drill("/temp-files#panel-rows", {"instance": "instance"})


def over_time(name: str, title: str, metric: str, statistic: str, unit: Unit) -> Panel:
    """One metric over time, by instance."""
    return Panel(
        name=name,
        title=title,
        view="metric_over_time",
        kind="time_lines",
        x="bucket",
        y="metric_value",
        series="series",
        unit=unit,
        span=6,
        params={"metric": metric, "statistic": statistic, "scope": "instance"},
        drill=Drill(
            "/metrics#panel-points", {"metric": f"={metric}", "statistic": f"={statistic}"}, bucket=True
        ),
        empty=COLLECT,
    )


PAGE = Page(
    path="/memory",
    title="Memory and local storage",
    group="Capacity",
    order=53,
    icon="temp",
    from_log=False,
    doc="What was left of memory and of the local disk that sorts, temporary tables and logs live on.",
    panels=(
        Panel(
            name="instances",
            title="Instances, the tightest first",
            view="memory_by_instance",
            kind="table",
            doc="Least of the range. Local storage falls with temporary files; its hours left are a straight line through "
            "the range, an estimate.",
            columns=(
                Column(
                    "instance", "Instance", grow=True, width=150, drill=Drill("", {"instance": "instance"})
                ),
                Column("cluster", "Cluster", width=120, drill=Drill("", {"cluster": "cluster"})),
                Column("instance_class", "Class", width=110, hidden=True),
                Column("total_memory", "Memory", "bytes", drill=MEMORY, hidden=True),
                Column("last_memory", "Free now", "bytes", drill=MEMORY),
                Column("least_memory", "Least", "bytes", drill=MEMORY),
                Column("share_memory", "Of all", "share", drill=MEMORY),
                Column("least_memory_at", "When", "ts", hidden=True),
                Column("max_swap", "Swap", "bytes", width=80, drill=SWAP, hidden=True),
                Column("oom_kills", "Kills", "number", width=69, drill=KILLS),
                Column("last_storage", "Local disk free", "bytes", width=138, drill=STORAGE),
                Column("least_storage", "Least", "bytes", drill=STORAGE),
                Column("hours_left", "Hours left, est.", "number", width=145, drill=STORAGE),
                Column("temp_bytes", "Temp files", "bytes", width=103, drill=SPILLS),
                Column("remark", "Remark", width=300),
            ),
            empty=COLLECT,
        ),
        over_time("freeable", "Free memory, the least of each bucket", "FreeableMemory", "Minimum", "bytes"),
        over_time(
            "local", "Free local storage, the least of each bucket", "FreeLocalStorage", "Minimum", "bytes"
        ),
        over_time("swap", "Swap in use", "SwapUsage", "Maximum", "bytes"),
        over_time(
            "temp",
            "Written to and read from temp storage, bytes a second",
            "TempStorageThroughput",
            "Maximum",
            "bytes",
        ),
        Panel(
            name="processes",
            title="What held memory: processes of Enhanced Monitoring",
            view="process_tops",
            kind="table",
            choices=(Choice("rank_by", "Rank by", (("memory", "Memory"), ("cpu", "CPU"))),),
            height=320,
            doc="The greatest resident set of the range; shared memory is in each process's own. A backend is joined to its "
            "session in the log by pid and time.",
            columns=(
                Column(
                    "process",
                    "Process",
                    "code",
                    grow=True,
                    width=260,
                    drill=Drill("/hosts#panel-rows", {"pid": "pid", "instance": "instance"}),
                ),
                Column("instance", "Instance", width=140, drill=Drill("", {"instance": "instance"})),
                Column("max_rss_kb", "Resident", "kb", bar=True),
                Column("max_cpu_pct", "Most CPU", "percent", width=90),
                Column("most_at", "When", "ts"),
                Column("user_name", "User", width=110, drill=Drill("", {"user": "user_name"})),
                Column("application", "Application", width=120),
            ),
            empty="No process is in the store for this range: Enhanced Monitoring must be on, aurorascope collect fetches it.",
        ),
        Panel(
            name="spilled",
            title="Statements that spilled to disk",
            view="temp_files_by_statement",
            kind="table",
            height=300,
            columns=(
                Column(
                    "normalized_sql", "Statement", "code", grow=True, drill=Drill("/queries/{fingerprint}")
                ),
                Column("temp_files", "Files", "count", drill=Drill("@rows")),
                Column("temp_bytes", "Bytes", "bytes", bar=True, drill=Drill("@rows")),
                Column("max_bytes", "Largest", "bytes"),
                Column("last_ts", "Last", "ts"),
            ),
            empty="No temporary file was logged in this range: log_temp_files decides which are.",
        ),
    ),
)

"""Hosts: Enhanced Monitoring's view of each instance's operating system, and its processes joined to backends."""

from aurorascope.model.page import Choice, Column, Drill, Page, Panel, Unit
from aurorascope.model.page_parts import POINTS

COLLECT = (
    "Nothing of the operating system is in the store for this range. Enhanced Monitoring must be on (monitoring "
    "interval), then aurorascope collect fetches it."
)
RANK = Choice("rank_by", "Rank by", (("cpu", "CPU"), ("memory", "Memory")))


def over_time(name: str, title: str, metric: str, unit: Unit) -> Panel:
    """One metric over time, by instance or device."""
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
        params={"metric": metric, "statistic": "Maximum", "scope": "any"},
        drill=Drill("/metrics#panel-points", {"metric": f"={metric}", "statistic": "=Maximum"}, bucket=True),
        empty=COLLECT,
    )


PAGE = Page(
    path="/hosts",
    title="Hosts",
    group="Capacity",
    order=55,
    icon="server",
    from_log=False,
    doc="The operating system under each instance, as Enhanced Monitoring samples it, and who its processes were.",
    panels=(
        over_time("cpu", "CPU, percent, the most of each bucket", "cpuUtilization.total", "percent"),
        over_time("load", "Load average of a minute", "loadAverageMinute.one", "number"),
        over_time("wait", "CPU waiting for I/O, percent", "cpuUtilization.wait", "percent"),
        over_time("steal", "CPU taken by the host, percent", "cpuUtilization.steal", "percent"),
        over_time("memory", "Free memory", "memory.free", "kb"),
        over_time("tasks", "Running tasks", "tasks.running", "number"),
        Panel(
            name="processes",
            title="Processes of the range",
            view="process_tops",
            kind="table",
            choices=(RANK,),
            height=360,
            doc="A PostgreSQL backend is joined to its session in the log by pid and time; its rows lead to what the log "
            "says of that pid. Enhanced Monitoring lists the busiest processes only.",
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
                Column(
                    "pid",
                    "PID",
                    "code",
                    width=84,
                    drill=Drill("/log", {"pid": "pid", "instance": "instance"}),
                ),
                Column(
                    "mean_cpu_pct",
                    "Mean CPU",
                    "percent",
                    width=90,
                    drill=Drill("/hosts#panel-rows", {"pid": "pid", "instance": "instance"}),
                ),
                Column(
                    "max_cpu_pct",
                    "Most CPU",
                    "percent",
                    width=90,
                    bar=True,
                    drill=Drill("/hosts#panel-rows", {"pid": "pid", "instance": "instance"}),
                ),
                Column(
                    "max_rss_kb",
                    "Resident",
                    "kb",
                    drill=Drill("/hosts#panel-rows", {"pid": "pid", "instance": "instance"}),
                ),
                Column("most_at", "When", "ts"),
                Column("user_name", "User", width=110, drill=Drill("", {"user": "user_name"})),
                Column("application", "Application", width=120),
                Column(
                    "samples",
                    "Samples",
                    "count",
                    width=83,
                    drill=Drill("/hosts#panel-rows", {"pid": "pid", "instance": "instance"}),
                    hidden=True,
                ),
            ),
            empty=COLLECT,
        ),
        Panel(
            name="devices",
            title="Disks, file systems and networks",
            view="metrics_matching",
            kind="table",
            height=320,
            params={
                "pattern": "^(diskIO|physicalDeviceIO|fileSys|network)\\.",
                "origin": "enhanced_monitoring",
            },
            columns=(
                Column("metric", "Metric", "code", grow=True, width=200, drill=POINTS),
                Column("measured_of", "Of", width=240),
                Column("last_value", "Newest", "number", width=110, drill=POINTS),
                Column("mean_value", "Mean", "number", width=110, drill=POINTS),
                Column("most_value", "Most", "number", width=110, drill=POINTS),
                Column("most_at", "When", "ts"),
                Column("unit", "Unit", width=100),
                Column("points", "Points", "count", drill=POINTS),
            ),
            empty=COLLECT,
        ),
        Panel(
            name="rows",
            title="Processes, sample by sample",
            view="process_rows",
            kind="rows",
            height=380,
            columns=(
                Column("ts", "Sampled", "ts"),
                Column("instance", "Instance", width=140, drill=Drill("", {"instance": "instance"})),
                Column(
                    "pid",
                    "PID",
                    "code",
                    width=84,
                    drill=Drill("/log", {"pid": "pid", "instance": "instance"}),
                ),
                Column("process", "Process", "code", grow=True, width=240),
                Column("cpu_pct", "CPU", "percent"),
                Column("memory_pct", "Memory", "percent"),
                Column("rss_kb", "Resident", "kb"),
                Column("user_name", "User", width=110),
                Column("database_name", "Database", width=100, hidden=True),
                Column("application", "Application", width=120),
            ),
            empty=COLLECT,
        ),
    ),
)

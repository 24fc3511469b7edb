"""Debt: transaction ids, undo, slots, old transactions and logs: how old, how fast, hours until it hurts."""

from aurorascope.model.page import Column, Drill, Page, Panel, Unit
from aurorascope.model.page_parts import BEHIND, COLLECT, POINTS


def over_time(name: str, title: str, metric: str, unit: Unit = "number") -> Panel:
    """One debt over time, by instance."""
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
        params={"metric": metric, "statistic": "Maximum", "scope": "instance"},
        drill=Drill("/metrics#panel-points", {"metric": f"={metric}", "statistic": "=Maximum"}, bucket=True),
        empty=COLLECT,
    )


PAGE = Page(
    path="/debt",
    title="Debt",
    group="Capacity",
    order=54,
    icon="vacuum",
    from_log=False,
    doc="What grows until somebody cleans up: how much, how fast over this range, who holds it, when it hurts.",
    panels=(
        Panel(
            name="debts",
            title="Debts, the most urgent first",
            view="debt",
            kind="table",
            doc="Hours left are an estimate: a straight line through the range, up to the bound beside it. A wider range "
            "fits slow growth better.",
            columns=(
                Column("debt", "Debt", grow=True, width=270),
                Column("cluster", "Cluster", width=120, drill=Drill("", {"cluster": "cluster"}), hidden=True),
                Column("instance", "Instance", width=150, drill=Drill("", {"instance": "instance"})),
                Column("last_value", "Now", "number", drill=POINTS, width=112),
                Column("most_value", "Most", "number", drill=POINTS, width=112),
                Column("growth_hour", "Growth an hour", "number", drill=POINTS, width=131),
                Column("hours_left", "Hours left, est.", "number", width=122),
                Column("hurts_at", "Hurts at", "number", width=126),
                Column("share_hurts", "Of it", "share", bar=True, hidden=True),
                Column("remark", "Remark", width=270),
                Column("metric", "Metric", "code", width=230, hidden=True),
                Column("last_ts", "Newest point", "ts", hidden=True),
            ),
            empty=COLLECT,
        ),
        Panel(
            name="kept",
            title="Tables whose vacuums had to leave dead rows",
            view="vacuums_by_table",
            kind="table",
            height=300,
            doc="What a vacuum could not remove somebody could still see: an old transaction, a slot, a prepared "
            "transaction. Which table is the oldest needs a login; vacuums in the log name those they did.",
            columns=(
                Column("relation", "Table", "code", grow=True, width=220, drill=BEHIND),
                Column("max_tuples_dead", "Dead, not removable", "count", bar=True, width=166, drill=BEHIND),
                Column("max_xmin_age", "Oldest cutoff", "count", width=124, drill=BEHIND),
                Column("wraparound_runs", "Against wraparound", "count", width=159, drill=BEHIND),
                Column("runs", "Runs", "count", drill=BEHIND),
                Column("last_ts", "Last", "ts"),
            ),
            empty="No run of autovacuum was logged in this range: log_autovacuum_min_duration decides which are.",
        ),
        Panel(
            name="holders",
            title="Sessions that were long open, the longest first",
            view="session_rows",
            kind="table",
            params={"longest": True, "page": 50},
            height=260,
            doc="Who may hold the oldest transaction: the log tells of sessions, not of transactions.",
            columns=(
                Column("started_at", "Begin", "ts"),
                Column("session_us", "Length", "us"),
                Column("idle_us", "Idle", "us"),
                Column("user_name", "User", width=110, drill=Drill("", {"user": "user_name"})),
                Column("application", "Application", width=130),
                Column("client_host", "Host", width=130),
                Column("instance", "Instance", grow=True, width=140),
                Column("pid", "PID", "code", width=84),
            ),
            empty="No session is known in this range: log_connections and log_disconnections make them known.",
        ),
        over_time("xid", "Age of the oldest transaction id", "MaximumUsedTransactionIDs"),
        over_time("undo", "Undo history (MySQL)", "RollbackSegmentHistoryListLength"),
        over_time("slots", "Oldest replication slot, bytes behind (-1: none)", "OldestReplicationSlotLag"),
        over_time("age", "Oldest transaction in seconds (MySQL)", "TransactionAgeMaximum"),
    ),
)

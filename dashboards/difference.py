"""What is different: every dimension of a range, ranked by how much it rose against another period."""

from aurorascope.model.page import Choice, Column, Drill, Page, Panel

NOTHING = "Nothing rose by much against the period of comparison, as far as it was taken in."
RATES = "Sessions for load and logged time; errors, waits, bytes and connections by the minute."
ERRORS = {"severity": "=ERROR|FATAL|PANIC", "sqlstate": "sqlstate"}
LEADS = {
    "statement": Drill("/queries/{fingerprint}"),
    "plan": Drill("/queries/{fingerprint}#panel-plans"),
    "waited for locks": Drill("/queries/{fingerprint}"),
    "spilled to disk": Drill("/queries/{fingerprint}"),
    "wait": Drill("/load#panel-rows", {"dimension": "=wait", "load_key": "exact_key"}),
    "user": Drill("/queries", {"user": "user_name"}),
    "host": Drill("/queries", {"host": "client_host"}),
    "application": Drill("/queries", {"application": "application"}),
    "database": Drill("/queries", {"database": "database_name"}),
    "error class": Drill("/errors#panel-rows", ERRORS),
    "connected from": Drill(
        "/connections#panel-rows", {"event": "=authorized", "user": "user_name", "host": "client_host"}
    ),
    "table": Drill("/queries"),
}
OF = Choice(
    "of",
    "By",
    (
        ("statement", "Statement"),
        ("wait", "Wait"),
        ("user", "User"),
        ("host", "Host"),
        ("database", "Database"),
        ("application", "Application"),
        ("error class", "Error class"),
        ("plan", "Plan"),
        ("table", "Table"),
        ("waited for locks", "Waited for locks"),
        ("spilled to disk", "Spilled to disk"),
        ("connected from", "Connected from"),
    ),
)
KEY = Column("load_key", "What", "code", grow=True, width=300)
WHAT = (
    Column("dimension", "Dimension", width=130),
    Column("measure", "Measured by", width=105),
)
CHANGE = (
    Column("change", "Before, and now", width=220),
    Column(
        "share_of_rise",
        "Share of the rise",
        "share",
        "Of all that rose in its dimension.",
        width=125,
        bar=True,
    ),
)

PAGE = Page(
    path="/difference",
    title="What is different",
    group="Now",
    order=2,
    icon="log",
    from_log=False,
    doc="Drag over any chart to set the range. It is compared with the day before where the store holds it, "
    "else with the time just before, or with what is chosen above.",
    panels=(
        Panel(
            name="large",
            title="Stands out",
            view="amounts_by_key",
            kind="table",
            against=True,
            params={"only_large": True, "at_most": 40, "of": ""},
            doc=RATES + " At least twice its own past, and a good part of all there was.",
            columns=(*WHAT, KEY, *CHANGE),
            leads=LEADS,
            empty=NOTHING,
        ),
        Panel(
            name="load",
            title="Average active sessions",
            view="load_over_time",
            kind="time_bars",
            x="bucket",
            y="aas",
            series="load_key",
            unit="number",
            ceiling="vcpus",
            params={"dimension": "wait"},
            span=6,
            empty="No load is in the store for this range. It comes with: aurorascope collect.",
        ),
        Panel(
            name="time",
            title="Time spent in statements, by kind",
            view="statement_kinds_over_time",
            kind="time_bars",
            x="bucket",
            y="sum_us",
            series="statement_kind",
            unit="us",
            span=6,
            drill=Drill("@rows"),
            empty="No statement was logged in this range.",
        ),
        Panel(
            name="keys",
            title="By one dimension",
            view="amounts_by_key",
            kind="table",
            against=True,
            params={"at_most": 100},
            choices=(OF,),
            height=520,
            columns=(
                Column("measure", "Measured by", width=105),
                KEY,
                Column("standing", "Standing", width=90),
                *CHANGE,
                Column("rise", "Rise", "number", width=90),
                Column("now_rate", "Now", "number", width=90),
                Column("before_rate", "Before", "number", width=90),
            ),
            leads=LEADS,
            empty="Nothing of this kind is in the store, neither now nor in the period of comparison.",
        ),
        Panel(
            name="metrics",
            title="Metrics that moved, against the two hours before",
            view="metrics_moved",
            kind="table",
            params={"top": 25},
            height=360,
            columns=(
                Column("cluster", "Cluster", width=130),
                Column("instance", "Instance", width=150),
                Column("metric", "Metric", grow=True, drill=Drill("/metrics", {"metric": "metric"})),
                Column("unit", "Unit", width=120),
                Column("value_before", "Before", "number", width=110),
                Column("value_now", "Now", "number", width=110),
                Column("max_now", "Most", "number", width=110),
                Column("moved", "In its spread", "number", "Deviations from what it was.", width=110),
            ),
            empty="No metric is in the store for this range. Metrics come with: aurorascope collect.",
        ),
    ),
)

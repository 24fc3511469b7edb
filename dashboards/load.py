"""Load: average active sessions against the vCPUs, by what they waited for and by whom."""

from aurorascope.model.page import Choice, Column, Drill, Page, Panel
from aurorascope.model.page_parts import BEHIND, FAMILY

COLLECT = (
    "No load is in the store for this range. It comes with Performance Insights, which must be on for the "
    "instance: aurorascope doctor says whether it is, aurorascope collect fetches it."
)
DIMENSION = Choice(
    "dimension",
    "By",
    (
        ("wait", "Wait"),
        ("tokenized_sql", "Statement"),
        ("user", "User"),
        ("host", "Host"),
        ("application", "Application"),
        ("database", "Database"),
    ),
)
ROWS = {"dimension": "dimension", "load_key": "load_key"}
JOINED = Drill("/load#panel-joined_statements", {"joined_by": "joined_by"})
OF_KEY = Drill("/load#panel-rows", {"dimension": "=tokenized_sql", "key_id": "key_id", "split": "="})

PAGE = Page(
    path="/load",
    title="Load",
    group="Load",
    order=5,
    icon="queries",
    from_log=False,
    doc="Sessions that were at work or waited, as Performance Insights sampled them, by the second.",
    panels=(
        Panel(
            name="time",
            title="Average active sessions",
            view="load_over_time",
            kind="time_bars",
            x="bucket",
            y="aas",
            series="load_key",
            unit="number",
            ceiling="vcpus",
            height=300,
            choices=(DIMENSION,),
            doc="The dashed line is the vCPUs of the instances that were measured: load above it waits.",
            drill=Drill("/load#panel-rows", ROWS, bucket=True),
            empty=COLLECT,
        ),
        Panel(
            name="keys",
            title="In the range",
            view="load_by_key",
            kind="table",
            choices=(DIMENSION,),
            span=6,
            height=360,
            columns=(
                Column("load_key", "Key", "code", grow=True, width=180, drill=BEHIND),
                Column("active_us", "Active", "us", bar=True, drill=BEHIND),
                Column("share_active", "Share", "share"),
                Column("max_aas", "Most at once", "number"),
                Column("instances", "Instances", "count", hidden=True),
                Column("last_ts", "Last", "ts", hidden=True),
            ),
            empty=COLLECT,
        ),
        Panel(
            name="joined",
            title="Statements joined to the logs",
            view="statement_join",
            kind="table",
            by=("joined",),
            span=6,
            height=360,
            doc="By query id, else by fingerprint, else by the beginning of a text that is cut.",
            columns=(
                Column("joined_by", "Joined by", grow=True, width=180, drill=JOINED),
                Column("statements", "Statements", "count", drill=JOINED, hidden=True),
                Column("active_us", "Active", "us", bar=True, drill=JOINED),
                Column("share_active", "Share", "share"),
                Column("logged_us", "Logged", "us"),
                Column("share_logged", "Share of logged", "share", width=120),
            ),
            empty=COLLECT,
        ),
        Panel(
            name="statements",
            title="Top statements, and what they waited for",
            view="load_statements",
            kind="table",
            height=420,
            columns=(
                Column("statement_text", "Statement", "code", grow=True, width=300, drill=FAMILY),
                Column("active_us", "Active", "us", bar=True, drill=BEHIND),
                Column("share_active", "Share", "share"),
                Column("waits", "Waits", width=420),
            ),
            empty=COLLECT,
        ),
        Panel(
            name="joined_statements",
            title="Statements, and what joined each to the logs",
            view="statement_join",
            kind="table",
            by=("joined", "key", "statement", "fingerprint"),
            params={"top": 500},
            height=360,
            columns=(
                Column("statement_text", "Statement", "code", grow=True, width=300, drill=FAMILY),
                Column("joined_by", "Joined by", width=200, drill=JOINED),
                Column("active_us", "Active", "us", bar=True, drill=OF_KEY),
                Column("calls", "Calls in the log", "count", width=110, drill=FAMILY),
                Column("logged_us", "Logged", "us", drill=FAMILY),
            ),
            empty=COLLECT,
        ),
        Panel(
            name="rows",
            title="Periods, one by one",
            view="load_rows",
            kind="rows",
            sums=("active_us",),
            height=420,
            choices=(DIMENSION,),
            columns=(
                Column("ts", "Period", "ts"),
                Column("cluster", "Cluster", width=130, drill=Drill("", {"cluster": "cluster"})),
                Column("instance", "Instance", width=140, drill=Drill("", {"instance": "instance"})),
                Column("load_key", "Key", "code", grow=True, drill=Drill("", {"load_key": "load_key"})),
                Column("by_key_id", "Split by", width=160),
                Column("aas", "Sessions", "number"),
                Column("active_us", "Active", "us"),
            ),
            empty=COLLECT,
        ),
    ),
)

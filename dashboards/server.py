"""Server: starts, stops, crashes, recovery, parameter changes, replication; and what the log is made of."""

from aurorascope.model.page import Column, Drill, Page, Panel
from aurorascope.model.page_parts import BEHIND, ENTRY

QUIET = "The server wrote nothing of this kind in this range."

PAGE = Page(
    path="/server",
    title="Server events",
    group="Upkeep",
    order=32,
    icon="connections",
    doc="What the server says about itself, and what its log consists of.",
    panels=(
        Panel(
            name="entries",
            title="Entries of the log, by severity",
            view="entries_over_time",
            kind="time_bars",
            x="bucket",
            y="entries",
            series="severity",
            drill=BEHIND,
            empty="No entry is in this range. Choose a longer one, or take logs in: aurorascope ingest PATH.",
        ),
        Panel(
            name="events",
            title="Events",
            view="server_events_by_event",
            kind="table",
            span=6,
            height=300,
            columns=(
                Column("event", "Event", grow=True, width=160, drill=BEHIND),
                Column("events", "Times", "count", bar=True, drill=BEHIND),
                Column("first_ts", "First", "ts", hidden=True),
                Column("last_ts", "Last", "ts"),
            ),
            empty=QUIET,
        ),
        Panel(
            name="kinds",
            title="Kinds of entry",
            view="entries_by_kind",
            kind="table",
            span=6,
            height=300,
            columns=(
                Column("kind", "Kind", grow=True, width=160, drill=BEHIND),
                Column("entries", "Entries", "count", bar=True, drill=BEHIND),
                Column("share_entries", "Share", "share"),
                Column("last_ts", "Last", "ts"),
            ),
            empty=QUIET,
        ),
        Panel(
            name="settings",
            title="Logging settings",
            view="thresholds",
            kind="table",
            height=240,
            columns=(
                Column("setting", "Setting", "code", grow=True),
                Column("value", "Value", "code", width=160),
                Column("instance", "Instance", width=140),
                Column("valid_from", "From", "ts"),
                Column("valid_to", "To", "ts"),
                Column("known_by", "Known by", width=120),
            ),
            empty="Unknown: neither the log nor a collector said which thresholds were set.",
        ),
        Panel(
            name="taken_in",
            title="Logs taken in",
            view="newest_data",
            kind="table",
            height=240,
            columns=(
                Column("cluster", "Cluster", width=120),
                Column("instance", "Instance", grow=True, width=120),
                Column("log_kind", "Log", width=100),
                Column("format", "Format", width=100),
                Column("covered_from", "From", "ts"),
                Column("covered_to", "To", "ts"),
                Column("bytes", "Size", "bytes", hidden=True),
                Column("entries", "Entries", "count"),
                Column("unparsed_entries", "Not understood", "count", width=120),
                Column("first_unparsed", "The first of them", "code", width=260),
            ),
            empty="No log is in the store. Take some in: aurorascope ingest PATH.",
        ),
        Panel(
            name="rows",
            title="Events, one by one",
            view="server_event_rows",
            kind="rows",
            height=360,
            columns=(
                Column("ts", "Time", "ts", drill=ENTRY),
                Column("event", "Event", width=200, drill=Drill("", {"event": "event"})),
                Column("attributes", "What it names", "code", grow=True),
                Column("instance", "Instance", width=140, drill=Drill("", {"instance": "instance"})),
                Column("pid", "PID", "code", width=84),
            ),
            empty=QUIET,
        ),
    ),
)

"""Audit: who did what to which object, as pgaudit logged it."""

from aurorascope.model.page import Column, Drill, Page, Panel
from aurorascope.model.page_parts import BEHIND, ENTRY

QUIET = (
    "No audited action was logged. Add pgaudit to shared_preload_libraries and set pgaudit.log "
    "in the cluster's parameter group; on MySQL set server_audit_logging."
)

PAGE = Page(
    path="/audit",
    title="Audit",
    group="Evidence",
    order=92,
    icon="queries",
    doc="Actions that pgaudit logged.",
    panels=(
        Panel(
            name="operations",
            title="Operations",
            view="audit_by_operation",
            kind="table",
            height=320,
            columns=(
                Column("class", "Class", width=120, drill=BEHIND),
                Column("operation", "Operation", grow=True, drill=BEHIND),
                Column("actions", "Times", "count", bar=True, drill=BEHIND),
                Column("users", "Users", "count", width=70),
                Column("objects", "Objects", "count", width=80),
                Column("failed", "Failed", "count", width=80),
                Column("last_ts", "Last", "ts"),
            ),
            empty=QUIET,
        ),
        Panel(
            name="rows",
            title="Actions, one by one",
            view="audit_rows",
            kind="rows",
            height=520,
            columns=(
                Column("ts", "Time", "ts", drill=ENTRY),
                Column("actor", "Who", width=130),
                Column("class", "Class", width=90),
                Column("operation", "Operation", width=140),
                Column("object_type", "Type", width=90, hidden=True),
                Column("object", "Object", "code", width=200),
                Column("statement", "Statement", "code", grow=True, drill=Drill("/queries/{fingerprint}")),
                Column(
                    "client_host", "Host", width=120, drill=Drill("", {"host": "client_host"}), hidden=True
                ),
                Column("outcome", "Outcome", width=90),
            ),
            empty=QUIET,
        ),
    ),
)

"""One entry of the log, whole."""

from aurorascope.model.page import Column, Drill, Page, Panel

PAGE = Page(
    path="/entry",
    title="Log entry",
    order=91,
    doc="One entry with everything the server wrote about it, and where in which file it stands.",
    from_log=False,
    panels=(
        Panel(
            name="entry",
            title="Entry",
            view="log_entry",
            kind="record",
            columns=(
                Column("ts", "Time", "ts"),
                Column("severity", "Severity", drill=Drill("/log", {"severity": "severity"})),
                Column("sqlstate", "SQLSTATE", drill=Drill("/log", {"sqlstate": "sqlstate"}), hidden=True),
                Column("kind", "Kind", drill=Drill("/log", {"kind": "kind"})),
                Column("message", "Message", "code"),
                Column("detail", "Detail", "code", hidden=True),
                Column("hint", "Hint", "code", hidden=True),
                Column("context", "Context", "code", hidden=True),
                Column("statement", "Statement", "sql", hidden=True),
                Column("fingerprint", "Fingerprint", drill=Drill("/queries/{fingerprint}"), hidden=True),
                Column(
                    "error_fingerprint",
                    "Error fingerprint",
                    drill=Drill("/errors", {"error_fingerprint": "error_fingerprint"}),
                    hidden=True,
                ),
                Column("user_name", "User", drill=Drill("/log", {"user": "user_name"})),
                Column("database_name", "Database", drill=Drill("/log", {"database": "database_name"})),
                Column("client_host", "Host", drill=Drill("/log", {"host": "client_host"})),
                Column("application", "Application", drill=Drill("/log", {"application": "application"})),
                Column("backend_type", "Backend type", hidden=True),
                Column("pid", "PID"),
                Column("session_key", "Session", hidden=True),
                Column("cluster", "Cluster"),
                Column("instance", "Instance", drill=Drill("/log", {"instance": "instance"})),
                Column("query_id", "Query id", hidden=True),
                Column("vxid", "Virtual transaction", hidden=True),
                Column("xid", "Transaction", hidden=True),
                Column("path", "File"),
                Column("offset", "Byte offset", "count"),
            ),
            empty="No entry of this source and offset is in this store; the link may be from another.",
        ),
    ),
)

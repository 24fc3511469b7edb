"""The columns that many tables share: where a row is from, and whose session wrote it."""

from __future__ import annotations

from aurorascope.model.table import columns

LABELS = columns(
    ("account", "text", "AWS account id, or 'local' for plain files."),
    ("region", "text", "AWS Region, or 'local' for plain files."),
    ("cluster", "text", "Name of the cluster, or 'local' for plain files."),
    ("instance", "text", "Name of the instance, or 'local' for plain files."),
)

PLACE = tuple(column.name for column in LABELS)

ORIGIN = columns(
    ("source", "text", "The source (16 hex digits) that the row was read from; `coverage` names its path."),
    ("offset", "bigint", "Byte offset, in the decompressed source, of the first byte of the row's entry."),
)

SESSION = columns(
    ("pid", "bigint", "Process id of the backend (PostgreSQL) or connection id (MySQL)."),
    ("session_key", "text", "Key of the session: %c where the log has it, else pid@client; pids are reused."),
    ("user_name", "text", "Database user, as the log says it."),
    ("database_name", "text", "Database, as the log says it."),
    ("client_host", "text", "Client address or host name without its port; '[local]' for a Unix socket."),
    ("application", "text", "Application name, where the log has it."),
    ("backend_type", "text", "Backend type, where the log has it (csvlog, jsonlog, %b)."),
)

LOG = LABELS + ORIGIN + SESSION

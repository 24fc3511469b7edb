"""What leaves the machine: families instead of statements, folded messages; what is unknown is withheld.

Every text column of a view is of one of the sorts below. A column that is of none is withheld, so a view
that learns to show a new text leaks nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aurorascope.logs.tellable import ENGINES, SEVERAL, family_of, tellable_message, tellable_running

if TYPE_CHECKING:
    from aurorascope.insight.views import Queryable

Row = dict[str, Any]

WITHHELD = "[withheld]"
NAMES = frozenset(
    {
        *("account", "region", "cluster", "instance", "user_name", "database_name", "client_host"),
        *("application", "relation", "object", "alarm_name", "subject", "actor", "lane", "event", "top_user"),
        *("top_host", "old_writer", "promoted", "load_key", "top_wait", "key_id", "dimension", "root_pid"),
    }
)
"""Names of people, machines and things: they say where, and stay."""
WORDS = frozenset(
    {
        *("statement_kind", "traffic", "phase", "severity", "sqlstate", "sqlstate_class", "class_name"),
        *("fingerprint", "waiter_fingerprint", "blocker_fingerprint", "error_fingerprint", "kind", "outcome"),
        *("lock_mode", "object_type", "failure", "tls_version", "full_scan", "plan_hash", "format", "class"),
        *("operation", "log_kind", "route", "setting", "value", "known_by", "storage_type", "outage_known"),
        *("cache", "zone_kind", "verdict", "session_key", "root_state"),
    }
)
"""Words of the server or our own: a closed set, a setting, a code."""
STATEMENTS = frozenset({"sql", "statement", "sample_statement"})
FAMILIES = frozenset({"normalized_sql", "statement_text", "root_text"})
MESSAGES = frozenset({"message", "sample_message"})
FREE = frozenset({"what", "cause"})
"""Words of a server with values in them."""
CAUSES = (
    *("lock timeout", "statement timeout", "user request", "conflict with recovery", "administrator command"),
    *(
        "idle-in-transaction timeout",
        "idle-session timeout",
        "transaction timeout",
        "crash of another server",
    ),
)


def engine_of_all(snapshot: Queryable) -> str:
    """Return the engine of all statements of a store; SEVERAL where they are of more than one."""
    rows = snapshot.query("SELECT DISTINCT engine FROM fingerprints WHERE engine IS NOT NULL", {}).to_pylist()
    engines = {row["engine"] for row in rows} & set(ENGINES)
    return engines.pop() if len(engines) == 1 else SEVERAL if engines else ENGINES[0]


def clean(rows: list[Row], engine: str) -> list[Row]:
    """Return the rows as they may leave the machine."""
    redacted: dict[str, str] = {}

    def family(text: str) -> str:
        if text not in redacted:
            redacted[text] = family_of(text, engine)
        return redacted[text]

    def cell(name: str, value: object, row: Row) -> object:
        if not isinstance(value, str) or name in NAMES or name in WORDS:
            return WITHHELD if isinstance(value, list | dict) and value else value
        if name in STATEMENTS:
            return family(value)
        if name in FAMILIES:
            return value if row.get("fingerprint") or row.get("waiter_fingerprint") else family(value)
        if name in MESSAGES:
            return tellable_message(value, row.get("kind"))
        if name in FREE:
            return _free(name, value, row, engine)
        return WITHHELD

    return [{name: cell(name, value, row) for name, value in row.items()} for row in rows]


def _free(name: str, value: str, row: Row, engine: str) -> str:
    """Return words with values in them: those of the control plane and of people stay, a log's are folded."""
    if name == "what":
        return value
    if "started_at" in row:  # a failover's own words, with the statement it ran behind them
        return tellable_running(value, engine)
    if "checkpoints" in row:
        return value
    return next((known for known in CAUSES if value.startswith(known)), WITHHELD)

"""Exports of a server's own counters: pg_stat_statements, pg_stat_user_tables, MySQL's digest summary."""

from __future__ import annotations

from aurorascope.logs.exports.kind import Counter, ExportKind
from aurorascope.logs.exports.mysql_digests import DIGESTS
from aurorascope.logs.exports.postgres_statements import STATEMENTS
from aurorascope.logs.exports.postgres_tables import TABLES_OF_USERS

KINDS = {kind.name: kind for kind in (STATEMENTS, TABLES_OF_USERS, DIGESTS)}

__all__ = ["KINDS", "Counter", "ExportKind"]

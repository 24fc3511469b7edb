"""The parser of a format: the one place where formats are told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aurorascope.logs import clock, mysql_starts, pooler_starts, record_starts
from aurorascope.logs.formats.csvlog import CsvFormat
from aurorascope.logs.formats.jsonlog import JsonFormat
from aurorascope.logs.formats.stderr import StderrFormat
from aurorascope.logs.kinds import builtin_folder, load_kinds
from aurorascope.logs.parse import Parser
from aurorascope.logs.prefix import Prefix

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo
    from pathlib import Path

    from aurorascope.logs.kinds import Kinds
    from aurorascope.logs.mysql_parse import MysqlForm, MysqlParser
    from aurorascope.logs.pooler_rows import PoolerParser
    from aurorascope.logs.starts import FormatSpec


def parser_of(
    spec: FormatSpec, kinds: Kinds, *, redacted: bool, mysql_kinds: Sequence[Path] = ()
) -> Parser | MysqlParser | PoolerParser:
    """Return the parser of a source; `kinds` are those of PostgreSQL, `mysql_kinds` a user's folders."""
    zone = clock.zone(spec.zone) if spec.zone else None
    if spec.format == record_starts.CSVLOG:
        return Parser(CsvFormat(zone), kinds, redacted=redacted)
    if spec.format == record_starts.JSONLOG:
        return Parser(JsonFormat(zone), kinds, redacted=redacted)
    if spec.format in pooler_starts.FORMATS:
        return _pooler(spec, zone, redacted=redacted)
    if not spec.mysql:
        return Parser(StderrFormat(Prefix(spec.prefix), zone), kinds, redacted=redacted)
    from aurorascope.logs.mysql_parse import MysqlParser

    form = _mysql_form(spec, zone, mysql_kinds, redacted=redacted)
    return MysqlParser(form, redacted=redacted)


def _pooler(spec: FormatSpec, zone: tzinfo | None, *, redacted: bool) -> PoolerParser:
    """Return the parser of a pooler's log."""
    from aurorascope.logs.formats.pgbouncer import PgbouncerForm
    from aurorascope.logs.formats.rds_proxy import ProxyForm
    from aurorascope.logs.pooler_rows import PoolerParser

    form = PgbouncerForm(zone) if spec.format == pooler_starts.PGBOUNCER else ProxyForm(zone)
    kinds = load_kinds([builtin_folder(spec.format)], engine=spec.format)
    return PoolerParser(form, kinds, redacted=redacted)


def _mysql_form(
    spec: FormatSpec, zone: tzinfo | None, folders: Sequence[Path], *, redacted: bool
) -> MysqlForm:
    """Return a format of MySQL's; a worker that meets none of them loads none."""
    name = spec.format
    if name == mysql_starts.SLOW:
        from aurorascope.logs.mysql_slow_rows import SlowForm

        return SlowForm(zone)
    if name == mysql_starts.GENERAL:
        from aurorascope.logs.mysql_general_rows import GeneralForm

        return GeneralForm(zone, counted=spec.prefix != mysql_starts.UNCOUNTED)
    if name == mysql_starts.AUDIT:
        from aurorascope.logs.mysql_audit_rows import AuditForm

        return AuditForm(zone)
    from aurorascope.logs.mysql_error_rows import ErrorForm

    kinds = load_kinds([builtin_folder("mysql"), *folders], engine="mysql")
    return ErrorForm(kinds, zone, redacted=redacted)

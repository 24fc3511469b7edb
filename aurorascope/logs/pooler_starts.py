"""Where entries of a pooler's log begin, PgBouncer's and RDS Proxy's, and which a sample is of. Pure `re`."""

from __future__ import annotations

import re

PGBOUNCER, PROXY = "pgbouncer", "rds-proxy"
FORMATS = (PGBOUNCER, PROXY)
LOG_KINDS = {PGBOUNCER: "pooler", PROXY: "pooler"}

STAMP = rb"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}"
ZONE = rb"(?: [A-Z]{1,6}| [+-]\d\d(?::?\d\d)?)?"  # from 1.11 on
# PostgreSQL writes a colon behind its severities, and a pid in brackets at most.
PGBOUNCER_HEAD = STAMP + ZONE + rb" (?:\[\d+\]|\d+) (?:LOG|WARNING|ERROR|FATAL|DEBUG|NOISE) "
PROXY_HEAD = (
    rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z? +\[(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL)\] +"
    rb"(?:\[(?:proxyEndpoint|clientConnection|dbConnection)=|(?=[A-Z]))"
)
STARTS = {
    PGBOUNCER: re.compile(b"(?m)^" + PGBOUNCER_HEAD),
    PROXY: re.compile(b"(?m)^" + PROXY_HEAD),
}
_PROXYS_OWN = re.compile(rb"\[(?:proxyEndpoint|clientConnection|dbConnection)=")


def detect_pooler(sample: bytes) -> tuple[str, int] | None:
    """Return the format of a sample and how many of its entries begin in it; None for any other log."""
    found = {form: len(STARTS[form].findall(sample)) for form in FORMATS}
    if not _PROXYS_OWN.search(sample):
        found[PROXY] = 0
    form = max(found, key=lambda name: found[name])
    return (form, found[form]) if found[form] else None


def begins_as_proxy(sample: bytes) -> bool:
    """Tell whether a log begins with RDS Proxy's own stamp, which looks like that of an export."""
    return bool(STARTS[PROXY].match(sample) and _PROXYS_OWN.search(sample))


def next_start(form: str, data: bytes | bytearray, position: int) -> int:
    """Return where the first entry at or after `position` begins; -1 where none does."""
    match = STARTS[form].search(data, position)
    return -1 if match is None else match.start()

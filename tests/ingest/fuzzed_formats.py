"""Every format with bytes that servers wrote in it, and what reads it: what mutations begin with."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from aurorascope.ingest.sources import NotUnderstood, recognised
from aurorascope.ingest.syslog import Syslog, is_syslog
from aurorascope.logs.exports.counters import Export, difference, read_export
from aurorascope.logs.exports.tabular import NotAnExport, export_of, rows_of
from aurorascope.logs.kinds import builtin_folder, load_kinds
from aurorascope.logs.parsers import parser_of
from aurorascope.logs.prefix import RDS_DEFAULT, RDS_VERBOSE
from aurorascope.logs.starts import FormatSpec
from aurorascope.model.block import Block, Piece
from aurorascope.sources.clouds import CLOUDS, cloud_of
from aurorascope.sources.envelopes import Events, envelope_of, in_order, without_stamps
from aurorascope.sources.syslog import Calendar

RECOGNISED = 10
QUICK = 2.0
MODIFIED = datetime(2026, 11, 21, tzinfo=UTC)
LOGS = Path(__file__).parents[1] / "logs"
PREFIX = "%m|%u|%d|%r|%p|%l|%e|%c|%v|%x|%Q|%b|%a|"  # of the real server
POSTGRES = load_kinds([builtin_folder("postgresql")])
EXPORTS = ("statements-15-2.csv", "statements-15-3.ndjson", "tables-15-1.csv", "digests-mariadb-10.11-2.tsv")


@dataclass(frozen=True)
class Fuzzed:
    """One format: pieces of real bytes, what reads them, and what else is spliced in.

    `read` raises nothing and returns how many entries it found; where `whole` is true, bytes that are no
    blank give at least one. `share` is how many of its inputs a proof reads for each of a log's.
    """

    pieces: list[bytes]
    read: Callable[[bytes, bool], int]
    splices: tuple[bytes, ...] = ()
    whole: bool = True
    share: float = 1.0


def log(form: str, data: bytes, prefix: str = "", splices: tuple[bytes, ...] = ()) -> Fuzzed:
    """A format of logs: read open or closed, redacted or not."""
    spec = FormatSpec(form, prefix)
    parsers = {redacted: parser_of(spec, POSTGRES, redacted=redacted) for redacted in (False, True)}

    def read(data: bytes, odd: bool) -> int:
        spec.next_start(data, 0)
        if len(data) % RECOGNISED == 0:  # learning a prefix takes ten times as long as reading
            with suppress(NotUnderstood):
                recognised(data, None, "")
        closing = len(data) % 3 > 0
        parsed = parsers[odd].parse(Block(data, (Piece(0, "s", 0),), closing=closing, last=odd))
        kept = [len(end.data) for end in (*parsed.heads, *parsed.held)]
        assert sum(kept) <= len(data)
        return sum(frame.height for frame in parsed.tables.values()) + len(kept)

    starts = list(_starts(spec, data)) or [0]
    pieces = [data[begin:end] for begin, end in pairwise([*starts, len(data)])]
    return Fuzzed(pieces, read, splices)


def _starts(spec: FormatSpec, data: bytes) -> Iterator[int]:
    at = spec.next_start(data, 0)
    while at >= 0:
        yield at
        at = spec.next_start(data, at + 1)


def syslog(lines: list[bytes]) -> Fuzzed:
    """Lines of syslog, taken off and put together, then read as the log that they hold."""
    parser = parser_of(FormatSpec("stderr", PREFIX), POSTGRES, redacted=False)

    def read(data: bytes, odd: bool) -> int:
        is_syslog(data)
        cut = len(data) // 2 if odd else len(data)
        found = Syslog(data[:4096], PREFIX if odd else None, Calendar(MODIFIED))
        said = [text for _, text in found.messages([data[:cut], data[cut:]])]
        parser.parse(Block(b"\n".join(said), (Piece(0, "s", 0),), closing=True))
        return len(said) + found.others + found.lost

    return Fuzzed(lines, read, SYSLOG, share=0.5)


def syslog_lines(log: bytes) -> list[bytes]:
    """The lines of a log in the forms of syslog, by turns, as rsyslog writes them."""
    heads = (
        b"Nov 20 13:50:41 db1 ",
        b"<134>1 2026-11-20T13:50:41.5Z db1 ",
        b"2026-11-20T13:50:41+01:00 db1 ",
    )
    said = []
    for number, line in enumerate(log.splitlines()):
        program = b"postgres 77 - - " if number % 3 == 1 else b"postgres[77]: "
        goes_on = line.startswith(b"\t")
        part = b"[%d-%d] " % (number - goes_on, 1 + goes_on)
        said.append(heads[number % 3] + program + part + line.replace(b"\t", b"#011") + b"\n")
    return said


def containers(log: bytes) -> dict[str, Fuzzed]:
    """The lines of a log in what containers' runtimes and systemd wrap around them."""
    lines = log.decode().splitlines()
    docker = [{"log": f"{line}\n", "stream": "stderr", "time": "2026-11-20T13:50:41.5Z"} for line in lines]
    journal = [
        {"__REALTIME_TIMESTAMP": "1795182641123456", "_HOSTNAME": "db1", "_PID": "7", "MESSAGE": line}
        for line in lines
    ]
    cri = [
        f"2026-11-20T13:50:41.5Z stderr {'FP'[number % 9 == 0]} {line}" for number, line in enumerate(lines)
    ]
    return {
        "Docker json-file": cloud("Docker json-file", "\n".join(map(json.dumps, docker)).encode()),
        "Kubernetes container log": cloud("Kubernetes container log", "\n".join(cri).encode()),
        "journald": cloud("journald", "\n".join(map(json.dumps, journal)).encode()),
    }


def cloud(name: str, data: bytes) -> Fuzzed:
    def read(data: bytes, odd: bool) -> int:
        cloud_of(data)
        envelope_of(data)
        cut = len(data) // 2 if odd else len(data)
        said = in_order(CLOUDS[name].entries([data[:cut], data[cut:]], Events()), 4096)
        return sum(1 for one in said if one.message)

    return Fuzzed(data.splitlines(keepends=True), read, JSON, whole=False, share=QUICK)


def export(name: str) -> Fuzzed:
    data = (LOGS / "exports" / name).read_bytes()
    kind = export_of(data)
    assert kind is not None

    def read(data: bytes, odd: bool) -> int:
        export_of(data)
        with suppress(NotAnExport):
            return compared(read_export(rows_of(data, kind), kind), odd=odd)
        return 0

    def compared(found: Export, *, odd: bool) -> int:
        before = {key: row | {"calls": 1} for key, row in found.rows.items()} if odd else {}
        difference(before, 1, found.rows, kind)
        return len(found.rows)

    head, *rest = data.splitlines(keepends=True)
    return Fuzzed([head + row for row in rest] or [head], read, JSON, whole=False, share=QUICK)


def envelope(data: bytes) -> Fuzzed:
    def read(data: bytes, odd: bool) -> int:
        envelope_of(data)
        events = Events()
        found = sum(1 for _ in in_order(events.read([data[:50], data[50:]] if odd else [data]), 4096))
        list(without_stamps([data]))
        return found

    return Fuzzed(data.splitlines(keepends=True), read, JSON, whole=False, share=QUICK)


JSON = (
    b"{",
    b"}",
    b"[",
    b"]",
    b'"',
    b"\\",
    b"\\u0000",
    b":",
    b",",
    b"null",
    b"1e999",
    b"[" * 300,
    b'{"a":' * 300,
)
CSV = (b'"', b'""', b",", b',"LOG",', b",,,,,,,", b"\n2026-11-20 13:50:41.583 UTC,")
SYSLOG = (
    *(b"#011", b"#012", b"[5-1] ", b"[5-2] ", b"[99999999999999999999-1] ", b"message repeated 9 times: [ "),
    *(b"Feb 31 99:99:99 db1 ", b'<999>1 2026-13-40T99:99:99Z h p 1 - [x y="z"] '),
)
POOL = (
    b"C-0x5: ",
    b"(nodb)/(nouser)@",
    b"unix(1):",
    b"[::1]:5 ",
    b" (age=99999999999999999999s)",
    b"stats: ",
)


def cloudwatch(text: str) -> bytes:
    events = [
        {"logStreamName": "i.0", "timestamp": 1795057200000 + n, "message": line, "eventId": str(n)}
        for n, line in enumerate(text.splitlines())
    ]
    return (
        "\n".join(json.dumps(one) for one in events).encode()
        + b"\n"
        + json.dumps({"events": events}).encode()
    )


def formats() -> dict[str, Fuzzed]:
    """Every format by name."""
    server = {form: (LOGS / "postgres" / f"server-15.{form}").read_bytes() for form in ("log", "csv", "json")}
    aurora = (Path(__file__).parent / "canaries" / "stderr" / "error" / "postgresql.log").read_bytes()
    mysql = {kind: b"".join(path.read_bytes() for path in sorted((LOGS / "mysql").glob(f"*-{kind}.log")))
             for kind in ("slow", "general", "error", "audit")}  # fmt: skip
    canaries = Path(__file__).parent / "canaries"
    return {
        "stderr, RDS": log("stderr", aurora, RDS_DEFAULT),
        "stderr, RDS verbose": log("stderr", aurora, RDS_VERBOSE),
        "stderr, all escapes": log("stderr", server["log"], PREFIX),
        "csvlog": log("csvlog", server["csv"], splices=CSV),
        "jsonlog": log("jsonlog", server["json"], splices=JSON),
        "pgbouncer": log("pgbouncer", (LOGS / "poolers" / "pgbouncer-1.18.log").read_bytes(), splices=POOL),
        "rds-proxy": log("rds-proxy", (LOGS / "poolers" / "rds-proxy.log").read_bytes()),
        **{f"mysql-{kind}": log(f"mysql-{kind}", data) for kind, data in mysql.items()},
        "CloudNativePG": cloud("CloudNativePG", (canaries / "cloud-native" / "log.json").read_bytes()),
        "Cloud SQL": cloud("Cloud SQL", (canaries / "cloud-sql" / "log.json").read_bytes()),
        "Azure": cloud("Azure Database for PostgreSQL", (canaries / "azure" / "log.json").read_bytes()),
        "Heroku": cloud("Heroku logplex", (canaries / "heroku" / "log.txt").read_bytes()),
        "syslog": syslog(syslog_lines(server["log"])),
        **containers(server["log"]),
        "CloudWatch": envelope(cloudwatch(aurora.decode())),
        **{f"export {name}": export(name) for name in EXPORTS},
    }

"""Constructs what no server at hand writes: Aurora MySQL's audit log, file names, header and error log.

    python sample_logs/make/make_aurora_mysql.py

Nothing here comes from an Aurora server. Fields, names and the order of lines follow AWS's documentation and
MySQL's sources; clients, statements and times are drawn from a seed, so the files are the same each time.
"""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "prod-billing-1"
HOST = "prod-billing-1"
BEGIN = datetime(2026, 11, 19, 3, tzinfo=UTC)
STRIPES = 4  # the audit log is written by several threads, each to a file of its own
HEADER = (
    "/rdsdbbin/oscar/bin/mysqld, Version: 8.0.39 (Source distribution). started with:\n"
    "Tcp port: 3306  Unix socket: /tmp/mysql.sock\n"
    "Time                 Id Command    Argument\n"
)
# (user, host, database, statement, tables read, tables written)
WORK = (
    ("app_rw", "10.0.12.34", "billing", "SELECT i.id, i.total FROM invoices i WHERE i.customer_id = {n}", ("invoices",), ()),
    ("app_rw", "10.0.12.35", "billing", "UPDATE invoices SET note = 'paid, it''s {n}', state = \"paid\" WHERE id = {n}", ("invoices",), ("invoices",)),
    ("app_rw", "10.0.12.35", "billing", "INSERT INTO payments (invoice_id, cents)\nVALUES ({n}, 1999), ({n}, -1)", (), ("payments",)),
    ("reporting", "10.0.20.7", "billing", "SELECT /*+ MAX_EXECUTION_TIME(60000) */ state, SUM(total)\nFROM invoices GROUP BY state -- nightly, {n}", ("invoices",), ()),
    ("crm@corp.example", "10.0.30.1", "crm", "SELECT name FROM `customer data` WHERE note LIKE '%# Time: 2026-11-19T03:00:00Z%' LIMIT {n}", ("customer data",), ()),
)  # fmt: skip
DDL = (
    ("CREATE", "CREATE TABLE payments_2026 LIKE payments", "payments_2026"),
    ("ALTER", "ALTER TABLE payments_2026 ADD COLUMN memo VARCHAR(40)", "payments_2026"),
    ("RENAME", "RENAME TABLE payments_2026 TO payments_old", "payments_2026"),
    ("DROP", "DROP TABLE payments_old", "payments_old"),
)


class Log:
    """The lines of all logs, by file; each audit stripe is in order, all of them together are not."""

    def __init__(self) -> None:
        self.dice = random.Random(2026)
        self.files: dict[str, list[str]] = defaultdict(list)
        self.query_id = 20_070_835
        self.databases: dict[str, str] = {}  # the one last written to each slow log

    def audit(self, at: datetime, who: tuple[str, str, int], rest: str, stripe: int) -> None:
        """Write a line of the audit log: microseconds, host, user, client, connection, then the rest."""
        user, host, connection = who
        micros = round(at.timestamp() * 1_000_000)
        name = f"audit/audit.log.{stripe}.2026-11-19-03-00.0"
        self.files[name].append(f"{micros},{HOST},{user},{host},{connection},{rest}\n")

    def slow(self, at: datetime, who: tuple[str, str, int], database: str, took_us: int, sql: str) -> None:
        """Write an entry of the slow log, under the header that each file begins with."""
        user, host, connection = who
        name = f"slowquery/mysql-slowquery.log.2026-11-19.{at:%H}".replace(".0", ".")
        if name not in self.files:
            self.files[name].append(HEADER)
        use = (
            ""
            if self.databases.get(name) == database
            else f"use `{database}`;\n"
            if " " in database
            else f"use {database};\n"
        )
        self.databases[name] = database
        rows = self.dice.randrange(1, 90)
        self.files[name].append(
            f"# Time: {at:%Y-%m-%dT%H:%M:%S.%f}Z\n# User@Host: {user}[{user}] @  [{host}]  Id: {connection:5d}\n"
            f"# Query_time: {took_us // 1_000_000}.{took_us % 1_000_000:06d}  Lock_time: 0.{self.dice.randrange(900):06d} "
            f"Rows_sent: {rows}  Rows_examined: {rows * self.dice.randrange(1, 400)}\n"
            f"{use}SET timestamp={int((at - timedelta(microseconds=took_us)).timestamp())};\n{sql};\n"
        )

    def told(self, line: str) -> None:
        """Write a line of the error log."""
        self.files["error/mysql-error-running.log.2026-11-19.3"].append(f"{line}\n")


def quoted(text: str) -> str:
    """Return an object of the audit log: quotes and line ends escaped, commas bare."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")
    return f"'{escaped}'"


def session(log: Log, number: int) -> None:
    """Tell one session: it connects, works, and goes."""
    dice = log.dice
    user, host, database, *_ = WORK[number % len(WORK)]
    who, stripe = (user, host, 7400 + number), number % STRIPES
    at = BEGIN + timedelta(seconds=60 * number + dice.random() * 30)
    log.audit(at, who, f"0,CONNECT,{database},,0", stripe)
    for _ in range(dice.randrange(3, 9)):
        _, _, _, pattern, read, written = WORK[number % len(WORK)]
        sql = pattern.format(n=dice.randrange(1, 9999))
        took_us = round(10 ** dice.uniform(3, 6.4))
        at += timedelta(seconds=dice.random() * 4, microseconds=took_us)
        log.query_id += dice.randrange(1, 9)
        for operation, tables in (("READ", read), ("WRITE", written)):
            for table in tables:
                log.audit(at, who, f"{log.query_id},{operation},{database},{table},", stripe)
        log.audit(at, who, f"{log.query_id},QUERY,{database},{quoted(sql)},0", stripe)
        if took_us > 100_000:  # long_query_time is 0.1
            log.slow(at, who, database, took_us, sql)
    log.audit(at + timedelta(seconds=1), who, f"0,DISCONNECT,{database},,0", stripe)


def strangers(log: Log) -> None:
    """Tell of logins that were refused: audit and error log both say so."""
    for number in range(6):
        at = BEGIN + timedelta(minutes=10 * number, seconds=7, microseconds=250_000)
        who = ("mallory", "203.0.113.9", 7900 + number)
        log.audit(at, who, "0,FAILED_CONNECT,,,1045", number % STRIPES)
        log.told(
            f"{at:%Y-%m-%dT%H:%M:%S}.250013Z {who[2]} [Note] [MY-010926] [Server] Access denied for user 'mallory'@'203.0.113.9' "
            "(using password: YES) (sql_authentication.cc:1525)"
        )


def changes(log: Log) -> None:
    """Tell of the DDL of a deployment."""
    who = ("deploy", "10.0.9.9", 7800)
    for number, (operation, sql, table) in enumerate(DDL):
        at = BEGIN + timedelta(minutes=31, seconds=number)
        log.query_id += 1
        log.audit(at, who, f"{log.query_id},{operation},billing,{table},", 1)
        log.audit(at, who, f"{log.query_id},QUERY,billing,{quoted(sql)},0", 1)


def server(log: Log) -> None:
    """Tell of a start, with the lines of other writers in between."""
    for second, line in (
        (1, "0 [System] [MY-010116] [Server] /rdsdbbin/oscar/bin/mysqld (mysqld 8.0.39) starting as process 612"),
        (3, "1 [System] [MY-013576] [InnoDB] InnoDB initialization has started."),
        (5, "1 [System] [MY-013577] [InnoDB] InnoDB initialization has ended."),
        (9, "0 [System] [MY-010931] [Server] /rdsdbbin/oscar/bin/mysqld: ready for connections. Version: '8.0.39'  socket: '/tmp/mysql.sock'  port: 3306  Source distribution."),
    ):  # fmt: skip
        log.told(f"2026-11-19T03:00:{second:02d}.000001Z {line}")
    log.told("261119  3:00:10 server_audit: logging started to the file audit.log.")
    log.told("/etc/rds/oscar-schema/oscar_schema.sql [DAS][INFO]: activity streams are off")


def main() -> None:
    """Write the files."""
    log = Log()
    server(log)
    for number in range(55):
        session(log, number)
    strangers(log)
    changes(log)
    for name, lines in log.files.items():
        path = TARGET / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()

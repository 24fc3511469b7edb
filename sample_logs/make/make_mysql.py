"""Makes the MySQL sample logs: a real server, the clients of a small shop, a crash; under a minute.

    python sample_logs/make/make_mysql.py --server FOLDER     # MySQL, unpacked below FOLDER (or / where installed)
    python sample_logs/make/make_mysql.py --mariadb           # MariaDB 10.11 of Debian, as a dialect

needs `pip install mysql-connector-python`. Debian's unstable has MySQL 9.7: fetch `mysql-server-core` and the libraries
that it depends on and unpack each with `dpkg -x PACKAGE.deb FOLDER`; nothing is installed.
"""

from __future__ import annotations

import argparse
import contextlib
import re
import shutil
import signal
import socket
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import mysql_scenes as scenes
from mysql_server import Installed, Server

SAMPLES = Path(__file__).resolve().parent.parent
ROTATED = datetime(2026, 11, 19, 15, tzinfo=UTC)
PROGRAM, DATA = "/rdsdbbin/mysql/bin/mysqld", "/rdsdbdata"
# Where a time of the run stands; SET timestamp is the same in seconds. MariaDB's audit plugin forgets a line's end.
MOMENT = re.compile(
    rb"\b(20\d\d-\d\d-\d\d)([T ])([ \d]\d:\d\d:\d\d)|\b(\d{8}) (\d\d:\d\d:\d\d)|(?m:^(# Time: |)|(?<= at )|(?<=veiled\.))(\d{6}) ([ \d]\d:\d\d:\d\d)"
)
STAMP = re.compile(rb"(?m)^(SET (?:last_insert_id=\d+,|insert_id=\d+,)*timestamp=)(\d{9,11})")


def play(server: Server) -> datetime:
    """Tell the story; return when the files were rotated."""
    server.create()
    server.start()
    scenes.found(server)
    scenes.shop(server, 5, 1)
    scenes.odd_texts(server)
    scenes.deadlock(server)
    scenes.lock_time_outs(server)
    rotated = datetime.now(UTC)
    server.rotate()
    if not server.installed.mariadb:
        dba = server.connect("dba")
        scenes.quietly(dba, "SET GLOBAL log_slow_extra = ON")
        dba.close()
    scenes.shop(server, 4, 11)
    scenes.deadlock(server, 3)
    scenes.lock_time_outs(server)
    scenes.cancelled(server)
    scenes.connections(server)
    for how in (signal.SIGKILL, signal.SIGSEGV):
        lost = scenes.unfinished(server)
        time.sleep(1.2)  # the log of changes is written every second
        server.end(how)
        with contextlib.suppress(Exception):
            lost.close()
        server.start()
        scenes.shop(server, 1.5, 21)
    dba = server.connect("dba")
    scenes.quietly(dba, "SET GLOBAL long_query_time = 0.05")
    dba.close()
    scenes.shop(server, 3, 31)
    server.end(signal.SIGTERM)
    return rotated


def moved(text: bytes, shift: timedelta, span: tuple[datetime, datetime]) -> bytes:
    """Move the times of the run, and no others, by whole seconds."""

    def again(match: re.Match[bytes]) -> bytes:
        day, between, clock, packed, packed_clock, head, short, short_clock = match.groups()
        form, told = (
            ("%Y-%m-%d %H:%M:%S", day + b" " + clock.replace(b" ", b"0")) if day
            else ("%Y%m%d %H:%M:%S", packed + b" " + packed_clock) if packed
            else ("%y%m%d %H:%M:%S", short + b" " + short_clock.replace(b" ", b"0"))
        )  # fmt: skip
        try:
            at = datetime.strptime(told.decode(), form).replace(tzinfo=UTC)
        except ValueError:
            return match[0]
        if not span[0] <= at <= span[1]:
            return match[0]
        at += shift
        if day:
            return at.strftime("%Y-%m-%d").encode() + between + at.strftime("%H:%M:%S").encode()
        if packed:
            return at.strftime("%Y%m%d %H:%M:%S").encode()
        return (head or b"") + at.strftime("%y%m%d ").encode() + f"{at:%k:%M:%S}".encode()

    def stamp(match: re.Match[bytes]) -> bytes:
        at = datetime.fromtimestamp(int(match[2]), UTC)
        return (
            match[1] + str(int((at + shift).timestamp())).encode() if span[0] <= at <= span[1] else match[0]
        )

    return STAMP.sub(stamp, MOMENT.sub(again, text))


def keep(server: Server, root: Path, shift: timedelta, span: tuple[datetime, datetime]) -> None:
    """Lay the logs out as Aurora does, without the folders and the name of the machine that made them."""
    target = SAMPLES / server.name
    shutil.rmtree(target, ignore_errors=True)
    names = {
        "error.log": "error/mysql-error.log",
        "slow.log.1": "slowquery/mysql-slowquery.log.2026-11-19.14",
        "slow.log": "slowquery/mysql-slowquery.log.2026-11-19.15",
        "general.log.1": "general/mysql-general.log.2026-11-19.14",
        "general.log": "general/mysql-general.log.2026-11-19.15",
        "audit.log": "audit/server_audit.log",
    }
    replaced = {
        str(server.installed.program): PROGRAM, str(root): DATA, str(server.installed.root): "/rdsdbbin/mysql",
        socket.gethostname(): server.name, f"Location '{root.parent}'": f"Location '{DATA}'",
    }  # fmt: skip
    for own, name in names.items():
        path = server.logs / own
        if not path.exists():
            continue
        text = path.read_bytes()
        for old, new in replaced.items():
            if old != "/":
                text = text.replace(old.encode(), new.encode())
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes(moved(text, shift, span))


def main() -> None:
    """Run the story and keep its logs."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--server", type=Path, default=Path("/"), help="where MySQL was unpacked")
    parser.add_argument("--mariadb", action="store_true", help="MariaDB instead")
    options = parser.parse_args()
    root = Path(tempfile.mkdtemp(prefix="mysql-samples-"))
    server = Server(
        "prod-crm-1" if options.mariadb else "prod-orders-1",
        root,
        Installed(options.server.resolve(), options.mariadb),
    )
    began = datetime.now(UTC).replace(microsecond=0)
    try:
        rotated = play(server)
    finally:
        server.end(signal.SIGKILL)
    shift = ROTATED - rotated.replace(microsecond=0)
    keep(server, root, shift, (began, datetime.now(UTC) + timedelta(seconds=1)))
    shutil.rmtree(root)


if __name__ == "__main__":
    main()

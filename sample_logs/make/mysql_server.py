"""A real MySQL or MariaDB server in a temporary folder, set up to log as Aurora MySQL can."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mysql import connector

if TYPE_CHECKING:
    import signal

OPEN = "shop"  # the sample users' password
LOADER = "usr/lib64/ld-linux-x86-64.so.2"
LIBRARIES = "usr/lib/x86_64-linux-gnu"
SHARED = {
    "skip-networking": "",
    "log-output": "FILE",
    "general-log": "ON",
    "slow-query-log": "ON",
    "long-query-time": "0",
    "log-slow-admin-statements": "ON",
    "innodb-print-all-deadlocks": "ON",
    "innodb-buffer-pool-size": "32M",
    "innodb-flush-log-at-trx-commit": "2",
    "max-connections": "30",
    "log-queries-not-using-indexes": "OFF",
}
MYSQL = {
    "mysqlx": "OFF",
    "secure-file-priv": "NULL",
    "log-timestamps": "UTC",
    "log-error-verbosity": "3",
    "performance-schema": "OFF",
    "log-slow-replica-statements": "ON",
}
MARIADB = {
    "log-warnings": "3",
    "log-slow-verbosity": "query_plan,explain,innodb",
    "plugin-maturity": "stable",
    "plugin-load-add": "server_audit",
    "server-audit-logging": "ON",
    "server-audit-events": "CONNECT,QUERY,TABLE",
}


def account() -> str | None:
    """Name the unprivileged user that the server runs as, where this is root."""
    if os.geteuid() != 0:
        return None
    users = {user.pw_name for user in pwd.getpwall()}
    return "mysql" if "mysql" in users else "nobody"


@dataclass
class Installed:
    """Where a server's programs are: in the system (`root` is /) or unpacked in a folder."""

    root: Path
    mariadb: bool

    @property
    def program(self) -> Path:
        """Return the server's program."""
        return self.root / ("usr/sbin/mariadbd" if self.mariadb else "usr/sbin/mysqld")

    def command(self) -> list[str]:
        """Return how it is started: an unpacked one brings its own loader and libraries."""
        if self.root == Path("/"):
            return [str(self.program)]
        return [
            str(self.root / LOADER), "--library-path", str(self.root / LIBRARIES), str(self.program),
        ]  # fmt: skip

    def options(self) -> dict[str, str]:
        """Return the options that say where its own files are."""
        if self.mariadb:
            return {"basedir": str(self.root / "usr"), **SHARED, **MARIADB}
        share = self.root / "usr/share/mysql"
        own = {
            "basedir": str(self.root / "usr"),
            "lc-messages-dir": str(share),
            "character-sets-dir": str(share / "charsets"),
            "plugin-dir": str(self.root / "usr/lib/mysql/plugin"),
        }
        return {**own, **SHARED, **MYSQL}


class Server:
    """One instance: its data folder, its socket, its logs."""

    def __init__(self, name: str, root: Path, installed: Installed) -> None:
        """Name an instance; nothing is made yet."""
        self.name, self.installed = name, installed
        self.data, self.logs = root / "data", root / "logs"
        self.socket = root / "mysql.sock"
        self.process: subprocess.Popen[bytes] | None = None
        self.account = account()
        self.logs.mkdir()
        for folder in (root, self.logs):
            folder.chmod(0o755)
            if self.account:
                shutil.chown(folder, self.account)

    def options(self) -> list[str]:
        """Return the command line's options."""
        logs = {
            "datadir": str(self.data),
            "socket": str(self.socket),
            "pid-file": str(self.data / "mysqld.pid"),
            "log-error": str(self.logs / "error.log"),
            "slow-query-log-file": str(self.logs / "slow.log"),
            "general-log-file": str(self.logs / "general.log"),
        }
        if self.installed.mariadb:
            logs["server-audit-file-path"] = str(self.logs / "audit.log")
        options = {**self.installed.options(), **logs}
        return [
            "--no-defaults",
            *(f"--{name}={told}" if told else f"--{name}" for name, told in options.items()),
        ]

    def create(self) -> None:
        """Make an empty data folder whose administrator is root without a password."""
        if self.installed.mariadb:
            command = ["mariadb-install-db", "--no-defaults", "--auth-root-authentication-method=normal",
                       f"--datadir={self.data}"]  # fmt: skip
        else:
            share = self.installed.root / "usr/share/mysql"
            command = [*self.installed.command(), "--no-defaults", "--initialize-insecure",
                       f"--datadir={self.data}", f"--lc-messages-dir={share}"]  # fmt: skip
        done = subprocess.run(command, user=self.account, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"no data folder was made:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")

    def start(self) -> None:
        """Start and wait until connections are accepted."""
        self.process = subprocess.Popen(
            [*self.installed.command(), *self.options()], user=self.account, cwd=self.data,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        for _ in range(600):
            if self.process.poll() is not None:
                raise SystemExit(f"the server ended:\n{(self.logs / 'error.log').read_text()[-2000:]}")
            try:
                self.connect("root", "", None).close()
            except connector.Error:
                time.sleep(0.1)
            else:
                return
        raise SystemExit("the server did not begin to answer")

    def end(self, how: signal.Signals) -> None:
        """Send the server's own process a signal and wait for its end."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(60)

    def connect(
        self, user: str, password: str = OPEN, database: str | None = "shop"
    ) -> connector.MySQLConnection:
        """Open a session over the socket."""
        return connector.connect(
            unix_socket=str(self.socket), user=user, password=password, database=database, autocommit=True,
            use_pure=True, ssl_disabled=not self.installed.mariadb and not password,
        )  # fmt: skip

    def rotate(self) -> None:
        """Begin new files, as RDS does every hour: rename them, then have them opened again."""
        for name in ("slow", "general"):
            (self.logs / f"{name}.log").rename(self.logs / f"{name}.log.1")
        admin = self.connect("root", "", None)
        admin.cmd_query("FLUSH SLOW LOGS, GENERAL LOGS")
        admin.close()

"""A real PostgreSQL server in a temporary folder, set up to log as Aurora does."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from pathlib import Path

import psycopg

ACCOUNT = "postgres" if os.geteuid() == 0 else None  # the server refuses to run as root

SETTINGS = {
    "listen_addresses": "'127.0.0.1,::1'",
    "max_connections": "60",
    "superuser_reserved_connections": "3",
    "shared_buffers": "'16MB'",
    "work_mem": "'2MB'",
    "wal_level": "logical",
    "max_wal_size": "'64MB'",
    "checkpoint_timeout": "'30s'",
    "checkpoint_completion_target": "0.02",
    "hot_standby_feedback": "off",
    "max_standby_streaming_delay": "'400ms'",
    "max_standby_archive_delay": "'400ms'",
    "wal_receiver_status_interval": "'1s'",
    "fsync": "off",
    "autovacuum_naptime": "'3s'",
    "autovacuum_vacuum_threshold": "40",
    "autovacuum_vacuum_scale_factor": "0.005",
    "autovacuum_vacuum_insert_threshold": "150",
    "autovacuum_vacuum_insert_scale_factor": "0.003",
    "autovacuum_analyze_threshold": "100",
    "autovacuum_analyze_scale_factor": "0.01",
    "track_io_timing": "on",
    "ssl": "on",
    "log_timezone": "'UTC'",
    "timezone": "'UTC'",
    "deadlock_timeout": "'1s'",
    # what a parameter group of Aurora sets, but for the milliseconds (%m): the stretching needs them
    "log_line_prefix": "'%m:%r:%u@%d:[%p]:'",
    "logging_collector": "on",
    "log_destination": "stderr",
    "log_filename": "'run-%Y%m%d-%H%M%S.log'",
    "log_rotation_age": "0",
    "log_min_duration_statement": "'2ms'",
    "log_statement": "ddl",
    "log_lock_waits": "on",
    "log_temp_files": "0",
    "log_connections": "on",
    "log_disconnections": "on",
    "log_autovacuum_min_duration": "0",
    "log_checkpoints": "on",
    "log_recovery_conflict_waits": "on",
    "log_replication_commands": "on",
    "auto_explain.log_min_duration": "'40ms'",
    "auto_explain.log_analyze": "on",
    "auto_explain.log_buffers": "on",
    "auto_explain.log_nested_statements": "off",
    "pgaudit.log": "'role'",
    "pgaudit.log_catalog": "off",
}
HBA = """
local    all          all                         trust
host     replication  rdsrepladmin  127.0.0.1/32  trust
hostssl  all          intruder      127.0.0.0/8   reject
hostssl  all          all           127.0.0.0/8   scram-sha-256
hostssl  all          all           ::1/128       scram-sha-256
"""


def free_port() -> int:
    """Ask the kernel for a port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def binaries() -> Path:
    """Find the newest installed server."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if not found:
        raise SystemExit(
            "no PostgreSQL server under /usr/lib/postgresql: install Debian's package postgresql"
        )
    return found[-1].parent


class Server:
    """One instance: its data folder, its socket, its port, its log."""

    def __init__(self, name: str, root: Path) -> None:
        """Name an instance; nothing is made yet."""
        self.name, self.root = name, root
        self.data, self.logs, self.sockets = root / name, root / f"{name}-log", root / f"{name}-run"
        self.port = free_port()
        self.bin = binaries()

    def run(self, *command: str) -> None:
        """Run a program of the server as an unprivileged user."""
        # into a file: the server inherits it, and a pipe would never end
        with (self.root / "commands.out").open("a+") as out:
            done = subprocess.run(
                [str(self.bin / command[0]), *command[1:]],
                user=ACCOUNT, group=ACCOUNT, extra_groups=[] if ACCOUNT else None,
                cwd=self.root, env={**os.environ, "HOME": str(self.root)}, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, check=False,
            )  # fmt: skip
        if done.returncode:
            said = (self.root / "commands.out").read_text()[-2000:]
            raise RuntimeError(f"{' '.join(command)}: exit {done.returncode}\n{said}")

    def folders(self) -> None:
        """Make the folders of the log and the socket, owned by the server's user."""
        for folder in (self.logs, self.sockets):
            folder.mkdir(exist_ok=True)
            folder.chmod(0o700)
            if ACCOUNT:
                shutil.chown(folder, ACCOUNT, ACCOUNT)

    def create(self) -> None:
        """Make an empty cluster whose superuser is rdsadmin, as on RDS."""
        self.folders()
        self.run(
            "initdb",
            "-D",
            str(self.data),
            "-U",
            "rdsadmin",
            "-A",
            "trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "-N",
        )
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=prod-shop",
             "-keyout", str(self.data / "server.key"), "-out", str(self.data / "server.crt")],
            check=True, capture_output=True,
        )  # fmt: skip
        for name in ("server.key", "server.crt"):
            (self.data / name).chmod(0o600)
            if ACCOUNT:
                shutil.chown(self.data / name, ACCOUNT, ACCOUNT)
        self.configure()

    def configure(self, **more: str) -> None:
        """Write postgresql.conf and pg_hba.conf."""
        library = self.bin.parent / "lib"  # where Debian puts it
        preload = [
            name
            for name in ("pg_stat_statements", "auto_explain", "pgaudit")
            if (library / f"{name}.so").exists()
        ]
        settings = {
            **SETTINGS,
            "port": str(self.port),
            "unix_socket_directories": f"'{self.sockets}'",
            "log_directory": f"'{self.logs}'",
            "shared_preload_libraries": f"'{','.join(preload)}'",
            **more,
        }
        lines = [f"{name} = {value}" for name, value in settings.items()]
        # Aurora includes files that do not exist and says so on every reload
        lines += [
            f"include_if_exists '/rdsdbdata/config/{name}.conf'" for name in ("recovery", "custom", "user")
        ]
        (self.data / "postgresql.conf").write_text("\n".join(lines) + "\n")
        (self.data / "pg_hba.conf").write_text(HBA)

    def clone(self, primary: Server) -> None:
        """Become a hot standby of another instance."""
        self.folders()
        shutil.rmtree(self.data, ignore_errors=True)
        self.run(
            "pg_basebackup", "-D", str(self.data), "-R", "-X", "stream", "-c", "fast",
            "-d", f"host=127.0.0.1 port={primary.port} user=rdsrepladmin application_name={self.name}",
        )  # fmt: skip
        self.configure()

    def start(self) -> None:
        """Start and wait until connections are accepted."""
        self.run("pg_ctl", "-D", str(self.data), "-w", "-t", "60", "-s", "start")

    def stop(self, mode: str = "fast") -> None:
        """Stop."""
        self.run("pg_ctl", "-D", str(self.data), "-w", "-m", mode, "-s", "stop")

    def promote(self) -> None:
        """Make the standby the writer."""
        self.run("pg_ctl", "-D", str(self.data), "-w", "-s", "promote")

    def reload(self, **settings: str) -> None:
        """Change settings and send SIGHUP."""
        with (self.data / "postgresql.conf").open("a") as conf:
            conf.writelines(f"{name.replace('__', '.')} = {value}\n" for name, value in settings.items())
        self.run("pg_ctl", "-D", str(self.data), "-s", "reload")

    def admin(self, database: str = "rdsadmin") -> psycopg.Connection[tuple[object, ...]]:
        """Connect over the socket as rdsadmin, as RDS's own agents do."""
        return psycopg.connect(
            host=str(self.sockets), port=self.port, user="rdsadmin", dbname=database, autocommit=True,
            application_name="rdsadmin",
        )  # fmt: skip

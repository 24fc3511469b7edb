"""A real PostgreSQL for proofs: a cluster in a temporary folder, run by an account without privileges."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

DEVICE = Path("/dev/log")
STORIES = Path(__file__).parent / "postgres"
SETTINGS = {
    "logging_collector": "on", "log_directory": "'../log'", "log_filename": "'server.log'",
    "log_rotation_age": "0", "log_rotation_size": "0", "listen_addresses": "''", "fsync": "off",
    "unix_socket_directories": "'..'", "log_connections": "on", "log_disconnections": "on",
    "log_lock_waits": "on", "deadlock_timeout": "'200ms'", "log_temp_files": "0", "work_mem": "'64kB'",
    "log_autovacuum_min_duration": "0", "log_checkpoints": "on", "compute_query_id": "on",
}  # fmt: skip


def programs() -> Path:
    """Return the folder of the newest server that is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    assert found, "these proofs need PostgreSQL's server: Debian's package postgresql"
    return found[-1].parent


class Server:
    """A cluster that runs; `folder` holds its socket and its logs."""

    def __init__(self, folder: Path, settings: dict[str, str]) -> None:
        """Make the cluster and start it."""
        self.folder, self.bin, self.user = folder, programs(), "postgres" if os.geteuid() == 0 else None
        folder.mkdir(parents=True, exist_ok=True)
        if self.user:
            shutil.chown(folder, self.user)
        self.run("initdb", "-D", "data", "-A", "trust", "-U", "postgres", "--locale=C", "-E", "UTF8")
        lines = "".join(f"{name} = {value}\n" for name, value in (SETTINGS | settings).items())
        with (folder / "data" / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(lines)
        self.run("pg_ctl", "-D", "data", "-w", "-l", "start.log", "start")

    def run(self, program: str, *arguments: str, text: str | None = None, check: bool = True) -> str:
        """Run one of the server's programs."""
        made = subprocess.run(
            [str(self.bin / program), *arguments], cwd=self.folder, user=self.user, input=text, text=True,
            capture_output=True, check=False,
            env={"PATH": "/usr/bin:/bin", "PGHOST": str(self.folder), "PGUSER": "postgres"},
        )  # fmt: skip
        assert made.returncode == 0 or not check, made.stderr
        return made.stdout

    def sql(self, text: str, *arguments: str, database: str = "postgres") -> str:
        """Run SQL; errors are part of the story."""
        return self.run("psql", "-X", "-q", "-A", "-t", "-d", database, *arguments, text=text, check=False)

    def log(self, ending: str = "log") -> bytes:
        """Return what the server has written."""
        return (self.folder / "log" / f"server.{ending}").read_bytes()

    def stop(self) -> None:
        """Stop the server, which writes its last lines."""
        self.run("pg_ctl", "-D", "data", "-m", "fast", "-w", "stop", check=False)


@contextmanager
def server(**settings: str) -> Iterator[Server]:
    """Run a server while the block lasts."""
    folder = Path(tempfile.mkdtemp(prefix="pg-proof-"))
    folder.chmod(0o755)
    made = Server(folder / "s", settings)
    try:
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)


class Receiver(threading.Thread):
    """What a syslog daemon does: takes datagrams, puts the host in, writes control characters as numbers."""

    def __init__(self) -> None:
        """Listen where the C library sends to."""
        super().__init__(daemon=True)
        assert not DEVICE.exists(), "this proof makes /dev/log, and there is one: run it where no syslog runs"
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 << 20)
        self.socket.bind(str(DEVICE))
        DEVICE.chmod(0o666)
        self.lines: list[bytes] = []

    def run(self) -> None:
        """Take datagrams until the socket is closed."""
        while True:
            try:
                data = self.socket.recv(1 << 16)
            except OSError:
                return
            if not data:
                return
            text = data.rstrip(b"\0\n")
            text = text[text.index(b">") + 1 :] if text.startswith(b"<") else text
            written = b"".join(b"#%03o" % byte if byte < 32 else bytes((byte,)) for byte in text[16:])
            self.lines.append(text[:16] + b"db1 " + written + b"\n")

    def close(self) -> bytes:
        """Stop, and return the file that a daemon would have written."""
        time.sleep(0.5)
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        DEVICE.unlink()
        return b"".join(self.lines)

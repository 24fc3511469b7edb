"""The log of a server's life under any `log_line_prefix`: what each line says is known."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

BEGAN = datetime(2026, 11, 19, 3, 14, 15, 123000, tzinfo=UTC)
CLIENT_ONLY = "udarh"
USERS = ("app", "billing", "etl_job", "svc-reports", "postgres", "Anna", "o.brien")
DATABASES = ("shop", "ledger", "warehouse", "postgres", "app")
APPLICATIONS = (
    "psql",
    "PostgreSQL JDBC Driver",
    "puma: cluster worker 1",
    "checkout",
    "pgAdmin 4 - DB:shop",
    "",
)
HOSTS = ("10.0.3.7", "10.0.12.201", "2001:db8::1", "[local]", "ec2-52-2-1-1.compute.amazonaws.com")


@dataclass(frozen=True)
class Record:
    """One message of a process: what every escape would print, and its lines."""

    time: datetime
    severity: str
    message: str
    values: dict[str, str]
    rest: tuple[tuple[str, str], ...] = ()


@dataclass
class _Process:
    pid: int
    started: datetime
    backend: str
    user: str = ""
    database: str = ""
    application: str = ""
    host: str = ""
    port: int = 0
    lines: int = 0
    vxid: int = 0
    values: dict[str, str] = field(default_factory=dict)


def life(seed: int, *, sessions: int = 12) -> list[Record]:
    """Return the messages of a server that starts, serves some sessions and checkpoints."""
    rng = random.Random(seed)
    now = BEGAN
    records: list[Record] = []

    def say(who: _Process, severity: str, message: str, *rest: tuple[str, str], early: bool = False) -> None:
        nonlocal now
        now += timedelta(milliseconds=rng.choice((0, 1, 7, 130, 2900)))
        who.lines += 1
        records.append(
            Record(now, severity, message, _values(who, severity, message, rng, early=early), rest)
        )
        who.lines += len(rest)

    postmaster = _Process(rng.choice((1, 812)), now, "postmaster")
    checkpointer = _Process(postmaster.pid + 17, now, "checkpointer")
    say(postmaster, "LOG", "starting PostgreSQL 16.4 on x86_64-pc-linux-gnu, compiled by gcc, 64-bit")
    say(postmaster, "LOG", 'listening on IPv4 address "0.0.0.0", port 5432')
    say(postmaster, "LOG", "database system is ready to accept connections")
    open_ones: list[_Process] = []
    pid = postmaster.pid + 40
    for _ in range(sessions):
        pid += rng.randint(1, 60)
        host = rng.choice(HOSTS)
        one = _Process(
            pid, now, "client backend", rng.choice(USERS), rng.choice(DATABASES),
            rng.choice(APPLICATIONS), host, 0 if host == "[local]" else rng.randint(30000, 60000),
        )  # fmt: skip
        said = host if host == "[local]" else f"{host} port={one.port}"
        say(one, "LOG", f"connection received: host={said}", early=True)
        name = f" application_name={one.application}" if one.application else ""
        say(one, "LOG", f"connection authorized: user={one.user} database={one.database}{name}")
        open_ones.append(one)
        for speaker in rng.choices(open_ones, k=rng.randint(2, 6)):
            _work(speaker, say, rng)
        if rng.random() < 0.5:
            gone = open_ones.pop(rng.randrange(len(open_ones)))
            port = f" port={gone.port}" if gone.port else ""
            say(
                gone,
                "LOG",
                f"disconnection: session time: 0:00:01.229 user={gone.user} database={gone.database}"
                f" host={gone.host}{port}",
            )
        if rng.random() < 0.3:
            say(checkpointer, "LOG", "checkpoint starting: time")
    return records


def _work(one: _Process, say: Callable[..., None], rng: random.Random) -> None:
    kind = rng.randrange(4)
    if kind == 0:
        say(one, "ERROR", 'relation "nix" does not exist at character 15', ("STATEMENT", "SELECT * FROM nix"))
    elif kind == 1:
        say(
            one, "ERROR", 'duplicate key value violates unique constraint "t_pkey"',
            ("DETAIL", "Key (id)=(7) already exists."), ("STATEMENT", "INSERT INTO t VALUES (7)"),
        )  # fmt: skip
    else:
        say(
            one,
            "LOG",
            f"duration: {rng.random() * 900:.3f} ms"
            f"  statement: SELECT *\n FROM t WHERE id = {rng.randrange(99)}",
        )


def _values(who: _Process, severity: str, message: str, rng: random.Random, *, early: bool) -> dict[str, str]:
    client = who.backend == "client backend"
    late = client and not early
    in_transaction = client and severity == "ERROR"
    return {
        "u": (who.user if late else "[unknown]") if client else "",
        "d": (who.database if late else "[unknown]") if client else "",
        "a": (who.application if late and "authorized" not in message else "")
        or ("[unknown]" if client else ""),
        "r": f"{who.host}({who.port})" if who.port else who.host,
        "h": who.host,
        "b": who.backend,
        "p": str(who.pid),
        "P": "",
        "c": f"{int(who.started.timestamp()):x}.{who.pid:x}",
        "l": str(who.lines),
        "s": f"{who.started:%Y-%m-%d %H:%M:%S} UTC",
        "e": {"LOG": "00000"}.get(severity, "42P01" if "relation" in message else "23505"),
        "i": "SELECT" if late else "authentication" if client else "",
        "v": f"{3 + who.pid % 9}/{rng.randrange(9999)}" if client else "",
        "x": str(7000 + rng.randrange(500)) if in_transaction and "duplicate" in message else "0",
        "Q": str(rng.randrange(-(2**63), 2**63)) if late and "duration" in message else "0",
    }  # fmt: skip


ESCAPE = re.compile(r"%(-?\d+)?([a-zA-Z%])|[^%]+")


def head(prefix: str, record: Record) -> str:
    """Print a prefix for a record as the server does."""
    text = ""
    times = {
        "t": f"{record.time:%Y-%m-%d %H:%M:%S} UTC",
        "m": f"{record.time:%Y-%m-%d %H:%M:%S}.{record.time.microsecond // 1000:03d} UTC",
        "n": f"{record.time.timestamp():.3f}",
    }
    for part in ESCAPE.finditer(prefix):
        if not part[2]:
            text += part[0]
        elif part[2] == "%":
            text += "%"
        elif part[2] == "q":
            if record.values["b"] != "client backend":
                break
        else:
            width = int(part[1] or 0)
            value = (times | record.values)[part[2]]
            text += value.rjust(width) if width > 0 else value.ljust(-width)
    return text


def lines(prefix: str, record: Record) -> list[str]:
    """Print a record's lines: its message, then what belongs to it, each with the next line number."""
    first = int(record.values["l"])
    said = ((record.severity, record.message), *record.rest)
    return [
        head(prefix, replace(record, values=record.values | {"l": str(first + number)}))
        + f"{word}:  "
        + text.replace("\n", "\n\t")
        for number, (word, text) in enumerate(said)
    ]


def log(prefix: str, records: list[Record]) -> str:
    """Print the whole log."""
    return "".join(f"{line}\n" for record in records for line in lines(prefix, record))

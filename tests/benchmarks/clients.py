"""Who is connected: sessions with their client, user, database, process and application, and the prefix of their lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

# each with its share; the rare ones are the names that break careless prefixes
USERS = {
    "app": 50, "api_rw": 20, "batch": 10, "reporting": 6, "shop-admin": 2, "analytics@corp.example": 3, "svc+mailer": 2,
    "Jürgen Müller": 1, "web user": 1, "ΩMEGA": 1, "запросы": 1, "o'brien": 1,
}  # fmt: skip
DATABASES = {
    "shop": 60,
    "shop_eu": 15,
    "billing": 12,
    "warehouse-2": 6,
    "Data Lake": 3,
    "каталог": 1,
    "søk": 1,
}
APPLICATIONS = {
    "checkout-service": 30, "PostgreSQL JDBC Driver": 25, "django": 15, "psql": 3, "DBeaver 24.2 - Main <shop>": 2,
    "Metabase v0.50 [shop]": 3, "sidekiq 7.2 SSL enabled (worker)": 3, "": 10, "pgAdmin 4 - DB:shop": 2,
}  # fmt: skip
CIPHERS = (("TLSv1.3", "TLS_AES_256_GCM_SHA384", 256), ("TLSv1.2", "ECDHE-RSA-AES128-GCM-SHA256", 128))


def pick(rng: random.Random, shares: dict[str, int]) -> str:
    """Choose a name by its share."""
    return rng.choices(tuple(shares), tuple(shares.values()))[0]


@dataclass(slots=True, eq=False)
class Session:
    """One backend. `host` is what the log names as the client, '' for a background process."""

    pid: int
    host: str
    port: int
    user: str
    database: str
    application: str
    started_ms: int
    tail: str = ""
    began: str = ""
    key: str = ""
    line: int = 0
    busy: bool = False
    closed: bool = False
    prepared: int = 0
    tally: list[int] = field(default_factory=lambda: [0, 0, 0])

    def __post_init__(self) -> None:
        """Write the part of the default prefix that never changes."""
        self.tail = f":{self.remote}:{self.user}@{self.database}:[{self.pid}]:"

    @property
    def remote(self) -> str:
        """%r as the server writes it."""
        return f"{self.host}({self.port})" if self.port else self.host


def client_host(rng: random.Random) -> str:
    """Choose where a client connects from."""
    turn = rng.random()
    if turn < 0.84:
        return f"10.0.{rng.randrange(4)}.{rng.randint(4, 60)}"
    if turn < 0.91:
        return f"2001:db8:{rng.randint(1, 3)}::{rng.randint(1, 40):x}"
    if turn < 0.93:
        return f"fe80::{rng.randint(1, 9):x}:{rng.randint(1, 99):x}"
    if turn < 0.98:
        return f"ec2-52-222-{rng.randrange(3)}-{rng.randint(1, 20)}.compute.amazonaws.com"
    return "[local]"


class Processes:
    """Process ids: they rise, wrap around, and are reused."""

    def __init__(self, first: int = 1200, last: int = 32768) -> None:
        """Begin after the server's own processes."""
        self._first, self._last, self._next = first, last, first
        self._live: set[int] = set()

    def start(self) -> int:
        """Take the next free id."""
        while True:
            self._next = self._next + 1 if self._next < self._last else self._first
            if self._next not in self._live:
                self._live.add(self._next)
                return self._next

    def end(self, pid: int) -> None:
        """Free an id."""
        self._live.discard(pid)

"""Families of statements: their text, how often they run, what a call costs, who sends them."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from lab.names import DOMAINS, PEOPLE, WORDS

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

SLOT = re.compile(r"\{(int|small|big|text|like|date|amount|token|ints)\}")


@dataclass(frozen=True, slots=True)
class Family:
    """One family. Times are milliseconds a call on a warm and idle instance; rates are relative to each other."""

    name: str
    template: str  # names of tables are filled in, slots of literals are not
    client: str
    rate: float
    cpu_ms: float
    blocks: float  # pages a call looks at
    rows: float
    sigma: float = 0.6  # spread of the time of a call, in natural logarithms
    writes: int = 0  # rows a call changes
    role: str = "writer"  # writer, reader
    schedule: str = "season"  # season, flat, nightly, hourly, office
    coldness: float = 1.0  # how much less than others it finds in the cache
    temp_bytes: int = 0
    temp_share: float = 0.0  # share of calls that spill
    prepared: bool = False
    tables: tuple[str, ...] = ()
    fresh: bool = False  # not part of the usual work: planted
    examples: tuple[str, ...] = ()  # whole texts that were seen, where the family comes from a log

    def slots(self) -> list[str]:
        """Return the kinds of its literals, in order."""
        return SLOT.findall(self.template)

    def filled(self, values: list[str]) -> str:
        """Return the text with these literals."""
        rest = iter(values)
        return SLOT.sub(lambda _: next(rest), self.template)

    @property
    def tokenized(self) -> str:
        """The text as Performance Insights keeps it for a digest."""
        return SLOT.sub(lambda found: ", ".join(["?"] * 6) if found[1] == "ints" else "?", self.template)

    @property
    def dollars(self) -> str:
        """The text of its prepared statement on PostgreSQL."""
        number = 0

        def one(found: re.Match[str]) -> str:
            nonlocal number
            names = []
            for _ in range(6 if found[1] == "ints" else 1):
                number += 1
                names.append(f"${number}")
            return ", ".join(names)

        return SLOT.sub(one, self.template)

    @property
    def tokenized_id(self) -> str:
        """Performance Insights' id of the digest."""
        return hashlib.sha1(self.tokenized.encode(), usedforsecurity=False).hexdigest().upper()

    @property
    def db_id(self) -> str:
        """The engine's own id of the digest."""
        number = int.from_bytes(hashlib.sha256(self.tokenized.encode()).digest()[:8], "big", signed=True)
        return str(number)


@dataclass(frozen=True, slots=True)
class Client:
    """A program that connects: who it is, from where, how many sessions it keeps on each host."""

    name: str
    user: str
    application: str
    database: str
    hosts: tuple[str, ...] = ()
    pool: int = 0  # sessions kept on a host; 0: it connects for each piece of work
    per_minute: float = 0.0  # how often it connects then, on all hosts
    lifetime_s: float = 7200.0
    families: tuple[str, ...] = field(default=())


F = Family
# name, text, client, calls (relative), CPU ms, pages, rows
USUAL = (
    F("parent_by_id", "SELECT id, email, full_name, tier FROM {parent} WHERE id = {int}", "web", 90, 0.25, 4, 1, prepared=True),
    F("main_by_parent", "SELECT id, status, {amount_col}, created_at FROM {main} WHERE {parent_id} = {int} ORDER BY created_at DESC LIMIT {small}", "web", 60, 0.9, 22, 10, prepared=True),
    F("main_by_parent_reader", "SELECT m.id, m.status, m.{amount_col} FROM {main} m WHERE m.{parent_id} = {int} AND m.status <> {text}", "web", 80, 0.8, 20, 9, role="reader", prepared=True),
    F("lookup_in", "SELECT id, code, name, price FROM {lookup} WHERE id IN ({ints})", "web", 70, 0.4, 18, 6, role="reader"),
    F("child_of_main", "SELECT c.id, c.quantity, l.name FROM {child} c JOIN {lookup} l ON l.id = c.{lookup_id} WHERE c.{main_id} = {int} ORDER BY c.id", "web", 45, 0.7, 26, 4, role="reader", prepared=True),
    F("insert_main", "INSERT INTO {main} ({parent_id}, status, {amount_col}, note) VALUES ({int}, {text}, {amount}, {text})", "web", 14, 0.5, 12, 1, writes=1, prepared=True),
    F("insert_child", "INSERT INTO {child} ({main_id}, {lookup_id}, quantity) VALUES ({int}, {int}, {small}), ({int}, {int}, {small})", "web", 14, 0.5, 14, 2, writes=2, prepared=True),
    F("take_stock", "UPDATE {stock} SET {count} = {count} - {small} WHERE {lookup_id} = {int} AND {count} >= {small}", "web", 20, 0.4, 7, 1, writes=1, sigma=0.8),
    F("main_status", "UPDATE {main} SET status = {text}, updated_at = now() WHERE id = {int}", "worker", 16, 0.4, 9, 1, writes=1),
    F("insert_ledger", "INSERT INTO {ledger} ({main_id}, provider, amount, state) VALUES ({int}, {text}, {amount}, {text})", "api", 10, 0.5, 11, 1, writes=1),
    F("job_poll", "SELECT id, payload FROM {job} WHERE done_at IS NULL ORDER BY id LIMIT {small} FOR UPDATE SKIP LOCKED", "worker", 12, 0.9, 40, 5, schedule="flat"),
    F("job_done", "DELETE FROM {job} WHERE id = {int}", "worker", 12, 0.3, 8, 1, writes=1),
    F("touch_session", "UPDATE {session} SET seen_at = now() WHERE token = {token}", "api", 30, 0.3, 8, 1, writes=1),
    F("session_by_token", "SELECT s.id, s.{parent_id}, s.expires_at FROM {session} s WHERE s.token = {token}", "api", 60, 0.25, 5, 1),
    F("audit", "INSERT INTO {log} ({main_id}, kind, payload) VALUES ({int}, {text}, {text})", "worker", 22, 0.3, 6, 1, writes=1),
    F("login", "SELECT id, password_hash FROM {parent} WHERE lower(email) = {text}", "api", 4, 1.2, 9, 1),
    F("count_status", "SELECT count(*) FROM {main} WHERE status = {text} AND created_at > {date}", "admin", 0.5, 60, 2600, 1, role="reader", sigma=0.7, coldness=2),
    F("search", "SELECT id, name, price FROM {lookup} WHERE name LIKE {like} ORDER BY name LIMIT {small}", "web", 6, 14, 420, 12, role="reader", sigma=0.8, coldness=1.5),
    F("report_daily", "SELECT date(created_at) AS day, count(*), sum({amount_col}) FROM {main} WHERE created_at >= {date} GROUP BY 1 ORDER BY 1", "reports", 0.02, 900, 90_000, 30, role="reader", sigma=0.7, schedule="office", coldness=4, temp_bytes=18_000_000, temp_share=0.12),
    F("report_top", "WITH recent AS (SELECT m.id, m.{parent_id}, m.{amount_col}, m.created_at FROM {main} m WHERE m.created_at >= {date} AND m.status IN ({text}, {text})), lines AS (SELECT c.{main_id}, count(*) AS lines, sum(c.quantity) AS pieces FROM {child} c JOIN recent r ON r.id = c.{main_id} GROUP BY c.{main_id}) SELECT p.id, p.full_name, p.tier, count(r.id) AS mains, sum(r.{amount_col}) AS total, sum(l.pieces) AS pieces, max(r.created_at) AS latest FROM recent r JOIN {parent} p ON p.id = r.{parent_id} LEFT JOIN lines l ON l.{main_id} = r.id GROUP BY p.id, p.full_name, p.tier HAVING sum(r.{amount_col}) > {amount} ORDER BY total DESC LIMIT {small}", "reports", 0.01, 1800, 160_000, 50, role="reader", sigma=0.6, schedule="office", coldness=4, temp_bytes=60_000_000, temp_share=0.25),
    F("ledger_sum", "SELECT state, sum(amount) FROM {ledger} WHERE {main_id} IN ({ints}) GROUP BY state", "api", 5, 1.5, 60, 3),
    F("stock_low", "SELECT {lookup_id}, {count} FROM {stock} WHERE {count} < {small} ORDER BY {count} LIMIT {small}", "admin", 0.3, 35, 1500, 20, role="reader", sigma=0.6),
    F("export", "SELECT * FROM {main} WHERE id > {int} ORDER BY id LIMIT {big}", "batch", 0.25, 420, 30_000, 5000, schedule="nightly", sigma=0.4, coldness=6),
    F("purge", "DELETE FROM {log} WHERE created_at < {date}", "batch", 0.02, 2600, 60_000, 20_000, writes=8000, schedule="nightly", sigma=0.5, coldness=6),
    F("rollup", "INSERT INTO {rollup} (day, {parent_id}, total) SELECT date(created_at), {parent_id}, sum({amount_col}) FROM {main} WHERE created_at >= {date} GROUP BY 1, 2", "batch", 0.03, 3200, 110_000, 9000, writes=9000, schedule="nightly", sigma=0.4, coldness=5, temp_bytes=140_000_000, temp_share=0.5),
    F("hourly_refresh", "UPDATE {rollup} SET total = total + {amount} WHERE day = {date} AND {parent_id} = {int}", "cron", 2.0, 3, 60, 1, writes=1, schedule="hourly"),
    F("health", "SELECT 1", "web", 10, 0.05, 0, 1, schedule="flat", role="reader"),
)  # fmt: skip

# statements that a release may bring: not there before, all of them dear
FRESH = (
    F("fresh_history", "SELECT m.id, m.status, e.kind, e.created_at FROM {main} m JOIN {log} e ON e.{main_id} = m.id WHERE m.{parent_id} = {int} ORDER BY e.created_at DESC", "web", 1, 38, 5200, 60, sigma=0.6, coldness=2, prepared=True, fresh=True),
    F("fresh_or", "SELECT id, {amount_col} FROM {main} WHERE note = {text} OR {parent_id} = {int}", "api", 1, 90, 14_000, 8, sigma=0.5, coldness=3, fresh=True),
    F("fresh_like", "SELECT id, email FROM {parent} WHERE full_name LIKE {like} OR email LIKE {like} LIMIT {small}", "web", 1, 55, 8000, 10, sigma=0.7, coldness=2, fresh=True),
    F("fresh_distinct", "SELECT DISTINCT c.{lookup_id} FROM {child} c JOIN {main} m ON m.id = c.{main_id} WHERE m.created_at > {date}", "api", 1, 120, 19_000, 400, sigma=0.5, coldness=3, fresh=True),
    F("fresh_exists", "SELECT p.id FROM {parent} p WHERE NOT EXISTS (SELECT 1 FROM {main} m WHERE m.{parent_id} = p.id AND m.created_at > {date}) LIMIT {small}", "worker", 1, 150, 24_000, 40, sigma=0.4, coldness=3, fresh=True),
)  # fmt: skip


def families(rng: np.random.Generator, domain: str) -> list[Family]:
    """Return a cluster's usual families, each as dear and as frequent as this fleet has it; a few are missing."""
    dropped = set(rng.choice(["login", "ledger_sum", "stock_low", "search", "count_status", "audit"], 2))
    return [
        _named(family, domain, float(rng.lognormal(0, 0.35)), float(rng.lognormal(0, 0.3)))
        for family in USUAL
        if family.name not in dropped
    ]


def fresh(rng: np.random.Generator, domain: str) -> Family:
    """Return a family that nobody has seen before."""
    chosen = FRESH[int(rng.integers(len(FRESH)))]
    return _named(chosen, domain, 1.0, float(rng.lognormal(0, 0.2)))


def _named(family: Family, domain: str, rate: float, cost: float) -> Family:
    words = dict(DOMAINS[domain])
    words["amount_col"] = words.pop("amount")
    template = family.template
    tables = tuple(
        words[key] for key in ("main", "child", "parent", "stock", "ledger", "log", "lookup", "job", "session", "rollup")
        if f"{{{key}}}" in template
    )  # fmt: skip
    for key, word in words.items():
        template = template.replace(f"{{{key}}}", word)
    return replace(
        family, template=template, tables=tables, rate=family.rate * rate, cpu_ms=family.cpu_ms * cost
    )


def literals(rng: np.random.Generator, slots: list[str]) -> list[list[str]]:
    """Draw the values of a call; a slot may hold several."""
    return [_literal(rng, slot) for slot in slots]


def _literal(rng: np.random.Generator, slot: str) -> list[str]:
    numbers: dict[str, Callable[[], list[str]]] = {
        "int": lambda: [str(rng.integers(1, 900_000))],
        "ints": lambda: [str(value) for value in rng.integers(1, 5000, 6)],
        "small": lambda: [str(rng.integers(1, 50))],
        "big": lambda: [str(1000 * rng.integers(2, 20))],
        "amount": lambda: [f"{rng.integers(100, 90_000) / 100:.2f}"],
        "date": lambda: [f"'2026-{rng.integers(1, 10):02d}-{rng.integers(1, 28):02d}'"],
        "token": lambda: [f"'{rng.bytes(8).hex()}'"],
        "like": lambda: [f"'%{WORDS[int(rng.integers(5))]}%'"],
    }
    if slot in numbers:
        return numbers[slot]()
    many = WORDS if rng.random() < 0.8 else PEOPLE
    return ["'" + many[int(rng.integers(len(many)))].replace("'", "''") + "'"]

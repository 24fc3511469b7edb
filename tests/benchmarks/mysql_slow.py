"""Writes a slow log as Aurora MySQL 8.0 lays it out, of any size, and beside it what is true about it.

    python tests/benchmarks/mysql_slow.py --bytes 200MB --seed 1 --out FILE

The same seed gives the same bytes. FILE.truth.json holds every count and sum that a reader must reproduce. The layout is
that of the server's documentation and sources: no MySQL server wrote a line of it.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from generate import size

START = datetime(2026, 11, 19, 3, tzinfo=UTC)
OPENING = (
    "/rdsdbbin/oscar/bin/mysqld, Version: 8.0.39 (Source distribution). started with:\n"
    "Tcp port: 3306  Unix socket: /tmp/mysql.sock\n"
    "Time                 Id Command    Argument\n"
)
TABLES = (
    "orders",
    "order_lines",
    "customers",
    "items_2024",
    "items_2025",
    "stock",
    "carts",
    "events",
    "sessions",
    "invoices",
)
COLUMNS = (
    "id",
    "customer_id",
    "status",
    "total",
    "created_at",
    "sku",
    "quantity",
    "note",
    "email",
    "warehouse_id",
)
USERS = ("app_rw", "app_ro", "batch", "reports", "rdsadmin")
DATABASES = ("shop", "shop", "shop", "crm", "stock")
WORDS = (
    "blue",
    "O''Hara",
    "it\\'s",
    "caf\u00e9",
    "a;\\n# not",
    "50%",
    "x,y",
    "(1)",
    'say "hi"',
    "-- no",
    "/* no */",
    "line\nbreak",
)


class Shapes:
    """Statements of a bounded number of shapes; the literals of a shape are drawn anew each time."""

    def __init__(self, rng: random.Random, count: int) -> None:
        """Make the shapes."""
        self.rng = rng
        makers = (
            self._select,
            self._select,
            self._join,
            self._insert,
            self._update,
            self._delete,
            self._range,
        )
        self.templates: list[tuple[str, ...]] = []
        known = set()
        while len(self.templates) < count:
            template = rng.choice(makers)()
            if template not in known:
                known.add(template)
                self.templates.append(template)

    def sql(self, shape: int) -> str:
        """Return a statement of a shape."""
        return "".join(
            part if number % 2 == 0 else self._literal(part)
            for number, part in enumerate(self.templates[shape])
        )

    def _literal(self, what: str) -> str:
        rng = self.rng
        if what == "list":
            return ", ".join(str(rng.randrange(10**6)) for _ in range(rng.randrange(1, 12)))
        if what == "rows":
            return ", ".join(
                f"({rng.randrange(10**6)}, {self._literal('text')})" for _ in range(rng.randrange(1, 5))
            )
        if what == "text":
            return f"'{rng.choice(WORDS)} {rng.randrange(10**4)}'"
        return rng.choice(
            (
                str(rng.randrange(10**7)),
                f"{rng.random():.3f}",
                f"-{rng.randrange(99)}",
                hex(rng.randrange(10**6)).upper().replace("X", "x"),
            )
        )

    def _columns(self, count: int) -> list[str]:
        return self.rng.sample(COLUMNS, count)

    def _select(self) -> tuple[str, ...]:
        a, b, c, d = self._columns(4)
        return (
            f"SELECT {a}, {b}\nFROM {self.rng.choice(TABLES)}\nWHERE {c} = ",
            "number",
            f" AND {d} = ",
            "text",
            f" ORDER BY {a} LIMIT ",
            "number",
            "",
        )

    def _join(self) -> tuple[str, ...]:
        one, other = self.rng.sample(TABLES, 2)
        a, b = self._columns(2)
        return (
            f"SELECT o.{a}, COUNT(*) FROM {one} o JOIN {other} l ON l.id = o.{b} WHERE o.{a} IN (",
            "list",
            f") GROUP BY o.{a}",
        )

    def _insert(self) -> tuple[str, ...]:
        a, b = self._columns(2)
        return (f"INSERT INTO {self.rng.choice(TABLES)} ({a}, {b}) VALUES ", "rows", "")

    def _update(self) -> tuple[str, ...]:
        a, b, c = self._columns(3)
        return (
            f"UPDATE {self.rng.choice(TABLES)} SET {a} = ",
            "text",
            f", {b} = {b} + ",
            "number",
            f" WHERE {c} = ",
            "number",
            "",
        )

    def _delete(self) -> tuple[str, ...]:
        a, b = self._columns(2)
        return (
            f"DELETE FROM {self.rng.choice(TABLES)} WHERE {a} < ",
            "number",
            f" AND {b} LIKE ",
            "text",
            "",
        )

    def _range(self) -> tuple[str, ...]:
        a, b, c = self._columns(3)
        return (
            f"SELECT {a} FROM {self.rng.choice(TABLES)} WHERE {b} BETWEEN ",
            "number",
            " AND ",
            "number",
            f" AND {c} IS NOT NULL",
        )


def generate(path: Path, target: int, *, seed: int = 1, shapes: int = 300) -> dict[str, Any]:
    """Write the log and its truth; return the truth."""
    rng = random.Random(seed)
    made = Shapes(rng, shapes)
    weights = [1 / (number + 3) for number in range(shapes)]
    totals: Counter[str] = Counter()
    by_shape: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    by: dict[str, dict[str, list[int]]] = {
        "user_name": defaultdict(lambda: [0, 0]),
        "database_name": defaultdict(lambda: [0, 0]),
    }
    examples: dict[int, str] = {}
    sessions = [
        (rng.randrange(1, 5), rng.randrange(1000, 90000), f"10.0.{rng.randrange(4)}.{rng.randrange(2, 250)}")
        for _ in range(400)
    ]
    now, database, written = START, "", 0
    with path.open("wb") as out:
        out.write(OPENING.encode())
        written = len(OPENING)
        while written < target:
            now += timedelta(microseconds=rng.randrange(200, 160_000))
            if rng.random() < 0.001:
                sessions[rng.randrange(400)] = (
                    rng.randrange(1, 5),
                    rng.randrange(90_000, 900_000),
                    f"10.0.{rng.randrange(4)}.{rng.randrange(2, 250)}",
                )
            number, connection, ip = sessions[rng.randrange(400)]
            user = "rdsadmin" if rng.random() < 0.005 else USERS[number - 1]
            micros = int(rng.lognormvariate(9.5, 1.6))
            lock, sent, examined = (
                rng.randrange(200),
                int(rng.expovariate(0.02)),
                int(rng.lognormvariate(5, 2.5)),
            )
            admin = rng.random() < 0.01
            shape = (
                -1
                if admin
                else rng.choices(range(shapes), weights)[0]
                if written % 7
                else rng.randrange(shapes)
            )
            sql = (
                "# administrator command: " + rng.choice(("Quit", "Ping", "Prepare"))
                if admin
                else made.sql(shape)
            )
            if not admin:
                examples.setdefault(shape, sql)
            wanted = rng.choice(DATABASES) if rng.random() < 0.02 or not database else database
            use = f"use {wanted};\n" if wanted != database else ""
            database = wanted
            started = int((now - timedelta(microseconds=micros)).timestamp())
            data = (
                f"# Time: {now:%Y-%m-%dT%H:%M:%S.%f}Z\n# User@Host: {user}[{user}] @  [{ip}]  Id: {connection:5d}\n"
                f"# Query_time: {micros // 10**6}.{micros % 10**6:06d}  Lock_time: 0.{lock:06d} Rows_sent: {sent}  "
                f"Rows_examined: {examined}\n{use}SET timestamp={started};\n{sql};\n"
            ).encode()
            out.write(data)
            written += len(data)
            totals.update(
                entries=1,
                duration_us=micros,
                lock_us=lock,
                rows_sent=sent,
                rows_examined=examined,
                admin=admin,
                uses=bool(use),
            )
            totals["max_us"] = max(totals["max_us"], micros)
            for name, key in (("user_name", user), ("database_name", database)):
                by[name][key][0] += 1
                by[name][key][1] += micros
            if not admin:
                by_shape[shape][0] += 1
                by_shape[shape][1] += micros
    truth = {
        "bytes": written, "seed": seed, "totals": dict(totals), "by": by, "first": START.isoformat(), "last": now.isoformat(),
        "shapes": [{"example": examples[shape], "entries": found[0], "duration_us": found[1]} for shape, found in sorted(by_shape.items())],
    }  # fmt: skip
    path.with_name(path.name + ".truth.json").write_text(json.dumps(truth), encoding="utf-8")
    return truth


def main() -> None:
    """Read the command line and write the log."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--bytes", type=size, default=size("200MB"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    began = time.perf_counter()
    truth = generate(options.out, options.bytes, seed=options.seed)
    print(
        f"{options.out}: {truth['bytes'] / 1e6:.1f} MB, {truth['totals']['entries']:,} entries, {time.perf_counter() - began:.1f} s"
    )


if __name__ == "__main__":
    main()

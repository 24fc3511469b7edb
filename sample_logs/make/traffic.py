"""The shop's clients: services, batch, reports, people at a prompt, and RDS's own agents, each in a thread."""

from __future__ import annotations

import contextlib
import random
import threading
import time
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import ClientCursor, sql
from relay import Relays
from shop import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable

    from server import Server

Connection = psycopg.Connection[Any]
WORDS = (
    "gift wrap",
    "O'Hara's porch",
    "Größe M",
    "東京",
    "leave at door; ring twice",
    'say "hello"',
    "50 % off",
    "-- none --",
)


class Traffic:
    """All clients. `level` is how busy the shop is; `writer` and `reader` are the servers of the two endpoints."""

    def __init__(self, writer: Server, reader: Server) -> None:
        """Nobody is connected yet."""
        self.writer, self.reader = writer, reader
        self.level = 0.2
        self.over = threading.Event()
        self._relays = Relays()
        self._ports: dict[tuple[str, bool], int] = {}
        self._threads: list[threading.Thread] = []
        self.rng = random.Random(2026)

    def connect(
        self,
        user: str,
        application: str,
        source: str,
        *,
        database: str = "shop",
        reads: bool = False,
        **more: Any,
    ) -> Connection:
        """Connect from the address `source` through the writer's or the reader's endpoint."""
        key = source, reads
        if key not in self._ports:
            self._ports[key] = self._relays.open(
                source, lambda: ("127.0.0.1", (self.reader if reads else self.writer).port)
            )
        options = {
            "autocommit": True,
            "connect_timeout": 10,
            "sslmode": "require",
            "password": PASSWORD,
        } | more
        return psycopg.connect(
            host="127.0.0.1",
            port=self._ports[key],
            user=user,
            dbname=database,
            application_name=application,
            **options,
        )

    def client(
        self, rate: float, task: Callable[[Connection, random.Random], None], *who: str, **how: Any
    ) -> None:
        """Start a client that does `task` about `rate` times a second on a busy shop, for as long as the run lasts."""
        seed = self.rng.random()

        def live() -> None:
            rng = random.Random(seed)
            connection: Connection | None = None
            while not self.over.wait(rng.expovariate(rate * self.level)):
                try:
                    if connection is None or connection.closed:
                        connection = self.connect(*who, **how)
                    task(connection, rng)
                    if rng.random() < 0.02:
                        connection.close()
                except psycopg.Error:
                    if connection is not None and not connection.closed:
                        with contextlib.suppress(psycopg.Error):
                            connection.rollback()
                    if self.over.wait(0.15):
                        break
            if connection is not None:
                connection.close()

        self._start(live)

    def _start(self, live: Callable[[], None]) -> None:
        thread = threading.Thread(target=live, daemon=True)
        self._threads.append(thread)
        thread.start()

    def agents(self) -> None:
        """RDS's own agents look at both instances over the local socket."""

        def watch() -> None:
            while not self.over.wait(1.5):
                for server in (self.writer, self.reader):
                    with contextlib.suppress(psycopg.Error), server.admin() as connection:
                        connection.execute("SELECT count(*) FROM pg_stat_activity WHERE state <> 'idle'")

        self._start(watch)

    def open_shop(self) -> None:
        """Everybody comes."""
        for n in range(5):
            how = {"prepare_threshold": (1, 3, None)[n % 3], "autocommit": False}
            self.client(0.55, checkout, "app", "checkout-service", f"127.0.0.{11 + n % 3}", **how)
        for n in range(3):
            how = {"cursor_factory": ClientCursor}
            self.client(0.8, storefront, "api_rw", "django", f"127.0.0.{14 + n % 2}", **how)
        self.client(0.8, browse, "app", "PostgreSQL JDBC Driver", "127.0.0.16", prepare_threshold=2)
        self.client(0.5, mistakes, "api_rw", "django", "127.0.0.14", cursor_factory=ClientCursor)
        self.client(
            0.3, prepared_by_hand, "app", "sidekiq 7.2 (worker)", "127.0.0.17", cursor_factory=ClientCursor
        )
        self.client(0.9, browse, "app", "search-service", "127.0.0.19", reads=True, prepare_threshold=None)
        self.client(0.22, report, "reporting", "Metabase v0.50 [shop]", "127.0.0.31", reads=True)
        self.client(0.12, report, "reporting", "Metabase v0.50 [shop]", "127.0.0.31")
        self.client(
            0.15,
            explore,
            "analytics@corp.example",
            "DBeaver 24.2 - Main <shop>",
            "::1",
            cursor_factory=ClientCursor,
        )
        self.client(0.12, page_views, "svc+mailer", "", "127.0.0.18", database="Data Lake")
        self.client(0.12, refused, "app", "checkout-service", "127.0.0.13")
        self.agents()
        for n in range(2):
            self._start(self._visitor(n))

    def _visitor(self, number: int) -> Callable[[], None]:
        def live() -> None:
            rng = random.Random(number)
            while not self.over.wait(rng.expovariate(0.5 * self.level)):
                with contextlib.suppress(psycopg.Error):
                    name = f"lambda: order-mailer-{number}"
                    with self.connect(
                        "app", name, f"127.0.0.{41 + number}", cursor_factory=ClientCursor
                    ) as connection:
                        connection.execute(
                            "SELECT o.id, c.email FROM orders o JOIN customers c ON c.id = o.customer_id "
                            "WHERE o.status = %s AND o.placed_at > now() - interval '5 minutes' LIMIT 20",
                            [rng.choice(("paid", "shipped"))],
                        )

        return live

    def close_shop(self) -> None:
        """Everybody leaves."""
        self.over.set()
        for thread in self._threads:
            thread.join(timeout=10)


def checkout(connection: Connection, rng: random.Random) -> None:
    """One order, by the extended protocol with bind parameters."""
    customer = rng.randint(1, 6000)
    products = sorted(rng.sample(range(1, 900), rng.randint(1, 4)))
    run = connection.execute
    run("SELECT id, email, full_name, loyalty_points FROM customers WHERE id = %s", [customer])
    run(
        "SELECT id, status, total_amount, placed_at\nFROM orders\nWHERE customer_id = %s\nORDER BY placed_at DESC\nLIMIT %s",
        [customer, 10],
    )
    slots = ", ".join(["%s"] * len(products))
    run(
        f"SELECT p.id, p.sku, p.list_price, i.on_hand FROM products p "
        f"JOIN inventory_levels i ON i.product_id = p.id WHERE p.id IN ({slots})",
        products,
    )
    [[order]] = run(
        "INSERT INTO orders (customer_id, status, total_amount, notes) VALUES (%s, %s, %s, %s) RETURNING id",
        [customer, "new", rng.randrange(1000, 30000) / 100, rng.choice((*WORDS, None))],
    ).fetchall()
    rows = ", ".join(["(%s, %s, %s, %s, %s)"] * len(products))
    values = [
        value
        for n, product in enumerate(products)
        for value in (order, n + 1, product, rng.randint(1, 3), 9.99)
    ]
    run(f"INSERT INTO order_items (order_id, line, product_id, quantity, unit_price) VALUES {rows}", values)
    for product in products:
        run(
            "UPDATE inventory_levels SET on_hand = on_hand - %s WHERE product_id = %s AND on_hand > %s",
            [1, product, 0],
        )
    run(
        "INSERT INTO payments (order_id, provider, amount) VALUES (%s, %s, %s)",
        [order, rng.choice(("stripe", "adyen", "paypal")), rng.randrange(1000, 30000) / 100],
    )
    run("UPDATE orders SET status = %s WHERE id = %s", ["paid", order])
    connection.commit()


def storefront(connection: Connection, rng: random.Random) -> None:
    """A page of an ORM: simple protocol, literals inline, a comment that is new on every call."""
    trace = (
        f"/*controller='catalog',traceparent='00-{rng.getrandbits(128):032x}-{rng.getrandbits(64):016x}-01'*/"
    )
    turn = rng.random()
    if turn < 0.4:
        connection.execute(
            'SELECT "products"."id", "products"."sku", "products"."name", "products"."list_price" FROM "products" '
            f'WHERE "products"."id" IN ({", ".join(str(rng.randint(1, 900)) for _ in range(rng.randint(1, 12)))}) '
            f'ORDER BY "products"."name" ASC LIMIT 21 {trace}'  # type: ignore[arg-type]
        )
    elif turn < 0.6:
        connection.execute(
            'SELECT COUNT(*) AS "__count" FROM "orders" WHERE ("orders"."status" = %s AND "orders"."customer_id" = %s)',
            [rng.choice(("new", "paid", "shipped")), rng.randint(1, 6000)],
        )
    elif turn < 0.8:
        connection.execute(
            "UPDATE customers\nSET full_name = %s,\n    loyalty_points = loyalty_points + %s\nWHERE id = %s",
            [f"{rng.choice(WORDS)} {rng.randint(1, 99)}", rng.randint(0, 9), rng.randint(1, 6000)],
        )
    elif turn < 0.9:
        connection.execute(
            "INSERT INTO web_sessions (token, customer_id, payload, last_seen_at) VALUES (gen_random_uuid(), %s, %s, now())",
            [rng.randint(1, 6000), f'{{"cart": [{rng.randint(1, 900)}], "note": "{rng.choice(WORDS[:3])}"}}'],
        )
    else:
        connection.execute("SELECT ship_order(%s)", [rng.randint(1, 60000)])


def browse(connection: Connection, rng: random.Random) -> None:
    """Named prepared statements that live long."""
    connection.execute(
        "SELECT oi.line, p.name, oi.quantity * oi.unit_price AS amount FROM order_items oi "
        "JOIN products p ON p.id = oi.product_id WHERE oi.order_id = %s ORDER BY oi.line",
        [rng.randint(1, 50000)],
    )
    connection.execute(
        "SELECT o.id, o.placed_at, sum(oi.quantity) AS pieces FROM orders o LEFT JOIN order_items oi ON oi.order_id = o.id "
        "WHERE o.customer_id = %s GROUP BY o.id ORDER BY o.placed_at DESC LIMIT %s",
        [rng.randint(1, 6000), 5],
    )


PREPARED: set[int] = set()


def prepared_by_hand(connection: Connection, rng: random.Random) -> None:
    """PREPARE and EXECUTE as SQL."""
    if (
        connection.info.backend_pid not in PREPARED or rng.random() < 0.02
    ):  # now and then it forgets that it has
        PREPARED.add(connection.info.backend_pid)
        connection.execute(
            "PREPARE customer_by_email (text) AS SELECT id, full_name FROM customers WHERE email = $1"
        )
    connection.execute(f"EXECUTE customer_by_email ('customer{rng.randint(1, 6000)}@example.com')")  # type: ignore[arg-type]
    connection.execute("SELECT pg_notify('orders', %s)", [f'{{"id": {rng.randint(1, 60000)}}}'])


def report(connection: Connection, rng: random.Random) -> None:
    """An aggregate that does not fit into work_mem."""
    turn = rng.random()
    if turn < 0.5:
        connection.execute(
            "SELECT date_trunc('hour', o.placed_at) AS hour_of_day, c.country_code,\n       count(*) AS orders,\n"
            "       sum(o.total_amount) AS revenue\nFROM orders o\nJOIN customers c ON c.id = o.customer_id\n"
            "WHERE o.placed_at > now() - %s::interval\nGROUP BY 1, 2\nORDER BY 1, 2",
            [f"{rng.randint(5, 40)} days"],
        )
    elif turn < 0.8:
        connection.execute(
            "SELECT p.name, sum(oi.quantity) AS sold, rank() OVER (ORDER BY sum(oi.quantity) DESC) AS place FROM order_items oi "
            "JOIN products p ON p.id = oi.product_id WHERE oi.unit_price BETWEEN %s AND %s GROUP BY p.name ORDER BY place LIMIT 50",
            [rng.randint(1, 20), rng.randint(100, 300)],
        )
    else:
        connection.execute(
            "SELECT DISTINCT o.customer_id, o.total_amount, o.notes FROM orders o ORDER BY 2 DESC, 1, 3 OFFSET 30000"
        )


def explore(connection: Connection, rng: random.Random) -> None:
    """A person looks around; what she reads is audited."""
    turn = rng.random()
    if turn < 0.6:
        connection.execute(
            "SELECT * FROM customers WHERE full_name ILIKE %s ORDER BY id LIMIT 200",
            [f"%{rng.choice(WORDS)}%"],
        )
    elif turn < 0.8:
        connection.execute("SELECT status, count(*), max(placed_at) FROM orders GROUP BY status")
    else:
        connection.execute("SELECT id, salary FROM secrets_of_hr")


def page_views(connection: Connection, rng: random.Random) -> None:
    """A database and a table with blanks in their names."""
    connection.execute('SELECT path, sum(hits) FROM "Page Views" WHERE day = %s GROUP BY path ORDER BY 2 DESC LIMIT 10',
                       [f"2026-11-{rng.randint(1, 18):02d}"])  # fmt: skip


MISTAKES = (
    "INSERT INTO customers (email, full_name) VALUES ('customer{n}@example.com', 'Somebody O''Neil')",
    "INSERT INTO orders (customer_id, status) VALUES (9{n}99, 'new')",
    "UPDATE customers SET loyalty_points = -1 WHERE id = {n}",
    "INSERT INTO customers (email) VALUES (NULL)",
    "SELECT id, totl_amount FROM orders WHERE id = {n}",
    "SELECT * FROM order_lines WHERE order_id = {n}",
    "SELECT id FROM orders WHERE WHERE id = {n}",
    "SELECT total_amount / (id - id) FROM orders WHERE id = {n}",
    "SELECT average_basket(now() + interval '{n} days')",
    "SELECT 'order-{n}'::integer",
    "SELECT '{{\"id\": {n}'::jsonb",
    "SELECT salary FROM secrets_of_hr WHERE id = {n}",
    "SELECT ship_orders({n})",
    "SELECT ship_order({n})",
    "UPDATE customers SET country_code = 'Germany' WHERE id = {n}",
    "SELECT 2147483647 + {n}",
    "SELECT note_login()",
    "SELECT * FROM orders WHERE placed_at > '2026-13-{n}'",
    "SET work_mem = '{n} apples'",
)


def mistakes(connection: Connection, rng: random.Random) -> None:
    """Errors of every class; one in five inside a transaction that goes on regardless."""
    text = rng.choice(MISTAKES).format(n=rng.randint(1, 60))
    if rng.random() > 0.2:
        connection.execute(text)  # type: ignore[arg-type]
        return
    connection.execute("BEGIN")
    for statement in (text, "SELECT 1", "COMMIT"):
        with contextlib.suppress(psycopg.Error):
            connection.execute(statement)  # type: ignore[arg-type]


def refused(connection: Connection, rng: random.Random) -> None:
    """The session's own work, besides which connections fail for a wrong password, database, role or no TLS."""
    connection.execute(sql.SQL("SELECT 1"))
    info = connection.info
    wrong = rng.choice(
        (
            {"password": "wrong"},
            {"dbname": "shopp"},
            {"user": "nobody"},
            {"sslmode": "disable"},
            {"user": "intruder"},
        )
    )
    known = {
        "host": "127.0.0.1",
        "port": info.port,
        "user": "app",
        "dbname": "shop",
        "password": PASSWORD,
        "sslmode": "require",
    }
    with contextlib.suppress(psycopg.Error):
        psycopg.connect(**{**known, **wrong}).close()  # type: ignore[arg-type]
    time.sleep(0.05)

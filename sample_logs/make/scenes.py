"""Scenes of the day that happen at their own speed: the batch, deadlocks, time-outs, a migration, the incident."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import ClientCursor

if TYPE_CHECKING:
    from collections.abc import Callable

    from server import Server
    from traffic import Connection, Traffic


def aside(action: Callable[[], Any]) -> threading.Thread:
    """Do something beside the scene; a database error is what the scene is about."""

    def quietly() -> None:
        with contextlib.suppress(psycopg.Error):
            action()

    thread = threading.Thread(target=quietly, daemon=True)
    thread.start()
    return thread


def people(
    traffic: Traffic, count: int, user: str = "app", application: str = "checkout-service"
) -> list[Connection]:
    """Connect some sessions that speak the simple protocol."""
    return [
        traffic.connect(user, application, f"127.0.0.{11 + n % 3}", cursor_factory=ClientCursor)
        for n in range(count)
    ]


def nightly_batch(traffic: Traffic) -> None:
    """COPY, an upsert, a cursor, a DO block, a sort on disk, TRUNCATE, VACUUM."""
    with traffic.connect("batch", "nightly-batch", "127.0.0.21", cursor_factory=ClientCursor) as connection:
        with connection.cursor().copy("COPY staging_imports (sku, name, price, note) FROM STDIN") as copy:
            for n in range(4000):
                copy.write_row((f"SKU-{n % 1100}-{n}", f"Import {n}", n % 97, "it's new"))
        connection.execute(
            "INSERT INTO products (sku, name, list_price)\nSELECT s.sku, min(s.name), avg(s.price)\nFROM staging_imports s\n"
            "GROUP BY s.sku\nON CONFLICT (sku) DO UPDATE SET name = EXCLUDED.name, list_price = EXCLUDED.list_price"
        )
        with connection.transaction():
            connection.execute("DECLARE export_cursor CURSOR FOR SELECT o.*, c.email FROM orders o JOIN customers c "
                               "ON c.id = o.customer_id ORDER BY c.email, o.placed_at")  # fmt: skip
            for _ in range(6):
                connection.execute("FETCH FORWARD 500 FROM export_cursor")
            connection.execute("CLOSE export_cursor")
        connection.execute(
            "DO $$ BEGIN\n  DELETE FROM web_sessions WHERE last_seen_at < now() - interval '30 days';\n"
            "  UPDATE ledger SET balance = balance + 1 WHERE id % 2 = 0;\nEND $$"
        )
        connection.execute(
            "CREATE TEMPORARY TABLE tmp_totals AS SELECT customer_id, sum(total_amount) AS total FROM orders GROUP BY 1"
        )
        connection.execute("SELECT count(*) FROM (SELECT DISTINCT oi.*, o.placed_at FROM order_items oi JOIN orders o "
                           "ON o.id = oi.order_id ORDER BY o.placed_at, oi.line) AS everything")  # fmt: skip
        with connection.cursor().copy("COPY (SELECT * FROM products ORDER BY sku) TO STDOUT") as copy:
            for _ in copy:
                pass
    with traffic.connect("dba", "psql", "127.0.0.51", cursor_factory=ClientCursor) as connection:
        connection.execute("VACUUM (VERBOSE, ANALYZE) order_items")
        connection.execute("TRUNCATE staging_imports")
        connection.execute("CREATE MATERIALIZED VIEW IF NOT EXISTS sales_by_day AS SELECT date_trunc('day', placed_at) AS day, "
                           "sum(total_amount) AS total FROM orders GROUP BY 1")  # fmt: skip
        connection.execute("REFRESH MATERIALIZED VIEW sales_by_day")


def logical_slot(traffic: Traffic) -> None:
    """Logical decoding begins and ends."""
    with traffic.writer.admin("shop") as connection:
        connection.execute("SELECT pg_create_logical_replication_slot('outbox_cdc', 'test_decoding')")
        connection.execute("SELECT count(*) FROM pg_logical_slot_get_changes('outbox_cdc', NULL, 100)")
        connection.execute("SELECT pg_drop_replication_slot('outbox_cdc')")


def deadlock(traffic: Traffic, size: int = 2) -> None:
    """Sessions lock rows of the ledger in a ring."""
    ring = people(traffic, size)
    for n, connection in enumerate(ring):
        connection.execute("BEGIN")
        connection.execute(f"UPDATE ledger SET balance = balance - 10 WHERE id = {n + 1}")  # type: ignore[arg-type]

    def close_ring(n: int) -> None:
        connection = ring[n]
        try:
            connection.execute(f"UPDATE ledger SET balance = balance + 10 WHERE id = {(n + 1) % size + 1}")  # type: ignore[arg-type]
            connection.execute("COMMIT")
        except psycopg.Error:
            connection.execute("ROLLBACK")

    threads = []
    for n in range(size):
        threads.append(aside(lambda n=n: close_ring(n)))
        time.sleep(0.15)
    for thread in threads:
        thread.join(timeout=10)
    for connection in ring:
        connection.close()


def recovery_conflict(traffic: Traffic) -> None:
    """The reader's long query needs rows that the writer vacuums away."""
    reader = traffic.connect(
        "reporting", "Metabase v0.50 [shop]", "127.0.0.31", reads=True, cursor_factory=ClientCursor
    )
    query = aside(
        lambda: reader.execute(
            "SELECT count(*), pg_sleep(6) FROM (SELECT * FROM ledger ORDER BY balance) AS l, generate_series(1, 3)"
        )
    )
    time.sleep(0.6)
    with traffic.writer.admin("shop") as connection:
        connection.execute("UPDATE ledger SET balance = balance")
        connection.execute("VACUUM ledger")
        connection.execute("UPDATE ledger SET balance = balance")
        connection.execute("VACUUM ledger")
    query.join(timeout=8)
    reader.close()


def migration(traffic: Traffic, seconds: float = 3) -> None:
    """ALTER TABLE waits for an open transaction, and everybody waits behind it."""
    (reader,) = people(traffic, 1, "api_rw", "django")
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM products WHERE name LIKE 'Product 1%'")
    dba = traffic.connect("dba", "psql", "127.0.0.51", cursor_factory=ClientCursor)
    change = aside(lambda: dba.execute("ALTER TABLE products ADD COLUMN IF NOT EXISTS origin text"))
    time.sleep(seconds)
    reader.execute("COMMIT")
    change.join(timeout=10)
    reader.close()
    dba.close()


def time_outs(traffic: Traffic) -> None:
    """A statement, a lock, a transaction and a person run out of patience."""
    holder, waiter, slow, asker, idle = people(traffic, 5, "api_rw", "django")
    holder.execute("BEGIN")
    holder.execute("UPDATE ledger SET balance = balance - 1 WHERE id = 7")
    waiter.execute("SET lock_timeout = '1300ms'")
    slow.execute("SET statement_timeout = '700ms'")
    idle.execute("SET idle_in_transaction_session_timeout = '900ms'")
    idle.execute("BEGIN")
    idle.execute("SELECT balance FROM ledger WHERE id = 9 FOR UPDATE")
    with contextlib.suppress(psycopg.Error):
        asker.execute("SELECT balance FROM ledger WHERE id = 7 FOR UPDATE NOWAIT")
    threads = [
        aside(lambda: waiter.execute("UPDATE ledger SET balance = balance + 1 WHERE id = 7")),
        aside(
            lambda: slow.execute("SELECT count(*) FROM orders a CROSS JOIN orders b WHERE a.notes < b.notes")
        ),
        aside(lambda: asker.execute("SELECT pg_sleep(5), 'a report nobody waits for'")),
    ]
    time.sleep(0.8)
    asker.cancel_safe(timeout=5)
    for thread in threads:
        thread.join(timeout=10)
    holder.execute("ROLLBACK")
    with contextlib.suppress(psycopg.Error):
        idle.execute("COMMIT")
    for connection in (holder, waiter, slow, asker, idle):
        connection.close()


def serialization_failure(traffic: Traffic) -> None:
    """Two serializable transactions, one of which must be repeated."""
    one, two = people(traffic, 2)
    for connection in (one, two):
        connection.execute("BEGIN ISOLATION LEVEL SERIALIZABLE")
        connection.execute("SELECT sum(balance) FROM ledger")
    one.execute("UPDATE ledger SET balance = balance + 1 WHERE id = 20")
    two.execute("UPDATE ledger SET balance = balance + 1 WHERE id = 21")
    for connection in (one, two):
        with contextlib.suppress(psycopg.Error):
            connection.execute("COMMIT")
        connection.close()


def vanished_client(traffic: Traffic) -> None:
    """A client dies inside its transaction."""
    (connection,) = people(traffic, 1)
    connection.execute("BEGIN")
    connection.execute("UPDATE ledger SET balance = balance WHERE id = 30")
    os.close(os.dup(connection.fileno()))
    connection.pgconn.finish()


def dba_at_work(traffic: Traffic, *statements: str) -> None:
    """The person with the prompt."""
    with traffic.connect("dba", "psql", "127.0.0.51", cursor_factory=ClientCursor) as connection:
        for statement in statements:
            with contextlib.suppress(psycopg.Error):
                connection.execute(statement)  # type: ignore[arg-type]


def storm(traffic: Traffic, clients: int, seconds: float, statement: str) -> list[threading.Thread]:
    """Clients that connect, ask, give up and connect again."""
    until = time.time() + seconds

    def one(n: int) -> None:
        source = f"127.0.0.{11 + n % 6}"
        while time.time() < until:
            try:
                connection = traffic.connect("app", "checkout-service", source, cursor_factory=ClientCursor)
            except psycopg.Error:
                time.sleep(0.25 + n % 5 / 20)  # an impatient client asks again at once
                continue
            with contextlib.suppress(psycopg.Error), connection:
                connection.execute("SET lock_timeout = '2500ms'")
                connection.execute(statement.format(n=n + 1))  # type: ignore[arg-type]
            time.sleep(2.0 + n % 7 / 5)

    return [aside(lambda n=n: one(n)) for n in range(clients)]


def lock_chain(traffic: Traffic) -> tuple[list[Connection], list[threading.Thread]]:
    """A forgotten transaction; behind it a checkout, behind that two more, and a migration in front of everybody."""
    forgotten, second, third, fourth = people(traffic, 4, "api_rw", "django")
    forgotten.execute("SET idle_in_transaction_session_timeout = '24s'")
    forgotten.execute("BEGIN")
    forgotten.execute("UPDATE orders SET notes = 'call O''Hara back' WHERE id = 4242")
    second.execute("BEGIN")
    second.execute("UPDATE ledger SET balance = balance - 5 WHERE id = 41")
    third.execute("BEGIN")
    third.execute("UPDATE ledger SET balance = balance - 5 WHERE id = 42")
    threads = [aside(lambda: second.execute("UPDATE orders SET status = 'paid' WHERE id = 4242"))]
    time.sleep(0.5)
    threads.append(aside(lambda: third.execute("UPDATE ledger SET balance = balance + 5 WHERE id = 41")))
    time.sleep(0.5)
    threads.append(aside(lambda: fourth.execute("UPDATE ledger SET balance = balance + 5 WHERE id = 42")))
    time.sleep(2)
    dba = traffic.connect("dba", "flyway 10.2", "127.0.0.52", cursor_factory=ClientCursor)
    threads.append(aside(lambda: dba.execute("ALTER TABLE orders ADD COLUMN channel text")))

    def finish() -> None:
        for thread in threads:
            thread.join(timeout=25)
        for connection in (second, third):
            connection.execute("COMMIT")
        for connection in (forgotten, second, third, fourth, dba):
            connection.close()

    return [forgotten, second, third, fourth, dba], [aside(finish)]


def incident(traffic: Traffic, old_reader: Server) -> None:
    """The chain, the storm, the crash, the failover."""
    _, threads = lock_chain(traffic)
    time.sleep(1)
    threads += storm(traffic, 48, 55, "SELECT count(*) FROM orders WHERE customer_id = {n}")
    time.sleep(26)
    for thread in threads[:1]:
        thread.join(timeout=30)
    time.sleep(3)
    writer = traffic.writer
    with writer.admin() as connection:
        row = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE usename = 'api_rw' AND datname = 'shop' LIMIT 1"
        ).fetchone()
    if row:
        os.kill(int(str(row[0])), signal.SIGKILL)  # as the kernel does when memory is short
    time.sleep(3)
    writer.stop("immediate")
    time.sleep(1.5)
    old_reader.promote()
    traffic.writer, traffic.reader = old_reader, writer
    time.sleep(5)
    writer.clone(old_reader)
    writer.start()
    for thread in threads[1:]:
        thread.join(timeout=40)

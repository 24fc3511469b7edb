"""What the clients of a small shop on MySQL do: traffic, locks, time-outs, refused and broken connections."""

from __future__ import annotations

import contextlib
import random
import threading
import time
from typing import TYPE_CHECKING

from mysql import connector

if TYPE_CHECKING:
    from mysql_server import Server

USERS = ("app_rw", "app_ro", "reporting", "dba")
TABLES = """
CREATE TABLE customers (id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(80), email VARCHAR(80) UNIQUE, note TEXT);
CREATE TABLE orders (id INT PRIMARY KEY AUTO_INCREMENT, customer_id INT, status VARCHAR(12), total DECIMAL(9,2),
  created TIMESTAMP DEFAULT CURRENT_TIMESTAMP, KEY customer_idx (customer_id));
CREATE TABLE order_lines (order_id INT, line INT, product VARCHAR(40), amount INT, PRIMARY KEY (order_id, line));
CREATE TABLE sessions (token VARBINARY(32) PRIMARY KEY, customer_id INT)
"""
PRODUCTS = ("lamp", "chair", "desk", "shelf", "rug", "mirror")
HEADERS = "a note;\n# Time: 2001-01-01T00:00:00.000000Z\nuse other;\nSET timestamp=1;\n# User@Host: x[x] @  [10.0.0.1]"


def quietly(session: connector.MySQLConnection, statement: str) -> None:
    """Run a statement whatever becomes of it."""
    with contextlib.suppress(connector.Error):
        for _ in session.cmd_query_iter(statement):
            if session.unread_result:
                session.get_rows()


def found(server: Server) -> None:
    """Make users, tables and rows."""
    root = server.connect("root", "", None)
    quietly(root, "CREATE DATABASE shop")
    for user in USERS:
        quietly(root, f"CREATE USER {user}@localhost IDENTIFIED BY 'shop'")
        quietly(
            root,
            f"GRANT ALL ON *.* TO {user}@localhost"
            if user == "dba"
            else f"GRANT ALL ON shop.* TO {user}@localhost",
        )
    root.cmd_init_db("shop")
    for table in TABLES.split(";"):
        quietly(root, table.strip())
    names = ("O'Hara", 'a "quoted" name', "Zoë", "back\\slash", "Nakamura")
    for first in range(0, 200, 50):
        rows = ",".join(
            f"('{root.converter.escape(names[n % 5])}', 'c{n}@example.com')" for n in range(first, first + 50)
        )
        quietly(root, f"INSERT INTO customers (name, email) VALUES {rows}")
    for first in range(0, 1200, 200):
        rows = ",".join(f"({n % 200 + 1},'paid',{n * 7 % 900}.50)" for n in range(first, first + 200))
        quietly(root, f"INSERT INTO orders (customer_id, status, total) VALUES {rows}")
        rows = ",".join(f"({n + 1},1,'{PRODUCTS[n % 6]}',{n % 4 + 1})" for n in range(first, first + 200))
        quietly(root, f"INSERT INTO order_lines VALUES {rows}")
    quietly(root, "CREATE PROCEDURE close_orders(IN which INT) BEGIN UPDATE orders SET status = 'closed' "
                  "WHERE id = which; SELECT COUNT(*) FROM orders WHERE status = 'closed'; END")  # fmt: skip
    root.close()


def shop(server: Server, seconds: float, seed: int) -> None:
    """Let three clients work for a time."""
    clients = [
        threading.Thread(target=_client, args=(server, user, time.monotonic() + seconds, seed + number))
        for number, user in enumerate(("app_rw", "app_rw", "app_ro"))
    ]
    for client in clients:
        client.start()
    for client in clients:
        client.join()


def _client(server: Server, user: str, until: float, seed: int) -> None:
    choose = random.Random(seed)
    session = server.connect(user)
    prepared = session.cursor(prepared=True)
    while time.monotonic() < until:
        which = choose.randint(1, 200)
        for statement in choose.sample(_statements(choose, which), 3):
            quietly(session, statement)
        prepared.execute(
            "SELECT id, total FROM orders WHERE customer_id = %s AND status = %s", (which, "paid")
        )
        prepared.fetchall()
        if user == "app_rw":
            quietly(session, "START TRANSACTION")
            quietly(
                session,
                f"INSERT INTO orders (customer_id, status, total) VALUES ({which}, 'new', {which}.25)",
            )
            quietly(
                session,
                "INSERT INTO order_lines VALUES (LAST_INSERT_ID(), 1, 'lamp', 2), (LAST_INSERT_ID(), 2, 'rug', 1)",
            )
            quietly(session, "COMMIT")
        time.sleep(choose.uniform(0.15, 0.4))
    prepared.close()
    session.close()


def _statements(choose: random.Random, which: int) -> list[str]:
    return [
        f"SELECT * FROM customers WHERE id = {which} /*route='%2Fcustomers',traceparent='00-5bd66ef5095369c7b0d1f8f4bd33716a-c532cb4098ac3dd2-01'*/",
        f"SELECT o.id,\n       o.total\n  FROM orders o\n WHERE o.customer_id = {which}\n ORDER BY o.created DESC LIMIT 20",
        f"SELECT COUNT(*) FROM customers WHERE note LIKE '%lamp {which}%'",
        f"SELECT product, SUM(amount) FROM order_lines WHERE product IN ('lamp', 'rug', '{choose.choice(PRODUCTS)}') GROUP BY product",
        f"UPDATE customers SET note = 'called at -{which}.5e1; said \\'yes\\' and \"no\"' WHERE id = {which}",
        f"INSERT INTO sessions VALUES (0x{choose.randbytes(8).hex()}, {which}) ON DUPLICATE KEY UPDATE customer_id = {which}",
        f"CALL close_orders({which})",
        f"SELECT SLEEP(0.0{choose.randint(10, 99)}), {which}",
        f"select c.name, count(*) from customers c join orders o on o.customer_id = c.id where c.id > {which} group by c.name -- a report",
    ]


def odd_texts(server: Server) -> None:
    """Run statements whose text a reader of logs could take for something else."""
    session = server.connect("dba")
    for statement in (
        f"UPDATE customers SET note = '{HEADERS}' WHERE id = 1",
        "# a comment first\nSELECT 1",
        "use shop",
        "SET timestamp=1000000000",
        "SELECT 'by a clock of its own'",
        "SET timestamp=DEFAULT",
        "SELECT X'41', b'101', 0xCAFE, _utf8mb4'text', N'more', 'it''s', -1, 1.5e3, @a := 'kept'",
        "PREPARE one FROM 'SELECT * FROM orders WHERE id = ?'",
        "SET @id = 7",
        "EXECUTE one USING @id",
        "DEALLOCATE PREPARE one",
        "SELECT /*+ MAX_EXECUTION_TIME(1000) */ COUNT(*) FROM orders",
        "SELECT * FROM no_such_table",
        "SELEC 1",
        "INSERT INTO customers (id, name) VALUES (1, 'twice')",
        "ALTER TABLE customers ADD COLUMN city VARCHAR(40)",
        "ANALYZE TABLE orders",
        "CREATE USER temporary@localhost IDENTIFIED BY 'a secret'",
        "DROP USER temporary@localhost",
    ):
        quietly(session, statement)
    with contextlib.suppress(connector.Error):
        session.cmd_query(b"UPDATE customers SET note = 'raw \x00\x01\xff\xfe bytes' WHERE id = 2")
    session.close()


def deadlock(server: Server, many: int = 2) -> None:
    """Let sessions wait for each other in a ring."""
    sessions = [server.connect("app_rw") for _ in range(many)]
    for number, session in enumerate(sessions):
        quietly(session, "START TRANSACTION")
        quietly(session, f"UPDATE orders SET status = 'held' WHERE id = {number + 101}")
        if number == 0:  # this one has done more, another is the victim
            quietly(session, "UPDATE order_lines SET amount = amount + 1 WHERE order_id BETWEEN 300 AND 320")
    _at_once(
        [(session, f"UPDATE orders SET total = total + 1 WHERE id = {(number + 1) % many + 101}")
         for number, session in enumerate(sessions)]
    )  # fmt: skip
    for session in sessions:
        session.close()


def _at_once(work: list[tuple[connector.MySQLConnection, str]]) -> None:
    def play(session: connector.MySQLConnection, statement: str) -> None:
        quietly(session, statement)
        quietly(session, "ROLLBACK")

    threads = [threading.Thread(target=play, args=one) for one in work]
    for thread in threads:
        thread.start()
        time.sleep(0.15)
    for thread in threads:
        thread.join()


def lock_time_outs(server: Server) -> None:
    """Wait for a row, and for a table's metadata, longer than is allowed; do not wait at all."""
    holder, waiter = server.connect("app_rw"), server.connect("app_ro")
    quietly(holder, "START TRANSACTION")
    quietly(holder, "UPDATE orders SET total = total + 1 WHERE id = 55")
    quietly(waiter, "SET SESSION innodb_lock_wait_timeout = 1, lock_wait_timeout = 1")
    quietly(waiter, "UPDATE orders SET status = 'late' WHERE id = 55")
    quietly(waiter, "SELECT * FROM orders WHERE id = 55 FOR UPDATE NOWAIT")
    quietly(waiter, "ALTER TABLE orders ADD COLUMN never INT")
    _at_once([(waiter, "UPDATE orders SET status = 'waited' WHERE id = 55"), (holder, "COMMIT")])
    holder.close()
    waiter.close()


def cancelled(server: Server) -> None:
    """Let a statement run out of time, and kill one, and kill a session."""
    session, dba = server.connect("reporting"), server.connect("dba")
    endless = "COUNT(*) FROM orders a, orders b, orders c"
    if server.installed.mariadb:
        quietly(session, f"SET STATEMENT max_statement_time = 0.08 FOR SELECT {endless}")
    else:
        quietly(session, f"SELECT /*+ MAX_EXECUTION_TIME(80) */ {endless}")
    for kill in ("KILL QUERY", "KILL"):
        _at_once([(session, "SELECT SLEEP(3)"), (dba, f"{kill} {session.connection_id}")])
    dba.close()


def connections(server: Server) -> None:
    """Refuse, break off and forget connections."""
    for user, password, database in (
        ("app_rw", "wrong", "shop"), ("nobody", "guess", "shop"), ("app_ro", "shop", "payroll"), ("app_ro", "shop", "nowhere"),
    ):  # fmt: skip
        with contextlib.suppress(connector.Error):
            server.connect(user, password, database).close()
    broken = server.connect("reporting")
    quietly(broken, "SELECT COUNT(*) FROM orders")
    broken._socket.sock.close()  # noqa: SLF001 - a client that dies says no goodbye
    idle = server.connect("reporting")
    quietly(idle, "SET SESSION wait_timeout = 1")
    time.sleep(1.6)
    crowd = []
    for _ in range(40):
        try:
            crowd.append(server.connect("app_ro"))
        except connector.Error:
            break
    for one in crowd:
        one.close()


def unfinished(server: Server) -> connector.MySQLConnection:
    """Leave a transaction open, so that recovery has something to roll back."""
    session = server.connect("app_rw")
    quietly(session, "START TRANSACTION")
    quietly(session, "UPDATE orders SET status = 'lost' WHERE id < 400")
    return session

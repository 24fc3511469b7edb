"""The shop: databases, roles, schema and its first rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from server import Server

PASSWORD = "only-for-this-run"  # noqa: S105  the server lives for ten minutes on the loopback interface
ROLES = ("app", "api_rw", "batch", "reporting", "analytics@corp.example", "svc+mailer", "dba", "intruder")

SCHEMA = """
CREATE TABLE customers (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email text NOT NULL UNIQUE,
    full_name text NOT NULL,
    country_code char(2) NOT NULL DEFAULT 'DE',
    loyalty_points integer NOT NULL DEFAULT 0 CONSTRAINT customers_points_check CHECK (loyalty_points >= 0),
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE products (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sku text NOT NULL UNIQUE,
    name text NOT NULL,
    list_price numeric(10,2) NOT NULL,
    attributes jsonb NOT NULL DEFAULT '{}'
);
CREATE TABLE inventory_levels (
    product_id bigint PRIMARY KEY REFERENCES products,
    on_hand integer NOT NULL CONSTRAINT inventory_on_hand_check CHECK (on_hand >= 0),
    counted_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE orders (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customers,
    status text NOT NULL DEFAULT 'new',
    total_amount numeric(12,2) NOT NULL DEFAULT 0,
    placed_at timestamptz NOT NULL DEFAULT now(),
    notes text
);
CREATE INDEX orders_customer_id_idx ON orders (customer_id);
CREATE INDEX orders_placed_at_idx ON orders (placed_at);
CREATE TABLE order_items (
    order_id bigint NOT NULL REFERENCES orders,
    line integer NOT NULL,
    product_id bigint NOT NULL REFERENCES products,
    quantity integer NOT NULL,
    unit_price numeric(10,2) NOT NULL,
    PRIMARY KEY (order_id, line)
);
CREATE TABLE payments (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id bigint NOT NULL REFERENCES orders,
    provider text NOT NULL,
    amount numeric(12,2) NOT NULL,
    captured_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE web_sessions (token uuid PRIMARY KEY, customer_id bigint, payload jsonb, last_seen_at timestamptz);
CREATE TABLE staging_imports (sku text, name text, price numeric, note text);
CREATE TABLE ledger (id integer PRIMARY KEY, balance integer NOT NULL);
CREATE TABLE secrets_of_hr (id integer, salary integer);

INSERT INTO customers (email, full_name, country_code, loyalty_points)
SELECT 'customer' || n || '@example.com', 'Customer ' || n, (ARRAY['DE','FR','NL','IE'])[1 + n % 4], n % 900
FROM generate_series(1, 6000) AS n;
INSERT INTO products (sku, name, list_price, attributes)
SELECT 'SKU-' || n, 'Product ' || n, (n % 200) + 0.99, jsonb_build_object('color', n % 7, 'tags', jsonb_build_array(n % 3))
FROM generate_series(1, 900) AS n;
INSERT INTO inventory_levels SELECT id, 500 FROM products;
INSERT INTO orders (customer_id, status, total_amount, placed_at)
SELECT 1 + n % 6000, (ARRAY['new','paid','shipped','done'])[1 + n % 4], n % 300, now() - n * interval '1 minute'
FROM generate_series(1, 60000) AS n;
INSERT INTO order_items SELECT 1 + n / 3, 1 + n % 3, 1 + n % 900, 1 + n % 5, (n % 200) + 0.99 FROM generate_series(0, 150000) AS n;
INSERT INTO ledger SELECT n, 1000 FROM generate_series(1, 50) AS n;

CREATE FUNCTION ship_order(order_no bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE state text;
BEGIN
    SELECT status INTO state FROM orders WHERE id = order_no FOR UPDATE;
    IF state IS DISTINCT FROM 'paid' THEN
        RAISE EXCEPTION 'order % cannot be shipped: it is %', order_no, coalesce(state, 'unknown')
            USING HINT = 'Capture the payment first.', DETAIL = 'Only paid orders are shipped.';
    END IF;
    UPDATE orders SET status = 'shipped' WHERE id = order_no;
END $$;
CREATE FUNCTION average_basket(since timestamptz) RETURNS numeric LANGUAGE plpgsql AS $$
BEGIN
    RETURN (SELECT sum(total_amount) / count(*) FROM orders WHERE placed_at > since);
END $$;
CREATE FUNCTION note_login() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE WARNING 'legacy login procedure called by %', session_user USING DETAIL = 'It goes away in 2027.';
END $$;
"""


def found(server: Server) -> None:
    """Make everything that was there before the day began."""
    with server.admin("postgres") as connection:
        connection.execute("CREATE DATABASE rdsadmin")
        connection.execute("CREATE ROLE rdsrepladmin LOGIN REPLICATION")
        for role in ROLES:
            connection.execute(f"CREATE ROLE \"{role}\" LOGIN PASSWORD '{PASSWORD}'")
        connection.execute("ALTER ROLE dba CREATEROLE CREATEDB")
        connection.execute("GRANT pg_signal_backend, pg_read_all_stats TO dba")
        for role, setting, value in (
            ("reporting", "work_mem", "'96kB'"),
            ("reporting", "auto_explain.log_format", "json"),
            ("batch", "work_mem", "'256kB'"),
            ("analytics@corp.example", "pgaudit.log", "'read, write, ddl'"),
            ("dba", "pgaudit.log", "'ddl, role, misc'"),
        ):
            connection.execute(f'ALTER ROLE "{role}" SET {setting} = {value}')
        for database in ("shop", "Data Lake"):
            connection.execute(f'CREATE DATABASE "{database}" OWNER dba')
    with server.admin("shop") as connection:
        connection.execute("GRANT CREATE ON SCHEMA public TO dba")
        connection.execute("SET ROLE dba")
        connection.execute(SCHEMA)
        connection.execute(
            "GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA public TO app, api_rw, batch"
        )
        connection.execute(
            'GRANT SELECT ON ALL TABLES IN SCHEMA public TO reporting, "analytics@corp.example", "svc+mailer"'
        )
        connection.execute("REVOKE ALL ON secrets_of_hr FROM app, api_rw, batch, reporting")
        connection.execute("GRANT CREATE ON SCHEMA public TO batch")
        connection.execute("RESET ROLE")
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
        connection.execute("VACUUM ANALYZE")
    with server.admin("Data Lake") as connection:
        connection.execute('CREATE TABLE "Page Views" (day date, path text, hits bigint)')
        connection.execute(
            "INSERT INTO \"Page Views\" SELECT date '2026-11-01' + n % 18, '/p/' || n % 300, n FROM generate_series(1, 20000) AS n"
        )
        connection.execute('GRANT SELECT, INSERT ON "Page Views" TO PUBLIC')

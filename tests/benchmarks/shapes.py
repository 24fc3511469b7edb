"""Three hundred statement shapes of a shop, of the lengths and styles that applications write.

A template holds slots: `{int}` is a literal, `{in:int}` an IN list of any length, `{rows:int,text}` the rows of a
VALUES list, `{trace}` a comment that is new on every call. The set of shapes never changes; a seed changes literals.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from literals import UNBINDABLE

SLOT = re.compile(r"\{([a-z]+)(?::([a-z,]+))?\}")

# table: key column and its columns with the kind of their values
SCHEMA = {
    "customers": "id:int email:text full_name:text phone:maybe loyalty_points:signed is_active:bool created_at:ts "
    "updated_at:ts country_code:text vat_number:maybe",
    "addresses": "id:int customer_id:int line_1:text line_2:maybe city:text postal_code:text country_code:text "
    "is_default:bool created_at:ts",
    "orders": "id:int customer_id:int status:text currency:text total_amount:num discount_amount:num placed_at:ts "
    "shipped_at:ts warehouse_id:int external_ref:uuid notes:maybe",
    "order_items": "id:int order_id:int product_id:int quantity:small unit_price:num tax_rate:num discount:num "
    "gift_message:maybe created_at:ts",
    "products": "id:int sku:text name:text description:text category_id:int list_price:num weight_grams:small "
    "is_published:bool attributes:json created_at:ts updated_at:ts",
    "categories": "id:int parent_id:int slug:text title:text sort_key:small is_visible:bool",
    "inventory_levels": "id:int product_id:int warehouse_id:int on_hand:signed reserved:signed reorder_point:small "
    "counted_at:ts",
    "payments": "id:int order_id:int provider:text provider_ref:uuid amount:num fee:num state:text captured_at:ts "
    "failure_code:maybe raw_response:json",
    "refunds": "id:int payment_id:int amount:num reason:text approved_by:int created_at:ts",
    "shipments": "id:int order_id:int carrier:text tracking_code:text state:text handed_over_at:ts delivered_at:ts "
    "weight_grams:small",
    "carts": "id:int visit_ref:uuid customer_id:int currency:text expires_at:ts items:json version_2:small",
    "coupons": "id:int code:text kind:text value:num valid_from:ts valid_to:ts max_uses:small used:small",
    "reviews": "id:int product_id:int customer_id:int rating:small title:text body:text is_approved:bool created_at:ts",
    "web_sessions": "id:int visit_ref:uuid user_agent:text ip_address:text started_at:ts last_seen_at:ts payload:json",
    "audit_events": "id:int actor_id:int action:text subject_type:text subject_id:int happened_at:ts details:json",
    "price_history_2026": "id:int product_id:int price:num valid_from:ts valid_to:ts changed_by:int",
    "price_history_2025": "id:int product_id:int price:num valid_from:ts valid_to:ts changed_by:int",
    "outbox_messages": "id:int topic:text message_key:uuid body:json attempts:small available_at:ts sent_at:ts",
    "job_queue": "id:int queue:text payload:json priority:signed run_at:ts locked_by:maybe locked_at:ts attempts:small",
    "tax_rates": "id:int country_code:text region_code:maybe rate:num valid_from:date",
}

BUILDERS = (
    "SELECT {qcols} FROM {t} WHERE {t}.id = {{int}} LIMIT {{small}}",
    'SELECT {qcols}\nFROM "{t}"\nWHERE "{t}"."id" IN {{in:int}}',
    'SELECT {qcols} FROM "{t}" WHERE ("{t}"."{c1}" = {{{k1}}} AND "{t}"."{c2}" >= {{{k2}}}) '
    'ORDER BY "{t}"."id" DESC LIMIT {{small}} OFFSET {{small}}',
    "SELECT count(*) FROM {t} WHERE {c1} = {{{k1}}} AND {c2} IS NOT NULL",
    "INSERT INTO {t} ({allcols})\nVALUES {{rows:{kinds}}}",
    "INSERT INTO {t} ({allcols}) VALUES {{rows:{kinds}}} ON CONFLICT (id) DO UPDATE SET {c1} = EXCLUDED.{c1}, "
    "{c2} = EXCLUDED.{c2} RETURNING id",
    "UPDATE {t} SET {c1} = {{{k1}}}, {c2} = {{{k2}}} WHERE id = {{int}}",
    "UPDATE {t}\nSET {c2} = {{{k2}}},\n    {c1} = COALESCE({{{k1}}}, {c1})\nWHERE {c3} = {{{k3}}}\n"
    "  AND id IN {{in:int}}\nRETURNING id, {c1}",
    "DELETE FROM {t} WHERE {c1} = {{{k1}}} AND {c3} < {{{k3}}}",
    "/* {t}.page */ SELECT t.*, count(*) OVER () AS total_rows FROM {t} t WHERE t.{c1} > {{{k1}}} "
    "AND ({{bool}} OR t.{c2} = {{{k2}}}) ORDER BY t.{c3} LIMIT {{small}}",
    "-- name: Find{Camel}By{Camel1} :many\nSELECT {cols}\nFROM {t}\nWHERE {c1} = {{{k1}}}\n  AND {c2} <> {{{k2}}}\n"
    "ORDER BY {c3} NULLS LAST, id",
    "SELECT EXISTS(SELECT 1 FROM {t} WHERE {c1} = {{{k1}}} AND id <> {{int}} LIMIT 1) AS found",
    "SELECT id FROM {t} WHERE {c2} = {{{k2}}} AND {c1} = {{{k1}}} ORDER BY id FOR UPDATE SKIP LOCKED LIMIT {{small}}",
    "WITH recent AS (\n  SELECT id, {c1}, {c2}, row_number() OVER (PARTITION BY {c1} ORDER BY {c3} DESC) AS rn\n"
    "  FROM {t}\n  WHERE {c3} >= {{{k3}}}\n)\nSELECT {c1}, max({c2}) AS latest, count(*) AS n\nFROM recent\n"
    "WHERE rn <= {{small}}\nGROUP BY {c1}\nHAVING count(*) > {{small}}\nORDER BY n DESC",
)

JOINS = (
    ("orders", "order_items", "order_id"),
    ("customers", "orders", "customer_id"),
    ("products", "order_items", "product_id"),
    ("orders", "payments", "order_id"),
    ("orders", "shipments", "order_id"),
    ("products", "reviews", "product_id"),
    ("customers", "reviews", "customer_id"),
    ("products", "inventory_levels", "product_id"),
    ("customers", "addresses", "customer_id"),
    ("payments", "refunds", "payment_id"),
)
JOIN_BUILDERS = (
    "SELECT a.id, a.{a1}, b.id AS {bname}_id, b.{b1}, b.{b2}\nFROM {a} a\nJOIN {b} b ON b.{key} = a.id\n"
    "WHERE a.{a1} = {{{ka1}}} AND b.{b1} >= {{{kb1}}}\nORDER BY b.id DESC\nLIMIT {{small}}",
    "SELECT a.{a1}, count(b.id) AS n, coalesce(sum(b.{bnum}), 0) AS total FROM {a} a LEFT JOIN {b} b "
    "ON b.{key} = a.id AND b.{b2} <> {{{kb2}}} WHERE a.id IN {{in:int}} GROUP BY a.{a1} ORDER BY 2 DESC, 1",
    'SELECT {qa}, {qb}\nFROM "{a}"\nINNER JOIN "{b}" ON ("{a}"."id" = "{b}"."{key}")\n'
    'WHERE ("{b}"."{b1}" = {{{kb1}}} AND "{a}"."id" = {{int}})\nORDER BY "{b}"."id" ASC',
    'SELECT {qa}, {qb}, coalesce(c.n, {{small}}) AS c_n\nFROM "{a}"\nLEFT OUTER JOIN "{b}" ON "{a}"."id" = '
    '"{b}"."{key}" AND "{b}"."{b2}" IS DISTINCT FROM {{{kb2}}}\nLEFT JOIN (\n    SELECT "{key}", count(*) AS n\n'
    '    FROM "{b}" -- the whole history, not only what is shown\n    WHERE "{b1}" >= {{{kb1}}}\n    GROUP BY 1\n) AS c '
    'ON c."{key}" = "{a}"."id"\nWHERE "{a}"."{a1}" = {{{ka1}}} AND "{a}"."id" IN {{in:int}}\n'
    'ORDER BY "{a}"."id" ASC, "{b}"."id" DESC NULLS LAST\nLIMIT {{small}} OFFSET {{small}}',
    '/* report: {a} by {b} */\nWITH scope AS (\n  SELECT {qa}\n  FROM "{a}"\n  WHERE "{a}"."{a1}" <> {{{ka1}}} '
    'AND "{a}".id > {{int}}\n), facts AS (\n  SELECT {qb}\n  FROM "{b}"\n  WHERE "{b}"."{b1}" = {{{kb1}}} OR '
    '"{b}"."{b2}" IN {{in:{kb2}}}\n)\nSELECT scope.id, scope.{a1}, count(facts.id) AS n, '
    "sum(facts.{bnum}) FILTER (WHERE facts.id > {{int}}) AS total\nFROM scope\nJOIN facts ON facts.{key} = scope.id\n"
    "GROUP BY scope.id, scope.{a1}\nHAVING count(facts.id) >= {{small}}\nORDER BY total DESC NULLS LAST, scope.id\nLIMIT {{small}}",
)

BY_HAND = (
    "BEGIN",
    "COMMIT",
    "ROLLBACK",
    "START TRANSACTION ISOLATION LEVEL SERIALIZABLE",
    "SAVEPOINT active_record_1",
    "RELEASE SAVEPOINT active_record_1",
    "SELECT 1",
    "SELECT version()",
    "SHOW transaction_isolation",
    "SET statement_timeout = {int}",
    "SET application_name = {text}",
    "DISCARD ALL",
    "SELECT pg_advisory_xact_lock({int})",
    "SELECT nextval('orders_id_seq')",
    "SELECT pg_notify({text}, {json})",
    "NOTIFY order_events, {text}",
    "LISTEN order_events",
    "REFRESH MATERIALIZED VIEW CONCURRENTLY sales_by_day",
    "ANALYZE order_items",
    "VACUUM (ANALYZE) web_sessions",
    "TRUNCATE TABLE staging_imports",
    "COPY staging_imports (sku, name, price, note) FROM STDIN WITH (FORMAT csv, DELIMITER {text})",
    "COPY (SELECT id, sku, list_price FROM products WHERE updated_at > {ts}) TO STDOUT WITH CSV HEADER",
    "CREATE TEMPORARY TABLE tmp_basket (product_id bigint, quantity integer) ON COMMIT DROP",
    "CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_placed_at_idx ON orders (placed_at) WHERE status <> {text}",
    "ALTER TABLE orders ADD COLUMN IF NOT EXISTS channel_2 text DEFAULT {text}",
    "DO {dollar}",
    "EXECUTE find_order ({int}, {text})",
    "DECLARE export_cursor CURSOR WITH HOLD FOR SELECT id, email FROM customers WHERE created_at < {ts} ORDER BY id",
    "CLOSE export_cursor",
    "SELECT set_config('app.tenant', {text}, false)",
    "WITH RECURSIVE tree (id, parent_id, title, depth) AS (\n  SELECT id, parent_id, title, {small} FROM categories "
    "WHERE parent_id IS NULL\n  UNION ALL\n  SELECT c.id, c.parent_id, c.title, t.depth + {small}\n  FROM categories c\n"
    "  JOIN tree t ON t.id = c.parent_id\n  WHERE c.is_visible IS TRUE AND t.depth < {small}\n)\n"
    "SELECT id, title, depth FROM tree ORDER BY depth, title",
    "SELECT date_trunc('hour', o.placed_at) AS hour_of_day,\n       o.currency,\n       sum(o.total_amount) AS revenue,\n"
    "       percentile_cont({num}) WITHIN GROUP (ORDER BY o.total_amount) AS median_order\nFROM orders o\n"
    "WHERE o.placed_at BETWEEN {ts} AND {ts}\n  AND o.status NOT IN {in:text}\nGROUP BY 1, 2\nORDER BY 1",
    "SELECT p.id, p.sku, ts_rank(to_tsvector('english', p.name || ' ' || p.description), plainto_tsquery({text})) AS rank\n"
    "FROM products p\nWHERE to_tsvector('english', p.name || ' ' || p.description) @@ plainto_tsquery({text})\n"
    "  AND p.attributes @> {json}::jsonb\nORDER BY rank DESC\nLIMIT {small}",
    "SELECT s.*, latest.state\nFROM shipments s\nCROSS JOIN LATERAL (\n  SELECT e.action AS state FROM audit_events e\n"
    "  WHERE e.subject_id = s.id AND e.subject_type = {text}\n  ORDER BY e.happened_at DESC LIMIT {small}\n) latest\n"
    "WHERE s.handed_over_at > now() - {text}::interval AND s.carrier = {text}",
    "INSERT INTO audit_events (actor_id, action, subject_type, subject_id, happened_at, details)\n"
    "SELECT {int}, {text}, {text}, o.id, now(), {json}\nFROM orders o\nWHERE o.status = {text} AND o.placed_at < {ts}",
    "MERGE INTO inventory_levels AS target\nUSING (VALUES {rows:int,int,signed}) AS source (product_id, warehouse_id, delta)\n"
    "ON target.product_id = source.product_id AND target.warehouse_id = source.warehouse_id\nWHEN MATCHED THEN\n"
    "  UPDATE SET on_hand = target.on_hand + source.delta\nWHEN NOT MATCHED THEN\n"
    "  INSERT (product_id, warehouse_id, on_hand) VALUES (source.product_id, source.warehouse_id, source.delta)",
    "SELECT * FROM orders_with_totals_v2($${text_raw}$$, {int}, {bool})",
    "UPDATE job_queue SET locked_by = {text}, locked_at = now(), attempts = attempts + {small} WHERE id = (\n"
    "  SELECT id FROM job_queue WHERE queue = {text} AND run_at <= now() AND locked_by IS NULL\n"
    "  ORDER BY priority DESC, run_at FOR UPDATE SKIP LOCKED LIMIT {small}\n) RETURNING *",
    "SELECT c.id, c.full_name, CASE WHEN c.loyalty_points > {signed} THEN {text} WHEN c.loyalty_points > {signed} THEN "
    "{text} ELSE {text} END AS tier, (c.created_at AT TIME ZONE {text})::date AS joined_on FROM customers c WHERE "
    "lower(c.email) LIKE {text} ESCAPE {text} {trace}",
    "SELECT o.id, o.status, o.total_amount, o.placed_at FROM orders o WHERE o.customer_id = {int} AND o.status IN "
    "{in:text} AND o.placed_at > {ts} ORDER BY o.placed_at DESC LIMIT {small} {trace}",
)


@dataclass(frozen=True)
class Form:
    """One concrete text of a shape: printf formats, and the kinds of literal that fill them."""

    inline: str
    inline_kinds: tuple[str, ...]
    bound: str
    bound_tail_kinds: tuple[str, ...]
    parameters: str
    bound_kinds: tuple[str, ...]


@dataclass(frozen=True)
class Shape:
    """One family of statements."""

    number: int
    template: str
    forms: tuple[Form, ...]
    preparable: bool
    weight: float
    median_us: float


def _list_lengths(turn: int) -> tuple[int, int]:
    return ((1, 1), (3, 2), (7, 1), (2, 4), (15, 1), (4, 3))[turn]


def _form(template: str, turn: int) -> Form:
    in_length, row_count = _list_lengths(turn)
    inline_kinds: list[str] = []
    tail_kinds: list[str] = []
    bound_kinds: list[str] = []
    binding = False

    def one(kind: str) -> str:
        if not binding:
            inline_kinds.append(kind)
            return "%s"
        if kind in UNBINDABLE:
            tail_kinds.append(kind)
            return "%s"
        bound_kinds.append(kind)
        return f"${len(bound_kinds)}"

    def fill(match: re.Match[str]) -> str:
        kind, argument = match[1], match[2]
        if kind == "in":
            return "(" + ", ".join(one(argument) for _ in range(in_length)) + ")"
        if kind == "rows":
            row = argument.split(",")
            return ", ".join("(" + ", ".join(one(k) for k in row) + ")" for _ in range(row_count))
        if kind == "dollar":
            return "$body$ BEGIN PERFORM refresh_totals(42); RAISE NOTICE 'it''s %%', now(); END $body$"
        return one(kind)

    text = template.replace("%", "%%").replace("{text_raw}", "north region")
    # one writing in six has its layout flattened: the same family
    if turn == 5 and "--" not in text:
        text = re.sub(r"\s+", " ", text)
    text = text.replace("\n", "\n\t")
    inline = SLOT.sub(fill, text)
    binding = True
    bound = SLOT.sub(fill, text)
    parameters = ", ".join(f"${n + 1} = %s" for n in range(len(bound_kinds)))
    return Form(inline, tuple(inline_kinds), bound, tuple(tail_kinds), parameters, tuple(bound_kinds))


def _columns(table: str) -> list[tuple[str, str]]:
    return [tuple(pair.split(":")) for pair in SCHEMA[table].split()]  # type: ignore[misc]


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def _table_templates(rng: random.Random) -> list[str]:
    templates = []
    for table in SCHEMA:
        columns = _columns(table)
        for builder in BUILDERS:
            (c1, k1), (c2, k2), (c3, k3) = rng.sample(columns[1:], 3)
            shown = columns[: rng.randint(5, len(columns))]
            templates.append(
                builder.format(
                    t=table, c1=c1, c2=c2, c3=c3, k1=k1, k2=k2, k3=k3, Camel=_camel(table), Camel1=_camel(c1),
                    cols=", ".join(name for name, _ in shown),
                    qcols=", ".join(f'"{table}"."{name}"' for name, _ in columns),
                    allcols=", ".join(name for name, _ in columns),
                    kinds=",".join(kind for _, kind in columns),
                )
            )  # fmt: skip
    return templates


def _join_templates(rng: random.Random) -> list[str]:
    templates = []
    for a, b, key in JOINS:
        for builder in JOIN_BUILDERS:
            a1, ka1 = rng.choice(_columns(a)[1:])
            (b1, kb1), (b2, kb2) = rng.sample(_columns(b)[2:], 2)
            number = next((name for name, kind in _columns(b) if kind in {"num", "small", "signed"}), "id")
            templates.append(
                builder.format(
                    a=a, b=b, key=key, a1=a1, ka1=ka1, b1=b1, kb1=kb1, b2=b2, kb2=kb2, bnum=number, bname=b.rstrip("s"),
                    qa=", ".join(f'"{a}"."{name}"' for name, _ in _columns(a)),
                    qb=", ".join(f'"{b}"."{name}"' for name, _ in _columns(b)),
                )
            )  # fmt: skip
    return templates


def shapes(count: int = 300) -> tuple[Shape, ...]:
    """Return the first `count` shapes, the frequent ones first: weights fall as 1/rank, as on real servers."""
    rng = random.Random(300)  # the set of shapes is part of the generator, not of its seed
    rest = _table_templates(rng)
    rng.shuffle(rest)
    rest = _join_templates(rng) + rest
    tagged = [text + " {trace}" if rng.random() < 0.15 else text for text in rest]
    distinct = dict.fromkeys([*BY_HAND, *tagged])
    templates = list(distinct)[:count]
    rng.shuffle(templates)
    # short statements are the frequent ones on real servers; the order is loosened so that long ones are among them
    templates.sort(key=lambda text: len(_form(text, 0).inline) * rng.lognormvariate(0, 0.9))
    return tuple(
        Shape(
            number=number,
            template=template,
            forms=tuple(_form(template, turn) for turn in range(6)),
            preparable=template.split(None, 1)[0]
            in {"SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "MERGE"},
            weight=1 / (number + 2),
            median_us=rng.lognormvariate(7.0, 1.8),
        )
        for number, template in enumerate(templates)
    )

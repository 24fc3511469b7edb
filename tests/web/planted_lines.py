"""What the planted day's log says line by line: statements, errors, and hostile text in every field."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

DAY = datetime(2026, 11, 19, tzinfo=UTC)

LABELS = {"account": "local", "region": "local", "cluster": "shop", "instance": "shop-1"}

SOURCE = "00000000000000aa"

HOSTILE = (
    "<img src=x onerror=\"window.owned='img'\">",
    "<script>window.owned='script'</script>",
    '=HYPERLINK("http://evil.example/","x")',
    "[click](javascript:window.owned='md') **bold** ![i](http://evil.example/i.png)",
    "\x1b[31mred\x1b]0;owned\x07",
    "{{constructor.constructor('window.owned=1')()}} ${window.owned=2} %{fullData.name}",
    "javascript:window.owned='href'",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "&lt;b&gt; &amp; <a href='http://evil.example/'>a</a>",
)

FAMILIES = (
    ("a1b2c3d4e5f60718", "select * from orders where customer_id = ? and placed_at > ?", "select", 8_000),
    ("b1b2c3d4e5f60718", "update stock set amount = amount - ? where product_id = ?", "update", 3_000),
    ("c1b2c3d4e5f60718", "insert into events (kind, body) values (?, ?)", "insert", 900),
    (
        "d1b2c3d4e5f60718",
        "select region, sum(total) from orders group by region order by ?",
        "select",
        950_000,
    ),
    ("e1b2c3d4e5f60718", "delete from sessions where expires_at < ?", "delete", 45_000),
)

USERS = ("app", "report", "batch", None)


def at(seconds: float) -> datetime:
    return DAY + timedelta(seconds=seconds)


def origin(number: int, kind: int) -> dict[str, Any]:
    return {"source": SOURCE, "offset": kind * 100_000_000 + number * 300}


def session(number: int) -> dict[str, Any]:
    user = USERS[number % len(USERS)]
    return {
        "pid": 4000 + number % 37,
        "session_key": f"{4000 + number % 37}@10.0.0.{number % 5}:5{number % 37:03}",
        "user_name": user,
        "database_name": "shop" if number % 7 else "postgres",
        "client_host": f"10.0.0.{number % 5}",
        "application": ("web", "worker", "")[number % 3] or None,
        "backend_type": "client backend",
    }


def statement(number: int) -> dict[str, Any]:
    fingerprint, normalized, _, base = FAMILIES[(number * 7 + number // 11) % len(FAMILIES)]
    duration = base + (number * 7919) % base + (base * 9 if number % 97 == 0 else 0)
    ended = at(number * 35.5 + (number * 13) % 17)
    phase = ("statement", "execute", "parse", "bind")[number % 4]
    return {
        "ts": ended,
        **origin(number, 1),
        **session(number),
        "started_at": ended - timedelta(microseconds=duration),
        "engine": "postgresql",
        "phase": phase,
        "calls": 0 if phase in {"parse", "bind"} else 1,
        "duration_us": duration if phase in {"statement", "execute"} else duration // 50,
        "fingerprint": fingerprint,
        "sql": normalized.replace("?", str(number)),
        "parameters": f"$1 = '{number}'" if phase == "execute" else None,
        "observed_by": "duration",
    }


def hostile_statement(number: int, text: str) -> dict[str, Any]:
    row = statement(number)
    return row | {
        **origin(number, 2),
        "ts": at(80_000 + number),
        "phase": "statement",
        "calls": 1,
        "duration_us": 5_000_000 + number,
        "fingerprint": f"f{number:015x}",
        "sql": f"select '{text}'",
        "parameters": f"$1 = '{text}'",
        "user_name": text,
        "database_name": text,
        "client_host": text,
        "application": text,
        "session_key": text,
        "backend_type": text,
    }


def family(fingerprint: str, sql: str, kind: str) -> dict[str, Any]:
    return {
        "fingerprint": fingerprint,
        "fingerprint_version": 1,
        "engine": "postgresql",
        "normalized_sql": sql,
        "statement_kind": kind,
        "relations": [],
        "first_seen": at(10),
        "last_seen": at(86_000),
    }


def hostile_family(number: int, text: str) -> dict[str, Any]:
    return family(f"f{number:015x}", f'select "{text}"', text)


def entry(number: int, kind: int, seconds: float) -> dict[str, Any]:
    return {
        "ts": at(seconds),
        **origin(number, kind),
        **session(number),
        "engine": "postgresql",
        "noise": False,
    }


def error(number: int) -> dict[str, Any]:
    severity, sqlstate, name, message = (
        (
            "ERROR",
            "23505",
            "unique_violation",
            'duplicate key value violates unique constraint "orders_pkey"',
        ),
        ("ERROR", "42P01", "undefined_table", 'relation "ordrs" does not exist'),
        ("FATAL", "28P01", "authentication_failed", 'password authentication failed for user "app"'),
        ("WARNING", "01000", "warning", "there is no transaction in progress"),
    )[number % 4]
    return entry(number, 3, 900 + number * 1400) | {
        "severity": severity,
        "sqlstate": sqlstate,
        "kind": name,
        "message": message,
        "detail": f"Key (id)=({number}) already exists." if number % 4 == 0 else None,
        "statement": f"insert into orders values ({number})" if number % 4 == 0 else None,
        "fingerprint": FAMILIES[2][0] if number % 4 == 0 else None,
        "error_fingerprint": f"e{number % 4:015x}",
    }


def hostile_entry(number: int, text: str) -> dict[str, Any]:
    return entry(number, 4, 80_100 + number) | {
        "severity": "ERROR",
        "sqlstate": "22000",
        "kind": "hostile",
        "message": text,
        "detail": text,
        "hint": text,
        "context": text,
        "statement": text,
        "internal_query": text,
        "location": text,
        "fingerprint": f"f{number:015x}",
        "error_fingerprint": f"ee{number:014x}",
        "user_name": text,
        "database_name": text,
        "client_host": text,
        "application": text,
        "backend_type": text,
    }


def noise(number: int) -> dict[str, Any]:
    return entry(number, 5, number * 4000) | {
        "severity": "LOG",
        "kind": "noise",
        "message": "skipping missing configuration file",
        "user_name": "rdsadmin",
        "database_name": "rdsadmin",
        "noise": True,
    }

"""A redacted store holds no byte of a literal, and no store holds a password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from test_boundaries import line

from aurorascope import Store, ingest
from aurorascope.store.schemas import TABLES

if TYPE_CHECKING:
    from pathlib import Path

CANARY = "canary7391"
TEXT_PLAN = (
    "LOG:  duration: 3.000 ms  plan:\n\tQuery Text: select '§'\n"
    "\tSeq Scan on t  (cost=0.00..1.01 rows=1 width=4)\n\t  Filter: (a = '§'::text)"
)
JSON_PLAN = (
    'LOG:  duration: 3.000 ms  plan:\n\t{\n\t  "Query Text": "select \'§\'",\n\t  "Plan": {\n'
    '\t    "Node Type": "Seq Scan",\n\t    "Filter": "(a = \'§\')"\n\t  }\n\t}'
)
DEADLOCK = (
    "DETAIL:  Process 10 waits for ShareLock on transaction 5; blocked by process 20.\n"
    "\tProcess 20 waits for ShareLock on transaction 6; blocked by process 10.\n"
    "\tProcess 10: update t set a = '§'\n\tProcess 20: update t set a = '§' where b = '§"
)
PLACES = [  # § stands for the canary
    "LOG:  duration: 1.000 ms  statement: select '§', E'§\\'', $$§$$, $t$§$t$, N'§' from t -- §\n\t/* § */",
    "LOG:  duration: 1.000 ms  execute S_1: select $1",
    "DETAIL:  parameters: $1 = '§'",
    'ERROR:  invalid input syntax for type integer: "§"',
    "DETAIL:  Key (a)=(§) already exists.",
    'CONTEXT:  COPY t, line 3, column x: "§"',
    "HINT:  §",
    "STATEMENT:  insert into t values ('§')",
    "ERROR:  an application says §",
    "QUERY:  select '§'",
    "LOG:  statement: copy t from '/§'",
    TEXT_PLAN,
    JSON_PLAN,
    'LOG:  AUDIT: SESSION,1,1,READ,SELECT,TABLE,public.t,"select \'§\'","§,§"',
    'LOG:  temporary file: path "base/pgsql_tmp/pgsql_tmp10.0", size 24576',
    "STATEMENT:  select '§' order by 1",
    "LOG:  process 10 still waiting for ShareLock on transaction 77 after 1000.119 ms",
    "DETAIL:  Process holding the lock: 20. Wait queue: 10.",
    "STATEMENT:  update t set a = '§'",
    "ERROR:  deadlock detected",
    DEADLOCK,
    "LOG:  cron job 1 starting: select '§'",
    "LOG:  server process (PID 10) was terminated by signal 9: Killed",
    "DETAIL:  Failed process was running: select '§'",
    "LOG:  something nobody knows about §",
]
LINES = [line(second, 10, text.replace("§", CANARY)) for second, text in enumerate(PLACES, 1)]


def all_text(store: Path) -> str:
    snapshot = Store.open(store).snapshot()
    names = [name for name, table in TABLES.items() if not table.derived]
    return "\n".join(str(snapshot.query(f'select * from "{name}"').to_pylist()) for name in names)


def test_a_redacted_store_that_grows_stays_redacted(tmp_path: Path) -> None:
    log = tmp_path / "postgresql.log"
    for end in (3, 9, 14, len(LINES)):
        log.write_text("".join(LINES[:end]))
        ingest(log, store=tmp_path / "grown", cluster="c", redact=True)
    ingest(log, store=tmp_path / "whole", cluster="c", redact=True)
    assert CANARY not in all_text(tmp_path / "grown")
    for table in ("entries", "statements", "plans", "deadlocks"):
        query = f'select * exclude (source) from {table} order by "offset"'
        whole = Store.open(tmp_path / "whole").snapshot().query(query).to_pylist()
        assert Store.open(tmp_path / "grown").snapshot().query(query).to_pylist() == whole


def test_passwords_are_in_no_store(tmp_path: Path) -> None:
    secret = "hunter2zz"  # noqa: S105 - the canary
    log = tmp_path / "postgresql.log"
    texts = [
        f"LOG:  duration: 1.000 ms  statement: alter role app password '{secret}'",
        f"LOG:  statement: create user mapping for u server s options (password '{secret}')",
        f"LOG:  statement: create subscription s connection 'host=h password={secret}' publication p",
        "LOG:  duration: 1.000 ms  execute S_1: update users set password_hash = $1",
        f"DETAIL:  parameters: $1 = '{secret}'",
        f'ERROR:  could not connect to "postgresql://app:{secret}@db/shop"',
        f"STATEMENT:  select dblink_connect('host=h password={secret}')",
        f'LOG:  parameter "primary_conninfo" changed to "host=h password={secret} user=u"',
    ]
    log.write_text("".join(line(second, 10, text) for second, text in enumerate(texts, 1)))
    ingest(log, store=tmp_path / "store", cluster="c")
    snapshot = Store.open(tmp_path / "store").snapshot()
    for name, table in TABLES.items():
        if not table.derived:
            assert secret not in str(snapshot.query(f'select * from "{name}"').to_pylist()), name


def test_a_message_about_passwords_keeps_its_words(tmp_path: Path) -> None:
    said = 'password authentication failed for user "app"'
    log = tmp_path / "postgresql.log"
    log.write_text(line(1, 10, f"FATAL:  {said}"))
    ingest(log, store=tmp_path / "store", cluster="c")
    rows = Store.open(tmp_path / "store").snapshot().query("select message from entries").to_pylist()
    assert rows == [{"message": said}]

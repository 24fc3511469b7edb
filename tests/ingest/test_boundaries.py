"""Where a log is cut into blocks changes nothing, wherever it is cut."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Reader

pytestmark = pytest.mark.uncounted

START = re.compile(rb"(?m)^\d{4}-")
HEAD = "2026-11-19 03:14:{:02d} UTC:10.0.3.7(51234):app@shop:[{}]:"


def line(second: int, pid: int, text: str) -> str:
    return HEAD.format(second, pid) + text + "\n"


PLAN = "LOG:  duration: 900.000 ms  plan:\n\tQuery Text: select 1\n\tResult  (cost=0.00..0.01 rows=1 width=4)"
VACUUM = (
    '2026-11-19 03:14:16 UTC::@:[400]:LOG:  automatic vacuum of table "shop.public.t": index scans: 0\n'
    "\tpages: 0 removed, 5 remain, 5 scanned (100.00% of total)\n"
    "\ttuples: 3 removed, 9 remain, 0 are dead but not yet removable\n"
    "\tsystem usage: CPU: user: 0.00 s, system: 0.00 s, elapsed: 0.01 s\n"
)
CHECKPOINT = (
    "2026-11-19 03:14:17 UTC::@:[389]:LOG:  checkpoint complete: wrote 10 buffers (0.1%); "
    "0 WAL file(s) added, 0 removed, 1 recycled; write=0.100 s, sync=0.001 s, total=0.200 s; "
    "sync files=1, longest=0.001 s, average=0.001 s; distance=5 kB, estimate=5 kB\n"
)
AUTHORIZED = "LOG:  connection authorized: user=app database=shop application_name=x"
DISCONNECTION = (
    "LOG:  disconnection: session time: 0:00:01.000 user=app database=shop host=10.0.3.7 port=51234"
)

FAMILIES = {
    "an error with its continuations between those of another process": [
        line(1, 10, 'ERROR:  relation "a" does not exist at character 15'),
        line(1, 20, 'ERROR:  relation "b" does not exist at character 15'),
        line(1, 10, "HINT:  Perhaps you meant c."),
        line(1, 20, "STATEMENT:  select * from b\n\twhere x = 1"),
        line(1, 10, "STATEMENT:  select * from a\n\twhere x = 2"),
        line(2, 20, "LOG:  duration: 1.000 ms  statement: select 1"),
        line(2, 10, "LOG:  duration: 1.000 ms  statement: select 1"),
    ],
    "parameters of an execution after lines of others": [
        line(1, 10, "LOG:  duration: 0.100 ms  parse S_1: select $1"),
        line(1, 10, "LOG:  duration: 12.345 ms  execute S_1/C_2: select $1"),
        line(1, 20, "LOG:  duration: 1.000 ms  statement: select 1"),
        line(1, 10, "DETAIL:  parameters: $1 = 'a, ''b'''"),
        line(2, 10, "LOG:  duration: 0.200 ms  execute fetch from S_1/C_2: select $1"),
        line(2, 10, "DETAIL:  parameters: $1 = 'c'"),
    ],
    "log_statement and log_duration on lines of their own": [
        line(1, 10, "LOG:  statement: select pg_sleep(1)"),
        line(1, 20, "LOG:  execute <unnamed>: select\n\t$1"),
        line(1, 20, "DETAIL:  parameters: $1 = '7'"),
        line(2, 10, 'LOG:  temporary file: path "base/pgsql_tmp/pgsql_tmp10.0", size 24576'),
        line(2, 10, "STATEMENT:  select pg_sleep(1)"),
        line(2, 10, "LOG:  duration: 1000.123 ms"),
        line(3, 20, "LOG:  duration: 2.500 ms"),
        line(4, 10, "LOG:  statement: select 2"),
        line(5, 30, "LOG:  duration: 7.000 ms"),
    ],
    "a plan and the statement line of the same execution": [
        line(1, 10, PLAN),
        line(1, 20, PLAN),
        line(1, 10, "LOG:  duration: 901.000 ms  statement: select 1"),
        line(2, 20, "LOG:  duration: 2.000 ms  statement: select 2"),
    ],
    "locks, a deadlock and its detail": [
        line(1, 10, "LOG:  process 10 still waiting for ShareLock on transaction 77 after 1000.119 ms"),
        line(1, 10, "DETAIL:  Process holding the lock: 20. Wait queue: 10."),
        line(1, 10, 'CONTEXT:  while updating tuple (0,1) in relation "t"'),
        line(1, 10, "STATEMENT:  update t set a = 1"),
        line(2, 20, "ERROR:  deadlock detected"),
        line(
            2, 20,
            "DETAIL:  Process 20 waits for ShareLock on transaction 5; blocked by process 10.\n"
            "\tProcess 10 waits for ShareLock on transaction 6; blocked by process 20.\n"
            "\tProcess 20: update t set a = 2\n\tProcess 10: update t set a = 1",
        ),
        line(2, 20, "HINT:  See server log for query details."),
        line(2, 10, "LOG:  process 10 acquired ShareLock on transaction 77 after 1955.814 ms"),
        line(2, 10, "STATEMENT:  update t set a = 1"),
        line(2, 20, "STATEMENT:  update t set a = 2"),
    ],
    "autovacuum, checkpoints, sessions, and a line without a prefix": [
        "2026-11-19 03:14:15 UTC::@:[389]:LOG:  checkpoint starting: time\n",
        VACUUM,
        "a library speaks without a prefix\n",
        line(1, 10, AUTHORIZED),
        line(2, 10, DISCONNECTION),
        CHECKPOINT,
    ],
    "a plan after the line of its execution, as the extended protocol writes it": [
        line(1, 10, "LOG:  duration: 0.100 ms  parse <unnamed>: select 1"),
        line(1, 10, "LOG:  duration: 901.000 ms  execute <unnamed>: select 1"),
        line(1, 10, "DETAIL:  parameters: $1 = '7'"),
        line(1, 20, "LOG:  duration: 950.000 ms  execute S_1: select 1"),
        line(1, 10, "LOG:  duration: 0.100 ms  parse <unnamed>: select 2"),
        line(9, 10, PLAN),
        line(9, 20, PLAN),
        line(9, 20, PLAN),
        line(9, 20, 'CONTEXT:  SQL function "f" statement 1'),
        line(9, 10, "LOG:  duration: 0.100 ms  bind <unnamed>: select 2"),
        line(9, 10, "LOG:  duration: 1.100 ms  execute <unnamed>: select 2"),
        line(9, 20, "LOG:  duration: 2.000 ms  statement: select 3"),
    ],
    "plans before and after their lines, of one process again and again": [
        line(1, 10, "LOG:  duration: 5.000 ms  execute <unnamed>: select 0"),
        line(2, 10, PLAN),
        line(2, 10, "LOG:  duration: 901.000 ms  statement: select 1"),
        line(3, 10, "LOG:  duration: 902.000 ms  execute <unnamed>: select 1"),
        line(3, 10, PLAN),
        line(4, 10, PLAN),
        line(4, 10, "LOG:  duration: 903.000 ms  statement: select 1"),
        line(5, 10, "LOG:  duration: 6.000 ms  execute <unnamed>: select 0"),
    ],
    "a plan between a logged statement and its bare duration": [
        line(1, 10, "LOG:  statement: select 1"),
        line(2, 10, PLAN),
        line(2, 10, 'LOG:  AUDIT: SESSION,2,1,READ,SELECT,,,"select 1",<none>'),
        line(2, 20, "LOG:  duration: 1.000 ms  statement: select 3"),
        line(2, 10, "LOG:  duration: 905.000 ms"),
        line(3, 10, "LOG:  statement: select 2"),
        line(3, 10, "LOG:  duration: 1.000 ms"),
        line(4, 10, "LOG:  duration: 1.000 ms  statement: select 3"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", FAMILIES)
def test_two_cuts_anywhere_give_the_rows_of_the_whole(name: str, reader: Reader) -> None:
    data = "".join(FAMILIES[name]).encode()
    whole = reader.tables([data])
    assert whole
    starts = [match.start() for match in START.finditer(data)][1:]
    for first in starts:
        after = [start for start in starts if start > first]
        for second in {*after[:3], *after[-1:]}:
            parts = [data[:first], data[first:second], data[second:]]
            assert reader.tables(parts) == whole, f"cut at {first} and {second}"
    assert (
        reader.tables([data[a:b] for a, b in zip([0, *starts], [*starts, len(data)], strict=True)]) == whole
    )


@pytest.mark.parametrize(
    ("name", "from_plan"),
    [
        ("a plan after the line of its execution, as the extended protocol writes it", 1),
        ("plans before and after their lines, of one process again and again", 0),
        ("a plan between a logged statement and its bare duration", 0),
    ],
)
def test_a_plan_is_a_call_only_where_no_line_is(reader: Reader, name: str, from_plan: int) -> None:
    rows = reader.tables(["".join(FAMILIES[name]).encode()])
    assert len(rows["plans"]) == sum(PLAN in text for text in FAMILIES[name])
    assert sum("'plan'" in row for row in rows["statements"]) == from_plan


def test_an_execution_with_plan_and_statement_line_is_one_call(reader: Reader) -> None:
    data = "".join(FAMILIES["a plan and the statement line of the same execution"]).encode()
    from_plan = ["'plan'" in row for row in reader.tables([data])["statements"]]
    assert sorted(from_plan) == [False, False, True], "process 20's plan has no line of its own"

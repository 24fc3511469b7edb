"""InnoDB's dump of a deadlock (innodb_print_all_deadlocks) to a row: who, locks, statements, the victim.

The dump holds whole rows of data in hexadecimal; they are left out of the entry's message too.
"""

from __future__ import annotations

import re
from typing import Any

import polars as pl

from aurorascope.logs.mysql_starts import DUMP_BEGINS, DUMP_ENDS

ANNOUNCED, DUMPED = DUMP_BEGINS.decode(), DUMP_ENDS.decode()
PARTICIPANT = pl.Struct(
    {"pid": pl.Int64, "lock": pl.String, "statement": pl.String, "fingerprint": pl.String}
)
_PART = re.compile(r"(?m)^\*\*\* \((\d{1,3})\) TRANSACTION:[^\n]*\n")
_SECTION = re.compile(r"(?m)^\*\*\* [^\n]*$")
_WAITS = re.compile(r"(?m)^\*\*\* (?:\(\d{1,3}\) )?WAITING FOR THIS LOCK TO BE GRANTED:[^\n]*\n")
_THREAD = re.compile(r"(?m)^(?:MySQL|MariaDB) thread id (\d{1,18}),[^\n]*\n?")
_LOCK = re.compile(
    r"(?m)^(?:RECORD|TABLE) LOCKS? (?:space id \d+ page no \d+ n bits \d+ )?(?:index (?P<index>\S+) of )?"
    r"table (?P<table>`(?:[^`\n]|``){1,300}`(?:\.`(?:[^`\n]|``){1,300}`)?)[^\n]*? trx id \d+ "
    r"lock(?:_| )mode (?P<mode>[^\n]{1,200})"
)
_VICTIM = re.compile(r"(?m)^\*\*\* WE ROLL BACK TRANSACTION \((\d{1,3})\)")
# Rows of data: `Record lock, heap no 2 PHYSICAL RECORD: ...` and the fields below it.
RECORDS = r"(?m)^(?: \d+: (?:len|SQL NULL)[^\n]*|Record lock, heap no[^\n]*)\n?"


def deadlocks(entries: pl.DataFrame) -> pl.DataFrame:
    """Return a row for each deadlock among the entries, whose messages lose their rows of data."""
    told = entries["message"].str.starts_with(ANNOUNCED).fill_null(value=False).arg_true()
    some = entries.select(pl.all().gather(told))
    found = [read_dump(message) for message in some["message"]]
    return some.select(
        *("ts", "source", "offset", "pid", "session_key", "user_name", "database_name", "client_host"),
        row=told.cast(pl.UInt32),
        participants=pl.Series([one["participants"] for one in found], dtype=pl.List(PARTICIPANT)),
        victim=pl.Series([one["victim"] for one in found], dtype=pl.Int64),
        tables=pl.Series([one["tables"] for one in found], dtype=pl.List(pl.String)),
    )


def without_records(entries: pl.DataFrame) -> pl.DataFrame:
    """Return the entries without the rows of data that dumps of locks hold: they are people's data."""
    rows = entries["message"].str.contains("PHYSICAL RECORD", literal=True).fill_null(value=False).arg_true()
    if not len(rows):
        return entries
    clean = entries["message"].gather(rows).str.replace_all(RECORDS, "")
    return entries.with_columns(entries["message"].scatter(rows, clean))


def read_dump(text: str) -> dict[str, Any]:
    """Return participants, victim and tables of one dump."""
    begins = list(_PART.finditer(text))
    ends = [*(part.start() for part in begins), len(text)][1:]
    victim = _VICTIM.search(text)
    participants, tables, numbers = [], [], {}
    for part, end in zip(begins, ends, strict=True):
        body = text[part.end() : end]
        one = _participant(body)
        participants.append(one)
        numbers[part[1]] = one["pid"]
        tables += [unquoted(lock["table"]) for lock in _LOCK.finditer(body)]
    return {
        "participants": participants,
        "victim": numbers.get(victim[1]) if victim else None,
        "tables": list(dict.fromkeys(tables)),
    }


def _participant(body: str) -> dict[str, Any]:
    thread = _THREAD.search(body)
    statement = None
    if thread:
        section = _SECTION.search(body, thread.end())
        statement = body[thread.end() : section.start() if section else len(body)].strip() or None
    waits = _WAITS.search(body)
    lock = _LOCK.search(body, waits.end()) if waits else None
    return {
        "pid": int(thread[1]) if thread else None,
        "lock": described(lock) if lock else None,
        "statement": statement,
        "fingerprint": None,
    }


def described(lock: re.Match[str]) -> str:
    """Return a lock in words: `X locks rec but not gap on index PRIMARY of shop.t`."""
    mode = lock["mode"].strip().removesuffix("waiting").strip()
    index = f"index {unquoted(lock['index'])} of " if lock["index"] else "table "
    return f"{mode} on {index}{unquoted(lock['table'])}"


def unquoted(name: str) -> str:
    """Return `a`.`b` as a.b."""
    return ".".join(part.strip("`").replace("``", "`") for part in name.split("`.`"))

"""Builders: the columns of a kind that patterns alone cannot give.

Each takes the matched entries as a frame and returns a frame of columns of the same height. They may loop
over rows: what they build is rare.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from aurorascope.logs.plans import read_plans

if TYPE_CHECKING:
    from collections.abc import Callable

PARTICIPANT = pl.Struct(
    {"pid": pl.Int64, "lock": pl.String, "statement": pl.String, "fingerprint": pl.String}
)
# Python's engine backtracks: nothing here may repeat over what may also follow it.
WAITS = re.compile(
    r"^[ \t]*+Process (\d{1,10}) waits for (.+?); blocked by process \d+\.[ \t]*$", re.MULTILINE
)
RUNS = re.compile(r"^[ \t]*+Process (\d{1,10}): ", re.MULTILINE)
NOT_SAID = ("", "<none>", "<not logged>", "<previously logged>")
RELATION = re.compile(r'\brelation "((?>(?:[^"]++|"")+))"|\b(relation \d+ of database \d+)')


def deadlock(entries: pl.DataFrame) -> pl.DataFrame:
    """Who took part in each deadlock, in the DETAIL's order, and the relations named."""
    participants, tables = [], []
    for detail, context in entries.select("detail", "context").iter_rows():
        participants.append(_participants(detail or ""))
        tables.append(_relations(f"{detail or ''}\n{context or ''}"))
    return pl.DataFrame(
        {"participants": participants, "tables": tables},
        schema={"participants": pl.List(PARTICIPANT), "tables": pl.List(pl.String)},
    )


def _participants(detail: str) -> list[dict[str, object]]:
    """The DETAIL lists what each process waits for, then what each process runs, in the same order."""
    first = RUNS.search(detail)
    waits = WAITS.findall(detail, 0, first.start() if first else len(detail))
    statements = _statements(detail, [int(pid) for pid, _ in waits], first.start() if first else len(detail))
    return [
        {"pid": int(pid), "lock": lock, "statement": statements.get(int(pid)), "fingerprint": None}
        for pid, lock in waits
    ]


def _statements(detail: str, pids: list[int], start: int) -> dict[int, str]:
    """A statement may itself hold a line 'Process 1: ': only the next process in the order begins one."""
    begins: list[re.Match[str]] = []
    for match in RUNS.finditer(detail, start):
        if len(begins) < len(pids) and int(match[1]) == pids[len(begins)]:
            begins.append(match)
    ends = [*(match.start() for match in begins), len(detail)][1:]
    return {int(run[1]): detail[run.end() : end].strip() for run, end in zip(begins, ends, strict=True)}


def _relations(text: str) -> list[str]:
    """Relations by name where a name is given, else by their numbers, each once, in order."""
    names = (name.replace('""', '"') or number for name, number in RELATION.findall(text))
    return list(dict.fromkeys(names))


def plan(entries: pl.DataFrame) -> pl.DataFrame:
    """The plan's columns; it stands below the message's first line."""
    return read_plans(entries["message"].str.splitn("\n", 2).struct.field("field_1"))


def unquoted(entries: pl.DataFrame) -> pl.DataFrame:
    """The fields of a pgaudit line that CSV may have quoted; '<none>' and its like are null."""
    return entries.select(
        _csv_value(pl.col("operation")),
        _csv_value(pl.col("object")),
        _csv_value(pl.col("audited").alias("statement")),
        _csv_value(pl.col("parameters")),
    )


def _csv_value(value: pl.Expr) -> pl.Expr:
    # What the pattern takes begins with a quote only where it ends with one, and is two quotes at least.
    inner = value.str.strip_prefix('"').str.strip_suffix('"').str.replace_all('""', '"', literal=True)
    said = pl.when(value.is_in(NOT_SAID).not_()).then(value)
    return pl.when(value.str.starts_with('"')).then(inner).otherwise(said)


BUILDERS: dict[str, Callable[[pl.DataFrame], pl.DataFrame]] = {
    "deadlock": deadlock,
    "plan": plan,
    "unquoted": unquoted,
}
# Parts of the entry, besides its message, that a builder reads.
PARTS_OF: dict[str, tuple[str, ...]] = {"deadlock": ("context", "detail"), "plan": (), "unquoted": ()}
# Groups of the kind's pattern that it reads, or the message.
GROUPS_OF: dict[str, tuple[str, ...]] = {
    "deadlock": (),
    "plan": ("message",),
    "unquoted": ("operation", "object", "audited", "parameters"),
}

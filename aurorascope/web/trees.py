"""Rows that name their parent, in the order a tree is read, each with its depth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

Row = dict[str, Any]
INDENT = 3 * "\N{NO-BREAK SPACE}"  # a cell folds other blanks
BRANCH = "└ "


def in_order(rows: Sequence[Row], label: str) -> list[Row]:
    """Order rows with `id` and `parent` depth first and indent their `label`; a row seen twice is drawn once.

    A row whose parent is not among the rows stands at the root: nothing is left out, and a circle ends.
    """
    known = {row["id"] for row in rows}
    below: dict[Any, list[int]] = {}
    for number, row in enumerate(rows):
        parent = row["parent"] if row["parent"] in known and row["parent"] != row["id"] else None
        below.setdefault(parent, []).append(number)
    out: list[Row] = []
    drawn: set[int] = set()
    opened: set[Any] = set()
    starts = [*below.get(None, []), *range(len(rows))]
    for start in starts:
        waiting = [(start, 0)]
        while waiting:
            number, depth = waiting.pop()
            if number in drawn:
                continue
            drawn.add(number)
            row = rows[number]
            mark = INDENT * (depth - 1) + BRANCH if depth else ""
            out.append(row | {label: f"{mark}{row[label]}"})
            if row["id"] not in opened:
                opened.add(row["id"])
                waiting += [(child, depth + 1) for child in reversed(below.get(row["id"], []))]
    return out

"""Compares a store with the truth of the slow log it was made from: every count, every sum, every shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from against_truth import Check, Reader

if TYPE_CHECKING:
    from pathlib import Path

TOTALS = {
    "entries": "count(*)",
    "duration_us": "sum(duration_us)::bigint",
    "lock_us": "sum(lock_us)::bigint",
    "rows_sent": "sum(rows_sent)::bigint",
    "rows_examined": "sum(rows_examined)::bigint",
    "admin": "count(*) filter (where phase = 'admin')",
    "uses": "count(*) filter (where not database_inherited)",
    "max_us": "max(duration_us)",
}


def compare(store: Path, truth: dict[str, Any]) -> list[Check]:
    """Return every check, the wrong ones among them."""
    reader = Reader(store)
    columns = ", ".join(f"{sql} as {name}" for name, sql in TOTALS.items())
    found = reader.row(f"select {columns} from statements where observed_by = 'slow_log'")
    checks = [Check(name, truth["totals"].get(name, 0), found[name]) for name in TOTALS]
    for name, groups in truth["by"].items():
        have = {
            row["key"]: [row["n"], row["us"]]
            for row in reader.rows(
                f"select {name} as key, count(*) as n, sum(duration_us)::bigint as us from statements group by 1"
            )
        }
        checks += [
            Check(f"{name} {key}", groups.get(key), have.get(key))
            for key in sorted(groups.keys() | have.keys(), key=str)
        ]
    unparsed = reader.row("select sum(unparsed_entries)::bigint as n from coverage")["n"]
    return [*checks, *_shapes(reader, truth), Check("entries not understood", 0, unparsed)]


def _shapes(reader: Reader, truth: dict[str, Any]) -> list[Check]:
    """Find each shape's family by its example."""
    found = {
        row["fingerprint"]: [row["n"], row["us"]]
        for row in reader.rows(
            "select fingerprint, count(*) as n, sum(duration_us)::bigint as us from statements where phase = 'statement' group by 1"
        )
    }
    families = {
        row["sql"]: row["fingerprint"]
        for row in reader.rows("select distinct sql, fingerprint from statements")
    }
    checks = [Check("shapes", len(truth["shapes"]), len(found))]
    for shape in truth["shapes"]:
        expected = [shape["entries"], shape["duration_us"]]
        checks.append(
            Check(f"shape {shape['example'][:40]!r}", expected, found.get(families.get(shape["example"])))
        )
    return checks

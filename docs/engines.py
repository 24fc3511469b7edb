"""Writes what the shared views are for Athena and for Spark SQL: docs/engines/*.sql and docs/engines.md."""

from __future__ import annotations

import sys
from pathlib import Path

from aurorascope.scale.queries import WRITERS
from aurorascope.scale.shared import SPARK_CANNOT, mark_of, mark_of_code, names, texts
from aurorascope.scale.subset import NotInSubset

DOCS = Path(__file__).parent
FOLDER = DOCS / "engines"
HEAD = """# The shared views on other engines

<!-- made by `make docs`; edits belong in the code -->

Pages, reports and `sql` ask DuckDB, or Athena with `--engine athena` ([athena.md](athena.md)). The text that
Athena is sent is made from the same query ([how](decisions/queries-for-other-engines.md)). The text of every
shared view for 2026-11-19 with its default values is in [engines/athena.sql](engines/athena.sql), and in
[engines/spark.sql](engines/spark.sql) what Spark SQL is sent; a test holds them current.

## What differs

* Of several rows with the same greatest time, every engine takes the greatest value in the shared views. In
  a query of your own, a bare `arg_max(x, ts)` of DuckDB's takes any of them, and the greatest elsewhere.
* Sums of fractions are added in another order, so last digits may differ; counts and microseconds do not.
* Percentiles are exact everywhere, from the sorted values.

## Views that Athena is not asked for

A page or a report says so in their place.

| view | why |
|---|---|
"""
SPARK = """
## Views that Spark 4.1 is not asked for

A proof compares the rows of all others with DuckDB's
([result](proof/duckdb_and_spark_return_the_same_rows_for_every_shared_view.txt)). It leaves out the
optimizer's rule `RemoveRedundantAliases` (`spark.sql.optimizer.excludedRules`): with it, Spark 4.1.4 makes
plans of `amounts_by_key`, `cluster_topology` and `maintenance_calendar` that its own check then refuses.

| view | why |
|---|---|
"""


def main() -> None:
    """Write the texts and the page."""
    FOLDER.mkdir(exist_ok=True)
    held = {engine: [f"-- made by `make docs` {mark_of_code()}\n"] for engine in WRITERS}
    out: dict[str, dict[str, str]] = {engine: {} for engine in WRITERS}
    for name in names():
        for engine, found in texts(name).items():
            if isinstance(found, NotInSubset):
                out[engine][name] = str(found)
            text = "" if isinstance(found, NotInSubset) else f"{found};\n"
            held[engine].append(f"\n-- {name} {mark_of(name)}\n{text}")
    for engine, parts in held.items():
        (FOLDER / f"{engine}.sql").write_text("".join(parts), encoding="utf-8")
    rows = "".join(f"| `{name}` | {why} |\n" for name, why in out["athena"].items())
    said = {name: f"Spark refuses it: {why}" for name, why in SPARK_CANNOT.items()} | out["spark"]
    spark = "".join(f"| `{name}` | {why} |\n" for name, why in sorted(said.items()))
    (DOCS / "engines.md").write_text(HEAD + rows + SPARK + spark, encoding="utf-8")
    sys.stdout.write("docs/engines.md, docs/engines/\n")


if __name__ == "__main__":
    main()

"""Fingerprints of an earlier version made anew, from the statements and the families' texts in the store.

A row that has its statement gets the family of that; one that names a family only gets the one that the
family's text belongs to now. A day is one commit; the families themselves come last, so what was interrupted
begins again and finds the rest.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from aurorascope.logs.fingerprint import FINGERPRINT_VERSION, fingerprint_column
from aurorascope.store.compaction import provisional_files
from aurorascope.store.layout import folder_of, is_rolled, mark_of, roll_number, rolled_name
from aurorascope.store.rollup import ROLLUPS
from aurorascope.store.schemas import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from aurorascope.store.layout import DataFile
    from aurorascope.store.snapshot import Snapshot
    from aurorascope.store.store import Store

RENEWER = 998  # no worker has this number
FAMILY = "fingerprint"
TOLD = ("normalized_sql", "statement_kind", "relations")


def renew_families(store: Store) -> int:
    """Make fingerprints of earlier versions anew; return how many families had one.

    CommitConflict when somebody else writes the same files anew at this moment: run it again.
    """
    families = _older(store.snapshot())
    if not families:
        return 0
    new = {row[FAMILY]: row["new"] for row in families}
    days = sorted({file.day for file in store.files() if _holds_families(file)})
    for day in days:
        _renew(store, day, new)
    for day in days:
        _renew(store, day, new, families={row[FAMILY]: row for row in families})
    return len(families)


def _older(snapshot: Snapshot) -> list[dict[str, Any]]:
    """Return the families of earlier versions with their fingerprints of today, and what is told of them."""
    import polars as pl

    rows: list[dict[str, Any]] = snapshot.query(
        "select fingerprint, any_value(engine) as engine, arg_max(normalized_sql, last_seen) as sql "
        f"from fingerprints where coalesce(fingerprint_version, 0) < {FINGERPRINT_VERSION} group by 1"
    ).to_pylist()
    for engine in {row["engine"] for row in rows}:
        own = [row for row in rows if row["engine"] == engine]
        known = "mysql" if engine == "mysql" else "postgresql"
        ids, families = fingerprint_column(pl.Series([row["sql"] for row in own], dtype=pl.String), known)
        told = {row[FAMILY]: row for row in families.to_dicts()}
        for row, mark in zip(own, ids, strict=True):
            row["new"] = row[FAMILY] if mark is None else mark
            row["family"] = told.get(mark)
    return rows


def _holds_families(file: DataFile) -> bool:
    return (
        any(column.stored_name == FAMILY for column in TABLES[file.table].columns)
        or file.table == "deadlocks"
    )


def _renew(
    store: Store, day: date, new: Mapping[str, str], families: Mapping[str, dict[str, Any]] | None = None
) -> None:
    """Write the files of a day anew where their families changed: all but the families, or these alone."""
    snapshot = store.snapshot()
    kept = provisional_files(snapshot)
    raw = {roll_number(file.path) for file in snapshot.files("statements")}
    files = [
        file
        for file in snapshot.all_files
        if file.day == day and file.path not in kept and _holds_families(file)
        and (file.table == "fingerprints") == (families is not None)
    ]  # fmt: skip
    written: list[DataFile] = []
    removes: list[str] = []
    for number, file in enumerate(files):
        if file.table in ROLLUPS and (not is_rolled(file.path) or roll_number(file.path) in raw):
            continue  # compaction counts the raw rows anew
        made = _anew(store, file, number, new, families)
        if made is not None:
            written.append(made)
            removes.append(file.path)
    gone = {roll_number(path) for path in removes if "/tbl=statements/" in f"/{path}"} - {""}
    removes += [
        file.path for file in snapshot.all_files if file.table in ROLLUPS and roll_number(file.path) in gone
    ]
    if not removes:
        return
    try:
        store.commit(
            written,
            removes=removes,
            positions={f"renew:{day}": snapshot.version + 1},
            based_on=snapshot.version,
            metadata={"aurorascope.command": "upgrade"},
        )
    except Exception:
        store.place.drop([file.path for file in written])
        raise


def _anew(
    store: Store,
    file: DataFile,
    number: int,
    new: Mapping[str, str],
    families: Mapping[str, dict[str, Any]] | None,
) -> DataFile | None:
    """Write a file with the families of today; None where they are the same."""
    import pyarrow.parquet as pq

    from aurorascope.store.columnar import parquet_options

    with store.place.holding([file.path]):
        table = pq.ParquetFile(store.place.root / file.path).read()
    changed = _with_new(file.table, table, new) if families is None else _families_anew(table, families)
    if changed is None:
        return None
    name = f"renewed-{store.version()}-{RENEWER}-{number}-{mark_of(file.path)}.parquet"
    if file.table in ROLLUPS:  # retention took the rows they count: any number that no raw file has will do
        name = rolled_name(f"{roll_number(file.path)}r", file.table)
    path = f"{folder_of(file.table, file.day)}/{name}"
    staged = store.place.staging / path
    staged.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(changed, staged, **parquet_options(TABLES[file.table]))
    made = replace(file, path=path, size=staged.stat().st_size)
    store.place.publish(path)()
    return made


def _with_new(name: str, table: Any, new: Mapping[str, str]) -> Any:
    """Return the rows with the families of today: of their statement where they have it, else by the map."""
    if name == "deadlocks":
        told = table.column("participants").to_pylist()
        for deadlock in told:
            for one in deadlock or ():
                one[FAMILY] = new.get(one[FAMILY], one[FAMILY])
        return _set(table, "participants", told)
    before = table.column(FAMILY).to_pylist()
    after = [new.get(one, one) for one in before]
    if name == "statements" and "sql" in table.column_names:
        after = [own or mapped for own, mapped in zip(_of_statements(table), after, strict=True)]
    if before == after:
        return None
    return _set(table, FAMILY, after)


def _of_statements(table: Any) -> list[str | None]:
    """Return the family of each statement; None where the row has no text."""
    import polars as pl

    texts = pl.Series(table.column("sql").to_pylist(), dtype=pl.String)
    engines = pl.Series(table.column("engine").to_pylist(), dtype=pl.String)
    found: list[str | None] = [None] * len(texts)
    for engine in ("postgresql", "mysql"):
        own = (engines == "mysql") if engine == "mysql" else (engines != "mysql").fill_null(value=True)
        ids, _ = fingerprint_column(pl.select(pl.when(own).then(texts)).to_series(), engine)
        found = [mark or known for mark, known in zip(ids, found, strict=True)]
    return found


def _families_anew(table: Any, families: Mapping[str, dict[str, Any]]) -> Any:
    """Return rows of `fingerprints` as today's rules make them."""
    before = table.column(FAMILY).to_pylist()
    if not any(one in families for one in before):
        return None
    old = {name: table.column(name).to_pylist() for name in ("fingerprint_version", *TOLD)}
    for place, mark in enumerate(before):
        row = families.get(mark)
        if row is None:
            continue
        before[place], old["fingerprint_version"][place] = row["new"], FINGERPRINT_VERSION
        for name in TOLD if row["family"] else ():
            old[name][place] = row["family"][name]
    for name, values in {FAMILY: before, **old}.items():
        table = _set(table, name, values)
    return table


def _set(table: Any, name: str, values: list[Any]) -> Any:
    import pyarrow as pa

    place = table.schema.get_field_index(name)
    kind = table.schema.field(place)
    plain = getattr(kind.type, "value_type", kind.type) if pa.types.is_dictionary(kind.type) else kind.type
    return table.set_column(place, kind, pa.array(values, plain).cast(kind.type))

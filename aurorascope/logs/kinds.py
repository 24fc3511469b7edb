"""Event kinds applied to a block's entries: which kind a message is, and the typed rows that it gives.

Nothing here loops over entries. The first bytes of a message say which kinds can match at all; the patterns
then run on those rows only, as columns.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from aurorascope.logs.builders import BUILDERS
from aurorascope.logs.kind_columns import parts_of
from aurorascope.logs.kind_files import KindError, read_kinds
from aurorascope.logs.matching import HEAD, Matching, Queries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aurorascope.model.event_kind import EventKind, Sample

__all__ = ["Classified", "KindError", "Kinds", "builtin_folder", "classify", "load_kinds"]

SESSION = "session"


@dataclass(frozen=True, slots=True)
class Kinds:
    """All kinds of one engine's logs, and which of them can match a message that begins so."""

    kinds: tuple[EventKind, ...]
    samples: tuple[Sample, ...] = ()
    by_head: dict[int, dict[bytes, tuple[int, ...]]] = field(default_factory=dict)
    queries: Queries = field(default_factory=dict, compare=False, repr=False)

    @property
    def by_state(self) -> dict[str, str]:
        """The kinds of errors that alone have a SQLSTATE, by it."""
        states = Counter(kind.sqlstate for kind in self.kinds)
        return {
            kind.sqlstate: kind.name
            for kind in self.kinds
            if kind.sqlstate and states[kind.sqlstate] == 1 and "ERROR" in kind.severities
        }

    def candidates(self, head: bytes) -> tuple[int, ...]:
        """Return the kinds (as indices) that a message with these first 8 bytes may be, in their order."""
        found = [index for length, table in self.by_head.items() for index in table.get(head[:length], ())]
        return tuple(sorted(set(found)))

    def __getitem__(self, name: str) -> EventKind:
        return next(kind for kind in self.kinds if kind.name == name)


@dataclass(frozen=True, slots=True)
class Classified:
    """What a block's entries are.

    `kind`, `noise`, `sqlstate` have one value an entry; `rows` has one frame a table, each with `row`, the
    index of its entry, and the kind's own columns (a column that no kind present fills is absent).
    `session` (columns row, user_name, database_name, client_host, application) is what messages themselves
    say of their session, for where the prefix is silent. `near_misses` counts, by kind, messages that begin
    like it but are worded otherwise; `first_near_misses` has the row of the first.
    """

    kind: pl.Series
    noise: pl.Series
    sqlstate: pl.Series
    rows: dict[str, pl.DataFrame]
    session: pl.DataFrame
    near_misses: dict[str, int]
    first_near_misses: dict[str, int]


def builtin_folder(engine: str) -> Path:
    """Return the folder of the kinds that ship with the engine: postgresql or mysql."""
    return Path(__file__).parent / {"postgresql": "postgres"}.get(engine, engine)


def load_kinds(folders: Sequence[Path], *, engine: str = "postgresql", samples: bool = False) -> Kinds:
    """Read every `*.toml` under the folders; a name that stands twice is an error.

    Raises KindError, whose message names the file, the key and what was expected.
    """
    kinds: list[EventKind] = []
    found: list[Sample] = []
    seen: dict[str, Path] = {}
    for folder in folders:
        if not folder.is_dir():
            raise KindError(f"{folder}: is no folder; event kinds are *.toml files in a folder")
        check = samples or folder != builtin_folder(engine)
        for path in sorted(folder.rglob("*.toml")):
            of_file, its_samples = read_kinds(path, engine, samples=samples, check=check)
            for kind in of_file:
                if kind.name in seen:
                    raise KindError(f"{path}: name {kind.name!r} is taken by {seen[kind.name]}")
                seen[kind.name] = path
                _known_builders(kind, path)
            kinds += of_file
            found += its_samples
    # Formats first, whichever way they are matched, so that both ways choose the same kind.
    kinds.sort(key=lambda kind: not kind.formats)
    return Kinds(tuple(kinds), tuple(found), _by_head(kinds))


def _known_builders(kind: EventKind, path: Path) -> None:
    for fill in kind.fills:
        if fill.builder and fill.builder not in BUILDERS:
            raise KindError(f"{path}: builder must be one of {', '.join(BUILDERS)}, not {fill.builder!r}")


def _by_head(kinds: Sequence[EventKind]) -> dict[int, dict[bytes, tuple[int, ...]]]:
    tables: dict[int, dict[bytes, tuple[int, ...]]] = {}
    for index, kind in enumerate(kinds):
        for start in kind.starts:
            head = start.encode()[:HEAD]
            table = tables.setdefault(len(head), {})
            table[head] = (*table.get(head, ()), index)
    return tables


def classify(entries: pl.DataFrame, kinds: Kinds, *, redacted: bool = False) -> Classified:
    """Say of every entry (columns severity, message, detail, hint, context, statement) which kind it is.

    `redacted` leaves the kinds' secret columns and attributes null and folds the constants of plans.
    Statements (`sql`, `statement`, those of participants) stay: the caller first finds their families.
    """
    matching = Matching(kinds.kinds, kinds.queries, entries.height, redacted=redacted)
    for bucket, rows in _buckets(entries, kinds):
        matching.take(rows, bucket)
    matching.give()
    return _classified(kinds, matching)


def _classified(kinds: Kinds, matching: Matching) -> Classified:
    names = [*(kind.name for kind in kinds.kinds), None]
    noise = [*(kind.noise for kind in kinds.kinds), False]
    sqlstates = [*(kind.sqlstate or None for kind in kinds.kinds), None]
    of_entry = pl.Series(matching.of_entry)
    rows = matching.rows()
    session = rows.pop(SESSION, pl.DataFrame(schema={"row": pl.UInt32}))
    return Classified(
        kind=pl.Series("kind", names, dtype=pl.String).gather(of_entry),
        noise=pl.Series("noise", noise).gather(of_entry),
        sqlstate=pl.Series("sqlstate", sqlstates, dtype=pl.String).gather(of_entry),
        rows=rows,
        session=session,
        near_misses=matching.near,
        first_near_misses=matching.first_near,
    )


def _buckets(entries: pl.DataFrame, kinds: Kinds) -> list[tuple[tuple[int, ...], pl.DataFrame]]:
    """Group the entries by the kinds that they may be; entries that can be none are left out."""
    heads = entries.select(pl.col("message").cast(pl.Binary).bin.head(HEAD).alias("head"))
    numbers: dict[tuple[int, ...], int] = {}
    known = [
        (head, numbers.setdefault(found, len(numbers)))
        for head in heads["head"].drop_nulls().unique()
        if (found := kinds.candidates(head))
    ]
    if not known:
        return []
    table = pl.DataFrame(known, schema={"head": pl.Binary, "bucket": pl.UInt32}, orient="row")
    looked_at = heads.hstack(
        [entries[name] for name in ("severity", "message", *parts_of(kinds.kinds))]
    ).with_row_index("row")
    placed = looked_at.join(table, on="head", maintain_order="left").drop("head")
    buckets = list(numbers)
    groups = placed.partition_by("bucket", as_dict=True, include_key=False)
    return [(buckets[int(number)], rows) for (number,), rows in groups.items()]

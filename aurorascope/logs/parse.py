"""A block of a PostgreSQL log to typed rows and open ends: a pure function of its bytes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from aurorascope.logs.assembly import ENGINE, Assembly
from aurorascope.logs.clock import NO_TIME
from aurorascope.logs.continuations import ORPHAN, parents
from aurorascope.logs.counts import EXAMPLE, Counts
from aurorascope.logs.decode import as_utf8
from aurorascope.logs.durations import STRAY, TIMED, Durations, durations
from aurorascope.logs.entries import MAIN_CODES, SEVERITY_CODE, UNRECOGNISED, Entries
from aurorascope.logs.entry_rows import EntryTables, entry_tables
from aurorascope.logs.families import give_fingerprints
from aurorascope.logs.open_ends import NONE, cut_out, first_of, head_rows, held_from
from aurorascope.logs.plan_calls import plan_statements
from aurorascope.logs.redact import redact, withhold_secrets
from aurorascope.logs.statements import statement_rows
from aurorascope.logs.verbose import take_codes
from aurorascope.model.block import PlanWitness

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from aurorascope.logs.kinds import Kinds
    from aurorascope.logs.lines import LogFormat
    from aurorascope.model.block import Block, OpenEnd

    Ints = NDArray[np.int64]
    Mask = NDArray[np.bool_]

LOG = SEVERITY_CODE["LOG"]


@dataclass
class Parsed:
    """Rows by table; lines that continue an earlier block; entries that a later one may continue."""

    tables: dict[str, pl.DataFrame] = field(default_factory=dict)
    heads: list[OpenEnd] = field(default_factory=list)
    held: list[OpenEnd] = field(default_factory=list)
    seen: list[int] = field(default_factory=list)
    witnesses: list[PlanWitness] = field(default_factory=list)
    near_misses: dict[str, int] = field(default_factory=dict)  # kinds whose wording has changed
    last_begin: int = -1  # offset of the last line that begins or continues an entry
    counts: dict[str, Counts] = field(default_factory=dict)


@dataclass(frozen=True)
class Parser:
    """A format, the event kinds, and whether the store is redacted."""

    form: LogFormat
    kinds: Kinds
    redacted: bool = False

    def parse(self, block: Block) -> Parsed:
        """Read one block. Every entry is in exactly one place: a row, a head or a held end."""
        text, masked = as_utf8(block.data)
        if not text:
            return Parsed()
        lines = self.form.lines(text)
        data, raw, newlines, entries = lines.data, lines.raw, lines.newlines, lines.entries
        _fill_times(entries)
        main = entries.main
        pids, who = _processes(entries)
        parent = parents(main, pids)
        if self.form.name == "stderr":
            take_codes(lines, parent)
        timing = _timing(raw, entries, main)
        heads, held = _open_masks(block, who, main, parent, timing)
        own = ~(heads | held)
        assembly = Assembly(block, data, raw, newlines, entries, main, pids, parent, timing, own)
        parsed = Parsed()
        last = _last_spoken(timing)
        parsed.last_begin = assembly.origin(last)[1]
        if not block.closing:
            owners = np.where(np.arange(len(main)) > last, pids[last], pids)  # see _open_masks
            for name, mask in (("heads", heads), ("held", held)):
                rows = np.flatnonzero(mask)
                setattr(
                    parsed, name, cut_out(rows, owners, entries.begins, block.data, assembly.origins(rows))
                )
            spoken = first_of(who, np.flatnonzero(main & ~heads), int(who.max()) + 1)
            parsed.seen = [pid for pid in pids[spoken[spoken != NONE]].tolist() if pid >= 0]
        made = entry_tables(assembly, self.kinds, redacted=self.redacted)
        parsed.tables = _tables(assembly, made, redacted=self.redacted)
        parsed.near_misses = made.near_misses
        parsed.counts = _counts(assembly, parsed.tables.get("statements"), masked)
        parsed.witnesses = _witnesses(assembly, who)
        return parsed


def _tables(assembly: Assembly, made: EntryTables, *, redacted: bool) -> dict[str, pl.DataFrame]:
    """Put all rows of a block together, with their fingerprints."""
    tables = dict(made.tables)
    calls = [statement_rows(assembly)]
    if "plans" in tables:
        calls.append(plan_statements(assembly, made.rows, tables["plans"]))
    known = [frame for frame in calls if frame is not None]
    if known:
        tables["statements"] = pl.concat(known, how="diagonal") if len(known) > 1 else known[0]
    give_fingerprints(tables, ENGINE)
    if redacted:
        redact(tables)
    else:
        withhold_secrets(tables)
    return {name: frame.drop("row") if "row" in frame.columns else frame for name, frame in tables.items()}


def _processes(entries: Entries) -> tuple[Ints, Ints]:
    """Return the process of each row (-1: none), and the same as numbers from 0 on."""
    pids = np.array(entries.contexts["pid"].fill_null(-1), dtype=np.int64)
    _, numbers = np.unique(pids, return_inverse=True)
    return pids[entries.context], numbers[entries.context]


def _fill_times(entries: Entries) -> None:
    """Give a line without a time that of the entry before it, or after it at the very start."""
    missing = entries.times == NO_TIME
    if not missing.any() or missing.all():
        return
    rows = np.arange(len(missing))
    source = np.maximum.accumulate(np.where(missing, -1, rows))
    first = int(np.flatnonzero(~missing)[0])
    entries.times[:] = entries.times[np.where(source < 0, first, source)]


def _timing(raw: NDArray[np.uint8], entries: Entries, main: Mask) -> Durations:
    """Sort the LOG entries; everything else is OTHER."""
    rows = np.flatnonzero(main & (entries.severity == LOG))
    part = durations(raw, entries.text[rows], entries.ends[rows])
    count = len(main)
    whole = Durations(
        sort=np.zeros(count, np.uint8), micros=np.full(count, -1, np.int64), phase=np.zeros(count, np.uint8),
        name_begins=entries.text.copy(), name_sizes=np.zeros(count, np.int64), sql_begins=entries.text.copy(),
    )  # fmt: skip
    for name in ("sort", "micros", "phase", "name_begins", "name_sizes", "sql_begins"):
        getattr(whole, name)[rows] = getattr(part, name)
    whole.sort[entries.severity == UNRECOGNISED] = STRAY
    return whole


def _open_masks(block: Block, who: Ints, main: Mask, parent: Ints, timing: Durations) -> tuple[Mask, Mask]:
    """Tell which rows continue an earlier block, and which are held for a later one."""
    nothing = np.zeros(len(main), dtype=bool)
    if block.closing:
        return nothing, nothing
    count = int(who.max()) + 1
    heads = head_rows(who, count, main, parent, timing)
    known = main & ~heads & (timing.sort != STRAY)
    held = (np.arange(len(main)) >= held_from(who, count, known, timing)[who]) & ~heads
    held &= timing.sort != STRAY
    if block.last:
        last = _last_spoken(timing)
        entry = last if parent[last] == ORPHAN else int(parent[last])
        # an entry, its continuations and the lines without a prefix behind it stay together
        held |= ((parent == entry) & ~heads) | (np.arange(len(main)) > last)
    return heads, held


def _last_spoken(timing: Durations) -> int:
    """Return the last row with a prefix: lines behind it have their time from it."""
    spoken = np.flatnonzero(timing.sort != STRAY)
    return int(spoken[-1]) if len(spoken) else len(timing.sort) - 1


def _counts(assembly: Assembly, statements: pl.DataFrame | None, masked: int) -> dict[str, Counts]:
    """Count, for each source, the entries whose rows are made here."""
    counted = assembly.own & (assembly.main | (assembly.parent == ORPHAN))
    rows = np.flatnonzero(counted)
    sources = np.array([piece.source for piece in assembly.block.pieces])
    found = {}
    for source in np.unique(sources).tolist():
        mine = rows
        if len(sources) > 1:
            mine = rows[np.array(assembly.origins(rows)["source"] == source, dtype=bool)]
        found[source] = _count(assembly, mine)
        if statements is not None:
            found[source].statements = int((statements["source"] == source).sum())
    found[str(sources[0])].masked_bytes = masked
    return found


def _count(assembly: Assembly, rows: Ints) -> Counts:
    entries = assembly.entries
    counts = Counts(entries=len(rows))
    times = entries.times[rows]
    times = times[times != NO_TIME]
    if len(times):
        counts.covered_from, counts.covered_to = int(times.min()), int(times.max())
    severity = entries.severity[rows]
    strange = rows[severity >= MAIN_CODES]  # without a prefix, or a continuation of nothing
    counts.unparsed = len(strange)
    if len(strange):
        row = int(strange[0])
        line = assembly.raw[entries.begins[row] : entries.ends[row]][: 4 * EXAMPLE].tobytes()
        counts.first_unparsed = (line.decode("utf-8", "replace")[:EXAMPLE], *assembly.origin(row))
    return counts


def _witnesses(assembly: Assembly, who: Ints) -> list[PlanWitness]:
    """Return the first timed statement of each process: an open plan of an earlier block may be its."""
    rows = np.flatnonzero(assembly.main & (assembly.timing.sort == TIMED))
    if not len(rows) or assembly.block.closing:
        return []
    first = first_of(who, rows, int(who.max()) + 1)
    first = first[first != NONE]
    columns = (
        assembly.pids[first].tolist(), assembly.entries.times[first].tolist(),
        assembly.timing.micros[first].tolist(), assembly.sql(first).hash().to_list(),
    )  # fmt: skip
    return [PlanWitness(*values) for values in zip(*columns, strict=True)]


__all__ = ["Parsed", "Parser"]

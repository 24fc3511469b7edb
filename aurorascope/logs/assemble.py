"""Rows out of a block whose lines are read: statements from durations, entries and events from the rest."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from aurorascope.logs.clock import NO_TIME
from aurorascope.logs.continuations import ORPHAN
from aurorascope.logs.durations import BARE, EXECUTE, OPENER, PHASES, STATEMENT, TIMED, Durations
from aurorascope.logs.entries import MAIN_CODES, SEVERITY_CODE, UNRECOGNISED, Entries
from aurorascope.logs.events import EntryFrame, event_rows
from aurorascope.logs.fingerprint import fingerprint_column, fold_message
from aurorascope.logs.kinds import classify
from aurorascope.logs.plan_calls import uncovered
from aurorascope.logs.prefix import CONTINUATIONS, SEVERITIES
from aurorascope.logs.slices import text_column

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from aurorascope.logs.kinds import Classified, Kinds
    from aurorascope.model.block import Block

    Ints = NDArray[np.int64]
    Mask = NDArray[np.bool_]

TIME = pl.Datetime("us", "UTC")
ENGINE = "postgresql"
CONTINUATION_COLUMNS = {
    "DETAIL": "detail",
    "HINT": "hint",
    "CONTEXT": "context",
    "STATEMENT": "statement",
    "QUERY": "internal_query",
    "LOCATION": "location",
    "BACKTRACE": "backtrace",
}
NOISY_USERS = ("rdsadmin", "rdsmon", "rdsrepladmin")
WARNING = {SEVERITY_CODE[name] for name in ("WARNING", "ERROR", "FATAL", "PANIC")}


@dataclass
class Assembly:
    """A block with its lines read; `own` says which rows become rows of tables here."""

    block: Block
    data: pa.Buffer
    raw: NDArray[np.uint8]
    newlines: Ints
    entries: Entries
    main: Mask
    pids: Ints
    parent: Ints
    timing: Durations
    own: Mask

    def origin(self, row: int) -> tuple[str, int]:
        """Return source and offset of a row."""
        begin = int(self.entries.begins[row])
        place = int(np.searchsorted(self._piece_begins, begin, side="right")) - 1
        piece = self.block.pieces[place]
        return piece.source, piece.offset + begin - piece.begin

    @cached_property
    def _piece_begins(self) -> Ints:
        return np.array([piece.begin for piece in self.block.pieces], dtype=np.int64)

    def origins(self, rows: Ints) -> dict[str, pl.Series]:
        """Return columns `source` and `offset` of rows."""
        begins = self.entries.begins[rows]
        pieces = self.block.pieces
        if len(pieces) == 1:
            shift = pieces[0].offset - pieces[0].begin
            return {
                "source": pl.repeat(pieces[0].source, len(rows), dtype=pl.String, eager=True),
                "offset": pl.Series(begins + shift),
            }
        place = np.searchsorted(self._piece_begins, begins, side="right") - 1
        shifts = np.array([piece.offset - piece.begin for piece in pieces], dtype=np.int64)
        sources = pl.Series([piece.source for piece in pieces], dtype=pl.String)
        return {"source": sources.gather(pl.Series(place)), "offset": pl.Series(begins + shifts[place])}

    def text(self, rows: Ints, begins: Ints | None = None) -> pl.Series:
        """Return the text from `begins` (else the message) to the end of rows, the TABs of lines removed."""
        at = self.entries.text[rows] if begins is None else begins
        ends = self.entries.ends[rows]
        column = text_column("text", self.data, self.raw, at, ends - at)
        breaks = np.searchsorted(self.newlines, ends) - np.searchsorted(self.newlines, at)
        several = np.flatnonzero(breaks > 0)
        if len(several):
            joined = column.gather(pl.Series(several)).str.replace_all("\r\n", "\n", literal=True)
            column = column.scatter(pl.Series(several), joined.str.replace_all("\n\t", "\n", literal=True))
        return column

    def sql(self, rows: Ints) -> pl.Series:
        """Return the SQL of rows with a duration or of log_statement."""
        return self.text(rows, self.timing.sql_begins[rows])

    def base(self, rows: Ints) -> dict[str, pl.Series]:
        """Return the columns that every row from a log has: time, origin, session."""
        context = pl.Series(self.entries.context[rows])
        sessions = self.entries.contexts
        times = self.entries.times[rows]
        ts = pl.Series(times)
        if (times == NO_TIME).any():
            ts = ts.replace(NO_TIME, None)
        return {
            "ts": ts.cast(TIME),
            **self.origins(rows),
            **{name: sessions[name].gather(context) for name in sessions.columns},
        }

    def line_columns(self, rows: Ints) -> dict[str, pl.Series]:
        """Return what the prefix says of single lines."""
        index = pl.Series(rows)
        return {name: values.gather(index) for name, values in self.entries.columns.items()}

    @cached_property
    def continued(self) -> dict[str, tuple[Ints, pl.Series]]:
        """For each continuation column: the parent rows, each once, and the text."""
        found = {}
        lines = np.flatnonzero(~self.main & (self.parent != ORPHAN))
        for word in CONTINUATIONS:
            rows = lines[self.entries.severity[lines] == SEVERITY_CODE[word]]
            if len(rows):
                found[CONTINUATION_COLUMNS[word]] = _once(self.parent[rows], self.text(rows))
        return found

    def continuation(self, name: str, rows: Ints) -> pl.Series | None:
        """Return one continuation column for rows of entries; None where no entry of the block has it."""
        if name not in self.continued:
            return None
        owners, texts = self.continued[name]
        place = np.full(len(self.main), -1, dtype=np.int64)
        place[owners] = np.arange(len(owners))
        index = place[rows]
        if (index < 0).all():
            return None
        return texts.gather(pl.Series(index).set(pl.Series(index < 0), None)).alias(name)


def _once(owners: Ints, texts: pl.Series) -> tuple[Ints, pl.Series]:
    """Join several continuations of one sort of one entry, in order."""
    if len(np.unique(owners)) == len(owners):
        return owners, texts
    frame = pl.DataFrame({"owner": owners, "text": texts}).group_by("owner", maintain_order=True)
    joined = frame.agg(pl.col("text").str.join("\n"))
    return np.array(joined["owner"], dtype=np.int64), joined["text"]


def build_statements(assembly: Assembly, tables: dict[str, pl.DataFrame]) -> None:
    """Make the rows of `statements` that durations and log_statement give, and their families."""
    timing, own = assembly.timing, assembly.own & assembly.main
    rows, micros, times = _calls(assembly, own)
    if not len(rows):
        return
    bare = timing.sort[rows] == BARE
    sql = assembly.sql(rows)
    if bare.any():
        sql = sql.set(pl.Series(bare), None)
    phase = timing.phase[rows]
    named = timing.name_sizes[rows]
    names = text_column(
        "prepared_name", assembly.data, assembly.raw, timing.name_begins[rows], np.where(named > 0, named, -1)
    )
    columns = assembly.base(rows)
    untimed = micros < 0
    duration = pl.Series(micros)
    if untimed.any():
        duration = duration.set(pl.Series(untimed), None)
    ids, families = fingerprint_column(sql)
    ended = pl.Series(times).cast(TIME)
    columns |= {
        "ts": ended,
        "started_at": (ended.cast(pl.Int64) - duration).cast(TIME),
        "engine": pl.repeat(ENGINE, len(rows), eager=True),
        "phase": pl.Series(PHASES).gather(pl.Series(phase.astype(np.uint32))),
        "calls": pl.Series(((phase == STATEMENT) | (phase == EXECUTE)).astype(np.int64)),
        "duration_us": duration,
        "prepared_name": names,
        "fingerprint": ids,
        "sql": sql,
        **_parameters(assembly, rows),
        **assembly.line_columns(rows),
        "noise": columns["user_name"].is_in(NOISY_USERS).fill_null(value=False),
        "observed_by": pl.Series(["duration", "statement_log"]).gather(pl.Series(untimed.astype(np.uint32))),
    }
    tables["statements"] = pl.DataFrame(columns)
    tables["fingerprints"] = _families(families, tables["statements"])


def _calls(assembly: Assembly, own: Mask) -> tuple[Ints, Ints, Ints]:
    """Return rows of statements, their durations (-1: none) and the times of their ends.

    A bare `duration:` line gives its time to the statement that log_statement wrote for the same process
    before it; the two are one row.
    """
    sort = assembly.timing.sort
    micros, times = assembly.timing.micros, assembly.entries.times
    loose = np.flatnonzero(own & ((sort == OPENER) | (sort == BARE)))
    chosen = own & ((sort == TIMED) | (sort == OPENER) | (sort == BARE))
    if len(loose):
        order = np.lexsort((loose, assembly.pids[loose]))
        line = loose[order]
        pairs = (
            (sort[line[:-1]] == OPENER)
            & (sort[line[1:]] == BARE)
            & (assembly.pids[line[:-1]] == assembly.pids[line[1:]])
        )
        openers, closers = line[:-1][pairs], line[1:][pairs]
        micros, times = micros.copy(), times.copy()
        micros[openers], times[openers] = micros[closers], times[closers]
        chosen[closers] = False
    rows = np.flatnonzero(chosen)
    return rows, micros[rows], times[rows]


def _parameters(assembly: Assembly, rows: Ints) -> dict[str, pl.Series]:
    detail = assembly.continuation("detail", rows)
    context = assembly.continuation("context", rows)
    found = {} if context is None else {"context": context}
    if detail is not None:
        head = detail.str.extract(r"^[Pp]arameters: ", 0)
        bound = head.is_not_null()
        found["parameters"] = pl.select(
            pl.when(bound).then(detail.str.slice(len("parameters: ")))
        ).to_series()
        found["detail"] = pl.select(pl.when(~bound).then(detail)).to_series()
    return found


def _families(families: pl.DataFrame, statements: pl.DataFrame) -> pl.DataFrame:
    seen = statements.group_by("fingerprint").agg(first_seen=pl.col("ts").min(), last_seen=pl.col("ts").max())
    return families.join(seen, on="fingerprint", how="left").with_columns(
        engine=pl.lit(ENGINE), fingerprint_version=pl.lit(1, dtype=pl.Int64)
    )


def build_entries(
    assembly: Assembly, kinds: Kinds, tables: dict[str, pl.DataFrame], *, redacted: bool
) -> dict[str, int]:
    """Make `entries` and the typed event rows; return how many messages nearly fitted a kind, by kind."""
    del redacted
    sort = assembly.timing.sort
    spoken = (sort == TIMED) | (sort == OPENER) | (sort == BARE)
    lost = ~assembly.main & (assembly.parent == ORPHAN)
    rows = np.flatnonzero(assembly.own & ((assembly.main & ~spoken) | lost))
    if not len(rows):
        return {}
    frame = _messages(assembly, rows)
    found = classify(frame, kinds)
    ids, families = fingerprint_column(frame["statement"])
    entries = _entries(assembly, rows, frame, found, ids)
    tables["entries"] = entries
    shown = EntryFrame(entries, frame["statement"], ids)
    for name, events in event_rows(shown, found.rows).items():
        tables[name] = pl.concat([tables[name], events], how="diagonal") if name in tables else events
    _plan_statements(assembly, rows, tables)
    if families.height:
        _add_families(tables, families, entries)
    return found.near_misses


def _messages(assembly: Assembly, rows: Ints) -> pl.DataFrame:
    """Return what event kinds look at: severity, message and continuations."""
    names = pl.Series([*SEVERITIES, None], dtype=pl.String)
    columns = {
        "severity": names.gather(pl.Series(assembly.entries.severity[rows])),
        "message": assembly.text(rows),
    }
    for name in CONTINUATION_COLUMNS.values():
        column = assembly.continuation(name, rows)
        columns[name] = pl.repeat(None, len(rows), dtype=pl.String, eager=True) if column is None else column
    return pl.DataFrame(columns)


def _entries(
    assembly: Assembly, rows: Ints, frame: pl.DataFrame, found: Classified, ids: pl.Series
) -> pl.DataFrame:
    """Make the rows of `entries`."""
    codes = assembly.entries.severity[rows]
    columns = assembly.base(rows) | assembly.line_columns(rows)
    columns |= _told(columns, found.session)
    strange = pl.Series((codes == UNRECOGNISED) | ((codes >= MAIN_CODES) & (codes < UNRECOGNISED)))
    columns |= {
        "engine": pl.repeat(ENGINE, len(rows), eager=True),
        "kind": pl.select(pl.when(strange).then(pl.lit("unrecognised")).otherwise(found.kind)).to_series(),
        **{name: frame[name] for name in frame.columns},
        "fingerprint": ids,
        "error_fingerprint": _error_ids(codes, frame["message"]),
        "noise": found.noise | columns["user_name"].is_in(NOISY_USERS).fill_null(value=False),
    }
    spoken = columns.get("sqlstate")
    columns["sqlstate"] = (
        found.sqlstate
        if spoken is None
        else pl.select(pl.coalesce(spoken.replace("00000", None), found.sqlstate)).to_series()
    )
    return pl.DataFrame(columns)


def _told(columns: dict[str, pl.Series], session: pl.DataFrame) -> dict[str, pl.Series]:
    """Fill what the prefix does not say of a session with what its messages say."""
    if not session.height:
        return {}
    height = len(columns["ts"])
    at = pl.Series(range(height), dtype=pl.UInt32).to_frame("row")
    spread = at.join(
        session.with_columns(pl.col("row").cast(pl.UInt32)), on="row", how="left", maintain_order="left"
    )
    told = [name for name in session.columns if name != "row" and name in columns]
    return {
        name: pl.select(pl.coalesce(columns[name], spread[name])).to_series().alias(name) for name in told
    }


def _error_ids(codes: NDArray[np.uint8], messages: pl.Series) -> pl.Series:
    """Fingerprint the messages of WARNING and above."""
    rows = np.flatnonzero(np.isin(codes, list(WARNING)))
    if not len(rows):
        return pl.repeat(None, len(codes), dtype=pl.String, eager=True)
    ids, _ = fold_message(messages.gather(pl.Series(rows)))
    place = np.full(len(codes), -1, dtype=np.int64)
    place[rows] = np.arange(len(rows))
    index = pl.Series(place)
    spread: pl.Series = ids.gather(index.set(index < 0, None))
    return spread


def _plan_statements(assembly: Assembly, rows: Ints, tables: dict[str, pl.DataFrame]) -> None:
    """Add the executions that are known from their plan alone."""
    plans = tables.get("plans")
    if plans is None or not plans.height:
        return
    hashed = plans.select("pid", pl.col("ts").cast(pl.Int64), "duration_us", sql_hash=pl.col("sql").hash())
    hashed = hashed.with_columns(row=pl.Series(rows).gather(plans["row"]))
    alone = (
        plans.with_columns(row=hashed["row"])
        .sort("row")
        .filter(uncovered(hashed, _timed(assembly, plans["pid"])))
    )
    tables["plans"] = plans.drop("row")
    if not alone.height:
        return
    session = [name for name in assembly.entries.contexts.columns if name in alone.columns]
    extra = alone.select(
        "ts",
        "source",
        "offset",
        *session,
        "duration_us",
        "fingerprint",
        "sql",
        "query_id",
        started_at=(pl.col("ts").cast(pl.Int64) - pl.col("duration_us")).cast(TIME),
        engine=pl.lit(ENGINE),
        phase=pl.lit("plan"),
        calls=pl.lit(1, dtype=pl.Int64),
        observed_by=pl.lit("plan"),
        noise=pl.col("user_name").is_in(NOISY_USERS).fill_null(value=False),
    )
    whole = tables.get("statements")
    if whole is None:
        tables["statements"] = extra
        return
    tables["statements"] = pl.concat([whole, extra], how="diagonal_relaxed")


def _timed(assembly: Assembly, pids: pl.Series) -> pl.DataFrame:
    """Return the timed lines of some processes, those of later blocks (witnesses) last."""
    timing = assembly.timing
    rows = np.flatnonzero(
        assembly.main & (timing.sort == TIMED) & np.isin(assembly.pids, np.array(pids.drop_nulls()))
    )
    schema = {
        "row": pl.Int64,
        "pid": pl.Int64,
        "ts": pl.Int64,
        "duration_us": pl.Int64,
        "sql_hash": pl.UInt64,
    }
    here = pl.DataFrame(
        {
            "row": rows,
            "pid": assembly.pids[rows],
            "ts": assembly.entries.times[rows],
            "duration_us": timing.micros[rows],
            "sql_hash": assembly.sql(rows).hash(),
        },
        schema=schema,
    )
    after = len(assembly.main)
    later = [(after, w.pid, w.ended_at, w.duration_us, w.sql_hash) for w in assembly.block.witnesses]
    return pl.concat([here, pl.DataFrame(later, schema=schema, orient="row")])


def _add_families(tables: dict[str, pl.DataFrame], families: pl.DataFrame, entries: pl.DataFrame) -> None:
    """Add the families that entries name; one already there from statements keeps its longer span."""
    added = _families(families, entries)
    known = tables.get("fingerprints")
    if known is None:
        tables["fingerprints"] = added
        return
    both = pl.concat([known, added], how="diagonal")
    spans = both.group_by("fingerprint", maintain_order=True).agg(
        pl.exclude("first_seen", "last_seen").first(), pl.col("first_seen").min(), pl.col("last_seen").max()
    )
    tables["fingerprints"] = spans


__all__ = ["Assembly", "build_entries", "build_statements"]

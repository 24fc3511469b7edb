"""Entries of a pooler's log to rows: what its lines say of themselves, then the kinds of its messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
import polars as pl

from aurorascope.logs import clock
from aurorascope.logs.counts import EXAMPLE, Counts
from aurorascope.logs.decode import as_utf8
from aurorascope.logs.events import event_rows
from aurorascope.logs.fingerprint import fold_message
from aurorascope.logs.kinds import classify
from aurorascope.logs.mysql_lines import Lines, lines_of
from aurorascope.logs.mysql_made import moments, strange_rows
from aurorascope.logs.mysql_numbers import filled
from aurorascope.logs.parse import Parsed
from aurorascope.logs.redact import redact, withhold_secrets
from aurorascope.model.block import OpenEnd

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from aurorascope.logs.kinds import Kinds
    from aurorascope.model.block import Block

    Ints = NDArray[np.int64]

NOBODY = -1  # the owner of an open end that whatever follows closes
HEAD = 128
LOUD = ("WARNING", "ERROR", "FATAL")
CONTINUED = ("detail", "hint", "context", "statement")


class PoolerForm(Protocol):
    """One pooler's log: how its entries begin, and what their lines say."""

    @property
    def name(self) -> str:
        """Name of the format, as `coverage` has it, and of its kinds' folder."""
        ...

    @property
    def pattern(self) -> str:
        """What an entry begins with, as a pattern of Rust's."""
        ...

    def fields(self, texts: pl.Series) -> pl.DataFrame:
        """Return the columns of entries: wall, zone, severity, message, and what is said of the session."""
        ...


@dataclass(frozen=True)
class PoolerParser:
    """A pooler's log; an entry follows the other whole, so only the last of a source may still grow."""

    form: PoolerForm
    kinds: Kinds
    redacted: bool = False

    def parse(self, block: Block) -> Parsed:
        """Read one block. Every entry is in exactly one place: a row or the held end."""
        text, masked = as_utf8(block.data)
        if not text:
            return Parsed()
        lines = lines_of(block, text)
        parsed = Parsed()
        begins = self._begins(lines)
        last = int(begins[-1]) if len(begins) else 0
        parsed.last_begin = lines.origin(last)[1]
        if block.last and not block.closing:
            piece = block.pieces[-1]
            place = piece.offset + last - piece.begin
            parsed.held = [OpenEnd(NOBODY, piece.source, place, block.data[last:], "")]
            lines = lines_of(block, text[:last])
            begins = begins[:-1]
        if lines.size:
            self._read(lines, begins, parsed)
            parsed.counts[block.pieces[0].source].masked_bytes = masked
        return parsed

    def _begins(self, lines: Lines) -> Ints:
        first = lines.raw[lines.begins]
        may = np.flatnonzero((first >= ord("0")) & (first <= ord("9")))
        heads = lines.heads(lines.begins[may], lines.stops[may], HEAD)
        found: Ints = lines.begins[may][np.array(heads.str.contains(self.form.pattern), dtype=bool)]
        return found

    def _read(self, lines: Lines, begins: Ints, parsed: Parsed) -> None:
        first = int(begins[0]) if len(begins) else lines.size
        strange = [(0, first)] if lines.text[:first].strip() else []
        counts = Counts(entries=len(begins) + len(strange), unparsed=len(strange))
        frames = []
        if strange:
            lost = strange_rows(lines, strange).with_columns(engine=pl.lit(self.form.name))
            frames.append(lost)
            text = lines.text[:first][: 4 * EXAMPLE].decode("utf-8", "replace")[:EXAMPLE]
            counts.first_unparsed = (text, *lines.origin(0))
        if len(begins):
            whole, tables, parsed.near_misses = self._entries(lines, begins)
            times = np.array(whole["ts"].cast(pl.Int64).fill_null(clock.NO_TIME), dtype=np.int64)
            known = times[times != clock.NO_TIME]
            if len(known):
                counts.covered_from, counts.covered_to = int(known.min()), int(known.max())
            frames.append(whole)
            parsed.tables = tables
        parsed.tables["entries"] = pl.concat(frames, how="diagonal_relaxed")
        if self.redacted:
            redact(parsed.tables)
        else:
            withhold_secrets(parsed.tables)
        parsed.tables = {name: frame.drop("row", strict=False) for name, frame in parsed.tables.items()}
        parsed.counts = {lines.block.pieces[0].source: counts}

    def _entries(
        self, lines: Lines, begins: Ints
    ) -> tuple[pl.DataFrame, dict[str, pl.DataFrame], dict[str, int]]:
        ends = lines.trimmed(begins, np.append(begins[1:], lines.size))
        fields = self.form.fields(lines.column("line", begins, ends))
        count = len(begins)
        none = {name: pl.repeat(None, count, dtype=pl.String, eager=True) for name in CONTINUED}
        times = fields["micros"].fill_null(clock.NO_TIME).to_numpy().copy()
        entries = fields.drop("micros").with_columns(
            ts=moments(filled(times)), **lines.origins(begins), **none
        )
        found = classify(entries, self.kinds, redacted=self.redacted)
        loud = entries["severity"].is_in(LOUD)
        ids, _ = fold_message(pl.select(pl.when(loud).then(entries["message"])).to_series())
        whole = entries.with_columns(
            engine=pl.lit(self.form.name), kind=found.kind, noise=found.noise, error_fingerprint=ids
        )
        tables = event_rows(whole, found.rows)
        if "connections" in tables:
            tables["connections"] = clients_only(tables["connections"])
        return whole, tables, found.near_misses


# What ends a client's connection before it was a session.
REFUSED = (
    r"^(?:password auth|auth|no such (?:user|database)|no more connections|client_login_timeout|SSL required"
    r"|login (?:failed|rejected)|unsupported (?:startup|pkt)|bad startup|invalid (?:startup|server)"
    r"|not allowed|database .*(?:does not|disabled)|unknown startup|certificate)"
)
ORDERLY = ("client close request", "The client closed the connection.")


def clients_only(connections: pl.DataFrame) -> pl.DataFrame:
    """Leave the pool's own connections out, and tell logins that failed from sessions that ended."""
    if "failure" not in connections.columns:
        connections = connections.with_columns(failure=pl.lit(None, dtype=pl.String))
    ended = pl.col("event") == "disconnected"
    refused = ended & pl.col("failure").str.contains(REFUSED).fill_null(value=False)
    columns = {
        "event": pl.when(refused).then(pl.lit("failed")).otherwise("event"),
        "failure": pl.when(~pl.col("failure").is_in(ORDERLY)).then("failure"),
    }
    if "session_us" in connections.columns:
        columns["session_us"] = pl.when(~refused).then("session_us")
    return connections.filter(pl.col("backend_type").ne_missing("server")).with_columns(**columns)

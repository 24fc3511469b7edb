"""Records whose fields are named, as csvlog and jsonlog write them, to the entries that every format gives.

A record holds what stderr writes as several lines: the message, then DETAIL, HINT, CONTEXT, STATEMENT. Each
becomes a row of its own, as it is there, so that everything behind the formats is the same. A field's text
stays where it stands in the block; only what was escaped is written again, behind the block's bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pyarrow as pa

from aurorascope.logs import clock
from aurorascope.logs.contexts import Sessions
from aurorascope.logs.entries import ANY_LANGUAGE, LINE_COLUMNS, SEVERITY_CODE, UNRECOGNISED, Entries
from aurorascope.logs.formats.stderr import line_column
from aurorascope.logs.lines import Lines
from aurorascope.logs.numbering import numbered, numbered_texts
from aurorascope.logs.slices import text_column

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import tzinfo

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Bytes = NDArray[np.uint8]
    Mask = NDArray[np.bool_]

ABSENT = -1
# The fields that stderr writes as lines of their own, in the order in which it writes them.
CONTINUED = {
    "detail": "DETAIL", "hint": "HINT", "internal_query": "QUERY", "context": "CONTEXT",
    "location": "LOCATION", "statement": "STATEMENT",
}  # fmt: skip
TEXTS = ("message", *CONTINUED)
SESSION = ("user_name", "database_name", "pid", "remote", "session_id", "application", "backend_type")
ELSEWHERE = 5  # of SESSION, those from here on do not stand together in a record
PORT = "remote_port"
MILLIS = 24  # bytes of '2026-11-19 03:14:15.123 '


@dataclass
class Fields:
    """One field of all records: where its text begins, and its length, ABSENT where a record has none."""

    begins: Ints
    lengths: Ints

    def of(self, rows: Ints) -> Fields:
        """Return the field of some records."""
        return Fields(self.begins[rows], self.lengths[rows])


@dataclass
class Records:
    """The records of a block.

    begins, ends: their bytes, the newline left out. good: which are whole. fields: by the names of TEXTS,
    SESSION and LINE_COLUMNS, `log_time`, `error_severity`, `position`. session: bytes that are the same for
    all records of a session. mark: the byte that says that a text has to be written again. escaped: where it
    stands. plain: how texts are written then.
    """

    text: bytes
    raw: Bytes
    begins: Ints
    ends: Ints
    good: Mask
    fields: dict[str, Fields]
    session: Fields | None
    mark: str
    escaped: Ints
    plain: Callable[[list[bytes]], list[bytes]]
    written: list[bytes] = field(default_factory=list)

    def lines(self, zone: tzinfo | None) -> Lines:
        """Return the entries, and the bytes in which their texts stand."""
        times = self._times(zone)
        severity = self._severities()
        severity[(times == clock.NO_TIME) | ~self.good] = UNRECOGNISED
        bad = severity == UNRECOGNISED
        times[bad] = clock.NO_TIME
        context, contexts = self._contexts(np.flatnonzero(~bad))
        columns = self._columns(bad)
        self._say_places(~bad)
        self._unescape(~bad)
        self._say_positions(~bad)
        rows = _Rows(self, bad)
        entries = Entries(
            self.begins[rows.record], rows.text + rows.lengths, times[rows.record],
            np.where(rows.word < 0, severity[rows.record], rows.word).astype(np.uint8), rows.text,
            context[rows.record], contexts,
            {name: column.gather(pl.Series(rows.record)) for name, column in columns.items()},
        )  # fmt: skip
        whole = self.text + b"".join(self.written) if self.written else self.text
        none = np.zeros(0, dtype=np.int64)  # a text's newlines are its own: no TAB was put behind them
        return Lines(pa.py_buffer(whole), np.frombuffer(whole, dtype=np.uint8), none, entries)

    def column(self, name: str, rows: Ints | None = None) -> pl.Series:
        """Return a field as text, as it stands in the block; null where it is absent."""
        at = self.fields[name]
        at = at if rows is None else at.of(rows)
        return text_column(name, pa.py_buffer(self.text), self.raw, at.begins, at.lengths)

    def _times(self, zone: tzinfo | None) -> Ints:
        at = self.fields["log_time"]
        times = np.full(len(self.begins), clock.NO_TIME, dtype=np.int64)
        rows = np.flatnonzero(self.good & (at.lengths > MILLIS))
        begins = at.begins[rows]
        fits = clock.shaped(self.raw, begins)
        figures = self.raw[begins[:, None] + np.array([20, 21, 22])] - np.uint8(48)
        fits &= (figures < 10).all(axis=1) & (self.raw[begins + 19] == ord("."))
        rows, begins = rows[fits], begins[fits]
        if not len(rows):
            return times
        told = clock.stamps(self.raw, begins)
        good = told != clock.NO_TIME
        told += np.where(good, clock.fractions(self.raw, begins), 0)
        zones = text_column(
            "zone", pa.py_buffer(self.text), self.raw, begins + MILLIS, at.lengths[rows] - MILLIS
        )
        which, first = numbered_texts(zones)
        for number, name in enumerate(zones.gather(pl.Series(first)).to_list()):
            mine = (which == number) & good
            where = clock.overruled(zone, name) if zone else _zone(name)
            told[mine] = clock.NO_TIME if where is None else clock.to_utc(told[mine], where)
        times[rows] = told
        return times

    def _severities(self) -> NDArray[np.uint8]:
        words = self.column("error_severity").fill_null("")
        which, first = numbered_texts(words)
        codes = [ANY_LANGUAGE.get(word, UNRECOGNISED) for word in words.gather(pl.Series(first)).to_list()]
        return np.array(codes, dtype=np.uint8)[which]

    def _contexts(self, rows: Ints) -> tuple[Ints, pl.DataFrame]:
        """Read each distinct session once."""
        sessions = Sessions(len(self.begins))
        if len(rows):
            keys = [self.column(name, rows) for name in (*SESSION, PORT) if name in self.fields]
            if self.session is not None:
                at = self.session.of(rows)
                data = pa.py_buffer(self.text)
                keys = [text_column("session", data, self.raw, at.begins, at.lengths), *keys[ELSEWHERE:]]
            which = np.zeros(len(rows), dtype=np.int64)
            for key in keys:
                own, distinct = numbered_texts(key.fill_null(""))
                which, first = numbered((which * len(distinct) + own).astype(np.uint64))
            chosen = rows[first]
            groups = pl.DataFrame([self._few(name, chosen) for name in (*SESSION, PORT)])
            sessions.add_known(rows, which, groups.with_columns(remote=_remote()).drop(PORT))
        return sessions.frame()

    def _few(self, name: str, rows: Ints) -> pl.Series:
        """Return a field of few records, unescaped."""
        if name not in self.fields:
            return pl.repeat(None, len(rows), dtype=pl.String, eager=True).alias(name)
        values = self.column(name, rows)
        escaped = values.str.contains(self.mark, literal=True).fill_null(value=False)
        if not escaped.any():
            return values
        texts = [value.encode() for value in values.filter(escaped).to_list()]
        plain = [text.decode() for text in self.plain(texts)]
        return values.scatter(escaped.arg_true(), pl.Series(plain, dtype=pl.String))

    def _columns(self, bad: Mask) -> dict[str, pl.Series]:
        """Return what a record says beside its session and its texts."""
        found = {}
        rows = pl.Series(bad)
        for name, dtype in LINE_COLUMNS.items():
            if name in self.fields:
                values = self.column(name)
                if name == "sqlstate":  # jsonlog leaves it out of what is no error
                    values = values.fill_null("00000")
                values = values.set(rows, None) if bad.any() else values
                found[name] = line_column(values, dtype)
        return found

    def _unescape(self, good: Mask) -> None:
        """Write the texts that hold escapes again, behind everything else."""
        if not len(self.escaped):
            return
        for name in TEXTS:
            at = self.fields[name]
            rows = np.flatnonzero(good & (at.lengths > 0))
            begins = at.begins[rows]
            ends = begins + at.lengths[rows]
            rows = rows[np.searchsorted(self.escaped, begins) < np.searchsorted(self.escaped, ends)]
            if len(rows):
                self._write(at, rows, self.plain(list(self._texts(at.of(rows)))))

    def _texts(self, at: Fields) -> Iterator[bytes]:
        for begin, end in zip(
            at.begins.tolist(), (at.begins + np.maximum(at.lengths, 0)).tolist(), strict=True
        ):
            yield self.text[begin:end]

    def _write(self, at: Fields, rows: Ints, texts: list[bytes]) -> None:
        lengths = np.array([len(text) for text in texts], dtype=np.int64)
        have = len(self.text) + sum(map(len, self.written))
        at.begins[rows] = have + np.cumsum(lengths) - lengths
        at.lengths[rows] = lengths
        self.written.append(b"".join(texts))

    def _say_places(self, good: Mask) -> None:
        """Put the parts of a place in the server's source together, where they are fields of their own."""
        if "location" in self.fields:
            return
        parts = [self.fields[name] for name in ("function", "file", "file_line")]
        at = Fields(np.zeros(len(good), dtype=np.int64), np.full(len(good), ABSENT, dtype=np.int64))
        self.fields["location"] = at
        rows = np.flatnonzero(good & (parts[1].lengths > 0) & (parts[2].lengths > 0))
        if len(rows):
            texts = zip(*(list(self._texts(part.of(rows))) for part in parts), strict=True)
            self._write(
                at, rows, [function + b", " * bool(function) + file + b":" + n for function, file, n in texts]
            )

    def _say_positions(self, good: Mask) -> None:
        """Put the place of an error behind its message, as stderr does."""
        place, at = self.fields["position"], self.fields["message"]
        rows = np.flatnonzero(good & (place.lengths > 0) & (at.lengths >= 0))
        if not len(rows):
            return
        whole = self.text + b"".join(self.written)
        told = [
            whole[begin : begin + size] + b" at character " + figure
            for begin, size, figure in zip(
                at.begins[rows].tolist(), at.lengths[rows].tolist(), self._texts(place.of(rows)), strict=True
            )
        ]
        self._write(at, rows, told)


class _Rows:
    """The rows of entries that records give: each record's message, then its continuations."""

    def __init__(self, records: Records, bad: Mask) -> None:
        present = {word: ~bad & (records.fields[name].lengths >= 0) for name, word in CONTINUED.items()}
        before = np.ones(len(bad), dtype=np.int64)
        places = {}
        for word, mask in present.items():
            places[word] = before.copy()
            before += mask
        first = np.cumsum(before) - before
        count = int(before.sum())
        self.record = np.repeat(np.arange(len(bad)), before)
        self.word = np.full(count, ABSENT, dtype=np.int64)
        self.text = np.zeros(count, dtype=np.int64)
        self.lengths = np.zeros(count, dtype=np.int64)
        message = records.fields["message"]
        known = ~bad & (message.lengths >= 0)
        self.text[first] = np.where(known, message.begins, records.begins)
        self.lengths[first] = np.where(
            known, message.lengths, np.where(bad, records.ends - records.begins, 0)
        )
        for name, word in CONTINUED.items():
            rows = np.flatnonzero(present[word])
            at = first[rows] + places[word][rows]
            self.word[at] = SEVERITY_CODE[word]
            self.text[at] = records.fields[name].begins[rows]
            self.lengths[at] = records.fields[name].lengths[rows]


def _remote() -> pl.Expr:
    """Write a client as stderr's %r does: host(port)."""
    both = pl.concat_str(pl.col("remote"), pl.lit(":"), pl.col(PORT))
    return pl.coalesce(both, "remote").str.replace(r"^(.+):(\d+)$", "${1}(${2})")


def _zone(name: str) -> tzinfo | None:
    try:
        return clock.zone(name)
    except ValueError:
        return None

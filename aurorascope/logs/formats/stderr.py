"""PostgreSQL's stderr log with any `log_line_prefix`.

The default prefix of RDS and Aurora is `%t:%r:%u@%d:[%p]:`. There the head is split where that is provably
what the exact pattern would find: at the first `]:`, if digits stand before it and a severity behind it.
Every other line, and every other prefix, goes through the exact pattern (`Prefix.head`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pyarrow as pa

from aurorascope.logs import clock
from aurorascope.logs.contexts import Sessions
from aurorascope.logs.entries import ANY_LANGUAGE, LINE_COLUMNS, SEVERITY_CODE, UNRECOGNISED, Entries
from aurorascope.logs.lines import Lines, entry_ranges
from aurorascope.logs.prefix import RDS_DEFAULT, ZONE, Prefix
from aurorascope.logs.slices import text_column, whole_characters
from aurorascope.logs.windows import Windows
from aurorascope.model.support import Support

if TYPE_CHECKING:
    from datetime import tzinfo

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Bytes = NDArray[np.uint8]
    Mask = NDArray[np.bool_]
    # where each zone ends, the distinct zones with their rows, and which rows have one
    Zones = tuple[Ints, list[tuple[tzinfo, Mask]], Mask]

SUPPORT = Support(
    "PostgreSQL, stderr",
    "9.6 to 18, any `log_line_prefix`, verbose errors",
    "entries, statements, plans and the tables of the kinds below",
    "PostgreSQL 15; the other versions by the samples of the kinds",
    1,
)

TAB, BLANK, COLON, OPEN, CLOSE = 9, 32, 58, 91, 93
HEAD_LIMIT = 1024  # names have at most 63 bytes, so a longer head is none
ZONE_WIDTH = 8
CLOCK = 8  # characters of '03:14:15'
HEAD_WORDS = 4  # a stamp, a zone and its colon
SEVERITY_WORDS = 2
_ZONE = re.compile(ZONE)
# stderr says DEBUG for all five levels; LOG and DETAIL are most of a log.
_WORDS = sorted(
    (name for name in SEVERITY_CODE if not name[-1].isdigit()),
    key=lambda name: (name != "LOG", name != "DETAIL", name != "STATEMENT"),
)


@dataclass(frozen=True)
class StderrFormat:
    """One prefix; `zone` overrules the zone that the lines name."""

    prefix: Prefix
    zone: tzinfo | None = None
    name: str = "stderr"

    def lines(self, text: bytes) -> Lines:
        """Read a block: its lines as entries."""
        data, raw = pa.py_buffer(text), np.frombuffer(text, dtype=np.uint8)
        begins, ends, newlines = entry_ranges(self, data, raw)
        return Lines(data, raw, newlines, self.entries(data, raw, begins, ends))

    def starts(self, data: pa.Buffer, raw: Bytes, lines: Ints) -> Ints:
        """Return which of the line begins begin an entry, or a continuation with a prefix of its own."""
        plain: Ints = lines[raw[lines] != TAB]
        if self.prefix.stamped:
            stamped: Ints = plain[clock.shaped(raw, plain)]
            return stamped
        sizes = np.minimum(np.append(plain[1:], len(raw)) - plain, HEAD_LIMIT)
        heads = text_column("head", data, raw, plain, whole_characters(raw, plain, sizes))
        fitting: Ints = plain[np.array(heads.str.contains(self.prefix.begin), dtype=bool)]
        return fitting

    def entries(self, data: pa.Buffer, raw: Bytes, begins: Ints, ends: Ints) -> Entries:
        """Read the heads of the entries at [begins, ends)."""
        heads = _Heads(data, raw, begins, ends, self.zone)
        rest = np.arange(len(begins))
        if self.prefix.text == RDS_DEFAULT:
            rest = rest[~heads.split()]
        if len(rest):
            heads.match(rest, self.prefix)
        context, contexts = heads.sessions.frame()
        return Entries(
            begins, ends, heads.times, heads.severity, heads.text, context, contexts, heads.columns
        )


class _Heads:
    """The heads of one block's entries while they are read: first the split, then the exact pattern."""

    def __init__(self, data: pa.Buffer, raw: Bytes, begins: Ints, ends: Ints, zone: tzinfo | None) -> None:
        count = len(begins)
        self.data, self.raw, self.begins, self.ends, self.zone = data, raw, begins, ends, zone
        self.times = np.full(count, clock.NO_TIME, dtype=np.int64)
        self.severity = np.full(count, UNRECOGNISED, dtype=np.uint8)
        self.text = begins.copy()
        self.sessions = Sessions(count)
        self.columns: dict[str, pl.Series] = {}

    def split(self) -> NDArray[np.bool_]:
        """Split the heads of the default prefix; return which rows that was possible for."""
        raw, begins, ends = self.raw, self.begins, self.ends
        heads = Windows(raw, begins, ends, HEAD_WORDS)
        zone_ends, zones, good = self._one_zone(heads) or self._zones(begins + clock.STAMP)
        closes = np.flatnonzero(raw[:-1] == CLOSE)
        figures = (raw[np.maximum(closes - 1, 0)] - np.uint8(48)) < 10  # `[local]:` is not the pid's bracket
        closes = closes[figures & (raw[closes + 1] == COLON)]
        which = np.searchsorted(closes, zone_ends)
        good &= which < len(closes)
        bracket = (
            closes[np.minimum(which, len(closes) - 1)] if len(closes) else np.zeros(len(begins), np.int64)
        )
        good &= bracket + 6 < ends
        bracket = np.where(good, bracket, 1)
        severity, text = self._severities(bracket + 2, ends)
        good &= severity != UNRECOGNISED
        rows = np.flatnonzero(good)
        sessions = text_column(
            "session", self.data, raw, zone_ends[rows] + 1, bracket[rows] - zone_ends[rows] - 1
        )
        understood = self.sessions.add_rds(rows, sessions)
        rows = rows[understood]
        self._place(rows, severity[rows], text[rows])
        self._tell_time(rows, clock.stamps_of(heads.of(rows)), zones)
        done = np.zeros(len(begins), dtype=bool)
        done[rows] = self.times[rows] != clock.NO_TIME
        self.severity[~done] = UNRECOGNISED
        return done

    def _one_zone(self, heads: Windows) -> Zones | None:
        """Read the zone of the first line and see whether every line has it, which is nearly always so."""
        at = self.begins + clock.STAMP
        text = self.raw[at[0] : at[0] + ZONE_WIDTH + 2].tobytes().partition(b":")[0]
        found = (
            self._zone(text[1:].decode("latin-1")) if _ZONE.fullmatch(text[1:].decode("latin-1")) else None
        )
        if found is None or text[:1] != b" " or len(text) > ZONE_WIDTH:
            return None
        good = heads.holds(clock.STAMP, text + b":")
        return (at + len(text), [(found, good)], good) if good.all() else None

    def _zones(self, at: Ints) -> Zones:
        """Read the zone behind each stamp: where it ends, each zone with its rows, and which fit."""
        raw = self.raw
        good = at + ZONE_WIDTH + 1 < self.ends
        safe = np.where(good, at, 0)
        if len(raw) <= ZONE_WIDTH + 1:
            return at, [], np.zeros(len(at), dtype=bool)
        good &= raw[safe] == BLANK
        window = raw[safe[:, None] + np.arange(1, ZONE_WIDTH)]
        colons = window == COLON
        width = colons.argmax(axis=1)
        good &= colons.any(axis=1) & (width > 0)
        key = np.zeros(len(at), dtype=np.int64)
        for k in range(ZONE_WIDTH - 1):
            key |= np.where(k < width, window[:, k].astype(np.int64), 0) << np.int64(8 * k)
        zones = []
        for value in clock.distinct_values(key[good]):
            text = value.to_bytes(8, "little").rstrip(b"\0").decode("latin-1")
            mine = good & (key == value)
            found = self._zone(text) if _ZONE.fullmatch(text) else None
            if found is None:
                good &= ~mine
            else:
                zones.append((found, mine))
        return at + 1 + width, zones, good

    def _zone(self, text: str) -> tzinfo | None:
        if self.zone is not None:
            return clock.overruled(self.zone, text)
        try:
            return clock.zone(text)
        except ValueError:
            return None

    def _severities(self, at: Ints, ends: Ints) -> tuple[NDArray[np.uint8], Ints]:
        """Read `SEVERITY:  ` at each position: its code and where the message begins."""
        code = np.full(len(at), UNRECOGNISED, dtype=np.uint8)
        text = at.copy()
        words = Windows(self.raw, at, ends, SEVERITY_WORDS)
        left = len(at)
        for name in _WORDS:  # the frequent ones first
            if not left:
                break
            word = (name + ":  ").encode()
            rows = np.flatnonzero(words.holds(0, word))
            left -= len(rows)
            code[rows] = SEVERITY_CODE[name]
            text[rows] = at[rows] + len(word)
        return code, text

    def _place(self, rows: Ints, severity: NDArray[np.uint8], text: Ints) -> None:
        self.severity[rows] = severity
        self.text[rows] = text

    def _tell_time(self, rows: Ints, times: Ints, zones: list[tuple[tzinfo, NDArray[np.bool_]]]) -> None:
        known = times != clock.NO_TIME
        for where, mine in zones:
            mask = mine[rows] & known
            times[mask] = clock.to_utc(times[mask], where)
        self.times[rows] = times

    def match(self, rows: Ints, prefix: Prefix) -> None:
        """Read the heads of `rows` with the exact pattern; a row that does not fit stays unrecognised."""
        sizes = np.minimum(self.ends[rows] - self.begins[rows], HEAD_LIMIT)
        sizes = whole_characters(self.raw, self.begins[rows], sizes)
        heads = text_column("line", self.data, self.raw, self.begins[rows], sizes)
        groups = heads.str.extract_groups(
            "(?s)^(?P<head>" + prefix.head.removeprefix("^") + ")"
        ).struct.unnest()
        groups, found = _kept(groups, rows, np.array(groups["head"].is_not_null(), dtype=bool))
        times = self._times(groups)
        groups, found = _kept(groups, found, times != clock.NO_TIME)
        codes = groups["severity"].replace_strict(ANY_LANGUAGE, return_dtype=pl.UInt8)
        text = self.begins[found] + np.array(groups["head"].str.len_bytes(), dtype=np.int64)
        self._place(found, np.array(codes, dtype=np.uint8), text)
        self.times[found] = times[times != clock.NO_TIME]
        self.sessions.add_groups(found, groups, prefix.text)
        for name, dtype in LINE_COLUMNS.items():
            if name in groups.columns:
                self.columns[name] = _spread(line_column(groups[name], dtype), found, len(self.begins))

    def _times(self, groups: pl.DataFrame) -> Ints:
        """Read stamps (%t, %m) or epochs (%n) as microseconds; NO_TIME where the zone is not known."""
        if "epoch" in groups.columns:
            epochs = groups["epoch"].str.replace(".", "", literal=True).cast(pl.Int64) * 1000
            return np.array(epochs, dtype=np.int64)
        parts = groups["stamp"].str.split_exact(" ", 2).struct.unnest()
        day, time, zones = (parts[name] for name in parts.columns)
        wall = (day + " " + time.str.slice(0, CLOCK)).str.to_datetime(
            "%Y-%m-%d %H:%M:%S", strict=False, time_unit="us"
        )
        millis = time.str.slice(CLOCK + 1).cast(pl.Int64, strict=False).fill_null(0)
        micros = wall.cast(pl.Int64) + millis * 1000
        times = np.array(micros.fill_null(clock.NO_TIME), dtype=np.int64)
        for name in zones.unique().to_list():
            mine = np.array(zones == name, dtype=bool) & (times != clock.NO_TIME)
            where = self._zone(name)
            times[mine] = clock.NO_TIME if where is None else clock.to_utc(times[mine], where)
        return times


def _kept(groups: pl.DataFrame, rows: Ints, kept: Mask) -> tuple[pl.DataFrame, Ints]:
    """Return what is kept of a frame and of its rows; all of it nearly always, which needs no copy."""
    return (groups, rows) if kept.all() else (groups.filter(pl.Series(kept)), rows[kept])


def line_column(values: pl.Series, dtype: pl.DataType) -> pl.Series:
    """Give a prefix's text its type: an empty text, and a zero where zero means none, are null."""
    if dtype == pl.Int64:
        numbers = values.cast(pl.Int64, strict=False)
        return numbers if values.name == "line_num" else numbers.replace(0, None)
    return values.replace("", None)


def _spread(values: pl.Series, rows: Ints, count: int) -> pl.Series:
    """Put the values of some rows back among all, null elsewhere."""
    if len(rows) == count:
        return values
    at = np.full(count, -1, dtype=np.int64)
    at[rows] = np.arange(len(rows))
    index = pl.Series(at)
    return values.gather(index.set(index < 0, None)).alias(values.name)

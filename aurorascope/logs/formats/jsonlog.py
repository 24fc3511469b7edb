"""PostgreSQL's jsonlog, from 15 on: one object a line, a key left out where it has nothing to say.

https://www.postgresql.org/docs/current/runtime-config-logging.html#RUNTIME-CONFIG-LOGGING-JSONLOG
Strings are found by their quotes, keys by the colon behind them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from aurorascope.logs.numbering import numbered
from aurorascope.logs.record_starts import JSONLOG
from aurorascope.logs.records import ABSENT, Fields, Records
from aurorascope.logs.windows import Windows
from aurorascope.model.support import Support

if TYPE_CHECKING:
    from datetime import tzinfo

    from numpy.typing import NDArray

    from aurorascope.logs.lines import Lines

    Ints = NDArray[np.int64]
    Bytes = NDArray[np.uint8]
    Mask = NDArray[np.bool_]

SUPPORT = Support(
    "PostgreSQL, jsonlog",
    "15 to 18",
    "entries, statements, plans and the tables of the kinds below",
    "PostgreSQL 15",
    3,
)

# The server's keys, by what they are here.
KEYS = {
    "log_time": b"timestamp", "user_name": b"user", "database_name": b"dbname", "pid": b"pid",
    "remote": b"remote_host", "remote_port": b"remote_port", "session_id": b"session_id",
    "line_num": b"line_num", "vxid": b"vxid", "xid": b"txid", "error_severity": b"error_severity",
    "sqlstate": b"state_code", "message": b"message", "detail": b"detail", "hint": b"hint",
    "internal_query": b"internal_query", "internal_position": b"internal_position", "context": b"context",
    "statement": b"statement", "position": b"cursor_position", "function": b"func_name",
    "file": b"file_name", "file_line": b"file_line_num", "application": b"application_name",
    "backend_type": b"backend_type", "query_id": b"query_id",
}  # fmt: skip
# What the server writes between the time and the session's id.
TOGETHER = ("user_name", "database_name", "pid", "remote", "remote_port")
KEY_WORDS = 3
MANY_KEYS = 200
_KEPT = np.array([(1 << 8 * size) - 1 for size in range(9)], dtype=np.uint64)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)  # odd: different words stay different
QUOTE, BACKSLASH, COLON, NEWLINE, OPEN, CLOSE, RETURN = 34, 92, 58, 10, 123, 125, 13


@dataclass(frozen=True)
class JsonFormat:
    """jsonlog; `zone` overrules the zone that the lines name."""

    zone: tzinfo | None = None
    name: str = JSONLOG

    def lines(self, text: bytes) -> Lines:
        """Read a block: its records as entries."""
        return _Objects(text).records().lines(self.zone)


class _Objects:
    """The objects of a block, one a line: where their strings are, and which of them are keys."""

    def __init__(self, text: bytes) -> None:
        raw = np.frombuffer(text, dtype=np.uint8)
        self.text, self.raw = text, raw
        ends = np.flatnonzero(raw == NEWLINE)
        if not len(ends) or ends[-1] != len(raw) - 1:
            ends = np.append(ends, len(raw))
        begins = np.append(0, ends[:-1] + 1)
        ends = ends - ((ends > begins) & (raw[np.maximum(ends - 1, 0)] == RETURN))
        some = ends > begins
        self.begins, self.ends = begins[some], ends[some]
        self.slashes = np.flatnonzero(raw == BACKSLASH)
        quotes = self._quotes()
        first = np.searchsorted(quotes, self.begins)
        counts = np.searchsorted(quotes, self.ends) - first
        self.good = (counts & 1 == 0) & (counts > 0)
        self.good &= (raw[self.begins] == OPEN) & (raw[np.maximum(self.ends - 1, 0)] == CLOSE)
        if not (counts & 1).any():  # as in every whole log: quotes open and close by turns
            self.line = np.repeat(np.arange(len(counts)), counts >> 1)
            quotes = quotes[first[0] : first[-1] + counts[-1]] if len(counts) else quotes[:0]
            self.opens, self.closes = quotes[0::2], quotes[1::2]
            if not self.good.all():
                kept = np.flatnonzero(self.good[self.line])
                self.line, self.opens, self.closes = self.line[kept], self.opens[kept], self.closes[kept]
            return
        line = np.repeat(np.arange(len(counts)), counts)
        rank = np.arange(len(line)) - np.repeat(np.cumsum(counts) - counts, counts)
        opening = np.flatnonzero(self.good[line] & (rank & 1 == 0))
        self.line = line[opening]
        self.opens, self.closes = quotes[opening], quotes[opening + 1]

    def _quotes(self) -> Ints:
        """Return the quotes that no backslash stands before, or a pair of them."""
        marks = self.raw == QUOTE
        slashes = self.slashes
        if len(slashes):
            rows = np.arange(len(slashes))
            begun = np.append(True, np.diff(slashes) != 1)
            run = rows - np.maximum.accumulate(np.where(begun, rows, 0)) + 1
            escaped = slashes[run & 1 == 1] + 1
            marks[escaped[escaped < len(marks)]] = False
        free: Ints = np.flatnonzero(marks)
        return free

    def records(self) -> Records:
        """Return the records."""
        fields = self._fields()
        for name in ("log_time", "error_severity", "message"):
            self.good &= fields[name].lengths >= 0
        place, inner = fields["position"], fields["internal_position"]
        absent = place.lengths < 0
        place.begins[absent], place.lengths[absent] = inner.begins[absent], inner.lengths[absent]
        stamp, session = fields["log_time"], fields["session_id"]
        begin, end = stamp.begins + stamp.lengths, session.begins + session.lengths
        known = self.good & (session.lengths >= 0)
        stretch: Fields | None = Fields(begin, np.where(known, end - begin, ABSENT))
        for name in TOGETHER:
            at = fields[name]
            outside = (at.begins < begin) | (at.begins > end) | ~known
            if (outside & (at.lengths >= 0)).any():  # another tool wrote the keys in another order
                stretch = None
        return Records(
            self.text,
            self.raw,
            self.begins,
            self.ends,
            self.good,
            fields,
            stretch,
            "\\",
            self.slashes,
            _plain,
        )

    def _fields(self) -> dict[str, Fields]:
        """Find the keys, and behind each its value."""
        raw = self.raw
        last = len(raw) - 1
        keys = np.flatnonzero(raw[np.minimum(self.closes + 1, last)] == COLON)
        opens, closes, line = self.opens[keys], self.closes[keys], self.line[keys]
        value = closes + 2
        text = raw[np.minimum(value, last)] == QUOTE
        following = np.minimum(keys + 1, max(len(self.opens) - 1, 0))
        if len(keys):
            begins = np.where(text, self.opens[following] + 1, value)
            # a number ends at the comma before the next key's quote, or at the brace
            after = np.append(opens[1:], last + 1) - 1
            after += raw[np.minimum(after, last)] >= 0x80  # no comma stands there: half a character does
            same = np.append(line[1:] == line[:-1], False)
            ends = np.where(text, self.closes[following], np.where(same, after, self.ends[line] - 1))
        else:
            begins = ends = value
        found = {}
        rows = _rows_of(Windows(raw, opens + 1, closes, KEY_WORDS))
        for name in KEYS:
            mine = rows[name]
            field = Fields(
                np.zeros(len(self.begins), dtype=np.int64),
                np.full(len(self.begins), ABSENT, dtype=np.int64),
            )
            field.begins[line[mine]] = begins[mine]
            field.lengths[line[mine]] = ends[mine] - begins[mine]
            found[name] = field
        return found


def _rows_of(heads: Windows) -> dict[str, Ints]:
    """Return which keys are which; all that are alike are looked at together, as a log has few."""
    words = [
        heads.word(8 * place) & _KEPT[np.clip(heads.sizes - 8 * place, 0, 8)] for place in range(KEY_WORDS)
    ]
    mixed = heads.sizes.astype(np.uint64)
    for word in words:
        mixed = (mixed + word) * _SPREAD
    alike, first = numbered(mixed)
    leader = first[alike]
    same = heads.sizes == heads.sizes[leader]
    for word in words:
        same &= word == word[leader]
    if len(first) > MANY_KEYS or not same.all():
        return {name: _same(heads, key) for name, key in KEYS.items()}
    order = np.argsort(alike.astype(np.uint8), kind="stable")
    bounds = np.searchsorted(alike[order], np.arange(len(first) + 1))
    groups = [order[bounds[number] : bounds[number + 1]] for number in range(len(first))]
    leaders = heads.of(first)
    found = {}
    for name, key in KEYS.items():
        mine = [groups[number] for number in _same(leaders, key).tolist()]
        found[name] = mine[0] if len(mine) == 1 else np.concatenate(mine or [np.zeros(0, dtype=np.int64)])
    return found


def _same(heads: Windows, key: bytes) -> Ints:
    return np.flatnonzero((heads.sizes == len(key)) & heads.holds(0, key))


def _plain(texts: list[bytes]) -> list[bytes]:
    """Read the escapes of strings: all at once, one by one where a string is no JSON."""
    try:
        found = json.loads(b'["' + b'","'.join(texts) + b'"]', strict=False)
    except ValueError:
        found = []
    if len(found) != len(texts):
        found = [_one(text) for text in texts]
    whole = "\0".join(found).encode("utf-8", "replace").split(b"\0")  # faster than one by one
    if len(whole) == len(found):
        return whole
    return [text.encode("utf-8", "replace") for text in found]


def _one(text: bytes) -> str:
    try:
        value = json.loads(b'"' + text + b'"', strict=False)
    except ValueError:
        return text.decode()
    return value if isinstance(value, str) else text.decode()

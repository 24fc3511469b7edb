"""MySQL's slow query log in every dialect: where entries begin, and where the parts of their headers stand.

An entry is `# Time:` (missing in some dialects), `# User@Host:`, lines `# Name: value`, at most one `use`, at
most one `SET timestamp=`, and the statement: whatever it says, it is no header any more. A line `use x;` is
the server's only where a `SET` of its own follows. The three lines that a server writes when it opens the
file stand between entries and are none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from aurorascope.logs.mysql_lines import HASH, NEWLINE, RETURN, SEMICOLON
from aurorascope.logs.mysql_numbers import byte_at
from aurorascope.logs.mysql_starts import TIME_LIMIT, USER_LIMIT
from aurorascope.logs.slices import eight_bytes, starts_with

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from aurorascope.logs.mysql_lines import Lines

    Ints = NDArray[np.int64]
    Mask = NDArray[np.bool_]

USER = b"# User@Host: "
ADMIN = b"# administrator command: "
SETS = (b"SET timestamp=", b"SET last_insert_id=", b"SET insert_id=")


def _word(text: bytes) -> np.uint64:
    return np.uint64(int.from_bytes(text, "little"))


TIME_WORD, USER_WORD, QUERY_WORD = _word(b"# Time: "), _word(b"# User@H"), _word(b"# Query_")
AFTER_USER = np.array([_word(word) for word in (b"# Query_", b"# Thread", b"# Schema")])
# The first eight bytes of every line that MySQL, Percona or MariaDB put into a header.
HEAD_WORDS = np.array(
    [
        _word(word)
        for word in (
            *(b"# Query_", b"# Thread", b"# Schema", b"# Rows_a", b"# Rows_s", b"# Rows_e", b"# Bytes_"),
            *(b"# Tmp_ta", b"# Tmp_di", b"# QC_hit", b"# QC_Hit", b"# Full_s", b"# Full_j", b"# Fileso"),
            *(b"# InnoDB", b"#   Inno", b"# No Inn", b"# Log_sl", b"# Stored", b"# explai", b"# Pages_"),
            *(b"# Priori", b"# Merge_", b"# Killed", b"# Errno:", b"# Last_e", b"# Lock_t", b"# Engine"),
            *(b"# Old_ro", b"# Start:", b"# Read_f", b"# Sort_m", b"# Create", b"# Profil"),
        )
    ]
)


@dataclass(frozen=True)
class SlowEntries:
    """The entries of a block, each as places in it; -1 where an entry lacks the part.

    begin, end: the entry with its last newline. time, user, query: their lines. head: where the header's
    named lines end. use, set: their lines. sql, sql_end: the statement. `stray` are the pieces of text that
    belong to no entry, as (begin, end).
    """

    begin: Ints
    end: Ints
    time: Ints
    user: Ints
    query: Ints
    head: Ints
    use: Ints
    set: Ints
    sql: Ints
    sql_end: Ints
    stray: tuple[tuple[int, int], ...] = ()


class _Marked:
    """The lines of a block by what they begin with."""

    def __init__(self, lines: Lines) -> None:
        raw, begins = lines.raw, lines.begins
        self.lines = lines
        self.word = np.zeros(len(begins) + 3, dtype=np.uint64)  # lines behind the last one are none
        hashes = np.flatnonzero(raw[begins] == HASH)
        self.word[hashes] = eight_bytes(raw, begins[hashes])
        head = np.zeros(len(begins) + 1, dtype=bool)
        head[hashes] = np.isin(self.word[hashes], HEAD_WORDS)
        bare = hashes[(lines.stops[hashes] - begins[hashes]) <= 3]
        after = byte_at(raw, begins[bare] + 1)
        head[bare[(after == NEWLINE) | (after == RETURN)]] = True
        self.other = np.flatnonzero(~head)

    def starts(self) -> tuple[Ints, Mask]:
        """Return the first line of each entry, and whether it is its `# Time:`."""
        lines, word = self.lines, self.word
        count = len(lines.begins)
        sizes = lines.stops - lines.begins
        users = np.flatnonzero(word == USER_WORD)
        users = users[starts_with(lines.raw, lines.begins[users], lines.stops[users], USER)]
        before = users - 1
        timed = (before >= 0) & (word[before] == TIME_WORD)
        timed &= (sizes[before] > 9) & (sizes[before] <= TIME_LIMIT + 9)
        lone = ~timed & np.isin(word[users + 1], AFTER_USER) & (users + 1 < count)
        lone &= sizes[users] <= len(USER) + USER_LIMIT + 1
        chosen = timed | lone
        return users[chosen] - timed[chosen], timed[chosen]

    def openings(self) -> Ints:
        """Return the first of the three lines that a server writes when it opens the file."""
        lines = self.lines
        raw, begins = lines.raw, lines.begins
        ports = np.flatnonzero(raw[begins] == ord("T"))
        ports = ports[(ports > 0) & (ports + 1 < len(begins))]
        if not len(ports):
            return ports
        at, stops = begins[ports], lines.stops
        port = starts_with(raw, at, stops[ports], b"Tcp port: ") | starts_with(
            raw, at, stops[ports], b"TCP Port: "
        )
        ports = ports[port]
        titles = starts_with(raw, begins[ports + 1], stops[ports + 1], b"Time ") | starts_with(
            raw, begins[ports + 1], stops[ports + 1], b"Time\t"
        )
        ports = ports[titles]
        ends = lines.trimmed(begins[ports - 1], stops[ports - 1])
        named = starts_with(raw, np.maximum(ends - 13, begins[ports - 1]), ends, b"started with:")
        return ports[named] - 1


def entry_begins(lines: Lines) -> Ints:
    """Return where the entries begin, as bytes."""
    begins: Ints = lines.begins[_Marked(lines).starts()[0]]
    return begins


def read_entries(lines: Lines) -> SlowEntries:
    """Find the entries of a block and the parts of each."""
    marked = _Marked(lines)
    first, timed = marked.starts()
    openings = marked.openings()
    pieces = np.union1d(first, np.concatenate((openings, openings + 3))) if len(openings) else first
    begins = np.append(lines.begins, lines.size)
    after = np.append(pieces, len(lines.begins))[np.searchsorted(pieces, first, side="right")]
    user = first + timed
    query_lines = np.flatnonzero(marked.word == QUERY_WORD)
    head = np.minimum(marked.other[np.searchsorted(marked.other, user + 1)], after)
    place = np.searchsorted(query_lines, user + 1)
    query = np.append(query_lines, len(marked.word))[place]
    query = np.where(query < head, query, -1)
    use, line = _uses(lines, head, after)
    setting = (line < after) & _is_set(lines, line)
    sql = line + setting
    nothing = setting & (sql >= after)  # a `SET timestamp` that nothing follows is the statement
    setting &= ~nothing
    sql = line + setting
    end = begins[after]
    sql_begin = np.minimum(begins[sql], end)
    sql_end = np.maximum(lines.trimmed(sql_begin, end), sql_begin)
    semicolon = (sql_end > sql_begin) & (byte_at(lines.raw, np.maximum(sql_end - 1, 0)) == SEMICOLON)
    return SlowEntries(
        begin=begins[first],
        end=end,
        time=np.where(timed, begins[first], -1),
        user=begins[user],
        query=np.where(query >= 0, begins[np.maximum(query, 0)], -1),
        head=begins[head],
        use=np.where(use, begins[head], -1),
        set=np.where(setting, begins[line], -1),
        sql=sql_begin,
        sql_end=sql_end - semicolon,
        stray=_strays(lines, first, openings),
    )


def _uses(lines: Lines, head: Ints, after: Ints) -> tuple[Mask, Ints]:
    """Tell which headers have a `use`, and return the line behind it."""
    use = (head + 1 < after) & _begins_with(lines, head, b"use ")
    rows = np.flatnonzero(use)
    if len(rows):
        use[rows] = _is_set(lines, head[rows] + 1)
    return use, head + use


def _begins_with(lines: Lines, rows: Ints, text: bytes) -> Mask:
    at = np.append(lines.begins, lines.size)[np.minimum(rows, len(lines.begins))]
    stops = np.append(lines.stops, lines.size)[np.minimum(rows, len(lines.begins))]
    return starts_with(lines.raw, at, stops, text)


def _is_set(lines: Lines, rows: Ints) -> Mask:
    found = _begins_with(lines, rows, SETS[0])
    left = np.flatnonzero(~found)
    for text in SETS[1:]:
        if len(left):
            found[left] |= _begins_with(lines, rows[left], text)
    return found


def _strays(lines: Lines, first: Ints, openings: Ints) -> tuple[tuple[int, int], ...]:
    """Return the text before the first entry, and what stands between an opening and the next entry."""
    begins = np.append(lines.begins, lines.size)
    edges = np.append(np.union1d(first, openings) if len(openings) else first, len(lines.begins))
    strays = []
    for line in [0, *(openings + 3).tolist()]:
        stop = int(edges[np.searchsorted(edges, line)]) if line < len(lines.begins) else line
        begin, end = int(begins[min(line, len(lines.begins))]), int(begins[min(stop, len(lines.begins))])
        if lines.text[begin:end].strip():
            strays.append((begin, end))
    return tuple(strays)

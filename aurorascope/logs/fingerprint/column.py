"""A column of statements to their families, without a loop over its rows.

Equal texts are read once; the first cut takes their literals away; equal remainders are read once, and
families of remainders are remembered for the next block. What the cut cannot be sure of goes through the
exact lexer as it stands.
"""

from __future__ import annotations

from array import array
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING

import polars as pl
import pyarrow as pa

from aurorascope.logs.fingerprint.cut import BLANKS
from aurorascope.logs.fingerprint.postgres_cut import POSTGRES_CUT
from aurorascope.logs.fingerprint.statement import (
    LONGEST_STATEMENT,
    family_of,
    fingerprint_of,
    known_engine,
)
from aurorascope.logs.slices import series_of
from aurorascope.model.fingerprint import Fingerprint

if TYPE_CHECKING:
    from aurorascope.logs.fingerprint.cut import Cut

FAMILY_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "fingerprint": pl.String,
    "normalized_sql": pl.String,
    "statement_kind": pl.String,
    "relations": pl.List(pl.String),
}
# Bounds of the memory of remainders: a log of ever new texts must not grow the process.
_REMEMBERED = 30_000
_LONGEST_REMEMBERED = 8_192

_Memory = dict[tuple[str, bool, str], Fingerprint | None]
# Remainders, and remainders cut short, by their families: one text may mean different things as the two.
_families: _Memory = {}
_families_of_short: _Memory = {}
_UNKNOWN = Fingerprint("", "", "", ())


def fingerprint_column(sql: pl.Series, engine: str = "postgresql") -> tuple[pl.Series, pl.DataFrame]:
    """Return the id of each statement (null for null), and one row for each family among them."""
    rows, families = family_rows(sql, engine)
    return families["fingerprint"].gather(rows), families


def family_rows(sql: pl.Series, engine: str = "postgresql") -> tuple[pl.Series, pl.DataFrame]:
    """Return for each statement the row of its family (null for null), and a frame of the families."""
    rows, families = families_of_column(sql, engine)
    numbers: dict[str, int] = {}
    places = [numbers.setdefault(family.id, len(numbers)) for family in families]
    once = {family.id: family for family in families}
    return pl.Series(places, dtype=pl.UInt32).gather(rows), _frame([once[mark] for mark in numbers])


def _frame(families: list[Fingerprint]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "fingerprint": [family.id for family in families],
            "normalized_sql": [family.normalized_sql for family in families],
            "statement_kind": [family.statement_kind for family in families],
            "relations": _lists([family.relations for family in families]),
        },
        schema=FAMILY_SCHEMA,
    )


def _lists(values: list[tuple[str, ...]]) -> pl.Series:
    # polars makes a series for each list it is given: 300 of them cost more than the families themselves.
    # Arrow's own `pa.array` of Python values imports pandas, which costs a worker more than its first block.
    ends = array("q", accumulate((len(value) for value in values), initial=0))
    names = pl.Series([name for value in values for name in value], dtype=pl.String)
    flat = names.to_arrow(compat_level=pl.CompatLevel.oldest())
    buffers = [None, pa.py_buffer(ends.tobytes())]
    lists = pa.Array.from_buffers(pa.large_list(flat.type), len(values), buffers, children=[flat])
    return series_of(lists)


def redacted_column(sql: pl.Series, engine: str = "postgresql") -> pl.Series:
    """Return each statement without its literals (null for null)."""
    rows, families = families_of_column(sql, engine)
    texts = pl.Series(sql.name, [family.normalized_sql for family in families], dtype=pl.String)
    return texts.gather(rows)


def families_of_column(sql: pl.Series, engine: str) -> tuple[pl.Series, list[Fingerprint]]:
    """Return for each statement the index of its family in the list (null for null), and the list."""
    known_engine(engine)
    rows, texts = distinct(sql)
    if texts.str.len_bytes().gt(LONGEST_STATEMENT).any():
        texts = texts.str.head(LONGEST_STATEMENT)
    of_text, families = _of_texts(texts, engine)
    return of_text.gather(rows), families


def _of_texts(texts: pl.Series, engine: str) -> tuple[pl.Series, list[Fingerprint]]:
    cut = _cut_of(engine)
    texts = _without_comments_at_the_ends(texts, cut)
    families: list[Fingerprint] = []
    found = pl.Series([None], dtype=pl.UInt32).new_from_index(0, len(texts))
    for may_be_read, by in (
        (cut.is_readable, partial(_by_cut, signed=False)),
        (lambda left: cut.is_readable(left) & cut.has_sign(left), partial(_by_cut, signed=True)),
        (pl.Series.is_not_null, _exactly),
    ):
        left = found.is_null().arg_true()
        some = texts.gather(left) if len(left) < len(texts) else texts
        readable = may_be_read(some)
        if not readable.all():
            left, some = left.filter(readable), some.filter(readable)
        if len(left):
            found = found.scatter(left, by(some, engine, families))
    return found, families


def _cut_of(engine: str) -> Cut:
    if engine == "postgresql":
        return POSTGRES_CUT
    from aurorascope.logs.fingerprint.mysql_cut import MYSQL_CUT  # only where it is needed: it compiles long

    return MYSQL_CUT


def _without_comments_at_the_ends(texts: pl.Series, cut: Cut) -> pl.Series:
    """Return the texts without comments at their ends.

    Such a comment is often new with each call (a trace id): without it, the texts are few.
    """
    at = (
        texts.str.strip_chars_start(BLANKS).str.starts_with("/*")
        | texts.str.strip_chars_end(BLANKS + ";").str.ends_with("*/")
    ).arg_true()
    if not len(at):
        return texts
    some = texts.gather(at).str.replace(cut.comment_first, "")
    shorter = some.str.replace(cut.comment_last, "")
    rows, heads = distinct(shorter)
    is_open = cut.is_open(heads).gather(rows)
    return texts.scatter(at, shorter.zip_with(~is_open, some))


def _by_cut(texts: pl.Series, engine: str, families: list[Fingerprint], *, signed: bool) -> pl.Series:
    """Add the families of `texts` to the list; return their indices, null where the cut may have erred."""
    cut = _cut_of(engine)
    rows, remainders = distinct(cut.remainders(texts, signed=signed))
    found = [_families.get((engine, signed, remainder), _UNKNOWN) for remainder in remainders]
    unknown = [place for place, family in enumerate(found) if family is _UNKNOWN]
    if unknown:
        some = remainders.gather(unknown)
        for place, remainder, short in zip(unknown, some, cut.shortened(some, signed=signed), strict=True):
            found[place] = _family_of_short(short, engine, signed=signed)
            _remember(_families, (engine, signed, remainder), found[place])
    indices: list[int | None] = []
    for family in found:
        indices.append(None if family is None else len(families))
        if family is not None:
            families.append(family)
    return pl.Series(indices, dtype=pl.UInt32).gather(rows)


def _exactly(texts: pl.Series, engine: str, families: list[Fingerprint]) -> pl.Series:
    start = len(families)
    families += [fingerprint_of(text, engine) for text in texts]
    return pl.int_range(start, len(families), dtype=pl.UInt32, eager=True)


def distinct(texts: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Return for each text the index of its equal among the distinct texts (null for null), and these."""
    numbered = pl.DataFrame({"text": texts}).with_row_index("row").drop_nulls("text")
    groups = numbered.group_by("text", maintain_order=True).agg("row").with_row_index("code")
    of_rows = groups.select("code", "row").explode("row")
    codes = pl.Series([None], dtype=pl.UInt32).new_from_index(0, len(texts))
    return codes.scatter(of_rows["row"], of_rows["code"]), groups["text"].alias(texts.name)


def _family_of_short(remainder: str, engine: str, *, signed: bool) -> Fingerprint | None:
    key = (engine, signed, remainder)
    if key in _families_of_short:
        return _families_of_short[key]
    tokens = _cut_of(engine).tokens(remainder, signed=signed)
    family = None if tokens is None else family_of(tokens, engine)
    _remember(_families_of_short, key, family)
    return family


def _remember(memory: _Memory, key: tuple[str, bool, str], family: Fingerprint | None) -> None:
    if len(key[2]) <= _LONGEST_REMEMBERED:
        if len(memory) >= _REMEMBERED:
            memory.clear()
        memory[key] = family

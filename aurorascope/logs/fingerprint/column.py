"""A column of statements to their families, without a loop over its rows.

Equal texts are read once; the first cut takes their literals away; equal remainders are read once, and
families of remainders are remembered for the next block. What the cut cannot be sure of goes through the
exact lexer as it stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from aurorascope.logs.fingerprint.cut import cut, remainder_tokens, shorten
from aurorascope.logs.fingerprint.statement import family_of, fingerprint_of, known_engine

if TYPE_CHECKING:
    from aurorascope.model.fingerprint import Fingerprint

FAMILY_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "fingerprint": pl.String,
    "normalized_sql": pl.String,
    "statement_kind": pl.String,
    "relations": pl.List(pl.String),
}
# Bounds of the memory of remainders: a log of ever new texts must not grow the process.
_REMEMBERED = 30_000
_LONGEST_REMEMBERED = 8_192

_families: dict[tuple[str, str], Fingerprint | None] = {}


def fingerprint_column(sql: pl.Series, engine: str = "postgresql") -> tuple[pl.Series, pl.DataFrame]:
    """Return the id of each statement (null for null), and one row for each family among them."""
    rows, families = families_of_column(sql, engine)
    distinct = {family.id: family for family in families}
    ids = pl.Series("fingerprint", [family.id for family in families], dtype=pl.String)
    frame = pl.DataFrame(
        [(each.id, each.normalized_sql, each.statement_kind, each.relations) for each in distinct.values()],
        schema=FAMILY_SCHEMA,
        orient="row",
    )
    return ids.gather(rows), frame


def redacted_column(sql: pl.Series, engine: str = "postgresql") -> pl.Series:
    """Return each statement without its literals (null for null)."""
    rows, families = families_of_column(sql, engine)
    texts = pl.Series(sql.name, [family.normalized_sql for family in families], dtype=pl.String)
    return texts.gather(rows)


def families_of_column(sql: pl.Series, engine: str) -> tuple[pl.Series, list[Fingerprint]]:
    """Return for each statement the index of its family in the list (null for null), and the list."""
    known_engine(engine)
    codes, texts = distinct(sql)
    if engine != "postgresql":
        return codes, [fingerprint_of(text, engine) for text in texts]
    remainder_codes, remainders = distinct(cut(texts))
    short_codes, short = distinct(shorten(remainders))
    read = [_remembered(remainder, engine) for remainder in short]
    families = [family for family in read if family]
    at = pl.Series([None if family is None else 0 for family in read], dtype=pl.UInt32)
    at = pl.select(pl.when(at.is_not_null()).then(at.is_not_null().cum_sum() - 1)).to_series().cast(pl.UInt32)
    of_text = at.gather(short_codes).gather(remainder_codes)
    refused = of_text.is_null()
    if refused.any():
        exact = [fingerprint_of(text, engine) for text in texts.filter(refused)]
        own = (refused.cum_sum() - 1 + len(families)).cast(pl.UInt32)
        of_text = pl.select(pl.when(refused).then(own).otherwise(of_text)).to_series()
        families += exact
    return of_text.gather(codes), families


def distinct(texts: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Return for each text the index of its equal among the distinct texts (null for null), and these.

    Texts are grouped by a 64-bit hash and then compared: texts are a stranger's, and two of one hash would
    share a family.
    """
    hashes = pl.DataFrame({"hash": texts.hash()}).with_row_index("row").filter(texts.is_not_null())
    first = hashes.group_by("hash").agg(pl.col("row").min()).sort("row")
    code = pl.int_range(len(first), dtype=pl.UInt32, eager=True).alias("code")
    codes = pl.DataFrame({"hash": texts.hash()}).join(
        first.select("hash", code), on="hash", how="left", maintain_order="left"
    )["code"]
    if texts.has_nulls():
        codes = pl.select(pl.when(texts.is_not_null()).then(codes)).to_series()
    found = texts.gather(first["row"])
    if not found.gather(codes).eq_missing(texts).all():
        found = texts.drop_nulls().unique(maintain_order=True)
        codes = texts.to_frame("text").join(
            found.to_frame("text").with_columns(code=pl.int_range(pl.len(), dtype=pl.UInt32)),
            on="text",
            how="left",
            maintain_order="left",
        )["code"]
    return codes, found


def _remembered(remainder: str, engine: str) -> Fingerprint | None:
    key = (engine, remainder)
    try:
        return _families[key]
    except KeyError:
        pass
    tokens = remainder_tokens(remainder)
    family = None if tokens is None else family_of(tokens, engine)
    if len(remainder) <= _LONGEST_REMEMBERED:
        if len(_families) >= _REMEMBERED:
            _families.clear()
        _families[key] = family
    return family

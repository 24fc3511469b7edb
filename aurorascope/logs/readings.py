"""Readings: the text of a pattern's group as a typed column. What cannot be read is null, never an error."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable

    from aurorascope.model.event_kind import Reading

INTERVAL = r"^([0-9]+):([0-9]{1,2}):([0-9]{1,2})(?:\.([0-9]{1,6}))?$"


def _scaled(text: pl.Expr, factor: int) -> pl.Expr:
    # Exact: the nearest double, times the factor, is within half a microsecond up to 71 years.
    return (text.cast(pl.Float64, strict=False) * factor).round().cast(pl.Int64, strict=False)


def _interval(text: pl.Expr) -> pl.Expr:
    # `with_fields` and not four groups one by one: each of those would be a search of its own.
    hours, minutes, seconds = (pl.field(f"{i}").cast(pl.Int64, strict=False) for i in (1, 2, 3))
    fraction = pl.field("4").str.pad_end(6, "0").cast(pl.Int64, strict=False).fill_null(0)
    micros = ((hours * 60 + minutes) * 60 + seconds) * 1_000_000 + fraction
    return text.str.extract_groups(INTERVAL).struct.with_fields(micros.alias("1")).struct.field("1")


def _ints(text: pl.Expr) -> pl.Expr:
    return text.str.split(", ").cast(pl.List(pl.Int64), strict=False)


READINGS: dict[Reading, Callable[[pl.Expr], pl.Expr]] = {
    "text": lambda text: text,
    "lower": lambda text: text.str.to_lowercase(),
    "int": lambda text: text.cast(pl.Int64, strict=False),
    "float": lambda text: text.cast(pl.Float64, strict=False),
    "ms": lambda text: _scaled(text, 1_000),
    "s": lambda text: _scaled(text, 1_000_000),
    "interval": _interval,
    "ints": _ints,
    "true": lambda text: text.is_not_null(),
}


def read(text: pl.Expr, reading: Reading) -> pl.Expr:
    """Return `text` as the reading says; null where it does not fit."""
    return READINGS[reading](text)

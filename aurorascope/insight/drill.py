"""From a number to its rows: the view, filter and values that list what a row of a view was made of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from aurorascope.insight.template import Value, ViewError
from aurorascope.insight.views import load_view
from aurorascope.model.filter import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aurorascope.model.filter import Filter

FIELD_OF = {column: field for field, columns in COLUMNS.items() for column in columns} | {
    "statement_kind": "statement_kind"
}


@dataclass(frozen=True, slots=True)
class Rows:
    """Which rows stand behind a number: run `view` under `chosen` with `params`."""

    view: str
    chosen: Filter
    params: dict[str, Value]


def rows_behind(
    name: str,
    chosen: Filter,
    row: Mapping[str, Any],
    *,
    by: Sequence[str] = (),
    bucket_us: int | None = None,
) -> Rows:
    """Return where the rows behind a row of the view `name` are listed; ViewError when it has none.

    `by` and `bucket_us` are those that the view was run with.
    """
    view = load_view(name)
    if not view.rows:
        raise ViewError(f"view {name} lists rows itself")
    target = load_view(view.rows)
    params: dict[str, Value] = {}
    # A narrower filter may no longer name the user whose noise was asked for.
    chosen = replace(chosen, show_noise=chosen.lets_noise_pass)
    for column, meant in _narrowing(view.narrow, view.groups, by):
        value = row[column]
        if column == "bucket":
            chosen = _within(chosen, value, bucket_us)
        elif meant in FIELD_OF:
            only: dict[str, Any] = {FIELD_OF[meant]: (value,)}
            chosen = replace(chosen, **only)
        elif meant in target.params:
            params[meant] = value
        else:
            raise ViewError(f"view {view.rows} cannot be narrowed by {meant}")
    return Rows(view.rows, chosen, params)


def _narrowing(
    narrow: Mapping[str, str], groups: Mapping[str, str], by: Sequence[str]
) -> list[tuple[str, str]]:
    pairs = [(column, meant) for column, meant in narrow.items() if column != "by"]
    if "by" in narrow:
        pairs.extend((groups[word], groups[word]) for word in by)
    return pairs


def _within(chosen: Filter, bucket: datetime, bucket_us: int | None) -> Filter:
    if bucket_us is None:
        raise ViewError("the rows of a bucket of time need the bucket_us that the view was run with")
    end = bucket + timedelta(microseconds=bucket_us)
    return replace(
        chosen,
        begin=bucket if chosen.begin is None else max(bucket, chosen.begin),
        end=end if chosen.end is None else min(end, chosen.end),
    )

"""The shared views by name: pages, reports and `top` all ask here, so they cannot disagree."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from aurorascope import store
from aurorascope.insight.bucket import at_least, bucket_us
from aurorascope.insight.template import Value, View, ViewError, parse_view
from aurorascope.store.schemas import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import pyarrow as pa

    from aurorascope.model.filter import Filter

_TAKEN = re.compile(r"\{(view|part):(\w+)\}")
FOLDER = Path(store.__file__).parent / "views"


class Queryable(Protocol):
    """What a view is run on: one version of a store."""

    def query(self, sql: str, params: Mapping[str, object] = ...) -> pa.Table:
        """Run one SELECT with named values and return its rows."""


def view_names() -> tuple[str, ...]:
    """Return the names of the parametrised shared views, sorted."""
    return tuple(name for name in _files() if not load_view(name).derived)


def derived_names() -> tuple[str, ...]:
    """Return the names of the derived tables, sorted."""
    return tuple(name for name in _files() if load_view(name).derived)


@cache
def load_view(name: str) -> View:
    """Load the view called `name`; ViewError names the views there are."""
    if name not in _files():
        raise ViewError(f"there is no view {name!r}; there are {', '.join(_files())}")
    return parse_view(name, _whole((FOLDER / f"{name}.sql").read_text(encoding="utf-8")))


def _whole(text: str) -> str:
    """Put in what a view takes from others, so that a rule which several of them show stands in one file.

    `{view:name}` is another's SELECT, `{part:name}` a text of the folder parts/.
    """

    def taken(match: re.Match[str]) -> str:
        if match[1] == "part":
            return (FOLDER / "parts" / f"{match[2]}.sql").read_text(encoding="utf-8").rstrip()
        return load_view(match[2]).body

    return _TAKEN.sub(taken, text)


def run_view(
    snapshot: Queryable, name: str, chosen: Filter, *, by: Sequence[str] = (), **params: Value
) -> pa.Table:
    """Run a shared view under a filter. `by` chooses its groups, `params` its typed values.

    A view over time takes `bucket_us`, chosen from the range when it is not given and widened where the
    range would hold more than 2,000 buckets.
    """
    view = load_view(name)
    if "bucket_us" in view.params:
        params["bucket_us"] = _width(snapshot, view, chosen, params.get("bucket_us"))
    if "sort_rows" in view.params:
        return _ranked(snapshot, view, chosen, by, params)
    sql, bound = view.render(chosen, params, by)
    return snapshot.query(sql, bound)


def _ranked(
    snapshot: Queryable, view: View, chosen: Filter, by: Sequence[str], params: dict[str, Value]
) -> pa.Table:
    """Run a view of groups with percentiles: from all rows; from buckets where they are too many."""
    from aurorascope.insight.percentiles import filled, from_buckets, too_many

    columns = [view.groups.get(word, word) for word in by] if view.groups else ["fingerprint"]
    exact = params.get("exact") is not False
    bucketed = (
        params.get("rank_by") != "p95_us"
        and from_buckets(snapshot, chosen, columns)
        and (not exact or too_many(snapshot, chosen))
    )
    sql, bound = view.render(chosen, params | {"sort_rows": not bucketed}, by)
    found = snapshot.query(sql, bound)
    return filled(found, snapshot, chosen, columns, exact=exact) if bucketed else found


def days_without_rows(snapshot: Queryable, chosen: Filter) -> tuple[date, ...]:
    """Return the days of the range of which retention kept the rollups alone.

    Views of cells are complete there; views of statements' rows, percentiles among them, are not.
    """
    from aurorascope.insight.percentiles import gone_days
    from aurorascope.store.snapshot import Snapshot

    return gone_days(snapshot, chosen) if isinstance(snapshot, Snapshot) else ()


def _width(snapshot: Queryable, view: View, chosen: Filter, wish: Value) -> int:
    span = _span_us(snapshot, view, chosen)
    if isinstance(wish, int) and wish > 0:
        return at_least(wish, span)
    return bucket_us(span)


def _span_us(snapshot: Queryable, view: View, chosen: Filter) -> int:
    if chosen.begin is not None and chosen.end is not None:
        return int((chosen.end - chosen.begin).total_seconds() * 1_000_000)
    seen: list[int] = []
    for table in view.tables:
        time = TABLES[table].time
        found = snapshot.query(
            f"SELECT epoch_us(min({time})) AS a, epoch_us(max({time})) AS b FROM {table}", {}
        )
        seen.extend(value for row in found.to_pylist() for value in row.values() if value is not None)
    return max(seen) - min(seen) if seen else 0


@cache
def _files() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in FOLDER.glob("*.sql")))

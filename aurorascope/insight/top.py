"""The profile: which statements take the time, under any filter, by family or by any group of dimensions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aurorascope.insight.views import Queryable, load_view, run_view

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from aurorascope.model.filter import Filter

FAMILY = ("fingerprint",)
MEASURES = (
    *("calls", "sum_us", "share", "mean_us", "min_us", "p50_us", "p95_us", "p99_us", "max_us"),
    *("rows_sent", "rows_examined", "rows_affected"),
)
SPREAD = ("stddev_us", "variance_to_mean", "apdex", "decades")
APDEX_US = 100_000
RANKINGS = {"total": "sum_us", "calls": "calls", "mean": "mean_us", "max": "max_us"}


def group_names() -> tuple[str, ...]:
    """Return the words that a profile can be grouped by."""
    return tuple(load_view("statements_by").groups)


def profile(
    snapshot: Queryable,
    chosen: Filter,
    *,
    by: Sequence[str] = FAMILY,
    rank_by: str = "total",
    top: int = 20,
    apdex_us: int = APDEX_US,
) -> pa.Table:
    """Return the groups that lead: rank, their columns, the statement where it is one, measures, errors.

    Durations are microseconds, percentiles exact; the spread (deviation, variance to mean, apdex by
    `apdex_us`, counts by decades) is of the raw rows. `errors` is null where messages cannot be told apart by
    the groups asked for (a phase is known of statements alone). `failed_statements` are those that ended with
    an error, as MySQL's slow log says: no messages, so not among `errors`. ViewError names an unknown group.
    """
    ranking = RANKINGS[rank_by]
    if tuple(by) == FAMILY:
        found = run_view(snapshot, "queries_top", chosen, rank_by=ranking, top=top)
        errors = found.column("errors")
    else:
        found = run_view(snapshot, "statements_by", chosen, by=by, rank_by=ranking, top=top)
        errors = _errors(snapshot, chosen, by, found)
    columns = [load_view("statements_by").groups[word] for word in by]
    shown = found.select(["rank", *columns, "normalized_sql", "statement_kind", *MEASURES])
    shown = shown.append_column("errors", errors)
    shown = shown.append_column("failed_statements", _failed(snapshot, chosen, by, shown))
    spread = run_view(snapshot, "durations_spread_by", chosen, by=by, apdex_us=apdex_us)
    return _with_spread(shown, spread, columns)


def _with_spread(shown: pa.Table, spread: pa.Table, columns: Sequence[str]) -> pa.Table:
    """Put what tells of the spread of durations beside the groups that are shown."""
    import pyarrow as pa

    of_group = {tuple(row[column] for column in columns): row for row in spread.to_pylist()}
    keys = list(zip(*(shown.column(column).to_pylist() for column in columns), strict=True))
    for name in SPREAD:
        values = [of_group.get(key, {}).get(name) for key in keys]
        shown = shown.append_column(name, pa.array(values, spread.schema.field(name).type))
    return shown


def _failed(snapshot: Queryable, chosen: Filter, by: Sequence[str], found: pa.Table) -> pa.Array:
    import pyarrow as pa

    groups = load_view("failed_by").groups
    if not set(by) <= set(groups):
        return pa.nulls(found.num_rows, pa.int64())
    columns = [groups[word] for word in by]
    rows = run_view(snapshot, "failed_by", chosen, by=by).to_pylist()
    counts = {tuple(row[column] for column in columns): row["failed_statements"] for row in rows}
    keys = zip(*(found.column(column).to_pylist() for column in columns), strict=True)
    return pa.array([counts.get(key, 0) for key in keys], pa.int64())


def _errors(snapshot: Queryable, chosen: Filter, by: Sequence[str], found: pa.Table) -> pa.Array:
    import pyarrow as pa

    groups = load_view("errors_by").groups
    if not set(by) <= set(groups):
        return pa.nulls(found.num_rows, pa.int64())
    columns = [groups[word] for word in by]
    wrong: dict[tuple[Any, ...], int] = {
        tuple(row[column] for column in columns): row["errors"] - row["warnings"]
        for row in run_view(snapshot, "errors_by", chosen, by=by, top=1_000_000).to_pylist()
    }
    keys = zip(*(found.column(column).to_pylist() for column in columns), strict=True)
    return pa.array([wrong.get(key, 0) for key in keys], pa.int64())


def thresholds(snapshot: Queryable, chosen: Filter) -> list[dict[str, Any]]:
    """Return the settings that decided which statements the log holds: empty where they are unknown."""
    names = ("log_min_duration_statement", "log_min_duration_sample", "log_statement_sample_rate")
    rows: list[dict[str, Any]] = run_view(snapshot, "thresholds", chosen).to_pylist()
    return [row for row in rows if row["setting"] in names]

"""Rules that are queries over the store: their values by cluster, for a replay and for publishing.

A query returns account, region, cluster, ts (the start of a period) and value. It is given $begin, $end and
$period_s, and uses those it needs; one without $begin reads the present, which has no history.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from aurorascope.model.errors import BadRequestError
from aurorascope.rules.history import Grid, NotKnownError, spread

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from aurorascope.model.rule import Rule
    from aurorascope.rules.expand import Alarm
    from aurorascope.rules.history import History, Queryable, Values

COLUMNS = ("account", "region", "cluster", "ts", "value")
LOGS = """
select cast(epoch(min(covered_from)) as bigint) as first_at, cast(epoch(max(covered_to)) as bigint) as last_at
from coverage where covered_to >= $begin and covered_from < $end
"""


def rows_of(rule: Rule, store: Queryable, begin: datetime, end: datetime) -> list[dict[str, object]]:
    """Run a rule's query. Raises BadRequestError where a column is missing."""
    params = {"begin": begin, "end": end, "period_s": rule.period_s}
    used = {name: value for name, value in params.items() if re.search(rf"\${name}\b", rule.sql)}
    table = store.query(rule.sql, used)
    absent = [name for name in COLUMNS if name not in table.column_names]
    if absent:
        raise BadRequestError(f"{rule.path}: its query must return {', '.join(absent)} too.")
    rows: list[dict[str, object]] = table.select(list(COLUMNS)).to_pylist()
    return rows


def sql_series(alarm: Alarm, history: History) -> Iterator[tuple[Grid, Mapping[str, Values]]]:
    """Yield the one stretch of a query's values for an alarm's cluster. Raises NotKnownError."""
    rule = alarm.rule
    if "$begin" not in rule.sql:
        raise NotKnownError("it reads the present, of which no history is kept")
    extent = history.store.query(LOGS, {"begin": history.begin, "end": history.end}).to_pylist()[0]
    covered = history.covered(alarm.account, alarm.region, 60)
    starts = [one for one in (extent["first_at"], *(begin for begin, _ in covered)) if one is not None]
    ends = [one for one in (extent["last_at"], *(end for _, end in covered)) if one is not None]
    if not starts:
        raise NotKnownError("no data")
    period = rule.period_s
    begin = max(min(starts), int(history.begin.timestamp())) // period * period
    end = -(-min(max(ends), int(history.end.timestamp())) // period) * period
    grid = Grid(begin, end, period)
    if rule.name not in history.queried:
        history.queried[rule.name] = rows_of(rule, history.store, history.begin, history.end)
    own = [
        row
        for row in history.queried[rule.name]
        if (row["account"], row["region"], row["cluster"]) == (alarm.account, alarm.region, alarm.cluster)
    ]
    times = np.array([int(row["ts"].timestamp()) for row in own], np.int64)  # type: ignore[attr-defined]
    values = np.array([float(row["value"]) for row in own], np.float64)  # type: ignore[arg-type]
    yield grid, {"value": spread(times, values, grid)}

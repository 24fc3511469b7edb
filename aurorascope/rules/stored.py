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
    """Yield the one stretch of a query's values for an alarm's cluster. Raises NotKnownError.

    No row is silence only where the cluster's logs were taken in; elsewhere it is no data.
    """
    rule, place = alarm.rule, (alarm.account, alarm.region, alarm.cluster)
    if "$begin" not in rule.sql:
        raise NotKnownError("it reads the present, of which no history is kept")
    if rule.name not in history.queried:
        history.queried[rule.name] = rows_of(rule, history.store, history.begin, history.end)
    own = [
        row for row in history.queried[rule.name] if (row["account"], row["region"], row["cluster"]) == place
    ]
    logs = history.logs().get(place) if "from metrics" not in rule.sql.lower() else None
    if logs is None and not own:
        raise NotKnownError("no data")
    times = np.array([int(row["ts"].timestamp()) for row in own], np.int64)  # type: ignore[attr-defined]
    values = np.array([float(row["value"]) for row in own], np.float64)  # type: ignore[arg-type]
    period = rule.period_s
    ends = [*(logs or ())]
    if times.size:
        ends += [int(times.min()), int(times.max()) + period]
    begin = max(int(min(ends)), int(history.begin.timestamp())) // period * period
    end = -(-min(int(max(ends)), int(history.end.timestamp())) // period) * period
    yield Grid(begin, end, period), {"value": spread(times, values, Grid(begin, end, period))}

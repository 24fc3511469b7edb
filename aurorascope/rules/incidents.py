"""The incidents that a store knows of: RDS events of failovers and failures, those close together as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aurorascope.rules.backtest import Incident

if TYPE_CHECKING:
    from datetime import datetime

    from aurorascope.rules.history import Queryable

NEAR_S = 15 * 60
CATEGORIES = ("failover", "global failover", "failure", "low storage", "recovery", "global-failover")
EVENTS = """
select account, region, cluster, cast(epoch(ts) as bigint) as at, message
from rds_events
where ts >= $begin and ts < $end and list_has_any(categories, $categories) and cluster is not null
order by account, region, cluster, ts
"""


def known_incidents(store: Queryable, begin: datetime, end: datetime) -> list[Incident]:
    """Return the incidents between two moments; the peak of one that only events tell of is its begin."""
    params = {"begin": begin, "end": end, "categories": list(CATEGORIES)}
    found: list[Incident] = []
    for row in store.query(EVENTS, params).to_pylist():
        place = (row["account"], row["region"], row["cluster"])
        last = found[-1] if found else None
        same = last and (last.account, last.region, last.cluster) == place
        if last and same and row["at"] - last.end <= NEAR_S:
            found[-1] = Incident(*place, last.begin, last.peak, row["at"], last.what)
        else:
            found.append(Incident(*place, row["at"], row["at"], row["at"], str(row["message"])))
    return found

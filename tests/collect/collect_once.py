"""A process of its own that collects once at a given moment: what a test kills.

python collect_once.py STORE MOMENT HOURS
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from small_lab import reading

from aurorascope.aws.sessions import Account
from aurorascope.catalog import load_collectors
from aurorascope.collect.run import Orders, collect
from aurorascope.store.store import Store


def main(store: str, moment: str, hours: str) -> None:
    """Collect."""
    fleet = reading(float(hours))
    orders = Orders(
        fleet,
        [it for it in load_collectors() if not it.opt_in],
        now=datetime.fromtimestamp(int(moment), UTC),
    )
    summary = collect(Store.open(store), orders, lambda choice: Account(choice.access, rates=fleet.rates))
    print(summary.outcome)  # noqa: T201 -- what the test reads


if __name__ == "__main__":
    main(*sys.argv[1:])

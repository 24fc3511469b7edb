"""Records what a run is answered, and replays a recording into a store through the same collectors."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aurorascope.aws.access import Access
from aurorascope.aws.scrub import scrub
from aurorascope.aws.sessions import Account
from aurorascope.aws.tape import Tape, read_tape
from aurorascope.collect.fleet import Choice, Fleet
from aurorascope.collect.run import CollectSummary, Orders, collect
from aurorascope.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from aurorascope.model.collector import Collector


def record(
    orders: Orders, keep: Collection[str] = (), *, attempts: int | None = None
) -> tuple[Tape, CollectSummary]:
    """Run the collectors once as if for the first time; return what was answered, scrubbed."""
    tape = Tape()
    accounts: dict[Access, Account] = {}
    labels = _labels(orders.fleet)

    def account_of(choice: Choice) -> Account:
        if choice.access not in accounts:
            tap = tape.recorder(labels[choice.access])
            made = Account(choice.access, rates=orders.fleet.rates, attempts=attempts, tap=tap)
            accounts[choice.access] = made
        return accounts[choice.access]

    now = orders.now or datetime.now(UTC).replace(microsecond=0)
    with tempfile.TemporaryDirectory(prefix="aurorascope-") as folder:
        summary = collect(Store.create(Path(folder) / "store"), replace(orders, now=now), account_of)
    tape.header = {
        "now": now,
        "since": orders.since,
        "tier": orders.fleet.tier,
        "options": {name: dict(value) for name, value in orders.fleet.options.items()},
        "collectors": [it.name for it in orders.collectors],
        "places": _places(orders.fleet, tape),
    }
    return scrub(tape, keep), summary


def _labels(fleet: Fleet) -> dict[Access, str]:
    """Number the ways in: a recording does not say what they were."""
    return {access: str(at) for at, access in enumerate(dict.fromkeys(it.access for it in fleet.choices))}


def _places(fleet: Fleet, tape: Tape) -> list[dict[str, Any]]:
    """Return the Regions and clusters of each access; clusters by name, however they were chosen."""
    places = []
    for choice in fleet.choices:
        label = _labels(fleet)[choice.access]
        mine = [it for it in tape.entries if it["access"] == label]
        clusters = [
            record["DBClusterIdentifier"]
            for entry in mine
            if entry["operation"] == "DescribeDBClusters"
            for record in entry["answer"].get("DBClusters", ())
            if choice.means(
                record["DBClusterIdentifier"],
                {tag["Key"]: tag.get("Value", "") for tag in record.get("TagList") or ()},
            )
        ]
        regions = list(choice.regions) or list(dict.fromkeys(entry["region"] for entry in mine))[:1]
        places.append({"access": label, "regions": regions, "clusters": sorted(set(clusters))})
    return places


def replay(path: Path, store: Store, collectors: Sequence[Collector]) -> CollectSummary:
    """Answer the collectors from a recording, at its moment, into a store. Raises BadRequestError.

    Collectors that the recording was not made with are left out: they would only find gaps.
    """
    tape = read_tape(path)
    header = tape.header
    fleet = Fleet(
        choices=tuple(
            Choice(Access(profile=place["access"]), tuple(place["regions"]), tuple(place["clusters"]))
            for place in header["places"]
        ),
        tier=header["tier"],
        options=header["options"],
    )
    chosen = [it for it in collectors if it.name in header["collectors"]]
    accounts = {
        choice.access: Account(Access(), tap=tape.player(choice.access.profile), offline=True)
        for choice in fleet.choices
    }
    orders = Orders(fleet, chosen, since=header["since"], now=header["now"])
    return collect(store, orders, lambda choice: accounts[choice.access])

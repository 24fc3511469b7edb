"""One call, as an operation sees it: understood, allowed, and valid by the service's model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from fake_aws.faults import Faults, Kind
from fake_aws.iam import Credentials, Principal
from fake_aws.refusals import Refused, invalid
from fake_aws.world import Record, World


@dataclass
class Call:
    """What was asked, by whom, where and when (`now`: epoch seconds of the service's clock).

    `state` is what calls have left behind in this account and Region (alarms put, instances woken, queries).
    """

    service: str
    operation: str
    account: str
    region: str
    principal: Principal
    parameters: Record
    now: int
    world: World
    faults: Faults
    credentials: Credentials
    state: dict[str, Any]
    struck: frozenset[Kind] = frozenset()
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, name: str, default: Any = None) -> Any:
        """Return a parameter."""
        return self.parameters.get(name, default)

    def __getitem__(self, name: str) -> Any:
        return self.parameters[name]

    def invalid(self, message: str) -> Refused:
        """Return the service's refusal of a parameter."""
        return invalid(self.service, message)

    def describe(self, operation: str, parent: str | None = None) -> list[Record]:
        """Return the World's records, without instances that a fault has deleted."""
        found = list(self.world.describe(self.account, self.region, operation, parent, self.now))
        gone = {
            name
            for (account, region, name), at in self.faults.gone.items()
            if (account, region) == (self.account, self.region) and at <= self.now
        }
        return [_without(record, gone) for record in found if not _is(record, gone)] if gone else found


def _is(record: Record, gone: set[str]) -> bool:
    return "DBInstanceStatus" in record and record.get("DBInstanceIdentifier") in gone


def _without(record: Record, gone: set[str]) -> Record:
    members = record.get("DBClusterMembers")
    if not members:
        return record
    return {
        **record,
        "DBClusterMembers": [each for each in members if each["DBInstanceIdentifier"] not in gone],
    }


Operation = Callable[[Call], Record]

"""One call, as an operation sees it: understood, allowed, and valid by the service's model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from fake_aws import paging
from fake_aws.faults import Faults, Kind
from fake_aws.iam import Credentials, Principal
from fake_aws.refusals import Refused, invalid
from fake_aws.world import Record, World

Item = TypeVar("Item")


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

    def question(self, *without: str) -> Record:
        """Return what a page's token belongs to: the operation and every parameter but these."""
        asked = {name: value for name, value in self.parameters.items() if name not in without}
        return {"operation": self.operation, "asked": asked}

    def page(
        self,
        items: Sequence[Item],
        size: int,
        *,
        by: str = "NextToken",
        most: str = "MaxResults",
        bad: str = "",
    ) -> tuple[list[Item], Record]:
        """Return one page, and the next one's token as a part of the answer (empty when there is none).

        `by` and `most` name the parameters of token and size; `bad` is the code for another question's token.
        """
        try:
            shown, following = paging.page(items, self.question(by, most), self.get(by), size)
        except paging.BadTokenError as error:
            message = f"{by} {error} was not given for this request"
            raise (Refused(bad, message) if bad else self.invalid(message)) from error
        return list(shown), {by: following} if following else {}

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
        if operation == "DescribeDBInstances":
            found = [record for record in found if record["DBInstanceIdentifier"] not in gone]
        changed = self.state.get("changed", {}).get(operation, {})
        found = [record | changed.get(record.get("DBClusterIdentifier"), {}) for record in found]
        return [_without(record, gone) for record in found] if gone else found


def _without(record: Record, gone: set[str]) -> Record:
    members = record.get("DBClusterMembers")
    if not members:
        return record
    return {
        **record,
        "DBClusterMembers": [each for each in members if each["DBInstanceIdentifier"] not in gone],
    }


Operation = Callable[[Call], Record]

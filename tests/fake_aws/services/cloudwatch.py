"""cloudwatch: what is measured (list, data) and what watches it (alarms)."""

from __future__ import annotations

from fake_aws.call import Operation
from fake_aws.services import cloudwatch_alarms, cloudwatch_data, cloudwatch_listing, cloudwatch_mutes

OPERATIONS: dict[str, Operation] = {
    **cloudwatch_listing.OPERATIONS,
    **cloudwatch_data.OPERATIONS,
    **cloudwatch_alarms.OPERATIONS,
    **cloudwatch_mutes.OPERATIONS,
}

"""tagging: GetResources, over the tags that the describe records carry."""

from __future__ import annotations

from fake_aws.call import Call, Operation
from fake_aws.world import Record

_LISTED = {
    "rds:cluster": ("DescribeDBClusters", "DBClusterArn"),
    "rds:db": ("DescribeDBInstances", "DBInstanceArn"),
    "rds:cluster-snapshot": ("DescribeDBClusterSnapshots", "DBClusterSnapshotArn"),
    "rds:global-cluster": ("DescribeGlobalClusters", "GlobalClusterArn"),
}


def _resources(call: Call) -> Record:
    """List resources with at least one tag, all filters met; a key without values meets any value."""
    types = call.get("ResourceTypeFilters") or ["rds"]
    found = []
    for kind, (operation, arn) in _LISTED.items():
        if kind in types or kind.partition(":")[0] in types:
            found += [_mapping(record, arn) for record in call.describe(operation) if record.get("TagList")]
    for asked in call.get("TagFilters") or []:
        found = [each for each in found if _has(each, asked["Key"], asked.get("Values") or ())]
    size = call.get("ResourcesPerPage", 100)
    if not 1 <= size <= 100:
        raise call.invalid("ResourcesPerPage must be between 1 and 100")
    shown, following = call.page(
        found,
        size,
        by="PaginationToken",
        most="ResourcesPerPage",
        bad="PaginationTokenExpiredException",
    )
    return {"ResourceTagMappingList": shown, "PaginationToken": ""} | following


def _mapping(record: Record, arn: str) -> Record:
    return {"ResourceARN": record[arn], "Tags": record["TagList"]}


def _has(mapping: Record, key: str, values: list[str] | tuple[()]) -> bool:
    return any(tag["Key"] == key and (not values or tag["Value"] in values) for tag in mapping["Tags"])


OPERATIONS: dict[str, Operation] = {"GetResources": _resources}

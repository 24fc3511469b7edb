"""rds: describe calls, events, tags; the log files are in rds_log_files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from fake_aws.call import Call, Operation
from fake_aws.models import operation_model
from fake_aws.refusals import Refused
from fake_aws.services import rds_changes, rds_events, rds_log_files
from fake_aws.world import Record

Values = Callable[[Record], Sequence[Any]]


def _at(*path: str) -> Values:
    """Return what finds a record's values at a path; lists on the way are gone through."""

    def values(record: Record) -> list[Any]:
        found: list[Any] = [record]
        for step in path:
            held = [each.get(step) for each in found if isinstance(each, dict)]
            found = [each for value in held for each in (value if isinstance(value, list) else [value])]
        return [each for each in found if each is not None]

    return values


def _either(*ways: Values) -> Values:
    return lambda record: [value for way in ways for value in way(record)]


_CLUSTER = _either(_at("DBClusterIdentifier"), _at("DBClusterArn"))
_INSTANCE = _either(_at("DBInstanceIdentifier"), _at("DBInstanceArn"))


@dataclass(frozen=True)
class Listing:
    """One describe call: the list in its answer, the parameters that choose, the filters it knows.

    `named` are parameters whose value names one record: the one that is not there is refused with `missing`.
    `parent` is the parameter of what the records hang on.
    """

    member: str
    named: dict[str, Values] = field(default_factory=dict)
    chosen: dict[str, Values] = field(default_factory=dict)
    filters: dict[str, Values] = field(default_factory=dict)
    missing: str = ""
    parent: str = ""


LISTINGS = {
    "DescribeGlobalClusters": Listing(
        "GlobalClusters",
        named={"GlobalClusterIdentifier": _either(_at("GlobalClusterIdentifier"), _at("GlobalClusterArn"))},
        filters={"db-cluster-id": _at("GlobalClusterMembers", "DBClusterArn")},
        missing="GlobalClusterNotFoundFault",
    ),
    "DescribeDBClusters": Listing(
        "DBClusters",
        named={"DBClusterIdentifier": _CLUSTER},
        filters={
            "clone-group-id": _at("CloneGroupId"),
            "db-cluster-id": _CLUSTER,
            "db-cluster-resource-id": _at("DbClusterResourceId"),
            "domain": _at("DomainMemberships", "Domain"),
            "engine": _at("Engine"),
        },
        missing="DBClusterNotFoundFault",
    ),
    "DescribeDBInstances": Listing(
        "DBInstances",
        named={"DBInstanceIdentifier": _INSTANCE},
        filters={
            "db-cluster-id": _either(_at("DBClusterIdentifier"), _at("DBClusterArn")),
            "db-instance-id": _INSTANCE,
            "dbi-resource-id": _at("DbiResourceId"),
            "domain": _at("DomainMemberships", "Domain"),
            "engine": _at("Engine"),
        },
        missing="DBInstanceNotFound",
    ),
    "DescribeDBClusterEndpoints": Listing(
        "DBClusterEndpoints",
        chosen={
            "DBClusterIdentifier": _at("DBClusterIdentifier"),
            "DBClusterEndpointIdentifier": _at("DBClusterEndpointIdentifier"),
        },
        filters={
            "db-cluster-endpoint-type": _at("EndpointType"),
            "db-cluster-endpoint-custom-type": _at("CustomEndpointType"),
            "db-cluster-endpoint-id": _at("DBClusterEndpointIdentifier"),
            "db-cluster-endpoint-status": _at("Status"),
        },
    ),
    "DescribeDBClusterSnapshots": Listing(
        "DBClusterSnapshots",
        named={
            "DBClusterSnapshotIdentifier": _either(
                _at("DBClusterSnapshotIdentifier"), _at("DBClusterSnapshotArn")
            )
        },
        chosen={
            "DBClusterIdentifier": _at("DBClusterIdentifier"),
            "DbClusterResourceId": _at("DbClusterResourceId"),
            "SnapshotType": _at("SnapshotType"),
        },
        filters={
            "db-cluster-id": _at("DBClusterIdentifier"),
            "db-cluster-snapshot-id": _at("DBClusterSnapshotIdentifier"),
            "snapshot-type": _at("SnapshotType"),
            "engine": _at("Engine"),
        },
        missing="DBClusterSnapshotNotFoundFault",
    ),
    "DescribeDBClusterAutomatedBackups": Listing(
        "DBClusterAutomatedBackups",
        chosen={
            "DBClusterIdentifier": _at("DBClusterIdentifier"),
            "DbClusterResourceId": _at("DbClusterResourceId"),
        },
        filters={
            "status": _at("Status"),
            "db-cluster-id": _at("DBClusterIdentifier"),
            "db-cluster-resource-id": _at("DbClusterResourceId"),
        },
    ),
    "DescribeDBClusterBacktracks": Listing(
        "DBClusterBacktracks",
        named={"BacktrackIdentifier": _at("BacktrackIdentifier")},
        filters={"db-cluster-backtrack-id": _at("BacktrackIdentifier"), "status": _at("Status")},
        missing="DBClusterBacktrackNotFoundFault",
        parent="DBClusterIdentifier",
    ),
    "DescribeDBClusterParameterGroups": Listing(
        "DBClusterParameterGroups",
        named={"DBClusterParameterGroupName": _at("DBClusterParameterGroupName")},
        missing="DBParameterGroupNotFound",
    ),
    "DescribeDBParameterGroups": Listing(
        "DBParameterGroups",
        named={"DBParameterGroupName": _at("DBParameterGroupName")},
        missing="DBParameterGroupNotFound",
    ),
    "DescribeDBClusterParameters": Listing(
        "Parameters",
        chosen={"Source": _at("Source")},
        filters={"parameter-name": _at("ParameterName")},
        parent="DBClusterParameterGroupName",
    ),
    "DescribeDBParameters": Listing(
        "Parameters",
        chosen={"Source": _at("Source")},
        filters={"parameter-name": _at("ParameterName")},
        parent="DBParameterGroupName",
    ),
    "DescribePendingMaintenanceActions": Listing(
        "PendingMaintenanceActions",
        chosen={"ResourceIdentifier": _at("ResourceIdentifier")},
        filters={"db-cluster-id": _at("ResourceIdentifier"), "db-instance-id": _at("ResourceIdentifier")},
    ),
    "DescribeDBProxies": Listing(
        "DBProxies", named={"DBProxyName": _at("DBProxyName")}, missing="DBProxyNotFoundFault"
    ),
    "DescribeDBProxyTargets": Listing("Targets", parent="DBProxyName"),
    "DescribeDBProxyTargetGroups": Listing("TargetGroups", parent="DBProxyName"),
    "DescribeDBProxyEndpoints": Listing(
        "DBProxyEndpoints",
        named={"DBProxyEndpointName": _at("DBProxyEndpointName")},
        chosen={"DBProxyName": _at("DBProxyName")},
        missing="DBProxyEndpointNotFoundFault",
    ),
    "DescribeBlueGreenDeployments": Listing(
        "BlueGreenDeployments",
        named={"BlueGreenDeploymentIdentifier": _at("BlueGreenDeploymentIdentifier")},
        filters={
            "blue-green-deployment-identifier": _at("BlueGreenDeploymentIdentifier"),
            "blue-green-deployment-name": _at("BlueGreenDeploymentName"),
            "source": _at("Source"),
            "target": _at("Target"),
        },
        missing="BlueGreenDeploymentNotFoundFault",
    ),
    "DescribeDBEngineVersions": Listing(
        "DBEngineVersions",
        chosen={
            "Engine": _at("Engine"),
            "EngineVersion": _at("EngineVersion"),
            "DBParameterGroupFamily": _at("DBParameterGroupFamily"),
        },
        filters={
            "db-parameter-group-family": _at("DBParameterGroupFamily"),
            "engine": _at("Engine"),
            "engine-mode": _at("SupportedEngineModes"),
            "engine-version": _at("EngineVersion"),
            "status": _at("Status"),
        },
    ),
    "DescribeDBMajorEngineVersions": Listing(
        "DBMajorEngineVersions",
        chosen={"Engine": _at("Engine"), "MajorEngineVersion": _at("MajorEngineVersion")},
    ),
    "DescribeCertificates": Listing(
        "Certificates",
        named={"CertificateIdentifier": _at("CertificateIdentifier")},
        missing="CertificateNotFound",
    ),
    "DescribeDBRecommendations": Listing(
        "DBRecommendations",
        filters={
            "recommendation-id": _at("RecommendationId"),
            "status": _at("Status"),
            "severity": _at("Severity"),
            "resource-arn": _at("ResourceArn"),
        },
    ),
    "DescribeDBSubnetGroups": Listing(
        "DBSubnetGroups",
        named={"DBSubnetGroupName": _at("DBSubnetGroupName")},
        missing="DBSubnetGroupNotFoundFault",
    ),
    "DescribeDBShardGroups": Listing(
        "DBShardGroups",
        named={"DBShardGroupIdentifier": _at("DBShardGroupIdentifier")},
        missing="DBShardGroupNotFound",
    ),
    "DescribeEventSubscriptions": Listing(
        "EventSubscriptionsList",
        named={"SubscriptionName": _at("CustSubscriptionId")},
        missing="SubscriptionNotFound",
    ),
    "DescribeReservedDBInstances": Listing(
        "ReservedDBInstances",
        named={"ReservedDBInstanceId": _at("ReservedDBInstanceId")},
        chosen={"DBInstanceClass": _at("DBInstanceClass"), "OfferingType": _at("OfferingType")},
        missing="ReservedDBInstanceNotFound",
    ),
    "DescribeServerlessV2PlatformVersions": Listing(
        "ServerlessV2PlatformVersions",
        chosen={
            "Engine": _at("Engine"),
            "ServerlessV2PlatformVersion": _at("ServerlessV2PlatformVersion"),
        },
    ),
    "DescribeOrderableDBInstanceOptions": Listing(
        "OrderableDBInstanceOptions",
        chosen={
            "Engine": _at("Engine"),
            "EngineVersion": _at("EngineVersion"),
            "DBInstanceClass": _at("DBInstanceClass"),
        },
    ),
    "DescribeAccountAttributes": Listing("AccountQuotas"),
    "DescribeDBCapacityReservations": Listing("DBCapacityReservations"),
}


def _listed(call: Call) -> Record:
    listing = LISTINGS[call.operation]
    parent = call[listing.parent] if listing.parent else None
    records = call.describe(call.operation, parent)
    if parent is not None and not records:
        _check_parent(call, listing.parent, parent)
    if call.operation == "DescribeDBClusterSnapshots":
        records = _own_or_asked_for(call, records)
    for parameter, values in (listing.named | listing.chosen).items():
        if call.get(parameter) is not None:
            records = _having(records, values, [call[parameter]])
            if not records and parameter in listing.named:
                raise _missing(call, listing.missing, call[parameter])
    return page(call, listing.member, _filtered(call, listing, records))


def _own_or_asked_for(call: Call, records: list[Record]) -> list[Record]:
    """Return snapshots without those of other accounts, unless these are asked for."""
    hidden = {kind for kind in ("shared", "public") if not call.get(f"Include{kind.title()}")}
    hidden.discard(call.get("SnapshotType", ""))
    return [record for record in records if record.get("SnapshotType") not in hidden]


def _filtered(call: Call, listing: Listing, records: list[Record]) -> list[Record]:
    for asked in call.get("Filters") or []:
        values = listing.filters.get(asked["Name"])
        if values is None:
            raise Refused("InvalidParameterValue", f"Unrecognized filter name: {asked['Name']}")
        records = _having(records, values, asked["Values"])
    return records


def _having(records: list[Record], values: Values, wanted: Sequence[str]) -> list[Record]:
    names = {name.lower() for name in wanted}
    return [record for record in records if names & {str(value).lower() for value in values(record)}]


def page(call: Call, member: str, records: list[Record]) -> Record:
    """Return one page of an answer: 20 to 100 records, by Marker."""
    model = operation_model("rds", call.operation)
    if model is None or "Marker" not in model.output_shape.members:
        return {member: records}
    size = call.get("MaxRecords", 100)
    if not 20 <= size <= 100:
        raise Refused(
            "InvalidParameterValue", f"Invalid value {size} for MaxRecords. Must be between 20 and 100"
        )
    shown, following = call.page(records, size, by="Marker", most="MaxRecords", bad="InvalidParameterValue")
    return {member: shown} | following


# what a parameter group, a cluster or a proxy is listed by, to tell an empty one from one that is not there
_PARENTS = {
    "DBClusterParameterGroupName": ("DescribeDBClusterParameterGroups", "DBClusterParameterGroupName"),
    "DBParameterGroupName": ("DescribeDBParameterGroups", "DBParameterGroupName"),
    "DBClusterIdentifier": ("DescribeDBClusters", "DBClusterIdentifier"),
    "DBProxyName": ("DescribeDBProxies", "DBProxyName"),
}


def _check_parent(call: Call, parameter: str, name: str) -> None:
    operation, key = _PARENTS[parameter]
    if not _having(call.describe(operation), _at(key), [name]):
        raise _missing(call, LISTINGS[operation].missing, name)


def _missing(call: Call, code: str, name: str) -> Refused:
    return Refused(code, f"{call.operation}: {name} not found.", 404)


def _snapshot_attributes(call: Call) -> Record:
    name = call["DBClusterSnapshotIdentifier"]
    if not _having(call.describe("DescribeDBClusterSnapshots"), _at("DBClusterSnapshotIdentifier"), [name]):
        raise _missing(call, "DBClusterSnapshotNotFoundFault", name)
    found = call.describe(call.operation, name)
    attributes = found[0]["DBClusterSnapshotAttributes"] if found else []
    return {
        "DBClusterSnapshotAttributesResult": {
            "DBClusterSnapshotIdentifier": name,
            "DBClusterSnapshotAttributes": attributes,
        }
    }


# where a tagged thing is listed, by the kind in its ARN
_TAGGED = {
    "cluster": ("DescribeDBClusters", "DBClusterArn"),
    "db": ("DescribeDBInstances", "DBInstanceArn"),
    "cluster-snapshot": ("DescribeDBClusterSnapshots", "DBClusterSnapshotArn"),
    "global-cluster": ("DescribeGlobalClusters", "GlobalClusterArn"),
    "db-proxy": ("DescribeDBProxies", "DBProxyArn"),
}


def _tags(call: Call) -> Record:
    arn = call["ResourceName"]
    parts = arn.split(":")
    operation, key = _TAGGED.get(parts[5] if len(parts) > 6 else "", ("", ""))
    if not operation:
        raise Refused("InvalidParameterValue", f"Invalid resource name: {arn}")
    found = _having(call.describe(operation), _at(key), [arn])
    if not found:
        raise _missing(call, LISTINGS[operation].missing, arn)
    return {"TagList": found[0].get("TagList", [])}


def _events(call: Call) -> Record:
    return page(call, "Events", rds_events.within(call))


OPERATIONS: dict[str, Operation] = {
    **dict.fromkeys(LISTINGS, _listed),
    **rds_changes.OPERATIONS,
    **rds_log_files.OPERATIONS,
    "DescribeDBClusterSnapshotAttributes": _snapshot_attributes,
    "DescribeEvents": _events,
    "ListTagsForResource": _tags,
}

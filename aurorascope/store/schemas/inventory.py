"""Tables of what there is and how it changed: topology, roles, parameters, events, alarms."""

from __future__ import annotations

from aurorascope.model.table import Table, columns
from aurorascope.store.schemas.shared import LABELS, PLACE

VALIDITY = columns(
    ("valid_from", "timestamp", "From when it was known to be so."),
    ("valid_to", "timestamp", "Until when; null while it is so."),
    ("known_by", "text", "poll, event, cloudtrail or log."),
)

CLUSTER = tuple(column for column in LABELS if column.name != "instance")

INVENTORY_TABLES = (
    Table(
        "topology",
        "one resource as it was",
        LABELS
        + columns(
            ("resource_type", "text", "global_cluster, cluster, instance, endpoint, snapshot, proxy ..."),
            ("resource_id", "text", "The id that does not change (DbiResourceId, DbClusterResourceId, ARN)."),
            ("resource_name", "text", "Its name, which may."),
            ("parent_id", "text", "Resource it belongs to."),
            ("attributes", "json", "What the API says of it; a change of one makes a new row."),
            ("readings", "json", "What changes all the time (restorable times, progress), as last seen."),
        )
        + VALIDITY,
        time="valid_from",
        key=("account", "region", "resource_type", "resource_id"),
    ),
    Table(
        "cluster_states",
        "one cluster as it was, its attributes as columns; null where the API said nothing",
        CLUSTER
        + columns(
            ("resource_id", "text", "The id that does not change (DbiResourceId, DbClusterResourceId, ARN)."),
            ("engine", "text", "aurora-postgresql or aurora-mysql."),
            ("engine_version", "text", "Version of the engine, as the API spells it."),
            ("cluster_status", "text", "available, stopped, failing-over ..."),
            ("storage_type", "text", "aurora (Standard) or aurora-iopt1 (I/O-Optimized)."),
            ("created_at", "timestamp", "When it was created."),
            ("retention_days", "bigint", "Days that backups are kept."),
            ("backup_window", "text", "When backups begin."),
            ("maintenance_window", "text", "When maintenance may begin, in UTC."),
            ("deletion_protection", "boolean", "True where it cannot be deleted as it is."),
            ("encrypted", "boolean", "True where its volume is encrypted."),
            ("insights_mode", "text", "Mode of Database Insights: standard or advanced."),
            ("global_cluster", "text", "Global database that it is part of."),
            ("parameter_group", "text", "Parameter group."),
            ("least_acu", "double", "Least capacity of Serverless v2, in ACU; 0 may pause."),
            ("most_acu", "double", "Most capacity of Serverless v2, in ACU."),
            ("pause_after_s", "bigint", "Seconds of idleness after which it pauses."),
            ("clone_group", "text", "Group of clusters that share pages, where it is a clone or has clones."),
            ("backtrack_s", "bigint", "Seconds that it was asked to be rewindable for."),
            ("earliest_restorable", "timestamp", "The earliest moment it can be restored to, as last seen."),
            ("latest_restorable", "timestamp", "The latest moment it can be restored to, as last seen."),
            ("restarts_at", "timestamp", "When RDS will start it again, where it is stopped."),
            ("attributes", "json", "What the API says of it; a change of one makes a new row."),
        )
        + VALIDITY,
        time="valid_from",
        derived=True,
    ),
    Table(
        "instance_states",
        "one instance as it was, its attributes as columns; null where the API said nothing",
        LABELS
        + columns(
            ("resource_id", "text", "The id that does not change (DbiResourceId, DbClusterResourceId, ARN)."),
            ("engine", "text", "aurora-postgresql or aurora-mysql."),
            ("engine_version", "text", "Version of the engine, as the API spells it."),
            ("instance_class", "text", "Instance class."),
            ("class_size", "double", "Size within its family: large is 1, xlarge 2; null for serverless."),
            ("zone", "text", "Availability zone."),
            ("instance_status", "text", "available, rebooting ..."),
            ("promotion_tier", "bigint", "Promotion tier, 0 is promoted first."),
            ("created_at", "timestamp", "When it was created."),
            ("insights_enabled", "boolean", "True where Performance Insights is on."),
            ("monitoring_s", "bigint", "Seconds between samples of Enhanced Monitoring; 0 where it is off."),
            ("certificate", "text", "Certificate authority."),
            ("certificate_until", "timestamp", "When its certificate ends."),
            ("publicly_accessible", "boolean", "True where it has an address outside its network."),
            ("attributes", "json", "What the API says of it; a change of one makes a new row."),
        )
        + VALIDITY,
        time="valid_from",
        derived=True,
    ),
    Table(
        "roles",
        "one role of one instance as it was",
        LABELS + columns(("role", "text", "writer or reader.")) + VALIDITY,
        time="valid_from",
        key=PLACE,
    ),
    Table(
        "tags",
        "one tag of one resource as it was",
        LABELS
        + columns(
            ("resource_id", "text", "Resource."),
            ("tag_key", "text", "Key of the tag."),
            ("tag_value", "text", "Value of the tag."),
        )
        + VALIDITY,
        time="valid_from",
        key=("account", "region", "resource_id", "tag_key"),
    ),
    Table(
        "parameters",
        "one parameter as it was",
        LABELS
        + columns(
            ("parameter_group", "text", "Parameter group."),
            ("parameter", "text", "Name of the parameter."),
            ("parameter_value", "text", "Its value."),
            ("pending_reboot", "boolean", "True while a change waits for a reboot."),
        )
        + VALIDITY,
        time="valid_from",
        key=("account", "region", "parameter_group", "parameter"),
    ),
    Table(
        "changes",
        "one change of anything, of a deployment, of a person",
        columns(("ts", "timestamp", "When it changed, or was first seen changed."))
        + LABELS
        + columns(
            ("resource", "text", "What changed."),
            ("attribute", "text", "Which attribute of it."),
            ("old", "text", "Value before."),
            ("new", "text", "Value after."),
            ("actor", "text", "Who did it, where known."),
            ("source", "text", "poll, event, cloudtrail, log or annotation."),
        ),
        key=(*PLACE, "resource", "attribute", "old", "new", "actor", "source", "ts"),
    ),
    Table(
        "rds_events",
        "one RDS event",
        columns(("ts", "timestamp", "When it happened."))
        + LABELS
        + columns(
            ("source_type", "text", "db-instance, db-cluster, db-snapshot ..."),
            ("source_id", "text", "Identifier of what it happened to."),
            ("categories", "text[]", "Event categories."),
            ("message", "text", "The message."),
        ),
        key=("account", "region", "source_type", "source_id", "message", "ts"),
    ),
    Table(
        "alarms",
        "one transition of one alarm",
        columns(("ts", "timestamp", "When the state changed."))
        + LABELS
        + columns(
            ("name", "text", "Name of the alarm."),
            ("previous", "text", "State before."),
            ("state", "text", "State after: OK, ALARM or INSUFFICIENT_DATA."),
            ("reason", "text", "Reason that CloudWatch gives."),
        ),
        key=("account", "region", "name", "previous", "state", "ts"),
    ),
)

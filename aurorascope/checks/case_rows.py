"""Rows for the cases of checks: series of metrics, resources, entries of a log, in few words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Row = dict[str, Any]
DAY = datetime(2026, 11, 19, tzinfo=UTC)
LONG_AGO = datetime(2026, 10, 1, tzinfo=UTC)


def at(minute: float, day: int = 19) -> datetime:
    """Return a moment of the case's day, or of another day of that month."""
    return datetime(2026, 11, day, tzinfo=UTC) + timedelta(minutes=minute)


def metric(
    name: str,
    values: Iterable[float | None],
    *,
    instance: str | None = "shop-1",
    begin: datetime = DAY,
    period_s: int = 300,
    statistic: str = "Average",
    unit: str = "Count",
    **more: object,
) -> list[Row]:
    """Return a series: a value a period from `begin` on, None where there is no point."""
    scope = "cluster" if instance is None else "instance"
    return [
        {
            "ts": begin + timedelta(seconds=period_s * number),
            "instance": instance,
            "namespace": "AWS/RDS",
            "name": name,
            "scope": scope,
            "statistic": statistic,
            "period_s": period_s,
            "unit": unit,
            "value": float(value),
            "source": "cloudwatch",
            **more,
        }
        for number, value in enumerate(values)
        if value is not None
    ]


def cluster(name: str = "shop", **attributes: object) -> Row:
    """Return a cluster of PostgreSQL as it stands."""
    known = {"Engine": "aurora-postgresql", "EngineVersion": "16.9", "Status": "available"}
    arn = f"arn:aws:rds:eu-central-1:111122223333:cluster:{name}"
    return resource("cluster", name, cluster=name, attributes={**known, "DBClusterArn": arn, **attributes})


def instance(name: str = "shop-1", of: str = "shop", **attributes: object) -> Row:
    """Return an instance as it stands."""
    known = {
        "DBInstanceClass": "db.r6g.xlarge",
        "DBClusterIdentifier": of,
        "DBInstanceStatus": "available",
        "Engine": "aurora-postgresql",
    }
    row = resource("instance", name, cluster=of, attributes={**known, **attributes})
    return {**row, "instance": name}


def resource(
    kind: str,
    name: str,
    *,
    attributes: Mapping[str, object],
    readings: Mapping[str, object] | None = None,
    since: datetime = LONG_AGO,
    **labels: str,
) -> Row:
    """Return a row of `topology`."""
    return {
        "resource_type": kind,
        "resource_name": name,
        "resource_id": name.upper(),
        "attributes": dict(attributes),
        "readings": dict(readings or {}),
        "valid_from": since,
        "known_by": "poll",
        **labels,
    }


def role(name: str, what: str, of: str = "shop") -> Row:
    """Return a row of `roles`."""
    return {"cluster": of, "instance": name, "role": what, "valid_from": LONG_AGO}


def entry(minute: float, message: str, *, day: int = 19, **more: object) -> Row:
    """Return an entry of a PostgreSQL log."""
    return {
        "ts": at(minute, day),
        "instance": "shop-1",
        "engine": "postgresql",
        "severity": "LOG",
        "message": message,
        "noise": False,
        **more,
    }


def log(kind: str = "postgresql", days: Sequence[int] = (19,), instance: str = "shop-1") -> list[Row]:
    """Return the coverage of whole days by a log."""
    return [
        {
            "instance": instance,
            "log_kind": kind,
            "covered_from": at(0, day),
            "covered_to": at(1440, day) - timedelta(seconds=1),
            "status": "complete",
            "truncated": False,
        }
        for day in days
    ]


def setting(name: str, value: str) -> Row:
    """Return a setting of the log that holds."""
    return {"instance": "shop-1", "setting": name, "value": value, "valid_from": LONG_AGO, "known_by": "api"}

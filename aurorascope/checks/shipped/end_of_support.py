"""Engine versions whose standard support ends: then extended support is charged, or an upgrade is forced."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aurorascope.checks.asked import page
from aurorascope.checks.case_rows import cluster, resource
from aurorascope.checks.reading import moment, place, quoted, resources
from aurorascope.model.finding import Case, Check, Evidence, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from aurorascope.model.finding import Question

WATCH_DAYS, ACT_DAYS = 180, 60


def judge(asked: Question) -> Iterator[Finding]:
    """Judge each cluster by the lifecycle that the API tells of its major version."""
    ends: dict[tuple[str, str, str], datetime] = {}
    for row in resources(asked, "engine_lifecycle"):
        record = row["record"]
        for one in record.get("SupportedEngineLifecycles") or ():
            end = moment(one.get("LifecycleSupportEndDate"))
            if "standard" in str(one.get("LifecycleSupportName")) and end is not None:
                ends[row["account"], str(record.get("Engine")), str(record.get("MajorEngineVersion"))] = end
    for row in resources(asked, "cluster"):
        engine, version = str(row["record"].get("Engine")), str(row["record"].get("EngineVersion") or "")
        end = next(
            (
                ends[row["account"], engine, major]
                for major in majors(version)
                if (row["account"], engine, major) in ends
            ),
            None,
        )
        if end is None or (end - asked.end).days > WATCH_DAYS:
            continue
        days = (end - asked.end).days
        name = str(row["resource_name"])
        left = f"ends in {days} days" if days >= 0 else f"ended {-days} days ago"
        yield Finding(
            severity="act" if days < ACT_DAYS else "watch",
            **place(row, instance=False),
            subject="end of standard support",
            title=f"standard support of {engine} {version} {left}",
            evidence=(
                Evidence("version", version),
                Evidence("end of standard support", f"{end:%Y-%m-%d}"),
                Evidence("days left", days, "days"),
            ),
            effect="Extended support is charged by the vCPU-hour, or the upgrade is made for you.",
            suggestion="Try the next major version on a clone or a blue/green deployment, and set the date yourself.",
            command=f"aws rds create-blue-green-deployment --blue-green-deployment-name {quoted(name + '-upgrade')} --source {quoted(str(row['record'].get('DBClusterArn') or name))} --target-engine-version <next>",
            page=page("/cluster", cluster=name),
            last_at=end,
        )


def majors(version: str) -> tuple[str, ...]:
    """Return what a version's major could be called: 16.9 is of 16, 8.0.mysql_aurora.3.10.0 of 8.0."""
    parts = version.split(".mysql", maxsplit=1)[0].split(".")
    return (".".join(parts[:2]), parts[0])


def _lifecycle(end: str) -> dict[str, Any]:
    life = [{"LifecycleSupportName": "open-source-rds-standard-support", "LifecycleSupportEndDate": end}]
    attributes = {
        "Engine": "aurora-postgresql",
        "MajorEngineVersion": "16",
        "SupportedEngineLifecycles": life,
    }
    return {**resource("engine_lifecycle", "16", attributes=attributes), "cluster": None}


CHECK = Check(
    name="end-of-support",
    title="End of support",
    why="Past the end of standard support a version costs more by the hour, or is upgraded when AWS chooses.",
    severity="act: 60 days; watch: 180 days",
    needs=("topology",),
    judge=judge,
    posture=True,
    cases=(
        Case(
            "next month",
            {"topology": [cluster(), _lifecycle("2026-12-20T00:00:00Z")]},
            {"end of standard support": "act"},
        ),
        Case("in years", {"topology": [cluster(), _lifecycle("2029-02-28T00:00:00Z")]}),
        Case(
            "another version",
            {"topology": [cluster(EngineVersion="15.4"), _lifecycle("2026-12-20T00:00:00Z")]},
        ),
    ),
)

"""Certificates of instances that end: then clients that verify them are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aurorascope.checks.asked import page
from aurorascope.checks.case_rows import instance
from aurorascope.checks.reading import moment, place, quoted, resources
from aurorascope.model.finding import Case, Check, Evidence, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.model.finding import Question

WATCH_DAYS, ACT_DAYS = 90, 21


def judge(asked: Question) -> Iterator[Finding]:
    """Judge the end of each instance's certificate."""
    for row in resources(asked, "instance"):
        details = row["record"].get("CertificateDetails") or {}
        end = moment(details.get("ValidTill"))
        if end is None or (end - asked.end).days > WATCH_DAYS:
            continue
        days, name = (end - asked.end).days, str(row["resource_name"])
        yield Finding(
            severity="act" if days <= ACT_DAYS else "watch",
            **place(row),
            subject=f"certificate of {name}",
            title=f"the certificate of {name} {f'ends in {days} days' if days >= 0 else f'ended {-days} days ago'}",
            evidence=(
                Evidence("authority", str(details.get("CAIdentifier"))),
                Evidence("valid until", f"{end:%Y-%m-%d}"),
                Evidence("days left", days, "days"),
            ),
            effect="Clients that verify it are refused from that day on.",
            suggestion="Give clients the new authority's bundle first, then rotate.",
            command=f"aws rds modify-db-instance --db-instance-identifier {quoted(name)} --ca-certificate-identifier rds-ca-rsa2048-g1 --apply-immediately",
            page=page("/cluster", cluster=str(row["cluster"])),
            last_at=end,
        )


CHECK = Check(
    name="certificates",
    title="Certificates that end",
    why="A certificate that ended refuses every client that does verify it.",
    severity="act: 21 days; watch: 90 days",
    needs=("topology",),
    judge=judge,
    posture=True,
    cases=(
        Case(
            "next week",
            {
                "topology": [
                    instance(
                        CertificateDetails={
                            "CAIdentifier": "rds-ca-2019",
                            "ValidTill": "2026-11-26T00:00:00Z",
                        }
                    )
                ]
            },
            {"certificate of shop-1": "act"},
        ),
        Case(
            "in years",
            {
                "topology": [
                    instance(
                        CertificateDetails={
                            "CAIdentifier": "rds-ca-rsa2048-g1",
                            "ValidTill": "2061-05-26T00:00:00Z",
                        }
                    )
                ]
            },
        ),
    ),
)

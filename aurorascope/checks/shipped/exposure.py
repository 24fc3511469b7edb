"""How a cluster is protected: encryption, deletion protection, public addresses, logins without passwords."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aurorascope.checks.asked import page
from aurorascope.checks.case_rows import cluster, instance
from aurorascope.checks.reading import place, quoted, resources
from aurorascope.model.finding import Case, Check, Evidence, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.model.finding import FindingSeverity, Question

Told = tuple[str, "FindingSeverity", str, str, str, str]


def judge(asked: Question) -> Iterator[Finding]:
    """Judge what the API says of each cluster and instance; what it does not say is not judged."""
    for row in resources(asked, "cluster"):
        name = str(row["resource_name"])
        for subject, severity, title, effect, suggestion, command in _wrong(name, row["record"]):
            yield Finding(
                severity=severity,
                **place(row, instance=False),
                subject=subject,
                title=title,
                evidence=(Evidence(subject, "off"),),
                effect=effect,
                suggestion=suggestion,
                command=command,
                page=page("/cluster", cluster=name),
            )
    for row in resources(asked, "instance"):
        name = str(row["resource_name"])
        if row["record"].get("PubliclyAccessible") is True:
            yield Finding(
                severity="act",
                **place(row),
                subject=f"public address of {name}",
                title=f"{name} has a public address",
                evidence=(Evidence("PubliclyAccessible", "true"),),
                effect="Only a security group stands between it and everybody.",
                suggestion="Reach it through a private network, a bastion or a proxy.",
                command=f"aws rds modify-db-instance --db-instance-identifier {quoted(name)} --no-publicly-accessible --apply-immediately",
                page=page("/cluster", cluster=str(row["cluster"])),
            )


def _wrong(name: str, record: dict[str, Any]) -> Iterator[Told]:
    if record.get("StorageEncrypted") is False:
        yield (
            "encryption at rest",
            "act",
            f"{name} is not encrypted at rest",
            "Its volume, snapshots and backups can be read by whoever holds them.",
            "It cannot be turned on in place: restore an encrypted copy and switch over.",
            f"aws rds restore-db-cluster-from-snapshot --db-cluster-identifier {quoted(name + '-encrypted')} --snapshot-identifier <snapshot> --engine {record.get('Engine')} --kms-key-id <key>",
        )
    if record.get("DeletionProtection") is False:
        yield (
            "deletion protection",
            "note",
            f"{name} can be deleted by one call",
            "One wrong name in a script deletes it.",
            "Turn deletion protection on.",
            f"aws rds modify-db-cluster --db-cluster-identifier {quoted(name)} --deletion-protection --apply-immediately",
        )
    if record.get("IAMDatabaseAuthenticationEnabled") is False:
        yield (
            "IAM authentication",
            "note",
            f"{name} knows no IAM authentication",
            "Every login needs a password that must be kept and changed.",
            "Turn it on beside passwords, and move one application after another.",
            f"aws rds modify-db-cluster --db-cluster-identifier {quoted(name)} --enable-iam-database-authentication --apply-immediately",
        )


_SAFE: dict[str, Any] = {
    "StorageEncrypted": True,
    "DeletionProtection": True,
    "IAMDatabaseAuthenticationEnabled": True,
}
CHECK = Check(
    name="exposure",
    title="Encryption, deletion protection, public addresses, IAM authentication",
    why="Each is a mistake that is made once and found late.",
    severity="act: not encrypted, or a public address; note: no deletion protection, no IAM authentication",
    needs=("topology",),
    judge=judge,
    posture=True,
    cases=(
        Case(
            "everything open",
            {
                "topology": [
                    cluster(
                        StorageEncrypted=False,
                        DeletionProtection=False,
                        IAMDatabaseAuthenticationEnabled=False,
                    ),
                    instance(PubliclyAccessible=True),
                ]
            },
            {
                "encryption at rest": "act",
                "deletion protection": "note",
                "IAM authentication": "note",
                "public address of shop-1": "act",
            },
        ),
        Case("as it should be", {"topology": [cluster(**_SAFE), instance(PubliclyAccessible=False)]}),
        Case("not told", {"topology": [cluster(), instance()]}),
    ),
)

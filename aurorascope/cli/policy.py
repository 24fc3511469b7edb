"""`policy`: the least IAM policies, from what is declared."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from aurorascope.cli.collect import chosen
from aurorascope.cli.settings import current_fleet

if TYPE_CHECKING:
    from aurorascope.model.collector import PolicyRole

ROLES = (
    "collector",
    "alarm_pusher",
    "scheduler",
    "cluster_scheduler",
    "report",
    "store_reader",
    "spark_submitter",
    "spark_job",
)


@click.command("policy")
@click.option(
    "--role", type=click.Choice(ROLES), default="collector", show_default=True, help="Whose policy."
)
@click.option("--only", multiple=True, metavar="NAME", help="For this collector only; may be repeated.")
@click.option("--partition", default="aws", show_default=True, help="aws, aws-cn or aws-us-gov.")
@click.option("--account", default="*", show_default=True, help="Account id that resources are named with.")
@click.option("--region", default="*", show_default=True, help="Region that resources are named with.")
@click.option("--bucket", default="your-bucket", show_default=True, help="Bucket of the report or the store.")
@click.option(
    "--kms-key", "kms_keys", multiple=True, metavar="ARN", help="Key of Performance Insights' data."
)
def command(
    *,
    role: PolicyRole,
    only: tuple[str, ...],
    partition: str,
    account: str,
    region: str,
    bucket: str,
    kms_keys: tuple[str, ...],
) -> None:
    """Print the least IAM policy of a role as JSON.

    The collector's is made of what the collectors that are switched on declare; nothing in it writes.
    """
    from aurorascope.collect.permissions import calls_of, policy

    collectors = chosen(current_fleet(), only) if role == "collector" else []
    places = {"partition": partition, "account": account, "region": region, "bucket": bucket}
    click.echo(json.dumps(policy(calls_of(role, collectors, kms_keys), places), indent=2))

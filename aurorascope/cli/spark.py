"""`spark`: an ingest on a Spark of AWS's. Where Spark is at hand, `ingest --engine spark` is the command."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from aurorascope.cli.endings import Ending, say
from aurorascope.model.errors import BadRequestError

if TYPE_CHECKING:
    from aurorascope.aws.spark_jobs import Job, Place

APPLICATION = re.compile(r"[0-9a-z]{1,64}")


@click.group("spark")
def command() -> None:
    """Run an ingest on EMR Serverless or Glue."""


@command.command("submit", context_settings={"ignore_unknown_options": True})
@click.argument("service", type=click.Choice(["emr-serverless", "glue"]))
@click.argument(
    "ingest", nargs=-1, required=True, type=click.UNPROCESSED, metavar="-- PATH... --store s3://..."
)
@click.option("--application", metavar="ID", help="Application of EMR Serverless that the job runs in.")
@click.option("--role", metavar="ARN", help="Role that the job runs under (EMR Serverless).")
@click.option("--job", "glue_job", metavar="NAME", help="Glue job that was made for it.")
@click.option(
    "--code",
    required=True,
    metavar="s3://BUCKET/PREFIX",
    help="Where deploy/spark/pack.sh put the code; the job script and results lie there too.",
)
@click.option(
    "--logs", metavar="s3://BUCKET/PREFIX", help="Where EMR Serverless writes logs [default: CODE/logs]."
)
@click.option("--region", metavar="REGION", help="AWS Region [default: the profile's].")
@click.option("--profile", default="", metavar="NAME", help="AWS profile.")
@click.option(
    "--minutes", type=click.IntRange(min=1), default=180, show_default=True, help="End the job after so long."
)
@click.option(
    "--spark-conf", multiple=True, metavar="NAME=VALUE", help="A setting of Spark's; may be repeated."
)
@click.option("--detach", is_flag=True, help="Do not wait: print the id of the run.")
def submit(
    *,
    service: str,
    ingest: tuple[str, ...],
    application: str | None,
    role: str | None,
    glue_job: str | None,
    code: str,
    logs: str | None,
    region: str | None,
    profile: str,
    minutes: int,
    spark_conf: tuple[str, ...],
    detach: bool,
) -> int:
    """Ingest on a Spark of AWS's: begin a job, print its state, cost and logs, and end as the ingest ended.

    What follows `--` are the arguments of `ingest`; paths and --store are addresses in S3. Ctrl-C cancels.
    """
    from uuid import uuid4

    from aurorascope import __version__
    from aurorascope.aws.access import Access
    from aurorascope.aws.objects import Objects
    from aurorascope.aws.prices import read_prices
    from aurorascope.aws.sessions import Account
    from aurorascope.aws.spark_jobs import EmrServerless, Glue, Job
    from aurorascope.cli.engines import setting
    from aurorascope.scale.submitting import RESULTS, argument_of, code_of, put_script, watch

    checked(ingest)
    settings = dict(map(setting, spark_conf))
    if any(len(text.split()) != 1 for text in spark_conf):
        raise BadRequestError("a setting of a submitted job has no blank in it: put it into the application")
    account = Account(Access(profile=profile))
    where = region or account.default_region()
    if not where:
        raise BadRequestError("no Region is named: --region, AWS_REGION, or the profile's")
    place: Place
    if service == "emr-serverless":
        if not application or not role or not APPLICATION.fullmatch(application):
            raise BadRequestError("emr-serverless needs --application (its id) and --role (an ARN)")
        place = EmrServerless(account.client(service, where), application, role)
    else:
        if not glue_job:
            raise BadRequestError(
                "glue needs --job, the name of a Glue job (docs/spark.md shows how it is made)"
            )
        place = Glue(account.client(service, where), glue_job)
    objects = Objects(account.client("s3", where), code)
    token = uuid4().hex
    result = f"{RESULTS}/{token}.json"
    job = Job(
        name=f"aurorascope-{token[:8]}",
        token=token,
        script=put_script(objects),
        argument=argument_of(ingest, objects.address(), result, where),
        code=code_of("glue" if service == "glue" else "emr-serverless", objects, __version__),
        logs=logs or objects.address("logs"),
        minutes=minutes,
        settings=settings,
    )
    if detach:
        return _detached(place, job)
    ended = watch(place, job, objects, result, say, prices=read_prices())
    click.echo(ended.said, nl=False)
    return ended.exit


def _detached(place: Place, job: Job) -> int:
    run = place.start(job)
    say(f"{place.service} run {run} was begun; its logs: {place.logs(job, run)}")
    click.echo(run)
    return Ending.WELL


def checked(arguments: tuple[str, ...]) -> None:
    """Read the arguments of `ingest` as it will; what cannot be is said before anything is begun."""
    from aurorascope.cli.ingest import command as ingest

    given = ingest.make_context("ingest", list(arguments)).params
    if given["follow"] or given["engine"] != "pool" or given["workers"]:
        raise BadRequestError(
            "a submitted ingest is read once, by Spark: leave --follow, --engine, --workers out"
        )
    store = str(given["store_dir"] or "")
    away = [path for path in (*given["paths"], store) if not str(path).startswith("s3://")]
    if away:
        raise BadRequestError(
            f"{away[0] or '--store'}: a Spark of AWS's reads and writes s3:// only; name --store s3://BUCKET/PREFIX"
        )

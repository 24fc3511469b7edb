"""`ingest`: logs into the store."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from aurorascope.cli.endings import Ending, say
from aurorascope.cli.engines import engine_options, starter
from aurorascope.cli.filters import FAMILY, MESSAGE, SESSION, filter_of, filter_options
from aurorascope.cli.options import store_option
from aurorascope.cli.settings import content_dirs, reach_buckets, store_or_default
from aurorascope.cli.summary import as_json, as_text, shortcoming
from aurorascope.model.filter import Filter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from aurorascope.ingest.summary import Summary
    from aurorascope.sources.find import Found


@click.command("ingest")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@store_option
@click.option(
    "--cluster", default="local", show_default=True, help="Name of the cluster that wrote the logs."
)
@click.option("--instance", help="Name of the instance [default: from the path, else local].")
@click.option("--account", default="local", show_default=True, help="AWS account id.")
@click.option("--region", default="local", show_default=True, help="AWS Region.")
@click.option(
    "--format",
    "log_format",
    default="auto",
    show_default=True,
    help="auto, stderr, csvlog or jsonlog; auto looks at the content.",
)
@click.option(
    "--prefix", help="log_line_prefix of the server, such as '%t:%r:%u@%d:[%p]:' [default: recognised]."
)
@click.option("--timezone", default="UTC", show_default=True, help="Zone of times whose name is ambiguous.")
@click.option(
    "--redact/--no-redact",
    default=None,
    help="Keep no literal of any statement; a property of the store, set when it is made.",
)
@click.option("--workers", type=click.IntRange(min=1), help="Worker processes [default: one for each core].")
@engine_options
@click.option("--follow", is_flag=True, help="Go on reading what is written, through rotation, until Ctrl-C.")
@click.option(
    "--every",
    type=click.FloatRange(min=0.1),
    default=5.0,
    show_default=True,
    help="Seconds between two looks (--follow).",
)
@click.option("--output", type=click.Choice(["text", "json"]), default="text", show_default=True)
@filter_options(*SESSION, *FAMILY, *MESSAGE)
def command(
    *,
    paths: tuple[str, ...],
    store_dir: str | None,
    cluster: str,
    instance: str | None,
    account: str,
    region: str,
    log_format: str,
    prefix: str | None,
    timezone: str,
    redact: bool | None,
    workers: int | None,
    engine: str,
    spark_conf: tuple[str, ...],
    follow: bool,
    every: float,
    output: str,
    **values: Any,
) -> int:
    """Take logs into the store: files, folders, globs, archives, CloudWatch's exports, - for standard input.

    A file that was taken in before adds nothing; one that grew continues where it ended. The filters say
    which entries become rows; what they leave out is counted, and another run does not take it in.
    """
    from aurorascope.ingest.run import ingest

    chosen = filter_of(values, show_noise=True)
    narrowing = chosen if chosen != Filter(show_noise=True) else None
    store = store_or_default(store_dir)
    if any(path.startswith("s3:") for path in paths):
        reach_buckets()
    kind_folders = own_kind_folders()

    def run(paths: Sequence[str | Found]) -> Summary:
        with starter(engine, workers, spark_conf) as executor, progress_on_terminal() as progress:
            return ingest(
                paths,
                store=store,
                cluster=cluster,
                instance=instance,
                account=account,
                region=region,
                format=log_format,
                prefix=prefix,
                timezone=timezone,
                redact=redact,
                workers=workers,
                kind_folders=kind_folders,
                progress=progress,
                chosen=narrowing,
                executor=executor,
            )

    if not follow:
        return _told(run(paths), store, output)
    from aurorascope.ingest.follow import follow as following

    for summary in following(paths, run, every=every):
        _told(summary, store, output)
    return Ending.WELL


def _told(summary: Summary, store: str, output: str) -> int:
    """Say what a run took in."""
    for source in summary.sources:
        if sentence := shortcoming(source):
            say(sentence)
    click.echo(as_json(summary) if output == "json" else as_text(summary, store))
    return ending_of_run(summary)


def own_kind_folders() -> list[Path]:
    """Return the folders of the user's own event kinds; a wrong file is named before anything is read."""
    from aurorascope.catalog import event_kind_dirs

    found: list[Path] = []
    for folder, engine in (("postgres", "postgresql"), ("mysql", "mysql")):
        ours, *own = event_kind_dirs(folder, content_dirs())  # type: ignore[arg-type] # the two it names
        if own:
            from aurorascope.logs.kinds import load_kinds

            load_kinds([ours, *own], engine=engine)
        found += own
    return found


def ending_of_run(summary: Summary) -> Ending:
    """Return 0 when every source was taken in whole, else 5; 2 or 4 when no path led to a log at all."""
    if not any(source.status in {"failed", "partial"} for source in summary.sources):
        return Ending.WELL
    causes = {source.cause for source in summary.sources}
    if causes <= {"path", "denied"}:
        return Ending.OUTSIDE if "denied" in causes else Ending.USAGE
    return Ending.PARTIAL


@contextmanager
def progress_on_terminal() -> Iterator[Callable[[int, int | None], None] | None]:
    """Give a callback (bytes done, bytes in all) that draws a bar; None where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    columns = (TextColumn("reading"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)

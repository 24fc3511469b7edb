"""`report`: the nightly report of a store, one straight from logs, and the difference of two."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from aurorascope.cli.delivering import current_room, delivery_options, hand_over
from aurorascope.cli.endings import Ending, say
from aurorascope.cli.filters import FAMILY, MESSAGE, SESSION, filter_of, filter_options
from aurorascope.cli.moments import moment
from aurorascope.cli.options import store_option
from aurorascope.cli.querying import engine_options
from aurorascope.cli.settings import config_path, reach_buckets, read_config, store_or_default
from aurorascope.cli.terminal import printable
from aurorascope.model.errors import BadRequestError

if TYPE_CHECKING:
    from aurorascope.cli.querying import Engine
    from aurorascope.model.filter import Filter
    from aurorascope.report.delivery.delivered import Delivered
    from aurorascope.report.making import Asked
    from aurorascope.report.period import Period
    from aurorascope.store.snapshot import Snapshot
    from aurorascope.store.store import Store

DIFF = "diff"
STDOUT = "-"
LEVELS = ("note", "watch", "act")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the options say of a report, whatever it is made of."""

    day: str | None
    begin: str | None
    end: str | None
    zone: str
    clusters: tuple[str, ...]
    compare: int
    base_url: str
    with_literals: bool
    narrowed: Filter


@click.command("report")
@click.argument("paths", nargs=-1, metavar="[FILE... | diff A B]")
@store_option
@click.option(
    "--day",
    metavar="DAY",
    help="2026-11-19, yesterday, or newest: the last whole day, or all of less [default: yesterday].",
)
@click.option("--begin", metavar="TIME", help="From this time on, in place of --day; on the clock of --zone.")
@click.option("--end", metavar="TIME", help="Up to this time, itself not included.")
@click.option(
    "--zone", default="UTC", show_default=True, help="Whose midnight ends a day, and whose clock is shown."
)
@click.option(
    "--cluster",
    "clusters",
    multiple=True,
    metavar="NAME",
    help="Only this cluster; several may be named [default: all].",
)
@click.option(
    "--compare",
    type=click.IntRange(0, 35),
    default=7,
    show_default=True,
    help="How many nights before to compare with.",
)
@click.option("--format", "formats", default="html,md,json", show_default=True, help="What is written.")
@engine_options
@delivery_options
@click.option(
    "--fail-on",
    type=click.Choice(LEVELS),
    help="End with 3 where a finding or a verdict is as grave as this, or graver.",
)
@click.option("--with-literals", is_flag=True, help="Keep values of statements and messages: for your eyes.")
@click.option(
    "--base-url",
    default="http://127.0.0.1:8050",
    show_default=True,
    metavar="URL",
    help="Where links to pages lead.",
)
@click.option("--instance", help="FILE: name of the instance [default: from the path].")
@click.option("--log-format", default="auto", show_default=True, help="FILE: as --format of ingest.")
@click.option("--prefix", help="FILE: log_line_prefix of the server [default: recognised].")
@click.option(
    "--timezone", default="UTC", show_default=True, help="FILE: zone of times whose name is ambiguous."
)
@click.option(
    "--workers", type=click.IntRange(min=1), help="FILE: worker processes [default: one for each core]."
)
@filter_options(*SESSION, *FAMILY, *MESSAGE, ranged=False)
def command(
    *,
    paths: tuple[str, ...],
    store_dir: str | None,
    day: str | None,
    begin: str | None,
    end: str | None,
    zone: str,
    clusters: tuple[str, ...],
    compare: int,
    formats: str,
    out: str | None,
    deliver: tuple[str, ...],
    keep: str | None,
    resend: bool,
    fail_on: str | None,
    with_literals: bool,
    base_url: str,
    instance: str | None,
    log_format: str,
    prefix: str | None,
    timezone: str,
    workers: int | None,
    engine: Engine,
    **values: Any,
) -> int:
    """Tell what changed, what it cost and what to do: a day of the store, or logs named here, in one step.

    Without --out the files are written here; --out DIR or s3:// puts them into a folder of their day,
    with an index over all nights; --out - prints one format. `report FILE...` reads logs as ingest does,
    into a store that is gone afterwards. `report diff A B` tells the difference of two periods
    (2026-11-18, or BEGIN/END), or of two clusters in one period. Both write straight into --out. A file
    called diff is ./diff. The filters narrow what is told of logs, and the report says so; checks judge
    whole clusters.
    """
    from aurorascope.report.forms import formats_of

    forms = formats_of(formats)
    if out == STDOUT and len(forms) > 1:
        raise BadRequestError("--out -: standard output takes one format; name it, as in --format json.")
    if paths and (deliver or keep or resend):
        raise BadRequestError("--deliver, --keep and --resend are for reports of the store.")
    narrowed = filter_of(values)
    wanted = Wanted(day, begin, end, zone, clusters, compare, base_url, with_literals, narrowed)
    if paths and paths[0] == DIFF:
        told = _diff(paths[1:], engine.store(store_or_default(store_dir)), wanted)
        write_out(told, forms, out)
        return Ending.WELL
    if any(path.startswith("s3:") for path in paths):
        reach_buckets()
    if paths:
        if store_dir:
            raise BadRequestError("--store and FILE: a report is of a store or of logs; give one of them.")
        reading = {"instance": instance, "format": log_format, "prefix": prefix, "timezone": timezone}
        told, ending = _of_files(paths, wanted, reading, workers)
        write_out(told, forms, out)
        return ending_of(told, fail_on, ending)
    room = None if out == STDOUT or not (out or deliver or has_place()) else current_room(out, deliver, keep)
    told = _of_store(engine.store(store_or_default(store_dir)), wanted)
    done = Ending.WELL
    if room is None:
        write_out(told, forms, out)
    else:
        done = Ending(hand_over(delivered(told, forms), room, resend=resend))
    # Findings that reached nobody are worse news than findings: the failed channel is told first.
    return ending_of(told, fail_on) if done is Ending.WELL else done


def has_place() -> bool:
    """Say whether the config names a place for reports."""
    path, named = config_path(click.get_current_context().find_root().obj)
    return bool(read_config(path, named=named).get("delivery", {}).get("out"))


def _of_store(store: Store, wanted: Wanted) -> dict[str, Any]:
    from aurorascope.report.making import make

    snapshot = store.snapshot()
    period = period_of(snapshot, wanted)
    told = make(snapshot, asked_of(period, wanted))
    if store.version() != snapshot.version and not store.keeps_versions:
        told["notes"].append(
            "The store was written to meanwhile, and Athena reads its newest version at each query: "
            "numbers of different sections may be of different versions."
        )
    return told


def asked_of(period: Period, wanted: Wanted, *, narrowed_store: bool = False) -> Asked:
    """Return what a report is about, judged by our checks and the user's."""
    from aurorascope.cli.checks import chosen_checks
    from aurorascope.report.making import Asked

    checks = tuple(chosen_checks(()))
    return Asked(
        period,
        wanted.clusters,
        wanted.compare,
        wanted.base_url,
        wanted.with_literals,
        narrowed=wanted.narrowed,
        narrowed_store=narrowed_store,
        checks=checks,
    )


def period_of(snapshot: Snapshot, wanted: Wanted) -> Period:
    """Return the period that --day, or --begin and --end mean. Raises BadRequestError."""
    from aurorascope.report.making import extent, named_day
    from aurorascope.report.period import Period, zone_of

    place = zone_of(wanted.zone)
    if not (wanted.begin or wanted.end):
        found = named_day(snapshot, wanted.day or "yesterday", wanted.zone, datetime.now(UTC))
        if not found.is_day:
            say(f"--day newest: there is no whole day of data; the report is of all there is, {found.label}.")
        return found
    if wanted.day:
        raise BadRequestError("--day and --begin, --end: both say the period; give one of them.")

    def at(text: str, option: str) -> datetime:
        found = moment(text, option)
        return found if _names_a_zone(text) else found.replace(tzinfo=place).astimezone(UTC)

    newest = extent(snapshot)[1]
    begin = at(wanted.begin, "--begin") if wanted.begin else None
    end = at(wanted.end, "--end") if wanted.end else newest
    if begin is None or end is None:
        raise BadRequestError("--end without --begin: say where the period begins.")
    if begin >= end:
        raise BadRequestError(
            f"the period is empty: it begins {begin:%Y-%m-%d %H:%M:%S} UTC and ends before."
        )
    return Period(begin, end, wanted.zone)


def _names_a_zone(text: str) -> bool:
    return datetime.fromisoformat(text.strip()).tzinfo is not None


def _of_files(
    paths: tuple[str, ...], wanted: Wanted, reading: dict[str, str | None], workers: int | None
) -> tuple[dict[str, Any], Ending]:
    """Read logs into a store of their own, make the report, and remove the store."""
    from tempfile import TemporaryDirectory

    from aurorascope.cli.ingest import ending_of_run, own_kind_folders, progress_on_terminal
    from aurorascope.cli.summary import shortcoming
    from aurorascope.ingest.run import ingest
    from aurorascope.report.making import extent, make
    from aurorascope.report.period import Period, whole_minutes, zone_of
    from aurorascope.store.store import Store

    zone_of(wanted.zone)
    if len(wanted.clusters) > 1:
        raise BadRequestError("FILE: the logs are of one cluster; name one --cluster.")
    given = {name: value for name, value in reading.items() if value is not None}
    with TemporaryDirectory(prefix="aurorascope-report-") as folder:
        store = Path(folder) / "store"
        with progress_on_terminal() as progress:
            summary = ingest(
                paths,
                store=store,
                cluster=(wanted.clusters or ("local",))[0],
                workers=workers,
                kind_folders=own_kind_folders(),
                progress=progress,
                chosen=replace(wanted.narrowed, show_noise=True) if wanted.narrowed.is_narrow else None,
                **given,  # type: ignore[arg-type] # each is a text, as its option is
            )
        for source in summary.sources:
            if sentence := shortcoming(source):
                say(sentence)
        ending = ending_of_run(summary)
        snapshot = Store.open(store).snapshot()
        oldest, newest = extent(snapshot)
        if oldest is None or newest is None:
            raise BadRequestError(
                f"{paths[0]}: no entry of a log was recognised: `aurorascope ingest` says what was expected."
            )
        if wanted.day or wanted.begin or wanted.end:
            period = period_of(snapshot, wanted)
        else:
            period = Period(*whole_minutes(oldest, newest), wanted.zone)
        told = make(snapshot, asked_of(period, wanted, narrowed_store=True))
    return told, ending


def _diff(words: tuple[str, ...], store: Store, wanted: Wanted) -> dict[str, Any]:
    from aurorascope.report.diff import Side, diff
    from aurorascope.report.period import is_period, period_named

    if len(words) != 2:
        raise BadRequestError("report diff takes two periods or two clusters: 2026-11-12 2026-11-19.")
    snapshot = store.snapshot()
    if all(map(is_period, words)):
        sides = [Side(period_named(word, wanted.zone), wanted.clusters, wanted.narrowed) for word in words]
    elif any(map(is_period, words)):
        raise BadRequestError(f"report diff {' '.join(words)}: compare two periods, or two clusters.")
    else:
        period = period_of(snapshot, wanted)
        sides = [Side(period, (word,), wanted.narrowed) for word in words]
    return diff(snapshot, *sides, base_url=wanted.base_url, with_literals=wanted.with_literals)


def write_out(told: dict[str, Any], forms: tuple[str, ...], out: str | None) -> None:
    """Print one form, or write all of them into a folder and say where."""
    from aurorascope.report.forms import as_form, files_of
    from aurorascope.report.writing import write

    if out == STDOUT:
        text = as_form(told, forms[0])
        if sys.stdout.isatty():
            text = "\n".join(printable(line) for line in text.splitlines()) + "\n"
        sys.stdout.buffer.write(text.encode("utf-8", "replace"))
        return
    for path in write(files_of(told, forms), out or "."):
        click.echo(printable(str(path)))


def delivered(told: dict[str, Any], forms: tuple[str, ...]) -> Delivered:
    """Return the finished report for delivery: its files, its short form, its verdicts."""
    from aurorascope.report.delivery.delivered import Delivered
    from aurorascope.report.forms import files_of
    from aurorascope.report.looks.markdown import markdown
    from aurorascope.report.making import period_told

    period = period_told(told)
    names = [] if told["fleet"] else [one["cluster"] for one in told["clusters"]]
    folder = "-".join(["".join(c if c.isalnum() and c.isascii() else "-" for c in one) for one in names])
    return Delivered(
        day=period.local(period.begin).date(),
        clusters=tuple(one["cluster"] for one in told["clusters"]),
        verdicts={one["cluster"]: one["verdict"] for one in told["clusters"]},
        short=markdown(told),
        files=files_of(told, forms),
        name=f"{period.file_part}{f'-{folder}' if folder else ''}"[:64],
        with_literals=not told["redacted"],
    )


def ending_of(told: dict[str, Any], fail_on: str | None, ending: Ending = Ending.WELL) -> Ending:
    """Return 3 where something is as grave as --fail-on, 5 where data are missing, else how it was read."""
    if fail_on:
        least = LEVELS.index(fail_on)
        held = [one["severity"] for one in told["findings"] if one["acknowledged"] is None]
        held += [one["verdict"] for one in told["clusters"] if one["verdict"] in LEVELS]
        if any(LEVELS.index(one) >= least for one in held):
            return Ending.FINDINGS
    if ending is not Ending.WELL:
        return ending
    return Ending.PARTIAL if lacks_data(told) else Ending.WELL


def lacks_data(told: dict[str, Any]) -> bool:
    """Say whether a source failed, or less of some cluster was taken in than the stated share."""
    shares = [one[name] for one in told["clusters"] for name in ("covered_logs", "covered_metrics")]
    short = any(share is not None and share < told["stated_share"] for share in shares)
    unknown = not told["clusters"] or any(one["verdict"] == "unknown" for one in told["clusters"])
    return short or unknown or told["coverage"]["failed"] or told["coverage"]["partial"]

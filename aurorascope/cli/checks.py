"""`checks`: what should be mended, with evidence and the command; proved by cases, silenced with a reason."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from typing import TYPE_CHECKING

import click

from aurorascope.cli.endings import Ending, say
from aurorascope.cli.moments import moment, span, time_range
from aurorascope.cli.options import store_option
from aurorascope.cli.rows import write_rows
from aurorascope.cli.settings import content_dirs, store_or_default
from aurorascope.cli.terminal import printable
from aurorascope.model.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aurorascope.model.finding import Check, Judged
    from aurorascope.store.snapshot import Snapshot

output_option = click.option(
    "--output", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True
)
names_argument = click.argument("names", nargs=-1)
LISTED = ("check", "title", "severity", "needs")
FOUND = ("severity", "check", "cluster", "instance", "title", "effect", "owner", "acknowledged")
TOLD = (*FOUND, "account", "region", "subject", "evidence", "effect_us", "suggestion", "mending", "page")
LONGEST = 2000


def chosen_checks(names: Sequence[str]) -> list[Check]:
    """Return the checks called `names`, or all, ours and the user's. Raises BadRequestError."""
    from aurorascope.catalog import load_checks

    checks = {check.name: check for check in load_checks(content_dirs())}
    for name in names:
        if name not in checks:
            near = get_close_matches(name, checks, n=1)
            hint = f"did you mean {near[0]}?" if near else "`aurorascope checks list` names them."
            raise BadRequestError(f"no check {name!r}; {hint}")
    return [checks[name] for name in dict.fromkeys(names)] if names else list(checks.values())


@click.group("checks")
def command() -> None:
    """Find what should be mended: evidence, effect, and the command that mends it."""


@command.command("list")
@names_argument
@output_option
def list_command(*, names: tuple[str, ...], output: str) -> None:
    """List the checks: what each finds, how grave that is, and what it must be able to read."""
    rows = [
        {
            "check": one.name,
            "title": one.title,
            "severity": one.severity,
            "needs": ", ".join(one.needs),
            "why": one.why,
            "engines": ", ".join(one.engines),
            "cases": len(one.cases),
        }
        for one in chosen_checks(names)
    ]
    write_rows(LISTED if output == "table" else tuple(rows[0]), rows, output)


@command.command("test")
@names_argument
@output_option
def test_command(*, names: tuple[str, ...], output: str) -> int:
    """Run every case of every check: rows in which it must find something, and rows in which it must not."""
    from aurorascope.checks.casework import try_cases

    tried = try_cases(chosen_checks(names))
    wrong = [one for one in tried if not one.holds]
    rows = [
        {
            "check": one.check,
            "case": one.case,
            "wanted": ", ".join(f"{subject}: {grade}" for subject, grade in one.wanted.items()) or "silence",
            "found": one.failed
            or ", ".join(f"{sub}: {grade}" for sub, grade in one.said.items())
            or "silence",
        }
        for one in (wrong if output == "table" else tried)
    ]
    if rows or output != "table":
        write_rows(("check", "case", "wanted", "found"), rows, output)
    if output == "table":
        click.echo(f"{len(tried)} cases, {len(wrong)} are not as their file says")
    return Ending.FINDINGS if wrong else Ending.WELL


@command.command("run")
@names_argument
@store_option
@click.option("--begin", metavar="TIME", help="Begin of the period (UTC) [default: a day before its end].")
@click.option("--end", metavar="TIME", help="End of the period [default: the newest data of the store].")
@click.option("--since", metavar="SPAN", help="Length of the period instead of --begin: 6h, 7d.")
@click.option("--cluster", "clusters", multiple=True, help="Only this cluster; may be given again.")
@click.option("--notes/--no-notes", default=True, show_default=True, help="Show notes, too.")
@click.option("--save", is_flag=True, help="Keep the findings as rows of `findings`.")
@click.option(
    "--fail-on",
    type=click.Choice(["act", "watch", "note", "never"]),
    default="act",
    show_default=True,
    help="Exit with 3 where a finding that nobody acknowledged is at least so grave.",
)
@output_option
def run_command(
    *,
    names: tuple[str, ...],
    store_dir: str | None,
    begin: str | None,
    end: str | None,
    since: str | None,
    clusters: tuple[str, ...],
    notes: bool,
    save: bool,
    fail_on: str,
    output: str,
) -> int:
    """Judge a period with every check, or those named; what could not be judged is said on stderr."""
    from aurorascope.checks.run import findings
    from aurorascope.checks.saving import row_of
    from aurorascope.checks.saving import save as keep
    from aurorascope.model.finding import SEVERITIES
    from aurorascope.store.store import Store

    store = Store.open(store_or_default(store_dir))
    snapshot = store.snapshot()
    first, last = time_range(begin, end, since, datetime.now(UTC))
    last = last or newest(snapshot)
    first = first or last - timedelta(days=1)
    if first >= last:
        raise BadRequestError("the period is empty: it begins when it ends, or later.")
    judged = findings(snapshot, first, last, clusters or None, checks=chosen_checks(names))
    now = datetime.now(UTC)
    shown = [one for one in judged.findings if notes or one.severity != "note"]
    rows = [
        {
            **row_of(one, judged, now),
            "acknowledged": one.acknowledged.reason if one.acknowledged is not None else None,
        }
        for one in shown
    ]
    if output == "table" and not rows:
        click.echo("nothing to mend was found")
    else:
        write_rows(FOUND if output == "table" else TOLD, rows, output)
    tell_unread(judged)
    if save:
        say(f"{keep(store, judged, now):,} findings are kept in the store.")
    if fail_on == "never":
        return Ending.WELL
    grave = SEVERITIES[SEVERITIES.index(fail_on) :]
    return Ending.FINDINGS if any(one.severity in grave for one in judged.open_findings) else Ending.WELL


def newest(snapshot: Snapshot) -> datetime:
    """Return the end of the newest data. Raises BadRequestError for a store without any."""
    ends: list[datetime] = []
    for table, time in (
        ("coverage", "covered_to"),
        ("metrics", "ts"),
        ("statements", "ts"),
        ("entries", "ts"),
    ):
        found = snapshot.query(f"SELECT max({time}) AS newest FROM {table}").to_pylist()[0]["newest"]
        if found is not None:
            ends.append(found.astimezone(UTC))
    if not ends:
        raise BadRequestError(
            "the store is empty; take logs in with `aurorascope ingest`, then run this again."
        )
    return max(ends) + timedelta(microseconds=1)


def tell_unread(judged: Judged) -> None:
    """Say which checks could not judge, and why: no data is never a good sign."""
    why: dict[tuple[str, str], list[str]] = {}
    for one in judged.unread:
        why.setdefault((one.why, one.cluster or "no cluster"), []).append(one.check)
    for (reason, cluster), checks in sorted(why.items()):
        say(f"{cluster}: {', '.join(checks)} could not judge: {reason}.")


@command.command("acknowledge")
@click.argument("check")
@store_option
@click.option("--subject", default="", help="What it is about, as `checks run` says it [default: all there].")
@click.option("--cluster", default="", help="Cluster of the finding.")
@click.option(
    "--account", default="", help="Account of the finding [default: as the store knows the cluster]."
)
@click.option("--region", default="", help="Region of the finding.")
@click.option("--reason", required=True, help="Why nobody need look at it.")
@click.option("--until", metavar="TIME", help="Until when.")
@click.option("--for", "length", metavar="SPAN", help="For how long instead of --until: 30d.")
@click.option("--by", "actor", default="", help="Who says so.")
@click.option("--take-back", is_flag=True, help="Let it speak again.")
def acknowledge_command(
    *,
    check: str,
    store_dir: str | None,
    subject: str,
    cluster: str,
    account: str,
    region: str,
    reason: str,
    until: str | None,
    length: str | None,
    actor: str,
    take_back: bool,
) -> None:
    """Silence what CHECK finds about a subject, with a reason and an end."""
    from aurorascope.checks.saving import acknowledge
    from aurorascope.store.store import Store

    name = chosen_checks([check])[0].name
    said = " ".join(reason.split())
    if not said or len(said) > LONGEST:
        raise BadRequestError(f"--reason: write why, in at most {LONGEST:,} characters.")
    now = datetime.now(UTC)
    ends = now if take_back else end_of(until, length, now)
    store = Store.open(store_or_default(store_dir))
    for place in places(store.snapshot(), cluster, account, region):
        acknowledge(
            store,
            check=name,
            subject=subject,
            account=place[0],
            region=place[1],
            cluster=place[2],
            reason=said,
            actor=actor,
            until=ends,
            now=now,
        )
        where = printable(f"{name} on {place[2] or 'no cluster'}")
        click.echo(
            f"{where}: speaks again" if take_back else f"{where}: silent until {ends:%Y-%m-%d %H:%M} UTC"
        )


def end_of(until: str | None, length: str | None, now: datetime) -> datetime:
    """Return when a silence ends; it must end. Raises BadRequestError."""
    if (until is None) == (length is None):
        raise BadRequestError("say until when: --until 2027-01-31, or --for 30d; a silence must end.")
    ends = moment(until, "--until") if until is not None else now + span(str(length), "--for")
    if ends <= now:
        raise BadRequestError("--until: that moment is over; --take-back lets a finding speak again.")
    return ends


def places(snapshot: Snapshot, cluster: str, account: str, region: str) -> list[tuple[str, str, str]]:
    """Return the accounts and Regions that have a cluster of this name. Raises BadRequestError for none."""
    if account or region or not cluster:
        return [(account, region, cluster)]
    found = snapshot.query(
        "SELECT DISTINCT account, region FROM ("
        " SELECT account, region FROM topology WHERE cluster = $cluster"
        " UNION ALL SELECT account, region FROM coverage WHERE cluster = $cluster"
        " UNION ALL SELECT account, region FROM findings WHERE cluster = $cluster) ORDER BY ALL",
        {"cluster": cluster},
    ).to_pylist()
    if not found:
        raise BadRequestError(f"--cluster: the store knows no cluster {cluster!r}.")
    return [(row["account"] or "", row["region"] or "", cluster) for row in found]

"""`doctor`: what is missing, and the command or setting that mends it."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import click

from aurorascope.cli.endings import Ending
from aurorascope.cli.options import store_option
from aurorascope.cli.settings import content_dirs, store_or_default
from aurorascope.cli.terminal import printable
from aurorascope.model.errors import AurorascopeError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.store.snapshot import Snapshot

SWITCHES = {
    "statements": "log_min_duration_statement (such as 500)",
    "lock_waits": "log_lock_waits = on",
    "temp_files": "log_temp_files = 0",
    "vacuums": "log_autovacuum_min_duration (such as 1000)",
    "connections": "log_connections = on",
    "plans": "auto_explain in shared_preload_libraries with auto_explain.log_min_duration",
}
"""Which parameter of the server fills which table."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `mend` says what to do where it is not well."""

    verdict: Literal["ok", "watch", "act"]
    text: str
    mend: str = ""


@click.command("doctor")
@store_option
@click.option("--aws", is_flag=True, help="Look at the accounts of the config too: it calls AWS, read-only.")
def command(*, store_dir: str | None, aws: bool) -> int:
    """Say what is missing and what to do: the program, its settings, the store, what the logs hold.

    With --aws also: credentials, permissions, log exports, the parameters that shape the logs, Performance
    Insights, Enhanced Monitoring; and whether each of our alarms receives data.
    """
    findings = [
        *of_program(),
        *of_content(),
        *(of_aws() if aws else ()),
        *(of_alarms() if aws else ()),
        *of_store(store_dir),
    ]
    for finding in findings:
        click.echo(f"{finding.verdict:<6} {printable(finding.text)}")
        if finding.mend:
            click.echo(f"       -> {printable(finding.mend)}")
    return Ending.FINDINGS if any(finding.verdict == "act" for finding in findings) else Ending.WELL


def of_program() -> Iterator[Finding]:
    """Look at the interpreter and at the versions of what we depend on."""
    from importlib import metadata

    from packaging.requirements import Requirement

    try:
        stated = metadata.requires("aurorascope") or []
    except metadata.PackageNotFoundError:
        yield Finding("watch", "aurorascope runs from a folder and is not installed", "pip install .")
        return
    required = [
        requirement
        for requirement in map(Requirement, stated)
        if not requirement.marker or requirement.marker.evaluate({"extra": ""})
    ]
    wrong = []
    for requirement in required:
        try:
            version = metadata.version(requirement.name)
        except metadata.PackageNotFoundError:
            version = "missing"
        if version == "missing" or not requirement.specifier.contains(version, prereleases=True):
            wrong.append(f"{requirement.name} is {version}, {requirement.specifier} is needed")
    yield from (Finding("act", text, "pip install --upgrade aurorascope") for text in wrong)
    if not wrong:
        yield Finding("ok", f"Python {platform.python_version()}, {len(required)} dependencies as required")


def of_content() -> Iterator[Finding]:
    """Load what the user added."""
    from aurorascope.catalog import load_pages

    try:
        folders = content_dirs()
        pages = load_pages(folders)
    except AurorascopeError as error:
        yield Finding("act", str(error), "aurorascope config show")
        return
    own = f", your own from {', '.join(map(str, folders))} among them" if folders else ""
    yield Finding("ok", f"{len(pages)} pages{own}")


def of_aws() -> Iterator[Finding]:
    """Look at the accounts, and at what their clusters let be seen."""
    from aurorascope.cli.collect import account_keeper, chosen
    from aurorascope.cli.settings import current_fleet
    from aurorascope.collect.checkup import check_up

    try:
        fleet = current_fleet()
        for look in check_up(fleet, chosen(fleet, ()), account_keeper(fleet)):
            yield Finding(look.verdict, look.text, look.mend)
    except AurorascopeError as error:
        yield Finding("act", str(error), "aurorascope config show")


def of_alarms() -> Iterator[Finding]:
    """Prove each of our alarms that is in CloudWatch: armed, quiet by right, or never."""
    from aurorascope.cli.alert_places import rooms

    try:
        found = rooms((), None)
    except AurorascopeError as error:
        yield Finding("watch", f"alarms were not looked at: {error}")
        return
    for room in found:
        place = f"{room.account} {room.region}"
        verdicts, refused = room.armed()
        if refused:
            mend = "aurorascope policy --role alarm_pusher"
            yield Finding("watch", f"alarms of {place} were not looked at: {refused}", mend)
            continue
        if not verdicts:
            yield Finding("ok", f"{place} has no alarm of ours", "aurorascope alerts plan")
            continue
        counts = {kind: sum(one.verdict == kind for one in verdicts) for kind in ("armed", "quiet", "never")}
        told = ", ".join(f"{count} {kind}" for kind, count in counts.items())
        yield Finding("ok", f"{len(verdicts)} alarms of {place}: {told}")
        for one in verdicts:
            if one.verdict == "never":
                yield Finding("act", f"{one.alarm.name}: {one.reason}", "aurorascope alerts plan --delete")


def of_store(option: str | None) -> Iterator[Finding]:
    """Open the store and look at what it holds."""
    from aurorascope.store.store import Store

    where = store_or_default(option)
    try:
        snapshot = Store.open(where).snapshot()
    except AurorascopeError as error:
        yield Finding("act", str(error))
        return
    yield Finding("ok", f"store {where} at version {snapshot.version}")
    yield from of_coverage(snapshot)
    yield from of_threshold(snapshot)
    yield from of_switches(snapshot)


def of_coverage(snapshot: Snapshot) -> Iterator[Finding]:
    """Say for each instance up to when its log is known, and what of it was not understood."""
    rows = snapshot.query(
        "select cluster, instance, max(covered_to) as newest, sum(entries) as entries, "
        "sum(unparsed_entries) as unparsed, arg_min(first_unparsed, covered_from) as first_unparsed "
        "from coverage where log_kind is not null group by all order by all"
    ).to_pylist()
    if not rows:
        yield Finding("watch", "no log was taken in yet", "aurorascope ingest PATH")
    for row in rows:
        name = f"{row['cluster']}/{row['instance']}"
        yield Finding("ok", f"log of {name}: {row['entries'] or 0:,} entries up to {row['newest']}")
        if row["unparsed"]:
            text = f"{row['unparsed']:,} entries were not understood, such as {row['first_unparsed']}"
            yield Finding(
                "watch", f"log of {name}: {text}", "if there are many, state --prefix when ingesting"
            )


def of_threshold(snapshot: Snapshot) -> Iterator[Finding]:
    """Say which threshold the statements of each instance were logged under, or that nobody knows."""
    rows = snapshot.query(
        "select cluster, instance, arg_max(value, valid_from) as value from "
        "(select distinct cluster, instance from coverage where log_kind = 'postgresql') "
        "left join (from log_settings where setting = 'log_min_duration_statement') "
        "using (cluster, instance) group by all order by all"
    ).to_pylist()
    for row in rows:
        what = f"log_min_duration_statement of {row['cluster']}/{row['instance']}"
        if row["value"] is None:
            yield Finding("watch", f"{what} is unknown: the log does not tell which statements it leaves out")
        else:
            yield Finding("ok", f"{what} is {row['value']}")


def of_switches(snapshot: Snapshot) -> Iterator[Finding]:
    """Name the tables without a row of an instance, and the server's parameter that would fill them."""
    for table, parameter in SWITCHES.items():
        empty = snapshot.query(
            "select distinct cluster, instance from coverage where log_kind = 'postgresql' "
            f"and (cluster, instance) not in (select distinct (cluster, instance) from {table}) order by all"
        ).to_pylist()
        if empty:
            names = ", ".join(f"{row['cluster']}/{row['instance']}" for row in empty)
            text = f"no {table} in the log of {names}"
            yield Finding("watch", text, f"if it should have some, set {parameter} on the server")

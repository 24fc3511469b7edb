"""`collect`: runs the collectors for the configured accounts, once or at a beat."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from aurorascope.cli.endings import Ending, say
from aurorascope.cli.moments import moment, span
from aurorascope.cli.options import store_option
from aurorascope.cli.settings import content_dirs, current_fleet, store_or_default
from aurorascope.cli.terminal import printable
from aurorascope.model.errors import AurorascopeError, BadRequestError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aurorascope.aws.prices import Prices
    from aurorascope.aws.sessions import Account
    from aurorascope.collect.fleet import Choice, Fleet
    from aurorascope.collect.price import Estimate
    from aurorascope.collect.run import CollectSummary, Orders
    from aurorascope.model.collector import Collector
    from aurorascope.store.store import Store

NIGHTLY = timedelta(days=1)
SHORTEST = timedelta(seconds=10)


@click.command("collect")
@store_option
@click.option(
    "--config", "config_file", type=click.Path(dir_okay=False), help="Read settings from this file."
)
@click.option("--since", metavar="TIME", help="Read again from here: 6h, 15d, or 2026-11-19T04:00.")
@click.option("--every", metavar="SPAN", help="Go on until told to stop, a run every 5m, say.")
@click.option("--only", multiple=True, metavar="NAME", help="This collector only; may be repeated.")
@click.option("--dry-run", is_flag=True, help="Print calls, metrics and dollars, for a run and for a month.")
@click.option("--replay", metavar="FILE", help="Take the answers from a recording instead of AWS.")
@click.option(
    "--health", metavar="FILE", help="Health file of --every [default: STORE/_health/collect.json]."
)
@click.option(
    "--redact/--no-redact",
    default=None,
    help="Keep no literal of any statement; a property of the store, set when it is made.",
)
@click.option("--output", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(
    *,
    store_dir: str | None,
    config_file: str | None,
    since: str | None,
    every: str | None,
    only: tuple[str, ...],
    dry_run: bool,
    replay: str | None,
    health: str | None,
    redact: bool | None,
    output: str,
) -> int:
    """Run the collectors for the accounts, Regions and clusters of the config.

    Each goes on where it stopped; a source that fails stops no other, and what it could not read is named in
    `coverage`. Without a config, the default credentials and their Region are used. A month's price counts
    a run a day unless --every says otherwise.
    """
    from aurorascope.aws.prices import BUILT_IN, read_prices
    from aurorascope.store.store import Store

    if config_file:
        click.get_current_context().find_root().obj = config_file
    fleet = current_fleet()
    beat = span(every, "--every") if every else None
    if beat is not None and beat < SHORTEST:
        raise BadRequestError(f"--every: {every} is too short; CloudWatch's points are 60 s apart.")
    orders = orders_of(fleet, chosen(fleet, only), since)
    prices = read_prices(fleet.prices or BUILT_IN)
    where = store_or_default(store_dir)
    if replay:
        return run_replay(Path(replay), Store.open_or_create(where, redacted=redact), only, prices, output)
    accounts = account_keeper(fleet)
    if dry_run or fleet.budget_usd_month is not None:
        found = estimated(where, orders, accounts, prices, beat or NIGHTLY)
        if dry_run:
            click.echo(as_json(found) if output == "json" else as_table(found, prices, beat))
            return Ending.PARTIAL if found.notes else Ending.WELL
        from aurorascope.collect.price import hold_to_budget

        hold_to_budget(found, fleet.budget_usd_month)
    store = Store.open_or_create(where, redacted=redact)
    if beat is None:
        return run_once(store, orders, accounts, prices, output)
    return run_for_ever(store, orders, accounts, prices, beat, Path(health) if health else None)


def chosen(fleet: Fleet, only: Sequence[str]) -> list[Collector]:
    """Return the collectors that are to run: those named, else all that are on. Raises BadRequestError."""
    from aurorascope.catalog import load_collectors
    from aurorascope.collect.fleet import known_key

    known = {it.name: it for it in load_collectors(content_dirs())}
    for name in only:
        known_key(name, tuple(known), "--only")
    if only:
        return [known[name] for name in dict.fromkeys(only)]
    running = [it for name, it in known.items() if fleet.switches.get(name, not it.opt_in)]
    if not running:
        raise BadRequestError(
            "every collector is switched off: see `collectors` in `aurorascope config show`."
        )
    return running


def orders_of(fleet: Fleet, collectors: Sequence[Collector], since: str | None) -> Orders:
    """Return the run's orders; --since is a span back from now, or a moment."""
    from aurorascope.collect.run import Orders

    begin = None
    if since is not None:
        try:
            begin = datetime.now(UTC) - span(since, "--since")
        except BadRequestError:
            begin = moment(since, "--since")
    return Orders(fleet, list(collectors), since=begin)


def account_keeper(fleet: Fleet) -> Callable[[Choice], Account]:
    """Return what gives each account of the config its clients, the same ones run after run."""
    from aurorascope.aws.sessions import Account

    kept: dict[Any, Account] = {}
    lock = threading.Lock()

    def account_of(choice: Choice) -> Account:
        with lock:
            if choice.access not in kept:
                kept[choice.access] = Account(choice.access, rates=fleet.rates)
            return kept[choice.access]

    return account_of


def estimated(
    where: str, orders: Orders, accounts: Callable[[Choice], Account], prices: Prices, every: timedelta
) -> Estimate:
    """Return what a run would call; a store that is there says where the collectors would go on."""
    from aurorascope.collect.price import estimate
    from aurorascope.store.store import Store, has_store

    store = Store.open(where) if has_store(where) else None
    return estimate(store, orders, accounts, prices, every)


def run_once(
    store: Store, orders: Orders, accounts: Callable[[Choice], Account], prices: Prices, output: str
) -> int:
    """Run once, say what came of it, and return the exit code."""
    from aurorascope.collect.run import collect
    from aurorascope.collect.schedule import stopped_by_signals

    with stopped_by_signals(orders.stop):
        summary = collect(store, orders, accounts)
    tell(summary)
    click.echo(summary_json(summary, prices) if output == "json" else status_line(summary, prices))
    return Ending.INTERRUPTED if summary.stopped else ending_of(summary)


def run_replay(path: Path, store: Store, only: Sequence[str], prices: Prices, output: str) -> int:
    """Run once on the answers of a recording, at its moment."""
    from aurorascope.catalog import load_collectors
    from aurorascope.collect.recording import replay

    collectors = [it for it in load_collectors(content_dirs()) if not only or it.name in only]
    summary = replay(path, store, collectors)
    tell(summary)
    click.echo(summary_json(summary, prices) if output == "json" else status_line(summary, prices))
    return ending_of(summary)


def run_for_ever(
    store: Store,
    orders: Orders,
    accounts: Callable[[Choice], Account],
    prices: Prices,
    every: timedelta,
    health: Path | None,
) -> int:
    """Run at every beat until a signal; one line a run, and the health file after each."""
    from aurorascope.collect.run import collect
    from aurorascope.collect.schedule import Beat, repeat, stopped_by_signals, write_health

    path = health or store.place.root / "_health" / "collect.json"
    waiting = [orders, replace(orders, since=None)]  # what --since asks for is read again once

    def once(following: datetime) -> None:
        said: dict[str, object] = {"next": following.isoformat(), "every_s": every.total_seconds()}
        try:
            summary = collect(store, waiting[0], accounts)
        except AurorascopeError as error:  # a full disk, an outage of the store: the next beat tries again
            say(str(error))
            write_health(path, {**said, "outcome": "failed", "reasons": [str(error)]})
            return
        waiting[0] = waiting[-1]
        keep_tidy(store, datetime.now(UTC), every)
        tell(summary)
        click.echo(f"{status_line(summary, prices)}, next {following:%H:%M:%S}")
        write_health(path, {**said, **as_dict(summary, prices)})

    with stopped_by_signals(orders.stop):
        repeat(Beat(every), once, orders.stop)
    click.echo("stopped; everything that was read is in the store")
    return Ending.WELL


def keep_tidy(store: Store, now: datetime, every: timedelta) -> None:
    """Once an hour, merge the many small files that polls leave, and clear away what no version names."""
    from aurorascope.store.clearing import clear
    from aurorascope.store.compaction import compact

    if int(now.timestamp()) % 3600 < every.total_seconds():
        try:
            compact(store, now=now)
            clear(store)
        except AurorascopeError as error:  # the rows are safe; the next hour tries again
            say(str(error))


def tell(summary: CollectSummary) -> None:
    """Say on stderr what was not well, each reason once."""
    for note in summary.notes:
        say(note)
    for result in summary.results:
        for reason in result.reasons[:3]:
            say(f"{result.account} {result.region} {result.collector}: {reason}")
        if len(result.reasons) > 3:
            more = len(result.reasons) - 3
            say(f"{result.account} {result.region} {result.collector}: {more} more; see `coverage`")


def ending_of(summary: CollectSummary) -> Ending:
    """Return 0, 5 where something is missing, 4 where AWS refused everything."""
    if summary.outcome == "complete":
        return Ending.WELL
    return Ending.OUTSIDE if summary.outcome == "failed" else Ending.PARTIAL


def as_dict(summary: CollectSummary, prices: Prices) -> dict[str, object]:
    """Return the run as plain values."""
    return {
        "outcome": summary.outcome,
        "places": summary.places,
        "clusters": summary.clusters,
        "instances": summary.instances,
        "rows": sum(result.rows for result in summary.results),
        "calls": sum(summary.meter.calls.values()),
        "usd": round(summary.meter.dollars(prices), 6),
        "seconds": round(summary.seconds, 3),
        "collectors": [
            {"account": it.account, "region": it.region, "collector": it.collector, "outcome": it.outcome,
             "rows": it.rows, "seconds": round(it.seconds, 3), "reasons": it.reasons}
            for it in summary.results
        ],
    }  # fmt: skip


def summary_json(summary: CollectSummary, prices: Prices) -> str:
    """Return the run as JSON."""
    return json.dumps(as_dict(summary, prices), indent=2)


def status_line(summary: CollectSummary, prices: Prices) -> str:
    """Return the run in one line."""
    it = as_dict(summary, prices)
    return (
        f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {it['outcome']}: {it['clusters']} clusters, "
        f"{it['instances']} instances in {it['places']} places; {it['rows']:,} rows, {it['calls']:,} calls, "
        f"${it['usd']:.4f}, {summary.seconds:.1f} s"
    )


def as_json(found: Estimate) -> str:
    """Return the estimate as JSON."""
    from dataclasses import asdict

    totals = {
        "usd_a_run": found.usd_a_run,
        "usd_once": found.usd_once,
        "usd_a_month": found.usd_a_month,
        "runs_a_month": found.runs_a_month,
    }
    return json.dumps({**asdict(found), **totals}, indent=2)


def as_table(found: Estimate, prices: Prices, beat: timedelta | None) -> str:
    """Return the estimate for a person: a line an operation, then a run, what is done once, and a month."""
    lines = [
        f"{found.clusters} clusters, {found.instances} instances in {found.places} places",
        f"{'collector':<24}{'call':<44}{'calls':>8}{'metrics':>10}{'$ a run':>12}{'$ once':>12}",
    ]
    lines += [
        f"{it.collector:<24}{f'{it.service}:{it.operation}':<44}{it.calls:>8,}{it.units:>10,}"
        f"{it.usd:>12.6f}{it.once_usd:>12.6f}"
        for it in found.lines
    ]
    often = f"every {beat.total_seconds() / 60:g} minutes" if beat else "once a day"
    lines += [
        f"a run: {sum(it.calls for it in found.lines):,} calls, ${found.usd_a_run:.6f}",
        f"done once: {sum(it.once_calls for it in found.lines):,} calls, ${found.usd_once:.6f}",
        f"a month, {often}: ${found.usd_a_month:,.2f} by {prices.path.name}, free tiers left out",
    ]
    return "\n".join([*lines, *(f"not counted: {printable(note)}" for note in found.notes)])

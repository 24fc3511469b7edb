"""`demo`: a store from the sample logs that come with the package, and its dashboards."""

from __future__ import annotations

import hashlib
import tomllib
from typing import TYPE_CHECKING, Any

import click

from aurorascope import __version__
from aurorascope.cli.ingest import progress_on_terminal
from aurorascope.cli.serve import serve_store, serving_options
from aurorascope.cli.settings import store_or_default
from aurorascope.cli.summary import headline
from aurorascope.model.errors import BadRequestError

if TYPE_CHECKING:
    from pathlib import Path

RECORDINGS = "*.jsonl.gz"


@click.command("demo")
@click.option(
    "--store",
    "store_dir",
    metavar="DIR",
    help="The store: a folder, or s3://bucket/prefix [default: in the user's cache].",
)
@click.option(
    "--serve/--no-serve", "serving", default=True, help="Serve the dashboards when the store is built."
)
@serving_options
def command(
    *, store_dir: str | None, serving: bool, host: str, port: int, token: bool | None, names: tuple[str, ...]
) -> None:
    """Build a store from the sample logs and serve its dashboards."""
    from aurorascope.catalog import sample_logs

    samples = sample_logs()
    store = store_or_default(store_dir) if store_dir else str(cached_store(samples))
    build(samples, store)
    if serving:
        serve_store(store, host, port, bool(token), names)


def cached_store(samples: Path) -> Path:
    """Return the folder for the demo's store; another version or other samples have another one."""
    from platformdirs import user_cache_path

    digest = hashlib.blake2b(digest_size=4)
    for path in sorted((*samples.rglob("*.log*"), *samples.rglob(RECORDINGS))):
        digest.update(path.name.encode() + path.read_bytes())
    return user_cache_path("aurorascope", ensure_exists=True) / f"demo-{__version__}-{digest.hexdigest()}"


def build(samples: Path, store: str | Path, *, recordings: bool = True) -> None:
    """Take in what `manifest.toml` names, and the recordings beside it; what the store has it keeps."""
    from aurorascope.ingest.run import ingest

    manifest = read_manifest(samples / "manifest.toml")
    cluster = manifest["cluster"]
    for instance in manifest["instance"]:
        with progress_on_terminal() as progress:
            summary = ingest(
                [str(samples / instance["files"])],
                store=store,
                account=cluster["account"],
                region=cluster["region"],
                cluster=instance.get("cluster", cluster["name"]),
                instance=instance["name"],
                prefix=None if instance.get("engine") == "mysql" else cluster["prefix"],
                progress=progress,
            )
        click.echo(f"{instance['name']}: {headline(summary)}", err=True)
    for recording in sorted(samples.glob(f"recordings/{RECORDINGS}")) if recordings else ():
        play(recording, store)
        try_rules(store)
    click.echo(f"The sample logs are in the store {store}", err=True)


def play(recording: Path, store: str | Path) -> None:
    """Let the collectors take in what an account would have answered; once for a store."""
    from aurorascope.catalog import load_collectors
    from aurorascope.collect.recording import replay
    from aurorascope.store.store import Store

    opened = Store.open(store)
    if opened.snapshot().query("select 1 from runs where command = 'collect' limit 1").num_rows:
        return
    click.echo(f"{recording.name}: the account around these logs, constructed; some seconds ...", err=True)
    summary = replay(recording, opened, load_collectors())
    rows = sum(result.rows for result in summary.results)
    click.echo(f"{recording.name}: {rows:,} rows of {summary.instances} instances", err=True)


def try_rules(store: str | Path) -> None:
    """Try the alert rules on the recorded day, for the Alerts pages; once for a store."""
    from datetime import timedelta

    from aurorascope.catalog import rule_dirs
    from aurorascope.cli.alert_history import keep, meant, newest
    from aurorascope.rules.backtest import backtest
    from aurorascope.rules.files import read_rules
    from aurorascope.rules.history import History
    from aurorascope.rules.incidents import known_incidents
    from aurorascope.store.store import Store

    opened = Store.open(store)
    snapshot = opened.snapshot()
    if snapshot.query("select 1 from alert_rules limit 1").num_rows:
        return
    rules, end = read_rules(rule_dirs(())), newest(snapshot)
    history = History(snapshot, end - timedelta(days=1, hours=1), end)
    alarms, left = meant(snapshot, rules, None)
    incidents = known_incidents(snapshot, history.begin, history.end)
    keep(opened, rules, backtest(alarms, history), left, history, incidents, timedelta())
    click.echo(f"{len(rules)} alert rules were tried on the recorded day", err=True)


def read_manifest(path: Path) -> dict[str, Any]:
    """Read which instance wrote which of the sample logs."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadRequestError(f"{path}: the sample logs are missing; install aurorascope again.") from None

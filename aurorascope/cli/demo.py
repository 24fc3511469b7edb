"""`demo`: a store from the sample logs that come with the package, and its dashboards."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import Any

import click

from aurorascope import __version__
from aurorascope.cli.ingest import progress_on_terminal
from aurorascope.cli.serve import serve_store, serving_options
from aurorascope.cli.summary import headline
from aurorascope.model.errors import BadRequestError


@click.command("demo")
@click.option(
    "--store", "store_dir", metavar="DIR", help="Folder of the store [default: in the user's cache]."
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
    store = Path(store_dir) if store_dir else cached_store(samples)
    build(samples, store)
    if serving:
        serve_store(str(store), host, port, bool(token), names)


def cached_store(samples: Path) -> Path:
    """Return the folder for the demo's store; another version or other samples have another one."""
    from platformdirs import user_cache_path

    digest = hashlib.blake2b(digest_size=4)
    for path in sorted(samples.rglob("*.log*")):
        digest.update(path.name.encode() + path.read_bytes())
    return user_cache_path("aurorascope", ensure_exists=True) / f"demo-{__version__}-{digest.hexdigest()}"


def build(samples: Path, store: Path) -> None:
    """Take in what `manifest.toml` names; a store that holds it already is left as it is."""
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
                cluster=cluster["name"],
                instance=instance["name"],
                prefix=cluster["prefix"],
                progress=progress,
            )
        click.echo(f"{instance['name']}: {headline(summary)}", err=True)
    click.echo(f"The sample logs are in the store {store}", err=True)


def read_manifest(path: Path) -> dict[str, Any]:
    """Read which instance wrote which of the sample logs."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadRequestError(f"{path}: the sample logs are missing; install aurorascope again.") from None

"""`serve`: the dashboards over a store."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aurorascope.cli.options import store_option
from aurorascope.cli.settings import content_dirs, current_settings, store_or_default

if TYPE_CHECKING:
    from collections.abc import Callable

    from aurorascope.web.identity import Identity


def serving_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say where to listen and who is let in."""
    options = (
        click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on."),
        click.option(
            "--port",
            type=click.IntRange(0, 65535),
            default=8050,
            show_default=True,
            help="Port; 0 takes a free one.",
        ),
        click.option(
            "--token/--no-token",
            default=None,
            help="Ask for the token of the printed link [default: serve asks, demo does not].",
        ),
        click.option(
            "--allow-host", "names", multiple=True, metavar="NAME", help="A further name that browsers use."
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def login_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say who is let in instead of a token."""
    options = (
        click.option(
            "--auth",
            type=click.Choice(["token", "proxy", "alb"]),
            default="token",
            show_default=True,
            help="Who lets people in: the link's token, a proxy's header, or a load balancer's signature.",
        ),
        click.option(
            "--user-header",
            default="X-Forwarded-User",
            show_default=True,
            metavar="NAME",
            help="With --auth proxy: the header that names who has logged in.",
        ),
        click.option(
            "--proxy-network",
            "networks",
            multiple=True,
            metavar="CIDR",
            help="Where the proxy, or the load balancer, asks from; may be given again.",
        ),
        click.option(
            "--alb-signer", default="", metavar="ARN", help="With --auth alb: the load balancer's ARN."
        ),
        click.option(
            "--alb-keys",
            default="",
            metavar="URL",
            help="Where its public keys are [default: AWS's of the Region].",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command("serve")
@store_option
@serving_options
@login_options
@click.option(
    "--refresh",
    type=click.IntRange(min=0),
    default=0,
    help="Look for new data every so many seconds [default: never].",
)
def command(
    *,
    store_dir: str | None,
    host: str,
    port: int,
    token: bool | None,
    names: tuple[str, ...],
    refresh: int,
    auth: str,
    user_header: str,
    networks: tuple[str, ...],
    alb_signer: str,
    alb_keys: str,
) -> None:
    """Serve the dashboards over a store, until interrupted."""
    identity: Identity | None = None
    if auth != "token":
        from aurorascope.web.identity import signed_by_load_balancer, trusted_proxy

        if auth == "proxy":
            identity = trusted_proxy(user_header, networks)
        else:
            identity = signed_by_load_balancer(alb_signer, alb_keys, networks)
    serve_store(store_or_default(store_dir), host, port, token is not False, names, refresh, identity)


def serve_store(
    store: str,
    host: str,
    port: int,
    token: bool,
    names: tuple[str, ...],
    refresh: int = 0,
    identity: Identity | None = None,
) -> None:
    """Serve `store` with our pages and the user's; errors are those of `web.serve`."""
    from aurorascope.catalog import load_pages
    from aurorascope.cli.alert_rules import rules_told
    from aurorascope.web.serve import serve

    serve(
        store,
        load_pages(content_dirs()),
        host=host,
        port=port,
        token=token,
        allow_hosts=names,
        identity=identity,
        refresh_s=refresh,
        told={"rules": rules_told(), "prices": prices_told()},
        say=click.echo,
    )


def prices_told() -> str:
    """Return what Aurora costs as JSON, for the pages: our list prices, or those of the configured file."""
    from aurorascope.aws.prices import BUILT_IN, aurora_prices

    stated = str(current_settings()["prices"].value or "")
    return json.dumps(aurora_prices(Path(stated).expanduser() if stated else BUILT_IN))

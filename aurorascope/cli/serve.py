"""`serve`: the dashboards over a store."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from aurorascope.cli.options import store_option
from aurorascope.cli.querying import engine_options
from aurorascope.cli.settings import content_dirs, current_settings, store_or_default

if TYPE_CHECKING:
    from collections.abc import Callable

    from aurorascope.cli.querying import Engine
    from aurorascope.store.store import Store
    from aurorascope.web.identity import Identity
    from aurorascope.web.oidc import Wanted


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
            type=click.Choice(["token", "proxy", "alb", "oidc"]),
            default="token",
            show_default=True,
            help="Who lets people in: the link's token, a proxy's header, a load balancer's signature, or a "
            "login at an OpenID provider.",
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


def provider_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of a login at an OpenID provider."""
    options = (
        click.option(
            "--oidc-issuer",
            default="",
            metavar="URL",
            help="With --auth oidc: the provider, letter by letter as its document names itself.",
        ),
        click.option("--oidc-client", default="", metavar="ID", help="Our client id at the provider."),
        click.option(
            "--oidc-secret",
            default="",
            metavar="WHERE",
            help="Where our client secret is: env:NAME, credential:NAME or secretsmanager:NAME "
            "[default: a public client].",
        ),
        click.option(
            "--oidc-url",
            default="",
            metavar="URL",
            help="The https:// address that browsers open; its /oidc/callback is the redirect URI "
            "[default: this address, on loopback].",
        ),
        click.option(
            "--oidc-allow",
            multiple=True,
            metavar="CLAIM=VALUE",
            help="Who is let in, such as groups=dba; may be given again, one that holds is enough.",
        ),
        click.option("--oidc-scope", default="openid email profile", show_default=True, metavar="SCOPES"),
        click.option(
            "--oidc-hours",
            type=click.FloatRange(0, 168, min_open=True),
            default=8.0,
            show_default=True,
            help="How long a session lasts.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command("serve")
@store_option
@serving_options
@login_options
@provider_options
@engine_options
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
    engine: Engine,
    **provider: Any,
) -> None:
    """Serve the dashboards over a store, until interrupted."""
    identity: Identity | None = None
    if auth in {"proxy", "alb"}:
        from aurorascope.web.identity import signed_by_load_balancer, trusted_proxy

        if auth == "proxy":
            identity = trusted_proxy(user_header, networks)
        else:
            identity = signed_by_load_balancer(alb_signer, alb_keys, networks)
    oidc = wanted_login(provider) if auth == "oidc" else None
    opened = engine.store(store_or_default(store_dir))
    serve_store(opened, host, port, token is not False, names, refresh, identity, oidc)


def wanted_login(given: dict[str, Any]) -> Wanted:
    """Return the login that the options ask for, with its secret read from where it is."""
    from aurorascope.report.delivery.secret_names import secret_from
    from aurorascope.web.oidc import Wanted

    where = given["oidc_secret"]
    return Wanted(
        issuer=given["oidc_issuer"],
        client=given["oidc_client"],
        allow=given["oidc_allow"],
        secret=secret_from(where, "--oidc-secret")() if where else "",
        url=given["oidc_url"],
        scope=given["oidc_scope"],
        hours=given["oidc_hours"],
    )


def serve_store(
    store: str | Store,
    host: str,
    port: int,
    token: bool,
    names: tuple[str, ...],
    refresh: int = 0,
    identity: Identity | None = None,
    oidc: Wanted | None = None,
) -> None:
    """Serve `store` with our pages and the user's; errors are those of `web.serve`."""
    from aurorascope.catalog import load_checks, load_pages
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
        oidc=oidc,
        refresh_s=refresh,
        told={"rules": rules_told(), "prices": prices_told()},
        checks=load_checks(content_dirs()),
        say=click.echo,
    )


def prices_told() -> str:
    """Return what Aurora costs as JSON, for the pages: our list prices, or those of the configured file."""
    from aurorascope.aws.prices import BUILT_IN, aurora_prices

    stated = str(current_settings()["prices"].value or "")
    return json.dumps(aurora_prices(Path(stated).expanduser() if stated else BUILT_IN))

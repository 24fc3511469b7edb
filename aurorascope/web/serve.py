"""Serve the dashboards of a store until interrupted."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from aurorascope.model.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from aurorascope.insight.template import Value
    from aurorascope.model.finding import Check
    from aurorascope.model.page import Page
    from aurorascope.store.store import Store
    from aurorascope.web.identity import Identity
    from aurorascope.web.oidc import Wanted

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
THREADS = 128  # most of them wait for their turn; a frame of a page must not wait behind them
CONNECTIONS = 1000  # a browser keeps six open: a hundred would be full at 17 viewers


def serve(
    store: str | Path | Store,
    pages: Sequence[Page],
    *,
    host: str = "127.0.0.1",
    port: int = 8050,
    token: bool = True,
    allow_hosts: Sequence[str] = (),
    identity: Identity | None = None,
    oidc: Wanted | None = None,
    refresh_s: int = 0,
    told: Mapping[str, Value] | None = None,
    checks: Sequence[Check] | None = None,
    say: Callable[[str], None] = print,
) -> None:
    """Serve until interrupted; `say` is given the address once the server listens.

    With `token` the printed link carries a fresh one, as other users of this machine reach its loopback
    addresses too; instead `identity` lets in whom a proxy or a load balancer names, and `oidc` who logs in at
    a provider; without any, only loopback addresses are served. Raises BadRequestError for an address that is
    refused or taken, or a provider that does not answer, StoreError where there is no store.
    """
    token = token and identity is None and oidc is None
    if host not in LOOPBACK and not token and identity is None and oidc is None:
        raise BadRequestError(
            f"{host} can be reached from other machines: without a token anybody there could read the logs. "
            "Leave --no-token out, name who is let in with --auth, or serve 127.0.0.1."
        )
    listening = listen(host, port)
    try:
        import waitress

        from aurorascope.store.store import Store
        from aurorascope.web.app import flask_of, make_app
        from aurorascope.web.gate import LOOPBACK_NAMES, Gate, new_token

        port = listening.getsockname()[1]
        name = f"[{host}]" if ":" in host else host
        hosts = tuple(dict.fromkeys((name, *LOOPBACK_NAMES)))
        login = oidc.at(name, port) if oidc else None
        asked_for = (*allow_hosts, *([login.host] if login else []))
        names = tuple(dict.fromkeys(one.lower() for one in asked_for))
        gate = Gate(hosts, port, new_token() if token else None, names, identity, login)
        opened = store if isinstance(store, Store) else Store.open(store)
        app = make_app(opened, pages, gate, refresh_s=refresh_s, told=told, checks=checks)
        server = waitress.create_server(
            flask_of(app),
            sockets=[listening],
            threads=THREADS,
            connection_limit=CONNECTIONS,
            ident=None,
            channel_timeout=60,
        )
        at = login.url if login else f"http://{name}:{port}"
        say(f"Serving the dashboards at {at}" + (f"/?token={gate.token}" if gate.token else ""))
        server.run()
    finally:
        listening.close()


def listen(host: str, port: int) -> socket.socket:
    """Take the address before anything is loaded, so that a taken one is said at once."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except (OSError, OverflowError) as error:
        listening.close()
        reason = getattr(error, "strerror", None) or str(error)
        raise BadRequestError(
            f"{host}:{port} cannot be served: {reason}. "
            f"Another program may use the port: choose one with --port, or --port 0 for any free one."
        ) from error
    return listening

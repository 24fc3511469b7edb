"""Who is let in by what stands before this server: a proxy that names the user, a load balancer that signs.

A header is believed only from where it can come: of a request from any other address it is a forgery.
"""

from __future__ import annotations

import ipaddress
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from aurorascope.model.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
ALB_HEADER = "X-Amzn-Oidc-Data"
HEADER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{1,60}")
SIGNER = re.compile(r"arn:aws[\w-]*:elasticloadbalancing:[\w-]+:\d{12}:loadbalancer/app/[\w/-]+")
# headers that any client sends, or that a proxy adds about a user it did not ask for
ORDINARY = frozenset(
    {"host", "origin", "referer", "cookie", "user-agent", "accept", "authorization", "x-forwarded-for"}
)
LONGEST = 16_384


class Identity(Protocol):
    """What stands before the server and says who asks."""

    def refused(self, address: str, header: Callable[[str], str]) -> str:
        """Return why a request from `address`, whose headers `header` reads, is refused; '' lets it in."""


@dataclass(frozen=True, slots=True)
class TrustedProxy:
    """A proxy that has asked for a login and names the user in `header`; it asks from `networks` alone."""

    header: str
    networks: tuple[Network, ...]

    def refused(self, address: str, header: Callable[[str], str]) -> str:
        """Let in what comes from the proxy and names somebody."""
        if not within(address, self.networks):
            return "This server is reached through its proxy alone."
        if not header(self.header).strip():
            return f"The proxy named no user in {self.header}."
        return ""


@dataclass(frozen=True, slots=True)
class SignedByLoadBalancer:
    """An application load balancer that signs who has logged in; `verify` reads what it signed.

    `signer` is the load balancer's ARN: anybody can have one of their own, and AWS gives all of them keys.
    """

    signer: str
    networks: tuple[Network, ...]
    verify: Callable[[str, str, float], str]

    def refused(self, address: str, header: Callable[[str], str]) -> str:
        """Let in what carries the load balancer's own signature, while it holds."""
        if self.networks and not within(address, self.networks):
            return "This server is reached through its load balancer alone."
        token = header(ALB_HEADER)
        if not token or len(token) > LONGEST:
            return f"The request carries no {ALB_HEADER}: open the load balancer's address."
        return self.verify(token, self.signer, time.time())


def within(address: str, networks: Sequence[Network]) -> bool:
    """Say whether an address lies in one of the networks; what is no address lies in none."""
    try:
        where = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    where = getattr(where, "ipv4_mapped", None) or where
    return any(where in network for network in networks if network.version == where.version)


def networks_of(texts: Sequence[str]) -> tuple[Network, ...]:
    """Read networks as `10.0.0.0/24`; one that is everybody is no network of a proxy."""
    found: list[Network] = []
    for text in texts:
        try:
            network = ipaddress.ip_network(text.strip())
        except ValueError as error:
            raise BadRequestError(
                f"--proxy-network {text}: {error}. Write 10.0.3.7/32 or 10.0.3.0/24."
            ) from error
        if network.prefixlen == 0:
            raise BadRequestError(f"--proxy-network {text} is everybody: name the proxy's own network.")
        found.append(network)
    return tuple(found)


def trusted_proxy(header: str, networks: Sequence[str]) -> TrustedProxy:
    """Make the check of a proxy's header, or say what is missing."""
    if not HEADER_NAME.fullmatch(header) or header.lower() in ORDINARY:
        raise BadRequestError(
            f"--user-header {header}: name the header in which the proxy says who has logged in, such as "
            "X-Forwarded-User; the proxy must remove it from what a client sends."
        )
    if not networks:
        raise BadRequestError("--auth proxy needs --proxy-network: the addresses that the proxy asks from.")
    return TrustedProxy(header, networks_of(networks))


def signed_by_load_balancer(signer: str, keys: str, networks: Sequence[str]) -> SignedByLoadBalancer:
    """Make the check of a load balancer's signature, or say what is missing."""
    if not SIGNER.fullmatch(signer):
        raise BadRequestError(
            f"--alb-signer {signer or '(none)'}: give the ARN of the application load balancer, "
            "arn:aws:elasticloadbalancing:REGION:ACCOUNT:loadbalancer/app/NAME/ID."
        )
    from aurorascope.web.alb import Keys, verifier

    region = signer.split(":")[3]
    return SignedByLoadBalancer(
        signer, networks_of(networks), verifier(Keys(keys or Keys.address_of(region)))
    )

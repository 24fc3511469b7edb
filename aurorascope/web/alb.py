"""The header that an application load balancer signs: its signature, its signer, its expiry.

AWS documents it under 'Authenticate users using an Application Load Balancer': a JSON web token with ES256,
padded base64 in all three parts, the signer's ARN and the expiry in its header, and the public key by its id.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import threading
import urllib.error
import urllib.request
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aurorascope.model.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Callable

    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey

KEY_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MOST_KEYS = 16
MOST_UNKNOWN = 64
LONGEST_KEY = 4_096
WAIT_S = 5
SIGNATURE = 64
FORGED = "The load balancer's signature does not hold."


class RefusedError(ValueError):
    """A token is not what the load balancer signed; the text says why."""


@dataclass
class Keys:
    """Public keys by their id, fetched once from `url`; ids that were unknown are not asked for again."""

    url: str
    _known: OrderedDict[str, EllipticCurvePublicKey] = field(default_factory=OrderedDict)
    _unknown: OrderedDict[str, None] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @staticmethod
    def address_of(region: str) -> str:
        """Where AWS shows the keys of a Region's load balancers."""
        if region.startswith("us-gov-"):
            return f"https://s3-{region}.amazonaws.com/aws-elb-public-keys-prod-{region}"
        return f"https://public-keys.auth.elb.{region}.amazonaws.com"

    def get(self, key_id: str) -> EllipticCurvePublicKey:
        """Return a key. An id is a UUID, so no request leads anywhere but to the keys."""
        if not KEY_ID.fullmatch(key_id):
            raise RefusedError(FORGED)
        with self._lock:
            known = self._known.get(key_id)
            if known is not None:
                return known
            if key_id in self._unknown:
                raise RefusedError(FORGED)
            key = self._fetched(key_id)
            self._known[key_id] = key
            while len(self._known) > MOST_KEYS:
                self._known.popitem(last=False)
            return key

    def _fetched(self, key_id: str) -> EllipticCurvePublicKey:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
        from cryptography.hazmat.primitives.serialization import load_pem_public_key

        try:
            with _OPENER.open(f"{self.url.rstrip('/')}/{key_id}", timeout=WAIT_S) as answer:
                pem = answer.read(LONGEST_KEY)
            key = load_pem_public_key(pem)
        except urllib.error.HTTPError as error:
            self._unknown[key_id] = None
            while len(self._unknown) > MOST_UNKNOWN:
                self._unknown.popitem(last=False)
            raise RefusedError(FORGED) from error
        except (OSError, ValueError, UnsupportedAlgorithm) as error:
            raise RefusedError("The load balancer's public key could not be read.") from error
        if not isinstance(key, EllipticCurvePublicKey) or not isinstance(key.curve, SECP256R1):
            raise RefusedError(FORGED)
        return key


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A key is where it is said to be, or nowhere."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Follow nothing."""


_OPENER = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler())


def verifier(keys: Keys) -> Callable[[str, str, float], str]:
    """Return what says why a token is refused, '' where it holds; BadRequestError without the extra."""
    if not re.match(r"https://|http://(127\.0\.0\.1|localhost|\[::1\])[:/]", keys.url):
        raise BadRequestError(f"--alb-keys {keys.url}: keys come over https://.")
    try:
        import cryptography.hazmat.primitives.asymmetric.ec  # noqa: F401  whether it is there
    except ImportError as error:
        raise BadRequestError(
            "--auth alb needs the extra 'alb': python -m pip install 'aurorascope[alb]'."
        ) from error

    def verify(token: str, signer: str, now_s: float) -> str:
        try:
            checked(token, signer, now_s, keys)
        except RefusedError as refused:
            return str(refused)
        return ""

    return verify


def checked(token: str, signer: str, now_s: float, keys: Keys) -> dict[str, Any]:
    """Return what a token says of the user; RefusedError where it is not this signer's, or is over."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
    from cryptography.hazmat.primitives.hashes import SHA256

    parts = token.split(".")
    if len(parts) != 3:
        raise RefusedError(FORGED)
    head, said, signature = _object(parts[0]), _object(parts[1]), _bytes(parts[2])
    # the algorithm is ours to say: a token that chooses its own is a forgery
    if head.get("alg") != "ES256" or head.get("signer") != signer or len(signature) != SIGNATURE:
        raise RefusedError(FORGED)
    halves = (int.from_bytes(signature[:32]), int.from_bytes(signature[32:]))
    try:
        keys.get(str(head.get("kid"))).verify(
            encode_dss_signature(*halves), f"{parts[0]}.{parts[1]}".encode("ascii"), ECDSA(SHA256())
        )
    except (InvalidSignature, ValueError) as error:
        if isinstance(error, RefusedError):
            raise
        raise RefusedError(FORGED) from error
    until = head.get("exp")
    if (
        isinstance(until, bool) or not isinstance(until, (int, float)) or not until > now_s
    ):  # a number that is none is never later
        raise RefusedError("The load balancer's session is over: log in again.")
    if not said.get("sub"):
        raise RefusedError("The load balancer named no user.")
    return said


def _bytes(text: str) -> bytes:
    padded = text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4)
    try:
        return base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error) as error:
        raise RefusedError(FORGED) from error


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(_bytes(text))
    except (ValueError, RecursionError) as error:
        raise RefusedError(FORGED) from error
    if not isinstance(found, dict):
        raise RefusedError(FORGED)
    return found

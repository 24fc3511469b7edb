"""Whether an ID token is what the provider said about a login of ours, and whether it names one of ours."""

from __future__ import annotations

import base64
import hmac
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aurorascope.model.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aurorascope.web.oidc_provider import KeySetOf

# ours to say: never none, never a secret that is shared, never what the token itself asks for
ALGORITHMS = {
    "RS256": "RSA", "RS384": "RSA", "RS512": "RSA", "PS256": "RSA", "PS384": "RSA", "PS512": "RSA",
    "ES256": "EC", "ES384": "EC", "ES512": "EC",
}  # fmt: skip
LEAST_RSA_BITS = 2048
LEEWAY_S = 60
LONGEST = 65_536
FORGED = "The login does not carry the provider's signature."


class NotLetInError(Exception):
    """A login is refused; the text says why, in words for the one who asks."""


def claims_of(token: str, keys: KeySetOf) -> dict[str, Any]:
    """Return what a token says if one of the provider's keys signed it."""
    from joserfc import jwt
    from joserfc.errors import JoseError

    head = _head(token)
    algorithm = str(head.get("alg"))
    if algorithm not in ALGORITHMS:
        raise NotLetInError(FORGED)
    key_id = head.get("kid")
    found = [_key(one, algorithm) for one in keys.get(key_id if isinstance(key_id, str) else None)]
    usable = [one for one in found if one is not None]
    if len(usable) != 1:  # without an id there is no choice among several
        raise NotLetInError(FORGED)
    try:
        claims: dict[str, Any] = jwt.decode(token, usable[0], algorithms=[algorithm]).claims
    except (JoseError, ValueError, RecursionError) as error:
        raise NotLetInError(FORGED) from error
    return claims


def _head(token: str) -> dict[str, Any]:
    first = token[:LONGEST].partition(".")[0]
    try:
        found = json.loads(_bytes(first))
    except (ValueError, RecursionError) as error:
        raise NotLetInError(FORGED) from error
    if not isinstance(found, dict) or len(token) > LONGEST or token.count(".") != 2:
        raise NotLetInError(FORGED)
    return found


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _key(said: dict[str, Any], algorithm: str) -> Any:
    """A public key fit for the algorithm, else None."""
    from joserfc.errors import JoseError
    from joserfc.jwk import ECKey, RSAKey

    fits = said.get("kty") == ALGORITHMS[algorithm] and said.get("alg", algorithm) == algorithm
    if not fits or said.get("use", "sig") != "sig":
        return None
    try:
        if said["kty"] == "EC":
            return ECKey.import_key({name: said[name] for name in ("kty", "crv", "x", "y")})
        if int.from_bytes(_bytes(said["n"])).bit_length() < LEAST_RSA_BITS:
            return None
        return RSAKey.import_key({name: said[name] for name in ("kty", "n", "e")})
    except (JoseError, ValueError, KeyError, TypeError, AttributeError):
        return None


def checked(claims: dict[str, Any], issuer: str, client: str, nonce: str, now_s: float) -> str:
    """Return whom the claims name, where they are this issuer's, for us, now, and for this login."""
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    party = claims.get("azp")
    if claims.get("iss") != issuer or client not in audiences:
        raise NotLetInError("The login is for another application.")
    if party != client if party is not None else len(audiences) > 1:
        raise NotLetInError("The login is for another application.")
    if not _number(claims.get("exp")) or not claims["exp"] > now_s - LEEWAY_S:
        raise NotLetInError("The login is over: begin again.")
    for begin in ("iat", "nbf"):
        known = begin == "iat" or begin in claims
        if known and (not _number(claims.get(begin)) or not claims[begin] <= now_s + LEEWAY_S):
            raise NotLetInError("The login is of a time to come: compare the clocks of both servers.")
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise NotLetInError("The login was begun elsewhere.")
    subject = claims.get("sub")
    if not isinstance(subject, str) or not subject:
        raise NotLetInError("The provider named no user.")
    return subject


def _number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


@dataclass(frozen=True, slots=True)
class Allowed:
    """Who is let in: those of whom the provider says one of these (claim, value)."""

    rules: tuple[tuple[str, str], ...]

    def lets_in(self, claims: dict[str, Any]) -> bool:
        """Say whether one rule holds. An address that the provider has not verified is anybody's."""
        for name, wanted in self.rules:
            found = claims.get(name)
            if name == "email" and claims.get("email_verified") is not True:
                continue
            if (name, wanted) == ("sub", "*") or wanted in (found if isinstance(found, list) else [found]):
                return True
        return False


def allowed(texts: Sequence[str]) -> Allowed:
    """Read rules as `groups=dba`; none would let in whoever has an account at the provider."""
    rules = [text.partition("=") for text in texts]
    if not rules or any(not name or not value for name, _, value in rules):
        raise BadRequestError(
            "--auth oidc needs --oidc-allow CLAIM=VALUE, such as groups=dba or email=ada@example.com; "
            "sub=* lets in everybody whom the provider knows."
        )
    return Allowed(tuple((name.strip(), value.strip()) for name, _, value in rules))

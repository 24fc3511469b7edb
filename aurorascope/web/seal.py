"""Small facts that a browser keeps for this server, and that nobody else can make or change."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

LONGEST = 4096  # a browser keeps no larger cookie


@dataclass(frozen=True, slots=True)
class Seal:
    """A key of this process: what it sealed ends with the process."""

    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    def put(self, purpose: str, said: dict[str, Any], until_s: float) -> str:
        """Seal what is said for one purpose, until a time in seconds since 1970."""
        body = _text(json.dumps({**said, "until": until_s}, separators=(",", ":")).encode())
        return f"{body}.{self._mark(purpose, body)}"

    def get(self, purpose: str, sealed: str, now_s: float) -> dict[str, Any] | None:
        """Return what was sealed for this purpose; None where it was not, or its time is over."""
        body, _, mark = sealed[:LONGEST].partition(".")
        if not hmac.compare_digest(mark.encode(), self._mark(purpose, body).encode()):
            return None
        try:
            said: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        except (ValueError, binascii.Error):
            return None
        return said if said["until"] > now_s else None

    def _mark(self, purpose: str, body: str) -> str:
        # the purpose is part of it: a login that was begun is not a session
        return _text(hmac.new(self._key, f"{purpose}\n{body}".encode(), hashlib.sha256).digest())


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()

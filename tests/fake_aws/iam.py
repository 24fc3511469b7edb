"""Who may call what: principals, roles with external ids, sessions that expire, policies."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any


@cache
def _matching(pattern: str) -> re.Pattern[str]:
    quoted = "".join({"*": ".*", "?": "."}.get(char, re.escape(char)) for char in pattern)
    return re.compile(quoted, re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True)
class Policy:
    """What is allowed: (action pattern, resource pattern) pairs, and what is denied in spite of it.

    Made of a policy document or of plain action patterns. A statement under a condition allows nothing here.
    """

    allowed: tuple[tuple[str, str], ...]
    denied: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, rules: Mapping[str, Any] | Iterable[str]) -> Policy:
        """Read a document ({"Statement": [...]}) or a list of action patterns on any resource."""
        if not isinstance(rules, Mapping):
            return cls(tuple((action, "*") for action in rules))
        found: dict[str, list[tuple[str, str]]] = {"Allow": [], "Deny": []}
        for statement in rules["Statement"]:
            if "Condition" not in statement:
                found[statement["Effect"]] += [
                    (action, resource)
                    for action in _listed(statement["Action"])
                    for resource in _listed(statement["Resource"])
                ]
        return cls(tuple(found["Allow"]), tuple(found["Deny"]))

    def allows(self, action: str, resource: str) -> bool:
        """Say whether an action on a resource is allowed."""
        return _meets(self.allowed, action, resource) and not _meets(self.denied, action, resource)


EVERYTHING = Policy((("*", "*"),))


@dataclass(frozen=True, slots=True)
class Principal:
    """Whoever signs a request."""

    account: str
    arn: str
    policy: Policy
    token: str | None = None
    expires: float | None = None  # epoch seconds of the real clock, which boto3 looks at too


@dataclass(frozen=True, slots=True)
class Role:
    """A role that can be assumed; from any account, as its trust here names none."""

    account: str
    name: str
    policy: Policy
    external_id: str | None = None
    lifetime_s: float | None = None  # a session ends after this, whatever it asked for

    @property
    def arn(self) -> str:
        return f"arn:aws:iam::{self.account}:role/{self.name}"


@dataclass
class Credentials:
    """The keys and roles that exist. `AKIA<account>` is a user with every right in that account."""

    accounts: Sequence[str]
    roles: dict[str, Role] = field(default_factory=dict)
    keys: dict[str, Principal] = field(default_factory=dict)

    def user(self, account: str, name: str, allow: Mapping[str, Any] | Iterable[str]) -> str:
        """Make a user with a policy; return the access key id (any secret will do)."""
        key = "AKIA" + secrets.token_hex(8).upper()
        self.keys[key] = Principal(account, f"arn:aws:iam::{account}:user/{name}", Policy.of(allow))
        return key

    def role(
        self,
        account: str,
        name: str,
        *,
        allow: Mapping[str, Any] | Iterable[str] = ("*",),
        external_id: str | None = None,
        lifetime_s: float | None = None,
    ) -> str:
        """Make a role; return its ARN."""
        role = Role(account, name, Policy.of(allow), external_id, lifetime_s)
        self.roles[role.arn] = role
        return role.arn

    def assume(self, role: Role, session: str, duration_s: int) -> tuple[str, Principal]:
        """Open a session of a role; return its access key id and who it is."""
        key = "ASIA" + secrets.token_hex(8).upper()
        lifetime = duration_s if role.lifetime_s is None else role.lifetime_s
        principal = Principal(
            role.account,
            f"arn:aws:sts::{role.account}:assumed-role/{role.name}/{session}",
            role.policy,
            token="fake/" + secrets.token_urlsafe(48),
            expires=time.time() + lifetime,
        )
        self.keys[key] = principal
        return key, principal

    def principal(self, key: str) -> Principal | None:
        """Return who an access key is; None for an unknown key."""
        known = self.keys.get(key)
        if known is None and key.startswith("AKIA") and key[4:] in self.accounts:
            known = Principal(key[4:], f"arn:aws:iam::{key[4:]}:user/tests", EVERYTHING)
        return known

    def expire_sessions(self) -> None:
        """End every open session at once, without the caller's knowledge."""
        for key, principal in list(self.keys.items()):
            if principal.expires is not None:
                self.keys[key] = Principal(
                    principal.account, principal.arn, principal.policy, principal.token, expires=0.0
                )


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _meets(rules: Iterable[tuple[str, str]], action: str, resource: str) -> bool:
    return any(
        _matching(rule).fullmatch(action) and _matching(place).fullmatch(resource) for rule, place in rules
    )

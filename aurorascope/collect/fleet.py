"""What to collect, as the config file says it: accounts, Regions, clusters, collectors, tier, budget."""

from __future__ import annotations

import difflib
import fnmatch
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from aurorascope.aws.access import Access
from aurorascope.model.collector import Tier
from aurorascope.model.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

REGION = re.compile(r"[a-z]{2,4}(-[a-z]+)+-\d+")
ROLE_ARN = re.compile(r"arn:[a-z-]+:iam::\d{12}:role/\S+")
ACCOUNT_KEYS = ("name", "profile", "role_arn", "external_id", "regions", "clusters", "tags")


@dataclass(frozen=True, slots=True)
class Choice:
    """One account of the config file, and which of its clusters are meant; no names and no tags: all."""

    access: Access
    regions: tuple[str, ...] = ()
    clusters: tuple[str, ...] = ()  # names, * and ? allowed
    tags: Mapping[str, str] = field(default_factory=dict)
    name: str = ""

    def means(self, name: str, tags: Mapping[str, str]) -> bool:
        """Say whether a cluster is chosen: by one of the names, or by all of the tags."""
        if not self.clusters and not self.tags:
            return True
        by_name = any(fnmatch.fnmatchcase(name, pattern) for pattern in self.clusters)
        by_tags = bool(self.tags) and all(
            key in tags and fnmatch.fnmatchcase(tags[key], value) for key, value in self.tags.items()
        )
        return by_name or by_tags


@dataclass(frozen=True, slots=True)
class Fleet:
    """All of it; `switches` and `options` are by the collectors' names."""

    choices: tuple[Choice, ...] = (Choice(Access()),)
    switches: Mapping[str, bool] = field(default_factory=dict)
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    tier: Tier = "useful"
    budget_usd_month: float | None = None
    prices: Path | None = None
    rates: Mapping[str, float] = field(default_factory=dict)


def known_key(name: str, known: Collection[str], where: str) -> None:
    """Raise BadRequestError for a key that is not known, and name the nearest that is."""
    if name in known:
        return
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    meant = f"did you mean {near[0]!r}? " if near else ""
    raise BadRequestError(f"{where}: unknown key {name!r}: {meant}known are {', '.join(known)}.")


def read_fleet(stated: Mapping[str, Any], where: str, collectors: Sequence[str]) -> Fleet:
    """Make the fleet of a config file's tables. Raises BadRequestError that names the key."""
    accounts = stated.get("accounts", [])
    if not isinstance(accounts, list) or not all(isinstance(one, dict) for one in accounts):
        raise BadRequestError(f"{where}: accounts must be tables: write [[accounts]] before each.")
    choices = tuple(_choice(one, f"{where}: accounts[{i}]") for i, one in enumerate(accounts))
    switches, options = _collectors(stated.get("collectors", {}), f"{where}: collectors", collectors)
    return Fleet(
        choices=choices or (Choice(Access()),),
        switches=switches,
        options=options,
        tier=_tier(stated.get("tier", "useful"), where),
        budget_usd_month=_dollars(stated.get("budget_usd_month"), where),
        prices=Path(stated["prices"]).expanduser() if stated.get("prices") else None,
        rates=_rates(stated.get("rates", {}), f"{where}: rates"),
    )


def _choice(stated: Mapping[str, Any], where: str) -> Choice:
    for key in stated:
        known_key(key, ACCOUNT_KEYS, where)
    texts = {key: _text(stated.get(key, ""), f"{where}.{key}") for key in ACCOUNT_KEYS[:4]}
    if texts["role_arn"] and not ROLE_ARN.fullmatch(texts["role_arn"]):
        raise BadRequestError(
            f"{where}.role_arn: {texts['role_arn']!r} is no role's ARN (arn:aws:iam::<account>:role/<name>)."
        )
    if texts["external_id"] and not texts["role_arn"]:
        raise BadRequestError(f"{where}.external_id goes with a role_arn, which is missing.")
    regions = _texts(stated.get("regions", []), f"{where}.regions")
    for region in regions:
        if not REGION.fullmatch(region):
            raise BadRequestError(f"{where}.regions: {region!r} is no Region's name (such as eu-west-1).")
    clusters = stated.get("clusters", [])
    names = () if clusters == "all" else _texts(clusters, f"{where}.clusters")
    tags = stated.get("tags", {})
    if not isinstance(tags, dict) or not all(isinstance(value, str) for value in tags.values()):
        raise BadRequestError(f"{where}.tags must be a table of texts: tags = {{ team = 'payments' }}.")
    access = Access(texts["profile"], texts["role_arn"], texts["external_id"])
    return Choice(access, regions, names, dict(tags), texts["name"])


def _collectors(
    stated: object, where: str, known: Sequence[str]
) -> tuple[dict[str, bool], dict[str, dict[str, Any]]]:
    if not isinstance(stated, dict):
        raise BadRequestError(f"{where} must be a table of the collectors' names.")
    switches: dict[str, bool] = {}
    options: dict[str, dict[str, Any]] = {}
    for name, value in stated.items():
        known_key(name, known, where)
        if isinstance(value, bool):
            switches[name] = value
        elif isinstance(value, dict):
            rest = dict(value)
            switch = rest.pop("enabled", True)
            if not isinstance(switch, bool):
                raise BadRequestError(f"{where}.{name}.enabled must be true or false.")
            switches[name] = switch
            options[name] = rest
        else:
            raise BadRequestError(f"{where}.{name} must be true, false, or a table of its options.")
    return switches, options


def _tier(stated: object, where: str) -> Tier:
    tiers: tuple[Tier, ...] = get_args(Tier)
    for tier in tiers:
        if stated == tier:
            return tier
    raise BadRequestError(f"{where}: tier must be one of {', '.join(tiers)}, not {stated!r}.")


def _dollars(stated: object, where: str) -> float | None:
    if stated is None:
        return None
    if isinstance(stated, bool) or not isinstance(stated, int | float) or stated < 0:
        raise BadRequestError(f"{where}: budget_usd_month must be a number of dollars.")
    return float(stated)


def _rates(stated: object, where: str) -> dict[str, float]:
    if not isinstance(stated, dict):
        raise BadRequestError(f"{where} must be a table: calls a second by service.")
    for name, value in stated.items():
        known_key(name, tuple(SERVICES), where)
        if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
            raise BadRequestError(f"{where}.{name} must be a number of calls a second.")
    return {name: float(value) for name, value in stated.items()}


SERVICES = ("cloudwatch", "rds", "pi", "logs", "cloudtrail", "application-autoscaling", "s3", "sts")


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise BadRequestError(f"{where} must be a text.")
    return value


def _texts(value: object, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise BadRequestError(f"{where} must be a list of texts.")
    return tuple(value)

"""`[delivery]` of the config: where reports are reached, how they are sealed, and the channels by name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from aurorascope.model.errors import BadRequestError
from aurorascope.report.delivery.mail import Mail, address, check_server
from aurorascope.report.delivery.secret_names import secret_from
from aurorascope.report.delivery.sns import Sns
from aurorascope.report.delivery.webhook import Webhook

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from aurorascope.report.delivery.patience import Channel

KEYS = ("out", "keep", "link_base", "encryption", "kms_key", "channels")
KINDS: dict[str, tuple[str, ...]] = {
    "webhook": ("url",),
    "sns": ("topic",),
    "mail": ("host", "port", "tls", "from", "to", "user", "password", "ca_file"),
}
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
TOPIC = re.compile(r"arn:[\w-]+:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}(\.fifo)?")
PORTS = {"starttls": 587, "implicit": 465, "none": 25}


@dataclass(frozen=True, slots=True)
class Delivery:
    """All of `[delivery]`."""

    out: str = ""
    keep: str = ""
    link_base: str = ""
    encryption: str = ""
    kms_key: str = ""
    channels: Mapping[str, Channel] = field(default_factory=dict)

    def chosen(self, names: Sequence[str]) -> list[Channel]:
        """Return the channels called `names`, each once. Raises BadRequestError for a name that is none."""
        for name in names:
            _known(name, self.channels, "--deliver", "channel")
        return [self.channels[name] for name in dict.fromkeys(names)]


def read_delivery(stated: object, where: str) -> Delivery:
    """Make the delivery of the config's table. Raises BadRequestError that names the key, never a secret."""
    raw = _table(stated, where)
    for key in raw:
        _known(key, KEYS, where, "key")
    texts = {key: _text(raw.get(key, ""), f"{where}.{key}") for key in KEYS[:-1]}
    base = urlsplit(texts["link_base"])
    if texts["link_base"] and (base.scheme not in {"https", "http"} or not base.netloc or base.query):
        raise BadRequestError(
            f"{where}.link_base must be an address such as https://reports.example.com/aurora."
        )
    named = _table(raw.get("channels", {}), f"{where}.channels")
    found = {name: _channel(name, one, f"{where}.channels.{name}") for name, one in named.items()}
    return Delivery(**texts, channels=found)


def _channel(name: str, stated: object, where: str) -> Channel:
    if not NAME.fullmatch(name):
        raise BadRequestError(f"{where}: a channel's name has small letters, digits and hyphens.")
    raw = _table(stated, where)
    kind = raw.get("kind")
    if kind not in KINDS:
        raise BadRequestError(f"{where}.kind must be one of {', '.join(KINDS)}, not {kind!r}.")
    for key in raw:
        _known(key, ("kind", *KINDS[kind]), where, "key")
    return MAKERS[kind](name, raw, where)


def _webhook(name: str, raw: Mapping[str, Any], where: str) -> Channel:
    return Webhook(name, secret_from(raw.get("url"), f"{where}.url"))


def _sns(name: str, raw: Mapping[str, Any], where: str) -> Channel:
    topic = _text(raw.get("topic", ""), f"{where}.topic")
    if not TOPIC.fullmatch(topic):
        raise BadRequestError(
            f"{where}.topic: {topic!r} is no topic's ARN (arn:aws:sns:<region>:<account>:<name>)."
        )
    return Sns(name, topic)


def _mail(name: str, raw: Mapping[str, Any], where: str) -> Channel:
    host, tls = _text(raw.get("host", ""), f"{where}.host"), _text(raw.get("tls", "starttls"), f"{where}.tls")
    check_server(host, tls, where)
    if not host:
        raise BadRequestError(f"{where}.host is missing: the mail server.")
    port = raw.get("port", PORTS[tls])
    if not isinstance(port, int) or isinstance(port, bool) or not 0 < port < 65_536:
        raise BadRequestError(f"{where}.port must be a port, 1 to 65535.")
    to = raw.get("to", [])
    if not isinstance(to, list) or not to:
        raise BadRequestError(f"{where}.to must be a list of mail addresses.")
    return Mail(
        name=name,
        host=host,
        port=port,
        tls=tls,  # type: ignore[arg-type]  # `check_server` refused anything else
        sender=address(_text(raw.get("from", ""), f"{where}.from"), f"{where}.from"),
        to=tuple(address(_text(one, f"{where}.to"), f"{where}.to") for one in dict.fromkeys(to)),
        login=_login(raw, tls, where),
        ca_file=_text(raw.get("ca_file", ""), f"{where}.ca_file"),
    )


def _login(raw: Mapping[str, Any], tls: str, where: str) -> Callable[[], tuple[str, str]] | None:
    if "user" not in raw and "password" not in raw:
        return None
    if tls == "none":
        raise BadRequestError(f"{where}: a password is sent inside TLS only; tls is none.")
    user, password = (secret_from(raw.get(key), f"{where}.{key}") for key in ("user", "password"))
    return lambda: (user(), password())


MAKERS: dict[str, Callable[[str, Mapping[str, Any], str], Channel]] = {
    "webhook": _webhook,
    "sns": _sns,
    "mail": _mail,
}


def _known(name: str, known: Collection[str], where: str, what: str) -> None:
    if name in known:
        return
    near = get_close_matches(name, list(known), n=1, cutoff=0.5)
    meant = f"did you mean {near[0]!r}? " if near else ""
    there = f"known are {', '.join(known)}." if known else "the config names none under [delivery.channels]."
    raise BadRequestError(f"{where}: unknown {what} {name!r}: {meant}{there}")


def _table(value: object, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise BadRequestError(f"{where} must be a table.")
    return value


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise BadRequestError(f"{where} must be a text.")
    return value

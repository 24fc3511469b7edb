"""Chat: a Slack-compatible incoming webhook, as Slack, Mattermost, Rocket.Chat and others take it.

Cluster names, SQL and error texts come from logs. Here `&`, `<` and `>` are written as Slack asks for it, so
nothing becomes a link or `<!channel>`; a zero-width space breaks `@here` and foreign addresses, which others
than Slack would act on; and nobody is asked to preview anything.
"""

from __future__ import annotations

import json
import re
import ssl
from dataclasses import dataclass
from http.client import HTTPException
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, Request, build_opener

from aurorascope.model.errors import BadRequestError
from aurorascope.model.sending import NotDeliveredError, UnansweredError
from aurorascope.report.delivery.message import BOLD, ESCAPED, HEADING, LINK, unarmed

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import Message as Headers

    from aurorascope.report.delivery.message import Message

TIMEOUT_S = 15.0
LONGEST_WAIT_S = 60.0
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
WORD = re.compile(r"[a-z_]{1,40}")
BULLET = re.compile(r"(\s*)[-*]\s+")


@dataclass(frozen=True)
class Webhook:
    """One webhook; `url` fetches its address, which is a secret, when it is needed."""

    name: str
    url: Callable[[], str]
    timeout_s: float = TIMEOUT_S

    def shown(self, message: Message) -> str:
        """Return what is sent, as people read it."""
        return json.dumps(payload(message), indent=1, ensure_ascii=False)

    def send(self, message: Message) -> str:
        """Post it once. Raises NotDeliveredError or UnansweredError; no sentence holds the address."""
        address = checked(self.url(), self.name)
        request = Request(  # noqa: S310 -- `checked` lets https through, and http to this machine
            address,
            data=json.dumps(payload(message)).encode(),
            headers={
                "Content-Type": "application/json",
                "User-Agent": "aurorascope",
                "Idempotency-Key": message.key,
            },
        )
        try:
            with _opener().open(request, timeout=self.timeout_s) as answer:
                answer.read(1000)
        except HTTPError as error:
            with error:
                raise refusal(error) from None
        except URLError as error:
            reason = error.reason if isinstance(error.reason, OSError) else OSError(str(error.reason))
            trusted = not isinstance(reason, ssl.SSLCertVerificationError)
            raise NotDeliveredError(f"the webhook was not reached: {_why(reason)}", again=trusted) from None
        except (OSError, HTTPException):
            raise UnansweredError("the webhook gave no answer") from None
        return ""


def checked(address: str, name: str) -> str:
    """Return an address if a secret may be sent there. Raises BadRequestError; the address is not in it."""
    try:
        parts = urlsplit(address.strip())
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        parts, host = urlsplit(""), ""
    plain = address.strip().isprintable() and " " not in address.strip()
    if (
        not host
        or not plain
        or not (parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK))
    ):
        raise BadRequestError(f"channel {name}: its url must begin with https://.")
    return address.strip()


def payload(message: Message) -> dict[str, Any]:
    """Return the JSON of a message: the one field that every taker of webhooks knows, and no previews."""
    link = f"<{escaped(message.link)}|The whole report>" if message.is_linked else escaped(message.link)
    lines = [f"*{escaped(unarmed(message.subject))}*", *map(mrkdwn, message.lines), link]
    return {"text": "\n".join(lines), "unfurl_links": False, "unfurl_media": False, "mrkdwn": True}


def mrkdwn(line: str) -> str:
    """Return a line of Markdown as Slack writes it; links become their words, as only ours is a link.

    >>> mrkdwn("## **orders** is at <!channel> [act](https://x.example/)")
    '*orders is at &lt;!channel&gt; act*'
    """
    line = LINK.sub(r"\1", line)
    heading = HEADING.fullmatch(line)
    line = (
        heading[1].replace("**", "")
        if heading
        else BOLD.sub(r"*\1*", BULLET.sub("\\1\u2022 ", line, count=1))
    )
    line = escaped(unarmed(ESCAPED.sub(r"\1", line)))
    return f"*{line}*" if heading and line else line


def escaped(text: str) -> str:
    """Return text with the three characters that Slack gives a meaning written out."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def refusal(error: HTTPError) -> NotDeliveredError:
    """Return what an answer that is no success means."""
    word = error.read(200).decode("utf-8", "replace").strip() if error.code < 500 else ""
    said = f" ({word})" if WORD.fullmatch(word) else ""
    return NotDeliveredError(
        f"the webhook answered {error.code}{said}",
        again=error.code == 429 or error.code >= 500,
        after_s=_after(error.headers.get("Retry-After")),
    )


def _after(said: str | None) -> float:
    return min(float(said), LONGEST_WAIT_S) if said and said.isdecimal() else 0.0


def _why(reason: OSError) -> str:
    return str(reason.strerror or reason.args[-1] if reason.args else reason)[:100]


class _NoRedirect(HTTPRedirectHandler):
    """A webhook that moves is refused: its new address was named by a stranger."""

    def redirect_request(
        self, req: Request, fp: Any, code: int, msg: str, headers: Headers, newurl: str
    ) -> None:
        """Follow nothing: the answer then is the refusal that it is."""


def _opener() -> Any:
    return build_opener(HTTPSHandler(context=ssl.create_default_context()), _NoRedirect())

"""Mail: one plain text to all recipients, over TLS, by steps, so that a failure is known for what it is."""

from __future__ import annotations

import re
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate
from typing import TYPE_CHECKING, Literal

from aurorascope.model.errors import BadRequestError
from aurorascope.model.sending import NotDeliveredError, UnansweredError
from aurorascope.report.delivery.message import ascii_line, words
from aurorascope.report.delivery.webhook import LOOPBACK

if TYPE_CHECKING:
    from collections.abc import Callable

    from aurorascope.report.delivery.message import Message

Tls = Literal["starttls", "implicit", "none"]
TIMEOUT_S = 20.0
MOST_SUBJECT = 150
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})*")


@dataclass(frozen=True)
class Mail:
    """One list of recipients behind one mail server. `login` fetches user and password when needed."""

    name: str
    host: str
    port: int
    tls: Tls
    sender: str
    to: tuple[str, ...]
    login: Callable[[], tuple[str, str]] | None = None
    ca_file: str = ""
    timeout_s: float = TIMEOUT_S

    def shown(self, message: Message) -> str:
        """Return what is sent, as people read it."""
        return mail(self, message).as_string(policy=SMTP.clone(cte_type="8bit", linesep="\n"))

    def send(self, message: Message) -> str:
        """Send it once. Raises NotDeliveredError or UnansweredError.

        Return a complaint where the server took it for some recipients only: they have it, so it is sent.
        """
        content = mail(self, message).as_bytes(policy=SMTP)
        login = self.login() if self.login else None
        server: smtplib.SMTP | None = None
        try:
            server = self._connected()
            if login:
                server.login(*login)
            refused = self._addressed(server)
            _handed_over(server, content)
        except smtplib.SMTPResponseException as error:
            did = "refused the login" if isinstance(error, smtplib.SMTPAuthenticationError) else "refused"
            again = 400 <= error.smtp_code < 500
            raise NotDeliveredError(f"{self.host} {did} ({error.smtp_code})", again=again) from None
        except (smtplib.SMTPException, OSError) as error:
            trusted = not isinstance(error, ssl.SSLCertVerificationError | smtplib.SMTPNotSupportedError)
            raise NotDeliveredError(f"{self.host}: {_why(error)}", again=trusted) from None
        finally:
            if server is not None:
                with suppress(smtplib.SMTPException, OSError):
                    server.quit()
                server.close()
        return f"{self.host} refused {', '.join(refused)}" if refused else ""

    def _connected(self) -> smtplib.SMTP:
        """Connect, and be inside TLS; a server that offers none is refused, except on this machine."""
        context = ssl.create_default_context(cafile=self.ca_file or None)
        if self.tls == "implicit":
            return smtplib.SMTP_SSL(self.host, self.port, timeout=self.timeout_s, context=context)
        server = smtplib.SMTP(self.host, self.port, timeout=self.timeout_s)
        if self.tls == "starttls":
            try:
                server.starttls(context=context)
            except (smtplib.SMTPException, OSError):
                server.close()
                raise
        return server

    def _addressed(self, server: smtplib.SMTP) -> list[str]:
        """Name sender and recipients; return the recipients that were refused, if not all were."""
        server.ehlo_or_helo_if_needed()
        _taken(server.mail(self.sender))
        answers = {one: server.rcpt(one) for one in self.to}
        refused = [one for one, (code, _) in answers.items() if code not in {250, 251}]
        if len(refused) == len(self.to):
            _taken(answers[self.to[0]])
        return refused


def mail(channel: Mail, message: Message) -> EmailMessage:
    """Return the mail. Its id is made of its content, so that a mail server may know it again."""
    made = EmailMessage(policy=SMTP)
    made["From"] = channel.sender
    made["To"] = ", ".join(channel.to)
    made["Subject"] = ascii_line(message.subject, MOST_SUBJECT)
    made["Date"] = formatdate(usegmt=True)
    made["Message-ID"] = f"<{message.key[:32]}.{channel.name}@{channel.sender.rpartition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"  # no out-of-office replies
    made["X-Aurorascope-Verdict"] = message.worst
    lines = [*map(words, message.lines), "", f"The whole report: {message.link}"]
    made.set_content("\n".join(lines) + "\n", charset="utf-8", cte="quoted-printable")
    return made


def address(text: str, where: str) -> str:
    """Return a bare mail address. Raises BadRequestError: a header is no place for anything else."""
    if not ADDRESS.fullmatch(text):
        raise BadRequestError(f"{where}: {text!r} is no mail address.")
    return text


def check_server(host: str, tls: str, where: str) -> None:
    """Raise BadRequestError for a server to which reports would go in the clear."""
    if tls not in {"starttls", "implicit", "none"}:
        raise BadRequestError(f"{where}.tls must be starttls, implicit or none, not {tls!r}.")
    if tls == "none" and host not in LOOPBACK:
        raise BadRequestError(f"{where}.tls: without TLS only to a server on this machine.")


def _handed_over(server: smtplib.SMTP, content: bytes) -> None:
    """Send the text; from its last byte on, silence means that nobody knows."""
    code, answer = server.docmd("DATA")
    if code != 354:
        raise smtplib.SMTPResponseException(code, answer)
    lines = content.replace(b"\r\n", b"\n").split(b"\n")
    dotted = b"\r\n".join(b"." + line if line.startswith(b".") else line for line in lines)
    server.send(dotted.removesuffix(b"\r\n") + b"\r\n.\r\n")
    try:
        reply = server.getreply()
    except (smtplib.SMTPException, OSError):
        raise UnansweredError("the mail server gave no answer") from None
    _taken(reply)


def _taken(answer: tuple[int, bytes]) -> None:
    code, said = answer
    if code not in {250, 251}:
        raise smtplib.SMTPResponseException(code, said)


def _why(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return "it offers no STARTTLS or no login"
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return "it closed the connection"
    return (error.strerror if isinstance(error, OSError) else None) or type(error).__name__

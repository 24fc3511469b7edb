"""Mail goes through TLS to real servers, says once what it has to say, and no header comes from a log."""

from __future__ import annotations

import email
import email.policy
from typing import Any

import pytest
from delivering import HOSTILE, message
from loopback import Post, ServePost

from aurorascope.model.errors import BadRequestError
from aurorascope.model.sending import NotDeliveredError, UnansweredError
from aurorascope.report.delivery.mail import Mail, address, check_server
from aurorascope.report.delivery.patience import send_patiently

SECRET = "s3cret-word"  # noqa: S105 -- made up


def channel(post: Post, **more: Any) -> Mail:
    how: dict[str, Any] = {"tls": "starttls", "ca_file": str(post.certificate)} | more
    return Mail(
        "dba",
        "127.0.0.1",
        post.port,
        sender="aurora@example.com",
        to=("a@example.com", "b@example.com"),
        **how,
    )


@pytest.mark.parametrize("implicit", [False, True])
def test_a_mail_arrives_through_tls_with_its_login(post: ServePost, implicit: bool) -> None:
    server = post(implicit=implicit)
    tls = "implicit" if implicit else "starttls"
    assert channel(server, tls=tls, login=lambda: ("reporter", SECRET)).send(message()) == ""
    [taken] = server.taken
    made = email.message_from_bytes(taken, policy=email.policy.default)
    assert made["Subject"] == "Aurora report 2026-11-19: act (1 of 2 clusters)"
    assert made["To"] == "a@example.com, b@example.com"
    assert "https://reports.example/a/2026-11-19/report.html" in made.get_content()
    assert [line for line in server.said if line.startswith("AUTH")] == []  # never before TLS
    assert any(line.startswith("tls AUTH") for line in server.said)


def test_a_server_without_tls_gets_neither_password_nor_report(post: ServePost) -> None:
    server = post(offers_tls=False)
    with pytest.raises(NotDeliveredError, match="offers no STARTTLS") as caught:
        channel(server, login=lambda: ("reporter", SECRET)).send(message())
    assert (server.taken, caught.value.again) == ([], False)
    assert not any("AUTH" in line.upper() or "MAIL" in line.upper() for line in server.said)


def test_a_server_that_nobody_vouches_for_gets_nothing(post: ServePost) -> None:
    server = post()
    with pytest.raises(NotDeliveredError) as caught:
        channel(server, ca_file="").send(message())
    assert (server.taken, caught.value.again) == ([], False)


def test_hostile_text_makes_no_header_no_second_recipient_and_no_link(post: ServePost) -> None:
    server = post()
    channel(server).send(message(HOSTILE))
    made = email.message_from_bytes(server.taken[0], policy=email.policy.default)
    assert made["Bcc"] is None
    assert sum(line.upper().startswith("TLS RCPT") for line in server.said) == 2
    text = made.get_content()
    body = text[: text.index("The whole report")]
    for harmful in ("https://", "hunter2", "hunter3", "\x1b", "\u202e"):
        assert harmful not in body
    assert "Bcc: all" in body  # it stays text


def test_a_line_with_a_dot_alone_ends_nothing(post: ServePost) -> None:
    server = post()
    channel(server).send(message("one\n.\n..two\nthree"))
    text = email.message_from_bytes(server.taken[0], policy=email.policy.default).get_content()
    assert text.splitlines()[:4] == ["one", ".", "..two", "three"]


def test_a_busy_server_is_asked_again_and_a_refusing_one_is_not(post: ServePost) -> None:
    server = post(greetings=[421, 220])
    assert send_patiently(channel(server), message(), [].append) == ""
    assert len(server.taken) == 1
    refusing = post(refused={"a@example.com": 550, "b@example.com": 550})
    with pytest.raises(NotDeliveredError, match=r"refused \(550\)"):
        send_patiently(channel(refusing), message(), [].append)
    assert sum(line.endswith("STARTTLS") for line in refusing.said) == 1


def test_one_recipient_who_is_gone_keeps_no_other_from_reading(post: ServePost) -> None:
    server = post(refused={"a@example.com": 550})
    assert channel(server).send(message()) == "127.0.0.1 refused a@example.com"
    assert len(server.taken) == 1


def test_a_mail_that_may_have_been_taken_is_not_sent_again(post: ServePost) -> None:
    server = post(silent_after_data=True)
    with pytest.raises(UnansweredError):
        send_patiently(channel(server), message(), [].append)
    assert len(server.taken) == 1


def test_the_same_report_is_the_same_mail_to_a_server_that_looks(post: ServePost) -> None:
    made = [email.message_from_string(channel(post()).shown(message(short))) for short in ("x", "x", "y")]
    ids = [one["Message-ID"] for one in made]
    assert ids[0] == ids[1] != ids[2]


@pytest.mark.parametrize(
    "wrong", ["a", "a@b\nBcc: c@d", "a@b, c@d", "Name <a@b>", "a b@c", "ä@b", "", "a@b\r", "@b", "a@"]
)
def test_an_address_with_anything_else_in_it_is_refused(wrong: str) -> None:
    with pytest.raises(BadRequestError):
        address(wrong, "delivery.channels.dba.to")


def test_only_a_server_on_this_machine_may_go_without_tls() -> None:
    check_server("127.0.0.1", "none", "x")
    for host, tls in (("mail.example.com", "none"), ("mail.example.com", "ssl")):
        with pytest.raises(BadRequestError):
            check_server(host, tls, "x")

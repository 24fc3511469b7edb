"""Chat gets few harmless words, once, and its address stays a secret."""

from __future__ import annotations

import json
import socket
import ssl
from pathlib import Path
from typing import Any

import pytest
from delivering import HOSTILE, message
from loopback import Hook

from aurorascope.model.errors import BadRequestError
from aurorascope.model.sending import NotDeliveredError, UnansweredError
from aurorascope.report.delivery.patience import WAITS_S, send_patiently
from aurorascope.report.delivery.webhook import Webhook, checked, mrkdwn, payload


def channel(hook: Hook, **more: Any) -> Webhook:
    return Webhook("chat", lambda: hook.url, **more)


def test_a_message_is_one_post_of_json_with_the_link(hook: Hook) -> None:
    assert channel(hook).send(message()) == ""
    [(path, body)] = hook.taken
    assert path == "/services/T000/SECRETPATH"
    text = json.loads(body)["text"].split("\n")
    assert text[0] == "*Aurora report 2026-11-19: act (1 of 2 clusters)*"
    assert "\u2022 *orders*: act, a failover of 41 s" in text
    assert text[-1] == "<https://reports.example/a/2026-11-19/report.html|The whole report>"


def test_hostile_text_mentions_nobody_links_nowhere_and_hides_nothing() -> None:
    sent = payload(message(HOSTILE))
    body = "\n".join(sent["text"].split("\n")[1:-1])
    for harmful in ("<", "@here", "@evil", "https://", "hunter2", "hunter3", "\x1b", "\u202e", "\r", "& "):
        assert harmful not in body
    assert "&lt;!channel&gt;" in body
    assert (sent["unfurl_links"], sent["unfurl_media"]) == (False, False)


@pytest.mark.parametrize(
    ("markdown", "slack"),
    [
        ("## Title", "*Title*"),
        ("## **Bold** title", "*Bold title*"),
        ("* item **x**", "\u2022 item *x*"),
        ("[words](https://evil.example/)", "words"),
        (r"a\_b \<c\> \`d\`", "a_b &lt;c&gt; `d`"),
        ("", ""),
        ("a & b", "a &amp; b"),
    ],
)
def test_markdown_becomes_what_slack_reads(markdown: str, slack: str) -> None:
    assert mrkdwn(markdown) == slack


def test_a_busy_server_is_asked_again_after_the_time_that_it_names(hook: Hook) -> None:
    hook.script, hook.headers = [503, 429, 200], {"Retry-After": "7"}
    waits: list[float] = []
    assert send_patiently(channel(hook), message(), waits.append) == ""
    assert (len(hook.taken), waits) == (3, [7.0, 7.0])


def test_patience_ends(hook: Hook) -> None:
    hook.script = [500] * 9
    waits: list[float] = []
    with pytest.raises(NotDeliveredError, match="answered 500"):
        send_patiently(channel(hook), message(), waits.append)
    assert (len(hook.taken), tuple(waits)) == (4, WAITS_S)


@pytest.mark.parametrize("status", [400, 403, 404, 410])
def test_a_refusal_is_final_and_said_with_the_servers_word(hook: Hook, status: int) -> None:
    hook.script, hook.body = [status], b"no_service"
    with pytest.raises(NotDeliveredError, match=rf"answered {status} \(no_service\)") as caught:
        send_patiently(channel(hook), message(), [].append)
    assert not caught.value.again
    assert len(hook.taken) == 1


def test_what_a_server_says_back_is_not_repeated_unless_it_is_a_word(hook: Hook) -> None:
    hook.script, hook.body = [404], b"unknown path /services/T000/SECRETPATH"
    with pytest.raises(NotDeliveredError) as caught:
        channel(hook).send(message())
    assert str(caught.value) == "the webhook answered 404"


def test_a_redirect_is_not_followed(hook: Hook) -> None:
    hook.script, hook.headers = [302], {"Location": hook.url}
    with pytest.raises(NotDeliveredError, match="answered 302"):
        channel(hook).send(message())
    assert len(hook.taken) == 1


def test_a_message_that_may_have_been_taken_is_not_sent_again(hook: Hook) -> None:
    hook.script = [0]
    with pytest.raises(UnansweredError):
        send_patiently(channel(hook), message(), [].append)
    assert len(hook.taken) == 1


def test_silence_is_no_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        with pytest.raises(UnansweredError):
            Webhook("chat", lambda: url, timeout_s=0.2).send(message())


def test_nobody_listening_is_surely_not_delivered() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(NotDeliveredError, match="was not reached: Connection refused") as caught:
        Webhook("chat", lambda: f"http://127.0.0.1:{port}/x").send(message())
    assert caught.value.again


def test_a_certificate_that_nobody_vouches_for_gets_nothing(pem: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    with (
        socket.create_server(("127.0.0.1", 0)) as plain,
        context.wrap_socket(plain, server_side=True, do_handshake_on_connect=False) as server,
    ):
        address = f"https://127.0.0.1:{server.getsockname()[1]}/"
        from threading import Thread

        def shake() -> None:
            with pytest.raises(OSError), server.accept()[0] as one:  # noqa: PT011 -- the client hangs up
                one.do_handshake()

        thread = Thread(target=shake)
        thread.start()
        with pytest.raises(NotDeliveredError, match="certificate") as caught:
            Webhook("chat", lambda: address).send(message())
        thread.join()
    assert not caught.value.again


@pytest.mark.parametrize(
    "address",
    [
        "http://chat.example/x",
        "ftp://chat.example",
        "chat.example",
        "",
        "https://",
        "https://a b/",
        "https://h:port/",
    ],
)
def test_an_address_that_is_not_private_is_refused_and_not_repeated(address: str) -> None:
    with pytest.raises(BadRequestError, match="channel chat: its url must begin with https://") as caught:
        checked(address, "chat")
    assert "chat.example" not in str(caught.value)

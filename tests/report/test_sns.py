"""A topic gets what SNS takes: an ASCII subject, attributes to filter by, each message once."""

from __future__ import annotations

import pytest
from delivering import HOSTILE, message
from fake_aws.aws import FakeAws
from fake_aws.faults import Fault, Kind
from fake_aws.fixtures import StartFake, start_fake
from fake_aws.small_fleet import ACCOUNT, PLACE, REGION
from fake_aws.static_world import StaticWorld

from aurorascope.model.errors import BadRequestError, OutsideError
from aurorascope.model.sending import NotDeliveredError, UnansweredError
from aurorascope.report.delivery.message import ascii_line
from aurorascope.report.delivery.patience import send_patiently
from aurorascope.report.delivery.secret_names import secret_from
from aurorascope.report.delivery.sns import Sns

__all__ = ["start_fake"]
TOPIC = f"arn:aws:sns:{REGION}:{ACCOUNT}:aurorascope-reports"


@pytest.fixture
def fake(start_fake: StartFake, monkeypatch: pytest.MonkeyPatch) -> FakeAws:
    """An account with a topic and two secrets."""
    fake = start_fake(StaticWorld(places=[PLACE]), 1_800_000_000)
    for name, value in fake.environment(*PLACE).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    fake.state(*PLACE)["secrets"] = {"chat": " https://hooks.example/x\n", "mail": '{"user": "u", "n": 1}'}
    return fake


def test_a_message_is_published_with_its_verdict(fake: FakeAws) -> None:
    assert Sns("oncall", TOPIC).send(message()) == ""
    [sent] = fake.state(*PLACE)["sns"]
    assert sent["Subject"] == "Aurora report 2026-11-19: act (1 of 2 clusters)"
    assert sent["Message"].endswith("\nhttps://reports.example/a/2026-11-19/report.html\n")
    assert {name: one["StringValue"] for name, one in sent["MessageAttributes"].items()} == {
        "verdict": "act",
        "day": "2026-11-19",
    }


def test_markdown_is_told_in_words(fake: FakeAws) -> None:
    Sns("oncall", TOPIC).send(message("# Aurora\n**orders** a\\_b is \\<slow\\>\n_100 % covered_"))
    lines = fake.state(*PLACE)["sns"][0]["Message"].splitlines()
    assert lines[:3] == ["Aurora", "orders a_b is <slow>", "100 % covered"]


def test_hostile_text_is_only_text(fake: FakeAws) -> None:
    Sns("oncall", TOPIC).send(message(HOSTILE))
    text = fake.state(*PLACE)["sns"][0]["Message"].rpartition("\n\n")[0]
    for harmful in ("https://", "hunter2", "hunter3", "\x1b", "\u202e"):
        assert harmful not in text


@pytest.mark.parametrize("text", ["ünïcode\nBcc: x\x07", "x" * 300, "a\u2028b"])
def test_a_subject_is_a_short_line_of_ascii(text: str) -> None:
    made = ascii_line(text, 100)
    assert len(made) <= 100
    assert made.isascii()
    assert made.isprintable()


def test_a_throttled_topic_is_asked_again_and_a_forbidden_one_is_not(fake: FakeAws) -> None:
    fake.faults.rules.append(Fault(Kind.THROTTLED, "sns", "Publish", nth=frozenset({1, 2})))
    waits: list[float] = []
    assert send_patiently(Sns("oncall", TOPIC), message(), waits.append) == ""
    assert (len(fake.state(*PLACE)["sns"]), len(waits)) == (1, 2)
    fake.faults.rules.append(Fault(Kind.DENIED, "sns", "Publish"))
    with pytest.raises(NotDeliveredError, match="Publish was denied: sns:Publish"):
        send_patiently(Sns("oncall", TOPIC), message(), waits.append)
    assert len(waits) == 2


def test_an_answer_that_is_lost_is_unknown_and_on_a_fifo_topic_repeated_without_harm(fake: FakeAws) -> None:
    fake.faults.rules.append(Fault(Kind.CUT, "sns", "Publish", nth=frozenset({1, 2})))
    with pytest.raises(UnansweredError):
        send_patiently(Sns("oncall", TOPIC), message(), [].append)
    fake.state(*PLACE)["sns"].clear()
    assert send_patiently(Sns("oncall", f"{TOPIC}.fifo"), message(), [].append) == ""
    assert len(fake.state(*PLACE)["sns"]) == 1


@pytest.mark.usefixtures("fake")
def test_a_secret_is_read_whole_or_by_its_key() -> None:
    assert secret_from("secretsmanager:chat", "x")() == "https://hooks.example/x"
    assert secret_from("secretsmanager:mail#user", "x")() == "u"
    with pytest.raises(BadRequestError, match="no JSON object with a text called 'n'"):
        secret_from("secretsmanager:mail#n", "x")()
    with pytest.raises(BadRequestError, match="no JSON object") as caught:
        secret_from("secretsmanager:chat#user", "x")()
    assert "hooks.example" not in str(caught.value)
    with pytest.raises(OutsideError, match="secret gone: GetSecretValue found nothing"):
        secret_from("secretsmanager:gone", "x")()

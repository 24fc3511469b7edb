"""The config names channels and where their secrets are; what is wrong in it is named, a secret never."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from aurorascope.model.errors import BadRequestError
from aurorascope.report.delivery.channels import read_delivery
from aurorascope.report.delivery.mail import Mail
from aurorascope.report.delivery.secret_names import secret_from

WHOLE = """
out = "s3://reports/aurora"
keep = "400d"
link_base = "https://reports.example.com/aurora"
encryption = "aws:kms"

[channels.chat]
kind = "webhook"
url = "env:CHAT_URL"

[channels.oncall]
kind = "sns"
topic = "arn:aws:sns:eu-west-1:111122223333:aurorascope-reports"

[channels.dba]
kind = "mail"
host = "smtp.example.com"
from = "aurora@example.com"
to = ["dba@example.com", "dba@example.com"]
user = "env:SMTP_USER"
password = "credential:smtp"
"""


def test_channels_are_chosen_by_name_each_once() -> None:
    found = read_delivery(tomllib.loads(WHOLE), "config: delivery")
    assert [one.name for one in found.chosen(["dba", "chat", "dba"])] == ["dba", "chat"]
    mail = found.channels["dba"]
    assert isinstance(mail, Mail)
    assert (mail.port, mail.tls, mail.to) == (587, "starttls", ("dba@example.com",))
    with pytest.raises(BadRequestError, match="did you mean 'chat'"):
        found.chosen(["chta"])
    with pytest.raises(BadRequestError, match="the config names none"):
        read_delivery({}, "x").chosen(["chat"])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ('ot = "x"', "unknown key 'ot'"),
        ('link_base = "javascript:alert(1)"', "link_base must be an address"),
        ("channels = 3", "channels must be a table"),
        ('[channels.Chat]\nkind = "webhook"', "small letters"),
        ('[channels.chat]\nkind = "pager"', "kind must be one of webhook, sns, mail"),
        ('[channels.chat]\nkind = "webhook"\nurl = "https://hooks.example/SECRET"', "never in the config"),
        ('[channels.chat]\nkind = "webhook"\nurl = "env:"', "says where its secret is"),
        ('[channels.chat]\nkind = "webhook"\ntopic = "x"', "unknown key 'topic'"),
        ('[channels.x]\nkind = "sns"\ntopic = "arn:aws:sqs:eu-west-1:111122223333:q"', "no topic's ARN"),
        ('[channels.x]\nkind = "mail"\nhost = "h"\nfrom = "a@b"\nto = []', "list of mail addresses"),
        ('[channels.x]\nkind = "mail"\nhost = "h"\nfrom = "a@b"\nto = ["c"]', "no mail address"),
        (
            '[channels.x]\nkind = "mail"\nhost = "h"\nfrom = "a@b"\nto = ["c@d"]\ntls = "none"',
            "without TLS only",
        ),
        ('[channels.x]\nkind = "mail"\nhost = "h"\nfrom = "a@b"\nto = ["c@d"]\nport = 0', "must be a port"),
        ('[channels.x]\nkind = "mail"\nhost = "h"\nfrom = "a@b"\nto = ["c@d"]\nuser = "env:U"', "secret is"),
        (
            '[channels.x]\nkind = "mail"\nhost = "::1"\ntls = "none"\nfrom = "a@b"\nto = ["c@d"]\nuser = ""',
            "inside TLS",
        ),
    ],
)
def test_what_is_wrong_is_named_and_no_secret_is_repeated(wrong: str, said: str) -> None:
    with pytest.raises(BadRequestError, match=said) as caught:
        read_delivery(tomllib.loads(wrong), "delivery")
    assert "SECRET" not in str(caught.value)


def test_a_secret_comes_from_the_environment_or_from_systemd(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CHAT_URL", " https://hooks.example/x ")
    assert secret_from("env:CHAT_URL", "x")() == "https://hooks.example/x"
    monkeypatch.delenv("CHAT_URL")
    with pytest.raises(BadRequestError, match="the environment holds no CHAT_URL"):
        secret_from("env:CHAT_URL", "x")()
    with pytest.raises(BadRequestError, match="LoadCredential"):
        secret_from("credential:smtp", "x")()
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    (tmp_path / "smtp").write_text("word\n")
    assert secret_from("credential:smtp", "x")() == "word"
    with pytest.raises(BadRequestError, match="no credential other"):
        secret_from("credential:other", "x")()
    with pytest.raises(BadRequestError, match="never in the config"):
        secret_from("credential:../../etc/passwd", "x")

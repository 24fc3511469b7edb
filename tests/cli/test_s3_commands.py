"""Commands take a store in S3 as they take a folder; what is in the way is a sentence and its exit code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fake_aws.bucket_fixtures import reached, s3
from fake_aws.object_store import ObjectStore

from aurorascope.cli.endings import Ending, run_to_exit_code
from aurorascope.cli.main import cli

__all__ = ["reached", "s3"]
WHERE = "s3://plain/commands"
LINE = (
    "2026-01-02 03:14:{:02} UTC:10.0.3.7(51234):app@shop:[12345]:LOG:  "
    "duration: 9.500 ms  statement: SELECT 1\n"
)
Told = Callable[..., tuple[Ending, str, str]]


@pytest.fixture
def told(reached: ObjectStore, capfd: pytest.CaptureFixture[str]) -> Told:
    """Give a function that runs a command and returns its ending, stdout and stderr."""
    assert reached.url

    def run(*arguments: str) -> tuple[Ending, str, str]:
        return Ending(run_to_exit_code(cli, list(arguments))), *capfd.readouterr()

    return run


def test_a_store_in_s3_goes_through_its_commands(told: Told, tmp_path: Path) -> None:
    log = tmp_path / "pg.log"
    log.write_text("".join(LINE.format(second) for second in range(30)))
    ending, said, _ = told("ingest", str(log), "--engine", "one", "--store", WHERE)
    assert (ending, WHERE in said) == (Ending.WELL, True)
    for arguments, part in (
        (("sql", "select count(*) as n from statements"), "30"),
        (("top",), "SELECT ?"),
        (("annotate", "a note"), "is on the time axis"),
        (("store", "compact"), "statements 2026-01-02"),
        (("store", "retain", "--raw", "30d", "--rollups", "40000"), "files taken out"),
        (("store", "upgrade"), "as this program writes it"),
        (("store", "check", "--rollups"), "whole"),
    ):
        ending, said, problem = told(*arguments, "--store", WHERE)
        assert (ending, part in said) == (Ending.WELL, True), (arguments, said, problem)


@pytest.mark.parametrize(
    ("where", "environment", "ending", "said"),
    [
        ("s3://nothere/store", {}, Ending.USAGE, "there is no bucket nothere"),
        ("s3://plain/none", {}, Ending.USAGE, "there is no store at s3://plain/none"),
        ("s3://plain", {"AWS_ACCESS_KEY_ID": "DENIED"}, Ending.OUTSIDE, "was denied"),
        ("s3://plain", {"AWS_PROFILE": "nobody"}, Ending.OUTSIDE, "no usable credentials"),
        ("s3://plain", {"AURORASCOPE_S3_EXPECTED_OWNER": "12"}, Ending.USAGE, "twelve digits"),
        ("s3://plain", {"AWS_ENDPOINT_URL_S3": "http://127.0.0.1:9", "AWS_MAX_ATTEMPTS": "1"}, Ending.OUTSIDE,
         "does not answer"),
    ],
)  # fmt: skip
def test_what_is_in_the_way_has_its_exit_code(
    told: Told, monkeypatch: pytest.MonkeyPatch, where: str, environment: dict[str, str], ending: Ending,
    said: str,
) -> None:  # fmt: skip
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    found, out, problem = told("sql", "select 1", "--store", where)
    assert (found, out) == (ending, "")
    assert said in problem
    assert problem.count("\n") == 1


def test_the_config_file_says_how_the_bucket_is_reached(
    told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "config.toml"
    monkeypatch.setenv("AURORASCOPE_S3_EXPECTED_OWNER", "")  # what a command puts there goes with the test
    monkeypatch.delenv("AURORASCOPE_S3_EXPECTED_OWNER")
    config.write_text('store = "s3://plain/none"\n[s3]\nexpected_owner = "999999999999"\n')
    ending, _, problem = told("--config", str(config), "sql", "select 1")
    assert (ending, "999999999999" in problem) == (Ending.OUTSIDE, True)
    config.write_text('store = "s3://plain/none"\n[s3]\nowner = "999999999999"\n')
    ending, _, problem = told("--config", str(config), "sql", "select 1")
    assert (ending, "owner" in problem) == (Ending.USAGE, True)

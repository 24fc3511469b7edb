"""A submitted ingest: begun with real clients over HTTP, watched to its end, priced, cancelled. No AWS account."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from typing import Any

import pytest
from fake_aws.aws import FakeAws
from fake_aws.fixtures import StartFake
from fake_aws.small_fleet import ACCOUNT, NOON, PLACE, REGION, small_fleet

from aurorascope import __version__
from aurorascope.aws.prices import read_prices
from aurorascope.cli import spark as command
from aurorascope.cli.endings import Ending, run_to_exit_code
from aurorascope.cli.main import cli
from aurorascope.collect.permissions import calls_of, policy
from aurorascope.scale import job, submitting
from aurorascope.scale.submitting import cost

ROLE = f"arn:aws:iam::{ACCOUNT}:role/aurorascope-spark"
CODE = "s3://orders-logs/spark"
PACKED = {
    "emr-serverless": "aurorascope-environment.tar.gz",
    "glue": f"aurorascope-{__version__}-py3-none-any.whl",
}
INGEST = ("--", "s3://orders-logs/aurora/", "--store", "s3://orders-logs/store", "--cluster", "orders")
NAMED = {
    "emr-serverless": ("--application", "00f1abc", "--role", ROLE, "--spark-conf", "spark.executor.cores=4"),
    "glue": ("--job", "aurorascope", "--spark-conf", "spark.a=1", "--spark-conf", "spark.b=2"),
}


@pytest.fixture
def fake(start_fake: StartFake, monkeypatch: pytest.MonkeyPatch) -> FakeAws:
    """An account with a bucket in which the packed code lies."""
    fake = start_fake(small_fleet(), NOON)
    for name, value in fake.environment(*PLACE).items():
        monkeypatch.setenv(name, value)
    client = fake.client("s3", *PLACE)
    for name in PACKED.values():
        client.put_object(Bucket="orders-logs", Key=f"spark/{name}", Body=b"packed")
    return fake


@pytest.fixture
def results(fake: FakeAws, monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, Any]], None]:
    """Let the job, which runs nowhere here, have left a result: what the command asks for next finds it."""

    def leave(result: dict[str, Any]) -> None:
        def waited(seconds: float) -> None:
            del seconds
            for state in (fake.state(*PLACE).get("emr-serverless"), fake.state(*PLACE).get("glue")):
                for run in (state or {}).get("runs", {}).values():
                    given = argument_of_run(run["asked"])
                    key = f"spark/{given['result']}"
                    fake.client("s3", *PLACE).put_object(
                        Bucket="orders-logs", Key=key, Body=json.dumps(result).encode()
                    )

        monkeypatch.setattr(submitting.time, "sleep", waited)
        monkeypatch.setattr(
            submitting.watch, "__kwdefaults__", submitting.watch.__kwdefaults__ | {"wait": waited}
        )

    return leave


def argument_of_run(asked: dict[str, Any]) -> dict[str, Any]:
    """Return what a run's script is given."""
    driver = asked.get("jobDriver", {}).get("sparkSubmit", {})
    text = driver["entryPointArguments"][1] if driver else asked["Arguments"]["--aurorascope"]
    given: dict[str, Any] = json.loads(text)
    return given


def submitted(service: str, *more: str) -> int:
    return run_to_exit_code(
        cli, ["spark", "submit", service, "--code", CODE, *NAMED[service], *more, *INGEST]
    )


@pytest.mark.parametrize(
    ("service", "used"),
    [
        ("emr-serverless", "used 2.000 vcpu hours, 8.000 memory gb hours: about $0.15"),
        ("glue", "used 2.500 dpu hours: about $1.10"),
    ],
)
def test_a_run_is_begun_watched_priced_and_ends_as_the_ingest_ended(
    service: str, used: str, fake: FakeAws, results: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    results({"exit": 5, "said": "12 sources, one in part\n"})
    assert submitted(service) == Ending.PARTIAL
    out, err = capsys.readouterr()
    assert out == "12 sources, one in part\n"
    assert f"{service} run " in err
    assert "its logs: " in err
    assert " running" in err
    assert used in err
    (run,) = fake.state(*PLACE)[service]["runs"].values()
    given = argument_of_run(run["asked"])
    assert given["arguments"] == ["ingest", "--engine", "spark", *INGEST[1:]]
    assert given["region"] == REGION
    script = fake.client("s3", *PLACE).get_object(Bucket="orders-logs", Key="spark/job.py")["Body"].read()
    assert script == (submitting.Path(job.__file__)).read_bytes()


def test_what_each_service_is_asked(fake: FakeAws) -> None:
    for service in NAMED:
        assert submitted(service, "--detach", "--minutes", "30") == Ending.WELL
    (emr,) = fake.state(*PLACE)["emr-serverless"]["runs"].values()
    said = emr["asked"]["jobDriver"]["sparkSubmit"]["sparkSubmitParameters"]
    assert f"--conf spark.archives={CODE}/aurorascope-environment.tar.gz#environment" in said
    assert "--conf spark.executor.cores=4" in said
    assert emr["asked"]["executionTimeoutMinutes"] == 30
    (glue,) = fake.state(*PLACE)["glue"]["runs"].values()
    assert glue["asked"]["Arguments"]["--conf"] == "spark.a=1 --conf spark.b=2"
    assert glue["asked"]["Arguments"]["--additional-python-modules"] == f"{CODE}/{PACKED['glue']}"
    assert glue["asked"]["Timeout"] == 30


@pytest.mark.parametrize(("service", "state"), [("emr-serverless", "CANCELLED"), ("glue", "STOPPED")])
def test_ctrl_c_cancels_the_run(
    service: str,
    state: str,
    fake: FakeAws,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def interrupted(_: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(
        submitting.watch, "__kwdefaults__", submitting.watch.__kwdefaults__ | {"wait": interrupted}
    )
    assert submitted(service) == Ending.INTERRUPTED
    (run,) = fake.state(*PLACE)[service]["runs"].values()
    assert run["states"][-1] == state
    assert "is cancelled: it commits nothing, unless it had already" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("service", "script", "sentence"),
    [
        ("emr-serverless", ["RUNNING", "FAILED"], "ended as FAILED: Job failed, please check complete logs"),
        ("glue", ["RUNNING", "FAILED"], "ended as FAILED: SystemExit: 4"),
        ("glue", ["TIMEOUT"], "ended as TIMEOUT"),
        ("emr-serverless", ["SUCCESS"], "ended well and left no result at s3://orders-logs/spark/results/"),
    ],
)
def test_a_run_that_failed_is_said_with_its_logs(
    service: str,
    script: list[str],
    sentence: str,
    fake: FakeAws,
    results: Callable[..., None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    if "SUCCESS" not in script:
        results({"exit": 4, "said": ""})
    fake.state(*PLACE)[service] = {"script": script}
    assert submitted(service) == Ending.OUTSIDE
    said = capsys.readouterr().err
    assert sentence in said
    assert "logs" in said


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("glue", "--code", CODE, *INGEST), "glue needs --job"),
        (("emr-serverless", "--code", CODE, "--role", ROLE, *INGEST), "emr-serverless needs --application"),
        (
            ("glue", "--code", CODE, "--job", "x", "--", "logs/", "--store", "s3://b/s"),
            "reads and writes s3:// only",
        ),
        (("glue", "--code", CODE, "--job", "x", "--", "s3://b/l"), "--store: a Spark of AWS's"),
        (
            ("glue", "--code", CODE, "--job", "x", *INGEST, "--workers", "2"),
            "leave --follow, --engine, --workers",
        ),
        (("glue", "--code", CODE, "--job", "x", *INGEST, "--wrong"), "No such option"),
        (("glue", "--code", "s3://orders-logs/empty", "--job", "aurorascope", *INGEST), "pack.sh makes it"),
        (("glue", "--code", CODE, "--job", "x", "--spark-conf", "a=b c", *INGEST), "has no blank"),
    ],
)
@pytest.mark.usefixtures("fake")
def test_what_cannot_be_is_said_before_anything_is_begun(
    arguments: tuple[str, ...], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_to_exit_code(cli, ["spark", "submit", *arguments]) == Ending.USAGE
    assert sentence in capsys.readouterr().err


@pytest.mark.usefixtures("fake")
def test_a_refusal_of_aws_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["spark", "submit", "glue", "--code", CODE, "--job", "aurorascope-other", *INGEST]
    assert run_to_exit_code(cli, asked) == Ending.OUTSIDE
    assert "missing metadata" in capsys.readouterr().err


def test_the_submitters_policy_is_enough(fake: FakeAws, monkeypatch: pytest.MonkeyPatch) -> None:
    places = {"partition": "aws", "account": ACCOUNT, "region": REGION, "bucket": "orders-logs"}
    allowed = policy(calls_of("spark_submitter", []), places)
    role = fake.credentials.role(ACCOUNT, "submitter", allow=allowed)
    answer = fake.client("sts", *PLACE).assume_role(RoleArn=role, RoleSessionName="submitter")["Credentials"]
    for name, part in {
        "AWS_ACCESS_KEY_ID": "AccessKeyId",
        "AWS_SECRET_ACCESS_KEY": "SecretAccessKey",
        "AWS_SESSION_TOKEN": "SessionToken",
    }.items():
        monkeypatch.setenv(name, answer[part])
    for service in NAMED:
        assert submitted(service, "--detach") == Ending.WELL


def test_a_price_that_is_not_in_the_table_is_not_invented() -> None:
    assert cost("glue", {"dpu": 2.0}, read_prices()) == "used 2.000 dpu hours: about $0.88"
    assert cost("glue", {"gpu": 2.0}, read_prices()).endswith("the table of prices has none for it")
    assert cost("glue", {"dpu": 2.0}, None).endswith("the table of prices has none for it")


@pytest.mark.usefixtures("fake")
def test_the_job_script_runs_the_command_and_leaves_its_result(
    fake: FakeAws, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments, code in ((["tables", "--output", "json"], 0), (["ingest"], 2)):
        given = {"arguments": arguments, "results": CODE, "result": "results/x.json", "region": REGION}
        monkeypatch.setattr("sys.argv", ["job.py", "--JOB_NAME", "a", "--aurorascope", json.dumps(given)])
        if code:
            with pytest.raises(SystemExit) as ended:
                job.main()
            assert ended.value.code == code
        else:
            job.main()
        client = fake.client("s3", *PLACE)
        told = json.loads(client.get_object(Bucket="orders-logs", Key="spark/results/x.json")["Body"].read())
        assert told["exit"] == code
        assert told["said"] == capsys.readouterr().out


def test_the_packing_says_how_it_is_called() -> None:
    pack = submitting.Path(__file__).parents[2] / "deploy" / "spark" / "pack.sh"
    for named in ((), ("glue",), ("emr-serverless", "bucket"), ("spark", "s3://bucket/code")):
        ended = subprocess.run([pack, *named], capture_output=True, text=True, check=False)
        assert (ended.returncode, ended.stderr.partition(":")[0]) == (2, "usage")


def test_the_command_is_listed() -> None:
    assert [*command.command.commands] == ["submit"]

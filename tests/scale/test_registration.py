"""`store register`: the same statements each time, over the one store, and what it would do without doing it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from fake_aws.aws import FakeAws
from fake_aws.lake import Lake

from aurorascope.cli.main import cli
from aurorascope.model.errors import BadRequestError
from aurorascope.scale.registration import register, statements
from aurorascope.scale.running import Runner
from aurorascope.store.layout import stored_tables

LOCATION = "s3://example-bucket/scope/"


def test_a_view_for_every_table_and_running_it_again_changes_nothing(runner: Runner, lake: Lake) -> None:
    register(runner, "scope", LOCATION, lambda _: None)
    once = dict(lake.databases["scope"])
    register(runner, "scope", LOCATION, lambda _: None)
    assert lake.databases["scope"] == once
    assert set(once) == {"store", *(table.name for table in stored_tables())}


def test_a_database_of_another_store_is_refused(runner: Runner, lake: Lake) -> None:
    register(runner, "scope", LOCATION, lambda _: None)
    lake.location = "s3://example-bucket/other/"
    with pytest.raises(BadRequestError, match=r"scope\.store lies over .*, not s3://example-bucket/other/"):
        register(runner, "scope", lake.location, lambda _: None)


@pytest.mark.parametrize(
    ("database", "place", "why"),
    [
        ("Scope", LOCATION, "no name of a Glue database"),
        ('x"; DROP', LOCATION, "no name of a Glue database"),
        ("scope", "/var/store", "Athena reads stores in S3 alone"),
        ("scope", "s3://b/x' TBLPROPERTIES", "Athena reads stores in S3 alone"),
    ],
)
def test_a_name_that_cannot_be_is_refused(database: str, place: str, why: str) -> None:
    with pytest.raises(BadRequestError, match=why):
        statements(database, place)


def test_a_dry_run_prints_the_statements_and_calls_nothing(fake: FakeAws) -> None:
    done = CliRunner().invoke(cli, ["store", "register", "--location", LOCATION, "--dry-run"])
    assert done.exit_code == 0
    assert "TBLPROPERTIES ('table_type' = 'DELTA')" in done.stdout
    assert 'CREATE OR REPLACE VIEW "aurorascope"."statements" AS' in done.stdout
    assert fake.ledger.entries == []


@pytest.mark.usefixtures("fake")
def test_sql_answers_with_engine_athena_and_tells_the_price(shop: Path) -> None:
    shared = ["--athena-database", "scope", "--athena-region", "eu-west-1"]
    made = CliRunner().invoke(cli, ["store", "register", "--location", LOCATION, *shared])
    assert made.exit_code == 0, made.output
    asked = [
        "sql",
        "SELECT count(*) AS n, max(ts) AS last FROM statements",
        "--output",
        "json",
        "--store",
        str(shop),
    ]
    here, there = (
        CliRunner().invoke(cli, asked),
        CliRunner().invoke(cli, [*asked, "--engine", "athena", *shared]),
    )
    assert there.exit_code == 0, there.output
    assert there.stdout == here.stdout
    assert "Athena read" in there.stderr

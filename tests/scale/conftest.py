"""A small store of one log, a fake AWS whose Athena runs texts over it, and the engine that asks it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fake_aws.aws import FakeAws
from fake_aws.fixtures import StartFake, start_fake
from fake_aws.lake import Lake
from fake_aws.small_fleet import NOON, PLACE, small_fleet

from aurorascope.aws.access import Access
from aurorascope.aws.athena import AthenaQueries
from aurorascope.ingest.run import ingest
from aurorascope.scale.athena import AthenaStore
from aurorascope.scale.budget import Budget
from aurorascope.scale.registration import source_of
from aurorascope.scale.running import Runner
from aurorascope.store.store import Store

__all__ = ["start_fake"]

LOCATION = "s3://example-bucket/scope/"
BEGIN = datetime(2026, 11, 19, 8, tzinfo=UTC)
PREFIX = "2026-11-19 {at} UTC:10.0.0.{host}(5000{n}):app@shop:[{pid}]:"


def log() -> str:
    """Return an hour of a server: statements of three families, errors, a temporary file, a deadlock, waits."""
    lines: list[str] = []
    for n in range(1200):
        at = (BEGIN + timedelta(seconds=3 * n)).strftime("%H:%M:%S")
        head = PREFIX.format(at=at, host=n % 3 + 1, n=n % 7, pid=100 + n % 5)
        family = (
            "SELECT * FROM orders WHERE id = {n}",
            "UPDATE stock SET left_over = {n}",
            "INSERT INTO t VALUES ({n})",
        )
        lines.append(
            f"{head}LOG:  duration: {(n * 37) % 900 + 0.125:.3f} ms  statement: {family[n % 3].format(n=n)}"
        )
        if n % 50 == 0:
            lines.append(f'{head}ERROR:  relation "gone_{n % 2}" does not exist at character 15')
            lines.append(f"{head}STATEMENT:  SELECT * FROM gone_{n % 2}")
        if n % 90 == 0:
            lines.append(
                f'{head}LOG:  temporary file: path "base/pgsql_tmp/pgsql_tmp{n}.0", size {n * 4096 + 10}'
            )
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of that hour."""
    folder = tmp_path_factory.mktemp("athena")
    (folder / "postgresql.log").write_text(log(), encoding="utf-8")
    ingest([folder / "postgresql.log"], store=folder / "store", cluster="shop", instance="shop-1", workers=1)
    return folder / "store"


@pytest.fixture
def lake(shop: Path) -> Lake:
    """The store as the fake's Athena has it."""
    return Lake(shop, location=LOCATION)


@pytest.fixture
def fake(start_fake: StartFake, lake: Lake, monkeypatch: pytest.MonkeyPatch) -> FakeAws:
    """A fake AWS over the lake, which this process's own clients call."""
    world = small_fleet()
    world.lake = lake  # type: ignore[attr-defined] -- what only the fake's Athena asks for
    fake = start_fake(world, NOON)
    for name, value in fake.environment(*PLACE).items():
        monkeypatch.setenv(name, value)
    return fake


@pytest.fixture
def runner(fake: FakeAws) -> Runner:  # noqa: ARG001 -- it has to run
    """What runs texts on the fake's Athena, without its pauses."""
    queries = AthenaQueries(Access(), PLACE[1], workgroup="primary", database="scope")
    return Runner(queries, Budget(), pause=lambda _: None)


@pytest.fixture
def asked(runner: Runner, lake: Lake, shop: Path) -> AthenaStore:
    """The store, its table registered, with its queries answered by Athena."""
    lake.databases = {"scope": {"store": f"delta {LOCATION}"}}
    return AthenaStore(Store.open(shop), runner, source_of("scope"))

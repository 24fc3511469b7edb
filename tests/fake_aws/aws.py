"""The fake AWS as a test holds it: start it over a World, take clients, break things, read the ledger."""

from __future__ import annotations

from functools import cache
from typing import Any, Self

import boto3
from botocore.config import Config

from fake_aws.clock import Clock
from fake_aws.dispatch import Dispatcher
from fake_aws.faults import Faults
from fake_aws.iam import Credentials
from fake_aws.ledger import Ledger
from fake_aws.quotas import Quotas
from fake_aws.server import Server
from fake_aws.world import World

SECRET = "a secret that nobody checks"  # noqa: S105 -- signatures are read, not verified


@cache
def _shared_session() -> boto3.Session:
    """Return one session for all clients made here: it reads each service's model once."""
    return boto3.Session()


class FakeAws:
    """A running fake: `url` for AWS_ENDPOINT_URL, `clock`, `faults`, `credentials`, `ledger`."""

    def __init__(
        self, world: World, now: float | None = None, *, seed: int = 0, port: int = 0, runs: bool = False
    ) -> None:
        """Make one over a World, at a moment; `runs`: its clock goes on from there."""
        self.world, self.clock = world, Clock(now, runs=runs)
        self.faults, self.credentials = Faults(seed), Credentials(world.accounts())
        self._dispatcher = Dispatcher(world, self.clock, self.faults, self.credentials)
        self._server = Server(self._dispatcher.answer, port)

    @property
    def url(self) -> str:
        """Return the address for endpoint_url or AWS_ENDPOINT_URL."""
        return self._server.url

    @property
    def ledger(self) -> Ledger:
        """Return the calls so far."""
        return self._dispatcher.ledger

    def state(self, account: str, region: str) -> dict[str, Any]:
        """Return what calls have left behind there, by service; "secrets" are a test's to fill."""
        return self._dispatcher.states[account, region]

    @property
    def quotas(self) -> Quotas:
        """Return the quotas in force: none, unless a test sets some."""
        return self._dispatcher.quotas

    @property
    def defects(self) -> list[str]:
        """Return what the fake (or its World) did wrong: a test ends with none."""
        return self._dispatcher.defects

    def woken(self, account: str, region: str) -> list[tuple[str, str, int]]:
        """Return the paused instances that a call has woken: (instance, operation, when)."""
        return list(self._dispatcher.states[account, region].get("woken", ()))

    def environment(self, account: str, region: str, key: str | None = None) -> dict[str, str]:
        """Return the variables with which a program of its own calls this fake."""
        return {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": key or f"AKIA{account}",
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_DEFAULT_REGION": region,
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def session(self, account: str, region: str, key: str | None = None) -> boto3.Session:
        """Return a session of an account's user; its clients still need `endpoint_url=fake.url`."""
        return boto3.Session(
            aws_access_key_id=key or f"AKIA{account}", aws_secret_access_key=SECRET, region_name=region
        )

    def client(
        self,
        service: str,
        account: str,
        region: str,
        key: str | None = None,
        *,
        attempts: int = 1,
        careful: bool = True,
    ) -> Any:
        """Return a real boto3 client of this fake; one attempt a call, so that a test sees every refusal.

        Not `careful`: what botocore would refuse by itself is sent too.
        """
        config = Config(retries={"total_max_attempts": attempts}, parameter_validation=careful)
        return _shared_session().client(
            service,
            region_name=region,
            aws_access_key_id=key or f"AKIA{account}",
            aws_secret_access_key=SECRET,
            endpoint_url=self.url,
            config=config,
        )

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop()

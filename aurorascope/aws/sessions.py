"""Clients of boto3 for an account, by profile or assumed role: our retries, timeouts, rates and counting.

The one module that makes clients. Endpoints are overridden as boto3 does it (AWS_ENDPOINT_URL and
AWS_ENDPOINT_URL_<SERVICE>); nothing here knows of a test.
"""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from botocore.credentials import AssumeRoleCredentialFetcher, DeferredRefreshableCredentials
from botocore.session import Session

from aurorascope.aws.meter import Meter
from aurorascope.aws.moments import read_moments_fast
from aurorascope.aws.rates import Rates
from aurorascope.aws.service_models import share_models
from aurorascope.aws.whole_answers import hold_to_length

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from aurorascope.aws.access import Access

ATTEMPTS = 8
STORE_ATTEMPTS = 5
CONNECT_S = 5
READ_S = 30
CONNECTIONS = 32


def config(*, attempts: int = ATTEMPTS) -> Config:
    """Return how our clients behave: adaptive retries, short timeouts, our name in the user agent."""
    return Config(
        retries={"mode": "adaptive", "total_max_attempts": attempts},
        connect_timeout=CONNECT_S,
        read_timeout=READ_S,
        max_pool_connections=CONNECTIONS,
        user_agent_extra="aurorascope",
        # a host of one's own has no `stream-logs.` before it
        inject_host_prefix=not any(name.startswith("AWS_ENDPOINT_URL") for name in os.environ),
    )


class Account:
    """The clients of one access, by Region and service; threads share them."""

    def __init__(
        self,
        access: Access,
        *,
        rates: Mapping[str, float] | None = None,
        attempts: int | None = None,
        tap: Callable[[Any, str], None] | None = None,
        offline: bool = False,
    ) -> None:
        self.access = access
        self._attempts = attempts or int(os.environ.get("AWS_MAX_ATTEMPTS") or ATTEMPTS)
        self._overrides = dict(rates or {})
        self._tap = tap
        self._offline = offline
        self._session = _offline_session() if offline else _session(access)
        self._rates: dict[str, Rates] = {}
        self._clients: dict[tuple[str, str], Any] = {}
        self._meters: dict[str, Meter] = {}
        self._lock = threading.RLock()
        self._id = ""

    def client(self, service: str, region: str) -> Any:
        """Return the client of a service in a Region, made once."""
        with self._lock:
            key = (service, region)
            if key not in self._clients:
                read_moments_fast(self._session)
                made = self._session.client(
                    service, region_name=region, config=config(attempts=self._attempts)
                )
                self._attach(made, service, region)
                self._clients[key] = made
            return self._clients[key]

    def renew(self) -> None:
        """Forget clients and credentials: the next call begins with new ones."""
        with self._lock:
            self._clients = {}
            if not self._offline:
                self._session = _session(self.access)

    def meter_of(self, region: str) -> Meter:
        """Return the counts of one Region."""
        with self._lock:
            return self._meters.setdefault(region, Meter())

    def drain(self) -> Meter:
        """Return what was counted since the last time."""
        whole = Meter()
        with self._lock:
            for meter in self._meters.values():
                whole.add(meter.drain())
        return whole

    def account_id(self, region: str) -> str:
        """Return the twelve digits of the account that this access leads to; asked once."""
        if not self._id:
            self._id = str(self.client("sts", region).get_caller_identity()["Account"])
        return self._id

    def partition(self, region: str) -> str:
        """Return aws, aws-cn, aws-us-gov ... of a Region."""
        return str(self._session.get_partition_for_region(region))

    def default_region(self) -> str:
        """Return the Region that the profile or the environment names; empty where none does."""
        return str(self._session.region_name or "")

    def _attach(self, made: Any, service: str, region: str) -> None:
        """Let every request of a client wait its turn and be counted."""
        rates = self._rates.setdefault(region, Rates(self._overrides))
        meter = self.meter_of(region)

        def on_request(operation_name: str, **_: object) -> None:
            rates.wait(service, operation_name)
            meter.count(service, operation_name)

        def on_parameters(params: dict[str, Any], model: Any, **_: object) -> None:
            meter.bill(service, model.name, params)

        hold_to_length(made)
        made.meta.events.register("request-created", on_request)
        made.meta.events.register("provide-client-params", on_parameters)
        if self._tap is not None:
            self._tap(made, region)


def bucket_client(
    profile: str, *, region: str = "", endpoint: str = "", path_style: bool | None = None
) -> tuple[Any, Any]:
    """Return a client of S3 and its session for the bucket of a store: no rate but that of S3."""
    session = boto3.Session(botocore_session=Session(profile=profile or None))
    style = {None: "auto", True: "path", False: "virtual"}[path_style]
    whole = Config(
        retries={
            "mode": "standard",
            "total_max_attempts": int(os.environ.get("AWS_MAX_ATTEMPTS") or STORE_ATTEMPTS),
        },
        connect_timeout=CONNECT_S,
        read_timeout=READ_S,
        max_pool_connections=CONNECTIONS,
        user_agent_extra="aurorascope",
        s3={"addressing_style": style},
    )
    chosen = region or session.region_name or "us-east-1"  # S3 tells the bucket's own
    made = session.client("s3", region_name=chosen, endpoint_url=endpoint or None, config=whole)
    hold_to_length(made)
    return made, session


def _offline_session() -> Any:
    """Return a session for clients that are answered before anything is sent: it has no credentials."""
    return boto3.Session(
        aws_access_key_id="nobody",
        aws_secret_access_key="nothing",  # noqa: S106 - it is none
        botocore_session=share_models(Session()),
    )


def _session(access: Access) -> Any:
    base = share_models(Session(profile=access.profile or None))
    if not access.role_arn:
        return boto3.Session(botocore_session=base)
    extra = {"RoleSessionName": "aurorascope"}
    if access.external_id:
        extra["ExternalId"] = access.external_id
    assumed = share_models(Session(profile=access.profile or None))

    def create_client(service: str, **options: Any) -> Any:
        options.setdefault("region_name", base.get_config_variable("region") or "us-east-1")
        return base.create_client(service, config=config(), **options)

    fetcher = AssumeRoleCredentialFetcher(create_client, base.get_credentials(), access.role_arn, extra)
    # a role's hour is shorter than a run that goes on for days
    assumed._credentials = DeferredRefreshableCredentials(  # noqa: SLF001 - botocore has no public way to renew
        fetcher.fetch_credentials, "assume-role"
    )
    return boto3.Session(botocore_session=assumed)

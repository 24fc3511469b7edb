"""Runs of real collectors through boto3, over HTTP, against the fake: what the tests of this room share."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fake_aws.aws import FakeAws

from aurorascope.aws.sessions import Account
from aurorascope.catalog import load_collectors
from aurorascope.collect.fleet import Choice, Fleet
from aurorascope.collect.run import CollectSummary, Orders, collect
from aurorascope.store.store import Store

Run = Callable[..., CollectSummary]


def surround(
    monkeypatch: pytest.MonkeyPatch, fake: FakeAws, tmp_path: Path, account: str, region: str
) -> None:
    """Let boto3 find the fake and nothing of this machine's own settings."""
    for name in list(os.environ):
        if name.startswith("AWS_"):
            monkeypatch.delenv(name)
    for name, value in fake.environment(account, region).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "no-config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "no-credentials"))
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "2")


def runner(fake: FakeAws, store: Store) -> Run:
    """Return what runs the collectors named, at the fake's own time."""

    def once(
        *names: str, fleet: Fleet | None = None, collectors: Any = None, **orders: Any
    ) -> CollectSummary:
        known = {it.name: it for it in load_collectors()}
        now = datetime.fromtimestamp(fake.clock.now(), UTC)
        chosen = collectors or [known[name] for name in names]
        wanted = fleet or Fleet()

        return collect(
            store,
            Orders(wanted, chosen, **{"now": now, **orders}),
            lambda choice: Account(choice.access, rates=wanted.rates),
        )

    return once


def account_of(choice: Choice) -> Account:
    """Return the clients of an account of the config."""
    return Account(choice.access)


def rows(store: Store, sql: str) -> list[tuple[Any, ...]]:
    """Return the rows of a query."""
    return [tuple(row.values()) for row in store.snapshot().query(sql).to_pylist()]

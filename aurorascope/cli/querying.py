"""`--engine` and its settings, for the commands that ask a store: DuckDB here, or Athena over the same files."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from aurorascope.cli.endings import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from aurorascope.scale.running import Runner
    from aurorascope.store.store import Store

DUCKDB, ATHENA = "duckdb", "athena"
FIELDS = {
    **{name: f"athena_{name}" for name in ("database", "workgroup", "output", "region", "profile")},
    **{name: name for name in ("query_gb", "run_gb", "reuse", "usd_per_tb")},
}
"""What an engine is given -> the option that says it."""


@dataclass(slots=True)
class Engine:
    """Who answers queries, and within what bounds."""

    name: str = DUCKDB
    database: str = "aurorascope"
    workgroup: str = "primary"
    output: str = ""
    region: str = ""
    profile: str = ""
    query_gb: float = 100.0
    run_gb: float = 1000.0
    reuse: int = 0
    usd_per_tb: float = 5.0
    _runner: Runner | None = None

    def store(self, path: str) -> Store:
        """Open a store whose snapshots this engine answers."""
        from aurorascope.store.store import Store

        opened = Store.open(path)
        if self.name == DUCKDB:
            return opened
        from aurorascope.scale.athena import AthenaStore
        from aurorascope.scale.registration import source_of

        return AthenaStore(opened, self.runner(), source_of(self.database))

    def runner(self) -> Runner:
        """Return what runs texts on Athena; one for the command, as they share a budget."""
        from aurorascope.aws.access import Access
        from aurorascope.aws.athena import AthenaQueries
        from aurorascope.scale.budget import GB, Budget
        from aurorascope.scale.running import Runner

        if self._runner is None:
            queries = AthenaQueries(
                Access(profile=self.profile),
                self.region,
                workgroup=self.workgroup,
                database=self.database,
                output=self.output,
                reuse_minutes=self.reuse,
            )
            budget = Budget(
                int(self.query_gb * GB),
                int(self.run_gb * GB),
                self.usd_per_tb,
                asked if sys.stdin.isatty() and sys.stderr.isatty() else None,
            )
            self._runner = Runner(queries, budget)
        return self._runner

    def told(self) -> None:
        """Say what Athena read and what it cost."""
        if self._runner is not None and self._runner.budget.queries:
            say(self._runner.budget.told())


def asked(question: str) -> bool:
    """Ask a person at a terminal."""
    return click.confirm(f"{question}; run it?", err=True)


def athena_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add Athena's settings; the command is given them as `engine`."""
    options = (
        click.option("--athena-database", default="aurorascope", show_default=True, envvar="AURORASCOPE_ATHENA_DATABASE", help="Glue database of `store register`."),
        click.option("--athena-workgroup", default="primary", show_default=True, envvar="AURORASCOPE_ATHENA_WORKGROUP", help="Athena's workgroup."),
        click.option("--athena-output", default="", metavar="S3", envvar="AURORASCOPE_ATHENA_OUTPUT", help="s3:// place of results [default: the workgroup's]."),
        click.option("--athena-region", default="", envvar="AURORASCOPE_ATHENA_REGION", help="Region [default: that of the credentials]."),
        click.option("--athena-profile", default="", envvar="AURORASCOPE_ATHENA_PROFILE", help="Profile of the credentials."),
        click.option("--query-gb", type=click.FloatRange(min=0), default=100, show_default=True, help="Athena: GB that one query may read."),
        click.option("--run-gb", type=click.FloatRange(min=0), default=1000, show_default=True, help="Athena: GB that the whole command may read."),
        click.option("--reuse", type=click.IntRange(0, 10080), default=0, show_default=True, metavar="MINUTES", help="Athena: take results of the same query that are at most so old."),
        click.option("--usd-per-tb", type=click.FloatRange(min=0), default=5, show_default=True, help="Athena: its price, for what is printed."),
    )  # fmt: skip

    @wraps(command)
    def given(*arguments: Any, **options: Any) -> Any:
        held = {name: options.pop(option) for name, option in FIELDS.items()}
        engine = Engine(options.pop("engine_name", ATHENA), **held)
        try:
            return command(*arguments, engine=engine, **options)
        finally:
            engine.told()

    for option in reversed(options):
        given = option(given)
    return given


def engine_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--engine` and Athena's settings."""
    chosen = click.option(
        "--engine",
        "engine_name",
        type=click.Choice([DUCKDB, ATHENA]),
        default=DUCKDB,
        show_default=True,
        envvar="AURORASCOPE_ENGINE",
        help="Who answers queries: DuckDB here, or Athena over the registered store (docs/athena.md).",
    )
    return chosen(athena_options(command))

"""`--engine`: what parses the blocks of an ingest. One protocol, three executors; the rows are the same."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from aurorascope.model.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from aurorascope.ingest.executor import Starter

ENGINES = ("pool", "one", "spark")


def engine_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--engine` and `--spark-conf` to a command."""
    command = click.option(
        "--spark-conf",
        multiple=True,
        metavar="NAME=VALUE",
        help="A setting of Spark's, such as spark.master=spark://host:7077 (--engine spark; repeatable).",
    )(command)
    return click.option(
        "--engine",
        type=click.Choice(ENGINES),
        default="pool",
        show_default=True,
        help="What parses: a pool of processes, this one process, or Spark. The rows are the same.",
    )(command)


@contextmanager
def starter(engine: str, workers: int | None, settings: Sequence[str]) -> Iterator[Starter | None]:
    """Give what starts the executor of an ingest; None is the pool, which ingest starts itself.

    Raises BadRequestError for settings that are none, or Spark's without Spark.
    """
    if settings and engine != "spark":
        raise BadRequestError("--spark-conf is a setting of --engine spark")
    if engine == "pool":
        yield None
    elif engine == "one":
        if workers not in {None, 1}:
            raise BadRequestError("--engine one is one process: leave --workers out, or take --engine pool")
        from aurorascope.ingest.alone import Alone

        yield Alone
    else:
        from aurorascope.scale.session import spark_context
        from aurorascope.scale.spark import SparkExecutor

        with spark_context(dict(map(setting, settings)), cores=workers) as context:
            yield lambda: SparkExecutor(context, side_by_side=workers)


def setting(text: str) -> tuple[str, str]:
    """Read NAME=VALUE. Raises BadRequestError."""
    name, sign, value = text.partition("=")
    if not sign or not name:
        raise BadRequestError(f"--spark-conf takes NAME=VALUE, not {text!r}")
    return name, value

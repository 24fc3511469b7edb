"""An ingest submitted to a Spark of AWS's: begun, watched, priced, cancelled, and how it ended."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from aurorascope.ingest.split import shared_environment
from aurorascope.model.errors import BadRequestError, OutsideError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from aurorascope.aws.objects import Objects
    from aurorascope.aws.prices import Prices
    from aurorascope.aws.spark_jobs import Job, Place, Seen

EVERY = 15.0  # seconds
SCRIPT = "job.py"
RESULTS = "results"
Service = Literal["emr-serverless", "glue"]
CODE = {"emr-serverless": "aurorascope-environment.tar.gz", "glue": "aurorascope-{version}-py3-none-any.whl"}


@dataclass(frozen=True, slots=True)
class Submitted:
    """How a run ended: AWS's last word, the exit code of the command that ran there, and what it printed."""

    seen: Seen
    exit: int
    said: str


def argument_of(arguments: Sequence[str], folder: str, result: str, region: str) -> str:
    """Return the one argument of the job script."""
    command = ["ingest", "--engine", "spark", *arguments]
    given = {
        "arguments": command,
        "environment": shared_environment() | {"AWS_REGION": region},
        "results": folder,
        "result": result,
        "region": region,
    }
    return json.dumps(given, separators=(",", ":"))


def put_script(code: Objects) -> str:
    """Put this version's job script beside the code and return its address."""
    text = Path(__file__).with_name(SCRIPT).read_bytes()
    if code.read(SCRIPT) != text:
        code.write(SCRIPT, text)
    return code.address(SCRIPT)


def code_of(service: Service, code: Objects, version: str) -> str:
    """Return the address of the packed Python. Raises BadRequestError where it was not put there."""
    name = CODE[service].format(version=version)
    if name not in code.names(name):
        raise BadRequestError(
            f"{code.address(name)} is not there: deploy/spark/pack.sh makes it, docs/spark.md shows how"
        )
    return code.address(name)


def watch(
    place: Place,
    job: Job,
    code: Objects,
    result: str,
    say: Callable[[str], None],
    *,
    prices: Prices | None = None,
    every: float = EVERY,
    wait: Callable[[float], None] = time.sleep,
) -> Submitted:
    """Begin a run and wait for its end; `say` hears each change. Ctrl-C cancels it.

    Raises OutsideError when it failed or was cancelled.
    """
    run = place.start(job)
    say(f"{place.service} run {run} was begun; its logs: {place.logs(job, run)}")
    try:
        seen = _ended(place, run, say, every, wait)
    except KeyboardInterrupt:
        place.cancel(run)
        say(f"{place.service} run {run} is cancelled: it commits nothing, unless it had already")
        raise
    if seen.used:
        say(cost(place.service, seen.used, prices))
    told = code.read(result)
    if seen.phase != "succeeded":
        why = f": {seen.why}" if seen.why else ""
        raise OutsideError(
            f"the run {run} ended as {seen.word}{why}; its logs: {place.logs(job, run)}. What it had not "
            "committed is not in the store; run it again"
        )
    if told is None:
        raise OutsideError(
            f"the run {run} ended well and left no result at {code.address(result)}: see its logs, "
            f"{place.logs(job, run)}"
        )
    read: dict[str, Any] = json.loads(told)
    return Submitted(seen, int(read["exit"]), str(read["said"]))


def _ended(
    place: Place, run: str, say: Callable[[str], None], every: float, wait: Callable[[float], None]
) -> Seen:
    """Return how a run ended; say each new word of AWS's."""
    before = ""
    while True:
        seen = place.seen(run)
        if seen.word != before:
            say(f"{run} {seen.word.lower()}")
            before = seen.word
        if seen.ended:
            return seen
        wait(every)


def cost(service: str, used: Mapping[str, float], prices: Prices | None) -> str:
    """Return what was used, and about what it costs by the table of prices."""
    parts = ", ".join(f"{hours:.3f} {name.replace('_', ' ')} hours" for name, hours in used.items())
    known = [(hours, prices.of(service, name) if prices else None) for name, hours in used.items()]
    if any(price is None for _, price in known):
        return f"used {parts}; the table of prices has none for it"
    dollars = sum(hours * price.usd / price.per for hours, price in known if price is not None)
    return f"used {parts}: about ${dollars:.2f}"

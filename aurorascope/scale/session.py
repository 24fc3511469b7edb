"""A Spark of one's own, or the one that is there; what it refuses becomes a sentence."""

from __future__ import annotations

import os
import re
import sys
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from aurorascope.model.errors import AurorascopeError, BadRequestError, OutsideError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ATTEMPTS = 4  # of a task, as Spark has it
MASTER = re.compile(r"local(?:\[(?:\d+|\*)(?:, *(\d+))?\])?")
MISSING = (
    "--engine spark needs Spark, which is not installed here: pip install 'aurorascope[spark]' (and Java "
    "17), or run it where Spark is (docs/spark.md); without Spark the same run is --engine pool"
)
LOST = "Python worker exited unexpectedly"
LAST_WORDS = re.compile(r"^ *(?:[\w.]+\.)?(\w+(?:Error|Exception|Version)): (.+)$", re.MULTILINE)


@contextmanager
def spark_context(settings: Mapping[str, str] | None = None, *, cores: int | None = None) -> Iterator[Any]:
    """Give the SparkContext of this process; one that was not there is begun, and ended behind it.

    Raises BadRequestError where Spark is not installed, OutsideError where it does not start.
    """
    if find_spec("pyspark") is None:
        raise BadRequestError(MISSING)
    from pyspark import SparkConf, SparkContext

    there = SparkContext._active_spark_context  # noqa: SLF001 - the only way to ask without beginning one
    if there is not None:
        yield there
        return
    conf = SparkConf()  # what spark-submit and spark-defaults say
    for name, value in (settings or {}).items():
        conf.set(name, value)
    for name, value in _defaults(cores).items():
        conf.setIfMissing(name, value)
    if is_local_master(conf.get("spark.master") or ""):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    try:
        context = SparkContext.getOrCreate(conf)
    except Exception as error:
        raise OutsideError(
            f"Spark could not be started: {first_line(error)}; it needs Java 17 or newer (JAVA_HOME, or java "
            "on the path), and a spark.master that can be reached"
        ) from error
    context.setLogLevel("ERROR")
    try:
        yield context
    finally:
        context.stop()


def _defaults(cores: int | None) -> dict[str, str]:
    """Return what a Spark is begun with unless somebody said otherwise."""
    wanted = cores or len(os.sched_getaffinity(0))
    return {
        "spark.master": f"local[{wanted},{ATTEMPTS}]",
        "spark.app.name": "aurorascope ingest",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }


def is_local_master(master: str) -> bool:
    """Tell whether executors are threads of the driver's machine and see all of its files."""
    return MASTER.fullmatch(master) is not None or master.startswith("local-cluster")


def is_local(context: Any) -> bool:
    """Tell whether a context's executors are on this machine."""
    return is_local_master(str(context.master))


def attempts_of(context: Any) -> int:
    """Return how often a task is tried before its job fails."""
    local = MASTER.fullmatch(str(context.master))
    if local:
        return int(local[1] or 1)
    return int(context.getConf().get("spark.task.maxFailures", str(ATTEMPTS)))


def reason_of(error: Exception) -> Exception:
    """Return a failed job as one sentence; it is Spark's, or the last of what an executor's Python said."""
    if isinstance(error, AurorascopeError):
        return error
    text = f"{getattr(error, 'java_exception', '')}\n{error}"
    words = LAST_WORDS.findall(text)
    if "No module named 'aurorascope'" in text or "No module named 'aurorascope." in text:
        said = "its executors have no aurorascope: docs/spark.md shows how they get it"
    elif any(name == "OtherVersion" for name, _ in words):
        said = next(words for name, words in words if name == "OtherVersion")
    elif LOST in text:
        said = "a task lost its Python worker as often as Spark tries one (killed, or out of memory)"
    else:
        said = f"{words[-1][0]}: {words[-1][1]}" if words else first_line(error)
    return OutsideError(f"the Spark job failed and nothing was committed: {said}")


def first_line(error: Exception) -> str:
    """Return the first line of what an error says."""
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)

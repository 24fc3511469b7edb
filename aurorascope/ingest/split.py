"""A split: a few tasks that one process does from begin to end, into files of this doing alone.

Where a scheduler may run a thing twice, at once or again after a failure, this is the thing to run. Each
doing writes under a name of its own and hands its files over with its answers, so the scheduler's choice of
one answer chooses the files too. What another doing wrote is in no answer, so in no commit; where it could,
it has removed it itself.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING
from uuid import uuid4

from aurorascope import __version__
from aurorascope.ingest.pool import ENGINES
from aurorascope.ingest.tasks import Finish
from aurorascope.sources.objects import forget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aurorascope.ingest.tasks import Answer, Setup, Task
    from aurorascope.logs.kinds import Kinds


_LAST = [""]  # the run whose split this process did last


class OtherVersion(RuntimeError):  # noqa: N818 - it says what is wrong
    """The process has another version of this program than the one that made the tasks."""


SETTINGS = "AURORASCOPE_S3_"
OF_A_MACHINE = {"AURORASCOPE_S3_PROFILE", "AURORASCOPE_S3_CACHE", "AURORASCOPE_S3_CACHE_GB"}
REACHED = ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_REGION", "AWS_DEFAULT_REGION")


def shared_environment() -> dict[str, str]:
    """Return what this process was told of buckets that holds on any machine; never a credential."""
    named = (name for name in os.environ if name.startswith(SETTINGS) and name not in OF_A_MACHINE)
    return {name: os.environ[name] for name in (*named, *REACHED) if name in os.environ}


@dataclass(frozen=True, slots=True)
class Doing:
    """How splits of a run are done: the run, its version, and how buckets are reached."""

    setup: Setup
    version: str = __version__
    environment: dict[str, str] = field(default_factory=shared_environment)


def done(doing: Doing, tasks: Sequence[Task], *, last: bool = True) -> list[Answer]:
    """Do the tasks of a split in order; the last answer names the files that they wrote.

    A fault of ours is an answer, as it would be the same the next time. What the machine refuses (a full
    disk, a lost connection) is one when this is the `last` time, else it is raised: elsewhere it may go well.
    """
    if doing.version != __version__:
        raise OtherVersion(f"this process has version {__version__}, the run has {doing.version}")
    for name, value in (ENGINES | doing.environment).items():
        os.environ.setdefault(name, value)
    from aurorascope.ingest.worker import Worker, answered

    _begin(doing.setup.run)
    worker = Worker(replace(doing.setup, worker=fresh_number()), _kinds(doing.setup.kind_folders), [])
    answers: list[Answer] = []
    try:
        for task in tasks:
            answers.append(answered(worker, task, last=last))
            if answers[-1].problem:
                worker.abort()
                return answers
        written = worker.do(Finish(0)).files
    except BaseException:
        worker.abort()
        raise
    answers[-1].files += written
    return answers


def _begin(run: str) -> None:
    """Begin with a run: what this process saw of objects in the one before may have been replaced."""
    if _LAST[0] != run:
        _LAST[0] = run
        forget()


def fresh_number() -> int:
    """Return a number that no other doing has: files are named by it."""
    return uuid4().int >> 65


@cache
def _kinds(folders: tuple[str, ...]) -> Kinds:
    """Return the event kinds; a process does many splits."""
    from aurorascope.ingest.tasks import Setup
    from aurorascope.ingest.worker import kinds_of

    return kinds_of(Setup("", "", 0, redacted=False, kind_folders=folders))

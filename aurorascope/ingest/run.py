"""One run: sources to blocks to rows to one commit."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from aurorascope.ingest.pool import Pool
from aurorascope.ingest.summary import SourceResult, Summary
from aurorascope.ingest.tasks import Setup
from aurorascope.ingest.twins import FULLEST
from aurorascope.model.errors import BadRequestError
from aurorascope.sources.find import Found
from aurorascope.store.errors import CommitConflict, NotCommitted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aurorascope.ingest.executor import Executor, Starter
    from aurorascope.ingest.flow import Flow
    from aurorascope.ingest.plan import Plan
    from aurorascope.model.filter import Filter
    from aurorascope.store.store import Store

TRIES = 4  # a commit is refused only when another run took in the same log at the same moment
SMALL = 6 << 20  # below this one worker is faster than two


def ingest(
    paths: Sequence[str | os.PathLike[str] | Found] | str | os.PathLike[str],
    *,
    store: str | os.PathLike[str],
    cluster: str = "local",
    instance: str | None = None,
    account: str = "local",
    region: str = "local",
    format: str = "auto",  # noqa: A002 - the option's name
    prefix: str | None = None,
    timezone: str = "UTC",
    redact: bool | None = None,
    workers: int | None = None,
    kind_folders: Sequence[Path] = (),
    progress: Callable[[int, int | None], None] | None = None,
    chosen: Filter | None = None,
    executor: Starter | None = None,
) -> Summary:
    """Take logs into the store: files, folders, globs, gzip archives, `-` for standard input.

    Everything becomes visible in one commit, or nothing does. A source that was taken in before adds nothing;
    one that grew continues. Of a log, what `chosen` lets pass is taken in, and the rest counted. `progress`
    is called with bytes done and bytes in all (None while unknown). `executor` starts what runs the blocks; a
    pool of `workers` processes unless it is given.

    Raises StoreError when the store cannot be opened, OutsideError when it cannot be written, PrefixError for
    a wrong `prefix`, BadRequestError for a zone or a format that is not known. What is wrong with single
    sources is in the summary.
    """
    began = time.time()
    given: list[str | os.PathLike[str] | Found] = (
        [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    )
    labels = {"account": account, "region": region, "cluster": cluster}
    settings = check_settings(format, prefix, timezone)
    for attempt in range(TRIES):
        with executor() if executor else Pool(worker_count(workers, given)).start() as started:
            # Only now: the workers load their engines meanwhile.
            from aurorascope.ingest.plan import make_plan
            from aurorascope.store.store import Store

            opened = Store.open_or_create(store, redacted=redact)
            plan = make_plan(given, opened, labels, instance, *settings)
            try:
                results, version = _once(started, opened, plan, began, kind_folders, progress, chosen)
            except CommitConflict:
                if attempt == TRIES - 1 or not plan.repeatable:
                    raise
            else:
                return _summary(results, version, time.time() - began)
            finally:
                plan.remove_spooled()
    raise AssertionError("unreachable: the last attempt returns or raises")


def _once(
    executor: Executor,
    store: Store,
    plan: Plan,
    began: float,
    kind_folders: Sequence[Path],
    progress: Callable[[int, int | None], None] | None,
    chosen: Filter | None = None,
) -> tuple[list[SourceResult], int]:
    """Read what the plan says and commit it."""
    from aurorascope.ingest import exported
    from aurorascope.ingest.carry import Carry, load_carry
    from aurorascope.ingest.counting import Uncounted, uncount
    from aurorascope.ingest.flow import Flow

    if not plan.sources and not plan.exports:
        return plan.results(), store.version()
    run = run_id()
    carry = load_carry(store, plan) if plan.base else Carry()
    folders = tuple(str(folder) for folder in kind_folders)
    executor.setup(Setup(store.address, run, 0, store.redacted, folders, chosen))
    uncounted = uncount(store, plan.sources, carry, run) if plan.base else Uncounted()
    flow = Flow(executor, plan, carry, run, redacted=store.redacted, progress=progress, chosen=chosen)
    flow.files += uncounted.files
    try:
        files = flow.run(began, list(exported.tasks(plan.exports.values(), store, plan.zone)))
    except BaseException:
        flow.abandon()
        _delete(store, flow)
        raise
    try:
        version = store.commit(
            files,
            removes=[*carry.removes, *uncounted.removes],
            positions=flow.positions(),
            based_on=plan.base,
            metadata={"run": run},
        )
    except NotCommitted:
        # After anything else, Ctrl-C too, the commit may have landed: its files are then rows of the store.
        _delete(store, flow)
        raise
    return plan.results(), version


def _delete(store: Store, flow: Flow) -> None:
    store.place.drop([file.path for file in flow.files])


def run_id() -> str:
    """Return an id that sorts by time and that no other run has."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{uuid4().hex[:8]}"


def check_settings(format_name: str, prefix: str | None, zone: str) -> tuple[str | None, str, str]:
    """Return prefix, zone and format (empty: as the log says) or raise before anything is started."""
    from aurorascope.logs.prefix import Prefix, PrefixError

    if format_name not in {"auto", *FULLEST}:
        known = ", ".join(("auto", *FULLEST))
        raise BadRequestError(f"the format {format_name!r} is not read by name; known are {known}")
    form = "" if format_name == "auto" else format_name
    if prefix is not None and form not in {"", "stderr"}:
        raise BadRequestError(f"a prefix belongs to stderr: leave it out, or the format {format_name}")
    if prefix is not None and prefix and not any(part.letter for part in Prefix(prefix).parts):
        raise PrefixError(f"the prefix {prefix!r} has no escape, such as %t, %m or %p")
    if zone == "UTC":
        return prefix, "", form
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadRequestError(f"the zone {zone!r} is not known; give a name such as Europe/Berlin") from None
    return prefix, zone, form


def worker_count(wanted: int | None, paths: Sequence[str | os.PathLike[str] | Found]) -> int:
    """Return how many processes to start: as many as cores, one where there is little to read."""
    if wanted is not None:
        return max(1, wanted)
    size = 0
    for path in paths:
        try:
            size += _size(Path(path.file or path.path if isinstance(path, Found) else path))
        except OSError:
            continue
    return len(os.sched_getaffinity(0)) if size > SMALL else 1


def _size(path: Path) -> int:
    """Return the size of a plain file; what is a folder, compressed or no file counts as large."""
    return path.stat().st_size if path.is_file() and path.suffix != ".gz" else SMALL + 1


def _summary(results: list[SourceResult], version: int, seconds: float) -> Summary:
    return Summary(
        sources=results,
        entries=sum(result.entries for result in results),
        statements=sum(result.statements for result in results),
        bytes=sum(result.bytes for result in results),
        seconds=seconds,
        version=version,
    )

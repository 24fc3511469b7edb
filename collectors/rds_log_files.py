"""Log files on the instances' own disks, by RDS's API: for logs that are exported nowhere. Opt-in.

Each call costs the instance something, and wakes one that has paused: clusters that may pause are never
asked. Of PostgreSQL the file that is being written is read as it grows; of MySQL, which renames it, only the
files of hours that are over. A portion that AWS cut in the middle of a line has lost the rest of it: it is
asked for again with fewer lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from aurorascope.aws.exported_logs import FEEDS, TABLES, named_unread, series_of
from aurorascope.model.collector import Call, Collector, Planned
from aurorascope.model.haul import Haul, LogPiece, Span, Watermark, source_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.model.collector import Target
    from aurorascope.model.inventory import Cluster, Instance

BACK_HOURS = 3.0  # `[collectors.rds_log_files] back_hours` says more, as far as files are kept
LINES = 4000  # of a portion; one of more than 1 MB comes cut
CUT = " [Your log message was truncated]"
WAKES = "it may pause, and RDS's log calls would wake it: export its logs to CloudWatch Logs instead"
FILES = {
    "postgresql": {"postgresql": "error/postgresql.log.*"},
    "mysql": {
        "slowquery": "slowquery/mysql-slowquery.log.*",
        "error": "error/mysql-error-running.log.*",
        "audit": "audit/audit.log.*",
        "general": "general/mysql-general.log.*",
    },
}
"""Engine -> type of log -> its files; what has no hour in its name is renamed when the hour is over."""


@dataclass(frozen=True, slots=True)
class Log:
    """One log of one instance: its files, the oldest first."""

    owner: Instance
    kind: str

    @property
    def cluster(self) -> str:
        """The cluster's name."""
        return self.owner.cluster

    @property
    def name(self) -> str:
        """The instance's name."""
        return self.owner.name

    @property
    def series(self) -> str:
        """What its watermark is known as."""
        return f"file:{self.owner.name}/{self.kind}"


def collect(target: Target) -> Iterator[Haul]:
    """Yield what was written since the last run, a portion at a time."""
    for cluster in target.inventory.clusters:
        if cluster.may_pause:
            yield from named_unread(target, f"files:{cluster.name}", cluster.name, WAKES, "rds_file")
    yield from target.each(_instances(target), lambda it: _instance(target, it), series=_series)


def plan(target: Target) -> Iterator[Planned]:
    """Yield a list and a portion an instance."""
    count = len(_instances(target))
    yield Planned("rds", "DescribeDBLogFiles", count)
    yield Planned("rds", "DownloadDBLogFilePortion", 2 * count)


def _instances(target: Target) -> list[Instance]:
    return [it for cluster in target.inventory.clusters for it in cluster.instances if not cluster.may_pause]


def _series(instance: Instance) -> str:
    return f"files:{instance.name}"


def _takes(target: Target, cluster: str, kind: str) -> bool:
    patterns = target.options.get("logs", ("*",))
    chosen = any(fnmatchcase(f"{cluster}/{kind}", pattern) for pattern in patterns)
    return chosen and not target.comes_elsewhere(cluster, kind)


def _instance(target: Target, instance: Instance) -> Iterator[Haul]:
    listed = _listed(target, instance)
    problems: list[str] = []
    for kind, pattern in FILES[instance.engine].items():
        if _takes(target, instance.cluster, kind):
            files = {name: size for name, size in sorted(listed.items()) if fnmatchcase(name, pattern)}
            yield from _log(target, Log(instance, kind), files, problems)
    mark = target.watermark(_series(instance))
    begin = target.now - timedelta(hours=_back(target)) if mark is None else mark.reached
    status, reason = ("partial", "; ".join(problems)) if problems else ("complete", "")
    span = Span(_series(instance), begin, target.now, instance.cluster, instance.name, status, reason)
    yield Haul(spans=(span,), watermarks={_series(instance): Watermark(target.now)})
    cluster = target.inventory.cluster(instance.cluster)
    if cluster is not None and instance == cluster.instances[-1]:
        yield Haul(watermarks=_read_here(target, cluster))


def _read_here(target: Target, cluster: Cluster) -> dict[str, Watermark]:
    """Say to the other collectors of logs how far these logs were read here."""
    return {
        series_of(cluster.name, kind): Watermark(target.now)
        for kind in FILES[cluster.engine]
        if _takes(target, cluster.name, kind)
    }


def _back(target: Target) -> float:
    return float(target.options.get("back_hours", BACK_HOURS))


def _listed(target: Target, instance: Instance) -> dict[str, int]:
    """Return the files that were written to lately, with their sizes; a day is kept of MySQL's."""
    since = target.now - timedelta(hours=max(_back(target), 24.0))
    found: dict[str, int] = {}
    pages = (
        target.client("rds")
        .get_paginator("describe_db_log_files")
        .paginate(DBInstanceIdentifier=instance.name, FileLastWritten=int(since.timestamp() * 1000))
    )
    for page in pages:
        found |= {it["LogFileName"]: int(it["Size"]) for it in page["DescribeDBLogFiles"]}
    return found


def _log(target: Target, log: Log, files: dict[str, int], problems: list[str]) -> Iterator[Haul]:
    """Read a log from the file and place where the last run stopped, on through the later files."""
    mark = target.watermark(log.series)
    state: dict[str, Any] = dict(mark.state) if mark else {"file": "", "marker": "0", "position": 0}
    names = [name for name in files if name >= state["file"]]
    if mark is None:
        names = names[-(int(_back(target)) + 1) :]
    elif state["file"] not in files and state["file"]:
        problems.append(f"{state['file']} of {log.owner.name} is gone: its end was not read")
    for name in names:
        marker = state["marker"] if name == state["file"] else "0"
        for text, at, following, cut in _portions(target, log.owner.name, name, marker, files[name]):
            state = {"file": name, "marker": at, "position": state["position"]}
            ended = cut or name != names[-1]  # of an older file, the last line is as long as it will be
            whole = text[: text.rfind("\n") + 1]
            if ended and whole != text:
                whole = f"{text}\n"
            data = whole.encode("utf-8", "surrogateescape")
            if cut:
                problems.append(f"{name} of {log.owner.name}: a line of more than 1 MB came cut")
            after = {"file": name, "marker": following, "position": state["position"] + len(data)}
            if data:
                piece = _piece(target, log, state, after if len(whole) >= len(text) else None, data, cut=cut)
                yield Haul(logs=(piece,))
            if len(whole) < len(text):
                return  # the last line is not finished: the next run reads from this portion again
            state = after
            if target.stopping():
                return


def _portions(
    target: Target, instance: str, name: str, marker: str, size: int
) -> Iterator[tuple[str, str, str, bool]]:
    """Yield (text, its marker, the next marker, whether a line was cut); 'no more' is not believed early."""
    client, lines = target.client("rds"), LINES
    while True:
        page = client.download_db_log_file_portion(
            DBInstanceIdentifier=instance, LogFileName=name, Marker=marker, NumberOfLines=lines
        )
        text, following = page.get("LogFileData") or "", page.get("Marker") or marker
        cut = text.endswith(CUT)
        if cut and lines > 1:
            lines = max(1, lines // 4)
            continue
        if text:
            yield text, marker, following, cut
        lines = LINES
        offset = following.rpartition(":")[2]
        more = offset.isdigit() and int(offset) < size
        if following == marker or not (page.get("AdditionalDataPending") or more):
            return
        marker = following


def _piece(
    target: Target, log: Log, state: dict[str, Any], after: dict[str, Any] | None, data: bytes, *, cut: bool
) -> LogPiece:
    marks = [(0, Watermark(target.now, state))]
    if after is not None:
        marks.append((len(data), Watermark(target.now, after)))
    return LogPiece(
        series=log.series,
        source=source_of(target.account, target.region, "rds", log.owner.name, log.kind),
        path=f"rds:{log.owner.name}/{log.kind}",
        cluster=log.owner.cluster,
        instance=log.owner.name,
        kind=log.kind,
        route="rds_file",
        data=data,
        marks=marks,
        position=state["position"],
        truncated=cut,
    )


COLLECTOR = Collector(
    name="rds_log_files",
    doc="Log files of the instances by RDS's API, for logs that are exported nowhere.",
    tables=TABLES,
    calls=(
        Call("rds", "DescribeDBLogFiles", "arn:{partition}:rds:{region}:{account}:db:*"),
        Call("rds", "DownloadDBLogFilePortion", "arn:{partition}:rds:{region}:{account}:db:*"),
    ),
    feeds=FEEDS,
    collect=collect,
    plan=plan,
    opt_in=True,
    why_opt_in="its calls cost the instances something, and would wake one that has paused",
)

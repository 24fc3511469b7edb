"""Stretches the logs of a short run to a whole day, and dresses them as Aurora's files.

The moment at which a process begins to do something moves along one rising curve (story.py); what it does next
without a pause follows at its own speed. So a transaction, a statement and its plan, a wait and its end keep their
distances, and the entries of a process keep their order. Entries are then sorted by their new time. What else changes: times that messages hold (session time, 'last known up at'), addresses, ports and folders of the run, the
milliseconds (%m becomes Aurora's %t), and the names of the files. No other byte is touched.

    python sample_logs/make/stretch.py FOLDER      a folder that make.py --keep left: stretches its run again
"""

from __future__ import annotations

import gzip
import json
import re
import shutil
import sys
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from story import Story

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HEAD = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}) UTC(?=:.*?:\[(\d+)\]:[A-Z]+:  )")
PAUSE_S = 0.5  # a process that was silent for longer begins something new
BEGIN = "LOG:  connection received: "
TIME = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(\.\d+)?( UTC|\+00)")
SESSION = re.compile(r"(disconnection: session time: )(\d+):(\d\d):(\d\d)\.(\d{3})")
ADDRESS = re.compile(r"127\.0\.0\.(\d+)")
# the last number of a loopback address -> the subnet it plays
SUBNETS = {1: "10.20.1", 2: "10.20.2", 3: "10.20.3", 4: "10.20.8", 5: "10.20.9", 0: "10.20.0"}


@dataclass(slots=True)
class Entry:
    """One entry: its time in the run, its process, its text, its time in the day."""

    real: float
    pid: int
    text: str
    told: float = 0.0


@dataclass(slots=True)
class Piece:
    """What a process did without a pause: where it begins, in the run and in the day."""

    real: float
    told: float
    part: int
    last: float


def _seconds(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


def _entries(files: list[Path]) -> Iterator[Entry]:
    """Read entries with their continuation lines."""
    entry: Entry | None = None
    for file in files:
        for line in file.read_text(encoding="utf-8", errors="surrogateescape").splitlines(keepends=True):
            found = HEAD.match(line)
            if found:
                if entry is not None:
                    yield entry
                entry = Entry(_seconds(found[1]), int(found[2]), line)
            elif entry is not None:
                entry.text += line
    if entry is not None:
        yield entry


def place(entries: Iterable[Entry], story: Story) -> list[Entry]:
    """Give entries their time of the day, leave out those beyond it, and sort them."""
    pieces: dict[int, Piece] = {}
    placed = []
    for entry in entries:
        part = story.part(entry.real)
        if part is None:
            continue
        piece = pieces.get(entry.pid)
        if (
            piece is None
            or entry.real - piece.last > PAUSE_S
            or piece.part != part
            or BEGIN in entry.text[:200]
        ):
            piece = pieces[entry.pid] = Piece(entry.real, story.told(entry.real) or 0.0, part, entry.real)
        piece.last = entry.real
        entry.told = piece.told + entry.real - piece.real
        placed.append(entry)
    return sorted(placed, key=lambda entry: entry.told)


def _address(match: re.Match[str]) -> str:
    number = int(match[1])
    return f"{SUBNETS.get(number // 10, '10.20.0')}.{number}"


class Dress:
    """Rewrites what an entry says about the run."""

    def __init__(self, story: Story, run: dict[str, Any]) -> None:
        """Know the run's ports and folders."""
        self._story = story
        self._began: dict[int, float] = {}
        self._ports = re.compile(r"\b(" + "|".join(str(server["port"]) for server in run["servers"]) + r")\b")
        self._folders = [(run["root"], "/rdsdbdata")]
        for server in run["servers"]:
            data = f"{run['root']}/{server['name']}"
            self._folders += [(data, "/rdsdbdata/db"), (f"{data}-log", "/rdsdbdata/log/error")]
            self._folders.append((f"{data}-run", "/tmp"))  # noqa: S108  Aurora's socket folder
        self._folders.sort(key=lambda pair: -len(pair[0]))

    def entry(self, entry: Entry) -> str:
        """Return the entry as the day's log has it."""
        stamp = datetime.fromtimestamp(entry.told, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
        body = entry.text[entry.text.index(" UTC:") + 4 :]
        if BEGIN in body[:200]:
            self._began[entry.pid] = entry.told
        body = SESSION.sub(lambda m: m[1] + self._session(entry, m), body)
        body = TIME.sub(lambda m: self._time(entry, m), body)
        body = (
            ADDRESS.sub(_address, body)
            .replace(":::1(", ":2001:db8:20::31(", 1)
            .replace("host=::1", "host=2001:db8:20::31")
        )
        body = self._ports.sub("5432", body)
        for folder, name in self._folders:
            body = body.replace(folder, name)
        return stamp + body

    def _session(self, entry: Entry, match: re.Match[str]) -> str:
        """Write how long a session lasted: from its first line, or from the time that the message gives."""
        hours, minutes, seconds, ms = (int(part) for part in match.groups()[1:])
        began = self._began.pop(entry.pid, None)
        if began is None:
            real = entry.real - (hours * 3600 + minutes * 60 + seconds + ms / 1000)
            began = self._story.told(real) or self._story.anchors[0][1]
        lasted = round((entry.told - began) * 1000)
        return (
            f"{lasted // 3_600_000}:{lasted // 60_000 % 60:02d}:{lasted // 1000 % 60:02d}.{lasted % 1000:03d}"
        )

    def _time(self, entry: Entry, match: re.Match[str]) -> str:
        real = _seconds(match[1])
        told = self._story.told(real)
        if told is None:  # rows that were made before the day began keep their distance to its begin
            real_0, told_0 = self._story.anchors[0]
            if not real_0 - 3600 < real < real_0:
                return match[0]
            told = told_0 + real - real_0
        told = min(told, entry.told)
        return datetime.fromtimestamp(told, UTC).strftime("%Y-%m-%d %H:%M:%S") + (match[2] or "") + match[3]


def stretch(run_folder: Path, out: Path) -> None:
    """Write the day's files of each server; those of the reader's night and morning are compressed."""
    run = json.loads((run_folder / "run.json").read_text())
    story = Story.load(run_folder / "anchors.json")
    dress = Dress(story, run)
    for server in run["servers"]:
        name = server["name"]
        hours: defaultdict[int, list[str]] = defaultdict(list)
        for entry in place(_entries(sorted((run_folder / f"{name}-log").glob("run-*.log"))), story):
            hours[datetime.fromtimestamp(entry.told, UTC).hour].append(dress.entry(entry))
        folder = out / name
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "error").mkdir(parents=True)
        for hour, entries in sorted(hours.items()):
            path = folder / "error" / f"postgresql.log.2026-11-19-{hour:02d}00"
            data = "".join(entries).encode("utf-8", "surrogateescape")
            if name.endswith("2") and hour < 12:
                path.with_name(path.name + ".gz").write_bytes(gzip.compress(data, 9, mtime=0))
            else:
                path.write_bytes(data)


if __name__ == "__main__":
    stretch(Path(sys.argv[1]), Path(__file__).resolve().parent.parent)

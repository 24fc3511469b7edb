"""A server's log as files on its disk and as events in CloudWatch Logs."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from fake_aws.world import LogEvents, LogFile

from lab.clock import moment
from lab.stage import generator

if TYPE_CHECKING:
    from lab.logbook import Logbook


@dataclass(slots=True)
class Written:
    """One log of one instance: an hour a file; `top` stands at the beginning of each."""

    stem: str  # error/postgresql.log, slowquery/mysql-slowquery.log, error/mysql-error-running.log
    suffix: str  # how the hour is written
    book: Logbook
    top: str = ""
    kept_s: int = 3 * 86_400
    hours: dict[int, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find the hours."""
        for row, (at, _) in enumerate(self.book.lines):
            self.hours.setdefault(int(at // 3600), []).append(row)

    def name(self, hour: int) -> str:
        """Return a file's name."""
        return f"{self.stem}.{moment(hour * 3600).strftime(self.suffix)}"

    def files(self, now: int) -> list[LogFile]:
        """Return the files that are still on the disk, as far as they are written."""
        made = []
        for hour in self.hours:
            if hour * 3600 <= now and (hour + 1) * 3600 > now - self.kept_s:
                content = self.content(hour, now)
                last = self._rows(hour, now)
                made.append(
                    LogFile(
                        self.name(hour),
                        int(1000 * (self.book.lines[last[-1]][0] if last else hour * 3600)),
                        len(content),
                    )
                )
        return made

    def content(self, hour: int, now: int) -> bytes:
        """Return a file's bytes as far as they are written."""
        rows = self._rows(hour, now)
        return (
            (self.top + "".join(self.book.lines[row][1] for row in rows)).encode()
            if rows or self.top
            else b""
        )

    def _rows(self, hour: int, now: int) -> list[int]:
        rows = self.hours.get(hour, [])
        return rows[: bisect_right(rows, now, key=lambda row: self.book.lines[row][0])]

    def events(self, seed: int, instance: str, milliseconds: bool) -> LogEvents:
        """Return the log as CloudWatch has it: the agent is some seconds late, now and then minutes."""
        rng = generator(seed, "agent", instance, self.stem)
        at = np.array([line[0] for line in self.book.lines])
        stamps = (at * 1000).astype(np.int64) if milliseconds else (at.astype(np.int64) * 1000)
        late = rng.uniform(2, 25, len(at)) + (rng.random(len(at)) < 0.0003) * rng.uniform(60, 600, len(at))
        arrived = np.maximum.accumulate(((at + late) * 1000).astype(np.int64)) if len(at) else stamps
        return LogEvents(stamps, arrived, [line[1].rstrip("\n") for line in self.book.lines])

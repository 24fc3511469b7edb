"""The day's clock: which moment of the day a moment of the short run stands for.

`anchor` ties now to a moment of the day. Between two anchors time is stretched evenly; a scene with waits is tied at
both ends one to one, so that what its messages say ("after 1000.119 ms") stays true to the times beside them.
"""

from __future__ import annotations

import json
import time
from bisect import bisect_right
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

DAY = datetime(2026, 11, 19, tzinfo=UTC)


def moment(text: str) -> datetime:
    """Read '14:31' or '24:00:00' as a moment of the day."""
    hours, minutes, *seconds = (int(part) for part in text.split(":"))
    return DAY + timedelta(hours=hours, minutes=minutes, seconds=seconds[0] if seconds else 0)


class Story:
    """The anchors, in order: (seconds since the epoch in the run, the same in the story)."""

    def __init__(self, anchors: list[tuple[float, float]] | None = None) -> None:
        """Begin with no anchor, or with those of an earlier run."""
        self.anchors = anchors or []

    def anchor(self, text: str) -> None:
        """Tie now to a moment of the day."""
        self._tie(moment(text).timestamp())

    def scene_ends(self) -> None:
        """Tie now so that the time since the last anchor is as long in the story as it was."""
        real, told = self.anchors[-1]
        self._tie(told + time.time() - real)

    def _tie(self, told: float) -> None:
        if self.anchors and told < self.anchors[-1][1]:
            raise ValueError(f"the story goes back: {datetime.fromtimestamp(told, UTC)}")
        self.anchors.append((time.time(), told))

    def told(self, real: float) -> float | None:
        """Return the story's time of a moment of the run; None before its begin and after its end."""
        at = bisect_right(self.anchors, real, key=lambda pair: pair[0])
        if at in (0, len(self.anchors)):
            return None
        (real_0, told_0), (real_1, told_1) = self.anchors[at - 1], self.anchors[at]
        return told_0 + (real - real_0) * (told_1 - told_0) / (real_1 - real_0)

    def part(self, real: float) -> int | None:
        """Return the number of the part of the day that a moment of the run lies in; None outside the day."""
        at = bisect_right(self.anchors, real, key=lambda pair: pair[0])
        return None if at in (0, len(self.anchors)) else at

    def save(self, path: Path) -> None:
        """Keep the anchors."""
        path.write_text(json.dumps(self.anchors))

    @classmethod
    def load(cls, path: Path) -> Story:
        """Read the anchors of a run."""
        return cls([(real, told) for real, told in json.loads(path.read_text())])

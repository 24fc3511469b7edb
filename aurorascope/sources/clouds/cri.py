"""Kubernetes' files of containers (containerd, CRI-O): a stamp, the stream and a tag before each line.

`2026-11-20T03:14:15.123456789Z stderr F ...`; P instead of F says that the line goes on in the next one.
https://kubernetes.io/docs/concepts/cluster-administration/logging/
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aurorascope.model.support import Support
from aurorascope.sources.clouds.said import LONGEST, Said, millis, moment_of
from aurorascope.sources.syslog import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aurorascope.sources.envelopes import Events

SUPPORT = Support(
    "Kubernetes, containers' files",
    "containerd, CRI-O; CloudNativePG's lines inside too",
    "the log inside",
    "constructed around a log of PostgreSQL 15",
    46,
)
_LINE = re.compile(
    rb"(?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)) (?P<stream>stdout|stderr) "
    rb"(?P<tag>[FP])(?::\S{0,40})?(?: (?P<text>.*))?",
    re.DOTALL,
)


@dataclass(frozen=True)
class Cri:
    """Lines of one container, both of its streams in one order."""

    name: str = "Kubernetes container log"

    def fits(self, sample: bytes) -> bool:
        """Tell whether a sample begins with a line of a container."""
        return _LINE.match(sample.lstrip(b"\r\n").split(b"\n", 1)[0]) is not None

    def entries(self, chunks: Iterable[bytes], events: Events) -> Iterator[Said]:
        """Yield each line, its parts put together."""
        held: dict[bytes, bytes] = {}
        time = 0
        for line in lines_of(chunks):
            found = _LINE.match(line)
            when = moment_of(found["time"].decode()) if found else None
            if found is None or when is None:
                events.others += bool(line.strip())
                continue
            time = millis(when)
            whole = held.pop(found["stream"], b"") + (found["text"] or b"")
            if found["tag"] == b"F" or len(whole) > LONGEST:
                yield Said(time, whole.decode("utf-8", "replace"))
            else:
                held[found["stream"]] = whole
        for text in held.values():
            yield Said(time, text.decode("utf-8", "replace"))


CRI = Cri()

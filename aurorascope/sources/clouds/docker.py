"""Docker's json-file driver: an object for each line that a container printed, long lines in parts of 16 KB.

The object has the keys log, stream and time; a part that a line goes on behind ends without a newline.
https://docs.docker.com/engine/logging/drivers/json-file/
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aurorascope.model.support import Support
from aurorascope.sources.clouds.said import LONGEST, Said, millis, moment_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aurorascope.sources.envelopes import Events

SUPPORT = Support(
    "Docker, json-file",
    "an object a line, long lines in parts",
    "the log inside",
    "constructed around a log of PostgreSQL 15",
    45,
)
_FITS = re.compile(
    rb'\s*\{(?=[^\n]*"stream"\s*:\s*"std(?:out|err)")(?=[^\n]*"time"\s*:\s*"\d{4}-)\s*"(?:log|stream|time|attrs)"\s*:'
)


@dataclass(frozen=True)
class Docker:
    """Lines of one container, both of its streams in one order."""

    name: str = "Docker json-file"

    def fits(self, sample: bytes) -> bool:
        """Tell whether a sample begins with a line of a container."""
        return _FITS.match(sample) is not None

    def entries(self, chunks: Iterable[bytes], events: Events) -> Iterator[Said]:
        """Yield each line, its parts put together."""
        held: dict[str, str] = {}
        time = 0
        for document in events.documents(chunks):
            text, when = document.get("log"), moment_of(document.get("time"))
            if not isinstance(text, str) or when is None:
                events.others += 1
                continue
            stream, time = str(document.get("stream")), millis(when)
            whole = held.pop(stream, "") + text
            if whole.endswith("\n") or len(whole) > LONGEST:
                yield Said(time, whole.removesuffix("\n").removesuffix("\r"))
            else:
                held[stream] = whole
        for text in held.values():
            yield Said(time, text)


DOCKER = Docker()

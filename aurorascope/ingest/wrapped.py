"""Logs inside of something: members of an archive, events of CloudWatch. Each becomes a file first.

One log has one order and one place to go on from; so what an archive or an envelope holds is written out, a
file for each member or instance, and these files are then read as any others.
"""

from __future__ import annotations

import os
import re
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from aurorascope.ingest.syslog import Syslog
from aurorascope.sources import archives, envelopes
from aurorascope.sources.clouds import CLOUDS
from aurorascope.sources.clouds.said import Said
from aurorascope.sources.streams import SourceError
from aurorascope.sources.syslog import SYSLOG, Calendar, last_written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.sources.streams import Stream

DEPTH = 3  # an archive of compressed exports is two
WINDOW = 32 << 20  # characters of events that are sorted together
INSTANCES = 500
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_STREAM_FOLDER = re.compile(r"([^/]+)\.\d+/[^/]*$")


class Wrapped(Exception):  # noqa: N818 - it says what the source is
    """A source that is no log but holds some; `kind` says how."""

    def __init__(self, kind: str, stream: Stream) -> None:
        """Keep the stream: what was read of standard input cannot be read again."""
        super().__init__(kind)
        self.kind = kind
        self.stream = stream


@dataclass
class Part:
    """One log: the path to show, the file that holds it, and what the wrapping says of it."""

    path: str
    file: str
    depth: int = 0
    instance: str = ""
    cluster: str = ""
    problem: str = ""
    note: str = ""
    prefix: str = ""  # that its lines have, where the wrapping is certain of it
    whole_prefix: str | None = None  # the same with what the user said of it taken in


@dataclass
class Parts:
    """What a source held; `problem` says why it may not be all of it, `note` what was left out on purpose."""

    parts: list[Part] = field(default_factory=list)
    problem: str = ""
    note: str = ""


def unwrap(
    wrapped: Wrapped, part: Part, spooled: list[str], seen: set[int], prefix: str | None = None
) -> Parts:
    """Write out what a source holds; the files' names are added to `spooled`, whose owner removes them.

    `seen` are the events of the whole run, so that one that two objects hold is one.
    """
    if part.depth >= DEPTH:
        return Parts(problem=f"is packed more than {DEPTH} times: unpack it")
    if wrapped.kind in {archives.ZIP, archives.TAR}:
        return _members(wrapped, part, spooled)
    if wrapped.kind == SYSLOG:
        return _syslog(wrapped, part, spooled, prefix)
    if wrapped.kind == envelopes.STAMPED:
        return _export(wrapped, part, spooled)
    return _events(wrapped, part, spooled, seen)


def _said_by(wrapped: Wrapped, events: envelopes.Events) -> Iterator[envelopes.Event]:
    """Yield what a source holds, as it comes."""
    chunks = wrapped.stream.chunks()
    return CLOUDS[wrapped.kind].entries(chunks, events) if wrapped.kind in CLOUDS else events.read(chunks)


def _spool(spooled: list[str]) -> tuple[BinaryIO, str]:
    handle, name = tempfile.mkstemp(prefix="aurorascope-")
    spooled.append(name)
    return os.fdopen(handle, "wb"), name


def _members(wrapped: Wrapped, part: Part, spooled: list[str]) -> Parts:
    found = Parts()
    packed = max(1, wrapped.stream.size or 0)
    made = 0
    try:
        for name, pieces in archives.members(wrapped.kind, wrapped.stream):
            file, place = _spool(spooled)
            one = Part(f"{part.path}/{_CONTROL.sub('?', name)}", place, part.depth + 1)
            found.parts.append(one)
            with file:
                try:
                    for piece in archives.bounded(pieces, packed, made):
                        file.write(piece)
                finally:
                    made += file.tell()
    except SourceError as error:
        found.problem = str(error)
        if found.parts:
            found.parts[-1].problem = found.problem
    wrapped.stream.close()
    return found


def _export(wrapped: Wrapped, part: Part, spooled: list[str]) -> Parts:
    file, place = _spool(spooled)
    with file:
        for piece in envelopes.without_stamps(wrapped.stream.chunks()):
            file.write(piece)
    wrapped.stream.close()
    folder = _STREAM_FOLDER.search(part.path)
    instance = folder[1] if folder else ""
    return Parts([Part(part.path, place, part.depth + 1, instance, problem=wrapped.stream.problem)])


class _Writer:
    """The log of one instance while its events are written."""

    def __init__(self, path: str, event: envelopes.Event, depth: int, spooled: list[str]) -> None:
        self.file, place = _spool(spooled)
        self.part = Part(path, place, depth, event.instance, event.cluster)
        self.part.prefix = event.prefix if isinstance(event, Said) else ""
        self._before = ""

    def take(self, message: str) -> None:
        if self._before and not envelopes.joined(self._before, message):
            self.file.write(b"\n")
        text = message.removesuffix("\n")
        self.file.write(text.encode("utf-8", "replace"))
        self._before = text

    def close(self) -> None:
        self.file.write(b"\n")
        self.file.close()


def _events(wrapped: Wrapped, part: Part, spooled: list[str], seen: set[int]) -> Parts:
    events = envelopes.Events(seen)
    writers: dict[tuple[str, str], _Writer] = {}
    found = Parts()
    for event in envelopes.in_order(_said_by(wrapped, events), WINDOW):
        key = event.cluster, event.instance
        if key not in writers:
            if len(writers) == INSTANCES:
                found.problem = f"holds events of more than {INSTANCES} instances: the others were left out"
                continue
            writers[key] = _Writer(part.path, event, part.depth + 1, spooled)
        writers[key].take(event.message)
    found.problem = found.problem or events.problem or wrapped.stream.problem
    for writer in writers.values():
        writer.close()
        writer.part.problem = found.problem
        if len(writers) > 1:
            writer.part.path = f"{part.path}/{_CONTROL.sub('?', writer.part.instance) or 'unnamed'}"
        found.parts.append(writer.part)
    found.note = "; ".join(_notes(events))
    wrapped.stream.close()
    return found


def _notes(events: envelopes.Events) -> Iterator[str]:
    if events.twice:
        yield f"{events.twice:,} events were delivered more than once and are counted once"
    if events.others:
        yield f"{events.others:,} documents are no log events"


def _syslog(wrapped: Wrapped, part: Part, spooled: list[str], prefix: str | None) -> Parts:
    """Write the log of each server that a syslog file holds."""
    file = Path(part.file)
    modified = file.stat().st_mtime if file.is_file() else None
    syslog = Syslog(wrapped.stream.sample(), prefix, Calendar(last_written(part.path, modified)))
    written: dict[str, tuple[BinaryIO, Part]] = {}
    found = Parts()
    for host, text in syslog.messages(wrapped.stream.chunks()):
        if host not in written:
            if len(written) == INSTANCES:
                found.problem = f"holds logs of more than {INSTANCES} servers: the others were left out"
                continue
            out, place = _spool(spooled)
            own = Part(
                part.path, place, part.depth + 1, _CONTROL.sub("?", host), whole_prefix=syslog.whole_prefix
            )
            written[host] = out, own
        elif written[host][0].tell():  # a line ends when the next one begins: more of it may come
            written[host][0].write(b"\n")
        written[host][0].write(text)
    found.problem = found.problem or wrapped.stream.problem
    for host, (out, own) in written.items():
        out.close()
        own.problem = found.problem
        if len(written) > 1:
            own.path = f"{part.path}/{_CONTROL.sub('?', host)}"
        found.parts.append(own)
    found.note = "; ".join(_syslog_notes(syslog))
    wrapped.stream.close()
    return found


def _syslog_notes(syslog: Syslog) -> Iterator[str]:
    if not syslog.timed and not syslog.iso:
        yield "its lines say no year, which is inferred from when it was last written to"
    if syslog.others:
        yield f"{syslog.others:,} lines are other programs'"
    if syslog.lost:
        yield f"{syslog.lost:,} lines are not syslog's and were left out"
    if syslog.repeated:
        yield f"{syslog.repeated:,} lines say that a message was repeated, and it is counted so often"

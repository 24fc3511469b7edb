"""What is to be read: a path with its format, its place among the logs, and where reading goes on."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from aurorascope.ingest.exported import Exported
from aurorascope.ingest.reading import TAIL, tail_mark
from aurorascope.ingest.syslog import is_syslog
from aurorascope.ingest.wrapped import Wrapped
from aurorascope.logs.counts import Counts
from aurorascope.logs.detect import CANDIDATES, SAMPLE_LINES, Detected, binary, detect, misfit
from aurorascope.logs.exports.tabular import export_of
from aurorascope.logs.mysql_detect import detect_mysql
from aurorascope.logs.pooler_starts import begins_as_proxy, detect_pooler
from aurorascope.logs.pooler_starts import next_start as pooler_start
from aurorascope.logs.prefix import Prefix
from aurorascope.logs.record_starts import FORMATS, detect_records, next_start
from aurorascope.logs.starts import FormatSpec
from aurorascope.sources.archives import archive_of
from aurorascope.sources.clouds import cloud_of
from aurorascope.sources.envelopes import envelope_of
from aurorascope.sources.objects import is_plain, open_bytes, size_of
from aurorascope.sources.streams import SourceError, Stream
from aurorascope.sources.syslog import SYSLOG

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ID_BYTES = 4096
LOOK = 128 << 10
UNSETTLED = (
    "its prefix was learnt from its lines, which do not say what each part of it is: what is not known "
    "(such as the user) is left empty; --prefix with the server's log_line_prefix says it"
)
_AURORA_FOLDERS = {"error", "slowquery", "audit", "general"}
_STAMP = re.compile(rb"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?")


@dataclass
class Source:
    """One source that can be read. `end` is its size now; a stream's is known when it has been read."""

    path: str
    stream: Stream
    spec: FormatSpec
    labels: Mapping[str, str]
    id: str
    first_stamp: bytes
    share: float
    plain: bool
    size: int
    end: int = 0
    resume: int = 0
    taken: int = 0  # position that is committed
    number: int = 0
    tail: int = 0
    cut: bool = False
    total: Counts = field(default_factory=Counts)
    last_begin: int = -1
    route: str = "file"
    note: str = ""  # what was left out on purpose
    kind: str = ""  # of the log, where whoever brings it says so

    @property
    def log(self) -> tuple[str, ...]:
        """Key of the log that the source is a part of: its entries may go on from one source to the next.

        MySQL and poolers end an entry before they open the next file: each file is a log of its own.
        """
        labels = tuple(self.labels[name] for name in sorted(self.labels))
        return (*labels, self.id) if self.spec.whole else labels


class NotUnderstood(Exception):  # noqa: N818 - it says what the source is
    """A source that is no log we can read; the message is a sentence for a person."""


def open_source(
    path: str, labels: Mapping[str, str], *, prefix: str | None, zone: str, file: str = "", form: str = ""
) -> Source | None:
    """Look into a source and recognise it; None when it is empty.

    `file` holds what `path` names, where that is no file. Raises SourceError when it cannot be read, Wrapped
    when it holds logs, Exported when it is an export of counters, NotUnderstood when no format explains it.
    """
    stream = Stream(file or path)
    sample = stream.sample()
    if not sample.strip(b"\0\n\r \t"):
        stream.close()
        if stream.problem:
            raise SourceError(stream.problem)
        if sample.strip(b"\n\r \t"):
            raise NotUnderstood("holds only NUL bytes: it is no log")
        return None
    wrapping = archive_of(sample) or (
        "" if begins_as_proxy(sample) else cloud_of(sample) or envelope_of(sample)
    )
    wrapping = wrapping or (SYSLOG if not form and is_syslog(sample) else "")
    if wrapping:
        raise Wrapped(wrapping, stream)
    exported = export_of(sample)
    if exported is not None:
        raise Exported(exported, stream)
    if sample[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        stream.close()
        raise NotUnderstood("is UTF-16, which no server writes: convert it (iconv -f UTF-16 -t UTF-8)")
    if binary(sample):
        stream.close()
        raise NotUnderstood("is a binary file, not a log: nothing was read")
    try:
        spec, identity, share = recognised(sample, prefix, zone, form)
        if prefix is None and not spec.settled:
            spec = _looked_closer(spec, file or path, stream, sample)
    except NotUnderstood:
        stream.close()
        raise
    plain = not stream.compressed and is_plain(stream.path)
    stream.rewind()
    return Source(
        path=path,
        stream=stream,
        spec=spec,
        labels=labels,
        id=source_id(labels, identity),
        first_stamp=first_stamp(sample),
        share=share,
        plain=plain,
        size=size_of(stream.path) if plain else 0,
        note="" if spec.settled else UNSETTLED,
    )


def _looked_closer(spec: FormatSpec, path: str, stream: Stream, sample: bytes) -> FormatSpec:
    """Learn a prefix from more of a file where its first lines do not say what all parts are."""
    if stream.compressed or path == "-" or size_of(path) <= len(sample):
        return spec
    parts = [sample[: sample.rfind(b"\n") + 1][:LOOK]]
    size = size_of(path)
    with open_bytes(path) as file:
        for place in (size // 3, 2 * size // 3, size - LOOK):
            file.seek(max(0, place))
            part = file.read(LOOK)
            parts.append(part[part.find(b"\n") + 1 : part.rfind(b"\n") + 1])
    found = detect(b"".join(parts), lines=4 * SAMPLE_LINES)
    return spec if found.prefix is None else replace(spec, prefix=found.prefix.text)


def recognised(
    sample: bytes, prefix: str | None, zone: str, form: str = ""
) -> tuple[FormatSpec, bytes, float]:
    """Return a sample's format, the bytes that name its source, and the share that the format explains."""
    if form in FORMATS:
        start = next_start(form, sample, 0)
        if start < 0:
            raise NotUnderstood(f"holds no record of {form}: leave --format out, and it is recognised")
        return FormatSpec(form, "", zone), sample[start:], 1.0
    named = prefix is not None or form
    mysql = None if named else detect_mysql(sample)
    if mysql is not None:
        return FormatSpec(mysql.format, "", zone), mysql.identity.replace(b"\n", b"\0"), 1.0
    pooler = None if named else detect_pooler(sample)
    if pooler is not None and pooler[1] > _explained(sample):
        return FormatSpec(pooler[0], "", zone), sample[pooler_start(pooler[0], sample, 0) :], 1.0
    records = None if named else detect_records(sample)
    if records is not None:
        name, begun = records
        if begun > _explained(sample):
            start = next_start(name, sample, 0)
            return FormatSpec(name, "", zone), sample[max(0, start) :], 1.0
    found = _recognise(sample, prefix)
    assert found.prefix is not None  # noqa: S101 - else _recognise raised
    return FormatSpec("stderr", found.prefix.text, zone), sample, found.share


def _explained(sample: bytes) -> int:
    """Return how many lines of a sample a prefix of stderr explains: formats are never mixed, but torn."""
    found = detect(sample, prefixes=CANDIDATES)
    return round(found.share * found.lines) if found.prefix is not None else 0


def first_stamp(sample: bytes) -> bytes:
    """Return the first time that a log says, as it says it; empty where it says none."""
    stamp = _STAMP.search(sample)
    return stamp[0] if stamp else b""


def _recognise(sample: bytes, prefix: str | None) -> Detected:
    found = detect(sample, prefixes=() if prefix is None else (prefix,))
    if found.prefix is not None and found.prefix.timed:
        return found
    if found.lines == 0:
        raise NotUnderstood("has no line that could begin an entry: all begin with a blank or a TAB")
    if found.prefix is not None:
        raise NotUnderstood(
            f"has the prefix {found.prefix.text!r}, which says no time as %t, %m or %n do: its rows could "
            f"not be dated; it begins {sample.decode('utf-8', 'replace').strip()[:80]!r}"
        )
    example = f"first line not understood, at byte {found.offset:,}: {found.first_other[:200]!r}"
    if prefix is not None:
        fitting = detect(sample).prefix
        better = f"; what would fit is --prefix {fitting.text!r}" if fitting is not None else ""
        raise NotUnderstood(
            f"does not fit the prefix {prefix!r}: {found.share:.0%} of {found.lines} lines do; {example}, "
            f"where {misfit(Prefix(prefix), found.first_other)}{better}"
        )
    nearest = f"; the nearest is {found.nearest!r} with {found.share:.0%}" if found.nearest else ""
    raise NotUnderstood(
        f"is no MySQL log, and no PostgreSQL log with a known prefix ({found.lines} lines tried{nearest}); "
        f"{example}, where {found.reason}; give --prefix with the server's log_line_prefix"
    )


def source_id(labels: Mapping[str, str], sample: bytes) -> str:
    """Return 16 hex digits for a source: its labels and its first whole line."""
    first = sample.lstrip(b"\r\n").split(b"\n", 1)[0][:ID_BYTES]
    digest = hashlib.blake2b(digest_size=8)
    for name in sorted(labels):
        digest.update(f"{name}={labels[name]}\0".encode())
    digest.update(first.rstrip(b"\r"))
    return digest.hexdigest()


def plain_tail(path: str, position: int) -> int:
    """Return the mark of the bytes before a position of a plain file."""
    with open_bytes(path) as file:
        file.seek(max(0, position - TAIL))
        return tail_mark(file.read(min(TAIL, position)))


def instance_of(path: str) -> str:
    """Return the instance that a path names as Aurora lays logs out (`<instance>/error/...`), else local."""
    parts = Path(path).parts
    for place, name in enumerate(parts[:-1]):
        if name in _AURORA_FOLDERS and place > 0:
            return parts[place - 1]
    return "local"


def even_block(size: int, workers: int, most: int) -> int:
    """Return the size of blocks, at most `most`, so that each worker has as many: none waits for the last."""
    if size <= most // 2:
        return most
    rounds = -(-size // (most * workers))
    return -(-size // (rounds * workers))


def blocks_of(source: Source, block: int) -> Iterator[tuple[int, int]]:
    """Yield the ranges of a plain file from where reading goes on, each of about `block` bytes."""
    begin = source.resume
    while begin < source.end:
        end = min(begin + block, source.end)
        if source.end - end < block // 4:  # no crumb at the end
            end = source.end
        yield begin, end
        begin = end


__all__ = ["NotUnderstood", "Source", "SourceError", "blocks_of", "even_block", "instance_of", "open_source"]

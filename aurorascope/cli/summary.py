"""The summary of a run as text and as JSON."""

from __future__ import annotations

import json
import os.path
from dataclasses import asdict
from typing import TYPE_CHECKING

from aurorascope.cli.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from aurorascope.ingest.summary import SourceResult, Summary

LISTED = 20
"""Sources that are listed one by one; a folder of thousands is summed up."""


def as_text(summary: Summary, store: str) -> str:
    """Return the summary for a person: what was read, what was not understood, where it is now."""
    lines = [headline(summary), *listing(summary.sources[:LISTED])]
    if (hidden := len(summary.sources) - LISTED) > 0:
        lines.append(f"  ... and {hidden:,} more")
    lines += [unread for source in summary.sources if (unread := not_understood(source))]
    left = sum(source.filtered_entries for source in summary.sources)
    if left:
        lines.append(
            f"filter: {left:,} of the {summary.entries:,} entries were left out, as the run was told"
        )
    lines += [f"note: {printable(path)}: {reason}" for path, reason in notes(summary.sources)]
    lines.append(f"store {printable(store)} is at version {summary.version}")
    return "\n".join(lines)


def headline(summary: Summary) -> str:
    """Return the run in one line."""
    count = len(summary.sources)
    failed = sum(source.status == "failed" for source in summary.sources)
    sources = f"{count - failed:,} of {count:,} source{'' if count == 1 else 's'}"
    speed = f" ({size(summary.bytes / summary.seconds)}/s)" if summary.seconds > 0 and summary.bytes else ""
    return (
        f"read {sources}, {size(summary.bytes)} in {summary.seconds:.1f} s{speed}: "
        f"{summary.entries:,} entries, {summary.statements:,} statements"
    )


def listing(sources: Sequence[SourceResult]) -> list[str]:
    """Return a line for each source, its columns aligned; a folder that all share is said once."""
    paths = [source.path for source in sources]
    shared = os.path.commonpath(paths) if len(paths) > 1 and all(map(os.path.isabs, paths)) else ""
    rows = [source_cells(source, shared) for source in sources]
    widths = [max(len(row[column]) for row in rows) for column in range(5)] if rows else []
    lines = [f"  in {printable(shared)}"] if shared else []
    for name, status, amount, entries, span in rows:
        left = f"  {name:<{widths[0]}}  {status:<{widths[1]}}"
        lines.append(f"{left}  {amount:>{widths[2]}}  {entries:>{widths[3]}}  {span}".rstrip())
    return lines


def source_cells(source: SourceResult, shared: str) -> tuple[str, str, str, str, str]:
    """Return name, status, size, entries and span of one source."""
    name = printable(os.path.relpath(source.path, shared) if shared else source.path)
    if not source.entries:
        return name, source.status, "", "", ""
    span = ""
    if source.covered_from and source.covered_to:
        span = f"{moment(source.covered_from)} to {moment(source.covered_to)} UTC"
    return name, source.status, size(source.bytes), f"{source.entries:,} entries", span


def shortcoming(source: SourceResult) -> str:
    """Return why a source was not taken in whole, or nothing."""
    if source.status not in {"failed", "partial"}:
        return ""
    return f"{source.status}: {source.path}: {source.reason}"


def notes(sources: Sequence[SourceResult]) -> list[tuple[str, str]]:
    """Return what is to be known of sources that were taken in whole."""
    return [
        (one.path, one.reason) for one in sources if one.status == "complete" and one.reason and one.entries
    ]


def not_understood(source: SourceResult) -> str:
    """Return how much of a source was not understood, with its first example, or nothing."""
    if not source.unparsed_entries:
        return ""
    count, entries = source.unparsed_entries, source.entries
    share = f"{count / entries:.1%}" if count < entries else "all"
    line = f"not understood: {count:,} of the {entries:,} entries ({share}) of {printable(source.path)}"
    if source.first_unparsed is None:
        return line
    text, offset = source.first_unparsed
    return f"{line}; the first, at byte {offset:,}: {printable(text[:200])}{difference(source, text)}"


def difference(source: SourceResult, text: str) -> str:
    """Return what of the prefix a line does not have, and the prefix that it would fit, or nothing."""
    if not source.prefix:
        return ""
    from aurorascope.logs.detect import detect, misfit
    from aurorascope.logs.prefix import Prefix

    why = misfit(Prefix(source.prefix), text)
    if not why:
        return ""
    nearest = detect(text.encode()).prefix
    fitting = f"; --prefix {nearest.text!r} would fit it" if nearest is not None else ""
    return f"\n  the prefix is {printable(source.prefix)}, where {printable(why)}{printable(fitting)}"


def as_json(summary: Summary) -> str:
    """Return the summary as one JSON object."""
    return json.dumps(asdict(summary), default=str, indent=2)


def size(count: float) -> str:
    """Return bytes for a person, in powers of ten."""
    for unit in ("bytes", "kB", "MB"):
        if count < 1000:
            return f"{count:.0f} {unit}" if unit == "bytes" else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} GB"


def moment(when: datetime) -> str:
    """Return a time to the second."""
    return when.strftime("%Y-%m-%d %H:%M:%S")

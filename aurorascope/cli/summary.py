"""The summary of a run as text and as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from aurorascope.cli.terminal import printable

if TYPE_CHECKING:
    from datetime import datetime

    from aurorascope.ingest.summary import SourceResult, Summary

LISTED = 20
"""Sources that are listed one by one; a folder of thousands is summed up."""


def as_text(summary: Summary, store: str) -> str:
    """Return the summary for a person: what was read, what was not understood, where it is now."""
    listed = summary.sources[:LISTED]
    lines = [headline(summary), *(f"  {source_line(source)}" for source in listed)]
    if hidden := len(summary.sources) - len(listed):
        lines.append(f"  ... and {hidden:,} more")
    lines += [unread for source in summary.sources if (unread := not_understood(source))]
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


def source_line(source: SourceResult) -> str:
    """Return one source in one line."""
    parts = [printable(source.path), source.status]
    if source.entries:
        parts += [source.format, size(source.bytes), f"{source.entries:,} entries"]
    if source.covered_from and source.covered_to:
        parts.append(f"{moment(source.covered_from)} to {moment(source.covered_to)} UTC")
    return "  ".join(part for part in parts if part)


def shortcoming(source: SourceResult) -> str:
    """Return why a source was not taken in whole, or nothing."""
    if source.status not in {"failed", "partial"}:
        return ""
    return f"{source.status}: {source.path}: {source.reason}"


def not_understood(source: SourceResult) -> str:
    """Return how much of a source was not understood, with its first example, or nothing."""
    if not source.unparsed_entries:
        return ""
    line = f"not understood: {source.unparsed_entries:,} of the entries of {printable(source.path)}"
    if source.first_unparsed is None:
        return line
    text, offset = source.first_unparsed
    return f"{line}; the first, at byte {offset:,}: {printable(text[:200])}"


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

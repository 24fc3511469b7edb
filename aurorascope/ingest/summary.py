"""What a run took in, what it did not understand, and the first example of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

SourceStatus = Literal["complete", "partial", "failed", "unchanged"]
Cause = Literal["", "path", "denied"]


@dataclass(frozen=True, slots=True)
class SourceResult:
    """One source of a run; `reason` is a sentence for a person unless it is complete.

    `cause` says of a failed one whether its path was wrong or a permission was missing.
    `first_unparsed` is the text and byte offset of the first entry that was not understood. Bytes are
    decompressed bytes. `prefix` is the log_line_prefix that the source was read with.
    """

    path: str
    status: SourceStatus
    reason: str = ""
    format: str = ""
    bytes: int = 0
    entries: int = 0
    statements: int = 0
    unparsed_entries: int = 0
    first_unparsed: tuple[str, int] | None = None
    covered_from: datetime | None = None
    covered_to: datetime | None = None
    truncated: bool = False
    cause: Cause = ""
    prefix: str = ""
    filtered_entries: int = 0


@dataclass(frozen=True, slots=True)
class Summary:
    """One run; `version` is the store's version after its commit."""

    sources: list[SourceResult] = field(default_factory=list)
    entries: int = 0
    statements: int = 0
    bytes: int = 0
    seconds: float = 0.0
    version: int = 0

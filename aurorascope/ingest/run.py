"""One run: sources to blocks to rows to one commit."""

from __future__ import annotations


def ingest() -> None:
    """Take logs into a store."""

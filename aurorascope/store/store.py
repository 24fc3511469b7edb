"""The store: create, open, snapshot, commit."""

from __future__ import annotations


class Store:
    """One Delta table behind every view."""

"""Aurorascope: what is slow in a fleet of Aurora clusters, since when, because of what, and who must be told.

The Python API is two names, `Store` and `ingest`; both are imported on first use so that
`import aurorascope` stays cheap.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aurorascope.ingest.run import ingest
    from aurorascope.store.store import Store

__version__ = "0.1.0"
__all__ = ["Store", "__version__", "ingest"]


def __getattr__(name: str) -> object:
    """Import the two public names when they are first asked for (PEP 562)."""
    if name == "Store":
        from aurorascope.store.store import Store

        return Store
    if name == "ingest":
        return import_module("aurorascope.ingest")
    raise AttributeError(f"module 'aurorascope' has no attribute {name!r}")

"""Aurorascope: what is slow in a fleet of Aurora clusters, since when, because of what, and who must be told.

The Python API is three names, `Store`, `ingest` and `report`; all are imported on first use so that
`import aurorascope` stays cheap.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aurorascope.ingest.run import ingest
    from aurorascope.store.store import Store

__version__ = "0.1.0"
__all__ = ["Store", "__version__", "ingest", "report"]


def __getattr__(name: str) -> object:
    """Import the public names when they are first asked for (PEP 562)."""
    if name == "Store":
        from aurorascope.store.store import Store

        return Store
    if name in {"ingest", "report"}:
        return import_module(f"aurorascope.{name}")
    raise AttributeError(f"module 'aurorascope' has no attribute {name!r}")

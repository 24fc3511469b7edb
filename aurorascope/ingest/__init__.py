"""Source to rows to one commit: blocks, workers, the stitcher.

The package is callable: `aurorascope.ingest` names it and the public function alike (`ingest.run.ingest`),
and which of the two an import finds must not depend on what was imported before.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any


class _CallablePackage(ModuleType):
    """The package as the function `aurorascope.ingest.run.ingest`."""

    def __call__(self, *arguments: Any, **options: Any) -> object:
        from aurorascope.ingest.run import ingest

        return ingest(*arguments, **options)


sys.modules[__name__].__class__ = _CallablePackage

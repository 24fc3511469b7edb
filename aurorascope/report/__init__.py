"""The nightly report: what changed, what it cost, what to do.

The package is callable, as `aurorascope.ingest` is: `aurorascope.report(store, ...)` is
`aurorascope.report.making.report`.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any


class _CallablePackage(ModuleType):
    """The package as the function `aurorascope.report.making.report`."""

    def __call__(self, *arguments: Any, **options: Any) -> object:
        from aurorascope.report.making import report

        return report(*arguments, **options)


sys.modules[__name__].__class__ = _CallablePackage

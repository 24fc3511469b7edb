"""Retention: reports older than `--keep` go, file by file, each only if it is as it was written."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from aurorascope.model.errors import BadRequestError
from aurorascope.report.delivery.delivered import MANIFEST
from aurorascope.report.delivery.ledger import ROOT
from aurorascope.report.delivery.manifest import remove_ours

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from aurorascope.report.delivery.manifest import Night
    from aurorascope.report.delivery.places import Place

DAYS = re.compile(r"([1-9]\d{0,4})d")


def days(text: str) -> timedelta:
    """Read `90d`. Raises BadRequestError."""
    found = DAYS.fullmatch(text)
    if not found:
        raise BadRequestError(f"--keep {text!r}: a number of days is expected, such as 90d.")
    return timedelta(days=int(found[1]))


def older(nights: Iterable[Night], keep: timedelta, today: date) -> list[Night]:
    """Return the reports that are past keeping."""
    return [night for night in nights if today - night.day > keep]


def remove(place: Place, night: Night, names: Iterable[str]) -> list[str]:
    """Remove one report; return the addresses of files that somebody changed since, which stay.

    `names` are all names in the place. The manifest goes last: an interrupted removal is taken up again.
    """
    changed = [
        place.address(f"{night.folder}/{name}")
        for name, hashed in sorted(night.hashes.items())
        if not remove_ours(place, f"{night.folder}/{name}", hashed)
    ]
    for name in names:
        if name.startswith(f"{ROOT}/{night.folder}/"):
            place.remove(name)
    place.remove(f"{night.folder}/{MANIFEST}")
    return changed

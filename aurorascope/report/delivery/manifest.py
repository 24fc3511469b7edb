"""What lies in a report's folder: written beside the files, read by the index and the retention.

A file is ours if a manifest names it with its hash. What is not ours is neither overwritten nor removed.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from aurorascope import __version__
from aurorascope.model.errors import BadRequestError
from aurorascope.report.delivery.delivered import FILE, MANIFEST, NAME, VERDICTS, Delivered

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from aurorascope.report.delivery.delivered import Verdict
    from aurorascope.report.delivery.places import Place

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Night:
    """One report as it lies: what its manifest says. `hashes` are of its files; `whole`: all were written."""

    folder: str
    day: date
    clusters: tuple[str, ...]
    verdicts: Mapping[str, Verdict]
    worst: Verdict
    page: str
    short: str
    link_base: str
    hashes: Mapping[str, str]
    with_literals: bool
    whole: bool


def night_of(report: Delivered) -> Night:
    """Return what a report's manifest says."""
    return Night(
        folder=report.folder,
        day=report.day,
        clusters=report.clusters,
        verdicts=dict(report.verdicts),
        worst=report.worst,
        page=report.page,
        short=report.short,
        link_base=report.link_base,
        hashes={name: hash_of(content) for name, content in report.files.items()},
        with_literals=report.with_literals,
        whole=True,
    )


def put(place: Place, report: Delivered) -> Night:
    """Write a report's files and its manifest. Raises BadRequestError where a file of somebody else lies.

    The manifest is written before the files (they are ours even if this process dies now) and after them.
    """
    night, known = night_of(report), read_night(place, report.folder)
    ours = {} if known is None else known.hashes
    for name, content in report.files.items():
        there = place.read(f"{report.folder}/{name}") if name not in ours else None
        if there is not None and there != content:
            raise BadRequestError(
                f"{place.address(f'{report.folder}/{name}')} was not written by aurorascope "
                "and is left alone: name another --out."
            )
    place.write(f"{night.folder}/{MANIFEST}", _written(night, whole=False))
    for name, content in report.files.items():
        place.write(f"{night.folder}/{name}", content)
    for name in set(ours) - set(report.files):
        remove_ours(place, f"{night.folder}/{name}", ours[name])
    place.write(f"{night.folder}/{MANIFEST}", _written(night, whole=True))
    return night


def remove_ours(place: Place, name: str, hashed: str) -> bool:
    """Remove a file if it is as it was written; say whether nothing is left of it."""
    there = place.read(name)
    if there is not None and hash_of(there) != hashed:
        return False
    place.remove(name)
    return True


def read_night(place: Place, folder: str) -> Night | None:
    """Return what lies in a folder; None where no manifest of ours does."""
    text = place.read(f"{folder}/{MANIFEST}")
    return None if text is None else parsed(folder, text)


def folders(names: Iterable[str]) -> list[str]:
    """Return the folders among names that hold a manifest."""
    found = (name.removesuffix(f"/{MANIFEST}") for name in names if name.endswith(f"/{MANIFEST}"))
    return sorted(folder for folder in found if NAME.fullmatch(folder))


def parsed(folder: str, text: bytes) -> Night | None:
    """Read a manifest; None where it is none of ours. Names in it cannot lead out of its folder."""
    try:
        said = json.loads(text)
        if said["aurorascope_report"] != FORMAT:
            return None
        hashes = {str(name): str(one["sha256"]) for name, one in said["files"].items()}
        verdicts = {str(cluster): verdict for cluster, verdict in said["verdicts"].items()}
        names = [*hashes, said["page"]]
        if not all(FILE.fullmatch(name) for name in names) or not {*verdicts.values()} <= {*VERDICTS}:
            return None
        return Night(
            folder=folder,
            day=date.fromisoformat(said["day"]),
            clusters=tuple(map(str, said["clusters"])),
            verdicts=verdicts,
            worst=VERDICTS[VERDICTS.index(said["worst"])],
            page=str(said["page"]),
            short=str(said["short"]),
            link_base=str(said["link_base"]),
            hashes=hashes,
            with_literals=bool(said["with_literals"]),
            whole=bool(said["whole"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _written(night: Night, *, whole: bool) -> bytes:
    said: dict[str, Any] = {
        "aurorascope_report": FORMAT,
        "version": __version__,
        "day": night.day.isoformat(),
        "clusters": list(night.clusters),
        "verdicts": dict(night.verdicts),
        "worst": night.worst,
        "page": night.page,
        "short": night.short,
        "link_base": night.link_base,
        "with_literals": night.with_literals,
        "files": {name: {"sha256": hashed} for name, hashed in sorted(night.hashes.items())},
        "whole": whole,
    }
    return json.dumps(said, indent=1, ensure_ascii=False).encode() + b"\n"


def hash_of(content: bytes) -> str:
    """Return the name of a content."""
    return hashlib.sha256(content).hexdigest()

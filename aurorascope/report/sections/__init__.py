"""The sections of a report, in the order in which they are read."""

from __future__ import annotations

from aurorascope.report.sections import (
    checkpoints,
    connections,
    errors,
    events,
    load,
    locks,
    poolers,
    queries,
    sessions,
    temp_files,
    traffic,
    vacuums,
)

SECTIONS = (
    traffic.SECTION,
    queries.SECTION,
    errors.SECTION,
    locks.SECTION,
    connections.SECTION,
    sessions.SECTION,
    poolers.SECTION,
    temp_files.SECTION,
    checkpoints.SECTION,
    vacuums.SECTION,
    load.SECTION,
    events.SECTION,
)

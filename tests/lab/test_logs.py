"""What the lab says of its logs, the project's own ingest finds in them: every entry, every millisecond."""

from __future__ import annotations

from pathlib import Path

import pytest

from aurorascope.ingest.run import ingest

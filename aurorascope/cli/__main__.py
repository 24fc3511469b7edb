"""`python -m aurorascope.cli` is the command `aurorascope`."""

from __future__ import annotations

from aurorascope.cli.main import main

main()

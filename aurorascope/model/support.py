"""What a format's file says of what it reads: the rows of the support matrix are made of these."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Support:
    """One log, or one wrapping of logs.

    log: its name. forms: versions and variants. rows: the tables that it fills, or what comes out of it.
    proof: which real server wrote the logs of the tests, or that they are constructed. order: its place in
    the matrix.
    """

    log: str
    forms: str
    rows: str
    proof: str
    order: int

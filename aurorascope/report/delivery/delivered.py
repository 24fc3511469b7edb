"""What the report hands over for delivery: finished files, and the few words that chat and mail get."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from aurorascope.model.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

Verdict = Literal["ok", "watch", "unknown", "act"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
"""From quiet to loud; unknown is louder than watch, as nobody knows what it hides."""
FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
MOST_LINES = 15
MANIFEST = "manifest.json"
RESERVED = frozenset({MANIFEST})


@dataclass(frozen=True, slots=True)
class Delivered:
    """One finished report. Raises BadRequestError for names that are no plain file names.

    `verdicts` are by cluster. `short` is Markdown of at most 15 lines, redacted unless `with_literals`.
    `link_base` is the address under which people reach the place (`https://reports.example/aurora`); empty:
    they are told where the files lie. `name` is the folder of this report; empty: its day.
    """

    day: date
    clusters: tuple[str, ...]
    verdicts: Mapping[str, Verdict]
    short: str
    files: Mapping[str, bytes]
    link_base: str = ""
    name: str = ""
    with_literals: bool = False

    def __post_init__(self) -> None:
        for cluster, verdict in self.verdicts.items():
            if verdict not in VERDICTS:
                raise BadRequestError(f"{cluster}: {verdict!r} is no verdict ({', '.join(VERDICTS)}).")
        for name in self.files:
            if not FILE.fullmatch(name) or name in RESERVED:
                raise BadRequestError(f"a report's file cannot be called {name!r}.")
        if not NAME.fullmatch(self.folder):
            raise BadRequestError(f"{self.folder!r} cannot be a report's folder: letters, digits, . _ -")
        if not self.files:
            raise BadRequestError(f"the report of {self.folder} has no files.")

    @property
    def folder(self) -> str:
        """The name of its folder in the place."""
        return self.name or self.day.isoformat()

    @property
    def worst(self) -> Verdict:
        """The loudest verdict; unknown where there is none."""
        return max(self.verdicts.values(), key=VERDICTS.index, default="unknown")

    @property
    def page(self) -> str:
        """The file that a link opens: the HTML, else the first."""
        return next((name for name in sorted(self.files) if name.endswith(".html")), min(self.files))

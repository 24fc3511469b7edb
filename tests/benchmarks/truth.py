"""What was written, counted while it was written: every count and sum that a reader of the log must reproduce."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PHASES = ("statement", "parse", "bind", "execute", "fetch", "plan")
CALLS = {"statement": 1, "parse": 0, "bind": 0, "execute": 1, "fetch": 0, "plan": 1}


class Truth:
    """Counters; `tables` holds, for each typed table, its rows, and sums and counts of its columns."""

    def __init__(self, shapes: int) -> None:
        """Begin at zero."""
        self.lines_by_word: Counter[str] = Counter()
        self.entries_by_severity: Counter[str] = Counter()
        self.entries_by_kind: Counter[str] = Counter()
        self.phase_lines: Counter[str] = Counter()
        self.phase_us: Counter[str] = Counter()
        self.shape_lines = [0] * shapes
        self.shape_calls = [0] * shapes
        self.shape_us = [0] * shapes
        self.examples: list[str | None] = [None] * shapes
        self.hour_lines: Counter[str] = Counter()
        self.hour_us: Counter[str] = Counter()
        self.sessions_by: dict[str, defaultdict[str, list[int]]] = {
            key: defaultdict(lambda: [0, 0, 0]) for key in ("user_name", "database_name", "client_host")
        }
        self.statements_with_parameters = 0
        self.max_us = 0
        self.tables: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def row(self, table: str, *counts: str, **sums: int) -> None:
        """Count one row of a typed table; `counts` name what else it is, as 'event=starting'."""
        counter = self.tables[table]
        counter["rows"] += 1
        for count in counts:
            counter[count] += 1
        for column, value in sums.items():
            counter[f"sum({column})"] += value

    def end_session(self, user: str, database: str, host: str, tally: list[int]) -> None:
        """Add a session's statement lines, calls and microseconds to its user, database and host."""
        for key, name in (("user_name", user), ("database_name", database), ("client_host", host)):
            total = self.sessions_by[key][name]
            for index, value in enumerate(tally):
                total[index] += value

    def document(self) -> dict[str, object]:
        """Return everything as plain values."""
        used = [n for n, lines in enumerate(self.shape_lines) if lines]
        return {
            "log_lines_by_word": dict(sorted(self.lines_by_word.items())),
            "log_lines": self.lines_by_word.total(),
            "entries": self.entries_by_severity.total(),
            "entries_by_severity": dict(sorted(self.entries_by_severity.items())),
            "entries_by_kind": dict(sorted(self.entries_by_kind.items())),
            "statements": {
                "lines": self.phase_lines.total(),
                "calls": sum(self.phase_lines[p] * CALLS[p] for p in PHASES),
                "duration_us": self.phase_us.total(),
                "max_us": self.max_us,
                "with_parameters": self.statements_with_parameters,
                "by_phase": {
                    phase: {"lines": self.phase_lines[phase], "duration_us": self.phase_us[phase]}
                    for phase in PHASES
                    if self.phase_lines[phase]
                },
                "by_hour": {
                    hour: {"lines": self.hour_lines[hour], "duration_us": self.hour_us[hour]}
                    for hour in sorted(self.hour_lines)
                },
                **{
                    f"by_{key}": {
                        name: {"lines": lines, "calls": calls, "duration_us": us}
                        for name, (lines, calls, us) in sorted(names.items())
                        if lines
                    }
                    for key, names in self.sessions_by.items()
                },
            },
            "shape_count": len(used),
            "shapes": [
                {
                    "shape": n,
                    "lines": self.shape_lines[n],
                    "calls": self.shape_calls[n],
                    "duration_us": self.shape_us[n],
                    "example": self.examples[n],
                }
                for n in used
            ],
            "tables": {name: dict(sorted(counter.items())) for name, counter in sorted(self.tables.items())},
        }

    def write(self, path: Path, **more: object) -> None:
        """Write the truth as JSON, with `more` in front."""
        path.write_text(
            json.dumps({**more, **self.document()}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
        )

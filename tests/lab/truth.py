"""What is true about a run: the cause that was planted, where, when, and its numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lab.clock import moment

if TYPE_CHECKING:
    from lab.families import Family
    from lab.simulation import Track
    from lab.stage import Plot


@dataclass(slots=True)
class Truth:
    """The planted cause; `statements` are the families it is about, `numbers` what a report should find."""

    cause: str
    cluster: str = ""
    region: str = ""
    instance: str = ""
    begin_s: float = 0.0
    end_s: float = 0.0
    statements: list[dict[str, Any]] = field(default_factory=list)
    numbers: dict[str, Any] = field(default_factory=dict)
    innocent: list[dict[str, Any]] = field(default_factory=list)  # what looks like a cause and is none

    def about(self, plot: Plot, *families: Family, role: str = "suffers") -> None:
        """Name the families the cause is about."""
        self.statements += [_statement(plot, family, role) for family in families]

    def measure(self, tracks: dict[str, Track]) -> None:
        """Say of each statement what it came to between begin and end: calls and session seconds, by instance."""
        for statement in self.statements:
            for name, track in tracks.items():
                if track.cluster.name == self.cluster:
                    part = slice(track.clock.minute(self.begin_s), track.clock.minute(self.end_s) + 1)
                    index = next(
                        i for i, one in enumerate(track.plot.families) if one.name == statement["family"]
                    )
                    statement.setdefault("calls", {})[name] = int(track.calls[part, index].sum())
                    statement.setdefault("session_seconds", {})[name] = int(track.samples[part, index].sum())

    def record(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        told = {name: getattr(self, name) for name in self.__slots__}
        if self.begin_s:
            told["begin"] = moment(self.begin_s).isoformat()
            told["end"] = moment(self.end_s).isoformat()
        return told


def _statement(plot: Plot, family: Family, role: str) -> dict[str, Any]:
    from aurorascope.logs.fingerprint import fingerprint

    engine = "postgresql" if plot.cluster.postgres else "mysql"
    return {
        "role": role, "family": family.name, "tokenized_id": family.tokenized_id, "text": family.tokenized,
        "fingerprint": fingerprint(family.tokenized, engine).id,
    }  # fmt: skip

"""Who was told what: a file beside the reports for each channel and content, so nothing is told twice.

A run claims a message before it sends it. Creating the claim is atomic in a folder and in S3, so of two runs
one sends. A claim whose run never said how it ended stays: nobody knows whether the message went out, and it
is not sent again unless a person says so.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

    from aurorascope.report.delivery.places import Place

ROOT = "_delivery"
State = Literal["claimed", "sent", "unknown"]
STATES: tuple[State, ...] = ("claimed", "sent", "unknown")


@dataclass(frozen=True, slots=True)
class Entry:
    """What the ledger says of one message on one channel."""

    state: State
    at: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the ledger: a channel, a report's folder, the hash of what is said."""

    place: Place
    folder: str
    channel: str
    key: str

    @property
    def name(self) -> str:
        """The file that holds it."""
        return f"{ROOT}/{self.folder}/{self.channel}-{self.key[:16]}.json"

    def claim(self, now: datetime) -> Entry | None:
        """Claim the message for this run: None if that worked, else what another run wrote."""
        if self.place.create(self.name, _text("claimed", now, self.key)):
            return None
        return self._there()

    def release(self) -> None:
        """Take the claim back: the message was surely not delivered."""
        self.place.remove(self.name)

    def close(self, state: State, now: datetime) -> None:
        """Write how it ended."""
        self.place.write(self.name, _text(state, now, self.key))

    def _there(self) -> Entry:
        try:
            said = json.loads(self.place.read(self.name) or b"{}")
            return Entry(STATES[STATES.index(said["state"])], str(said["at"]))
        except (ValueError, KeyError, TypeError):
            return Entry("unknown", "an unknown time")


def _text(state: State, now: datetime, key: str) -> bytes:
    # the token tells this run's claim from another's of the same second
    said = {"state": state, "at": now.isoformat(timespec="seconds"), "key": key, "run": secrets.token_hex(8)}
    return json.dumps(said).encode() + b"\n"

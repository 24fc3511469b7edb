"""A stream cut into blocks of whole entries, in order: whoever reads an archive cuts it so."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from aurorascope.ingest.reading import BLOCK, MAX_ENTRY, TAIL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.logs.starts import FormatSpec
    from aurorascope.sources.streams import Stream


class Cut(NamedTuple):
    """A block of a stream: its bytes, their place, what its first entries inherit, whether it is the last."""

    data: bytes
    place: int
    carried: str
    last: bool


class Cutting:
    """Cuts one stream; when it has been read, `end`, `tail` and `cut` say how it ended."""

    def __init__(self, stream: Stream, spec: FormatSpec) -> None:
        self._stream, self._spec = stream, spec
        self.end = 0
        self.tail = b""  # the bytes before the end
        self.cut = False  # an entry beyond MAX_ENTRY was cut

    def blocks(self) -> Iterator[Cut]:
        """Yield whole entries of about a block, one behind, so that the last is known to be it."""
        before = None
        known = ""
        for data, place in self._cuts():
            if before is not None:
                yield Cut(*before, known, last=False)
                known = self._spec.carried(before[0], known)
            before = data, place
        if before is not None:
            yield Cut(*before, known, last=True)
        self._stream.close()

    def _cuts(self) -> Iterator[tuple[bytes, int]]:
        held = bytearray()
        place = 0
        skipping = False
        for chunk in self._stream.chunks():
            self.tail = (self.tail + chunk)[-TAIL:]
            held += chunk
            if skipping:
                start = self._spec.next_start(held, 1)
                gone = start if start >= 0 else max(0, len(held) - max(64, self._spec.reach))
                del held[:gone]
                place += gone
                skipping = start < 0
                continue
            if len(held) < BLOCK + len(chunk):
                continue
            start = self._spec.next_start(held, BLOCK)
            if start < 0:
                if len(held) < BLOCK + MAX_ENTRY:
                    continue
                self.cut, skipping, start = True, True, len(held)
            yield bytes(held[:start]), place
            del held[:start]
            place += start
        self.end = place + len(held)
        if held and not skipping:
            yield bytes(held), place

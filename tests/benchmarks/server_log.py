"""Writes entries as the server does: prefix, word, message, continuation entries, other processes' entries between them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, BinaryIO

from clients import Processes, Session

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from clock import Clock
    from truth import Truth

PREFIXES = {
    "default": "%t:%r:%u@%d:[%p]:",
    "verbose": "%m:%r:%u@%d:[%p]:%l:%e:%s:%v:%x:%c:%q%a",
    "verbose-colon": "%m:%r:%u@%d:[%p]:%l:%e:%s:%v:%x:%c:%q%a:",
}
CHUNK = 1 << 18


class ServerLog:
    """A log of `target` bytes. Time follows the bytes written; memory holds one chunk and the open entries."""

    def __init__(
        self,
        out: BinaryIO,
        target: int,
        clock: Clock,
        rng: random.Random,
        truth: Truth,
        prefix: str = "default",
    ) -> None:
        """Begin an empty log."""
        self.rng, self.truth, self.clock = rng, truth, clock
        self.processes = Processes()
        self.now = 0
        self.written = 0
        self._out, self._target = out, target
        self._chunk = min(CHUNK, max(4096, target // 500))
        self._lines: list[str] = []
        self._pending = 0
        self._held: dict[Session, list[str]] = {}
        self._fraction = prefix != "default"
        self._tail_colon = ":" if prefix == "verbose-colon" else ""
        self._stamp = clock.text(0, fraction=self._fraction)
        self._hour = clock.hour(0)
        self._hour_ends = 3_600_000

    @property
    def share(self) -> float:
        """Share of the log that is written."""
        return (self.written + self._pending) / self._target

    def tick(self) -> bool:
        """Let time follow the bytes; False once the log has its size."""
        if self._pending >= self._chunk:
            self._flush()
        share = (self.written + self._pending) / self._target
        if share >= 1:
            return False
        now = self.clock.milliseconds(share)
        if now != self.now:
            self.now = now
            self._stamp = self.clock.text(now, fraction=self._fraction)
            if now >= self._hour_ends:
                self._hour = self.clock.hour(now)
                self._hour_ends = (now // 3_600_000 + 1) * 3_600_000
        return True

    def lead(self, session: Session, sqlstate: str = "00000") -> str:
        """Write the prefix of a line."""
        if not self._fraction:
            return self._stamp + session.tail
        session.line += 1
        if not session.began:
            session.began = self._moment(session.started_ms)
            session.key = (
                f"{int(self.clock.start.timestamp()) + session.started_ms // 1000:x}.{session.pid:x}"
            )
        head = (
            f"{self._stamp}{session.tail}{session.line}:{sqlstate}:{session.began}:"
            f"{session.pid % 97}/{session.line}:0:{session.key}:"
        )
        return head + (session.application + self._tail_colon if session.user else "")

    def _moment(self, milliseconds: int) -> str:
        return (self.clock.start + timedelta(milliseconds=milliseconds)).strftime("%Y-%m-%d %H:%M:%S UTC")

    def entry(self, session: Session, kind: str, *parts: tuple[str, str], sqlstate: str = "00000") -> None:
        """Write one entry of words and texts; the first word is its severity."""
        if session in self._held:
            self.release(session)
        words = self.truth.lines_by_word
        lines = []
        for word, text in parts:
            words[word] += 1
            body = text.replace("\n", "\n\t")
            lines.append(f"{self.lead(session, sqlstate)}{word}:  {body}\n")
        self.truth.entries_by_severity[parts[0][0]] += 1
        self.truth.entries_by_kind[kind] += 1
        self._put(session, lines)

    def statement(
        self,
        session: Session,
        phase: str,
        label: str,
        sql: str,
        us: int,
        shape: int,
        detail: str | None = None,
    ) -> None:
        """Write a duration line; `sql` and `detail` are as logged (continued by TABs) already."""
        if session in self._held:
            self.release(session)
        truth = self.truth
        self.count(session, phase, us, shape, sql)
        ms, rest = divmod(us, 1000)
        truth.lines_by_word["LOG"] += 1
        truth.entries_by_severity["LOG"] += 1
        truth.entries_by_kind["duration"] += 1
        first = f"{self.lead(session)}LOG:  duration: {ms}.{rest:03d} ms  {label}: {sql}\n"
        if detail is None:
            self._pending += len(first)
            self._lines.append(first)
            return
        truth.lines_by_word["DETAIL"] += 1
        if detail.startswith("parameters"):
            truth.statements_with_parameters += 1
        self._put(session, [first, f"{self.lead(session)}DETAIL:  {detail}\n"])

    def count(self, session: Session, phase: str, us: int, shape: int, sql: str) -> None:
        """Count a statement row."""
        truth = self.truth
        truth.phase_lines[phase] += 1
        truth.phase_us[phase] += us
        truth.shape_lines[shape] += 1
        truth.shape_us[shape] += us
        truth.hour_lines[self._hour] += 1
        truth.hour_us[self._hour] += us
        truth.max_us = max(truth.max_us, us)
        tally = session.tally
        tally[0] += 1
        tally[2] += us
        if phase in {"statement", "execute", "plan"}:
            tally[1] += 1
            truth.shape_calls[shape] += 1
        if truth.examples[shape] is None:
            truth.examples[shape] = sql.replace("\n\t", "\n")

    def opened(self, session: Session, label: str, sql: str, detail: str | None = None) -> None:
        """Write a statement as log_statement does, before it runs; `ended` completes it."""
        self.release(session)
        self.truth.lines_by_word["LOG"] += 1
        lines = [f"{self.lead(session)}LOG:  {label}: {sql}\n"]
        if detail is not None:
            self.truth.lines_by_word["DETAIL"] += 1
            self.truth.statements_with_parameters += 1
            lines.append(f"{self.lead(session)}DETAIL:  {detail}\n")
        self._put(session, lines)

    def ended(self, session: Session, phase: str, sql: str, us: int, shape: int) -> None:
        """Write the bare duration of a statement that `opened` wrote; the two lines are one row."""
        self.release(session)
        self.count(session, phase, us, shape, sql)
        truth = self.truth
        ms, rest = divmod(us, 1000)
        truth.lines_by_word["LOG"] += 1
        truth.entries_by_severity["LOG"] += 1
        truth.entries_by_kind["duration"] += 1
        self._put(session, [f"{self.lead(session)}LOG:  duration: {ms}.{rest:03d} ms\n"])

    def noise(self, session: Session, text: str) -> None:
        """Write a line that belongs to no kind a reader types."""
        self.entry(session, "noise", ("LOG", text))

    def _put(self, session: Session, lines: Sequence[str]) -> None:
        if len(lines) > 1 and self.rng.random() < 0.04:
            cut = self.rng.randint(1, len(lines) - 1)
            self._held[session] = list(lines[cut:])
            lines = lines[:cut]
            if len(self._held) > 3:
                self.release(next(iter(self._held)))
        self._lines += lines
        self._pending += sum(map(len, lines))

    def release(self, session: Session) -> None:
        """Write what was held back of a session's entry."""
        lines = self._held.pop(session, [])
        self._lines += lines
        self._pending += sum(map(len, lines))

    def _flush(self) -> None:
        data = "".join(self._lines).encode()
        self._out.write(data)
        self.written += len(data)
        self._lines.clear()
        self._pending = 0

    def close(self) -> None:
        """Write everything that is still held."""
        for session in list(self._held):
            self.release(session)
        self._flush()

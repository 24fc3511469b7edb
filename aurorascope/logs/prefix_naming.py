"""What each value of a learnt form is: the certain ones first, then by what the log's own lines say of them.

Labels (`user=`) and customs (`user@database`) decide only what the messages leave open.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from aurorascope.logs.prefix import ANY, CLIENT, END_OF_SHORT, TEXT
from aurorascope.logs.prefix_evidence import APPLICATIONS, BACKENDS, FEW, UNTOLD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aurorascope.logs.prefix_evidence import Evidence
    from aurorascope.logs.prefix_matching import Piece

# what stands before a value, as people write it -> the escape
LABELS = {
    "u": ("user", "usr", "username", "user_name", "u", "role"),
    "d": ("db", "database", "dbname", "datname", "database_name", "d"),
    "a": ("app", "application", "application_name", "appname", "app_name", "a", "program"),
    "h": ("client", "host", "remote", "h", "r", "client_addr", "clienthost", "client_ip", "remote_host",
          "from", "ip", "addr", "rhost", "remotehost", "source"),
    "p": ("pid", "p", "process", "proc", "process_id", "backend_pid"),
    "l": ("line", "l", "line_num", "line_number", "ln", "session_line", "n"),
    "x": ("xid", "x", "tx", "txid", "trans", "transaction", "transaction_id"),
    "e": ("sqlstate", "state", "e", "err", "error", "code", "error_code", "errcode", "state_code"),
    "Q": ("query_id", "queryid", "qid", "q"),
    "b": ("backend", "backend_type", "b", "type", "btype"),
    "s": ("start", "s", "session_start", "started", "session_start_time"),
}  # fmt: skip
_LABELLED = {label: letter for letter, labels in LABELS.items() for label in labels}
_LABEL = re.compile(r"([A-Za-z_]+)[\"']?\s?[=:]\s?[\"'\[(<]?\Z")
LARGEST_XID = 2**32
LARGEST_BACKEND = 10_000  # of a virtual transaction, the place among max_connections
_STATE = re.compile(r"[0-9A-Z]{5}")


def letters_of(
    evidence: Evidence, pieces: Sequence[Piece], columns: Mapping[int, Sequence[str | None]]
) -> dict[int, str]:
    """Return the escape of each piece that is a value."""
    return _Naming(evidence, pieces, columns).letters


class _Naming:
    """The escapes of the values of one form, the certain ones first."""

    def __init__(
        self, evidence: Evidence, pieces: Sequence[Piece], columns: Mapping[int, Sequence[str | None]]
    ) -> None:
        self.evidence, self.pieces, self.columns = evidence, pieces, columns
        self.letters = dict.fromkeys(columns, ANY)
        self.certain()
        self.stamps()
        self.numbers()
        self.carry_on()
        self.names()

    def of(self, *letters: str) -> list[int]:
        """Return the pieces with one of these tokens' letters."""
        return [number for number in self.columns if self.pieces[number].letter in letters]

    def free(self, letter: str) -> bool:
        return letter not in self.letters.values()

    def label(self, number: int) -> str:
        """Return the escape that the words before a value name; empty for none."""
        before = number - 1
        while before >= 0 and self.pieces[before].letter == END_OF_SHORT:
            before -= 1
        found = _LABEL.search(self.pieces[before].literal) if before >= 0 else None
        return _LABELLED.get(found[1].lower(), "") if found else ""

    def values(self, number: int) -> list[str]:
        return [value for value in self.columns[number] if value]

    def certain(self) -> None:
        """Take what is known by its form: sessions, virtual transactions, states, clients, backends."""
        for letter in "ncv":
            if len(self.of(letter)) == 1 and not self.slashed(self.of(letter)[0]):
                self.letters[self.of(letter)[0]] = letter
        states = [number for number in self.of("e") if self.states(number)]
        if len(states) == 1:
            self.letters[states[0]] = "e"
        clients = self.of("h")
        if len(clients) > 1:
            clients = [number for number in clients if self.evidence.told(self.columns[number], "h")]
        if len(clients) == 1 and not self.evidence.denied(self.columns[clients[0]], "h"):
            self.letters[clients[0]] = self.client(clients[0])
        for number in self.of("b", ANY, "a"):
            seen = self.values(number)
            known = sum(bool(re.fullmatch("|".join(BACKENDS), value)) for value in seen)
            if seen and 10 * known > 9 * len(seen) and self.free("b"):
                self.letters[number] = "b"

    def slashed(self, number: int) -> bool:
        """Tell whether numbers only look like a transaction: a slash is around, or the second one counts."""
        if self.pieces[number].letter == "v":
            second = [value and value.partition("/")[2] for value in self.columns[number]]
            if self.evidence.same(second)[1] or self.evidence.of_postmaster(self.columns[number]):
                return True
        around = [self.pieces[at].literal for at in (number - 1, number + 1) if 0 <= at < len(self.pieces)]
        return self.pieces[number].letter == "v" and any("/" in literal for literal in around)

    def states(self, number: int) -> bool:
        """Tell whether a column is the SQLSTATE: lines of LOG have the one of success."""
        rows = zip(self.evidence.rows, self.columns[number], strict=True)
        logged = [value for row, value in rows if row.severity == "LOG" and value is not None]
        fits = all(_STATE.fullmatch(value) for value in self.values(number))
        return fits and bool(logged) and 2 * logged.count("00000") > len(logged)

    def client(self, number: int) -> str:
        """Tell %r from %h; where no client came over the network, either may come yet."""
        outside = [value for value in self.values(number) if value not in {"[local]", *UNTOLD}]
        with_port = [value for value in outside if value.endswith(")")]
        if not outside:
            return CLIENT
        return "r" if with_port else "h"  # no name of a host ends so, but a text may have been taken for one

    def stamps(self) -> None:
        """Tell the time of the line from the start of the session: that never is the later one."""
        stamps = self.of("m", "t")
        times = {number: [value and value[:19] for value in self.columns[number]] for number in stamps}
        latest = [
            number
            for number in stamps
            if all(
                not a or not b or a >= b
                for other in stamps
                for a, b in zip(times[number], times[other], strict=True)
            )
        ]
        latest = [
            number for number in latest if self.pieces[number].letter == "m" or self.goes_on(times[number])
        ]
        latest.sort(key=lambda number: self.pieces[number].letter != "m")
        if len(stamps) == 1 and self.pieces[stamps[0]].letter == "t" and self.label(stamps[0]) == "s":
            latest = []
        if not self.free("n"):
            latest, self.letters = [], self.letters | dict.fromkeys(stamps, "s")
        for number in latest[:1]:
            self.letters[number] = self.pieces[number].letter
        for number in stamps:
            if latest and number != latest[0]:
                same = times[number] == times[latest[0]]
                self.letters[number] = self.pieces[number].letter if same else "s"

    def goes_on(self, times: Sequence[str | None]) -> bool:
        """Tell whether times are those of lines: sessions' starts go back with every other session."""
        steps = list(pairwise(time for time in times if time))
        return sum(later < earlier for earlier, later in steps) <= FEW * len(steps)

    def numbers(self) -> None:
        """Tell processes, line numbers, transactions and query ids apart."""
        numbers = [n for n in self.of("l", "e") if self.letters[n] == ANY and self.integers(n)]
        session = next((number for number, letter in self.letters.items() if letter == "c"), None)
        told: list[int] = []
        if session is not None:
            told = [number for number in numbers if self.same_process(number, session)]
        told = told or [number for number in numbers if self.evidence.told(self.columns[number], "p")]
        if not told:
            likely = [number for number in numbers if self.process_like(number)]
            told = (
                [n for n in likely if self.label(n) == "p"]
                or [n for n in likely if self.bracketed(n)]
                or likely
            )
        if len(told) == 1:
            self.letters[told[0]] = "p"
        for number in numbers:
            if self.letters[number] == ANY:
                letter = self.number_letter(number)
                if letter and self.free(letter):
                    self.letters[number] = letter

    def integers(self, number: int) -> list[int]:
        seen = self.values(number)
        return (
            [int(value) for value in seen]
            if all(re.fullmatch(r"0|-?[1-9]\d{0,18}", value) for value in seen)
            else []
        )

    def same_process(self, number: int, session: int) -> bool:
        both = zip(self.columns[number], self.columns[session], strict=True)
        return all(
            not c or ((p or "").isdigit() and int(p or 0) == int(c.partition(".")[2], 16)) for p, c in both
        )

    def process_like(self, number: int) -> bool:
        """Tell whether numbers may be process ids: never zero, kept by a continuation, or where it stands."""
        seen = self.integers(number)
        column = self.columns[number]
        if min(seen) < 1 or max(seen) >= 2**22 + 1 or any(not value for value in column):
            return False
        if self.half(number) and max(seen) < LARGEST_BACKEND:
            return False
        kept, _ = self.evidence.same(column)
        steps = sum(later - earlier == 1 for earlier, later in pairwise(seen))
        if self.evidence.denied(column, "p") or 3 * steps > len(seen):
            return False
        return (kept and len(set(seen)) > 1) or self.bracketed(number) or self.label(number) == "p"

    def bracketed(self, number: int) -> bool:
        """Tell whether a value stands in brackets of its own."""
        around = [self.pieces[at].literal for at in (number - 1, number + 1) if 0 <= at < len(self.pieces)]
        return len(around) == 2 and around[0].endswith("[") and around[1].startswith("]")

    def half(self, number: int) -> bool:
        """Tell whether a slash alone parts a number from another: both may be one virtual transaction."""
        for other, between in ((number - 2, number - 1), (number + 2, number + 1)):
            beside = other in self.columns and self.pieces[between].literal == "/"
            if beside and all(value.isdigit() for value in self.values(other)):
                return True
        return False

    def number_letter(self, number: int) -> str:
        seen = self.integers(number)
        if self.lines_like(number):
            return "l"
        if any(abs(value) >= LARGEST_XID for value in seen):
            return "Q"
        label = self.label(number)
        if label == "Q":
            return label
        if self.half(number):
            return ""
        small = min(seen) >= 0
        changing = 0 in seen and max(seen) > 0 and not self.evidence.same(self.columns[number])[1]
        return "x" if small and (label == "x" or (changing and not label)) else ""

    def lines_like(self, number: int) -> bool:
        """Tell whether numbers count the lines of each process."""
        process = next((place for place, letter in self.letters.items() if letter in {"c", "p"}), None)
        if process is None:
            return self.evidence.same(self.columns[number])[1]
        last: dict[str, int] = {}
        steps = []
        for who, value in zip(self.columns[process], self.columns[number], strict=True):
            if who and value:
                if who in last:
                    steps.append(int(value) - last[who])
                last[who] = int(value)
        return len(steps) > 2 and steps.count(1) >= 0.9 * len(steps)

    def carry_on(self) -> None:
        """Let what a session's begin says hold for its later lines."""
        process = next(
            (place for letter in "cp" for place, said in self.letters.items() if said == letter), None
        )
        if process is None:
            return
        by_row: dict[int, list[tuple[str, str]]] = {}
        for number, letter, value in self.evidence.facts:
            by_row.setdefault(number, []).append((letter, value))
        known: dict[str, dict[str, str]] = {}
        more = []
        for number, row in enumerate(self.evidence.rows):
            who = self.columns[process][number]
            if not who:
                continue
            if row.message.startswith("connection received"):
                known.pop(who, None)
            more += [(number, letter, value) for letter, value in known.get(who, {}).items()]
            if row.message.startswith("disconnection: "):
                known.pop(who, None)
            elif "connection authorized: " in row.message[:40]:
                known[who] = {letter: value for letter, value in by_row.get(number, []) if letter in "uda"}
        self.evidence.facts += more

    def names(self) -> None:
        """Tell users, databases and applications apart: by messages, then by labels, then by custom."""
        names = [number for number in self.of(ANY, "a", "b", "h") if self.letters[number] == ANY]
        self.by_messages(names)
        for number in names:
            letter = self.label(number)
            if letter == "a" and self.open_beside(number):
                continue
            if letter in {"u", "d", "a", "h"} and self.may_be(number, letter):
                self.letters[number] = CLIENT if letter == "h" else letter
        for number in names:
            self.by_custom(number)
        known = re.compile("|".join(APPLICATIONS))
        for number in [number for number in names if not self.open_beside(number)]:
            if any(map(known.fullmatch, self.values(number))) and self.may_be(number, "a"):
                self.letters[number] = "a"

    def by_messages(self, names: list[int]) -> None:
        """Take what messages say, where they say it of one value alone and that value is nothing else."""
        options = {
            letter: {
                number
                for number in names
                if self.evidence.told(self.columns[number], letter)
                and not self.evidence.denied(self.columns[number], letter)
            }
            for letter in "uda"
        }
        for _ in "uda":  # a value that is taken is no option for another
            for letter, fitting in options.items():
                others = [options[other] for other in options if other != letter]
                if len(fitting) == 1 and fitting not in others:
                    self.letters[next(iter(fitting))] = letter
                    for letters in others:
                        letters.difference_update(fitting)

    def open_beside(self, number: int) -> bool:
        """Tell whether a blank alone parts a text from one of which nothing is known: either may hold it."""
        for other, between in ((number - 2, number - 1), (number + 2, number + 1)):
            unknown = self.letters.get(other) == ANY and self.pieces[other].pattern == TEXT
            if unknown and self.pieces[between].literal == " ":
                return True
        return False

    def may_be(self, number: int, letter: str) -> bool:
        taken = not self.free(letter) or (
            letter == "h" and not {"r", "h", CLIENT}.isdisjoint(self.letters.values())
        )
        return (
            self.letters[number] == ANY
            and not taken
            and not self.evidence.denied(self.columns[number], letter)
        )

    def by_custom(self, number: int) -> None:
        """Take `x@y` for user and database: nobody writes it otherwise, unless the log says so."""
        other = number + 2
        if (
            other not in self.columns
            or self.pieces[number + 1].literal != "@"
            or self.pieces[other].pattern != TEXT
        ):
            return
        found = self.letters[number], self.letters[other]
        if found in {("u", ANY), (ANY, "d"), (ANY, ANY)}:
            first = found[0] == "u" or self.may_be(number, "u")
            second = found[1] == "d" or self.may_be(other, "d")
            if first and second:
                self.letters[number], self.letters[other] = "u", "d"

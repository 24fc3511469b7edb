"""What a log's own lines say of the parts of its prefix: which name is the user, which number the process.

Messages name users, databases, clients and processes; a DETAIL has the process of the entry before it and the
line number after it. A part of which nothing speaks stays unknown: absent is better than wrong.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from aurorascope.logs.prefix import ANY, CLIENT, CONTINUATIONS, END_OF_SHORT, TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from aurorascope.logs.prefix_matching import Piece

BACKENDS = (
    "client backend", "autovacuum launcher", "autovacuum worker", "background worker", "background writer",
    "checkpointer", "startup", "walreceiver", "walsender", "walwriter", "archiver", "logger", "postmaster",
    "parallel worker", "logical replication launcher", "logical replication worker", "standalone backend",
    "stats collector", "slotsync worker", "walsummarizer", "io worker", "not initialized",
    "logical replication (?:apply|tablesync|parallel) worker", "dead-end client backend",
)  # fmt: skip
APPLICATIONS = (
    "psql", "pg_dump", "pg_restore", "pg_basebackup", "pg_receivewal", "pgAdmin [^,|@]*", "pgAdmin",
    "PostgreSQL JDBC Driver", "DBeaver [^,|@]*", "DBeaver", "DataGrip [^,|@]*", "Npgsql", "psycopg2?",
    "HeidiSQL", "PostgREST [^,|@]*", "pgbouncer", "pg_isready", "vacuumdb", "reindexdb",
)  # fmt: skip
BACKGROUND = re.compile(
    r"database system |checkpoint |restartpoint |starting PostgreSQL|listening on |automatic (?:aggressive )?"
    r"(?:vacuum|analyze)|autovacuum launcher|received \w+(?: \w+)? (?:shutdown|SIGHUP)|received SIGHUP|"
    r"shutting down|redo |background worker |parameter \""
)
POSTMASTER = re.compile(
    r"starting PostgreSQL|listening on |received (?:fast|smart|immediate) shutdown|received SIGHUP"
)
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

_NAME = r'"((?:[^"]|"")*)"'
FACTS = (
    (re.compile(r"(?:replication )?connection authorized: user=(.*?) database=(.*?)"
                r"(?: application_name=(.*?))?(?: SSL enabled \(.*| GSS \(.*)?\Z"), "uda"),
    (re.compile(r"disconnection: session time: \S+ user=(.*?) database=(.*?)"
                r" host=(.*?)(?: port=\d+)?\Z"), "udh"),
    (re.compile(r"connection received: host=(\S+)(?: port=\d+)?\Z"), "h"),
    (re.compile(rf"\w+ authentication failed for user {_NAME}"), "u"),
    (re.compile(rf"role {_NAME} (?:does not exist|is not permitted to log in)\Z"), "u"),
    (re.compile(rf"database {_NAME} does not exist\Z"), "d"),
    (re.compile(rf"no pg_hba.conf entry for host {_NAME}, user {_NAME}, database {_NAME}"), "hud"),
    (re.compile(r"process (\d+) (?:still waiting|acquired|avoided deadlock|detected deadlock)"), "p"),
)  # fmt: skip
FATAL_ONLY = {"role", "database"}  # any statement may raise these words, of any role
UNTOLD = ("", "[unknown]")
FEW = 0.1  # of what speaks for a reading, so much may speak against it
LARGEST_XID = 2**32
LARGEST_BACKEND = (
    10_000  # what stands before the slash of a virtual transaction: a place among max_connections
)
_IP = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|\[local\]|[0-9a-f]*:[0-9a-f:]*:[0-9a-f.]*")
_STATE = re.compile(r"[0-9A-Z]{5}")


class Row(NamedTuple):
    """A line: its head, its severity, and the first line of its message."""

    line: str
    head: str
    severity: str
    message: str


class Evidence:
    """The facts that rows tell: of which row, of which escape, the value."""

    def __init__(self, rows: Sequence[Row]) -> None:
        """Read the messages."""
        self.rows = rows
        self.facts = [(number, *fact) for number, row in enumerate(rows) for fact in _facts(row)]
        self.pairs = [number for number, row in enumerate(rows) if number and row.severity in CONTINUATIONS]

    def votes(self, column: Sequence[str | None], letter: str) -> tuple[int, int]:
        """Count the facts that a column agrees with as this escape, and those that it contradicts."""
        agree = against = 0
        for number, fact, value in self.facts:
            seen = column[number]
            if fact != letter or seen is None or (letter == "a" and seen in UNTOLD):
                continue
            if letter == "h":
                seen = re.sub(r"\(\d+\)\Z", "", seen)
            agree += seen == value
            against += seen != value
        return agree, against

    def told(self, column: Sequence[str | None], letter: str) -> bool:
        """Tell whether the messages say that a column is this escape."""
        agree, against = self.votes(column, letter)
        return agree > 0 and against <= FEW * agree

    def denied(self, column: Sequence[str | None], letter: str) -> bool:
        """Tell whether the messages say that a column is not this escape."""
        agree, against = self.votes(column, letter)
        if against > FEW * agree and against > 0:
            return True
        seen = [value for value in column if value not in {None, *UNTOLD}]
        if letter in "udah":  # a process without a session has none of them
            alone = [value not in UNTOLD for value in self._alone(column) if value is not None]
            if sum(alone) > FEW * len(alone):
                return True
        if letter == "a" and seen:  # said when a session begins, written in its later lines
            named = {value for _, fact, value in self.facts if fact == "a"}
            return bool(named) and named.isdisjoint(seen)
        if letter in "ud" and seen:
            return 2 * sum(bool(_IP.fullmatch(value or "")) for value in seen) > len(seen)
        if letter in "pl":
            return self.same(column)[letter == "p"] if seen else False
        return False

    def same(self, column: Sequence[str | None]) -> tuple[bool, bool]:
        """Tell whether continuations have the number of the line before them, and whether the next one."""
        steps = []
        for number in self.pairs:
            before, after = column[number - 1], column[number]
            if before and after and before.isdigit() and after.isdigit():
                steps.append(int(after) - int(before))
        enough = 0.8 * len(steps)
        return bool(steps) and steps.count(0) >= enough, len(steps) > 1 and steps.count(1) >= enough

    def everywhere(self, column: Sequence[str | None]) -> bool:
        """Tell whether a value stands in the lines of processes without a session too: it is no name then."""
        return any(value not in {None, ""} for value in self._alone(column))

    def of_postmaster(self, column: Sequence[str | None]) -> bool:
        """Tell whether lines of the postmaster have a value: it is in no transaction and no session."""
        return any(
            value and POSTMASTER.match(row.message) for value, row in zip(column, self.rows, strict=True)
        )

    def _alone(self, column: Sequence[str | None]) -> list[str | None]:
        """Return the values in lines of processes without a session."""
        return [value for value, row in zip(column, self.rows, strict=True) if BACKGROUND.match(row.message)]

    def letters(self, pieces: Sequence[Piece], columns: Mapping[int, Sequence[str | None]]) -> dict[int, str]:
        """Return the escape of each piece that is a value."""
        return _Reading(self, pieces, columns).letters


def _facts(row: Row) -> Iterator[tuple[str, str]]:
    for pattern, letters in FACTS:
        found = pattern.match(row.message)
        if found is None:
            continue
        if row.message.split(" ", 1)[0] in FATAL_ONLY and row.severity != "FATAL":
            continue
        for letter, value in zip(letters, found.groups(), strict=True):
            if value:
                yield letter, value.replace('""', '"')
        return


class _Reading:
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

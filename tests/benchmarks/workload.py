"""The sessions and the statements they run: who does what next, and what an entry then looks like."""

from __future__ import annotations

import heapq
from itertools import accumulate
from typing import TYPE_CHECKING

from clients import APPLICATIONS, CIPHERS, DATABASES, USERS, Session, client_host, pick
from literals import rings
from plans import write_plan
from shapes import Form, Shape, shapes

if TYPE_CHECKING:
    from collections.abc import Callable

    from server_log import ServerLog


class Workload:
    """A few hundred sessions over one log; `later` holds what must happen once some more was written."""

    def __init__(self, log: ServerLog, sessions: int) -> None:
        """Connect the first sessions (before the log begins) and start the server's own processes."""
        self.log, self.rng, self.truth = log, log.rng, log.truth
        self.shapes = shapes()
        self.inline, self.bound = rings(self.rng)
        self._cumulative = list(accumulate(shape.weight for shape in self.shapes))
        self._preparable = [shape for shape in self.shapes if shape.preparable]
        self._prepared_cumulative = list(accumulate(shape.weight for shape in self._preparable))
        self.sessions = [self.new_session() for _ in range(sessions)]
        self.ended: list[Session] = []
        self.checkpointer = self.background()
        self.postmaster = self.background()
        self.units = 0
        self._unseen = list(self.shapes)[::-1]
        self._later: list[tuple[int, int, Callable[[], None]]] = []
        self._spread = [self.rng.lognormvariate(0, 0.9) for _ in range(30011)]
        self._turn = 0

    # --- sessions

    def new_session(self, user: str = "", host: str = "") -> Session:
        """Make a session of any client."""
        rng = self.rng
        host = host or client_host(rng)
        return Session(
            pid=self.log.processes.start(),
            host=host,
            port=0 if host == "[local]" else rng.randrange(32768, 61000),
            user=user or pick(rng, USERS),
            database=pick(rng, DATABASES),
            application=pick(rng, APPLICATIONS),
            started_ms=self.log.now,
        )

    def background(self) -> Session:
        """Make a process of the server itself: no client, no user."""
        return Session(self.log.processes.start(), "", 0, "", "", "", self.log.now)

    def session(self) -> Session:
        """Choose a session that waits for nothing."""
        while True:
            session = self.rng.choice(self.sessions)
            if not session.busy:
                return session

    def end(self, session: Session) -> None:
        """Forget a session; its process id becomes free."""
        self.log.release(session)
        session.closed = True
        if session in self.sessions:
            self.sessions.remove(session)
        self.truth.end_session(session.user, session.database, session.host, session.tally)
        self.log.processes.end(session.pid)

    # --- time

    def after(self, units: int, action: Callable[[], None]) -> None:
        """Do something once `units` more have been written."""
        heapq.heappush(self._later, (self.units + units, len(self._later) + self.units * 1000, action))

    def due(self, *, everything: bool = False) -> None:
        """Do what is due."""
        while self._later and (everything or self._later[0][0] <= self.units):
            heapq.heappop(self._later)[2]()

    # --- statements

    def shape(self) -> Shape:
        """Choose a shape: each once at first, then by weight."""
        if self._unseen and self.units % 3 == 0:
            return self._unseen.pop()
        return self.rng.choices(self.shapes, cum_weights=self._cumulative)[0]

    def prepared_shape(self) -> Shape:
        """Choose a shape that can be prepared."""
        return self.rng.choices(self._preparable, cum_weights=self._prepared_cumulative)[0]

    def spread(self) -> float:
        """Return the next factor of the log-normal spread of durations."""
        self._turn = self._turn + 1 if self._turn < 30010 else 0
        return self._spread[self._turn]

    def microseconds(self, shape: Shape) -> int:
        """Return how long a shape takes this time."""
        return int(shape.median_us * self.spread()) + 1

    def text(self, shape: Shape) -> str:
        """Write a statement of a shape with literals, as logged."""
        form = self.rng.choice(shape.forms)
        inline = self.inline
        return form.inline % tuple([next(inline[kind]) for kind in form.inline_kinds])

    def bound_text(self, shape: Shape) -> tuple[str, str | None]:
        """Write a statement of a shape with bind parameters, and its DETAIL."""
        form: Form = self.rng.choice(shape.forms)
        text = form.bound % tuple([next(self.inline[kind]) for kind in form.bound_tail_kinds])
        if not form.bound_kinds:
            return text, None
        bound = self.bound
        return text, "parameters: " + form.parameters % tuple(
            [next(bound[kind]) for kind in form.bound_kinds]
        )

    def simple(self) -> None:
        """Run a statement by the simple protocol."""
        shape = self.shape()
        detail = None
        if shape.template.startswith("EXECUTE"):
            detail = "prepare: PREPARE find_order (int, text) AS SELECT * FROM orders WHERE id = $1 AND status = $2"
        self.log.statement(
            self.session(),
            "statement",
            "statement",
            self.text(shape),
            self.microseconds(shape),
            shape.number,
            detail,
        )

    def _name(self, session: Session) -> str:
        if session.pid % 3 == 0:
            return "<unnamed>"
        session.prepared = (session.prepared + 1) % 200
        return f"S_{session.prepared + 1}" if session.pid % 3 == 1 else f"pdo_stmt_{session.prepared + 1:08x}"

    def execute(self) -> None:
        """Execute a prepared statement."""
        session, shape = self.session(), self.prepared_shape()
        sql, detail = self.bound_text(shape)
        portal = "/P_1" if session.pid % 11 == 0 else ""
        label = f"execute {self._name(session)}{portal}"
        self.log.statement(session, "execute", label, sql, self.microseconds(shape), shape.number, detail)

    def parse_bind_execute(self) -> None:
        """Run a statement whose three phases are all over the threshold."""
        session, shape = self.session(), self.prepared_shape()
        sql, detail = self.bound_text(shape)
        name = self._name(session)
        statement = self.log.statement
        statement(session, "parse", f"parse {name}", sql, int(90 * self.spread()), shape.number)
        statement(session, "bind", f"bind {name}", sql, int(140 * self.spread()), shape.number, detail)
        statement(session, "execute", f"execute {name}", sql, self.microseconds(shape), shape.number, detail)

    def bind_execute(self) -> None:
        """Bind and execute a statement that was parsed long ago."""
        session, shape = self.session(), self.prepared_shape()
        sql, detail = self.bound_text(shape)
        name = self._name(session)
        self.log.statement(
            session, "bind", f"bind {name}", sql, int(140 * self.spread()), shape.number, detail
        )
        self.log.statement(
            session, "execute", f"execute {name}", sql, self.microseconds(shape), shape.number, detail
        )

    def fetch(self) -> None:
        """Execute a portal, then fetch more of its rows."""
        session, shape = self.session(), self.prepared_shape()
        sql, detail = self.bound_text(shape)
        name = f"{self._name(session)}/C_{session.pid % 7}"
        self.log.statement(
            session, "execute", f"execute {name}", sql, self.microseconds(shape), shape.number, detail
        )
        for _ in range(self.rng.randint(1, 3)):
            label = f"execute fetch from {name}"
            self.log.statement(session, "fetch", label, sql, int(900 * self.spread()), shape.number, detail)

    def logged(self) -> None:
        """Run a statement that log_statement writes at its begin; its duration follows, a plan perhaps between."""
        session, shape = self.session(), self.prepared_shape()
        session.busy = True
        us = self.microseconds(shape)
        if self.rng.random() < 0.5:
            phase, (sql, detail) = "execute", self.bound_text(shape)
            self.log.opened(session, "execute <unnamed>", sql, detail)
        else:
            phase, sql = "statement", self.text(shape)
            self.log.opened(session, "statement", sql)

        def end() -> None:
            session.busy = False
            if session.closed:
                raise RuntimeError("a session ended inside its statement")
            if us > 20_000:
                write_plan(self, session, sql, us - 7)
            self.log.ended(session, phase, sql, us, shape.number)

        self.after(self.rng.randrange(1, 30), end)

    # --- connections

    def connect(self, session: Session) -> None:
        """Write the lines of a new connection."""
        log, truth = self.log, self.truth
        unknown = Session(
            session.pid, session.host, session.port, "[unknown]", "[unknown]", "[unknown]", log.now
        )
        where = f"host={session.host}" + (f" port={session.port}" if session.port else "")
        log.entry(unknown, "connection", ("LOG", f"connection received: {where}"))
        truth.row("connections", "event=received")
        if session.pid % 5:
            identity = session.user.replace('"', '""')
            text = f'connection authenticated: identity="{identity}" method=scram-sha-256 (/rdsdbdata/config/pg_hba.conf:13)'
            log.entry(session, "connection", ("LOG", text))
            truth.row("connections", "event=authenticated")
        text = f"connection authorized: user={session.user} database={session.database}"
        if session.application:
            text += f" application_name={session.application}"
        if session.port and session.pid % 4:
            protocol, cipher, bits = CIPHERS[session.pid % 3 == 0]
            text += f" SSL enabled (protocol={protocol}, cipher={cipher}, bits={bits}"
            text += ", compression=off)" if session.pid % 8 == 1 else ")"
            truth.row("connections", "event=authorized", f"tls={protocol}")
        else:
            truth.row("connections", "event=authorized")
        log.entry(session, "connection", ("LOG", text))
        if session.pid % 9 == 0:
            setup, fork, authentication = (self.rng.randrange(1, 90000) for _ in range(3))
            text = f"connection ready: setup total={setup / 1000:.3f} ms, fork={fork / 1000:.3f} ms, "
            log.entry(session, "connection", ("LOG", text + f"authentication={authentication / 1000:.3f} ms"))
            truth.row("connections", "event=ready", setup_us=setup)

    def disconnect(self, session: Session) -> None:
        """Write the end of a session."""
        lasted = self.log.now - session.started_ms
        minutes, ms = divmod(lasted, 60_000)
        span = f"{minutes // 60}:{minutes % 60:02d}:{ms // 1000:02d}.{ms % 1000:03d}"
        where = f"host={session.host}" + (f" port={session.port}" if session.port else "")
        text = f"disconnection: session time: {span} user={session.user} database={session.database} {where}"
        self.log.entry(session, "connection", ("LOG", text))
        self.truth.row("connections", "event=disconnected", session_us=lasted * 1000)
        self.end(session)

    def churn(self) -> None:
        """One session goes, another comes."""
        self.disconnect(self.session())
        session = self.new_session()
        self.connect(session)
        self.sessions.append(session)

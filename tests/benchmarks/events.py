"""Every kind of entry besides statements: locks, deadlocks, temp files, vacuums, checkpoints, errors, audit, noise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plans import explained, nested_plan
from vacuums import analyze, vacuum

if TYPE_CHECKING:
    from collections.abc import Callable

    from clients import Session
    from workload import Workload

Part = tuple[str, str]
RELATIONS = ("orders", "order_items", "inventory_levels", "job_queue", "carts", "payments")


def plain(text: str) -> str:
    """Undo the server's TABs: `entry` writes them itself."""
    return text.replace("\n\t", "\n")


def _updating(work: Workload) -> Part:
    rng = work.rng
    return (
        "CONTEXT",
        f'while updating tuple ({rng.randrange(9000)},{rng.randrange(99)}) in relation "{rng.choice(RELATIONS)}"',
    )


def _lock_target(work: Workload) -> tuple[str, str]:
    rng = work.rng
    return rng.choices(
        (
            ("ShareLock", f"transaction {rng.randrange(10**6, 10**8)}"),
            (
                "AccessExclusiveLock",
                f"relation {rng.randrange(16400, 99999)} of database {rng.randrange(16384, 16400)}",
            ),
            (
                "ExclusiveLock",
                f"tuple ({rng.randrange(900)},{rng.randrange(60)}) of relation 16442 of database 16384",
            ),
            ("ExclusiveLock", f"advisory lock [16384,{rng.randrange(99)},{rng.randrange(10**6)},1]"),
            ("RowExclusiveLock", f"extension of relation {rng.randrange(16400, 99999)} of database 16384"),
        ),
        (70, 10, 10, 6, 4),
    )[0]


def lock_chain(work: Workload) -> None:
    """One session holds, up to five wait for it or for each other; most get the lock, one may be timed out."""
    rng, log, truth = work.rng, work.log, work.truth
    holder = work.session()
    queue: list[int] = []
    blocker = holder
    for _ in range(rng.choices((1, 2, 3, 5), (60, 20, 12, 8))[0]):
        waiter = work.session()
        if waiter is holder or waiter is blocker:
            continue
        waiter.busy = True
        shape = work.shape()
        sql = work.text(shape)
        mode, target = _lock_target(work)
        queue = [*queue, waiter.pid][-4:]
        waited = 1_000_000 + rng.randrange(9000)
        several = len(queue) > 2
        holders = f"{blocker.pid}, {holder.pid}" if several and blocker is not holder else f"{blocker.pid}"
        noun = "Processes" if "," in holders else "Process"
        context = (_updating(work),) if mode == "ShareLock" else ()
        log.entry(
            waiter,
            "lock_wait",
            (
                "LOG",
                f"process {waiter.pid} still waiting for {mode} on {target} after {waited / 1000:.3f} ms",
            ),
            ("DETAIL", f"{noun} holding the lock: {holders}. Wait queue: {', '.join(map(str, queue))}."),
            *context,
            ("STATEMENT", plain(sql)),
        )
        truth.row("lock_waits", "state=waiting", f"lock_mode={mode}", wait_us=waited)
        total = waited + rng.randrange(50_000, 40_000_000)
        work.after(
            rng.randrange(20, 400), _outcome(work, waiter, shape.number, sql, mode, target, total, context)
        )
        if rng.random() < 0.5:
            blocker = waiter


def _outcome(
    work: Workload,
    waiter: Session,
    shape: int,
    sql: str,
    mode: str,
    target: str,
    total: int,
    context: tuple[Part, ...],
) -> Callable[[], None]:
    log, truth, turn = work.log, work.truth, work.rng.random()
    statement = ("STATEMENT", plain(sql))

    def acquired() -> None:
        waiter.busy = False
        if waiter.closed:
            return
        if turn < 0.1:
            log.entry(
                waiter,
                "error",
                ("ERROR", "canceling statement due to lock timeout"),
                *context,
                statement,
                sqlstate="55P03",
            )
            truth.row("cancels", "cause=lock timeout")
            return
        text = f"process {waiter.pid} acquired {mode} on {target} after {total / 1000:.3f} ms"
        log.entry(waiter, "lock_wait", ("LOG", text), *context, statement)
        truth.row("lock_waits", "state=acquired", f"lock_mode={mode}", wait_us=total)
        log.statement(waiter, "statement", "statement", sql, total + 1500, shape)

    return acquired


def lock_not_available(work: Workload) -> None:
    """A lock asked for with NOWAIT (18 logs it when log_lock_failures is on)."""
    session, holder = work.session(), work.session()
    mode, target = _lock_target(work)
    work.log.entry(
        session,
        "lock_wait",
        ("LOG", f"process {session.pid} could not obtain {mode} on {target}"),
        ("DETAIL", f"Process holding the lock: {holder.pid}, Wait queue: ."),
        ("STATEMENT", "SELECT id FROM orders WHERE id = 42 FOR UPDATE NOWAIT"),
    )
    work.truth.row("lock_waits", "state=failed", f"lock_mode={mode}")


def deadlock(work: Workload) -> None:
    """Two or three sessions wait in a ring; one is the victim."""
    rng, log, truth = work.rng, work.log, work.truth
    ring: list[Session] = []
    while len(ring) < rng.choice((2, 2, 3)):
        session = work.session()
        if session not in ring:
            ring.append(session)
    victim = ring[0]
    texts = [plain(work.text(work.shape())) for _ in ring]
    transactions = [rng.randrange(10**6, 10**8) for _ in ring]
    waited = 1_000_000 + rng.randrange(5000)
    context = _updating(work)
    log.entry(
        victim,
        "lock_wait",
        ("LOG", f"process {victim.pid} detected deadlock while waiting for ShareLock on transaction {transactions[0]} "
                f"after {waited / 1000:.3f} ms"),
        ("DETAIL", f"Process holding the lock: {ring[1].pid}. Wait queue: ."),
        context,
        ("STATEMENT", texts[0]),
    )  # fmt: skip
    truth.row("lock_waits", "state=deadlock", "lock_mode=ShareLock", wait_us=waited)
    waits = [
        f"Process {one.pid} waits for ShareLock on transaction {transactions[n]}; "
        f"blocked by process {ring[(n + 1) % len(ring)].pid}."
        for n, one in enumerate(ring)
    ]
    waits += [f"Process {one.pid}: {text}" for one, text in zip(ring, texts, strict=True)]
    log.entry(
        victim,
        "deadlock",
        ("ERROR", "deadlock detected"),
        ("DETAIL", "\n".join(waits)),
        ("HINT", "See server log for query details."),
        context,
        ("STATEMENT", texts[0]),
        sqlstate="40P01",
    )
    truth.row("deadlocks", participants=len(ring))


def temp_file(work: Workload) -> None:
    """A sort or hash that did not fit; sometimes several files of one statement, sometimes no STATEMENT."""
    rng, session, shape = work.rng, work.session(), work.shape()
    sql = work.text(shape)
    named = rng.random() > 0.06
    for number in range(rng.choices((1, 2, 4), (80, 14, 6))[0]):
        size = int(rng.lognormvariate(16, 2)) * 8192 // 8192 + 24
        parts = [
            ("LOG", f'temporary file: path "base/pgsql_tmp/pgsql_tmp{session.pid}.{number}", size {size}')
        ]
        if named:
            parts.append(("STATEMENT", plain(sql)))
        work.log.entry(session, "temp_file", *parts)
        work.truth.row("temp_files", *(("with_statement",) if named else ()), bytes=size)
    us = work.microseconds(shape) + 200_000
    work.log.statement(session, "statement", "statement", sql, us, shape.number)


def checkpoint(work: Workload) -> None:
    """A checkpoint begins; it is complete some time later."""
    rng, log, truth = work.rng, work.log, work.truth
    kind = "restartpoint" if rng.random() < 0.08 else "checkpoint"
    cause = rng.choices(("time", "wal", "immediate force wait", "shutdown immediate"), (80, 15, 4, 1))[0]
    log.entry(work.checkpointer, "checkpoint", ("LOG", f"{kind} starting: {cause}"))
    truth.row("checkpoints", "event=starting", f"{kind}s", f"cause={cause}")
    buffers, added, removed, recycled = (
        rng.randrange(90000),
        rng.randrange(3),
        rng.randrange(9),
        rng.randrange(40),
    )
    write, sync = rng.randrange(270_000), rng.randrange(3000)
    total = write + sync + rng.randrange(200)
    files, longest = rng.randrange(1, 400), rng.randrange(900)
    distance = rng.randrange(900_000)
    wal = "WAL" if rng.random() < 0.9 else "transaction log"
    slru = f", wrote {rng.randrange(40)} SLRU buffers" if rng.random() < 0.1 else ""
    lsn = (
        f"; lsn=7/{rng.randrange(1 << 32):X}, redo lsn=7/{rng.randrange(1 << 32):X}"
        if rng.random() < 0.3
        else ""
    )
    text = (
        f"{kind} complete: wrote {buffers} buffers ({buffers / 1310.72:.1f}%){slru}; "
        f"{added} {wal} file(s) added, {removed} removed, {recycled} recycled; "
        f"write={write / 1000:.3f} s, sync={sync / 1000:.3f} s, total={total / 1000:.3f} s; "
        f"sync files={files}, longest={longest / 1000:.3f} s, average={longest / 4000:.3f} s; "
        f"distance={distance} kB, estimate={distance + 77} kB{lsn}"
    )

    def complete() -> None:
        log.entry(work.checkpointer, "checkpoint", ("LOG", text))
        truth.row(
            "checkpoints", "event=complete", buffers=buffers, wal_added=added, wal_removed=removed, wal_recycled=recycled,
            write_us=write * 1000, sync_us=sync * 1000, total_us=total * 1000, sync_files=files, longest_us=longest * 1000,
            distance_kb=distance, estimate_kb=distance + 77,
        )  # fmt: skip

    work.after(rng.randrange(5, 300), complete)


# severity, SQLSTATE, message, parts; {n} is a number, {w} a word, STATEMENT is a statement of the workload
ERRORS: tuple[tuple[int, str, str, str, tuple[Part, ...]], ...] = (
    (30, "ERROR", "23505", 'duplicate key value violates unique constraint "{w}_pkey"',
     (("DETAIL", "Key (id)=({n}) already exists."), ("STATEMENT", ""))),
    (14, "ERROR", "23503", 'insert or update on table "{w}" violates foreign key constraint "{w}_customer_id_fkey"',
     (("DETAIL", 'Key (customer_id)=({n}) is not present in table "customers".'), ("STATEMENT", ""))),
    (8, "ERROR", "23514", 'new row for relation "{w}" violates check constraint "{w}_quantity_check"',
     (("DETAIL", "Failing row contains ({n}, {n}, -1, 9.99, null, O'Hara, 2026-11-19 03:14:15+00)."), ("STATEMENT", ""))),
    (10, "ERROR", "42703", 'column "{w}_{n}" does not exist at character 8',
     (("HINT", 'Perhaps you meant to reference the column "orders.{w}".'), ("STATEMENT", ""))),
    (10, "ERROR", "42P01", 'relation "{w}" does not exist at character 15', (("STATEMENT", ""),)),
    (8, "ERROR", "42601", 'syntax error at or near "{w}" at character {n}', (("STATEMENT", ""),)),
    (6, "ERROR", "22P02", 'invalid input syntax for type integer: "{w}-{n}"',
     (("CONTEXT", "unnamed portal parameter $1 = '...'"), ("STATEMENT", ""))),
    (5, "ERROR", "22012", "division by zero",
     (("CONTEXT", "PL/pgSQL function monthly_totals(integer) line 7 at RETURN\n"
                  'SQL statement "SELECT monthly_totals({n})"\nPL/pgSQL function report() line 3 at PERFORM'),
      ("STATEMENT", ""))),
    (3, "ERROR", "42883", "function {w}(integer) does not exist at character 8",
     (("HINT", "No function matches the given name and argument types. You might need to add explicit type casts."),
      ("QUERY", "SELECT {w}({n})"), ("CONTEXT", "PL/pgSQL function report() line 9 at SQL statement"), ("STATEMENT", ""))),
    (8, "ERROR", "25P02", "current transaction is aborted, commands ignored until end of transaction block",
     (("STATEMENT", ""),)),
    (6, "ERROR", "40001", "could not serialize access due to concurrent update", (("STATEMENT", ""),)),
    (4, "ERROR", "55P03", 'could not obtain lock on row in relation "{w}"', (("STATEMENT", ""),)),
    (4, "ERROR", "42501", "permission denied for table {w}", (("STATEMENT", ""),)),
    (2, "ERROR", "53100", 'could not write to file "base/pgsql_tmp/pgsql_tmp{n}.0": No space left on device',
     (("STATEMENT", ""),)),
    (6, "WARNING", "25001", "there is already a transaction in progress", ()),
    (4, "WARNING", "01000", "{w} is deprecated and will be removed", (("DETAIL", "Called {n} times."),)),
    (2, "LOG", "08006", "could not receive data from client: Connection reset by peer", ()),
    (3, "LOG", "08006", "unexpected EOF on client connection with an open transaction", ()),
    (1, "ERROR", "P0001", "order {n} cannot be shipped: 東京 is not a warehouse",
     (("HINT", "Say 'please'."), ("CONTEXT", "PL/pgSQL function ship_order(bigint) line 12 at RAISE"), ("STATEMENT", ""))),
)  # fmt: skip
ERROR_WEIGHTS = [row[0] for row in ERRORS]


def error(work: Workload) -> None:
    """An error, warning or broken connection of any class."""
    rng = work.rng
    _, severity, sqlstate, message, parts = rng.choices(ERRORS, ERROR_WEIGHTS)[0]
    names = {"n": rng.randrange(1, 10**6), "w": rng.choice(RELATIONS)}

    def text(word: str, template: str) -> Part:
        return word, template.format(**names) if template else plain(work.text(work.shape()))

    work.log.entry(
        work.session(),
        "error",
        (severity, message.format(**names)),
        *(text(*part) for part in parts),
        sqlstate=sqlstate,
    )


def refused(work: Workload) -> None:
    """A connection that is received and then fails."""
    rng, log, truth = work.rng, work.log, work.truth
    session = work.new_session(host=f"10.0.9.{rng.randrange(250)}")
    where = f"host={session.host} port={session.port}"
    session_text = f"[unknown]@[unknown]:[{session.pid}]:"
    tail, session.tail = session.tail, f":{session.remote}:{session_text}"
    log.entry(session, "connection", ("LOG", f"connection received: {where}"))
    truth.row("connections", "event=received")
    session.tail = tail
    message, sqlstate, detail = rng.choice(
        (
            (f'password authentication failed for user "{session.user}"', "28P01",
             'Connection matched pg_hba.conf line 13: "hostssl all all 0.0.0.0/0 scram-sha-256"'),
            (f'no pg_hba.conf entry for host "{session.host}", user "{session.user}", database "{session.database}", '
             "no encryption", "28000", None),
            (f'database "{session.database}" does not exist', "3D000", None),
            (f'role "{session.user}" does not exist', "28000", None),
            ("sorry, too many clients already", "53300", None),
            ("remaining connection slots are reserved for non-replication superuser connections", "53300", None),
        )
    )  # fmt: skip
    parts = [("FATAL", message)] + ([("DETAIL", detail)] if detail else [])
    log.entry(session, "connection_failed", *parts, sqlstate=sqlstate)
    truth.row("connections", "event=failed")
    work.end(session)


def cancel(work: Workload) -> None:
    """A statement or a session is ended by the server, for every cause there is."""
    rng, log, truth = work.rng, work.log, work.truth
    session = work.session()
    statement = ("STATEMENT", plain(work.text(work.shape())))
    cause = rng.choices(
        ("statement timeout", "user request", "lock timeout", "conflict with recovery", "idle-in-transaction timeout",
         "administrator command"),
        (40, 25, 12, 8, 10, 5),
    )[0]  # fmt: skip
    truth.row("cancels", f"cause={cause}")
    if cause == "idle-in-transaction timeout":
        log.entry(session, "error", ("FATAL", f"terminating connection due to {cause}"), sqlstate="25P03")
        work.disconnect(session)
        work.sessions.append(work.new_session())
    elif cause == "administrator command":
        log.entry(
            session, "error", ("FATAL", f"terminating connection due to {cause}"), statement, sqlstate="57P01"
        )
        work.disconnect(session)
        work.sessions.append(work.new_session())
    else:
        parts: list[Part] = [("ERROR", f"canceling statement due to {cause}")]
        if cause == "conflict with recovery":
            parts.append(("DETAIL", "User query might have needed to see row versions that must be removed."))
        if cause == "lock timeout":
            parts.append(_updating(work))
        log.entry(session, "error", *parts, statement, sqlstate="57014")


AUDITED = (
    ("READ", "SELECT", "TABLE", "public.orders"),
    ("WRITE", "INSERT", "TABLE", "public.order_items"),
    ("WRITE", "UPDATE", "TABLE", '"Sales, EU"."order lines"'),
    ("DDL", "CREATE TABLE", "TABLE", "public.import_2026"),
    ("DDL", "DROP INDEX", "INDEX", "public.orders_placed_at_idx"),
    ("ROLE", "GRANT", "TABLE", ""),
    ("ROLE", "ALTER ROLE", "", ""),
    ("FUNCTION", "EXECUTE", "FUNCTION", "public.ship_order"),
    ("MISC", "VACUUM", "", ""),
    ("MISC_SET", "SET", "", ""),
)


def audited(work: Workload) -> None:
    """A pgaudit line, quoted as csv."""
    rng = work.rng
    kind = "OBJECT" if rng.random() < 0.2 else "SESSION"
    action, command, object_type, name = rng.choices(AUDITED, (40, 14, 14, 4, 3, 4, 2, 8, 4, 7))[0]
    shape = work.prepared_shape()
    if rng.random() < 0.4:
        sql, detail = work.bound_text(shape)
        values = (
            [] if detail is None else detail.removeprefix("parameters: ").replace("\n\t", "\n").split(", $")
        )
        parameters = (
            _csv(",".join(value.split(" = ", 1)[-1].strip("'") for value in values)) if values else "<none>"
        )
    else:
        sql, parameters = work.text(shape), rng.choice(("<none>", "<not logged>"))
    rows = rng.randrange(500) if rng.random() < 0.2 else None
    text = (
        f"AUDIT: {kind},{rng.randrange(1, 900)},1,{action},{command},{object_type},{_csv(name)},"
        f"{_csv(plain(sql))},{parameters}" + ("" if rows is None else f",{rows}")
    )
    work.log.entry(work.session(), "audit", ("LOG", text))
    work.truth.row(
        "audit", f"class={action}", f"audit_type={kind.lower()}", **({} if rows is None else {"rows": rows})
    )


def _csv(field: str) -> str:
    if any(mark in field for mark in ',"\n\r'):
        return '"' + field.replace('"', '""') + '"'
    return field


def autovacuum(work: Workload) -> None:
    """A run of autovacuum, as one of the versions words it."""
    text, kind, sums = vacuum(work.rng)
    worker = work.background()
    work.log.entry(worker, "vacuum", ("LOG", text))
    work.truth.row("vacuums", *kind, **sums)
    work.log.processes.end(worker.pid)


def autoanalyze(work: Workload) -> None:
    """A run of autoanalyze, as one of the versions words it."""
    text, sums = analyze(work.rng)
    worker = work.background()
    work.log.entry(worker, "analyze", ("LOG", text))
    work.truth.row("analyzes", **sums)
    work.log.processes.end(worker.pid)


def reload(work: Workload) -> None:
    """A reload of the configuration, with Aurora's noise around it."""
    log, truth, rng = work.log, work.truth, work.rng
    log.entry(work.postmaster, "server", ("LOG", "received SIGHUP, reloading configuration files"))
    truth.row("server_events", "event=reload")
    for name in ("postgresql.conf.rdsadmin", "pg_hba_extra.conf", "config/user.d/local.conf"):
        log.noise(work.postmaster, f'skipping missing configuration file "/rdsdbdata/{name}"')
    name, value = rng.choice(
        (("work_mem", "16MB"), ("random_page_cost", "1.1"), ("idle_session_timeout", "600000"))
    )
    log.entry(work.postmaster, "server", ("LOG", f'parameter "{name}" changed to "{value}"'))
    truth.row("server_events", "event=parameter_changed")
    if rng.random() < 0.5:
        log.entry(
            work.postmaster, "server", ("LOG", 'parameter "log_min_duration_statement" changed to "250"')
        )
        truth.row("server_events", "event=parameter_changed")
        truth.row("log_settings", "setting=log_min_duration_statement", "value=250")
    if rng.random() < 0.3:
        text = 'parameter "shared_buffers" cannot be changed without restarting the server'
        log.entry(work.postmaster, "server", ("LOG", text))
        truth.row("server_events", "event=parameter_needs_restart")


def server_noise(work: Workload) -> None:
    """Aurora's own agents come and go over the local socket."""
    session = work.new_session(user=work.rng.choice(("rdsadmin", "rdsmon")), host="[local]")
    session.database, session.application = "rdsadmin", "oscar"
    session.__post_init__()
    unknown = work.new_session(host="[local]")
    work.log.processes.end(unknown.pid)
    unknown.pid, unknown.tail = session.pid, f":[local]:[unknown]@[unknown]:[{session.pid}]:"
    work.log.entry(unknown, "connection", ("LOG", "connection received: host=[local]"))
    text = f"connection authorized: user={session.user} database=rdsadmin application_name=oscar"
    work.log.entry(session, "connection", ("LOG", text))
    for event in ("received", "authorized"):
        work.truth.row("connections", f"event={event}")
    work.disconnect(session)


def replication(work: Workload) -> None:
    """Logical decoding, and pg_cron beside it."""
    log, rng, session = work.log, work.rng, work.session()
    position = f"7/{rng.randrange(1 << 32):X}"
    log.entry(
        session,
        "replication",
        ("LOG", 'starting logical decoding for slot "outbox_cdc"'),
        ("DETAIL", f"Streaming transactions committing after {position}, reading WAL from {position}."),
        ("STATEMENT", f'START_REPLICATION SLOT "outbox_cdc" LOGICAL {position} ("proto_version" \'1\')'),
    )
    log.entry(
        session,
        "replication",
        ("LOG", f"logical decoding found consistent point at {position}"),
        ("DETAIL", "There are no running transactions."),
    )
    worker = work.background()
    log.entry(worker, "cron", ("LOG", f"cron job {rng.randrange(9)} starting: CALL rollup_sales()"))
    log.entry(worker, "cron", ("LOG", f"cron job {rng.randrange(9)} COMMAND completed: 1 CALL"))
    log.processes.end(worker.pid)
    for event in ("logical_decoding", "logical_decoding", "cron_job", "cron_job"):
        work.truth.row("server_events", f"event={event}")


def restart(work: Workload) -> None:
    """A backend dies, the server recovers, everybody comes back."""
    log, truth = work.log, work.truth
    work.due(everything=True)
    dead = work.session()
    log.entry(
        work.postmaster,
        "server",
        ("LOG", f"server process (PID {dead.pid}) was terminated by signal 9: Killed"),
        ("DETAIL", f"Failed process was running: {plain(work.text(work.prepared_shape()))}"),
    )
    log.entry(work.postmaster, "server", ("LOG", "terminating any other active server processes"))
    log.entry(work.postmaster, "server", ("LOG", "all server processes terminated; reinitializing"))
    starter = work.background()
    log.entry(
        starter,
        "server",
        ("LOG", "database system was interrupted; last known up at 2026-11-19 12:01:02 UTC"),
    )
    for _ in range(20):
        client = work.new_session()
        log.entry(
            client,
            "connection_failed",
            ("FATAL", "the database system is in recovery mode"),
            sqlstate="57P03",
        )
        truth.row("starting_up")
        work.end(client)
    log.entry(
        starter,
        "server",
        ("LOG", "database system was not properly shut down; automatic recovery in progress"),
    )
    log.entry(starter, "server", ("LOG", "redo starts at 7/1A2B3C4D"))
    log.entry(
        starter,
        "server",
        ("LOG", "redo done at 7/1A9F0000 system usage: CPU: user: 0.31 s, system: 0.12 s, elapsed: 4.20 s"),
    )
    log.entry(work.postmaster, "server", ("LOG", "database system is ready to accept connections"))
    for event in ("crash", "crash", "crash", "recovery", "recovery", "recovery", "recovery", "ready"):
        truth.row("server_events", f"event={event}")
    count = len(work.sessions)
    for session in list(work.sessions):
        work.end(session)
    for _ in range(count):
        session = work.new_session()
        work.connect(session)
        work.sessions.append(session)


def storm(work: Workload) -> None:
    """Many clients connect at once and leave soon."""
    for _ in range(work.rng.randint(20, 60)):
        session = work.new_session(user="app")
        work.connect(session)
        work.disconnect(session)


# share of all units of work
EVENTS: dict[Callable[[Workload], None], float] = {
    lock_chain: 3.0,
    lock_not_available: 0.3,
    deadlock: 0.25,
    temp_file: 12.0,
    error: 26.0,
    refused: 2.5,
    cancel: 3.0,
    audited: 28.0,
    autovacuum: 3.0,
    autoanalyze: 2.5,
    reload: 0.15,
    server_noise: 9.0,
    replication: 0.6,
    storm: 0.05,
    explained: 5.0,
    nested_plan: 0.5,
}

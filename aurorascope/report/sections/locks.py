"""Locks: who waited for whom, for what, and how it ended; deadlocks."""

from aurorascope.model.page import Column
from aurorascope.report.item import FIRST, LAST, OF_FAMILY, Item, Section

WAITS = Column("lock_waits", "Waits", "count", bar=True)
WAITED = Column("wait_us", "Waited", "us")
MEAN_WAIT = Column("mean_wait_us", "Mean", "us")
MAX_WAIT = Column("max_wait_us", "Longest", "us")
QUIET = (
    "No wait for a lock was logged (log_lock_waits says whether they are), and no lock snapshot shows one."
)


def ranked(name: str, title: str, rank_by: str) -> Item:
    """Return the families that waited, ranked by one measure."""
    return Item(
        name,
        title,
        "locks_by_statement",
        (OF_FAMILY, WAITS, WAITED, MEAN_WAIT, MAX_WAIT, Column("users", "Users", "count")),
        params={"top": 10, "rank_by": rank_by},
        page="/locks#panel-statements",
        sets={"rank_by": rank_by},
        row_page="/queries/{waiter_fingerprint}",
        most=10,
        empty=QUIET,
    )


SECTION = Section(
    "locks",
    "Locks and deadlocks",
    "Waits for locks from begin to end, as the log and lock snapshots (Performance Insights) tell them.",
    (
        Item(
            "locks_over_time",
            "Waits over time",
            "locks_over_time",
            (WAITS, WAITED),
            draw="bars",
            y="lock_waits",
            page="/locks#panel-time",
            half=True,
            empty=QUIET,
        ),
        Item(
            "locks_by_outcome",
            "How waits ended",
            "locks_by_outcome",
            (Column("outcome", "Outcome", grow=True), WAITS, WAITED, MEAN_WAIT, MAX_WAIT),
            page="/locks",
            half=True,
            empty=QUIET,
        ),
        Item(
            "locks_by_mode",
            "By lock",
            "locks_by_mode",
            (
                Column("lock_mode", "Lock", grow=True),
                Column("object_type", "On"),
                WAITS,
                WAITED,
                MEAN_WAIT,
                MAX_WAIT,
                Column("max_depth", "Depth", "count"),
            ),
            page="/locks#panel-modes",
            half=True,
            empty=QUIET,
        ),
        Item(
            "locks_by_object",
            "By object",
            "locks_by_object",
            (Column("object", "Object", "code", grow=True), WAITS, WAITED, MEAN_WAIT, MAX_WAIT),
            params={"top": 10},
            page="/locks#panel-objects",
            most=10,
            half=True,
            empty=QUIET,
        ),
        ranked("locks_longest", "Statements that waited longest", "wait_us"),
        ranked("locks_most", "Statements that waited most often", "calls"),
        Item(
            "blockers",
            "Statements that blocked",
            "lock_blockers",
            (
                OF_FAMILY,
                WAITS,
                WAITED,
                MEAN_WAIT,
                MAX_WAIT,
                Column("families", "Families that waited", "count"),
            ),
            page="/locks#panel-blockers",
            row_page="/queries/{blocker_fingerprint}",
            most=10,
            empty=QUIET,
        ),
        Item(
            "lock_chains",
            "Chains of waits, the longest queue first",
            "lock_chains",
            (
                Column("started_at", "Began", "ts"),
                Column("instance", "Instance"),
                Column("root_pid", "Root", "code"),
                Column("root_state", "What it did"),
                Column("root_text", "Its statement", "code", grow=True),
                Column("waiters", "Waiters", "count", bar=True),
                Column("max_depth", "Depth", "count"),
                WAITED,
                MAX_WAIT,
            ),
            params={"top": 10},
            page="/locks#panel-chains",
            most=10,
            empty=QUIET,
        ),
        Item(
            "deadlocks",
            "Deadlocks by relation",
            "deadlocks_by_relation",
            (
                Column("relation", "Relation", "code", grow=True),
                Column("deadlocks", "Deadlocks", "count"),
                FIRST,
                LAST,
            ),
            page="/locks",
            half=True,
            empty="No deadlock was logged in this period.",
        ),
    ),
)

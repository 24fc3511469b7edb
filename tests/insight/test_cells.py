"""Cells and durations are the raw rows over any range: whole days, whole hours, cut ones, late rows."""

from __future__ import annotations

import random
from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from filled import APPLICATIONS, FAMILIES, USERS
from memory import Memory, at

from aurorascope.insight.cells import durations
from aurorascope.insight.views import load_view, run_view
from aurorascope.model.filter import Filter
from aurorascope.store.rollup import STEPS_US
from aurorascope.store.schemas import TABLES

DAY = 86_400
SPAN_S = 5 * DAY
HOUR_US = 3_600_000_000
COLUMNS = frozenset(TABLES["statements"].column_names) - {"noise"}


@cache
def raw_rows() -> Memory:
    dice = random.Random(3)
    memory = Memory()
    rows: list[dict[str, Any]] = []
    for number in range(4000):
        call = dice.random() < 0.7
        rows.append(
            {
                "ts": dice.random() * SPAN_S,
                "duration_us": dice.choice([None, *STEPS_US, int(10 ** (dice.random() * 9))]),
                "phase": "execute" if call else "parse",
                "calls": int(call),
                "session_key": f"s{dice.randint(0, 300)}" if number % 7 else None,
                "pid": dice.randint(1, 9),
                "fingerprint": dice.choice([*FAMILIES, None]),
                "user_name": dice.choice(USERS),
                "database_name": dice.choice(["shop", "rdsadmin", None]),
                "application": dice.choice(APPLICATIONS),
                "source": "late" if number % 9 == 0 else "s1",
            }
        )
    memory.add("statements", *rows)
    for number in range(200):
        begin = dice.random() * SPAN_S
        session = {"session_key": f"s{number}", "pid": 5, "user_name": dice.choice(USERS)}
        memory.add("connections", {"ts": begin, "event": "authorized", **session})
        if number % 3:
            lasted = int(dice.random() * 2 * DAY * 1e6)
            end = {"ts": begin + lasted / 1e6, "event": "disconnected", "session_us": lasted}
            memory.add("connections", {**end, **session})
    return memory


@cache
def rolled() -> Memory:
    memory = Memory()
    memory.connection.register("rows", raw_rows().query("SELECT * FROM statements"))
    memory.connection.execute("INSERT INTO statements SELECT * FROM rows")
    memory.connection.register("opened", raw_rows().query("SELECT * FROM connections"))
    memory.connection.execute("INSERT INTO connections SELECT * FROM opened")
    return memory.roll_up("source = 's1'")


def ranges() -> list[tuple[Any, Any]]:
    dice = random.Random(11)
    # the first moment of every case is 03:00, so a day begins 21 hours later
    marks = [0, 21 * 3600, 21 * 3600 + DAY, 3 * DAY, 4 * DAY - 3 * 3600, 100_000, SPAN_S]
    pairs = [sorted(dice.sample(marks, 2)) for _ in range(8)]
    pairs += [sorted((dice.random() * SPAN_S, dice.random() * SPAN_S)) for _ in range(8)]
    whole = [(at(low), at(high)) for low, high in pairs]
    return [*whole, (None, None), (at(90_000), None), (None, at(200_000.5))]


OF_CELLS = (
    *("queries_top", "statements_by", "queries_over_time", "totals", "phases", "prepared_ratio"),
    *("entries_by_kind", "entries_over_time", "filter_values", "hourly_activity"),
)


@pytest.mark.parametrize("name", OF_CELLS)
@pytest.mark.parametrize(
    "more", [{}, {"user": ("app",)}, {"show_noise": True}, {"fingerprint": ("aaaa",)}], ids=str
)
def test_a_view_of_cells_is_the_same_from_rollups_over_any_range(name: str, more: dict[str, Any]) -> None:
    by = ("application", "database") if name == "statements_by" else ()
    width = {"bucket_us": HOUR_US} if "bucket_us" in load_view(name).params else {}
    # the ends of a range and what else is chosen do not know of each other
    for begin, end in ranges()[:: 7 if more else 3]:
        chosen = Filter(begin=begin, end=end, **more)
        found = [
            run_view(memory, name, chosen, by=by, **width).to_pylist() for memory in (rolled(), raw_rows())
        ]
        assert found[0] == found[1], (begin, end)


@pytest.mark.parametrize("seed", range(4))
def test_episodes_of_locks_are_the_same_from_rollups(seed: int) -> None:
    raw, other = waiting(seed), waiting(seed)
    other.roll_up("source = 's1' AND hash(ts) % 5 > 0")
    query = "SELECT * FROM lock_episodes ORDER BY ALL"
    found = raw.rows(query)
    assert found == other.rows(query)
    for column in ("blocker_session_key", "blocker_fingerprint"):
        assert {row[column] is None for row in found} == {True, False}


def waiting(seed: int) -> Memory:
    """Sessions that follow each other on few process ids, their statements, and waits for some of them."""
    dice = random.Random(seed)
    memory = Memory()
    if seed % 2:
        memory.add("connections", {"ts": 0, "event": "authorized", "session_key": "x", "pid": 99})
    for pid in range(1, 7):
        moment = dice.random() * DAY
        for number in range(4):
            session = {"pid": pid, "session_key": f"{pid}.{number}"}
            for _ in range(dice.randint(1, 8)):
                moment += dice.random() * DAY / 4
                took = int(dice.random() * 2e6)
                family = dice.choice([*FAMILIES, None])
                memory.add(
                    "statements", {"ts": moment, "duration_us": took, "fingerprint": family, **session}
                )
            if dice.random() < 0.5:
                memory.add("connections", {"ts": moment + 1, "event": "disconnected", **session})
            moment += 60
    for number in range(60):
        pid = dice.randint(1, 6)
        wait = {
            "ts": dice.choice([round, float])(dice.random() * 4 * DAY),
            "state": "waiting",
            "wait_us": 1_000_000,
            "lock_mode": "ShareLock",
            "object": f"transaction {number}",
            "holders": [dice.randint(1, 6)],
            "waiter_pid": pid,
            "pid": pid,
            "session_key": f"{pid}.{dice.randint(0, 3)}",
        }
        memory.add("lock_waits", wait)
        if dice.random() < 0.4:
            own = {"pid": pid, "session_key": wait["session_key"]}
            error = {"severity": "ERROR", "sqlstate": "57014", "message": "canceling statement"}
            memory.add("entries", {"ts": float(wait["ts"]) + dice.random() * DAY / 3, **error, **own})
    return memory


def test_sessions_are_the_same_from_rollups() -> None:
    query = "SELECT * FROM sessions ORDER BY ALL"
    assert rolled().rows(query) == raw_rows().rows(query)
    assert len(raw_rows().rows(query)) >= 300


@pytest.mark.parametrize("chosen", [Filter(), Filter(fingerprint=("aaaa",)), Filter(user=("app",))], ids=str)
def test_the_histogram_is_the_same_from_rollups(chosen: Filter) -> None:
    found = [run_view(memory, "duration_histogram", chosen).to_pylist() for memory in (rolled(), raw_rows())]
    assert found[0] == found[1]
    assert sum(row["calls"] for row in found[0]) > 0
    assert [row["duration_from_us"] for row in found[0]] == sorted(STEPS_US)


@pytest.mark.parametrize("width", [HOUR_US, 6 * HOUR_US, 60_000_000])
@pytest.mark.parametrize("memory", [rolled, raw_rows])
def test_a_quick_percentile_is_within_one_percent_of_the_exact_one(memory: Any, width: int) -> None:
    for begin, end in ranges()[:6]:
        asked = (memory(), "percentiles_over_time", Filter(begin=begin, end=end))
        exact = run_view(*asked, bucket_us=width).to_pylist()
        quick = run_view(*asked, bucket_us=width, exact=False).to_pylist()
        sums = ("bucket", "calls", "sum_us", "min_us", "max_us")
        assert [[row[name] for name in sums] for row in quick] == [
            [row[name] for name in sums] for row in exact
        ]
        for one, other in zip(quick, exact, strict=True):
            for rank in ("p50_us", "p95_us", "p99_us"):
                if other[rank] is None:
                    assert one[rank] is None
                else:
                    assert abs(one[rank] - other[rank]) <= max(1, other[rank] * 0.0101)


def test_a_range_of_weeks_reads_no_row_of_users_that_nobody_asked_for() -> None:
    week = Filter(begin=at(0) - timedelta(hours=3), end=at(0) + timedelta(days=7))
    sql, _ = durations(week, COLUMNS, {"bucket_us": HOUR_US})
    assert "statement_bucket_hours" in sql
    narrow, _ = durations(Filter(user=("app",)), COLUMNS, {})
    assert "statement_bucket_hours" not in narrow

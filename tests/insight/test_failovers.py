"""A failover's story says what the rows show and no more: who, how long at least, how cold, and why."""

from __future__ import annotations

from typing import Any

from memory import Memory

from aurorascope.insight.views import run_view
from aurorascope.model.filter import Filter


def said(ts: float, message: str) -> dict[str, Any]:
    """An event of the cluster."""
    return {"ts": ts, "source_type": "db-cluster", "source_id": "local", "message": message}


def line(ts: float, instance: str, event: str, attributes: str | None = None) -> dict[str, Any]:
    """A line of a server about itself."""
    return {"ts": ts, "instance": instance, "event": event, "attributes": attributes}


def hits(instance: str, values: dict[int, float]) -> list[dict[str, Any]]:
    """The cache hit ratio of an instance, by minute."""
    return [
        {"ts": 60.0 * at, "instance": instance, "name": "BufferCacheHitRatio", "statistic": "Average",
         "scope": "instance", "period_s": 60, "value": value}
        for at, value in values.items()
    ]  # fmt: skip


def stories(memory: Memory) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = run_view(memory, "failovers", Filter()).to_pylist()
    return found


def one(memory: Memory) -> dict[str, Any]:
    [story] = stories(memory)
    return story


def told(memory: Memory, start: float = 3600.0) -> Memory:
    """A failover from a to b, as RDS tells it."""
    return memory.add(
        "rds_events",
        said(start, "Started cross AZ failover to DB instance: b"),
        said(start + 60, "Completed failover to DB instance: b"),
    )


def test_the_two_events_of_a_failover_are_one_story(memory: Memory) -> None:
    story = one(told(memory))
    assert (story["promoted"], story["outcome"], story["zone_kind"]) == ("b", "completed", "cross AZ")
    assert story["outage_us"] is None
    assert story["outage_known"].startswith("unknown: the log of b shows no start")
    assert story["cause"].startswith("unknown")
    assert story["cache"].startswith("unknown")


def test_a_failover_back_is_a_story_of_its_own_and_knows_who_wrote_before(memory: Memory) -> None:
    told(memory)
    memory.add("rds_events", said(3800, "Started same AZ failover to DB instance: a"))
    memory.add("rds_events", said(3830, "Completed failover to DB instance: a"))
    back, first = stories(memory)
    assert (back["promoted"], back["old_writer"]) == ("a", "b")
    assert (first["promoted"], first["old_writer"]) == ("b", None)


def test_a_failover_that_failed_says_so(memory: Memory) -> None:
    memory.add("rds_events", said(0, "Started same AZ failover to DB instance: b"))
    memory.add("rds_events", said(50, "Promoting previous primary again: a"))
    assert one(memory)["outcome"] == "failed"


def test_the_outage_is_what_lies_between_stop_and_ready_less_what_whole_seconds_hide(memory: Memory) -> None:
    told(memory).add("roles", {"instance": "a", "role": "writer", "valid_from": 0.0, "valid_to": 3660.0})
    memory.add(
        "server_events", line(3598, "a", "shutdown"), line(3650, "b", "starting"), line(3655, "b", "ready")
    )
    memory.add("server_events", line(3700, "a", "ready"))
    story = one(memory)
    assert (story["old_writer"], story["outage_us"]) == ("a", 56_000_000)
    assert story["cause"] == "shutdown of a"
    memory.add("server_events", line(3598.25, "a", "shutdown"))
    assert one(memory)["outage_us"] == 57_000_000


def test_where_no_log_shows_the_writer_stop_the_restart_of_the_new_one_is_all_that_is_claimed(
    memory: Memory,
) -> None:
    told(memory).add("roles", {"instance": "a", "role": "writer", "valid_from": 0.0, "valid_to": 3660.0})
    memory.add("server_events", line(3650, "b", "starting"), line(3655, "b", "ready"))
    story = one(memory)
    assert story["outage_us"] == 4_000_000
    assert "no log shows a stop, only how long b was restarting" in story["outage_known"]


def test_a_crash_is_told_with_its_signal_and_with_what_ran(memory: Memory) -> None:
    attributes = '{"signal": 9, "reason": "Killed", "running": "SELECT 1"}'
    told(memory).add("server_events", line(3599, "a", "crash", attributes))
    assert one(memory)["cause"] == "crash of a (signal 9, Killed) while running SELECT 1"


def test_who_asked_for_it_is_named_where_cloudtrail_says_so(memory: Memory) -> None:
    told(memory).add(
        "changes",
        {"ts": 3590.0, "resource": "cluster local", "attribute": "FailoverDBCluster", "actor": "ana",
         "source": "cloudtrail"},
    )  # fmt: skip
    assert one(memory)["cause"] == "asked for by ana"


def test_the_cache_is_warm_from_the_end_of_the_last_cold_minute(memory: Memory) -> None:
    told(memory).add("roles", {"instance": "a", "role": "writer", "valid_from": 0.0, "valid_to": 3660.0})
    memory.add("server_events", line(3598, "a", "crash"), line(3660, "b", "ready"))
    memory.add("metrics", *hits("a", dict.fromkeys(range(30, 60), 99.0)))
    memory.add("metrics", *hits("b", {61: 60.0, 62: 98.0, 63: 96.9, 64: 97.1, 65: 99.0}))
    story = one(memory)
    assert (story["cache"][:10], story["warm_minutes"]) == ("still cold", None)
    memory.add("metrics", *hits("b", {66: 99.0}))
    story = one(memory)
    assert (story["cache"], story["warm_minutes"]) == ("cold, then warm again", 3.0)
    assert (story["hit_ratio_before"], story["hit_ratio_lowest"]) == (99.0, 60.0)


def test_a_new_writer_that_no_event_explains_is_a_story_too(memory: Memory) -> None:
    memory.add("roles", {"instance": "a", "role": "writer", "valid_from": 0.0, "valid_to": 9000.0})
    memory.add("roles", {"instance": "b", "role": "writer", "valid_from": 9000.0})
    story = one(memory)
    assert (story["old_writer"], story["promoted"], story["known_by"]) == ("a", "b", "poll")
    told(memory, 8800.0)
    story = one(memory)
    assert (story["old_writer"], story["promoted"], story["known_by"]) == ("a", "b", "event")


def test_errors_and_refusals_around_it_are_counted(memory: Memory) -> None:
    told(memory)
    late = {"ts": 5000.0, "severity": "ERROR", "message": "x"}
    refused = {"ts": 3610.0, "severity": "FATAL", "message": "the database system is starting up"}
    ended = {"ts": 3600.0, "severity": "WARNING", "message": "terminating connection because of crash"}
    memory.add("entries", late, refused, ended)
    story = one(memory)
    assert (story["errors"], story["refusals"], story["cancels"]) == (1, 1, 1)

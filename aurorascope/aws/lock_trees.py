"""Performance Insights' lock trees as nodes: who waits for whom, how long, in what statement.

The API gives a snapshot as JSON in a text, and no page of AWS says how that is built. So what makes a node
is looked for and not assumed: an object that names a session. It blocks the sessions that it holds objects
of, and waits for those that it names as its blockers. A wait counts where the name of its number says a unit.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MOST_NODES = 10_000
DEEPEST = 100
SHORT = 200  # what is longer than a name is a text, and texts have a column of their own
SESSION = re.compile(r"(?:blocked|waiting|blocking)?(?:session|sessionid|pid|processid|backendpid|threadid)")
BLOCKERS = re.compile(r"(?:blockedby|blockers?|blocking(?:pids|sessions|sessionids))")
STATEMENT = re.compile(r"(?:sql|query|statement)(?:text)?")
WAITED = re.compile(r"wait.*?(ms|millis|milliseconds|us|micros|microseconds|sec|seconds)")
# what a node says of its session beside that; each is a column of `lock_trees`
TOLD = {
    "state": re.compile(r"(?:session|backend|pg)?state|status"),
    "user_name": re.compile(r"(?:db)?user(?:name)?|usename"),
    "database_name": re.compile(r"db|database(?:name)?|db_?name|datname"),
    "client_host": re.compile(r"client|(?:client)?(?:host(?:name)?|addr(?:ess)?|ip)"),
    "application": re.compile(r"app(?:lication)?(?:name)?"),
    "wait_event": re.compile(r"waitevent(?:name)?"),
    "lock_mode": re.compile(r"(?:lock)?mode|lock"),
    "object": re.compile(
        r"object|lock(?:ed)?(?:object|relation|table)|(?:relation|table)(?:name)?|lock(?:target|tag)"
    ),
}
PLAIN_STATE = re.compile(r"[A-Za-z][A-Za-z ()_-]{0,39}")
"""A state is a word of the server; whatever else stands there is somebody's text."""
MICROSECONDS = {"u": 1, "mi": 1000, "ms": 1000, "s": 1_000_000}


class NoLockTree(Exception):  # noqa: N818 - it says what the text is
    """A text in which no node was found; the message is a sentence for a person."""


@dataclass(slots=True)
class Node:
    """One session of a tree; `path` is its place in the snapshot, as 0.2.1."""

    path: str
    pid: int | None
    blocked_by: list[int] = field(default_factory=list)
    depth: int = 0
    root: int | None = None  # the session at the end of the chain; none where the chain is a circle
    wait_us: int | None = None
    sql: str | None = None
    said: dict[str, Any] = field(default_factory=dict)  # the rest, as AWS names it

    def told(self, column: str) -> str | None:
        """What it says under any name that means `column` of TOLD; its first words come first."""
        named = TOLD[column]
        for key, value in self.said.items():
            if named.fullmatch(_bare(key.rsplit(".", 1)[-1])) or named.fullmatch(_bare(key)):
                return str(value) if column != "state" or PLAIN_STATE.fullmatch(str(value)) else None
        return None

    @property
    def tree(self) -> str:
        """The tree within its snapshot."""
        return self.path.split(".", 1)[0]


def nodes_of(text: str) -> list[Node]:
    """Return the nodes of a snapshot. Raises NoLockTree where there is none in it."""
    try:
        found = list(_walk(json.loads(text), "", None, 0))
    except (ValueError, RecursionError) as error:
        raise NoLockTree("a lock snapshot is no JSON") from error
    if not found:
        raise NoLockTree("a lock snapshot names no session: its form is not known here")
    _deepen(found)
    return found


def _walk(value: Any, path: str, blocker: Node | None, level: int) -> Iterator[Node]:
    """Yield the nodes within a value, each before those that it blocks."""
    if level > DEEPEST:
        return
    if isinstance(value, list):
        for number, item in enumerate(value[:MOST_NODES]):
            yield from _walk(item, f"{path}.{number}".lstrip("."), blocker, level + 1)
        return
    if not isinstance(value, dict):
        return
    if not any(SESSION.fullmatch(_bare(key)) and _is_plain(it) for key, it in value.items()):
        held = [it for it in value.values() if isinstance(it, dict | list)]
        for number, item in enumerate(held):
            place = path if len(held) == 1 else f"{path}.{number}".lstrip(".")
            yield from _walk(item, place, blocker, level + 1)
        return
    node = _node(value, path or "0", blocker)
    yield node
    below = [
        it for key, it in value.items() if isinstance(it, dict | list) and not BLOCKERS.fullmatch(_bare(key))
    ]
    number = 0
    for item in below:
        for child in item if isinstance(item, list) else [item]:
            if isinstance(child, dict):
                yield from _walk(child, f"{node.path}.{number}", node, level + 1)
                number += 1


def _node(said: Mapping[str, Any], path: str, blocker: Node | None) -> Node:
    node = Node(path, None)
    for key, value in _plainly(said):
        bare = _bare(key)
        waited = WAITED.fullmatch(bare)
        if BLOCKERS.fullmatch(bare):
            node.blocked_by += _sessions(value)
        elif not _is_plain(value):
            continue
        elif SESSION.fullmatch(bare) and node.pid is None:
            node.pid = _number(value)
            node.said[key] = value
        elif STATEMENT.fullmatch(bare):
            node.sql = node.sql or str(value)
        elif waited and isinstance(value, int | float) and math.isfinite(value):
            unit = next(size for start, size in MICROSECONDS.items() if waited[1].startswith(start))
            node.wait_us = round(value * unit)
        elif len(str(value)) <= SHORT:
            node.said[key] = value
    if blocker is not None and blocker.pid is not None and blocker.pid not in node.blocked_by:
        node.blocked_by.append(blocker.pid)
    return node


def _plainly(said: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield what a node says, and what an object in it says that is no session: `lock.mode`."""
    for key, value in said.items():
        own = isinstance(value, dict) and not BLOCKERS.fullmatch(_bare(key))
        if own and not any(
            isinstance(it, dict | list) or SESSION.fullmatch(_bare(name)) for name, it in value.items()
        ):
            yield from ((f"{key}.{name}", it) for name, it in value.items())
        else:
            yield key, value


def _deepen(nodes: list[Node]) -> None:
    """Say of each node how many sessions stand between it and one that waits for nobody, and which it is."""
    blockers: dict[int, list[int]] = {}
    for node in nodes:
        if node.pid is not None:
            blockers.setdefault(node.pid, []).extend(node.blocked_by)
    for node in nodes:
        level: set[int | None] = {node.pid}
        seen = {node.pid}
        while True:
            before = level
            level = {it for pid in level if pid is not None for it in blockers.get(pid, ())}
            level -= seen
            if not level:
                node.root = _root(before, blockers) if node.depth else None
                break
            seen |= level
            node.depth += 1


def _root(last: set[int | None], blockers: Mapping[int, list[int]]) -> int | None:
    """The session at the end of a chain: one that waits for nobody."""
    return min((pid for pid in last if pid is not None and not blockers.get(pid)), default=None)


def _sessions(value: Any) -> list[int]:
    items = value if isinstance(value, list) else [value]
    plain = [
        next((it[key] for key in it if SESSION.fullmatch(_bare(key))), None) if isinstance(it, dict) else it
        for it in items
    ]
    return [number for it in plain if (number := _number(it)) is not None]


def _number(value: Any) -> int | None:
    try:
        number = int(value) if not isinstance(value, bool) else None
    except (TypeError, ValueError, OverflowError):
        return None
    return number if number is not None and 0 <= number < 2**63 else None


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _bare(key: str) -> str:
    return key.replace("_", "").replace("-", "").replace(".", "").lower()

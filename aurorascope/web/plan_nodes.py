"""A plan as its nodes: what the planner expected of each, and what came, where the plan was run.

Text and JSON are read; XML and YAML are shown as they stand. A plan is hostile input, as all text of a log.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 200_000
MOST_NODES = 300
MOST_DETAILS = 12
LONGEST_DETAIL = 400
_NUMBER = r"\d+(?:\.\d+)?"
_NODE = re.compile(
    r"^(?P<indent> *)(?:->  )?(?P<label>\S.*?)  "
    rf"\(cost={_NUMBER}\.\.(?P<cost>{_NUMBER}) rows=(?P<rows>{_NUMBER}) width=\d+\)"
    rf"(?: \((?:actual )?(?:time={_NUMBER}\.\.(?P<ms>{_NUMBER}) )?"
    rf"rows=(?P<actual>{_NUMBER}) loops=(?P<loops>\d+)\)"
    r"|(?P<never> \(never executed\)))?$"
)
_PARENT = re.compile(r"^(InitPlan|SubPlan|CTE) ")
# what a node of JSON says of itself in its first line, not below it
_ASIDE = frozenset(
    {"Node Type", "Parent Relationship", "Parallel Aware", "Async Capable", "Startup Cost", "Total Cost",
     "Plan Rows", "Plan Width", "Actual Startup Time", "Actual Total Time", "Actual Rows", "Actual Loops",
     "Plans", "Relation Name", "Alias", "Index Name", "Schema", "Join Type", "Strategy", "Subplan Name",
     "CTE Name", "Function Name", "Operation", "Disabled", "Scan Direction"}
)  # fmt: skip


@dataclass(slots=True)
class Node:
    """One node: its depth, what it does, rows a loop as expected and as they came, time of all its loops."""

    depth: int
    label: str
    expected: float | None = None
    actual: float | None = None
    loops: float | None = None
    total_ms: float | None = None
    cost: float | None = None
    never: bool = False
    details: list[str] = field(default_factory=list)

    @property
    def factor(self) -> float | None:
        """How many times more (above 1) or fewer rows came than were expected; no rows count as one."""
        if self.expected is None or self.actual is None:
            return None
        return max(self.actual, 1.0) / max(self.expected, 1.0)


def nodes_of(plan: str, form: str) -> list[Node]:
    """Return the nodes of a plan depth first; none where its form is not read."""
    if len(plan) > LONGEST:
        return []
    try:
        found = list(_of_json(plan) if form == "json" else _of_text(plan) if form == "text" else ())
    except (ValueError, RecursionError):
        return []
    return found[:MOST_NODES]


def _of_text(plan: str) -> Iterator[Node]:
    above: list[int] = []
    node: Node | None = None
    under = ""
    for line in plan.splitlines():
        match = _NODE.match(line)
        if match is None:
            words = " ".join(line.split())
            if _PARENT.match(words):
                under = words
            elif words and node is not None and len(node.details) < MOST_DETAILS:
                node.details.append(words[:LONGEST_DETAIL])
            continue
        indent = len(match["indent"])
        while above and above[-1] >= indent:
            above.pop()
        if node is not None:
            yield node
        loops = _number(match["loops"])
        each = _number(match["ms"])
        node = Node(
            len(above), f"{under}: {match['label']}" if under else match["label"],
            _number(match["rows"]), _number(match["actual"]), loops,
            each * (loops or 1) if each is not None else None, _number(match["cost"]), bool(match["never"]),
        )  # fmt: skip
        under = ""
        above.append(indent)
    if node is not None:
        yield node


def _of_json(plan: str) -> Iterator[Node]:
    found = json.loads(plan)
    root = found[0] if isinstance(found, list) and found else found
    if not isinstance(root, dict) or not isinstance(root.get("Plan"), dict):
        return
    waiting: list[tuple[int, dict[str, Any]]] = [(0, root["Plan"])]
    while waiting:
        depth, one = waiting.pop()
        yield _node(depth, one)
        below = one.get("Plans")
        if isinstance(below, list):
            waiting += [(depth + 1, child) for child in reversed(below) if isinstance(child, dict)]


def _node(depth: int, one: dict[str, Any]) -> Node:
    loops, each = _number(one.get("Actual Loops")), _number(one.get("Actual Total Time"))
    details = [
        f"{name}: {', '.join(map(str, value)) if isinstance(value, list) else value}"[:LONGEST_DETAIL]
        for name, value in one.items()
        if name not in _ASIDE and value not in (0, "0", 0.0, False, [], None) and not isinstance(value, dict)
    ]
    return Node(
        depth, _label(one), _number(one.get("Plan Rows")), _number(one.get("Actual Rows")), loops,
        each * (loops or 1) if each is not None else None, _number(one.get("Total Cost")), loops == 0,
        details[:MOST_DETAILS],
    )  # fmt: skip


def _label(one: dict[str, Any]) -> str:
    kind = str(one.get("Node Type", "Node"))
    strategy = {"Hashed": "Hash", "Sorted": "Group", "Mixed": "Mixed "}.get(str(one.get("Strategy")), "")
    if kind == "Aggregate":
        kind = f"{strategy}Aggregate"
    elif kind == "ModifyTable":
        kind = str(one.get("Operation", kind))
    join = one.get("Join Type")
    if join and join != "Inner":
        kind = f"{kind.removesuffix(' Join')} {join} Join"
    parts = [kind]
    if one.get("Index Name"):
        parts.append(f"using {one['Index Name']}")
    relation = next(
        (one[name] for name in ("Relation Name", "CTE Name", "Function Name") if one.get(name)), None
    )
    if relation:
        alias = one.get("Alias")
        parts.append(f"on {relation}" + (f" {alias}" if alias and alias != relation else ""))
    under = one.get("Subplan Name")
    return (f"{under}: " if under else "") + " ".join(parts)


def _number(value: object) -> float | None:
    if isinstance(value, bool) or value is None:
        return None
    try:
        return float(value)  # type: ignore[arg-type]  # what is no number is none
    except (TypeError, ValueError):
        return None

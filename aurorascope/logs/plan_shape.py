"""The shape of a plan: the tree of node types with relations and indexes, and its hash.

No costs, rows, aliases, schemas or conditions are part of it, so a plan has one hash whatever the format, the
literals and the verbosity it was logged with. The labels are those of EXPLAIN's text format (ExplainNode in
commands/explain.c).
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

REMEMBERED = (
    10_000  # characters of node lines; longer ones would make the memory of a worker anyone's to fill
)
STRUCTURED_LINE = re.compile(r'( *(?:- )?)[<"]?([A-Z][A-Za-z -]*?)(?:"?: |>)(.*?)(?:</[A-Za-z-]+>|,)?$')


def plan_hash(skeleton: str, name: str) -> str | None:
    """Hash the node lines of a plan in the named format to 16 hex digits; None where there is no node."""
    return _remembered(skeleton, name) if len(skeleton) <= REMEMBERED else _hash(skeleton, name)


@lru_cache(maxsize=1024)
def _remembered(skeleton: str, name: str) -> str | None:
    return _hash(skeleton, name)


def _hash(skeleton: str, name: str) -> str | None:
    nodes = _text_nodes(skeleton) if name == "text" else _structured_nodes(skeleton)
    shape = "\n".join(f"{depth} {label}" for depth, label in _depths(nodes))
    return hashlib.blake2b(shape.encode(), digest_size=8).hexdigest() if shape else None


def _depths(nodes: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """A node's parent is the last one before it that is indented less."""
    open_indents: list[int] = []
    for indent, label in nodes:
        while open_indents and open_indents[-1] >= indent:
            open_indents.pop()
        yield len(open_indents), label
        open_indents.append(indent)


IDENTIFIER = r'(?:"(?:[^"]|"")*"|[^\s".]+)'
TARGET = re.compile(rf"({IDENTIFIER})(?:\.({IDENTIFIER}))?")
NAMELESS = ("Subquery Scan", "Values Scan", "Named Tuplestore Scan", "Table Function Scan")


def _text_nodes(skeleton: str) -> Iterator[tuple[int, str]]:
    heading: int | None = None
    for line in skeleton.splitlines():
        bare = line.lstrip(" ")
        if not line.endswith("  (cost="):
            heading = len(line) - len(bare)
            continue
        # A sub-plan's node stands two columns to the right of its heading, and is a sibling of that column.
        indent = len(line) - len(bare) if heading is None else heading
        heading = None
        label = bare.removeprefix("->  ").removesuffix("  (cost=")
        node, on, target = label.partition(" on ")
        node, using, index = node.partition(" using ")
        named = node + (f" using {_unquoted(index)}" if using else "")
        if on and node.removeprefix("Parallel ") not in NAMELESS:
            found = TARGET.match(target)
            named += f" on {_unquoted(found[2] or found[1]) if found else target}"
        yield indent, named


def _unquoted(name: str) -> str:
    return name[1:-1].replace('""', '"') if len(name) > 1 and name[0] == name[-1] == '"' else name


def _structured_nodes(skeleton: str) -> Iterator[tuple[int, str]]:
    node: dict[str, str] = {}
    indent = 0
    for line in skeleton.splitlines():
        found = STRUCTURED_LINE.match(line)
        if not found:
            continue
        key = found[2].replace("-", " ")
        if key == "Node Type":
            if node:
                yield indent, _label(node)
            node, indent = {}, len(found[1])
        # The partitions that an update targets follow the table they belong to; the first is the node's own.
        node.setdefault(key, _plain(found[3]))
    if node:
        yield indent, _label(node)


def _plain(value: str) -> str:
    if value.startswith('"'):
        for escape, plain in ((r"\"", '"'), (r"\\", "\\")):
            value = value.replace(escape, plain)
        return value[1:-1]
    return unescape(value)


AGGREGATES = {
    "Plain": "Aggregate",
    "Sorted": "GroupAggregate",
    "Hashed": "HashAggregate",
    "Mixed": "MixedAggregate",
}
JOINS = {"Hash Join": "Hash", "Merge Join": "Merge", "Nested Loop": "Nested Loop"}


def _label(node: dict[str, str]) -> str:
    """What the text format would call the node, without aliases and schemas."""
    kind = node.get("Node Type", "")
    label = _node_name(kind, node)
    if node.get("Parallel Aware") == "true":
        label = f"Parallel {label}"
    if node.get("Scan Direction") == "Backward":
        label += " Backward"
    index = node.get("Index Name")
    if kind == "Bitmap Index Scan":
        return f"{label} on {index}"
    if index:
        label += f" using {index}"
    target = node.get("Relation Name") or node.get("CTE Name") or node.get("Function Name")
    return f"{label} on {target}" if target else label


def _node_name(kind: str, node: dict[str, str]) -> str:
    if kind == "Aggregate":
        partial = node.get("Partial Mode", "Simple")
        name = AGGREGATES.get(node.get("Strategy", ""), kind)
        kind = name if partial == "Simple" else f"{partial} {name}"
    elif kind == "SetOp":
        name = "HashSetOp" if node.get("Strategy") == "Hashed" else "SetOp"
        kind = f"{name} {node.get('Command', '')}".rstrip()
    elif kind == "ModifyTable":
        kind = node.get("Operation", kind)
    elif kind == "Foreign Scan" and node.get("Operation", "Select") != "Select":
        kind = f"Foreign {node['Operation']}"
    elif kind == "Custom Scan":
        kind = f"Custom Scan ({node.get('Custom Plan Provider', '')})"
    elif kind in JOINS and node.get("Join Type", "Inner") != "Inner":
        kind = f"{JOINS[kind]} {node['Join Type']} Join"
    return kind

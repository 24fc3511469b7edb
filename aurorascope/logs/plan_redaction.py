"""A plan without its literals: the shape, the costs and the counters stay, every constant becomes a '?'.

What may stay is listed, what is not listed is folded: a line that a later version adds loses its numbers
rather than a literal its cover.
"""

from __future__ import annotations

import json
import re
from typing import Any

# Lines of the text format, by their beginning, that hold counters and no expression.
COUNTERS = re.compile(
    r"\s*(?:Rows Removed by [A-Z][A-Za-z ]*|Buffers|Shared|Local|Temp|I/O Timings|Sort Method|Worker \d+"
    r"|Workers (?:Planned|Launched)|Heap (?:Fetches|Blocks)|Buckets|Batches|Planned Partitions|Hits|WAL"
    r"|Storage|(?:Full-sort|Pre-sorted) Groups|Index Searches|Planning|Planning Time|Execution Time"
    r"|JIT|Functions|Options|Timing|Query Identifier|Cache Mode|Inner Unique|Single Copy|Subplans Removed"
    r"|Conflict Resolution|Conflicting Tuples|Tuples Inserted|Memory|Disk Usage|Trigger [^\n]*?)(?:: |\s*$)"
)
NODE = re.compile(
    r"(?P<label>[^\n]*?)(?P<costs>  \(cost=[0-9.]+\.\.[0-9.]+ rows=[0-9]+ width=[0-9]+\)[^\n]*)$"
)
HEADING = re.compile(r"\s*(?:InitPlan|SubPlan|CTE) [^\n:]*$")
# A quoted identifier comes first, so that an apostrophe inside it opens no string.
CONSTANT = re.compile(
    r"""(?P<identifier>"(?:[^"]|"")*")"""
    r"""|(?P<string>(?:\b[eEbBxXnN]|\b[uU]&)?'(?:[^']|'')*(?:'|\Z))"""
    r"""|(?P<number>(?<![\w$.])[0-9][\w.]*(?:(?<=[eE])[+-][0-9]+)?)"""
)
STRING = re.compile(r"""("(?:[^"]|"")*")|(?:\b[eEbBxXnN]|\b[uU]&)?'(?:[^']|'')*(?:'|\Z)""")
# Values of the structured formats that are names or words of the server's own.
WORDS = {
    *("Node Type", "Parent Relationship", "Strategy", "Partial Mode", "Join Type", "Operation", "Command"),
    *("Scan Direction", "Relation Name", "Schema", "Alias", "Index Name", "CTE Name", "Function Name"),
    *("Subplan Name", "Sort Method", "Sort Space Type", "Custom Plan Provider", "Trigger Name", "Relation"),
    *("Constraint Name", "Cache Mode", "Conflict Resolution", "Conflict Arbiter Indexes", "Storage"),
}
XML_VALUE = re.compile(r"<(?P<tag>[A-Za-z/-]+)>(?P<value>[^<]+)</")
YAML_VALUE = re.compile(
    r'^(?P<key>\s*(?:- )*(?P<name>[A-Za-z/ -]+): )(?P<value>".*)$|^(?P<item>\s*- )(?P<text>".*)$'
)


def redact_plan(plan: str, form: str = "text") -> str:
    """Return the plan, of format text, json, xml or yaml, with every constant folded to '?'."""
    if form == "json":
        return _json(plan)
    if form == "xml":
        return XML_VALUE.sub(_xml_value, plan)
    if form == "yaml":
        return "\n".join(YAML_VALUE.sub(_yaml_value, line) for line in plan.split("\n"))
    # Strings first and over the whole text, as they may hold line breaks.
    bare = STRING.sub(lambda found: found[1] or "?", plan)
    return "\n".join(_text_line(line) for line in bare.split("\n"))


def redact_expression(text: str) -> str:
    """Return an expression with its strings and numbers folded; identifiers stay."""
    return CONSTANT.sub(lambda found: found["identifier"] or "?", text)


def _text_line(line: str) -> str:
    if COUNTERS.match(line) or HEADING.match(line):
        return line
    if node := NODE.match(line):
        return line if "(" not in node["label"] else redact_expression(node["label"]) + node["costs"]
    key, colon, value = line.partition(": ")
    return key + colon + redact_expression(value) if colon else redact_expression(line)


def _json(plan: str) -> str:
    try:
        return json.dumps(_folded("", json.loads(plan)), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        # Cut or broken: no line can be trusted to be what it seems.
        return redact_expression(plan.replace('"', " "))


def _folded(key: str, value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _folded(name, inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_folded(key, inner) for inner in value]
    return redact_expression(value) if isinstance(value, str) and key not in WORDS else value


def _xml_value(found: re.Match[str]) -> str:
    if found["tag"].replace("-", " ") in WORDS or re.fullmatch(r"[\d.-]+|true|false", found["value"]):
        return found[0]
    plain = found["value"].replace("&apos;", "'")
    return f"<{found['tag']}>{redact_expression(plain)}</"


def _yaml_value(found: re.Match[str]) -> str:
    if found["item"] is not None:
        return f'{found["item"]}"{redact_expression(found["text"][1:-1])}"'
    if found["name"].strip() in WORDS:
        return found[0]
    return f'{found["key"]}"{redact_expression(found["value"][1:-1])}"'

"""A plan without its literals: the shape, the costs and the counters stay, every constant becomes a '?'.

What may stay is listed, what is not listed is folded: a line that a later version adds loses its numbers
rather than a literal its cover.
"""

from __future__ import annotations

import json
import re
from html import escape, unescape
from typing import Any

# Python's engine backtracks: nothing here may repeat over what may also follow it.
# Lines of the text format, by their beginning, that hold counters and no expression.
COUNTERS = re.compile(
    r"\s*(?:Rows Removed by [A-Z][A-Za-z ]{0,40}|Buffers|Shared|Local|Temp|I/O Timings|Sort Method|Worker \d+"
    r"|Workers (?:Planned|Launched)|Heap (?:Fetches|Blocks)|Buckets|Batches|Planned Partitions|Hits|WAL"
    r"|Storage|(?:Full-sort|Pre-sorted) Groups|Index Searches|Planning|Planning Time|Execution Time"
    r"|JIT|Functions|Options|Timing|Query Identifier|Cache Mode|Inner Unique|Single Copy|Subplans Removed"
    r"|Conflict Resolution|Conflicting Tuples|Tuples Inserted|Memory|Disk Usage|Trigger [^\n:]*+)(?:: |$)"
)
NODE = re.compile(
    r"(?P<label>[^\n]*?)"
    r"(?P<costs>  \(cost=[0-9]+\.[0-9]+\.\.[0-9]+\.[0-9]+ rows=[0-9]+ width=[0-9]+\)[^\n]*)$"
)
HEADING = re.compile(r"\s*(?:InitPlan|SubPlan|CTE) [^\n:]*$")
# A quoted identifier comes first, so that an apostrophe inside it opens no string.
CONSTANT = re.compile(
    r"""(?P<identifier>"(?>(?:[^"]++|"")*)")"""
    r"""|(?P<string>(?:\b[eEbBxXnN]|\b[uU]&)?'(?>(?:[^']++|'')*)(?:'|\Z))"""
    r"""|(?P<number>(?<![\w$])\.?[0-9][\w.]*(?:(?<=[eE])[+-][0-9]+)?)"""
)
STRING = re.compile(r"""("(?>(?:[^"]++|"")*)")|(?:\b[eEbBxXnN]|\b[uU]&)?'(?>(?:[^']++|'')*)(?:'|\Z)""")
# Values of the structured formats that are names or words of the server's own.
WORDS = {
    *("Node Type", "Parent Relationship", "Strategy", "Partial Mode", "Join Type", "Operation", "Command"),
    *("Scan Direction", "Relation Name", "Schema", "Alias", "Index Name", "CTE Name", "Function Name"),
    *("Subplan Name", "Sort Method", "Sort Space Type", "Custom Plan Provider", "Trigger Name", "Relation"),
    *("Constraint Name", "Cache Mode", "Conflict Resolution", "Conflict Arbiter Indexes", "Storage"),
}
# The statement and its parameters are kept in columns of their own, redacted by who knows SQL.
STATEMENT = {"Query Text", "Query Parameters"}
TOP = re.compile(r"^[A-Z*(][^\n]*  \(cost=", re.MULTILINE)
XML_VALUE = re.compile(r"<(?P<tag>[A-Za-z/-]+)>(?P<value>[^<]+)</")
YAML_VALUE = re.compile(
    r'^(?P<key>\s*+(?>(?:- )*)(?P<name>[A-Za-z][A-Za-z/ -]*+): )(?P<value>".*)$'
    r'|^(?P<item>\s*+- )(?P<text>".*)$'
)


def redact_plan(plan: str, form: str = "text") -> str:
    """Return the plan, of format text, json, xml or yaml, with every constant folded to '?'."""
    if form == "json":
        return _json(plan)
    if form == "xml":
        return XML_VALUE.sub(_xml_value, plan)
    if form == "yaml":
        return "\n".join(YAML_VALUE.sub(_yaml_value, line) for line in plan.split("\n"))
    top = TOP.search(plan)
    # Strings first and over the whole text, as they may hold line breaks.
    bare = STRING.sub(lambda found: found[1] or "?", plan[top.start() :]) if top else "?"
    return "\n".join(_text_line(line) for line in bare.split("\n"))


def redact_expression(text: str) -> str:
    """Return an expression as the server writes it with its strings and numbers folded; identifiers stay."""
    return CONSTANT.sub(lambda found: found["identifier"] or "?", text)


def _text_line(line: str) -> str:
    if COUNTERS.match(line) or HEADING.match(line):
        return line
    if node := NODE.match(line):
        return redact_expression(node["label"]) + node["costs"] if "(" in node["label"] else line
    key, colon, value = line.partition(": ")
    return key + colon + redact_expression(value) if colon else redact_expression(line)


def _json(plan: str) -> str:
    try:
        return json.dumps(_folded("", json.loads(plan)), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        return "?"  # cut or broken: no line can be trusted to be what it seems


def _folded(key: str, value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _folded(name, inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_folded(key, inner) for inner in value]
    return _text_value(key, value) if isinstance(value, str) else value


def _text_value(key: str, value: str) -> str:
    if key in STATEMENT:
        return "?"
    return value if key in WORDS else redact_expression(value)


def _xml_value(found: re.Match[str]) -> str:
    if re.fullmatch(r"[0-9.-]+|true|false|\s+", found["value"]):
        return found[0]
    redacted = _text_value(found["tag"].replace("-", " "), unescape(found["value"]))
    return f"<{found['tag']}>{escape(redacted, quote=False)}</"


def _yaml_value(found: re.Match[str]) -> str:
    item = found["item"] is not None
    try:
        value = json.loads(found["text"] if item else found["value"])
    except ValueError:
        value = "?"
    redacted = json.dumps(_text_value("" if item else found["name"].strip(), value), ensure_ascii=False)
    return (found["item"] if item else found["key"]) + redacted

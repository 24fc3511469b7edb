"""The text for Spark SQL (4.x, and 3.5 of Glue), with the session's zone UTC."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from sqlglot import exp

from aurorascope.scale.functions import Functions
from aurorascope.scale.kinds import JSON, TEXT
from aurorascope.scale.subset import refused
from aurorascope.scale.trino import translated

SIGNS = {"%H": "HH", "%M": "mm", "%m": "MM", "%d": "dd", "%Y": "yyyy", "%S": "ss"}
ESCAPED = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\0": "\\0"}

if TYPE_CHECKING:
    from collections.abc import Iterable


class Spark(Functions):
    """Writes Spark's SQL."""

    quote = "`"
    types: ClassVar[dict[str, str]] = {
        "bigint": "BIGINT",
        "double": "DOUBLE",
        "text": "STRING",
        "boolean": "BOOLEAN",
        "moment": "TIMESTAMP",
        "naive": "TIMESTAMP_NTZ",
        "date": "DATE",
        "json": "STRING",
        "array": "ARRAY<{}>",
    }

    def string(self, text: str) -> str:
        """Return a text literal: a backslash escapes in it."""
        return "'" + "".join(ESCAPED.get(sign, sign) for sign in text) + "'"

    def big(self, value: int) -> str:
        """Return a whole number of 64 bits."""
        return f"{value}L"

    def whole_quotient(self, left: str, right: str) -> str:
        """Return the quotient of two whole numbers, cut towards zero."""
        return f"({left} DIV {right})"

    def divided(self, left: str, right: str) -> str:
        """Return the quotient of two doubles: infinite beyond zero, where Spark's own fails or is null."""
        if right.replace("e", "").replace(".", "").replace("+", "").isdigit():
            return f"({left} / {right})"
        infinite = f"CASE WHEN {left} > 0 THEN double('infinity') WHEN {left} < 0 THEN double('-infinity') WHEN {left} = 0 THEN double('NaN') END"
        return f"CASE WHEN {right} = 0 THEN {infinite} ELSE {left} / {right} END"

    def moment(self, text: str) -> str:
        """Return a literal text as a moment."""
        bare = text.removesuffix("+00:00").removesuffix("Z").strip()
        if not bare or not set(bare) <= set("0123456789-: .T"):
            raise refused("a time", f"written {text!r}")
        return f"TIMESTAMP '{bare} UTC'"

    def same(self, left: str, right: str) -> str:
        """Return whether two values are the same, nulls too."""
        return f"({left} <=> {right})"

    def extreme(self, word: str, values: list[str]) -> str:
        """Return the greatest or least of values: Spark's own pass over nulls."""
        return f"{word}({', '.join(values)})"

    def row(self, values: list[str]) -> str:
        """Return values as one that is compared from left to right."""
        return f"struct({', '.join(values)})"

    def sorted_values(self, value: str, condition: str) -> str:
        """Return the sorted list of an aggregate's values."""
        return f"sort_array(collect_list({value}){condition})"

    def listed(self, value: exp.Expr, order: exp.Order, said: list[str]) -> str:
        """Return values as a list in an order."""
        condition = f" FILTER (WHERE {' AND '.join(said)})" if said else ""
        return self._in_order(self.write(value), order.expressions, condition)

    def joined(
        self,
        value: exp.Expr,
        keys: list[exp.Expr],
        separator: str,
        said: list[str],
        *,
        distinct: bool,
    ) -> str:
        """Return texts joined in an order; null where there is none."""
        condition = f" FILTER (WHERE {' AND '.join(f'({one})' for one in said)})"
        text = self.write(value)
        if distinct:
            values = f"sort_array(collect_set({text}){condition})"
            if keys[0].args.get("desc"):
                values = f"sort_array(collect_set({text}){condition}, FALSE)"
        else:
            values = self._in_order(text, keys, condition)
        return f"CASE WHEN count({text}){condition} > 0 THEN array_join({values}, {separator}) END"

    def _in_order(self, value: str, keys: Iterable[exp.Expr], condition: str) -> str:
        ways = {bool(one.args.get("desc")) for one in keys}
        if len(ways) != 1:
            raise refused("a list in mixed order")
        parts = [f"{self.write(one.this)} AS k{number}" for number, one in enumerate(keys)]
        held = f"collect_list(struct({', '.join(parts)}, {value} AS held)){condition}"
        upwards = "FALSE" if ways == {True} else "TRUE"
        return f"transform(sort_array({held}, {upwards}), each_one -> each_one.held)"

    def item(self, values: str, place: str) -> str:
        """Return an element of a list, the first at 1; null beyond its end."""
        return f"get({values}, CAST({place} AS INT) - 1)"

    def array(self, values: list[str]) -> str:
        """Return a list of values."""
        return f"array({', '.join(values)})"

    def size(self, values: str) -> str:
        """Return how many elements a list has: none of a null, where another function of Spark says -1."""
        return f"array_size({values})"

    def contains(self, values: str, value: str) -> str:
        """Return whether a list holds a value."""
        return f"CASE WHEN {values} IS NOT NULL THEN coalesce(array_contains({values}, {value}), FALSE) END"

    def microseconds(self, moment: str) -> str:
        """Return a moment as microseconds since 1970."""
        return f"unix_micros({moment})"

    def of_microseconds(self, number: str) -> str:
        """Return the moment so many microseconds after 1970."""
        return f"timestamp_micros({number})"

    def local(self, moment: str, zone: str) -> str:
        """Return what a clock of a zone shows at a moment; the session's zone is UTC."""
        return f"CAST(from_utc_timestamp({moment}, {self.string(zone)}) AS TIMESTAMP_NTZ)"

    def in_utc(self, naive: str) -> str:
        """Return the moment at which a clock in UTC shows this."""
        return f"CAST({naive} AS TIMESTAMP)"

    def formatted(self, moment: str, pattern: str) -> str:
        """Return a time in the form of a strftime pattern."""
        return f"date_format({moment}, {self.string(translated(pattern, SIGNS))})"

    def fixed(self, number: str, digits: int) -> str:
        """Return a rounded number as text with so many digits."""
        return f"format_string('%.{digits}f', {number})"

    def begins(self, value: str, start: str) -> str:
        """Return whether a text begins with another."""
        return f"startswith({value}, {start})"

    def like(self, value: str, pattern: str) -> str:
        """Return LIKE: a backslash would escape in Spark's."""
        if "\\" in pattern:
            raise refused("LIKE", "with a backslash")
        return f"{value} LIKE {pattern}"

    def matches(self, value: str, pattern: str) -> str:
        """Return whether a regular expression is found in a text."""
        return f"regexp_like({value}, {pattern})"

    def extracted(self, value: str, pattern: str, group: str) -> str:
        """Return a group of a regular expression's first match."""
        return f"regexp_extract({value}, {pattern}, {group})"

    def _regexpreplace(self, node: exp.RegexpReplace) -> str:
        if not node.expression.name.endswith("$") or node.args.get("modifiers"):
            raise refused("regexp_replace", "but at the end of a text")
        return f"regexp_replace({self.write(node.this)}, {self.pattern(node.expression)}, {self.write(node.args['replacement'])})"

    def split(self, value: str, separator: exp.Expr) -> str:
        """Return the parts of a text: Spark's separator is a regular expression."""
        if not isinstance(separator, exp.Literal) or not separator.is_string:
            raise refused("split", "at what is computed")
        escaped = "".join(f"[{sign}]" if sign in ".|*+?()[{^$" else sign for sign in separator.name)
        return f"split({value}, {self.string(escaped)})"

    def _splitpart(self, node: exp.SplitPart) -> str:
        return f"split_part({self.write(node.this)}, {self.write(node.args['delimiter'])}, {self.write(node.args['part_index'])})"

    def _contains(self, node: exp.Contains) -> str:
        return f"contains({self.write(node.this)}, {self.write(node.expression)})"

    def _dayofweek(self, node: exp.DayOfWeek) -> str:
        return f"CAST(dayofweek({self.write(node.this)}) - 1 AS BIGINT)"

    def _struct(self, node: exp.Struct) -> str:
        return (
            "named_struct("
            + ", ".join(
                f"{self.string(one.this.name)}, {self.write(one.expression)}" for one in node.expressions
            )
            + ")"
        )

    def _call_map_values(self, values: exp.Expr) -> str:
        return f"map_values({self.write(values)})"

    def _call_list_slice(self, values: exp.Expr, first: exp.Expr, last: exp.Expr) -> str:
        if first.name != "1":
            raise refused("list_slice", "but from the first element")
        return f"slice({self.write(values)}, 1, {self.write(last)})"

    def _unnest(self, node: exp.Unnest) -> str:
        columns = [self.name(one.name) for one in node.args["alias"].args["columns"]]
        alias = f" AS {self.name(node.args['alias'].name)} ({', '.join(columns)})"
        if len(node.expressions) == 1:
            return f"LATERAL explode({self.write(node.expressions[0])}){alias}"
        return f"LATERAL inline(arrays_zip({self.each(node.expressions)})){alias}"

    def _lambda(self, node: exp.Expr) -> str:
        if not isinstance(node, exp.Lambda) or len(node.expressions) != 1:
            raise refused("a lambda")
        return f"{self.name(node.expressions[0].name)} -> {self.write(node.this)}"

    def json_text(self, value: str, key: str, *, json: bool) -> str:  # noqa: ARG002 -- JSON is text here
        """Return a member as text: a string's own, else its JSON; null where there is none or it is null."""
        return f"get_json_object({value}, {self.string(_path(key))})"

    def json_member(self, value: str, key: str, *, json: bool) -> str:  # noqa: ARG002 -- JSON is text here
        """Return the member with a computed key as text."""
        return f"element_at(from_json({value}, 'MAP<STRING, STRING>'), {key})"

    def json_value(self, value: str, key: str, *, json: bool) -> str:  # noqa: ARG002 -- JSON is text here
        """Return a member as JSON."""
        return f"get_json_object({value}, {self.string(_path(key))})"

    def json_array(self, value: exp.Expr, wanted: str, *, may_fail: bool) -> str:  # noqa: ARG002 -- null on failure
        """Return a JSON array as a list; what is no JSON is null."""
        if wanted not in {JSON, TEXT}:
            raise refused("a list of that type from JSON")
        return f"from_json({self.write(value)}, 'ARRAY<STRING>')"

    def json_map(self, value: str) -> str:
        """Return a JSON object as a map of texts."""
        return f"from_json({value}, 'MAP<STRING, STRING>')"

    def to_json(self, value: str) -> str:
        """Return a text that holds JSON as JSON, which is text here."""
        return value

    def to_double(self, value: str, *, may_fail: bool) -> str:
        """Return a text as a double."""
        return f"{'try_cast' if may_fail else 'CAST'}({value} AS DOUBLE)"

    def to_whole(self, value: str, *, may_fail: bool) -> str:
        """Return a text as a whole number: one with decimals is rounded."""
        if not may_fail:
            return f"CAST({value} AS BIGINT)"
        return (
            f"coalesce(try_cast({value} AS BIGINT), try_cast(round(try_cast({value} AS DOUBLE)) AS BIGINT))"
        )

    def to_moment(self, value: str, *, may_fail: bool) -> str:
        """Return a text in ISO 8601 as a moment."""
        return f"{'try_cast' if may_fail else 'CAST'}({value} AS TIMESTAMP)"


def _path(key: str) -> str:
    if "'" in key or "\\" in key or "]" in key:
        raise refused("a JSON key", f"with quotes: {key!r}")
    return f"$['{key}']"

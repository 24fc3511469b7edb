"""The text for Athena: its engine 3 speaks Trino's SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from aurorascope.scale.functions import Functions
from aurorascope.scale.kinds import JSON, TEXT, kind
from aurorascope.scale.subset import refused

if TYPE_CHECKING:
    from sqlglot import exp

MOMENT = "timestamp(6) with time zone"
# strftime's signs -> those of Trino's date_format, which are MySQL's
SIGNS = {"%H": "%H", "%M": "%i", "%m": "%m", "%d": "%d", "%Y": "%Y", "%S": "%s"}


class Trino(Functions):
    """Writes Trino's SQL."""

    types: ClassVar[dict[str, str]] = {
        "bigint": "bigint",
        "double": "double",
        "text": "varchar",
        "boolean": "boolean",
        "moment": MOMENT,
        "naive": "timestamp(6)",
        "date": "date",
        "json": "json",
        "array": "array({})",
    }

    def big(self, value: int) -> str:
        """Return a whole number of 64 bits."""
        return f"BIGINT '{value}'"

    def whole_quotient(self, left: str, right: str) -> str:
        """Return the quotient of two whole numbers, cut towards zero."""
        return f"({left} / {right})"

    def float_(self, value: float) -> str:
        """Return a double literal: without an exponent it would be a decimal."""
        mantissa, _, exponent = repr(value).partition("e")
        return f"{mantissa}E{int(exponent or 0)}"

    def moment(self, text: str) -> str:
        """Return a literal text as a moment."""
        bare = text.removesuffix("+00:00").removesuffix("Z").strip()
        if not bare or not set(bare) <= set("0123456789-: .T"):
            raise refused("a time", f"written {text!r}")
        return f"TIMESTAMP '{bare.replace('T', ' ')} UTC'"

    def extreme(self, word: str, values: list[str]) -> str:
        """Return the greatest or least of values: Trino's own is null where one of them is."""
        every = f"filter(ARRAY[{', '.join(values)}], each_one -> each_one IS NOT NULL)"
        return f"{'array_max' if word == 'greatest' else 'array_min'}({every})"

    def row(self, values: list[str]) -> str:
        """Return values as one that is compared from left to right."""
        return f"ROW({', '.join(values)})"

    def sorted_values(self, value: str, condition: str) -> str:
        """Return the sorted list of an aggregate's values."""
        return f"array_agg({value} ORDER BY {value} ASC){condition}"

    def listed(self, value: exp.Expr, order: exp.Order, said: list[str]) -> str:
        """Return values as a list in an order."""
        condition = f" FILTER (WHERE {' AND '.join(said)})" if said else ""
        return f"array_agg({self.write(value)} {self.write(order)}){condition}"

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
        word = "DISTINCT " if distinct else ""
        condition = f" FILTER (WHERE {' AND '.join(f'({one})' for one in said)})"
        return f"array_join(array_agg({word}{self.write(value)} ORDER BY {self.each(keys)}){condition}, {separator})"

    def item(self, values: str, place: str) -> str:
        """Return an element of a list, the first at 1; null beyond its end."""
        return f"element_at({values}, {place})"

    def array(self, values: list[str]) -> str:
        """Return a list of values."""
        return f"ARRAY[{', '.join(values)}]"

    def size(self, values: str) -> str:
        """Return how many elements a list has."""
        return f"cardinality({values})"

    def contains(self, values: str, value: str) -> str:
        """Return whether a list holds a value."""
        return f"CASE WHEN {values} IS NOT NULL THEN coalesce(contains({values}, {value}), FALSE) END"

    def microseconds(self, moment: str) -> str:
        """Return a moment as microseconds since 1970: a double holds them to a fifth of one until 2100."""
        return f"CAST(round(to_unixtime({moment}) * 1E6) AS bigint)"

    def of_microseconds(self, number: str) -> str:
        """Return the moment so many microseconds after 1970."""
        return f"CAST(from_unixtime_nanos(({number}) * BIGINT '1000') AS {MOMENT})"

    def local(self, moment: str, zone: str) -> str:
        """Return what a clock of a zone shows at a moment."""
        return f"CAST({moment} AT TIME ZONE {self.string(zone)} AS timestamp(6))"

    def in_utc(self, naive: str) -> str:
        """Return the moment at which a clock in UTC shows this."""
        return f"with_timezone({naive}, 'UTC')"

    def formatted(self, moment: str, pattern: str) -> str:
        """Return a time in the form of a strftime pattern."""
        return f"date_format({moment}, {self.string(translated(pattern, SIGNS))})"

    def fixed(self, number: str, digits: int) -> str:
        """Return a rounded number as text with so many digits."""
        return f"format('%.{digits}f', {number})"

    def begins(self, value: str, start: str) -> str:
        """Return whether a text begins with another."""
        return f"starts_with({value}, {start})"

    def matches(self, value: str, pattern: str) -> str:
        """Return whether a regular expression is found in a text."""
        return f"regexp_like({value}, {pattern})"

    def extracted(self, value: str, pattern: str, group: str) -> str:
        """Return a group of a regular expression's first match."""
        return f"regexp_extract({value}, {pattern}, {group})"

    def _regexpreplace(self, node: exp.RegexpReplace) -> str:
        """Replace the first match at the end of a text: there is one at most."""
        if not node.expression.name.endswith("$") or node.args.get("modifiers"):
            raise refused("regexp_replace", "but at the end of a text")
        return f"regexp_replace({self.write(node.this)}, {self.pattern(node.expression)}, {self.write(node.args['replacement'])})"

    def split(self, value: str, separator: exp.Expr) -> str:
        """Return the parts of a text."""
        return f"split({value}, {self.write(separator)})"

    def _splitpart(self, node: exp.SplitPart) -> str:
        value = self.write(node.this)
        part = f"split_part({value}, {self.write(node.args['delimiter'])}, {self.write(node.args['part_index'])})"
        return f"CASE WHEN {value} IS NOT NULL THEN coalesce({part}, '') END"

    def _contains(self, node: exp.Contains) -> str:
        return f"(strpos({self.write(node.this)}, {self.write(node.expression)}) > 0)"

    def _dayofweek(self, node: exp.DayOfWeek) -> str:
        return f"(day_of_week({self.write(node.this)}) % 7)"

    def _struct(self, node: exp.Struct) -> str:
        fields = [(one.this.name, one.expression) for one in node.expressions]
        types = ", ".join(
            f"{self.name(name)} {self.types.get(kind(value), 'varchar')}" for name, value in fields
        )
        return f"CAST(ROW({', '.join(self.write(value) for _, value in fields)}) AS ROW({types}))"

    def _call_map_values(self, values: exp.Expr) -> str:
        return f"map_values({self.write(values)})"

    def _call_as_json(self, value: exp.Expr) -> str:
        return f"json_format(CAST({self.write(value)} AS json))"

    def json_text(self, value: str, key: str, *, json: bool) -> str:  # noqa: ARG002 -- both take a text or JSON
        """Return a member as text: a string's own, else its JSON; null where there is none or it is null."""
        path = self.string(_path(key))
        whole = f"json_format(json_extract({value}, {path}))"
        return f"coalesce(json_extract_scalar({value}, {path}), nullif({whole}, 'null'))"

    def json_member(self, value: str, key: str, *, json: bool) -> str:
        """Return the member with a computed key as text."""
        parsed = value if json else f"json_parse({value})"
        return f"json_extract_scalar(element_at(CAST({parsed} AS map(varchar, json)), {key}), '$')"

    def json_value(self, value: str, key: str, *, json: bool) -> str:  # noqa: ARG002 -- both take a text or JSON
        """Return a member as JSON."""
        return f"json_extract({value}, {self.string(_path(key))})"

    def json_array(self, value: exp.Expr, wanted: str, *, may_fail: bool) -> str:
        """Return a JSON array as a list."""
        said = self.write(value) if kind(value) == JSON else f"json_parse({self.write(value)})"
        if wanted not in {JSON, TEXT}:
            raise refused("a list of that type from JSON")
        word = "TRY_CAST" if may_fail else "CAST"
        return f"{word}({said} AS array({self.types[wanted]}))"

    def json_map(self, value: str) -> str:
        """Return a JSON object as a map of texts."""
        return f"CAST({value} AS map(varchar, varchar))"

    def to_json(self, value: str) -> str:
        """Return a text that holds JSON as JSON."""
        return f"json_parse({value})"

    def to_double(self, value: str, *, may_fail: bool) -> str:
        """Return a text as a double."""
        return f"{'TRY_CAST' if may_fail else 'CAST'}({value} AS double)"

    def to_whole(self, value: str, *, may_fail: bool) -> str:
        """Return a text as a whole number: one with decimals is rounded."""
        if not may_fail:
            return f"CAST({value} AS bigint)"
        return (
            f"coalesce(TRY_CAST({value} AS bigint), TRY_CAST(round(TRY_CAST({value} AS double)) AS bigint))"
        )

    def to_moment(self, value: str, *, may_fail: bool) -> str:
        """Return a text in ISO 8601 as a moment."""
        made = f"CAST(from_iso8601_timestamp_nanos(replace({value}, ' ', 'T')) AS {MOMENT})"
        return f"try({made})" if may_fail else made


def translated(pattern: str, signs: dict[str, str]) -> str:
    """Return a strftime pattern in an engine's own signs."""
    found, place = "", 0
    while place < len(pattern):
        sign = pattern[place : place + 2] if pattern[place] == "%" else pattern[place]
        if sign.startswith("%") and sign not in signs:
            raise refused("strftime", f"with {sign}")
        found += signs.get(sign, sign)
        place += len(sign)
    return found


def _path(key: str) -> str:
    if '"' in key or "\\" in key:
        raise refused("a JSON key", f"with quotes: {key!r}")
    return f'$["{key}"]'

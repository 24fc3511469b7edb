"""What functions and aggregates of DuckDB mean, said with what Athena (Trino) and Spark SQL both have.

Where the two call a thing differently there is a method for it, which `trino.py` and `spark.py` give. A rule
exists only where the meaning is the same for every value, nulls included; that is what the proof compares.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from sqlglot import exp

from aurorascope.scale.kinds import (
    ARRAY,
    BIGINT,
    BOOLEAN,
    DATE,
    DOUBLE,
    JSON,
    MOMENT,
    NAIVE,
    NULL,
    TEXT,
    UNKNOWN,
    element,
    kind,
)
from aurorascope.scale.subset import refused
from aurorascope.scale.writing import Writer

if TYPE_CHECKING:
    from collections.abc import Callable

SECOND = 1_000_000
UNITS_US = {
    "MICROSECOND": 1,
    "MILLISECOND": 1000,
    "SECOND": SECOND,
    "MINUTE": 60 * SECOND,
    "HOUR": 3600 * SECOND,
    "DAY": 86400 * SECOND,
}
MOVES = {"to_microseconds": 1, "to_seconds": SECOND, "to_minutes": 60 * SECOND}
PLAIN: dict[type[exp.Expr], str] = {
    exp.Sum: "sum", exp.Min: "min", exp.Max: "max", exp.Avg: "avg", exp.LogicalOr: "bool_or", exp.LogicalAnd: "bool_and",
    exp.StddevPop: "stddev_pop", exp.VariancePop: "var_pop", exp.RegrSlope: "regr_slope",
}  # fmt: skip
SCALAR: dict[type[exp.Expr], str] = {
    exp.Abs: "abs", exp.Ln: "ln", exp.Pow: "power", exp.Lower: "lower", exp.Upper: "upper", exp.Replace: "replace",
    exp.Nullif: "nullif", exp.Ceil: "ceil",
}  # fmt: skip
RANKS: dict[type[exp.Expr], str] = {
    exp.RowNumber: "row_number",
    exp.Rank: "rank",
    exp.DenseRank: "dense_rank",
}
TRUE_WORDS, FALSE_WORDS = ("true", "t", "yes", "y", "1"), ("false", "f", "no", "n", "0")
# signs that RE2, Java and Joni read alike; a pattern with others (\\p, \\z, possessive, named groups) is refused
SAFE_CLASSES = frozenset("dDsSwWbB.()[]{}|*+?^$\\/-_,:;<>=!@#%&'\"~` ")


class Functions(Writer):
    """Functions and aggregates; abstract where engines differ."""

    types: ClassVar[dict[str, str]] = {}

    # numbers

    def _scalar(self, node: exp.Expr) -> str:
        return f"{SCALAR[type(node)]}({self.each(_arguments(node))})"

    _abs = _ln = _pow = _lower = _upper = _replace = _nullif = _ceil = _scalar

    def _floor(self, node: exp.Floor) -> str:
        return f"floor({self.double(node.this)})"

    def _round(self, node: exp.Round) -> str:
        digits = node.args.get("decimals")
        inner = self.double(node.this)
        return f"round({inner}, {self.write(digits)})" if digits is not None else f"round({inner})"

    def _coalesce(self, node: exp.Coalesce) -> str:
        wanted = kind(node)
        return f"coalesce({', '.join(self._branch(one, wanted) for one in [node.this, *node.expressions])})"

    def _greatest(self, node: exp.Greatest) -> str:
        return self._extreme(node, "greatest")

    def _least(self, node: exp.Least) -> str:
        return self._extreme(node, "least")

    def _extreme(self, node: exp.Expr, word: str) -> str:
        wanted = kind(node)
        if wanted == UNKNOWN:
            raise refused(word, f"of values whose type is not known: {node.sql('duckdb')[:80]}")
        return self.extreme(word, [self._branch(one, wanted) for one in [node.this, *node.expressions]])

    # aggregates

    def aggregate(self, node: exp.Expr, condition: exp.Expr | None) -> str:
        """Return an aggregate over the rows that pass a condition."""
        said = [] if condition is None else [self.write(condition)]
        if type(node) in PLAIN:
            return f"{PLAIN[type(node)]}({self.each(_arguments(node))}){_filter(said)}"
        rules: dict[type[exp.Expr], Callable[[exp.Expr, list[str]], str]] = {
            exp.Count: self._counted, exp.ArgMax: self._at_extreme, exp.ArgMin: self._at_extreme,
            exp.AnyValue: self._any_value_of, exp.Median: self._median_of, exp.PercentileDisc: self._discrete,
            exp.PercentileCont: self._continuous, exp.ArrayAgg: self._listed, exp.GroupConcat: self._joined,
        }  # fmt: skip
        rule = rules.get(type(node))
        if rule is None:
            raise refused(f"FILTER of {node.key.upper()}")
        return rule(node, said)

    def _aggregate(self, node: exp.Expr) -> str:
        return self.aggregate(node, None)

    _sum = _min = _max = _avg = _logicalor = _logicaland = _stddevpop = _variancepop = _regrslope = _aggregate
    _count = _argmax = _argmin = _anyvalue = _median = _percentiledisc = _percentilecont = _arrayagg = (
        _groupconcat
    ) = _aggregate

    def _ignorenulls(self, node: exp.IgnoreNulls) -> str:
        return self.aggregate(node.this, None)

    def _counted(self, node: exp.Expr, said: list[str]) -> str:
        inner = node.this
        if isinstance(inner, exp.Distinct):
            if len(inner.expressions) != 1:
                raise refused("count(DISTINCT ...) of several columns")
            return f"count(DISTINCT {self.write(inner.expressions[0])}){_filter(said)}"
        if inner is None or isinstance(inner, exp.Star):
            return f"count(*){_filter(said)}"
        return f"count({self.write(inner)}){_filter(said)}"

    def _at_extreme(self, node: exp.Expr, said: list[str]) -> str:
        """Take the value at the greatest key; values that are null are passed over, as in DuckDB.

        Of several values at that key DuckDB takes any: here it is the greatest (least) of them.
        """
        word = "max_by" if isinstance(node, exp.ArgMax) else "min_by"
        if node.args.get("count"):
            raise refused(f"{word} of several rows")
        value, key = self.write(node.this), node.expression
        keys = [self.write(one) for one in (key.expressions if isinstance(key, exp.Tuple) else [key])]
        condition = _filter(list(dict.fromkeys([*said, f"{value} IS NOT NULL", f"{keys[0]} IS NOT NULL"])))
        return f"{word}({value}, {self.row(list(dict.fromkeys([*keys, value])))}){condition}"

    def _any_value_of(self, node: exp.Expr, said: list[str]) -> str:
        # any of them: the least is the same each time
        return f"min({self.write(node.this)}){_filter(said)}"

    def _discrete(self, node: exp.Expr, said: list[str]) -> str:
        """Take exact percentiles from the sorted values, at the rank that quantile_disc takes."""
        value = self.write(node.this)
        said = [*said, f"{value} IS NOT NULL"]
        values, count = self.sorted_values(value, _filter(said)), f"count({value}){_filter(said)}"

        def at(share: exp.Expr) -> str:
            rest = f"floor({count} - {self.double(share)} * {count})"
            return self.item(
                values, f"CAST({self.extreme('greatest', [self.float_(1.0), f'{count} - {rest}'])} AS BIGINT)"
            )

        shares = node.expression
        if isinstance(shares, exp.Array):
            return self.array([at(one) for one in shares.expressions])
        return at(shares)

    def _median_of(self, node: exp.Expr, said: list[str]) -> str:
        return self._between_two(node.this, exp.Literal.number("0.5"), said)

    def _continuous(self, node: exp.Expr, said: list[str]) -> str:
        if not isinstance(node.expression, exp.Literal):
            raise refused("quantile_cont", "but with one share")
        return self._between_two(node.this, node.expression, said)

    def _between_two(self, node: exp.Expr, share: exp.Expr, said: list[str]) -> str:
        """Take an exact percentile between the two sorted values around its rank, as quantile_cont does."""
        value = self.double(node)
        said = [*said, f"{self.write(node)} IS NOT NULL"]
        values, count = self.sorted_values(value, _filter(said)), f"count({value}){_filter(said)}"
        rank = f"(({count} - 1) * {self.double(share)})"
        low = self.item(values, f"CAST(floor({rank}) AS BIGINT) + 1")
        high = self.item(values, f"CAST(ceil({rank}) AS BIGINT) + 1")
        return f"CASE WHEN {count} > 0 THEN {low} + ({high} - {low}) * ({rank} - floor({rank})) END"

    def _listed(self, node: exp.Expr, said: list[str]) -> str:
        inner, order = (node.this.this, node.this) if isinstance(node.this, exp.Order) else (node.this, None)
        if order is None:
            raise refused("array_agg without ORDER BY", "its order is anybody's")
        return self.listed(inner, order, said)

    def _joined(self, node: exp.Expr, said: list[str]) -> str:
        """Join texts in their order; without one, in the order of the texts, which is one of DuckDB's."""
        inner, order = (node.this.this, node.this) if isinstance(node.this, exp.Order) else (node.this, None)
        distinct = isinstance(inner, exp.Distinct)
        value = inner.expressions[0] if isinstance(inner, exp.Distinct) else inner
        separator = self.write(node.args.get("separator") or exp.Literal.string(","))
        keys = order.expressions if order is not None else [exp.Ordered(this=value.copy(), nulls_first=False)]
        if distinct and (len(keys) != 1 or keys[0].this.sql() != value.sql()):
            raise refused("string_agg(DISTINCT ...) in the order of something else")
        return self.joined(
            value, keys, separator, [*said, f"{self.write(value)} IS NOT NULL"], distinct=distinct
        )

    # windows

    def _rank_function(self, node: exp.Expr) -> str:
        return f"{RANKS[type(node)]}()"

    _rownumber = _rank = _denserank = _rank_function

    def _lag(self, node: exp.Expr) -> str:
        return f"{node.key}({', '.join(self.write(one) for one in (node.this, node.args.get('offset'), node.args.get('default')) if one is not None)})"

    _lead = _lag

    def _lastvalue(self, node: exp.LastValue) -> str:
        return f"last_value({self.write(node.this)})"

    def _firstvalue(self, node: exp.FirstValue) -> str:
        return f"first_value({self.write(node.this)})"

    # times

    def _anonymous(self, node: exp.Anonymous) -> str:
        rule = getattr(self, f"_call_{node.name.lower()}", None)
        if rule is None:
            raise refused(f"{node.name.lower()}()")
        return str(rule(*node.expressions))

    def _call_epoch_us(self, moment: exp.Expr) -> str:
        if kind(moment) not in {MOMENT, NULL}:
            raise refused("epoch_us", f"of what is no time with a zone: {moment.sql('duckdb')[:60]}")
        return self.microseconds(self.write(moment))

    def _call_make_timestamptz(self, microseconds: exp.Expr) -> str:
        if kind(microseconds) not in {BIGINT, NULL}:
            raise refused("make_timestamptz", "of what is no whole number")
        return self.of_microseconds(self.write(microseconds))

    def _timetounix(self, node: exp.TimeToUnix) -> str:
        if kind(node.this) != MOMENT:
            raise refused("epoch", "of what is no time with a zone")
        return self.divided(f"CAST({self.microseconds(self.write(node.this))} AS DOUBLE)", self.float_(1e6))

    def _datediff(self, node: exp.DateDiff) -> str:
        """Count the boundaries crossed, as DuckDB does: others count whole units passed."""
        unit = UNITS_US.get(node.args["unit"].name.upper())
        if unit is None or {kind(node.this), kind(node.expression)} != {MOMENT}:
            raise refused("date_diff", "of these")
        begin, end = (self._floored(one, unit) for one in (node.expression, node.this))
        return f"({end} - {begin})"

    def _floored(self, moment: exp.Expr, unit: int) -> str:
        # since 1970, so cutting is flooring
        return self.whole_quotient(self.microseconds(self.write(moment)), str(unit))

    def moved(self, node: exp.Binary, sign: str) -> str:
        """Return a time moved by an interval."""
        moment, interval = node.left, node.right
        if kind(moment) not in {MOMENT, NAIVE}:
            moment, interval = interval, moment
            if sign == "-" or kind(moment) not in {MOMENT, NAIVE}:
                raise refused("an interval", f"here: {node.sql('duckdb')[:80]}")
        interval = interval.unnest()
        if isinstance(interval, exp.Anonymous) and interval.name.lower() in MOVES and kind(moment) == MOMENT:
            amount = self.write(interval.expressions[0])
            by = f"({amount}) * {self.big(MOVES[interval.name.lower()])}"
            return self.of_microseconds(f"{self.microseconds(self.write(moment))} {sign} {by}")
        return f"{self.write(moment)} {sign} {self._length_of(interval)}"

    def _length_of(self, interval: exp.Expr) -> str:
        if isinstance(interval, exp.Interval):
            return self._interval(interval)
        if isinstance(interval, exp.ToDays):
            return f"({self.write(interval.this)}) * INTERVAL '1' DAY"
        if isinstance(interval, exp.Anonymous) and interval.name.lower() == "to_minutes":
            return f"({self.write(interval.expressions[0])}) * INTERVAL '1' MINUTE"
        raise refused("an interval", f"here: {interval.sql('duckdb')[:80]}")

    def _interval(self, node: exp.Interval) -> str:
        unit = node.args["unit"].name.upper()
        if unit not in UNITS_US or not node.this.name.isdigit():
            raise refused("an interval", "of that unit")
        return f"INTERVAL '{node.this.name}' {unit}"

    def _datebin(self, node: exp.DateBin) -> str:
        """Cut a time to a width; its origin is a midnight, so widths that divide a day fit 1970 too."""
        width, moment = node.this, node.expression
        if not isinstance(width, exp.Interval) or kind(moment) != MOMENT or node.args.get("origin"):
            raise refused("time_bucket", "of these")
        microseconds = int(width.this.name) * UNITS_US.get(width.args["unit"].name.upper(), 0)
        if not microseconds or UNITS_US["DAY"] % microseconds:
            raise refused("time_bucket", "but by what divides a day")
        cut = self.whole_quotient(self.microseconds(self.write(moment)), str(microseconds))
        return self.of_microseconds(f"{cut} * {microseconds}")

    def _extract(self, node: exp.Extract) -> str:
        if node.this.name.lower() != "hour" or kind(node.expression) not in {MOMENT, NAIVE}:
            raise refused("extract", "but the hour of a time")
        return f"CAST(hour({self.write(node.expression)}) AS BIGINT)"

    def _timestamptrunc(self, node: exp.TimestampTrunc) -> str:
        unit = node.args["unit"].name.lower()
        if unit not in {"minute", "hour", "day"} or kind(node.this) not in {MOMENT, NAIVE}:
            raise refused("date_trunc", "to that unit")
        return f"date_trunc('{unit}', {self.write(node.this)})"

    def _attimezone(self, node: exp.AtTimeZone) -> str:
        zone = node.args["zone"]
        if not isinstance(zone, exp.Literal):
            raise refused("AT TIME ZONE", "with a zone that is computed")
        if kind(node.this) == MOMENT:
            return self.local(self.write(node.this), zone.name)
        if kind(node.this) == NAIVE and zone.name == "UTC":
            return self.in_utc(self.write(node.this))
        raise refused("AT TIME ZONE", "of this")

    def _call_timezone(self, zone: exp.Expr, moment: exp.Expr) -> str:
        if not isinstance(zone, exp.Literal) or kind(moment) != MOMENT:
            raise refused("timezone", "of these")
        return self.local(self.write(moment), zone.name)

    def _call_date_part(self, part: exp.Expr, moment: exp.Expr) -> str:
        if part.name.lower() != "hour" or kind(moment) != NAIVE:
            raise refused("date_part", "but of the hour")
        return f"CAST(hour({self.write(moment)}) AS BIGINT)"

    def _timetostr(self, node: exp.TimeToStr) -> str:
        return self.formatted(self.write(node.this), node.args["format"].name)

    # texts

    def text(self, node: exp.Expr) -> str:
        """Return a value as the text that DuckDB writes; what engines write differently is refused."""
        found = kind(node)
        if found in {TEXT, NULL} or (isinstance(node, exp.Literal) and node.is_string):
            return self.write(node)
        if found in {BIGINT, BOOLEAN, DATE}:
            return f"CAST({self.write(node)} AS {self.types['text']})"
        inner = node.unnest()
        if isinstance(inner, exp.Round) and inner.args.get("decimals") is not None:
            return self.fixed(self.write(inner), int(inner.args["decimals"].name))
        raise refused("a text made of", f"{node.sql('duckdb')[:80]} ({found})")

    def _concat(self, node: exp.Concat) -> str:
        parts = [
            one.this if isinstance(one, exp.Coalesce) and not one.expressions else one
            for one in node.expressions
        ]
        return "concat(" + ", ".join(self._or_empty(one) for one in parts) + ")"

    def _or_empty(self, node: exp.Expr) -> str:
        said = self.text(node)
        return said if isinstance(node, exp.Literal) else f"coalesce({said}, '')"

    def _concatws(self, node: exp.ConcatWs) -> str:
        separator, *parts = node.expressions
        return f"concat_ws({self.write(separator)}, {', '.join(self.text(one) for one in parts)})"

    def _format(self, node: exp.Format) -> str:
        """Write two whole numbers as one with decimals: the only format that is used."""
        pattern = node.this.name
        sizes = {"{}.{:06d}": 6, "{}.{:03d}": 3}
        if pattern not in sizes or len(node.expressions) != 2:
            raise refused("format", f"with {pattern!r}")
        whole, part = (self.text(one) for one in node.expressions)
        return f"concat({whole}, '.', lpad({part}, {sizes[pattern]}, '0'))"

    def _chr(self, node: exp.Chr) -> str:
        return f"chr({self.each(node.expressions)})"

    def _left(self, node: exp.Left) -> str:
        return f"substr({self.write(node.this)}, 1, {self.write(node.expression)})"

    def _substring(self, node: exp.Substring) -> str:
        parts = [node.this, node.args.get("start"), node.args.get("length")]
        return f"substr({', '.join(self.write(one) for one in parts if one is not None)})"

    def _length(self, node: exp.Length) -> str:
        if kind(node.this) == ARRAY:
            return f"CAST({self.size(self.write(node.this))} AS BIGINT)"
        if kind(node.this) != TEXT:
            raise refused("length", "of what is no text")
        return f"CAST(length({self.write(node.this)}) AS BIGINT)"

    def _trim(self, node: exp.Trim) -> str:
        if node.args.get("expression") or node.args.get("position"):
            raise refused("trim", "of other signs")
        return f"trim(BOTH ' ' FROM {self.write(node.this)})"

    def _like(self, node: exp.Like) -> str:
        return self.like(self.write(node.this), self.write(node.expression))

    def _ilike(self, node: exp.ILike) -> str:
        return self.like(f"lower({self.write(node.this)})", f"lower({self.write(node.expression)})")

    def like(self, value: str, pattern: str) -> str:
        """Return LIKE, without a sign that escapes."""
        return f"{value} LIKE {pattern}"

    def _startswith(self, node: exp.StartsWith) -> str:
        return self.begins(self.write(node.this), self.write(node.expression))

    def _endswith(self, node: exp.EndsWith) -> str:
        value, end = self.write(node.this), self.write(node.expression)
        return f"(substr({value}, length({value}) - length({end}) + 1) = {end} AND length({value}) >= length({end}))"

    def _regexplike(self, node: exp.RegexpLike) -> str:
        return self.matches(self.write(node.this), self.pattern(node.expression))

    def _regexpextract(self, node: exp.RegexpExtract) -> str:
        value, group = self.write(node.this), node.args.get("group")
        found = self.extracted(
            value, self.pattern(node.expression), self.write(group) if group is not None else "0"
        )
        return f"CASE WHEN {value} IS NOT NULL THEN coalesce({found}, '') END"

    def pattern(self, node: exp.Expr) -> str:
        """Return a regular expression that all engines read alike."""
        if isinstance(node, exp.Null):
            return "NULL"
        inner = node.unnest()
        if not isinstance(inner, exp.Literal):
            raise refused("a regular expression that is computed")
        held_to_common(inner.name)
        return self.string(inner.name)

    def _split(self, node: exp.Split) -> str:
        return self.split(self.write(node.this), node.expression)

    # lists

    def _array(self, node: exp.Array) -> str:
        wanted = element(node)
        return self.array([self._branch(one, wanted) for one in node.expressions])

    def _bracket(self, node: exp.Bracket) -> str:
        if len(node.expressions) != 1 or kind(node.this) != ARRAY:
            raise refused("a slice of a list", node.sql("duckdb")[:80])
        place = node.expressions[0]
        if not isinstance(place, exp.Literal):
            raise refused("an element at a computed place")
        return self.item(self.write(node.this), str(int(place.name) + 1))

    def _arraycontains(self, node: exp.ArrayContains) -> str:
        value = node.expression
        said = f"CAST(NULL AS {self.types['text']})" if kind(value) == NULL else self.write(value)
        return self.contains(self.write(node.this), said)

    def _arraydistinct(self, node: exp.ArrayDistinct) -> str:
        return f"filter(array_distinct({self.write(node.this)}), each_one -> each_one IS NOT NULL)"

    def _arraysort(self, node: exp.ArraySort) -> str:
        if node.args.get("expression"):
            raise refused("list_sort", "in another order")
        return f"array_sort({self.write(node.this)})"

    def _arrayfilter(self, node: exp.ArrayFilter) -> str:
        return f"filter({self.write(node.this)}, {self._lambda(node.expression)})"

    def _transform(self, node: exp.Transform) -> str:
        return f"transform({self.write(node.this)}, {self._lambda(node.expression)})"

    def _lambda(self, node: exp.Expr) -> str:
        if not isinstance(node, exp.Lambda) or len(node.expressions) != 1:
            raise refused("a lambda")
        return f"{self.name(node.expressions[0].name)} -> {self.write(node.this)}"

    def _arraytostring(self, node: exp.ArrayToString) -> str:
        return f"array_join({self.write(node.this)}, {self.write(node.expression)})"

    def _generateseries(self, node: exp.GenerateSeries) -> str:
        parts = [node.args.get("start"), node.args.get("end"), node.args.get("step")]
        return f"sequence({', '.join(self.write(one) for one in parts if one is not None)})"

    def _call_list_slice(self, values: exp.Expr, first: exp.Expr, last: exp.Expr) -> str:
        if first.name != "1":
            raise refused("list_slice", "but from the first element")
        return f"slice({self.write(values)}, 1, {self.write(last)})"

    def _call_list_position(self, values: exp.Expr, value: exp.Expr) -> str:
        return f"nullif(array_position({self.write(values)}, {self.write(value)}), 0)"

    # JSON

    def _jsonextractscalar(self, node: exp.JSONExtractScalar) -> str:
        key = _key(node.expression)
        if key is None:
            return self.json_member(
                self.write(node.this), self.write(node.expression.unnest()), json=kind(node.this) == JSON
            )
        return self.json_text(self.write(node.this), key, json=kind(node.this) == JSON)

    def _jsonextract(self, node: exp.JSONExtract) -> str:
        key = _key(node.expression)
        if key is None:
            raise refused("-> with a key that is computed")
        return self.json_value(self.write(node.this), key, json=kind(node.this) == JSON)

    # casts

    def _cast(  # noqa: C901, PLR0911, PLR0912 -- one line for each pair of types
        self, node: exp.Cast, *, may_fail: bool = False
    ) -> str:
        value, wanted, found = node.this, kind(node), kind(node.this)
        if isinstance(value, exp.Literal) and value.is_string and wanted in {MOMENT, DOUBLE, DATE}:
            return self._of_literal(value.name, wanted)
        if found == NULL:
            return f"CAST(NULL AS {self.type_of(node)})"
        if wanted == found and wanted in {BIGINT, DOUBLE, TEXT, BOOLEAN, MOMENT, DATE, JSON}:
            return self.write(value)
        if wanted == DOUBLE and found in {BIGINT, BOOLEAN}:
            return f"CAST({self.write(value)} AS DOUBLE)"
        if wanted == DOUBLE and found == TEXT:
            return self.to_double(self.write(value), may_fail=may_fail)
        if wanted == BIGINT and found == DOUBLE:
            return self.rounded(self.write(value))
        if wanted == BIGINT and found == BOOLEAN:
            return f"CAST({self.write(value)} AS BIGINT)"
        if wanted == BIGINT and found == TEXT:
            return self.to_whole(self.write(value), may_fail=may_fail)
        if wanted == BOOLEAN and found == TEXT:
            return self._truth(self.write(value))
        if wanted == BOOLEAN and found == BIGINT:
            return f"({self.write(value)} <> 0)"
        if wanted == TEXT:
            return self.text(value)
        if wanted == MOMENT and found == TEXT:
            return self.to_moment(self.write(value), may_fail=may_fail)
        if wanted == JSON and found == TEXT:
            return self.to_json(self.write(value))
        if wanted == ARRAY and found == ARRAY and isinstance(value, exp.Array) and not value.expressions:
            return f"CAST({self.array([])} AS {self.type_of(node)})"
        if wanted == ARRAY and found in {JSON, TEXT}:
            return self.json_array(value, element(node), may_fail=may_fail)
        if wanted == "struct" and found == JSON:
            return self.json_map(self.write(value))
        raise refused(f"a cast from {found} to {node.to.sql('duckdb')}", f"of {value.sql('duckdb')[:60]}")

    def _trycast(self, node: exp.TryCast) -> str:
        return self._cast(node, may_fail=True)

    def _of_literal(self, text: str, wanted: str) -> str:
        if wanted == DOUBLE:
            return self.float_(float(text))
        return self.moment(text) if wanted == MOMENT else f"DATE {self.string(text)}"

    def rounded(self, value: str) -> str:
        """Return a double as a whole number, halves to even, as DuckDB does."""
        half = f"abs({value}) - floor(abs({value})) = {self.float_(0.5)}"
        even = f"{self.float_(2.0)} * round({value} / {self.float_(2.0)})"
        return f"CAST(CASE WHEN {half} THEN {even} ELSE round({value}) END AS BIGINT)"

    def _truth(self, value: str) -> str:
        yes, no = (", ".join(self.string(one) for one in words) for words in (TRUE_WORDS, FALSE_WORDS))
        return f"CASE WHEN lower({value}) IN ({yes}) THEN TRUE WHEN lower({value}) IN ({no}) THEN FALSE END"

    def type_of(self, node: exp.Cast) -> str:
        """Return the engine's name for the type of a cast."""
        found = kind(node)
        if found == ARRAY:
            return self.types["array"].format(self.types[element(node)])
        if found not in self.types:
            raise refused(f"the type {node.to.sql('duckdb')}")
        return self.types[found]

    # what engines call by different names

    def extreme(self, word: str, values: list[str]) -> str:
        """Return the greatest or least of values, nulls passed over."""
        raise NotImplementedError

    def row(self, values: list[str]) -> str:
        """Return values as one that is compared from left to right."""
        raise NotImplementedError

    def sorted_values(self, value: str, condition: str) -> str:
        """Return the sorted list of an aggregate's values."""
        raise NotImplementedError

    def listed(self, value: exp.Expr, order: exp.Order, said: list[str]) -> str:
        """Return values as a list in an order."""
        raise NotImplementedError

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
        raise NotImplementedError

    def item(self, values: str, place: str) -> str:
        """Return an element of a list, the first at 1; null beyond its end."""
        raise NotImplementedError

    def array(self, values: list[str]) -> str:
        """Return a list of values."""
        raise NotImplementedError

    def size(self, values: str) -> str:
        """Return how many elements a list has; null of a null."""
        raise NotImplementedError

    def contains(self, values: str, value: str) -> str:
        """Return whether a list holds a value."""
        raise NotImplementedError

    def microseconds(self, moment: str) -> str:
        """Return a moment as microseconds since 1970."""
        raise NotImplementedError

    def of_microseconds(self, number: str) -> str:
        """Return the moment so many microseconds after 1970."""
        raise NotImplementedError

    def local(self, moment: str, zone: str) -> str:
        """Return what a clock of a zone shows at a moment."""
        raise NotImplementedError

    def in_utc(self, naive: str) -> str:
        """Return the moment at which a clock in UTC shows this."""
        raise NotImplementedError

    def formatted(self, moment: str, pattern: str) -> str:
        """Return a time in the form of a strftime pattern."""
        raise NotImplementedError

    def fixed(self, number: str, digits: int) -> str:
        """Return a rounded number as text with so many digits."""
        raise NotImplementedError

    def begins(self, value: str, start: str) -> str:
        """Return whether a text begins with another."""
        raise NotImplementedError

    def matches(self, value: str, pattern: str) -> str:
        """Return whether a regular expression is found in a text."""
        raise NotImplementedError

    def extracted(self, value: str, pattern: str, group: str) -> str:
        """Return a group of a regular expression's first match."""
        raise NotImplementedError

    def split(self, value: str, separator: exp.Expr) -> str:
        """Return the parts of a text."""
        raise NotImplementedError

    def json_text(self, value: str, key: str, *, json: bool) -> str:
        """Return a member as text: a string's own, else its JSON; null where there is none or it is null."""
        raise NotImplementedError

    def json_member(self, value: str, key: str, *, json: bool) -> str:
        """Return the member with a computed key as text."""
        raise NotImplementedError

    def json_value(self, value: str, key: str, *, json: bool) -> str:
        """Return a member as JSON."""
        raise NotImplementedError

    def json_array(self, value: exp.Expr, wanted: str, *, may_fail: bool) -> str:
        """Return a JSON array as a list."""
        raise NotImplementedError

    def json_map(self, value: str) -> str:
        """Return a JSON object as a map of texts."""
        raise NotImplementedError

    def to_json(self, value: str) -> str:
        """Return a text that holds JSON as JSON."""
        raise NotImplementedError

    def to_double(self, value: str, *, may_fail: bool) -> str:
        """Return a text as a double."""
        raise NotImplementedError

    def to_whole(self, value: str, *, may_fail: bool) -> str:
        """Return a text as a whole number."""
        raise NotImplementedError

    def to_moment(self, value: str, *, may_fail: bool) -> str:
        """Return a text in ISO 8601 as a moment."""
        raise NotImplementedError


def held_to_common(pattern: str) -> None:
    """Refuse a regular expression that engines may read differently."""
    for place, sign in enumerate(pattern):
        if (
            sign == "\\"
            and place + 1 < len(pattern)
            and pattern[place + 1].isalnum()
            and pattern[place + 1] not in "dDsSwWb"
        ):
            raise refused("this regular expression", f"engines read \\{pattern[place + 1]} differently")
    for sign in ("(?<", "(?P", "(?=", "(?!", "++", "*+", "?+", "[[:", "&&"):
        if sign in pattern:
            raise refused("this regular expression", f"engines read {sign} differently")


def _arguments(node: exp.Expr) -> list[exp.Expr]:
    found = [node.this, node.args.get("expression"), *(node.args.get("expressions") or [])]
    return [one for one in [*found, node.args.get("replacement")] if isinstance(one, exp.Expr)]


def _filter(said: list[str]) -> str:
    return f" FILTER (WHERE {' AND '.join(f'({one})' for one in said)})" if said else ""


def _key(node: exp.Expr) -> str | None:
    """Return the key of a path of one step; None where it is computed."""
    if not isinstance(node, exp.JSONPath):
        return None
    steps = [one for one in node.expressions if not isinstance(one, exp.JSONPathRoot)]
    if len(steps) != 1 or not isinstance(steps[0], exp.JSONPathKey) or not isinstance(steps[0].this, str):
        raise refused("a JSON path of several steps", "take one after the other")
    return steps[0].this

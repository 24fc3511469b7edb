"""Writes a tree as text, node by node: what no rule writes is refused, so the rules are the list of what is allowed.

This file knows clauses and operators, which are the same everywhere; `functions.py` what a function means, and
`trino.py` and `spark.py` how two engines say it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from sqlglot import exp

from aurorascope.scale.kinds import BIGINT, DOUBLE, INTERVAL, MOMENT, kind
from aurorascope.scale.subset import refused

if TYPE_CHECKING:
    from collections.abc import Iterable

BINARY: dict[type[exp.Expr], str] = {
    exp.And: "AND",
    exp.Or: "OR",
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.GT: ">",
    exp.GTE: ">=",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.Mul: "*",
    exp.Mod: "%",
    exp.DPipe: "||",
}
COMPARED = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE)
# aggregates that take no notice of nulls, so that a filter may as well make nulls of what it drops
OVER_NULLS = (exp.Sum, exp.Min, exp.Max, exp.Avg, exp.Count, exp.LogicalOr, exp.LogicalAnd)
# what a SELECT may have; the rest is refused by name
CLAUSES = frozenset(
    {
        "with_",
        "expressions",
        "distinct",
        "from_",
        "joins",
        "where",
        "group",
        "having",
        "windows",
        "order",
        "limit",
        "offset",
    }
)


class Writer:
    """Writes one tree; `quote` is the sign around names."""

    quote: ClassVar[str] = '"'

    def write(self, node: exp.Expr) -> str:
        """Return the text of a node; NotInSubset where no rule writes it."""
        rule = getattr(self, f"_{type(node).__name__.lower()}", None)
        if rule is not None:
            return str(rule(node))
        sign = BINARY.get(type(node))
        if sign is not None:
            return self._binary(node, sign)
        raise refused(node.key.upper(), _shown(node))

    def each(self, nodes: Iterable[exp.Expr]) -> str:
        """Return the texts of nodes between commas."""
        return ", ".join(self.write(one) for one in nodes)

    def name(self, text: str) -> str:
        """Return a name in quotes."""
        return self.quote + text.replace(self.quote, self.quote * 2) + self.quote

    # clauses

    def _select(self, node: exp.Select) -> str:
        strange = [key for key, value in node.args.items() if value and key not in CLAUSES]
        if strange:
            raise refused(f"SELECT with {strange[0]}")
        lines = [self._with(node), f"SELECT {self._distinct_of(node)}{self._projections(node)}"]
        if node.args.get("from_"):
            lines.append(f"FROM {self._source(node.args['from_'].this)}")
        lines += [self._join(join) for join in node.args.get("joins") or []]
        if node.args.get("where"):
            lines.append(f"WHERE {self.write(node.args['where'].this)}")
        lines += [self._group(node), self._having(node), self._windows(node), *self._tail(node)]
        return "\n".join(line for line in lines if line)

    def _projections(self, node: exp.Select) -> str:
        return ",\n  ".join(self.write(one) for one in node.expressions)

    def _distinct_of(self, node: exp.Select) -> str:
        distinct = node.args.get("distinct")
        if distinct is None:
            return ""
        if distinct.args.get("on"):
            raise refused("DISTINCT ON")
        return "DISTINCT "

    def _with(self, node: exp.Query) -> str:
        with_ = node.args.get("with_")
        if not with_:
            return ""
        if with_.args.get("recursive") and _is_recursive(with_):
            raise refused("WITH RECURSIVE", "Athena has none, nor Spark before 4.1")
        return "WITH " + ",\n".join(
            f"{self.name(one.alias)}{self._columns_of(one.args['alias'])} AS (\n{self.write(one.this)}\n)"
            for one in with_.expressions
        )

    def _columns_of(self, alias: exp.TableAlias) -> str:
        columns = alias.args.get("columns")
        return f" ({', '.join(self.name(one.name) for one in columns)})" if columns else ""

    def _group(self, node: exp.Select) -> str:
        group = node.args.get("group")
        if group is None:
            return ""
        strange = [key for key, value in group.args.items() if value and key != "expressions"]
        if strange:
            raise refused(f"GROUP BY {strange[0]}")
        # a constant groups nothing, and engines read a number there as a place
        keys = [one for one in group.expressions if not isinstance(one, (exp.Literal, exp.Null, exp.Boolean))]
        if not keys:
            return "GROUP BY CAST(1 AS BIGINT)"  # () would give a row where there is none
        return f"GROUP BY {self.each(keys)}"

    def _having(self, node: exp.Select) -> str:
        having = node.args.get("having")
        return f"HAVING {self.write(having.this)}" if having else ""

    def _windows(self, node: exp.Select) -> str:
        windows = node.args.get("windows")
        if not windows:
            return ""
        return "WINDOW " + ", ".join(f"{self.name(one.name)} AS ({self._frame(one)})" for one in windows)

    def _tail(self, node: exp.Query) -> list[str]:
        lines = []
        if node.args.get("order"):
            lines.append(self.write(node.args["order"]))
        if node.args.get("offset"):
            lines.append(f"OFFSET {self.write(node.args['offset'].expression)}")
        if node.args.get("limit"):
            lines.append(f"LIMIT {self.write(node.args['limit'].expression)}")
        return lines

    def _setoperation(self, node: exp.SetOperation, word: str) -> str:
        if node.args.get("by_name"):
            raise refused(f"{word} BY NAME")
        every = "" if node.args.get("distinct") else " ALL"
        parts = [
            self._with(node),
            self._side(node.left),
            f"{word}{every}",
            self._side(node.right),
            *self._tail(node),
        ]
        return "\n".join(part for part in parts if part)

    def _side(self, node: exp.Expr) -> str:
        text = self.write(node)
        bare = isinstance(node, exp.Select) and not (
            node.args.get("order") or node.args.get("limit") or node.args.get("with_")
        )
        chained = isinstance(node, exp.Union) and not (node.args.get("order") or node.args.get("limit"))
        return text if bare or chained or isinstance(node, exp.Subquery) else f"({text})"

    def _union(self, node: exp.Union) -> str:
        return self._setoperation(node, "UNION")

    def _except(self, node: exp.Except) -> str:
        return self._setoperation(node, "EXCEPT")

    def _intersect(self, node: exp.Intersect) -> str:
        return self._setoperation(node, "INTERSECT")

    # sources

    def _source(self, node: exp.Expr) -> str:
        if isinstance(node, exp.Table):
            return f"{self.name(node.name)}{self._as(node)}"
        if isinstance(node, exp.Subquery):
            joins = "".join(f"\n{self._join(one)}" for one in node.args.get("joins") or [])
            return f"(\n{self.write(node.this)}\n){self._as(node)}{joins}"
        if isinstance(node, exp.Values):
            return f"(VALUES {self.each(node.expressions)}){self._as(node)}"
        if isinstance(node, exp.Unnest):
            return self._unnest(node)
        raise refused(f"FROM {node.key}")

    def _as(self, node: exp.Expr) -> str:
        alias = node.args.get("alias")
        if alias is None or not alias.name:
            return ""
        return f" AS {self.name(alias.name)}{self._columns_of(alias)}"

    def _unnest(self, node: exp.Unnest) -> str:
        return f"UNNEST({self.each(node.expressions)}){self._as(node)}"

    def _join(self, node: exp.Join) -> str:
        if node.method or node.args.get("using"):
            raise refused(f"a {node.method or 'USING'} JOIN")
        kind_, side = (node.kind or "").upper(), (node.side or "").upper()
        if kind_ not in {"", "INNER", "CROSS", "OUTER"}:
            raise refused(f"a {kind_} JOIN")
        on = node.args.get("on")
        source = self._source(node.this)
        if on is None and not side:
            return f"CROSS JOIN {source}"
        word = f"{side} JOIN" if side else "JOIN"
        return f"{word} {source} ON {self.write(on) if on is not None else 'TRUE'}"

    def _subquery(self, node: exp.Subquery) -> str:
        return f"(\n{self.write(node.this)}\n)"

    def _tuple(self, node: exp.Tuple) -> str:
        return f"({self.each(node.expressions)})"

    # order and windows

    def _order(self, node: exp.Order) -> str:
        return f"ORDER BY {self.each(node.expressions)}"

    def _ordered(self, node: exp.Ordered) -> str:
        way = "DESC" if node.args.get("desc") else "ASC"
        nulls = "FIRST" if node.args.get("nulls_first") else "LAST"
        return f"{self.write(node.this)} {way} NULLS {nulls}"

    def _window(self, node: exp.Window) -> str:
        inner, ignoring = node.this, ""
        if isinstance(inner, exp.IgnoreNulls):
            inner, ignoring = inner.this, " IGNORE NULLS"
        if isinstance(inner, exp.Filter):
            inner = _over_nulls(inner)
        if isinstance(inner, (exp.ArgMax, exp.ArgMin, exp.Median, exp.PercentileDisc, exp.ArrayAgg)):
            raise refused(f"{inner.key.upper()} over a window")
        over = node.alias or ""
        if over and not (node.args.get("partition_by") or node.args.get("order")):
            # Spark reads the minus sign behind a bare name of a window as a part of the name
            return f"({self.write(inner)}{ignoring} OVER {self.name(over)})"
        return f"{self.write(inner)}{ignoring} OVER ({self._frame(node)})"

    def _frame(self, node: exp.Window) -> str:
        parts = []
        if node.args.get("partition_by"):
            parts.append(f"PARTITION BY {self.each(node.args['partition_by'])}")
        if node.args.get("order"):
            parts.append(self.write(node.args["order"]))
        if node.args.get("spec"):
            parts.append(self._windowspec(node.args["spec"]))
        return " ".join(parts)

    def _windowspec(self, node: exp.WindowSpec) -> str:
        def edge(value: object, side: str) -> str:
            said = self.write(value) if isinstance(value, exp.Expr) else str(value or "CURRENT ROW")
            return f"{said} {side}" if side else said

        if node.args.get("exclude"):
            raise refused("a window frame with EXCLUDE")
        begin = edge(node.args.get("start"), node.args.get("start_side") or "")
        end = edge(node.args.get("end") or "CURRENT ROW", node.args.get("end_side") or "")
        return f"{node.args['kind']} BETWEEN {begin} AND {end}"

    def _filter(self, node: exp.Filter) -> str:
        inner, condition = node.this, node.expression.this
        if isinstance(inner, exp.IgnoreNulls):
            inner = inner.this
        return self.aggregate(inner, condition)

    def aggregate(self, node: exp.Expr, condition: exp.Expr | None) -> str:
        """Return an aggregate over the rows that pass a condition."""
        raise NotImplementedError

    # operators

    def _binary(self, node: exp.Expr, sign: str) -> str:
        left, right = node.left, node.right  # type: ignore[attr-defined]
        if isinstance(node, COMPARED) and isinstance(left, exp.Tuple) and isinstance(right, exp.Tuple):
            return self._compared_rows(node, left, right)
        if isinstance(node, exp.DPipe):
            return f"{self.text(left)} || {self.text(right)}"
        if isinstance(node, COMPARED):
            return f"{self._beside(left, right)} {sign} {self._beside(right, left)}"
        if isinstance(node, exp.Mul):
            return f"{self._wide(left)} {sign} {self._wide(right)}"
        return f"{self.write(left)} {sign} {self.write(right)}"

    def _wide(self, node: exp.Expr) -> str:
        """Return a factor: of two small numbers an engine would make a small one, and overflow."""
        bare = isinstance(node, exp.Literal) and not node.is_string and node.name.isdigit()
        return self.big(int(node.name)) if bare else self.write(node)

    def big(self, value: int) -> str:
        """Return a whole number of 64 bits."""
        raise NotImplementedError

    def _beside(self, node: exp.Expr, other: exp.Expr) -> str:
        """Return one side of a comparison; a text beside a moment names a moment."""
        if kind(other) == MOMENT and isinstance(node, exp.Literal) and node.is_string:
            return self.moment(node.name)
        return self.write(node)

    def _compared_rows(self, node: exp.Expr, left: exp.Tuple, right: exp.Tuple) -> str:
        pairs = list(zip(left.expressions, right.expressions, strict=True))
        if isinstance(node, exp.EQ):
            return "(" + " AND ".join(f"{self.write(a)} = {self.write(b)}" for a, b in pairs) + ")"
        if not isinstance(node, (exp.LT, exp.GT)):
            raise refused("rows compared so")
        sign = BINARY[type(node)]
        text = ""
        for a, b in reversed(pairs):
            first = f"{self.write(a)} {sign} {self.write(b)}"
            text = f"({first} OR ({self.write(a)} = {self.write(b)} AND {text}))" if text else first
        return text

    def _add(self, node: exp.Add) -> str:
        return self._sum_of(node, "+")

    def _sub(self, node: exp.Sub) -> str:
        return self._sum_of(node, "-")

    def _sum_of(self, node: exp.Binary, sign: str) -> str:
        if INTERVAL in {kind(node.left), kind(node.right)}:
            return self.moved(node, sign)
        numbers = {kind(node.left), kind(node.right)}
        if numbers & {MOMENT, "naive", "date"}:
            raise refused("times added or subtracted", "take epoch_us of both")
        return f"{self.write(node.left)} {sign} {self.write(node.right)}"

    def moved(self, node: exp.Binary, sign: str) -> str:
        """Return a time moved by an interval."""
        raise NotImplementedError

    def _div(self, node: exp.Div) -> str:
        return self.divided(self.double(node.left), self.double(node.right))

    def divided(self, left: str, right: str) -> str:
        """Return the quotient of two doubles."""
        return f"({left} / {right})"

    def _intdiv(self, node: exp.IntDiv) -> str:
        if {kind(node.left), kind(node.right)} - {BIGINT}:
            raise refused("//", f"it is for whole numbers, here {_shown(node)}")
        return self.whole_quotient(self.write(node.left), self.write(node.right))

    def whole_quotient(self, left: str, right: str) -> str:
        """Return the quotient of two whole numbers, cut towards zero."""
        raise NotImplementedError

    def double(self, node: exp.Expr) -> str:
        """Return a number as a double."""
        if isinstance(node, exp.Literal) and not node.is_string:
            return self.float_(float(node.name))
        if kind(node) == DOUBLE and not isinstance(node, exp.Null):
            return self.write(node)
        return f"CAST({self.write(node)} AS DOUBLE)"

    def float_(self, value: float) -> str:
        """Return a double literal."""
        mantissa = repr(value)
        return mantissa if "e" in mantissa else f"{mantissa}e0"

    def text(self, node: exp.Expr) -> str:
        """Return a value as text."""
        raise NotImplementedError

    def moment(self, text: str) -> str:
        """Return a literal text as a moment."""
        raise NotImplementedError

    def _neg(self, node: exp.Neg) -> str:
        return f"-{self.write(node.this)}"

    def _not(self, node: exp.Not) -> str:
        inner = node.this
        if isinstance(inner, exp.Is):
            return f"{self.write(inner.this)} IS NOT {self.write(inner.expression)}"
        return f"NOT ({self.write(inner)})"

    def _paren(self, node: exp.Paren) -> str:
        return f"({self.write(node.this)})"

    def _is(self, node: exp.Is) -> str:
        if isinstance(node.expression, exp.Null):
            return f"{self.write(node.this)} IS NULL"
        if isinstance(node.expression, exp.Boolean):
            return f"{self.same(self.write(node.this), self.write(node.expression))}"
        raise refused("IS")

    def _nullsafeeq(self, node: exp.NullSafeEQ) -> str:
        return self.same(self.write(node.left), self.write(node.right))

    def _nullsafeneq(self, node: exp.NullSafeNEQ) -> str:
        return f"NOT ({self.same(self.write(node.left), self.write(node.right))})"

    def same(self, left: str, right: str) -> str:
        """Return whether two values are the same, nulls too."""
        return f"{left} IS NOT DISTINCT FROM {right}"

    def _between(self, node: exp.Between) -> str:
        return f"{self.write(node.this)} BETWEEN {self.write(node.args['low'])} AND {self.write(node.args['high'])}"

    def _in(self, node: exp.In) -> str:
        if node.args.get("query") is not None:
            query = node.args["query"]
            inner = query.this if isinstance(query, exp.Subquery) else query
            return f"{self.write(node.this)} IN (\n{self.write(inner)}\n)"
        if node.args.get("unnest") or node.args.get("field"):
            raise refused("IN over a list", "use list_contains")
        return f"{self.write(node.this)} IN ({self.each(node.expressions)})"

    def _exists(self, node: exp.Exists) -> str:
        inner = node.this.this if isinstance(node.this, exp.Subquery) else node.this
        return f"EXISTS (\n{self.write(inner)}\n)"

    def _case(self, node: exp.Case) -> str:
        wanted = kind(node)
        parts = ["CASE"]
        if node.this is not None:
            parts.append(self.write(node.this))
        parts += [
            f"WHEN {self.write(one.this)} THEN {self._branch(one.args['true'], wanted)}"
            for one in node.args["ifs"]
        ]
        if node.args.get("default") is not None:
            parts.append(f"ELSE {self._branch(node.args['default'], wanted)}")
        return " ".join([*parts, "END"])

    def _if(self, node: exp.If) -> str:
        otherwise = node.args.get("false")
        parts = ["CASE WHEN", self.write(node.this), "THEN", self.write(node.args["true"])]
        return " ".join([*parts, *(["ELSE", self.write(otherwise)] if otherwise is not None else []), "END"])

    def _branch(self, node: exp.Expr, wanted: str) -> str:
        if wanted == DOUBLE and kind(node) == BIGINT:
            return self.double(node)
        if wanted == MOMENT and isinstance(node, exp.Literal) and node.is_string:
            return self.moment(node.name)
        return self.write(node)

    # leaves

    def _alias(self, node: exp.Alias) -> str:
        return f"{self.write(node.this)} AS {self.name(node.alias)}"

    def _column(self, node: exp.Column) -> str:
        if isinstance(node.this, exp.Star):
            raise refused("*")
        parts = [part.name for part in node.parts]
        return ".".join(self.name(part) for part in parts)

    def _identifier(self, node: exp.Identifier) -> str:
        return self.name(node.name)

    def _dot(self, node: exp.Dot) -> str:
        return f"{self.write(node.this)}.{self.name(node.expression.name)}"

    def _literal(self, node: exp.Literal) -> str:
        if node.is_string:
            return self.string(node.name)
        return node.name if node.name.isdigit() else self.float_(float(node.name))

    def string(self, text: str) -> str:
        """Return a text literal."""
        return "'" + text.replace("'", "''") + "'"

    def _boolean(self, node: exp.Boolean) -> str:
        return "TRUE" if node.this else "FALSE"

    def _null(self, node: exp.Null) -> str:  # noqa: ARG002 -- a rule takes its node
        return "NULL"

    def _star(self, node: exp.Star) -> str:
        raise refused("*", f"its columns are not known {node.parent.key if node.parent else ''}")


def _over_nulls(node: exp.Filter) -> exp.Expr:
    """Return an aggregate whose dropped rows are nulls: no engine filters within a window."""
    inner = node.this
    if not isinstance(inner, OVER_NULLS) or isinstance(inner.this, exp.Distinct):
        raise refused(f"FILTER of {inner.key.upper()} over a window")
    made = inner.copy()
    counted = (
        exp.Literal.number(1) if isinstance(inner.this, exp.Star) or inner.this is None else inner.this.copy()
    )
    choice = exp.Case(ifs=[exp.If(this=node.expression.this.copy(), true=counted)])
    choice.type = counted.type
    made.set("this", choice)
    return made


def _is_recursive(with_: exp.With) -> bool:
    return any(table.name == one.alias for one in with_.expressions for table in one.this.find_all(exp.Table))


def _shown(node: exp.Expr) -> str:
    return " ".join(node.sql("duckdb").split())[:80]

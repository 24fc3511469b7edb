"""Types of expressions, as far as a rule asks: DuckDB's own, with what the parser's library does not know."""

from __future__ import annotations

from typing import Any

from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB

Kind = str
BIGINT, DOUBLE, TEXT, BOOLEAN, MOMENT, NAIVE, DATE = (
    "bigint",
    "double",
    "text",
    "boolean",
    "moment",
    "naive",
    "date",
)
JSON, ARRAY, STRUCT, INTERVAL, NULL, UNKNOWN = "json", "array", "struct", "interval", "null", "unknown"

_OF: dict[exp.DType, Kind] = {
    **dict.fromkeys((exp.DType.BIGINT, exp.DType.INT, exp.DType.SMALLINT, exp.DType.TINYINT), BIGINT),
    **dict.fromkeys((exp.DType.INT128, exp.DType.UBIGINT, exp.DType.UINT), BIGINT),
    **dict.fromkeys((exp.DType.DOUBLE, exp.DType.FLOAT, exp.DType.DECIMAL), DOUBLE),
    **dict.fromkeys((exp.DType.TEXT, exp.DType.VARCHAR, exp.DType.CHAR), TEXT),
    exp.DType.BOOLEAN: BOOLEAN,
    exp.DType.TIMESTAMPTZ: MOMENT,
    exp.DType.TIMESTAMPLTZ: MOMENT,
    exp.DType.TIMESTAMP: NAIVE,
    exp.DType.TIMESTAMPNTZ: NAIVE,
    exp.DType.DATE: DATE,
    exp.DType.JSON: JSON,
    exp.DType.ARRAY: ARRAY,
    exp.DType.LIST: ARRAY,
    exp.DType.STRUCT: STRUCT,
    exp.DType.MAP: STRUCT,
    exp.DType.INTERVAL: INTERVAL,
    exp.DType.NULL: NULL,
}
# functions that the parser has no class for, and what they return
RETURNS = {
    "epoch_us": "BIGINT",
    "make_timestamptz": "TIMESTAMPTZ",
    "list_position": "BIGINT",
    "date_part": "BIGINT",
    "timezone": "TIMESTAMP",
    "to_microseconds": "INTERVAL",
    "to_seconds": "INTERVAL",
    "to_minutes": "INTERVAL",
    "hash": "UBIGINT",
}


def kind(node: exp.Expr | None) -> Kind:
    """Return the kind of an expression; unknown where it was not found out."""
    if isinstance(node, exp.Null):
        return NULL
    if node is None or node.type is None:
        return UNKNOWN
    held: Any = node.type
    return _OF.get(held.this if isinstance(held, exp.DataType) else held, UNKNOWN)


def element(node: exp.Expr | None) -> Kind:
    """Return the kind of an array's elements."""
    inner = element_type(node)
    return UNKNOWN if inner is None else _OF.get(inner.this, UNKNOWN)


def element_type(node: exp.Expr | None) -> exp.DataType | None:
    """Return the type of an array's elements."""
    if node is None or node.type is None or not isinstance(node.type, exp.DataType):
        return None
    return next((one for one in node.type.expressions if isinstance(one, exp.DataType)), None)


def _as(text: str) -> Any:
    return {"annotator": lambda self, e: self._set_type(e, exp.DataType.build(text, dialect="duckdb"))}


def _same(self: Any, e: exp.Expr) -> exp.Expr:
    inner = e.this
    return self._set_type(e, inner.type if isinstance(inner, exp.Expr) else exp.DType.UNKNOWN)  # type: ignore[no-any-return]


def _anonymous(self: Any, e: exp.Anonymous) -> exp.Expr:
    name = e.name.lower()
    if name in RETURNS:
        return self._set_type(e, exp.DataType.build(RETURNS[name], dialect="duckdb"))  # type: ignore[no-any-return]
    first = e.expressions[0] if e.expressions else None
    if name == "list_slice" and first is not None:
        return self._set_type(e, first.type)  # type: ignore[no-any-return]
    if name == "map_values" and first is not None and first.type is not None and first.type.expressions:
        return self._set_type(e, _array(first.type.expressions[-1]))  # type: ignore[no-any-return]
    return self._set_type(e, exp.DType.UNKNOWN)  # type: ignore[no-any-return]


def _array(inner: exp.DataType | None) -> exp.DataType:
    return exp.DataType(this=exp.DType.ARRAY, expressions=[inner] if inner else [], nested=True)


def _array_of_this(self: Any, e: exp.Expr) -> exp.Expr:
    return self._set_type(e, _array(_datatype(e.this.type)))  # type: ignore[no-any-return]


def _datatype(found: Any) -> exp.DataType | None:
    return found if isinstance(found, exp.DataType) else None


def _exploded(self: Any, e: exp.Expr) -> exp.Expr:
    return self._set_type(e, element_type(e.this) or exp.DType.UNKNOWN)  # type: ignore[no-any-return]


def _percentile(self: Any, e: exp.Expr) -> exp.Expr:
    if isinstance(e.expression, exp.Array):
        return _array_of_this(self, e)
    return _same(self, e)


def _bracket(self: Any, e: exp.Expr) -> exp.Expr:
    return _exploded(self, e)


def _dotted(self: Any, e: exp.Dot) -> exp.Expr:
    """Type a field of a struct; of a lambda's value, by the list that it goes through."""
    held: Any = e.this.type
    lambda_ = e.find_ancestor(exp.Lambda)
    if (
        isinstance(e.this, exp.Identifier)
        and lambda_ is not None
        and e.this.name == lambda_.expressions[0].name
    ):
        held = element_type(lambda_.parent.this) if lambda_.parent is not None else None
    if isinstance(held, exp.DataType) and held.is_type(exp.DType.STRUCT):
        for field in held.expressions:
            if field.name == e.expression.name:
                return self._set_type(e, _datatype(field.args.get("kind")) or exp.DType.UNKNOWN)  # type: ignore[no-any-return]
    return self._set_type(e, exp.DType.UNKNOWN)  # type: ignore[no-any-return]


def _transformed(self: Any, e: exp.Expr) -> exp.Expr:
    body = e.expression.this if isinstance(e.expression, exp.Lambda) else None
    return self._set_type(e, _array(_datatype(body.type) if body is not None else None))  # type: ignore[no-any-return]


def _product(self: Any, e: exp.Expr) -> exp.Expr:
    """Type an operation on numbers: one double makes a double."""
    sides = {kind(e.left), kind(e.right)}  # type: ignore[attr-defined]
    if sides & {MOMENT, NAIVE} and sides & {INTERVAL}:
        wanted = "TIMESTAMPTZ" if MOMENT in sides else "TIMESTAMP"
        return self._set_type(e, exp.DataType.build(wanted, dialect="duckdb"))  # type: ignore[no-any-return]
    if sides <= {BIGINT, NULL}:
        return self._set_type(e, exp.DType.BIGINT)  # type: ignore[no-any-return]
    if sides <= {BIGINT, DOUBLE, NULL}:
        return self._set_type(e, exp.DType.DOUBLE)  # type: ignore[no-any-return]
    return self._set_type(e, exp.DType.UNKNOWN)  # type: ignore[no-any-return]


def _first_known(self: Any, e: exp.Expr) -> exp.Expr:
    """Type a choice: the kind that its branches share; a double among integers wins."""
    branches = [one for one in _branches(e) if kind(one) != NULL]
    kinds = {kind(one) for one in branches}
    if not branches:
        return self._set_type(e, exp.DType.NULL)  # type: ignore[no-any-return]
    if kinds == {BIGINT, DOUBLE}:
        return self._set_type(e, exp.DType.DOUBLE)  # type: ignore[no-any-return]
    # a text among moments is one that names a moment
    known = [one for one in branches if kind(one) != UNKNOWN]
    if len(kinds - {TEXT}) == 1 and MOMENT in kinds:
        known = [one for one in known if kind(one) == MOMENT]
    elif len(kinds) != 1:
        return self._set_type(e, exp.DType.UNKNOWN)  # type: ignore[no-any-return]
    return self._set_type(e, known[0].type if known else exp.DType.UNKNOWN)  # type: ignore[no-any-return]


def _branches(e: exp.Expr) -> list[exp.Expr]:
    if isinstance(e, exp.Case):
        return [one.args["true"] for one in e.args["ifs"]] + [
            one for one in [e.args.get("default")] if one is not None
        ]
    return [e.this, *e.expressions]


METADATA: dict[Any, Any] = {
    **DuckDB.EXPRESSION_METADATA,
    exp.Anonymous: {"annotator": _anonymous},
    exp.ArgMax: {"annotator": _same},
    exp.ArgMin: {"annotator": _same},
    exp.AnyValue: {"annotator": _same},
    exp.First: {"annotator": _same},
    exp.IgnoreNulls: {"annotator": _same},
    exp.Filter: {"annotator": _same},
    exp.Window: {"annotator": _same},
    exp.Order: {"annotator": _same},
    exp.Paren: {"annotator": _same},
    exp.LastValue: {"annotator": _same},
    exp.FirstValue: {"annotator": _same},
    exp.Median: _as("DOUBLE"),
    exp.PercentileDisc: {"annotator": _percentile},
    exp.PercentileCont: _as("DOUBLE"),
    exp.Bracket: {"annotator": _bracket},
    exp.Explode: {"annotator": _exploded},
    exp.Split: _as("VARCHAR[]"),
    exp.SplitPart: _as("VARCHAR"),
    exp.ArrayFilter: {"annotator": _same},
    exp.ArraySort: {"annotator": _same},
    exp.DateBin: _as("TIMESTAMPTZ"),
    exp.Extract: _as("BIGINT"),
    exp.ArrayDistinct: {"annotator": _same},
    exp.Transform: {"annotator": _transformed},
    exp.ArrayAgg: {"annotator": _array_of_this},
    exp.ArrayToString: _as("VARCHAR"),
    exp.GenerateSeries: _as("BIGINT[]"),
    exp.JSONExtractScalar: _as("VARCHAR"),
    exp.JSONExtract: _as("JSON"),
    exp.RegexpExtract: _as("VARCHAR"),
    exp.RegexpReplace: _as("VARCHAR"),
    exp.Replace: _as("VARCHAR"),
    exp.Format: _as("VARCHAR"),
    exp.TimeToStr: _as("VARCHAR"),
    exp.Concat: _as("VARCHAR"),
    exp.ConcatWs: _as("VARCHAR"),
    exp.DPipe: _as("VARCHAR"),
    exp.GroupConcat: _as("VARCHAR"),
    exp.Chr: _as("VARCHAR"),
    exp.Lower: _as("VARCHAR"),
    exp.Upper: _as("VARCHAR"),
    exp.Trim: _as("VARCHAR"),
    exp.Left: _as("VARCHAR"),
    exp.Substring: _as("VARCHAR"),
    exp.Length: _as("BIGINT"),
    exp.DateDiff: _as("BIGINT"),
    exp.DayOfWeek: _as("BIGINT"),
    exp.Count: _as("BIGINT"),
    exp.IntDiv: _as("BIGINT"),
    exp.Div: _as("DOUBLE"),
    exp.TimeToUnix: _as("DOUBLE"),
    exp.Floor: _as("DOUBLE"),
    exp.Round: _as("DOUBLE"),
    exp.Pow: _as("DOUBLE"),
    exp.Avg: _as("DOUBLE"),
    exp.StddevPop: _as("DOUBLE"),
    exp.VariancePop: _as("DOUBLE"),
    exp.RegrSlope: _as("DOUBLE"),
    exp.Add: {"annotator": _product},
    exp.Sub: {"annotator": _product},
    exp.Mul: {"annotator": _product},
    exp.Mod: {"annotator": _product},
    exp.Coalesce: {"annotator": _first_known},
    exp.Greatest: {"annotator": _first_known},
    exp.Least: {"annotator": _first_known},
    exp.Case: {"annotator": _first_known},
    exp.Nullif: {"annotator": _same},
    exp.Abs: {"annotator": _same},
    exp.Neg: {"annotator": _same},
    exp.Sum: {"annotator": _same},
    exp.Max: {"annotator": _same},
    exp.Min: {"annotator": _same},
    exp.Lag: {"annotator": _same},
    exp.Lead: {"annotator": _same},
    exp.ToDays: _as("INTERVAL"),
    exp.Dot: {"annotator": _dotted},
    exp.If: {"annotator": lambda self, e: self._set_type(e, e.args["true"].type)},
    exp.RegexpLike: _as("BOOLEAN"),
}

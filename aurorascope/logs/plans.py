"""Plans as auto_explain logs them: what the top node expected and returned, their shape and statement."""

from __future__ import annotations

import re

import polars as pl

from aurorascope.logs.plan_shape import plan_hash

TAB_LINES = "\n\t"
COSTS = (
    r"\(cost=[0-9.]+\.\.[0-9.]+ rows=(?P<estimated_rows>[0-9]+) width=[0-9]+\)"
    r"(?: \(actual (?:time=[0-9.]+\.\.[0-9.]+ )?rows=(?P<actual_rows>[0-9.]+) loops=[0-9]+\))?"
)
# The top node is the last line with costs that is not indented: what is logged before it is the statement.
TOP_NODE = r"(?m)^[A-Z*(][^\n]*  \(cost=[0-9.]+\.\."
NEEDLE = 200  # characters of a top node that are looked for: Python's search from the right is quadratic
STATEMENT, PARAMETERS, QUERY_ID = "Query Text: ", "Query Parameters: ", "\nQuery Identifier: "
NUMBER = re.compile(r"-?[0-9]{1,20}(?=\n|\Z)", re.ASCII)
BIGINT = range(-(2**63), 2**63)
TEXT_NODE = r"(?m)^ *(?:->  )?[A-Z*(][^\n]*?  \(cost=|^ +(?:InitPlan|SubPlan|CTE) [^\n]*$"

KEYS = (
    *("Node Type", "Strategy", "Partial Mode", "Parallel Aware", "Join Type", "Operation", "Command"),
    *("Scan Direction", "Relation Name", "Index Name", "CTE Name", "Function Name", "Custom Plan Provider"),
)
TAGS = "|".join(key.replace(" ", "-") for key in KEYS)
WORDS = "|".join(KEYS)
STRUCTURED_LINES = {
    "json": rf'(?m)^ *"(?:{WORDS})": [^\n]*',
    "yaml": rf"(?m)^ *(?:- )?(?:{WORDS}): [^\n]*",
    "xml": rf"(?m)^ *<(?:{TAGS})>[^\n]*",
}
VALUES = {  # the statement, the planned and the actual rows, and the query's id
    "json": (
        r'^\s*\{\s*"Query Text": "((?:[^"\\]|\\.)*)"',
        r'"Plan Rows": ([0-9]+)',
        r'"Actual Rows": ([0-9.]+)',
        r'(?m)^ *"Query Identifier": (-?[0-9]+)',
    ),
    "yaml": (
        r'^\s*Query Text: "((?:[^"\\]|\\.)*)"',
        r"(?m)^ *Plan Rows: ([0-9]+)",
        r"(?m)^ *Actual Rows: ([0-9.]+)",
        r"(?m)^ *Query Identifier: (-?[0-9]+)",
    ),
    "xml": (
        r"<Query-Text>([^<]*)</Query-Text>",
        r"<Plan-Rows>([0-9]+)<",
        r"<Actual-Rows>([0-9.]+)<",
        r"<Query-Identifier>(-?[0-9]+)<",
    ),
}
ESCAPES = {
    "json": {
        r"\\": "\\",
        r"\"": '"',
        r"\/": "/",
        r"\n": "\n",
        r"\t": "\t",
        r"\r": "\r",
        r"\b": "\b",
        r"\f": "\f",
    },
    "xml": {"&lt;": "<", "&gt;": ">", "&amp;": "&", "&#x0d;": "\r", "&quot;": '"'},
}
ESCAPES["yaml"] = ESCAPES["json"]

COLUMNS: dict[str, pl.DataType] = {
    "format": pl.String(),
    "plan": pl.String(),
    "sql": pl.String(),
    "query_id": pl.Int64(),
    "estimated_rows": pl.Float64(),
    "actual_rows": pl.Float64(),
    "plan_hash": pl.String(),
}
# What Python reads of a plan as text; `node` is the plan where it has a node at all, `top` its first line.
TEXT_PARTS: dict[str, pl.DataType] = {
    "plan": pl.String(),
    "node": pl.String(),
    "top": pl.String(),
    "sql": pl.String(),
    "query_id": pl.Int64(),
}


def read_plans(logged: pl.Series) -> pl.DataFrame:
    """Read what auto_explain logged after 'plan:' into COLUMNS, one row each, in order."""
    frame = pl.DataFrame({"logged": _without_tabs(logged)}).with_row_index("place")
    frame = frame.with_columns(_format().alias("format"))
    parts = [
        _read_text(part) if name == "text" else _read_structured(part, str(name))
        for (name,), part in frame.partition_by("format", as_dict=True).items()
    ]
    if not parts:
        return pl.DataFrame(schema=COLUMNS)
    return pl.concat([part.select("place", *COLUMNS) for part in parts]).sort("place").drop("place")


def _without_tabs(logged: pl.Series) -> pl.Series:
    """Stderr indents every further line with a TAB; a csvlog's TABs are the statement's own."""
    tabbed = logged.str.starts_with("\t")
    if not tabbed.any():
        return logged
    bare = logged.str.strip_prefix("\t").str.replace_all(TAB_LINES, "\n", literal=True)
    return pl.select(pl.when(tabbed).then(bare).otherwise(logged)).to_series()


def _format() -> pl.Expr:
    logged = pl.col("logged").str.strip_chars_start()
    begins = logged.str.starts_with
    yaml = [logged.str.contains(line, literal=True) for line in ("\nPlan:\n", "\nPlan: \n")]
    return (
        pl.when(begins("{"))
        .then(pl.lit("json"))
        .when(begins("<explain"))
        .then(pl.lit("xml"))
        .when(begins('Query Text: "') & pl.any_horizontal(yaml))
        .then(pl.lit("yaml"))
        .otherwise(pl.lit("text"))
    )


def _read_text(frame: pl.DataFrame) -> pl.DataFrame:
    tops = frame["logged"].str.extract_all(TOP_NODE).list.last()
    rows = list(map(_read_one, frame["logged"].to_list(), tops.to_list()))
    split = pl.DataFrame(rows, schema=TEXT_PARTS, orient="row").with_columns(frame["place"], frame["format"])
    split = split.with_columns(pl.col("top").str.extract_groups(COSTS).alias("costs")).unnest("costs")
    return split.with_columns(
        pl.col("estimated_rows", "actual_rows").cast(pl.Float64, strict=False),
        _hashes(pl.col("node").str.extract_all(TEXT_NODE), "text").alias("plan_hash"),
    )


def _read_one(logged: str, top: str | None) -> tuple[str | int | None, ...]:
    """Return what TEXT_PARTS says of a plan as text whose top node begins with `top`."""
    if top is None:
        return logged, None, None, None, None
    begin = len(logged)
    while True:
        begin = logged.rfind("\n" + top[:NEEDLE], 0, begin) + 1
        if not begin or logged.startswith(top, begin):
            break
    plan = logged[begin:]
    return plan, plan, plan.partition("\n")[0], _statement(logged[:begin]), _query_id(plan)


def _statement(before: str) -> str | None:
    """Return the statement of what is logged before a plan, its parameters away."""
    blank, found, text = before.partition(STATEMENT)
    if not found or blank.strip():
        return None
    text = text.removesuffix("\n")
    last = text.rfind("\n") + 1
    if text.startswith(PARAMETERS, last):
        text = text[: max(last - 1, 0)]
    return text.removesuffix("\n")


def _query_id(plan: str) -> int | None:
    at = plan.find(QUERY_ID)
    while at >= 0:
        at += len(QUERY_ID)
        if (number := NUMBER.match(plan, at)) and int(number[0]) in BIGINT:
            return int(number[0])
        at = plan.find(QUERY_ID, at)
    return None


def _read_structured(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    logged = pl.col("logged")
    sql, planned, actual, query_id = (logged.str.extract(pattern) for pattern in VALUES[name])
    return frame.with_columns(
        logged.alias("plan"),
        sql.str.replace_many(ESCAPES[name], leftmost=True).alias("sql"),
        query_id.cast(pl.Int64, strict=False).alias("query_id"),
        planned.cast(pl.Float64, strict=False).alias("estimated_rows"),
        actual.cast(pl.Float64, strict=False).alias("actual_rows"),
        _hashes(logged.str.extract_all(STRUCTURED_LINES[name]), name).alias("plan_hash"),
    )


def _hashes(lines: pl.Expr, name: str) -> pl.Expr:
    """Distinct skeletons are few, however many plans there are: each is read once."""
    skeleton = lines.list.join("\n")
    return skeleton.map_batches(lambda column: _hashed(column, name), return_dtype=pl.String)


def _hashed(skeletons: pl.Series, name: str) -> pl.Series:
    rows = skeletons.to_list()
    hashes = {skeleton: plan_hash(skeleton, name) for skeleton in set(rows) if skeleton is not None}
    return pl.Series(skeletons.name, list(map(hashes.get, rows)), dtype=pl.String)

"""Plans as auto_explain logs them: what the top node expected and returned, their shape and statement."""

from __future__ import annotations

import polars as pl

from aurorascope.logs.plan_shape import plan_hash

TAB_LINES = "\n\t"
COSTS = r"\(cost=[0-9.]+\.\.[0-9.]+ rows=([0-9]+) width=[0-9]+\)"
ACTUAL = r" \(actual (?:time=[0-9.]+\.\.[0-9.]+ )?rows=([0-9.]+) loops=[0-9]+\)"
# The top node is the last line with costs that is not indented: what is logged before it is the statement.
TOP = r"(?s)^(?P<before>.*\n)?(?P<plan>[A-Z*(][^\n]*  \(cost=[0-9.]+\.\..*)$"
BEFORE = r"(?s)^\s*Query Text: (?P<sql>.*?)\n?(?:Query Parameters: [^\n]*\n)?$"
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
    logged = pl.col("logged")
    return (
        pl.when(logged.str.contains(r"^\s*\{"))
        .then(pl.lit("json"))
        .when(logged.str.contains(r"^\s*<explain"))
        .then(pl.lit("xml"))
        .when(logged.str.contains(r'^\s*Query Text: "') & logged.str.contains(r"\nPlan: ?\n"))
        .then(pl.lit("yaml"))
        .otherwise(pl.lit("text"))
    )


def _read_text(frame: pl.DataFrame) -> pl.DataFrame:
    split = frame.with_columns(pl.col("logged").str.extract_groups(TOP).alias("split")).unnest("split")
    plan = pl.col("plan")
    return split.with_columns(
        pl.coalesce(plan, "logged").alias("plan"),
        pl.col("before").str.extract(BEFORE, 1).str.strip_suffix("\n").alias("sql"),
        plan.str.extract(r"(?m)^Query Identifier: (-?[0-9]+)$")
        .cast(pl.Int64, strict=False)
        .alias("query_id"),
        plan.str.extract(COSTS).cast(pl.Float64, strict=False).alias("estimated_rows"),
        plan.str.extract(rf"^[^\n]*{COSTS}{ACTUAL}", 2).cast(pl.Float64, strict=False).alias("actual_rows"),
        _hashes(plan.str.extract_all(TEXT_NODE), "text").alias("plan_hash"),
    )


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
    distinct = skeletons.drop_nulls().unique()
    hashes = [plan_hash(skeleton, name) for skeleton in distinct]
    if not hashes:
        return pl.Series(skeletons.name, [None] * len(skeletons), dtype=pl.String)
    return skeletons.replace_strict(distinct, pl.Series(hashes, dtype=pl.String), default=None)

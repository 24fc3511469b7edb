"""Values of extended slow-log headers (log_slow_extra, Percona, MariaDB): columns, and the rest as JSON.

A code (Errno, Killed) is a column of its own and never a measure. What has no column goes into `extra`.
"""

from __future__ import annotations

import polars as pl

# Values end at a blank; a schema's name may hold some, so it ends where the next known name stands.
_SCHEMA = r"Schema: (.*?) *(?: (?:QC_[Hh]it|Last_errno|Errno|Killed|Rows_\w+): |\r?(?:\n|$))"
_COLUMNS = {
    "pid": r"\bThread_id: *(\d+)",
    "rows_affected": r"\bRows_affected: *(\d+)",
    "errno": r"\b(?:Last_errno|Errno): *(\d+)",
    "killed": r"\bKilled: *(\d+)",
}
_AFTER_SCHEMA = r"Schema: .*? *( (?:QC_[Hh]it|Last_errno|Errno|Killed|Rows_\w+): )"
_TAKEN = (
    r"# explain: [^\n]*|Schema: [^\n]*"
    r"|\b(?:Query_time|Lock_time|Rows_sent|Rows_examined|Rows_affected|Thread_id): *\S*"
    r"|\b(?:Last_errno|Errno|Killed): *\S*"
)
_PAIR = r"\b[A-Za-z][A-Za-z0-9_]*: +\S+"
_NUMBER = r"^(\w+): +(-?(?:0|[1-9]\d*)(?:\.\d+)?)$"
_WORD = r"^(\w+): +(.*)$"
_EXPLAIN = r"# explain: ([^\n\r]*)"


def pairs(heads: pl.Series) -> pl.DataFrame:
    """Return the columns of the headers (the lines below User@Host), and `extra`, JSON or null."""
    text = pl.col("head")
    frame = heads.alias("head").to_frame()
    known = {
        name: text.str.extract(pattern).cast(pl.Int64, strict=False) for name, pattern in _COLUMNS.items()
    }
    schema = text.str.extract(_SCHEMA)
    rest = text.str.replace_all(_AFTER_SCHEMA, "$1").str.replace_all(_TAKEN, " ")
    return frame.select(
        **known,
        database=pl.when(schema != "").then(schema),
        extra=json_of(rest, text),
    )


def json_of(rest: pl.Expr, text: pl.Expr) -> pl.Expr:
    """Return the pairs of `rest` and the EXPLAIN lines of `text` as one JSON object, or null."""
    one = pl.element()
    words = escaped(rest).str.extract_all(_PAIR)
    words = words.list.eval(
        pl.when(one.str.contains(_NUMBER))
        .then(one.str.replace(_NUMBER, '"$1":$2'))
        .otherwise(one.str.replace(_WORD, '"$1":"$2"'))
    ).list.join(",")
    plan = escaped(text).str.extract_all(_EXPLAIN)
    plan = plan.list.eval(one.str.strip_prefix("# explain: ").str.replace_all("\t", "\\t", literal=True))
    plan_text = plan.list.join("\\n")
    both = pl.concat_str(
        words,
        pl.when((words != "") & (plan_text != "")).then(pl.lit(",")).otherwise(pl.lit("")),
        pl.when(plan_text != "")
        .then(pl.concat_str(pl.lit('"explain":"'), plan_text, pl.lit('"')))
        .otherwise(pl.lit("")),
    )
    return pl.when(both != "").then(pl.concat_str(pl.lit("{"), both, pl.lit("}")))


def escaped(text: pl.Expr) -> pl.Expr:
    """Return text whose quotes, backslashes and control characters may stand in JSON; line ends stay."""
    return (
        text.str.replace_all("\\", "\\\\", literal=True)
        .str.replace_all('"', '\\"', literal=True)
        .str.replace_all(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "?")
    )

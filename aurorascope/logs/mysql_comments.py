"""Comments that name a statement's origin: sqlcommenter's and marginalia's, as attributes of the row.

sqlcommenter: `/*controller='index',traceparent='00-...'*/` at the end, values URL-encoded. marginalia:
`/*application:shop,controller:orders*/` at either end.
"""

from __future__ import annotations

import json
import re
from urllib.parse import unquote

import polars as pl

from aurorascope.logs.numbering import numbered_texts

LONGEST = 2000
_COMMENT = (
    r"(?s)^\s*/\*\s?([a-zA-Z_][\w.%-]*\s?[:=][^*]{1,2000}?)\s?\*/"
    r"|/\*\s?([a-zA-Z_][\w.%-]*\s?[:=][^*]{1,2000}?)\s?\*/[\s;]*$"
)
_QUOTED = re.compile(r"([\w.%-]{1,100})='((?>(?:[^'\\]|\\.)*))'(?:,|\Z)")
_PLAIN = re.compile(r"([\w.-]{1,100})\s?[:=]\s?([^,'\"]{0,500})(?:,\s?|\Z)")


def with_attributes(statements: pl.DataFrame) -> pl.DataFrame:
    """Put the pairs of comments at either end of the SQL into `extra`."""
    sql = statements["sql"]
    might = (sql.str.ends_with("*/") | sql.str.starts_with("/*")).fill_null(value=False)
    rows = might.arg_true()
    if not len(rows):
        return statements
    groups = sql.gather(rows).str.extract_groups(_COMMENT).struct.unnest()
    comments = groups.select(pl.coalesce(pl.all())).to_series()
    rows, comments = rows.filter(comments.is_not_null()), comments.drop_nulls()
    if not len(rows):
        return statements
    which, first = numbered_texts(comments)
    texts = pl.Series([_attributes(text) for text in comments.gather(pl.Series(first))], dtype=pl.String)
    own = statements["extra"] if "extra" in statements.columns else pl.Series([None], dtype=pl.String)
    own = own if len(own) == len(sql) else pl.repeat(None, len(sql), dtype=pl.String, eager=True)
    mine, said = own.gather(rows), texts.gather(pl.Series(which))
    both = pl.select(
        pl.when(mine.is_null()).then(said)
        .when(said.is_null()).then(mine)
        .otherwise(pl.concat_str(mine.str.strip_suffix("}"), pl.lit(","), said.str.strip_prefix("{")))
    ).to_series()  # fmt: skip
    return statements.with_columns(own.scatter(rows, both).alias("extra"))


def _attributes(comment: str) -> str | None:
    """Return the pairs of one comment as JSON; null where it is none of the two forms, whole."""
    for form, decode in ((_QUOTED, True), (_PLAIN, False)):
        found, at = {}, 0
        while match := form.match(comment, at):
            name, value = match[1], match[2]
            found[unquote(name) if decode else name] = (
                unquote(value.replace("\\'", "'")) if decode else value.strip()
            )
            at = match.end()
        if found and at == len(comment):
            return json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return None

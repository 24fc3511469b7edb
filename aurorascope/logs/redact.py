"""What a store may hold of people's data: nothing in a redacted store, no password in any.

Closed by default: a column stays in a redacted store only because it is known to hold none. A message keeps
its words where its wording is known, with every value folded; a message of unknown wording is as likely as
not application text (RAISE), and is withheld.
"""

from __future__ import annotations

import re

import polars as pl

from aurorascope.logs.families import OF_ENTRY, PARTICIPANT, TEXTS
from aurorascope.logs.fingerprint.messages import fold_message
from aurorascope.logs.secrets import ADDRESS, ASSIGNED, SECRET_WORDS, SUSPECT

GONE = "[withheld]"
WITHHELD = "[withheld: the wording is not known, so it may hold data]"
# One pattern, as it looks through a text three times as fast as a search for many words does.
ANY_SUSPECT = f"(?i){'|'.join(map(re.escape, SUSPECT))}"
# Kinds whose message is made of the server's own numbers and names.
PLAIN_TABLES = ("checkpoints", "vacuums", "analyzes", "lock_waits", "temp_files", "connections")
# Texts of the server's own that may repeat a password.
SPOKEN = {
    "entries": ("message", "detail", "context"),
    "server_events": ("attributes",),
    "log_settings": ("value",),
    "connections": ("failure",),
    "audit": ("statement", "parameters"),
    "plans": ("plan",),
}
EMPTIED = {
    "entries": ("detail", "hint", "context", "internal_query", "backtrace"),
    "statements": ("parameters", "detail", "context", "extra"),
    "audit": ("parameters",),
}


def withhold_secrets(tables: dict[str, pl.DataFrame]) -> None:
    """Take passwords, tokens and connection strings out of every text of a block, in every store."""
    families = tables.get("fingerprints")
    if families is not None:
        secret = families.filter(
            pl.col("normalized_sql").str.contains_any(list(SECRET_WORDS), ascii_case_insensitive=True)
        )
        if secret.height:
            _replace_texts(tables, secret)
    _scrub_spoken(tables)


def _scrub_spoken(tables: dict[str, pl.DataFrame]) -> None:
    """Take passwords out of what the server itself says."""
    for table, columns in SPOKEN.items():
        frame = tables.get(table)
        if frame is not None:
            spoken = [name for name in columns if name in frame.columns]
            suspect = frame.select(pl.col(spoken).str.contains(ANY_SUSPECT))
            changed = [_scrubbed(frame[one.name], one) for one in suspect.iter_columns() if one.any()]
            if changed:
                tables[table] = frame.with_columns(changed)


def _scrubbed(text: pl.Series, suspect: pl.Series) -> pl.Series:
    rows = suspect.fill_null(value=False).arg_true()
    clean = text.gather(rows).str.replace_all(ASSIGNED, "${1}${2}***").str.replace_all(ADDRESS, "${1}:***@")
    return text.scatter(rows, clean)


def redact(tables: dict[str, pl.DataFrame]) -> None:
    """Make a block's tables fit for a redacted store: no literal of any statement, parameter or value."""
    families = tables.get("fingerprints")
    if families is not None:
        _replace_texts(tables, families)
    for table, columns in EMPTIED.items():
        if table in tables:
            present = [name for name in columns if name in tables[table].columns]
            tables[table] = tables[table].with_columns(
                pl.lit(None, dtype=pl.String).alias(name) for name in present
            )
    if "entries" in tables:
        tables["entries"] = _messages(tables["entries"], _plain_kinds(tables))
    _scrub_spoken(tables)


def _replace_texts(tables: dict[str, pl.DataFrame], families: pl.DataFrame) -> None:
    """Put the families' text in the place of their statements, parameters away, in every table."""
    known = families.select("fingerprint", "normalized_sql").unique("fingerprint")
    for table in (*TEXTS, *OF_ENTRY):
        frame = tables.get(table)
        column = TEXTS.get(table, "statement")
        if frame is None or column not in frame.columns:
            continue
        rows = frame["fingerprint"].is_in(known["fingerprint"].implode()).fill_null(value=False).arg_true()
        if not len(rows):
            continue
        named = frame.select("fingerprint").select(pl.all().gather(rows))
        texts = named.join(known, on="fingerprint", how="left", maintain_order="left")["normalized_sql"]
        changed = [frame[column].scatter(rows, texts)]
        for name in ("parameters", "detail"):
            if name in frame.columns:
                away = pl.select(
                    pl.when(frame[name].gather(rows).is_not_null()).then(pl.lit(GONE))
                ).to_series()
                changed.append(frame[name].scatter(rows, away))
        tables[table] = frame.with_columns(changed)
    if "deadlocks" in tables:
        tables["deadlocks"] = _participants(tables["deadlocks"], known)


def _participants(deadlocks: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    texts = dict(known.iter_rows())
    lists = [
        [{**one, "statement": texts.get(one["fingerprint"], one["statement"])} for one in participants or ()]
        for participants in deadlocks["participants"].to_list()
    ]
    return deadlocks.with_columns(participants=pl.Series(lists, dtype=pl.List(PARTICIPANT)))


def _plain_kinds(tables: dict[str, pl.DataFrame]) -> set[tuple[str, int]]:
    """Return source and offset of the entries whose message is the server's own numbers and names."""
    return {
        place
        for table in PLAIN_TABLES
        if table in tables
        for place in tables[table].select("source", "offset").iter_rows()
    }


def _messages(entries: pl.DataFrame, plain: set[tuple[str, int]]) -> pl.DataFrame:
    _, folded = fold_message(entries["message"])
    keep = pl.Series(
        [place in plain for place in entries.select("source", "offset").iter_rows()], dtype=pl.Boolean
    )
    told = pl.col("kind").is_not_null() & (pl.col("kind") != "unrecognised")
    spoken = pl.col("kind").is_in(SPEAKING).fill_null(value=False)
    message = (
        pl.when(keep).then(pl.col("message"))
        .when(spoken).then(pl.format("[{}]", pl.col("kind")))
        .when(told).then(folded)
        .otherwise(pl.lit(WITHHELD))
    )  # fmt: skip
    return entries.with_columns(message=message)


# Kinds whose message repeats a statement or what a client said.
SPEAKING = ("plan", "pgaudit", "cron_job", "process_died", "deadlock")

"""Tables about the toolkit's own work: findings, coverage, runs, open ends."""

from __future__ import annotations

from aurorascope.model.table import Table, columns
from aurorascope.store.schemas.shared import LABELS

UPKEEP_TABLES = (
    Table(
        "findings",
        "one finding of a check over one period",
        columns(("ts", "timestamp", "When it was found."))
        + LABELS
        + columns(
            ("check", "text", "Name of the check."),
            ("subject", "text", "What it is about; the same from night to night."),
            ("severity", "text", "note, watch or act.", "finding_severity"),
            ("title", "text", "What was found, in one sentence."),
            ("evidence", "json", "The numbers that show it: label, value and unit of each."),
            ("effect", "text", "What it costs."),
            ("effect_us", "bigint", "What it costs in database time a day; null where it is not time."),
            ("suggestion", "text", "What to do."),
            ("mending", "text", "The command that mends it, or begins to."),
            ("page", "text", "Path and query of the page that shows it."),
            ("first_at", "timestamp", "When it was first true in the period."),
            ("last_at", "timestamp", "When it was last true in the period."),
            ("owner", "text", "Who owns the cluster, by its tags."),
            ("acknowledged_until", "timestamp", "Until when it was silenced when it was found; null if not."),
            ("judged_from", "timestamp", "Begin of the period that was judged."),
            ("judged_to", "timestamp", "End of the period that was judged."),
        ),
    ),
    Table(
        "acknowledgements",
        "one finding silenced, by whom, until when and why; the latest row of a subject counts",
        columns(("ts", "timestamp", "When it was silenced."))
        + LABELS
        + columns(
            ("check", "text", "Name of the check."),
            ("subject", "text", "What it is about; null: all that the check finds there."),
            ("actor", "text", "Who silenced it."),
            ("reason", "text", "Why."),
            ("valid_to", "timestamp", "Until when; at or before ts: taken back."),
        ),
    ),
    Table(
        "coverage",
        "one contiguous span of one source taken in",
        LABELS
        + columns(
            ("run", "text", "The run that took it in."),
            ("source", "text", "The source (16 hex digits)."),
            ("path", "text", "Path or URL that it was read from."),
            ("log_kind", "text", "postgresql, slowquery, error, audit, general; null where it is no log."),
            ("collector", "text", "The collector that took it in; null for files."),
            ("series", "text", "What of it: the collector's name for what it read to the same moment."),
            ("route", "text", "file, stdin, api, cloudwatch, s3 or rds_file."),
            ("format", "text", "Format that was recognised."),
            ("prefix", "text", "log_line_prefix that was used."),
            ("covered_from", "timestamp", "Time of the first entry."),
            ("covered_to", "timestamp", "Time of the last entry."),
            ("expected_bytes", "bigint", "Bytes that the source has; null where unknown."),
            ("bytes", "bigint", "Bytes taken in, decompressed."),
            ("position_from", "bigint", "Byte offset at which the span begins."),
            ("position_to", "bigint", "Byte offset at which the span ends."),
            ("entries", "bigint", "Entries read."),
            (
                "filtered_entries",
                "bigint",
                "Of them, those that the run's filter left out: no table has their rows.",
            ),
            ("filter", "text", "The filter that the run was given; null where it took in everything."),
            ("unparsed_entries", "bigint", "Entries that were not understood."),
            ("first_unparsed", "text", "The first of them, cut at 200 characters; null in a redacted store."),
            ("first_unparsed_offset", "bigint", "Its byte offset."),
            ("truncated", "boolean", "True where the source ended early."),
            ("status", "text", "complete, partial, failed, or unread: it is there, and not read by design."),
            ("reason", "text", "Why it is not complete, or not read, as a sentence."),
        ),
        time="covered_from",
    ),
    Table(
        "runs",
        "one run",
        columns(
            ("run", "text", "Id of the run."),
            ("started_at", "timestamp", "When it began."),
            ("ended_at", "timestamp", "When it was committed."),
            ("version", "text", "Version of aurorascope."),
            ("command", "text", "What was run: ingest, collect, compact."),
            ("status", "text", "complete or partial."),
        ),
        time="started_at",
    ),
    Table(
        "open_ends",
        "the raw end of a log whose entries a later run may still continue",
        LABELS
        + columns(
            ("ts", "timestamp", "Time of the newest entry of the log."),
            ("run", "text", "The run that left it open."),
            ("log", "text", "The source that the log ended with."),
            ("source", "text", "The source."),
            ("format", "text", "Format of the log."),
            ("pid", "bigint", "Process whose entry is open."),
            ("offset", "bigint", "Byte offset of the entry."),
            (
                "raw",
                "text",
                "Its bytes as latin-1 text; null in a redacted store, where the file is read again.",
            ),
            ("length", "bigint", "Its length in bytes."),
            ("files", "text[]", "Files of the table that hold its provisional rows."),
        ),
        hidden=True,
    ),
    Table(
        "watermarks",
        "how far one series of one collector was taken in",
        columns(("ts", "timestamp", "When it was committed."))
        + LABELS
        + columns(
            ("collector", "text", "The collector; null in the row that names the files of rows still open."),
            ("series", "text", "The collector's name for what it reads."),
            ("reached", "timestamp", "Everything before was taken in."),
            ("state", "json", "What else the collector needs to go on.", "series_state"),
            ("files", "text[]", "Files that hold rows which a later run may replace."),
        ),
        hidden=True,
    ),
)

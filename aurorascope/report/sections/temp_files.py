"""Temporary files: when, how large, and whose."""

from aurorascope.model.page import Column
from aurorascope.report.item import OF_FAMILY, OF_ONE, Item, Section, grouped

FILES = Column("temp_files", "Files", "count")
BYTES = Column("temp_bytes", "Size", "bytes", bar=True)
LARGEST = Column("max_bytes", "Largest", "bytes")
QUIET = "No temporary file was logged. log_temp_files says from which size on they are."


def whose(word: str, title: str) -> Item:
    """Return the temporary files by one dimension."""
    return Item(
        f"temp_files_by_{word}",
        f"By {title.lower()}",
        "temp_files_by",
        (grouped(word, title), FILES, BYTES, LARGEST),
        by=(word,),
        page="/temp-files#panel-by",
        sets={"by": word},
        most=10,
        half=True,
        empty=QUIET,
    )


def ranked(name: str, title: str, rank_by: str) -> Item:
    """Return the families by one measure of their files."""
    return Item(
        name,
        title,
        "temp_files_by_statement",
        (OF_FAMILY, FILES, BYTES, Column("mean_bytes", "Mean", "bytes"), LARGEST),
        params={"top": 10, "rank_by": rank_by},
        page="/temp-files#panel-statements",
        sets={"rank_by": rank_by},
        row_page=OF_ONE,
        most=10,
        empty=QUIET,
    )


SECTION = Section(
    "temp_files",
    "Temporary files",
    "What did not fit into work_mem and went to the disk of the instance.",
    (
        Item(
            "temp_bytes_over_time",
            "Size over time",
            "temp_files_over_time",
            (BYTES, FILES, LARGEST),
            draw="bars",
            y="temp_bytes",
            page="/temp-files#panel-bytes",
            half=True,
            empty=QUIET,
        ),
        Item(
            "temp_files_over_time",
            "Number over time",
            "temp_files_over_time",
            (FILES, BYTES),
            draw="bars",
            y="temp_files",
            page="/temp-files#panel-files",
            half=True,
            empty=QUIET,
        ),
        ranked("temp_files_largest", "Statements by size", "temp_bytes"),
        ranked("temp_files_most", "Statements by number", "temp_files"),
        whose("user", "User"),
        whose("database", "Database"),
        whose("host", "Host"),
        whose("application", "Application"),
    ),
)

"""Proofs on a real PostgreSQL: four destinations agree, prefixes are learnt, entries have their kinds."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import polars as pl
import pytest

from aurorascope.ingest.syslog import Syslog
from aurorascope.logs.detect import detect
from aurorascope.logs.kinds import builtin_folder, load_kinds
from aurorascope.logs.parsers import parser_of
from aurorascope.logs.starts import FormatSpec
from aurorascope.model.block import Block, Piece
from aurorascope.sources.syslog import Calendar, last_written
from tests.logs.real_server import STORIES, Receiver, server
from tests.logs.test_prefix_detection import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable

KINDS = load_kinds([builtin_folder("postgresql")])
EVERYTHING = "%m|%u|%d|%r|%p|%l|%e|%c|%v|%x|%Q|%b|%a|"
# Where a line stands is another place in each file, and each destination numbers its own lines.
OWN = ("source", "offset", "line_num")


def tables(spec: FormatSpec, data: bytes) -> dict[str, pl.DataFrame]:
    """Return all rows of a log that is read as one block."""
    parser = parser_of(spec, KINDS, redacted=False)
    return parser.parse(Block(data, (Piece(0, "log", 0),), closing=True)).tables


def rows(frame: pl.DataFrame) -> Counter[str]:
    """Return the rows of a table as text, without what is a file's own."""
    names = sorted(name for name in frame.columns if name not in OWN and not frame[name].is_null().all())
    return Counter(str(row) for row in frame.select(names).rows(named=True))


@pytest.mark.proof
@pytest.mark.server
def test_four_destinations_of_one_server_agree(proved: Callable[[str], None]) -> None:
    receiver = Receiver()
    receiver.start()
    settings = {
        "log_destination": "'stderr,csvlog,jsonlog,syslog'", "log_line_prefix": f"'{EVERYTHING}'",
        "log_statement": "all", "log_min_duration_statement": "0", "syslog_ident": "'postgres'",
    }  # fmt: skip
    try:
        with server(**settings) as running:
            running.sql((STORIES / "story.sql").read_text())
            running.run("pgbench", "-i", "-q", "postgres")
            running.run("pgbench", "-c", "4", "-t", "50", "-M", "prepared", "postgres")
            running.stop()
            logs = {name: running.log(name) for name in ("log", "csv", "json")}
            version = running.run("postgres", "--version").strip()
    finally:
        sent = receiver.close()
    syslog = Syslog(sent[: 256 << 10], EVERYTHING, Calendar(last_written("x", None)))
    logs["syslog"] = b"".join(text + b"\n" for _, text in syslog.messages([sent]))
    before = sent.index(
        b"redirecting log output to logging collector"
    )  # said to the others before they were there
    assert before < 4096
    logs["syslog"] = logs["syslog"][logs["syslog"].index(b"\n", logs["syslog"].index(b"HINT:")) + 1 :]
    stderr = FormatSpec("stderr", EVERYTHING)
    made = {
        "stderr": tables(stderr, logs["log"]), "csvlog": tables(FormatSpec("csvlog", ""), logs["csv"]),
        "jsonlog": tables(FormatSpec("jsonlog", ""), logs["json"]), "syslog": tables(stderr, logs["syslog"]),
    }  # fmt: skip
    proved(f"{version}: one run with log_destination = 'stderr,csvlog,jsonlog,syslog'")
    proved(f"syslog: {len(sent.splitlines()):,} lines, {syslog.lost + syslog.others} not understood")
    for name, found in made.items():
        counts = ", ".join(
            f"{table} {frame.height:,}" for table, frame in sorted(found.items()) if frame.height
        )
        proved(f"{name}: {counts}")
    assert made["stderr"]["statements"].height > 1000
    for name, found in made.items():
        assert set(found) == set(made["stderr"]), name
        for table, frame in made["stderr"].items():
            if table != "fingerprints":
                ours, theirs = rows(frame), rows(found[table])
                assert theirs == ours, (
                    name,
                    table,
                    list((theirs - ours).elements())[:2],
                    list((ours - theirs).elements())[:2],
                )
    proved("every table is the same from each of the four")


@pytest.mark.proof
@pytest.mark.server
def test_prefixes_of_a_real_server_are_learnt(proved: Callable[[str], None]) -> None:
    columns = (
        "pid",
        "user_name",
        "database_name",
        "client_host",
        "application",
        "sqlstate",
        "vxid",
        "xid",
        "query_id",
        "ts",
    )
    absent: Counter[str] = Counter()
    with server(
        log_destination="'stderr,csvlog'", log_statement="all", log_min_duration_statement="0"
    ) as running:
        running.sql(
            "CREATE ROLE app LOGIN; CREATE ROLE billing LOGIN; CREATE DATABASE shop; CREATE DATABASE ledger;"
        )
        for number, prefix in enumerate(PREFIXES):
            begun = {name: len(running.log(name)) for name in ("log", "csv")}
            running.sql(f"ALTER SYSTEM SET log_line_prefix = '{prefix}'; SELECT pg_reload_conf();")
            running.sql("SELECT pg_sleep(0.3)")
            begun = {name: len(running.log(name)) for name in ("log", "csv")}
            for user, database in (
                ("app", "shop"),
                ("billing", "ledger"),
                ("app", "ledger"),
                ("postgres", "shop"),
            ):
                running.sql("SELECT 1; SELECT * FROM nix; SELECT 'a\nb';", "-U", user, database=database)
                running.sql("SELECT pg_sleep(0.01)", "-U", user, f"--variable=n={number}", database=database)
            running.sql("CHECKPOINT; SELECT pg_sleep(0.2)")
            text, csv = (running.log(name)[begun[name] :] for name in ("log", "csv"))
            found = detect(text)
            assert found.prefix is not None, (prefix, found)
            ours = tables(FormatSpec("stderr", found.prefix.text), text)["entries"]
            theirs = tables(FormatSpec("csvlog", ""), csv)["entries"]
            assert ours.height == theirs.height, (prefix, found.prefix.text)
            assert ours["message"].to_list() == theirs["message"].to_list(), (prefix, found.prefix.text)
            for column in columns:
                if column not in ours.columns or column not in theirs.columns:
                    absent[column] += 1
                    continue
                both = pl.DataFrame({"ours": ours[column], "theirs": theirs[column]})
                if column == "ts":
                    both = both.with_columns(pl.all().dt.truncate("1s"))
                wrong = both.filter(
                    pl.col("ours").is_not_null() & (pl.col("ours").ne_missing(pl.col("theirs")))
                )
                assert not wrong.height, (prefix, found.prefix.text, column, wrong.head(3).rows())
                absent[column] += both["ours"].is_null().all() and not both["theirs"].is_null().all()
            proved(f"{prefix!r} was read as {found.prefix.text!r}: {ours.height} entries")
    proved(f"{len(PREFIXES)} prefixes, no value that csvlog does not say; columns that no prefix gives or")
    proved(
        "give or that nothing decides: "
        + ", ".join(f"{name} {count}" for name, count in absent.most_common())
    )


@pytest.mark.proof
@pytest.mark.server
def test_a_regression_workload_is_classified(proved: Callable[[str], None]) -> None:
    settings = {"log_statement": "all", "log_min_duration_statement": "0", "log_min_messages": "debug1"}
    with server(**settings, log_line_prefix="'%t:%r:%u@%d:[%p]:'") as running:
        running.sql("CREATE DATABASE regression")
        running.sql((STORIES / "regression.sql").read_text(), database="regression")
        running.run("pgbench", "-i", "-q", "regression")
        running.run("pgbench", "-c", "4", "-t", "100", "-M", "prepared", "regression")
        running.stop()
        text = running.log()
    found = detect(text[: 256 << 10])
    assert found.prefix is not None
    made = tables(FormatSpec("stderr", found.prefix.text), text)
    entries, statements = made["entries"], made["statements"]
    unknown = entries.filter(pl.col("kind").is_null())
    strange = entries.filter(pl.col("kind") == "unrecognised")
    total = entries.height + statements.height
    proved(f"{len(text):,} bytes: {statements.height:,} statements, {entries.height:,} other entries")
    proved(f"entries of no known kind: {unknown.height:,}, {unknown.height / total:.2%} of all")
    proved(f"lines that are no entry: {strange.height}")
    reasons = Counter(
        (severity, re.sub(r'"[^"]*"|\d+', "…", (message or "").split("\n")[0])[:70])
        for severity, message in unknown.select("severity", "message").iter_rows()
    )
    for (severity, form), count in reasons.most_common(40):
        proved(f"  {count:5d}  {severity}: {form}")
    assert not strange.height
    assert unknown.height < 0.05 * total

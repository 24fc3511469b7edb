"""What syslog made of a server's log is the server's log again, however it wrote its lines."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aurorascope.ingest.run import ingest
from aurorascope.ingest.syslog import Syslog, is_syslog
from aurorascope.sources.syslog import Calendar
from aurorascope.store.store import Store
from tests.logs.rendering import Record, life, lines

WHEN = datetime(2026, 11, 20, tzinfo=UTC)
SIZE = 900  # bytes of a part
FORMS = {
    "rfc3164": lambda when, pid: f"{when:%b} {when.day:2d} {when:%H:%M:%S} db1 postgres[{pid}]: ",
    "raw": lambda when, pid: f"<134>{when:%b} {when.day:2d} {when:%H:%M:%S} db1 postgres[{pid}]: ",
    "iso": lambda when, pid: f"{when:%Y-%m-%dT%H:%M:%S.%f}+00:00 db1 postgres[{pid}]: ",
    "journal": lambda when, pid: f"{when:%Y-%m-%dT%H:%M:%S}+0000 db1 postgres[{pid}]: ",
    "rfc5424": lambda when, pid: f"<134>1 {when:%Y-%m-%dT%H:%M:%S.%f}Z db1 postgres {pid} - - ",
}


def parts(text: str) -> list[str]:
    """Cut a message as the server does: at newlines, and long lines at a blank."""
    found = []
    for whole in text.split("\n"):
        line = whole
        while len(line.encode()) > SIZE:
            cut = line.encode()[:SIZE].decode("utf-8", "ignore")
            at = max(cut.rfind(" "), cut.rfind("\t"))
            cut = cut[:at] if at > 0 and line[len(cut)] not in " \t" else cut
            found.append(cut)
            line = line[len(cut) :]
        found.append(line)
    return found


def syslog(prefix: str, records: list[Record], form: str, *, numbers: bool = True, octal: bool = True) -> str:
    """Write records as a server with `log_destination = syslog` sends them."""
    written = []
    sent: dict[str, int] = {}
    for record in records:
        pid = record.values["p"]
        sent[pid] = sent.get(pid, 0) + 1
        for number, part in enumerate(parts("\n".join(lines(prefix, record))), 1):
            mark = f"[{sent[pid]}-{number}] " if numbers else ""
            text = part.replace("\t", "#011") if octal else part
            written.append(FORMS[form](record.time, pid) + mark + text + "\n")
    return "".join(written)


def read(text: str, prefix: str | None = None, size: int = 4096) -> tuple[Syslog, str]:
    data = text.encode()
    found = Syslog(data[: 256 << 10], prefix, Calendar(WHEN))
    chunks = [data[at : at + size] for at in range(0, len(data), size)]
    return found, "".join(f"{message.decode()}\n" for _, message in found.messages(chunks))


def stderr(prefix: str, records: list[Record]) -> str:
    return "".join(f"{line}\n" for record in records for line in lines(prefix, record))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("prefix", ["%m [%p] %q%u@%d ", "%t:%r:%u@%d:[%p]:", "<%t|%c|%u|%d> "])
@pytest.mark.parametrize(("numbers", "octal"), [(True, True), (True, False), (False, True)])
def test_a_prefix_with_time_and_process_gives_the_bytes_of_stderr(
    form: str, prefix: str, numbers: bool, octal: bool
) -> None:
    records = life(3, sessions=4)
    text = syslog(prefix, records, form, numbers=numbers, octal=octal)
    assert is_syslog(text.encode())
    found, made = read(text)
    assert made == stderr(prefix, records)
    assert found.whole_prefix.replace("%@", "%r") in {prefix, prefix.replace("%u", "%*").replace("%d", "%*")}


@pytest.mark.parametrize("form", FORMS)
def test_what_the_prefix_does_not_say_is_said_by_syslog(form: str) -> None:
    found, made = read(syslog("user=%u,db=%d ", life(3, sessions=4), form))
    assert found.whole_prefix.endswith("[%p] user=%u,db=%d ")
    time = r"2026-11-19 03:1\d:\d\d UTC" if "3164" in form or form == "raw" else r"1795058\d{3}\.\d{3}"
    for line in made.splitlines():
        assert re.match(rf"\t|{time} \[\d+\] user=\S*,db=\S* [A-Z]+:  ", line), line


@settings(max_examples=20, deadline=None)
@given(st.text("ab \tcé", min_size=0, max_size=4000), st.sampled_from(["iso", "rfc3164"]))
def test_a_statement_of_any_length_is_put_together(words: str, form: str) -> None:
    statement = "SELECT '" + re.sub(r"\s*\t\s*", "\n ", words).strip() + "'"
    record = life(1, sessions=1)[0]
    long = Record(record.time, "LOG", f"duration: 1.000 ms  statement: {statement}", record.values)
    _, made = read(syslog("%m [%p] ", [record, long, record], form))
    assert made == stderr("%m [%p] ", [record, long, record])


def test_servers_and_programs_in_one_file_are_kept_apart() -> None:
    first = syslog("%m [%p] ", life(1), "rfc3164")
    second = first.replace(" db1 ", " db2 ")
    mixed = "".join(
        f"{a}\n{b}\nNov 19 03:14:15 db1 sshd[7]: Accepted publickey for app\n"
        for a, b in zip(first.splitlines(), second.splitlines(), strict=True)
    )
    found = Syslog(mixed.encode(), None, Calendar(WHEN))
    texts: dict[str, str] = {}
    for host, message in found.messages([mixed.encode()]):
        texts[host] = texts.get(host, "") + message.decode() + "\n"
    assert texts == {"db1": stderr("%m [%p] ", life(1)), "db2": stderr("%m [%p] ", life(1))}
    assert found.others == len(first.splitlines())


def test_parts_of_several_processes_may_stand_between_each_other() -> None:
    head = "Nov 19 03:14:15 db1 postgres[{}]: "
    text = (
        head.format(1) + "[4-1] [1] LOG:  statement: select\n" + head.format(2) + "[9-1] [2] ERROR:  no\n"
        + head.format(1) + "[4-2] #011 1\n" + head.format(2) + "[9-2] [2] STATEMENT:  do\n"
    )  # fmt: skip
    _, made = read(text, prefix="[%p] ")
    stamp = "2026-11-19 03:14:15 UTC "
    assert (
        made
        == f"{stamp}[1] LOG:  statement: select\n\t 1\n{stamp}[2] ERROR:  no\n{stamp}[2] STATEMENT:  do\n"
    )


def test_a_repeated_message_is_counted_as_often_as_it_was() -> None:
    head = "Nov 19 03:14:15 db1 "
    text = f"{head}postgres[1]: [4-1] [1] LOG:  x\n{head}last message repeated 3 times\n"
    found, made = read(text, prefix="[%p] ")
    assert made.count("LOG:  x") == 4
    assert found.repeated == 1


@pytest.mark.parametrize(
    ("stamps", "last", "dated"),
    [
        (["Nov 19", "Nov 20"], datetime(2026, 11, 20, tzinfo=UTC), ["2026-11-19", "2026-11-20"]),
        (["Nov 19"], datetime(2026, 3, 1, tzinfo=UTC), ["2025-11-19"]),
        (["Dec 31", "Jan  1"], datetime(2026, 1, 2, tzinfo=UTC), ["2025-12-31", "2026-01-01"]),
        (["Feb 29"], datetime(2024, 3, 1, tzinfo=UTC), ["2024-02-29"]),
        (
            ["Jan  1", "Dec 31", "Jan  1"],
            datetime(2026, 1, 1, tzinfo=UTC),
            ["2026-01-01", "2025-12-31", "2026-01-01"],
        ),
    ],
)
def test_the_year_is_the_latest_that_can_be(stamps: list[str], last: datetime, dated: list[str]) -> None:
    calendar = Calendar(last)
    assert [calendar.dated(f"{stamp} 03:14:15".encode())[:10].decode() for stamp in stamps] == dated


@pytest.mark.parametrize("order", [("iso", "rfc3164"), ("rfc3164", "iso")])
def test_a_file_in_which_the_form_of_stamps_changes_is_read(order: tuple[str, str]) -> None:
    records = life(3, sessions=4)
    half = len(records) // 2
    text = syslog("user=%u ", records[:half], order[0]) + syslog("user=%u ", records[half:], order[1])
    found, made = read(text.replace("+00:00", "+01:00"), size=1 << 20)
    assert found.lost == 0
    stamps = [int(line.split(".", 1)[0]) for line in made.splitlines() if not line.startswith("\t")]
    assert stamps == sorted(stamps)  # the clock of the lines that name no zone is that of those that do


def test_a_file_of_other_programs_is_not_ours() -> None:
    assert not is_syslog(b"Nov 19 03:14:15 db1 sshd[7]: Accepted publickey\n" * 5)
    assert not is_syslog(Path(__file__).read_bytes())


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_no_mutation_of_a_syslog_makes_it_raise(data: st.DataObject) -> None:
    text = bytearray(syslog("%m [%p] ", life(2, sessions=2), "iso")[:3000].encode())
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(text)))
        text[at : at + data.draw(st.integers(0, 20))] = data.draw(st.binary(max_size=6))
    found = Syslog(bytes(text), None, Calendar(WHEN))
    assert sum(1 for _ in found.messages([bytes(text)])) <= text.count(b"\n") + 1


def test_each_server_of_a_file_is_an_instance(tmp_path: Path) -> None:
    first = syslog("user=%u,db=%d ", life(1, sessions=2), "iso")
    (tmp_path / "postgres.log").write_text(first + first.replace(" db1 ", " db2 "))
    one = ingest(tmp_path / "postgres.log", store=tmp_path / "s", prefix="user=%u,db=%d ", workers=1)
    assert [(source.status, source.format) for source in one.sources] == [("complete", "stderr")] * 2
    rows = Store.open(tmp_path / "s").snapshot().query(
        "SELECT instance, count(*) AS n, min(pid) AS pid, min(ts) AS first"
            " FROM entries GROUP BY instance ORDER BY 1"
    ).to_pylist()  # fmt: skip
    assert [row["instance"] for row in rows] == ["db1", "db2"]
    assert rows[0]["n"] == rows[1]["n"] > 5
    assert rows[0]["pid"] is not None
    assert rows[0]["first"] == life(1, sessions=2)[0].time.replace(microsecond=23000)
    again = ingest(tmp_path / "postgres.log", store=tmp_path / "s", prefix="user=%u,db=%d ", workers=1)
    assert [source.status for source in again.sources] == ["unchanged"] * 2


def test_a_log_without_any_time_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.log").write_text("[7] LOG:  said\n[7] ERROR:  no\n")
    (source,) = ingest(tmp_path / "x.log", store=tmp_path / "s", workers=1).sources
    assert source.status == "failed"
    assert "says no time as %t, %m or %n do" in source.reason

"""The benchmark of each format: one generated log as stderr, csvlog, jsonlog, syslog and gz, each into a store.

    python tests/benchmarks/formats.py [--repeats 5] [--bytes 100MB] [--json FILE]

A log with RDS's prefix is written again as the same server would have written it in the other formats. Prints the
medians of wall and CPU time and each format's share of stderr's; it is never a gate.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bench import DATA, compressed, generated, ingest, median
from generate import size
from process_cost import Cost

if TYPE_CHECKING:
    from collections.abc import Iterator

TARGETS = {"csvlog": 2.0, "jsonlog": 2.0, "gz": 1.5}
HEAD = re.compile(
    r"(?P<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) UTC:"
    r"(?P<remote>[^@]*?):(?P<user>[^:@]*)@(?P<db>[^:]*):\[(?P<pid>\d+)\]:"
    r"(?P<severity>[A-Z0-9]+):  "
)
PARTS = {
    "DETAIL": "detail", "HINT": "hint", "CONTEXT": "context", "STATEMENT": "statement", "QUERY": "internal_query",
}  # fmt: skip
Record = dict[str, str]


def records(path: Path) -> Iterator[Record]:
    """Yield the messages of a log, each with what belongs to it."""
    record: Record = {}
    part = ""
    with path.open(encoding="utf-8", errors="replace", newline="\n") as lines:
        for line in lines:
            head = HEAD.match(line)
            text = line.rstrip("\n")
            if head is None:
                record[part] += "\n" + text.removeprefix("\t")
                continue
            word = head["severity"]
            if word in PARTS:
                part = PARTS[word]
                record[part] = text[head.end() :]
                continue
            if record:
                yield record
            part = "message"
            record = {**head.groupdict(), "message": text[head.end() :]}
    if record:
        yield record


def quoted(text: str) -> str:
    """Write a field; nothing for one that is absent."""
    return '"' + text.replace('"', '""') + '"' if text else ""


def as_csv(record: Record, number: int) -> str:
    """Write a record as csvlog of 26 columns."""
    host, _, port = record["remote"].removesuffix(")").partition("(")
    state = "00000" if record["severity"] == "LOG" else "42P01"
    names = ("message", "detail", "hint", "internal_query", "", "context", "statement")
    cells = [
        record["time"] + ".000 UTC", quoted(record["user"]), quoted(record["db"]), record["pid"],
        quoted(f"{host}:{port}" if port else host), f"6afe698a.{int(record['pid']):x}", str(number), '"SELECT"',
        record["time"] + " UTC", "3/4", "0", record["severity"], state,
        *(quoted(record.get(name, "")) for name in names), "", "", '"app"', '"client backend"', "", "0",
    ]  # fmt: skip
    return ",".join(cells) + "\n"


def as_json(record: Record, number: int) -> str:
    """Write a record as jsonlog."""
    host, _, port = record["remote"].removesuffix(")").partition("(")
    said: dict[str, object] = {"timestamp": record["time"] + ".000 UTC"}
    said |= {"user": record["user"], "dbname": record["db"]} if record["user"] else {}
    said |= {"pid": int(record["pid"])}
    said |= {"remote_host": host} if host else {}
    said |= {"remote_port": int(port)} if port else {}
    said |= {
        "session_id": f"{1795058058:x}.{int(record['pid']):x}", "line_num": number, "ps": "SELECT",
        "session_start": record["time"] + " UTC", "vxid": "3/4", "txid": 0, "error_severity": record["severity"],
    }  # fmt: skip
    said |= {} if record["severity"] == "LOG" else {"state_code": "42P01"}
    said |= {name: record[name] for name in ("message", *PARTS.values()) if record.get(name)}
    said |= {"application_name": "app", "backend_type": "client backend", "query_id": 0}
    return json.dumps(said, separators=(",", ":"), ensure_ascii=False) + "\n"


def as_syslog(record: Record, number: int) -> str:
    """Write a record as syslog does, a line a part."""
    prefix = f"{record['time']} UTC:{record['remote']}:{record['user']}@{record['db']}:[{record['pid']}]:"
    said = [f"{prefix}{record['severity']}:  {record['message']}"]
    said += [f"{prefix}{word}:  {record[name]}" for word, name in PARTS.items() if name in record]
    lines = "\n".join(one.replace("\n", "\n#011") for one in said).split("\n")
    head = f"Nov 19 {record['time'][11:]} db1 postgres[{record['pid']}]: "
    return "".join(f"{head}[{number}-{place}] {line}\n" for place, line in enumerate(lines, 1))


WRITTEN = {"csvlog": (as_csv, ".csv"), "jsonlog": (as_json, ".json"), "syslog": (as_syslog, ".syslog")}


def written(path: Path, name: str) -> Path:
    """Return the log in a format, made once."""
    write, ending = WRITTEN[name]
    made = DATA / (path.stem + ending)
    if not made.exists() or made.stat().st_mtime < max(path.stat().st_mtime, Path(__file__).stat().st_mtime):
        with made.open("w", encoding="utf-8", newline="\n") as out:
            for number, record in enumerate(records(path), 1):
                out.write(write(record, number))
    return made


def main() -> None:
    """Measure, alternating, and say."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--repeats", type=int, default=5)
    options.add_argument("--bytes", type=size, default=size("100MB"))
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--json", type=Path)
    asked = options.parse_args()
    path = generated(asked.bytes, asked.seed)
    logs = {"stderr": path, **{name: written(path, name) for name in WRITTEN}, "gz": compressed(path)}
    costs: dict[str, list[Cost]] = {name: [] for name in logs}
    for _ in range(asked.repeats):
        for name, log in logs.items():
            costs[name].append(ingest(log))
    rows = {
        name: {
            "MB": logs[name].stat().st_size / 1e6,
            "wall s": median(of_one, "wall_s"),
            "CPU s": median(of_one, "cpu_s"),
        }
        for name, of_one in costs.items()
    }
    for name, row in rows.items():
        shares = [row[figure] / rows["stderr"][figure] for figure in ("wall s", "CPU s")]
        target = f", target {TARGETS[name]}" if name in TARGETS else ""
        print(
            f"{name:8} {row['MB']:7.1f} MB  {row['wall s']:6.2f} s wall, {row['CPU s']:6.2f} s CPU: "
            f"{shares[0]:.2f} and {shares[1]:.2f} times stderr's{target}"
        )
    if asked.json:
        asked.json.write_text(json.dumps(rows, indent=1) + "\n")


if __name__ == "__main__":
    sys.exit(main())

"""Writes the pages of the manual that are made from the code: `make docs`; a test compares them."""

from __future__ import annotations

import re
import runpy
import sys
import tomllib
from collections import defaultdict
from importlib import import_module
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from pkgutil import walk_packages
from typing import TYPE_CHECKING

import click

from aurorascope.catalog import load_checks, load_collectors
from aurorascope.cli.main import cli
from aurorascope.logs.kinds import builtin_folder, load_kinds
from aurorascope.model.support import Support
from aurorascope.store.schemas import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.model.event_kind import EventKind
    from aurorascope.model.finding import Case

DOCS = Path(__file__).parent
MADE = "<!-- made by `make docs`; edits belong in the code -->"


def cli_page() -> str:
    """Return the reference of the command line: every command with its help, as it prints it."""
    lines = ["# The command line", "", MADE, ""]
    lines += [
        "Exit codes: [exit-codes.md](exit-codes.md). stdout is data, stderr is progress and errors.",
        "",
    ]
    for context in walk(context_of(cli, None)):
        lines += [f"## {context.command_path}", "", "```", context.command.get_help(context), "```", ""]
    return "\n".join(lines)


def context_of(command: click.Command, parent: click.Context | None) -> click.Context:
    """Return the context in which `command` prints its help on a terminal of 100 columns."""
    name = command.name if parent else "aurorascope"
    return click.Context(command, parent, name, terminal_width=100, **command.context_settings)


def walk(context: click.Context) -> Iterator[click.Context]:
    """Yield `context` and those of every command below it."""
    yield context
    if isinstance(context.command, click.Group):
        for name in context.command.list_commands(context):
            below = context.command.get_command(context, name)
            if below is not None:
                yield from walk(context_of(below, context))


def tables_page() -> str:
    """Return the dictionary of the store: every table, every column, its sentence."""
    lines = ["# The tables", "", MADE, ""]
    lines += [
        "Times are UTC microseconds, durations integer microseconds. Also: `aurorascope tables NAME`.",
        "",
    ]
    for table in TABLES.values():
        if table.hidden:
            continue
        lines += [
            f"## {table.name}",
            "",
            f"A row is {table.doc}.",
            "",
            "| column | type | |",
            "|---|---|---|",
        ]
        lines += [f"| `{c.name}` | {cell(c.type)} | {cell(c.doc)} |" for c in table.columns]
        lines.append("")
    return "\n".join(lines)


NUMBER = re.compile(r"[0-9]+")
ENGINES = {
    "postgresql": "PostgreSQL",
    "mysql": "MySQL: the error log",
    "pgbouncer": "PgBouncer",
    "rds-proxy": "RDS Proxy",
}
ORDER = attrgetter("order")
READERS = ("aurorascope.logs", "aurorascope.sources")


def logs_matrix() -> list[str]:
    """Return a row for each log and wrapping that is read, from what its own file says of it."""
    found = []
    for package in READERS:
        top = import_module(package)
        for module in walk_packages(top.__path__, f"{package}."):
            support = getattr(import_module(module.name), "SUPPORT", None)
            found += [support] if isinstance(support, Support) else []
    lines = ["The log is known by its content; no option names it.", ""]
    lines += ["| log | forms | rows in | the tests' logs |", "|---|---|---|---|"]
    lines += [f"| {it.log} | {it.forms} | {it.rows} | {it.proof} |" for it in sorted(found, key=ORDER)]
    return [*lines, "", "Constructed: made from documentation and sources, no server wrote it.", ""]


def support_page() -> str:
    """Return the event kinds, the server versions they are written for, and which samples prove them."""
    lines = ["# What is recognised", "", MADE, ""]
    lines += ["Versions are the servers' own; a test reads the samples of a kind.", ""]
    lines += ["A message of no kind is a row of `log_entries` all the same.", ""]
    lines += ["## Logs", "", *logs_matrix()]
    for engine, title in ENGINES.items():
        found = load_kinds([builtin_folder(engine)], engine=engine, samples=True)
        proved: dict[str, set[str]] = defaultdict(set)
        for sample in found.samples:
            proved[sample.kind].add(sample.version)
        lines += [f"## {title}", ""]
        for doc, kinds in groupby(found.kinds, key=lambda kind: kind.doc):
            lines += [
                f"### {cell(doc)}",
                "",
                "| kind | rows in | versions | samples of |",
                "|---|---|---|---|",
            ]
            lines += [kind_row(kind, proved[kind.name]) for kind in kinds]
            lines.append("")
    return "\n".join(lines)


def kind_row(kind: EventKind, proved: set[str]) -> str:
    """Return the row of one event kind."""
    tables = ["entries", *(fill.table for fill in kind.fills if fill.table != "session")]
    samples = sorted(
        proved, key=lambda version: (version[0].isalpha(), [int(n) for n in NUMBER.findall(version)])
    )
    return f"| `{kind.name}` | {', '.join(tables)} | {kind.versions or 'all'} | {', '.join(samples)} |"


def aurora_page() -> str:
    """Return Aurora's parts, where the data of each lies, and what of it cannot be seen."""
    lines = ["# What Aurora has, and where its data lies", "", MADE, ""]
    lines += [
        "Made from what the collectors declare. Nothing here was run against an AWS account.",
        "The columns of all tables: [tables.md](tables.md). Collecting: [collect.md](collect.md).",
        "",
    ]
    for number, part in parts().items():
        lines += [f"## {number}. {part['name']}", "", part["what"], ""]
        found = fed(number)
        if found:
            lines += ["| | table | columns | collected by |", "|---|---|---|---|"]
            lines += found
            lines.append("")
        if "not_seen" in part:
            lines += [f"Not observable: {part['not_seen']}", ""]
    return "\n".join(lines)


def parts() -> dict[int, dict[str, str]]:
    """Return Aurora's parts by number."""
    with (DOCS / "aurora.toml").open("rb") as file:
        return {int(number): part for number, part in tomllib.load(file).items()}


def fed(number: int) -> list[str]:
    """Return a row for each feed of a part: what, where, by whom."""
    found: dict[tuple[str, str, tuple[str, ...]], list[str]] = defaultdict(list)
    for collector in load_collectors():
        for feed in collector.feeds:
            if feed.row == number:
                found[feed.what, feed.table, feed.columns].append(collector.name)
    return [
        f"| {cell(what)} | `{table}` | {', '.join(f'`{name}`' for name in columns)} | {', '.join(names)} |"
        for (what, table, columns), names in found.items()
    ]


def cell(text: str) -> str:
    """Return `text` fit for one cell of a Markdown table."""
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


CHECKS = """\
A check looks at a period of the store and says what should be mended: evidence with units, what it costs,
what to do, a command that mends it or begins to, and the page that shows it. No check needs a login to a
database.

    aurorascope checks run --since 24h            # judge the newest day; exit code 3 where somebody must act
    aurorascope checks run statement-regressions --begin 2026-11-18 --end 2026-11-19 --output json
    aurorascope checks acknowledge single-instance --cluster dev --reason 'a test' --for 90d
    aurorascope checks list
    aurorascope checks test                       # the cases in the files

Severities: *act*, somebody must do something now; *watch*, look at it this week; *note*, worth knowing. A
check that cannot judge a cluster is named with the reason (`unread`): no data is never a good sign. The
verdict of a cluster is its gravest finding that nobody acknowledged; without one it is ok where the store has
90 % of the period of every source that the cluster has, else unknown. Notes move no verdict. An
acknowledgement has a reason and an end; it holds for one subject of one check on one cluster. The owner is
read from the cluster's tags: owner, team, service, squad, contact or project, the first there is.

Of your own: a file in `checks/` of a folder of `content_dirs` that defines `CHECK`, a `Check` of
[finding.py](../aurorascope/model/finding.py), as those in
[shipped](../aurorascope/checks/shipped/missing_index.py) do. `judge(asked)` runs SELECTs with `asked.rows`,
where `$begin` and `$end` are the period, and yields findings. Its cases are rows of tables on 2026-11-19; one
must be found and one must stay silent, or the file is refused.

How they do on simulated incidents: [checks-on-the-lab.md](checks-on-the-lab.md). How statements are compared
with their nights: [the decision](decisions/regressions.md). Prices are estimates of us-east-1, on demand.
""".splitlines()


def checks_page() -> str:
    """Return the shipped checks: what each finds, why, how grave, what it needs, and its cases."""
    lines = ["# Checks", "", MADE, "", *CHECKS, ""]
    for title, posture in (("What happened in the period", False), ("How things stand", True)):
        lines += [f"## {title}", ""]
        for check in (one for one in load_checks() if one.posture == posture):
            engines = "" if len(check.engines) > 1 else f" ({check.engines[0]} only)"
            needs = "; ".join(need.replace("|", " or ") for need in check.needs)
            lines += [f"### {check.name}", "", f"{check.title}{engines}. {check.why}", ""]
            lines += [f"* Severity: {check.severity}.", f"* Needs: {needs}."]
            lines += [f"* Cases: {'; '.join(case_told(case) for case in check.cases)}.", ""]
    return "\n".join(lines)


def case_told(case: Case) -> str:
    """Return a case and what must come of it."""
    grades = ", ".join(sorted(set(case.finds.values())))
    return f"{case.name} ({grades or 'silent'})"


def scale_page() -> str:
    """Return the page of what larger logs would take, with its tables calculated."""
    page: str = runpy.run_path(str(DOCS / "scale_page.py"))["scale_page"]()
    return page


PAGES = {
    "aurora.md": aurora_page,
    "checks.md": checks_page,
    "cli.md": cli_page,
    "scale.md": scale_page,
    "tables.md": tables_page,
    "support.md": support_page,
}


def main() -> None:
    """Write every page."""
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")
        sys.stdout.write(f"docs/{name}\n")
    runpy.run_path(str(DOCS.parent / "deploy" / "policies.py"), run_name="__main__")
    runpy.run_path(str(DOCS / "engines.py"), run_name="__main__")


if __name__ == "__main__":
    main()

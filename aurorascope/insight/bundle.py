"""An incident's story as a file to hand on: a zip of Markdown, JSON and CSV, without any literal."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from aurorascope.insight.incident import Asked, Section

MOST_CELL = 300
SHOWN_ROWS = 20


def write(
    path: Path,
    asked: Asked,
    story: Sequence[Section],
    csv_lines: Callable[[Sequence[str], Iterable[Mapping[str, object]]], Iterable[str]],
) -> list[str]:
    """Write the bundle and return the names in it; `csv_lines` makes CSV in which no cell is a formula."""
    files = {"story.md": markdown(asked, story), "story.json": as_json(asked, story)}
    for section in story:
        if section.rows:
            files[f"tables/{section.name}.csv"] = "".join(csv_lines(list(section.rows[0]), section.rows))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, text in files.items():
            info = zipfile.ZipInfo(name, date_time=asked.end.astimezone(UTC).timetuple()[:6])
            info.external_attr = 0o600 << 16
            bundle.writestr(info, text.encode("utf-8", "replace"), zipfile.ZIP_DEFLATED)
    return list(files)


def as_json(asked: Asked, story: Sequence[Section]) -> str:
    """Return the story as JSON."""
    return json.dumps(
        {
            "cluster": asked.cluster,
            "begin": asked.begin.isoformat(),
            "end": asked.end.isoformat(),
            "before_s": asked.before_s,
            "redacted": True,
            "sections": {one.name: {"title": one.title, "said": one.said, "rows": one.rows} for one in story},
        },
        indent=1,
        default=plain,
        ensure_ascii=False,
    )


def markdown(asked: Asked, story: Sequence[Section]) -> str:
    """Return the story as Markdown in which nothing from a log is markup."""
    lines = [
        f"# {safe(asked.cluster)}, {asked.begin:%Y-%m-%d %H:%M} to {asked.end:%H:%M} UTC",
        "",
        f"Compared with the {asked.before_s // 60} minutes before.",
        "Statements are families, messages are folded: no literal is in here. Users, hosts and names are.",
        "",
    ]
    for section in story:
        lines += [f"## {section.title}", ""]
        if not section.rows:
            lines += [section.nothing, ""]
            continue
        if section.shown == ("headline",):
            lines += [f"- {safe(row['headline'])}" for row in section.rows] + [""]
            continue
        lines += ["| " + " | ".join(section.shown) + " |", "|" + "---|" * len(section.shown)]
        lines += [
            "| " + " | ".join(safe(text(row.get(name))) for name in section.shown) + " |"
            for row in section.rows[:SHOWN_ROWS]
        ]
        if len(section.rows) > SHOWN_ROWS:
            lines += ["", f"{len(section.rows) - SHOWN_ROWS:,} more in tables/{section.name}.csv."]
        lines.append("")
    return "\n".join(lines)


def safe(said: str) -> str:
    """Return text that Markdown shows and never obeys."""
    flat = " ".join(said.split())[:MOST_CELL]
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]<>#|!~" else letter for letter in flat)


def text(value: object) -> str:
    """Return a value as a person reads it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
    if isinstance(value, float):
        return f"{value:,.3g}" if abs(value) < 100 else f"{value:,.0f}"
    if isinstance(value, list):
        return ", ".join(map(text, value))
    return str(value)


def plain(value: Any) -> str:
    """Return what JSON has no word for as text."""
    return value.isoformat() if isinstance(value, datetime) else str(value)

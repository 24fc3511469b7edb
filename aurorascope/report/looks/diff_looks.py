"""How a difference looks: one HTML file, or few lines of Markdown."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from aurorascope.model.amounts import NOTHING, amount
from aurorascope.report.looks.markdown import MOST_LINES, TIMES, safe

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Template

FOLDER = Path(__file__).parent
LETTERS = 600
MINUS = "\N{MINUS SIGN}"


def html(told: Mapping[str, Any]) -> str:
    """Return the HTML of a difference."""
    style = Markup((FOLDER / "report.css").read_text(encoding="utf-8"))  # noqa: S704 -- our own file
    return _template().render(
        told=told, style=style, side=side, text=text, delta=delta, ratio=ratio, letters=LETTERS
    )


def markdown(told: Mapping[str, Any]) -> str:
    """Return the short form: what changed most."""
    first, second = (safe(side(one), 90) for one in told["sides"])
    lines = [f"**Aurora: {second} against {first}**"]
    lines += [f"_{safe(note, 240)}_" for note in told["notes"][:3]]
    for one in told["totals"][:6]:
        lines.append(
            f"{one['title']}: {text(one['a'], one['unit'])} to {text(one['b'], one['unit'])} {ratio(one)}"
        )
    statements = next(table for table in told["tables"] if table["name"] == "statements")
    for row in statements["rows"][:4]:
        one = row["measures"]["sum_us"]
        lines.append(f"• {delta(one, 'us')}: {safe(row['normalized_sql'] or row['fingerprint'], 120)}")
    return "\n".join(lines[:MOST_LINES]) + "\n"


def side(one: Mapping[str, Any]) -> str:
    """Name a side: its clusters, its period."""
    return " · ".join(filter(None, (", ".join(one["clusters"]), one["label"])))


def text(value: float | None, unit: str) -> str:
    """Write an amount; what is unknown is a dash."""
    return NOTHING if value is None else amount(value, unit)  # type: ignore[arg-type] # the units of columns


def delta(one: Mapping[str, Any], unit: str) -> str:
    """Write a change with its sign."""
    change = one["change"]
    if change is None:
        return NOTHING
    return ("+" if change > 0 else MINUS if change < 0 else "") + text(abs(change), unit)


def ratio(one: Mapping[str, Any]) -> str:
    """Write how many times the first the second is; 'new' where the first had none."""
    if one["ratio"] is not None:
        return f"{TIMES}{amount(one['ratio'], 'number')}"
    return "new" if one["a"] == 0 and one["b"] else ""


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("diff.html.j2")

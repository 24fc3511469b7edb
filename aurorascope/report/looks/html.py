"""The report as one HTML file: no request, no script, light and dark, under a megabyte whatever the fleet."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from aurorascope.model.amounts import NOTHING, NUMERIC, amount, duration
from aurorascope.report.looks.axes import moment_of
from aurorascope.report.looks.charts import Frame, lines, meter, spark, stacked, steps_chart
from aurorascope.report.period import Period
from aurorascope.report.shape import LOUDNESS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from jinja2 import Template

FOLDER = Path(__file__).parent
LARGEST = 1_000_000
BUDGETS = ((25, 2_000, 60), (12, 700, 40), (6, 240, 25), (3, 120, 10))
"""Rows of a table, characters of a statement, clusters: what is tried until the file is small enough."""
LONG = 140
"""Characters of a statement that a row shows; the others unfold."""


SCREEN_TABLES = ("failovers", "load_against_vcpus", "replica_lag", "rpo", "alarms", "volume", "thresholds")


def html(told: Mapping[str, Any]) -> str:
    """Return the HTML of a report; what does not fit is counted, and the JSON has it."""
    page = ""
    for rows, letters, clusters in BUDGETS:
        page = _template().render(View(told, rows, letters, clusters).context())
        if len(page.encode("utf-8", "replace")) < LARGEST:
            return page
    return page


class View:
    """One report under one budget of rows and letters, as the template sees it."""

    def __init__(self, told: Mapping[str, Any], rows: int, letters: int, clusters: int) -> None:
        self.told = told
        self.rows = rows
        self.letters = letters
        self.clusters = clusters
        period = told["period"]
        self.period = Period(moment_of(period["begin"]), moment_of(period["end"]), period["zone"])
        self.lowest = BUDGETS[-1][0] == rows

    def context(self) -> dict[str, Any]:
        """Return what the template may use."""
        return {
            "told": self.told,
            "period": self.period,
            "cell": self.cell,
            "chart": self.chart,
            "figure": self.figure,
            "link": self.link,
            "row_link": self.row_link,
            "share_of": share_of,
            "spark": spark,
            "meter": meter,
            "amount": amount,
            "duration": duration,
            "clock": self.clock,
            "numeric": NUMERIC,
            "most_rows": self.rows,
            "most_clusters": self.clusters,
            "letters": self.letters,
            "long": LONG,
            "nothing": NOTHING,
            "screen_tables": [self.told["items"][name] | {"name": name} for name in SCREEN_TABLES],
            "counts": {word: sum(c["verdict"] == word for c in self.told["clusters"]) for word in LOUDNESS},
            "style": Markup((FOLDER / "report.css").read_text(encoding="utf-8")),  # noqa: S704 -- our own file
        }

    def link(self, page: str) -> str:
        """Return the whole address of a page."""
        return f"{self.told['base_url']}{page}" if page else ""

    def row_link(self, item: Mapping[str, Any], row: Mapping[str, Any]) -> str:
        """Return where a row leads."""
        from aurorascope.report.addresses import address

        clusters = [one for one in item["clusters"] if one]
        period = Period(moment_of(item["begin"]), moment_of(item["end"]), self.period.zone)
        return self.link(address(item["row_page"], period, clusters, row=row))

    def cell(self, value: object, unit: str) -> str:
        """Return a value as text; what is missing is a dash."""
        if value is None or value == "":
            return NOTHING
        if unit == "ts":
            return self.clock(str(value))
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, (int, float)):
            return amount(value, unit)  # type: ignore[arg-type] # the units of columns
        if isinstance(value, list):
            return ", ".join(str(one) for one in value)
        text = str(value)
        return text if len(text) <= self.letters else text[: self.letters] + " …"

    def clock(self, text: str, form: str = "") -> str:
        """Return a moment on the clock of the period's zone; its day only where the period has several."""
        at = self.period.local(moment_of(text))
        if not form:
            form = "%H:%M:%S" if self.period.is_day and self._same_day(at) else "%Y-%m-%d %H:%M"
        return at.strftime(form)

    def _same_day(self, at: datetime) -> bool:
        return at.date() == self.period.local(self.period.begin).date()

    def figure(self, cluster: Mapping[str, Any], name: str) -> dict[str, Any]:
        """Return a figure of a cluster with its text and its address."""
        from aurorascope.report.addresses import address
        from aurorascope.report.figures import BY_NAME

        one = cluster["figures"][name]
        page = address(BY_NAME[name].page, self.period, (cluster["cluster"],))
        text = NOTHING if one["value"] is None else amount(one["value"], one["unit"])
        return {**one, "text": text, "href": self.link(page)}

    def chart(self, item: Mapping[str, Any]) -> Markup:
        """Draw an item; nothing where it has no rows."""
        wide = 560 if item["half"] else 1140
        frame = Frame(wide, 170, self.period.begin, self.period.end, self.period.zone)
        if item["draw"] == "bars":
            unit = next(column["unit"] for column in item["columns"] if column["name"] == item["y"])
            return stacked(frame, item["rows"], item, unit)
        if item["draw"] == "lines":
            return lines(frame, item["rows"], item, logarithmic=item["title"] == "Durations over time")
        return steps_chart(wide, 170, item["rows"], item)


def share_of(item: Mapping[str, Any], column: str, row: Mapping[str, Any]) -> int:
    """Return how long the bar behind a number is, in percent of the longest."""
    most = max((abs(one[column] or 0) for one in item["rows"]), default=0)
    return round(100 * abs(row[column] or 0) / most) if most else 0


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
    return environment.get_template("report.html.j2")

"""A page of the dashboards: panels, each a shared view and the way it is drawn.

Content declares, the engine draws: a page names views, columns and where a number leads; it never
queries, formats or styles.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Unit = Literal[
    "text",  # as it stands, never as markup
    "code",  # log text and plans: monospaced
    "sql",  # SQL: monospaced, and laid out where it stands alone
    "count",  # 1,234
    "number",  # 12.5
    "us",  # microseconds, shown as µs, ms, s, min
    "bytes",  # bytes, shown as B, kB, MB, GB
    "kb",  # kilobytes, as PostgreSQL's checkpoints count
    "share",  # 0.25, shown as 25 %
    "percent",  # 25, shown as 25 %
    "ts",  # a time, shown in the reader's zone
    "yesno",  # a boolean
    "verdict",  # act, watch, note, unknown or ok, as a badge
    "severity",  # the server's own word, with its colour
    "list",  # several values, joined by commas
]

PanelKind = Literal[
    "numbers",  # one row of the view, its columns as large figures
    "time_bars",  # stacked bars over time: column `x`, `y`, one colour for each `series`
    "time_lines",  # lines over time
    "time_marks",  # a lane for each `series`, a mark for each row at `x`; `y` says what it is
    "bars",  # a horizontal bar for each row, largest first
    "histogram",  # a vertical bar for each row, in the view's order
    "table",  # all rows of the view
    "rows",  # a view that pages: `limit` and `offset` are given by the reader's scrolling
    "record",  # one row, its columns below each other
    "tree",  # rows with `id`, `parent`: who waited for whom
    "topology",  # a drawn cluster: endpoints, writer, readers by zone, lag on the edges
    "plans",  # rows of `plans_by_hash`, each drawn as a tree of nodes: rows expected beside rows that came
    "verdicts",  # rows with `subject`, `verdict` (ok, watch, act, unknown), `reason`
]


@dataclass(frozen=True, slots=True)
class Drill:
    """Where a number leads: `page`, filtered so that the rows found there add up to the number.

    `page` may name columns in braces (`/queries/{fingerprint}`), or be `@page`: the row's own column
    `page`. `sets` maps a parameter of the URL to the column that fills it, or to a constant written
    `=constant`. The reader's range and filters stay, unless `sets` replaces them; `bucket` narrows the
    range to the bar that was clicked. A row without a value in the column `needs` leads nowhere.
    """

    page: str
    sets: dict[str, str] = field(default_factory=dict)
    bucket: bool = False
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table, or one figure: `name` in the view, and how it is shown."""

    name: str
    title: str
    unit: Unit = "text"
    doc: str = ""
    width: int = 0
    bar: bool = False
    spark: bool = False
    drill: Drill | None = None
    hidden: bool = False
    grow: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A switch in a panel's head: a parameter of the URL that is handed to the view; the first is default.

    With `between`, numbers that are no step of their own, a slider stands beside the steps.
    """

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    between: tuple[str, ...] = ()

    def chosen(self, value: str | None) -> str:
        """Return `value` where it is one of the options, else the default."""
        known = (*dict(self.options), *self.between)
        return value if value in known else self.options[0][0]


@dataclass(frozen=True, slots=True)
class Control:
    """A filter that a page adds to the bar: `name` is its parameter of the URL.

    `text` is typed, `chips` are switched on one by one, a `switch` is on or absent.
    """

    name: str
    label: str
    kind: Literal["text", "chips", "switch"] = "text"
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Panel:
    """One view, drawn one way.

    `name` is unique on its page; `span` is its width in twelfths. `x`, `y`, `series` name columns of the
    view where a chart is drawn. `by` chooses the groups of a view that has some, unless a choice called
    `by` does; `params` are handed to the view, and so is every choice that it takes. `totals` names the
    view that adds up what a paging one lists, `sums` the columns to add up where it needs none. `links`
    maps the subject of a verdict, or the lane of a mark, to its page. `ceiling` names a column that is
    drawn as a line above the bars, called `ceiling_title`: what there is of what they use. `against`
    asks the view for the range and for the period it is compared with, and shows what is different;
    `leads` says where a row leads by its `dimension`. `beyond` names fields of the filter that do not
    narrow the panel; a text of `params` may be a name of the path in braces. `empty` says what to do when
    there is nothing to show. `only_with` hides the panel unless the URL has that parameter.
    """

    name: str
    title: str
    view: str
    kind: PanelKind
    doc: str = ""
    columns: tuple[Column, ...] = ()
    x: str = "ts"
    y: str = "value"
    series: str = ""
    unit: Unit = "count"
    scale: Literal["linear", "log"] = "linear"
    drill: Drill | None = None
    choices: tuple[Choice, ...] = ()
    by: tuple[str, ...] = ()
    params: dict[str, str | int | bool] = field(default_factory=dict)
    totals: str = ""
    sums: tuple[str, ...] = ()
    links: dict[str, str] = field(default_factory=dict)
    ceiling: str = ""
    against: bool = False
    leads: dict[str, Drill] = field(default_factory=dict)
    beyond: tuple[str, ...] = ()
    ceiling_title: str = "vCPUs"
    span: int = 12
    height: int = 0
    empty: str = ""
    only_with: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its address, its place in the navigation, and its panels.

    `path` may hold names in braces, which become parameters (`/queries/{fingerprint}`). `group` is the
    heading of the navigation it stands under; '' keeps it out of the navigation. `from_log` pages show the
    thresholds their log was taken under. `controls` are filters that the page adds to the bar.
    """

    path: str
    title: str
    doc: str
    panels: tuple[Panel, ...]
    group: str = ""
    order: int = 0
    icon: str = ""
    from_log: bool = True
    controls: tuple[Control, ...] = ()

    @property
    def name(self) -> str:
        """The path as one word: `/queries/{fingerprint}` is `queries.fingerprint`."""
        return self.path.strip("/").replace("/", ".").replace("{", "").replace("}", "") or "overview"

    def panel(self, name: str) -> Panel:
        """Return the panel called `name`; KeyError names those there are."""
        for panel in self.panels:
            if panel.name == name:
                return panel
        raise KeyError(
            f"page {self.path} has no panel {name!r}; it has {', '.join(p.name for p in self.panels)}"
        )

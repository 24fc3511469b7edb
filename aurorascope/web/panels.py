"""A panel on a page: its frame before the data, and what fills the frame once the data is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import dcc, html

from aurorascope.web import graphs, plan_tree, tables
from aurorascope.web.asking import SHOWN
from aurorascope.web.attributes import attributes
from aurorascope.web.bar import span_label, toggled
from aurorascope.web.links import address
from aurorascope.web.paging import MOST_SCROLLED
from aurorascope.web.sqltext import block
from aurorascope.web.state import PERIODS
from aurorascope.web.units import NOTHING, NUMERIC, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aurorascope.model.page import Choice, Column, Page, Panel, Unit
    from aurorascope.web.asking import Question, Row

CHARTS = frozenset({"time_bars", "time_lines", "time_marks", "bars", "histogram", "topology"})
GRIDS = frozenset({"table", "tree"})
BLOCKS = frozenset({"numbers", "record", "verdicts", "plans"})
CHART_HEIGHT = 220
ROWS_HEIGHT = 620
NO_ROWS = "Nothing of this kind between these times, under these filters."
LONG = frozenset({"code", "sql"})
VERDICTS = ("act", "watch", "unknown", "ok")


def key_of(page: Page, panel: Panel) -> str:
    """The name of a panel among all pages."""
    return f"{page.name}:{panel.name}"


def part_of(panel: Panel) -> str:
    """Which of the app's callbacks fills the panel."""
    if panel.kind in CHARTS:
        return "chart"
    if panel.kind in GRIDS:
        return "grid"
    return "block" if panel.kind in BLOCKS else "pager"


def frame(page: Page, panel: Panel) -> html.Section:
    """A panel before its data: title, room for its notes, and an empty chart or grid."""
    key = key_of(page, panel)
    return html.Section(
        [
            html.Header(
                [
                    html.H2(panel.title, title=panel.doc or None),
                    html.Div(id={"type": f"{part_of(panel)}-head", "panel": key}, className="panel-head"),
                ]
            ),
            html.P(panel.doc, className="panel-doc") if panel.doc else None,
            html.Div(_body(panel, key), className="panel-body"),
            html.Div(id={"type": f"{part_of(panel)}-foot", "panel": key}, className="panel-foot"),
        ],
        id=f"panel-{panel.name}",
        className=f"panel panel-{panel.kind} span-{panel.span}",
        **attributes(data_panel=key, aria_label=panel.title),
    )


def _body(panel: Panel, key: str) -> Any:
    if panel.kind in CHARTS:
        chart = graphs.graph({"type": "chart", "panel": key}, panel.height or CHART_HEIGHT)
        return [chart, dcc.Store(id={"type": "chart-rest", "panel": key})]
    if panel.kind in GRIDS:
        grid = tables.grid({"type": "grid", "panel": key}, panel.columns, height=panel.height, kept_as=key)
        return [grid, dcc.Store(id={"type": "grid-rest", "panel": key})]
    return html.Div(id={"type": part_of(panel), "panel": key}, className=f"block block-{panel.kind}")


def stamp(request: Mapping[str, Any]) -> html.Span:
    """Says in the page itself which address a panel was filled for; a test waits for it."""
    address_of = f"{request.get('path', '')}{request.get('search', '')}"
    return html.Span(hidden=True, **attributes(data_for=address_of))


def approximate() -> html.Span:
    """Says of a panel that its percentiles are the middles of their buckets, until exact ones are there."""
    return html.Span("≈ 1 %", className="note", title="Within 1 %; the exact percentiles follow.")


def judging() -> html.Span:
    """Says of a panel that the checks are still at work on its range."""
    return html.Span("judging ...", className="note", title="The checks of this range follow.")


def head(question: Question, csv_address: str, shown: int | None = None) -> list[Any]:
    """The right end of a panel's title: its switches, what of the filter does not narrow it, its CSV."""
    parts: list[Any] = []
    for choice in question.panel.choices:
        now = choice.chosen(question.state.parameter(choice.name))
        links = [
            html.A(
                label,
                href=question.path + question.state.setting({choice.name: (value,)}).search(),
                className="choice chosen" if value == now else "choice",
                **(attributes(aria_current="true") if value == now else {}),
            )
            for value, label in choice.options
        ]
        slid = [_slider(choice, now, question.panel.name)] if choice.between else []
        label = html.Span(choice.label, className="choice-label")
        parts.append(html.Div([label, *slid, *links], className="choices"))
    parts += _hidden(question)
    if question.panel.against:
        parts.append(html.Span(f"compared with {period(question)}", className="note"))
    beyond = question.unapplied()
    if beyond:
        parts.append(
            html.Span(
                f"not narrowed by {', '.join(beyond)}",
                className="note",
                title="The server does not say these for this kind of entry.",
            )
        )
    if shown is not None:
        first = "the first " if shown and shown >= question.most() else ""
        parts.append(html.Span(first + (f"{shown:,} rows" if shown != 1 else "1 row"), className="note"))
    if question.panel.kind not in {"numbers", "verdicts"}:
        parts.append(html.A("CSV", href=csv_address, className="csv", download="", title="Every row as CSV"))
    return parts


def period(question: Question) -> str:
    """The period of comparison in words and times."""
    first, last = question.baseline
    usual = PERIODS.get(question.state.against, ("",))[0]
    return ", ".join(filter(None, (usual, span_label(question.state.with_range(first, last), first, last))))


def _slider(choice: Choice, now: str, panel: str) -> Any:
    """A slider over every number of a choice; the steps beside it are marks, the address keeps the value."""
    numbers = sorted(float(value) for value in (*dict(choice.options), *choice.between))
    stops = " ".join(str(number) for number in numbers)
    slid = dcc.Input(
        id={"type": "slid", "name": choice.name, "panel": panel},
        type="range", value=float(now), min=numbers[0], max=numbers[-1], step="any",
    )  # fmt: skip
    return html.Div(slid, className="choice-slider", **attributes(data_name=choice.name, data_stops=stops))


def _hidden(question: Question) -> list[Any]:
    """The columns that a table hides at first: each a switch."""
    hidden = [column for column in question.panel.columns if column.hidden]
    if not hidden or part_of(question.panel) not in {"grid", "pager"}:
        return []
    asked = question.state.extras.get(SHOWN, ())
    links = [
        html.A(
            column.title,
            href=question.path + question.state.setting({SHOWN: toggled(asked, column.name)}).search(),
            className="choice chosen" if column.name in asked else "choice",
            title=f"Show or hide the column {column.title}",
            **attributes(role="switch", aria_checked="true" if column.name in asked else "false"),
        )
        for column in hidden
    ]
    return [
        html.Div([html.Span("Columns", className="choice-label"), *links], className="choices hidden-columns")
    ]


def nothing(question: Question, reason: str = "") -> html.Div:
    """What stands where no rows are: why, and what to do."""
    return html.Div(
        [
            html.P(reason or NO_ROWS, className="empty-what"),
            html.P(question.panel.empty, className="empty-next")
            if question.panel.empty and not reason
            else None,
        ],
        className="empty",
    )


def failed(reason: str) -> html.Div:
    """A panel that could not be made says so, and says why."""
    return html.Div(
        [html.P("This could not be read.", className="empty-what"), html.P(reason, className="empty-next")],
        className="empty failed",
        role="alert",
    )


def block_of(question: Question, rows: Sequence[Row], before: Sequence[Row] | None = None) -> Any:
    """Draw a panel that is neither a chart nor a grid."""
    if question.panel.kind == "numbers":
        was = None if before is None else (before[0] if before else {})
        return numbers(question, rows[0] if rows else {}, was)
    if question.panel.kind == "verdicts":
        return verdicts(question, rows)
    if question.panel.kind == "plans":
        return plan_tree.plans(question, rows)
    return record(question, rows[0]) if rows else None


def link_of(question: Question, column: Column, row: Row) -> str | None:
    """Where a cell leads: its column's drill, or the panel's."""
    drill = question.leads(column.drill or question.panel.leads.get(str(row.get("dimension"))))
    value = row.get(column.name)
    if drill is None or (value is None and column.unit != "text") or (value == 0 and column.unit in NUMERIC):
        return None
    return address(drill, row, question.state, question.path)


def numbers(question: Question, row: Row, before: Row | None = None) -> list[html.Div]:
    """Large figures; each leads to its rows. `before` is the row of the period that is compared with."""
    return [_figure(question, column, row, before) for column in question.panel.columns]


def _was(question: Question, column: Column, before: Row) -> html.Div:
    text = text_of(before.get(column.name), column.unit, question.state.zone)
    return html.Div(f"was {text[:19] if column.unit == 'ts' else text}", className="figure-was")


def _figure(question: Question, column: Column, row: Row, before: Row | None = None) -> html.Div:
    text = text_of(row.get(column.name), column.unit, question.state.zone)
    text = text[:19] if column.unit == "ts" else text
    link = link_of(question, column, row)
    inner = (
        html.A(text, href=link, className="figure-value")
        if link
        else html.Span(text, className="figure-value")
    )
    value = row.get(column.name)
    return html.Div(
        [
            html.Div(column.title, className="figure-title", title=column.doc or None),
            inner,
            _was(question, column, before) if before is not None else None,
        ],
        className=f"figure figure-{column.unit}" + (" figure-zero" if value in {0, None} else ""),
        **(attributes(data_value=str(value)) if isinstance(value, (int, float)) else {}),
    )


def record(question: Question, row: Row) -> html.Dl:
    """One row, column by column; statements laid out, log text as it stands."""
    parts: list[Any] = []
    for number, column in enumerate(question.panel.columns):
        value = row.get(column.name)
        if value is None and column.hidden:
            continue
        parts.append(html.Dt(column.title, title=column.doc or None))
        parts.append(html.Dd(_value(question, column, row, f"value-{question.panel.name}-{number}")))
    return html.Dl(parts, className="record")


def _value(question: Question, column: Column, row: Row, value_id: str) -> Any:
    value = row.get(column.name)
    if value is None:
        return html.Span(NOTHING, className="nothing")
    text = text_of(value, column.unit, question.state.zone)
    if column.unit == "sql":
        return block(text, value_id)
    if column.unit == "code":
        return html.Pre(text[:100_000], className="code-block")
    link = link_of(question, column, row)
    return html.A(text, href=link) if link else text


def verdicts(question: Question, rows: Sequence[Row]) -> list[html.Div]:
    """Each subject with its verdict in a word (never in colour alone) and the reason for it."""
    return [
        html.Div(
            [
                html.Span(str(row.get("verdict") or "unknown"), className=f"badge badge-{_verdict(row)}"),
                _subject(question, str(row.get("subject") or "")),
                html.Span(str(row.get("reason") or ""), className="verdict-reason"),
            ],
            className="verdict",
        )
        for row in rows
    ]


def _subject(question: Question, subject: str) -> html.A | html.Span:
    page = question.panel.links.get(subject)
    if page is None:
        return html.Span(subject, className="verdict-subject")
    return html.A(subject, href=page + question.state.shared().search(), className="verdict-subject")


def _verdict(row: Row) -> str:
    word = str(row.get("verdict"))
    return word if word in VERDICTS else "unknown"


def pager(question: Question, key: str, nonce: str, request: dict[str, Any], few: int) -> list[Any]:
    """A grid that asks for its rows as the reader scrolls; `few` says how many there are at least."""
    here = {"panel": key, "nonce": nonce}
    grid = tables.grid(
        {"type": "rows", **here},
        question.panel.columns,
        paging=True,
        height=tables.height_of(few, question.panel.height or ROWS_HEIGHT),
        zone=question.state.zone,
    )
    grid.columnDefs = tables.column_defs(
        question.panel.columns,
        question.state.zone,
        question.begin,
        question.chosen_words(),
        question.panel.span,
    )
    for definition in grid.columnDefs:
        definition["sortable"] = False
    return [
        dcc.Store(id={"type": "asked", **here}, data=request),
        html.Div(id={"type": "sums", **here}, className="sums"),
        grid,
    ]


def sums(totals: Row) -> list[Any]:
    """What the listed rows add up to: the figures that lead here."""
    parts = [
        html.Span(
            [
                html.Span(name.removesuffix("_us").replace("_", " "), className="sum-name"),
                text_of(value, _unit(name)),
            ],
            className="sum",
            **attributes(data_sum=name, data_value=str(value)),
        )
        for name, value in totals.items()
    ]
    if int(totals.get("rows") or 0) > MOST_SCROLLED:
        parts.append(
            html.Span(
                f"the newest {MOST_SCROLLED:,} can be scrolled; the CSV has the others",
                className="note",
            )
        )
    return parts


def uncounted(reason: str) -> html.Span:
    """What stands in place of the sums where they could not be made."""
    return html.Span(f"not counted: {reason}", className="note error", role="alert")


def _unit(name: str) -> Unit:
    if name.endswith("_us"):
        return "us"
    return "bytes" if name.endswith("bytes") else "count"

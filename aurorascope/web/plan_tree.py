"""Plans of one statement drawn as trees: rows as expected beside rows as they came, node by node."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import html

from aurorascope.web.attributes import attributes
from aurorascope.web.plan_nodes import Node, nodes_of
from aurorascope.web.units import NOTHING, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from aurorascope.web.asking import Question, Row

MOST_PLANS = 6
OFF = 10.0
"""From so many times more or fewer rows than expected a node is pointed at."""
LONGEST_SHOWN = 100_000
CHOSEN = "plan_hash"


def plans(question: Question, rows: Sequence[Row]) -> list[Any]:
    """The plans by the time they were last logged, the newest first; the chosen one, or that, is open."""
    ordered = sorted(rows, key=lambda row: row["last_ts"], reverse=True)
    wanted = question.state.parameter(CHOSEN)
    known = {row["plan_hash"] for row in ordered}
    first = wanted if wanted in known else next((row["plan_hash"] for row in ordered), None)
    shown = [row for row in ordered if row["plan_hash"] == first] + [
        r for r in ordered if r["plan_hash"] != first
    ]
    parts: list[Any] = [_plan(question, row, number) for number, row in enumerate(shown[:MOST_PLANS])]
    if len(ordered) > MOST_PLANS:
        parts.append(html.P(f"{len(ordered) - MOST_PLANS} more plans are in the table.", className="note"))
    return parts


def _plan(question: Question, row: Row, number: int) -> html.Details:
    zone = question.state.zone
    said = [
        f"{text_of(row['plans'], 'count')} logged",
        f"mean {text_of(row['mean_us'], 'us')}",
        f"from {text_of(row['first_ts'], 'ts', zone)[:19]} to {text_of(row['last_ts'], 'ts', zone)[:19]}",
    ]
    text = str(row["sample_plan"] or "")
    nodes = nodes_of(text, str(row["format"] or "text"))
    name = f"plan-{number}"
    raw = html.Pre(text[:LONGEST_SHOWN], className="code-block", id=name, tabIndex=0)
    copy = html.Button(
        "Copy", className="copy", **attributes(data_does="copy", data_of=name, aria_label="Copy the plan")
    )
    return html.Details(
        [
            html.Summary(
                [html.Code(row["plan_hash"] or "no hash"), html.Span(" · ".join(said), className="note")]
            ),
            _tree(nodes) if nodes else None,
            html.Details(
                [html.Summary("As it was logged"), html.Div([copy, raw], className="code-frame")],
                open=not nodes,
                className="plan-raw",
            ),
        ],
        open=number == 0,
        className="plan",
    )


def _tree(nodes: Sequence[Node]) -> html.Div:
    heads = ("Node", "Rows expected", "Rows that came", "Loops", "Time, all loops", "Off by")
    longest = max((node.total_ms or 0.0 for node in nodes), default=0.0)
    table = html.Table(
        [
            html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
            html.Tbody([_row(node, longest, cut=cut) for node, cut in _cut_short(nodes)]),
        ],
        className="plan-tree",
    )
    return html.Div(
        table, className="plan-scroll", tabIndex=0, role="region", **attributes(aria_label="Plan")
    )


def _cut_short(nodes: Sequence[Node]) -> Iterator[tuple[Node, bool]]:
    """Each node, and whether a Limit above it may have stopped it before its rows came."""
    limit: int | None = None
    for node in nodes:
        if limit is not None and node.depth <= limit:
            limit = None
        yield node, limit is not None
        if limit is None and node.label.rpartition(": ")[2].startswith("Limit"):
            limit = node.depth


def _row(node: Node, longest: float, *, cut: bool) -> html.Tr:
    factor = node.factor
    wrong = factor is not None and (factor >= OFF or (factor <= 1 / OFF and not cut))
    share = (node.total_ms or 0.0) / longest if longest else 0.0
    name: list[Any] = [html.Span(node.label, className="plan-label")]
    if node.details:
        name.append(html.Div(" · ".join(node.details), className="plan-details"))
    return html.Tr(
        [
            html.Th(html.Div(name, style={"paddingLeft": f"{min(node.depth, 20) * 16}px"}), scope="row"),
            html.Td(_rows(node.expected)),
            html.Td("never run" if node.never else _rows(node.actual)),
            html.Td(_rows(node.loops)),
            html.Td(
                [
                    html.Span(className="cell-bar", style={"width": f"{share * 100:.0f}%"}),
                    html.Span(text_of(node.total_ms * 1000 if node.total_ms is not None else None, "us")),
                ],
                className="plan-time",
            ),
            html.Td(
                _off(factor) if wrong and not node.never else "", className="plan-off" if wrong else None
            ),
        ]
    )


def _rows(value: float | None) -> str:
    if value is None:
        return NOTHING
    return f"{value:,.0f}" if value >= 10 or value == int(value) else f"{value:,.2f}"


def _off(factor: float | None) -> str:
    if factor is None:
        return ""
    return f"{factor:,.0f} times more" if factor >= 1 else f"{1 / factor:,.0f} times fewer"

"""What narrows a page: the range, the zone, the menus of the filter bar, and the page's own controls."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import dash_mantine_components as dmc
from dash import dcc, html

from aurorascope.web.attributes import attributes
from aurorascope.web.state import ALL, DIMENSIONS, PERIODS, SPANS, PageState
from aurorascope.web.zones import local, offset_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from aurorascope.model.page import Control, Page
    from aurorascope.web.state import Value

NAMED = {
    "cluster": "Cluster",
    "instance": "Instance",
    "database": "Database",
    "user": "User",
    "host": "Host",
    "application": "Application",
}
NONE_LABEL = "(none)"
LONGEST_LABEL = 80
LONGEST_TITLE = 300
DASH = " \N{EN DASH} "


def listed(values: Iterable[str | None]) -> str:
    """The values of a filter in words."""
    return ", ".join(NONE_LABEL if value is None else value[:60] for value in values)


def controls(page: Page, state: PageState, path: str) -> list[Any]:
    """The filters that this page adds to the bar."""
    return [_control(control, state, path) for control in page.controls]


def _control(control: Control, state: PageState, path: str) -> Any:
    values = state.extras.get(control.name, ())
    if control.kind == "text":
        return dcc.Input(
            id={"type": "typed", "name": control.name},
            type="search",
            value=values[-1] if values and values[-1] else "",
            placeholder=control.label,
            debounce=True,
            className="typed",
            maxLength=500,
            autoComplete="off",
        )
    if control.kind == "switch":
        on = bool(state.parameter(control.name))
        return html.A(
            control.label,
            href=path + state.setting({control.name: () if on else ("1",)}).search(),
            className="chip chosen" if on else "chip",
            role="switch",
            **attributes(aria_checked="true" if on else "false"),
        )
    chips = []
    for value, label in control.options:
        on = value in values
        chips.append(
            html.A(
                label,
                href=path + state.setting({control.name: toggled(values, value)}).search(),
                className=f"chip chip-{value} chosen" if on else f"chip chip-{value}",
                **(attributes(aria_current="true") if on else {}),
            )
        )
    return html.Div([html.Span(control.label, className="choice-label"), *chips], className="chips")


def compare_menu(state: PageState, begin: datetime, end: datetime, path: str, different: str) -> list[Any]:
    """What the range is compared with, and the way to what is different in it (`different` is its page)."""
    chosen = {"": "Nothing", **{name: said.capitalize() for name, (said, _) in PERIODS.items()}}
    known = PERIODS.get(state.against)
    label = f"Compared with {known[0]}" if known else "Compare"
    other = state.baseline(begin, end)
    if state.against and not known and other:
        label = f"Compared with {span_label(state.with_range(*other), *other)}"
    fixed = state.shared().with_range(begin, end)
    return [
        html.Details(
            [
                html.Summary(label, title="Compare with another period"),
                html.Div(
                    [
                        html.Div(
                            [
                                html.A(
                                    said,
                                    href=path + replace(state, against=name).search(),
                                    className="span chosen" if state.against == name else "span",
                                )
                                for name, said in chosen.items()
                            ],
                            className="spans",
                        ),
                        dmc.TextInput(
                            id="compare-from",
                            label="A period that begins at",
                            size="xs",
                            value=_typed(other[0], state.zone) if other else "",
                            placeholder=_typed(begin, state.zone),
                            debounce=False,
                        ),
                        html.P(id="compare-error", className="note error", role="alert"),
                        html.Button(
                            "Compare", id="apply-compare", className="apply", type="button", n_clicks=0
                        ),
                    ],
                    className="popover",
                ),
            ],
            className="menu compare on" if state.against else "menu compare",
        ),
        html.A(
            "What is different here?",
            href=different + fixed.search(),
            className="different",
            title="Every dimension, ranked by how much it rose against the period of comparison",
        )
        if different and path != different
        else None,
    ]


def range_menu(state: PageState, begin: datetime, end: datetime, path: str) -> list[Any]:
    """The range: earlier, what it is, later; and in its menu the usual spans and two times to type."""
    length = end - begin
    steps = {
        "earlier": (begin - length / 2, end - length / 2),
        "later": (begin + length / 2, end + length / 2),
        "wider": (begin - length / 2, end + length / 2),
    }
    to = {name: path + state.with_range(*bounds).search() for name, bounds in steps.items()}
    fixed = state.begin is not None or state.end is not None
    spans = {**{name: text for name, (text, _) in SPANS.items()}, ALL: "All data"}
    label = span_label(state, begin, end)
    return [
        html.A(
            "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}",
            href=to["earlier"],
            className="step",
            title="Half a range earlier",
        ),
        html.Details(
            [
                html.Summary(label, title="Time range"),
                html.Div(
                    [
                        html.Div(
                            [
                                html.A(
                                    f"Last {text}" if name != ALL else text,
                                    href=path + state.with_last(name).search(),
                                    className="span chosen" if not fixed and state.last == name else "span",
                                )
                                for name, text in spans.items()
                            ],
                            className="spans",
                        ),
                        html.P("'Last' counts back from the newest data.", className="note"),
                        dmc.TextInput(
                            id="from",
                            label="From",
                            size="xs",
                            value=_typed(begin, state.zone),
                            debounce=False,
                        ),
                        dmc.TextInput(
                            id="to", label="To", size="xs", value=_typed(end, state.zone), debounce=False
                        ),
                        html.P(id="range-error", className="note error", role="alert"),
                        html.Button("Apply", id="apply-range", className="apply", type="button", n_clicks=0),
                    ],
                    className="popover",
                ),
            ],
            className="menu",
        ),
        html.A(
            "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}",
            href=to["later"],
            className="step",
            title="Half a range later",
        ),
        html.A("⤢", href=to["wider"], className="step", title="Twice the range"),
    ]


def span_label(state: PageState, begin: datetime, end: datetime) -> str:
    """The range in words and times."""
    first, last = local(begin, state.zone), local(end, state.zone)
    same_day = first.date() == last.date()
    exact = bool((first.second or last.second) or (first.microsecond or last.microsecond))
    clock = "%H:%M:%S" if exact else "%H:%M"
    text = (
        f"{first:%Y-%m-%d {clock}}{DASH}{last:{clock}}"
        if same_day
        else f"{first:%Y-%m-%d {clock}}{DASH}{last:%m-%d {clock}}"
    )
    if state.begin is None and state.end is None:
        return f"{SPANS[state.last][0] if state.last in SPANS else 'All data'} · {text}"
    return text


def _typed(moment: datetime, zone: str) -> str:
    return local(moment, zone).isoformat(
        sep=" ", timespec="seconds" if not moment.microsecond else "microseconds"
    )


def zone_links(state: PageState, path: str) -> list[Any]:
    """UTC, or the browser's own zone."""
    return [
        html.A("UTC", href=path + replace(state, zone="UTC").search(), className="span"),
        html.Button(
            "This browser's", type="button", className="span", **attributes(data_does="browser-zone")
        ),
    ]


def zone_label(state: PageState, begin: datetime) -> str:
    """The zone, with its offset at the beginning of the range."""
    return state.zone if state.zone == "UTC" else f"{state.zone} ({offset_named(begin, state.zone)})"


def filter_bar(
    rows: Sequence[Mapping[str, Any]], state: PageState, path: str, *, known: bool
) -> list[html.Details]:
    """A menu for each dimension: its values as links, those chosen first; `known` says that `rows` are in."""
    found: dict[str, dict[Value, int]] = {name: {} for name in DIMENSIONS}
    for name, values in state.filters.items():
        found[name] = dict.fromkeys(values, 0)
    for row in rows:
        found[str(row["field"])].setdefault(row["value"], 0)
    if known:
        for name in DIMENSIONS[2:]:
            found[name].setdefault(None, 0)
    return [_filter_menu(name, list(found[name]), state, path, known=known) for name in DIMENSIONS]


def _filter_menu(
    name: str, values: Sequence[Value], state: PageState, path: str, *, known: bool
) -> html.Details:
    chosen = state.filters.get(name, ())
    label = f"{NAMED[name]}: {listed(chosen)}" if chosen else NAMED[name]
    links = [
        html.A(
            NONE_LABEL if value is None else value[:LONGEST_LABEL],
            href=path + state.setting({name: toggled(chosen, value)}).search(),
            className="option chosen" if value in chosen else "option",
            title=value[:LONGEST_TITLE] if value else None,
            **(attributes(aria_current="true") if value in chosen else {}),
        )
        for value in values
    ]
    clear = [html.A("Clear", href=path + state.setting({name: ()}).search(), className="option clear")]
    return html.Details(
        [
            html.Summary(label, title=f"Filter by {NAMED[name].lower()}"),
            html.Div(
                [
                    dcc.Input(
                        type="search",
                        placeholder=f"Find a {NAMED[name].lower()}",
                        className="option-search",
                        autoComplete="off",
                    ),
                    html.Div([*(clear if chosen else []), *links], className="options"),
                    None if known else html.P("Reading the values ...", className="note"),
                ],
                className="popover",
            ),
        ],
        id=f"filter-{name}",
        className="menu filter on" if chosen else "menu filter",
    )


def toggled(chosen: Sequence[Value], value: Value) -> tuple[Value, ...]:
    """The values with this one added, or without it where it was among them."""
    return tuple(one for one in chosen if one != value) if value in chosen else (*chosen, value)

"""What stands around every page: navigation, range, filter bar, zone, theme, and the state of the data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dash_mantine_components as dmc
from dash import dcc, html

from aurorascope.web.attributes import attributes
from aurorascope.web.panels import frame
from aurorascope.web.state import ALL, DIMENSIONS, SPANS, PageState
from aurorascope.web.units import ago
from aurorascope.web.zones import local, offset_named, zone_names

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
EARLIER = "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}"
LATER = "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"
HELP = "Keys: / search · g then o, q, e, l, k, t, c, v to go to a page · t theme"


def layout(refresh_s: int) -> dmc.MantineProvider:
    """The app before its first page."""
    return dmc.MantineProvider(
        id="theme",
        theme={"fontFamily": "inherit", "fontFamilyMonospace": "inherit", "primaryColor": "blue"},
        children=html.Div(
            [
                dcc.Location(id="url", refresh=False),
                dcc.Store(id="request"),
                dcc.Store(id="goto"),
                dcc.Store(id="page-title"),
                dcc.Interval(id="refresh", interval=max(refresh_s, 1) * 1000, disabled=refresh_s <= 0),
                html.A("Skip to the page", href="#page", className="skip"),
                _top(),
                html.Nav(id="nav", className="nav", **attributes(aria_label="Pages")),
                html.Main(
                    [
                        html.Div(id="heading", className="heading"),
                        html.Div(
                            [
                                html.Div(id="filters", className="filters", role="search"),
                                html.Div(id="controls", className="controls"),
                            ],
                            className="bar",
                        ),
                        html.Div(id="status", className="status", role="status"),
                        html.Div(
                            html.Div("Reading the store ...", className="empty"),
                            id="page",
                            className="page",
                            tabIndex=-1,
                        ),
                    ],
                    className="main",
                ),
            ],
            id="shell",
            className="shell",
        ),
    )


def _top() -> html.Header:
    return html.Header(
        [
            _button("nav", "☰", "Pages", "burger"),
            html.A([html.Span(className="logo"), "aurorascope"], href="/", className="brand"),
            dcc.Input(
                id="jump",
                type="search",
                placeholder="Find a page, a fingerprint, a text  ( / )",
                debounce=True,
                n_submit=0,
                className="jump",
                maxLength=500,
                autoComplete="off",
            ),
            html.Div(id="range", className="range"),
            html.Details(
                [
                    html.Summary(id="zone-label", title="Time zone"),
                    html.Div(
                        [
                            html.Div(id="zone-links", className="zone-links"),
                            dmc.Select(
                                id="zone",
                                label="Any zone",
                                data=sorted(zone_names()),
                                searchable=True,
                                size="xs",
                                limit=50,
                                comboboxProps={"withinPortal": False},
                            ),
                        ],
                        className="popover",
                    ),
                ],
                className="menu zone",
            ),
            _button("copy-link", "", "Copy the link to this view", "icon icon-link"),
            _button("theme", "", "Light or dark ( t )", "icon icon-theme"),
        ],
        className="top",
    )


def _button(does: str, text: str, label: str, shape: str) -> html.Button:
    return html.Button(
        text, className=shape, title=label, type="button", **attributes(data_does=does, aria_label=label)
    )


def navigation(pages: Sequence[Page], here: Page, state: PageState) -> list[Any]:
    """The pages by group; each link keeps range, filters and zone."""
    groups: dict[str, list[Page]] = {}
    for page in sorted(pages, key=lambda page: (page.order, page.title)):
        if page.group:
            groups.setdefault(page.group, []).append(page)
    keep = state.shared().search()
    parts: list[Any] = []
    for group, members in groups.items():
        parts.append(html.H3(group))
        parts.extend(
            html.A(
                [html.Span(className=f"nav-icon icon-{page.icon}"), page.title],
                href=page.path + keep,
                className="nav-link here" if _under(page, here) else "nav-link",
                **(attributes(aria_current="page") if page.path == here.path else {}),
            )
            for page in members
        )
    return [*parts, html.P(HELP, className="nav-help")]


def _under(page: Page, here: Page) -> bool:
    return page.path == here.path or (page.path != "/" and here.path.startswith(page.path + "/"))


def heading(page: Page, named: Mapping[str, str], state: PageState, path: str) -> list[Any]:
    """Title, sentence, and the page's own filters that are set, each with its way out."""
    understood = {control.name for control in page.controls}
    chips = [
        html.A(
            [
                f"{name.replace('_', ' ')}: {_listed(values)}",
                " \N{MULTIPLICATION SIGN}",
            ],
            href=path + state.setting({name: ()}).search(),
            className="chip chosen",
            title=f"Remove the filter {name}",
        )
        for name, values in state.extras.items()
        if name not in understood and name in SHOWN_EXTRAS
    ]
    return [
        html.H1([page.title, *[html.Code(value[:80]) for value in named.values()]]),
        html.P(page.doc, className="page-doc"),
        html.Div(chips, className="chips") if chips else None,
    ]


def _listed(values: Iterable[str | None]) -> str:
    return ", ".join(NONE_LABEL if value is None else value[:60] for value in values)


SHOWN_EXTRAS = frozenset(
    {
        "fingerprint",
        "error_fingerprint",
        "kind",
        "root_pid",
        "duration_from_us",
        "duration_to_us",
        "length_from_us",
        "length_to_us",
        "lock_state",
        "known_by",
        "class",
        "operation",
        "restartpoint",
        "object_type",
        "blocker_fingerprint",
        "class_name",
        "sqlstate",
        "sqlstate_class",
        "severity",
        "statement_kind",
        "event",
        "relation",
        "outcome",
        "lock_mode",
        "object",
        "phase",
        "pid",
        "session_key",
        "min_ms",
        "max_ms",
        "plan_hash",
        "cause",
        "q",
        "not",
        "source",
        "failure",
        "state",
        "tls_version",
    }
)


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
        kept = tuple(v for v in values if v != value) if on else (*values, value)
        chips.append(
            html.A(
                label,
                href=path + state.setting({control.name: kept}).search(),
                className=f"chip chip-{value} chosen" if on else f"chip chip-{value}",
                **(attributes(aria_current="true") if on else {}),
            )
        )
    return html.Div([html.Span(control.label, className="choice-label"), *chips], className="chips")


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
    from dataclasses import replace

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
    label = f"{NAMED[name]}: {_listed(chosen)}" if chosen else NAMED[name]
    links = [
        html.A(
            NONE_LABEL if value is None else value[:LONGEST_LABEL],
            href=path + state.setting({name: _toggled(chosen, value)}).search(),
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


def _toggled(chosen: Sequence[Value], value: Value) -> tuple[Value, ...]:
    return tuple(one for one in chosen if one != value) if value in chosen else (*chosen, value)


def status_line(
    sources: Sequence[Mapping[str, Any]],
    settings: Sequence[Mapping[str, Any]],
    *,
    from_log: bool,
    now: datetime,
) -> list[Any]:
    """How old the newest data of each source is, and the thresholds the log was taken under."""
    return [_ages(sources, now), *([_thresholds(settings)] if from_log else [])]


def _ages(sources: Sequence[Mapping[str, Any]], now: datetime) -> html.Div:
    if not sources:
        return html.Div(
            ["No data yet: ", html.Code("aurorascope ingest PATH"), " takes logs in."],
            className="status-part",
        )
    shown = [
        html.Span(
            [
                html.Span(f"{row['instance']} {row['log_kind']}", className="status-name"),
                f" {ago((now - row['covered_to']).total_seconds())}",
            ],
            className="status-item",
            title=f"{row['cluster']} / {row['instance']}: {row['covered_to']:%Y-%m-%d %H:%M:%S} UTC",
        )
        for row in sources[:6]
    ]
    rest = len(sources) - len(shown)
    more = [html.Span(f"and {rest} more", className="status-item")] if rest > 0 else []
    return html.Div(
        [html.Span("Newest data", className="status-label"), *shown, *more], className="status-part"
    )


def _thresholds(settings: Sequence[Mapping[str, Any]]) -> html.Div:
    where: dict[tuple[str, str], list[str]] = {}
    for row in settings:
        said = f"{row.get('instance') or 'everywhere'}, known by {row.get('known_by') or 'the log'}"
        where.setdefault((str(row["setting"]), str(row["value"])), []).append(said)
    known = [
        html.Span(
            [html.Code(setting), f" = {value}"],
            className="status-item",
            title="; ".join(dict.fromkeys(said)),
        )
        for (setting, value), said in list(where.items())[:8]
    ]
    unknown = html.Span(
        "unknown: shorter statements may be missing from every number here",
        className="status-item",
        title="Neither the log nor a collector said which thresholds were set.",
    )
    return html.Div(
        [html.Span("Log thresholds", className="status-label"), *(known or [unknown])],
        className="status-part",
    )


def content(page: Page, state: PageState) -> list[html.Section]:
    """The page's panels before their data."""
    return [
        frame(page, panel) for panel in page.panels if not panel.only_with or panel.only_with in state.extras
    ]

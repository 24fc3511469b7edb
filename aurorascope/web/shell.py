"""What stands around every page: its frame, the navigation, its heading, and the state of the data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dash_mantine_components as dmc
from dash import dcc, html

from aurorascope.web import timeline
from aurorascope.web.attributes import attributes
from aurorascope.web.bar import listed
from aurorascope.web.panels import frame
from aurorascope.web.units import ago
from aurorascope.web.zones import zone_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from aurorascope.model.page import Page
    from aurorascope.web.state import PageState

HELP = (
    "Keys: / search · g then o, q, e, l, k, t, c, v to go to a page · d what is different · "
    "i timeline · t theme"
)
MOST_SOURCES = 60
MOST_OFFERED = 200


def layout(refresh_s: int, leave: str = "") -> dmc.MantineProvider:
    """The app before its first page; `leave` is where a session ends, where there is one."""
    return dmc.MantineProvider(
        id="theme",
        theme={"fontFamily": "inherit", "fontFamilyMonospace": "inherit", "primaryColor": "blue"},
        children=html.Div(
            [
                dcc.Location(id="url", refresh=False),
                dcc.Store(id="request"),
                dcc.Store(id="goto"),
                dcc.Store(id="page-title"),
                dcc.Store(id="scrolled"),
                dcc.Interval(id="refresh", interval=max(refresh_s, 1) * 1000, disabled=refresh_s <= 0),
                html.A("Skip to the page", href="#page", className="skip"),
                _top(leave),
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
                        timeline.section(),
                    ],
                    className="main",
                ),
            ],
            id="shell",
            className="shell",
        ),
    )


def _top(leave: str) -> html.Header:
    return html.Header(
        [
            _button("nav", "☰", "Pages", "burger"),
            html.A([html.Span(className="logo"), "aurorascope"], href="/", className="brand"),
            dcc.Input(
                id="jump",
                type="search",
                placeholder="Find a page, a cluster, a fingerprint, a text  ( / )",
                list="jump-names",
                debounce=True,
                n_submit=0,
                className="jump",
                maxLength=500,
                autoComplete="off",
            ),
            html.Datalist(id="jump-names"),
            html.Div(id="age", className="age"),
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
            html.A("Log out", href=leave, className="leave") if leave else None,
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
                page.title,
                href=page.path + keep,
                className=f"nav-link icon-{page.icon}" + (" here" if _under(page, here) else ""),
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
                f"{name.replace('_', ' ')}: {listed(values)}",
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
        html.H1([page.title, *_named(named)]),
        html.P(page.doc, className="page-doc"),
        html.Div(chips, className="chips") if chips else None,
    ]


def _named(named: Mapping[str, str]) -> list[Any]:
    """What the path holds, each with a button that copies it."""
    parts: list[Any] = []
    for name, value in named.items():
        parts.append(html.Code(value[:80], id=f"named-{name}"))
        label = f"Copy the {name}"
        parts.append(
            html.Button(
                "Copy", className="copy copy-name", title=label, type="button",
                **attributes(data_does="copy", data_of=f"named-{name}", aria_label=label),
            )
        )  # fmt: skip
    return parts


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
        "load_key",
        "key_id",
        "split",
        "joined_by",
        "tag",
    }
)


def status_line(
    sources: Sequence[Mapping[str, Any]],
    settings: Sequence[Mapping[str, Any]],
    *,
    from_log: bool,
    now: datetime,
) -> list[Any]:
    """How old the newest data of each source is, and the thresholds the log was taken under."""
    return [_ages(sources, now), *([_thresholds(settings)] if from_log else [])]


def age_menu(sources: Sequence[Mapping[str, Any]], now: datetime) -> html.Details | None:
    """How old the newest data is, in sight wherever the page stands, and in its menu that of each source."""
    known = [row for row in sources if row["covered_to"] is not None]
    if not known:
        return None
    ages = {id(row): (now - row["covered_to"]).total_seconds() for row in known}
    ordered = sorted(known, key=lambda row: ages[id(row)])
    items = [
        html.Li(
            f"{row['cluster'] or ''} {row['instance'] or ''} {row['log_kind']}".strip(),
            **attributes(data_age=ago(ages[id(row)])),
        )
        for row in ordered[:MOST_SOURCES]
    ]
    rest = len(ordered) - len(items)
    more = [html.Li(f"and {rest} more")] if rest > 0 else []
    return html.Details(
        [
            html.Summary(
                f"Data {ago(ages[id(ordered[0])])}", title="How old the newest data of each source is"
            ),
            html.Ul([*items, *more], className="popover ages"),
        ],
        className="menu",
    )


def jump_names(pages: Sequence[Page], values: Sequence[Mapping[str, Any]]) -> list[html.Option]:
    """What the search box offers: pages, clusters and instances by name."""
    named = [page.title for page in pages if page.group]
    named += [str(row["value"]) for row in values if row["field"] in {"cluster", "instance"} and row["value"]]
    return [html.Option(value=name[:80]) for name in dict.fromkeys(named[:MOST_OFFERED])]


def _ages(sources: Sequence[Mapping[str, Any]], now: datetime) -> html.Div:
    if not sources:
        return html.Div(
            ["No data yet: ", html.Code("aurorascope ingest PATH"), " takes logs in."],
            className="status-part",
        )
    shown = [
        html.Span(
            [
                html.Span(
                    f"{row['instance'] or row['cluster'] or ''} {row['log_kind']}".strip(),
                    className="status-name",
                ),
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

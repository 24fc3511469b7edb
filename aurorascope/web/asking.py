"""A panel's question put to the store: the reader's state becomes a filter, the view's rows come back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from aurorascope.insight.bucket import MINUTE, bucket_us
from aurorascope.insight.differences import MOST_KEYS, differences
from aurorascope.insight.template import TYPES
from aurorascope.insight.views import load_view
from aurorascope.model.filter import Filter
from aurorascope.store.duck import is_pattern
from aurorascope.web.answers import ask_view
from aurorascope.web.judging import judged
from aurorascope.web.links import resolved
from aurorascope.web.state import DIMENSIONS, time_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aurorascope.insight.template import Value, View
    from aurorascope.insight.views import Queryable
    from aurorascope.model.finding import Check
    from aurorascope.model.page import Drill, Page, Panel
    from aurorascope.web.state import PageState

Row = dict[str, Any]

# parameters of the URL that are fields of the filter, beyond the bar's dimensions
FIELDS = ("fingerprint", "statement_kind", "severity", "sqlstate")
TEXT = "q"
WITHOUT = "not"
PATTERN, WITHOUT_PATTERN = "pattern", "not_pattern"
WINDOW = "window"
NOISE = "noise"
SLOWER_THAN = "min_ms"
SHOWN = "show"
MOST_DIFFERENCES = 100
# parameters of a view that a reader's URL never sets
OURS = frozenset(
    {
        "bucket_us",
        "page",
        "top",
        "before_us",
        "before_source",
        "before_offset",
        "exact",
        "sort_rows",
        "rules",
        "prices",
    }
)


@dataclass(frozen=True, slots=True)
class Question:
    """One panel of one page as one reader sees it.

    `path` is the address visited, `named` the names it holds; `homes` maps a view to the page that lists it.
    `told` holds values of views that a reader never sets; `checks` are those that judge, None for ours alone.
    """

    page: Page
    panel: Panel
    state: PageState
    begin: datetime
    end: datetime
    path: str
    named: dict[str, str] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)
    told: Mapping[str, Value] = field(default_factory=dict)
    oldest: datetime | None = None
    checks: tuple[Check, ...] | None = None

    @property
    def baseline(self) -> tuple[datetime, datetime]:
        """The period of comparison: the reader's, else the day before, else the time just before."""
        chosen = self.state.baseline(self.begin, self.end)
        if chosen is not None:
            return chosen
        day_before = self.begin - timedelta(days=1)
        known = self.oldest is not None and self.oldest <= day_before
        return replace(self.state, against="day" if known else "before").baseline(self.begin, self.end) or (
            day_before,
            self.end - timedelta(days=1),
        )

    @property
    def reach(self) -> tuple[datetime, datetime]:
        """All the time that is asked about, that of a comparison too."""
        if not (self.panel.against or self.state.against):
            return self.begin, self.end
        first, last = self.baseline
        return min(first, self.begin), max(last, self.end)

    def before(self) -> Question | None:
        """The same question about the period that the reader compares with; None where none was chosen."""
        chosen = self.state.baseline(self.begin, self.end)
        return replace(self, begin=chosen[0], end=chosen[1]) if chosen else None

    def leads(self, drill: Drill | None) -> Drill | None:
        """A drill of this panel with its page known; what the path names goes along to another page."""
        found = resolved(drill, self.view, self.by, self.homes) if drill else None
        if found is None or not found.page or not self.named:
            return found
        along = {name: f"={value}" for name, value in self.named.items()}
        return replace(found, sets=along | found.sets)

    @property
    def view(self) -> View:
        """The panel's shared view."""
        return load_view(self.panel.view)

    @property
    def chosen(self) -> Filter:
        """The filter that the reader's state means."""
        found = filter_of(self.state, self.begin, self.end, self.named)
        beyond: dict[str, Any] = dict.fromkeys(self.panel.beyond, ())
        return replace(found, **beyond)

    @property
    def by(self) -> tuple[str, ...]:
        """The groups of the view: the reader's choice where the panel offers one."""
        for choice in self.panel.choices:
            if choice.name == "by":
                return (choice.chosen(self.state.parameter("by")),)
        return self.panel.by

    def group_label(self) -> str:
        """What the panel's switch calls the groups that were chosen."""
        labels = [dict(choice.options) for choice in self.panel.choices if choice.name == "by"]
        return labels[0][self.by[0]] if labels else ""

    @property
    def width(self) -> int:
        """The width of a bucket of time, in microseconds: what the panel has room for."""
        points = 240 if self.panel.span > 7 and self.panel.kind != "time_marks" else 120
        width = bucket_us((self.end - self.begin) // timedelta(microseconds=1), points=points)
        return max(width, MINUTE) if self.is_measured else width

    @property
    def is_measured(self) -> bool:
        """Say whether the view shows what is measured once a minute or less often, not what is logged."""
        return bool(self.view.tables) and set(self.view.tables) <= {"metrics", "db_load"}

    def params(self) -> dict[str, Value]:
        """The view's own parameters: from the panel, from its choices, from the path, from the URL."""
        return self.params_of(self.panel.view)

    def params_of(self, name: str) -> dict[str, Value]:
        """The same for another view of the panel."""
        view = load_view(name)
        wanted: dict[str, Value] = {}
        for key, param in view.params.items():
            given = self.named.get(key) or self.state.parameter(key)
            for choice in self.panel.choices:
                if choice.name == key:
                    given = choice.chosen(given)
            if key in self.told:
                wanted[key] = self.told[key]
            elif key in self.panel.params:
                wanted[key] = self._named(self.panel.params[key])
            elif given is not None and key not in OURS:
                typed = typed_value(given, param.type)
                if typed is not None:
                    wanted[key] = typed
        return wanted

    def _named(self, value: Value) -> Value:
        """A parameter of the panel; one that is a name of the path in braces is what the path holds."""
        if isinstance(value, str) and value.startswith("{"):
            return self.named.get(value.strip("{}"))
        return value

    def ask(self, snapshot: Queryable, **more: Value) -> list[Row]:
        """Run the view and return its rows, times in UTC."""
        if self.panel.against:
            return self._different(snapshot)
        given = self.params() | ({"bucket_us": self.width} if "bucket_us" in self.view.params else {}) | more
        table = ask_view(snapshot, self.panel.view, self.chosen, by=self.by, **given)
        rows = [{name: _utc(value) for name, value in row.items()} for row in table.to_pylist()]
        if self.view.judged and given.get("exact", True):
            rows = judged(self, snapshot, rows)
        group = self.view.groups[self.by[0]] if self.by and self.view.groups else ""
        return [{"by": row[group], **row} for row in rows] if group else rows

    def _different(self, snapshot: Queryable) -> list[Row]:
        """Rows of the range against those of the period it is compared with."""
        first, last = self.baseline
        wanted = self.params() | {"top": MOST_KEYS}
        asked = [
            filter_of(self.state, *period, self.named) for period in ((self.begin, self.end), (first, last))
        ]
        now, was = (ask_view(snapshot, self.panel.view, one, by=(), **wanted).to_pylist() for one in asked)
        found = differences(now, was, (self.end - self.begin).total_seconds())
        if self.panel.params.get("only_large"):
            found = [row for row in found if row["standing"] == "large"]
        return found[: self.most()]

    def chosen_words(self) -> frozenset[str]:
        """The columns shown though they are hidden else: those the reader asked for, and that which ranks."""
        state = self.state
        ranking = {choice.chosen(state.parameter(choice.name)) for choice in self.panel.choices}
        return frozenset(ranking | {name for name in state.extras.get(SHOWN, ()) if name})

    def most(self) -> int:
        """How many rows the view gives at most."""
        if self.panel.against:
            return int(self.panel.params.get("at_most", MOST_DIFFERENCES))
        top = self.panel.params.get("top")
        limit = self.view.params.get("top")
        return int(top or (limit.default if limit and limit.default else 1 << 62))

    def unapplied(self) -> tuple[str, ...]:
        """The reader's filters that this view's tables cannot answer."""
        return self.view.unapplied(self.chosen)


def filter_of(state: PageState, begin: datetime, end: datetime, named: Mapping[str, str]) -> Filter:
    """Turn range, filter bar and the page's parameters into the one filter."""
    slower = typed_value(state.parameter(SLOWER_THAN), "double")
    fields: dict[str, tuple[str | None, ...]] = {
        name: state.filters[name] for name in DIMENSIONS if state.filters.get(name)
    }
    for name in FIELDS:
        values = (named[name],) if name in named else state.extras.get(name, ())
        if values:
            fields[name] = values
    return Filter(
        begin=begin,
        end=end,
        include=tuple(value for value in state.extras.get(TEXT, ()) if value),
        exclude=tuple(value for value in state.extras.get(WITHOUT, ()) if value),
        pattern=_patterns(state, PATTERN),
        exclude_pattern=_patterns(state, WITHOUT_PATTERN),
        windows=_windows(state),
        show_noise=bool(state.parameter(NOISE)),
        min_duration_us=int(slower * 1000) if isinstance(slower, float) else None,
        **fields,
    )


def _patterns(state: PageState, name: str) -> tuple[str, ...]:
    return tuple(value for value in state.extras.get(name, ()) if value and is_pattern(value))


def _windows(state: PageState) -> tuple[tuple[datetime, datetime], ...]:
    """Read FROM/TO of each window, in the reader's zone; what is no range is left out."""
    found = []
    for value in state.extras.get(WINDOW, ()):
        begin, _, end = (value or "").partition("/")
        first, last = time_of(begin, state.zone), time_of(end, state.zone)
        if first is not None and last is not None and first < last:
            found.append((first, last))
    return tuple(found)


def typed_value(text: str | None, kind: str) -> Value:
    """Read a parameter of the URL as the view wants it; None where it is not one."""
    if text is None:
        return None
    if kind == "boolean":
        return text in {"1", "true", "yes", "on"}
    try:
        return TYPES[kind](text)  # type: ignore[no-any-return]
    except ValueError:
        return None


def _utc(value: object) -> object:
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return value

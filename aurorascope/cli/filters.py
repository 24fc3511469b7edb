"""The options that say which rows are meant; commands that read rows, and `ingest`, share them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from aurorascope.cli.moments import moment, time_range
from aurorascope.model.errors import BadRequestError
from aurorascope.model.filter import Filter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SESSION = ("database", "user", "host", "application")
FAMILY = ("fingerprint", "statement_kind")
MESSAGE = ("severity", "sqlstate")
TEXTS = {
    "include": "Only what holds this text, whatever its case.",
    "exclude": "Only what does not hold this text.",
    "pattern": "Only what this regular expression finds; (?i) lets case be.",
    "exclude_pattern": "Only what this regular expression does not find.",
}


def filter_options(*fields: str, ranged: bool = True) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command options for fields of the filter, the texts, windows, and, where `ranged`, the range."""

    def add(function: Callable[..., Any]) -> Callable[..., Any]:
        for name, sentence in reversed(TEXTS.items()):
            option = f"--{name.replace('_', '-')}"
            function = click.option(option, name, multiple=True, help=sentence)(function)
        function = click.option(
            "--min-duration", type=click.FloatRange(min=0), help="Only what took at least so many ms."
        )(function)
        for name in reversed(fields):
            option = f"--{name.removeprefix('statement_')}"
            sentence = f"Only this {name.replace('_', ' ')}."
            function = click.option(option, name, multiple=True, help=sentence)(function)
        function = click.option(
            "--window",
            "windows",
            multiple=True,
            metavar="FROM/TO",
            help="Only between these times; any of several.",
        )(function)
        if not ranged:
            return function
        function = click.option(
            "--since", metavar="SPAN", help="The last 30m, 6h, 7d before --end, else before now."
        )(function)
        function = click.option("--end", metavar="TIME", help="Up to this time, itself not included.")(
            function
        )
        return click.option(
            "--begin", metavar="TIME", help="From this time on, such as 2026-11-19T04:00 (UTC)."
        )(function)

    return add


def filter_of(values: dict[str, Any], **more: Any) -> Filter:
    """Return the filter that the options mean, and take them out of `values`. Raises BadRequestError."""
    begin, end, since = (values.pop(name, None) for name in ("begin", "end", "since"))
    first, last = time_range(begin, end, since, datetime.now(UTC))
    shortest = values.pop("min_duration")
    windows = tuple(window(text) for text in values.pop("windows"))
    fields = (*SESSION, *FAMILY, *MESSAGE, "cluster", "instance", *TEXTS)
    chosen = {name: values.pop(name) for name in fields if name in values}
    chosen["severity"] = tuple(word.upper() for word in chosen.get("severity", ()))
    chosen["sqlstate"] = tuple(word.upper() for word in chosen.get("sqlstate", ()))
    check_patterns((*chosen["pattern"], *chosen["exclude_pattern"]))
    return Filter(
        begin=first,
        end=last,
        windows=windows,
        min_duration_us=None if shortest is None else round(shortest * 1000),
        **chosen,
        **more,
    )


def window(text: str) -> tuple[datetime, datetime]:
    """Return the two times of FROM/TO. Raises BadRequestError."""
    begin, slash, end = text.partition("/")
    if not slash:
        raise BadRequestError(f"--window: {text!r} is no window; write 2026-11-19T04:00/2026-11-19T05:00.")
    first, last = moment(begin, "--window"), moment(end, "--window")
    if first >= last:
        raise BadRequestError(f"--window: {text!r} is empty: it begins after it ends.")
    return first, last


def check_patterns(patterns: Sequence[str]) -> None:
    """Refuse what is no regular expression that runs in linear time: look-around, back references."""
    if not patterns:
        return
    import polars as pl

    for pattern in patterns:
        try:
            pl.Series([""]).str.contains(pattern)
        except pl.exceptions.ComputeError:
            raise BadRequestError(
                f"{pattern!r} is no pattern that is read: it is wrong, or looks around or back, "
                "which could take for ever."
            ) from None

"""A report in its forms: HTML, Markdown, JSON, as finished files by name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from aurorascope.model.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FORMS = ("html", "md", "json")


def formats_of(text: str) -> tuple[str, ...]:
    """Return the formats of `--format html,md,json`. Raises BadRequestError naming those there are."""
    words = tuple(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))
    if wrong := [word for word in words if word not in FORMS]:
        raise BadRequestError(f"--format: {wrong[0]!r} is none; there are {', '.join(FORMS)}.")
    if not words:
        raise BadRequestError(f"--format: name one or more of {', '.join(FORMS)}.")
    return words


def as_form(told: Mapping[str, Any], form: str) -> str:
    """Return a report, or a diff, in one form."""
    if form == "json":
        return json.dumps(told, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n"
    if told["kind"] == "diff":
        from aurorascope.report.looks import diff_looks

        return diff_looks.html(told) if form == "html" else diff_looks.markdown(told)
    if form == "html":
        from aurorascope.report.looks.html import html

        return html(told)
    from aurorascope.report.looks.markdown import markdown

    return markdown(told)


def files_of(told: Mapping[str, Any], forms: Sequence[str]) -> dict[str, bytes]:
    """Return the finished files by name: report.html, report.md, report.json."""
    # a log may hold half a surrogate pair, which UTF-8 has no bytes for
    return {f"{told['kind']}.{form}": as_form(told, form).encode("utf-8", "replace") for form in forms}

"""Finds the content by path: collectors, pages, event kinds, checks, rules, samples, and the user's own.

In a checkout the content lies in the folders beside the package, in a wheel under `aurorascope/_content`.
A content file is loaded under one logical name, `aurorascope_content.<room>.<file>`, in both, so that it has
one identity. A user's own folders hold the same rooms (`dashboards/`, `collectors/`, `postgres/`, `mysql/`,
`checks/`, `rules/`) and come from the settings alone.
"""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import aurorascope
from aurorascope.model.collector import Call, Collector, Feed
from aurorascope.model.errors import BadRequestError
from aurorascope.model.page import Page
from aurorascope.store.schemas import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import ModuleType

    from aurorascope.model.finding import Check

Room = Literal["collectors", "dashboards", "checks"]

EXPORTS: dict[Room, str] = {"collectors": "COLLECTOR", "dashboards": "PAGE", "checks": "CHECK"}
"""The name that every file of a room must define."""


@dataclass(frozen=True, slots=True)
class Content:
    """One content file and the object that it exports."""

    name: str
    path: Path
    value: object


def content_root() -> Path:
    """Return the folder that holds our own rooms of content."""
    package = Path(aurorascope.__file__).resolve().parent
    packed = package / "_content"
    return packed if packed.is_dir() else package.parent


def sample_logs() -> Path:
    """Return the folder of the sample logs that `demo` shows."""
    return content_root() / "sample_logs"


def load_pages(extra_dirs: Iterable[Path] = ()) -> list[Page]:
    """Load every page, ours and the user's; two pages of one address are refused. Raises BadRequestError."""
    pages: dict[str, Page] = {}
    for content in load_room("dashboards", extra_dirs):
        page = content.value
        if not isinstance(page, Page):
            kind = type(page).__name__
            raise BadRequestError(
                f"{content.path}: PAGE must be a Page (aurorascope.model.page), not {kind}."
            )
        if page.path in pages:
            raise BadRequestError(f"{content.path}: the address {page.path} is taken by another page.")
        pages[page.path] = page
    return list(pages.values())


def load_collectors(extra_dirs: Iterable[Path] = ()) -> list[Collector]:
    """Load every collector, ours and the user's, in the order of their names. Raises BadRequestError."""
    collectors = []
    for content in load_room("collectors", extra_dirs):
        if not isinstance(content.value, Collector):
            kind = type(content.value).__name__
            raise BadRequestError(
                f"{content.path}: COLLECTOR must be a Collector (aurorascope.model.collector), not {kind}."
            )
        for problem in wrong_in(content.value, content.name):
            raise BadRequestError(f"{content.path}: {problem}.")
        collectors.append(content.value)
    return collectors


def load_checks(extra_dirs: Iterable[Path] = ()) -> list[Check]:
    """Load every check, ours and the user's; two of one name are refused. Raises BadRequestError."""
    from aurorascope.checks.shipped_checks import checked, shipped_checks

    checks = {check.name: check for check in shipped_checks()}
    for content in load_room("checks", extra_dirs):
        check = checked(content.value, content.path)
        if check.name in checks:
            raise BadRequestError(
                f"{content.path}: there is a check {check.name} already; name yours otherwise."
            )
        checks[check.name] = check
    return list(checks.values())


def wrong_in(collector: Collector, file: str) -> Iterator[str]:
    """Yield what is wrong with a collector's declarations."""
    if collector.name != file:
        yield f"its name is {collector.name!r}, the file's is {file!r}; they must be one"
    for name in collector.tables:
        if name not in TABLES or TABLES[name].derived:
            yield f"tables names {name}, which the store does not have; it has {', '.join(TABLES)}"
    if not collector.calls or not all(type(call) is Call for call in collector.calls):
        yield "calls must be one or more of Call: policies and prices are made from them"
    if not all(type(feed) is Feed for feed in collector.feeds):
        yield "feeds must be of Feed: the page of what feeds what is made from them"
    for feed in collector.feeds:
        if feed.table not in collector.tables:
            yield f"it feeds {feed.table}, which is not among its tables"
        for name in set(feed.columns) - set(TABLES[feed.table].column_names):
            yield f"it feeds {feed.table}.{name}, a column which that table does not have"
    if collector.opt_in and not collector.why_opt_in:
        yield "it is opt_in: why_opt_in must say why"


def event_kind_dirs(engine: Literal["postgres", "mysql"], extra_dirs: Iterable[Path] = ()) -> list[Path]:
    """Return the folders that hold the event kinds of `engine`: ours first, then the user's."""
    ours = Path(aurorascope.__file__).resolve().parent / "logs" / engine
    return [folder for folder in (ours, *(extra / engine for extra in extra_dirs)) if folder.is_dir()]


def rule_dirs(extra_dirs: Iterable[Path] = ()) -> list[Path]:
    """Return the folders that hold alert rules: ours first, then the user's `rules/`."""
    ours = Path(aurorascope.__file__).resolve().parent / "rules"
    return [ours, *(extra / "rules" for extra in extra_dirs if (extra / "rules").is_dir())]


def load_room(room: Room, extra_dirs: Iterable[Path] = ()) -> list[Content]:
    """Load every file of `room`; two files of one name are refused, as one would hide the other."""
    found: dict[str, Path] = {}
    for folder in (content_root(), *extra_dirs):
        for path in sorted((folder / room).glob("*.py")):
            if path.stem.startswith("_"):
                continue
            if path.stem in found:
                raise BadRequestError(
                    f"{path}: its name is taken by {found[path.stem]}; give your file another name."
                )
            found[path.stem] = path
    return [load_file(room, path) for _, path in sorted(found.items())]


def load_file(room: Room, path: Path) -> Content:
    """Load one content file and take the object that its room requires. Raises BadRequestError."""
    export = EXPORTS[room]
    module = load_module(f"aurorascope_content.{room}.{path.stem}", path)
    if not hasattr(module, export):
        raise BadRequestError(f"{path}: expected a file of {room} to define {export}; it does not.")
    return Content(path.stem, path, getattr(module, export))


def load_module(name: str, path: Path) -> ModuleType:
    """Run the file at `path` as the module `name`, once. Raises BadRequestError."""
    known = sys.modules.get(name)
    if known is not None and known.__file__ == str(path):
        return known
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise BadRequestError(f"{path}: not a Python file.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        del sys.modules[name]
        raise BadRequestError(f"{path}: cannot be loaded: {type(error).__name__}: {error}.") from error
    return module

"""Content is found by path, ours and the user's, under one name; a file that is wrong is named."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from aurorascope import catalog
from aurorascope.model.errors import BadRequestError


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "dashboards").mkdir()
    return tmp_path


OWN_PAGE = """
from aurorascope.model.page import Page
PAGE = Page("/own", "Own", "Mine.", ())
"""


def test_a_page_of_the_user_stands_beside_ours(own: Path) -> None:
    path = own / "dashboards" / "own_page.py"
    path.write_text(OWN_PAGE)
    ours = {page.path for page in catalog.load_pages()}
    assert {page.path for page in catalog.load_pages([own])} == ours | {"/own"}
    assert sys.modules["aurorascope_content.dashboards.own_page"].__file__ == str(path)


def test_every_page_file_of_ours_is_a_page() -> None:
    files = [path for path in (catalog.content_root() / "dashboards").glob("*.py") if path.stem != "__init__"]
    assert len(catalog.load_pages()) == len(files) > 0


def test_two_pages_of_one_address_are_refused(own: Path) -> None:
    for name in ("one", "two"):
        (own / "dashboards" / f"{name}.py").write_text(OWN_PAGE)
    with pytest.raises(BadRequestError, match="the address /own is taken"):
        catalog.load_pages([own])


def test_a_file_is_run_once(own: Path) -> None:
    (own / "dashboards" / "once.py").write_text("PAGE = object()\n")
    first, second = (catalog.load_room("dashboards", [own]) for _ in range(2))
    assert [c.value for c in first if c.name == "once"] == [c.value for c in second if c.name == "once"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("X = 1\n", "expected a file of dashboards to define PAGE"),
        ("PAGE = 1\n", "PAGE must be a Page (aurorascope.model.page), not int"),
        ("PAGE = \n", "cannot be loaded: SyntaxError"),
        ("raise ValueError('no')\n", "cannot be loaded: ValueError: no"),
    ],
)
def test_a_wrong_file_is_named_with_what_was_expected(own: Path, text: str, expected: str) -> None:
    path = own / "dashboards" / "wrong.py"
    path.write_text(text)
    with pytest.raises(BadRequestError) as raised:
        catalog.load_pages([own])
    assert str(raised.value).startswith(f"{path}: ")
    assert expected in str(raised.value)


def test_two_files_of_one_name_are_refused(own: Path) -> None:
    for folder in ("a", "b"):
        (own / folder / "dashboards").mkdir(parents=True)
        (own / folder / "dashboards" / "same.py").write_text("PAGE = 1\n")
    with pytest.raises(BadRequestError, match="its name is taken by"):
        catalog.load_pages([own / "a", own / "b"])


def test_event_kinds_of_the_user_follow_ours(own: Path) -> None:
    (own / "postgres").mkdir()
    assert catalog.event_kind_dirs("postgres", [own])[-1] == own / "postgres"


OWN_COLLECTOR = """
from aurorascope.model.collector import Call, Collector, Feed
COLLECTOR = Collector(
    name={name!r}, doc="Mine.", tables={tables!r}, calls={calls}, feeds=({feeds}), collect=iter, plan=iter,
    opt_in={opt_in})
"""


def write_collector(own: Path, **changed: object) -> Path:
    said = {"name": "own_source", "tables": ("rds_events",), "calls": '(Call("rds", "DescribeEvents"),)'}
    (own / "collectors").mkdir(exist_ok=True)
    path = own / "collectors" / "own_source.py"
    path.write_text(OWN_COLLECTOR.format(**{**said, "feeds": "", "opt_in": False, **changed}))
    sys.modules.pop("aurorascope_content.collectors.own_source", None)
    return path


def test_a_collector_of_the_user_stands_beside_ours(own: Path) -> None:
    write_collector(own)
    assert {"own_source", "rds_events"} <= {it.name for it in catalog.load_collectors([own])}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"name": "other"}, "its name is 'other', the file's is 'own_source'"),
        ({"tables": ("nothing",)}, "tables names nothing, which the store does not have"),
        ({"tables": ("sessions",)}, "tables names sessions, which the store does not have"),
        ({"calls": "()"}, "calls must be one or more of Call"),
        ({"feeds": "1,"}, "feeds must be of Feed"),
        ({"feeds": 'Feed(1, "metrics", ("ts",), "x"),'}, "it feeds metrics, which is not among its tables"),
        ({"feeds": 'Feed(1, "rds_events", ("no",), "x"),'}, "it feeds rds_events.no, a column which"),
        ({"opt_in": True}, "why_opt_in must say why"),
    ],
)
def test_a_wrong_declaration_is_said_with_its_file(
    own: Path, changed: dict[str, object], expected: str
) -> None:
    path = write_collector(own, **changed)
    with pytest.raises(BadRequestError, match=f"(?s){path}.*{re.escape(expected)}"):
        catalog.load_collectors([own])


def test_what_our_collectors_declare_exists_in_aws_own_models() -> None:
    import botocore.session

    models = botocore.session.get_session()
    for collector in catalog.load_collectors():
        for call in collector.calls:
            assert call.operation in models.get_service_model(call.service).operation_names, collector.name

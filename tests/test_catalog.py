"""Content is found by path, ours and the user's, under one name; a file that is wrong is named."""

from __future__ import annotations

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

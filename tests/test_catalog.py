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


def test_a_page_of_the_user_stands_beside_ours(own: Path) -> None:
    path = own / "dashboards" / "own_page.py"
    path.write_text("PAGE = 'mine'\n")
    pages = catalog.load_pages([own])
    assert {page.name for page in pages} == {page.name for page in catalog.load_pages()} | {"own_page"}
    assert [page.value for page in pages if page.name == "own_page"] == ["mine"]
    assert sys.modules["aurorascope_content.dashboards.own_page"].__file__ == str(
        own / "dashboards" / "own_page.py"
    )


def test_a_file_is_run_once(own: Path) -> None:
    (own / "dashboards" / "once.py").write_text("PAGE = object()\n")
    first, second = (catalog.load_room("dashboards", [own]) for _ in range(2))
    assert [c.value for c in first if c.name == "once"] == [c.value for c in second if c.name == "once"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("X = 1\n", "expected a file of dashboards to define PAGE"),
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
